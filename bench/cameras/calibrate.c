/* SPDX-License-Identifier: Apache-2.0 */
#include "calibrate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rates at which flights are logged, and videos recorded. */
static const double log_hz[] = { 5.0, 10.0, 1.0, 2.0, 4.0, 8.0, 20.0, 25.0, 50.0, 100.0 };
static const double video_fps[] = { 24.0, 25.0, 29.97, 30.0, 50.0, 59.94, 60.0, 120.0 };
/* Videos come at a rate that a calibration or custom tells; or to what quartz is good to,
 * if that errs by so much less ahead; or, of phones, near it; or at another one that was
 * found. */
static const double rate_exact = 1e-6;
static const double rate_quartz = 5e-5;
static const double rate_near = 1e-3;
static const double rate_found = 3e-3;
static const double gain_quartz = 0.95;
static const double gain_near = 0.8;
static const double gain_found = 0.6;
/* What readout or lens have to gain. */
static const double model_gain = 0.95;
/* An error ahead that grows with time, from the last quarter of what is surveyed to the
 * rest of the flight: (1.75 - 0.5) / 1 of the first part against (0.875 - 0.375) / 0.75.
 */
static const double grows = 1.9;
/* A residual, and an error ahead, beyond which a stance is not believed. */
static const double worst_fit_rad = 0.006;
static const double worst_ahead_rad = 0.03;
/* Nobody labels better, nor knows when a frame was. */
static const double least_rad = 5e-4;
/* A rate that is off by a quarter of a percent is off by 0.3 s at the end of 4 min. */
static const double off[] = { 1.0, 0.996, 1.004, 0.992, 1.008, 0.988, 1.012 };

enum {
    OFFS = 7,
    REFERENCE_OFFS = 3,
    LOG_RATES_MAX = 10,
    RATES_MAX = 30,
    RATES_KNOWN_MAX = 8,
    RATES_LISTED_MAX = 2 * RATES_KNOWN_MAX + 2,
};

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
 * make. */
static int kinship(const struct camera *camera, const struct calibration *c)
{
    char name[NAME_LEN];

    plain_name(c->name, name);
    if (camera->make[0] == '\0')
        return 0;
    if (strcmp(camera->make, name) == 0)
        return 2;
    return strncmp(camera->make, name, strlen(camera->make)) == 0 ? 1 : 0;
}

/* Pictures of this size hold what the camera saw, but for a false one in a hundred. */
static bool holds(const struct camera *camera, const struct tcs_lens *lens)
{
    uint32_t beyond = 0;

    for (uint32_t i = 0; i < camera->count; i++)
        beyond += camera->sightings[i].pixel[0] > lens->width + 1.0 ||
                  camera->sightings[i].pixel[1] > lens->height + 1.0;
    return (uint64_t)beyond * 100 <= camera->count;
}

/* Those of one kinship that hold what was seen. */
static uint32_t candidates(const struct dataset *d, const struct camera *camera, int kin,
                           uint32_t ret[CALIBRATIONS_MAX])
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->calibration_count; i++)
        if (kinship(camera, &d->calibrations[i]) == kin &&
            holds(camera, &d->calibrations[i].lens))
            ret[n++] = i;
    return n;
}

/* What a search tries. */
struct hypotheses {
    const double *log_per_s;
    uint32_t log_count;
    double fps; /* 0: the calibration's */
    struct tcs_survey_window window;
};

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

