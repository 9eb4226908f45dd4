/* SPDX-License-Identifier: Apache-2.0 */
#include "track/class.h"

#include <string.h>

#include "check.h"

static const struct tcs_class_told not_told;
/* Birds -25 to -15 dBsm, drones -20 to -8. */
static const struct tcs_class_told ranges = { { { -20.0, -8.0 }, { -25.0, -15.0 } } };
static struct tcs_class_state state;
static double p[TCS_CLASS_COUNT];
static double now_s;

static int begin(void **unused)
{
    memset(&state, 0, sizeof state);
    now_s = 1000.0;
    return 0;
}

static struct tcs_class_evidence at_now(void)
{
    return (struct tcs_class_evidence) {
        .at = { tcs_span_from_seconds(now_s).ns },
        .weight = 1.0,
    };
}

static void take(const struct tcs_class_evidence *e, const struct tcs_class_told *told)
{
    tcs_class_add(&state, told, e);
    now_s += 1.0;
    const struct tcs_class_logs logs = tcs_class_logs();

    tcs_class_probabilities(&logs, &state, told, p);
}

/* n readings, 1 s apart, straight on. */
static void see(int n, double speed, double height, double rcs, enum tcs_said_class said)
{
    for (int i = 0; i < n; i++) {
        struct tcs_class_evidence e = at_now();

        e.velocity_mps[0] = speed;
        e.height_m = height;
        e.rcs_dbsm = rcs;
        e.has_motion = e.has_height = e.has_rcs = 1;
        e.said = said;
        take(&e, &not_told);
    }
}

static void echo(double rcs, const struct tcs_class_told *told)
{
    struct tcs_class_evidence e = at_now();

    e.has_rcs = 1;
    e.rcs_dbsm = rcs;
    take(&e, told);
}

static void label(enum tcs_said_class said)
{
    struct tcs_class_evidence e = at_now();

    e.said = said;
    take(&e, &not_told);
}

static double drone(void)
{
    return p[TCS_CLASS_MULTIROTOR] + p[TCS_CLASS_FIXED_WING];
}

static void probabilities_sum_to_one(void **unused)
{
    double sum = 0.0;

    see(3, 12.0, 60.0, -16.0, TCS_SAID_NOTHING);
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        sum += p[c];
    CHECK_NEAR(sum, 1.0, 1e-12, "1");
}

static void what_nothing_is_known_of_is_as_the_sky_is(void **unused)
{
    const struct tcs_class_logs logs = tcs_class_logs();

    tcs_class_probabilities(&logs, &state, &not_told, p);
    CHECK(p[TCS_CLASS_BIRD] > 0.7);
    CHECK(drone() > 0.05);
}

static void one_reading_decides_nothing(void **unused)
{
    see(1, 12.0, 60.0, -14.0, TCS_SAID_NOTHING);
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        CHECK(p[c] < 0.75);
}

static void many_weak_echoes_are_a_bird(void **unused)
{
    see(30, 10.0, 50.0, -26.0, TCS_SAID_NOTHING);
    CHECK(p[TCS_CLASS_BIRD] > 0.95);
}

static void stronger_echoes_of_something_slow_are_a_multirotor(void **unused)
{
    see(30, 4.0, 70.0, -11.0, TCS_SAID_NOTHING);
    CHECK(p[TCS_CLASS_MULTIROTOR] > 0.6);
    CHECK(p[TCS_CLASS_BIRD] < 0.1);
}

static void what_is_fast_high_and_large_is_crewed(void **unused)
{
    see(20, 80.0, 1200.0, 14.0, TCS_SAID_NOTHING);
    CHECK(p[TCS_CLASS_CREWED] > 0.9);
}

static void a_sensor_that_says_drone_is_believed_by_and_by(void **unused)
{
    double once;

    label(TCS_SAID_DRONE);
    once = drone();
    for (int i = 0; i < 20; i++)
        label(TCS_SAID_DRONE);
    CHECK(drone() > once);
    CHECK(p[TCS_CLASS_BIRD] < 0.2);
}

