/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_EDGE_H
#define TCS_RECORD_EDGE_H

/*
 * edge.h -- the right edge of an RFC 6962 Merkle tree, and the tiles that it is cut into.
 *
 * A tree of n leaves is the row of complete subtrees that the binary digits of n name,
 * largest first; their roots are the peaks. A tile of level l and index i holds the roots
 * of 256 neighbouring complete subtrees of 256^l leaves each (C2SP tlog-tiles). The edge
 * keeps the peaks and, of each level, the tile that is still growing: all that is needed
 * to append, to compute the root, and to write the tiles.
 */

#include <stddef.h>
#include <stdint.h>

#include "record/format.h"
#include "record/hash.h"

struct tcs_edge {
    uint64_t size;             /* leaves */
    struct tcs_hash peaks[64]; /* [h] counts where bit h of size is set */
    struct tcs_hash tiles[TCS_TILE_LEVELS][TCS_TILE_WIDTH];
};

/* Appends a leaf's hash. Afterwards the tile of every level l < tcs_edge_full() is
 * complete and stays in tiles[l] until the next push. */
void tcs_edge_push(struct tcs_edge *edge, struct tcs_hasher *hasher,
                   const struct tcs_hash *leaf);

/* How many levels have a tile that the last push completed. */
size_t tcs_edge_full(const struct tcs_edge *edge);

/* Hashes in the growing tile of a level: floor(size / 256^level) mod 256. */
size_t tcs_tile_width(uint64_t size, size_t level);
/* Its index: floor(size / 256^(level + 1)). */
uint64_t tcs_tile_index(uint64_t size, size_t level);

/* MTH of all leaves; SHA-256 of nothing for the empty tree. */
struct tcs_hash tcs_edge_root(const struct tcs_edge *edge, struct tcs_hasher *hasher);

/* After size and the growing tiles were filled in from disk: computes the peaks. */
void tcs_edge_restore(struct tcs_edge *edge, struct tcs_hasher *hasher);

/* MTH of count hashes, a power of two. */
struct tcs_hash tcs_hash_fold(struct tcs_hasher *hasher, const struct tcs_hash *hashes,
                              size_t count);

#endif
