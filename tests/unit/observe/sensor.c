/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/sensor.h"

#include "check.h"

#define DEG TCS_RAD_PER_DEG

static struct tcs_sensor radar(void)
{
    return (struct tcs_sensor) {
        .kind = TCS_SENSOR_RADAR,
        .position_m = { { 100.0, 200.0, 10.0 } },
        .pd = 0.9,
        .coverage = { .range_min_m = 50.0,
                      .range_max_m = 1000.0,
                      .az_center_rad = 0.0,
                      .az_width_rad = 2.0 * TCS_PI,
                      .el_min_rad = -5.0 * DEG,
                      .el_max_rad = 60.0 * DEG },
    };
}

static struct tcs_vec3 seen(const struct tcs_sensor *sensor, double range_m, double az,
                            double el)
{
    return tcs_enu_from_rae(sensor->position_m,
                            (struct tcs_rae) { range_m, az * DEG, el * DEG });
}

static void constant_pd_holds_in_the_coverage_and_nowhere_else(void **state)
{
    const struct tcs_sensor s = radar();

    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, 5.0)), 0.9, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 49.0, 10.0, 5.0)), 0.0, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 1001.0, 10.0, 5.0)), 0.0, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, -5.1)), 0.0, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, 60.1)), 0.0, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 359.0, 59.9)), 0.9, 0.0, "1");
}

/* 40 degrees about 350: from 330 over north to 10. */
static void azimuth_sector_goes_over_north(void **state)
{
    struct tcs_sensor s = radar();

    s.coverage.az_center_rad = 350.0 * DEG;
    s.coverage.az_width_rad = 40.0 * DEG;
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 330.1, 5.0)), 0.9, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 0.0, 5.0)), 0.9, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 9.9, 5.0)), 0.9, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.1, 5.0)), 0.0, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 329.9, 5.0)), 0.0, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 170.0, 5.0)), 0.0, 0.0, "1");
}

/* A head that has tilted over the zenith sees nothing that has an elevation; up to the
 * zenith and down to the nadir everything is inside. */
static void elevations_beyond_a_right_angle_hold_nothing(void **state)
{
    static const double limits[][2] = { { 95.0, 110.0 }, { -110.0, -95.0 } };
    struct tcs_sensor s = radar();

    for (int i = 0; i < 2; i++) {
        s.coverage.el_min_rad = limits[i][0] * DEG;
        s.coverage.el_max_rad = limits[i][1] * DEG;
        for (double el = -90.0; el <= 90.0; el += 15.0)
            CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, el)), 0.0, 0.0, "1");
    }
    s.coverage.el_min_rad = -100.0 * DEG;
    s.coverage.el_max_rad = 90.0 * DEG;
    for (double el = -90.0; el <= 90.0; el += 15.0)
        CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, el)), 0.9, 0.0, "1");
    s.coverage.el_min_rad = 80.0 * DEG;
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, 90.0)), 0.9, 0.0, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, 75.0)), 0.0, 0.0, "1");
}

/*
 * SNR 10 at 500 m. There: 1e-6^(1/11) = 10^(-6/11) = 0.28480359.
 * At 250 m SNR 160: 10^(-6/161) = 0.917768. Half of it below low_el.
 */
static void swerling_1_falls_with_the_fourth_power_of_range(void **state)
{
    struct tcs_sensor s = radar();

    s.pd_model = TCS_PD_SWERLING1;
    s.pfa = 1e-6;
    s.snr_ref = 10.0;
    s.range_ref_m = 500.0;
    s.low_el_rad = 1.0 * DEG;
    s.low_el_factor = 0.5;
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 500.0, 10.0, 5.0)), 0.284803586843580, 1e-9,
               "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 250.0, 10.0, 5.0)), 0.917768017464650, 1e-9,
               "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 250.0, 10.0, 0.5)), 0.917768017464650 / 2.0,
               1e-9, "1");
    CHECK_NEAR(tcs_sensor_pd(&s, seen(&s, 1200.0, 10.0, 5.0)), 0.0, 0.0, "1");
}

/* Range 0 lies in a coverage that begins at 0: a number, not a division by zero. */
static void pd_at_the_sensor_itself_is_finite(void **state)
{
    struct tcs_sensor s = radar();

    s.coverage.range_min_m = 0.0;
    s.pd_model = TCS_PD_SWERLING1;
    s.pfa = 1e-6;
    s.snr_ref = 10.0;
    s.range_ref_m = 500.0;
    CHECK_NEAR(tcs_sensor_pd(&s, s.position_m), 0.9, 0.0, "1");
}

static void every_kind_has_a_name_of_its_own(void **state)
{
    for (int i = 0; i < TCS_SENSOR_KIND_COUNT; i++) {
        const char *name = tcs_sensor_kind_name((enum tcs_sensor_kind)i);

        assert_string_not_equal(name, "unknown");
        for (int j = 0; j < i; j++)
            assert_string_not_equal(name, tcs_sensor_kind_name((enum tcs_sensor_kind)j));
    }
    CHECK_TEXT(tcs_sensor_kind_name(TCS_SENSOR_KIND_COUNT), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constant_pd_holds_in_the_coverage_and_nowhere_else),
        cmocka_unit_test(azimuth_sector_goes_over_north),
        cmocka_unit_test(elevations_beyond_a_right_angle_hold_nothing),
        cmocka_unit_test(swerling_1_falls_with_the_fourth_power_of_range),
        cmocka_unit_test(pd_at_the_sensor_itself_is_finite),
        cmocka_unit_test(every_kind_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
