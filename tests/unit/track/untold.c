/* SPDX-License-Identifier: Apache-2.0 */
/* A sensor of which neither clutter nor detection probability is told. */
#include "track/tracker.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "num/rand.h"

static struct tcs_sensor sensor;
static struct tcs_tracker_config config;
static struct tcs_tracker *tracker;
static void *scratch;

static struct tcs_time at(double s)
{
    return (struct tcs_time) { INT64_C(1000000000000000000) +
                               tcs_span_from_seconds(s).ns };
}

/* A square kilometre. */
static int begin(void **state)
{
    memset(&sensor, 0, sizeof sensor);
    sensor.kind = TCS_SENSOR_RADAR;
    sensor.coverage.is_box = true;
    sensor.coverage.east_max_m = sensor.coverage.north_max_m = 1000.0;
    sensor.coverage.range_max_m = 1500.0;
    sensor.coverage.az_width_rad = 7.0;
    sensor.coverage.el_min_rad = -1.6;
    sensor.coverage.el_max_rad = 1.6;
    config = tcs_tracker_defaults();
    config.sensors = &sensor;
    config.sensor_count = 1;
    config.track_max = 100;
    config.observation_max = 16;
    tracker = aligned_alloc(64, tcs_tracker_state_size(&config));
    scratch = aligned_alloc(64, (tcs_tracker_scratch_size(&config) + 63) & ~(size_t)63);
    CHECK(tracker != NULL && scratch != NULL);
    return 0;
}

static int end(void **state)
{
    free(tracker);
    free(scratch);
    return 0;
}

/* An object that hovers, seen with a sigma of 5 m. */
static void look(struct tcs_rand *rand, double t_s)
{
    struct tcs_observation seen = { .kind = TCS_OBS_POSITION_2D, .sigma = { 5.0, 5.0 } };
    const struct tcs_look l = { .counts_misses = true,
                                .valid_at = at(t_s),
                                .seen_at = at(t_s),
                                .coverage = sensor.coverage,
                                .clutter_expected = -1.0,
                                .count = 1,
                                .observations = &seen };

    seen.z[0] = 800.0 + 5.0 * tcs_rand_normal(rand);
    seen.z[1] = 300.0 + 5.0 * tcs_rand_normal(rand);
    CHECK_OK(tcs_tracker_look(tracker, &config, scratch, &l));
}

/* What comes again and again from one place is not taken for clutter, where nothing else
 * is: all but one in twenty are found by the third look. */
static void who_hovers_is_found(void **state)
{
    uint32_t found = 0;

    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct tcs_rand rand = tcs_rand(11, seed);
        struct tcs_track_view view[4];

        tcs_tracker_init(tracker, &config, at(0.0));
        for (int t = 0; t <= 2; t++)
            look(&rand, t);
        found += tcs_tracker_view(tracker, &config, at(2.0), view, 4) > 0 &&
                 view[0].state != TCS_TRACK_TENTATIVE;
    }
    CHECK(found >= 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_hovers_is_found, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
