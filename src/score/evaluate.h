/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_EVALUATE_H
#define TCS_SCORE_EVALUATE_H

/*
 * evaluate.h -- GOSPA and OSPA at each evaluation index, and labels over time.
 *
 * With the assignment of truth to estimates, pairs closer than c only, that is best:
 *
 *   GOSPA^p = sum over pairs of d^p  +  c^p/2 per missed  +  c^p/2 per false      (alpha
 * = 2) OSPA^p  = (sum over pairs of d^p + c^p (larger number - pairs)) / larger number
 *
 * Sources: Rahmathullah, Garcia-Fernandez, Svensson, "Generalized optimal sub-pattern
 * assignment metric", FUSION 2017; Schuhmacher, Vo, Vo, "A consistent metric for
 * performance evaluation of multi-object filters", IEEE TSP 56 (2008) 3447-3457.
 */

#include <stdint.h>

#include "base/status.h"
#include "score/pairs.h"
#include "score/scene.h"

/* One evaluation index; parts are to the power p: their sum is GOSPA^p. */
struct tcs_score_step {
    double localisation;
    double missed;
    double false_;
    double ospa_m;
    uint32_t truth_count;
    uint32_t estimate_count;
    uint32_t pair_count;
    uint32_t reserved;
};

/* One true object over time. */
struct tcs_score_life {
    uint32_t present;  /* indices at which it is there */
    uint32_t matched;  /* of these, with an estimate */
    uint32_t longest;  /* of these, under the label that it had longest */
    uint32_t labels;   /* different ones */
    uint32_t switches; /* another label than at the last index with one */
    uint32_t first;    /* index of its first match; UINT32_MAX: none */
};

struct tcs_score {
    uint32_t count;
    uint32_t truth_who_count;
    struct tcs_score_step *step; /* count */
    struct tcs_score_life *life; /* truth_who_count */
};

/* What tells the whole in numbers: means and roots of mean squares over the indices, m.
 */
struct tcs_score_sum {
    double mean_gospa;
    double rms_gospa; /* this and the next three: square root of the mean of the p-th
                         power */
    double rms_loc;
    double rms_missed;
    double rms_false;
    double mean_ospa;
    double n_true;
    double n_est;
    double missed_per_scan;
    double false_per_scan;
    uint64_t id_switches;
    double ids_per_truth; /* over those that ever had one; 0 when none had */
    double loc_rmse;      /* < 0: no pair */
    double track_life;    /* mean over truth of matched / present */
    double label_life;    /* mean over truth of longest / present */
};

TCS_NODISCARD enum tcs_status tcs_score_run(const struct tcs_scene *scene,
                                            const struct tcs_score_pairs *pairs,
                                            struct tcs_score *ret_score);
void tcs_score_clear(struct tcs_score *score);

/* p: of the scene */
struct tcs_score_sum tcs_score_sum(const struct tcs_score *score, double p);

#endif
