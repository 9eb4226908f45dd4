/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_TRAJECTORY_LP_H
#define TCS_SCORE_TRAJECTORY_LP_H

/*
 * trajectory_lp.h -- the linear program of trajectory.h for one group of true
 * trajectories.
 *
 * It is solved over the nodes (edges at an index) that matter (interior.h). Whether
 * others would, the prices of the labels tell: under them, a member's cheapest path over
 * all its edges may not be cheaper than over those in the program; else its nodes are
 * taken in and the program is solved again.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* A true trajectory and a label that are closer than c at some index. */
struct tcs_trajectory_edge {
    uint32_t truth;
    uint32_t label;
};

struct tcs_trajectory_problem {
    uint32_t count; /* of indices */
    uint32_t truth_count;
    uint32_t label_count;
    uint32_t edge_count;
    double half_switch;                      /* h = gamma^p / 2 */
    double scale;                            /* c^p: what is small beside it is nothing */
    const struct tcs_trajectory_edge *edges; /* in the order of truth */
    const uint32_t *first; /* truth_count + 1: of a trajectory's edges */
    const double *gain;    /* edge_count x count: c^p - d^p; 0 beyond c */
};

/*
 *   members     member_count trajectories
 *   ret_weight  edge_count x count; those of the members' edges are set
 *
 * TCS_E_MEMORY; TCS_E_NUMERIC: no end within the rounds that are allowed.
 */
TCS_NODISCARD enum tcs_status
tcs_trajectory_lp(const struct tcs_trajectory_problem *problem, const uint32_t *members,
                  uint32_t member_count, double *ret_weight);

#endif
