/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "geo/geo.h"
#include "random.h"
#include "track/tracker.h"

#include <tocsin/track.h>

enum { SCANS = 30, MOST = 16 };

static const int64_t S = 1000000000;

static double gauss(uint64_t *seed)
{
    double sum = 0.0;

    for (int i = 0; i < 12; i++)
        sum += random_unit(seed);
    return sum - 6.0;
}

static struct tocsin_sensor radar(void)
{
    return (struct tocsin_sensor) { .kind = TOCSIN_SENSOR_RADAR,
                                    .told = TOCSIN_TOLD_PD | TOCSIN_TOLD_CLUTTER,
                                    .pd = 0.9,
                                    .clutter_per_look = 1.0,
                                    .position_m = { 10.0, -20.0, 4.0 },
                                    .period_s = 1.0,
                                    .coverage = { .range_max_m = 4000.0 } };
}

static struct tocsin_tracker *open_for(const struct tocsin_sensor *sensor)
{
    const struct tocsin_tracker_options options = {
        .sensors = sensor, .sensor_count = 1, .track_max = 256, .observation_max = MOST
    };
    struct tocsin_tracker *tracker = NULL;

    assert_int_equal(tocsin_tracker_open(&options, 1, &tracker), TOCSIN_OK);
    return tracker;
}

/* Object k at second t: 1000 m out, 12 m/s towards the east, 300 m apart. */
static void place(int k, double t, double ret_m[3])
{
    ret_m[0] = -200.0 + 12.0 * t;
    ret_m[1] = 1000.0 + 300.0 * k;
    ret_m[2] = 100.0;
}

/* Plots of two objects, noise of 5 m and 0.5 degrees, all seen; counted from (10, -20,
 * 4). */
static uint32_t scan(uint64_t *seed, int second, struct tocsin_observation *plots)
{
    const struct tcs_vec3 from = { { 10.0, -20.0, 4.0 } };

    for (int k = 0; k < 2; k++) {
        struct tcs_vec3 at;

        place(k, second, at.v);
        const struct tcs_rae rae = tcs_rae_from_enu(from, at);

        plots[k] = (struct tocsin_observation) {
            .kind = TOCSIN_OBS_RAE,
            .z = { rae.range_m + 5.0 * gauss(seed), rae.az_rad + 0.009 * gauss(seed),
                   rae.el_rad + 0.009 * gauss(seed) },
            .sigma = { 5.0, 0.009, 0.009 },
        };
        plots[k].z[1] = tcs_angle_wrap(plots[k].z[1]);
    }
    return 2;
}

static void feed(struct tocsin_tracker *tracker, uint64_t seed, bool backwards)
{
    struct tocsin_observation plots[MOST];
    struct tocsin_look look = { .observations = plots };

    for (int second = 1; second <= SCANS; second++) {
        look.observation_count = scan(&seed, second, plots);
        if (backwards) {
            const struct tocsin_observation first = plots[0];

            plots[0] = plots[1];
            plots[1] = first;
        }
        look.valid_ns = second * S;
        CHECK_OK(tocsin_tracker_look(tracker, &look));
    }
}

/* After 30 scans each is within a few metres: 1000 m x 0.009 rad = 9 m a plot. */
static void two_objects_become_two_confirmed_tracks(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *tracker = open_for(&sensor);
    struct tocsin_track tracks[MOST];
    struct tocsin_tracker_counts counts;

    feed(tracker, 1, false);
    CHECK_INT(tocsin_tracker_tracks(tracker, SCANS * S, tracks, MOST), 2);
    for (int k = 0; k < 2; k++) {
        double true_m[3], sum = 0.0;

        place((int)(tracks[k].position_m[1] > 1150.0), SCANS, true_m);
        for (int i = 0; i < 3; i++)
            CHECK_NEAR(tracks[k].position_m[i], true_m[i], 20.0, "m");
        CHECK_NEAR(tracks[k].velocity_mps[0], 12.0, 4.0, "m/s");
        CHECK_INT(tracks[k].state, TOCSIN_TRACK_CONFIRMED);
        CHECK(tracks[k].existence > 0.99 && tracks[k].covariance[0][0] > 0.0);
        CHECK_INT(tracks[k].kinds_seen, 1 << TOCSIN_SENSOR_RADAR);
        CHECK_INT(tracks[k].hits[TOCSIN_SENSOR_RADAR], SCANS);
        CHECK(tracks[k].at_ns == SCANS * S && tracks[k].first_ns == S);
        for (int c = 0; c < TOCSIN_CLASSES; c++)
            sum += tracks[k].class_p[c];
        CHECK_NEAR(sum, 1.0, 1e-12, "1");
    }
    CHECK(tracks[0].id < tracks[1].id);
    CHECK_INT(tocsin_tracker_tracks(tracker, SCANS * S, tracks, 1), 1);
    tocsin_tracker_count(tracker, &counts);
    CHECK_INT(counts.looks, SCANS);
    CHECK_INT(counts.observations, 2 * SCANS);
    CHECK_INT(counts.confirmed, 2);
    tocsin_tracker_close(tracker);
}

