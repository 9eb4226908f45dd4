/* SPDX-License-Identifier: Apache-2.0 */
#include "score/pairs.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct column {
    double x;
    uint32_t at;
};

static int by_x(const void *a, const void *b)
{
    const struct column *l = a;
    const struct column *r = b;

    if (l->x != r->x)
        return l->x < r->x ? -1 : 1;
    return l->at < r->at ? -1 : l->at > r->at;
}

static int by_estimate(const void *a, const void *b)
{
    const struct tcs_score_pair *l = a;
    const struct tcs_score_pair *r = b;

    return l->estimate < r->estimate ? -1 : l->estimate > r->estimate;
}

struct finding {
    const struct tcs_scene *scene;
    struct column *columns;
    struct tcs_score_pair *pair;
    size_t count;
    size_t room;
};

static bool push(struct finding *f, struct tcs_score_pair pair)
{
    if (f->count == f->room) {
        const size_t room = f->room == 0 ? 4096 : 2 * f->room;
        struct tcs_score_pair *more = realloc(f->pair, room * sizeof *more);

        if (more == NULL)
            return false;
        f->pair = more;
        f->room = room;
    }
    f->pair[f->count++] = pair;
    return true;
}

static bool find_of(struct finding *f, uint32_t truth, size_t column_count)
{
    const struct tcs_score_place *t = &f->scene->truth.place[truth];
    const double c = f->scene->c_m;
    const size_t first = f->count;
    size_t low = 0;
    size_t high = column_count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (f->columns[middle].x < t->x[0] - c)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < column_count && f->columns[i].x <= t->x[0] + c; i++) {
        const double *e = f->scene->estimate.place[f->columns[i].at].x;
        const double dx = t->x[0] - e[0];
        const double dy = t->x[1] - e[1];
        const double dz = t->x[2] - e[2];
        const double d = sqrt(dx * dx + dy * dy + dz * dz);

        if (d < c && !push(f, (struct tcs_score_pair) { truth, f->columns[i].at, d }))
            return false;
    }
    if (f->count > first + 1)
        qsort(f->pair + first, f->count - first, sizeof *f->pair, by_estimate);
    return true;
}

enum tcs_status tcs_score_pairs_find(const struct tcs_scene *scene,
                                     struct tcs_score_pairs *ret_pairs)
{
    struct finding f = { .scene = scene };
    const struct tcs_score_set *est = &scene->estimate;
    uint32_t *start = calloc((size_t)scene->count + 1, sizeof *start);
    bool good;

    f.columns = calloc((size_t)est->place_count + 1, sizeof *f.columns);
    good = start != NULL && f.columns != NULL;
    for (uint32_t k = 0; good && k < scene->count; k++) {
        const uint32_t first = est->start[k];
        const size_t n = est->start[k + 1] - first;

        for (size_t i = 0; i < n; i++)
            f.columns[i] =
                (struct column) { est->place[first + i].x[0], first + (uint32_t)i };
        qsort(f.columns, n, sizeof *f.columns, by_x);
        for (uint32_t i = scene->truth.start[k]; good && i < scene->truth.start[k + 1];
             i++)
            good = find_of(&f, i, n);
        start[k + 1] = (uint32_t)f.count;
    }
    free(f.columns);
    if (!good) {
        free(start);
        free(f.pair);
        return TCS_E_MEMORY;
    }
    ret_pairs->start = start;
    ret_pairs->pair = f.pair;
    return TCS_OK;
}

void tcs_score_pairs_clear(struct tcs_score_pairs *pairs)
{
    free(pairs->start);
    free(pairs->pair);
    memset(pairs, 0, sizeof *pairs);
}
