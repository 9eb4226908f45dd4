/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void tcs_json_init(struct tcs_json *json, FILE *out)
{
    json->out = out;
    json->len = 0;
    json->depth = 0;
    json->comma = false;
    json->failed = false;
}

static void drain(struct tcs_json *json)
{
    if (json->len > 0 && fwrite(json->buffer, 1, json->len, json->out) != json->len)
        json->failed = true;
    json->len = 0;
}

static void put(struct tcs_json *json, const char *text, size_t len)
{
    if (len > sizeof json->buffer - json->len)
        drain(json);
    if (len > sizeof json->buffer) {
        if (fwrite(text, 1, len, json->out) != len)
            json->failed = true;
        return;
    }
    memcpy(json->buffer + json->len, text, len);
    json->len += len;
}

static void put_char(struct tcs_json *json, char c)
{
    if (json->len == sizeof json->buffer)
        drain(json);
    json->buffer[json->len++] = c;
}

static void begin(struct tcs_json *json, const char *key)
{
    if (json->comma)
        put_char(json, ',');
    json->comma = true;
    if (key == NULL)
        return;
    put_char(json, '"');
    put(json, key, strlen(key));
    put(json, "\":", 2);
}

static void open_nested(struct tcs_json *json, const char *key, const char pair[2])
{
    assert(json->depth < TCS_JSON_DEPTH_MAX);
    begin(json, key);
    put_char(json, pair[0]);
    json->close[json->depth++] = pair[1];
    json->comma = false;
}

void tcs_json_object(struct tcs_json *json, const char *key)
{
    open_nested(json, key, "{}");
}

void tcs_json_array(struct tcs_json *json, const char *key)
{
    open_nested(json, key, "[]");
}

void tcs_json_end(struct tcs_json *json)
{
    assert(json->depth > 0);
    put_char(json, json->close[--json->depth]);
    json->comma = true;
}

/* Length of the UTF-8 sequence at the start of text, 0 when there is none (RFC 3629:
 * no overlong forms, no surrogates, nothing above U+10FFFF). */
static size_t utf8_len(const uint8_t *d, size_t left)
{
    const uint8_t lead = d[0];
    const size_t len = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4 || len > left)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((d[i] & 0xc0) != 0x80)
            return 0;
    if ((lead == 0xe0 && d[1] < 0xa0) || (lead == 0xed && d[1] > 0x9f) ||
        (lead == 0xf0 && d[1] < 0x90) || (lead == 0xf4 && d[1] > 0x8f))
        return 0;
    return len;
}

static void put_escaped(struct tcs_json *json, uint8_t c)
{
    static const char names[] = "btn fr"; /* for 8, 9, 10, -, 12, 13 */
    char text[8];

    if (c == '"' || c == '\\') {
        text[0] = '\\';
        text[1] = (char)c;
        put(json, text, 2);
    } else if (c >= 8 && c <= 13 && c != 11) {
        text[0] = '\\';
        text[1] = names[c - 8];
        put(json, text, 2);
    } else {
        put(json, text, (size_t)snprintf(text, sizeof text, "\\u%04x", c));
    }
}

void tcs_json_bytes(struct tcs_json *json, const char *key, struct tcs_bytes value)
{
    begin(json, key);
    put_char(json, '"');
    for (size_t i = 0; i < value.len;) {
        const size_t len = utf8_len(value.data + i, value.len - i);
        const uint8_t c = value.data[i];

        if (len == 0)
            put(json, "\xef\xbf\xbd", 3);
        else if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
            put_escaped(json, c);
        else
            put(json, (const char *)value.data + i, len);
        i += len > 0 ? len : 1;
    }
    put_char(json, '"');
}

void tcs_json_text(struct tcs_json *json, const char *key, const char *value)
{
    tcs_json_bytes(json, key, tcs_bytes(value, strlen(value)));
}

void tcs_json_hex(struct tcs_json *json, const char *key, struct tcs_bytes value)
{
    static const char digits[] = "0123456789abcdef";

    begin(json, key);
    put_char(json, '"');
    for (size_t i = 0; i < value.len; i++) {
        put_char(json, digits[value.data[i] >> 4]);
        put_char(json, digits[value.data[i] & 15]);
    }
    put_char(json, '"');
}

static void put_uint(struct tcs_json *json, uint64_t value)
{
    char text[20];
    size_t at = sizeof text;

    do {
        text[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    put(json, text + at, sizeof text - at);
}

void tcs_json_uint(struct tcs_json *json, const char *key, uint64_t value)
{
    begin(json, key);
    put_uint(json, value);
}

void tcs_json_int(struct tcs_json *json, const char *key, int64_t value)
{
    begin(json, key);
    if (value < 0)
        put_char(json, '-');
    put_uint(json, value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value);
}

void tcs_json_double(struct tcs_json *json, const char *key, double value)
{
    char text[40];
    int len = 0;

    if (!isfinite(value)) {
        tcs_json_null(json, key);
        return;
    }
    if (value >= -1e15 && value <= 1e15 && value == (double)(int64_t)value) {
        tcs_json_int(json, key, (int64_t)value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        len = snprintf(text, sizeof text, "%.*g", digits, value);
        if (digits == 17 || strtod(text, NULL) == value)
            break;
    }
    for (char *c = text; *c != '\0'; c++) /* whatever the locale's decimal mark is */
        if (*c != '-' && *c != '+' && *c != 'e' && (*c < '0' || *c > '9'))
            *c = '.';
    begin(json, key);
    put(json, text, (size_t)len);
}

void tcs_json_bool(struct tcs_json *json, const char *key, bool value)
{
    begin(json, key);
    if (value)
        put(json, "true", 4);
    else
        put(json, "false", 5);
}

void tcs_json_null(struct tcs_json *json, const char *key)
{
    begin(json, key);
    put(json, "null", 4);
}

void tcs_json_line(struct tcs_json *json)
{
    assert(json->depth == 0);
    put_char(json, '\n');
    json->comma = false;
}

bool tcs_json_flush(struct tcs_json *json)
{
    drain(json);
    if (fflush(json->out) != 0)
        json->failed = true;
    return !json->failed;
}
