/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/assembler.h"

#include <assert.h>
#include <string.h>

#include "num/elem.h"

_Static_assert(sizeof(struct tcs_plot) == 96, "no padding in digested state");
_Static_assert(sizeof(struct tcs_assembler) ==
                   128 + sizeof(struct tcs_plot) * TCS_ASSEMBLER_PLOTS,
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
static const double STEP_MIN_RAD = 0.001; /* a north marker beside a sector message */
/* A held plot this far beyond the edge or less is ahead of it; all others are behind. */
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

static double turn_s(const struct tcs_assembler *a, const struct tcs_neck *neck,
                     uint16_t sensor)
{
    return a->turn_s > 0.0 ? a->turn_s : neck->sensors[sensor].period_s;
}

/*
 * The sector from the edge to `to`, in [0, 2 pi]; 0 when `to` lies behind the edge; -1
 * when the two cannot lie on the way of one antenna that turns at `turn`.
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
    for (double other = width - full; other <= full + SWEEP_SLACK_RAD; other += full) {
        if (tcs_fabs(other - expected) < tcs_fabs(width - expected))
            width = other;
    }
    if (tcs_fabs(width - expected) > slack)
        return -1.0;
    if (width < 0.0)
        return 0.0;
    return width < full ? width : full;
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

static bool is_ahead(const struct tcs_plot *plot, double edge_rad)
{
    const double beyond = tcs_angle_wrap(plot->az_rad - edge_rad);

    return beyond > 0.0 && beyond < AHEAD_RAD;
}

/* Lays out the plots that go now as observations and keeps the others, in order.
 * Returns how many go. */
static uint32_t take_plots(struct tcs_assembler *a, struct tcs_observation *ret,
                           struct tcs_time valid_at, bool hold_ahead, double edge_rad)
{
    uint32_t given = 0;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < a->count; i++) {
        const struct tcs_plot *plot = &a->plots[i];

        if (hold_ahead && is_ahead(plot, edge_rad))
            a->plots[kept++] = *plot;
        else
            ret[given++] = observation(plot, valid_at);
    }
    memset(&a->plots[kept], 0, (a->count - kept) * sizeof a->plots[0]);
    a->count = kept;
    return given;
}

static uint64_t count_late(const struct tcs_look *look, double edge_rad, double width)
{
    uint64_t late = 0;

    for (uint32_t i = 0; i < look->count; i++)
        late += tcs_angle_wrap(look->observations[i].z[1] - edge_rad) > width;
    return late;
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

/*
 * Hands over held plots in one look. `width` is the sector swept since the edge, or -1
 * when not known; `to` is the new edge, from which plots ahead stay held if `hold_ahead`.
 */
static void give(struct tcs_assembler *a, const struct tcs_neck *neck, uint16_t sensor,
                 double width, struct mark to, bool hold_ahead)
{
    const struct tcs_time floor =
        width > 0.0 ? to.at : (struct tcs_time) { INT64_MIN }; /* nothing was swept */
    const struct tcs_time valid_at = latest(a, floor);
    struct tcs_look look = tcs_neck_look(neck, sensor, valid_at);

    look.count = take_plots(a, look.observations, valid_at, hold_ahead, to.az_rad);
    if (width > 0.0) {
        const double share = width / (2.0 * TCS_PI);

        look.counts_misses = true;
        look.coverage.az_center_rad = tcs_angle_wrap(a->edge_rad + width / 2.0);
        look.coverage.az_width_rad = width;
        if (look.clutter_expected > 0.0)
            look.clutter_expected *= share;
        a->counts.late += count_late(&look, a->edge_rad, width);
    } else if (look.count == 0) {
        return;
    }
    tcs_neck_give(neck, &a->counts, &look);
}

/* The foremost held plot on the antenna's way; its sector, or -1 when none lies on it. */
static double foremost(const struct tcs_assembler *a, double turn, struct mark *ret_to)
{
    double best = -1.0;

    for (uint32_t i = 0; i < a->count; i++) {
        const struct mark to = { a->plots[i].az_rad, a->plots[i].at };
        const double width = swept_rad(a, turn, to);

        if (width > best) {
            best = width;
            *ret_to = to;
        }
    }
    return best;
}

static void set_edge(struct tcs_assembler *a, struct mark to)
{
    a->edge_known = 1;
    a->edge_rad = tcs_angle_wrap(to.az_rad);
    a->edge_at = to.at;
}

/* Everything that is held goes, with what can be said of the sector. */
static void give_all(struct tcs_assembler *a, const struct tcs_neck *neck,
                     uint16_t sensor)
{
    const bool turning = a->crossings > 0 || a->order_score >= ORDER_SURE;
    const struct tcs_plot *last = &a->plots[a->count - 1];
    struct mark to = { last->az_rad, last->at };
    double width = -1.0;

    if (turning)
        width = foremost(a, turn_s(a, neck, sensor), &to);
    give(a, neck, sensor, width, to, false);
    if (width > 0.0 || (turning && width < 0.0 && a->crossings == 0))
        set_edge(a, to);
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
        give_all(a, neck, sensor);
    if (a->crossings > 0)
        learn_lag(a, plot);
    else
        judge_order(a, turn_s(a, neck, sensor), plot);
    a->plots[a->count] = *plot;
    a->plots[a->count].az_rad = tcs_angle_wrap(plot->az_rad);
    a->plots[a->count].arrival = neck->now;
    a->count++;
    a->counts.heard_at = neck->now;
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

void tcs_assembler_crossing(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                            uint16_t sensor, double az_rad, struct tcs_time at)
{
    struct tcs_assembler *a = assembler;
    const double turn = turn_s(a, neck, sensor);
    const double lag_s = turn > 0.0 ? a->lag_rad / (2.0 * TCS_PI) * turn : 0.0;
    const struct mark to = { az_rad - a->lag_rad,
                             tcs_time_add(at, tcs_span_from_seconds(-lag_s)) };
    double width = swept_rad(a, turn, to);

    if (!step_usual(a, az_rad))
        width = -1.0;
    give(a, neck, sensor, width, to, width >= 0.0);
    if (width != 0.0) /* 0: the edge is still ahead */
        set_edge(a, to);
    if (width > 0.0)
        a->lag_rad *= 1.0 - (1.0 - LAG_KEPT_PER_TURN) * width / (2.0 * TCS_PI);
    a->crossing_rad = tcs_angle_wrap(az_rad);
    a->crossing_at = at;
    if (a->crossings < UINT32_MAX)
        a->crossings++;
    a->counts.heard_at = neck->now;
}

void tcs_assembler_tick(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                        uint16_t sensor)
{
    if (assembler->count == 0)
        return;
    const struct tcs_span held = tcs_time_since(neck->now, assembler->plots[0].arrival);

    if (held.ns >= TCS_ASSEMBLER_HOLD_NS)
        give_all(assembler, neck, sensor);
}
