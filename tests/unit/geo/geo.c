/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/geo.h"

#include <math.h>

#include "check.h"
#include "num/rand.h"

static const double TURN_RAD = 2 * TCS_PI;

static struct tcs_geodetic degrees(double lat, double lon, double height_m)
{
    return (struct tcs_geodetic) { lat * TCS_RAD_PER_DEG, lon * TCS_RAD_PER_DEG,
                                   height_m };
}

/* TR8350.2: a = 6378137 m; b = a (1 - 1 / 298.257223563) = 6356752.314245 m. */
static void the_axes_are_those_of_wgs_84(void **state)
{
    struct tcs_vec3 p = tcs_ecef_from_geodetic(degrees(0, 0, 0));

    CHECK_NEAR(p.v[0], 6378137.0, 0, "m");
    CHECK_NEAR(p.v[1], 0.0, 0, "m");
    CHECK_NEAR(p.v[2], 0.0, 0, "m");
    p = tcs_ecef_from_geodetic(degrees(90, 0, 100));
    CHECK_NEAR(p.v[2], 6356852.314245179, 2e-9, "m");
    CHECK_NEAR(p.v[0], 0.0, 1e-9, "m");
    p = tcs_ecef_from_geodetic(degrees(0, -90, -10));
    CHECK_NEAR(p.v[1], -6378127.0, 1e-9, "m");
}

