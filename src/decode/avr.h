/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_AVR_H
#define TCS_DECODE_AVR_H

/*
 * avr.h -- frames of a Mode S receiver as text.
 *
 *   *hex;                 AVR; 4, 14 or 28 digits of either case
 *   @tttttttttttt hex;    the same behind 12 digits of ticks (12 MHz); a blank between
 *                         them is allowed
 *   time,"hex",...        a line of a file: POSIX seconds with up to nine decimals; the
 *                         quotes may be left out, further columns are ignored
 *   hex                   a line with nothing else
 *
 * AVR is a stream of its own, in which what stands between ';' and '*' or '@' only
 * counts as damage when it is not blank; the other two are lines.
 *
 * Source: https://wiki.jetvision.de/wiki/Mode-S_Beast:Data_Output_Formats.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "decode/mode_s.h"

enum { TCS_AVR_BODY_MAX = 12 + 1 + 2 * TCS_MODE_S_LONG_LEN };

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_avr {
    uint64_t frame_count;
    uint64_t
        damaged_count; /* frames that are not such, and runs of text between frames */
    uint8_t body[TCS_AVR_BODY_MAX];
    uint8_t have; /* characters of body so far */
    uint8_t kind; /* '*' or '@'; 0: no frame is open */
    uint8_t lost; /* 1: in a run of text that has been counted */
    uint8_t reserved[4];
};
_Static_assert(sizeof(struct tcs_avr) == 16 + TCS_AVR_BODY_MAX + 7, "no padding");

/*
 * Takes characters from in until one frame is complete.
 *
 * Returns  TCS_OK    *ret_frame is filled; in stands behind the frame
 *          TCS_MORE  in is used up; call again with the next characters
 *
 * The frames and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_avr_next(struct tcs_avr *avr, struct tcs_bytes *in,
                             struct tcs_mode_s_frame *ret_frame);

/* A line with a frame, with or without a time: what a line holds is told by its comma. */
struct tcs_timed_frame {
    int64_t utc_ns; /* POSIX; 0 without a time */
    bool has_time;
    struct tcs_mode_s_frame frame;
};

/* TCS_OK; TCS_E_DAMAGED: neither form; TCS_E_IMPOSSIBLE: a time beyond the year 2262.
 * fault may be NULL. */
TCS_NODISCARD
enum tcs_status tcs_timed_line_read(struct tcs_bytes line,
                                    struct tcs_timed_frame *ret_timed,
                                    struct tcs_fault *fault);

#endif
