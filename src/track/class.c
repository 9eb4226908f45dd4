/* SPDX-License-Identifier: Apache-2.0 */
#include "track/class.h"

#include <stdbool.h>
#include <string.h>

#include "num/elem.h"

/*
 * A reading of an object of a class is mean + what the object has for itself (sigma
 * `between`) + what varies from reading to reading (sigma `within`). The figures are wide
 * on purpose and rest on:
 *
 * speed: small birds 8 to 16 m/s, all 8 to 23 (Alerstam et al., "Flight speeds among bird
 * species", PLoS Biol 5 (2007) e197); multirotors 0 to 20 and hovering in between; small
 * fixed wing 15 to 45; crewed aircraft 25 to 250.
 * wander: birds change course all the time, drones fly from point to point (track
 * smoothness alone tells most of them apart; NASA's figures in docs/tracker.md).
 * height: below 120 m for open-category drones (EU 2019/947), birds mostly below 300,
 * crewed aircraft above 150 except near airfields (SERA.5005).
 * radar cross-section: birds -35 to -15 dBsm, small multirotors -25 to -8, small fixed
 * wing -20 to 0, crewed aircraft above 5; either flutters by some dB from look to look.
 *
 * prior: of what flies low near the ground and is tracked by a radar, most are birds.
 *
 * Vessels are crewed, and move like no aircraft: where one is said to be (AIS), they are
 * a class of their own, whose probability counts as crewed. Elsewhere there are none:
 * what sensors see low and slow is not explained by ships that nobody spoke of. Speeds
 * are 0 to 20 m/s, courses steady, heights those of the water, and they reflect as houses
 * do.
 */
struct bell {
    double mean;
    double between;
    double within;
};
struct profile {
    double prior;
    struct bell bells[TCS_READING_COUNT];
    double said[3];     /* P(drone, bird, crewed | class, one of them said) */
    double said_vessel; /* P(vessel | class, heard by who hears vessels) */
};

enum { VESSEL = TCS_CLASS_COUNT, PROFILE_COUNT };
enum { SAID_VESSEL = TCS_SAID_VESSEL - TCS_SAID_DRONE, SAID_COUNT };

static const struct profile profiles[PROFILE_COUNT] = {
    [TCS_CLASS_BIRD] = {
        .prior = 0.82,
        .bells = {
            [TCS_READING_SPEED] = { 2.60, 0.22, 0.22 }, /* about 10 m/s */
            [TCS_READING_WANDER] = { 0.45, 0.40, 0.55 },
            [TCS_READING_HEIGHT] = { 4.40, 0.60, 0.30 },
            [TCS_READING_RCS] = { -24.0, 4.0, 3.0 },
        },
        .said = { 0.19, 0.75, 0.06 },
        .said_vessel = 0.01,
    },
    [TCS_CLASS_MULTIROTOR] = {
        .prior = 0.08,
        .bells = {
            [TCS_READING_SPEED] = { 2.70, 0.35, 0.35 },
            [TCS_READING_WANDER] = { 0.00, 0.40, 0.55 },
            [TCS_READING_HEIGHT] = { 4.50, 0.50, 0.30 },
            [TCS_READING_RCS] = { -15.0, 4.0, 3.0 },
        },
        .said = { 0.81, 0.13, 0.06 },
        .said_vessel = 0.01,
    },
    [TCS_CLASS_FIXED_WING] = {
        .prior = 0.03,
        .bells = {
            [TCS_READING_SPEED] = { 3.25, 0.25, 0.20 }, /* about 23 m/s */
            [TCS_READING_WANDER] = { 0.00, 0.40, 0.55 },
            [TCS_READING_HEIGHT] = { 4.90, 0.60, 0.30 },
            [TCS_READING_RCS] = { -12.0, 5.0, 3.0 },
        },
        .said = { 0.75, 0.13, 0.12 },
        .said_vessel = 0.01,
    },
    [TCS_CLASS_CREWED] = {
        .prior = 0.03,
        .bells = {
            [TCS_READING_SPEED] = { 4.30, 0.50, 0.20 }, /* about 70 m/s */
            [TCS_READING_WANDER] = { 0.00, 0.60, 0.55 },
            [TCS_READING_HEIGHT] = { 6.20, 0.90, 0.30 },
            [TCS_READING_RCS] = { 13.0, 8.0, 4.0 },
        },
        .said = { 0.06, 0.06, 0.88 },
        .said_vessel = 0.01,
    },
    [TCS_CLASS_OTHER] = {
        .prior = 0.04,
        .bells = {
            [TCS_READING_SPEED] = { 2.80, 0.80, 0.50 },
            [TCS_READING_WANDER] = { 0.20, 0.80, 0.55 },
            [TCS_READING_HEIGHT] = { 5.00, 1.20, 0.30 },
            [TCS_READING_RCS] = { -12.0, 12.0, 4.0 },
        },
        .said = { 0.34, 0.33, 0.33 },
        .said_vessel = 0.01,
    },
    [VESSEL] = {
        .prior = 0.03,
        .bells = {
            [TCS_READING_SPEED] = { 2.00, 0.60, 0.20 }, /* about 4 m/s */
            [TCS_READING_WANDER] = { -0.90, 0.50, 0.55 },
            [TCS_READING_HEIGHT] = { 3.50, 0.50, 0.30 },
            [TCS_READING_RCS] = { 20.0, 12.0, 5.0 },
        },
        .said = { 0.06, 0.06, 0.88 },
        .said_vessel = 0.95,
    },
};