/* Tries every lens of a kinship; keeps the one that explains most. */
static bool search_kin(const struct dataset *d, uint32_t index, int kin,
                       const struct hypotheses *h, struct surveyed *ret)
{
    const struct camera *camera = &d->cameras[index];
    uint32_t list[CALIBRATIONS_MAX];
    const uint32_t n = candidates(d, camera, kin, list);
    double best = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        const struct calibration *c = &d->calibrations[list[i]];
        double rates[RATES_MAX];
        struct tcs_survey_query query = { .path = &d->path,
                                          .lens = &c->lens,
                                          .sightings = camera->sightings,
                                          .count = camera->count,
                                          .rates = rates,
                                          .window = h->window };
        struct tcs_survey_camera found;
        double gain;

        const double frames_per_s = h->fps > 0.0 ? h->fps : c->fps;
        const uint32_t offs = h->log_count > 1 ? REFERENCE_OFFS : OFFS;

        for (uint32_t k = 0; k < h->log_count; k++)
            for (uint32_t o = 0; o < offs; o++)
                rates[query.rate_count++] = off[o] * h->log_per_s[k] / frames_per_s;
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

/* The lens that the name tells; when it explains nothing, any. */
static bool search(const struct dataset *d, uint32_t index, const struct hypotheses *h,
                   struct surveyed *ret)
{
    for (int kin = 2; kin >= 0 && !ret->usable; kin--)
        search_kin(d, index, kin, h, ret);
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

/* Log time a second, to be tried: of rows that come so often, or of a time that counts
 * seconds or parts of one. */
static uint32_t log_rates(const struct dataset *d, double ret[LOG_RATES_MAX])
{
    static const double parts[] = { 1.0, 1e3, 1e6, 1e9 };
    const double spacing = row_spacing(&d->path);
    uint32_t n = 0;

    for (size_t i = 0; d->timed && i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i] / spacing > 0.5 && parts[i] / spacing < 500.0)
            ret[n++] = parts[i];
    for (size_t i = 0; n == 0 && i < sizeof log_hz / sizeof log_hz[0]; i++)
        ret[i] = log_hz[i] * spacing;
    return n > 0 ? n : sizeof log_hz / sizeof log_hz[0];
}

/* The camera that saw most tells the log's rate; a camera that fails is passed over. */
static bool search_reference(const struct dataset *d, double share, struct survey *ret,
                             uint32_t *ret_index)
{
    double rates[LOG_RATES_MAX];
    const struct hypotheses h = {
        .log_per_s = rates,
        .log_count = log_rates(d, rates),
        .window = { d->path.at[0], d->path.at[d->path.count - 1], share },
    };
    bool tried[CAMERAS_MAX] = { false };

    for (uint32_t round = 0; round < d->camera_count; round++) {
        uint32_t best = CAMERAS_MAX;

        for (uint32_t i = 0; i < d->camera_count; i++)
            if (!tried[i] &&
                (best == CAMERAS_MAX || d->cameras[i].count > d->cameras[best].count))
                best = i;
        if (best == CAMERAS_MAX) /* cannot be: each round tries one */
            break;
        tried[best] = true;
        struct surveyed *s = &ret->cameras[best];

        if (!search(d, best, &h, s))
            continue;
        ret->log_per_s =
            nearest_rate(rates, h.log_count,
                         s->camera.clock.rate * d->calibrations[s->calibration].fps);
        *ret_index = best;
        return true;
    }
    return false;
}

/* A rate that a camera may have, and how well it would have it. */
struct rate {
    double expected; /* log time a frame */
    double sigma;
    double gain; /* what it has to gain over those before it */
};

/* Those known of videos near what was found, the calibration's less strictly, and what
 * was found. */
static uint32_t list_rates(const struct dataset *d, double log_per_s,
                           const struct surveyed *s, struct rate ret[RATES_LISTED_MAX])
{
    const double found = s->camera.clock.rate;
    const double own = log_per_s / d->calibrations[s->calibration].fps;
    const uint32_t videos = sizeof video_fps / sizeof video_fps[0];
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->calibration_count + videos; i++) {
        const double fps = i < d->calibration_count ? d->calibrations[i].fps
                                                    : video_fps[i - d->calibration_count];
        const double rate = log_per_s / fps;
        bool listed = fabs(rate - found) > rate_found * found;

        for (uint32_t k = 0; k < n && !listed; k++)
            listed = fabs(rate - ret[k].expected) < 0.2 * rate_quartz * rate;
        if (!listed && n < RATES_KNOWN_MAX)
            ret[n++] = (struct rate) { rate, rate_exact * rate, 1.0 };
    }
    const uint32_t known = n;

    for (uint32_t i = 0; i < known; i++)
        ret[n++] =
            (struct rate) { ret[i].expected, rate_quartz * ret[i].expected, gain_quartz };
    ret[n++] = (struct rate) { own, rate_near * own, gain_near };
    ret[n++] = (struct rate) { found, rate_found * found, gain_found };
    return n;
}