/* It has its reasons, and the same each time: a thousand times is not much more than
 * twenty times. */
static void that_it_says_so_all_the_time_is_no_news(void **unused)
{
    for (int i = 0; i < 1000; i++)
        label(TCS_SAID_DRONE);
    CHECK(p[TCS_CLASS_BIRD] > 0.02);
}

/*
 * One object's echoes hang together. A hundred of -20 dBsm say of the object's own mean
 * that it is -20, which is one sigma of 4 dB from a bird's and 1.25 from a multirotor's;
 * the odds move by exp((1.25^2 - 1) / 2) = 1.3 and not by that to the hundredth.
 */
static void echoes_in_between_decide_nothing_however_many(void **unused)
{
    double before;

    const struct tcs_class_logs logs = tcs_class_logs();

    tcs_class_probabilities(&logs, &state, &not_told, p);
    before = p[TCS_CLASS_BIRD] / p[TCS_CLASS_MULTIROTOR];
    for (int i = 0; i < 100; i++)
        echo(-20.0, &not_told);
    CHECK_NEAR(p[TCS_CLASS_BIRD] / p[TCS_CLASS_MULTIROTOR] / before, 1.3, 0.06, "1");
}

static void echoes_at_a_rate_are_no_more_than_echoes(void **unused)
{
    const struct tcs_class_evidence base = { .weight = 1.0,
                                             .rcs_dbsm = -16.0,
                                             .has_rcs = 1 };

    for (int i = 0; i < 1000; i++) { /* 10 s, 100 a second */
        struct tcs_class_evidence e = base;

        e.at.tai_ns = tcs_span_from_seconds(now_s + 0.01 * i).ns;
        tcs_class_add(&state, &not_told, &e);
    }
    /* the first whole, the others 0.01 s of 0.5 s */
    CHECK_NEAR(state.stat[TCS_READING_RCS].n, 1.0 + 999 * 0.02, 1e-6, "1");
}

static void told_ranges_are_used(void **unused)
{
    for (int i = 0; i < 8; i++)
        echo(-17.0 + 4.0 * (i % 2), &ranges); /* half of them above -15 */
    CHECK(drone() > 0.9);
    begin(NULL);
    for (int i = 0; i < 8; i++)
        echo(-20.0, &ranges);
    CHECK(p[TCS_CLASS_BIRD] > 0.95);
}

/* A ship steers straight on at any speed from moored to fast, on the water of the site
 * (or of a valley, or below a hill); no radar need have seen it. */
static void what_says_that_it_is_a_vessel_is_crewed_and_no_drone(void **unused)
{
    for (int speed = 0; speed <= 20; speed++)
        for (int height = -20; height <= 40; height += 20)
            for (int minute = 1; minute <= 10; minute += 3) {
                begin(NULL);
                for (int i = 0; i < 6 * minute; i++) {
                    struct tcs_class_evidence e = at_now();

                    e.velocity_mps[1] = speed;
                    e.height_m = height;
                    e.has_motion = e.has_height = 1;
                    e.said = TCS_SAID_VESSEL;
                    take(&e, &not_told);
                    now_s += 9.0;
                }
                CHECK(p[TCS_CLASS_CREWED] > 0.95);
                CHECK(drone() < 0.02);
            }
}

/* What a radar sees of a small drone is not made a ship of by what it says. */
static void a_drone_that_says_vessel_stays_in_doubt(void **unused)
{
    see(30, 15.0, 90.0, -15.0, TCS_SAID_NOTHING);
    CHECK(drone() > 0.6);
    see(30, 15.0, 90.0, -15.0, TCS_SAID_VESSEL);
    CHECK(drone() > 0.5);
}

/* What is slow, low and as large as a house is explained by a vessel once one is spoken
 * of. */
