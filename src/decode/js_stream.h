/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_JS_STREAM_H
#define TCS_DECODE_JS_STREAM_H

/*
 * js_stream.h -- JSON objects that follow one another in a stream, with or without
 * anything between them: whole objects out.
 *
 * An object begins with { outside of any other and ends with its }. What stands between
 * objects is passed over. No claim is made that an object is well formed; that is
 * decode/json.h's.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum { TCS_JS_OBJECT_MAX = 65528 }; /* octets; longer ones are passed over */

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_js_stream {
    uint64_t object_count;
    uint64_t damaged_count; /* objects that were too long */
    uint64_t passed_count;  /* octets between objects that are not white space */
    uint32_t have;          /* octets in room */
    uint32_t depth;
    uint8_t in_text;  /* 1: inside quotes */
    uint8_t escaped;  /* 1: behind a backslash there */
    uint8_t too_long; /* 1: passing over the rest of an object */
    uint8_t reserved[5];
    uint8_t room[TCS_JS_OBJECT_MAX];
};
_Static_assert(sizeof(struct tcs_js_stream) == 40 + TCS_JS_OBJECT_MAX, "no padding");

/*
 * Takes octets from in until one object is complete.
 *
 * Returns  TCS_OK    *ret_object is borrowed from the state until the next call
 *          TCS_MORE  in is used up; call again with the next octets
 *
 * Objects and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_js_stream_next(struct tcs_js_stream *stream, struct tcs_bytes *in,
                                   struct tcs_bytes *ret_object);

#endif
