/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/imm.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/unset.h"
#include "filter/paths.h"
#include "num/elem.h"

struct tcs_imm_step tcs_imm_step(const struct tcs_imm_model *model, double dt_s)
{
    struct tcs_imm_step s = { 0 };

    s.count = model->count;
    s.young = tcs_motion_step(model->young, dt_s);
    for (uint32_t i = 0; i < model->count; i++) {
        const double stay =
            model->count == 1 ? 1.0 : tcs_exp(-dt_s / model->sojourn_s[i]);

        s.step[i] = tcs_motion_step(model->motion[i], dt_s);
        for (uint32_t j = 0; j < model->count; j++)
            s.change[i][j] = (i == j ? stay : 0.0) + (1.0 - stay) * model->next[i][j];
    }
    return s;
}

void tcs_imm_start(struct tcs_imm *imm, const struct tcs_gauss *g)
{
    if (imm->count > 1)
        memset(imm, 0, sizeof *imm);
    imm->count = 1;
    imm->motions = 1;
    imm->p[0] = 1.0;
    imm->g[0] = *g;
}

void tcs_imm_copy(struct tcs_imm *to, const struct tcs_imm *from)
{
    memcpy(to, from, offsetof(struct tcs_imm, g) + from->count * sizeof from->g[0]);
}

void tcs_imm_come_of_age(struct tcs_imm *imm, const struct tcs_imm_model *model)
{
    TCS_UNSET struct tcs_paths paths;
    TCS_UNSET struct tcs_imm young;

    assert(imm->motions == 1);
    tcs_paths_start(&paths, 1);
    tcs_paths_add(&paths, 1.0, imm);
    (void)tcs_paths_finish(&paths, TCS_IMM_MAX / model->count, imm);
    young = *imm;
    imm->count = young.count * model->count;
    imm->motions = model->count;
    for (uint32_t h = 0; h < young.count; h++)
        for (uint32_t i = 0; i < model->count; i++) {
            imm->g[h * model->count + i] = young.g[h];
            imm->p[h * model->count + i] = young.p[h] * model->first[i];
        }
}

/* Second moments of a motion about a common origin: P + d d'. */
struct second {
    double d[TCS_STATE_DIM];
    double M[TCS_STATE_PACKED];
};

static void second_moments(const struct tcs_gauss *g, const double *origin,
                           struct second *ret)
{
    for (int i = 0; i < TCS_STATE_DIM; i++)
        ret->d[i] = g->x[i] - origin[i];
    tcs_outer(ret->d, ret->M);
    for (int k = 0; k < TCS_STATE_PACKED; k++)
        ret->M[k] += g->P[k];
}

/* The Gaussian with the moments of the weighted sum; weights sum to 1. Written for any
 * number of motions, and compiled for three. */
static inline void from_moments(const struct second *s, const double *weight,
                                uint32_t count, const double *origin,
                                struct tcs_gauss *ret)
{
    TCS_UNSET double d[TCS_STATE_DIM];
    TCS_UNSET double o[TCS_STATE_PACKED];

    for (int k = 0; k < TCS_STATE_DIM; k++) {
        d[k] = 0.0;
        for (uint32_t i = 0; i < count; i++)
            d[k] += weight[i] * s[i].d[k];
        ret->x[k] = origin[k] + d[k];
    }
    tcs_outer(d, o);
    for (int k = 0; k < TCS_STATE_PACKED; k++) {
        double sum = 0.0;

        for (uint32_t i = 0; i < count; i++)
            sum += weight[i] * s[i].M[k];
        ret->P[k] = sum - o[k];
    }
}

static void from_second_moments(const struct second *s, const double *weight,
                                uint32_t count, const double *origin,
                                struct tcs_gauss *ret)
{
    if (count == 3)
        from_moments(s, weight, 3, origin, ret);
    else
        from_moments(s, weight, count, origin, ret);
}

/* The interaction: each motion starts from the mixture of what could have become it. The
 * origin is the likeliest motion's mean: differences from it are small. One path. */
static void interact(double *p, struct tcs_gauss *g, const struct tcs_imm_step *step)
{
    TCS_UNSET struct second s[TCS_MOTION_MAX];
    TCS_UNSET double origin[TCS_STATE_DIM];
    double next[TCS_MOTION_MAX] = { 0 };
    double weight[TCS_MOTION_MAX][TCS_MOTION_MAX] = { 0 };
    uint32_t likeliest = 0;

    for (uint32_t i = 1; i < step->count; i++)
        likeliest = p[i] > p[likeliest] ? i : likeliest;
    memcpy(origin, g[likeliest].x, sizeof origin);
    for (uint32_t i = 0; i < step->count; i++)
        second_moments(&g[i], origin, &s[i]);
    for (uint32_t j = 0; j < step->count; j++) {
        for (uint32_t i = 0; i < step->count; i++) {
            weight[j][i] = p[i] * step->change[i][j];
            next[j] += weight[j][i];
        }
        for (uint32_t i = 0; i < step->count && next[j] > 0.0; i++)
            weight[j][i] /= next[j];
    }
    for (uint32_t j = 0; j < step->count; j++) {
        p[j] = next[j];
        if (next[j] > 0.0)
            from_second_moments(s, weight[j], step->count, origin, &g[j]);
    }
}

