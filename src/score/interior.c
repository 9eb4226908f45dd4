/* SPDX-License-Identifier: Apache-2.0 */
#include "score/interior.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 100 };

static const double ENOUGH = 1e-9; /* gap, as a share of the scale */
static const double GOOD = 1e-6;   /* at least that */
static const double BACK = 0.9995; /* how far to go towards the boundary */

/* Things that are at least 0 and their multipliers: the product of the two goes to 0. */
enum kind { WEIGHT, ROW, COLUMN, UP, DOWN, KINDS };

struct pairs {
    size_t n;
    double *x, *z;   /* the thing, its multiplier */
    double *dx, *dz; /* the step */
    double *r;       /* what x dz + z dx has to be */
};

/* Of a weight: from a node, to a node; one of them may be none. */
struct change {
    uint32_t from;
    uint32_t to;
};

/* WEIGHT is of nodes. ROW and COLUMN, index k, then row or column: what is left of the 1,
 * and its price. UP and DOWN are of changes: how much the weight rises and falls. */
struct solver {
    const struct tcs_interior_problem *problem;
    struct pairs pairs[KINDS];
    struct change *changes;
    size_t change_count;
    double *tau;  /* of changes: stiffness */
    double *q;    /* of changes: what one has to be apart from the steps of the weights */
    double *link; /* of nodes: stiffness towards the node before */
    double *own;  /* of nodes: sum of the stiffness of its changes */
    double *rhs;  /* of nodes; then the solution */
    double *factor; /* Cholesky, lower, block after block */
    size_t *block;  /* count: where a block begins in factor */
    double *whole;  /* the diagonal of a block, before anything is taken off */
    double *work;   /* the largest block */
    double *memory; /* everything that is double */
};

static size_t nodes_at(const struct tcs_interior_problem *p, size_t k)
{
    return p->start[k + 1] - p->start[k];
}

static bool list_changes(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    const size_t n = p->start[p->count];

    s->changes = calloc(2 * n + 1, sizeof *s->changes);
    if (s->changes == NULL)
        return false;
    for (uint32_t i = p->start[1]; i < n; i++)
        s->changes[s->change_count++] = (struct change) { p->nodes[i].before, i };
    for (uint32_t i = 0; i < p->start[p->count - 1]; i++)
        if (p->nodes[i].after == TCS_INTERIOR_NONE)
            s->changes[s->change_count++] = (struct change) { i, TCS_INTERIOR_NONE };
    return true;
}

static bool get_memory(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    const size_t n = p->start[p->count];
    size_t total = 3 * n;
    size_t most = 0;
    size_t squares = 0;
    double *at;

    if (!list_changes(s))
        return false;
    const size_t sizes[KINDS] = { n, (size_t)p->count * p->row_count,
                                  (size_t)p->count * p->column_count, s->change_count,
                                  s->change_count };

    s->block = calloc(p->count, sizeof *s->block);
    if (s->block == NULL)
        return false;
    for (size_t k = 0; k < p->count; k++) {
        const size_t nodes = nodes_at(p, k);

        s->block[k] = squares;
        squares += nodes * nodes;
        most = nodes > most ? nodes : most;
    }
    total += 2 * s->change_count + squares + most * most + 2 * most;
    for (int i = 0; i < KINDS; i++)
        total += 5 * sizes[i];
    s->memory = at = calloc(total + 1, sizeof *at);
    if (at == NULL)
        return false;
    for (int i = 0; i < KINDS; i++) {
        struct pairs *a = &s->pairs[i];

        a->n = sizes[i];
        a->x = at;
        a->z = a->x + a->n;
        a->dx = a->z + a->n;
        a->dz = a->dx + a->n;
        a->r = a->dz + a->n;
        at = a->r + a->n;
    }
    s->tau = at;
    s->q = s->tau + s->change_count;
    s->link = s->q + s->change_count;
    s->own = s->link + n;
    s->rhs = s->own + n;
    s->factor = s->rhs + n;
    s->whole = s->factor + squares;
    s->work = s->whole + most;
    return true;
}

/* Sums the nodes' values of index k into their rows and columns. */
static void gather(const struct solver *s, const double *node, size_t k, double *row,
                   double *column)
{
    const struct tcs_interior_problem *p = s->problem;

    memset(row, 0, p->row_count * sizeof *row);
    memset(column, 0, p->column_count * sizeof *column);
    for (size_t i = p->start[k]; i < p->start[k + 1]; i++) {
        row[p->nodes[i].row] += node[i];
        column[p->nodes[i].column] += node[i];
    }
}

