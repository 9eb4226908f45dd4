/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/proto_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "record/base64.h"

struct job {
    tcs_proto_reason *reason;
    struct tcs_writer *out;
    struct tcs_proto_fault *fault;
    size_t path_len;
    unsigned depth;
};

static bool put_message(struct job *job, const struct tcs_pb_message *table,
                        json_t *value);

/* ------------------------------------------------------------------------------- faults
 */

static bool fail(struct job *job, const char *rule)
{
    snprintf(job->fault->rule, sizeof job->fault->rule, "%s", rule);
    return false;
}

static void path_add(struct job *job, const char *text)
{
    char *path = job->fault->path;
    const size_t room = sizeof job->fault->path - job->path_len;
    const int more = snprintf(path + job->path_len, room, "%s", text);
    job->path_len += more < 0 ? 0 : (size_t)more < room ? (size_t)more : room - 1;
}

static void path_field(struct job *job, const char *name)
{
    if (job->path_len > 0)
        path_add(job, ".");
    path_add(job, name);
}

static void path_cut(struct job *job, size_t len)
{
    job->path_len = len;
    job->fault->path[len] = '\0';
}

/* ------------------------------------------------------------------------------ numbers
 */

static void put_varint(struct tcs_writer *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        tcs_write_u8(out, (uint8_t)(value | 0x80));
    tcs_write_u8(out, (uint8_t)value);
}

static void put_key(struct tcs_writer *out, const struct tcs_pb_field *field)
{
    put_varint(out, (uint64_t)field->number << 3 | tcs_pb_wire(field->kind));
}

/* A number, or a text that holds one and nothing else. The result is a new reference, or
 * NULL. */
static json_t *number_of(json_t *value)
{
    if (json_is_number(value))
        return json_incref(value);
    if (!json_is_string(value))
        return NULL;
    const char *text = json_string_value(value);
    const size_t len = json_string_length(value);
    if (len == 0 || strchr(" \t\r\n", text[0]) != NULL ||
        strchr(" \t\r\n", text[len - 1]) != NULL)
        return NULL;
    json_t *number = json_loadb(text, len, JSON_DECODE_ANY, NULL);
    if (number != NULL && !json_is_number(number)) {
        json_decref(number);
        number = NULL;
    }
    return number;
}

static bool whole_of(json_t *number, int64_t *ret_value)
{
    if (json_is_integer(number)) {
        *ret_value = json_integer_value(number);
        return true;
    }
    const double value = json_real_value(number);
    if (value != floor(value) || fabs(value) >= 9007199254740992.0)
        return false;
    *ret_value = (int64_t)value;
    return true;
}

static bool put_whole(struct job *job, const struct tcs_pb_field *field, json_t *value)
{
    json_t *number = number_of(value);
    int64_t whole = 0;
    const bool good = number != NULL && whole_of(number, &whole);
    json_decref(number);
    if (!good)
        return fail(job, "is not a whole number");
    if (field->kind == TCS_PB_INT32 && (whole < INT32_MIN || whole > INT32_MAX))
        return fail(job, "does not fit 32 bits");
    if (field->kind == TCS_PB_UINT32 && (whole < 0 || whole > UINT32_MAX))
        return fail(job, "does not fit 32 bits without a sign");
    if (field->kind == TCS_PB_UINT64 && whole < 0)
        return fail(job, "is negative");
    put_varint(job->out, (uint64_t)whole);
    return true;
}

static bool real_of(json_t *value, double *ret_value)
{
    const char *text = json_string_value(value);
    if (text != NULL && strcmp(text, "NaN") == 0)
        *ret_value = (double)NAN;
    else if (text != NULL && strcmp(text, "Infinity") == 0)
        *ret_value = (double)INFINITY;
    else if (text != NULL && strcmp(text, "-Infinity") == 0)
        *ret_value = -(double)INFINITY;
    else {
        json_t *number = number_of(value);
        if (number == NULL)
            return false;
        *ret_value = json_number_value(number);
        json_decref(number);
    }
    return true;
}