void tcs_imm_predict(struct tcs_imm *imm, const struct tcs_imm_step *step)
{
    if (imm->motions == 1) {
        for (uint32_t i = 0; i < imm->count; i++)
            tcs_gauss_predict(&imm->g[i], &step->young);
        return;
    }
    for (uint32_t h = 0; h < imm->count; h += step->count) {
        interact(imm->p + h, imm->g + h, step);
        for (uint32_t i = 0; i < step->count; i++)
            tcs_gauss_predict(&imm->g[h + i], &step->step[i]);
    }
}

void tcs_imm_ahead(struct tcs_imm *imm, const struct tcs_imm_model *model, double dt_s)
{
    const double count = tcs_floor(dt_s) + 1.0;
    struct tcs_imm_step step;

    if (!(dt_s > 0.0))
        return;
    step = tcs_imm_step(model, dt_s / count);
    double left = count;

    while (left > 0.0) {
        tcs_imm_predict(imm, &step);
        left -= 1.0;
    }
}

void tcs_imm_merged(const struct tcs_imm *imm, struct tcs_gauss *ret_g)
{
    TCS_UNSET struct second s[TCS_IMM_MAX];
    uint32_t likeliest = 0;

    if (imm->count == 1) {
        *ret_g = imm->g[0];
        return;
    }
    for (uint32_t i = 1; i < imm->count; i++)
        likeliest = imm->p[i] > imm->p[likeliest] ? i : likeliest;
    for (uint32_t i = 0; i < imm->count; i++)
        second_moments(&imm->g[i], imm->g[likeliest].x, &s[i]);
    from_second_moments(s, imm->p, imm->count, imm->g[likeliest].x, ret_g);
}

void tcs_imm_mean(const struct tcs_imm *imm, double ret_x[TCS_STATE_DIM])
{
    TCS_UNSET double x[TCS_STATE_DIM];

    for (int k = 0; k < TCS_STATE_DIM; k++)
        x[k] = 0.0;
    for (uint32_t i = 0; i < imm->count; i++)
        for (int k = 0; k < TCS_STATE_DIM; k++)
            x[k] += imm->p[i] * imm->g[i].x[k];
    memcpy(ret_x, x, sizeof x);
}

/* One Gaussian's part in the covariance of the place, without noise; d: how far its mean
 * is from that of all. */
static inline void outlook_row(int k, double p, double a, const double *P,
                               const double *d, double *ret_P)
{
    for (int l = 0; l <= k; l++)
        ret_P[k * (k + 1) / 2 + l] +=
            p * (P[k * (k + 1) / 2 + l] +
                 a * (P[(k + 3) * (k + 4) / 2 + l] + P[(l + 3) * (l + 4) / 2 + k]) +
                 a * a * P[(k + 3) * (k + 4) / 2 + l + 3] + d[k] * d[l]);
}

/* The motion that the next Gaussian follows; `motion` counts along. */
static inline const struct tcs_step *
step_next(const struct tcs_imm *imm, const struct tcs_imm_step *step, uint32_t *motion)
{
    if (imm->motions == 1)
        return &step->young;
    const struct tcs_step *s = &step->step[*motion];

    *motion = *motion + 1 < step->count ? *motion + 1 : 0;
    return s;
}

void tcs_imm_outlook(const struct tcs_imm *imm, const struct tcs_imm_step *step,
                     double ret_mean[3], double ret_P[6])
{
    TCS_UNSET double mean[TCS_IMM_MAX][3];
    TCS_UNSET double a[TCS_IMM_MAX];
    double all[3] = { 0 };
    double P[6] = { 0 };
    double noise = 0.0;
    uint32_t motion = 0;

    for (uint32_t i = 0; i < imm->count; i++) {
        const struct tcs_step *s = step_next(imm, step, &motion);

        if (s->q_pp > noise)
            noise = s->q_pp;
        a[i] = s->a;
        for (int k = 0; k < 3; k++) {
            mean[i][k] = imm->g[i].x[k] + s->a * imm->g[i].x[k + 3];
            all[k] += imm->p[i] * mean[i][k];
        }
    }
    for (uint32_t i = 0; i < imm->count; i++) {
        const double d[3] = { mean[i][0] - all[0], mean[i][1] - all[1],
                              mean[i][2] - all[2] };

        outlook_row(0, imm->p[i], a[i], imm->g[i].P, d, P);
        outlook_row(1, imm->p[i], a[i], imm->g[i].P, d, P);
        outlook_row(2, imm->p[i], a[i], imm->g[i].P, d, P);
    }
    for (int k = 0; k < 3; k++)
        P[k * (k + 1) / 2 + k] += noise;
    memcpy(ret_mean, all, sizeof all);
    memcpy(ret_P, P, sizeof P);
}