/* The same through the internal tracker: not one bit may differ. */
static void it_is_the_tracker_that_the_program_runs(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *tracker = open_for(&sensor);
    struct tcs_sensor inner = {
        .kind = TCS_SENSOR_RADAR,
        .pd_known = true,
        .pd = 0.9,
        .clutter_known = true,
        .clutter_per_scan = 1.0,
        .position_m = { { 10.0, -20.0, 4.0 } },
        .period_s = 1.0,
        .coverage = { .range_max_m = 4000.0,
                      .az_width_rad = 2.0 * TCS_PI,
                      .el_min_rad = -TCS_PI / 2.0,
                      .el_max_rad = TCS_PI / 2.0 },
    };
    struct tcs_tracker_config config = tcs_tracker_defaults();
    uint64_t seed = 1;

    config.sensors = &inner;
    config.sensor_count = 1;
    config.track_max = 256;
    config.observation_max = MOST;
    void *inside = aligned_alloc(64, (tcs_tracker_state_size(&config) + 63) / 64 * 64);
    void *scratch = aligned_alloc(64, (tcs_tracker_scratch_size(&config) + 63) / 64 * 64);
    struct tcs_track_view views[MOST];
    struct tocsin_track tracks[MOST];

    feed(tracker, 1, false);
    tcs_tracker_init(inside, &config, (struct tcs_time) { 1 });
    for (int second = 1; second <= SCANS; second++) {
        struct tocsin_observation plots[MOST];
        struct tcs_observation ours[MOST] = { 0 };
        struct tcs_look look = { .counts_misses = true,
                                 .valid_at = { second * S },
                                 .seen_at = { second * S },
                                 .coverage = inner.coverage,
                                 .clutter_expected = 1.0,
                                 .observations = ours };

        look.count = scan(&seed, second, plots);
        for (uint32_t i = 0; i < look.count; i++) {
            ours[i].kind = TCS_OBS_RAE;
            memcpy(ours[i].z, plots[i].z, sizeof plots[i].z);
            memcpy(ours[i].sigma, plots[i].sigma, sizeof plots[i].sigma);
        }
        CHECK_OK(tcs_tracker_look(inside, &config, scratch, &look));
    }
    CHECK_INT(
        tcs_tracker_view(inside, &config, (struct tcs_time) { SCANS * S }, views, MOST),
        2);
    CHECK_INT(tocsin_tracker_tracks(tracker, SCANS * S, tracks, MOST), 2);
    for (int k = 0; k < 2; k++) {
        CHECK(memcmp(tracks[k].position_m, views[k].x.v, 3 * sizeof(double)) == 0);
        CHECK(memcmp(tracks[k].velocity_mps, views[k].x.v + 3, 3 * sizeof(double)) == 0);
        CHECK(memcmp(tracks[k].covariance, views[k].P.m, sizeof views[k].P.m) == 0);
        CHECK(memcmp(tracks[k].class_p, views[k].class_p, sizeof views[k].class_p) == 0);
    }
    free(inside);
    free(scratch);
    tocsin_tracker_close(tracker);
}

static void the_order_within_a_look_changes_no_bit(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *one = open_for(&sensor);
    struct tocsin_tracker *two = open_for(&sensor);
    struct tocsin_tracker *three = open_for(&sensor);
    uint8_t digests[3][16];

    feed(one, 7, false);
    feed(two, 7, true);
    feed(three, 8, false);
    tocsin_tracker_digest(one, digests[0]);
    tocsin_tracker_digest(two, digests[1]);
    tocsin_tracker_digest(three, digests[2]);
    CHECK(memcmp(digests[0], digests[1], 16) == 0);
    CHECK(memcmp(digests[0], digests[2], 16) != 0);
    tocsin_tracker_close(one);
    tocsin_tracker_close(two);
    tocsin_tracker_close(three);
}

/* Every look comes up to a second and a half late, in an order of its own; in
 * the end not one bit tells. What comes after the window is refused and counted. */
