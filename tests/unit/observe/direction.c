/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/direction.h"

#include "base/text.h"
#include "desk.h"
#include "random.h"

static struct desk desk;
static const uint16_t sensors[] = { 0 };

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_RADIO);
    tcs_text_copy(desk.sensor.name, TCS_NAME_LEN, tcs_text_bytes("df-west"));
    desk.sensor.az_sigma_rad = 2.0 * DEG;
    desk.sensor.clutter_known = true;
    desk.sensor.clutter_per_scan = 0.2;
    return 0;
}

/* Heard at 23:59:59.250, a quarter of a second before it came in. */
static struct tcs_bearings line(void)
{
    struct tcs_bearings line = { .utc_ns = INT64_C(1636243199250000000) };

    tcs_text_copy(line.sensor, sizeof line.sensor, tcs_text_bytes("df-west"));
    return line;
}

static void a_line_is_a_look_over_everything(void **state)
{
    struct tcs_bearings bearings = line();

    bearings.count = 2;
    bearings.bearings[0].azimuth_deg = 41.7;
    bearings.bearings[1].azimuth_deg = 300.0;
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK_INT(desk.look_count, 1);
    CHECK(desk.looks[0].counts_misses);
    CHECK_INT(desk.looks[0].count, 2);
    CHECK_NEAR(desk.looks[0].coverage.range_max_m, 5000.0, 0.0, "m");
    CHECK_NEAR(desk.looks[0].clutter_expected, 0.2, 0.0, "1");
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.25, 1e-9, "s");
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_AZ);
    CHECK_NEAR(desk_last(&desk)->z[0], 41.7 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->sigma[0], 2.0 * DEG, 1e-12, "rad");
    CHECK_INT(desk.counts.observations, 2);
}

static void hearing_nothing_is_a_look_too(void **state)
{
    const struct tcs_bearings bearings = line();

    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK_INT(desk.look_count, 1);
    CHECK(desk.looks[0].counts_misses);
    CHECK_INT(desk.looks[0].count, 0);
    CHECK(desk.counts.heard_at.tai_ns == desk.neck.now.tai_ns);
}

static void what_the_line_says_goes_before_what_the_site_says(void **state)
{
    struct tcs_bearings bearings = line();

    desk.sensor.rotation_rad = 20.0 * DEG;
    bearings.count = 1;
    bearings.bearings[0] = (struct tcs_bearing) {
        .azimuth_deg = 350.0,
        .elevation_deg = 12.0,
        .sigma_deg = 3.0,
        .valid = TCS_BEARING_ELEVATION | TCS_BEARING_SIGMA | TCS_BEARING_CLASS,
        .said = TCS_BEARING_DRONE,
    };
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_AZEL);
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
    CHECK_NEAR(desk_last(&desk)->z[0], 10.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->z[1], 12.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->sigma[0], 3.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->sigma[1], 3.0 * DEG, 1e-12, "rad");
    /* Nobody says: five degrees. */
    bearings.bearings[0].valid = TCS_BEARING_ELEVATION;
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK_NEAR(desk_last(&desk)->sigma[0], 2.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->sigma[1], 5.0 * DEG, 1e-12, "rad");
}

static void strangers_are_not_heard(void **state)
{
    struct tcs_bearings bearings = line();

    bearings.sensor[0] = 'x';
    CHECK_INT(tcs_direction_take(&desk.neck, sensors, 1, &bearings), TCS_E_NOT_FOUND);
    bearings = line();
    desk.sensor.kind = TCS_SENSOR_RADAR;
    CHECK_INT(tcs_direction_take(&desk.neck, sensors, 1, &bearings), TCS_E_NOT_FOUND);
    CHECK_INT(desk.look_count, 0);
    CHECK(desk.counts.heard_at.tai_ns == 0);
}

static void a_stamp_of_yesterday_is_not_believed(void **state)
{
    struct tcs_bearings bearings = line();

    bearings.utc_ns -= INT64_C(86400) * TCS_NS_PER_S;
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK(desk.looks[0].valid_at.tai_ns == desk.neck.now.tai_ns);
    CHECK_INT(desk.counts.stamps_refused, 1);
}

static void
a_clock_that_is_wrong_is_said_until_it_has_been_right_for_a_while(void **state)
{
    struct tcs_bearings bearings = line();
    const int64_t utc_ns = bearings.utc_ns;

    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK(!desk.looks[0].clock_wrong);
    bearings.utc_ns = utc_ns - INT64_C(86400) * TCS_NS_PER_S;
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK(desk.looks[1].clock_wrong);
    bearings.utc_ns = utc_ns;
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK(desk.looks[2].clock_wrong);
    desk.neck.now.tai_ns += 11 * TCS_NS_PER_S;
    CHECK_OK(tcs_direction_take(&desk.neck, sensors, 1, &bearings));
    CHECK(!desk.looks[3].clock_wrong);
}

/* Stamps 30 to 50 ms before arrival, and one that is an hour off, which the least keeps
 * out of for lying above it and the median for being one. */
static void how_far_stamps_lie_before_arrival_is_told(void **state)
{
    uint64_t seed = 8;

    for (int i = 0; i < 4000; i++) {
        const int64_t late_ns = 30000000 + random_below(&seed, 20000000);
        const struct tcs_span back = { i == 2000 ? -INT64_C(3600000000000) : -late_ns };

        (void)tcs_neck_stamp(&desk.neck, 0, tcs_time_add(desk.neck.now, back));
    }
    CHECK_INT((int)desk.counts.stamps, 4000);
    CHECK_INT((int)desk.counts.stamps_refused, 1);
    CHECK_NEAR((double)desk.counts.offset_median_ns / 1e6, 40.0, 2.0, "ms");
    CHECK_NEAR((double)desk.counts.offset_least_ns / 1e6, 30.5, 0.7, "ms");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(how_far_stamps_lie_before_arrival_is_told, fresh),
        cmocka_unit_test_setup(a_line_is_a_look_over_everything, fresh),
        cmocka_unit_test_setup(hearing_nothing_is_a_look_too, fresh),
        cmocka_unit_test_setup(what_the_line_says_goes_before_what_the_site_says, fresh),
        cmocka_unit_test_setup(strangers_are_not_heard, fresh),
        cmocka_unit_test_setup(a_stamp_of_yesterday_is_not_believed, fresh),
        cmocka_unit_test_setup(
            a_clock_that_is_wrong_is_said_until_it_has_been_right_for_a_while, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
