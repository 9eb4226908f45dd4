/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_SCORE_WORLD_H
#define TCS_TESTS_SCORE_WORLD_H

/*
 * world.h -- scenes for the tests of scores, written down index by index.
 */

#include <stdlib.h>
#include <string.h>

#include "score/pairs.h"
#include "score/scene.h"

enum { WORLD_INDICES = 64, WORLD_PLACES = 32 };

struct world {
    struct tcs_scene scene;
    uint32_t starts[2][WORLD_INDICES + 1];
    struct tcs_score_place places[2][WORLD_INDICES * WORLD_PLACES];
};

/* An empty plane: p = 2, one index a second. */
static inline void world_begin(struct world *w, uint32_t count, double c_m)
{
    memset(w, 0, sizeof *w);
    w->scene.dim = 2;
    w->scene.count = count;
    w->scene.period_s = 1.0;
    w->scene.p = 2.0;
    w->scene.c_m = c_m;
    w->scene.truth.start = w->starts[0];
    w->scene.estimate.start = w->starts[1];
    w->scene.truth.place = w->places[0];
    w->scene.estimate.place = w->places[1];
    w->scene.truth.count = w->scene.estimate.count = count;
}

/* Somebody at an index; indices have to be given in their order. */
static inline void world_put(struct tcs_score_set *set, uint32_t k, uint32_t who,
                             double x, double y)
{
    set->place[set->place_count].x[0] = x;
    set->place[set->place_count].x[1] = y;
    set->place[set->place_count].who = who;
    set->place_count++;
    for (uint32_t i = k + 1; i <= set->count; i++)
        set->start[i] = set->place_count;
    if (who >= set->who_count)
        set->who_count = who + 1;
}

static inline void world_truth(struct world *w, uint32_t k, uint32_t who, double x,
                               double y)
{
    world_put(&w->scene.truth, k, who, x, y);
}

static inline void world_estimate(struct world *w, uint32_t k, uint32_t who, double x,
                                  double y)
{
    world_put(&w->scene.estimate, k, who, x, y);
}

#endif
