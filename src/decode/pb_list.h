/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_PB_LIST_H
#define TCS_DECODE_PB_LIST_H

/*
 * pb_list.h -- repeated fields, trees and long octets in structures that nanopb fills:
 * the octets of each element, borrowed from the message, decoded when they are wanted.
 *
 * A generated structure (decode/proto/NAME.options: callback_datatype) has one for each
 * such field. Decoding puts the element's octets here; encoding writes them back, so that
 * a list that was decoded encodes as it came. More than TCS_PB_LIST_MAX elements make the
 * whole message refused.
 *
 * They are strings, bytes and messages: an item is the octets of the element without its
 * length. Lists of numbers have bounds of their own (max_count).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { TCS_PB_LIST_MAX = 32 };

struct tcs_pb_list {
    uint32_t count;
    struct tcs_bytes item[TCS_PB_LIST_MAX];
};

struct pb_istream_s;
struct pb_ostream_s;
struct pb_field_iter_s;

/* What such a structure is decoded from. Only what lies in these octets is borrowed: an
 * element whose wire type is that of a number, of which nanopb has a copy of its own that
 * goes away, makes the message refused. */
void tcs_pb_stream(struct tcs_bytes octets, struct pb_istream_s *ret_stream);

/* What nanopb calls for such a field: exactly one of in and out is there. */
bool tcs_pb_list_field(struct pb_istream_s *in, struct pb_ostream_s *out,
                       const struct pb_field_iter_s *field);

#endif