static const double motion_each_s = 5.0;
static const double rcs_each_s = 0.5;
static const double said_each_s = 5.0;
/* What lies further back counts less: labels are swapped now and then. */
static const double memory_s = 60.0;
/* However often it says so, a sensor can be wrong about one object for good. */
static const double said_most = 3.0;
/* A table can be wrong about one object: then the reading says as much as it would of
 * something unknown. */
static const double log_doubt = -4.6; /* one in a hundred */

/* One reading in thirty lies outside of the range that is told: another object's. */
static const double log_outside = -3.4;

static void add_reading(struct tcs_class_stat *stat, double y, double weight)
{
    const double d = y - stat->mean;
    const double n = stat->n + weight;

    if (!(weight > 0.0))
        return;
    stat->squares += weight * stat->n / n * d * d;
    stat->mean += weight / n * d;
    stat->n = n;
}

static void join_stat(struct tcs_class_stat *to, const struct tcs_class_stat *from)
{
    add_reading(to, from->mean, from->n);
    to->squares += from->squares;
}

static double seconds(struct tcs_time after, struct tcs_time before)
{
    return tcs_span_seconds(tcs_time_since(after, before));
}

/* The part of a reading that is new, and notes its time. */
static double fresh(struct tcs_time *last, struct tcs_time at, double each_s)
{
    const double dt = last->tai_ns == 0 ? each_s : seconds(at, *last);

    if (dt <= 0.0)
        return 0.0;
    *last = at;
    return dt < each_s ? dt / each_s : 1.0;
}

int tcs_class_motion_due(const struct tcs_class_state *state, struct tcs_time at)
{
    return state->motion_at.tai_ns == 0 || seconds(at, state->motion_at) >= motion_each_s;
}

