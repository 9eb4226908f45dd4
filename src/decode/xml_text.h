/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_XML_TEXT_H
#define TCS_DECODE_XML_TEXT_H

/* xml_text.h -- characters and references of XML; for decode/xml.c. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

static inline bool tcs_xml_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* 0 beyond the end, which no document may hold. */
static inline uint8_t tcs_xml_octet(struct tcs_bytes text, size_t at)
{
    return at < text.len ? text.data[at] : 0;
}

/* Whether all of text is UTF-8 (RFC 3629) of characters that XML allows. */
bool tcs_xml_characters(struct tcs_bytes text);
/* Whether every & begins a reference that is known. */
bool tcs_xml_references(struct tcs_bytes raw);
/* Writes raw with its references undone; false at one that is not known. */
bool tcs_xml_undo(struct tcs_bytes raw, struct tcs_writer *w);

#endif