static void poles_equator_and_date_line_come_back(void **state)
{
    static const double cases[][3] = {
        { 90, 0, 0 },    { -90, 0, 50 },    { 90, 0, -10000 },
        { 0, 0, 0 },     { 0, 180, 0 },     { 0, -179.9, 30 },
        { 45, 90, 1e5 }, { 1e-9, 1e-9, 0 }, { 89.9999999, 20, 10 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct tcs_geodetic g = degrees(cases[i][0], cases[i][1], cases[i][2]);
        const struct tcs_geodetic back =
            tcs_geodetic_from_ecef(tcs_ecef_from_geodetic(g));

        CHECK_NEAR(back.lat_rad, g.lat_rad, 4e-16, "rad");
        CHECK_NEAR(back.height_m, g.height_m, 2e-9, "m");
        if (fabs(cases[i][0]) < 90)
            CHECK_NEAR(tcs_angle_diff(back.lon_rad, g.lon_rad), 0.0, 4e-16, "rad");
    }
    CHECK_NEAR(tcs_geodetic_from_ecef((struct tcs_vec3) { { 0, 0, 0 } }).height_m,
               -6378137.0, 0, "m");
}

/* There and back is judged in metres: a double near 6.4e6 m has an ulp of 0.9e-9 m. */
static void ecef_comes_back_everywhere_on_earth(void **state)
{
    struct tcs_rand rand = tcs_rand(30, 0);
    double worst_m = 0;

    for (int i = 0; i < 200000; i++) {
        const struct tcs_geodetic g =
            degrees(tcs_rand_between(&rand, -90, 90), tcs_rand_between(&rand, -180, 180),
                    tcs_rand_between(&rand, -1e4, 1e5));
        const struct tcs_vec3 p = tcs_ecef_from_geodetic(g);
        const struct tcs_vec3 back = tcs_ecef_from_geodetic(tcs_geodetic_from_ecef(p));

        worst_m = fmax(worst_m, tcs_vec3_norm(tcs_vec3_sub(p, back)));
    }
    print_message("ECEF to geodetic and back: worst %.2g m\n", worst_m);
    CHECK_NEAR(worst_m, 0.0, 5e-9, "m");
}

static void the_frame_is_a_rotation_that_points_east_north_up(void **state)
{
    const struct tcs_geodetic origin = degrees(33.305, 44.385, 40);
    const struct tcs_frame frame = tcs_frame(origin);
    const struct tcs_mat3 unit =
        tcs_mat3_mul_t(&frame.enu_from_ecef, &frame.enu_from_ecef);
    struct tcs_vec3 enu = tcs_enu_from_geodetic(&frame, origin);

    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            CHECK_NEAR(unit.m[i][j], i == j, 4e-16, "1");
    CHECK_NEAR(tcs_vec3_norm(enu), 0.0, 0, "m");
    enu = tcs_enu_from_geodetic(&frame, degrees(33.305, 44.385, 140));
    CHECK_NEAR(enu.v[2], 100.0, 3e-9, "m");
    /* One second of arc: in the meridian M / 206264.8 with M(33.305) = 6354639 m, hence
     * 30.808 m; in the parallel (N + h) cos(lat) / 206264.8 = 25.870 m. */
    enu = tcs_enu_from_geodetic(&frame, degrees(33.305 + 1.0 / 3600, 44.385, 40));
    CHECK_NEAR(enu.v[1], 30.808, 2e-3, "m");
    CHECK_NEAR(enu.v[0], 0.0, 1e-8, "m");
    enu = tcs_enu_from_geodetic(&frame, degrees(33.305, 44.385 + 1.0 / 3600, 40));
    CHECK_NEAR(enu.v[0], 25.870, 2e-3, "m");
}

static void enu_comes_back_within_a_site(void **state)
{
    struct tcs_rand rand = tcs_rand(31, 0);

    for (int i = 0; i < 20000; i++) {
        const struct tcs_frame frame = tcs_frame(degrees(
            tcs_rand_between(&rand, -89, 89), tcs_rand_between(&rand, -180, 180), 40));
        const struct tcs_vec3 p = { { tcs_rand_between(&rand, -2e4, 2e4),
                                      tcs_rand_between(&rand, -2e4, 2e4),
                                      tcs_rand_between(&rand, -100, 5000) } };
        const struct tcs_vec3 back =
            tcs_enu_from_geodetic(&frame, tcs_geodetic_from_enu(&frame, p));

        CHECK_NEAR(tcs_vec3_norm(tcs_vec3_sub(p, back)), 0.0, 1e-8, "m");
    }
}

static void angles_wrap_into_their_half_open_intervals(void **state)
{
    CHECK_NEAR(tcs_angle_wrap(-1e-20), 0.0, 0, "rad"); /* would round up to 2 pi */
    CHECK_NEAR(tcs_angle_wrap(TURN_RAD), 0.0, 0, "rad");
    CHECK(!signbit(tcs_angle_wrap(-0.0)));
    CHECK_NEAR(tcs_angle_wrap(-TCS_PI / 2), 3 * TCS_PI / 2, 1e-15, "rad");
    CHECK_NEAR(tcs_angle_diff(TCS_PI, 0.0), -TCS_PI, 0, "rad");
    CHECK_NEAR(tcs_angle_diff(0.1, TURN_RAD - 0.1), 0.2, 1e-15, "rad");
    CHECK_NEAR(tcs_angle_diff(TURN_RAD - 0.1, 0.1), -0.2, 1e-15, "rad");
}

static void wrapping_and_subtracting_agree_with_the_c_library(void **state)
{
    struct tcs_rand rand = tcs_rand(32, 0);

    for (int i = 0; i < 100000; i++) {
        const double a = tcs_rand_between(&rand, -100, 100);
        const double b = tcs_rand_between(&rand, -100, 100);
        const double wrapped = tcs_angle_wrap(a);
        const double diff = tcs_angle_diff(a, b);

        CHECK(wrapped >= 0.0 && wrapped < TURN_RAD);
        CHECK(diff >= -TCS_PI && diff < TCS_PI);
        CHECK_NEAR(remainder(wrapped - a, TURN_RAD), 0.0, 1e-13, "rad");
        CHECK_NEAR(remainder(diff - (a - b), TURN_RAD), 0.0, 1e-13, "rad");
    }
}

static void bearings_follow_the_compass(void **state)
{
    static const struct {
        double e, n, u, az_deg, el_deg;
    } cases[] = {
        { 0, 100, 0, 0, 0 },    { 100, 0, 0, 90, 0 },   { 0, -100, 0, 180, 0 },
        { -100, 0, 0, 270, 0 }, { 0, 0, 100, 0, 90 },   { -0.0, -0.0, -100, 0, -90 },
        { 100, 100, 0, 45, 0 }, { 0, 100, 100, 0, 45 },
    };
    const struct tcs_vec3 from = { { 10, 20, 30 } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct tcs_vec3 to = { { 10 + cases[i].e, 20 + cases[i].n,
                                       30 + cases[i].u } };
        const struct tcs_rae rae = tcs_rae_from_enu(from, to);

        CHECK_NEAR(rae.az_rad, cases[i].az_deg * TCS_RAD_PER_DEG, 1e-15, "rad");
        CHECK_NEAR(rae.el_rad, cases[i].el_deg * TCS_RAD_PER_DEG, 1e-15, "rad");
    }
    const struct tcs_rae none = tcs_rae_from_enu(from, from);

    CHECK_NEAR(none.range_m, 0.0, 0, "m");
    CHECK_NEAR(none.az_rad, 0.0, 0, "rad");
    CHECK_NEAR(none.el_rad, 0.0, 0, "rad");
}

static void range_azimuth_elevation_come_back(void **state)
{
    struct tcs_rand rand = tcs_rand(33, 0);

    for (int i = 0; i < 20000; i++) {
        struct tcs_vec3 from;
        struct tcs_vec3 to;

        for (int k = 0; k < 3; k++) {
            from.v[k] = tcs_rand_between(&rand, -1e3, 1e3);
            to.v[k] = tcs_rand_between(&rand, -5e3, 5e3);
        }
        const struct tcs_vec3 back = tcs_enu_from_rae(from, tcs_rae_from_enu(from, to));

        /* Angles of 1e-16 rad at 1e4 m, and the roundings of the sums. */
        CHECK_NEAR(tcs_vec3_norm(tcs_vec3_sub(to, back)), 0.0, 1e-11, "m");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_axes_are_those_of_wgs_84),
        cmocka_unit_test(poles_equator_and_date_line_come_back),
        cmocka_unit_test(ecef_comes_back_everywhere_on_earth),
        cmocka_unit_test(the_frame_is_a_rotation_that_points_east_north_up),
        cmocka_unit_test(enu_comes_back_within_a_site),
        cmocka_unit_test(angles_wrap_into_their_half_open_intervals),
        cmocka_unit_test(wrapping_and_subtracting_agree_with_the_c_library),
        cmocka_unit_test(bearings_follow_the_compass),
        cmocka_unit_test(range_azimuth_elevation_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
