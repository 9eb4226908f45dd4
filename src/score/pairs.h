/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_PAIRS_H
#define TCS_SCORE_PAIRS_H

/*
 * pairs.h -- who could be whom: all pairs of a true and an estimated place at one index
 * that are closer than c. Everything that is scored follows from these.
 */

#include <stdint.h>

#include "base/status.h"
#include "score/scene.h"

/* Of truth.place[] and estimate.place[], and how far apart they are. */
struct tcs_score_pair {
    uint32_t truth;
    uint32_t estimate;
    double d_m;
};

/* Pairs of index k: pair[start[k]] .. pair[start[k + 1] - 1], by truth, then estimate. */
struct tcs_score_pairs {
    uint32_t *start;
    struct tcs_score_pair *pair;
};

/* Sorts by one coordinate and looks within c: cost n log n and the neighbours in a strip
 * of width 2 c. TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_score_pairs_find(const struct tcs_scene *scene,
                                                   struct tcs_score_pairs *ret_pairs);
void tcs_score_pairs_clear(struct tcs_score_pairs *pairs);

#endif
