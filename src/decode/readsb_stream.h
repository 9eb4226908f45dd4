/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_READSB_STREAM_H
#define TCS_DECODE_READSB_STREAM_H

/*
 * readsb_stream.h -- aircraft out of a stream of JSON: objects that follow one another,
 * with or without anything between them.
 *
 *   {"hex":"406b90", ...}                                 an aircraft
 *   { "now" : 1795460352.000, ..., "aircraft" : [ {...}, {...} ] }
 *                                                         a document: each object in a
 *                                                         list of it is one
 *
 * A document may be as long as it likes: what is kept is one aircraft, and of the
 * document its time, if that stands before the list.
 *
 * What is cut short would swallow all that follows. An object whose first name is "now"
 * stands in no other, so one that seems to is a new beginning, and what was open is
 * damage.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum { TCS_READSB_OBJECT_MAX = 4096 }; /* octets; longer ones are passed over */

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_readsb_stream {
    uint64_t object_count;
    uint64_t damaged_count; /* objects that were too long or cut short */
    uint64_t passed_count;  /* octets between objects that are not white space */
    int64_t document_ns;    /* `now` of the open document; 0: not told */
    uint32_t depth;         /* of braces and brackets */
    uint32_t have;          /* octets in room */
    uint8_t in_text;        /* 1: inside quotes */
    uint8_t escaped;        /* 1: behind a backslash there */
    uint8_t too_long;       /* 1: passing over the rest of an object */
    uint8_t in_list;        /* 1: what is open at depth 2 is a list */
    uint8_t is_document;    /* 1: the outer object has a list of objects */
    uint8_t seen;           /* characters of {"now" that have just come */
    uint8_t inside;         /* 1: its brace stood inside another object */
    uint8_t reserved;
    uint8_t room[TCS_READSB_OBJECT_MAX];
};
_Static_assert(sizeof(struct tcs_readsb_stream) == 48 + TCS_READSB_OBJECT_MAX,
               "no padding");

/*
 * Takes octets from in until one aircraft is complete.
 *
 * Returns  TCS_OK    *ret_object is borrowed from the state until the next call,
 *                    *ret_document_ns is for tcs_readsb_read
 *          TCS_MORE  in is used up; call again with the next octets
 *
 * Objects and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_readsb_next(struct tcs_readsb_stream *stream, struct tcs_bytes *in,
                                struct tcs_bytes *ret_object, int64_t *ret_document_ns);

#endif
