/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy.c -- states set aside, close together.
 *
 * Most rows have one Gaussian of six, and most of the pool is free: what is set aside is
 * the header, the maps of clutter that are in use, rays and registration, the two lists
 * as far as they go, and then the rows in order of id, each without what is zero in it. A
 * third of the memory, and one stream for the processor.
 */
#include <stdbool.h>
#include <string.h>

#include "track/row.h"

struct parts {
    size_t middle; /* rays and registration, which follow the header and the maps */
    size_t middle_len;
    size_t size; /* of all, 8 octets; then the lists */
    size_t lists;
    size_t rows;
};

/* A sensor that is told its clutter has a map of zeros. */
static bool map_used(const struct tcs_tracker *t, uint32_t sensor)
{
    return t->sensors[sensor].map_touched != 0;
}

static struct parts parts_of(const struct tcs_tracker *t)
{
    struct parts p = { .middle = maps_offset() };

    for (uint32_t s = 0; s < t->map_count; s++)
        if (map_used(t, s))
            p.middle += sizeof(struct clutter);
    const size_t lists_len = sizeof(uint32_t) * ((size_t)t->alive_count + t->free_count);

    p.middle_len = rows_offset(t) - rays_offset(t->map_count, t->row_max);
    p.size = p.middle + p.middle_len;
    p.lists = p.size + sizeof(uint64_t);
    p.rows = align64(p.lists + lists_len);
    return p;
}

size_t tcs_tracker_saved_size(const struct tcs_tracker *saved)
{
    uint64_t size;

    memcpy(&size, (const uint8_t *)saved + parts_of(saved).size, sizeof size);
    return (size_t)size;
}

size_t tcs_tracker_save_most(const struct tcs_tracker *state)
{
    return parts_of(state).rows + state->alive_count * sizeof(struct tcs_row);
}

static uint8_t *put(uint8_t *to, const void *from, size_t len)
{
    memcpy(to, from, len);
    return to + len;
}

void tcs_tracker_save(struct tcs_tracker *saved, const struct tcs_tracker *state)
{
    const struct parts p = parts_of(state);
    const struct tcs_row *rows = row_array_const(state);
    const uint32_t *alive = alive_rows_const(state);
    uint8_t *to = (uint8_t *)saved;

    to = put(to, state, maps_offset());
    for (uint32_t s = 0; s < state->map_count; s++)
        if (map_used(state, s))
            to = put(to, &clutter_maps_const(state)[s], sizeof(struct clutter));
    to = put(to, ray_array_const(state), p.middle_len);
    to += sizeof(uint64_t); /* the size, when it is known */
    to = put(to, alive, state->alive_count * sizeof *alive);
    to = put(to, free_rows_const(state), state->free_count * sizeof *alive);
    memset(to, 0, (size_t)((uint8_t *)saved + p.rows - to));
    to = (uint8_t *)saved + p.rows;
    for (uint32_t i = 0; i < state->alive_count; i++) {
        const struct tcs_row *row = &rows[alive[i]];

        row_ask(rows, alive, i, state->alive_count, ROW_FETCH_YOUNG);
        to = put(to, row, row_front_len(row));
        to = put(to, (const uint8_t *)row + ROW_BACK, row_back_len(row));
    }
    const uint64_t size = (uint64_t)(to - (uint8_t *)saved);

    memcpy((uint8_t *)saved + p.size, &size, sizeof size);
}

/* While the state's header is still its own. */
static void take_maps(struct tcs_tracker *state, const struct tcs_tracker *saved)
{
    struct clutter *maps = clutter_maps(state);
    const uint8_t *from = (const uint8_t *)saved + maps_offset();

    for (uint32_t s = 0; s < saved->map_count; s++) {
        if (map_used(saved, s)) {
            memcpy(&maps[s], from, sizeof maps[s]);
            from += sizeof maps[s];
        } else if (map_used(state, s)) {
            memset(&maps[s], 0, sizeof maps[s]);
        }
    }
}

/* The row is a state's, or zero. Returns what follows. */
static const uint8_t *take_row(struct tcs_row *row, const uint8_t *from)
{
    const struct tcs_row *front = (const struct tcs_row *)(const void *)from;
    const size_t front_had = row_front_len(row);
    const size_t front_len = row_front_len(front);
    const size_t back_had = row_back_len(row);
    const size_t back_len = row_back_len(front);

    memcpy(row, from, front_len);
    memcpy((uint8_t *)row + ROW_BACK, from + front_len, back_len);
    if (front_had > front_len)
        memset((uint8_t *)row + front_len, 0, front_had - front_len);
    if (back_had > back_len)
        memset((uint8_t *)row + ROW_BACK + back_len, 0, back_had - back_len);
    return from + front_len + back_len;
}

static void take_list(uint32_t *list, uint32_t before, const void *from, uint32_t count)
{
    memcpy(list, from, count * sizeof *list);
    if (before > count)
        memset(list + count, 0, (before - count) * sizeof *list);
}

void tcs_tracker_load(struct tcs_tracker *state, const struct tcs_tracker *saved)
{
    const struct parts p = parts_of(saved);
    const uint8_t *block = (const uint8_t *)saved;
    const uint32_t *alive = (const uint32_t *)(const void *)(block + p.lists);
    const uint8_t *from = block + p.rows;
    const uint32_t had = state->alive_count;
    const uint32_t had_free = state->free_count;

    /* Where everything lies follows from the configuration, which is the same. */
    take_maps(state, saved);
    memcpy(state, saved, maps_offset());
    memcpy(ray_array(state), block + p.middle, p.middle_len);
    struct tcs_row *rows = row_array(state);
    const uint32_t *before = alive_rows_const(state);

    for (uint32_t i = 0; i < had; i++)
        rows[before[i]].id = 0;
    for (uint32_t i = 0; i < saved->alive_count; i++)
        from = take_row(&rows[alive[i]], from);
    for (uint32_t i = 0; i < had; i++)
        if (rows[before[i]].id == 0)
            row_clear(&rows[before[i]]);
    take_list(alive_rows(state), had, alive, saved->alive_count);
    take_list(free_rows(state), had_free, alive + saved->alive_count, saved->free_count);
}
