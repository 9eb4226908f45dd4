/* SPDX-License-Identifier: Apache-2.0 */
#include "track/tracker.h"

#include <assert.h>
#include <string.h>

#include "filter/paths.h"
#include "num/elem.h"
#include "track/class.h"
#include "track/row.h"

struct tcs_tracker_config tcs_tracker_defaults(void)
{
    return (struct tcs_tracker_config) {
        .track_max = 4096,
        .observation_max = 4096,
        .accel_sigma = 1.0,
        .speed_sigma_mps = 15.0,
        .survival_per_s = 0.99,
        .birth_per_s = 0.05,
        .birth_at_start = 3.0,
        .hide_per_s = 3e-4,
        .show_per_s = 0.07,
        .confirm_existence = 0.9,
        .drop_existence = 1e-5,
    };
}

enum { CRUISE, TURN, HOVER, MOTIONS };

/*
 * The motions about the process noise q that the site expects: nearly constant velocity
 * with a quarter of it, manoeuvres with six times as much, and hovering, where velocity
 * dies away. How much of what follows which is of little consequence within a factor of
 * two either way (docs/tracker.md).
 */
struct tcs_imm_model tcs_motion_model(const struct tcs_tracker_config *config)
{
    const double q = config->accel_sigma * config->accel_sigma;
    struct tcs_imm_model model = { 0 };

    model.young = (struct tcs_motion) { 2.0 * q, 0.0 };
    if ((config->without & TCS_WITHOUT_IMM) != 0) {
        model.count = 1;
        model.young = (struct tcs_motion) { q, 0.0 };
        return model;
    }
    model.count = MOTIONS;
    model.motion[CRUISE] = (struct tcs_motion) { 0.25 * q, 0.0 };
    model.motion[TURN] = (struct tcs_motion) { 6.0 * q, 0.0 };
    model.motion[HOVER] = (struct tcs_motion) { q, 1.5 };
    model.first[CRUISE] = 0.5;
    model.first[TURN] = 0.4;
    model.first[HOVER] = 0.1;
    model.sojourn_s[CRUISE] = 25.0;
    model.sojourn_s[TURN] = 3.0;
    model.sojourn_s[HOVER] = 10.0;
    model.next[CRUISE][TURN] = 0.9;
    model.next[CRUISE][HOVER] = 0.1;
    model.next[TURN][CRUISE] = 0.8;
    model.next[TURN][HOVER] = 0.2;
    model.next[HOVER][CRUISE] = 0.3;
    model.next[HOVER][TURN] = 0.7;
    return model;
}

/*
 * The same for what lies ahead, where no look puts right what the motion gets wrong. In
 * the filter a turn is over when the next looks have shown where to; ahead, who turns or
 * sprints goes on with it for some ten seconds, and the noise has to stand for all of it.
 */
static struct tcs_imm_model motion_ahead(const struct tcs_tracker_config *config)
{
    const double longer = 3.0;
    const double stronger = 1.6;
    struct tcs_imm_model model = tcs_motion_model(config);

    if (model.count == MOTIONS) {
        model.sojourn_s[TURN] *= longer;
        model.motion[TURN].q *= stronger;
    }
    return model;
}

/* Rays are kept where a sensor gives bearings. */
static uint32_t ray_max(const struct tcs_tracker_config *config)
{
    for (uint32_t s = 0; s < config->sensor_count; s++)
        if (tcs_sensor_gives_bearings(config->sensors[s].kind))
            return RAYS_MAX;
    return 0;
}

size_t tcs_tracker_state_size(const struct tcs_tracker_config *config)
{
    return align64(registration_offset(config->sensor_count, config->track_max,
                                       ray_max(config)) +
                   registration_size(config)) +
           align64((size_t)config->track_max * sizeof(struct tcs_row));
}

void tcs_tracker_init(struct tcs_tracker *state, const struct tcs_tracker_config *config,
                      struct tcs_time start)
{
    memset(state, 0, tcs_tracker_state_size(config));
    state->now = start;
    state->start = start;
    state->next_id = 1;
    state->row_max = config->track_max;
    state->map_count = config->sensor_count;
    state->ray_max = ray_max(config);
    state->registration_len = (uint32_t)registration_size(config);
    registration_init(registration_of(state), config, start);
    for (uint32_t s = 0; s < TCS_SENSOR_MAX; s++)
        state->sensors[s].looked_at = start;
}

struct tcs_row *tcs_row_new(struct tcs_tracker *t)
{
    /* Those that were in use come first: so they lie together. */
    const uint32_t index = row_to_come(t, 0);
    struct tcs_row *row;

