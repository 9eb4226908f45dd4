/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_INTERIOR_H
#define TCS_SCORE_INTERIOR_H

/*
 * interior.h -- weights of pairs over time, by an interior point method.
 *
 * A node is an edge e at an index k; the edge joins a row (true trajectory) with a column
 * (label). The weights W_e(k) >= 0 that make
 *
 *   sum of gain_e(k) W_e(k)  -  h sum over k > 0 of |W_e(k) - W_e(k-1)|
 *
 * largest, where at each index the weights of a row's edges sum to at most 1, and those
 * of a column's; a weight without a node is 0. Newton's steps stay feasible on both
 * sides, primal and dual; their equations are block tridiagonal in time and solved by
 * Cholesky factors: cost (nodes of an index)^3 x count a step, of which there are 15
 * to 40.
 *
 * Source: Mehrotra, "On the implementation of a primal-dual interior point method", SIAM
 * J. Optim. 2 (1992) 575-601.
 */

#include <stdint.h>

#include "base/status.h"

#define TCS_INTERIOR_NONE UINT32_MAX

struct tcs_interior_node {
    uint32_t row;
    uint32_t column;
    uint32_t before; /* the node of the edge at the index before, or TCS_INTERIOR_NONE */
    uint32_t after;  /* at the index after */
    double gain;     /* 0 to scale */
};

struct tcs_interior_problem {
    uint32_t count; /* of indices */
    uint32_t row_count;
    uint32_t column_count;
    double scale; /* of gains; ends when the gap is 1e-9 of it */
    double h;     /* above 0 */
    const struct tcs_interior_node *nodes;
    const uint32_t *start; /* count + 1: nodes of index k: start[k] .. start[k + 1] - 1 */
};

/*
 *   ret_weight  start[count]          of the nodes
 *   ret_price   count x column_count  what a column costs at an index, at least 0
 *
 * TCS_E_MEMORY; TCS_E_NUMERIC: the gap could not be closed to a millionth of the scale.
 */
TCS_NODISCARD enum tcs_status
tcs_interior_solve(const struct tcs_interior_problem *problem, double *ret_weight,
                   double *ret_price);

#endif
