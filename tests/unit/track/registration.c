/* SPDX-License-Identifier: Apache-2.0 */
/* How sensors err, found from objects that several of them see. */
#include "geo/geo.h"
#include "num/elem.h"
#include "num/rand.h"
#include "tracker_bench.h"

enum { SENSORS = 4, OBJECTS = 4 };

/* What is wrong with each sensor; reported minus true, place true minus told. */
struct wrong {
    double az_rad;
    double clock_s;
    double east_m;
    double north_m;
};

static bool clock_refused;
static struct tcs_sensor sensors[SENSORS];

/* A radar in the middle and three direction finders about it. */
static int begin(void **state)
{
    static const double places[SENSORS][2] = {
        { 0, 0 }, { -400, 300 }, { 450, 200 }, { 50, -450 }
    };

    (void)state;
    memset(sensors, 0, sizeof sensors);
    for (uint32_t s = 0; s < SENSORS; s++) {
        sensors[s].kind = s == 0 ? TCS_SENSOR_RADAR : TCS_SENSOR_RADIO;
        sensors[s].position_m.v[0] = places[s][0];
        sensors[s].position_m.v[1] = places[s][1];
        sensors[s].rotation_sigma_rad = 3.0 * TCS_RAD_PER_DEG;
        sensors[s].clock_sigma_s = 0.3;
        sensors[s].clutter_known = true;
        sensors[s].clutter_per_scan = 0.1;
        sensors[s].pd_known = true;
        sensors[s].pd = 0.95;
        sensors[s].coverage.range_max_m = 2000.0;
        sensors[s].coverage.az_width_rad = 7.0;
        sensors[s].coverage.el_min_rad = -TCS_PI / 2.0;
        sensors[s].coverage.el_max_rad = TCS_PI / 2.0;
    }
    set_tracker(sensors, SENSORS, 200, 16);
    return 0;
}

/* Four objects on circles of different size, direction and height about the site. */
static struct tcs_vec3 object(uint32_t i, double t)
{
    const double radius = 250.0 + 90.0 * i;
    const double rate = (i % 2 == 0 ? 15.0 : -12.0) / radius;
    const double turn = 1.5 * i + rate * t;

    return (struct tcs_vec3) { { radius * tcs_sin(turn), radius * tcs_cos(turn),
                                 50.0 + 10.0 * i } };
}

static void look(uint32_t s, double t, const struct wrong *wrong, struct tcs_rand *rand)
{
    struct tcs_observation obs[OBJECTS];
    struct tcs_look l;
    struct tcs_vec3 from = sensors[s].position_m;

    from.v[0] += wrong->east_m;
    from.v[1] += wrong->north_m;
    memset(obs, 0, sizeof obs);
    memset(&l, 0, sizeof l);
    for (uint32_t i = 0; i < OBJECTS; i++) {
        const struct tcs_rae rae = tcs_rae_from_enu(from, object(i, t));
        const double az = rae.az_rad + wrong->az_rad;

        if (s == 0) {
            obs[i].kind = TCS_OBS_RAE;
            obs[i].sigma[0] = 5.0;
            obs[i].sigma[1] = 0.5 * TCS_RAD_PER_DEG;
            obs[i].sigma[2] = 0.5 * TCS_RAD_PER_DEG;
            obs[i].z[0] = rae.range_m + obs[i].sigma[0] * tcs_rand_normal(rand);
            obs[i].z[1] = tcs_angle_wrap(az + obs[i].sigma[1] * tcs_rand_normal(rand));
            obs[i].z[2] = rae.el_rad + obs[i].sigma[2] * tcs_rand_normal(rand);
        } else {
            obs[i].kind = TCS_OBS_AZ;
            obs[i].sigma[0] = 1.0 * TCS_RAD_PER_DEG;
            obs[i].z[0] = tcs_angle_wrap(az + obs[i].sigma[0] * tcs_rand_normal(rand));
        }
    }
    l.sensor = (uint16_t)s;
    l.counts_misses = true;
    l.clock_wrong = clock_refused;
    l.valid_at = at(t + wrong->clock_s);
    l.seen_at = l.valid_at;
    l.coverage = sensors[s].coverage;
    l.clutter_expected = sensors[s].clutter_per_scan;
    l.count = OBJECTS;
    l.observations = obs;
    CHECK_OK(tcs_tracker_look(tracker, &config, scratch, &l));
}

