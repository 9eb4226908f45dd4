/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/paths.h"

#include <assert.h>
#include <string.h>

#include "base/unset.h"
#include "num/elem.h"

void tcs_paths_start(struct tcs_paths *paths, uint32_t motions)
{
    paths->count = 0;
    paths->motions = motions;
}

/* Where the next path goes; with the pool full, in place of the lightest if it is
 * lighter. */
static struct tcs_path *room_for(struct tcs_paths *paths, double weight)
{
    struct tcs_path *lightest = &paths->path[0];

    if (paths->count < TCS_PATHS_POOL)
        return &paths->path[paths->count++];
    for (uint32_t h = 1; h < paths->count; h++)
        if (paths->path[h].weight < lightest->weight)
            lightest = &paths->path[h];
    return lightest->weight < weight ? lightest : NULL;
}

void tcs_paths_add(struct tcs_paths *paths, double weight, const struct tcs_imm *imm)
{
    const uint32_t n = paths->motions;

    assert(imm->motions == n);
    for (uint32_t h = 0; h < imm->count; h += n) {
        struct tcs_path *path;
        double p = 0.0;

        for (uint32_t i = 0; i < n; i++)
            p += imm->p[h + i];
        if (!(weight * p > 0.0))
            continue;
        path = room_for(paths, weight * p);
        if (path == NULL)
            continue;
        path->weight = weight * p;
        for (uint32_t i = 0; i < n; i++) {
            path->p[i] = imm->p[h + i] / p;
            path->g[i] = imm->g[h + i];
        }
    }
}

/* What a path looks like from afar: mean and variances of its likeliest motion, and the
 * logarithm of the product of these. */
struct outline {
    double x[TCS_STATE_DIM];
    double var[TCS_STATE_DIM];
    double log_volume;
};

static double volume(const double *var)
{
    double product = 1.0;

    for (int k = 0; k < TCS_STATE_DIM; k++)
        product *= var[k];
    return product;
}

static void outline(const struct tcs_path *path, uint32_t motions, struct outline *ret)
{
    uint32_t likeliest = 0;

    for (uint32_t i = 1; i < motions; i++)
        likeliest = path->p[i] > path->p[likeliest] ? i : likeliest;
    for (int k = 0; k < TCS_STATE_DIM; k++) {
        ret->x[k] = path->g[likeliest].x[k];
        ret->var[k] = path->g[likeliest].P[k * (k + 1) / 2 + k];
    }
}

/* The volume of the two as one. */
static double merged_volume(double wa, const struct outline *a, double wb,
                            const struct outline *b)
{
    const double share = wa / (wa + wb);
    TCS_UNSET double var[TCS_STATE_DIM];

    for (int k = 0; k < TCS_STATE_DIM; k++) {
        const double d = a->x[k] - b->x[k];

        var[k] =
            share * a->var[k] + (1.0 - share) * b->var[k] + share * (1.0 - share) * d * d;
    }
    return volume(var);
}

static void merge(struct tcs_path *a, const struct tcs_path *b, uint32_t motions)
{
    const double weight = a->weight + b->weight;

    for (uint32_t i = 0; i < motions; i++) {
        const double p = (a->weight * a->p[i] + b->weight * b->p[i]) / weight;

        tcs_gauss_mix(&a->g[i], a->weight * a->p[i], &b->g[i], b->weight * b->p[i]);
        a->p[i] = p;
    }
    a->weight = weight;
}

static void drop_light(struct tcs_paths *paths)
{
    const double negligible = 1e-3;
    double total = 0.0;
    uint32_t kept = 0;

    for (uint32_t h = 0; h < paths->count; h++)
        total += paths->path[h].weight;
    for (uint32_t h = 0; h < paths->count; h++)
        if (paths->path[h].weight >= negligible * total) {
            if (kept != h)
                paths->path[kept] = paths->path[h];
            kept++;
        }
    paths->count = kept;
}

/* What it would cost to make two of them one. */
struct costs {
    struct outline lines[TCS_PATHS_POOL];
    double pair[TCS_PATHS_POOL][TCS_PATHS_POOL]; /* [larger][smaller] */
};

/* Path i, of which the outline is new, with each of the first `count`. All logarithms are
 * taken together. */
