/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/mavlink.h"

#include <assert.h>
#include <string.h>

enum {
    MAGIC_1 = 0xfe,
    MAGIC_2 = 0xfd,
    HEADER_1 = 6,
    HEADER_2 = 10,
    CRC_LEN = 2,
    LEN_TOLD = 3, /* octets of a frame that tell its length */
    GUESS_LEN = TCS_MAVLINK_STAMP_LEN + 1,
    LAT_MAX_E7 = 900000000,
    LON_MAX_E7 = 1800000000,
};

static uint16_t crc_add(uint16_t crc, uint8_t octet)
{
    uint8_t mixed = (uint8_t)(octet ^ (crc & 0xff));

    mixed = (uint8_t)(mixed ^ mixed << 4);
    return (uint16_t)(crc >> 8 ^ mixed << 8 ^ mixed << 3 ^ mixed >> 4);
}

uint16_t tcs_mavlink_crc(uint16_t crc, struct tcs_bytes octets)
{
    for (size_t i = 0; i < octets.len; i++)
        crc = crc_add(crc, octets.data[i]);
    return crc;
}

/* ------------------------------------------------------------------------- a frame */

/* Octets before the frame in room. */
static uint32_t prefix_of(const struct tcs_mavlink_stream *s)
{
    return s->form == TCS_MAVLINK_LOG ? TCS_MAVLINK_STAMP_LEN : 0;
}

static bool is_magic(uint8_t octet)
{
    return octet == MAGIC_1 || octet == MAGIC_2;
}

/* Octets of the frame that begins at f, by its first three. */
static uint32_t frame_len(const uint8_t *f)
{
    if (f[0] == MAGIC_1)
        return (uint32_t)HEADER_1 + f[1] + CRC_LEN;
    return (uint32_t)HEADER_2 + f[1] + CRC_LEN +
           ((f[2] & TCS_MAVLINK_SIGNED) != 0 ? TCS_MAVLINK_SIGNATURE_LEN : 0);
}

/* Whether there is an octet that leads from crc to sum: crc_add the other way round. What
 * is mixed in there takes every value, and the upper octet tells which it was. */
static bool some_octet_fits(uint16_t crc, uint16_t sum)
{
    const uint16_t change = (uint16_t)(sum ^ crc >> 8);
    const uint8_t upper = (uint8_t)(change >> 8);
    const uint8_t mixed = (uint8_t)(upper ^ upper >> 5);

    return (uint8_t)(mixed << 3 ^ mixed >> 4) == (uint8_t)change;
}

/* Whether the sum is right, with the octet of that message or, if none is known, any. */
static bool is_whole(const uint8_t *f, uint32_t header,
                     const struct tcs_mavlink_layout *layout)
{
    const uint32_t end = header + f[1];
    const uint16_t sum = (uint16_t)(f[end] | f[end + 1] << 8);
    const uint16_t crc =
        tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(f + 1, end - 1));

    if (layout != NULL)
        return crc_add(crc, layout->crc_extra) == sum;
    return some_octet_fits(crc, sum);
}

/* Octets for which there is a field; what a later edition has behind them is left out. */
static void fill_payload(const uint8_t *payload, struct tcs_mavlink *m)
{
    const uint32_t most = m->layout == NULL ? TCS_MAVLINK_PAYLOAD_MAX
                          : m->version == 1 ? m->layout->len
                                            : m->layout->len_max;

    memcpy(m->payload, payload, m->payload_len < most ? m->payload_len : most);
}

static void fill(const uint8_t *f, struct tcs_mavlink *m)
{
    const bool two = f[0] == MAGIC_2;
    const uint8_t *header = two ? f + 4 : f + 2;

    m->version = two ? 2 : 1;
    m->payload_len = f[1];
    if (two) {
        m->incompat_flags = f[2];
        m->compat_flags = f[3];
        m->is_signed = f[2] & TCS_MAVLINK_SIGNED;
    }
    m->sequence = header[0];
    m->system = header[1];
    m->component = header[2];
    m->id = header[3];
    if (two)
        m->id |= (uint32_t)header[4] << 8 | (uint32_t)header[5] << 16;
    m->layout = tcs_mavlink_layout(m->id);
    fill_payload(f + (two ? HEADER_2 : HEADER_1), m);
    if (m->is_signed != 0)
        memcpy(m->signature, f + HEADER_2 + m->payload_len + CRC_LEN,
               TCS_MAVLINK_SIGNATURE_LEN);
}

