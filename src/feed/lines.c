/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/lines.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Whole and decimals apart: a double would lose nanoseconds. */
static bool csv_time(struct tcs_bytes line, int64_t *ret_utc_ns)
{
    int64_t value = 0;
    int64_t unit = TCS_NS_PER_S;
    size_t i = 0;

    for (; i < line.len && is_digit(line.data[i]) && i < 10; i++)
        value = value * 10 + (line.data[i] - '0');
    if (i == 0 || value >= INT64_MAX / TCS_NS_PER_S)
        return false;
    value *= TCS_NS_PER_S;
    if (i < line.len && line.data[i] == '.')
        for (i++; i < line.len && is_digit(line.data[i]); i++) {
            unit /= 10;
            value += unit * (line.data[i] - '0');
        }
    *ret_utc_ns = value;
    return i < line.len && line.data[i] == ',';
}

static bool json_time(struct tcs_bytes line, int64_t *ret_utc_ns)
{
    static const char key[] = "\"time\"";
    const size_t key_len = sizeof key - 1;
    size_t i = 0;
    char text[40];

    while (i + key_len <= line.len && memcmp(line.data + i, key, key_len) != 0)
        i++;
    i += key_len;
    while (i < line.len && (line.data[i] == ' ' || line.data[i] == ':'))
        i++;
    if (i >= line.len || line.data[i] != '"')
        return false;
    const size_t begin = ++i;

    while (i < line.len && line.data[i] != '"')
        i++;
    return i < line.len &&
           tcs_text_copy(text, sizeof text, tcs_bytes(line.data + begin, i - begin)) &&
           tcs_utc_parse(text, ret_utc_ns) == TCS_OK;
}

bool tcs_line_time(struct tcs_bytes line, int64_t *ret_utc_ns)
{
    if (line.len == 0)
        return false;
    return line.data[0] == '{' ? json_time(line, ret_utc_ns) : csv_time(line, ret_utc_ns);
}
