/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/pb_list.h"

#include <string.h>

#include <pb_decode.h>
#include <pb_encode.h>

/* The state of a stream is its place in the octets. */
static bool read_octets(pb_istream_t *stream, pb_byte_t *ret_octets, size_t count)
{
    const pb_byte_t *from = stream->state;

    memcpy(ret_octets, from, count);
    stream->state = (pb_byte_t *)stream->state + count;
    return true;
}

void tcs_pb_stream(struct tcs_bytes octets, struct pb_istream_s *ret_stream)
{
    *ret_stream = pb_istream_from_buffer(octets.data, octets.len);
    ret_stream->callback = read_octets;
}

static bool list_decode(pb_istream_t *stream, struct tcs_pb_list *list)
{
    if (stream->callback != read_octets) {
        PB_SET_ERROR(stream, "wrong wire type");
        return false;
    }
    if (list->count == TCS_PB_LIST_MAX) {
        PB_SET_ERROR(stream, "list overflow");
        return false;
    }
    list->item[list->count++] = tcs_bytes(stream->state, stream->bytes_left);
    stream->state = (pb_byte_t *)stream->state + stream->bytes_left;
    stream->bytes_left = 0;
    return true;
}

static bool list_encode(pb_ostream_t *stream, const pb_field_iter_t *field,
                        const struct tcs_pb_list *list)
{
    for (uint32_t i = 0; i < list->count && i < TCS_PB_LIST_MAX; i++)
        if (!pb_encode_tag_for_field(stream, field) ||
            !pb_encode_string(stream, list->item[i].data, list->item[i].len))
            return false;
    return true;
}

bool tcs_pb_list_field(pb_istream_t *in, pb_ostream_t *out, const pb_field_iter_t *field)
{
    if (in != NULL)
        return list_decode(in, (struct tcs_pb_list *)field->pData);
    return list_encode(out, field, (const struct tcs_pb_list *)field->pData);
}
