/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/xml.h"

#include <string.h>

#include "base/text.h"
#include "decode/xml_text.h"

enum { NAME_MAX_LEN = 256 };

static bool starts_name(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool continues_name(uint8_t c)
{
    return starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

bool tcs_xml_is(struct tcs_bytes name, const char *text)
{
    return tcs_bytes_equal(name, tcs_text_bytes(text));
}

static bool looking_at(const struct tcs_xml *xml, const char *mark)
{
    const struct tcs_bytes wanted = tcs_text_bytes(mark);

    return xml->text.len - xml->at >= wanted.len &&
           memcmp(xml->text.data + xml->at, wanted.data, wanted.len) == 0;
}

/* Goes behind the next mark; false: there is none. */
static bool pass(struct tcs_xml *xml, const char *mark)
{
    for (; xml->at < xml->text.len; xml->at++)
        if (looking_at(xml, mark)) {
            xml->at += tcs_text_bytes(mark).len;
            return true;
        }
    return false;
}

static void pass_blanks(struct tcs_xml *xml)
{
    while (xml->at < xml->text.len && tcs_xml_blank(xml->text.data[xml->at]))
        xml->at++;
}

static bool take(struct tcs_xml *xml, uint8_t c)
{
    if (xml->at == xml->text.len || xml->text.data[xml->at] != c)
        return false;
    xml->at++;
    return true;
}

static enum tcs_status damaged(const struct tcs_xml *xml, const char *item,
                               struct tcs_fault *fault)
{
    return tcs_fault(fault, TCS_E_DAMAGED, xml->at, item);
}

static bool take_name(struct tcs_xml *xml, struct tcs_bytes *ret_name)
{
    const size_t start = xml->at;

    if (!starts_name(tcs_xml_octet(xml->text, start)))
        return false;
    while (continues_name(tcs_xml_octet(xml->text, xml->at)))
        xml->at++;
    *ret_name = tcs_bytes_part(xml->text, start, xml->at - start);
    return ret_name->len <= NAME_MAX_LEN && tcs_xml_characters(*ret_name);
}

/* "p:name" in two; false: a colon too many, or at an end. */
static bool split(struct tcs_bytes full, struct tcs_bytes *ret_prefix,
                  struct tcs_bytes *ret_name)
{
    size_t colon = full.len;

    for (size_t i = 0; i < full.len; i++)
        if (full.data[i] == ':') {
            if (colon != full.len)
                return false;
            colon = i;
        }
    if (colon == full.len) {
        *ret_prefix = tcs_bytes(NULL, 0);
        *ret_name = full;
        return true;
    }
    *ret_prefix = tcs_bytes_part(full, 0, colon);
    *ret_name = tcs_bytes_part(full, colon + 1, full.len);
    return colon > 0 && ret_name->len > 0 && starts_name(ret_name->data[0]);
}

/* The namespace of a prefix; false: it was not declared. */
static bool find_space(const struct tcs_xml *xml, struct tcs_bytes prefix,
                       struct tcs_bytes *ret_uri)
{
    for (uint32_t i = xml->space_count; i-- > 0;)
        if (tcs_bytes_equal(xml->spaces[i].prefix, prefix)) {
            *ret_uri = xml->spaces[i].uri;
            return true;
        }
    *ret_uri = tcs_bytes(NULL, 0);
    return prefix.len == 0 || tcs_xml_is(prefix, "xml");
}

static bool declare_space(struct tcs_xml *xml, struct tcs_bytes prefix,
                          struct tcs_bytes uri)
{
    if (xml->space_count == TCS_XML_SPACES_MAX)
        return false;
    xml->spaces[xml->space_count++] =
        (struct tcs_xml_space) { prefix, uri, xml->depth + 1 };
    return true;
}

/* ="value" */
static bool take_value(struct tcs_xml *xml, struct tcs_bytes *ret_value)
{
    pass_blanks(xml);
    if (!take(xml, '='))
        return false;
    pass_blanks(xml);
    const uint8_t quote = tcs_xml_octet(xml->text, xml->at);

    if (quote != '"' && quote != '\'')
        return false;
    const size_t start = ++xml->at;

    while (xml->at < xml->text.len && xml->text.data[xml->at] != quote)
        if (xml->text.data[xml->at++] == '<')
            return false;
    *ret_value = tcs_bytes_part(xml->text, start, xml->at - start);
    return take(xml, quote) && tcs_xml_characters(*ret_value) &&
           tcs_xml_references(*ret_value);
}

/* One attribute, or one declaration of a namespace, which is not listed. */
static const char *take_attribute(struct tcs_xml *xml, struct tcs_xml_token *token)
{
    struct tcs_xml_attribute attribute = { 0 };
    struct tcs_bytes full = { 0 };

    if (!take_name(xml, &full) || !split(full, &attribute.prefix, &attribute.name) ||
        !take_value(xml, &attribute.value))
        return "attribute";
    if (tcs_xml_is(full, "xmlns"))
        return declare_space(xml, tcs_bytes(NULL, 0), attribute.value)
                   ? NULL
                   : "too many namespaces";
    if (tcs_xml_is(attribute.prefix, "xmlns"))
        return declare_space(xml, attribute.name, attribute.value)
                   ? NULL
                   : "too many namespaces";
    for (uint32_t i = 0; i < token->attribute_count; i++)
        if (tcs_bytes_equal(token->attributes[i].name, attribute.name) &&
            tcs_bytes_equal(token->attributes[i].prefix, attribute.prefix))
            return "attribute given twice";
    if (token->attribute_count == TCS_XML_ATTRIBUTES_MAX)
        return "too many attributes";
    token->attributes[token->attribute_count++] = attribute;
    return NULL;
}

static enum tcs_status finish_open(struct tcs_xml *xml, struct tcs_xml_token *token,
                                   struct tcs_bytes full, struct tcs_fault *fault)
{
    struct tcs_bytes prefix = { 0 };
    struct tcs_bytes unused = { 0 };

    if (!split(full, &prefix, &token->name) || !find_space(xml, prefix, &token->space))
        return damaged(xml, "prefix without a namespace", fault);
    for (uint32_t i = 0; i < token->attribute_count; i++)
        if (token->attributes[i].prefix.len > 0 &&
            !find_space(xml, token->attributes[i].prefix, &unused))
            return damaged(xml, "prefix without a namespace", fault);
    xml->open[xml->depth++] = full;
    token->kind = TCS_XML_OPEN;
    token->depth = xml->depth;
    return TCS_OK;
}

/* Behind the < of a start tag. */
static enum tcs_status read_open(struct tcs_xml *xml, struct tcs_xml_token *token,
                                 struct tcs_fault *fault)
{
    struct tcs_bytes full = { 0 };

    if (xml->root_done || xml->depth == TCS_XML_DEPTH_MAX)
        return damaged(xml, xml->root_done ? "second root" : "too deep", fault);
    if (!take_name(xml, &full))
        return damaged(xml, "tag", fault);
    for (;;) {
        const size_t before = xml->at;

        pass_blanks(xml);
        if (take(xml, '>'))
            break;
        if (take(xml, '/')) {
            if (!take(xml, '>'))
                return damaged(xml, "tag", fault);
            xml->empty_open = true;
            break;
        }
        const char *wrong = xml->at == before ? "tag" : take_attribute(xml, token);

        if (wrong != NULL)
            return damaged(xml, wrong, fault);
    }
    return finish_open(xml, token, full, fault);
}

/* Gives the CLOSE of what was opened last. */
static enum tcs_status close_last(struct tcs_xml *xml, struct tcs_xml_token *token)
{
    struct tcs_bytes prefix = { 0 };

    token->kind = TCS_XML_CLOSE;
    token->depth = xml->depth;
    (void)split(xml->open[xml->depth - 1], &prefix, &token->name);
    (void)find_space(xml, prefix, &token->space);
    while (xml->space_count > 0 && xml->spaces[xml->space_count - 1].depth == xml->depth)
        xml->space_count--;
    xml->depth--;
    xml->root_done = xml->depth == 0;
    return TCS_OK;
}

/* Behind the </ of an end tag. */
static enum tcs_status read_close(struct tcs_xml *xml, struct tcs_xml_token *token,
                                  struct tcs_fault *fault)
{
    struct tcs_bytes full = { 0 };

    if (!take_name(xml, &full))
        return damaged(xml, "end tag", fault);
    pass_blanks(xml);
    if (!take(xml, '>') || xml->depth == 0 ||
        !tcs_bytes_equal(full, xml->open[xml->depth - 1]))
        return damaged(xml, "end tag", fault);
    return close_last(xml, token);
}

/* The declaration may name an encoding, and then this one. */
static bool encoding_known(struct tcs_bytes declaration)
{
    static const char *const known[] = { "utf-8", "us-ascii", "ascii", "utf8" };
    const struct tcs_bytes word = tcs_text_bytes("encoding");
    size_t at = 0;

    while (at + word.len <= declaration.len &&
           memcmp(declaration.data + at, word.data, word.len) != 0)
        at++;
    if (at + word.len > declaration.len)
        return true;
    at += word.len;
    while (at < declaration.len &&
           (tcs_xml_blank(declaration.data[at]) || declaration.data[at] == '=' ||
            declaration.data[at] == '"' || declaration.data[at] == '\''))
        at++;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct tcs_bytes name = tcs_text_bytes(known[i]);
        size_t same = 0;

        while (same < name.len && at + same < declaration.len &&
               (declaration.data[at + same] | 0x20) == (name.data[same] | 0x20))
            same++;
        const uint8_t end = tcs_xml_octet(declaration, at + same);

        if (same == name.len && (end == '"' || end == '\''))
            return true;
    }
    return false;
}

/* Passes over a comment or an instruction; TCS_MORE: there was none. */
static enum tcs_status pass_over(struct tcs_xml *xml, struct tcs_fault *fault)
{
    const size_t start = xml->at;

    if (looking_at(xml, "<!--")) {
        xml->at += 4;
        return pass(xml, "-->") ? TCS_OK : damaged(xml, "comment", fault);
    }
    if (looking_at(xml, "<?")) {
        const bool declaration = looking_at(xml, "<?xml") &&
                                 tcs_xml_blank(tcs_xml_octet(xml->text, start + 5));

        if (!pass(xml, "?>"))
            return damaged(xml, "instruction", fault);
        if (declaration &&
            !encoding_known(tcs_bytes_part(xml->text, start, xml->at - start)))
            return tcs_fault(fault, TCS_E_REFUSED, start, "encoding other than UTF-8");
        return TCS_OK;
    }
    if (looking_at(xml, "<!DOCTYPE"))
        return tcs_fault(fault, TCS_E_REFUSED, start, "document type");
    return TCS_MORE;
}

static enum tcs_status read_literal(struct tcs_xml *xml, struct tcs_xml_token *token,
                                    struct tcs_fault *fault)
{
    const size_t start = xml->at + tcs_text_bytes("<![CDATA[").len;

    if (xml->depth == 0 || !pass(xml, "]]>"))
        return damaged(xml, "CDATA", fault);
    token->kind = TCS_XML_TEXT;
    token->depth = xml->depth;
    token->literal = true;
    token->text = tcs_bytes_part(xml->text, start, xml->at - 3 - start);
    return tcs_xml_characters(token->text) ? TCS_OK : damaged(xml, "character", fault);
}

static enum tcs_status read_text(struct tcs_xml *xml, struct tcs_xml_token *token,
                                 struct tcs_fault *fault)
{
    const size_t start = xml->at;

    while (xml->at < xml->text.len && xml->text.data[xml->at] != '<')
        xml->at++;
    token->kind = TCS_XML_TEXT;
    token->depth = xml->depth;
    token->text = tcs_bytes_part(xml->text, start, xml->at - start);
    if (!tcs_xml_characters(token->text))
        return damaged(xml, "character", fault);
    return tcs_xml_references(token->text) ? TCS_OK : damaged(xml, "reference", fault);
}

/* Outside of the root only white space may stand. */
static bool only_blanks(struct tcs_bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!tcs_xml_blank(text.data[i]))
            return false;
    return true;
}

