/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/range.h"

#include "num/elem.h"

static double line_of_sight(const struct tcs_range *r, const double x[TCS_STATE_DIM],
                            double ret_way[3])
{
    double sum = 0.0;

    for (int i = 0; i < 3; i++) {
        ret_way[i] = x[i] - r->from_m[i];
        sum += ret_way[i] * ret_way[i];
    }
    return tcs_sqrt(sum);
}

static bool distance(const void *what, const double x[TCS_STATE_DIM], double ret_y[2])
{
    const struct tcs_range *r = what;
    double way[3];

    ret_y[0] = r->value - line_of_sight(r, x, way);
    return true;
}

static bool rate(const void *what, const double x[TCS_STATE_DIM], double ret_y[2])
{
    const struct tcs_range *r = what;
    double way[3];
    const double range = line_of_sight(r, x, way);

    if (!(range > 1e-3))
        return false;
    ret_y[0] = r->value - (way[0] * x[3] + way[1] * x[4] + way[2] * x[5]) / range;
    return true;
}

static struct tcs_sensed sensed(const struct tcs_range *range, bool is_rate)
{
    return (struct tcs_sensed) {
        .dim = 1,
        .inputs = is_rate ? 6 : 3,
        .dt_s = range->dt_s,
        .var = { range->var, 0.0 },
        .residual = is_rate ? rate : distance,
        .what = range,
    };
}

bool tcs_range_innovate(const struct tcs_gauss *prior, const struct tcs_range *range,
                        struct tcs_innovation *ret_innovation)
{
    const struct tcs_sensed s = sensed(range, false);

    return tcs_sensed_innovate(prior, &s, ret_innovation);
}

bool tcs_range_update(struct tcs_gauss *g, const struct tcs_range *range)
{
    const struct tcs_sensed s = sensed(range, false);

    return tcs_sensed_update(g, &s);
}

bool tcs_rate_innovate(const struct tcs_gauss *prior, const struct tcs_range *range_rate,
                       struct tcs_innovation *ret_innovation)
{
    const struct tcs_sensed s = sensed(range_rate, true);

    return tcs_sensed_innovate(prior, &s, ret_innovation);
}

bool tcs_rate_update(struct tcs_gauss *g, const struct tcs_range *range_rate)
{
    const struct tcs_sensed s = sensed(range_rate, true);

    return tcs_sensed_update(g, &s);
}
