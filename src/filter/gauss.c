/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/gauss.h"

#include <string.h>

#include "base/unset.h"
#include "num/elem.h"

static const double log_two_pi = 1.8378770664093453;
/* (2 pi)^(-n / 2) */
static const double norm_of_dim[4] = { 1.0, 0.3989422804014327, 0.15915494309189535,
                                       0.06349363593424097 };

struct tcs_step tcs_motion_step(struct tcs_motion motion, double dt_s)
{
    struct tcs_step s = { 0 };

    if (motion.forget_s > 0.0) {
        const double tau = motion.forget_s;
        const double b = tcs_exp(-dt_s / tau);

        s.b = b;
        s.a = tau * (1.0 - b);
        s.q_vv = motion.q * tau * 0.5 * (1.0 - b * b);
        s.q_pv = motion.q * tau * tau * 0.5 * (1.0 - b) * (1.0 - b);
        s.q_pp = motion.q * tau * tau *
                 (dt_s - 2.0 * tau * (1.0 - b) + 0.5 * tau * (1.0 - b * b));
        if (s.q_pp < 0.0) /* cancellation at tiny steps */
            s.q_pp = 0.0;
        return s;
    }
    s.a = dt_s;
    s.b = 1.0;
    s.q_vv = motion.q * dt_s;
    s.q_pv = motion.q * dt_s * dt_s * 0.5;
    s.q_pp = motion.q * dt_s * dt_s * dt_s / 3.0;
    return s;
}

/* One axis: its rows of position and of velocity. C[i][j] = cov(v_i, p_j). */
static inline void predict_axis(int i, const struct tcs_step *step, double C[3][3],
                                double V[3][3], struct tcs_gauss *g)
{
    const double a = step->a;
    const double b = step->b;
    double *p = g->P + i * (i + 1) / 2;
    double *v = g->P + (i + 3) * (i + 4) / 2;

    for (int j = 0; j <= i; j++)
        p[j] += a * (C[i][j] + C[j][i]) + a * a * V[i][j];
    for (int j = 0; j < 3; j++)
        v[j] = b * (C[i][j] + a * V[i][j]);
    for (int j = 0; j <= i; j++)
        v[j + 3] = b * b * V[i][j];
    p[i] += step->q_pp;
    v[i] += step->q_pv;
    v[i + 3] += step->q_vv;
}

void tcs_gauss_predict(struct tcs_gauss *g, const struct tcs_step *step)
{
    const struct tcs_step s = *step;
    TCS_UNSET double C[3][3];
    TCS_UNSET double V[3][3];

    for (int i = 0; i < 3; i++) {
        g->x[i] += s.a * g->x[i + 3];
        g->x[i + 3] *= s.b;
        for (int j = 0; j < 3; j++) {
            C[i][j] = g->P[(i + 3) * (i + 4) / 2 + j];
            V[i][j] = g->P[tcs_packed(i + 3, j + 3)];
        }
    }
    predict_axis(0, &s, C, V, g);
    predict_axis(1, &s, C, V, g);
    predict_axis(2, &s, C, V, g);
}

/*
 * What follows is written for any dimension n and compiled for each: where a public
 * function has a measurement of 1 to 3 dimensions, it calls its worker with the number
 * itself.
 */
#define FOR_DIM(n, call) ((n) == 2 ? call(2) : (n) == 3 ? call(3) : call(1))

/* In place Cholesky of a packed S (n <= 3); the diagonal is left inverted. */
static inline bool factor_small(double *S, int n)
{
    for (int i = 0; i < n; i++) {
        double *row = S + i * (i + 1) / 2;

        for (int j = 0; j < i; j++) {
            const double *other = S + j * (j + 1) / 2;
            double sum = row[j];

            for (int k = 0; k < j; k++)
                sum -= row[k] * other[k];
            row[j] = sum * other[j];
        }
        double pivot = row[i];

        for (int k = 0; k < i; k++)
            pivot -= row[k] * row[k];
        if (!(pivot > 0.0) || pivot > 1e300)
            return false;
        row[i] = 1.0 / tcs_sqrt(pivot);
    }
    return true;
}

/* b := L^-1 b for a factor with inverted diagonal. */
static inline void forward_small(const double *L, int n, double *b)
{
    for (int i = 0; i < n; i++) {
        const double *row = L + i * (i + 1) / 2;
        double sum = b[i];

        for (int k = 0; k < i; k++)
            sum -= row[k] * b[k];
        b[i] = sum * row[i];
    }
}