static void cost_of(struct costs *c, const struct tcs_paths *paths, uint32_t i,
                    uint32_t count)
{
    const struct tcs_path *path = paths->path;
    TCS_UNSET double logs[TCS_PATHS_POOL + 1];

    for (uint32_t j = 0; j < count; j++) {
        const uint32_t low = i < j ? i : j;
        const uint32_t high = i < j ? j : i;

        logs[j] = merged_volume(path[low].weight, &c->lines[low], path[high].weight,
                                &c->lines[high]);
    }
    logs[count] = volume(c->lines[i].var);
    tcs_log_each(logs, count + 1);
    c->lines[i].log_volume = logs[count];
    for (uint32_t j = 0; j < count; j++) {
        const uint32_t low = i < j ? i : j;
        const uint32_t high = i < j ? j : i;
        const double wa = path[low].weight;
        const double wb = path[high].weight;

        if (i != j)
            c->pair[high][low] =
                0.5 * ((wa + wb) * logs[j] - wa * c->lines[low].log_volume -
                       wb * c->lines[high].log_volume);
    }
}

/* The last one takes the place of one that is gone. */
static void close_gap(struct costs *c, struct tcs_paths *paths, uint32_t gone)
{
    const uint32_t last = --paths->count;

    if (gone == last)
        return;
    paths->path[gone] = paths->path[last];
    c->lines[gone] = c->lines[last];
    for (uint32_t j = 0; j < gone; j++)
        c->pair[gone][j] = c->pair[last][j];
    for (uint32_t j = gone + 1; j < last; j++)
        c->pair[j][gone] = c->pair[last][j];
}

static void reduce(struct tcs_paths *paths, uint32_t path_max)
{
    const double alike = 0.1; /* nats */
    TCS_UNSET struct costs c;
    double total = 0.0;

    drop_light(paths);
    for (uint32_t i = 0; i < paths->count; i++) {
        outline(&paths->path[i], paths->motions, &c.lines[i]);
        cost_of(&c, paths, i, i);
        total += paths->path[i].weight;
    }
    while (paths->count > 1) {
        uint32_t a = 0;
        uint32_t b = 1;

        for (uint32_t i = 2; i < paths->count; i++)
            for (uint32_t j = 0; j < i; j++)
                if (c.pair[i][j] < c.pair[b][a]) {
                    a = j;
                    b = i;
                }
        if (paths->count <= path_max && c.pair[b][a] > alike * total)
            break;
        merge(&paths->path[a], &paths->path[b], paths->motions);
        if (paths->count == 2) { /* nothing is left to compare */
            paths->count = 1;
            break;
        }
        outline(&paths->path[a], paths->motions, &c.lines[a]);
        close_gap(&c, paths, b);
        cost_of(&c, paths, a, paths->count);
    }
}

bool tcs_paths_finish(struct tcs_paths *paths, uint32_t path_max, struct tcs_imm *imm)
{
    const uint32_t n = paths->motions;
    double total = 0.0;

    if (paths->count == 0)
        return false;
    reduce(paths, path_max < TCS_IMM_MAX / n ? path_max : TCS_IMM_MAX / n);
    for (uint32_t h = 0; h < paths->count; h++)
        total += paths->path[h].weight;
    const uint32_t count = paths->count * n;

    if (imm->count > count) {
        memset(imm->p + count, 0, (imm->count - count) * sizeof imm->p[0]);
        memset(imm->g + count, 0, (imm->count - count) * sizeof imm->g[0]);
    }
    imm->count = count;
    imm->motions = n;
    for (uint32_t h = 0; h < paths->count; h++)
        for (uint32_t i = 0; i < n; i++) {
            imm->p[h * n + i] = paths->path[h].weight / total * paths->path[h].p[i];
            imm->g[h * n + i] = paths->path[h].g[i];
        }
    return true;
}

void tcs_paths_join(struct tcs_imm *imm)
{
    TCS_UNSET struct tcs_paths paths;

    if (imm->count == imm->motions)
        return;
    tcs_paths_start(&paths, imm->motions);
    tcs_paths_add(&paths, 1.0, imm);
    (void)tcs_paths_finish(&paths, 1, imm);
}
