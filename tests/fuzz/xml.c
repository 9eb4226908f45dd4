/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/xml.h"
#include "fuzz.h"

/*
 * The input is one document, and then the same octets as a stream.
 *
 * - Tokens lie inside the document, opens and closes balance, offsets do not go back.
 * - What is handed out can be copied: references were checked.
 * - A walk that ends well has one root; a document out of the stream is no longer than
 *   the bound, and cutting the stream into octets changes nothing.
 */

static void check_copies(struct tcs_bytes raw)
{
    static char text[70000];

    if (raw.len < sizeof text)
        FUZZ_CHECK(tcs_xml_copy(raw, text, sizeof text) == TCS_OK);
    FUZZ_CHECK(strlen(text) <= raw.len);
}

static void walk(struct tcs_bytes document)
{
    struct tcs_xml xml = tcs_xml(document);
    static struct tcs_xml_token token;
    struct tcs_fault fault = { 0 };
    enum tcs_status status = TCS_OK;
    uint32_t depth = 0, offset = 0, roots = 0;

    while ((status = tcs_xml_next(&xml, &token, &fault)) == TCS_OK) {
        FUZZ_CHECK(token.offset >= offset && token.offset <= document.len);
        offset = token.offset;
        depth += token.kind == TCS_XML_OPEN;
        FUZZ_CHECK(token.depth == depth && depth > 0 && depth <= TCS_XML_DEPTH_MAX);
        roots += token.kind == TCS_XML_OPEN && depth == 1;
        depth -= token.kind == TCS_XML_CLOSE;
        if (token.kind == TCS_XML_TEXT && !token.literal)
            check_copies(token.text);
        if (token.kind == TCS_XML_OPEN)
            for (uint32_t i = 0; i < token.attribute_count; i++)
                check_copies(token.attributes[i].value);
    }
    if (status == TCS_END)
        FUZZ_CHECK(depth == 0 && roots == 1);
    else
        FUZZ_CHECK(fault.status == status && fault.offset <= document.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_xml_stream whole, octetwise;
    struct tcs_bytes in = tcs_bytes(data, size);
    struct tcs_bytes document;
    size_t octets = 0;

    walk(in);
    memset(&whole, 0, sizeof whole);
    memset(&octetwise, 0, sizeof octetwise);
    while (tcs_xml_stream_next(&whole, &in, &document) == TCS_OK) {
        FUZZ_CHECK(document.len <= TCS_XML_DOCUMENT_MAX);
        octets += document.len;
        walk(document);
    }
    for (size_t i = 0; i < size; i++) {
        struct tcs_bytes one = tcs_bytes(data + i, 1);

        while (tcs_xml_stream_next(&octetwise, &one, &document) == TCS_OK)
            continue;
    }
    FUZZ_CHECK(memcmp(&whole, &octetwise, offsetof(struct tcs_xml_stream, room)) == 0);
    FUZZ_CHECK(octets + whole.passed_count + whole.have <= size);
    return 0;
}
