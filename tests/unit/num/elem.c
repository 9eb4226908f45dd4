/* SPDX-License-Identifier: Apache-2.0 */
#include "num/elem.h"

#include <math.h>
#include <string.h>

#include <sleef.h>

#include "check.h"
#include "num/rand.h"

static void identities_hold(void **state)
{
    struct tcs_rand rand = tcs_rand(1, 1);

    for (int i = 0; i < 20000; i++) {
        const double x = tcs_rand_between(&rand, -10.0, 10.0);
        const double s = tcs_sin(x);
        const double c = tcs_cos(x);

        CHECK_NEAR(s * s + c * c, 1.0, 1e-15, "1");
        CHECK_NEAR(tcs_log(tcs_exp(x)), x, 2e-15, "1");
        CHECK_NEAR(tcs_sin(tcs_asin(s)), s, 4e-16, "1");
        CHECK_NEAR(tcs_cos(tcs_acos(c)), c, 4e-16, "1");
        CHECK_NEAR(tcs_tan(tcs_atan(x)) / x, 1.0, 1e-14, "1");
        CHECK_NEAR(tcs_pow(tcs_fabs(x), 0.5) / tcs_sqrt(tcs_fabs(x)), 1.0, 1e-15, "1");
        CHECK_NEAR(tcs_atan2(5.0 * s, 5.0 * c), remainder(x, 2 * acos(-1.0)), 1e-14,
                   "rad");
    }
}

static void points_of_the_quadrants_are_exact(void **state)
{
    const double pi = acos(-1.0);

    CHECK_NEAR(tcs_atan2(0.0, 1.0), 0.0, 0, "rad");
    CHECK_NEAR(tcs_atan2(1.0, 0.0), pi / 2, 0, "rad");
    CHECK_NEAR(tcs_atan2(0.0, -1.0), pi, 0, "rad");
    CHECK_NEAR(tcs_atan2(-1.0, 0.0), -pi / 2, 0, "rad");
    CHECK_NEAR(tcs_atan2(0.0, 0.0), 0.0, 0, "rad");
    CHECK_NEAR(tcs_exp(0.0), 1.0, 0, "1");
    CHECK_NEAR(tcs_log(1.0), 0.0, 0, "1");
    CHECK_NEAR(tcs_log10(1000.0), 3.0, 0, "1");
    CHECK_NEAR(tcs_pow(2.0, 10.0), 1024.0, 0, "1");
    CHECK_NEAR(tcs_pow(-2.0, 3.0), -8.0, 0, "1");
}

static void outside_the_domain_there_is_no_number(void **state)
{
    CHECK(isnan(tcs_asin(1.0000001)));
    CHECK(isnan(tcs_acos(-1.0000001)));
    CHECK(isnan(tcs_log(-1.0)));
    CHECK(isnan(tcs_sqrt(-1.0)));
    CHECK(isnan(tcs_pow(-2.0, 0.5)));
    CHECK(isnan(tcs_fmod(1.0, 0.0)));
    CHECK(isnan(tcs_fmod(HUGE_VAL, 1.0)));
    CHECK(isnan(tcs_sin(HUGE_VAL)));
    CHECK(isnan(tcs_floor(nan(""))));
    CHECK(tcs_log(0.0) == -HUGE_VAL);
    CHECK(tcs_exp(1000.0) == HUGE_VAL);
    CHECK(tcs_exp(-1000.0) == 0.0);
}

/* fmod and floor are exact in C as well, so that the bits must agree. */
static void floor_and_fmod_equal_the_exact_ones_of_c(void **state)
{
    struct tcs_rand rand = tcs_rand(2, 1);

    for (int i = 0; i < 50000; i++) {
        const uint64_t bits = (uint64_t)tcs_rand_u32(&rand) << 32 | tcs_rand_u32(&rand);
        const double y = tcs_exp(tcs_rand_between(&rand, -50.0, 50.0));
        double x;
        double got = tcs_rand_between(&rand, -100.0, 100.0);
        double expected = floor(got);

        got = tcs_floor(got);
        assert_memory_equal(&got, &expected, sizeof got);
        memcpy(&x, &bits, sizeof x);
        if (!isfinite(x))
            continue;
        got = tcs_floor(x);
        expected = floor(x);
        assert_memory_equal(&got, &expected, sizeof got);
        got = tcs_fmod(x, y);
        expected = fmod(x, y);
        assert_memory_equal(&got, &expected, sizeof got);
        got = tcs_fmod(y, x);
        expected = fmod(y, x);
        assert_memory_equal(&got, &expected, sizeof got);
    }
    CHECK(signbit(tcs_floor(-0.0)));
    CHECK_NEAR(tcs_fmod(5.0, HUGE_VAL), 5.0, 0, "1");
    CHECK_NEAR(tcs_fmod(-7.5, 2.0), -1.5, 0, "1");
}

