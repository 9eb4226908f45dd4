/* SPDX-License-Identifier: Apache-2.0 */
/* How many new objects a look is expected to show. */
#include "tracker_bench.h"

enum { OBJECTS = 10 };
static const double false_reports = 0.05; /* expected in a look */

static struct tcs_sensor sensor;

/* A radar over a square of 4 km. */
static int begin(void **state)
{
    memset(&sensor, 0, sizeof sensor);
    sensor.kind = TCS_SENSOR_RADAR;
    sensor.pd_known = true;
    sensor.pd = 0.9;
    sensor.coverage = square(4000.0);
    set_tracker(&sensor, 1, 100, 16);
    make_tracker();
    return 0;
}

static void look(double t_s, struct tcs_observation *seen, uint32_t count)
{
    const struct tcs_look l = { .counts_misses = true,
                                .valid_at = at(t_s),
                                .seen_at = at(t_s),
                                .coverage = sensor.coverage,
                                .clutter_expected = false_reports,
                                .count = count,
                                .observations = seen };

    CHECK_OK(tcs_tracker_look(tracker, &config, scratch, &l));
}

/* How likely a plot far from everything is an object, after so many looks with so many
 * objects at rest, which are there from the start. */
static double newcomer(int looks, uint32_t objects)
{
    struct tcs_track_view views[32];
    struct tcs_observation seen[OBJECTS + 1] = { 0 };
    double existence = 0.0;

    for (uint32_t j = 0; j <= objects; j++) {
        seen[j].kind = TCS_OBS_POSITION_2D;
        seen[j].sigma[0] = seen[j].sigma[1] = 5.0;
        seen[j].z[0] = 300.0 + 300.0 * j;
        seen[j].z[1] = j < objects ? 500.0 : 3500.0;
    }
    tcs_tracker_init(tracker, &config, at(0.0));
    for (int t = 0; t <= looks; t++)
        look(t, seen, t < looks ? objects : objects + 1);
    for (size_t i = 0, n = tcs_tracker_view(tracker, &config, at(looks), views, 32);
         i < n; i++)
        if (views[i].x.v[1] > 3000.0)
            existence = views[i].existence;
    return existence;
}

/* Three are expected at the start; a look shows Pd of those that are left and takes 0.85
 * of that away. With what comes up later at the rate that is told (drawn to as by one
 * second of looking) that stands against the false reports. */
static void what_was_there_at_the_start_thins_with_each_turn(void **state)
{
    double left = 3.0;

    for (int looks = 0; looks < 4; looks++) {
        const double since = looks == 0 ? 0.0 : config.birth_per_s / (1.0 + looks);
        const double births = left * sensor.pd + since;

        CHECK_NEAR(newcomer(looks, 0), births / (births + false_reports), 1e-9, "1");
        left *= 1.0 - 0.85 * sensor.pd;
    }
}

static double odds(double p)
{
    return p / (1.0 - p);
}

static void what_was_there_at_the_start_is_no_rate_of_births(void **state)
{
    const double alone = newcomer(4, 0);

    CHECK(alone > 0.1);
    CHECK(odds(newcomer(4, OBJECTS)) < 2.0 * odds(alone));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_there_at_the_start_thins_with_each_turn,
                                        begin, end),
        cmocka_unit_test_setup_teardown(what_was_there_at_the_start_is_no_rate_of_births,
                                        begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
