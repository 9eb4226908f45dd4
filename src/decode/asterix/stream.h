/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_STREAM_H
#define TCS_DECODE_ASTERIX_STREAM_H

/*
 * stream.h -- ASTERIX data blocks out of a stream that comes in pieces (TCP).
 *
 * The stream has nothing but the lengths of the blocks to hold on to. When one cannot be
 * right (category 0, or shorter than its header), the block structure is lost and is
 * looked for again: octet by octet, until a whole block of a category in the set decodes
 * without damage and another plausible header stands right behind it.
 *
 * A block of a category that is not in the set is passed over by its length, and so is
 * one that is longer than TCS_ASTERIX_STREAM_MAX.
 *
 * The blocks and faults do not depend on how the stream was cut into pieces. All zero is
 * the start state. State without pointers: a copy is a snapshot.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "decode/asterix/asterix.h"

enum {
    TCS_ASTERIX_STREAM_MAX = 8192, /* octets of a block */
};

struct tcs_asterix_stream {
    /* Every octet that went in is in one of these, or still in the buffer. */
    uint64_t block_octets;
    uint64_t foreign_octets; /* passed over: of another category */
    uint64_t lost_octets;    /* passed over: too long, or no block structure */
    uint32_t from;           /* of the octets in the buffer */
    uint32_t have;
    uint32_t given;   /* of them, handed out by the last call */
    uint32_t skip;    /* octets still to pass over */
    uint32_t hunting; /* 1: the block structure is lost */
    uint32_t skip_is_foreign;
    uint8_t buffer[TCS_ASTERIX_STREAM_MAX + 8]; /* a block and the header behind it */
};

_Static_assert(sizeof(struct tcs_asterix_stream) == 48 + 8200, "no padding");

/*
 * Takes octets from *in until one block is complete.
 *
 * Returns  TCS_OK         *ret_block is one whole block, for tcs_asterix_input; borrowed
 *                         from the stream until the next call
 *          TCS_E_DAMAGED  *ret_fault is filled: structure lost, or a block too long
 *          TCS_E_FOREIGN  *ret_fault is filled: a category that is not in the set
 *          TCS_MORE       *in is used up
 */
TCS_NODISCARD
enum tcs_status tcs_asterix_stream_next(struct tcs_asterix_stream *stream,
                                        const struct tcs_asterix_set *set,
                                        struct tcs_bytes *in, struct tcs_bytes *ret_block,
                                        struct tcs_asterix_fault *ret_fault);

#endif
