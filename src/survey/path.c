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

/* What the rows before, at and after one count for in the slope at it: that of the
 * parabola through them; at the ends, of the chord. */
static void slope_weights(const struct tcs_path *path, uint32_t i, double ret[3])
{
    const double *at = path->at;

    if (i == 0 || i + 1 == path->count) {
        const double h = i == 0 ? at[1] - at[0] : at[i] - at[i - 1];

        ret[0] = i == 0 ? 0.0 : -1.0 / h;
        ret[1] = i == 0 ? -1.0 / h : 1.0 / h;
        ret[2] = i == 0 ? 1.0 / h : 0.0;
        return;
    }
    const double before = at[i] - at[i - 1];
    const double after = at[i + 1] - at[i];
    const double both = before + after;

    ret[0] = -after / (before * both);
    ret[2] = before / (after * both);
    ret[1] = -ret[0] - ret[2];
}

bool tcs_path_at(const struct tcs_path *path, double log_time,
                 struct tcs_vec3 *ret_place_m)
{
    if (!(log_time >= path->at[0]) || !(log_time <= path->at[path->count - 1]))
        return false;
    const uint32_t i = row_before(path, log_time);
    const double h = path->at[i + 1] - path->at[i];
    const double u = (log_time - path->at[i]) / h;
    const double far = u * u * (3.0 - 2.0 * u);
    const double a = h * u * (1.0 - u) * (1.0 - u);
    const double b = h * u * u * (u - 1.0);
    const struct tcs_vec3 *p = path->places_m + i;
    const struct tcs_vec3 *p0 = i > 0 ? p - 1 : p;
    const struct tcs_vec3 *p3 = i + 2 < path->count ? p + 2 : p + 1;
    double m0[3];
    double m1[3];

    slope_weights(path, i, m0);
    slope_weights(path, i + 1, m1);
    const double w0 = a * m0[0];
    const double w1 = 1.0 - far + a * m0[1] + b * m1[0];
    const double w2 = far + a * m0[2] + b * m1[1];
    const double w3 = b * m1[2];

    for (int k = 0; k < 3; k++)
        ret_place_m->v[k] =
            w0 * p0->v[k] + w1 * p[0].v[k] + w2 * p[1].v[k] + w3 * p3->v[k];
    return true;
}
