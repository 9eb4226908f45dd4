/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rates at which flights are logged, and videos recorded. */
static const double log_hz[] = { 5.0, 10.0, 1.0, 2.0, 4.0, 8.0, 20.0, 25.0, 50.0, 100.0 };
static const double video_fps[] = { 24.0, 25.0, 29.97, 50.0, 59.94, 120.0 };
/* A rate that is off by a quarter of a percent is off by 0.3 s at the end of 4 min. */
static const double off[] = { 1.0, 0.996, 1.004, 0.992, 1.008, 0.988, 1.012 };

enum { OFFS = 7, REFERENCE_OFFS = 3, RATES_MAX = 128 };

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

double error_quantile(const struct dataset *dataset, const struct tcs_survey_camera *c,
                      const struct tcs_sighting *sightings, uint32_t count, double q)
{
    double *sizes = calloc(count + 1, sizeof *sizes);
    uint32_t n = 0;
    double at = INFINITY;

    for (uint32_t i = 0; sizes != NULL && i < count; i++) {
        double e[2];

        if (tcs_survey_residual(c, &dataset->path, &sightings[i], e))
            sizes[n++] = hypot(e[0], e[1]);
    }
    if (n > 0) {
        qsort(sizes, n, sizeof *sizes, ascending);
        at = sizes[(uint32_t)(q * (n - 1))];
    }
    free(sizes);
    return at;
}

/* How well a calibration's name fits: 2 is the camera's own, 1 one of several of its
 * make.
 */
static int kinship(const struct camera *camera, const struct calibration *c)
{
    if (camera->make[0] == '\0')
        return 0;
    if (strcmp(camera->make, c->name) == 0)
        return 2;
    return strncmp(camera->make, c->name, strlen(camera->make)) == 0 ? 1 : 0;
}

/* Pictures of this size hold all that the camera saw. */
static bool holds(const struct camera *camera, const struct tcs_lens *lens)
{
    for (uint32_t i = 0; i < camera->count; i++)
        if (camera->sightings[i].pixel[0] > lens->width + 1.0 ||
            camera->sightings[i].pixel[1] > lens->height + 1.0)
            return false;
    return true;
}

/* Those of the closest kin that hold what was seen; all that hold it when none has the
 * name. */
static uint32_t candidates(const struct dataset *d, const struct camera *camera,
                           uint32_t ret[CALIBRATIONS_MAX])
{
    uint32_t n = 0;

    for (int kin = 2; kin >= 0 && n == 0; kin--)
        for (uint32_t i = 0; i < d->calibration_count; i++)
            if (kinship(camera, &d->calibrations[i]) == kin &&
                holds(camera, &d->calibrations[i].lens))
                ret[n++] = i;
    return n;
}

static double row_spacing(const struct tcs_path *path)
{
    return (path->at[path->count - 1] - path->at[0]) / (double)(path->count - 1);
}

/* Tries every candidate lens; keeps the one that explains most. */
static bool search(const struct dataset *d, uint32_t index, const double *log_per_s,
                   uint32_t log_count, double fps, struct tcs_survey_window window,
                   struct surveyed *ret)
{
    const struct camera *camera = &d->cameras[index];
    uint32_t list[CALIBRATIONS_MAX];
    const uint32_t n = candidates(d, camera, list);
    double best = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        const struct calibration *c = &d->calibrations[list[i]];
        double rates[RATES_MAX];
        struct tcs_survey_query query = { .path = &d->path,
                                          .lens = &c->lens,
                                          .sightings = camera->sightings,
                                          .count = camera->count,
                                          .rates = rates,
                                          .window = window };
        struct tcs_survey_camera found;
        double gain;

        for (uint32_t k = 0; k < log_count; k++) {
            const uint32_t offs = log_count > 1 ? REFERENCE_OFFS : OFFS;

            for (uint32_t o = 0; o < offs; o++)
                rates[o] = off[o] * log_per_s[k] / (fps > 0.0 ? fps : c->fps);
            query.rate_count = offs;
            query.offset_step = 0.4 * log_per_s[k];
            if (tcs_survey_search(&query, &found, &gain) == TCS_OK && gain > best) {
                best = gain;
                ret->camera = found;
                ret->calibration = list[i];
                ret->usable = true;
            }
        }
    }
    return ret->usable;
}

/* Log time of the first and the last sighting, inside the log. */
static void span(const struct dataset *d, uint32_t index, const struct surveyed *s,
                 double ret[2])
{
    const struct camera *c = &d->cameras[index];
    const double first = d->path.at[0];
    const double last = d->path.at[d->path.count - 1];

    ret[0] = tcs_survey_log_time(&s->camera, c->sightings[0].frame, 0.0);
    ret[1] = tcs_survey_log_time(&s->camera, c->sightings[c->count - 1].frame, 0.0);
    ret[0] = ret[0] > first ? ret[0] : first;
    ret[1] = ret[1] < last ? ret[1] : last;
}

