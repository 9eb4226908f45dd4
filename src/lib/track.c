/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "filter/imm.h"
#include "lib/inside.h"
#include "track/timeline.h"
#include "track/tracker.h"

enum { TRACKS_MAX = 1 << 16 };
static const double WINDOW_MAX_S = 60.0;

/* One block of memory: this, then what it points to. */
struct tocsin_tracker {
    struct tcs_tracker_config config;
    struct tcs_sensor sensors[TOCSIN_SENSORS_MAX];
    struct tcs_timeline_config late;
    struct tcs_timeline timeline;
    struct tcs_time now;                  /* the latest arrival */
    struct tcs_observation *observations; /* config.observation_max of them */
    struct tcs_track_view *views;         /* config.track_max of them */
};

/* ---- making one ---- */

/* A member that is 0 leaves what is usual. */
static bool set(double value, double *setting)
{
    if (!isfinite(value) || value < 0.0)
        return false;
    if (value > 0.0)
        *setting = value;
    return true;
}

static bool configure(const struct tocsin_tracker_options *options,
                      struct tcs_sensor *sensors, struct tcs_tracker_config *ret)
{
    *ret = tcs_tracker_defaults();
    if (options->sensors == NULL || options->sensor_count == 0 ||
        options->sensor_count > TOCSIN_SENSORS_MAX || options->reserved != 0 ||
        !lib_zero(options->reserved2,
                  sizeof options->reserved2 / sizeof options->reserved2[0]))
        return false;
    for (uint32_t i = 0; i < options->sensor_count; i++)
        if (!lib_sensor(&options->sensors[i], &sensors[i]))
            return false;
    ret->sensor_count = options->sensor_count;
    if (options->track_max > 0)
        ret->track_max = options->track_max;
    ret->observation_max =
        options->observation_max > 0 ? options->observation_max : TOCSIN_OBSERVATIONS_MAX;
    return ret->track_max <= TRACKS_MAX &&
           ret->observation_max <= TOCSIN_OBSERVATIONS_MAX &&
           set(options->accel_sigma, &ret->accel_sigma) &&
           set(options->speed_sigma_mps, &ret->speed_sigma_mps) &&
           set(options->survival_per_s, &ret->survival_per_s) &&
           ret->survival_per_s <= 1.0 && set(options->birth_per_s, &ret->birth_per_s) &&
           set(options->birth_at_start, &ret->birth_at_start) &&
           set(options->confirm_existence, &ret->confirm_existence) &&
           ret->confirm_existence < 1.0;
}

/* Room for the looks of two windows of the size that sensors give, and for one of the
 * largest. */
static bool configure_late(const struct tocsin_tracker_options *options,
                           const struct tcs_tracker_config *config,
                           struct tcs_timeline_config *ret)
{
    double window_s = 1e-9 * (double)tcs_timeline_defaults().window_ns;

    *ret = tcs_timeline_defaults();
    if (!set(options->late_window_s, &window_s) || window_s > WINDOW_MAX_S)
        return false;
    ret->window_ns = tcs_span_from_seconds(window_s).ns;
    if (ret->snapshot_ns > ret->window_ns)
        ret->snapshot_ns = ret->window_ns;
    ret->observation_max += 8 * config->observation_max;
    return true;
}

static struct tocsin_tracker *make(const struct tcs_tracker_config *config,
                                   const struct tcs_timeline_config *late,
                                   const struct tcs_sensor *sensors)
{
    const size_t head = lib_align(sizeof(struct tocsin_tracker));
    const size_t observations =
        lib_align(config->observation_max * sizeof(struct tcs_observation));
    const size_t views = lib_align(config->track_max * sizeof(struct tcs_track_view));
    const size_t state = lib_align(tcs_timeline_state_size(late, config));
    uint8_t *memory =
        aligned_alloc(64, head + observations + views + state +
                              lib_align(tcs_timeline_scratch_size(late, config)));
    struct tocsin_tracker *tracker = (struct tocsin_tracker *)(void *)memory;

    if (memory == NULL)
        return NULL;
    memset(tracker, 0, sizeof *tracker);
    memcpy(tracker->sensors, sensors, config->sensor_count * sizeof sensors[0]);
    tracker->config = *config;
    tracker->config.sensors = tracker->sensors;
    tracker->late = *late;
    tracker->observations = (struct tcs_observation *)(void *)(memory + head);
    tracker->views = (struct tcs_track_view *)(void *)(memory + head + observations);
    memory += head + observations + views;
    tcs_timeline_bind(&tracker->timeline, &tracker->late, &tracker->config, memory,
                      memory + state);
    return tracker;
}

enum tocsin_status tocsin_tracker_open(const struct tocsin_tracker_options *options,
                                       int64_t start_ns,
                                       struct tocsin_tracker **ret_tracker)
{
    struct tcs_sensor sensors[TOCSIN_SENSORS_MAX];
    struct tcs_tracker_config config;
    struct tcs_timeline_config late;

    if (start_ns <= 0 || !configure(options, sensors, &config) ||
        !configure_late(options, &config, &late))
        return TOCSIN_E_ARGUMENT;
    config.sensors = sensors;
    struct tocsin_tracker *tracker = make(&config, &late, sensors);

