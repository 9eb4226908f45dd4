/* SPDX-License-Identifier: Apache-2.0 */
/* bearing_sense.c -- measurements that are no places: directions, distances, Doppler. */
#include "num/elem.h"
#include "track/work.h"

/* Only where the place is known eight times better than how far it is: then it looks like
 * a Gaussian from there, and its azimuth too. Sound comes from where the object was. */
bool work_sense_far(const struct tcs_gauss *g, const struct meas *m)
{
    const struct tcs_bearing *b = &m->bearing;
    const double dt = b->dt_s;
    const double east = g->x[0] + dt * g->x[3] - b->from_m[0];
    const double north = g->x[1] + dt * g->x[4] - b->from_m[1];
    const double far2 = east * east + north * north;
    const double speed_var = g->P[tcs_packed(3, 3)] + g->P[tcs_packed(4, 4)];
    const double var =
        2.0 * (g->P[tcs_packed(0, 0)] + g->P[tcs_packed(1, 1)] + dt * dt * speed_var);

    if (m->is_range || far2 < 64.0 * var)
        return false;
    const double far = tcs_sqrt(far2);
    double width = 6.0 * (tcs_sqrt(b->az_var) + tcs_sqrt(var) / far);

    if (b->sound_mps > 0.0) {
        const double up = g->x[2] + dt * g->x[5] - b->from_m[2];
        const double over_ground2 = g->x[3] * g->x[3] + g->x[4] * g->x[4];
        const double mach = tcs_sqrt(over_ground2 + g->x[5] * g->x[5]) / b->sound_mps;
        const double least_delay = tcs_sqrt(far2 + up * up) / b->sound_mps;

        if (mach > 0.5) /* the delay is another then: tcs_sound_delay */
            return false;
        width += (tcs_sqrt(over_ground2) + 6.0 * tcs_sqrt(speed_var)) * least_delay /
                 ((1.0 - mach) * far);
    }
    if (width >= 1.0)
        return false;
    return east * m->toward[0] + north * m->toward[1] < 0.0 ||
           tcs_fabs(east * m->toward[1] - north * m->toward[0]) > width * far;
}

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
