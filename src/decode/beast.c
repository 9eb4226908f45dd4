/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/beast.h"

#include <stdbool.h>
#include <string.h>

enum {
    ESCAPE = 0x1a,
    HEAD_LEN = 7, /* ticks and signal */
};

/* Octets behind the type; 0: not a type that we know. */
static uint8_t body_len(uint8_t type)
{
    switch (type) {
    case '1':
        return HEAD_LEN + 2;
    case '2':
        return HEAD_LEN + TCS_MODE_S_SHORT_LEN;
    case '3':
    case '4':
        return HEAD_LEN + TCS_MODE_S_LONG_LEN;
    default:
        return 0;
    }
}

/* An octet of this value behind a 1a opens a frame. */
static void open_frame(struct tcs_beast *beast, uint8_t type)
{
    if (beast->want > 0)
        beast->damaged_count++;
    beast->want = body_len(type);
    beast->type = type;
    beast->have = 0;
    if (beast->want == 0)
        beast->foreign_count++;
    /* What follows a type that we do not know is its body, not noise. */
    beast->lost = beast->want == 0;
}

static void close_frame(struct tcs_beast *beast, struct tcs_mode_s_frame *frame)
{
    const uint8_t *body = beast->body;

    memset(frame, 0, sizeof *frame);
    for (unsigned i = 0; i < 6; i++)
        frame->ticks = frame->ticks << 8 | body[i];
    frame->flags = TCS_MODE_S_HAS_TICKS | TCS_MODE_S_HAS_SIGNAL;
    frame->signal_raw = body[6];
    frame->len = (uint8_t)(beast->want - HEAD_LEN);
    memcpy(frame->octets, body + HEAD_LEN, frame->len);
    beast->want = 0;
    beast->frame_count++;
}

/* An octet of data. True when it completes a frame. */
static bool take_octet(struct tcs_beast *beast, uint8_t octet)
{
    if (beast->want == 0) {
        if (beast->lost == 0)
            beast->damaged_count++;
        beast->lost = 1;
        return false;
    }
    beast->body[beast->have++] = octet;
    if (beast->have < beast->want)
        return false;
    if (beast->type != '4')
        return true;
    beast->foreign_count++;
    beast->want = 0;
    return false;
}

enum tcs_status tcs_beast_next(struct tcs_beast *beast, struct tcs_bytes *in,
                               struct tcs_mode_s_frame *ret_frame)
{
    const uint8_t *at = in->data;
    size_t left = in->len;
    enum tcs_status status = TCS_MORE;

    while (left > 0 && status != TCS_OK) {
        const uint8_t octet = *at++;

        left--;
        if (beast->escaped == 0 && octet == ESCAPE) {
            beast->escaped = 1;
        } else if (beast->escaped != 0 && octet != ESCAPE) {
            beast->escaped = 0;
            open_frame(beast, octet);
        } else {
            beast->escaped = 0;
            if (take_octet(beast, octet)) {
                close_frame(beast, ret_frame);
                status = TCS_OK;
            }
        }
    }
    *in = tcs_bytes(at, left);
    return status;
}