/* A point that is strictly inside on both sides. */
static void begin(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    double small = 0.5;

    for (size_t k = 0; k < p->count; k++)
        small = fmin(small, 0.5 / (double)(nodes_at(p, k) + 1));
    for (size_t i = 0; i < s->pairs[WEIGHT].n; i++) {
        s->pairs[WEIGHT].x[i] = small;
        s->pairs[WEIGHT].z[i] = 2.0 * p->scale - p->nodes[i].gain;
    }
    for (size_t i = 0; i < s->change_count; i++) {
        const struct change *c = &s->changes[i];

        s->pairs[UP].x[i] = small + (c->from == TCS_INTERIOR_NONE ? small : 0.0);
        s->pairs[DOWN].x[i] = small + (c->to == TCS_INTERIOR_NONE ? small : 0.0);
        s->pairs[UP].z[i] = s->pairs[DOWN].z[i] = p->h;
    }
    for (size_t k = 0; k < p->count; k++)
        gather(s, s->pairs[WEIGHT].x, k, s->pairs[ROW].x + k * p->row_count,
               s->pairs[COLUMN].x + k * p->column_count);
    for (int kind = ROW; kind <= COLUMN; kind++) {
        for (size_t i = 0; i < s->pairs[kind].n; i++) {
            s->pairs[kind].x[i] = 1.0 - s->pairs[kind].x[i];
            s->pairs[kind].z[i] = p->scale;
        }
    }
}

static double gap(const struct solver *s, size_t *ret_n)
{
    double sum = 0.0;

    *ret_n = 0;
    for (int kind = 0; kind < KINDS; kind++) {
        const struct pairs *a = &s->pairs[kind];

        for (size_t i = 0; i < a->n; i++)
            sum += a->x[i] * a->z[i];
        *ret_n += a->n;
    }
    return sum;
}

/* Index k's block of the equations, lower half, without what the index before
 * contributes. */
static void fill_block(const struct solver *s, size_t k, double *block)
{
    const struct tcs_interior_problem *p = s->problem;
    const struct tcs_interior_node *nodes = p->nodes + p->start[k];
    const size_t n = nodes_at(p, k);
    const struct pairs *row = &s->pairs[ROW];
    const struct pairs *column = &s->pairs[COLUMN];

    for (size_t e = 0; e < n; e++) {
        const size_t at = p->start[k] + e;
        const size_t i = k * p->row_count + nodes[e].row;
        const size_t j = k * p->column_count + nodes[e].column;
        const double row_stiff = row->z[i] / row->x[i];
        const double column_stiff = column->z[j] / column->x[j];

        for (size_t f = 0; f < e; f++)
            block[e * n + f] = (nodes[f].row == nodes[e].row ? row_stiff : 0.0) +
                               (nodes[f].column == nodes[e].column ? column_stiff : 0.0);
        block[e * n + e] = s->pairs[WEIGHT].z[at] / s->pairs[WEIGHT].x[at] + row_stiff +
                           column_stiff + s->own[at];
    }
}

/* The inverse of a lower triangle, into the lower half of ret. */
static void invert_lower(size_t n, const double *l, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        double *row = ret + i * n;

        for (size_t j = 0; j < i; j++)
            row[j] = 0.0;
        for (size_t m = 0; m < i; m++)
            for (size_t j = 0; j <= m; j++)
                row[j] -= l[i * n + m] * ret[m * n + j];
        for (size_t j = 0; j < i; j++)
            row[j] /= l[i * n + i];
        row[i] = 1.0 / l[i * n + i];
    }
}

/* A pivot of which rounding leaves nothing of the whole diagonal is taken as without end,
 * so that its node stays where it is in this step (Wright, "Modified Cholesky
 * factorizations in interior-point algorithms for linear programming", SIAM J. Optim. 9
 * (1999) 1159-1191). */
static bool cholesky(size_t n, const double *whole, double *a)
{
    const double nothing = 1e-14;
    const double endless = 1e64;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i * n + j];

            for (size_t m = 0; m < j; m++)
                sum -= a[i * n + m] * a[j * n + m];
            if (i > j)
                a[i * n + j] = sum / a[j * n + j];
            else if (!isfinite(sum))
                return false;
            else
                a[i * n + i] = sum > nothing * whole[i] ? sqrt(sum) : endless;
        }
    }
    return true;
}

/* What the index before takes off the block of k: through the links, its inverse. */
static void reduce_block(struct solver *s, size_t k, double *block)
{
    const struct tcs_interior_problem *p = s->problem;
    const size_t n = nodes_at(p, k);
    const size_t before = nodes_at(p, k - 1);
    const size_t first = p->start[k];
    double *row = s->work + before * before;

    invert_lower(before, s->factor + s->block[k - 1], s->work);
    for (size_t m = 0; m < before; m++) {
        const double *inverse = s->work + m * before;

        for (size_t e = 0; e < n; e++) {
            const size_t from = s->link[first + e] > 0.0
                                    ? p->nodes[first + e].before - p->start[k - 1]
                                    : SIZE_MAX;

            row[e] = from <= m ? s->link[first + e] * inverse[from] : 0.0;
        }
        for (size_t e = 0; e < n; e++)
            for (size_t f = 0; row[e] != 0.0 && f <= e; f++)
                block[e * n + f] -= row[e] * row[f];
    }
}

