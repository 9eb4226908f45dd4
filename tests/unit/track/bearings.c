/* SPDX-License-Identifier: Apache-2.0 */
/* Tracks from directions, distances and Doppler. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "filter/bearing.h"
#include "geo/geo.h"
#include "num/elem.h"
#include "num/rand.h"
#include "track/tracker.h"

enum { VIEWS = 64, OBSERVATIONS = 16, SENSORS = 4 };

static struct tcs_sensor sensors[SENSORS];
static struct tcs_tracker_config config;
static struct tcs_tracker *tracker;
static void *scratch;
static struct tcs_track_view views[VIEWS];
static struct tcs_observation seen[OBSERVATIONS];
static uint32_t seen_count;

static struct tcs_time at(double s)
{
    return (struct tcs_time) { INT64_C(1000000000000000000) +
                               tcs_span_from_seconds(s).ns };
}

/* Direction finders in three corners of a triangle of 900 m, and a radar in the middle.
 */
static int begin(void **state)
{
    static const double places[SENSORS][2] = {
        { 0, 0 }, { 900, 0 }, { 450, 779 }, { 450, 260 }
    };

    memset(sensors, 0, sizeof sensors);
    for (uint32_t s = 0; s < SENSORS; s++) {
        sensors[s].kind = s < 3 ? TCS_SENSOR_RADIO : TCS_SENSOR_RADAR;
        sensors[s].position_m.v[0] = places[s][0];
        sensors[s].position_m.v[1] = places[s][1];
        sensors[s].pd_known = true;
        sensors[s].pd = 0.9;
        sensors[s].coverage.range_max_m = 2500.0;
        sensors[s].coverage.az_width_rad = 7.0;
        sensors[s].coverage.el_min_rad = -TCS_PI / 2.0;
        sensors[s].coverage.el_max_rad = TCS_PI / 2.0;
    }
    config = tcs_tracker_defaults();
    config.sensors = sensors;
    config.sensor_count = SENSORS;
    config.track_max = 100;
    config.observation_max = OBSERVATIONS;
    tracker = aligned_alloc(64, tcs_tracker_state_size(&config));
    scratch = aligned_alloc(64, (tcs_tracker_scratch_size(&config) + 63) & ~(size_t)63);
    CHECK(tracker != NULL && scratch != NULL);
    tcs_tracker_init(tracker, &config, at(0.0));
    seen_count = 0;
    return 0;
}

static int end(void **state)
{
    free(tracker);
    free(scratch);
    return 0;
}

static void look(uint16_t sensor, double t_s)
{
    struct tcs_look l = { 0 };

    l.sensor = sensor;
    l.counts_misses = true;
    l.valid_at = l.seen_at = at(t_s);
    l.coverage = sensors[sensor].coverage;
    l.clutter_expected = 1.0;
    l.count = seen_count;
    l.observations = seen;
    CHECK_OK(tcs_tracker_look(tracker, &config, scratch, &l));
    seen_count = 0;
}

static struct tcs_rae to(uint16_t sensor, const double p[3])
{
    return tcs_rae_from_enu(sensors[sensor].position_m,
                            (struct tcs_vec3) { { p[0], p[1], p[2] } });
}

/* A direction of 1.5 degrees with the error `off` in sigmas. */
static void direct(uint16_t sensor, const double p[3], double off, bool elevation)
{
    const double sigma = 1.5 * TCS_RAD_PER_DEG;
    const struct tcs_rae rae = to(sensor, p);
    struct tcs_observation *obs = &seen[seen_count++];

    memset(obs, 0, sizeof *obs);
    obs->kind = elevation ? TCS_OBS_AZEL : TCS_OBS_AZ;
    obs->z[0] = tcs_angle_wrap(rae.az_rad + off * sigma);
    obs->z[1] = rae.el_rad;
    obs->sigma[0] = obs->sigma[1] = sigma;
}

