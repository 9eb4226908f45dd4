/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/bearing.h"

#include "num/elem.h"

double tcs_sound_delay(const double way_m[3], const double v_mps[3], double sound_mps)
{
    /* A velocity that is hardly known may be anything; faster than this nothing that we
     * track is. */
    const double fastest = 0.5 * sound_mps;
    double way2 = 0.0;
    double along = 0.0;
    double v2 = 0.0;

    for (int i = 0; i < 3; i++) {
        way2 += way_m[i] * way_m[i];
        along += way_m[i] * v_mps[i];
        v2 += v_mps[i] * v_mps[i];
    }
    if (v2 > fastest * fastest)
        return tcs_sqrt(way2) / sound_mps;
    const double rest = sound_mps * sound_mps - v2;

    return (tcs_sqrt(along * along + rest * way2) - along) / rest;
}

static bool direction(const void *what, const double x[TCS_STATE_DIM], double ret_y[2])
{
    const struct tcs_bearing *b = what;
    double way[3];
    double ground2;

    for (int i = 0; i < 3; i++)
        way[i] = x[i] - b->from_m[i];
    if (b->sound_mps > 0.0) {
        const double delay_s = tcs_sound_delay(way, x + 3, b->sound_mps);

        for (int i = 0; i < 3; i++)
            way[i] -= x[i + 3] * delay_s;
    }
    ground2 = way[0] * way[0] + way[1] * way[1];
    if (!(ground2 > 1e-6) || ground2 > 1e14)
        return false;
    ret_y[0] = tcs_half_turn(b->az_rad - tcs_atan2(way[0], way[1]));
    ret_y[1] = b->has_el ? b->el_rad - tcs_atan2(way[2], tcs_sqrt(ground2)) : 0.0;
    return true;
}

static struct tcs_sensed sensed(const struct tcs_bearing *b)
{
    return (struct tcs_sensed) {
        .dim = b->has_el ? 2 : 1,
        .inputs = b->sound_mps > 0.0 ? 6 : 3,
        .turns = true,
        .dt_s = b->dt_s,
        .var = { b->az_var, b->el_var },
        .residual = direction,
        .what = b,
    };
}

bool tcs_bearing_linearise(const struct tcs_gauss *about, const struct tcs_gauss *prior,
                           const struct tcs_bearing *bearing,
                           struct tcs_linear *ret_linear)
{
    const struct tcs_sensed s = sensed(bearing);

    return tcs_sensed_linearise(about, prior, &s, ret_linear);
}

bool tcs_bearing_innovate(const struct tcs_gauss *prior,
                          const struct tcs_bearing *bearing,
                          struct tcs_innovation *ret_innovation)
{
    const struct tcs_sensed s = sensed(bearing);

    return tcs_sensed_innovate(prior, &s, ret_innovation);
}

bool tcs_bearing_update(struct tcs_gauss *g, const struct tcs_bearing *bearing)
{
    const struct tcs_sensed s = sensed(bearing);

    return tcs_sensed_update(g, &s);
}