    if (index == t->row_max)
        return NULL;
    if (t->free_count > 0)
        free_rows(t)[--t->free_count] = 0;
    else
        t->row_fresh++;
    alive_rows(t)[t->alive_count++] = index;
    row = &row_array(t)[index]; /* zero, as all that are free */
    row->id = t->next_id++;
    row_touch(t, row);
    row->visible = 1.0;
    return row;
}

void row_clear(struct tcs_row *row)
{
    memset((uint8_t *)row + ROW_BACK, 0, row_back_len(row));
    memset(row, 0, row_front_len(row));
}

/* What has not been seen for so long that it could be anywhere; gaps behind buildings
 * last up to 15 s. */
static const int64_t keep_ns = 20 * TCS_NS_PER_S;
static const int64_t keep_claim_ns = 60 * TCS_NS_PER_S;

/* From then on the row has expired. */
static struct tcs_time expires_at(const struct tcs_row *row)
{
    const struct tcs_span keep = { (row->claim_id != 0 ? keep_claim_ns : keep_ns) + 1 };

    return tcs_time_add(row->seen_at, keep);
}

bool tcs_row_expired(const struct tcs_row *row, struct tcs_time now)
{
    return tcs_time_compare(now, expires_at(row)) >= 0;
}

void tcs_rows_sweep(struct tcs_tracker *t)
{
    struct tcs_row *rows = row_array(t);
    uint32_t *alive = alive_rows(t);
    /* One that comes up meanwhile lasts as long. */
    struct tcs_time next = tcs_time_add(t->now, (struct tcs_span) { keep_ns });
    uint32_t kept = 0;

    if (tcs_time_compare(t->now, t->sweep_at) < 0)
        return;
    for (uint32_t i = 0; i < t->alive_count; i++) {
        struct tcs_row *row = &rows[alive[i]];

        row_ask(rows, alive, i, t->alive_count, ROW_FETCH_HEAD);
        if (row->existence > 0.0 && !tcs_row_expired(row, t->now)) {
            const struct tcs_time expires = expires_at(row);

            next = tcs_time_compare(expires, next) < 0 ? expires : next;
            alive[kept++] = alive[i];
            continue;
        }
        if ((row->flags & ROW_CONFIRMED) != 0)
            t->counts.ended++;
        row_clear(row);
        free_rows(t)[t->free_count++] = alive[i];
    }
    /* What lies behind the end of a list is part of the state too. */
    memset(alive + kept, 0, (t->alive_count - kept) * sizeof alive[0]);
    t->alive_count = kept;
    t->sweep_at = next;
}

struct ageing tcs_ageing(const struct tcs_tracker *t,
                         const struct tcs_tracker_config *config)
{
    return (struct ageing) {
        .end_per_s = tcs_end_rate(t, config),
        .hide_per_s = (config->without & TCS_WITHOUT_HIDDEN) == 0
                          ? config->hide_per_s + t->gaps / (PRIOR_FLOWN_S + t->flown_s)
                          : 0.0,
        .show_per_s = config->show_per_s,
    };
}

struct ageing_step tcs_ageing_step(const struct ageing *ageing, double dt_s)
{
    const double turn = ageing->hide_per_s + ageing->show_per_s;

    return (struct ageing_step) {
        .survive = tcs_exp(-ageing->end_per_s * dt_s),
        .settle = tcs_exp(-turn * dt_s),
        .settled = turn > 0.0 ? ageing->show_per_s / turn : 1.0,
    };
}

void tcs_row_age(struct tcs_row *row, const struct ageing_step *step)
{
    row->existence *= step->survive;
    const double shown = (1.0 - row->visible) * step->settled * (1.0 - step->settle);

    row->visible = step->settled + (row->visible - step->settled) * step->settle;
    row->reappears = shown / row->visible;
}

static double seconds(struct tcs_time after, struct tcs_time before)
{
    return tcs_span_seconds(tcs_time_since(after, before));
}

static enum tcs_track_state state_of(const struct tcs_row *row, double existence,
                                     double unseen_s)
{
    const double stale_s = 5.0;

    if ((row->flags & ROW_CONFIRMED) == 0)
        return TCS_TRACK_TENTATIVE;
    return existence < 0.5 || unseen_s > stale_s ? TCS_TRACK_COASTING
                                                 : TCS_TRACK_CONFIRMED;
}

_Static_assert((int)TCS_TRACK_COURSES_MAX == (int)TCS_MOTION_MAX &&
                   sizeof(((struct tcs_track_course *)0)->P) ==
                       sizeof(((struct tcs_gauss *)0)->P),
               "a course is a motion");

