/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/lines.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Up to the character `end`. Whole and decimals apart: a double would lose nanoseconds.
 */
static bool seconds_time(struct tcs_bytes text, uint8_t end, int64_t *ret_utc_ns)
{
    int64_t value = 0;
    int64_t unit = TCS_NS_PER_S;
    size_t i = 0;

    for (; i < text.len && is_digit(text.data[i]) && i < 10; i++)
        value = value * 10 + (text.data[i] - '0');
    if (i == 0 || value >= INT64_MAX / TCS_NS_PER_S)
        return false;
    value *= TCS_NS_PER_S;
    if (i < text.len && text.data[i] == '.')
        for (i++; i < text.len && is_digit(text.data[i]); i++) {
            unit /= 10;
            value += unit * (text.data[i] - '0');
        }
    *ret_utc_ns = value;
    return i < text.len && text.data[i] == end;
}

/* What stands behind the first of these words, and behind blanks and colons; empty: it is
 * not there. */
static struct tcs_bytes behind(struct tcs_bytes line, const char *word)
{
    const size_t len = strlen(word);
    size_t i = 0;

    while (i + len <= line.len && memcmp(line.data + i, word, len) != 0)
        i++;
    i += len;
    while (i < line.len && (line.data[i] == ' ' || line.data[i] == ':'))
        i++;
    return tcs_bytes_part(line, i, line.len);
}

static bool json_time(struct tcs_bytes line, int64_t *ret_utc_ns)
{
    const struct tcs_bytes value = behind(line, "\"time\"");
    char text[40];
    size_t end = 1;

    if (value.len == 0 || value.data[0] != '"')
        return seconds_time(behind(line, "\"now\""), ',', ret_utc_ns);
    while (end < value.len && value.data[end] != '"')
        end++;
    return end < value.len &&
           tcs_text_copy(text, sizeof text, tcs_bytes_part(value, 1, end - 1)) &&
           tcs_utc_parse(text, ret_utc_ns) == TCS_OK;
}

bool tcs_line_time(struct tcs_bytes line, int64_t *ret_utc_ns)
{
    if (line.len == 0)
        return false;
    if (line.data[0] == '{')
        return json_time(line, ret_utc_ns);
    if (line.data[0] == '-' || line.data[0] == '+')
        return seconds_time(behind(line, ";t="), ';', ret_utc_ns);
    return seconds_time(line, ',', ret_utc_ns);
}