    if (tracker == NULL)
        return TOCSIN_E_MEMORY;
    tracker->now = lib_time(start_ns);
    tcs_timeline_start(&tracker->timeline, tracker->now);
    *ret_tracker = tracker;
    return TOCSIN_OK;
}

void tocsin_tracker_close(struct tocsin_tracker *tracker)
{
    free(tracker);
}

/* ---- looks in ---- */

enum tocsin_status tocsin_tracker_look(struct tocsin_tracker *tracker,
                                       const struct tocsin_look *look)
{
    const struct tcs_tracker_config *config = &tracker->config;
    struct tcs_look ours;

    if (look->observation_count > config->observation_max ||
        !lib_look(tracker->sensors, config->sensor_count, look, &ours))
        return TOCSIN_E_ARGUMENT;
    for (uint32_t i = 0; i < look->observation_count; i++)
        if (!lib_observation(&tracker->sensors[look->sensor], &look->observations[i],
                             &tracker->observations[i]))
            return TOCSIN_E_ARGUMENT;
    ours.count = (uint32_t)look->observation_count;
    ours.observations = tracker->observations;
    if (tcs_time_compare(ours.seen_at, tracker->now) > 0)
        tracker->now = ours.seen_at;
    const enum tcs_lateness lateness =
        tcs_timeline_take(&tracker->timeline, &ours, tracker->now);

    tcs_timeline_settle(&tracker->timeline, tracker->now);
    return lateness == TCS_LOOK_TOO_LATE || lateness == TCS_LOOK_AHEAD ? TOCSIN_E_REFUSED
                                                                       : TOCSIN_OK;
}

/* ---- tracks out ---- */

static uint32_t state_number(enum tcs_track_state state)
{
    switch (state) {
    case TCS_TRACK_CONFIRMED:
        return TOCSIN_TRACK_CONFIRMED;
    case TCS_TRACK_COASTING:
        return TOCSIN_TRACK_COASTING;
    case TCS_TRACK_TENTATIVE:
        break;
    }
    return TOCSIN_TRACK_TENTATIVE;
}

static void put_classes(const struct tcs_track_view *from, struct tocsin_track *ret)
{
    ret->class_p[TOCSIN_CLASS_BIRD] = from->class_p[TCS_CLASS_BIRD];
    ret->class_p[TOCSIN_CLASS_MULTIROTOR] = from->class_p[TCS_CLASS_MULTIROTOR];
    ret->class_p[TOCSIN_CLASS_FIXED_WING] = from->class_p[TCS_CLASS_FIXED_WING];
    ret->class_p[TOCSIN_CLASS_CREWED] = from->class_p[TCS_CLASS_CREWED];
    ret->class_p[TOCSIN_CLASS_OTHER] = from->class_p[TCS_CLASS_OTHER];
}

/* Public kinds have the numbers of ours, by which the bits of kinds_seen go. */
static void put_kinds(const struct tcs_track_view *from, struct tocsin_track *ret)
{
    _Static_assert((int)TOCSIN_SENSOR_KINDS == (int)TCS_SENSOR_KIND_COUNT &&
                       (int)TOCSIN_SENSOR_RADAR == (int)TCS_SENSOR_RADAR &&
                       (int)TOCSIN_SENSOR_RADIO == (int)TCS_SENSOR_RADIO &&
                       (int)TOCSIN_SENSOR_ACOUSTIC == (int)TCS_SENSOR_ACOUSTIC &&
                       (int)TOCSIN_SENSOR_CAMERA == (int)TCS_SENSOR_CAMERA &&
                       (int)TOCSIN_SENSOR_REMOTE_ID == (int)TCS_SENSOR_REMOTE_ID &&
                       (int)TOCSIN_SENSOR_ADSB == (int)TCS_SENSOR_ADSB &&
                       (int)TOCSIN_SENSOR_REPORT == (int)TCS_SENSOR_REPORT,
                   "the numbers of kinds");
    ret->kinds_seen = from->kinds_seen;
    for (uint32_t i = 0; i < TOCSIN_SENSOR_KINDS; i++)
        ret->hits[i] = from->hits[i];
}

void lib_track(const struct tcs_track_view *from, struct tocsin_track *ret_track)
{
    memset(ret_track, 0, sizeof *ret_track);
    ret_track->id = from->id;
    ret_track->state = state_number(from->state);
    ret_track->existence = from->existence;
    for (int i = 0; i < 3; i++) {
        ret_track->position_m[i] = from->x.v[i];
        ret_track->velocity_mps[i] = from->x.v[3 + i];
        ret_track->first_m[i] = from->first_m.v[i];
    }
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 6; j++)
            ret_track->covariance[i][j] = from->P.m[i][j];
    ret_track->at_ns = from->at.tai_ns;
    ret_track->first_ns = from->first_at.tai_ns;
    ret_track->seen_ns = from->seen_at.tai_ns;
    ret_track->confirmed_ns = from->confirmed_at.tai_ns;
    put_classes(from, ret_track);
    put_kinds(from, ret_track);
    ret_track->rcs_count = from->rcs_count;
    ret_track->rcs_dbsm = from->rcs_dbsm;
    ret_track->claim_id = from->claim_id;
    ret_track->witnessed_s = from->witnessed_s;
    ret_track->straightness = from->straightness;
}