static void late_looks_are_put_in_their_place(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *ordered = open_for(&sensor);
    struct tocsin_tracker *late = open_for(&sensor);
    struct tocsin_observation plots[SCANS][MOST];
    struct tocsin_look looks[SCANS] = { 0 };
    struct tocsin_tracker_counts counts;
    uint8_t digests[2][16];
    uint64_t seed = 5;

    for (int i = 0; i < SCANS; i++) {
        looks[i].valid_ns = (i + 1) * S / 4;
        looks[i].observations = plots[i];
        looks[i].observation_count = scan(&seed, i + 1, plots[i]);
        looks[i].seen_ns = looks[i].valid_ns;
        CHECK_OK(tocsin_tracker_look(ordered, &looks[i]));
    }
    /* In rows of three, backwards: 2 1 0 5 4 3 ... */
    for (int i = 0; i < SCANS; i++) {
        struct tocsin_look *look = &looks[i / 3 * 3 + 2 - i % 3];

        look->seen_ns = S + i * S / 4;
        CHECK_OK(tocsin_tracker_look(late, look));
    }
    tocsin_tracker_digest(ordered, digests[0]);
    tocsin_tracker_digest(late, digests[1]);
    CHECK(memcmp(digests[0], digests[1], 16) == 0);
    tocsin_tracker_count(late, &counts);
    CHECK_INT(counts.late, SCANS - SCANS / 3);
    looks[0].seen_ns = 20 * S;
    CHECK_INT(tocsin_tracker_look(late, &looks[0]), TOCSIN_E_REFUSED);
    tocsin_tracker_count(late, &counts);
    CHECK_INT(counts.too_late, 1);
    tocsin_tracker_close(ordered);
    tocsin_tracker_close(late);
}

/* A bearing of 1/4 by a sensor that stands turned by 1/2 is one of 3/4: exact in
 * binary. */
static void azimuths_are_turned_by_the_rotation_of_their_sensor(void **state)
{
    struct tocsin_sensor sensor = { .kind = TOCSIN_SENSOR_CAMERA };
    uint8_t digests[2][16];

    for (int turned = 0; turned < 2; turned++) {
        sensor.rotation_rad = turned != 0 ? 0.5 : 0.0;
        struct tocsin_tracker *tracker = open_for(&sensor);
        const struct tocsin_observation seen = {
            .kind = TOCSIN_OBS_AZEL,
            .z = { turned != 0 ? 0.25 : 0.75, 0.125 },
            .sigma = { 0.01, 0.01 },
        };
        struct tocsin_look look = { .observations = &seen, .observation_count = 1 };

        for (int i = 1; i < 4; i++) {
            look.valid_ns = i * S;
            CHECK_OK(tocsin_tracker_look(tracker, &look));
        }
        tocsin_tracker_digest(tracker, digests[turned]);
        tocsin_tracker_close(tracker);
    }
    CHECK(memcmp(digests[0], digests[1], 16) == 0);
}

/* Straight on: 20 s at its own velocity. What is not known of the velocity adds
 * 20^2 x its variance, the process more. */
static void a_moment_to_come_is_predicted(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *tracker = open_for(&sensor);
    struct tocsin_track now[MOST], later[MOST];
    uint8_t before[16], after[16];

    feed(tracker, 3, false);
    tocsin_tracker_digest(tracker, before);
    CHECK_INT(tocsin_tracker_tracks(tracker, SCANS * S, now, MOST), 2);
    CHECK(tocsin_tracker_tracks(tracker, (SCANS + 4) * S, later, MOST) >= 2);
    for (int k = 0; k < 2; k++) {
        CHECK(later[k].id == now[k].id && later[k].at_ns == (SCANS + 4) * S);
        CHECK_NEAR(later[k].position_m[0],
                   now[k].position_m[0] + 4.0 * now[k].velocity_mps[0], 10.0, "m");
        CHECK(later[k].covariance[0][0] >
              now[k].covariance[0][0] + 16.0 * now[k].covariance[3][3] * 0.5);
        CHECK(later[k].existence < now[k].existence);
    }
    tocsin_tracker_digest(tracker, after);
    CHECK(memcmp(before, after, 16) == 0);
    tocsin_tracker_close(tracker);
}

/* The courses are a distribution: weights sum to 1, in order; their common mean and
 * mean is near that of the one that the picture gives, and 5 s at a velocity that is not
 * known to a centimetre a second widen what is known now. Asking changes nothing. */
