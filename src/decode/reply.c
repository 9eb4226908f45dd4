/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/reply.h"

#include <assert.h>
#include <string.h>

enum {
    DF_SHORT_AIR = 0,
    DF_ALTITUDE = 4,
    DF_IDENTITY = 5,
    DF_ALL_CALL = 11,
    DF_LONG_AIR = 16,
    DF_COMM_B_ALTITUDE = 20,
    DF_COMM_B_IDENTITY = 21,
    M_BIT = 0x40,
    INTERROGATOR_MAX = 127,
    FORMAT_BITS = 5,
};

/* Thirteen bits, counted down from the left, without M and in the order of the twelve of
 * an extended squitter. */
static void read_altitude(uint32_t code, struct tcs_reply *reply)
{
    const uint32_t twelve = (code >> 7) << 6 | (code & 0x3f);

    if (code == 0)
        return;
    if ((code & M_BIT) != 0) {
        reply->altitude_m = (uint16_t)twelve;
        reply->valid |= TCS_REPLY_METRIC;
    } else if (tcs_mode_s_altitude(twelve, &reply->altitude_ft)) {
        reply->valid |= TCS_REPLY_ALTITUDE;
    } else {
        reply->impossible |= TCS_REPLY_ALTITUDE;
    }
}

uint16_t tcs_squawk(uint32_t code)
{
    /* Bits of the code from which A4 A2 A1 B4 B2 B1 C4 C2 C1 D4 D2 D1 come. */
    static const uint8_t from[12] = { 7, 9, 11, 1, 3, 5, 8, 10, 12, 0, 2, 4 };
    uint32_t squawk = 0;

    for (unsigned i = 0; i < 12; i++)
        squawk = squawk << 1 | (code >> from[i] & 1);
    return (uint16_t)squawk;
}

static void read_fields(const uint8_t *d, struct tcs_reply *reply)
{
    const uint32_t code = (uint32_t)(d[2] & 0x1f) << 8 | d[3];

    switch (reply->df) {
    case DF_SHORT_AIR:
    case DF_LONG_AIR:
        reply->on_ground = d[0] >> 2 & 1;
        reply->cross_link = reply->df == DF_SHORT_AIR ? d[0] >> 1 & 1 : 0;
        reply->sensitivity = d[1] >> 5;
        reply->information = (uint8_t)((d[1] & 7) << 1 | d[2] >> 7);
        read_altitude(code, reply);
        break;
    case DF_ALL_CALL:
        reply->capability = d[0] & 7;
        break;
    default:
        reply->flight_status = d[0] & 7;
        reply->request = d[1] >> 3;
        reply->utility = (uint8_t)((d[1] & 7) << 3 | d[2] >> 5);
        if (reply->df == DF_ALTITUDE || reply->df == DF_COMM_B_ALTITUDE)
            read_altitude(code, reply);
        else
            reply->squawk = tcs_squawk(code);
        if ((reply->df & 1) != 0)
            reply->valid |= TCS_REPLY_SQUAWK;
        break;
    }
}

static bool is_reply(unsigned df)
{
    return df == DF_SHORT_AIR || df == DF_ALTITUDE || df == DF_IDENTITY ||
           df == DF_ALL_CALL || df == DF_LONG_AIR || df == DF_COMM_B_ALTITUDE ||
           df == DF_COMM_B_IDENTITY;
}

enum tcs_status tcs_reply_read(struct tcs_bytes octets, struct tcs_reply *ret_reply,
                               struct tcs_fault *fault)
{
    const uint8_t *d = octets.data;
    struct tcs_reply reply;

    if (octets.len == 2)
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "Mode A/C");
    if (octets.len != TCS_MODE_S_SHORT_LEN && octets.len != TCS_MODE_S_LONG_LEN)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "length of the frame");
    memset(&reply, 0, sizeof reply);
    reply.df = d[0] >> 3;
    if ((reply.df >= 16) != (octets.len == TCS_MODE_S_LONG_LEN))
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "length of the frame");
    if (!is_reply(reply.df))
        return tcs_fault(fault, TCS_E_FOREIGN, 0, "downlink format");
    const uint32_t remainder = tcs_mode_s_remainder(octets);

    if (reply.df == DF_ALL_CALL) {
        if (remainder > INTERROGATOR_MAX)
            return tcs_fault(fault, TCS_E_DAMAGED, 4, "parity");
        reply.interrogator = (uint8_t)remainder;
        reply.address = (uint32_t)d[1] << 16 | (uint32_t)d[2] << 8 | d[3];
    } else {
        reply.address = remainder;
        reply.address_overlaid = 1;
    }
    read_fields(d, &reply);
    if (octets.len == TCS_MODE_S_LONG_LEN) {
        memcpy(reply.message, d + 4, sizeof reply.message);
        reply.valid |= TCS_REPLY_MESSAGE;
    }
    *ret_reply = reply;
    return TCS_OK;
}

bool tcs_mode_s_repair(uint8_t *octets, size_t len)
{
    const struct tcs_bytes frame = tcs_bytes(octets, len);

    if (len != TCS_MODE_S_SHORT_LEN && len != TCS_MODE_S_LONG_LEN)
        return false;
    for (size_t bit = FORMAT_BITS; bit < 8 * len; bit++) {
        const uint8_t mask = (uint8_t)(0x80 >> bit % 8);

        octets[bit / 8] ^= mask;
        if (tcs_mode_s_remainder(frame) == 0)
            return true;
        octets[bit / 8] ^= mask;
    }
    return false;
}

/* ------------------------------------------------------------------ who was heard */

void tcs_heard_note(struct tcs_heard *heard, uint32_t address, struct tcs_time at)
{
    const uint32_t key = address | UINT32_C(1) << 31;
    const uint32_t set = address % TCS_HEARD_SETS;
    int best = 0;

    for (int i = 0; i < TCS_HEARD_WAYS; i++) {
        if (heard->rows[set][i].key == key) {
            heard->rows[set][i].at = at;
            return;
        }
        if (heard->rows[set][i].key == 0 ||
            (heard->rows[set][best].key != 0 &&
             tcs_time_compare(heard->rows[set][i].at, heard->rows[set][best].at) < 0))
            best = i;
    }
    heard->rows[set][best].key = key;
    heard->rows[set][best].at = at;
}

bool tcs_heard_lately(const struct tcs_heard *heard, uint32_t address, struct tcs_time at)
{
    const uint32_t key = address | UINT32_C(1) << 31;
    const uint32_t set = address % TCS_HEARD_SETS;

    for (int i = 0; i < TCS_HEARD_WAYS; i++)
        if (heard->rows[set][i].key == key)
            return tcs_span_seconds(tcs_time_since(at, heard->rows[set][i].at)) <=
                   TCS_HEARD_S;
    return false;
}
