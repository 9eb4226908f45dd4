/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_stream.c -- where documents begin and end in a stream: only as much of XML as that
 * takes, octet by octet.
 */
#include <string.h>

#include "decode/xml.h"

enum state {
    TEXT,        /* outside of markup */
    LESS,        /* behind < */
    BANG,        /* behind <! */
    TAG,         /* inside a tag */
    INSTRUCTION, /* inside <? */
    COMMENT,
    LITERAL, /* inside CDATA */
    OTHER,   /* inside <!SOMETHING */
};

static bool starts_name(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static void restart(struct tcs_xml_stream *s)
{
    s->have = 0;
    s->depth = 0;
    s->state = TEXT;
    s->matched = 0;
    s->quote = 0;
    s->too_long = 0;
    s->last = 0;
    s->closing = 0;
}

static void keep(struct tcs_xml_stream *s, uint8_t c)
{
    if (s->have < TCS_XML_DOCUMENT_MAX)
        s->room[s->have++] = c;
    else
        s->too_long = 1;
}

/* How far c goes on in `mark`, of which s->matched octets were seen. */
static bool matches(struct tcs_xml_stream *s, const char *mark, uint8_t c)
{
    if (c != (uint8_t)mark[s->matched]) {
        /* Of these marks only the first octet repeats: "--->" and "]]]>" end too. */
        if (!(s->matched == 2 && c == (uint8_t)mark[1]))
            s->matched = c == (uint8_t)mark[0];
        return false;
    }
    s->matched++;
    if (mark[s->matched] != '\0')
        return false;
    s->matched = 0;
    return true;
}

/* Behind <: what kind of markup it is. Outside of a document only a tag counts. */
static void step_less(struct tcs_xml_stream *s, uint8_t c)
{
    s->matched = 0;
    s->quote = 0;
    s->last = 0;
    s->closing = c == '/';
    if (c == '!')
        s->state = BANG;
    else if (c == '?')
        s->state = INSTRUCTION;
    else if (starts_name(c) || (c == '/' && s->depth > 0))
        s->state = TAG;
    else
        s->state = c == '<' ? LESS : TEXT;
}

static void step_bang(struct tcs_xml_stream *s, uint8_t c)
{
    static const char literal[] = "[CDATA[";

    if (s->matched == 0 && c == '-') {
        s->matched = 1;
        s->last = '-';
    } else if (s->last == '-') {
        s->state = c == '-' ? COMMENT : OTHER;
        s->matched = 0;
    } else if (c == (uint8_t)literal[s->matched]) {
        s->matched++;
        if (literal[s->matched] == '\0') {
            s->state = LITERAL;
            s->matched = 0;
        }
    } else {
        s->state = c == '>' ? TEXT : OTHER;
    }
}

/* True when the root has been closed. */
static bool step_tag(struct tcs_xml_stream *s, uint8_t c)
{
    const bool empty = s->last == '/';

    if (s->quote != 0) {
        s->quote = c == s->quote ? 0 : s->quote;
        s->last = 0;
        return false;
    }
    if ((c == '"' || c == '\'') && s->closing == 0)
        s->quote = c;
    s->last = c;
    if (c != '>')
        return false;
    s->state = TEXT;
    if (s->closing != 0)
        s->depth--;
    else if (!empty)
        s->depth++;
    return s->depth == 0;
}

/* An XML declaration stands before a document, never in one: what is open will not be
 * ended any more. */
static void step_instruction(struct tcs_xml_stream *s, uint8_t c)
{
    static const char name[] = "xml ";

    if (s->last < 4 && c == (uint8_t)name[s->last])
        s->last++;
    else
        s->last = s->last == 4 ? 4 : 5;
    if (s->last == 4 && s->depth > 0) {
        restart(s);
        s->damaged_count++;
        s->state = INSTRUCTION;
        s->last = 5;
    }
    if (matches(s, "?>", c)) {
        s->state = TEXT;
        s->last = 0;
    }
}

/* One octet; true when it ends a document. */
static bool step(struct tcs_xml_stream *s, uint8_t c)
{
    switch ((enum state)s->state) {
    case TEXT:
        s->state = c == '<' ? LESS : TEXT;
        break;
    case LESS:
        step_less(s, c);
        break;
    case BANG:
        step_bang(s, c);
        break;
    case TAG:
        return step_tag(s, c);
    case INSTRUCTION:
        step_instruction(s, c);
        break;
    case COMMENT:
        s->state = matches(s, "-->", c) ? TEXT : COMMENT;
        break;
    case LITERAL:
        s->state = matches(s, "]]>", c) ? TEXT : LITERAL;
        break;
    case OTHER:
        s->state = c == '>' ? TEXT : OTHER;
        break;
    }
    return false;
}

/* Puts the octet where it belongs: into the document that is open, or nowhere. */
static void place(struct tcs_xml_stream *s, uint8_t c)
{
    const bool inside = s->depth > 0 || s->state == TAG;

    if (!inside) {
        s->passed_count += s->have + 1u;
        s->have = 0;
        /* The < may be the first octet of a root. */
        if (s->state == LESS) {
            s->passed_count--;
            s->room[s->have++] = c;
        }
        return;
    }
    keep(s, c);
}

enum tcs_status tcs_xml_stream_next(struct tcs_xml_stream *stream, struct tcs_bytes *in,
                                    struct tcs_bytes *ret_document)
{
    while (in->len > 0) {
        const uint8_t c = in->data[0];

        in->data++;
        in->len--;
        const bool ended = step(stream, c);

        if (!ended) {
            place(stream, c);
            continue;
        }
        keep(stream, c);
        const bool too_long = stream->too_long != 0;
        const uint32_t len = stream->have;

        restart(stream);
        if (too_long) {
            stream->damaged_count++;
            continue;
        }
        stream->document_count++;
        *ret_document = tcs_bytes(stream->room, len);
        return TCS_OK;
    }
    return TCS_MORE;
}
