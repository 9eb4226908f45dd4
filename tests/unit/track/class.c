/* SPDX-License-Identifier: Apache-2.0 */
#include "track/class.h"

#include <string.h>

#include "check.h"

static double log_p[TCS_CLASS_COUNT];
static double p[TCS_CLASS_COUNT];

static int begin(void **state)
{
    tcs_class_start(log_p);
    return 0;
}

/* n readings, 1 s apart. */
static void see(int n, double speed, double height, double rcs, enum tcs_said_class said)
{
    for (int i = 0; i < n; i++) {
        const struct tcs_class_evidence e = {
            .speed_mps = speed,
            .height_m = height,
            .weight = 1.0,
            .dt_s = 1.0,
            .rcs_dbsm = rcs,
            .has_motion = 1,
            .has_rcs = 1,
            .said = said,
        };

        tcs_class_add(log_p, &e);
    }
    tcs_class_probabilities(log_p, p);
}

static void probabilities_sum_to_one(void **state)
{
    double sum = 0.0;

    see(3, 12.0, 60.0, -16.0, TCS_SAID_NOTHING);
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        sum += p[c];
    CHECK_NEAR(sum, 1.0, 1e-12, "1");
}

static void one_reading_decides_nothing(void **state)
{
    see(1, 12.0, 60.0, -14.0, TCS_SAID_NOTHING);
    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        CHECK(p[c] < 0.75);
}

static void many_weak_echoes_are_a_bird(void **state)
{
    see(30, 11.0, 50.0, -26.0, TCS_SAID_NOTHING);
    CHECK(p[TCS_CLASS_BIRD] > 0.8);
}

static void stronger_echoes_of_something_slow_are_a_multirotor(void **state)
{
    see(30, 6.0, 70.0, -11.0, TCS_SAID_NOTHING);
    CHECK(p[TCS_CLASS_MULTIROTOR] > 0.6);
    CHECK(p[TCS_CLASS_BIRD] < 0.1);
}

static void what_is_fast_high_and_large_is_crewed(void **state)
{
    see(20, 80.0, 1200.0, 14.0, TCS_SAID_NOTHING);
    CHECK(p[TCS_CLASS_CREWED] > 0.9);
}

static void a_sensor_that_says_drone_is_believed_by_and_by(void **state)
{
    see(1, 11.0, 60.0, -18.0, TCS_SAID_DRONE);
    CHECK(p[TCS_CLASS_MULTIROTOR] > p[TCS_CLASS_BIRD]);
    see(10, 11.0, 60.0, -18.0, TCS_SAID_DRONE);
    CHECK(p[TCS_CLASS_BIRD] < 0.05);
}

/* After a hundred readings of a bird, thirty of something else turn it round. */
static void it_can_change_its_mind(void **state)
{
    see(100, 11.0, 50.0, -26.0, TCS_SAID_NOTHING);
    see(30, 70.0, 900.0, 14.0, TCS_SAID_CREWED);
    CHECK(p[TCS_CLASS_CREWED] > 0.9);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin)
    const struct CMUnitTest tests[] = {
        TEST(probabilities_sum_to_one),
        TEST(one_reading_decides_nothing),
        TEST(many_weak_echoes_are_a_bird),
        TEST(stronger_echoes_of_something_slow_are_a_multirotor),
        TEST(what_is_fast_high_and_large_is_crewed),
        TEST(a_sensor_that_says_drone_is_believed_by_and_by),
        TEST(it_can_change_its_mind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
