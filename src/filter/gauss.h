/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_GAUSS_H
#define TCS_FILTER_GAUSS_H

/*
 * gauss.h -- a Gaussian over position and velocity, and the three things done to it:
 * prediction, update by a measurement that is linear in it, and mixing with others.
 *
 *   x   6   [ e n u  ve vn vu ]   m, m/s
 *   P   21  lower triangle by rows of the 6 x 6 covariance; element (i, j), i >= j, is
 *           P[i (i + 1) / 2 + j]. Symmetric by construction.
 *
 * Same input, same bits: + - * / and sqrt in a fixed order; exp and log from num/elem.h.
 *
 * Sources: Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking and
 * Navigation", Wiley 2001: 5.2 (update), 6.2 (white noise acceleration); the hovering
 * model is the integrated Ornstein-Uhlenbeck process of 8.2.3 with velocity in place of
 * acceleration.
 */

#include <stdbool.h>

#include "num/mat.h"

enum {
    TCS_STATE_DIM = 6,
    TCS_STATE_PACKED = 21,
};

struct tcs_gauss {
    double x[TCS_STATE_DIM];
    double P[TCS_STATE_PACKED];
};

static inline int tcs_packed(int i, int j)
{
    return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
}

/*
 * What is done to a packed matrix row by row is written for any row and told for each:
 * then loops have lengths that the compiler knows, and it puts elements side by side.
 */
#define TCS_EACH_ROW(row) (row(0), row(1), row(2), row(3), row(4), row(5))

static inline void tcs_outer_row(int i, const double *d, double *ret_o)
{
    for (int j = 0; j <= i; j++)
        ret_o[i * (i + 1) / 2 + j] = d[i] * d[j];
}

/* d d'. */
static inline void tcs_outer(const double d[TCS_STATE_DIM],
                             double ret_o[TCS_STATE_PACKED])
{
#define ROW(i) tcs_outer_row(i, d, ret_o)
    TCS_EACH_ROW(ROW);
#undef ROW
}

/*
 * How an object moves, each axis alike: white acceleration of spectral density q
 * (m^2/s^3); with forget_s > 0 the velocity dies away with that time constant, which is
 * what something does that hovers.
 */
struct tcs_motion {
    double q;
    double forget_s;
};

/* A motion over one time step: p' = p + a v, v' = b v, with noise covariance Q. */
struct tcs_step {
    double a;
    double b;
    double q_pp;
    double q_pv;
    double q_vv;
};

struct tcs_step tcs_motion_step(struct tcs_motion motion, double dt_s);
void tcs_gauss_predict(struct tcs_gauss *g, const struct tcs_step *step);

/*
 * A measurement of position with covariance R (packed like P), dim 2 (e, n) or 3: of
 * where the object is dt_s after the time of the state, on a straight way.
 */
struct tcs_fix {
    int dim;
    double z[3];
    double R[6];
    double dt_s;
};

/*
 * A measurement that is linear in the state: y = z - h(x), dim 1 to 3, H by rows (dim x
 * 6), R packed.
 */
struct tcs_linear {
    int dim;
    double y[3];
    double H[3][TCS_STATE_DIM];
    double R[6];
};

/*
 * What a measurement would do to a Gaussian, before it is known whether it is its own:
 * gain W and whitened innovation e, so that x += W e and P -= W W'. W is kept by
 * columns, one a dimension of the measurement.
 */
struct tcs_innovation {
    int dim;
    double e[3];
    double W[3][TCS_STATE_DIM];
    double d2;      /* Mahalanobis distance squared; chi-square with dim degrees */
    double peak;    /* density at d2 = 0 */
    double density; /* of the measurement given the Gaussian, 1 / units of z */
};

/* False when the innovation covariance is not positive definite; then nothing is set. */
bool tcs_innovate_fix(const struct tcs_gauss *g, const struct tcs_fix *fix,
                      struct tcs_innovation *ret_innovation);
bool tcs_innovate_linear(const struct tcs_gauss *g, const struct tcs_linear *linear,
                         struct tcs_innovation *ret_innovation);
void tcs_gauss_update(struct tcs_gauss *g, const struct tcs_innovation *innovation);
/* Both in one. The density is left to who asks: peak exp(-d2 / 2). */
bool tcs_gauss_update_fix(struct tcs_gauss *g, const struct tcs_fix *fix,
                          double *ret_peak, double *ret_d2);

