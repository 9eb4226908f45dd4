/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/js_stream.h"

#include <stdbool.h>

static void keep(struct tcs_js_stream *s, uint8_t c)
{
    if (s->have < TCS_JS_OBJECT_MAX)
        s->room[s->have++] = c;
    else
        s->too_long = 1;
}

static void step_text(struct tcs_js_stream *s, uint8_t c)
{
    if (s->escaped != 0)
        s->escaped = 0;
    else if (c == '\\')
        s->escaped = 1;
    else if (c == '"')
        s->in_text = 0;
}

/* One octet; true when it ends an object. */
static bool step(struct tcs_js_stream *s, uint8_t c)
{
    if (s->depth == 0 && c != '{') {
        s->passed_count += c != ' ' && c != '\t' && c != '\n' && c != '\r';
        return false;
    }
    keep(s, c);
    if (s->in_text != 0)
        step_text(s, c);
    else if (c == '"')
        s->in_text = 1;
    else if (c == '{' || c == '[')
        s->depth++;
    else if (c == '}' || c == ']')
        s->depth--;
    return s->depth == 0;
}

enum tcs_status tcs_js_stream_next(struct tcs_js_stream *stream, struct tcs_bytes *in,
                                   struct tcs_bytes *ret_object)
{
    while (in->len > 0) {
        const uint8_t c = in->data[0];

        in->data++;
        in->len--;
        if (!step(stream, c))
            continue;
        const bool too_long = stream->too_long != 0;

        *ret_object = tcs_bytes(stream->room, stream->have);
        stream->have = 0;
        stream->too_long = 0;
        if (!too_long) {
            stream->object_count++;
            return TCS_OK;
        }
        stream->damaged_count++;
    }
    return TCS_MORE;
}
