/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/json.h"

#include <string.h>

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "base/text.h"

/* Walks the tokens in the order of the text and checks what stands between them. */
struct checker {
    struct tcs_js *js;
    size_t at; /* behind what has been checked */
    uint32_t depth;
    struct level {
        uint32_t token;
        uint32_t seen;    /* values, or pairs, so far */
        bool name_is_due; /* of an object */
    } levels[TCS_JS_DEPTH_MAX];
};

/* Blanks up to `to`, and `mark` among them once, unless it is 0. */
static bool check_gap(struct checker *checker, size_t to, char mark)
{
    if (to > checker->js->text.len)
        return false;
    for (; checker->at < to; checker->at++) {
        const char c = (char)checker->js->text.data[checker->at];

        if (mark != 0 && c == mark)
            mark = 0;
        else if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return false;
    }
    return mark == 0;
}

static bool close_level(struct checker *checker)
{
    const struct level *level = &checker->levels[checker->depth - 1];
    const struct tcs_js_token *token = &checker->js->tokens[level->token];

    if (!check_gap(checker, token->end - 1u, 0) ||
        (token->kind == TCS_JS_OBJECT && !level->name_is_due))
        return false;
    checker->at = token->end;
    checker->depth--;
    return true;
}

/* What has to stand before the next token; notes that it has come. False: it may not
 * stand there. */
static bool expect(struct checker *checker, uint32_t index, char *ret_mark)
{
    const struct tcs_js *js = checker->js;

    *ret_mark = 0;
    if (checker->depth == 0)
        return index == 0;
    struct level *level = &checker->levels[checker->depth - 1];
    const bool in_object = js->tokens[level->token].kind == TCS_JS_OBJECT;

    if (in_object && !level->name_is_due) {
        *ret_mark = ':';
        level->name_is_due = true;
        level->seen++;
        return true;
    }
    *ret_mark = level->seen > 0 ? ',' : 0;
    if (!in_object) {
        level->seen++;
        return true;
    }
    level->name_is_due = false;
    return js->tokens[index].kind == TCS_JS_TEXT;
}

/* As RFC 8259 has it: no digit behind a leading zero. */
static bool is_number(struct tcs_bytes text)
{
    const size_t first = text.len > 0 && text.data[0] == '-' ? 1 : 0;
    double number = 0.0;

    if (text.len > first + 1 && text.data[first] == '0' && text.data[first + 1] >= '0' &&
        text.data[first + 1] <= '9')
        return false;
    return tcs_text_double(text, &number) != TCS_E_DAMAGED;
}

static bool check_value(struct checker *checker, uint32_t index)
{
    struct tcs_js *js = checker->js;
    struct tcs_js_token *token = &js->tokens[index];
    const struct tcs_bytes text =
        tcs_bytes_part(js->text, token->start, (size_t)(token->end - token->start));

    if (token->kind == TCS_JS_TEXT) {
        checker->at = token->end + 1u;
        for (size_t i = 0; i < text.len; i++)
            if (text.data[i] < 0x20)
                return false;
        return true;
    }
    if (token->kind == TCS_JS_WORD) {
        checker->at = token->end;
        if (tcs_bytes_equal(text, tcs_text_bytes("true")) ||
            tcs_bytes_equal(text, tcs_text_bytes("false")) ||
            tcs_bytes_equal(text, tcs_text_bytes("null")))
            return true;
        token->kind = TCS_JS_NUMBER;
        return is_number(text);
    }
    if (checker->depth == TCS_JS_DEPTH_MAX)
        return false;
    checker->levels[checker->depth++] = (struct level) { index, 0, true };
    checker->at = token->start + 1u;
    return true;
}

static bool check(struct checker *checker)
{
    const struct tcs_js *js = checker->js;

    for (uint32_t i = 0; i < js->count; i++) {
        const struct tcs_js_token *token = &js->tokens[i];
        char mark = 0;

        while (checker->depth > 0 &&
               js->tokens[checker->levels[checker->depth - 1].token].end <= token->start)
            if (!close_level(checker))
                return false;
        if (!expect(checker, i, &mark) ||
            !check_gap(checker, token->start - (token->kind == TCS_JS_TEXT ? 1u : 0u),
                       mark) ||
            !check_value(checker, i))
            return false;
    }
    while (checker->depth > 0)
        if (!close_level(checker))
            return false;
    return js->count > 0 && check_gap(checker, js->text.len, 0);
}

static uint8_t kind_of(jsmntype_t type)
{
    switch (type) {
    case JSMN_OBJECT:
        return TCS_JS_OBJECT;
    case JSMN_ARRAY:
        return TCS_JS_ARRAY;
    case JSMN_STRING:
        return TCS_JS_TEXT;
    case JSMN_PRIMITIVE:
    case JSMN_UNDEFINED:
        break;
    }
    return TCS_JS_WORD;
}

enum tcs_status tcs_js_read(struct tcs_bytes text, struct tcs_js *ret_js,
                            struct tcs_fault *fault)
{
    jsmntok_t tokens[TCS_JS_TOKENS_MAX];
    jsmn_parser parser;

    if (text.len == 0 || text.len > TCS_JS_LEN_MAX)
        return tcs_fault(fault, TCS_E_DAMAGED, 0, "JSON text that is empty or too long");
    jsmn_init(&parser);
    const int count =
        jsmn_parse(&parser, (const char *)text.data, text.len, tokens, TCS_JS_TOKENS_MAX);