/* d2 alone, without exp and log: for gates. A value < 0: not positive definite. */
double tcs_fix_distance2(const struct tcs_gauss *g, const struct tcs_fix *fix);

/*
 * The part of an innovation that all fixes with the same R and dt_s share: for one
 * Gaussian and many observations of one sensor it is computed once. The gate tells
 * distances and densities, the gain updates.
 */
struct tcs_gate {
    int dim;
    double dt_s;
    double R[6];  /* what it was made for */
    double at[3]; /* expected place */
    double L[6];  /* factor of S, diagonal inverted */
    double peak;  /* density at d2 = 0 */
};
struct tcs_gain {
    struct tcs_gate gate;
    double W[3][TCS_STATE_DIM]; /* as in tcs_innovation */
};
bool tcs_gate_fix(const struct tcs_gauss *g, const struct tcs_fix *fix,
                  struct tcs_gate *ret_gate);
bool tcs_gain_fix(const struct tcs_gauss *g, const struct tcs_fix *fix,
                  struct tcs_gain *ret_gain);
bool tcs_gate_fits(const struct tcs_gate *gate, const struct tcs_fix *fix);
/* d2 of the place z of a fix that fits, dim 2 or 3. */
static inline double tcs_gate_distance2(const struct tcs_gate *gate, const double z[3])
{
    const double *L = gate->L;
    const double e0 = (z[0] - gate->at[0]) * L[0];
    const double e1 = (z[1] - gate->at[1] - L[1] * e0) * L[2];
    const double d2 = e0 * e0 + e1 * e1;

    if (gate->dim < 3)
        return d2;
    const double e2 = (z[2] - gate->at[2] - L[3] * e0 - L[4] * e1) * L[5];

    return d2 + e2 * e2;
}

/*
 * A mixture of the Gaussian as it is and as updated by fixes that share one gain: weights
 * and whitened innovations are summed up, then applied at once (the probabilistic data
 * association filter). Bar-Shalom, Daum, Huang, IEEE Control Systems 29 (2009) 82-100.
 */
struct tcs_pda {
    double missed; /* weight of "none of them" */
    double hit;    /* of all fixes */
    double e[3];   /* weighted sums */
    double ee[6];  /* packed */
};
/* z: the place of a fix that fits the gain. */
void tcs_pda_add(struct tcs_pda *pda, const struct tcs_gain *gain, double weight,
                 const double z[3]);
/* Needs missed + hit > 0. */
void tcs_pda_apply(const struct tcs_pda *pda, const struct tcs_gain *gain,
                   struct tcs_gauss *g);

/*
 * Moment matching: start from tcs_gauss_zero, add each component with its weight, then
 * finish with the sum of the weights (> 0).
 */
struct tcs_moments {
    double weight;
    double x[TCS_STATE_DIM]; /* about `origin` */
    double P[TCS_STATE_PACKED];
    double origin[TCS_STATE_DIM];
};
void tcs_moments_start(struct tcs_moments *m, const double origin[TCS_STATE_DIM]);
void tcs_moments_add(struct tcs_moments *m, double weight, const struct tcs_gauss *g);
/* False, and nothing set, when no weight was added. */
bool tcs_moments_finish(const struct tcs_moments *m, struct tcs_gauss *ret_g);

/* Two components in one step: a becomes the mixture of both. Without weight it stays. */
void tcs_gauss_mix(struct tcs_gauss *a, double wa, const struct tcs_gauss *b, double wb);

/* E over f of log g: the (negative) cross-entropy of two Gaussians, for re-assignment. In
 * two steps from g, of which the first alone tells its entropy; false: not positive
 * definite. */
struct tcs_factor {
    double L[TCS_STATE_PACKED]; /* Cholesky factor of P; diagonal inverted */
    double x[TCS_STATE_DIM];
    double log_norm; /* -1/2 log det(2 pi P) */
};
struct tcs_information {
    double I[TCS_STATE_PACKED]; /* inverse of P, off the diagonal doubled */
    double x[TCS_STATE_DIM];
    double log_norm;
};
bool tcs_gauss_factor(const struct tcs_gauss *g, struct tcs_factor *ret_factor);
void tcs_factor_invert(const struct tcs_factor *factor,
                       struct tcs_information *ret_information);
double tcs_gauss_cross(const struct tcs_gauss *f, const struct tcs_information *g);

struct tcs_mat6 tcs_gauss_full(const struct tcs_gauss *g);

#endif
