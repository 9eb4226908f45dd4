/* SPDX-License-Identifier: Apache-2.0 */
#include "follow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "geo/geo.h"
#include "track/tracker.h"

enum { IDS_MAX = 4096, VIEWS_MAX = 256 };

/* A camera looks so often: what hands have labelled every few frames and a line filled in
 * between is no more than this. A look is the first frame in its slot of time that shows
 * something, or an empty one. */
static const double looks_hz = 10.0;

struct glance {
    double at_s;
    uint32_t camera;
    int64_t sighting; /* -1: nothing */
};

struct run {
    const struct dataset *dataset;
    const struct survey *survey;
    struct tcs_vec3 origin;
    struct tcs_sensor sensors[CAMERAS_MAX];
    uint32_t sensor_of[CAMERAS_MAX];
    struct tcs_tracker_config config;
    struct tcs_tracker *tracker;
    void *scratch;
    struct glance *glances;
    uint32_t glance_count;
    double last_seen_s[CAMERAS_MAX];
};

static struct tcs_time instant(double t_s)
{
    /* Far from 0, which stands for "never" in places. */
    const int64_t epoch_ns = INT64_C(1000000000) * 1000000000;

    return (struct tcs_time) { epoch_ns + tcs_span_from_seconds(t_s).ns };
}

static double seconds(const struct run *run, double log_time)
{
    return (log_time - run->survey->from) / run->survey->log_per_s;
}

static struct tcs_rae direction_of(const struct surveyed *s, const double px[2])
{
    const struct tcs_vec3 zero = { { 0 } };

    return tcs_rae_from_enu(zero, tcs_mat3_tvec(&s->camera.stance.axes,
                                                tcs_lens_direction(&s->camera.lens, px)));
}

/* The sector around what the picture's border and inside see. */
static void cover(const struct surveyed *s, struct tcs_coverage *c)
{
    const struct tcs_lens *l = &s->camera.lens;
    const double middle[2] = { l->cx, l->cy };
    double widest = 0.0;

    c->az_center_rad = direction_of(s, middle).az_rad;
    c->el_min_rad = TCS_PI / 2.0;
    c->el_max_rad = -TCS_PI / 2.0;
    for (int i = 0; i <= 16; i++)
        for (int k = 0; k <= 16; k++) {
            const double px[2] = { l->width * i / 16.0, l->height * k / 16.0 };
            const struct tcs_rae d = direction_of(s, px);
            const double aside = fabs(tcs_angle_diff(d.az_rad, c->az_center_rad));

            widest = aside > widest ? aside : widest;
            c->el_min_rad = d.el_rad < c->el_min_rad ? d.el_rad : c->el_min_rad;
            c->el_max_rad = d.el_rad > c->el_max_rad ? d.el_rad : c->el_max_rad;
        }
    c->az_width_rad = 2.0 * widest < 5.0 ? 2.0 * widest : 2.0 * TCS_PI;
    if (c->el_max_rad > 1.2) { /* near the zenith azimuths are all round */
        c->el_max_rad = TCS_PI / 2.0;
        c->az_width_rad = 2.0 * TCS_PI;
    }
}

/* The ground is the lowest place of the first part; the middle, that of the cameras. What
 * may fly stays within three times the farthest of the first part. */
static void set_up_sensors(struct run *run)
{
    const struct dataset *d = run->dataset;
    const struct survey *survey = run->survey;
    double farthest = 100.0;
    double ground = HUGE_VAL;
    uint32_t n = 0;

    for (uint32_t i = 0; i < d->camera_count; i++)
        if (survey->cameras[i].usable) {
            run->origin =
                tcs_vec3_add(run->origin, survey->cameras[i].camera.stance.position_m);
            n++;
        }
    run->origin = tcs_vec3_scale(run->origin, 1.0 / n);
    for (uint32_t i = 0; i < d->path.count && d->path.at[i] <= survey->split; i++) {
        const struct tcs_vec3 p = d->places[i];

        ground = p.v[2] < ground ? p.v[2] : ground;
        for (uint32_t k = 0; k < d->camera_count; k++) {
            const struct surveyed *s = &survey->cameras[k];
            const double range =
                s->usable ? tcs_vec3_norm(tcs_vec3_sub(p, s->camera.stance.position_m))
                          : 0.0;

            farthest = range > farthest ? range : farthest;
        }
    }
    run->origin.v[2] = ground;
    for (uint32_t i = 0, k = 0; i < d->camera_count; i++) {
        const struct surveyed *s = &survey->cameras[i];

        if (!s->usable)
            continue;
        struct tcs_sensor *sensor = &run->sensors[k];

        run->sensor_of[i] = k++;
        memcpy(sensor->name, d->cameras[i].name, TCS_NAME_LEN - 1);
        sensor->kind = TCS_SENSOR_CAMERA;
        sensor->position_m = tcs_vec3_sub(s->camera.stance.position_m, run->origin);
        sensor->az_sigma_rad = s->sigma_rad;
        sensor->el_sigma_rad = s->sigma_rad;
        sensor->pd = 0.8;
        sensor->clutter_known = true;
        sensor->clutter_per_scan = 0.01;
        sensor->period_s = 1.0 / looks_hz;
        sensor->coverage.range_max_m = 3.0 * farthest;
        cover(s, &sensor->coverage);
        run->config.sensor_count = k;
    }
    run->config.sensors = run->sensors;
}

