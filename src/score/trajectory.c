/* SPDX-License-Identifier: Apache-2.0 */
#include "score/trajectory.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "score/trajectory_lp.h"

static const double TINY = 1e-6; /* of weights */

struct building {
    const struct tcs_scene *scene;
    const struct tcs_score_pairs *pairs;
    struct tcs_trajectory_problem problem;
    struct tcs_trajectory_edge *edges;
    uint32_t *first;
    double *gain;
    double *weight;  /* edge_count x count */
    uint32_t *group; /* of a trajectory: union-find */
    uint8_t *stale;  /* of a group: it has to be solved */
    uint32_t *members;
    double *use;   /* label_count x count */
    uint32_t *who; /* label_count x count: the first that uses it */
};

static int by_truth_and_label(const void *a, const void *b)
{
    const struct tcs_trajectory_edge *l = a;
    const struct tcs_trajectory_edge *r = b;

    if (l->truth != r->truth)
        return l->truth < r->truth ? -1 : 1;
    return l->label < r->label ? -1 : l->label > r->label;
}

static uint32_t find_edge(const struct building *b, uint32_t truth, uint32_t label)
{
    uint32_t low = b->first[truth];
    uint32_t high = b->first[truth + 1];

    while (low + 1 < high) {
        const uint32_t middle = (low + high) / 2;

        if (b->edges[middle].label <= label)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool build_edges(struct building *b)
{
    const struct tcs_scene *scene = b->scene;
    const uint32_t pair_count = b->pairs->start[scene->count];
    uint32_t count = 0;

    b->edges = calloc((size_t)pair_count + 1, sizeof *b->edges);
    b->first = calloc((size_t)scene->truth.who_count + 1, sizeof *b->first);
    if (b->edges == NULL || b->first == NULL)
        return false;
    for (uint32_t i = 0; i < pair_count; i++) {
        const struct tcs_score_pair *pair = &b->pairs->pair[i];

        b->edges[i].truth = scene->truth.place[pair->truth].who;
        b->edges[i].label = scene->estimate.place[pair->estimate].who;
    }
    qsort(b->edges, pair_count, sizeof *b->edges, by_truth_and_label);
    for (uint32_t i = 0; i < pair_count; i++)
        if (count == 0 || by_truth_and_label(&b->edges[count - 1], &b->edges[i]) != 0)
            b->edges[count++] = b->edges[i];
    for (uint32_t e = 0; e < count; e++)
        b->first[b->edges[e].truth + 1]++;
    for (uint32_t i = 0; i < scene->truth.who_count; i++)
        b->first[i + 1] += b->first[i];
    b->problem.edge_count = count;
    return true;
}

static bool build_gains(struct building *b)
{
    const struct tcs_scene *scene = b->scene;
    const size_t count = scene->count;
    const size_t labels = (size_t)scene->estimate.who_count * count + 1;

    b->gain = calloc(b->problem.edge_count * count + 1, sizeof *b->gain);
    b->weight = calloc(b->problem.edge_count * count + 1, sizeof *b->weight);
    b->group = calloc((size_t)scene->truth.who_count + 1, sizeof *b->group);
    b->stale = calloc((size_t)scene->truth.who_count + 1, sizeof *b->stale);
    b->members = calloc((size_t)scene->truth.who_count + 1, sizeof *b->members);
    b->use = calloc(labels, sizeof *b->use);
    b->who = calloc(labels, sizeof *b->who);
    if (b->gain == NULL || b->weight == NULL || b->group == NULL || b->stale == NULL ||
        b->members == NULL || b->use == NULL || b->who == NULL)
        return false;
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = b->pairs->start[k]; i < b->pairs->start[k + 1]; i++) {
            const struct tcs_score_pair *pair = &b->pairs->pair[i];
            const size_t edge = find_edge(b, scene->truth.place[pair->truth].who,
                                          scene->estimate.place[pair->estimate].who);

            b->gain[edge * count + k] = b->problem.scale - pow(pair->d_m, scene->p);
        }
    }
    for (uint32_t i = 0; i < scene->truth.who_count; i++) {
        b->group[i] = i;
        b->stale[i] = b->first[i + 1] > b->first[i];
    }
    return true;
}

static uint32_t root(struct building *b, uint32_t i)
{
    while (b->group[i] != i)
        i = b->group[i] = b->group[b->group[i]];
    return i;
}

