/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/pb_check.h"

#include <assert.h>
#include <string.h>

/* ----------------------------------------------------------------------------- the path
 */

static void path_text(struct tcs_pb_checker *c, const char *text)
{
    while (*text != '\0' && c->path_len + 1 < sizeof c->path)
        c->path[c->path_len++] = *text++;
    c->path[c->path_len] = '\0';
}

static void path_index(struct tcs_pb_checker *c, uint32_t index)
{
    char digits[13];
    size_t at = sizeof digits;
    digits[--at] = '\0';
    digits[--at] = ']';
    do
        digits[--at] = (char)('0' + index % 10);
    while ((index /= 10) != 0 && at > 1);
    digits[--at] = '[';
    path_text(c, digits + at);
}

static void path_cut(struct tcs_pb_checker *c, size_t len)
{
    c->path_len = len;
    c->path[len] = '\0';
}

static void path_field(struct tcs_pb_checker *c, const char *name)
{
    if (c->path_len > 0)
        path_text(c, ".");
    path_text(c, name);
}

void tcs_pb_tell(struct tcs_pb_checker *checker, const char *field, const char *rule)
{
    struct tcs_pb_findings *all = checker->findings;
    if (all->count == TCS_PB_FINDINGS_MAX) {
        all->dropped++;
        return;
    }
    const size_t len = checker->path_len;
    if (field != NULL)
        path_field(checker, field);
    struct tcs_pb_finding *finding = &all->finding[all->count++];
    memcpy(finding->path, checker->path, checker->path_len + 1);
    finding->rule = rule;
    path_cut(checker, len);
}

size_t tcs_pb_place(const struct tcs_pb_message *table, uint32_t number)
{
    const struct tcs_pb_field *field = tcs_pb_field_find(table, number);
    assert(field != NULL);
    return (size_t)(field - table->fields);
}

/* -------------------------------------------------------------------------- identities
 */

bool tcs_pb_ulid_good(struct tcs_bytes text)
{
    if (text.len != 26 || text.data[0] < '0' || text.data[0] > '7')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t c = text.data[i];
        const bool letter =
            c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U';
        if (!letter && (c < '0' || c > '9'))
            return false;
    }
    return true;
}

bool tcs_pb_uuid_good(struct tcs_bytes text)
{
    if (text.len != 36)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t c = text.data[i];
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? c != '-' : !hex)
            return false;
    }
    const uint8_t variant = text.data[19];
    return text.data[14] == '4' &&
           (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
}

/* -------------------------------------------------------------------------- one message
 */

static void check_message(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                          struct tcs_bytes message);

static void check_text(struct tcs_pb_checker *c, const struct tcs_pb_field *field,
                       struct tcs_bytes text)
{
    if (!tcs_pb_text_good(text))
        tcs_pb_tell(c, NULL, "is not UTF-8");
    else if ((field->flags & TCS_PB_ULID) != 0 && !tcs_pb_ulid_good(text))
        tcs_pb_tell(c, NULL, "is not a ULID");
    else if ((field->flags & TCS_PB_UUID) != 0 && !tcs_pb_uuid_good(text))
        tcs_pb_tell(c, NULL, "is not a UUID (version 4, lower case)");
}

static void check_real(struct tcs_pb_checker *c, const struct tcs_pb_field *field,
                       double value)
{
    if (!(value - value == 0))
        tcs_pb_tell(c, NULL, "is not a finite number");
    else if ((field->flags & TCS_PB_UNIT) != 0 && (value < 0 || value > 1))
        tcs_pb_tell(c, NULL, "is not between 0 and 1");
    else if ((field->flags & TCS_PB_POSITIVE) != 0 && value < 0)
        tcs_pb_tell(c, NULL, "is negative");
}

static void check_number(struct tcs_pb_checker *c, const struct tcs_pb_field *field,
                         uint64_t raw)
{
    const int64_t value = (int64_t)raw;
    switch (field->kind) {
    case TCS_PB_DOUBLE:
    case TCS_PB_FLOAT:
        check_real(c, field, tcs_pb_real(field->kind, raw));
        break;
    case TCS_PB_ENUM:
        if (value < INT32_MIN || value > INT32_MAX ||
            tcs_pb_enum_name(field->of_enum, (int32_t)value) == NULL)
            tcs_pb_tell(c, NULL, "is not a value of its enumeration");
        else if (value == 0 && (field->flags & TCS_PB_NEED) != 0)
            tcs_pb_tell(c, NULL, "is mandatory and unspecified");
        else if (value == 0 && field->oneof >= 0)
            tcs_pb_tell(c, NULL, "is chosen and unspecified");
        break;
    case TCS_PB_INT32:
        if (value < INT32_MIN || value > INT32_MAX)
            tcs_pb_tell(c, NULL, "does not fit 32 bits");
        else if ((field->flags & TCS_PB_PERCENT) != 0 && (value < 0 || value > 100))
            tcs_pb_tell(c, NULL, "is not between 0 and 100");
        else if ((field->flags & TCS_PB_POSITIVE) != 0 && value < 0)
            tcs_pb_tell(c, NULL, "is negative");
        break;
    case TCS_PB_BOOL:
        if (raw > 1)
            tcs_pb_tell(c, NULL, "is neither true nor false");
        break;
    default:
        break;
    }
}

