/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/avr.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

enum {
    TICKS_DIGITS = 12,
    SHORT_DIGITS = 14, /* two an octet */
    LONG_DIGITS = 28,
};

/* 2, 7 or 14 octets of hexadecimal digits. */
static bool octets_read(struct tcs_bytes text, struct tcs_mode_s_frame *frame)
{
    size_t len = 0;

    if (text.len != 4 && text.len != SHORT_DIGITS && text.len != LONG_DIGITS)
        return false;
    if (tcs_text_hex(text, frame->octets, sizeof frame->octets, &len) != TCS_OK)
        return false;
    frame->len = (uint8_t)len;
    return true;
}

static bool frame_read(uint8_t kind, struct tcs_bytes body,
                       struct tcs_mode_s_frame *ret_frame)
{
    struct tcs_mode_s_frame frame = { 0 };

    if (kind == '@') {
        uint8_t ticks[TICKS_DIGITS / 2];
        size_t len = 0;

        if (tcs_text_hex(tcs_bytes_part(body, 0, TICKS_DIGITS), ticks, sizeof ticks,
                         &len) != TCS_OK ||
            len != sizeof ticks)
            return false;
        for (size_t i = 0; i < len; i++)
            frame.ticks = frame.ticks << 8 | ticks[i];
        frame.flags = TCS_MODE_S_HAS_TICKS;
        body = tcs_bytes_part(body, TICKS_DIGITS, body.len);
        if (body.len > 0 && body.data[0] == ' ')
            body = tcs_bytes_part(body, 1, body.len);
    }
    if (!octets_read(body, &frame))
        return false;
    *ret_frame = frame;
    return true;
}

/* A character outside frames. */
static void skip(struct tcs_avr *avr, uint8_t c)
{
    if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
        return;
    if (avr->lost == 0)
        avr->damaged_count++;
    avr->lost = 1;
}

/* A frame is open, and something that cannot belong to it has come. */
static void give_up(struct tcs_avr *avr)
{
    avr->damaged_count++;
    avr->kind = 0;
    avr->lost = 1;
}

enum tcs_status tcs_avr_next(struct tcs_avr *avr, struct tcs_bytes *in,
                             struct tcs_mode_s_frame *ret_frame)
{
    while (in->len > 0) {
        const uint8_t c = in->data[0];

        *in = tcs_bytes(in->data + 1, in->len - 1);
        if (c == '*' || c == '@') {
            if (avr->kind != 0)
                avr->damaged_count++;
            avr->kind = c;
            avr->have = 0;
            avr->lost = 0;
        } else if (avr->kind == 0) {
            skip(avr, c);
        } else if (c == ';') {
            const struct tcs_bytes body = tcs_bytes(avr->body, avr->have);

            if (frame_read(avr->kind, body, ret_frame)) {
                avr->kind = 0;
                avr->frame_count++;
                return TCS_OK;
            }
            give_up(avr);
            avr->lost = 0;
        } else if (c == '\n' || avr->have == sizeof avr->body) {
            give_up(avr);
        } else {
            avr->body[avr->have++] = c;
        }
    }
    return TCS_MORE;
}

/* digits[.digits], at most nine decimals. */
static enum tcs_status time_read(struct tcs_bytes text, int64_t *ret_utc_ns)
{
    size_t dot = 0;
    int64_t seconds = 0;
    int64_t fraction = 0;

    while (dot < text.len && text.data[dot] != '.')
        dot++;
    if (text.len == 0 || text.data[0] == '-')
        return TCS_E_DAMAGED;
    enum tcs_status status = tcs_text_int(tcs_bytes_part(text, 0, dot), &seconds);

    if (status != TCS_OK)
        return status;
    if (dot < text.len) {
        const struct tcs_bytes decimals = tcs_bytes_part(text, dot + 1, text.len);

        if (decimals.len == 0 || decimals.len > 9 || decimals.data[0] == '-')
            return TCS_E_DAMAGED;
        status = tcs_text_int(decimals, &fraction);
        if (status != TCS_OK)
            return status;
        for (size_t i = decimals.len; i < 9; i++)
            fraction *= 10;
    }
    if (seconds > INT64_MAX / TCS_NS_PER_S - 1)
        return TCS_E_IMPOSSIBLE;
    *ret_utc_ns = seconds * TCS_NS_PER_S + fraction;
    return TCS_OK;
}

enum tcs_status tcs_timed_line_read(struct tcs_bytes line,
                                    struct tcs_timed_frame *ret_timed,
                                    struct tcs_fault *fault)
{
    struct tcs_timed_frame timed;
    struct tcs_bytes hex = line;
    size_t comma = 0;

    memset(&timed, 0, sizeof timed);
    while (comma < line.len && line.data[comma] != ',')
        comma++;
    if (comma < line.len) {
        const enum tcs_status status =
            time_read(tcs_bytes_part(line, 0, comma), &timed.utc_ns);

        if (status != TCS_OK)
            return tcs_fault(fault, status, 0, "time of the line");
        timed.has_time = true;
        hex = tcs_bytes_part(line, comma + 1, line.len);
        size_t end = 0;

        while (end < hex.len && hex.data[end] != ',')
            end++;
        hex.len = end;
    }
    if (hex.len >= 2 && hex.data[0] == '"' && hex.data[hex.len - 1] == '"')
        hex = tcs_bytes_part(hex, 1, hex.len - 2);
    if (!octets_read(hex, &timed.frame))
        return tcs_fault(fault, TCS_E_DAMAGED, timed.has_time ? comma + 1 : 0,
                         "hexadecimal digits of a frame");
    *ret_timed = timed;
    return TCS_OK;
}