/* W = L^-1 C, all of the state side by side. */
static inline void gain_small(const double *L, int n, double C[3][TCS_STATE_DIM],
                              double W[3][TCS_STATE_DIM])
{
    for (int i = 0; i < n; i++) {
        const double *row = L + i * (i + 1) / 2;

        for (int s = 0; s < TCS_STATE_DIM; s++) {
            double sum = C[i][s];

            for (int k = 0; k < i; k++)
                sum -= row[k] * W[k][s];
            W[i][s] = sum * row[i];
        }
    }
}

/* From S (packed; destroyed), y and C = P H' to all but the density. */
static inline bool whiten(int n, double *S, const double *y, double C[3][TCS_STATE_DIM],
                          struct tcs_innovation *ret)
{
    if (!factor_small(S, n))
        return false;
    ret->dim = n;
    ret->peak = norm_of_dim[n];
    for (int i = 0; i < n; i++) {
        ret->e[i] = y[i];
        ret->peak *= S[i * (i + 1) / 2 + i];
    }
    forward_small(S, n, ret->e);
    ret->d2 = 0.0;
    for (int i = 0; i < n; i++)
        ret->d2 += ret->e[i] * ret->e[i];
    gain_small(S, n, C, ret->W);
    return true;
}

/* S = H P H' + R and y = z - H x with H = [I dt I]; C = P H' when wanted. */
static inline void fix_terms(int n, const struct tcs_gauss *g, const struct tcs_fix *fix,
                             double *S, double *y, double C[3][TCS_STATE_DIM])
{
    const double dt = fix->dt_s;

    for (int j = 0; j < n; j++) {
        y[j] = fix->z[j] - (g->x[j] + dt * g->x[j + 3]);
        for (int i = 0; i < TCS_STATE_DIM; i++)
            C[j][i] = g->P[tcs_packed(i, j)] + dt * g->P[tcs_packed(i, j + 3)];
    }
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++)
            S[i * (i + 1) / 2 + j] =
                C[j][i] + dt * C[j][i + 3] + fix->R[i * (i + 1) / 2 + j];
}

static inline bool innovate_fix(int n, const struct tcs_gauss *g,
                                const struct tcs_fix *fix, struct tcs_innovation *ret)
{
    TCS_UNSET double S[6];
    TCS_UNSET double y[3];
    TCS_UNSET double C[3][TCS_STATE_DIM];

    fix_terms(n, g, fix, S, y, C);
    return whiten(n, S, y, C, ret);
}

static bool add_density(bool good, struct tcs_innovation *in)
{
    if (good)
        in->density = in->peak * tcs_exp(-0.5 * in->d2);
    return good;
}

bool tcs_innovate_fix(const struct tcs_gauss *g, const struct tcs_fix *fix,
                      struct tcs_innovation *ret_innovation)
{
#define CALL(n) innovate_fix(n, g, fix, ret_innovation)
    return add_density(FOR_DIM(fix->dim, CALL), ret_innovation);
#undef CALL
}

double tcs_fix_distance2(const struct tcs_gauss *g, const struct tcs_fix *fix)
{
    double S[6];
    double y[3];
    const double dt = fix->dt_s;
    const int n = fix->dim;
    double d2 = 0.0;

    for (int i = 0; i < n; i++) {
        y[i] = fix->z[i] - (g->x[i] + dt * g->x[i + 3]);
        for (int j = 0; j <= i; j++)
            S[i * (i + 1) / 2 + j] =
                g->P[i * (i + 1) / 2 + j] + fix->R[i * (i + 1) / 2 + j] +
                dt * (g->P[tcs_packed(i, j + 3)] + g->P[tcs_packed(j, i + 3)]) +
                dt * dt * g->P[tcs_packed(i + 3, j + 3)];
    }
    if (!factor_small(S, n))
        return -1.0;
    forward_small(S, n, y);
    for (int i = 0; i < n; i++)
        d2 += y[i] * y[i];
    return d2;
}

/* C = P H' when wanted. */
static inline bool gate_fix(int n, const struct tcs_gauss *g, const struct tcs_fix *fix,
                            struct tcs_gate *ret, double C[3][TCS_STATE_DIM])
{
    TCS_UNSET double y[3];

