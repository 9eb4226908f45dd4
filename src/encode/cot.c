/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/cot.h"

#include <stdbool.h>
#include <string.h>

#include "base/time.h"
#include "encode/put.h"

static const double UNKNOWN = 9999999.0;

enum { MAGIC = 0xbf, VERSION = 1 };
enum { VARINT = 0, FIXED64 = 1, BYTES = 2 }; /* wire types */
enum { EVENT_MAX = 16384 };                  /* octets of an event: texts and rest */

/* False for NaN, too. */
static bool within(double value, double low, double high)
{
    return value >= low && value <= high;
}

static bool good(const struct tcs_cot *cot)
{
    const double known[] = { (cot->parts & TCS_COT_HAE) != 0 ? cot->hae_m : 0.0,
                             (cot->parts & TCS_COT_CE) != 0 ? cot->ce_m : 0.0,
                             (cot->parts & TCS_COT_LE) != 0 ? cot->le_m : 0.0,
                             (cot->parts & TCS_COT_TRACK) != 0 ? cot->course_deg : 0.0,
                             (cot->parts & TCS_COT_TRACK) != 0 ? cot->speed_mps : 0.0 };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (!within(known[i], -1e6, 1e6))
            return false;
    return cot->uid[0] != '\0' && cot->type[0] != '\0' &&
           within(cot->lat_deg, -90.0, 90.0) && within(cot->lon_deg, -180.0, 180.0) &&
           cot->rest_len <= sizeof cot->rest;
}

/* ---- XML ---- */

static void put_attribute(struct tcs_writer *w, const char *name, const char *value)
{
    tcs_write_u8(w, ' ');
    tcs_put_text(w, name);
    tcs_put_text(w, "=\"");
    for (; *value != '\0'; value++) {
        switch (*value) {
        case '&':
            tcs_put_text(w, "&amp;");
            break;
        case '<':
            tcs_put_text(w, "&lt;");
            break;
        case '"':
            tcs_put_text(w, "&quot;");
            break;
        case '\t':
        case '\n':
        case '\r': /* bare, they would be read as blanks */
            tcs_put_text(w, "&#");
            tcs_put_uint(w, (uint8_t)*value, 1);
            tcs_write_u8(w, ';');
            break;
        default:
            tcs_write_u8(w, (uint8_t)*value);
        }
    }
    tcs_write_u8(w, '"');
}

static void put_optional(struct tcs_writer *w, const char *name, const char *value)
{
    if (value[0] != '\0')
        put_attribute(w, name, value);
}

static void put_number(struct tcs_writer *w, const char *name, double value,
                       unsigned decimals)
{
    char room[40];
    struct tcs_writer digits = tcs_writer(room, sizeof room - 1);

    tcs_put_fixed(&digits, value, decimals);
    room[tcs_written(&digits).len] = '\0';
    put_attribute(w, name, room);
}

/* 2021-11-06T23:00:12.345Z */
static void put_time(struct tcs_writer *w, const char *name, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    memcpy(text + 23, "Z", 2);
    put_attribute(w, name, text);
}

static double known(const struct tcs_cot *cot, uint32_t part, double value)
{
    return (cot->parts & part) != 0 ? value : UNKNOWN;
}

static void put_element(struct tcs_writer *w, const struct tcs_cot *cot,
                        const struct tcs_cot_element *element)
{
    tcs_write_u8(w, '<');
    tcs_put_text(w, element->name);
    const size_t name_end = w->len;

    for (size_t i = 0; i < TCS_COT_ELEMENT_FIELDS; i++) {
        const struct tcs_cot_field *field = &element->fields[i];
        const char *from = (const char *)cot + field->offset;

        if (field->name == NULL)
            break;
        if (field->kind == TCS_COT_KIND_TEXT) {
            put_optional(w, field->name, from);
        } else if (field->kind == TCS_COT_KIND_DOUBLE) {
            double number = 0.0;

            memcpy(&number, from, sizeof number);
            put_number(w, field->name, number, 3);
        } else {
            uint32_t number = 0;
            char digits[16];
            struct tcs_writer d = tcs_writer(digits, sizeof digits - 1);

            memcpy(&number, from, sizeof number);
            tcs_put_uint(&d, number, 1);
            digits[tcs_written(&d).len] = '\0';
            put_attribute(w, field->name, digits);
        }
    }
    if (w->len == name_end) /* readers want one attribute at least */
        put_attribute(w, element->fields[0].name, "");
    tcs_put_text(w, "/>");
}

