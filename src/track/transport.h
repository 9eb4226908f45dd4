/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_TRANSPORT_H
#define TCS_TRACK_TRANSPORT_H

/*
 * transport.h -- entropic transport: spreads masses over places at least cost, but not
 * too sharply.
 *
 * Given costs C (rows x columns), find q >= 0 with given row and column sums (of equal
 * total) that makes sum q C + tau sum q log q least. Small tau: nearly the cheapest
 * assignment.
 *
 * Source: Cuturi, "Sinkhorn distances: lightspeed computation of optimal transport", NIPS
 * 2013.
 */

#include <stdint.h>

struct tcs_transport {
    uint32_t rows;
    uint32_t columns;
    const double *row_mass;
    const double *column_mass;
    double tau;
    double *q;            /* rows x columns; in: costs, out: the plan */
    double *row_scale;    /* work: rows */
    double *column_scale; /* work: columns */
};

/*
 * Sinkhorn's iteration until rows and columns agree with their masses to 1e-4 of the
 * total, or 80 rounds. The rows are exact at the end, the columns as far as it got.
 * Differences of cost within a column beyond 500 tau are cut there. Returns the rounds.
 */
uint32_t tcs_transport_solve(const struct tcs_transport *t);

#endif