    ret->dim = n;
    ret->dt_s = fix->dt_s;
    memcpy(ret->R, fix->R, sizeof ret->R);
    fix_terms(n, g, fix, ret->L, y, C);
    if (!factor_small(ret->L, n))
        return false;
    ret->peak = norm_of_dim[n];
    for (int i = 0; i < n; i++) {
        ret->peak *= ret->L[i * (i + 1) / 2 + i];
        ret->at[i] = fix->z[i] - y[i];
    }
    return true;
}

static inline bool gate_only(int n, const struct tcs_gauss *g, const struct tcs_fix *fix,
                             struct tcs_gate *ret_gate)
{
    TCS_UNSET double C[3][TCS_STATE_DIM];

    return gate_fix(n, g, fix, ret_gate, C);
}

bool tcs_gate_fix(const struct tcs_gauss *g, const struct tcs_fix *fix,
                  struct tcs_gate *ret_gate)
{
#define CALL(n) gate_only(n, g, fix, ret_gate)
    return FOR_DIM(fix->dim, CALL);
#undef CALL
}

static inline bool gain_fix(int n, const struct tcs_gauss *g, const struct tcs_fix *fix,
                            struct tcs_gain *ret_gain)
{
    TCS_UNSET double C[3][TCS_STATE_DIM];

    if (!gate_fix(n, g, fix, &ret_gain->gate, C))
        return false;
    gain_small(ret_gain->gate.L, n, C, ret_gain->W);
    return true;
}

bool tcs_gain_fix(const struct tcs_gauss *g, const struct tcs_fix *fix,
                  struct tcs_gain *ret_gain)
{
#define CALL(n) gain_fix(n, g, fix, ret_gain)
    return FOR_DIM(fix->dim, CALL);
#undef CALL
}

bool tcs_gate_fits(const struct tcs_gate *gate, const struct tcs_fix *fix)
{
    return gate->dim == fix->dim &&
           memcmp(&gate->dt_s, &fix->dt_s, sizeof gate->dt_s) == 0 &&
           memcmp(gate->R, fix->R, sizeof gate->R) == 0;
}

static inline void pda_add(int n, struct tcs_pda *pda, const struct tcs_gain *gain,
                           double weight, const double *z)
{
    TCS_UNSET double e[3];

    for (int i = 0; i < n; i++)
        e[i] = z[i] - gain->gate.at[i];
    forward_small(gain->gate.L, n, e);
    pda->hit += weight;
    for (int i = 0; i < n; i++) {
        pda->e[i] += weight * e[i];
        for (int j = 0; j <= i; j++)
            pda->ee[i * (i + 1) / 2 + j] += weight * e[i] * e[j];
    }
}

void tcs_pda_add(struct tcs_pda *pda, const struct tcs_gain *gain, double weight,
                 const double z[3])
{
#define CALL(n) pda_add(n, pda, gain, weight, z)
    FOR_DIM(gain->gate.dim, CALL);
#undef CALL
}

static inline void pda_row(int n, int i, const struct tcs_gain *restrict gain,
                           const double *m, const double *D, struct tcs_gauss *restrict g)
{
    double *row = g->P + i * (i + 1) / 2;
    TCS_UNSET double wd[3];

    for (int k = 0; k < n; k++) {
        g->x[i] += gain->W[k][i] * m[k];
        wd[k] = 0.0;
        for (int l = 0; l < n; l++)
            wd[k] += gain->W[l][i] * D[tcs_packed(k, l)];
    }
    for (int j = 0; j <= i; j++)
        for (int k = 0; k < n; k++)
            row[j] -= wd[k] * gain->W[k][j];
}

/* Of the whitened innovation: mean m and spread; P - W (hit share I - spread) W'. */
static inline void pda_apply(int n, const struct tcs_pda *pda,
                             const struct tcs_gain *gain, struct tcs_gauss *g)
{
    const double total = pda->missed + pda->hit;
    TCS_UNSET double m[3];
    TCS_UNSET double D[6];

    for (int i = 0; i < n; i++) {
        m[i] = pda->e[i] / total;
        for (int j = 0; j <= i; j++)
            D[i * (i + 1) / 2 + j] = (i == j ? pda->hit / total : 0.0) -
                                     pda->ee[i * (i + 1) / 2 + j] / total + m[i] * m[j];
    }
#define ROW(i) pda_row(n, i, gain, m, D, g)
    TCS_EACH_ROW(ROW);
#undef ROW
}