/* How the drone flew in the first part: white acceleration that changes its mean speeds
 * over so long as they changed. The axis of the most. */
static double accel_sigma(const struct run *run)
{
    const double over_s = 2.0;
    const double over = over_s * run->survey->log_per_s;
    const struct tcs_path *path = &run->dataset->path;
    double sum[3] = { 0 };
    double most = 0.0;
    uint32_t n = 0;

    for (uint32_t i = 0; i < path->count; i++) {
        const double at = path->at[i];
        struct tcs_vec3 mid;
        struct tcs_vec3 end;

        if (at < run->survey->from || at + 2.0 * over > run->survey->split ||
            !tcs_path_at(path, at + over, &mid) ||
            !tcs_path_at(path, at + 2.0 * over, &end))
            continue;
        n++;
        for (int k = 0; k < 3; k++) {
            const double turn =
                (end.v[k] - 2.0 * mid.v[k] + path->places_m[i].v[k]) / over_s;

            sum[k] += turn * turn;
        }
    }
    /* Mean speeds of neighbouring times T differ by 2/3 q T. */
    for (int k = 0; k < 3 && n > 0; k++)
        most = fmax(most, sqrt(sum[k] / n / (2.0 / 3.0 * over_s)));
    return fmax(most, run->config.accel_sigma);
}

static int in_time(const void *a, const void *b)
{
    const struct glance *x = a;
    const struct glance *y = b;

    if (x->at_s != y->at_s)
        return x->at_s < y->at_s ? -1 : 1;
    return (x->camera > y->camera) - (x->camera < y->camera);
}

/* One camera's, over the time in which its file tells whether it saw something. */
static void list_camera(struct run *run, uint32_t index)
{
    const struct camera *c = &run->dataset->cameras[index];
    const struct surveyed *s = &run->survey->cameras[index];
    const double middle = 0.5 * s->camera.lens.height;
    const double split = seconds(run, run->survey->split);
    const double end = seconds(run, run->survey->to);
    const double begin =
        seconds(run, tcs_survey_log_time(&s->camera, c->first_frame, middle));
    const double stop =
        seconds(run, tcs_survey_log_time(&s->camera, c->last_frame, middle));
    const double first = ceil(looks_hz * (begin > split ? begin : split));
    const double last = floor(looks_hz * (stop < end ? stop : end));
    uint32_t next = 0;

    for (double slot = first; slot < last; slot += 1.0) {
        struct glance g = { (slot + 0.5) / looks_hz, index, -1 };

        for (; next < c->count; next++) {
            const struct tcs_sighting *z = &c->sightings[next];
            const double t =
                seconds(run, tcs_survey_log_time(&s->camera, z->frame, z->pixel[1]));

            if (t < slot / looks_hz)
                continue;
            if (t < (slot + 1.0) / looks_hz) {
                g.at_s = t;
                g.sighting = next;
            }
            break;
        }
        run->glances[run->glance_count++] = g;
    }
}

static bool list_glances(struct run *run)
{
    const struct survey *survey = run->survey;
    const double slots = looks_hz * (seconds(run, survey->to) + 2.0);

    run->glances =
        calloc((size_t)slots * run->dataset->camera_count, sizeof *run->glances);
    if (run->glances == NULL)
        return false;
    for (uint32_t i = 0; i < run->dataset->camera_count; i++)
        if (survey->cameras[i].usable)
            list_camera(run, i);
    qsort(run->glances, run->glance_count, sizeof *run->glances, in_time);
    return true;
}

