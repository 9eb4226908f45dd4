/* SPDX-License-Identifier: Apache-2.0 */
#include "score/trajectory_lp.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "score/interior.h"

#define NONE UINT32_MAX

enum { ROUNDS_MAX = 100 };

static const double TINY = 1e-7; /* of costs, as a share of the scale */

/* The group's program over some nodes, which are edges at an index; elsewhere weights are
 * 0. */
struct group {
    const struct tcs_trajectory_problem *problem;
    const uint32_t *members;
    uint32_t member_count;
    uint32_t edge_count; /* of the members, all together */
    uint32_t column_count;
    uint32_t *edge;   /* edge_count: in the problem */
    uint32_t *column; /* edge_count: labels are numbered anew */
    uint32_t *row;    /* edge_count: the member */
    uint8_t *used;    /* edge_count x count: the node is in the program */
    uint32_t *path;   /* count: of one member: edge of the group, or NONE */
    uint32_t *choice; /* dynamic programming: count x (edges + 1) */
    double *reached;  /* edges + 1 */
    double *price;    /* count x column_count */
    double *weight;   /* of the nodes */
    uint32_t *start;  /* count + 1: of an index's nodes */
    uint32_t *last;   /* edge_count: its latest node */
    struct tcs_interior_node *nodes;
};

static const double *gain_of(const struct group *g, uint32_t edge)
{
    return g->problem->gain + (size_t)g->edge[edge] * g->problem->count;
}

/*
 * The cheapest path of the member whose edges are first .. end - 1, under the prices,
 * over all its edges or those in the program: what it costs; path gets its edges. A path
 * costs minus the gains, plus prices, plus h for each beginning or end of an edge after
 * index 0.
 */
static double cheapest(struct group *g, uint32_t first, uint32_t end, bool all)
{
    const size_t count = g->problem->count;
    const uint32_t n = end - first;
    const double h = g->problem->half_switch;
    double *f = g->reached;
    uint32_t best = 0;

    for (uint32_t s = 0; s <= n; s++)
        f[s] = 0.0;
    for (size_t k = 0; k < count; k++) {
        uint32_t *choice = g->choice + k * (n + 1);
        uint32_t from = 0; /* where having no edge in between comes from */
        double idle;

        for (uint32_t s = 1; s <= n && k > 0; s++)
            if (f[s] + h < f[from] + (from > 0 ? h : 0.0))
                from = s;
        idle = f[from] + (from > 0 ? h : 0.0);
        f[0] = idle;
        choice[0] = from;
        for (uint32_t s = 1; s <= n; s++) {
            const uint32_t e = first + s - 1;

            choice[s] = s;
            if (k > 0 && idle + h < f[s]) {
                f[s] = idle + h;
                choice[s] = from;
            }
            if (!all && g->used[e * count + k] == 0) {
                f[s] = HUGE_VAL;
                continue;
            }
            f[s] += g->price[k * g->column_count + g->column[e]] - gain_of(g, e)[k];
        }
    }
    for (uint32_t s = 1; s <= n; s++)
        if (f[s] < f[best])
            best = s;
    const double cost = f[best];

    for (size_t k = count; k-- > 0;) {
        g->path[k] = best == 0 ? NONE : first + best - 1;
        best = g->choice[k * (n + 1) + best];
    }
    return cost;
}

/* The end of the edges of the member that begin at first. */
static uint32_t end_of(const struct group *g, uint32_t first, uint32_t member)
{
    const uint32_t truth = g->members[member];

    return first + g->problem->first[truth + 1] - g->problem->first[truth];
}

/* Takes the path's nodes into the program; how many were not yet there. */
static uint32_t take_path(struct group *g)
{
    const size_t count = g->problem->count;
    uint32_t taken = 0;

    for (size_t k = 0; k < count; k++) {
        if (g->path[k] == NONE || g->used[g->path[k] * count + k] != 0)
            continue;
        g->used[g->path[k] * count + k] = 1;
        taken++;
    }
    return taken;
}

/* Takes nodes into the program that would help under the prices of now, at first (without
 * prices) what each member would do by itself; how many. */
static uint32_t take_nodes(struct group *g)
{
    const double tiny = TINY * g->problem->scale;
    uint32_t taken = 0;
    uint32_t first = 0;

    for (uint32_t i = 0; i < g->member_count; i++) {
        const uint32_t end = end_of(g, first, i);
        const double with = cheapest(g, first, end, false);

        if (cheapest(g, first, end, true) < with - tiny)
            taken += take_path(g);
        first = end;
    }
    return taken;
}

static enum tcs_status solve(struct group *g)
{
    const struct tcs_trajectory_problem *p = g->problem;
    const size_t count = p->count;
    struct tcs_interior_problem interior = {
        .count = p->count,
        .row_count = g->member_count,
        .column_count = g->column_count,
        .scale = p->scale,
        .h = p->half_switch,
        .start = g->start,
    };
    size_t total = 0;
    uint32_t n = 0;