void tcs_pda_apply(const struct tcs_pda *pda, const struct tcs_gain *gain,
                   struct tcs_gauss *g)
{
#define CALL(n) pda_apply(n, pda, gain, g)
    FOR_DIM(gain->gate.dim, CALL);
#undef CALL
}

bool tcs_innovate_linear(const struct tcs_gauss *g, const struct tcs_linear *linear,
                         struct tcs_innovation *ret_innovation)
{
    const int n = linear->dim;
    TCS_UNSET double S[6];
    TCS_UNSET double C[3][TCS_STATE_DIM];

    for (int i = 0; i < TCS_STATE_DIM; i++)
        for (int j = 0; j < n; j++) {
            C[j][i] = 0.0;
            for (int k = 0; k < TCS_STATE_DIM; k++)
                C[j][i] += g->P[tcs_packed(i, k)] * linear->H[j][k];
        }
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) {
            double sum = linear->R[i * (i + 1) / 2 + j];

            for (int k = 0; k < TCS_STATE_DIM; k++)
                sum += linear->H[i][k] * C[j][k];
            S[i * (i + 1) / 2 + j] = sum;
        }
    return add_density(whiten(n, S, linear->y, C, ret_innovation), ret_innovation);
}

static inline void update_row(int n, int i, const struct tcs_innovation *in, double *x,
                              double *P)
{
    for (int k = 0; k < n; k++)
        x[i] += in->W[k][i] * in->e[k];
    for (int j = 0; j <= i; j++) {
        double sum = 0.0;

        for (int k = 0; k < n; k++)
            sum += in->W[k][i] * in->W[k][j];
        P[i * (i + 1) / 2 + j] -= sum;
    }
}

static inline void update(int n, struct tcs_gauss *restrict g,
                          const struct tcs_innovation *restrict in)
{
#define ROW(i) update_row(n, i, in, g->x, g->P)
    TCS_EACH_ROW(ROW);
#undef ROW
}

void tcs_gauss_update(struct tcs_gauss *g, const struct tcs_innovation *innovation)
{
#define CALL(n) update(n, g, innovation)
    FOR_DIM(innovation->dim, CALL);
#undef CALL
}

static inline bool update_fix(int n, struct tcs_gauss *restrict g,
                              const struct tcs_fix *fix, double *ret_peak, double *ret_d2)
{
    TCS_UNSET struct tcs_innovation in;

    if (!innovate_fix(n, g, fix, &in))
        return false;
    update(n, g, &in);
    *ret_peak = in.peak;
    *ret_d2 = in.d2;
    return true;
}

bool tcs_gauss_update_fix(struct tcs_gauss *g, const struct tcs_fix *fix,
                          double *ret_peak, double *ret_d2)
{
#define CALL(n) update_fix(n, g, fix, ret_peak, ret_d2)
    return FOR_DIM(fix->dim, CALL);
#undef CALL
}

void tcs_moments_start(struct tcs_moments *m, const double origin[TCS_STATE_DIM])
{
    memset(m, 0, sizeof *m);
    memcpy(m->origin, origin, sizeof m->origin);
}

void tcs_moments_add(struct tcs_moments *m, double weight, const struct tcs_gauss *g)
{
    TCS_UNSET double d[TCS_STATE_DIM];
    TCS_UNSET double o[TCS_STATE_PACKED];

    m->weight += weight;
    for (int i = 0; i < TCS_STATE_DIM; i++) {
        d[i] = g->x[i] - m->origin[i];
        m->x[i] += weight * d[i];
    }
    tcs_outer(d, o);
    for (int k = 0; k < TCS_STATE_PACKED; k++)
        m->P[k] += weight * (g->P[k] + o[k]);
}

void tcs_gauss_mix(struct tcs_gauss *a, double wa, const struct tcs_gauss *b, double wb)
{
    TCS_UNSET double d[TCS_STATE_DIM];
    TCS_UNSET double o[TCS_STATE_PACKED];
    TCS_UNSET double shift[TCS_STATE_DIM];
    TCS_UNSET double s[TCS_STATE_PACKED];

    if (!(wa + wb > 0.0))
        return;
    const double scale = 1.0 / (wa + wb);

    for (int i = 0; i < TCS_STATE_DIM; i++) {
        d[i] = b->x[i] - a->x[i];
        shift[i] = wb * d[i] * scale;
        a->x[i] += shift[i];
    }
    tcs_outer(d, o);
    tcs_outer(shift, s);
    for (int k = 0; k < TCS_STATE_PACKED; k++)
        a->P[k] = (wa * a->P[k] + wb * (b->P[k] + o[k])) * scale - s[k];
}