/* The camera that saw most tells the log's rate; a camera that fails is passed over. */
static bool search_reference(const struct dataset *d, double share, struct survey *ret,
                             uint32_t *ret_index)
{
    const double spacing = row_spacing(&d->path);
    double log_per_s[sizeof log_hz / sizeof log_hz[0]];
    bool tried[CAMERAS_MAX] = { false };

    for (size_t i = 0; i < sizeof log_hz / sizeof log_hz[0]; i++)
        log_per_s[i] = log_hz[i] * spacing;
    for (uint32_t round = 0; round < d->camera_count; round++) {
        uint32_t best = CAMERAS_MAX;

        for (uint32_t i = 0; i < d->camera_count; i++)
            if (!tried[i] &&
                (best == CAMERAS_MAX || d->cameras[i].count > d->cameras[best].count))
                best = i;
        if (best == CAMERAS_MAX) /* cannot be: each round tries one */
            break;
        tried[best] = true;
        const struct tcs_survey_window window = { d->path.at[0],
                                                  d->path.at[d->path.count - 1], share };
        struct surveyed *s = &ret->cameras[best];

        if (!search(d, best, log_per_s, sizeof log_hz / sizeof log_hz[0], 0.0, window, s))
            continue;
        ret->log_per_s = s->camera.clock.rate * d->calibrations[s->calibration].fps;
        *ret_index = best;
        return true;
    }
    return false;
}

/* The model with the least error on the last quarter, which it has not been fitted to,
 * then fitted to all of it. */
static void fit(const struct dataset *d, const struct camera *camera, struct surveyed *s)
{
    const struct tcs_sighting *from = camera->sightings + s->first;
    const uint32_t part = s->count - s->count / 4;
    struct tcs_survey_job job = { .path = &d->path, .sightings = from, .use_max = 3000 };
    double best = INFINITY;

    for (int model = 0; model < 3; model++) {
        struct tcs_survey_camera c = s->camera;
        struct tcs_survey_fit f;

        job.count = part;
        job.with_readout = model > 0;
        job.with_lens = model > 1;
        if (tcs_survey_refine(&job, &c, &f) < 0)
            continue;
        const double ahead = error_quantile(d, &c, from + part, s->count - part, 0.9);

        if (ahead < best) {
            best = ahead;
            s->with_readout = job.with_readout;
            s->with_lens = job.with_lens;
        }
    }
    job.count = s->count;
    job.with_readout = s->with_readout;
    job.with_lens = s->with_lens;
    if (!isfinite(best) || tcs_survey_refine(&job, &s->camera, &s->fit) < 0 ||
        2 * s->fit.used < s->count) {
        s->usable = false;
        return;
    }
    s->ahead_px = best;
    /* 0.9 of two Gaussian components lie within 2.146 sigma. */
    const double ahead = best / 2.146;

    s->sigma_rad =
        (ahead > s->fit.sigma_px ? ahead : s->fit.sigma_px) / s->camera.lens.fx;
}

static void trim(const struct dataset *d, uint32_t index, const struct survey *survey,
                 struct surveyed *s)
{
    const struct camera *c = &d->cameras[index];
    const struct tcs_survey_window window = { survey->from, survey->split, 1.0 };

    s->count =
        tcs_survey_within(c->sightings, c->count, &s->camera.clock, window, &s->first);
}

static double middle_rate(const struct dataset *d, const struct survey *survey)
{
    double rates[CAMERAS_MAX];
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->camera_count; i++) {
        const struct surveyed *s = &survey->cameras[i];

        if (s->usable)
            rates[n++] = s->camera.clock.rate * d->calibrations[s->calibration].fps;
    }
    qsort(rates, n, sizeof rates[0], ascending);
    return rates[n / 2];
}

uint32_t calibrate(const struct dataset *dataset, double share, struct survey *ret)
{
    uint32_t reference = 0;
    uint32_t usable = 0;
    double ends[2];

    memset(ret, 0, sizeof *ret);
    if (!search_reference(dataset, share, ret, &reference))
        return 0;
    span(dataset, reference, &ret->cameras[reference], ends);
    ret->from = ends[0];
    ret->to = ends[1];
    const struct tcs_survey_window window = { dataset->path.at[0],
                                              ends[0] + share * (ends[1] - ends[0]),
                                              1.0 };

    for (uint32_t i = 0; i < dataset->camera_count; i++) {
        struct surveyed *s = &ret->cameras[i];

        if (i == reference || dataset->cameras[i].count == 0)
            continue;
        search(dataset, i, &ret->log_per_s, 1, 0.0, window, s);
        for (size_t k = 0; k < sizeof video_fps / sizeof video_fps[0] && !s->usable; k++)
            search(dataset, i, &ret->log_per_s, 1, video_fps[k], window, s);
        if (!s->usable)
            continue;
        span(dataset, i, s, ends);
        ret->from = ends[0] < ret->from ? ends[0] : ret->from;
        ret->to = ends[1] > ret->to ? ends[1] : ret->to;
    }
    ret->split = ret->from + share * (ret->to - ret->from);
    for (uint32_t i = 0; i < dataset->camera_count; i++) {
        struct surveyed *s = &ret->cameras[i];

        if (!s->usable)
            continue;
        trim(dataset, i, ret, s);
        fit(dataset, &dataset->cameras[i], s);
        usable += s->usable;
    }
    if (usable > 0)
        ret->log_per_s = middle_rate(dataset, ret);
    return usable;
}