static void a_prediction_is_a_mixture_of_courses(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *tracker = open_for(&sensor);
    const int64_t then = (SCANS + 5) * S;
    struct tocsin_track tracks[MOST];
    struct tocsin_prediction p;
    uint8_t before[16], after[16];
    double weight = 0.0, east = 0.0, square = 0.0;

    feed(tracker, 3, false);
    tocsin_tracker_digest(tracker, before);
    CHECK(tocsin_tracker_tracks(tracker, then, tracks, MOST) >= 2);
    memset(&p, 0x5a, sizeof p);
    CHECK_OK(tocsin_tracker_ahead(tracker, tracks[0].id, then, &p));
    CHECK_INT(p.course_count, 3);
    CHECK(p.at_ns == then && p.reserved == 0);
    for (uint32_t k = 0; k < p.course_count; k++) {
        const struct tocsin_course *c = &p.course[k];

        CHECK(k == 0 || c->weight <= p.course[k - 1].weight);
        weight += c->weight;
        east += c->weight * c->position_m[0];
        square += c->weight * (c->covariance[0][0] + c->position_m[0] * c->position_m[0]);
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 6; j++)
                CHECK(c->covariance[i][j] == c->covariance[j][i]);
    }
    CHECK_NEAR(weight, 1.0, 1e-12, "1");
    CHECK_NEAR(east, tracks[0].position_m[0], 20.0, "m");
    CHECK_INT(tocsin_tracker_tracks(tracker, SCANS * S, tracks, MOST), 2);
    CHECK(square - east * east > tracks[0].covariance[0][0] + 1.0);
    CHECK_INT(tocsin_tracker_ahead(tracker, 3, then, &p), TOCSIN_E_NOT_FOUND);
    CHECK(p.at_ns == then);
    tocsin_tracker_digest(tracker, after);
    CHECK(memcmp(before, after, 16) == 0);
    tocsin_tracker_close(tracker);
}

/* A receiver hears one drone say where it is: a track with its claim, and no witness. */
static void a_claim_is_a_track_that_nobody_has_witnessed(void **state)
{
    const struct tocsin_sensor receiver = { .kind = TOCSIN_SENSOR_REMOTE_ID };
    struct tocsin_tracker *tracker = open_for(&receiver);
    struct tocsin_track tracks[MOST];

    for (int i = 1; i <= 10; i++) {
        const struct tocsin_observation claim = {
            .kind = TOCSIN_OBS_CLAIM,
            .z = { 10.0 * i, 500.0, 60.0 },
            .sigma = { 5.0, 5.0, 10.0 },
            .has = TOCSIN_HAS_VELOCITY,
            .velocity_mps = { 10.0, 0.0, 0.0 },
            .velocity_sigma_mps = 1.0,
            .claim_id = 77,
        };
        const struct tocsin_look look = { .valid_ns = i * S,
                                          .observations = &claim,
                                          .observation_count = 1 };

        CHECK_OK(tocsin_tracker_look(tracker, &look));
    }
    CHECK_INT(tocsin_tracker_tracks(tracker, 10 * S, tracks, MOST), 1);
    CHECK_INT(tracks[0].claim_id, 77);
    CHECK_INT(tracks[0].kinds_seen, 1 << TOCSIN_SENSOR_REMOTE_ID);
    CHECK_NEAR(tracks[0].witnessed_s, 0.0, 0.0, "s");
    CHECK_NEAR(tracks[0].position_m[0], 100.0, 15.0, "m");
    tocsin_tracker_close(tracker);
}