static void false_direction(double az_rad)
{
    struct tcs_observation *obs = &seen[seen_count++];

    memset(obs, 0, sizeof *obs);
    obs->kind = TCS_OBS_AZ;
    obs->z[0] = az_rad;
    obs->sigma[0] = 1.5 * TCS_RAD_PER_DEG;
}

static size_t confirmed(double t_s)
{
    const size_t n = tcs_tracker_view(tracker, &config, at(t_s), views, VIEWS);
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (views[i].state != TCS_TRACK_TENTATIVE)
            views[kept++] = views[i];
    return kept;
}

static void from_two(bool elevation)
{
    struct tcs_rand rand = tcs_rand(1, elevation);

    for (int k = 0; k < 40; k++) {
        const double t = 0.5 * k;
        const double p[3] = { 300.0 + 8.0 * t, 500.0 - 5.0 * t, 60.0 };

        direct((uint16_t)(k % 2), p, tcs_rand_normal(&rand), elevation);
        false_direction(tcs_rand_between(&rand, 0.0, 6.28));
        look((uint16_t)(k % 2), t);
        if (k < 20)
            continue;
        CHECK_INT(confirmed(t), 1);
        /* 1.5 degrees at 500 m are 13 m, and the lines cross at a right angle or so. */
        CHECK_NEAR(views[0].x.v[0], p[0], 45.0, "m");
        CHECK_NEAR(views[0].x.v[1], p[1], 45.0, "m");
    }
    CHECK_INT(tcs_tracker_counts(tracker).confirmed, 1);
}

static void two_direction_finders_start_a_track(void **state)
{
    from_two(false);
}

static void two_with_elevation_too(void **state)
{
    from_two(true);
}

/* 30 m/s, heard from up to 900 m: where it sounds to be is up to 80 m behind. Microphones
 * start the track, and it is where the object is. */
static void what_is_heard_is_tracked_where_it_is(void **state)
{
    struct tcs_rand rand = tcs_rand(9, 1);
    const double v[3] = { 30.0, 0.0, 0.0 };
    double off = 0.0;

    sensors[0].sound_mps = sensors[1].sound_mps = 343.0;
    for (int k = 0; k < 60; k++) {
        const uint16_t sensor = (uint16_t)(k % 2);
        const double t = 0.25 * k;
        const double p[3] = { 100.0 + 30.0 * t, 600.0, 60.0 };
        double way[3];
        double tau;

        for (int i = 0; i < 3; i++)
            way[i] = p[i] - sensors[sensor].position_m.v[i];
        tau = tcs_sound_delay(way, v, 343.0);
        direct(sensor, (const double[3]) { p[0] - 30.0 * tau, p[1], p[2] },
               tcs_rand_normal(&rand), false);
        look(sensor, t);
        if (k < 40)
            continue;
        CHECK_INT(confirmed(t), 1);
        off += (views[0].x.v[0] - p[0]) / 20.0;
    }
    CHECK_NEAR(off, 0.0, 20.0, "m");
}

/* Ten minutes of white acceleration would leave the height open by kilometres. */
static void what_azimuths_alone_see_keeps_a_sane_height(void **state)
{
    struct tcs_rand rand = tcs_rand(8, 1);

    for (int k = 0; k < 1800; k++) {
        const double turn = 0.01 * k;
        const double p[3] = { 450.0 + 200.0 * tcs_sin(turn),
                              260.0 + 200.0 * tcs_cos(turn), 90.0 };

        direct((uint16_t)(k % 3), p, tcs_rand_normal(&rand), false);
        look((uint16_t)(k % 3), k / 3.0);
    }
    CHECK_INT(confirmed(600.0), 1);
    CHECK_NEAR(views[0].x.v[2], 60.0, 60.0, "m");
    CHECK(views[0].P.m[2][2] < 75.0 * 75.0);
}

