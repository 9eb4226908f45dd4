/* SPDX-License-Identifier: Apache-2.0 */
#include "track/class.h"

#include <string.h>

#include "num/elem.h"

/*
 * Everything that says little about one class is kept flat, so that no single reading
 * decides; successive readings of one track are not independent, which is why motion
 * counts once in `independent_s` seconds only and every likelihood has a floor.
 *
 * speed (m/s, mean and sigma): small birds 8 to 16 (Alerstam et al., "Flight speeds among
 * bird species", PLoS Biol 5 (2007) e197: 8 to 23); multirotors 0 to 20; small fixed wing
 * 15 to 45; crewed aircraft 25 to 250.
 * rcs (dBsm): birds -30 to -15, small multirotors -20 to -5, small fixed wing -20 to 0,
 * crewed aircraft above 5.
 * height (m): below 120 for open-category drones (EU 2019/947), birds mostly below 300,
 * crewed aircraft above 150 except near airfields (SERA.5005).
 */
struct bell {
    double mean;
    double sigma;
    double log_sigma; /* natural; a table cannot call log */
};
struct profile {
    double prior;
    struct bell speed, rcs, height;
    double said[4]; /* P(a sensor says nothing, drone, bird, crewed) given the class */
};

static const struct profile profiles[TCS_CLASS_COUNT] = {
    [TCS_CLASS_BIRD] = {
        .prior = 0.35,
        .speed = { 11.0, 4.0, 1.386 },
        .rcs = { -22.0, 5.0, 1.609 },
        .height = { 60.0, 80.0, 4.382 },
        .said = { 0.2, 0.15, 0.6, 0.05 },
    },
    [TCS_CLASS_MULTIROTOR] = {
        .prior = 0.35,
        .speed = { 11.0, 7.0, 1.946 },
        .rcs = { -13.0, 5.0, 1.609 },
        .height = { 70.0, 60.0, 4.094 },
        .said = { 0.2, 0.65, 0.1, 0.05 },
    },
    [TCS_CLASS_FIXED_WING] = {
        .prior = 0.1,
        .speed = { 24.0, 9.0, 2.197 },
        .rcs = { -10.0, 7.0, 1.946 },
        .height = { 120.0, 120.0, 4.787 },
        .said = { 0.2, 0.6, 0.1, 0.1 },
    },
    [TCS_CLASS_CREWED] = {
        .prior = 0.1,
        .speed = { 80.0, 60.0, 4.094 },
        .rcs = { 13.0, 8.0, 2.079 },
        .height = { 1500.0, 1500.0, 7.313 },
        .said = { 0.2, 0.05, 0.05, 0.7 },
    },
    [TCS_CLASS_OTHER] = {
        .prior = 0.1,
        .speed = { 15.0, 20.0, 2.996 },
        .rcs = { -10.0, 15.0, 2.708 },
        .height = { 200.0, 400.0, 5.991 },
        .said = { 0.4, 0.2, 0.2, 0.2 },
    },
};
static const double independent_s = 10.0;

/* log of a density that is normal near its mean and falls to exp(-4) of the peak far
 * out. */
static double soft(double x, const struct bell *bell)
{
    const double d = (x - bell->mean) / bell->sigma;

    return -0.5 * d * d / (1.0 + d * d / 8.0) - bell->log_sigma;
}

void tcs_class_start(double ret_log[TCS_CLASS_COUNT])
{
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        ret_log[c] = tcs_log(profiles[c].prior);
}

void tcs_class_add(double log_p[TCS_CLASS_COUNT], const struct tcs_class_evidence *e)
{
    const double motion_share =
        e->dt_s >= independent_s ? 1.0 : (e->dt_s > 0.0 ? e->dt_s / independent_s : 0.0);
    double largest;

    if (!e->has_motion && !e->has_rcs && e->said == TCS_SAID_NOTHING)
        return;
    for (int c = 0; c < TCS_CLASS_COUNT; c++) {
        const struct profile *p = &profiles[c];
        double sum = 0.0;

        if (e->has_motion)
            sum += motion_share *
                   (soft(e->speed_mps, &p->speed) + soft(e->height_m, &p->height));
        if (e->has_rcs)
            sum += 0.5 * soft(e->rcs_dbsm, &p->rcs);
        if (e->said != TCS_SAID_NOTHING)
            sum += 0.5 * tcs_log(p->said[e->said]);
        log_p[c] += e->weight * sum;
    }
    largest = log_p[0];
    for (int c = 1; c < TCS_CLASS_COUNT; c++)
        largest = log_p[c] > largest ? log_p[c] : largest;
    for (int c = 0; c < TCS_CLASS_COUNT; c++) {
        log_p[c] -= largest;
        if (log_p[c] < -12.0) /* never so sure that it could not change its mind */
            log_p[c] = -12.0;
    }
}

void tcs_class_probabilities(const double log_p[TCS_CLASS_COUNT],
                             double ret_p[TCS_CLASS_COUNT])
{
    double sum = 0.0;

    for (int c = 0; c < TCS_CLASS_COUNT; c++) {
        ret_p[c] = tcs_exp(log_p[c]);
        sum += ret_p[c];
    }
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        ret_p[c] /= sum;
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