size_t tocsin_tracker_tracks(const struct tocsin_tracker *tracker, int64_t at_ns,
                             struct tocsin_track *ret_tracks, size_t capacity)
{
    const size_t room =
        capacity < tracker->config.track_max ? capacity : tracker->config.track_max;
    const size_t count =
        tcs_tracker_view(tcs_timeline_present(&tracker->timeline), &tracker->config,
                         lib_time(at_ns), tracker->views, room);

    for (size_t i = 0; i < count; i++)
        lib_track(&tracker->views[i], &ret_tracks[i]);
    return count;
}

static void put_course(const struct tcs_imm *from, uint32_t k, struct tocsin_course *ret)
{
    const struct tcs_gauss *g = &from->g[k];

    ret->weight = from->p[k];
    for (int i = 0; i < 3; i++) {
        ret->position_m[i] = g->x[i];
        ret->velocity_mps[i] = g->x[3 + i];
    }
    for (int i = 0; i < 6; i++)
        for (int j = 0; j < 6; j++)
            ret->covariance[i][j] =
                i >= j ? g->P[tcs_packed(i, j)] : g->P[tcs_packed(j, i)];
}

enum tocsin_status tocsin_tracker_ahead(const struct tocsin_tracker *tracker, uint64_t id,
                                        int64_t at_ns,
                                        struct tocsin_prediction *ret_prediction)
{
    struct tcs_imm imm;

    _Static_assert((int)TOCSIN_COURSES_MAX == (int)TCS_MOTION_MAX,
                   "the number of motions");
    if (!tcs_tracker_ahead(tcs_timeline_present(&tracker->timeline), &tracker->config, id,
                           lib_time(at_ns), &imm))
        return TOCSIN_E_NOT_FOUND;
    memset(ret_prediction, 0, sizeof *ret_prediction);
    ret_prediction->at_ns = at_ns;
    ret_prediction->course_count = imm.count;
    for (uint32_t n = 0; n < imm.count; n++) {
        uint32_t likeliest = 0;

        for (uint32_t k = 1; k < imm.count; k++)
            likeliest = imm.p[k] > imm.p[likeliest] ? k : likeliest;
        put_course(&imm, likeliest, &ret_prediction->course[n]);
        imm.p[likeliest] = -1.0; /* taken */
    }
    return TOCSIN_OK;
}

void tocsin_tracker_count(const struct tocsin_tracker *tracker,
                          struct tocsin_tracker_counts *ret_counts)
{
    const struct tcs_tracker_counts counts =
        tcs_tracker_counts(tcs_timeline_present(&tracker->timeline));
    const struct tcs_timeline_counts late = tcs_timeline_counts(&tracker->timeline);

    memset(ret_counts, 0, sizeof *ret_counts);
    ret_counts->looks = counts.looks;
    ret_counts->observations = counts.observations;
    ret_counts->started = counts.started;
    ret_counts->confirmed = counts.confirmed;
    ret_counts->ended = counts.ended;
    ret_counts->refused_full = counts.refused_full;
    ret_counts->refused_pairs = counts.refused_pairs;
    ret_counts->late = late.late;
    ret_counts->too_late = late.too_late;
    ret_counts->ahead = late.ahead;
}

void tocsin_tracker_digest(const struct tocsin_tracker *tracker, uint8_t ret_digest[16])
{
    const struct tcs_tracker *present = tcs_timeline_present(&tracker->timeline);
    const struct tcs_digest none = { 0, 0 };
    const struct tcs_digest digest =
        tcs_digest_chain(none, present, tcs_tracker_used(present));

    for (unsigned i = 0; i < 8; i++) {
        ret_digest[i] = (uint8_t)(digest.high >> (56 - 8 * i));
        ret_digest[8 + i] = (uint8_t)(digest.low >> (56 - 8 * i));
    }
}

const char *tocsin_track_state_name(uint32_t state)
{
    static const char *const names[] = {
        [TOCSIN_TRACK_TENTATIVE] = "tentative",
        [TOCSIN_TRACK_CONFIRMED] = "confirmed",
        [TOCSIN_TRACK_COASTING] = "coasting",
    };

    return state < sizeof names / sizeof names[0] ? names[state] : "unknown";
}

const char *tocsin_class_name(uint32_t a_class)
{
    static const char *const names[] = {
        [TOCSIN_CLASS_BIRD] = "bird",
        [TOCSIN_CLASS_MULTIROTOR] = "multirotor",
        [TOCSIN_CLASS_FIXED_WING] = "fixed-wing",
        [TOCSIN_CLASS_CREWED] = "crewed",
        [TOCSIN_CLASS_OTHER] = "other",
    };

    return a_class < sizeof names / sizeof names[0] ? names[a_class] : "unknown";
}