/* Stiffness of everything, and the factors of all blocks. */
static bool factorise(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    const size_t n = p->start[p->count];

    memset(s->own, 0, n * sizeof *s->own);
    memset(s->link, 0, n * sizeof *s->link);
    for (size_t i = 0; i < s->change_count; i++) {
        const struct change *c = &s->changes[i];
        const double tau = 1.0 / (s->pairs[UP].x[i] / s->pairs[UP].z[i] +
                                  s->pairs[DOWN].x[i] / s->pairs[DOWN].z[i]);

        s->tau[i] = tau;
        if (c->from != TCS_INTERIOR_NONE)
            s->own[c->from] += tau;
        if (c->to != TCS_INTERIOR_NONE)
            s->own[c->to] += tau;
        if (c->from != TCS_INTERIOR_NONE && c->to != TCS_INTERIOR_NONE)
            s->link[c->to] = tau;
    }
    for (size_t k = 0; k < p->count; k++) {
        double *block = s->factor + s->block[k];
        const size_t count = nodes_at(p, k);

        fill_block(s, k, block);
        for (size_t i = 0; i < count; i++)
            s->whole[i] = block[i * count + i];
        if (k > 0)
            reduce_block(s, k, block);
        if (!cholesky(count, s->whole, block))
            return false;
    }
    return true;
}

static void forward(size_t n, const double *l, double *x)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++)
            x[i] -= l[i * n + j] * x[j];
        x[i] /= l[i * n + i];
    }
}

static void backward(size_t n, const double *l, double *x)
{
    for (size_t i = n; i-- > 0;) {
        x[i] /= l[i * n + i];
        for (size_t j = 0; j < i; j++)
            x[j] -= l[i * n + j] * x[i];
    }
}

/* Solves for rhs; off the diagonal are the links, with the other sign. */
static void substitute(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    double *x = s->rhs;

    for (size_t k = 0; k < p->count; k++) {
        if (k > 0) {
            const size_t before = nodes_at(p, k - 1);

            memcpy(s->work, x + p->start[k - 1], before * sizeof *x);
            backward(before, s->factor + s->block[k - 1], s->work);
            for (size_t i = p->start[k]; i < p->start[k + 1]; i++)
                if (s->link[i] > 0.0)
                    x[i] += s->link[i] * s->work[p->nodes[i].before - p->start[k - 1]];
        }
        forward(nodes_at(p, k), s->factor + s->block[k], x + p->start[k]);
    }
    for (size_t k = p->count; k-- > 0;) {
        const size_t n = nodes_at(p, k);

        if (k + 1 < p->count) {
            memset(s->work, 0, n * sizeof *x);
            for (size_t i = p->start[k + 1]; i < p->start[k + 2]; i++)
                if (s->link[i] > 0.0)
                    s->work[p->nodes[i].before - p->start[k]] = s->link[i] * x[i];
            forward(n, s->factor + s->block[k], s->work);
            for (size_t e = 0; e < n; e++)
                x[p->start[k] + e] += s->work[e];
        }
        backward(n, s->factor + s->block[k], x + p->start[k]);
    }
}

/* The right-hand side of the equations. */
static void fill_rhs(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    const struct pairs *w = &s->pairs[WEIGHT];
    const struct pairs *row = &s->pairs[ROW];
    const struct pairs *column = &s->pairs[COLUMN];
    const struct pairs *up = &s->pairs[UP];
    const struct pairs *down = &s->pairs[DOWN];

    for (size_t k = 0; k < p->count; k++) {
        for (size_t at = p->start[k]; at < p->start[k + 1]; at++) {
            const size_t i = k * p->row_count + p->nodes[at].row;
            const size_t j = k * p->column_count + p->nodes[at].column;

            s->rhs[at] =
                w->r[at] / w->x[at] - row->r[i] / row->x[i] - column->r[j] / column->x[j];
        }
    }
    for (size_t i = 0; i < s->change_count; i++) {
        const struct change *c = &s->changes[i];

        s->q[i] = up->r[i] / up->z[i] - down->r[i] / down->z[i];
        if (c->to != TCS_INTERIOR_NONE)
            s->rhs[c->to] += s->tau[i] * s->q[i];
        if (c->from != TCS_INTERIOR_NONE)
            s->rhs[c->from] -= s->tau[i] * s->q[i];
    }
}

