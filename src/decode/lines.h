/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_LINES_H
#define TCS_DECODE_LINES_H

/*
 * lines.h -- a stream of text in pieces: whole lines out.
 *
 * A line ends with a line feed; a carriage return before it is cut off. Lines that are
 * empty are passed over; lines of more than TCS_LINE_MAX octets are passed over and
 * counted.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum { TCS_LINE_MAX = 4096 };

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_lines {
    uint64_t line_count;
    uint64_t damaged_count;         /* lines that were too long */
    uint32_t have;                  /* octets in room */
    uint32_t too_long;              /* 1: passing over the rest of a line */
    uint8_t room[TCS_LINE_MAX + 8]; /* one more is needed, for a carriage return */
};
_Static_assert(sizeof(struct tcs_lines) == 24 + TCS_LINE_MAX + 8, "no padding");

/*
 * Takes octets from in until one line is complete.
 *
 * Returns  TCS_OK    *ret_line is the line without its end, borrowed from the input or
 * the state until the next call TCS_MORE  in is used up; call again with the next octets
 *
 * The lines and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_lines_next(struct tcs_lines *lines, struct tcs_bytes *in,
                               struct tcs_bytes *ret_line);

/* The end of the stream: the last line, when it had no line feed. TCS_OK or TCS_END. */
TCS_NODISCARD
enum tcs_status tcs_lines_last(struct tcs_lines *lines, struct tcs_bytes *ret_line);

#endif
