/* SPDX-License-Identifier: Apache-2.0 */
#include "record/base64.h"

#include <stdbool.h>
#include <string.h>

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void tcs_base64_write(struct tcs_bytes in, char *ret_text)
{
    size_t at = 0;

    for (size_t i = 0; i < in.len; i += 3) {
        const size_t left = in.len - i;
        const uint32_t bits = (uint32_t)in.data[i] << 16 |
                              (left > 1 ? (uint32_t)in.data[i + 1] << 8 : 0) |
                              (left > 2 ? in.data[i + 2] : 0);

        ret_text[at++] = alphabet[bits >> 18];
        ret_text[at++] = alphabet[bits >> 12 & 0x3f];
        ret_text[at++] = alphabet[bits >> 6 & 0x3f];
        ret_text[at++] = alphabet[bits & 0x3f];
        if (left < 3)
            memset(ret_text + at - (3 - left), '=', 3 - left);
    }
    ret_text[at] = '\0';
}

static int value_of(uint8_t c)
{
    const char *found = c == '\0' ? NULL : strchr(alphabet, c);

    return found == NULL ? -1 : (int)(found - alphabet);
}

enum tcs_status tcs_base64_read(struct tcs_bytes text, uint8_t *ret_data, size_t capacity,
                                size_t *ret_len)
{
    size_t pad = 0;
    size_t at = 0;
    uint32_t bits = 0;

    if (text.len % 4 != 0)
        return TCS_E_DAMAGED;
    while (pad < 2 && pad < text.len && text.data[text.len - 1 - pad] == '=')
        pad++;
    const size_t digits = text.len - pad;
    const size_t len = text.len / 4 * 3 - pad;

    for (size_t i = 0; i < digits; i++)
        if (value_of(text.data[i]) < 0)
            return TCS_E_DAMAGED;
    if (pad > 0) {
        const unsigned spare = (unsigned)value_of(text.data[digits - 1]);

        if ((spare & (pad == 1 ? 0x3u : 0xfu)) != 0)
            return TCS_E_DAMAGED;
    }
    if (len > capacity)
        return TCS_E_FULL;
    for (size_t i = 0; i < text.len; i++) {
        const bool data = i < digits;

        bits = bits << 6 | (data ? (uint32_t)value_of(text.data[i]) : 0);
        if (i % 4 != 3)
            continue;
        for (int shift = 16; shift >= 0 && at < len; shift -= 8)
            ret_data[at++] = (uint8_t)(bits >> shift);
        bits = 0;
    }
    *ret_len = len;
    return TCS_OK;
}
