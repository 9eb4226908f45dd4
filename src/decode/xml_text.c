/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_text.c -- characters and references of XML.
 */
#include <string.h>

#include "base/text.h"
#include "decode/xml.h"
#include "decode/xml_text.h"

/* Length of the character at `at`; 0: not UTF-8 (RFC 3629), or not allowed in XML. */
static size_t character(struct tcs_bytes text, size_t at)
{
    const uint8_t c = text.data[at];
    const uint8_t second = tcs_xml_octet(text, at + 1);
    uint8_t low = 0x80;
    uint8_t high = 0xbf;
    size_t len = 2;

    if (c < 0x80)
        return (c >= 0x20 && c != 0x7f) || tcs_xml_blank(c) ? 1 : 0;
    if (c < 0xc2 || c > 0xf4)
        return 0;
    if (c >= 0xe0)
        len = c >= 0xf0 ? 4 : 3;
    if (c == 0xe0)
        low = 0xa0;
    else if (c == 0xed)
        high = 0x9f;
    else if (c == 0xf0)
        low = 0x90;
    else if (c == 0xf4)
        high = 0x8f;
    if (second < low || second > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((tcs_xml_octet(text, at + i) & 0xc0) != 0x80)
            return 0;
    return len;
}

bool tcs_xml_characters(struct tcs_bytes text)
{
    for (size_t i = 0; i < text.len;) {
        const size_t len = character(text, i);

        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

/* The code of "#65" or "#x41"; 0: none. */
static uint32_t numeric(struct tcs_bytes name)
{
    const bool hex = name.len > 2 && name.data[1] == 'x';
    uint32_t code = 0;

    if (name.len < 2 || name.data[0] != '#')
        return 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        const uint8_t c = name.data[i];
        uint32_t digit = 99;

        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (hex && c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a' + 10);
        else if (hex && c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A' + 10);
        code = code * (hex ? 16 : 10) + digit;
        if (digit == 99 || code > 0x10ffff)
            return 0;
    }
    if ((code < 0x20 && !tcs_xml_blank((uint8_t)code)) ||
        (code >= 0xd800 && code < 0xe000))
        return 0;
    return code;
}

/* What stands between & and ; as a code; 0: none. */
static uint32_t reference(struct tcs_bytes name)
{
    static const struct {
        const char *name;
        uint32_t code;
    } known[] = {
        { "lt", '<' }, { "gt", '>' }, { "amp", '&' }, { "quot", '"' }, { "apos", '\'' }
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (tcs_xml_is(name, known[i].name))
            return known[i].code;
    return numeric(name);
}

/* The name of the reference at `at`, an &; empty: it has no end. */
static struct tcs_bytes reference_name(struct tcs_bytes text, size_t at)
{
    const size_t longest = 10;
    size_t len = 0;

    while (len < longest && at + 1 + len < text.len && text.data[at + 1 + len] != ';')
        len++;
    if (tcs_xml_octet(text, at + 1 + len) != ';')
        len = 0;
    return tcs_bytes_part(text, at + 1, len);
}

static void write_utf8(struct tcs_writer *w, uint32_t code)
{
    if (code < 0x80) {
        tcs_write_u8(w, (uint8_t)code);
        return;
    }
    if (code < 0x800) {
        tcs_write_u8(w, (uint8_t)(0xc0 | code >> 6));
    } else if (code < 0x10000) {
        tcs_write_u8(w, (uint8_t)(0xe0 | code >> 12));
        tcs_write_u8(w, (uint8_t)(0x80 | (code >> 6 & 0x3f)));
    } else {
        tcs_write_u8(w, (uint8_t)(0xf0 | code >> 18));
        tcs_write_u8(w, (uint8_t)(0x80 | (code >> 12 & 0x3f)));
        tcs_write_u8(w, (uint8_t)(0x80 | (code >> 6 & 0x3f)));
    }
    tcs_write_u8(w, (uint8_t)(0x80 | (code & 0x3f)));
}

bool tcs_xml_undo(struct tcs_bytes raw, struct tcs_writer *w)
{
    for (size_t i = 0; i < raw.len; i++) {
        if (raw.data[i] != '&') {
            tcs_write_u8(w, raw.data[i]);
            continue;
        }
        const struct tcs_bytes name = reference_name(raw, i);
        const uint32_t code = reference(name);

        if (code == 0)
            return false;
        write_utf8(w, code);
        i += name.len + 1;
    }
    return true;
}

enum tcs_status tcs_xml_copy(struct tcs_bytes raw, char *ret_text, size_t capacity)
{
    uint8_t none = 0;
    struct tcs_writer all = tcs_writer(&none, 0);

    /* First without a place to write to, so that a failure leaves ret_text alone: what is
     * undone is never longer than what it stands for. */
    if (!tcs_xml_undo(raw, &all))
        return TCS_E_DAMAGED;
    size_t len = 0;

    for (size_t i = 0; i < raw.len; i++, len++)
        if (raw.data[i] == '&') {
            const struct tcs_bytes name = reference_name(raw, i);
            const uint32_t code = reference(name);

            i += name.len + 1;
            len += (size_t)(code >= 0x80) + (size_t)(code >= 0x800) +
                   (size_t)(code >= 0x10000);
        }
    if (len + 1 > capacity)
        return TCS_E_FULL;
    struct tcs_writer w = tcs_writer(ret_text, capacity);

    (void)tcs_xml_undo(raw, &w);
    tcs_write_u8(&w, 0);
    return TCS_OK;
}

bool tcs_xml_references(struct tcs_bytes raw)
{
    for (size_t i = 0; i < raw.len; i++)
        if (raw.data[i] == '&' && reference(reference_name(raw, i)) == 0)
            return false;
    return true;
}
