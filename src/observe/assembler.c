/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/assembler.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "num/elem.h"

_Static_assert(sizeof(struct tcs_plot) == 96, "no padding in digested state");
_Static_assert(sizeof(struct tcs_assembler) ==
                   88 + sizeof(struct tcs_plot) * TCS_ASSEMBLER_PLOTS,
               "no padding in digested state");
_Static_assert((int)TCS_ASSEMBLER_PLOTS <= (int)TCS_NECK_OBSERVATIONS_MAX,
               "a look must hold all that can be held back");

/* How far the sector between two points of the antenna's way may differ from what the
 * speed of turning says, before it is not believed: wind load and the 1/128 s of ASTERIX
 * time stamps stay well inside. */
static const double SWEEP_SLACK = 0.25; /* of the expected sector */
static const double SWEEP_SLACK_RAD = 0.2;
/* Without a known speed only this is believed of one step. */
static const double SWEEP_BLIND_RAD = TCS_PI;
static const double SWEEP_BLIND_S = 20.0;
/* Room above the largest lag that was seen; it shrinks slower than a target comes by. */
static const double LAG_ROOM = 1.15;
static const double LAG_ROOM_RAD = 0.02;
static const double LAG_MAX_RAD = 1.5 * TCS_PI;
static const double LAG_KEPT_PER_TURN = 0.95;
/* A step this many times as long as usual means that messages were lost. */
static const double STEP_LOST = 2.5;
static const double STEP_GROWTH = 1.5;
static const double OVERTAKEN_S = 1.0;    /* networks do not hold a message longer */
static const double STEP_MIN_RAD = 0.001; /* a north marker beside a sector message */
/* How far plots stay from an edge where that can be had; sigmas of azimuth. */
static const double MARGIN_SIGMAS = 5.0;
static const double MARGIN_MIN_RAD = 2.0 * TCS_RAD_PER_DEG;
static const double MARGIN_MAX_RAD = 6.0 * TCS_RAD_PER_DEG;
/* A held plot this far beyond the front or less is ahead of it; all others are behind. */
static const double AHEAD_RAD = 0.5 * TCS_PI;

enum {
    ORDER_MAX = 16,
    ORDER_SURE = 8, /* chance order passes one test in nine, and failing costs four */
    ORDER_COST = 4
};

/* A place on the antenna's way. */
struct mark {
    double az_rad;
    struct tcs_time at;
};

/* How far coverage could go now: an angle beyond the edge, and when the antenna was
 * there. */
struct sweep {
    double front; /* < 0: not known */
    struct tcs_time front_at;
    double turn_s;
};

static double turn_s(const struct tcs_assembler *a, const struct tcs_neck *neck,
                     uint16_t sensor)
{
    return a->turn_s > 0.0 ? a->turn_s : neck->sensors[sensor].period_s;
}

/*
 * The sector from the edge to `to`, which may be a little more than a turn; 0 when `to`
 * lies behind the edge; -1 when the two cannot lie on the way of one antenna that turns
 * at `turn`.
 */
static double swept_rad(const struct tcs_assembler *a, double turn, struct mark to)
{
    const double full = 2.0 * TCS_PI;
    const double dt_s = tcs_span_seconds(tcs_time_since(to.at, a->edge_at));
    double width = tcs_angle_wrap(to.az_rad - a->edge_rad);

    if (a->edge_known == 0)
        return -1.0;
    if (turn <= 0.0)
        return width < SWEEP_BLIND_RAD && dt_s >= 0.0 && dt_s < SWEEP_BLIND_S ? width
                                                                              : -1.0;
    const double expected = full * dt_s / turn;
    const double slack = SWEEP_SLACK * tcs_fabs(expected) + SWEEP_SLACK_RAD;

    /* Of the angles that are equal but for whole turns, the one nearest to expectation.
     */
    if (expected < width - full / 2.0)
        width -= full;
    else if (expected > width + full / 2.0 && width + full <= full + SWEEP_SLACK_RAD)
        width += full;
    if (tcs_fabs(width - expected) > slack)
        return -1.0;
    return width > 0.0 ? width : 0.0;
}

