/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/blocks.h"

#include <string.h>

enum { BLOCK = 4096, LENGTH_LEN = 8, NUMBER_LEN = 4 };

size_t tcs_blocks_bound(size_t len)
{
    return LENGTH_LEN + len + (len + BLOCK - 1) / BLOCK * NUMBER_LEN;
}

static size_t block_len(size_t len, size_t at)
{
    return len - at < BLOCK ? len - at : BLOCK;
}

static bool is_zero(const uint8_t *data, size_t len)
{
    uint64_t any = 0;
    size_t i = 0;

    for (; i + sizeof any <= len; i += sizeof any) {
        uint64_t word;

        memcpy(&word, data + i, sizeof word);
        any |= word;
    }
    for (; i < len; i++)
        any |= data[i];
    return any == 0;
}

size_t tcs_blocks_pack(struct tcs_bytes whole, uint8_t *room)
{
    struct tcs_writer w = tcs_writer(room, tcs_blocks_bound(whole.len));

    tcs_write_be(&w, whole.len, LENGTH_LEN);
    for (size_t at = 0; at < whole.len; at += BLOCK) {
        const size_t len = block_len(whole.len, at);

        if (is_zero(whole.data + at, len))
            continue;
        tcs_write_be(&w, at / BLOCK, NUMBER_LEN);
        tcs_write_bytes(&w, whole.data + at, len);
    }
    return w.len;
}

size_t tcs_blocks_length(struct tcs_bytes packed)
{
    struct tcs_reader r = tcs_reader(packed);
    const uint64_t len = tcs_read_be(&r, LENGTH_LEN);

    return r.failed ? 0 : len;
}

bool tcs_blocks_unpack(struct tcs_bytes packed, uint8_t *room)
{
    struct tcs_reader r = tcs_reader(packed);
    const size_t len = tcs_read_be(&r, LENGTH_LEN);

    memset(room, 0, len);
    while (!r.failed && tcs_reader_left(&r) > 0) {
        const size_t at = (size_t)tcs_read_be(&r, NUMBER_LEN) * BLOCK;

        if (r.failed || at >= len)
            return false;
        const struct tcs_bytes block = tcs_read_bytes(&r, block_len(len, at));

        if (!r.failed)
            memcpy(room + at, block.data, block.len);
    }
    return !r.failed;
}