static int64_t named(const struct tcs_mavlink *m, const char *name)
{
    return tcs_mavlink_number(m, tcs_mavlink_field(m->layout, name));
}

static bool is_on_earth(int64_t lat_e7, int64_t lon_e7)
{
    if (lat_e7 == INT32_MAX && lon_e7 == INT32_MAX) /* not known */
        return true;
    return lat_e7 >= -LAT_MAX_E7 && lat_e7 <= LAT_MAX_E7 && lon_e7 >= -LON_MAX_E7 &&
           lon_e7 <= LON_MAX_E7;
}

static bool is_possible(const struct tcs_mavlink *m)
{
    static const char *const places[][2] = { { "lat", "lon" },
                                             { "latitude", "longitude" },
                                             { "operator_latitude",
                                               "operator_longitude" } };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (tcs_mavlink_field(m->layout, places[i][0]) != NULL)
            return is_on_earth(named(m, places[i][0]), named(m, places[i][1]));
    return true;
}

/* What a frame is whose sum is right. */
static enum tcs_status judge(const struct tcs_mavlink *m, struct tcs_fault *fault)
{
    if (m->layout == NULL || (m->incompat_flags & ~TCS_MAVLINK_SIGNED) != 0)
        return TCS_E_FOREIGN;
    if (m->version == 1 && m->payload_len < m->layout->len)
        return tcs_fault(fault, TCS_E_DAMAGED, 1, "shorter than its message");
    if (!is_possible(m))
        return tcs_fault(fault, TCS_E_IMPOSSIBLE, 0, "a place that is not on Earth");
    return TCS_OK;
}

/* ------------------------------------------------------------------------ a stream */

/* Forgets octets up to the next one, from the second on, with which a frame may begin;
 * all that are left, when they are too few for one. */
static void go_on(struct tcs_mavlink_stream *s)
{
    const uint32_t prefix = prefix_of(s);
    uint32_t by = 1;

    while (by + prefix < s->have && !is_magic(s->room[by + prefix]))
        by++;
    if (s->have <= prefix)
        by = s->have;
    if (s->lost == 0)
        s->damaged_count++;
    s->lost = 1;
    s->passed_count += by;
    s->have -= by;
    memmove(s->room, s->room + by, s->have);
}

/* Takes octets until there are `want` in room; false: there are no more. */
static bool gather(struct tcs_mavlink_stream *s, struct tcs_bytes *in, uint32_t want)
{
    const size_t missing = s->have < want ? want - s->have : 0;
    const size_t len = in->len < missing ? in->len : missing;

    if (len > 0)
        memcpy(s->room + s->have, in->data, len);
    s->have += (uint32_t)len;
    *in = tcs_bytes_part(*in, len, in->len);
    return s->have >= want;
}

/* A recording begins with a stamp, whose first octet is 0 until the year 4253, and behind
 * it a frame. */
static bool guess(struct tcs_mavlink_stream *s, struct tcs_bytes *in)
{
    if (s->form != TCS_MAVLINK_GUESS)
        return true;
    if (!gather(s, in, 1) || (s->room[0] == 0 && !gather(s, in, GUESS_LEN)))
        return false;
    s->form = s->room[0] == 0 && is_magic(s->room[TCS_MAVLINK_STAMP_LEN])
                  ? TCS_MAVLINK_LOG
                  : TCS_MAVLINK_RAW;
    return true;
}

/* The frame in room, if it is one, and forgets it. */
static bool take_frame(struct tcs_mavlink_stream *s, uint32_t len,
                       struct tcs_mavlink *ret_message)
{
    const uint32_t prefix = prefix_of(s);
    struct tcs_reader stamp = tcs_reader(tcs_bytes(s->room, prefix));
    const uint8_t *f = s->room + prefix;
    struct tcs_mavlink m;