/* The last crossing, less the lag: up to here all plots should have come. */
static struct mark behind_crossing(const struct tcs_assembler *a, double turn)
{
    const double lag_s = turn > 0.0 ? a->lag_rad / (2.0 * TCS_PI) * turn : 0.0;

    return (struct mark) { a->crossing_rad - a->lag_rad,
                           tcs_time_add(a->crossing_at, tcs_span_from_seconds(-lag_s)) };
}

static struct tcs_observation observation(const struct tcs_plot *plot,
                                          struct tcs_time valid_at)
{
    struct tcs_observation obs;

    memset(&obs, 0, sizeof obs);
    obs.kind = (plot->flags & TCS_PLOT_ELEVATION) != 0 ? TCS_OBS_RAE : TCS_OBS_RA;
    obs.said = (enum tcs_said_class)plot->said;
    obs.z[0] = plot->range_m;
    obs.z[1] = plot->az_rad;
    obs.z[2] = plot->el_rad;
    memcpy(obs.sigma, plot->sigma, sizeof obs.sigma);
    obs.dt_s = tcs_span_seconds(tcs_time_since(plot->at, valid_at));
    obs.has_doppler = (plot->flags & TCS_PLOT_DOPPLER) != 0;
    obs.has_rcs = (plot->flags & TCS_PLOT_RCS) != 0;
    obs.doppler_mps = plot->doppler_mps;
    obs.doppler_sigma_mps = plot->doppler_sigma_mps;
    obs.rcs_dbsm = plot->rcs_dbsm;
    return obs;
}

/* Where a held plot lies, seen from the edge, when the sector up to `front` is swept. */
enum place { INSIDE, AHEAD, BEHIND };

static enum place place_of(const struct tcs_assembler *a, const struct tcs_plot *plot,
                           double front, double *ret_off)
{
    const double off = tcs_angle_wrap(plot->az_rad - a->edge_rad);

    *ret_off = off;
    if (off <= front)
        return INSIDE;
    return off - front < AHEAD_RAD ? AHEAD : BEHIND;
}

/* Targets near an edge are seen on one side of it and expected on the other: this far
 * from the edge that hardly happens. */
static double margin_rad(const struct tcs_sensor *sensor)
{
    const double wanted = MARGIN_SIGMAS * sensor->az_sigma_rad;

    return wanted < MARGIN_MIN_RAD   ? MARGIN_MIN_RAD
           : wanted > MARGIN_MAX_RAD ? MARGIN_MAX_RAD
                                     : wanted;
}

/* An edge that lies just the margin from a plot is quiet, whatever the rounding. */
static bool is_quiet(const struct tcs_assembler *a, double front, double edge,
                     double margin)
{
    const double enough = 0.999 * margin;
    double off = 0.0;

    for (uint32_t i = 0; i < a->count; i++) {
        if (place_of(a, &a->plots[i], front, &off) != BEHIND &&
            tcs_fabs(off - edge) < enough)
            return false;
    }
    return true;
}

/* The furthest place for a new edge with no plot within the margin on either side; -1
 * when there is none. */
static double furthest_edge(const struct tcs_assembler *a, double margin, double front)
{
    const double short_of = front - margin;
    const double most = short_of < 2.0 * TCS_PI ? short_of : 2.0 * TCS_PI;
    double best = -1.0;
    double off = 0.0;

    if (most > 0.0 && is_quiet(a, front, most, margin))
        return most;
    for (uint32_t i = 0; i < a->count; i++) {
        if (place_of(a, &a->plots[i], front, &off) == BEHIND)
            continue;
        const double edge = off - margin;

        if (edge > best && edge > 0.0 && edge <= most && is_quiet(a, front, edge, margin))
            best = edge;
    }
    return best;
}

/* The nearest place beyond `needed` for such an edge, or the front when there is none. */
static double nearest_edge(const struct tcs_assembler *a, double margin, double front,
                           double needed)
{
    double best = front;
    double off = 0.0;

    for (uint32_t i = 0; i < a->count; i++) {
        if (place_of(a, &a->plots[i], front, &off) != INSIDE)
            continue;
        const double edge = off + margin;

        if (edge >= needed && edge < best && is_quiet(a, front, edge, margin))
            best = edge;
    }
    return best;
}

