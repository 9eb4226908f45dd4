/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/readsb_stream.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "decode/readsb.h"

enum { LIST_DEPTH = 2 }; /* inside the document, inside its list */

static const char BEGINNING[] = "{\"now\""; /* blanks may follow the brace */

static void keep(struct tcs_readsb_stream *s, uint8_t c)
{
    if (s->have < TCS_READSB_OBJECT_MAX)
        s->room[s->have++] = c;
    else
        s->too_long = 1;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What begins a document, up to its list: `now` in it. */
static int64_t time_of(struct tcs_bytes head)
{
    static const char key[] = "\"now\"";
    const size_t key_len = sizeof key - 1;
    double now = 0.0;
    size_t at = 0;

    while (at + key_len <= head.len && memcmp(head.data + at, key, key_len) != 0)
        at++;
    at += key_len;
    while (at < head.len && (is_blank(head.data[at]) || head.data[at] == ':'))
        at++;
    size_t end = at;

    while (end < head.len && head.data[end] != ',' && !is_blank(head.data[end]))
        end++;
    if (tcs_text_double(tcs_bytes_part(head, at, end - at), &now) != TCS_OK)
        return 0;
    return tcs_readsb_time(now);
}

static void step_text(struct tcs_readsb_stream *s, uint8_t c)
{
    if (s->escaped != 0)
        s->escaped = 0;
    else if (c == '\\')
        s->escaped = 1;
    else if (c == '"')
        s->in_text = 0;
}

static void open(struct tcs_readsb_stream *s, uint8_t c)
{
    if (s->depth == 1)
        s->in_list = c == '[';
    if (c == '{' && s->depth == LIST_DEPTH && s->in_list != 0) {
        if (s->is_document == 0)
            s->document_ns = s->too_long != 0 ? 0 : time_of(tcs_bytes(s->room, s->have));
        s->is_document = 1;
        s->have = 0;
        s->too_long = 0;
        keep(s, c);
    }
    s->depth++;
}

/* True when it ends an aircraft. */
static bool close(struct tcs_readsb_stream *s)
{
    s->depth--;
    if (s->is_document != 0)
        return s->depth == LIST_DEPTH && s->in_list != 0 && s->have > 0;
    return s->depth == 0;
}

/* True when c is the last character of a beginning that stands inside another object. */
static bool is_astray(struct tcs_readsb_stream *s, uint8_t c)
{
    if (c == '{') {
        s->seen = 1;
        s->inside = s->depth > 0;
        return false;
    }
    if (s->seen == 0 || (s->seen == 1 && is_blank(c)))
        return false;
    s->seen = c == (uint8_t)BEGINNING[s->seen] ? (uint8_t)(s->seen + 1) : 0;
    if (s->seen < sizeof BEGINNING - 1)
        return false;
    s->seen = 0;
    return s->inside != 0;
}

static void restart(struct tcs_readsb_stream *s)
{
    s->damaged_count++;
    s->document_ns = 0;
    s->depth = 1;
    s->have = 0;
    s->in_text = 0;
    s->escaped = 0;
    s->too_long = 0;
    s->in_list = 0;
    s->is_document = 0;
    for (size_t i = 0; i < sizeof BEGINNING - 1; i++)
        keep(s, (uint8_t)BEGINNING[i]);
}

/* One octet; true when it ends an aircraft. */
static bool step(struct tcs_readsb_stream *s, uint8_t c)
{
    bool ends = false;

    if (is_astray(s, c)) {
        restart(s);
        return false;
    }
    if (s->depth == 0 && c != '{') {
        s->passed_count += !is_blank(c);
        return false;
    }
    /* Of a document, what stands between the aircraft is not kept. */
    if (s->is_document == 0 || (s->depth > LIST_DEPTH && s->have > 0))
        keep(s, c);
    if (s->in_text != 0)
        step_text(s, c);
    else if (c == '"')
        s->in_text = 1;
    else if (c == '{' || c == '[')
        open(s, c);
    else if (c == '}' || c == ']')
        ends = close(s);
    return ends;
}

static void begin_anew(struct tcs_readsb_stream *s)
{
    s->have = 0;
    s->too_long = 0;
    if (s->depth > 0)
        return;
    s->is_document = 0;
    s->in_list = 0;
    s->document_ns = 0;
}

enum tcs_status tcs_readsb_next(struct tcs_readsb_stream *stream, struct tcs_bytes *in,
                                struct tcs_bytes *ret_object, int64_t *ret_document_ns)
{
    while (in->len > 0) {
        const uint8_t c = in->data[0];
        const bool ends = step(stream, c);
        const bool too_long = stream->too_long != 0;
        const uint32_t have = stream->have;
        const int64_t document_ns = stream->document_ns;

        in->data++;
        in->len--;
        if (ends || stream->depth == 0)
            begin_anew(stream);
        if (!ends)
            continue;
        if (too_long) {
            stream->damaged_count++;
            continue;
        }
        stream->object_count++;
        *ret_object = tcs_bytes(stream->room, have);
        *ret_document_ns = document_ns;
        return TCS_OK;
    }
    return TCS_MORE;
}
