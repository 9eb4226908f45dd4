/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_MATCH_H
#define TCS_SCORE_MATCH_H

/*
 * match.h -- assignment: rows to columns, each at most once, such that the sum of gains
 * is largest. Pairs that are not listed cannot be. A row may stay alone, for a gain of 0.
 *
 * Shortest augmenting paths with prices, one row after another (Jonker, Volgenant, "A
 * shortest augmenting path algorithm for dense and sparse linear assignment problems",
 * Computing 38 (1987) 325-340). Exact; cost about rows x (pairs that a path looks at),
 * which is small where pairs are sparse.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct tcs_match_edge {
    uint32_t row;
    uint32_t column;
    double gain; /* at least 0 */
};

/*
 *   edges     edge_count   in the order of their rows; a pair at most once
 *   ret_edge  row_count    index of the edge that the row takes, or UINT32_MAX
 *
 * TCS_E_MEMORY
 */
TCS_NODISCARD enum tcs_status tcs_match(uint32_t row_count, uint32_t column_count,
                                        const struct tcs_match_edge *edges,
                                        size_t edge_count, uint32_t *ret_edge);

#endif
