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
 *   string, bytes, message   the octets of the element without its length
 *   numbers                  the octets of the number as on the wire; packed: as one item
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

/* What nanopb calls for such a field: exactly one of in and out is there. */
bool tcs_pb_list_field(struct pb_istream_s *in, struct pb_ostream_s *out,
                       const struct pb_field_iter_s *field);

#endif
