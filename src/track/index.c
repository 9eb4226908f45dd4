/* SPDX-License-Identifier: Apache-2.0 */
/*
 * index.c -- where measurements lie: strips of equal width along north, and in each of
 * them cells along east. They are put into this order, in a cell by east and then by all
 * other numbers that they have, so that the order in which they came is nothing.
 */
#include <string.h>

#include "track/work.h"

/* East, then everything else: what is equal in all of it is the same. */
static bool before(const struct work *w, const struct meas_key *p,
                   const struct meas_key *q)
{
    const struct tcs_observation *o;
    const struct tcs_observation *r;

    if (p->east < q->east || p->east > q->east)
        return p->east < q->east;
    o = &w->look->observations[w->meas[p->at].index];
    r = &w->look->observations[w->meas[q->at].index];
    for (int i = 0; i < 3; i++)
        if (o->z[i] < r->z[i] || o->z[i] > r->z[i])
            return o->z[i] < r->z[i];
    if (o->dt_s < r->dt_s || o->dt_s > r->dt_s)
        return o->dt_s < r->dt_s;
    if (o->doppler_mps < r->doppler_mps || o->doppler_mps > r->doppler_mps)
        return o->doppler_mps < r->doppler_mps;
    if (o->rcs_dbsm < r->rcs_dbsm || o->rcs_dbsm > r->rcs_dbsm)
        return o->rcs_dbsm < r->rcs_dbsm;
    return false;
}

/* Merge sort of the keys of one cell, mostly two or three: stable, no recursion. What is
 * in `spare` is lost. */
static void sort(const struct work *w, struct meas_key *keys, uint32_t n,
                 struct meas_key *spare)
{
    struct meas_key *from = keys;
    struct meas_key *to = spare;

    for (uint32_t width = 1; width < n; width *= 2) {
        struct meas_key *swap = from;

        for (uint32_t low = 0; low < n; low += 2 * width) {
            const uint32_t mid = low + width < n ? low + width : n;
            const uint32_t high = mid + width < n ? mid + width : n;
            uint32_t a = low;
            uint32_t b = mid;

            for (uint32_t k = low; k < high; k++)
                if (b >= high || (a < mid && !before(w, &from[b], &from[a])))
                    to[k] = from[a++];
                else
                    to[k] = from[b++];
        }
        from = to;
        to = swap;
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
}

/* Puts measurements into the order of the keys, in place, cycle by cycle. */
static void permute(struct work *w, struct meas_key *source)
{
    const uint32_t n = w->meas_count;

    for (uint32_t k = 0; k < n; k++) {
        struct meas first;
        uint32_t at = k;

        if (source[k].at == k)
            continue;
        first = w->meas[k];
        while (source[at].at != k) {
            const uint32_t from = source[at].at;

            w->meas[at] = w->meas[from];
            source[at].at = at;
            at = from;
        }
        w->meas[at] = first;
        source[at].at = at;
    }
}

/* How far places reach along an axis. */
struct extent {
    double low;
    double high;
};

static double at(const struct meas *m, int axis)
{
    return m->is_bearing ? 0.0 : m->fix.z[axis];
}

static struct extent extent_of(const struct work *w, int axis)
{
    struct extent e = { 0.0, 0.0 };

    for (uint32_t j = 0; j < w->meas_count; j++) {
        const double value = at(&w->meas[j], axis);

        e.low = j == 0 || value < e.low ? value : e.low;
        e.high = j == 0 || value > e.high ? value : e.high;
    }
    return e;
}

/* About as many cells as measurements, and less than twice as many. */
static void lay_out(struct work *w)
{
    const struct extent east = extent_of(w, 0);
    const struct extent north = extent_of(w, 1);
    uint32_t strips = 1;

    while (strips < STRIPS_MAX && strips * strips < w->meas_count)
        strips *= 2;
    w->strip_count = strips;
    w->strip_low = north.low;
    w->strip_width = (north.high - north.low) / strips + 1e-6;
    w->strip_cells = strips > 1 ? strips / 2 : 1;
    w->cell_low = east.low;
    w->cell_width = (east.high - east.low) / w->strip_cells + 1e-6;
}

/* Counts cells, makes the counts beginnings, and puts the keys behind them. */
static void fill(struct work *w, struct meas_key *loose, struct meas_key *keys)
{
    const uint32_t cells = w->strip_count * w->strip_cells;
    uint32_t *first = w->cell_first;

    memset(first, 0, (cells + 1) * sizeof first[0]);
    for (uint32_t j = 0; j < w->meas_count; j++) {
        const double east = at(&w->meas[j], 0);
        const uint32_t cell =
            work_strip(w, at(&w->meas[j], 1)) * w->strip_cells + work_strip_cell(w, east);

        loose[j] = (struct meas_key) { east, cell, j };
        first[cell + 1]++;
    }
    for (uint32_t c = 0; c < cells; c++)
        first[c + 1] += first[c];
    /* With the beginnings as cursors, which are then those of the next cells. */
    for (uint32_t j = 0; j < w->meas_count; j++)
        keys[first[loose[j].cell]++] = loose[j];
    memmove(first + 1, first, cells * sizeof first[0]);
    first[0] = 0;
}

static bool all_alike(const struct work *w)
{
    const struct meas *first = &w->meas[0];

    for (uint32_t j = 0; j < w->meas_count; j++) {
        const struct meas *m = &w->meas[j];

        if (m->is_bearing || m->has_rate || m->fix.dim != first->fix.dim ||
            memcmp(m->fix.R, first->fix.R, sizeof first->fix.R) != 0 ||
            memcmp(&m->fix.dt_s, &first->fix.dt_s, sizeof first->fix.dt_s) != 0)
            return false;
    }
    return true;
}

void work_index(struct work *w)
{
    struct meas_key *keys = w->keys + w->config->observation_max;
    const uint32_t *first = w->cell_first;

    lay_out(w);
    fill(w, w->keys, keys);
    for (uint32_t c = 0; c < w->strip_count * w->strip_cells; c++)
        if (first[c + 1] - first[c] > 1)
            sort(w, keys + first[c], first[c + 1] - first[c], w->keys);
    permute(w, keys);
    w->alike = all_alike(w);
}
