/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/imm.h"

#include <assert.h>
#include <string.h>

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
    memset(imm, 0, sizeof *imm);
    imm->count = 1;
    imm->p[0] = 1.0;
    imm->g[0] = *g;
}

void tcs_imm_come_of_age(struct tcs_imm *imm, const struct tcs_imm_model *model)
{
    const struct tcs_gauss g = imm->g[0];

    assert(imm->count == 1);
    imm->count = model->count;
    for (uint32_t i = 0; i < model->count; i++) {
        imm->g[i] = g;
        imm->p[i] = model->first[i];
    }
}

/* The interaction: each motion starts from the mixture of what could have become it. */
static void interact(struct tcs_imm *imm, const struct tcs_imm_step *step)
{
    struct tcs_gauss mixed[TCS_IMM_MAX];
    double p[TCS_IMM_MAX] = { 0 };
    struct tcs_gauss mean;

    tcs_imm_merged(imm, &mean);
    for (uint32_t j = 0; j < imm->count; j++) {
        struct tcs_moments m;

        tcs_moments_start(&m, mean.x);
        for (uint32_t i = 0; i < imm->count; i++) {
            const double weight = imm->p[i] * step->change[i][j];

            if (weight > 0.0)
                tcs_moments_add(&m, weight, &imm->g[i]);
        }
        p[j] = m.weight;
        if (!tcs_moments_finish(&m, &mixed[j]))
            mixed[j] = imm->g[j];
    }
    for (uint32_t j = 0; j < imm->count; j++) {
        imm->p[j] = p[j];
        imm->g[j] = mixed[j];
    }
}

void tcs_imm_predict(struct tcs_imm *imm, const struct tcs_imm_step *step)
{
    if (imm->count == 1) {
        tcs_gauss_predict(&imm->g[0], &step->young);
        return;
    }
    interact(imm, step);
    for (uint32_t i = 0; i < imm->count; i++)
        tcs_gauss_predict(&imm->g[i], &step->step[i]);
}

void tcs_imm_merged(const struct tcs_imm *imm, struct tcs_gauss *ret_g)
{
    struct tcs_moments m;

    if (imm->count == 1) {
        *ret_g = imm->g[0];
        return;
    }
    tcs_moments_start(&m, imm->g[0].x);
    for (uint32_t i = 0; i < imm->count; i++)
        tcs_moments_add(&m, imm->p[i], &imm->g[i]);
    if (!tcs_moments_finish(&m, ret_g))
        *ret_g = imm->g[0];
}

void tcs_imm_outlook(const struct tcs_imm *imm, const struct tcs_imm_step *step,
                     double ret_mean[3], double ret_P[6])
{
    double mean[TCS_IMM_MAX][3];
    double noise = 0.0;

    memset(ret_P, 0, 6 * sizeof ret_P[0]);
    for (int k = 0; k < 3; k++)
        ret_mean[k] = 0.0;
    for (uint32_t i = 0; i < imm->count; i++) {
        const struct tcs_step *s = imm->count == 1 ? &step->young : &step->step[i];

        if (s->q_pp > noise)
            noise = s->q_pp;
        for (int k = 0; k < 3; k++) {
            mean[i][k] = imm->g[i].x[k] + s->a * imm->g[i].x[k + 3];
            ret_mean[k] += imm->p[i] * mean[i][k];
        }
    }
    for (uint32_t i = 0; i < imm->count; i++) {
        const double *P = imm->g[i].P;
        const double a = (imm->count == 1 ? &step->young : &step->step[i])->a;

        for (int k = 0; k < 3; k++)
            for (int l = 0; l <= k; l++)
                ret_P[k * (k + 1) / 2 + l] +=
                    imm->p[i] *
                    (P[k * (k + 1) / 2 + l] +
                     a * (P[(k + 3) * (k + 4) / 2 + l] + P[(l + 3) * (l + 4) / 2 + k]) +
                     a * a * P[(k + 3) * (k + 4) / 2 + l + 3] +
                     (mean[i][k] - ret_mean[k]) * (mean[i][l] - ret_mean[l]));
    }
    for (int k = 0; k < 3; k++)
        ret_P[k * (k + 1) / 2 + k] += noise;
}

void tcs_imm_mix_start(struct tcs_imm_mix *mix, const struct tcs_imm *about)
{
    mix->count = about->count;
    mix->reserved = 0;
    for (uint32_t i = 0; i < about->count; i++)
        tcs_moments_start(&mix->m[i], about->g[i].x);
}

void tcs_imm_mix_add(struct tcs_imm_mix *mix, double weight, const struct tcs_imm *imm)
{
    assert(imm->count == mix->count);
    for (uint32_t i = 0; i < imm->count; i++)
        tcs_moments_add(&mix->m[i], weight * imm->p[i], &imm->g[i]);
}

bool tcs_imm_mix_finish(const struct tcs_imm_mix *mix, struct tcs_imm *imm)
{
    double total = 0.0;

    for (uint32_t i = 0; i < mix->count; i++)
        total += mix->m[i].weight;
    if (!(total > 0.0))
        return false;
    for (uint32_t i = 0; i < mix->count; i++) {
        imm->p[i] = mix->m[i].weight / total;
        /* A motion that nothing supports keeps its Gaussian, with no weight. */
        if (!tcs_moments_finish(&mix->m[i], &imm->g[i]))
            imm->p[i] = 0.0;
    }
    return true;
}