static void look(struct run *run, const struct glance *g, struct score *score)
{
    const struct surveyed *s = &run->survey->cameras[g->camera];
    const uint32_t sensor = run->sensor_of[g->camera];
    struct tcs_observation z = { .kind = TCS_OBS_AZEL };
    struct tcs_look l = { .sensor = (uint16_t)sensor,
                          .counts_misses = true,
                          .valid_at = instant(g->at_s),
                          .seen_at = instant(g->at_s),
                          .coverage = run->sensors[sensor].coverage,
                          .clutter_expected = run->sensors[sensor].clutter_per_scan,
                          .observations = &z };
    struct timespec from;
    struct timespec to;

    if (g->sighting >= 0) {
        const struct tcs_rae d = direction_of(
            s, run->dataset->cameras[g->camera].sightings[g->sighting].pixel);

        z.z[0] = d.az_rad;
        z.z[1] = d.el_rad;
        z.sigma[0] = s->sigma_rad;
        z.sigma[1] = s->sigma_rad;
        l.count = 1;
        run->last_seen_s[g->camera] = g->at_s;
    }
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    if (tcs_tracker_look(run->tracker, &run->config, run->scratch, &l) < 0)
        score->refused++;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    score->looks++;
    score->us_per_look += 1e6 * (double)(to.tv_sec - from.tv_sec) +
                          1e-3 * (double)(to.tv_nsec - from.tv_nsec);
}

static void remember(uint64_t *ids, struct score *score, uint64_t id)
{
    for (uint32_t i = 0; i < score->ids; i++)
        if (ids[i] == id)
            return;
    if (score->ids < IDS_MAX)
        ids[score->ids++] = id;
}

/* The picture at a row of the log against the row. */
static void judge(struct run *run, uint32_t row, uint64_t *ids, double *errors,
                  uint32_t *error_count, struct score *score)
{
    struct tcs_track_view views[VIEWS_MAX];
    const struct dataset *d = run->dataset;
    const double t = seconds(run, d->path.at[row]);
    const struct tcs_vec3 truth = tcs_vec3_sub(d->places[row], run->origin);
    const size_t n =
        tcs_tracker_view(run->tracker, &run->config, instant(t), views, VIEWS_MAX);
    double nearest = HUGE_VAL;
    uint64_t id = 0;
    uint32_t seen = 0;

    for (size_t i = 0; i < n; i++) {
        const struct tcs_vec3 p = { { views[i].x.v[0], views[i].x.v[1],
                                      views[i].x.v[2] } };
        const double off = tcs_vec3_norm(tcs_vec3_sub(p, truth));

        if (views[i].state == TCS_TRACK_TENTATIVE)
            continue;
        score->more_tracks += 1.0;
        if (off < nearest) {
            nearest = off;
            id = views[i].id;
        }
    }
    for (uint32_t i = 0; i < d->camera_count; i++)
        seen += run->survey->cameras[i].usable && t - run->last_seen_s[i] <= 1.0;
    score->rows++;
    score->rows_two += seen >= 2;
    if (!isfinite(nearest))
        return;
    score->more_tracks -= 1.0;
    errors[(*error_count)++] = nearest;
    if (nearest > score->within_m)
        return;
    score->followed++;
    score->followed_two += seen >= 2;
    remember(ids, score, id);
}

static void *sized(size_t size)
{
    return aligned_alloc(64, (size + 63) & ~(size_t)63);
}

static void run_all(struct run *run, double *errors, struct score *score)
{
    static uint64_t ids[IDS_MAX];
    const struct dataset *d = run->dataset;
    uint32_t next = 0;
    uint32_t n = 0;

    for (uint32_t i = 0; i < CAMERAS_MAX; i++)
        run->last_seen_s[i] = -HUGE_VAL;
    tcs_tracker_init(run->tracker, &run->config,
                     instant(seconds(run, run->survey->split)));
    for (uint32_t row = 0; row < d->path.count; row++) {
        const double at = d->path.at[row];

        if (at <= run->survey->split || at > run->survey->to)
            continue;
        for (; next < run->glance_count && run->glances[next].at_s <= seconds(run, at);
             next++)
            look(run, &run->glances[next], score);
        judge(run, row, ids, errors, &n, score);
    }
    score->median_m = quantile(errors, n, 0.5);
    score->p95_m = quantile(errors, n, 0.95);
    if (score->rows > 0)
        score->more_tracks /= score->rows;
    if (score->looks > 0)
        score->us_per_look /= (double)score->looks;
}

bool follow(const struct dataset *dataset, const struct survey *survey, struct score *ret)
{
    struct run run = { .dataset = dataset,
                       .survey = survey,
                       .config = tcs_tracker_defaults() };
    double *errors = calloc(dataset->path.count, sizeof *errors);
    bool good = errors != NULL && list_glances(&run);

    if (good) {
        set_up_sensors(&run);
        run.config.accel_sigma = accel_sigma(&run);
        run.config.track_max = VIEWS_MAX;
        run.config.observation_max = 16;
        run.tracker = sized(tcs_tracker_state_size(&run.config));
        run.scratch = sized(tcs_tracker_scratch_size(&run.config));
        good = run.tracker != NULL && run.scratch != NULL;
    }
    if (good)
        run_all(&run, errors, ret);
    free(run.glances);
    free(run.scratch);
    free(run.tracker);
    free(errors);
    return good;
}
