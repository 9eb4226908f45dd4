/* SPDX-License-Identifier: Apache-2.0 */
#include "score/match.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/* Costs are gains with the other sign. Prices keep cost - u[row] - v[column] >= 0, with
 * equality for what is matched; being alone costs 0, so u[row] <= 0. */
struct matching {
    const struct tcs_match_edge *edges;
    uint32_t *first;   /* of a row's edges, row_count + 1 */
    double *u;         /* of rows */
    double *v;         /* of columns */
    double *distance;  /* of columns, while a path is looked for */
    uint32_t *via;     /* edge over which a column was reached */
    uint32_t *taken;   /* edge that a column is matched by */
    uint32_t *open;    /* columns reached, not yet settled */
    uint32_t *settled; /* columns, in order */
    uint8_t *state;    /* of columns: 0 not reached, 1 open, 2 settled */
    uint32_t open_count;
    uint32_t settled_count;
};

static void reach(struct matching *m, uint32_t row, double so_far)
{
    for (uint32_t e = m->first[row]; e < m->first[row + 1]; e++) {
        const uint32_t column = m->edges[e].column;
        const double d = so_far + (-m->edges[e].gain - m->u[row] - m->v[column]);

        if (m->state[column] == 2 || (m->state[column] == 1 && d >= m->distance[column]))
            continue;
        if (m->state[column] == 0)
            m->open[m->open_count++] = column;
        m->state[column] = 1;
        m->distance[column] = d;
        m->via[column] = e;
    }
}

/* Takes the nearest column out of the open ones. */
static uint32_t settle(struct matching *m)
{
    uint32_t best = 0;

    for (uint32_t i = 1; i < m->open_count; i++)
        if (m->distance[m->open[i]] < m->distance[m->open[best]])
            best = i;
    const uint32_t column = m->open[best];

    m->open[best] = m->open[--m->open_count];
    m->state[column] = 2;
    m->settled[m->settled_count++] = column;
    return column;
}

/* Hands the columns along the path over: the last row of the path gives up its own. */
static void flip(struct matching *m, uint32_t column, uint32_t *of_row, uint32_t from)
{
    while (column != NONE) {
        const uint32_t edge = m->via[column];
        const uint32_t row = m->edges[edge].row;
        const uint32_t before = of_row[row];

        m->taken[column] = edge;
        of_row[row] = edge;
        if (row == from)
            break;
        column = m->edges[before].column;
    }
}

static void insert_row(struct matching *m, uint32_t from, uint32_t *of_row)
{
    double end = 0.0;           /* length of the shortest path so far */
    uint32_t end_row = from;    /* it ends with this row alone, */
    uint32_t end_column = NONE; /* or at this free column */

    m->u[from] = 0.0;
    for (uint32_t e = m->first[from]; e < m->first[from + 1]; e++)
        m->u[from] = fmin(m->u[from], -m->edges[e].gain - m->v[m->edges[e].column]);
    end = -m->u[from];
    m->open_count = m->settled_count = 0;
    reach(m, from, 0.0);
    while (m->open_count > 0) {
        const uint32_t column = settle(m);
        const double d = m->distance[column];
        const uint32_t edge = m->taken[column];

        if (d >= end)
            break;
        if (edge == NONE) {
            end = d;
            end_column = column;
            break;
        }
        const uint32_t row = m->edges[edge].row;

        if (d - m->u[row] < end) {
            end = d - m->u[row];
            end_row = row;
        }
        reach(m, row, d);
    }
    /* New prices, by how much nearer than the end each one lies. */
    m->u[from] += end;
    for (uint32_t i = 0; i < m->settled_count; i++) {
        const uint32_t column = m->settled[i];
        const double gap = end - m->distance[column];

        if (gap <= 0.0)
            continue;
        m->v[column] -= gap;
        if (m->taken[column] != NONE)
            m->u[m->edges[m->taken[column]].row] += gap;
    }
    if (end_column == NONE && end_row != from) {
        const uint32_t column = m->edges[of_row[end_row]].column;

        of_row[end_row] = NONE;
        flip(m, column, of_row, from);
    } else if (end_column != NONE) {
        flip(m, end_column, of_row, from);
    }
    for (uint32_t i = 0; i < m->settled_count; i++)
        m->state[m->settled[i]] = 0;
    for (uint32_t i = 0; i < m->open_count; i++)
        m->state[m->open[i]] = 0;
}

static bool get_memory(struct matching *m, size_t rows, size_t columns)
{
    m->first = calloc(rows + 1, sizeof *m->first);
    m->u = calloc(rows + 1, sizeof *m->u);
    m->v = calloc(columns + 1, sizeof *m->v);
    m->distance = calloc(columns + 1, sizeof *m->distance);
    m->via = calloc(columns + 1, sizeof *m->via);
    m->taken = calloc(columns + 1, sizeof *m->taken);
    m->open = calloc(columns + 1, sizeof *m->open);
    m->settled = calloc(columns + 1, sizeof *m->settled);
    m->state = calloc(columns + 1, sizeof *m->state);
    return m->first != NULL && m->u != NULL && m->v != NULL && m->distance != NULL &&
           m->via != NULL && m->taken != NULL && m->open != NULL && m->settled != NULL &&
           m->state != NULL;
}

enum tcs_status tcs_match(uint32_t row_count, uint32_t column_count,
                          const struct tcs_match_edge *edges, size_t edge_count,
                          uint32_t *ret_edge)
{
    struct matching m = { .edges = edges };
    const bool good = get_memory(&m, row_count, column_count);

    if (good) {
        for (size_t e = 0; e < edge_count; e++)
            m.first[edges[e].row + 1]++;
        for (uint32_t i = 0; i < row_count; i++)
            m.first[i + 1] += m.first[i];
        memset(m.taken, 0xff, (size_t)column_count * sizeof *m.taken);
        memset(ret_edge, 0xff, (size_t)row_count * sizeof *ret_edge);
        for (uint32_t row = 0; row < row_count; row++)
            insert_row(&m, row, ret_edge);
    }
    free(m.first);
    free(m.u);
    free(m.v);
    free(m.distance);
    free(m.via);
    free(m.taken);
    free(m.open);
    free(m.settled);
    free(m.state);
    return good ? TCS_OK : TCS_E_MEMORY;
}
