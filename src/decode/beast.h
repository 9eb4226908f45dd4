/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_BEAST_H
#define TCS_DECODE_BEAST_H

/*
 * beast.h -- Beast stream of a Mode S receiver: octets in, frames out.
 *
 *   1a type ticks[6] signal payload[2 | 7 | 14]
 *     type     '1' Mode A/C (2), '2' Mode S short (7), '3' Mode S long (14); '4' status
 *              of the receiver (14), which is passed over
 *     ticks    big endian count of a clock of 12 MHz; 48 bits, it wraps
 *     signal   receiver amplitude
 *     1a       inside the body is sent twice
 *
 * The stream has no length and no checksum of its own: the only way back after damage is
 * to hunt for the next 1a that is not doubled. Parity is a matter of decode/mode_s.h.
 *
 * Source: https://wiki.jetvision.de/wiki/Mode-S_Beast:Data_Output_Formats.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "decode/mode_s.h"

enum {
    TCS_BEAST_BODY_MAX = 6 + 1 + TCS_MODE_S_LONG_LEN,
};

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_beast {
    uint64_t frame_count;   /* handed out */
    uint64_t foreign_count; /* frames passed over: status, and types not known */
    uint64_t damaged_count; /* frames cut short, and runs of octets outside frames */
    uint8_t body[TCS_BEAST_BODY_MAX];
    uint8_t have;    /* octets of body so far */
    uint8_t want;    /* octets that the open frame needs; 0: none is open */
    uint8_t type;    /* of the open frame */
    uint8_t escaped; /* 1: the last octet was 1a, its meaning not yet known */
    uint8_t lost;    /* 1: in a run of octets outside frames that has been counted */
    uint8_t reserved[6];
};
_Static_assert(sizeof(struct tcs_beast) == 24 + TCS_BEAST_BODY_MAX + 11, "no padding");

/*
 * Takes octets from in until one frame is complete.
 *
 * Returns  TCS_OK    *ret_frame is filled; in stands behind the frame
 *          TCS_MORE  in is used up; call again with the next octets
 *
 * The frames and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_beast_next(struct tcs_beast *beast, struct tcs_bytes *in,
                               struct tcs_mode_s_frame *ret_frame);

#endif
