/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>

#include "follow.h"

/* Between two sightings this far apart a straight line is drawn. */
static const double gap_s = 0.25;

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

double quantile(double *values, uint32_t count, double q)
{
    if (count == 0)
        return (double)NAN;
    qsort(values, count, sizeof *values, ascending);
    return values[(uint32_t)(q * (count - 1) + 0.5)];
}

uint32_t sighting_before(const struct camera *camera, double frame)
{
    uint32_t low = 0;
    uint32_t high = camera->count;

    if (camera->count == 0 || camera->sightings[0].frame > frame)
        return camera->count;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (camera->sightings[middle].frame <= frame)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Where a camera sees the target at a log time: direction in the world. */
static bool seen_at(const struct camera *camera, const struct surveyed *s, double at,
                    double gap_max, struct tcs_vec3 *ret)
{
    const struct tcs_survey_clock *c = &s->camera.clock;
    double y = 0.5 * s->camera.lens.height;

    for (int round = 0; round < 3; round++) { /* the row tells the time of the row */
        const double frame = c->frame0 + (at - c->offset) / c->rate -
                             c->readout * y / s->camera.lens.height;
        const uint32_t i = sighting_before(camera, frame);

        if (i + 1 >= camera->count)
            return false;
        const struct tcs_sighting *a = &camera->sightings[i];
        const struct tcs_sighting *b = a + 1;
        const double gap = b->frame - a->frame;

        if (gap * c->rate > gap_max)
            return false;
        const double u = (frame - a->frame) / gap;
        const double px[2] = { a->pixel[0] + u * (b->pixel[0] - a->pixel[0]),
                               a->pixel[1] + u * (b->pixel[1] - a->pixel[1]) };

        y = px[1];
        *ret = tcs_mat3_tvec(&s->camera.stance.axes,
                             tcs_lens_direction(&s->camera.lens, px));
    }
    return true;
}

/* The place nearest to all lines, each weighed by its error at that distance. */
static bool nearest_place(const struct tcs_vec3 *from, const struct tcs_vec3 *way,
                          const double *sigma, uint32_t n, struct tcs_vec3 *ret)
{
    struct tcs_vec3 p = { { 0 } };

    for (int round = 0; round < 4; round++) {
        double a[9] = { 0 };
        double b[3] = { 0 };

        for (uint32_t i = 0; i < n; i++) {
            const double range =
                round == 0 ? 50.0 : tcs_vec3_norm(tcs_vec3_sub(p, from[i]));
            const double w = 1.0 / (sigma[i] * sigma[i] * (range * range + 1.0));

            for (int r = 0; r < 3; r++)
                for (int c = 0; c < 3; c++) {
                    const double m =
                        w * ((r == c ? 1.0 : 0.0) - way[i].v[r] * way[i].v[c]);

                    a[3 * r + c] += m;
                    b[r] += m * from[i].v[c];
                }
        }
        if (!tcs_chol(a, 3))
            return false;
        tcs_chol_solve(a, 3, b);
        p = (struct tcs_vec3) { { b[0], b[1], b[2] } };
    }
    *ret = p;
    return true;
}

bool triangulate(const struct dataset *dataset, const struct survey *survey,
                 struct score *ret)
{
    double *errors = calloc(dataset->path.count, sizeof *errors);
    uint32_t n = 0;

    if (errors == NULL)
        return false;
    for (uint32_t row = 0; row < dataset->path.count; row++) {
        const double at = dataset->path.at[row];
        struct tcs_vec3 from[CAMERAS_MAX];
        struct tcs_vec3 way[CAMERAS_MAX];
        double sigma[CAMERAS_MAX];
        uint32_t seen = 0;
        struct tcs_vec3 place;

        if (at <= survey->split || at > survey->to)
            continue;
        for (uint32_t i = 0; i < dataset->camera_count; i++) {
            const struct surveyed *s = &survey->cameras[i];

            if (!s->usable || !seen_at(&dataset->cameras[i], s, at,
                                       gap_s * survey->log_per_s, &way[seen]))
                continue;
            from[seen] = s->camera.stance.position_m;
            sigma[seen++] = s->sigma_rad;
        }
        if (seen >= 2 && nearest_place(from, way, sigma, seen, &place))
            errors[n++] = tcs_vec3_norm(tcs_vec3_sub(place, dataset->places[row]));
    }
    ret->triangulated = n;
    ret->triangulation_median_m = quantile(errors, n, 0.5);
    ret->triangulation_p95_m = quantile(errors, n, 0.95);
    free(errors);
    return true;
}