static double length(const double v[3])
{
    return tcs_sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

static void fade(struct tcs_class_state *state, double dt)
{
    const double keep = 1.0 / (1.0 + dt / memory_s);

    for (int r = 0; r < TCS_READING_COUNT; r++) {
        state->stat[r].n *= keep;
        state->stat[r].squares *= keep;
    }
    for (int s = 0; s < SAID_COUNT; s++)
        state->said[s] *= keep;
    for (int t = 0; t < 2; t++)
        state->outside[t] *= keep;
}

static void add_motion(struct tcs_class_state *state, const struct tcs_class_evidence *e)
{
    add_reading(&state->stat[TCS_READING_SPEED], tcs_log(length(e->velocity_mps) + 3.0),
                e->weight);
    if (e->has_height)
        add_reading(&state->stat[TCS_READING_HEIGHT],
                    tcs_log((e->height_m > 0.0 ? e->height_m : 0.0) + 30.0), e->weight);
    if (state->motions > 0) {
        const double dt = seconds(e->at, state->motion_at);
        double change[3];

        fade(state, dt);
        for (int i = 0; i < 3; i++)
            change[i] = e->velocity_mps[i] - state->velocity_mps[i];
        add_reading(&state->stat[TCS_READING_WANDER], tcs_log(length(change) / dt + 0.3),
                    e->weight);
    }
    memcpy(state->velocity_mps, e->velocity_mps, sizeof state->velocity_mps);
    state->motion_at = e->at;
    state->motions++;
}

static bool is_told(const double range[2])
{
    return range[1] > range[0];
}

static void add_rcs(struct tcs_class_state *state, const struct tcs_class_told *told,
                    const struct tcs_class_evidence *e)
{
    const double weight = e->weight * fresh(&state->rcs_at, e->at, rcs_each_s);

    add_reading(&state->stat[TCS_READING_RCS], e->rcs_dbsm, weight);
    for (int t = 0; t < 2; t++)
        if (is_told(told->dbsm[t]) &&
            (e->rcs_dbsm < told->dbsm[t][0] || e->rcs_dbsm > told->dbsm[t][1]))
            state->outside[t] += weight;
}

void tcs_class_add(struct tcs_class_state *state, const struct tcs_class_told *told,
                   const struct tcs_class_evidence *e)
{
    if (e->has_motion && tcs_class_motion_due(state, e->at))
        add_motion(state, e);
    if (e->has_rcs)
        add_rcs(state, told, e);
    if (e->said != TCS_SAID_NOTHING)
        state->said[e->said - TCS_SAID_DRONE] +=
            e->weight * fresh(&state->said_at, e->at, said_each_s);
}

static struct tcs_time later(struct tcs_time a, struct tcs_time b)
{
    return tcs_time_compare(a, b) > 0 ? a : b;
}

void tcs_class_join(struct tcs_class_state *to, const struct tcs_class_state *from)
{
    for (int r = 0; r < TCS_READING_COUNT; r++)
        join_stat(&to->stat[r], &from->stat[r]);
    for (int s = 0; s < SAID_COUNT; s++)
        to->said[s] += from->said[s];
    for (int t = 0; t < 2; t++)
        to->outside[t] += from->outside[t];
    if (from->motions > 0) {
        memcpy(to->velocity_mps, from->velocity_mps, sizeof to->velocity_mps);
        to->motion_at = from->motion_at;
        to->motions += from->motions;
    }
    to->rcs_at = later(to->rcs_at, from->rcs_at);
    to->said_at = later(to->said_at, from->said_at);
}

/* Log-likelihood of the readings: y = mean + b + e with b shared by all of them. What is
 * the same for all classes is left out. */
static double likelihood(const struct tcs_class_stat *stat, const struct bell *bell,
                         double log_w2)
{
    const double w2 = bell->within * bell->within;
    const double s2 = bell->between * bell->between;
    const double d = stat->mean - bell->mean;
    const double spread = 1.0 + stat->n * s2 / w2;

    return -0.5 * (stat->n * log_w2 + tcs_log(spread) + stat->squares / w2 +
                   stat->n * d * d / (w2 * spread));
}

/* What is told of a class: 0 of drones, 1 of birds, -1 nothing. */
static int told_index(int c, const struct tcs_class_told *told)
{
    const int t = c == TCS_CLASS_BIRD                                      ? 1
                  : c == TCS_CLASS_MULTIROTOR || c == TCS_CLASS_FIXED_WING ? 0
                                                                           : -1;

    return t >= 0 && is_told(told->dbsm[t]) ? t : -1;
}

/* Cross-sections of a class for which the range is told: the middle and two sigma either
 * way, of which 0.6 is an object's own and 0.8 is flutter (0.6^2 + 0.8^2 = 1); and
 * readings outside of it are rare. */
static double told_likelihood(const struct tcs_class_state *state, int t,
                              const struct tcs_class_told *told)
{
    const double *range = told->dbsm[t];
    const double sigma = 0.25 * (range[1] - range[0]);
    const struct bell bell = { 0.5 * (range[0] + range[1]), 0.6 * sigma, 0.8 * sigma };

    return likelihood(&state->stat[TCS_READING_RCS], &bell,
                      tcs_log(bell.within * bell.within)) +
           state->outside[t] * log_outside;
}

/* Vessels are thought of only where one was said to be. */
static int profile_count(const struct tcs_class_state *state)
{
    return state->said[SAID_VESSEL] > 0.0 ? PROFILE_COUNT : TCS_CLASS_COUNT;
}

static void add_likelihoods(const struct tcs_class_logs *logs,
                            const struct tcs_class_state *state, int reading,
                            const struct tcs_class_told *told, double *log_p)
{
    const int count = profile_count(state);
    const struct tcs_class_stat *stat = &state->stat[reading];
    double floor;

    if (!(stat->n > 0.0))
        return;
    floor = likelihood(stat, &profiles[TCS_CLASS_OTHER].bells[reading],
                       logs->within2[TCS_CLASS_OTHER][reading]) +
            log_doubt;
    for (int c = 0; c < count; c++) {
        const int t = reading == TCS_READING_RCS ? told_index(c, told) : -1;
        const double l = t >= 0 ? told_likelihood(state, t, told)
                                : likelihood(stat, &profiles[c].bells[reading],
                                             logs->within2[c][reading]);

        log_p[c] += l > floor ? l : floor;
    }
}

static void add_said(const struct tcs_class_state *state, double *log_p)
{
    const int count = profile_count(state);
    const double n =
        state->said[0] + state->said[1] + state->said[2] + state->said[SAID_VESSEL];
    const double part = n > said_most ? said_most / n : 1.0;

    if (!(n > 0.0))
        return;
    for (int s = 0; s < SAID_COUNT; s++) {
        if (!(state->said[s] > 0.0)) /* most objects are said to be one thing */
            continue;
        for (int c = 0; c < count; c++)
            log_p[c] +=
                part * state->said[s] *
                tcs_log(s == SAID_VESSEL ? profiles[c].said_vessel : profiles[c].said[s]);
    }
}

struct tcs_class_logs tcs_class_logs(void)
{
    struct tcs_class_logs logs;

    for (int c = 0; c < PROFILE_COUNT; c++)
        for (int r = 0; r < TCS_READING_COUNT; r++) {
            const double within = profiles[c].bells[r].within;

            logs.within2[c][r] = tcs_log(within * within);
        }
    return logs;
}

void tcs_class_probabilities(const struct tcs_class_logs *logs,
                             const struct tcs_class_state *state,
                             const struct tcs_class_told *told,
                             double ret_p[TCS_CLASS_COUNT])
{
    const int count = profile_count(state);
    double p[PROFILE_COUNT] = { 0 };
    double log_p[PROFILE_COUNT] = { 0 };
    double largest;
    double sum = 0.0;

    for (int r = 0; r < TCS_READING_COUNT; r++)
        add_likelihoods(logs, state, r, told, log_p);
    add_said(state, log_p);
    largest = log_p[0];
    for (int c = 1; c < count; c++)
        largest = log_p[c] > largest ? log_p[c] : largest;
    for (int c = 0; c < count; c++) {
        p[c] = profiles[c].prior * tcs_exp(log_p[c] - largest);
        sum += p[c];
    }
    p[TCS_CLASS_CREWED] += p[VESSEL];
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        ret_p[c] = p[c] / sum;
}

const char *tcs_track_class_name(enum tcs_track_class track_class)
{
    static const char *const names[TCS_CLASS_COUNT] = {
        [TCS_CLASS_BIRD] = "bird",
        [TCS_CLASS_MULTIROTOR] = "multirotor",
        [TCS_CLASS_FIXED_WING] = "fixed-wing",
        [TCS_CLASS_CREWED] = "crewed",
        [TCS_CLASS_OTHER] = "other",
    };

    return (unsigned)track_class < TCS_CLASS_COUNT ? names[track_class] : "other";
}

const char *tcs_track_state_name(enum tcs_track_state state)
{
    switch (state) {
    case TCS_TRACK_TENTATIVE:
        return "tentative";
    case TCS_TRACK_CONFIRMED:
        return "confirmed";
    case TCS_TRACK_COASTING:
        return "coasting";
    }
    return "tentative";
}
