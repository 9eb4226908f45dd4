/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_SHELF_H
#define TCS_TRACK_SHELF_H

/*
 * shelf.h -- saved states of different sizes in one block, in order of time.
 *
 * The block has room for so many of the largest size. Each lies as far down as it can, so
 * that of the block no more is ever touched than what is kept at once needs: memory that
 * is warm is used again, and what was never needed never is.
 */

#include <stddef.h>
#include <stdint.h>

struct shelf_place {
    size_t at;
    size_t size;
};

struct shelf {
    uint8_t *data; /* aligned to 64 */
    size_t capacity;
    struct shelf_place *places; /* of which `max` */
    uint32_t max;
    uint32_t count;
};

/* Octets for `max` of at most `largest` octets each, a multiple of 64. */
size_t shelf_size(uint32_t max, size_t largest);
/* Of memory of that size, aligned to 64; it may hold anything. */
struct shelf shelf_bind(void *memory, uint32_t max, size_t largest);

void *shelf_get(const struct shelf *shelf, uint32_t i);

/* Where one of at most `most` octets can be put, behind `max` - 1 others at most; they
 * may be moved for it. It is kept, as the last, with shelf_add. Aligned to 64. */
void *shelf_room(struct shelf *shelf, size_t most);
void shelf_add(struct shelf *shelf, const void *room, size_t size);

void shelf_drop_first(struct shelf *shelf, uint32_t count);
void shelf_keep_first(struct shelf *shelf, uint32_t count);

#endif