bool tcs_moments_finish(const struct tcs_moments *m, struct tcs_gauss *ret_g)
{
    double d[TCS_STATE_DIM];

    if (!(m->weight > 0.0))
        return false;
    const double scale = 1.0 / m->weight;

    for (int i = 0; i < TCS_STATE_DIM; i++) {
        d[i] = m->x[i] * scale;
        ret_g->x[i] = m->origin[i] + d[i];
        for (int j = 0; j <= i; j++)
            ret_g->P[i * (i + 1) / 2 + j] =
                m->P[i * (i + 1) / 2 + j] * scale - d[i] * d[j];
    }
    return true;
}

bool tcs_gauss_factor(const struct tcs_gauss *g, struct tcs_factor *ret_factor)
{
    double *L = ret_factor->L;
    double det = 1.0;

    memcpy(L, g->P, sizeof ret_factor->L);
    memcpy(ret_factor->x, g->x, sizeof ret_factor->x);
    if (!factor_small(L, TCS_STATE_DIM))
        return false;
    for (int i = 0; i < TCS_STATE_DIM; i++)
        det *= L[i * (i + 1) / 2 + i];
    ret_factor->log_norm = tcs_log(det) - 0.5 * TCS_STATE_DIM * log_two_pi;
    return true;
}

/* Row i of J: column i of L^-1, from i on. */
static inline void invert_row(int i, const double *L,
                              double J[TCS_STATE_DIM][TCS_STATE_DIM])
{
    J[i][i] = L[i * (i + 1) / 2 + i];
    for (int j = i + 1; j < TCS_STATE_DIM; j++) {
        double sum = 0.0;

        for (int k = i; k < j; k++)
            sum -= L[j * (j + 1) / 2 + k] * J[i][k];
        J[i][j] = sum * L[j * (j + 1) / 2 + j];
    }
}

static inline void information_row(int i, double J[TCS_STATE_DIM][TCS_STATE_DIM],
                                   double *ret_I)
{
    for (int j = 0; j <= i; j++) {
        double sum = 0.0;

        for (int k = i; k < TCS_STATE_DIM; k++)
            sum += J[i][k] * J[j][k];
        ret_I[i * (i + 1) / 2 + j] = i == j ? sum : 2.0 * sum;
    }
}

/* P^-1 = L^-T L^-1, for traces: a sum over the packed elements is one over the whole
 * matrix when those off the diagonal count twice. */
void tcs_factor_invert(const struct tcs_factor *factor,
                       struct tcs_information *ret_information)
{
    TCS_UNSET double J[TCS_STATE_DIM][TCS_STATE_DIM];

#define ROW(i) invert_row(i, factor->L, J)
    TCS_EACH_ROW(ROW);
#undef ROW
#define ROW(i) information_row(i, J, ret_information->I)
    TCS_EACH_ROW(ROW);
#undef ROW
    memcpy(ret_information->x, factor->x, sizeof factor->x);
    ret_information->log_norm = factor->log_norm;
}

/* -1/2 (tr(G^-1 F) + d' G^-1 d) = -1/2 sum over elements of G^-1 (F + d d'). */
double tcs_gauss_cross(const struct tcs_gauss *f, const struct tcs_information *g)
{
    TCS_UNSET double d[TCS_STATE_DIM];
    TCS_UNSET double o[TCS_STATE_PACKED];
    double sum = 0.0;

    for (int i = 0; i < TCS_STATE_DIM; i++)
        d[i] = f->x[i] - g->x[i];
    tcs_outer(d, o);
    for (int k = 0; k < TCS_STATE_PACKED; k++)
        sum += g->I[k] * (f->P[k] + o[k]);
    return g->log_norm - 0.5 * sum;
}

struct tcs_mat6 tcs_gauss_full(const struct tcs_gauss *g)
{
    struct tcs_mat6 full;

    for (int i = 0; i < TCS_STATE_DIM; i++)
        for (int j = 0; j < TCS_STATE_DIM; j++)
            full.m[i][j] = g->P[tcs_packed(i, j)];
    return full;
}