static void vessels_are_thought_of_where_one_says_so(void **unused)
{
    see(20, 5.0, 0.0, 20.0, TCS_SAID_CREWED);
    const double before = p[TCS_CLASS_CREWED];

    label(TCS_SAID_VESSEL);
    CHECK(p[TCS_CLASS_CREWED] > before);
}

/* Where it always turns, it is a bird; where it flies straight, it is less of one. */
static void what_wanders_is_a_bird(void **unused)
{
    double straight;

    for (int i = 0; i < 60; i++) {
        struct tcs_class_evidence e = at_now();

        e.has_motion = 1;
        e.velocity_mps[0] = 12.0;
        take(&e, &not_told);
    }
    straight = p[TCS_CLASS_BIRD];
    begin(NULL);
    for (int i = 0; i < 60; i++) {
        struct tcs_class_evidence e = at_now();

        e.has_motion = 1;
        e.velocity_mps[i / 5 % 2] = 12.0;
        take(&e, &not_told);
    }
    CHECK(p[TCS_CLASS_BIRD] > 0.9);
    CHECK(straight < p[TCS_CLASS_BIRD] - 0.15);
}

/* After a hundred readings of a bird, two minutes of something else turn it round. */
static void it_can_change_its_mind(void **unused)
{
    see(100, 11.0, 50.0, -26.0, TCS_SAID_NOTHING);
    see(120, 70.0, 900.0, 14.0, TCS_SAID_CREWED);
    CHECK(p[TCS_CLASS_CREWED] > 0.5);
    CHECK(p[TCS_CLASS_BIRD] < 0.01);
}

static void two_tracks_that_are_one_have_the_readings_of_both(void **unused)
{
    struct tcs_class_state whole;
    struct tcs_class_state half[2] = { 0 };

    for (int i = 0; i < 20; i++) {
        struct tcs_class_evidence e = at_now();

        e.at.tai_ns += tcs_span_from_seconds(i).ns;
        e.has_rcs = 1;
        e.rcs_dbsm = -20.0 + (i * 7 % 5);
        tcs_class_add(&state, &not_told, &e);
        tcs_class_add(&half[i / 10], &not_told, &e);
    }
    whole = state;
    tcs_class_join(&half[0], &half[1]);
    for (int r = 0; r < TCS_READING_COUNT; r++) {
        CHECK_NEAR(half[0].stat[r].n, whole.stat[r].n, 1e-9, "1");
        CHECK_NEAR(half[0].stat[r].mean, whole.stat[r].mean, 1e-9, "dB");
        CHECK_NEAR(half[0].stat[r].squares, whole.stat[r].squares, 1e-9, "dB^2");
    }
    CHECK_INT(half[0].rcs_at.tai_ns, whole.rcs_at.tai_ns);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin)
    const struct CMUnitTest tests[] = {
        TEST(probabilities_sum_to_one),
        TEST(what_nothing_is_known_of_is_as_the_sky_is),
        TEST(one_reading_decides_nothing),
        TEST(many_weak_echoes_are_a_bird),
        TEST(stronger_echoes_of_something_slow_are_a_multirotor),
        TEST(what_is_fast_high_and_large_is_crewed),
        TEST(a_sensor_that_says_drone_is_believed_by_and_by),
        TEST(that_it_says_so_all_the_time_is_no_news),
        TEST(echoes_in_between_decide_nothing_however_many),
        TEST(echoes_at_a_rate_are_no_more_than_echoes),
        TEST(told_ranges_are_used),
        TEST(what_says_that_it_is_a_vessel_is_crewed_and_no_drone),
        TEST(a_drone_that_says_vessel_stays_in_doubt),
        TEST(vessels_are_thought_of_where_one_says_so),
        TEST(what_wanders_is_a_bird),
        TEST(it_can_change_its_mind),
        TEST(two_tracks_that_are_one_have_the_readings_of_both),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