static void watch_from(double start, double seconds, const struct wrong wrong[SENSORS])
{
    struct tcs_rand rand = tcs_rand(7, 1 + (uint64_t)start);

    for (int k = 0; k < (int)(seconds * 2.0); k++)
        for (uint32_t s = 0; s < SENSORS; s++)
            if (s > 0 || k % 2 == 0)
                look(s, start + 0.5 * k + 0.1 * s, &wrong[s], &rand);
}

static void watch(double seconds, const struct wrong wrong[SENSORS])
{
    watch_from(0.0, seconds, wrong);
}

static void
turned_and_late_sensors_are_found_within_their_stated_uncertainty(void **state)
{
    const struct wrong wrong[SENSORS] = {
        [0] = { .az_rad = 1.5 * TCS_RAD_PER_DEG },
        [2] = { .az_rad = 4.0 * TCS_RAD_PER_DEG },
        [3] = { .clock_s = 0.4 },
    };

    (void)state;
    make_tracker();
    watch(60.0, wrong);
    for (uint32_t s = 0; s < SENSORS; s++) {
        const struct tcs_sensor_error e = tcs_tracker_sensor_error(tracker, &config, s);

        CHECK_NEAR(e.az_applied_rad, wrong[s].az_rad, 1.0 * TCS_RAD_PER_DEG, "rad");
        /* Three sigma; and much better than the 3 degrees that were known before. */
        CHECK_NEAR(e.az_rad, wrong[s].az_rad, 3.0 * e.az_sigma_rad, "rad");
        CHECK_NEAR(e.clock_s, wrong[s].clock_s, 3.0 * e.clock_sigma_s, "s");
        CHECK(e.az_sigma_rad < 0.7 * TCS_RAD_PER_DEG);
        CHECK(e.clock_sigma_s < 0.3);
    }
}

static void clocks_that_agree_are_taken_to_be_right_but_for_what_they_share(void **state)
{
    /* Nobody can see what all clocks share. That all four are off by as much is taken to
     * be unlikely, so each is known to about an ordinary error: a tenth of 0.3 s; were
     * their mean known, it would be half of that. */
    const struct wrong wrong[SENSORS] = { { .clock_s = 0.0 } };

    (void)state;
    make_tracker();
    watch(120.0, wrong);
    for (uint32_t s = 0; s < SENSORS; s++) {
        const struct tcs_sensor_error e = tcs_tracker_sensor_error(tracker, &config, s);

        CHECK_NEAR(e.clock_s, 0.0, 2.0 * e.clock_sigma_s, "s");
        CHECK(e.clock_sigma_s > 0.015);
    }
}

static void next_to_nothing_is_corrected_where_nothing_is_wrong(void **state)
{
    const struct wrong wrong[SENSORS] = { { .az_rad = 0.0 } };

    (void)state;
    make_tracker();
    for (int k = 0; k < 6; k++) {
        watch_from(10.0 * k, 10.0, wrong);
        for (uint32_t s = 0; s < SENSORS; s++) {
            const struct tcs_sensor_error e =
                tcs_tracker_sensor_error(tracker, &config, s);

            /* A third of the sigma of one bearing; a sixth of that of a clock. */
            CHECK_NEAR(e.az_applied_rad, 0.0, 0.33 * TCS_RAD_PER_DEG, "rad");
            CHECK_NEAR(e.clock_applied_s, 0.0, 0.05, "s");
        }
    }
}

static uint32_t most_hits(enum tcs_sensor_kind kind, double t)
{
    struct tcs_track_view views[16];
    const size_t n = tcs_tracker_view(tracker, &config, at(t), views, 16);
    uint32_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = views[i].hits[kind] > most ? views[i].hits[kind] : most;
    return most;
}