/* The step from what the products have to change by (r). */
static void step(struct solver *s)
{
    const struct tcs_interior_problem *p = s->problem;
    struct pairs *w = &s->pairs[WEIGHT];
    struct pairs *up = &s->pairs[UP];
    struct pairs *down = &s->pairs[DOWN];

    fill_rhs(s);
    substitute(s);
    memcpy(w->dx, s->rhs, w->n * sizeof *w->dx);
    for (size_t k = 0; k < p->count; k++)
        gather(s, w->dx, k, s->pairs[ROW].dx + k * p->row_count,
               s->pairs[COLUMN].dx + k * p->column_count);
    for (int kind = ROW; kind <= COLUMN; kind++) {
        struct pairs *a = &s->pairs[kind];

        for (size_t i = 0; i < a->n; i++) {
            a->dx[i] = -a->dx[i];
            a->dz[i] = (a->r[i] - a->z[i] * a->dx[i]) / a->x[i];
        }
    }
    for (size_t i = 0; i < s->change_count; i++) {
        const struct change *c = &s->changes[i];
        const double to = c->to != TCS_INTERIOR_NONE ? w->dx[c->to] : 0.0;
        const double from = c->from != TCS_INTERIOR_NONE ? w->dx[c->from] : 0.0;
        const double pi = s->tau[i] * (to - from - s->q[i]);

        up->dz[i] = -pi;
        down->dz[i] = pi;
        up->dx[i] = (up->r[i] + up->x[i] * pi) / up->z[i];
        down->dx[i] = (down->r[i] - down->x[i] * pi) / down->z[i];
    }
    for (size_t i = 0; i < w->n; i++)
        w->dz[i] = (w->r[i] - w->z[i] * w->dx[i]) / w->x[i];
}

/* How far one may go on either side, at most 1. */
static void limits(const struct solver *s, double *ret_primal, double *ret_dual)
{
    double primal = 1.0 / BACK;
    double dual = primal;

    for (int kind = 0; kind < KINDS; kind++) {
        const struct pairs *a = &s->pairs[kind];

        for (size_t i = 0; i < a->n; i++) {
            if (a->dx[i] < 0.0)
                primal = fmin(primal, -a->x[i] / a->dx[i]);
            if (a->dz[i] < 0.0)
                dual = fmin(dual, -a->z[i] / a->dz[i]);
        }
    }
    *ret_primal = BACK * primal;
    *ret_dual = BACK * dual;
}

/* Sets r for products that are to become target; with the second order of the last step.
 */
static void aim(struct solver *s, double target, bool corrected)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct pairs *a = &s->pairs[kind];

        for (size_t i = 0; i < a->n; i++)
            a->r[i] =
                target - a->x[i] * a->z[i] - (corrected ? a->dx[i] * a->dz[i] : 0.0);
    }
}

static double gap_after(const struct solver *s, double primal, double dual)
{
    double sum = 0.0;

    for (int kind = 0; kind < KINDS; kind++) {
        const struct pairs *a = &s->pairs[kind];

        for (size_t i = 0; i < a->n; i++)
            sum += (a->x[i] + primal * a->dx[i]) * (a->z[i] + dual * a->dz[i]);
    }
    return sum;
}

static void go(struct solver *s, double primal, double dual)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct pairs *a = &s->pairs[kind];

        for (size_t i = 0; i < a->n; i++) {
            a->x[i] += primal * a->dx[i];
            a->z[i] += dual * a->dz[i];
        }
    }
}

/* The gap that it comes to. */
static double run(struct solver *s)
{
    const double enough = ENOUGH * s->problem->scale;
    size_t n = 0;
    double now = gap(s, &n);

    for (int i = 0; i < STEPS_MAX && now > enough; i++) {
        double primal = 0.0;
        double dual = 0.0;
        double share;

        if (!factorise(s))
            break;
        aim(s, 0.0, false);
        step(s);
        limits(s, &primal, &dual);
        share = gap_after(s, primal, dual) / now;
        aim(s, share * share * share * now / (double)n, true);
        step(s);
        limits(s, &primal, &dual);
        if (!(primal > 1e-6) || !(dual > 1e-6))
            break;
        go(s, primal, dual);
        now = gap(s, &n);
    }
    return now;
}

enum tcs_status tcs_interior_solve(const struct tcs_interior_problem *problem,
                                   double *ret_weight, double *ret_price)
{
    struct solver s = { .problem = problem };
    enum tcs_status status = TCS_E_MEMORY;

    if (get_memory(&s)) {
        begin(&s);
        status = run(&s) <= GOOD * problem->scale ? TCS_OK : TCS_E_NUMERIC;
        if (status == TCS_OK) {
            memcpy(ret_weight, s.pairs[WEIGHT].x, s.pairs[WEIGHT].n * sizeof *ret_weight);
            memcpy(ret_price, s.pairs[COLUMN].z, s.pairs[COLUMN].n * sizeof *ret_price);
        }
    }
    free(s.changes);
    free(s.block);
    free(s.memory);
    return status;
}