static bool put_real(struct job *job, const struct tcs_pb_field *field, json_t *value)
{
    double real = 0;
    if (!real_of(value, &real))
        return fail(job, "is not a number");
    if (field->kind == TCS_PB_DOUBLE) {
        uint64_t bits = 0;
        memcpy(&bits, &real, sizeof bits);
        tcs_write_le(job->out, bits, 8);
        return true;
    }
    const float single = (float)real;
    uint32_t bits = 0;
    if (isinf(single) && !isinf(real))
        return fail(job, "does not fit a float");
    memcpy(&bits, &single, sizeof bits);
    tcs_write_le(job->out, bits, 4);
    return true;
}

static bool put_enum(struct job *job, const struct tcs_pb_field *field, json_t *value)
{
    const char *name = json_string_value(value);
    if (json_is_integer(value)) {
        put_varint(job->out, (uint64_t)json_integer_value(value));
        return true;
    }
    if (name == NULL)
        return fail(job, "is not the name of a value");
    for (uint32_t i = 0; i < field->of_enum->value_count; i++)
        if (strcmp(field->of_enum->values[i].name, name) == 0) {
            put_varint(job->out, (uint64_t)field->of_enum->values[i].number);
            return true;
        }
    snprintf(job->fault->rule, sizeof job->fault->rule,
             "is not a value of its enumeration: %.80s", name);
    return false;
}

/* -------------------------------------------------------------------- texts and messages
 */

/* Puts the length of what has been written since start before it. */
static void put_length(struct tcs_writer *out, size_t start)
{
    uint8_t octets[10];
    struct tcs_writer length = tcs_writer(octets, sizeof octets);
    if (out->failed)
        return;
    const size_t len = out->len - start;
    put_varint(&length, len);
    tcs_write_bytes(out, octets, length.len); /* makes the room */
    if (out->failed)
        return;
    memmove(out->data + start + length.len, out->data + start, len);
    memcpy(out->data + start, octets, length.len);
}

