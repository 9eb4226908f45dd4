/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_TRAJECTORY_H
#define TCS_SCORE_TRAJECTORY_H

/*
 * trajectory.h -- trajectory GOSPA: the distance between two sets of trajectories.
 *
 * With W_k(i, j) in [0, 1] how far true trajectory i and estimated trajectory j are taken
 * for the same at index k (each for one at most), the least of
 *
 *   sum over k, pairs of W_k(i, j) d_k(i, j)^p                         localisation
 *   + c^p/2 per true place that has no pair                            missed
 *   + c^p/2 per estimated place that has no pair                       false
 *   + gamma^p/2 sum over k > 0, i, j of |W_k(i, j) - W_(k-1)(i, j)|     switches
 *
 * This is the metric of linear programming (W real), which is what published programs
 * compute; with W whole it could only be larger, and is the same wherever the least is at
 * a whole W.
 *
 * How: each true trajectory for itself is a path through the labels, found by dynamic
 * programming. Where two of them want the same label at the same index they are put into
 * one group, whose linear program is solved (trajectory_lp.h); groups that want the same
 * label grow together, until none do. What remains apart keeps every constraint of the
 * whole, and leaving constraints out can only lower the sum: it is the least of the
 * whole, to about 1e-9 of c^p.
 *
 * Source: Garcia-Fernandez, Rahmathullah, Svensson, "A metric on the space of finite
 * sets of trajectories for evaluation of multi-target tracking algorithms", IEEE TSP 68
 * (2020) 3917-3928.
 */

#include "base/status.h"
#include "score/pairs.h"
#include "score/scene.h"

/* Everything to the power p, over all indices: the sum of the parts is the metric^p. */
struct tcs_trajectory_gospa {
    double localisation;
    double missed;
    double false_;
    double switches;
    uint32_t group_largest; /* true trajectories in one linear program */
    uint32_t reserved;
};

/* gamma_m: the cost of a switch, above 0. TCS_E_NUMERIC: a linear program came to no end.
 */
TCS_NODISCARD enum tcs_status
tcs_trajectory_gospa_run(const struct tcs_scene *scene,
                         const struct tcs_score_pairs *pairs, double gamma_m,
                         struct tcs_trajectory_gospa *ret_gospa);

#endif
