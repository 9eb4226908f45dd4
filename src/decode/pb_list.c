/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/pb_list.h"

#include <pb_decode.h>
#include <pb_encode.h>

static bool list_decode(pb_istream_t *stream, struct tcs_pb_list *list)
{
    if (list->count == TCS_PB_LIST_MAX) {
        PB_SET_ERROR(stream, "list overflow");
        return false;
    }
    /* A stream over memory has its place as state. */
    list->item[list->count++] = tcs_bytes(stream->state, stream->bytes_left);
    return pb_read(stream, NULL, stream->bytes_left);
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
