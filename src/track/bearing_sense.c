/* SPDX-License-Identifier: Apache-2.0 */
/* bearing_sense.c -- measurements that are no places: directions, distances, Doppler. */
#include "track/work.h"

bool work_sense_innovate(const struct tcs_gauss *g, const struct meas *m,
                         struct tcs_innovation *ret_innovation)
{
    return m->is_range ? tcs_range_innovate(g, &m->range, ret_innovation)
                       : tcs_bearing_innovate(g, &m->bearing, ret_innovation);
}

bool work_sense_update(struct tcs_gauss *g, const struct meas *m)
{
    return m->is_range ? tcs_range_update(g, &m->range)
                       : tcs_bearing_update(g, &m->bearing);
}

bool work_rated_update(struct tcs_gauss *g, const struct meas *m, double *ret_d2,
                       double *ret_density)
{
    struct tcs_gauss next = *g;
    struct tcs_innovation place;
    struct tcs_innovation rate;

    if (!tcs_innovate_fix(g, &m->fix, &place))
        return false;
    tcs_gauss_update(&next, &place);
    if (!tcs_rate_innovate(&next, &m->rate, &rate) || !tcs_rate_update(&next, &m->rate))
        return false;
    *g = next;
    *ret_d2 = place.d2 + rate.d2;
    *ret_density = place.density * rate.density;
    return true;
}

void work_keep_low(struct tcs_imm *imm)
{
    const double usual_m = 60.0;
    const double most = 60.0 * 60.0; /* m^2 */

    for (uint32_t k = 0; k < imm->count; k++) {
        struct tcs_gauss *g = &imm->g[k];
        const double var = g->P[tcs_packed(2, 2)];
        struct tcs_linear usual = { .dim = 1, .y = { usual_m - g->x[2] } };
        struct tcs_innovation in;

        if (!(var > most))
            continue;
        usual.H[0][2] = 1.0;
        usual.R[0] = most * var / (var - most); /* leaves `most` */
        if (tcs_innovate_linear(g, &usual, &in))
            tcs_gauss_update(g, &in);
    }
}