static void what_cannot_be_is_refused_and_changes_nothing(void **state)
{
    const struct tocsin_sensor sensor = radar();
    struct tocsin_tracker *tracker = open_for(&sensor);
    const struct tocsin_observation good = { .kind = TOCSIN_OBS_RAE,
                                             .z = { 500.0, 1.0, 0.1 },
                                             .sigma = { 5.0, 0.01, 0.01 } };
    struct tocsin_observation bad[12];
    struct tocsin_observation seen[2];
    struct tocsin_look look = { .valid_ns = 100 * S,
                                .observations = seen,
                                .observation_count = 2 };
    uint8_t before[16], after[16];

    for (size_t i = 0; i < 12; i++)
        bad[i] = good;
    bad[0].kind = 8;
    bad[1].said = 5;
    bad[2].has = 8;
    bad[3].reserved = 1;
    bad[4].reserved2[3] = 1.0;
    bad[5].z[1] = (double)NAN;
    bad[6].sigma[2] = 0.0;
    bad[7].claim_id = 5;
    bad[8].kind = TOCSIN_OBS_CLAIM;
    bad[9].z[0] = -1.0;
    bad[10].dt_s = (double)INFINITY;
    bad[11].has = TOCSIN_HAS_DOPPLER; /* without a sigma */
    feed(tracker, 1, false);
    tocsin_tracker_digest(tracker, before);
    seen[0] = good;
    for (size_t i = 0; i < 12; i++) {
        seen[1] = bad[i];
        CHECK_INT(tocsin_tracker_look(tracker, &look), TOCSIN_E_ARGUMENT);
    }
    seen[1] = good;
    look.sensor = 1;
    CHECK_INT(tocsin_tracker_look(tracker, &look), TOCSIN_E_ARGUMENT);
    look.sensor = 0;
    look.flags = 8;
    CHECK_INT(tocsin_tracker_look(tracker, &look), TOCSIN_E_ARGUMENT);
    look.flags = 0;
    look.valid_ns = 0;
    CHECK_INT(tocsin_tracker_look(tracker, &look), TOCSIN_E_ARGUMENT);
    look.valid_ns = 100 * S;
    look.observation_count = MOST + 1;
    CHECK_INT(tocsin_tracker_look(tracker, &look), TOCSIN_E_ARGUMENT);
    look.observation_count = 2;
    look.reserved[0] = 1.0;
    CHECK_INT(tocsin_tracker_look(tracker, &look), TOCSIN_E_ARGUMENT);
    look.reserved[0] = 0.0;
    tocsin_tracker_digest(tracker, after);
    CHECK(memcmp(before, after, 16) == 0);
    CHECK_OK(tocsin_tracker_look(tracker, &look));
    tocsin_tracker_digest(tracker, after);
    CHECK(memcmp(before, after, 16) != 0);
    tocsin_tracker_close(tracker);
}

static void options_that_cannot_be_make_no_tracker(void **state)
{
    const struct tocsin_sensor good = radar();
    struct tocsin_sensor bad[6];
    const struct tocsin_tracker_options fine = { .sensors = &good, .sensor_count = 1 };
    struct tocsin_tracker_options options[6];
    struct tocsin_tracker *tracker = NULL;

    for (size_t i = 0; i < 6; i++) {
        bad[i] = good;
        options[i] = fine;
    }
    bad[0].kind = TOCSIN_SENSOR_KINDS;
    bad[1].told = 4;
    bad[2].pd = 1.5;
    bad[3].reserved[6] = 1.0;
    bad[4].coverage.range_min_m = 5000.0;
    bad[5].position_m[0] = (double)NAN;
    for (size_t i = 0; i < 6; i++) {
        const struct tocsin_tracker_options with = { .sensors = &bad[i],
                                                     .sensor_count = 1 };

        CHECK_INT(tocsin_tracker_open(&with, 1, &tracker), TOCSIN_E_ARGUMENT);
    }
    options[0].sensor_count = TOCSIN_SENSORS_MAX + 1;
    options[1].sensor_count = 0;
    options[2].survival_per_s = 1.5;
    options[3].track_max = (1u << 16) + 1;
    options[4].reserved2[0] = 1.0;
    options[5].accel_sigma = -1.0;
    for (size_t i = 0; i < 6; i++)
        CHECK_INT(tocsin_tracker_open(&options[i], 1, &tracker), TOCSIN_E_ARGUMENT);
    CHECK_INT(tocsin_tracker_open(&fine, 0, &tracker), TOCSIN_E_ARGUMENT);
    CHECK(tracker == NULL);
    tocsin_tracker_close(NULL);
}

static void states_and_classes_have_names(void **state)
{
    CHECK_TEXT(tocsin_track_state_name(TOCSIN_TRACK_COASTING), "coasting");
    CHECK_TEXT(tocsin_track_state_name(3), "unknown");
    for (uint32_t c = 0; c < TOCSIN_CLASSES; c++)
        CHECK_TEXT(tocsin_class_name(c), tcs_track_class_name((enum tcs_track_class)c));
    CHECK_TEXT(tocsin_class_name(TOCSIN_CLASSES), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_objects_become_two_confirmed_tracks),
        cmocka_unit_test(it_is_the_tracker_that_the_program_runs),
        cmocka_unit_test(the_order_within_a_look_changes_no_bit),
        cmocka_unit_test(late_looks_are_put_in_their_place),
        cmocka_unit_test(azimuths_are_turned_by_the_rotation_of_their_sensor),
        cmocka_unit_test(a_moment_to_come_is_predicted),
        cmocka_unit_test(a_prediction_is_a_mixture_of_courses),
        cmocka_unit_test(a_claim_is_a_track_that_nobody_has_witnessed),
        cmocka_unit_test(what_cannot_be_is_refused_and_changes_nothing),
        cmocka_unit_test(options_that_cannot_be_make_no_tracker),
        cmocka_unit_test(states_and_classes_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
