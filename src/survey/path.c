/* SPDX-License-Identifier: Apache-2.0 */
#include "survey/path.h"

#include "num/elem.h"

/* The row at or before t, with a row behind it. Logs are nearly regular: where the row
 * would be in a regular one is a good first guess. */
static uint32_t row_before(const struct tcs_path *path, double t)
{
    const double *at = path->at;
    const uint32_t last = path->count - 1;
    const double share = (t - at[0]) / (at[last] - at[0]);
    uint32_t low = 0;
    uint32_t high = last;
    const uint32_t guess = (uint32_t)(share * (double)(last - 1));

    if (at[guess] <= t)
        low = guess;
    else
        high = guess;
    if (low + 4 < high && at[low + 4] > t)
        high = low + 4;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (at[middle] <= t)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Velocity at a row: of the parabola through it and its neighbours. */
static struct tcs_vec3 slope(const struct tcs_path *path, uint32_t i)
{
    const double *at = path->at;
    const struct tcs_vec3 *p = path->places_m;
    const uint32_t a = i > 0 ? i - 1 : i;
    const uint32_t b = i + 1 < path->count ? i + 1 : i;

    if (a == i || b == i)
        return tcs_vec3_scale(tcs_vec3_sub(p[b], p[a]), 1.0 / (at[b] - at[a]));
    const double before = at[i] - at[a];
    const double after = at[b] - at[i];
    const struct tcs_vec3 s0 = tcs_vec3_scale(tcs_vec3_sub(p[i], p[a]), 1.0 / before);
    const struct tcs_vec3 s1 = tcs_vec3_scale(tcs_vec3_sub(p[b], p[i]), 1.0 / after);

    return tcs_vec3_scale(
        tcs_vec3_add(tcs_vec3_scale(s0, after), tcs_vec3_scale(s1, before)),
        1.0 / (before + after));
}

bool tcs_path_at(const struct tcs_path *path, double log_time,
                 struct tcs_vec3 *ret_place_m)
{
    if (!(log_time >= path->at[0]) || !(log_time <= path->at[path->count - 1]))
        return false;
    const uint32_t i = row_before(path, log_time);
    const double h = path->at[i + 1] - path->at[i];
    const double u = (log_time - path->at[i]) / h;
    const struct tcs_vec3 m0 = slope(path, i);
    const struct tcs_vec3 m1 = slope(path, i + 1);
    const double w1 = u * u * (3.0 - 2.0 * u);
    const double a = h * u * (1.0 - u) * (1.0 - u);
    const double b = h * u * u * (u - 1.0);

    for (int k = 0; k < 3; k++)
        ret_place_m->v[k] = (1.0 - w1) * path->places_m[i].v[k] +
                            w1 * path->places_m[i + 1].v[k] + a * m0.v[k] + b * m1.v[k];
    return true;
}
