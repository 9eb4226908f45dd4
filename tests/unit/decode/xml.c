/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/xml.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

static char shown[4096];
static size_t shown_len;

static void show(const char *mark, struct tcs_bytes text)
{
    shown_len += (size_t)snprintf(shown + shown_len, sizeof shown - shown_len, "%s%.*s",
                                  mark, (int)text.len, (const char *)text.data);
}

/* The walk as one line: (name{space} @attribute=value 'text )name. */
static enum tcs_status walk(const char *document)
{
    struct tcs_xml xml = tcs_xml(tcs_text_bytes(document));
    struct tcs_xml_token token;
    enum tcs_status status = TCS_OK;

    shown_len = 0;
    shown[0] = '\0';
    while ((status = tcs_xml_next(&xml, &token, NULL)) == TCS_OK) {
        if (token.kind == TCS_XML_TEXT) {
            show(token.literal ? "[" : "'", token.text);
            continue;
        }
        show(token.kind == TCS_XML_OPEN ? "(" : ")", token.name);
        if (token.space.len > 0)
            show("^", token.space);
        for (uint32_t i = 0; i < token.attribute_count; i++) {
            show(" @", token.attributes[i].name);
            show("=", token.attributes[i].value);
        }
    }
    return status;
}

static void a_document_comes_token_by_token(void **state)
{
    CHECK_INT(walk("<?xml version='1.0' encoding=\"utf-8\"?>\n<!-- <x> -->"
                   "<a b='1' c=\"'2'\"> t <d/><![CDATA[<&]]></a >\n"),
              TCS_END);
    CHECK_TEXT(shown, "(a @b=1 @c='2'' t (d)d[<&)a");
}

static void namespaces_hold_inside_their_element(void **state)
{
    CHECK_INT(
        walk("<p:a xmlns:p='u' xmlns='v'><b/><p:c xmlns:p='w' p:q='1'/><p:d/></p:a>"),
        TCS_END);
    CHECK_TEXT(shown, "(a^u(b^v)b^v(c^w @q=1)c^w(d^u)d^u)a^u");
    CHECK_INT(walk("<p:a/>"), TCS_E_DAMAGED);
    CHECK_INT(walk("<a p:b='1'/>"), TCS_E_DAMAGED);
}

static void what_is_not_well_formed_is_damaged(void **state)
{
    static const char *const bad[] = {
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a></a><b/>",
        "<a></a>text",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<a b='<'/>",
        "<a b='1'c='2'/>",
        "<a>&nbsp;</a>",
        "<a>&lt</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>&#x110000;</a>",
        "<a>\x01</a>",
        "<a>\xc0\x80</a>",
        "<a>\xed\xa0\x80</a>",
        "<a>\xff</a>",
        "<1/>",
        "<a><!-- </a>",
        "<a><![CDATA[</a>",
        "<a:b:c/>",
        "</a>",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (walk(bad[i]) != TCS_E_DAMAGED)
            fail_msg("taken: %s", bad[i]);
    }
}

/* Entities of one's own would be needed for a billion laughs. */
static void document_types_and_other_encodings_are_refused(void **state)
{
    CHECK_INT(walk("<!DOCTYPE a [<!ENTITY l 'ha'><!ENTITY m '&l;&l;'>]><a>&m;</a>"),
              TCS_E_REFUSED);
    CHECK_INT(walk("<?xml version='1.0' encoding='UTF-16'?><a/>"), TCS_E_REFUSED);
    CHECK_INT(walk("<?xml version='1.0' encoding='UTF-8'?><a/>"), TCS_END);
}

static void references_are_undone(void **state)
{
    char text[16];

    CHECK_OK(tcs_xml_copy(tcs_text_bytes("&lt;a&#x41;&#252;&amp;"), text, sizeof text));
    CHECK_TEXT(text, "<aA\xc3\xbc&");
    /* 6 octets and the zero. */
    CHECK_OK(tcs_xml_copy(tcs_text_bytes("&lt;a&#x41;&#252;&amp;"), text, 7));
    CHECK_INT(tcs_xml_copy(tcs_text_bytes("&lt;a&#x41;&#252;&amp;"), text, 6),
              TCS_E_FULL);
    CHECK_INT(tcs_xml_copy(tcs_text_bytes("&what;"), text, sizeof text), TCS_E_DAMAGED);
    CHECK_TEXT(text, "<aA\xc3\xbc&");
}

static void content_is_the_text_of_an_element_without_what_is_inside(void **state)
{
    const char *document = "<a><b> 1<i>no</i>2&gt;<![CDATA[&]]>\n</b><c/></a>";
    struct tcs_xml xml = tcs_xml(tcs_text_bytes(document));
    struct tcs_xml_token token;
    char text[8];

    CHECK_OK(tcs_xml_next(&xml, &token, NULL));
    CHECK_OK(tcs_xml_next(&xml, &token, NULL));
    CHECK_OK(tcs_xml_content(&xml, &token, text, sizeof text, NULL));
    CHECK_TEXT(text, "12>&");
    CHECK_OK(tcs_xml_next(&xml, &token, NULL));
    CHECK(tcs_xml_is(token.name, "c"));
}