/* The model with the least error on the last quarter of the sightings, which it has not
 * been fitted to; HUGE_VAL when none can be fitted. */
static double choose(const struct dataset *d, double log_per_s, const struct surveyed *s,
                     struct tcs_survey_job *job)
{
    const uint32_t all = job->count;
    const uint32_t part = all - all / 4;
    struct rate rates[RATES_LISTED_MAX];
    const uint32_t rate_count = list_rates(d, log_per_s, s, rates);
    struct tcs_survey_job chosen = *job;
    double best = HUGE_VAL;

    job->count = part;
    for (uint32_t r = 0; r < rate_count; r++) {
        const double before = rates[r].gain * best;

        for (int model = 0; model < 3; model++) {
            struct tcs_survey_camera c = s->camera;
            struct tcs_survey_fit f;

            job->with_readout = model > 0;
            job->with_lens = model > 1;
            job->rate_expected = rates[r].expected;
            job->rate_sigma = rates[r].sigma;
            if (tcs_survey_refine(job, &c, &f) < 0)
                continue;
            const double ahead =
                error_quantile(d, &c, job->sightings + part, all - part, 0.9);

            if (ahead < before && ahead < (model > 0 ? model_gain : 1.0) * best) {
                best = ahead;
                chosen = *job;
            }
        }
    }
    *job = chosen;
    job->count = all;
    return best;
}

/* The model that errs least ahead, fitted to all of the first part. */
static void fit(const struct dataset *d, const struct camera *camera, double log_per_s,
                struct surveyed *s)
{
    struct tcs_survey_job job = { .path = &d->path,
                                  .sightings = camera->sightings + s->first,
                                  .count = s->count,
                                  .use_max = 800 };

    s->ahead_px = choose(d, log_per_s, s, &job);
    job.use_max = 2000;
    s->with_readout = job.with_readout;
    s->with_lens = job.with_lens;
    if (!isfinite(s->ahead_px) || tcs_survey_refine(&job, &s->camera, &s->fit) < 0 ||
        2 * s->fit.used < s->count) {
        s->usable = false;
        return;
    }
    /* 0.9 of two Gaussian components lie within 2.146 sigma. */
    const double ahead = s->ahead_px / 2.146;
    const double noise = s->fit.sigma_px;
    const double more = ahead > noise ? ahead * ahead - noise * noise : 0.0;

    s->sigma_rad = sqrt(noise * noise + grows * grows * more) / s->camera.lens.fx;
    if (s->sigma_rad < least_rad)
        s->sigma_rad = least_rad;
    s->usable =
        noise < worst_fit_rad * s->camera.lens.fx && s->sigma_rad < worst_ahead_rad;
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
    struct hypotheses h = {
        .log_per_s = &ret->log_per_s,
        .log_count = 1,
        .window = { dataset->path.at[0], ends[0] + share * (ends[1] - ends[0]), 1.0 },
    };

    for (uint32_t i = 0; i < dataset->camera_count; i++) {
        struct surveyed *s = &ret->cameras[i];

        if (i == reference || dataset->cameras[i].count == 0)
            continue;
        h.fps = 0.0;
        search(dataset, i, &h, s);
        for (size_t k = 0; k < sizeof video_fps / sizeof video_fps[0] && !s->usable;
             k++) {
            h.fps = video_fps[k];
            search(dataset, i, &h, s);
        }
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
