/* SPDX-License-Identifier: Apache-2.0 */
#include "record/edge.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

enum { TILE_HEIGHT = 8 };

size_t tcs_tile_width(uint64_t size, size_t level)
{
    return (size_t)(size >> (TILE_HEIGHT * level)) % TCS_TILE_WIDTH;
}

uint64_t tcs_tile_index(uint64_t size, size_t level)
{
    return level + 1 < TCS_TILE_LEVELS ? size >> (TILE_HEIGHT * (level + 1)) : 0;
}

void tcs_edge_push(struct tcs_edge *edge, struct tcs_hasher *hasher,
                   const struct tcs_hash *leaf)
{
    const uint64_t size = edge->size;
    struct tcs_hash hash = *leaf;
    size_t height = 0;

    assert(size < UINT64_MAX);
    edge->tiles[0][tcs_tile_width(size, 0)] = hash;
    for (; size >> height & 1; height++) {
        hash = tcs_hash_node(hasher, &edge->peaks[height], &hash);
        if ((height + 1) % TILE_HEIGHT == 0) {
            const size_t level = (height + 1) / TILE_HEIGHT;

            edge->tiles[level][tcs_tile_width(size, level)] = hash;
        }
    }
    edge->peaks[height] = hash;
    edge->size = size + 1;
}

size_t tcs_edge_full(const struct tcs_edge *edge)
{
    size_t levels = 0;

    while (levels < TCS_TILE_LEVELS && edge->size > 0 &&
           tcs_tile_width(edge->size, levels) == 0)
        levels++;
    return levels;
}

struct tcs_hash tcs_edge_root(const struct tcs_edge *edge, struct tcs_hasher *hasher)
{
    struct tcs_hash root = { { 0 } };
    bool any = false;

    for (size_t height = 0; height < 64; height++) {
        if ((edge->size >> height & 1) == 0)
            continue;
        root = any ? tcs_hash_node(hasher, &edge->peaks[height], &root)
                   : edge->peaks[height];
        any = true;
    }
    return any ? root : tcs_hash_two(hasher, tcs_bytes(NULL, 0), tcs_bytes(NULL, 0));
}

struct tcs_hash tcs_hash_fold(struct tcs_hasher *hasher, const struct tcs_hash *hashes,
                              size_t count)
{
    struct tcs_hash row[TCS_TILE_WIDTH];

    assert(count >= 1 && count <= TCS_TILE_WIDTH && (count & (count - 1)) == 0);
    memcpy(row, hashes, count * sizeof row[0]);
    for (; count > 1; count /= 2)
        for (size_t i = 0; i < count / 2; i++)
            row[i] = tcs_hash_node(hasher, &row[2 * i], &row[2 * i + 1]);
    return row[0];
}

void tcs_edge_restore(struct tcs_edge *edge, struct tcs_hasher *hasher)
{
    for (size_t height = 0; height < 64; height++) {
        const size_t level = height / TILE_HEIGHT;
        const size_t bit = height % TILE_HEIGHT;
        const size_t width = tcs_tile_width(edge->size, level);
        const size_t before = width >> (bit + 1) << (bit + 1);

        if (width >> bit & 1)
            edge->peaks[height] =
                tcs_hash_fold(hasher, &edge->tiles[level][before], (size_t)1 << bit);
    }
}