static void put_courses(const struct tcs_imm *imm, struct tcs_track_view *ret)
{
    ret->course_count = imm->count;
    for (uint32_t k = 0; k < imm->count; k++) {
        ret->course[k].p = imm->p[k];
        memcpy(ret->course[k].x, imm->g[k].x, sizeof imm->g[k].x);
        memcpy(ret->course[k].P, imm->g[k].P, sizeof imm->g[k].P);
    }
}

/* The same for all rows of a picture. */
struct viewing {
    struct tcs_time at;
    struct ageing ageing;
    struct tcs_imm_model model;
    struct tcs_class_logs logs;
    const struct tcs_class_told *told;
};

static void view_row(const struct tcs_row *row, const struct viewing *viewing,
                     struct tcs_track_view *ret)
{
    const struct tcs_time at = viewing->at;
    struct tcs_imm later = row->imm;
    const double dt = seconds(at, row->at);
    double existence = row->existence;
    struct tcs_gauss g;

    if (dt > 0.0) {
        const struct tcs_imm_step step = tcs_imm_step(&viewing->model, dt);
        const struct ageing_step age = tcs_ageing_step(&viewing->ageing, dt);

        tcs_imm_predict(&later, &step);
        existence *= age.survive;
    }
    tcs_imm_merged(&later, &g);
    memset(ret, 0, sizeof *ret);
    ret->id = row->id;
    ret->state = state_of(row, existence, seconds(at, row->seen_at));
    ret->kinds_seen = row->kinds_seen;
    ret->existence = existence;
    memcpy(ret->x.v, g.x, sizeof g.x);
    ret->P = tcs_gauss_full(&g);
    tcs_paths_join(&later);
    put_courses(&later, ret);
    ret->at = at;
    ret->first_at = row->first_at;
    ret->seen_at = row->seen_at;
    ret->confirmed_at = row->confirmed_at;
    memcpy(ret->first_m.v, row->first_m, sizeof row->first_m);
    memcpy(ret->hits, row->hits, sizeof row->hits);
    tcs_class_probabilities(&viewing->logs, &row->class_state, viewing->told,
                            ret->class_p);
    ret->rcs_dbsm = row->rcs_dbsm;
    ret->rcs_count = row->rcs_count;
    ret->claim_id = row->claim_id;
    ret->claim_doubts = row->claim_id != 0 ? row->claim_doubts : 0;
    ret->witnessed_s = seconds(row->witnessed_to, row->witnessed_from);
    {
        const double dx = g.x[0] - row->first_m[0];
        const double dy = g.x[1] - row->first_m[1];
        const double dz = g.x[2] - row->first_m[2];
        const double net = tcs_sqrt(dx * dx + dy * dy + dz * dz);
        const double hx = g.x[0] - row->way_from_m[0];
        const double hy = g.x[1] - row->way_from_m[1];
        const double hz = g.x[2] - row->way_from_m[2];
        const double way = row->way_m + tcs_sqrt(hx * hx + hy * hy + hz * hz);

        ret->straightness = way > net ? net / way : 1.0;
    }
}

static struct viewing viewing_at(const struct tcs_tracker *state,
                                 const struct tcs_tracker_config *config,
                                 struct tcs_time at)
{
    return (struct viewing) { .at = at,
                              .ageing = tcs_ageing(state, config),
                              .model = tcs_motion_model(config),
                              .logs = tcs_class_logs(),
                              .told = &config->told };
}

/* Whether the row is one to be shown; then it is. */
static bool view(const struct tcs_row *row, const struct viewing *viewing,
                 struct tcs_track_view *ret)
{
    /* Mere candidates stay inside: half of what is shown should be there. */
    if (((row->flags & ROW_CONFIRMED) == 0 && row->existence < 0.1) ||
        tcs_row_expired(row, viewing->at))
        return false;
    view_row(row, viewing, ret);
    return true;
}

uint32_t tcs_tracker_row_count(const struct tcs_tracker *state)
{
    return state->alive_count;
}

size_t tcs_tracker_view_rows(const struct tcs_tracker *state,
                             const struct tcs_tracker_config *config, struct tcs_time at,
                             uint32_t first, uint32_t end,
                             struct tcs_track_view *ret_views)
{
    const struct viewing viewing = viewing_at(state, config, at);
    const uint32_t *alive = alive_rows_const(state);
    size_t n = 0;

    assert(end <= state->alive_count);
    for (uint32_t i = first; i < end; i++)
        n += view(&row_array_const(state)[alive[i]], &viewing, &ret_views[n]);
    return n;
}