static bool is_expired(const struct tcs_plot *plot, struct tcs_time now)
{
    return tcs_time_since(now, plot->arrival).ns >= TCS_ASSEMBLER_HOLD_NS;
}

static struct tcs_time latest(const struct tcs_assembler *a, struct tcs_time not_before)
{
    struct tcs_time at = not_before;

    for (uint32_t i = 0; i < a->count; i++) {
        if (tcs_time_compare(a->plots[i].at, at) > 0)
            at = a->plots[i].at;
    }
    return at;
}

/* Which of the held plots go in a look. */
struct pick {
    bool swept;      /* those in the swept sector, else those that cannot wait for it */
    bool everything; /* all of the latter, expired or not */
    double width;    /* of the sector; < 0: none, so that nothing lies in it */
};

static bool is_picked(const struct tcs_assembler *a, const struct tcs_plot *plot,
                      const struct pick *pick, struct tcs_time now)
{
    double off = 0.0;
    const enum place place = place_of(a, plot, pick->width, &off);

    if (pick->swept)
        return place == INSIDE;
    if (place == INSIDE) /* the sector takes it */
        return pick->everything;
    return pick->everything || place == BEHIND || is_expired(plot, now);
}

/* Lays out the picked plots as observations and keeps the others, in order. */
static void take_plots(struct tcs_assembler *a, struct tcs_look *look,
                       const struct pick *pick, struct tcs_time now)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < a->count; i++) {
        const struct tcs_plot *plot = &a->plots[i];

        if (is_picked(a, plot, pick, now))
            look->observations[look->count++] = observation(plot, look->valid_at);
        else
            a->plots[kept++] = *plot;
    }
    memset(&a->plots[kept], 0, (a->count - kept) * sizeof a->plots[0]);
    a->count = kept;
}

/* The sector of `width` from the edge to `to` has been looked at. */
static void give_sector(struct tcs_assembler *a, const struct tcs_neck *neck,
                        uint16_t sensor, double width, struct mark to)
{
    const struct pick pick = { .swept = true, .width = width };
    struct tcs_look look = tcs_neck_look(neck, sensor, to.at);

    look.counts_misses = true;
    look.coverage.az_center_rad = tcs_angle_wrap(a->edge_rad + width / 2.0);
    look.coverage.az_width_rad = width;
    if (look.clutter_expected > 0.0)
        look.clutter_expected *= width / (2.0 * TCS_PI);
    take_plots(a, &look, &pick, neck->now);
    tcs_neck_give(neck, &look);
}

/* Plots that no sector will take: behind the edge, or out of patience. */
static void give_rest(struct tcs_assembler *a, const struct tcs_neck *neck,
                      uint16_t sensor, double width, bool everything)
{
    const struct pick pick = { .everything = everything, .width = width };
    struct tcs_look look =
        tcs_neck_look(neck, sensor, latest(a, (struct tcs_time) { INT64_MIN }));

    take_plots(a, &look, &pick, neck->now);
    if (look.count == 0)
        return;
    if (width >= 0.0)
        neck->counts[sensor].late += look.count;
    tcs_neck_give(neck, &look);
}

static void set_edge(struct tcs_assembler *a, struct mark to)
{
    a->edge_known = 1;
    a->edge_rad = tcs_angle_wrap(to.az_rad);
    a->edge_at = to.at;
}

/* Moves the edge on by `width`, which falls short of the front. */
static void advance(struct tcs_assembler *a, const struct tcs_neck *neck, uint16_t sensor,
                    double wanted, struct sweep sweep)
{
    const double full = 2.0 * TCS_PI;
    const double width = wanted < full ? wanted : full;
    const double before_s =
        sweep.turn_s > 0.0 ? (sweep.front - width) / full * sweep.turn_s : 0.0;
    const struct mark to = { a->edge_rad + width,
                             tcs_time_add(sweep.front_at,
                                          tcs_span_from_seconds(-before_s)) };

    give_rest(a, neck, sensor, width, false);
    give_sector(a, neck, sensor, width, to);
    set_edge(a, to);
}

