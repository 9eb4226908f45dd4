/* SPDX-License-Identifier: Apache-2.0 */
/* A sensor of which neither clutter nor detection probability is told. */
#include "num/rand.h"
#include "tracker_bench.h"

static struct tcs_sensor sensor;

/* A square kilometre. */
static int begin(void **state)
{
    memset(&sensor, 0, sizeof sensor);
    sensor.kind = TCS_SENSOR_RADAR;
    sensor.coverage = square(1000.0);
    set_tracker(&sensor, 1, 100, 16);
    make_tracker();
    return 0;
}

/* An object that hovers, seen this well. */
static void look(struct tcs_rand *rand, double sigma_m, double t_s)
{
    struct tcs_observation seen = { .kind = TCS_OBS_POSITION_2D,
                                    .sigma = { sigma_m, sigma_m } };
    const struct tcs_look l = { .counts_misses = true,
                                .valid_at = at(t_s),
                                .seen_at = at(t_s),
                                .coverage = sensor.coverage,
                                .clutter_expected = -1.0,
                                .count = 1,
                                .observations = &seen };

    seen.z[0] = 800.0 + sigma_m * tcs_rand_normal(rand);
    seen.z[1] = 300.0 + sigma_m * tcs_rand_normal(rand);
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
            look(&rand, 5.0, t);
        found += tcs_tracker_view(tracker, &config, at(2.0), view, 4) > 0 &&
                 view[0].state != TCS_TRACK_TENTATIVE;
    }
    CHECK(found >= 19);
}

/* Nor in retrospect: at 30 looks a second it is shown from the third look on, always. */
static void who_hovers_stays(void **state)
{
    uint32_t shown = 0;

    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct tcs_rand rand = tcs_rand(13, seed);
        struct tcs_track_view view[4];

        tcs_tracker_init(tracker, &config, at(0.0));
        for (int k = 0; k < 20; k++) {
            look(&rand, 2.0, k / 30.0);
            shown += k >= 2 &&
                     tcs_tracker_view(tracker, &config, at(k / 30.0), view, 4) > 0 &&
                     view[0].existence >= 0.5;
        }
    }
    CHECK_INT(shown, 20 * 18);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_hovers_is_found, begin, end),
        cmocka_unit_test_setup_teardown(who_hovers_stays, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