/* Values from Abramowitz and Stegun, table 26.1. */
static void normal_cdf_matches_the_table(void **state)
{
    CHECK_NEAR(tcs_normal_cdf(0.0), 0.5, 0, "1");
    CHECK_NEAR(tcs_normal_cdf(1.0), 0.841344746068543, 1e-15, "1");
    CHECK_NEAR(tcs_normal_cdf(2.0), 0.977249868051821, 1e-15, "1");
    CHECK_NEAR(tcs_normal_cdf(-2.0), 1 - 0.977249868051821, 1e-15, "1");
    CHECK_NEAR(tcs_normal_cdf(40.0), 1.0, 0, "1");
    CHECK_NEAR(tcs_normal_cdf(-40.0), 0.0, 0, "1");
    CHECK_NEAR(tcs_normal_cdf(HUGE_VAL), 1.0, 0, "1");
}

/* SLEEF's plain C under the type of ours: its own declarations have a const result, which
 * clang takes for another type of function. */
#define PLAIN(name)                                                                      \
    static double plain_##name(double x)                                                 \
    {                                                                                    \
        return Sleef_cinz_##name##d1_u10purec(x);                                        \
    }
PLAIN(sin)
PLAIN(cos)
PLAIN(tan)
PLAIN(asin)
PLAIN(acos)
PLAIN(atan)
PLAIN(exp)
PLAIN(log)
PLAIN(log10)

/* Whatever variant of SLEEF is called here: the bits are those of its plain C. Of any
 * double, those out of the domain among them, and of what is within. */
static void all_variants_have_the_bits_of_plain_c(void **state)
{
    static const struct {
        double (*ours)(double);
        double (*plain)(double);
        double within;
    } pairs[] = {
        { tcs_sin, plain_sin, 100.0 },   { tcs_cos, plain_cos, 100.0 },
        { tcs_tan, plain_tan, 100.0 },   { tcs_asin, plain_asin, 1.0 },
        { tcs_acos, plain_acos, 1.0 },   { tcs_atan, plain_atan, 100.0 },
        { tcs_exp, plain_exp, 750.0 },   { tcs_log, plain_log, 1e4 },
        { tcs_log10, plain_log10, 1e4 },
    };
    struct tcs_rand rand = tcs_rand(3, 1);

    for (int i = 0; i < 40000; i++) {
        const uint64_t bits = (uint64_t)tcs_rand_u32(&rand) << 32 | tcs_rand_u32(&rand);
        const double share = tcs_rand_between(&rand, -1.0, 1.0);
        double any;

        memcpy(&any, &bits, sizeof any);
        for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
            for (int wide = 0; wide < 2; wide++) {
                const double x = wide ? any : pairs[k].within * share;
                const double got = pairs[k].ours(x);
                const double expected = pairs[k].plain(x);

                assert_memory_equal(&got, &expected, sizeof got);
            }
        const double got[2] = { tcs_atan2(any, share), tcs_pow(7.0 * share, 1.0 / any) };
        const double expected[2] = { Sleef_cinz_atan2d1_u10purec(any, share),
                                     Sleef_cinz_powd1_u10purec(7.0 * share, 1.0 / any) };

        assert_memory_equal(got, expected, sizeof got);
    }
}

static void many_at_once_have_the_bits_of_one_by_one(void **state)
{
    struct tcs_rand rand = tcs_rand(4, 1);

    for (uint32_t n = 0; n < 9; n++) {
        double exps[9] = { 0.0 };
        double logs[9] = { 0.0 };
        double expected[2][9] = { 0 };

        for (uint32_t i = 0; i < n; i++) {
            exps[i] = tcs_rand_between(&rand, -750.0, 750.0);
            logs[i] = tcs_rand_between(&rand, 0.0, 100.0);
            expected[0][i] = tcs_exp(exps[i]);
            expected[1][i] = tcs_log(logs[i]);
        }
        tcs_exp_each(exps, n);
        tcs_log_each(logs, n);
        assert_memory_equal(exps, expected[0], sizeof exps);
        assert_memory_equal(logs, expected[1], sizeof logs);
    }
}

/* The record of every site carries this digest: when it changes, old records no longer
 * replay, and that is a decision, not an accident. */
static void the_digest_is_the_known_one(void **state)
{
    char text[TCS_DIGEST_TEXT_LEN];

    CHECK_TEXT(tcs_elem_version(), "SLEEF 3.5.1");
    tcs_digest_text(tcs_elem_digest(), text);
    CHECK_TEXT(text, "19e2c3805f746942b36e6f3ad6179d10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identities_hold),
        cmocka_unit_test(points_of_the_quadrants_are_exact),
        cmocka_unit_test(outside_the_domain_there_is_no_number),
        cmocka_unit_test(floor_and_fmod_equal_the_exact_ones_of_c),
        cmocka_unit_test(normal_cdf_matches_the_table),
        cmocka_unit_test(all_variants_have_the_bits_of_plain_c),
        cmocka_unit_test(many_at_once_have_the_bits_of_one_by_one),
        cmocka_unit_test(the_digest_is_the_known_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