    for (size_t i = 0; i < g->edge_count * count; i++)
        total += g->used[i];
    free(g->weight);
    free(g->nodes);
    g->weight = calloc(total + 1, sizeof *g->weight);
    g->nodes = calloc(total + 1, sizeof *g->nodes);
    if (g->weight == NULL || g->nodes == NULL)
        return TCS_E_MEMORY;
    for (size_t k = 0; k < count; k++) {
        g->start[k] = n;
        for (uint32_t e = 0; e < g->edge_count; e++) {
            const uint32_t before =
                k > 0 && g->used[e * count + k - 1] != 0 ? g->last[e] : NONE;

            if (g->used[e * count + k] == 0)
                continue;
            if (before != NONE)
                g->nodes[before].after = n;
            g->last[e] = n;
            g->nodes[n++] = (struct tcs_interior_node) { g->row[e], g->column[e], before,
                                                         NONE, gain_of(g, e)[k] };
        }
    }
    g->start[count] = n;
    interior.nodes = g->nodes;
    return tcs_interior_solve(&interior, g->weight, g->price);
}

static int by_value(const void *a, const void *b)
{
    const uint32_t l = *(const uint32_t *)a;
    const uint32_t r = *(const uint32_t *)b;

    return l < r ? -1 : l > r;
}

/* Numbers the labels of the group's edges from 0. */
static bool number_labels(struct group *g)
{
    uint32_t *labels = calloc((size_t)g->edge_count + 1, sizeof *labels);

    if (labels == NULL)
        return false;
    for (uint32_t e = 0; e < g->edge_count; e++)
        labels[e] = g->problem->edges[g->edge[e]].label;
    qsort(labels, g->edge_count, sizeof *labels, by_value);
    for (uint32_t e = 0; e < g->edge_count; e++)
        if (e == 0 || labels[e] != labels[g->column_count - 1])
            labels[g->column_count++] = labels[e];
    for (uint32_t e = 0; e < g->edge_count; e++) {
        const uint32_t *at = bsearch(&g->problem->edges[g->edge[e]].label, labels,
                                     g->column_count, sizeof *labels, by_value);

        g->column[e] = (uint32_t)(at - labels);
    }
    free(labels);
    return true;
}

static bool open_group(struct group *g)
{
    const struct tcs_trajectory_problem *p = g->problem;
    const size_t count = p->count;
    size_t edges = 0;
    size_t most = 0;

    for (uint32_t i = 0; i < g->member_count; i++) {
        const size_t n = p->first[g->members[i] + 1] - p->first[g->members[i]];

        edges += n;
        most = n > most ? n : most;
    }
    g->edge = calloc(edges + 1, sizeof *g->edge);
    g->column = calloc(edges + 1, sizeof *g->column);
    g->row = calloc(edges + 1, sizeof *g->row);
    g->last = calloc(edges + 1, sizeof *g->last);
    g->used = calloc(edges * count + 1, sizeof *g->used);
    g->start = calloc(count + 1, sizeof *g->start);
    g->path = calloc(count, sizeof *g->path);
    g->choice = calloc(count * (most + 1), sizeof *g->choice);
    g->reached = calloc(most + 1, sizeof *g->reached);
    if (g->edge == NULL || g->column == NULL || g->used == NULL || g->path == NULL ||
        g->choice == NULL || g->reached == NULL || g->row == NULL || g->last == NULL ||
        g->start == NULL)
        return false;
    for (uint32_t i = 0; i < g->member_count; i++) {
        for (uint32_t e = p->first[g->members[i]]; e < p->first[g->members[i] + 1]; e++) {
            g->row[g->edge_count] = i;
            g->edge[g->edge_count++] = e;
        }
    }
    if (!number_labels(g))
        return false;
    g->price = calloc(g->column_count * count + 1, sizeof *g->price);
    return g->price != NULL;
}

static void close_group(struct group *g)
{
    free(g->edge);
    free(g->column);
    free(g->used);
    free(g->path);
    free(g->choice);
    free(g->reached);
    free(g->row);
    free(g->last);
    free(g->start);
    free(g->nodes);
    free(g->price);
    free(g->weight);
}

static enum tcs_status run(struct group *g, double *ret_weight)
{
    const size_t count = g->problem->count;
    enum tcs_status status = TCS_OK;
    size_t used = 0;

    for (uint32_t e = 0; e < g->edge_count; e++)
        memset(ret_weight + g->edge[e] * count, 0, count * sizeof *ret_weight);
    if (g->member_count == 1) {
        (void)cheapest(g, 0, g->edge_count, true);
        for (size_t k = 0; k < count; k++)
            if (g->path[k] != NONE)
                ret_weight[g->edge[g->path[k]] * count + k] = 1.0;
        return TCS_OK;
    }
    (void)take_nodes(g);
    for (int i = 0; i < ROUNDS_MAX; i++) {
        status = solve(g);
        if (status != TCS_OK || take_nodes(g) == 0)
            break;
        status = TCS_E_NUMERIC;
    }
    for (size_t k = 0; k < count && status == TCS_OK; k++)
        for (uint32_t e = 0; e < g->edge_count; e++)
            if (g->used[e * count + k] != 0)
                ret_weight[g->edge[e] * count + k] = g->weight[used++];
    return status;
}

enum tcs_status tcs_trajectory_lp(const struct tcs_trajectory_problem *problem,
                                  const uint32_t *members, uint32_t member_count,
                                  double *ret_weight)
{
    struct group g = { .problem = problem,
                       .members = members,
                       .member_count = member_count };
    const enum tcs_status status = open_group(&g) ? run(&g, ret_weight) : TCS_E_MEMORY;

    close_group(&g);
    return status;
}