static void check_packed(struct tcs_pb_checker *c, const struct tcs_pb_field *field,
                         struct tcs_bytes packed, struct tcs_pb_seen *seen)
{
    const size_t len = c->path_len;
    struct tcs_reader reader = tcs_reader(packed);
    enum tcs_status status;
    while ((status = tcs_pb_unpack(&reader, field->kind, &seen->raw)) == TCS_OK) {
        path_index(c, seen->count++);
        check_number(c, field, seen->raw);
        path_cut(c, len);
    }
    if (status != TCS_END)
        tcs_pb_tell(c, NULL, "is damaged: a packed list that does not end with a number");
}

/* One item of a field that the table has. */
/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static void check_item(struct tcs_pb_checker *c, const struct tcs_pb_field *field,
                       const struct tcs_pb_item *item, struct tcs_pb_seen *seen)
{
    const size_t len = c->path_len;
    const bool repeated = (field->flags & TCS_PB_REPEATED) != 0;
    path_field(c, field->json_name);
    if (item->wire == 2 && repeated && tcs_pb_packs(field->kind)) {
        check_packed(c, field, item->bytes, seen);
    } else if (item->wire != tcs_pb_wire(field->kind)) {
        tcs_pb_tell(c, NULL, "has another type on the wire");
    } else {
        if (repeated)
            path_index(c, seen->count);
        else if (seen->count > 0)
            tcs_pb_tell(c, NULL, "is given more than once");
        seen->count++;
        seen->raw = item->raw;
        seen->bytes = item->bytes;
        if (field->kind == TCS_PB_MESSAGE)
            check_message(c, field->message, item->bytes);
        else if (field->kind == TCS_PB_STRING)
            check_text(c, field, item->bytes);
        else if (field->kind != TCS_PB_BYTES)
            check_number(c, field, item->raw);
    }
    path_cut(c, len);
}

static void check_unknown(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                          uint32_t number)
{
    const char *rule =
        c->rules->unknown != NULL ? c->rules->unknown(table, number) : NULL;
    const size_t len = c->path_len;
    path_field(c, "field ");
    path_index(c, number);
    tcs_pb_tell(c, NULL, rule != NULL ? rule : "is not a field of this message");
    path_cut(c, len);
}

static void check_presence(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                           const struct tcs_pb_seen *seen)
{
    uint32_t chosen[TCS_PB_FIELDS_MAX] = { 0 };
    for (uint16_t i = 0; i < table->field_count; i++) {
        const struct tcs_pb_field *field = &table->fields[i];
        if (field->oneof >= 0 && seen[i].count > 0)
            chosen[field->oneof]++;
        if ((field->flags & TCS_PB_NEED) == 0 || seen[i].count > 0)
            continue;
        tcs_pb_tell(c, field->json_name,
                    (field->flags & TCS_PB_REPEATED) != 0 ? "is mandatory and empty"
                                                          : "is mandatory and missing");
    }
    for (uint16_t i = 0; i < table->oneof_count; i++) {
        if (chosen[i] == 0 && table->oneofs[i].need)
            tcs_pb_tell(c, table->oneofs[i].name, "one of these is mandatory");
        else if (chosen[i] > 1)
            tcs_pb_tell(c, table->oneofs[i].name, "only one of these may be there");
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): TCS_PB_DEPTH_MAX ends it */
static void check_message(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                          struct tcs_bytes message)
{
    struct tcs_pb_seen seen[TCS_PB_FIELDS_MAX];
    struct tcs_reader reader = tcs_reader(message);
    struct tcs_pb_item item;
    enum tcs_status status;
    assert(table->field_count <= TCS_PB_FIELDS_MAX);
    if (c->depth == TCS_PB_DEPTH_MAX) {
        tcs_pb_tell(c, NULL, "lies too deep");
        return;
    }
    c->depth++;
    memset(seen, 0, table->field_count * sizeof seen[0]);
    while ((status = tcs_pb_next(&reader, &item)) == TCS_OK) {
        const struct tcs_pb_field *field = tcs_pb_field_find(table, item.number);
        if (field == NULL)
            check_unknown(c, table, item.number);
        else
            check_item(c, field, &item, &seen[field - table->fields]);
    }
    if (status != TCS_END) {
        tcs_pb_tell(c, NULL, "is damaged: not protocol buffers");
    } else {
        check_presence(c, table, seen);
        if (c->rules->message != NULL)
            c->rules->message(c, table, seen);
    }
    c->depth--;
}

bool tcs_pb_check(const struct tcs_pb_message *table, struct tcs_bytes message,
                  const struct tcs_pb_rules *rules, const void *context,
                  struct tcs_pb_findings *findings)
{
    struct tcs_pb_checker checker = { .rules = rules,
                                      .findings = findings,
                                      .context = context };
    const uint32_t before = findings->count + findings->dropped;
    check_message(&checker, table, message);
    return findings->count + findings->dropped == before;
}
