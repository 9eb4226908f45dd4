/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_COT_STREAM_H
#define TCS_DECODE_COT_STREAM_H

/*
 * cot_stream.h -- messages of Cursor on Target out of a stream: XML events, messages of
 * the TAK protocol, or first the one and then the other, as after a negotiation.
 *
 *   <?xml ...?>? <event ...> ... </event>      until the end of the root
 *   BF varint-length payload                   TAK streaming
 *   BF 01 BF payload                           a mesh datagram, when it is the whole
 * input
 *
 * A TAK message of more than TCS_XML_DOCUMENT_MAX octets, or a length that is none,
 * cannot be gone on from: the octets up to the next BF or `<` are passed over, and
 * counted.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>

#include "decode/xml.h"

enum tcs_cot_form { TCS_COT_XML = 1, TCS_COT_TAK };

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_cot_stream {
    uint64_t damaged_count; /* TAK messages; those of XML are in xml */
    uint32_t form;          /* of what is being read; 0: between messages */
    uint32_t length_octets; /* octets of the length seen, TAK */
    uint64_t length;        /* of the payload; while length_octets > 0 it is not whole */
    uint32_t have;          /* octets of the payload in xml.room, which is free then */
    uint32_t in_payload;
    struct tcs_xml_stream xml;
};
_Static_assert(sizeof(struct tcs_cot_stream) == 32 + sizeof(struct tcs_xml_stream),
               "no padding");

/*
 * Takes octets from in until one message is complete.
 *
 * Returns  TCS_OK    *ret_message (an XML document, or a TAK payload) is borrowed from
 * the state until the next call; *ret_form tells which TCS_MORE  in is used up; call
 * again with the next octets
 *
 * Messages and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_cot_stream_next(struct tcs_cot_stream *stream, struct tcs_bytes *in,
                                    struct tcs_bytes *ret_message,
                                    enum tcs_cot_form *ret_form);

#endif