/* Standard or URL-safe alphabet, with or without padding: as protocol buffers take it. */
static bool put_base64(struct job *job, json_t *value)
{
    const char *text = json_string_value(value);
    size_t len = json_string_length(value), got = 0;
    if (text == NULL)
        return fail(job, "is not text in base 64");
    char *copy = malloc(len + 4);
    uint8_t *octets = malloc(len + 4);
    bool good = copy != NULL && octets != NULL;
    for (size_t i = 0; good && i < len; i++)
        copy[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
    while (good && len % 4 != 0)
        copy[len++] = '=';
    good = good && tcs_base64_read(tcs_bytes(copy, len), octets, len + 4, &got) == TCS_OK;
    if (good) {
        put_varint(job->out, got);
        tcs_write_bytes(job->out, octets, got);
    }
    free(copy);
    free(octets);
    return good || fail(job, "is not base 64");
}

static bool put_timestamp(struct job *job, json_t *value)
{
    int64_t utc_ns = 0;
    const char *text = json_string_value(value);
    if (text == NULL || tcs_utc_parse(text, &utc_ns) != TCS_OK)
        return fail(job, "is not a time (RFC 3339)");
    int64_t seconds = utc_ns / TCS_NS_PER_S, nanos = utc_ns % TCS_NS_PER_S;
    if (nanos < 0) {
        seconds--;
        nanos += TCS_NS_PER_S;
    }
    tcs_write_u8(job->out, 1 << 3);
    put_varint(job->out, (uint64_t)seconds);
    tcs_write_u8(job->out, 2 << 3);
    put_varint(job->out, (uint64_t)nanos);
    return true;
}

static bool is_timestamp(const struct tcs_pb_message *table)
{
    return strcmp(table->name, "Timestamp") == 0;
}

/* One value of a field, key and all. */
/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static bool put_value(struct job *job, const struct tcs_pb_field *field, json_t *value)
{
    put_key(job->out, field);
    switch (field->kind) {
    case TCS_PB_DOUBLE:
    case TCS_PB_FLOAT:
        return put_real(job, field, value);
    case TCS_PB_BOOL:
        if (!json_is_boolean(value))
            return fail(job, "is neither true nor false");
        tcs_write_u8(job->out, json_is_true(value));
        return true;
    case TCS_PB_STRING:
        if (!json_is_string(value))
            return fail(job, "is not text");
        put_varint(job->out, json_string_length(value));
        tcs_write_bytes(job->out, json_string_value(value), json_string_length(value));
        return true;
    case TCS_PB_BYTES:
        return put_base64(job, value);
    case TCS_PB_ENUM:
        return put_enum(job, field, value);
    case TCS_PB_MESSAGE: {
        const size_t start = job->out->len;
        if (!(is_timestamp(field->message) ? put_timestamp(job, value)
                                           : put_message(job, field->message, value)))
            return false;
        put_length(job->out, start);
        return true;
    }
    default:
        return put_whole(job, field, value);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static bool put_list(struct job *job, const struct tcs_pb_field *field, json_t *value)
{
    const size_t len = job->path_len;
    size_t i = 0;
    json_t *element = NULL;
    if (!json_is_array(value))
        return fail(job, "is not a list");
    json_array_foreach(value, i, element)
    {
        char index[24];
        snprintf(index, sizeof index, "[%zu]", i);
        path_add(job, index);
        if (json_is_null(element))
            return fail(job, "is null");
        if (!put_value(job, field, element))
            return false;
        path_cut(job, len);
    }
    return true;
}

static bool unknown(struct job *job, const struct tcs_pb_message *table, const char *name)
{
    const char *reason = job->reason != NULL ? job->reason(table, 0, name) : NULL;
    return fail(job, reason != NULL ? reason : "is not a field of this message");
}

/* A oneof whose members are given twice, by any name. */
static bool chosen_twice(struct job *job, const struct tcs_pb_message *table,
                         const struct tcs_pb_field *field, const bool *seen)
{
    for (uint16_t i = 0; field->oneof >= 0 && i < table->field_count; i++)
        if (seen[i] && table->fields[i].oneof == field->oneof)
            return !fail(job, "excludes another field that is there");
    return false;
}

/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static bool put_message(struct job *job, const struct tcs_pb_message *table,
                        json_t *value)
{
    bool seen[TCS_PB_FIELDS_MAX] = { false };
    const size_t len = job->path_len;
    const char *name = NULL;
    json_t *member = NULL;
    if (!json_is_object(value))
        return fail(job, "is not an object");
    if (job->depth == TCS_PB_DEPTH_MAX)
        return fail(job, "lies too deep");
    job->depth++;
    json_object_foreach(value, name, member)
    {
        const struct tcs_pb_field *field = tcs_pb_field_named(table, name);
        path_field(job, field != NULL ? field->json_name : name);
        if (field == NULL)
            return unknown(job, table, name);
        bool *mark = &seen[field - table->fields];
        if (*mark)
            return fail(job, "is given twice, by both of its names");
        if (!json_is_null(member)) {
            if (chosen_twice(job, table, field, seen))
                return false;
            if (!((field->flags & TCS_PB_REPEATED) != 0 ? put_list(job, field, member)
                                                        : put_value(job, field, member)))
                return false;
            *mark = true;
        }
        path_cut(job, len);
    }
    job->depth--;
    return true;
}

bool tcs_proto_from_json(const struct tcs_pb_message *table, json_t *value,
                         tcs_proto_reason *reason, struct tcs_writer *writer,
                         struct tcs_proto_fault *ret_fault)
{
    struct job job = { .reason = reason, .out = writer, .fault = ret_fault };
    ret_fault->path[0] = '\0';
    if (!put_message(&job, table, value))
        return false;
    if (writer->failed) {
        path_cut(&job, 0);
        return fail(&job, "is longer than a message may be");
    }
    return true;
}

/* ------------------------------------------------------------------------------ to JSON
 */

static void show_number(struct tcs_json *json, const char *key,
                        const struct tcs_pb_field *field, uint64_t raw)
{
    const char *name = NULL;
    switch (field->kind) {
    case TCS_PB_DOUBLE:
    case TCS_PB_FLOAT:
        tcs_json_double(json, key, tcs_pb_real(field->kind, raw));
        break;
    case TCS_PB_BOOL:
        tcs_json_bool(json, key, raw != 0);
        break;
    case TCS_PB_ENUM:
        name = tcs_pb_enum_name(field->of_enum, (int32_t)raw);
        if (name != NULL)
            tcs_json_text(json, key, name);
        else
            tcs_json_int(json, key, (int32_t)raw);
        break;
    default:
        tcs_json_int(json, key, (int64_t)raw);
        break;
    }
}

static void show_timestamp(struct tcs_json *json, const char *key,
                           struct tcs_bytes message)
{
    struct tcs_reader reader = tcs_reader(message);
    struct tcs_pb_item item;
    int64_t part[3] = { 0 };
    char text[TCS_TIME_TEXT_LEN];
    while (tcs_pb_next(&reader, &item) == TCS_OK)
        if (item.number < 3 && item.wire == 0)
            part[item.number] = (int64_t)item.raw;
    if (part[1] < -9000000000 || part[1] > 9000000000 || part[2] < 0 ||
        part[2] >= TCS_NS_PER_S) {
        tcs_json_null(json, key);
        return;
    }
    tcs_utc_text(part[1] * TCS_NS_PER_S + part[2], text);
    tcs_json_text(json, key, text);
}

static void show_base64(struct tcs_json *json, const char *key, struct tcs_bytes octets)
{
    char *text = malloc(tcs_base64_len(octets.len) + 1);
    if (text == NULL) {
        tcs_json_null(json, key);
        return;
    }
    tcs_base64_write(octets, text);
    tcs_json_text(json, key, text);
    free(text);
}

static void show_message(const struct tcs_pb_message *table, struct tcs_bytes message,
                         struct tcs_json *json, unsigned depth);

/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static void show_item(struct tcs_json *json, const char *key,
                      const struct tcs_pb_field *field, const struct tcs_pb_item *item,
                      unsigned depth)
{
    if (item->wire == 2 && tcs_pb_packs(field->kind)) {
        struct tcs_reader packed = tcs_reader(item->bytes);
        uint64_t raw = 0;
        while (tcs_pb_unpack(&packed, field->kind, &raw) == TCS_OK)
            show_number(json, key, field, raw);
    } else if (item->wire != tcs_pb_wire(field->kind)) {
        tcs_json_null(json, key);
    } else if (field->kind == TCS_PB_STRING) {
        tcs_json_bytes(json, key, item->bytes);
    } else if (field->kind == TCS_PB_BYTES) {
        show_base64(json, key, item->bytes);
    } else if (field->kind != TCS_PB_MESSAGE) {
        show_number(json, key, field, item->raw);
    } else if (is_timestamp(field->message)) {
        show_timestamp(json, key, item->bytes);
    } else {
        tcs_json_object(json, key);
        show_message(field->message, item->bytes, json, depth + 1);
        tcs_json_end(json);
    }
}

static bool holds(struct tcs_bytes message, uint32_t number, struct tcs_pb_item *ret_last)
{
    struct tcs_reader reader = tcs_reader(message);
    struct tcs_pb_item item;
    bool found = false;
    while (tcs_pb_next(&reader, &item) == TCS_OK)
        if (item.number == number) {
            *ret_last = item;
            found = true;
        }
    return found;
}

/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static void show_message(const struct tcs_pb_message *table, struct tcs_bytes message,
                         struct tcs_json *json, unsigned depth)
{
    for (uint16_t i = 0; i < table->field_count && depth < TCS_PB_DEPTH_MAX; i++) {
        const struct tcs_pb_field *field = &table->fields[i];
        struct tcs_pb_item item;
        if (!holds(message, field->number, &item))
            continue;
        if ((field->flags & TCS_PB_REPEATED) == 0) {
            show_item(json, field->json_name, field, &item, depth);
            continue;
        }
        struct tcs_reader reader = tcs_reader(message);
        tcs_json_array(json, field->json_name);
        while (tcs_pb_next(&reader, &item) == TCS_OK)
            if (item.number == field->number)
                show_item(json, NULL, field, &item, depth);
        tcs_json_end(json);
    }
}

void tcs_proto_to_json(const struct tcs_pb_message *table, struct tcs_bytes message,
                       struct tcs_json *json)
{
    show_message(table, message, json, 0);
}