static void put_event(struct tcs_writer *w, const struct tcs_cot *cot)
{
    tcs_put_text(w, "<event version=\"2.0\"");
    put_attribute(w, "uid", cot->uid);
    put_attribute(w, "type", cot->type);
    put_time(w, "time", cot->time_ns);
    put_time(w, "start", cot->start_ns);
    put_time(w, "stale", cot->stale_ns);
    put_attribute(w, "how", cot->how);
    put_optional(w, "access", cot->access);
    put_optional(w, "qos", cot->qos);
    put_optional(w, "opex", cot->opex);
    tcs_put_text(w, "><point");
    put_number(w, "lat", cot->lat_deg, 7);
    put_number(w, "lon", cot->lon_deg, 7);
    put_number(w, "hae", known(cot, TCS_COT_HAE, cot->hae_m), 3);
    put_number(w, "ce", known(cot, TCS_COT_CE, cot->ce_m), 3);
    put_number(w, "le", known(cot, TCS_COT_LE, cot->le_m), 3);
    tcs_put_text(w, "/><detail>");
    for (size_t i = 0; i < TCS_COT_ELEMENTS; i++)
        if ((cot->parts & tcs_cot_elements[i].part) != 0)
            put_element(w, cot, &tcs_cot_elements[i]);
    tcs_write_bytes(w, cot->rest, cot->rest_len);
    tcs_put_text(w, "</detail></event>");
}

/* What was made goes out as a whole or not at all. */
static enum tcs_status hand_on(const struct tcs_writer *made, struct tcs_writer *w)
{
    const struct tcs_bytes octets = tcs_written(made);

    if (made->failed || w->failed || octets.len > w->capacity - w->len)
        return TCS_E_FULL;
    tcs_write_bytes(w, octets.data, octets.len);
    return TCS_OK;
}

enum tcs_status tcs_cot_write(const struct tcs_cot *cot, struct tcs_writer *w)
{
    char room[EVENT_MAX];
    struct tcs_writer made = tcs_writer(room, sizeof room);

    if (!good(cot))
        return TCS_E_ARGUMENT;
    put_event(&made, cot);
    return hand_on(&made, w);
}

/* ---- protocol buffers ---- */

static void put_varint(struct tcs_writer *w, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        tcs_write_u8(w, (uint8_t)(value | 0x80));
    tcs_write_u8(w, (uint8_t)value);
}

static void put_key(struct tcs_writer *w, unsigned number, unsigned wire)
{
    put_varint(w, number << 3 | wire);
}

/* What has its default is not there (proto3). */
static void put_uint_field(struct tcs_writer *w, unsigned number, uint64_t value)
{
    if (value == 0)
        return;
    put_key(w, number, VARINT);
    put_varint(w, value);
}

static void put_double_field(struct tcs_writer *w, unsigned number, double value)
{
    uint64_t bits = 0;

    memcpy(&bits, &value, sizeof bits);
    if (bits == 0)
        return;
    put_key(w, number, FIXED64);
    tcs_write_le(w, bits, 8);
}

static void put_octets(struct tcs_writer *w, unsigned number, struct tcs_bytes octets)
{
    put_key(w, number, BYTES);
    put_varint(w, octets.len);
    tcs_write_bytes(w, octets.data, octets.len);
}

static void put_text_field(struct tcs_writer *w, unsigned number, const char *text)
{
    if (text[0] != '\0')
        put_octets(w, number, tcs_bytes(text, strlen(text)));
}

