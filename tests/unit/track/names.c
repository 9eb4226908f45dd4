/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that are found to have two names: one track, whatever came first.
 */
#include "tracker_bench.h"

enum { VIEWS = 8, SERIAL = 1, SYSTEM = 2 };

static struct tcs_sensor sensor;
static struct tcs_track_view views[VIEWS];

static int begin(void **state)
{
    memset(&sensor, 0, sizeof sensor);
    sensor.kind = TCS_SENSOR_REPORT;
    sensor.coverage.range_max_m = 5e4;
    sensor.coverage.az_width_rad = 7.0;
    set_tracker(&sensor, 1, VIEWS, 1);
    make_tracker();
    return 0;
}

/* It flies east at 5 m/s. How many are in the picture then. */
static size_t say(int t_s, uint64_t id, uint64_t before)
{
    struct tcs_observation obs = { .kind = TCS_OBS_CLAIM,
                                   .z = { 500.0 + 5.0 * t_s, 0.0, 50.0 },
                                   .sigma = { 10.0, 10.0, 10.0 },
                                   .claim_id = id,
                                   .claim_before = before };
    const struct tcs_look look = { .valid_at = at(t_s),
                                   .seen_at = at(t_s),
                                   .coverage = sensor.coverage,
                                   .count = 1,
                                   .observations = &obs };

    CHECK_OK(tcs_tracker_look(tracker, &config, scratch, &look));
    return tcs_tracker_view(tracker, &config, at(t_s), views, VIEWS);
}

static void a_name_that_is_learned_is_no_new_track(void **state)
{
    uint64_t id = 0;

    for (int t = 0; t < 20; t++) {
        const uint64_t name = t < 10 ? SYSTEM : SERIAL;

        CHECK_INT(say(t, name, t < 10 ? 0 : SYSTEM), 1);
        id = t == 0 ? views[0].id : id;
        CHECK(views[0].id == id);
        CHECK(views[0].claim_id == name);
    }
}

/* Under each name there is a track before anything says that they are one. */
static void two_tracks_become_one(void **state)
{
    for (int t = 0; t < 10; t++) {
        (void)say(t, SERIAL, 0);
        CHECK_INT(say(t, SYSTEM, 0), 2);
    }
    CHECK_INT(say(10, SERIAL, SYSTEM), 1);
    CHECK(views[0].claim_id == SERIAL);
    CHECK_INT(say(11, SERIAL, SYSTEM), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_name_that_is_learned_is_no_new_track),
        TEST(two_tracks_become_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
