/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dataset.h"
#include "geo/geo.h"
#include "table.h"

/* What a field of a few kilometres at most spans in degrees, and heights of flights. */
static const double field_deg = 0.1;
static const double height_m = 1.0e4;

struct bounds {
    double low[3];
    double high[3];
};

static struct bounds bounds_of(const struct dataset *d)
{
    struct bounds b;

    for (int k = 0; k < 3; k++) {
        b.low[k] = HUGE_VAL;
        b.high[k] = -HUGE_VAL;
        for (uint32_t i = 0; i < d->path.count; i++) {
            b.low[k] = fmin(b.low[k], d->places[i].v[k]);
            b.high[k] = fmax(b.high[k], d->places[i].v[k]);
        }
    }
    return b;
}

/* Two angles that hardly change, at a height that changes more: the angles are at least a
 * degree away from 0, which a drone that stays where metres begin is not. */
static bool in_degrees(const struct bounds *b)
{
    for (int k = 0; k < 2; k++)
        if (b->low[k] < (k == 0 ? -90.0 : -180.0) ||
            b->high[k] > (k == 0 ? 90.0 : 180.0) || b->high[k] - b->low[k] > field_deg ||
            (b->low[k] < 1.0 && b->high[k] > -1.0))
            return false;
    return b->high[2] - b->low[2] > b->high[0] - b->low[0] &&
           b->high[2] - b->low[2] > 0.5;
}

/* Eastings and northings of a zone are as far from 0, but heights are not. */
static bool earth_centred(struct tcs_vec3 p, const struct bounds *b)
{
    const double radius = tcs_vec3_norm(p);
    const bool zone = b->low[0] > 1.0e5 && b->high[0] < 9.0e5 &&
                      fabs(b->low[2]) < height_m && fabs(b->high[2]) < height_m;

    return radius > 6.33e6 && radius < 6.42e6 && !zone;
}

/* Metres from the first place, east, north and up where the file tells them. */
static void make_local(struct dataset *d)
{
    const struct bounds b = bounds_of(d);
    const bool degrees = in_degrees(&b);
    const double to_rad = TCS_PI / 180.0;

    for (uint32_t i = 0; degrees && i < d->path.count; i++) {
        const double *v = d->places[i].v;

        d->places[i] = tcs_ecef_from_geodetic(
            (struct tcs_geodetic) { v[0] * to_rad, v[1] * to_rad, v[2] });
    }
    const struct tcs_vec3 first = d->places[0];

    if (degrees || earth_centred(first, &b)) {
        const struct tcs_frame frame = tcs_frame(tcs_geodetic_from_ecef(first));

        for (uint32_t i = 0; i < d->path.count; i++)
            d->places[i] =
                tcs_mat3_vec(&frame.enu_from_ecef, tcs_vec3_sub(d->places[i], first));
    } else if (tcs_vec3_norm(first) > 1.0e4) {
        for (uint32_t i = 0; i < d->path.count; i++)
            d->places[i] = tcs_vec3_sub(d->places[i], first);
    }
}

bool log_read(const char *path, struct dataset *d)
{
    struct table t;
    const bool good = table_read(path, &t);
    uint32_t n = 0;

    if (good) {
        d->at = calloc(t.rows, sizeof *d->at);
        d->places = calloc(t.rows, sizeof *d->places);
    }
    if (d->at == NULL || d->places == NULL) {
        table_free(&t);
        return good ? wrong(path, 0, "out of memory") : false;
    }
    const bool timed = t.columns >= 4;
    const bool first = timed && table_ascends(&t, 0);
    const bool last = timed && !first && table_ascends(&t, t.columns - 1);

    for (uint32_t i = 0; i < t.rows; i++) {
        struct tcs_vec3 p;

        for (uint32_t k = 0; k < 3; k++)
            p.v[k] = table_cell(&t, i, k + first);
        d->at[n] =
            first ? table_cell(&t, i, 0) : (last ? table_cell(&t, i, t.columns - 1) : i);
        /* Three noughts: no place. */
        if (!isfinite(p.v[0]) || !isfinite(p.v[1]) || !isfinite(p.v[2]) ||
            (p.v[0] == 0.0 && p.v[1] == 0.0 && p.v[2] == 0.0) || !isfinite(d->at[n]) ||
            (n > 0 && !(d->at[n] > d->at[n - 1])))
            continue;
        d->places[n++] = p;
    }
    table_free(&t);
    if (n < 2)
        return wrong(path, 0, "fewer than two places");
    d->timed = first || last;
    d->path = (struct tcs_path) { d->at, d->places, n, 0 };
    make_local(d);
    return true;
}