static void put_message(struct tcs_writer *w, const struct tcs_cot *cot,
                        const struct tcs_cot_element *element)
{
    char room[TCS_COT_ELEMENT_FIELDS * (TCS_COT_TEXT_LEN + 4)];
    struct tcs_writer made = tcs_writer(room, sizeof room);

    for (size_t i = 0; i < TCS_COT_ELEMENT_FIELDS; i++) {
        const struct tcs_cot_field *field = &element->fields[i];
        const char *from = (const char *)cot + field->offset;
        double number = 0.0;
        uint32_t count = 0;

        if (field->name == NULL)
            break;
        switch ((enum tcs_cot_kind)field->kind) {
        case TCS_COT_KIND_TEXT:
            put_text_field(&made, field->number, from);
            break;
        case TCS_COT_KIND_UINT:
            memcpy(&count, from, sizeof count);
            put_uint_field(&made, field->number, count);
            break;
        case TCS_COT_KIND_DOUBLE:
            memcpy(&number, from, sizeof number);
            put_double_field(&made, field->number, number);
            break;
        }
    }
    put_octets(w, element->number, tcs_written(&made));
}

static void put_cot_event(struct tcs_writer *w, const struct tcs_cot *cot)
{
    char room[EVENT_MAX];
    struct tcs_writer detail = tcs_writer(room, sizeof room);

    put_text_field(w, 1, cot->type);
    put_text_field(w, 2, cot->access);
    put_text_field(w, 3, cot->qos);
    put_text_field(w, 4, cot->opex);
    put_text_field(w, 5, cot->uid);
    put_uint_field(w, 6, (uint64_t)(cot->time_ns / 1000000));
    put_uint_field(w, 7, (uint64_t)(cot->start_ns / 1000000));
    put_uint_field(w, 8, (uint64_t)(cot->stale_ns / 1000000));
    put_text_field(w, 9, cot->how);
    put_double_field(w, 10, cot->lat_deg);
    put_double_field(w, 11, cot->lon_deg);
    put_double_field(w, 12, known(cot, TCS_COT_HAE, cot->hae_m));
    put_double_field(w, 13, known(cot, TCS_COT_CE, cot->ce_m));
    put_double_field(w, 14, known(cot, TCS_COT_LE, cot->le_m));
    if (cot->rest_len > 0)
        put_octets(&detail, 1, tcs_bytes(cot->rest, cot->rest_len));
    for (size_t i = 0; i < TCS_COT_ELEMENTS; i++)
        if ((cot->parts & tcs_cot_elements[i].part) != 0)
            put_message(&detail, cot, &tcs_cot_elements[i]);
    if (tcs_written(&detail).len > 0)
        put_octets(w, 15, tcs_written(&detail));
}

static void put_control(struct tcs_writer *w, const struct tcs_tak_control *control)
{
    char room[TCS_COT_TEXT_LEN + 16];
    struct tcs_writer made = tcs_writer(room, sizeof room);

    put_uint_field(&made, 1, control->min_version);
    put_uint_field(&made, 2, control->max_version);
    put_text_field(&made, 3, control->uid);
    put_octets(w, 1, tcs_written(&made));
}

enum tcs_status tcs_tak_write(const struct tcs_cot *cot,
                              const struct tcs_tak_control *control,
                              enum tcs_tak_framing framing, struct tcs_writer *w)
{
    char event_room[EVENT_MAX];
    char payload_room[EVENT_MAX];
    char message_room[EVENT_MAX];
    struct tcs_writer event = tcs_writer(event_room, sizeof event_room);
    struct tcs_writer payload = tcs_writer(payload_room, sizeof payload_room);
    struct tcs_writer message = tcs_writer(message_room, sizeof message_room);

    /* Times before 1970 have no milliseconds there. */
    if (!good(cot) || cot->time_ns < 0 || cot->start_ns < 0 || cot->stale_ns < 0)
        return TCS_E_ARGUMENT;
    if (control != NULL)
        put_control(&payload, control);
    put_cot_event(&event, cot);
    put_octets(&payload, 2, tcs_written(&event));
    if (framing != TCS_TAK_PAYLOAD)
        tcs_write_u8(&message, MAGIC);
    if (framing == TCS_TAK_MESH) {
        tcs_write_u8(&message, VERSION);
        tcs_write_u8(&message, MAGIC);
    } else if (framing == TCS_TAK_STREAM) {
        put_varint(&message, tcs_written(&payload).len);
    }
    tcs_write_bytes(&message, payload_room, tcs_written(&payload).len);
    if (event.failed || payload.failed)
        return TCS_E_FULL;
    return hand_on(&message, w);
}
