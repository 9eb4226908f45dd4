/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/gauss.h"

#include <string.h>

#include "check.h"
#include "num/elem.h"
#include "num/rand.h"

/* (10 m)^2, (5 m/s)^2, 20 m^2/s between each axis and its speed. */
static struct tcs_gauss prior(void)
{
    struct tcs_gauss g = { 0 };

    for (int i = 0; i < 3; i++) {
        g.P[tcs_packed(i, i)] = 100.0;
        g.P[tcs_packed(i + 3, i + 3)] = 25.0;
        g.P[tcs_packed(i + 3, i)] = 20.0;
    }
    return g;
}

static struct tcs_fix fix3(double e, double n, double u, double var)
{
    struct tcs_fix fix = { .dim = 3, .z = { e, n, u } };

    for (int i = 0; i < 3; i++)
        fix.R[tcs_packed(i, i)] = var;
    return fix;
}

/* Any covariance that is well conditioned: A A' + I with A uniform in +- 3. */
static struct tcs_gauss random_gauss(struct tcs_rand *rand)
{
    double A[6][6];
    struct tcs_gauss g;

    for (int i = 0; i < 6; i++) {
        g.x[i] = tcs_rand_between(rand, -50.0, 50.0);
        for (int j = 0; j < 6; j++)
            A[i][j] = tcs_rand_between(rand, -3.0, 3.0);
    }
    for (int i = 0; i < 6; i++)
        for (int j = 0; j <= i; j++) {
            double sum = i == j ? 1.0 : 0.0;

            for (int k = 0; k < 6; k++)
                sum += A[i][k] * A[j][k];
            g.P[tcs_packed(i, j)] = sum;
        }
    return g;
}

/* By hand, per axis: S = 125, K = [0.8 0.16], d2 = 3 * 5^2 / 125, and the density is
 * (2 pi 125)^(-3/2) exp(-0.3). */
static void update_matches_hand_computation(void **state)
{
    struct tcs_gauss g = prior();
    const struct tcs_fix fix = fix3(5.0, 5.0, 5.0, 25.0);
    struct tcs_innovation in;

    CHECK(tcs_innovate_fix(&g, &fix, &in));
    CHECK_NEAR(in.d2, 0.6, 1e-12, "1");
    CHECK_NEAR(in.density, 4.543e-5 * 0.740818220681718, 3e-8, "1/m^3");
    CHECK_NEAR(in.d2, tcs_fix_distance2(&g, &fix), 1e-12, "1");
    tcs_gauss_update(&g, &in);
    CHECK_NEAR(g.x[0], 4.0, 1e-12, "m");
    CHECK_NEAR(g.x[3], 0.8, 1e-12, "m/s");
    CHECK_NEAR(g.P[tcs_packed(0, 0)], 20.0, 1e-12, "m^2");
    CHECK_NEAR(g.P[tcs_packed(3, 3)], 21.8, 1e-12, "m^2/s^2");
}

/* p' = p + 2 v, var p' = 100 + 2 * 2 * 20 + 4 * 25 + q 8 / 3, cov = 20 + 50 + q 2. */
static void prediction_matches_hand_computation(void **state)
{
    struct tcs_gauss g = prior();
    const struct tcs_step step = tcs_motion_step((struct tcs_motion) { 3.0, 0.0 }, 2.0);

    g.x[1] = 7.0;
    g.x[4] = -1.5;
    tcs_gauss_predict(&g, &step);
    CHECK_NEAR(g.x[1], 4.0, 1e-12, "m");
    CHECK_NEAR(g.P[tcs_packed(1, 1)], 288.0, 1e-12, "m^2");
    CHECK_NEAR(g.P[tcs_packed(4, 1)], 76.0, 1e-12, "m^2/s");
    CHECK_NEAR(g.P[tcs_packed(4, 4)], 31.0, 1e-12, "m^2/s^2");
    CHECK_NEAR(g.P[tcs_packed(4, 0)], 0.0, 0.0, "m^2/s");
}

