/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/put.h"

#include "base/text.h"

void tcs_put_text(struct tcs_writer *w, const char *text)
{
    const struct tcs_bytes octets = tcs_text_bytes(text);

    tcs_write_bytes(w, octets.data, octets.len);
}

void tcs_put_uint(struct tcs_writer *w, uint64_t value, unsigned digits)
{
    char room[20];
    unsigned at = sizeof room;

    do {
        room[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0 || sizeof room - at < digits);
    tcs_write_bytes(w, room + at, sizeof room - at);
}

/* Rounded to the nearest, halves away from zero; |value| 10^decimals below 2^53. */
void tcs_put_fixed(struct tcs_writer *w, double value, unsigned decimals)
{
    uint64_t scale = 1;

    for (unsigned i = 0; i < decimals; i++)
        scale *= 10;
    const uint64_t scaled =
        (uint64_t)((value < 0.0 ? -value : value) * (double)scale + 0.5);

    if (value < 0.0 && scaled > 0)
        tcs_write_u8(w, '-');
    tcs_put_uint(w, scaled / scale, 1);
    tcs_write_u8(w, '.');
    tcs_put_uint(w, scaled % scale, decimals);
}

void tcs_put_rounded(struct tcs_writer *w, double value, unsigned decimals)
{
    const double magnitude = value < 0.0 ? -value : value;

    if (decimals > 0) {
        tcs_put_fixed(w, value, decimals);
        return;
    }
    if (value <= -0.5)
        tcs_write_u8(w, '-');
    tcs_put_uint(w, (uint64_t)(magnitude + 0.5), 1);
}

/* With the escapes that JSON demands. */
void tcs_put_quoted(struct tcs_writer *w, const char *text)
{
    static const char digits[] = "0123456789abcdef";

    tcs_write_u8(w, '"');
    for (; *text != '\0'; text++) {
        const uint8_t c = (uint8_t)*text;

        if (c < 0x20) {
            tcs_put_text(w, "\\u00");
            tcs_write_u8(w, (uint8_t)digits[c >> 4]);
            tcs_write_u8(w, (uint8_t)digits[c & 15]);
            continue;
        }
        if (c == '"' || c == '\\')
            tcs_write_u8(w, '\\');
        tcs_write_u8(w, c);
    }
    tcs_write_u8(w, '"');
}
