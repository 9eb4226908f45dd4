/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rates at which flights are logged, and videos recorded. */
static const double log_hz[] = { 5.0, 10.0, 1.0, 2.0, 4.0, 8.0, 20.0, 25.0, 50.0, 100.0 };
static const double video_fps[] = { 24.0, 25.0, 29.97, 50.0, 59.94, 120.0 };
/* Quartz is good to this, and phones about. A camera whose frames come at another rate
 * than its calibration has is held loosely to what was found, if that errs by so much
 * less ahead. */
static const double rate_error = 0.001;
static const double rate_found = 0.003;
static const double rate_gain = 0.8;
/* A residual, and an error ahead, beyond which a stance is not believed. */
static const double worst_fit_rad = 0.006;
static const double worst_ahead_rad = 0.02;
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
    double at = HUGE_VAL;

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

/* Log time between two rows, as it usually is: rows may be missing. */
static double row_spacing(const struct tcs_path *path)
{
    double *spacings = calloc(path->count, sizeof *spacings);
    double middle = 1.0;

    for (uint32_t i = 0; spacings != NULL && i + 1 < path->count; i++)
        spacings[i] = path->at[i + 1] - path->at[i];
    if (spacings != NULL) {
        qsort(spacings, path->count - 1, sizeof *spacings, ascending);
        middle = spacings[(path->count - 1) / 2];
    }
    free(spacings);
    return middle;
}

/* Tries every candidate lens; keeps the one that explains most. What is searched, and
 * what is known of it, do not belong together. */
/* NOLINTNEXTLINE(readability-function-size) */
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

        const double frames_per_s = fps > 0.0 ? fps : c->fps;
        const uint32_t offs = log_count > 1 ? REFERENCE_OFFS : OFFS;

        for (uint32_t k = 0; k < log_count; k++)
            for (uint32_t o = 0; o < offs; o++)
                rates[query.rate_count++] = off[o] * log_per_s[k] / frames_per_s;
        query.step_frames = 0.4 * frames_per_s;
        if (tcs_survey_search(&query, &found, &gain) == TCS_OK && gain > best) {
            best = gain;
            ret->camera = found;
            ret->calibration = list[i];
            ret->usable = true;
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

/* Logs are kept by the clock of satellites: their rate is the round one. */
static double nearest_rate(const double *rates, uint32_t count, double found)
{
    double best = rates[0];

    for (uint32_t i = 1; i < count; i++)
        if (fabs(rates[i] - found) < fabs(best - found))
            best = rates[i];
    return best;
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
        ret->log_per_s =
            nearest_rate(log_per_s, sizeof log_hz / sizeof log_hz[0],
                         s->camera.clock.rate * d->calibrations[s->calibration].fps);
        *ret_index = best;
        return true;
    }
    return false;
}

/* The model with the least error on the last quarter, which it has not been fitted to,
 * then fitted to all of it. */
static void fit(const struct dataset *d, const struct camera *camera, double log_per_s,
                struct surveyed *s)
{
    const double expected = log_per_s / d->calibrations[s->calibration].fps;
    const double found = s->camera.clock.rate;
    const struct tcs_sighting *from = camera->sightings + s->first;
    const uint32_t part = s->count - s->count / 4;
    struct tcs_survey_job job = { .path = &d->path, .sightings = from, .use_max = 2000 };
    struct tcs_survey_job chosen = job;
    double best = HUGE_VAL;

    for (int model = 0; model < 6; model++) {
        struct tcs_survey_camera c = s->camera;
        struct tcs_survey_fit f;
        const bool by_name = model < 3;

        job.count = part;
        job.with_readout = model % 3 > 0;
        job.with_lens = model % 3 > 1;
        job.rate_expected = by_name ? expected : found;
        job.rate_sigma = (by_name ? rate_error : rate_found) * expected;
        if (tcs_survey_refine(&job, &c, &f) < 0)
            continue;
        const double ahead = error_quantile(d, &c, from + part, s->count - part, 0.9);

        /* Another rate than the camera should have has to be worth it. */
        if (ahead < (by_name ? best : rate_gain * best)) {
            best = ahead;
            chosen = job;
        }
    }
    chosen.count = s->count;
    s->with_readout = chosen.with_readout;
    s->with_lens = chosen.with_lens;
    if (!isfinite(best) || tcs_survey_refine(&chosen, &s->camera, &s->fit) < 0 ||
        2 * s->fit.used < s->count) {
        s->usable = false;
        return;
    }
    s->ahead_px = best;
    /* 0.9 of two Gaussian components lie within 2.146 sigma. */
    const double ahead = best / 2.146;

    s->sigma_rad =
        (ahead > s->fit.sigma_px ? ahead : s->fit.sigma_px) / s->camera.lens.fx;
    s->usable = s->fit.sigma_px < worst_fit_rad * s->camera.lens.fx &&
                s->sigma_rad < worst_ahead_rad;
}

static void trim(const struct dataset *d, uint32_t index, const struct survey *survey,
                 struct surveyed *s)
{
    const struct camera *c = &d->cameras[index];
    const struct tcs_survey_window window = { survey->from, survey->split, 1.0 };

    s->count =
        tcs_survey_within(c->sightings, c->count, &s->camera.clock, window, &s->first);
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
        fit(dataset, &dataset->cameras[i], ret->log_per_s, s);
        usable += s->usable;
    }
    return usable;
}