static void one_alone_starts_none(void **state)
{
    struct tcs_rand rand = tcs_rand(2, 1);

    for (int k = 0; k < 120; k++) {
        const double p[3] = { 300.0 + 3.0 * k, 500.0 - 2.0 * k, 60.0 };

        direct(0, p, tcs_rand_normal(&rand), false);
        look(0, 0.5 * k);
        CHECK_INT(confirmed(0.5 * k), 0);
    }
}

/* On the line between the two, all that is known is that line. */
static void on_the_line_between_two_there_is_no_crossing(void **state)
{
    struct tcs_rand rand = tcs_rand(3, 1);
    const double p[3] = { 430.0, 0.0, 60.0 };

    for (int k = 0; k < 60; k++) {
        direct((uint16_t)(k % 2), p, tcs_rand_normal(&rand), false);
        look((uint16_t)(k % 2), 0.5 * k);
        CHECK_INT(confirmed(0.5 * k), 0);
    }
}

/* Two drones, two sensors: four crossings, of which the third sensor refutes two. */
static void the_third_sensor_excludes_the_ghosts(void **state)
{
    struct tcs_rand rand = tcs_rand(4, 1);

    for (int k = 0; k < 60; k++) {
        const double t = k / 3.0;
        const uint16_t sensor = (uint16_t)(k % 3);
        const double p[2][3] = { { 250.0, 350.0 + 4.0 * t, 60.0 },
                                 { 620.0, 300.0 + 4.0 * t, 60.0 } };

        for (int d = 0; d < 2; d++)
            if (tcs_rand_uniform(&rand) < 0.9)
                direct(sensor, p[d], tcs_rand_normal(&rand), false);
        look(sensor, t);
        if (t < 10.0)
            continue;
        CHECK_INT(confirmed(t), 2);
        for (int i = 0; i < 2; i++) {
            const int d = views[i].x.v[0] < 450.0 ? 0 : 1;

            CHECK_NEAR(views[i].x.v[0], p[d][0], 50.0, "m");
            CHECK_NEAR(views[i].x.v[1], p[d][1], 50.0, "m");
        }
    }
    CHECK_INT(tcs_tracker_counts(tracker).confirmed, 2);
}

static struct tcs_digest play(bool backwards)
{
    struct tcs_rand rand = tcs_rand(5, 1);
    struct tcs_digest digest;

    tcs_tracker_init(tracker, &config, at(0.0));
    for (int k = 0; k < 60; k++) {
        const uint16_t sensor = (uint16_t)(k % 3);

        for (int d = 0; d < 4; d++) {
            const double p[3] = { 100.0 + 200.0 * d + k, 300.0 - 70.0 * d + 2.0 * k,
                                  60.0 };

            direct(sensor, p, tcs_rand_normal(&rand), false);
        }
        false_direction(tcs_rand_between(&rand, 0.0, 6.28));
        for (uint32_t j = 0; backwards && j < seen_count / 2; j++) {
            const struct tcs_observation swap = seen[j];

            seen[j] = seen[seen_count - 1 - j];
            seen[seen_count - 1 - j] = swap;
        }
        look(sensor, k / 3.0);
    }
    memset(&digest, 0, sizeof digest);
    return tcs_tracker_digest(tracker, 0, digest);
}

static void the_order_of_directions_changes_no_bit(void **state)
{
    const struct tcs_digest forwards = play(false);
    const struct tcs_digest backwards = play(true);

    assert_memory_equal(&forwards, &backwards, sizeof forwards);
}