static void a_clock_that_is_clearly_wrong_makes_its_sensor_no_evidence(void **state)
{
    /* A second late, and 1 degree: of 15 m/s and 400 m a bearing tells 0.5 s. */
    const struct wrong wrong[SENSORS] = { [0] = { .clock_s = 1.0 } };
    bool doubted = false;
    bool ever = false;
    uint32_t before = 0;

    (void)state;
    for (uint32_t s = 0; s < SENSORS; s++)
        sensors[s].clock_sigma_s = s == 0 ? 1.0 : 0.02;
    make_tracker();
    for (int k = 0; k < 60; k++) {
        const bool wrong_before = doubted;

        watch_from(k, 1.0, wrong);
        doubted = tcs_tracker_sensor_error(tracker, &config, 0).clock_wrong;
        ever = ever || doubted;
        /* The hits of a radar stand still as long as its clock is doubted. */
        if (doubted && wrong_before)
            CHECK(most_hits(TCS_SENSOR_RADAR, k + 1.0) <= before);
        before = most_hits(TCS_SENSOR_RADAR, k + 1.0);
    }
    CHECK(ever);
    /* In the end it is known, applied, and evidence. */
    CHECK(!doubted);
    CHECK_NEAR(tcs_tracker_sensor_error(tracker, &config, 0).clock_applied_s, 1.0, 0.2,
               "s");
}

static void what_a_sensor_sees_by_stamps_that_were_refused_is_no_evidence(void **state)
{
    struct tcs_rand rand = tcs_rand(7, 3);

    (void)state;
    clock_refused = true;
    make_tracker();
    for (int k = 0; k < 20; k++)
        look(0, k, &(struct wrong) { .az_rad = 0.0 }, &rand);
    clock_refused = false;
    CHECK_INT(most_hits(TCS_SENSOR_RADAR, 20.0), 0);
    look(0, 20.0, &(struct wrong) { .az_rad = 0.0 }, &rand);
    CHECK_INT(most_hits(TCS_SENSOR_RADAR, 20.0), 1);
}

static void a_sensor_that_stands_elsewhere_is_found(void **state)
{
    const struct wrong wrong[SENSORS] = { [2] = { .east_m = 25.0, .north_m = -20.0 } };
    struct tcs_sensor_error e;

    (void)state;
    for (uint32_t s = 0; s < SENSORS; s++) {
        sensors[s].rotation_sigma_rad = 0.0;
        sensors[s].clock_sigma_s = 0.0;
    }
    sensors[2].place_sigma_m = 20.0;
    make_tracker();
    watch(60.0, wrong);
    e = tcs_tracker_sensor_error(tracker, &config, 2);
    CHECK_NEAR(e.east_m, 25.0, 3.0 * e.east_sigma_m, "m");
    CHECK_NEAR(e.north_m, -20.0, 3.0 * e.north_sigma_m, "m");
    CHECK(e.east_sigma_m < 5.0 && e.north_sigma_m < 5.0);
}

static void a_sensor_alone_stays_as_told(void **state)
{
    const struct wrong wrong[SENSORS] = { { .az_rad = 0.02 } };
    struct tcs_rand rand = tcs_rand(7, 2);
    struct tcs_sensor_error e;

    (void)state;
    config.sensor_count = 1;
    make_tracker();
    for (int k = 0; k < 30; k++)
        look(0, k, &wrong[0], &rand);
    e = tcs_tracker_sensor_error(tracker, &config, 0);
    CHECK_NEAR(e.az_rad, 0.0, 0.0, "rad");
    CHECK_NEAR(e.az_sigma_rad, 3.0 * TCS_RAD_PER_DEG, 1e-15, "rad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            turned_and_late_sensors_are_found_within_their_stated_uncertainty, begin,
            end),
        cmocka_unit_test_setup_teardown(
            clocks_that_agree_are_taken_to_be_right_but_for_what_they_share, begin, end),
        cmocka_unit_test_setup_teardown(
            next_to_nothing_is_corrected_where_nothing_is_wrong, begin, end),
        cmocka_unit_test_setup_teardown(
            a_clock_that_is_clearly_wrong_makes_its_sensor_no_evidence, begin, end),
        cmocka_unit_test_setup_teardown(
            what_a_sensor_sees_by_stamps_that_were_refused_is_no_evidence, begin, end),
        cmocka_unit_test_setup_teardown(a_sensor_that_stands_elsewhere_is_found, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_sensor_alone_stays_as_told, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