/* How far the antenna has come, as the foremost held plot and the last crossing tell. */
static struct sweep sweep_now(const struct tcs_assembler *a, const struct tcs_neck *neck,
                              uint16_t sensor)
{
    struct sweep sweep = { -1.0, { 0 }, turn_s(a, neck, sensor) };
    const double turned = sweep.turn_s > 0.0 ? 2.0 * TCS_PI / sweep.turn_s *
                                                   (double)TCS_ASSEMBLER_HOLD_NS / 1e9
                                             : 0.0;
    const double margin = margin_rad(&neck->sensors[sensor]);

    if (a->crossings > 0) {
        const struct mark to = behind_crossing(a, sweep.turn_s);

        sweep.front = swept_rad(a, sweep.turn_s, to);
        sweep.front_at = to.at;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        const struct mark to = { a->plots[i].az_rad, a->plots[i].at };
        const double width = swept_rad(a, sweep.turn_s, to);
        /* While a plot was held, the antenna went on from it. */
        const double beyond = width + (turned < margin ? turned : margin);

        if (width >= 0.0 && beyond > sweep.front) {
            sweep.front = beyond;
            sweep.front_at =
                tcs_time_add(to.at, tcs_span_from_seconds((beyond - width) /
                                                          (2.0 * TCS_PI) * sweep.turn_s));
        }
    }
    return sweep;
}

/* Plots have been held long enough, or there is no room for more: expired ones go, all of
 * them if `everything`. */
static void give_held(struct tcs_assembler *a, const struct tcs_neck *neck,
                      uint16_t sensor, bool everything)
{
    const struct tcs_plot *last = &a->plots[a->count - 1];
    const struct mark resume = { last->az_rad, last->at };
    const bool by_order = a->crossings == 0 && a->order_score >= ORDER_SURE;
    const struct sweep sweep = sweep_now(a, neck, sensor);
    double needed = 0.0;
    double off = 0.0;

    if ((a->crossings == 0 && !by_order) || !(sweep.front > 0.0)) {
        give_rest(a, neck, sensor, -1.0, true);
        if (by_order && sweep.front < 0.0)
            set_edge(a, resume);
        return;
    }
    for (uint32_t i = 0; i < a->count; i++) {
        if ((everything || is_expired(&a->plots[i], neck->now)) &&
            place_of(a, &a->plots[i], sweep.front, &off) == INSIDE && off > needed)
            needed = off;
    }
    const double margin = margin_rad(&neck->sensors[sensor]);

    advance(a, neck, sensor,
            everything ? sweep.front : nearest_edge(a, margin, sweep.front, needed),
            sweep);
    if (everything)
        give_rest(a, neck, sensor, 0.0, true);
}

static void changed(const struct tcs_assembler *a, const struct tcs_neck *neck)
{
    neck->changed(neck->context, a,
                  offsetof(struct tcs_assembler, plots) + a->count * sizeof a->plots[0]);
}

/* Does a plot follow the one before as a turning antenna would have it? */
static void judge_order(struct tcs_assembler *a, double turn, const struct tcs_plot *plot)
{
    const double dt_s = tcs_span_seconds(tcs_time_since(plot->at, a->last_at));
    const double expected = turn > 0.0 ? 2.0 * TCS_PI * dt_s / turn : 0.0;

    if (a->last_at.tai_ns != 0 && expected > 0.0 && expected < TCS_PI) {
        const double off = tcs_fabs(tcs_angle_diff(plot->az_rad - a->last_rad, expected));

        if (off > SWEEP_SLACK * expected + SWEEP_SLACK_RAD / 2.0)
            a->order_score =
                a->order_score > ORDER_COST ? a->order_score - ORDER_COST : 0;
        else if (a->order_score < ORDER_MAX)
            a->order_score++;
    }
    a->last_rad = plot->az_rad;
    a->last_at = plot->at;
}

