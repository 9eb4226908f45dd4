/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/cot_stream.h"

#include <string.h>

enum { MAGIC = 0xbf, LENGTH_OCTETS_MAX = 5 };

/* The first octet of a message; what stands before is passed over. */
static void begin(struct tcs_cot_stream *s, struct tcs_bytes *in)
{
    size_t at = 0;

    while (at < in->len && in->data[at] != '<' && in->data[at] != MAGIC)
        at++;
    s->xml.passed_count += at;
    *in = tcs_bytes_part(*in, at, in->len);
    if (in->len == 0)
        return;
    if (in->data[0] == '<') {
        s->form = TCS_COT_XML;
        return;
    }
    s->form = TCS_COT_TAK;
    s->length_octets = 0;
    s->length = 0;
    s->have = 0;
    s->in_payload = 0;
    *in = tcs_bytes_part(*in, 1, in->len);
}

static void give_up(struct tcs_cot_stream *s)
{
    s->damaged_count++;
    s->form = 0;
}

static void take_length(struct tcs_cot_stream *s, struct tcs_bytes *in)
{
    const uint8_t octet = in->data[0];

    *in = tcs_bytes_part(*in, 1, in->len);
    s->length |= (uint64_t)(octet & 0x7f) << (7 * s->length_octets);
    s->length_octets++;
    if ((octet & 0x80) == 0) {
        s->in_payload = 1;
        if (s->length == 0 || s->length > TCS_XML_DOCUMENT_MAX)
            give_up(s);
    } else if (s->length_octets == LENGTH_OCTETS_MAX) {
        give_up(s);
    }
}

/* True when the payload is whole. */
static bool take_payload(struct tcs_cot_stream *s, struct tcs_bytes *in)
{
    const size_t wanted = (size_t)s->length - s->have;
    const size_t len = in->len < wanted ? in->len : wanted;

    memcpy(s->xml.room + s->have, in->data, len);
    s->have += (uint32_t)len;
    *in = tcs_bytes_part(*in, len, in->len);
    return s->have == s->length;
}

enum tcs_status tcs_cot_stream_next(struct tcs_cot_stream *stream, struct tcs_bytes *in,
                                    struct tcs_bytes *ret_message,
                                    enum tcs_cot_form *ret_form)
{
    while (in->len > 0) {
        if (stream->form == 0) {
            begin(stream, in);
        } else if (stream->form == TCS_COT_XML) {
            if (tcs_xml_stream_next(&stream->xml, in, ret_message) == TCS_OK) {
                stream->form = 0;
                *ret_form = TCS_COT_XML;
                return TCS_OK;
            }
        } else if (stream->in_payload == 0) {
            take_length(stream, in);
        } else if (take_payload(stream, in)) {
            stream->form = 0;
            *ret_form = TCS_COT_TAK;
            *ret_message = tcs_bytes(stream->xml.room, (size_t)stream->length);
            return TCS_OK;
        }
    }
    return TCS_MORE;
}
