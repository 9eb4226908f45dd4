/* SPDX-License-Identifier: Apache-2.0 */
#include "track/shelf.h"

#include <assert.h>
#include <string.h>

static size_t align64(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

static size_t places_size(uint32_t max)
{
    return align64(max * sizeof(struct shelf_place));
}

size_t shelf_size(uint32_t max, size_t largest)
{
    return places_size(max) + max * largest;
}

struct shelf shelf_bind(void *memory, uint32_t max, size_t largest)
{
    assert(largest % 64 == 0);
    return (struct shelf) { .data = (uint8_t *)memory + places_size(max),
                            .capacity = max * largest,
                            .places = memory,
                            .max = max };
}

void *shelf_get(const struct shelf *shelf, uint32_t i)
{
    assert(i < shelf->count);
    return shelf->data + shelf->places[i].at;
}

static size_t end_of(const struct shelf *shelf, uint32_t i)
{
    return align64(shelf->places[i].at + shelf->places[i].size);
}

/* The lowest place: whoever is in the way of one is in the way of all up to its end. */
static size_t lowest(const struct shelf *shelf, size_t most)
{
    size_t at = 0;

    for (uint32_t i = 0; i < shelf->count;) {
        if (shelf->places[i].at < at + most && at < end_of(shelf, i)) {
            at = end_of(shelf, i);
            i = 0;
        } else {
            i++;
        }
    }
    return at;
}

/* All close together, from the lowest on. */
static void close_up(struct shelf *shelf)
{
    size_t end = 0;

    for (uint32_t n = 0; n < shelf->count; n++) {
        struct shelf_place *next = NULL;

        for (uint32_t i = 0; i < shelf->count; i++) {
            struct shelf_place *p = &shelf->places[i];

            if (p->at >= end && (next == NULL || p->at < next->at))
                next = p;
        }
        assert(next != NULL);
        memmove(shelf->data + end, shelf->data + next->at, next->size);
        next->at = end;
        end = align64(end + next->size);
    }
}

void *shelf_room(struct shelf *shelf, size_t most)
{
    assert(shelf->count < shelf->max);
    size_t at = lowest(shelf, most);

    if (at + most > shelf->capacity) {
        close_up(shelf);
        at = lowest(shelf, most);
    }
    assert(at + most <= shelf->capacity);
    return shelf->data + at;
}

void shelf_add(struct shelf *shelf, const void *room, size_t size)
{
    assert(shelf->count < shelf->max && size > 0);
    shelf->places[shelf->count++] =
        (struct shelf_place) { .at = (size_t)((const uint8_t *)room - shelf->data),
                               .size = size };
}

void shelf_drop_first(struct shelf *shelf, uint32_t count)
{
    assert(count <= shelf->count);
    shelf->count -= count;
    memmove(shelf->places, shelf->places + count, shelf->count * sizeof *shelf->places);
}

void shelf_keep_first(struct shelf *shelf, uint32_t count)
{
    assert(count <= shelf->count);
    shelf->count = count;
}