static void depth_and_attributes_are_bounded(void **state)
{
    char document[4096];
    size_t len = 0;

    for (int i = 0; i <= TCS_XML_DEPTH_MAX; i++)
        len += (size_t)snprintf(document + len, sizeof document - len, "<a>");
    CHECK_INT(walk(document), TCS_E_DAMAGED);
    len = (size_t)snprintf(document, sizeof document, "<a");
    for (int i = 0; i <= TCS_XML_ATTRIBUTES_MAX; i++)
        len += (size_t)snprintf(document + len, sizeof document - len, " a%d=''", i);
    (void)snprintf(document + len, sizeof document - len, "/>");
    CHECK_INT(walk(document), TCS_E_DAMAGED);
}

static struct tcs_xml_stream stream;

static void documents_are_cut_out_of_what_surrounds_them(void **state)
{
    struct tcs_bytes in = tcs_text_bytes(
        "--part\r\nContent-Type: application/xml\r\n\r\n<?xml version='1.0'?><a b='>'/>\n"
        "--part\r\n<c><!-- </c> --><![CDATA[</c>]]]></c>--part--");
    struct tcs_bytes document;

    memset(&stream, 0, sizeof stream);
    CHECK_OK(tcs_xml_stream_next(&stream, &in, &document));
    CHECK(tcs_xml_is(document, "<a b='>'/>"));
    CHECK_OK(tcs_xml_stream_next(&stream, &in, &document));
    CHECK(tcs_xml_is(document, "<c><!-- </c> --><![CDATA[</c>]]]></c>"));
    CHECK_INT(tcs_xml_stream_next(&stream, &in, &document), TCS_MORE);
    CHECK_INT((int)stream.document_count, 2);
    CHECK_INT((int)stream.damaged_count, 0);
}

static void a_declaration_ends_a_document_that_was_cut_off(void **state)
{
    struct tcs_bytes in = tcs_text_bytes("<a><b><?xml version='1.0'?><c/>");
    struct tcs_bytes document;

    memset(&stream, 0, sizeof stream);
    CHECK_OK(tcs_xml_stream_next(&stream, &in, &document));
    CHECK(tcs_xml_is(document, "<c/>"));
    CHECK_INT((int)stream.damaged_count, 1);
}

static void a_document_too_long_is_passed_over(void **state)
{
    static char text[TCS_XML_DOCUMENT_MAX + 64];
    struct tcs_bytes document;

    memset(text, 'x', sizeof text);
    memcpy(text, "<a>", 3);
    memcpy(text + TCS_XML_DOCUMENT_MAX, "</a><b/>", 8);
    struct tcs_bytes in = tcs_bytes(text, TCS_XML_DOCUMENT_MAX + 8);

    memset(&stream, 0, sizeof stream);
    CHECK_OK(tcs_xml_stream_next(&stream, &in, &document));
    CHECK(tcs_xml_is(document, "<b/>"));
    CHECK_INT((int)stream.damaged_count, 1);
}

/* Every octet of the input belongs to a document or was passed over, and cutting it into
 * pieces changes nothing. */
static void cutting_the_stream_changes_nothing(void **state)
{
    static const char *const parts[] = { "<a>", "</a>",      "<b c='>'/>", "<!--", "-->",
                                         "--",  "<![CDATA[", "]]>",        "]",    "<?x ",
                                         "?>",  "<!x",       ">",          "text", "<",
                                         "'",   "&amp;" };
    uint64_t seed = 5;

    for (int round = 0; round < 3000; round++) {
        static struct tcs_xml_stream whole, pieces;
        char text[512] = "";
        struct tcs_bytes document;
        size_t octets = 0;

        for (uint32_t i = random_below(&seed, 30); i > 0; i--)
            strcat(text, parts[random_below(&seed, sizeof parts / sizeof parts[0])]);
        struct tcs_bytes in = tcs_text_bytes(text);

        memset(&whole, 0, sizeof whole);
        memset(&pieces, 0, sizeof pieces);
        while (tcs_xml_stream_next(&whole, &in, &document) == TCS_OK)
            octets += document.len;
        for (size_t i = 0; i < strlen(text); i++) {
            struct tcs_bytes one = tcs_bytes(text + i, 1);

            while (tcs_xml_stream_next(&pieces, &one, &document) == TCS_OK)
                CHECK(document.len > 0);
        }
        CHECK(memcmp(&whole, &pieces, offsetof(struct tcs_xml_stream, room)) == 0);
        CHECK(octets + whole.passed_count + whole.have == strlen(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_comes_token_by_token),
        cmocka_unit_test(namespaces_hold_inside_their_element),
        cmocka_unit_test(what_is_not_well_formed_is_damaged),
        cmocka_unit_test(document_types_and_other_encodings_are_refused),
        cmocka_unit_test(references_are_undone),
        cmocka_unit_test(content_is_the_text_of_an_element_without_what_is_inside),
        cmocka_unit_test(depth_and_attributes_are_bounded),
        cmocka_unit_test(documents_are_cut_out_of_what_surrounds_them),
        cmocka_unit_test(a_declaration_ends_a_document_that_was_cut_off),
        cmocka_unit_test(a_document_too_long_is_passed_over),
        cmocka_unit_test(cutting_the_stream_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
