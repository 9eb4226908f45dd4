/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/reply.h"

#include <string.h>

#include "encode/mode_s.h"
#include "num/elem.h"

enum { M_BIT = 0x40, METRES_MAX = 4095 };

/* The 13 bits of altitude or identity; -1: cannot be. */
static int64_t code_of(const struct tcs_reply *reply)
{
    /* Where A4 A2 A1 B4 B2 B1 C4 C2 C1 D4 D2 D1 go. */
    static const uint8_t to[12] = { 7, 9, 11, 1, 3, 5, 8, 10, 12, 0, 2, 4 };
    int64_t code = 0;

    if ((reply->df & 1) != 0) {
        if (reply->squawk > 07777)
            return -1;
        for (unsigned i = 0; i < 12; i++)
            code |= (int64_t)(reply->squawk >> (11 - i) & 1) << to[i];
        return code;
    }
    if ((reply->valid & TCS_REPLY_METRIC) != 0) {
        if (reply->altitude_m > METRES_MAX)
            return -1;
        return (reply->altitude_m >> 6) << 7 | M_BIT | (reply->altitude_m & 0x3f);
    }
    if ((reply->valid & TCS_REPLY_ALTITUDE) == 0)
        return 0;
    code = tcs_mode_s_altitude_code(reply->altitude_ft);
    return code < 0 ? -1 : (code >> 6) << 7 | (code & 0x3f);
}

static bool fits(const struct tcs_reply *r)
{
    return r->address <= 0xffffff && r->flight_status < 8 && r->request < 32 &&
           r->utility < 64 && r->capability < 8 && r->interrogator < 128 &&
           r->on_ground < 2 && r->sensitivity < 8 && r->information < 16 &&
           r->cross_link < 2;
}

static bool put_fields(const struct tcs_reply *r, uint8_t *d)
{
    const int64_t code = code_of(r);

    d[0] = (uint8_t)(r->df << 3);
    switch (r->df) {
    case 0:
    case 16:
        d[0] |= (uint8_t)(r->on_ground << 2 | (r->df == 0 ? r->cross_link << 1 : 0));
        d[1] = (uint8_t)(r->sensitivity << 5 | r->information >> 1);
        d[2] = (uint8_t)(r->information << 7);
        break;
    case 4:
    case 5:
    case 20:
    case 21:
        d[0] |= r->flight_status;
        d[1] = (uint8_t)(r->request << 3 | r->utility >> 3);
        d[2] = (uint8_t)(r->utility << 5);
        break;
    case 11:
        d[0] |= r->capability;
        d[1] = (uint8_t)(r->address >> 16);
        d[2] = (uint8_t)(r->address >> 8);
        d[3] = (uint8_t)r->address;
        return true;
    default:
        return false;
    }
    if (code < 0)
        return false;
    d[2] |= (uint8_t)(code >> 8);
    d[3] = (uint8_t)code;
    return true;
}

enum tcs_status tcs_reply_write(const struct tcs_reply *reply, struct tcs_writer *w)
{
    uint8_t frame[TCS_MODE_S_LONG_LEN] = { 0 };
    const size_t len = reply->df >= 16 ? TCS_MODE_S_LONG_LEN : TCS_MODE_S_SHORT_LEN;

    if (!fits(reply) || !put_fields(reply, frame))
        return TCS_E_ARGUMENT;
    if (reply->df >= 16)
        memcpy(frame + 4, reply->message, sizeof reply->message);
    const uint32_t parity = tcs_mode_s_remainder(tcs_bytes(frame, len)) ^
                            (reply->df == 11 ? reply->interrogator : reply->address);

    frame[len - 3] = (uint8_t)(parity >> 16);
    frame[len - 2] = (uint8_t)(parity >> 8);
    frame[len - 1] = (uint8_t)parity;
    if (w->failed || w->capacity - w->len < len)
        return TCS_E_FULL;
    tcs_write_bytes(w, frame, len);
    return TCS_OK;
}

static void put_bits(uint8_t *message, unsigned first, unsigned count, uint32_t value)
{
    for (unsigned i = 0; i < count; i++) {
        const unsigned bit = first - 1 + i;
        const uint8_t mask = (uint8_t)(0x80 >> bit % 8);

        message[bit / 8] &= (uint8_t)~mask;
        if ((value >> (count - 1 - i) & 1) != 0)
            message[bit / 8] |= mask;
    }
}

enum tcs_status tcs_register_put(uint8_t message[7],
                                 const struct tcs_register_field *field, double value)
{
    const double half = field->is_signed != 0 ? (double)(1U << (field->bits - 1)) : 0.0;
    const double most = (double)(1U << field->bits) - half - 1.0;

    if (field->wrap != 0 && value >= 180.0)
        value -= 360.0;
    const double steps = tcs_floor((value - field->offset) / field->unit + 0.5);

    if (!(steps >= -half && steps <= most))
        return TCS_E_ARGUMENT;
    if (field->status != 0)
        put_bits(message, field->status, 1, 1);
    put_bits(message, field->first, field->bits, (uint32_t)(int32_t)steps);
    return TCS_OK;
}