/* What is told in two steps is what is told in one; the hovering motion forgets speed. */
static void two_steps_are_one(void **state)
{
    static const struct tcs_motion motions[] = { { 2.0, 0.0 }, { 2.0, 1.5 } };
    struct tcs_rand rand = tcs_rand(1, 1);

    for (int run = 0; run < 50; run++)
        for (int m = 0; m < 2; m++) {
            struct tcs_gauss once = random_gauss(&rand);
            struct tcs_gauss twice = once;
            const double a = tcs_rand_between(&rand, 0.0, 3.0);
            const double b = tcs_rand_between(&rand, 0.0, 3.0);
            const struct tcs_step first = tcs_motion_step(motions[m], a);
            const struct tcs_step second = tcs_motion_step(motions[m], b);
            const struct tcs_step whole = tcs_motion_step(motions[m], a + b);

            tcs_gauss_predict(&twice, &first);
            tcs_gauss_predict(&twice, &second);
            tcs_gauss_predict(&once, &whole);
            for (int i = 0; i < 6; i++)
                CHECK_NEAR(twice.x[i], once.x[i], 1e-9, "m, m/s");
            for (int i = 0; i < 21; i++)
                CHECK_NEAR(twice.P[i], once.P[i], 1e-8, "m^2");
        }
}

/* Stationary speed of the hovering motion: q tau / 2 = 2 * 1.5 / 2. */
static void hovering_forgets_speed(void **state)
{
    struct tcs_gauss g = prior();
    const struct tcs_step step = tcs_motion_step((struct tcs_motion) { 2.0, 1.5 }, 30.0);

    g.x[3] = 10.0;
    tcs_gauss_predict(&g, &step);
    CHECK_NEAR(g.x[0], 15.0, 1e-6, "m"); /* 10 m/s for 1.5 s */
    CHECK_NEAR(g.x[3], 0.0, 1e-6, "m/s");
    CHECK_NEAR(g.P[tcs_packed(3, 3)], 1.5, 1e-6, "m^2/s^2");
}

/* A fix of a later moment is one of the position predicted without noise. */
static void a_fix_that_is_late_sees_the_object_further_on(void **state)
{
    struct tcs_rand rand = tcs_rand(2, 1);

    for (int run = 0; run < 50; run++) {
        const struct tcs_gauss g = random_gauss(&rand);
        struct tcs_gauss later = g;
        struct tcs_fix fix = fix3(3.0, -4.0, 9.0, 16.0);
        const struct tcs_step step =
            tcs_motion_step((struct tcs_motion) { 0.0, 0.0 }, 0.7);
        struct tcs_innovation a;
        struct tcs_innovation b;

        tcs_gauss_predict(&later, &step);
        CHECK(tcs_innovate_fix(&later, &fix, &b));
        fix.dt_s = 0.7;
        CHECK(tcs_innovate_fix(&g, &fix, &a));
        CHECK_NEAR(a.d2, b.d2, 1e-9, "1");
        CHECK_NEAR(a.density / b.density, 1.0, 1e-9, "1");
    }
}

static void a_linear_measurement_of_position_is_a_fix(void **state)
{
    struct tcs_rand rand = tcs_rand(3, 1);

    for (int run = 0; run < 50; run++) {
        const struct tcs_gauss g = random_gauss(&rand);
        const struct tcs_fix fix = fix3(1.0, 2.0, 3.0, 9.0);
        struct tcs_linear linear = { .dim = 3 };
        struct tcs_gauss by_fix = g;
        struct tcs_gauss by_linear = g;
        struct tcs_innovation in;

        memcpy(linear.R, fix.R, sizeof linear.R);
        for (int i = 0; i < 3; i++) {
            linear.y[i] = fix.z[i] - g.x[i];
            linear.H[i][i] = 1.0;
        }
        CHECK(tcs_innovate_fix(&g, &fix, &in));
        tcs_gauss_update(&by_fix, &in);
        CHECK(tcs_innovate_linear(&g, &linear, &in));
        tcs_gauss_update(&by_linear, &in);
        for (int i = 0; i < 21; i++)
            CHECK_NEAR(by_linear.P[i], by_fix.P[i], 1e-9, "m^2");
        for (int i = 0; i < 6; i++)
            CHECK_NEAR(by_linear.x[i], by_fix.x[i], 1e-9, "m, m/s");
    }
}