/* The markup at the <; TCS_MORE: it was nothing that is handed out. */
static enum tcs_status read_markup(struct tcs_xml *xml, struct tcs_xml_token *token,
                                   struct tcs_fault *fault)
{
    const enum tcs_status passed = pass_over(xml, fault);

    if (passed != TCS_MORE)
        return passed == TCS_OK ? TCS_MORE : passed;
    if (looking_at(xml, "<![CDATA[")) {
        const enum tcs_status status = read_literal(xml, token, fault);

        return status == TCS_OK && token->text.len == 0 ? TCS_MORE : status;
    }
    if (looking_at(xml, "</")) {
        xml->at += 2;
        return read_close(xml, token, fault);
    }
    xml->at++;
    return read_open(xml, token, fault);
}

struct tcs_xml tcs_xml(struct tcs_bytes document)
{
    struct tcs_xml xml;
    static const uint8_t mark[3] = { 0xef, 0xbb, 0xbf };

    memset(&xml, 0, sizeof xml);
    xml.text = document;
    if (document.len >= sizeof mark && memcmp(document.data, mark, sizeof mark) == 0)
        xml.at = sizeof mark;
    return xml;
}

enum tcs_status tcs_xml_next(struct tcs_xml *xml, struct tcs_xml_token *ret_token,
                             struct tcs_fault *fault)
{
    while (xml->at < xml->text.len || xml->empty_open) {
        struct tcs_xml_token *token = ret_token;
        enum tcs_status status = TCS_MORE;

        memset(token, 0, offsetof(struct tcs_xml_token, attributes));
        token->offset = (uint32_t)xml->at;
        if (xml->empty_open) {
            xml->empty_open = false;
            return close_last(xml, token);
        }
        if (xml->text.data[xml->at] == '<')
            status = read_markup(xml, token, fault);
        else
            status = read_text(xml, token, fault);
        if (status == TCS_OK && token->kind == TCS_XML_TEXT && xml->depth == 0) {
            if (!only_blanks(token->text))
                return damaged(xml, "text outside of the root", fault);
            status = TCS_MORE;
        }
        if (status != TCS_MORE)
            return status;
    }
    return xml->root_done ? TCS_END : damaged(xml, "end of document", fault);
}

