/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_BLOCKS_H
#define TCS_WATCH_BLOCKS_H

/*
 * blocks.h -- a state on its way from the engine to who writes it down.
 *
 * A state has room for all the tracks that there may ever be, and what is free in it is
 * zero. To copy all of it takes milliseconds, in which the engine would look at nothing
 * else. So only those blocks go that are not all zero:
 *
 *   length of the whole u64, then of each block: its number u32, its octets (4096; of the
 *   last block, what there is)
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* Octets that a whole of this length takes at most. */
size_t tcs_blocks_bound(size_t len);
/* Returns the octets written to `room`, which has as many as the bound. */
size_t tcs_blocks_pack(struct tcs_bytes whole, uint8_t *room);

/* What the packed whole is long; 0: it is damaged. */
size_t tcs_blocks_length(struct tcs_bytes packed);
/* `room` has that length. False: it is damaged. */
bool tcs_blocks_unpack(struct tcs_bytes packed, uint8_t *room);

#endif