    if (count == JSMN_ERROR_NOMEM)
        return tcs_fault(fault, TCS_E_DAMAGED, parser.pos, "JSON with too many values");
    if (count <= 0)
        return tcs_fault(fault, TCS_E_DAMAGED, parser.pos, "JSON");
    ret_js->text = text;
    ret_js->count = (uint32_t)count;
    for (int i = 0; i < count; i++)
        ret_js->tokens[i] =
            (struct tcs_js_token) { (uint16_t)tokens[i].start, (uint16_t)tokens[i].end,
                                    (uint16_t)tokens[i].size, kind_of(tokens[i].type),
                                    0 };
    struct checker checker = { .js = ret_js };

    if (!check(&checker)) {
        ret_js->count = 0;
        return tcs_fault(fault, TCS_E_DAMAGED, checker.at, "JSON");
    }
    return TCS_OK;
}

uint32_t tcs_js_after(const struct tcs_js *js, uint32_t value)
{
    const uint16_t end = js->tokens[value].end;

    do
        value++;
    while (value < js->count && js->tokens[value].start < end);
    return value;
}

static struct tcs_bytes written(const struct tcs_js *js, uint32_t value)
{
    const struct tcs_js_token *token = &js->tokens[value];

    return tcs_bytes_part(js->text, token->start, (size_t)(token->end - token->start));
}

bool tcs_js_is(const struct tcs_js *js, uint32_t value, const char *text)
{
    return js->tokens[value].kind == TCS_JS_TEXT &&
           tcs_bytes_equal(written(js, value), tcs_text_bytes(text));
}

enum tcs_status tcs_js_find(const struct tcs_js *js, uint32_t object, const char *name,
                            uint32_t *ret_value)
{
    uint32_t found = 0;
    uint32_t at = object + 1;

    if (js->tokens[object].kind != TCS_JS_OBJECT)
        return TCS_E_DAMAGED;
    for (unsigned i = 0; i < js->tokens[object].size; i++) {
        if (tcs_js_is(js, at, name)) {
            if (found != 0)
                return TCS_E_DAMAGED;
            found = at + 1;
        }
        at = tcs_js_after(js, at + 1);
    }
    if (found == 0)
        return TCS_E_NOT_FOUND;
    *ret_value = found;
    return TCS_OK;
}

enum tcs_status tcs_js_number(const struct tcs_js *js, uint32_t value, double *ret_number)
{
    if (js->tokens[value].kind != TCS_JS_NUMBER)
        return TCS_E_DAMAGED;
    return tcs_text_double(written(js, value), ret_number);
}

/* Four digits, which jsmn has checked; false when they are not all there. */
static bool unit_read(struct tcs_reader *r, uint32_t *ret_unit)
{
    uint8_t octets[2];
    size_t len = 0;

    if (tcs_text_hex(tcs_read_bytes(r, 4), octets, sizeof octets, &len) != TCS_OK ||
        len != 2)
        return false;
    *ret_unit = (uint32_t)octets[0] << 8 | octets[1];
    return true;
}

/* Behind \u: one code unit, or both of a surrogate pair; 0: damaged. */
static uint32_t code_point_read(struct tcs_reader *r)
{
    uint32_t high = 0;
    uint32_t low = 0;

    if (!unit_read(r, &high))
        return 0;
    if (high < 0xd800 || high > 0xdfff)
        return high;
    if (high > 0xdbff || tcs_read_u8(r) != '\\' || tcs_read_u8(r) != 'u' ||
        !unit_read(r, &low) || low < 0xdc00 || low > 0xdfff)
        return 0;
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static void utf8_write(struct tcs_writer *w, uint32_t code)
{
    if (code < 0x80) {
        tcs_write_u8(w, (uint8_t)code);
        return;
    }
    if (code < 0x800) {
        tcs_write_u8(w, (uint8_t)(0xc0 | code >> 6));
    } else {
        if (code < 0x10000) {
            tcs_write_u8(w, (uint8_t)(0xe0 | code >> 12));
        } else {
            tcs_write_u8(w, (uint8_t)(0xf0 | code >> 18));
            tcs_write_u8(w, (uint8_t)(0x80 | (code >> 12 & 0x3f)));
        }
        tcs_write_u8(w, (uint8_t)(0x80 | (code >> 6 & 0x3f)));
    }
    tcs_write_u8(w, (uint8_t)(0x80 | (code & 0x3f)));
}

/* What stands for itself behind a backslash, or for a control character. */
static uint32_t escaped(uint8_t c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

enum tcs_status tcs_js_text(const struct tcs_js *js, uint32_t value, char *ret_text,
                            size_t capacity)
{
    if (js->tokens[value].kind != TCS_JS_TEXT)
        return TCS_E_DAMAGED;
    struct tcs_reader r = tcs_reader(written(js, value));
    struct tcs_writer w = tcs_writer(ret_text, capacity);

    while (tcs_reader_left(&r) > 0) {
        const uint8_t c = tcs_read_u8(&r);

        if (c != '\\') {
            tcs_write_u8(&w, c);
            continue;
        }
        const uint8_t which = tcs_read_u8(&r);
        const uint32_t code = which == 'u' ? code_point_read(&r) : escaped(which);

        if (code == 0)
            return TCS_E_DAMAGED;
        utf8_write(&w, code);
    }
    tcs_write_u8(&w, 0);
    return w.failed ? TCS_E_FULL : TCS_OK;
}