/* The closed form of the mixture against the mixture taken apart. */
static void association_in_closed_form_is_the_mixture(void **state)
{
    struct tcs_rand rand = tcs_rand(4, 1);

    for (int run = 0; run < 50; run++) {
        const struct tcs_gauss g = random_gauss(&rand);
        struct tcs_gauss closed = g;
        struct tcs_gauss apart;
        struct tcs_moments m;
        struct tcs_pda pda = { .missed = 0.2 };
        struct tcs_gain gain;

        tcs_moments_start(&m, g.x);
        tcs_moments_add(&m, 0.2, &g);
        for (int j = 0; j < 4; j++) {
            const struct tcs_fix fix =
                fix3(g.x[0] + tcs_rand_normal(&rand), g.x[1] + tcs_rand_normal(&rand),
                     g.x[2] + tcs_rand_normal(&rand), 4.0);
            const double weight = tcs_rand_uniform(&rand);
            struct tcs_gauss updated = g;
            struct tcs_gauss at_once = g;
            struct tcs_innovation in;
            double peak;
            double d2;

            CHECK(tcs_innovate_fix(&g, &fix, &in));
            tcs_gauss_update(&updated, &in);
            CHECK(tcs_gauss_update_fix(&at_once, &fix, &peak, &d2));
            assert_memory_equal(&at_once, &updated, sizeof at_once);
            CHECK_NEAR(peak * tcs_exp(-0.5 * d2), in.density, 0, "1/m^3");
            tcs_moments_add(&m, weight, &updated);
            if (j == 0)
                CHECK(tcs_gain_fix(&g, &fix, &gain));
            CHECK(tcs_gate_fits(&gain.gate, &fix));
            CHECK_NEAR(tcs_gate_distance2(&gain.gate, fix.z), in.d2, 1e-9, "1");
            CHECK_NEAR(gain.gate.peak * tcs_exp(-0.5 * in.d2), in.density, 1e-12,
                       "1/m^3");
            tcs_pda_add(&pda, &gain, weight, fix.z);
        }
        CHECK(tcs_moments_finish(&m, &apart));
        tcs_pda_apply(&pda, &gain, &closed);
        for (int i = 0; i < 6; i++)
            CHECK_NEAR(closed.x[i], apart.x[i], 1e-9, "m, m/s");
        for (int i = 0; i < 21; i++)
            CHECK_NEAR(closed.P[i], apart.P[i], 1e-9, "m^2");
    }
}

/* E over f of log g, estimated by drawing from f: 40,000 draws of a quantity whose
 * standard deviation is below 4 give it to 0.1 (five sigma). */
static void cross_entropy_is_the_mean_of_the_log_density(void **state)
{
    struct tcs_rand rand = tcs_rand(5, 1);
    const struct tcs_gauss f = random_gauss(&rand);
    struct tcs_gauss g = f;
    struct tcs_factor ff;
    struct tcs_factor gf;
    struct tcs_information gi;
    const int draws = 40000;
    double sum = 0.0;

    for (int i = 0; i < 6; i++) {
        g.x[i] += 0.5;
        g.P[tcs_packed(i, i)] += 3.0;
    }
    CHECK(tcs_gauss_factor(&f, &ff));
    CHECK(tcs_gauss_factor(&g, &gf));
    tcs_factor_invert(&gf, &gi);
    for (int n = 0; n < draws; n++) {
        double w[6];
        struct tcs_gauss point = f;

        memset(point.P, 0, sizeof point.P);
        for (int i = 0; i < 6; i++) {
            w[i] = tcs_rand_normal(&rand);
            for (int j = 0; j <= i; j++) {
                const double l = ff.L[tcs_packed(i, j)];

                point.x[i] += w[j] * (i == j ? 1.0 / l : l);
            }
        }
        sum += tcs_gauss_cross(&point, &gi);
    }
    CHECK_NEAR(sum / draws, tcs_gauss_cross(&f, &gi), 0.1, "nat");
}