/* With Doppler a track's first plot tells how fast it comes: 20 m/s towards the radar. */
static void doppler_gives_a_first_plot_its_speed(void **state)
{
    const double p[3] = { 450.0, 1060.0, 60.0 }; /* 800 m north of the radar */

    for (int k = 0; k < 3; k++) {
        const double q[3] = { p[0], p[1] - 20.0 * k, p[2] };
        const struct tcs_rae rae = to(3, q);
        struct tcs_observation *obs = &seen[seen_count++];

        memset(obs, 0, sizeof *obs);
        obs->kind = TCS_OBS_RAE;
        obs->z[0] = rae.range_m;
        obs->z[1] = rae.az_rad;
        obs->z[2] = rae.el_rad;
        obs->sigma[0] = 5.0;
        obs->sigma[1] = obs->sigma[2] = 0.02;
        obs->has_doppler = true;
        obs->doppler_mps = -20.0 * 800.0 / rae.range_m;
        obs->doppler_sigma_mps = 0.5;
        look(3, k);
        if (k == 0)
            continue;
        CHECK(tcs_tracker_view(tracker, &config, at(k), views, VIEWS) >= 1);
        CHECK_NEAR(views[0].x.v[4], -20.0, 2.0, "m/s");
        CHECK(views[0].P.m[4][4] < 2.0);
    }
}

/* A radar has found something; ranges from three places then make it sharp: 3 m each,
 * where the radar's azimuth of 2 degrees leaves 20 m. */
static void ranges_sharpen_what_a_radar_has_found(void **state)
{
    struct tcs_rand rand = tcs_rand(6, 1);
    double before = 0.0;

    for (int k = 0; k < 80; k++) {
        const double t = 0.25 * k;
        const double p[3] = { 200.0 + 5.0 * t, 700.0, 60.0 };
        const uint16_t sensor = (uint16_t)(k % 4);
        const struct tcs_rae rae = to(sensor, p);
        struct tcs_observation *obs = &seen[0];

        memset(obs, 0, sizeof *obs);
        obs->kind = sensor == 3 ? TCS_OBS_RAE : TCS_OBS_RANGE;
        obs->sigma[0] = sensor == 3 ? 8.0 : 3.0;
        obs->sigma[1] = obs->sigma[2] = 0.035;
        obs->z[0] = rae.range_m + obs->sigma[0] * tcs_rand_normal(&rand);
        obs->z[1] = rae.az_rad + obs->sigma[1] * tcs_rand_normal(&rand);
        obs->z[2] = rae.el_rad + obs->sigma[2] * tcs_rand_normal(&rand);
        seen_count = k < 40 && sensor != 3 ? 0 : 1;
        if (k >= 40 || sensor == 3)
            look(sensor, t);
        seen_count = 0;
        if (k == 39) {
            CHECK_INT(confirmed(t), 1);
            before = views[0].P.m[0][0] + views[0].P.m[1][1];
        }
    }
    CHECK_INT(confirmed(19.75), 1);
    CHECK(views[0].P.m[0][0] + views[0].P.m[1][1] < 0.3 * before);
    CHECK_NEAR(views[0].x.v[0], 200.0 + 5.0 * 19.75, 12.0, "m");
    CHECK_NEAR(views[0].x.v[1], 700.0, 12.0, "m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_direction_finders_start_a_track, begin, end),
        cmocka_unit_test_setup_teardown(two_with_elevation_too, begin, end),
        cmocka_unit_test_setup_teardown(what_is_heard_is_tracked_where_it_is, begin, end),
        cmocka_unit_test_setup_teardown(what_azimuths_alone_see_keeps_a_sane_height,
                                        begin, end),
        cmocka_unit_test_setup_teardown(one_alone_starts_none, begin, end),
        cmocka_unit_test_setup_teardown(on_the_line_between_two_there_is_no_crossing,
                                        begin, end),
        cmocka_unit_test_setup_teardown(the_third_sensor_excludes_the_ghosts, begin, end),
        cmocka_unit_test_setup_teardown(the_order_of_directions_changes_no_bit, begin,
                                        end),
        cmocka_unit_test_setup_teardown(doppler_gives_a_first_plot_its_speed, begin, end),
        cmocka_unit_test_setup_teardown(ranges_sharpen_what_a_radar_has_found, begin,
                                        end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