    memset(&m, 0, sizeof m);
    fill(f, &m);
    if (!is_whole(f, m.version == 2 ? HEADER_2 : HEADER_1, m.layout))
        return false;
    if (prefix > 0)
        m.stamp_us = tcs_read_be(&stamp, TCS_MAVLINK_STAMP_LEN);
    s->lost = 0;
    s->have -= prefix + len;
    memmove(s->room, s->room + prefix + len, s->have);
    *ret_message = m;
    return true;
}

/* The frame that begins behind the prefix: its status, or MORE when it is not yet whole.
 */
static enum tcs_status next_frame(struct tcs_mavlink_stream *s, struct tcs_bytes *in,
                                  struct tcs_mavlink *ret_message,
                                  struct tcs_fault *fault)
{
    const uint32_t prefix = prefix_of(s);
    const uint8_t *f = s->room + prefix;

    for (;;) {
        if (!gather(s, in, prefix + 1))
            return TCS_MORE;
        if (is_magic(f[0])) {
            if (!gather(s, in, prefix + LEN_TOLD))
                return TCS_MORE;
            const uint32_t len = frame_len(f);

            if (!gather(s, in, prefix + len))
                return TCS_MORE;
            if (take_frame(s, len, ret_message))
                return judge(ret_message, fault);
        }
        go_on(s);
    }
}

enum tcs_status tcs_mavlink_next(struct tcs_mavlink_stream *stream, struct tcs_bytes *in,
                                 struct tcs_mavlink *ret_message, struct tcs_fault *fault)
{
    if (!guess(stream, in))
        return TCS_MORE;
    return next_frame(stream, in, ret_message, fault);
}

enum tcs_status tcs_mavlink_last(struct tcs_mavlink_stream *stream,
                                 struct tcs_mavlink *ret_message, struct tcs_fault *fault)
{
    struct tcs_bytes none = tcs_bytes(NULL, 0);

    if (stream->form == TCS_MAVLINK_GUESS)
        stream->form = TCS_MAVLINK_RAW;
    while (stream->have > 0) {
        const enum tcs_status status = next_frame(stream, &none, ret_message, fault);

        if (status != TCS_MORE)
            return status;
        if (stream->have > 0)
            go_on(stream);
    }
    return TCS_END;
}

/* -------------------------------------------------------------------------- fields */

static const uint8_t sizes[TCS_MAVLINK_TYPE_COUNT] = {
    [TCS_MAVLINK_U8] = 1,  [TCS_MAVLINK_CHAR] = 1,  [TCS_MAVLINK_U16] = 2,
    [TCS_MAVLINK_I16] = 2, [TCS_MAVLINK_U32] = 4,   [TCS_MAVLINK_I32] = 4,
    [TCS_MAVLINK_U64] = 8, [TCS_MAVLINK_FLOAT] = 4,
};

uint32_t tcs_mavlink_size(const struct tcs_mavlink_field *field)
{
    return sizes[field->type];
}

struct tcs_bytes tcs_mavlink_octets(const struct tcs_mavlink *message,
                                    const struct tcs_mavlink_field *field)
{
    const uint32_t count = field->count > 0 ? field->count : 1;

    return tcs_bytes(message->payload + field->at, count * tcs_mavlink_size(field));
}

int64_t tcs_mavlink_number(const struct tcs_mavlink *message,
                           const struct tcs_mavlink_field *field)
{
    const bool is_signed =
        field->type == TCS_MAVLINK_I16 || field->type == TCS_MAVLINK_I32;
    struct tcs_reader r = tcs_reader(tcs_mavlink_octets(message, field));

    assert(field->count == 0 && field->type != TCS_MAVLINK_FLOAT);
    return is_signed ? tcs_read_le_signed(&r, tcs_mavlink_size(field))
                     : (int64_t)tcs_read_le(&r, tcs_mavlink_size(field));
}

double tcs_mavlink_real(const struct tcs_mavlink *message,
                        const struct tcs_mavlink_field *field)
{
    struct tcs_reader r = tcs_reader(tcs_mavlink_octets(message, field));
    const uint32_t bits = (uint32_t)tcs_read_le(&r, 4);
    float value;

    assert(field->count == 0 && field->type == TCS_MAVLINK_FLOAT);
    memcpy(&value, &bits, sizeof value);
    return (double)value;
}