static void what_is_not_a_covariance_is_refused(void **state)
{
    struct tcs_gauss g = prior();
    struct tcs_fix fix = fix3(0.0, 0.0, 0.0, -500.0);
    struct tcs_innovation in;
    struct tcs_innovation before;

    memset(&in, 7, sizeof in);
    before = in;
    CHECK(!tcs_innovate_fix(&g, &fix, &in));
    before.dim = in.dim;
    assert_memory_equal(&in, &before, sizeof in);
    CHECK(tcs_fix_distance2(&g, &fix) < 0.0);
}

/*
 * The filter knows its error. 100 runs of 50 steps with the motion that it assumes: the
 * squared error over its covariance (NEES, chi-square with 6 degrees, here summed over
 * 100 runs: 600 degrees, mean 600, sigma sqrt(1200) = 34.6) and the innovation (NIS, 300
 * degrees, sigma 24.5) lie within their 95 % bounds at 90 to 99 % of the steps.
 */
static void errors_are_as_large_as_the_filter_says(void **state)
{
    enum { runs = 100, steps = 50 };
    static double nees[steps];
    static double nis[steps];
    struct tcs_rand rand = tcs_rand(6, 1);
    const struct tcs_step step = tcs_motion_step((struct tcs_motion) { 1.0, 0.0 }, 1.0);
    const double gain = tcs_sqrt(step.q_pv * step.q_pv / step.q_vv);
    const double rest = tcs_sqrt(step.q_pp - gain * gain);
    int good_nees = 0;
    int good_nis = 0;

    for (int run = 0; run < runs; run++) {
        struct tcs_gauss g = prior();
        double truth[6];

        for (int i = 0; i < 3; i++) { /* drawn from the prior: v, then p given v */
            truth[i + 3] = 5.0 * tcs_rand_normal(&rand);
            truth[i] = 0.8 * truth[i + 3] + tcs_sqrt(84.0) * tcs_rand_normal(&rand);
        }
        for (int k = 0; k < steps; k++) {
            struct tcs_fix fix;
            struct tcs_innovation in;
            struct tcs_factor factor;
            double d[6];

            for (int i = 0; i < 3; i++) {
                const double v = tcs_rand_normal(&rand);

                truth[i] += truth[i + 3] + gain * v + rest * tcs_rand_normal(&rand);
                truth[i + 3] += tcs_sqrt(step.q_vv) * v;
            }
            tcs_gauss_predict(&g, &step);
            fix = fix3(truth[0] + 5.0 * tcs_rand_normal(&rand),
                       truth[1] + 5.0 * tcs_rand_normal(&rand),
                       truth[2] + 5.0 * tcs_rand_normal(&rand), 25.0);
            CHECK(tcs_innovate_fix(&g, &fix, &in));
            nis[k] += in.d2;
            tcs_gauss_update(&g, &in);
            CHECK(tcs_gauss_factor(&g, &factor));
            for (int i = 0; i < 6; i++) {
                d[i] = truth[i] - g.x[i];
                for (int j = 0; j < i; j++)
                    d[i] -= factor.L[tcs_packed(i, j)] * d[j];
                d[i] *= factor.L[tcs_packed(i, i)];
                nees[k] += d[i] * d[i];
            }
        }
    }
    for (int k = 0; k < steps; k++) {
        good_nees += nees[k] > 600.0 - 1.96 * 34.6 && nees[k] < 600.0 + 1.96 * 34.6;
        good_nis += nis[k] > 300.0 - 1.96 * 24.5 && nis[k] < 300.0 + 1.96 * 24.5;
    }
    CHECK(good_nees >= 45 && good_nees <= 50);
    CHECK(good_nis >= 45 && good_nis <= 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(update_matches_hand_computation),
        cmocka_unit_test(prediction_matches_hand_computation),
        cmocka_unit_test(two_steps_are_one),
        cmocka_unit_test(hovering_forgets_speed),
        cmocka_unit_test(a_fix_that_is_late_sees_the_object_further_on),
        cmocka_unit_test(a_linear_measurement_of_position_is_a_fix),
        cmocka_unit_test(association_in_closed_form_is_the_mixture),
        cmocka_unit_test(cross_entropy_is_the_mean_of_the_log_density),
        cmocka_unit_test(what_is_not_a_covariance_is_refused),
        cmocka_unit_test(errors_are_as_large_as_the_filter_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