static enum tcs_status solve_group(struct building *b, uint32_t group, uint32_t *ret_size)
{
    uint32_t count = 0;

    for (uint32_t i = group; i < b->scene->truth.who_count; i++)
        if (root(b, i) == group)
            b->members[count++] = i;
    b->stale[group] = 0;
    *ret_size = count;
    return tcs_trajectory_lp(&b->problem, b->members, count, b->weight);
}

/* Joins groups that want one label at one index; false when none do. */
static bool join_groups(struct building *b)
{
    const size_t count = b->scene->count;
    const size_t labels = b->scene->estimate.who_count * count;
    bool joined = false;

    memset(b->use, 0, labels * sizeof *b->use);
    memset(b->who, 0xff, labels * sizeof *b->who);
    for (size_t e = 0; e < b->problem.edge_count; e++)
        for (size_t k = 0; k < count; k++)
            b->use[b->edges[e].label * count + k] += b->weight[e * count + k];
    for (size_t e = 0; e < b->problem.edge_count; e++) {
        for (size_t k = 0; k < count; k++) {
            const size_t at = b->edges[e].label * count + k;
            uint32_t mine;
            uint32_t other;

            if (b->use[at] <= 1.0 + TINY || b->weight[e * count + k] <= TINY)
                continue;
            mine = root(b, b->edges[e].truth);
            if (b->who[at] == UINT32_MAX)
                b->who[at] = mine;
            other = root(b, b->who[at]);
            if (other == mine)
                continue;
            b->group[mine > other ? mine : other] = mine < other ? mine : other;
            b->stale[mine < other ? mine : other] = 1;
            joined = true;
        }
    }
    return joined;
}

static enum tcs_status solve(struct building *b, uint32_t *ret_largest)
{
    do {
        for (uint32_t i = 0; i < b->scene->truth.who_count; i++) {
            uint32_t size = 0;

            if (b->group[i] != i || b->stale[i] == 0)
                continue;
            const enum tcs_status status = solve_group(b, i, &size);

            if (status != TCS_OK)
                return status;
            if (size > *ret_largest)
                *ret_largest = size;
        }
    } while (join_groups(b));
    return TCS_OK;
}

static void sum_parts(const struct building *b, struct tcs_trajectory_gospa *gospa)
{
    const size_t count = b->scene->count;
    const double half = b->problem.scale / 2.0;
    double paired = 0.0;

    for (size_t e = 0; e < b->problem.edge_count; e++) {
        const double *w = b->weight + e * count;
        const double *gain = b->gain + e * count;

        for (size_t k = 0; k < count; k++) {
            if (gain[k] > 0.0) {
                gospa->localisation += w[k] * (b->problem.scale - gain[k]);
                paired += w[k];
            }
            if (k > 0)
                gospa->switches += b->problem.half_switch * fabs(w[k] - w[k - 1]);
        }
    }
    gospa->missed = half * (b->scene->truth.place_count - paired);
    gospa->false_ = half * (b->scene->estimate.place_count - paired);
}

enum tcs_status tcs_trajectory_gospa_run(const struct tcs_scene *scene,
                                         const struct tcs_score_pairs *pairs,
                                         double gamma_m,
                                         struct tcs_trajectory_gospa *ret_gospa)
{
    struct building b = { .scene = scene, .pairs = pairs };
    struct tcs_trajectory_gospa gospa = { 0 };
    enum tcs_status status = TCS_E_MEMORY;

    assert(gamma_m > 0.0);
    b.problem.count = scene->count;
    b.problem.truth_count = scene->truth.who_count;
    b.problem.label_count = scene->estimate.who_count;
    b.problem.half_switch = pow(gamma_m, scene->p) / 2.0;
    b.problem.scale = pow(scene->c_m, scene->p);
    if (build_edges(&b) && build_gains(&b)) {
        b.problem.edges = b.edges;
        b.problem.first = b.first;
        b.problem.gain = b.gain;
        status = solve(&b, &gospa.group_largest);
    }
    if (status == TCS_OK) {
        sum_parts(&b, &gospa);
        *ret_gospa = gospa;
    }
    free(b.edges);
    free(b.first);
    free(b.gain);
    free(b.weight);
    free(b.group);
    free(b.stale);
    free(b.members);
    free(b.use);
    free(b.who);
    return status;
}
