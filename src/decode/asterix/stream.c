/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/stream.h"

#include <assert.h>
#include <string.h>

static uint8_t *front(struct tcs_asterix_stream *s)
{
    return s->buffer + s->from;
}

static size_t block_len(const uint8_t *head)
{
    return (size_t)head[1] << 8 | head[2];
}

/* Takes from *in until `want` octets are there; false when it has not so many. */
static bool gather(struct tcs_asterix_stream *s, struct tcs_bytes *in, size_t want)
{
    if (s->have >= want)
        return true;
    if (s->from + want > sizeof s->buffer) {
        memmove(s->buffer, front(s), s->have);
        s->from = 0;
    }
    const size_t missing = want - s->have;
    const size_t len = in->len < missing ? in->len : missing;

    if (len > 0)
        memcpy(front(s) + s->have, in->data, len);
    s->have += (uint32_t)len;
    *in = tcs_bytes_part(*in, len, in->len);
    return s->have >= want;
}

static void drop(struct tcs_asterix_stream *s, size_t len)
{
    assert(len <= s->have);
    s->from += (uint32_t)len;
    s->have -= (uint32_t)len;
    if (s->have == 0)
        s->from = 0;
}

static bool plausible(const struct tcs_asterix_set *set, const uint8_t *head)
{
    return tcs_asterix_set_reads(set, head[0]) &&
           block_len(head) > TCS_ASTERIX_HEADER_LEN &&
           block_len(head) <= TCS_ASTERIX_STREAM_MAX;
}

static bool decodes(const struct tcs_asterix_set *set, struct tcs_bytes block)
{
    struct tcs_asterix_input input = tcs_asterix_input(set, block);
    struct tcs_asterix_record record;
    struct tcs_asterix_fault ignored;
    enum tcs_status status = TCS_OK;

    while (status == TCS_OK)
        status = tcs_asterix_next(&input, &record, &ignored);
    return status == TCS_END;
}

/* Looks for the next block; false when more octets are needed to tell. */
static bool hunt(struct tcs_asterix_stream *s, const struct tcs_asterix_set *set,
                 struct tcs_bytes *in)
{
    for (;;) {
        if (!gather(s, in, TCS_ASTERIX_HEADER_LEN))
            return false;
        const size_t len = block_len(front(s));

        if (plausible(set, front(s))) {
            if (!gather(s, in, len + TCS_ASTERIX_HEADER_LEN))
                return false;
            if (plausible(set, front(s) + len) &&
                decodes(set, tcs_bytes(front(s), len))) {
                s->hunting = 0;
                return true;
            }
        }
        drop(s, 1);
        s->lost_octets++;
    }
}

static enum tcs_status fault(const struct tcs_asterix_stream *s, enum tcs_status status,
                             const char *reason, size_t len,
                             struct tcs_asterix_fault *ret_fault)
{
    *ret_fault = (struct tcs_asterix_fault) {
        .status = status,
        .category = s->buffer[s->from],
        .reason = reason,
        .len = len,
    };
    return status;
}

/* Passes over `skip` octets: first those in the buffer, then those of *in. */
static void pass_over(struct tcs_asterix_stream *s, struct tcs_bytes *in)
{
    const uint32_t held = s->skip < s->have ? s->skip : s->have;
    const size_t rest = s->skip - held;
    const size_t from_in = rest < in->len ? rest : in->len;

    drop(s, held);
    *in = tcs_bytes_part(*in, from_in, in->len);
    s->skip -= held + (uint32_t)from_in;
    if (s->skip_is_foreign != 0)
        s->foreign_octets += held + from_in;
    else
        s->lost_octets += held + from_in;
}

enum tcs_status tcs_asterix_stream_next(struct tcs_asterix_stream *stream,
                                        const struct tcs_asterix_set *set,
                                        struct tcs_bytes *in, struct tcs_bytes *ret_block,
                                        struct tcs_asterix_fault *ret_fault)
{
    struct tcs_asterix_stream *s = stream;

    drop(s, s->given);
    s->given = 0;
    pass_over(s, in);
    if (s->skip > 0 || !gather(s, in, TCS_ASTERIX_HEADER_LEN) ||
        (s->hunting != 0 && !hunt(s, set, in)))
        return TCS_MORE;

    const uint8_t category = front(s)[0];
    const size_t len = block_len(front(s));

    if (category == 0 || len <= TCS_ASTERIX_HEADER_LEN) {
        const enum tcs_status status =
            fault(s, TCS_E_DAMAGED, "block structure of the stream lost", 1, ret_fault);

        s->hunting = 1;
        s->skip = 1;
        s->skip_is_foreign = 0;
        return status;
    }
    const bool foreign = !tcs_asterix_set_reads(set, category);

    if (foreign || len > TCS_ASTERIX_STREAM_MAX) {
        s->skip = (uint32_t)len;
        s->skip_is_foreign = foreign;
        return s->skip_is_foreign != 0
                   ? fault(s, TCS_E_FOREIGN, "category not read here", len, ret_fault)
                   : fault(s, TCS_E_DAMAGED, "block longer than a stream's may be", len,
                           ret_fault);
    }
    if (!gather(s, in, len))
        return TCS_MORE;
    s->given = (uint32_t)len;
    s->block_octets += len;
    *ret_block = tcs_bytes(front(s), len);
    return TCS_OK;
}
