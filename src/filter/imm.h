/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_IMM_H
#define TCS_FILTER_IMM_H

/*
 * imm.h -- the state of one object under several motion models at once.
 *
 * A mixture of Gaussians. An object follows one of at most three motions (hover, nearly
 * constant velocity, manoeuvre); a young one has one motion only (motions 1, the model's
 * `young`): that is cheaper, and its velocity is not known well enough to tell motions
 * apart. And it has come along one of a few paths (paths.h), because which observations
 * were its own is not always decided at once. Each path has a Gaussian a motion.
 *
 * Source: Blom, Bar-Shalom, "The interacting multiple model algorithm for systems with
 * Markovian switching coefficients", IEEE TAC 33 (1988) 780-783.
 */

#include <stdbool.h>
#include <stdint.h>

#include "filter/gauss.h"

enum {
    TCS_MOTION_MAX = 3,
    TCS_IMM_MAX = 6, /* Gaussians */
};

struct tcs_imm {
    uint32_t count;        /* Gaussians: paths times motions, path by path */
    uint32_t motions;      /* 1, or those of the model */
    double p[TCS_IMM_MAX]; /* sums to 1 over count; all is 0 beyond */
    struct tcs_gauss g[TCS_IMM_MAX];
};
_Static_assert(sizeof(struct tcs_imm) == 8 + 6 * 8 + 6 * 27 * 8, "no padding");

struct tcs_imm_model {
    uint32_t count;
    struct tcs_motion young;
    struct tcs_motion motion[TCS_MOTION_MAX];
    double first[TCS_MOTION_MAX];     /* probabilities when an object comes of age */
    double sojourn_s[TCS_MOTION_MAX]; /* mean time that a motion lasts */
    double next[TCS_MOTION_MAX][TCS_MOTION_MAX]; /* which motion follows; rows sum to 1 */
};

/* The model over one time step. */
struct tcs_imm_step {
    uint32_t count;
    struct tcs_step young;
    struct tcs_step step[TCS_MOTION_MAX];
    double change[TCS_MOTION_MAX][TCS_MOTION_MAX]; /* from row to column */
};
struct tcs_imm_step tcs_imm_step(const struct tcs_imm_model *model, double dt_s);

/* One Gaussian. imm is a state already, or zero. */
void tcs_imm_start(struct tcs_imm *imm, const struct tcs_gauss *g);
/* A copy of what is in use: for states of the same count, and for what is not kept. */
void tcs_imm_copy(struct tcs_imm *to, const struct tcs_imm *from);
/* From one motion to all of the model's; of its paths, as many as there is room for. */
void tcs_imm_come_of_age(struct tcs_imm *imm, const struct tcs_imm_model *model);
void tcs_imm_predict(struct tcs_imm *imm, const struct tcs_imm_step *step);
/* The same over any time, in steps of at most a second, within which motions may change:
 * what a prediction far ahead needs. The outcome is a mixture of as many Gaussians. */
void tcs_imm_ahead(struct tcs_imm *imm, const struct tcs_imm_model *model, double dt_s);
/* The Gaussian with the mixture's moments. */
void tcs_imm_merged(const struct tcs_imm *imm, struct tcs_gauss *ret_g);
/* Its mean alone. */
void tcs_imm_mean(const struct tcs_imm *imm, double ret_x[TCS_STATE_DIM]);
/* Mean position dt_s ahead and its covariance (packed 3 x 3) for gating and coverage:
 * process noise of the liveliest motion, no mixing. */
void tcs_imm_outlook(const struct tcs_imm *imm, const struct tcs_imm_step *step,
                     double ret_mean[3], double ret_P[6]);

#endif