enum tcs_status tcs_xml_skip(struct tcs_xml *xml, const struct tcs_xml_token *open,
                             struct tcs_fault *fault)
{
    const uint32_t depth = open->depth;
    struct tcs_xml_token token;

    for (;;) {
        const enum tcs_status status = tcs_xml_next(xml, &token, fault);

        if (status != TCS_OK)
            return status == TCS_END ? damaged(xml, "end of document", fault) : status;
        if (token.kind == TCS_XML_CLOSE && token.depth == depth)
            return TCS_OK;
    }
}

/* Appends a token's text; what would not fit is told by the size alone. */
static bool append_text(struct tcs_writer *w, const struct tcs_xml_token *token)
{
    if (token->literal)
        tcs_write_bytes(w, token->text.data, token->text.len);
    else
        (void)tcs_xml_undo(token->text, w);
    return !w->failed;
}

enum tcs_status tcs_xml_content(struct tcs_xml *xml, const struct tcs_xml_token *open,
                                char *ret_text, size_t capacity, struct tcs_fault *fault)
{
    char room[1024];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const uint32_t depth = open->depth;
    struct tcs_xml_token token;

    for (;;) {
        const enum tcs_status status = tcs_xml_next(xml, &token, fault);

        if (status != TCS_OK)
            return status == TCS_END ? damaged(xml, "end of document", fault) : status;
        if (token.kind == TCS_XML_CLOSE && token.depth == depth)
            break;
        if (token.kind == TCS_XML_TEXT && token.depth == depth)
            (void)append_text(&w, &token);
    }
    size_t start = 0;
    size_t end = w.len;

    while (start < end && tcs_xml_blank((uint8_t)room[start]))
        start++;
    while (end > start && tcs_xml_blank((uint8_t)room[end - 1]))
        end--;
    if (w.failed || end - start + 1 > capacity)
        return tcs_fault(fault, TCS_E_FULL, xml->at, "text too long");
    memcpy(ret_text, room + start, end - start);
    ret_text[end - start] = '\0';
    return TCS_OK;
}

bool tcs_xml_attribute(const struct tcs_xml_token *open, const char *name,
                       struct tcs_bytes *ret_value)
{
    for (uint32_t i = 0; i < open->attribute_count; i++)
        if (open->attributes[i].prefix.len == 0 &&
            tcs_xml_is(open->attributes[i].name, name)) {
            *ret_value = open->attributes[i].value;
            return true;
        }
    return false;
}