size_t tcs_tracker_view(const struct tcs_tracker *state,
                        const struct tcs_tracker_config *config, struct tcs_time at,
                        struct tcs_track_view *ret_views, size_t capacity)
{
    const struct viewing viewing = viewing_at(state, config, at);
    const uint32_t *alive = alive_rows_const(state);
    size_t n = 0;

    for (uint32_t i = 0; i < state->alive_count && n < capacity; i++)
        n += view(&row_array_const(state)[alive[i]], &viewing, &ret_views[n]);
    return n;
}

struct tcs_sensor_error tcs_tracker_sensor_error(const struct tcs_tracker *state,
                                                 const struct tcs_tracker_config *config,
                                                 uint32_t sensor)
{
    const struct registration *r = registration_of_const(state);
    const struct reg_estimate az = registration_estimate(r, config, sensor, REG_AZ);
    const struct reg_estimate el = registration_estimate(r, config, sensor, REG_EL);
    const struct reg_estimate clock = registration_estimate(r, config, sensor, REG_CLOCK);
    const struct reg_estimate east = registration_estimate(r, config, sensor, REG_EAST);
    const struct reg_estimate north = registration_estimate(r, config, sensor, REG_NORTH);

    return (struct tcs_sensor_error) {
        .az_rad = az.value,
        .az_sigma_rad = az.sigma,
        .az_applied_rad = registration_applies(r, sensor, REG_AZ),
        .el_rad = el.value,
        .el_sigma_rad = el.sigma,
        .el_applied_rad = registration_applies(r, sensor, REG_EL),
        .clock_s = clock.value,
        .clock_sigma_s = clock.sigma,
        .clock_applied_s = registration_applies(r, sensor, REG_CLOCK),
        .east_m = east.value,
        .east_sigma_m = east.sigma,
        .east_applied_m = registration_applies(r, sensor, REG_EAST),
        .north_m = north.value,
        .north_sigma_m = north.sigma,
        .north_applied_m = registration_applies(r, sensor, REG_NORTH),
        .clock_wrong = registration_doubts(r, sensor),
    };
}

bool tcs_tracker_ahead(const struct tcs_tracker *state,
                       const struct tcs_tracker_config *config, uint64_t id,
                       struct tcs_time at, struct tcs_imm *ret_ahead)
{
    const struct tcs_imm_model model = motion_ahead(config);
    const struct tcs_row *rows = row_array_const(state);
    const uint32_t *alive = alive_rows_const(state);

    for (uint32_t i = 0; i < state->alive_count; i++) {
        const struct tcs_row *row = &rows[alive[i]];

        if (row->id != id)
            continue;
        *ret_ahead = row->imm;
        tcs_paths_join(ret_ahead);
        tcs_imm_ahead(ret_ahead, &model, seconds(at, row->at));
        return true;
    }
    return false;
}

struct tcs_tracker_counts tcs_tracker_counts(const struct tcs_tracker *state)
{
    return state->counts;
}

size_t tcs_tracker_used(const struct tcs_tracker *state)
{
    const uint32_t *alive = alive_rows_const(state);
    uint32_t end = 0;

    for (uint32_t i = 0; i < state->alive_count; i++)
        end = alive[i] >= end ? alive[i] + 1 : end;
    return rows_offset(state) + end * sizeof(struct tcs_row);
}

struct tcs_digest tcs_tracker_digest(const struct tcs_tracker *state, uint64_t since,
                                     struct tcs_digest digest)
{
    const struct tcs_row *rows = row_array_const(state);
    const uint32_t *alive = alive_rows_const(state);

    for (uint32_t s = 0; s < state->map_count; s++)
        if (state->sensors[s].map_touched > since)
            digest = tcs_digest_chain(digest, &clutter_maps_const(state)[s],
                                      sizeof(struct clutter));
    if (registration_of_const(state)->touched > since)
        digest = tcs_digest_chain(digest, registration_of_const(state),
                                  state->registration_len);
    digest = tcs_digest_chain(digest, state, sizeof *state);
    digest = tcs_digest_chain(digest, alive, state->alive_count * sizeof alive[0]);
    for (uint32_t i = 0; i < state->alive_count; i++)
        if (rows[alive[i]].touched > since)
            digest = tcs_digest_chain(digest, &rows[alive[i]], sizeof rows[0]);
    for (uint32_t i = 0; i < state->ray_max; i++) {
        const struct tcs_ray *ray = &ray_array_const(state)[i];

        if (ray->touched > since)
            digest = tcs_digest_chain(digest, ray,
                                      offsetof(struct tcs_ray, part) +
                                          ray->part_count * sizeof ray->part[0]);
    }
    return digest;
}