static void learn_lag(struct tcs_assembler *a, const struct tcs_plot *plot)
{
    if (tcs_time_compare(plot->at, a->crossing_at) >= 0)
        return;
    const double behind = tcs_angle_wrap(a->crossing_rad - plot->az_rad);
    const double lag = LAG_ROOM * behind + LAG_ROOM_RAD;

    if (lag > a->lag_rad && lag < LAG_MAX_RAD)
        a->lag_rad = lag;
}

void tcs_assembler_plot(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                        uint16_t sensor, const struct tcs_plot *plot)
{
    struct tcs_assembler *a = assembler;

    assert(a->count <= TCS_ASSEMBLER_PLOTS);
    if (a->count == TCS_ASSEMBLER_PLOTS)
        give_held(a, neck, sensor, true);
    if (a->crossings > 0)
        learn_lag(a, plot);
    else
        judge_order(a, turn_s(a, neck, sensor), plot);
    a->plots[a->count] = *plot;
    a->plots[a->count].az_rad = tcs_angle_wrap(plot->az_rad);
    a->plots[a->count].arrival = neck->now;
    a->count++;
    tcs_neck_heard(neck, sensor);
    changed(a, neck);
}

/* False when the step from the last crossing is so long that messages were lost. The
 * usual step grows slowly, so that a radar may change its sectors. */
static bool step_usual(struct tcs_assembler *a, double az_rad)
{
    double step = tcs_angle_wrap(az_rad - a->crossing_rad);

    if (a->crossings == 0)
        return true;
    if (step < STEP_MIN_RAD || step > 2.0 * TCS_PI - STEP_MIN_RAD) {
        if (a->step_rad < TCS_PI)
            return true; /* twice the same crossing */
        step = 2.0 * TCS_PI;
    }
    if (a->step_rad == 0.0 || step < STEP_GROWTH * a->step_rad) {
        a->step_rad = step;
        return true;
    }
    if (step < STEP_LOST * a->step_rad)
        return true;
    a->step_rad *= STEP_GROWTH;
    return false;
}

/* A message that another one has overtaken on its way: what it says is known. */
static bool is_overtaken(const struct tcs_assembler *a, struct tcs_time at)
{
    const double before_s = tcs_span_seconds(tcs_time_since(a->crossing_at, at));

    return a->crossings > 0 && before_s > 0.0 && before_s < OVERTAKEN_S;
}

void tcs_assembler_tick(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                        uint16_t sensor)
{
    if (assembler->count == 0 || !is_expired(&assembler->plots[0], neck->now))
        return;
    give_held(assembler, neck, sensor, false);
    changed(assembler, neck);
}

void tcs_assembler_crossing(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                            uint16_t sensor, double az_rad, struct tcs_time at)
{
    struct tcs_assembler *a = assembler;

    tcs_neck_heard(neck, sensor);
    if (is_overtaken(a, at))
        return;
    tcs_assembler_tick(a, neck, sensor); /* first what has waited long enough */
    const bool usual = step_usual(a, az_rad);
    struct sweep sweep = { -1.0, at, turn_s(a, neck, sensor) };

    a->crossing_rad = tcs_angle_wrap(az_rad);
    a->crossing_at = at;
    if (a->crossings < UINT32_MAX)
        a->crossings++;
    const struct mark to = behind_crossing(a, sweep.turn_s);

    if (usual)
        sweep.front = swept_rad(a, sweep.turn_s, to);
    sweep.front_at = to.at;
    if (sweep.front < 0.0) {
        give_rest(a, neck, sensor, -1.0, true);
        set_edge(a, to);
    } else {
        const double width =
            furthest_edge(a, margin_rad(&neck->sensors[sensor]), sweep.front);

        if (width > 0.0)
            advance(a, neck, sensor, width, sweep);
        a->lag_rad *= 1.0 - (1.0 - LAG_KEPT_PER_TURN) * (width > 0.0 ? width : 0.0) /
                                (2.0 * TCS_PI);
    }
    changed(a, neck);
}
