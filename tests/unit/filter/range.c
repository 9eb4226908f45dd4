/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/range.h"

#include <string.h>

#include "check.h"
#include "filter/polar.h"
#include "num/elem.h"
#include "num/rand.h"

static const double deg = 3.14159265358979323846 / 180.0;

static struct tcs_gauss at(double e, double n, double u, double sigma_m)
{
    struct tcs_gauss g = { .x = { e, n, u } };

    for (int i = 0; i < 3; i++) {
        g.P[tcs_packed(i, i)] = sigma_m * sigma_m;
        g.P[tcs_packed(i + 3, i + 3)] = 100.0;
    }
    return g;
}

/* 500 m away to the north-east, known to 10 m on each axis; a range of 520 m with 10 m.
 * Along the line both weigh the same: half way, 510 m; across nothing changes. */
static void a_range_moves_along_the_line(void **state)
{
    struct tcs_gauss g = at(300.0, 400.0, 0.0, 10.0);
    const struct tcs_range r = { .value = 520.0, .var = 100.0 };
    struct tcs_innovation in;

    CHECK(tcs_range_innovate(&g, &r, &in));
    CHECK_NEAR(in.d2, 20.0 * 20.0 / 200.0, 0.05, "1");
    CHECK(tcs_range_update(&g, &r));
    CHECK_NEAR(g.x[0], 0.6 * 510.0, 0.3, "m");
    CHECK_NEAR(g.x[1], 0.8 * 510.0, 0.3, "m");
    CHECK_NEAR(g.x[2], 0.0, 0.1, "m");
}

/* The Doppler of an object that flies at (3, -4, 5) m/s, seen from (10, 20, 30): the
 * velocity's part along the line of sight, whichever way that points. */
static void doppler_is_the_velocity_along_the_line_of_sight(void **state)
{
    static const double places[][3] = {
        { 300, 400, 0 },     /* before the sensor */
        { -300, -400, 50 },  /* behind it */
        { 10, 20, 500 },     /* right above */
        { 12, 19, -200 },    /* nearly below */
        { -700, 20.001, 30 } /* on the cut of the azimuth */
    };
    const double from[3] = { 10, 20, 30 };
    const double v[3] = { 3, -4, 5 };

    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++) {
        struct tcs_gauss g = at(places[p][0], places[p][1], places[p][2], 0.01);
        struct tcs_range rate = { .var = 0.01 };
        struct tcs_innovation in;
        double length2 = 0.0;
        double along = 0.0;

        memcpy(rate.from_m, from, sizeof from);
        for (int i = 0; i < 3; i++) {
            const double d = places[p][i] - from[i];

            g.x[i + 3] = v[i];
            g.P[tcs_packed(i + 3, i + 3)] = 1.0;
            length2 += d * d;
            along += d * v[i];
        }
        along /= tcs_sqrt(length2);
        rate.value = along + 1.0; /* one sigma of velocity faster away */
        CHECK(tcs_rate_innovate(&g, &rate, &in));
        CHECK_NEAR(in.d2, 1.0 / 1.01, 1e-3, "1");
        CHECK(tcs_rate_update(&g, &rate));
        for (int i = 0; i < 3; i++) {
            const double u = (places[p][i] - from[i]) / tcs_sqrt(length2);

            CHECK_NEAR(g.x[i + 3], v[i] + u / 1.01, 1e-3, "m/s");
        }
    }
}

/* A state that lies all round the sensor has no direction: it stays whole and sane. */
static void on_the_sensor_the_state_stays_sane(void **state)
{
    struct tcs_gauss g = at(1.0, 2.0, 0.5, 30.0);
    const struct tcs_gauss before = g;
    const struct tcs_range r = { .value = 20.0, .var = 25.0 };
    const struct tcs_range rate = { .value = 8.0, .var = 1.0 };

    (void)tcs_range_update(&g, &r);
    (void)tcs_rate_update(&g, &rate);
    for (int i = 0; i < TCS_STATE_DIM; i++) {
        CHECK(g.P[tcs_packed(i, i)] > 0.0);
        CHECK(g.P[tcs_packed(i, i)] <= before.P[tcs_packed(i, i)] * (1.0 + 1e-12));
        CHECK_NEAR(g.x[i], before.x[i], 60.0, "m");
    }
}

/*
 * Places from polar plots of known truth: before the sensor, behind it, near the zenith
 * and at it. Over 2000 plots the error has mean zero, and its squared length in its own
 * covariance is chi-square with 3 degrees: mean 3, sigma of the mean sqrt(6 / 2000) =
 * 0.055. Within a degree or two of the zenith the azimuth turns with the error of the
 * elevation, so that nothing is left across it: 2 degrees are, and never more than 3.
 */
static void plots_err_as_they_say_at_the_zenith_too(void **state)
{
    static const double elevations_deg[] = { 0, 5, 60, 85, 89, 89.9, 90 };
    static const double azimuths_deg[] = { 20, 180, 265 };
    const double sigma[3] = { 5.0, 0.6 * deg, 0.8 * deg };
    const double from[3] = { 10.0, -20.0, 5.0 };
    struct tcs_rand rand = tcs_rand(11, 1);

    for (size_t e = 0; e < sizeof elevations_deg / sizeof elevations_deg[0]; e++)
        for (size_t a = 0; a < sizeof azimuths_deg / sizeof azimuths_deg[0]; a++) {
            const double el = elevations_deg[e] * deg;
            const double az = azimuths_deg[a] * deg;
            const double truth[3] = { from[0] + 400.0 * tcs_cos(el) * tcs_sin(az),
                                      from[1] + 400.0 * tcs_cos(el) * tcs_cos(az),
                                      from[2] + 400.0 * tcs_sin(el) };
            double sum = 0.0;

            for (int k = 0; k < 2000; k++) {
                const double z[3] = { 400.0 + sigma[0] * tcs_rand_normal(&rand),
                                      az + sigma[1] * tcs_rand_normal(&rand),
                                      el + sigma[2] * tcs_rand_normal(&rand) };
                struct tcs_fix fix = { 0 };
                struct tcs_gauss g = { 0 };
                struct tcs_innovation in;

                CHECK(tcs_fix_from_polar(from, z, sigma, &fix) > 0.0);
                memcpy(g.x, truth, sizeof truth);
                CHECK(tcs_innovate_fix(&g, &fix, &in));
                sum += in.d2 / 2000.0;
            }
            if (elevations_deg[e] < 80.0)
                CHECK_NEAR(sum, 3.0, 0.25, "1");
            else
                CHECK(sum > 1.8 && sum < 3.25);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_moves_along_the_line),
        cmocka_unit_test(doppler_is_the_velocity_along_the_line_of_sight),
        cmocka_unit_test(on_the_sensor_the_state_stays_sane),
        cmocka_unit_test(plots_err_as_they_say_at_the_zenith_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
