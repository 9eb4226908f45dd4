/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/framing.h"

#include "base/time.h"

const char *const tcs_asterix_framing_words[TCS_ASTERIX_FRAMING_COUNT + 1] = {
    [TCS_ASTERIX_RAW] = "raw",       [TCS_ASTERIX_FINAL] = "final",
    [TCS_ASTERIX_IOSS] = "ioss",     [TCS_ASTERIX_IOSS_SEQ] = "ioss-seq",
    [TCS_ASTERIX_ORADIS] = "oradis", NULL,
};

struct shape {
    uint8_t head;   /* octets */
    uint8_t foot;   /* octets */
    uint8_t day_at; /* 0: none */
    uint8_t time_at;
    uint8_t time_len;
    uint8_t reserved[3];
    int64_t time_unit_ns;
};

static const struct shape shapes[TCS_ASTERIX_FRAMING_COUNT] = {
    [TCS_ASTERIX_FINAL] = { 8, 4, 4, 5, 3, { 0 }, TCS_NS_PER_S / 100 },
    [TCS_ASTERIX_IOSS] = { 8, 4, 4, 5, 3, { 0 }, TCS_NS_PER_S / 100 },
    [TCS_ASTERIX_IOSS_SEQ] = { 12, 4, 8, 9, 3, { 0 }, TCS_NS_PER_S / 100 },
    [TCS_ASTERIX_ORADIS] = { 6, 0, 0, 2, 4, { 0 }, TCS_NS_PER_S / 1000 },
};

size_t tcs_asterix_frame_head(enum tcs_asterix_framing framing)
{
    return shapes[framing].head;
}

size_t tcs_asterix_frame_len(enum tcs_asterix_framing framing, const uint8_t *head)
{
    const size_t len = (size_t)head[0] << 8 | head[1];
    const size_t least = (size_t)shapes[framing].head + shapes[framing].foot;

    return len > least ? len : 0;
}

static bool has_footer(struct tcs_bytes in, size_t len)
{
    for (size_t i = len - 4; i < len; i++)
        if (in.data[i] != 0xa5)
            return false;
    return true;
}

static enum tcs_status damaged(struct tcs_bytes *in, const char *reason,
                               struct tcs_asterix_fault *ret_fault)
{
    *ret_fault = (struct tcs_asterix_fault) {
        .status = TCS_E_DAMAGED,
        .reason = reason,
        .len = in->len,
    };
    *in = tcs_bytes_part(*in, in->len, in->len);
    return TCS_E_DAMAGED;
}

static int64_t time_of(const struct shape *shape, const uint8_t *head)
{
    int64_t count = 0;

    for (unsigned i = 0; i < shape->time_len; i++)
        count = count << 8 | head[shape->time_at + i];
    return count * shape->time_unit_ns;
}

enum tcs_status tcs_asterix_frame_next(enum tcs_asterix_framing framing,
                                       struct tcs_bytes *in,
                                       struct tcs_asterix_frame *ret_frame,
                                       struct tcs_asterix_fault *ret_fault)
{
    const struct shape *shape = &shapes[framing];
    const uint8_t *head = in->data;

    if (in->len == 0)
        return TCS_END;
    if (framing == TCS_ASTERIX_RAW) {
        *ret_frame = (struct tcs_asterix_frame) { .blocks = *in };
        *in = tcs_bytes_part(*in, in->len, in->len);
        return TCS_OK;
    }
    if (in->len < shape->head)
        return damaged(in, "frame cut short", ret_fault);
    const size_t len = tcs_asterix_frame_len(framing, head);

    if (len == 0 || len > in->len)
        return damaged(in,
                       len == 0 ? "frame too short: another framing?"
                                : "frame runs over the input: another framing?",
                       ret_fault);
    if (framing == TCS_ASTERIX_FINAL && !has_footer(*in, len))
        return damaged(in, "frame without its footer: another framing?", ret_fault);
    *ret_frame = (struct tcs_asterix_frame) {
        .blocks = tcs_bytes_part(*in, shape->head, len - shape->head - shape->foot),
        .has_time = time_of(shape, head) < 86400 * TCS_NS_PER_S,
        .day = shape->day_at > 0 ? head[shape->day_at] : 0,
        .tod_ns = time_of(shape, head),
    };
    *in = tcs_bytes_part(*in, len, in->len);
    return TCS_OK;
}

/* Blocks from the first octet to the last, or to one that is cut off. */
static bool are_blocks(struct tcs_bytes input, bool is_beginning)
{
    size_t at = 0;

    while (at + TCS_ASTERIX_HEADER_LEN <= input.len) {
        const size_t len = (size_t)input.data[at + 1] << 8 | input.data[at + 2];

        if (input.data[at] == 0 || len <= TCS_ASTERIX_HEADER_LEN)
            return false;
        at += len;
    }
    return at > 0 && (at == input.len || (is_beginning && at >= 256));
}

static bool are_frames(enum tcs_asterix_framing framing, struct tcs_bytes input,
                       bool is_beginning)
{
    size_t frames = 0;

    while (input.len > 0) {
        struct tcs_asterix_frame frame;
        struct tcs_asterix_fault ignored;
        const bool whole = input.len >= shapes[framing].head &&
                           tcs_asterix_frame_len(framing, input.data) <= input.len;

        if (!whole && is_beginning && frames > 0)
            return true;
        if (tcs_asterix_frame_next(framing, &input, &frame, &ignored) != TCS_OK ||
            !frame.has_time || !are_blocks(frame.blocks, false))
            return false;
        frames++;
    }
    return frames > 0;
}

enum tcs_status tcs_asterix_framing_find(struct tcs_bytes input, bool is_beginning,
                                         enum tcs_asterix_framing *ret_framing)
{
    enum tcs_asterix_framing found = TCS_ASTERIX_RAW;
    unsigned count = are_blocks(input, is_beginning) ? 1 : 0;

    for (enum tcs_asterix_framing i = TCS_ASTERIX_FINAL; i < TCS_ASTERIX_FRAMING_COUNT;
         i++)
        if ((i != TCS_ASTERIX_IOSS || found != TCS_ASTERIX_FINAL) &&
            are_frames(i, input, is_beginning)) {
            found = i;
            count++;
        }
    if (count != 1)
        return TCS_E_NOT_FOUND;
    *ret_framing = found;
    return TCS_OK;
}
