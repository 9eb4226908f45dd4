/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The error of every elementary function against MPFR, in units in the last place (ulp)
 * of the true value, over the range in which it is used. An argument on the command line
 * sets the number of trials a function; the figures in docs/determinism.md were made with
 * 1000000.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <mpfr.h>

#include "check.h"
#include "num/elem.h"
#include "num/rand.h"

enum {
    PRECISION = 160, /* bits of the true value: its own error is 2^-107 ulp */
    SPREAD_EVEN = 0,
    SPREAD_LOG = 1 /* the logarithm of |x| is spread evenly, either sign if low < 0 */
};

static int trial_count = 20000;

typedef int mpfr_unary(mpfr_t result, const mpfr_t x, mpfr_rnd_t rounding);

struct unary {
    const char *name;
    double (*ours)(double x);
    mpfr_unary *exact;
    double low, high;
    int spread;
    double ulp_max; /* what the header promises */
};

static double ulps(double got, const mpfr_t exact)
{
    mpfr_t diff;

    mpfr_init2(diff, PRECISION);
    mpfr_sub_d(diff, exact, got, MPFR_RNDN);
    /* exact = m 2^e with 1/2 <= m < 1: its ulp is 2^(e - 53), never below 2^-1074. */
    const long e = mpfr_zero_p(exact) ? -1021 : (long)mpfr_get_exp(exact);

    mpfr_mul_2si(diff, diff, 53 - (e < -1021 ? -1021 : e), MPFR_RNDN);
    const double error = fabs(mpfr_get_d(diff, MPFR_RNDA));

    mpfr_clear(diff);
    return error;
}

static double draw(struct tcs_rand *rand, double low, double high, int spread)
{
    if (spread == SPREAD_EVEN)
        return tcs_rand_between(rand, low, high);
    const bool either = low < 0;
    const double least = either ? 1e-12 : low;
    const double x = least * exp(tcs_rand_uniform(rand) * (log(high) - log(least)));

    return either && tcs_rand_u32(rand) % 2 == 0 ? -x : x;
}

static int exact_normal_cdf(mpfr_t result, const mpfr_t x, mpfr_rnd_t rounding)
{
    mpfr_t half;

    mpfr_init2(half, PRECISION);
    mpfr_set_d(half, 0.5, MPFR_RNDN);
    mpfr_sqrt(half, half, MPFR_RNDN);
    mpfr_mul(half, half, x, MPFR_RNDN);
    mpfr_neg(half, half, MPFR_RNDN);
    mpfr_erfc(result, half, rounding);
    mpfr_div_2ui(result, result, 1, rounding);
    mpfr_clear(half);
    return 0;
}

static void functions_of_one_argument_keep_their_bound(void **state)
{
    static const struct unary functions[] = {
        { "sin", tcs_sin, mpfr_sin, -100, 100, SPREAD_EVEN, 1.0 },
        { "sin", tcs_sin, mpfr_sin, -1, 1e6, SPREAD_LOG, 1.0 },
        { "cos", tcs_cos, mpfr_cos, -100, 100, SPREAD_EVEN, 1.0 },
        { "cos", tcs_cos, mpfr_cos, -1, 1e6, SPREAD_LOG, 1.0 },
        { "tan", tcs_tan, mpfr_tan, -1.6, 1.6, SPREAD_EVEN, 1.0 },
        { "tan", tcs_tan, mpfr_tan, -1, 1e6, SPREAD_LOG, 1.0 },
        { "asin", tcs_asin, mpfr_asin, -1, 1, SPREAD_EVEN, 1.0 },
        { "asin", tcs_asin, mpfr_asin, -1, 1, SPREAD_LOG, 1.0 },
        { "acos", tcs_acos, mpfr_acos, -1, 1, SPREAD_EVEN, 1.0 },
        { "atan", tcs_atan, mpfr_atan, -10, 10, SPREAD_EVEN, 1.0 },
        { "atan", tcs_atan, mpfr_atan, -1, 1e12, SPREAD_LOG, 1.0 },
        { "exp", tcs_exp, mpfr_exp, -745, 709, SPREAD_EVEN, 1.0 },
        { "exp", tcs_exp, mpfr_exp, -1, 1, SPREAD_LOG, 1.0 },
        { "log", tcs_log, mpfr_log, 0.5, 2, SPREAD_EVEN, 1.0 },
        { "log", tcs_log, mpfr_log, 1e-300, 1e300, SPREAD_LOG, 1.0 },
        { "log10", tcs_log10, mpfr_log10, 0.5, 2, SPREAD_EVEN, 1.0 },
        { "log10", tcs_log10, mpfr_log10, 1e-300, 1e300, SPREAD_LOG, 1.0 },
        { "sqrt", tcs_sqrt, mpfr_sqrt, 1e-300, 1e300, SPREAD_LOG, 0.5 },
    };
    struct tcs_rand rand = tcs_rand(20, 1);
    mpfr_t exact;
    mpfr_t argument;

    mpfr_init2(exact, PRECISION);
    mpfr_init2(argument, 53);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        const struct unary *f = &functions[i];
        double worst = 0;
        double worst_x = 0;

        for (int trial = 0; trial < trial_count; trial++) {
            const double x = draw(&rand, f->low, f->high, f->spread);

            mpfr_set_d(argument, x, MPFR_RNDN);
            f->exact(exact, argument, MPFR_RNDN);
            const double error = ulps(f->ours(x), exact);

            if (error > worst) {
                worst = error;
                worst_x = x;
            }
        }
        print_message("%-5s %10g to %-6g %.4f ulp at %.17g\n", f->name,
                      f->spread == SPREAD_LOG && f->low < 0 ? -f->high : f->low, f->high,
                      worst, worst_x);
        CHECK_NEAR(worst, 0.0, f->ulp_max, "ulp");
    }
    mpfr_clear(exact);
    mpfr_clear(argument);
}

static void functions_of_two_arguments_keep_their_bound(void **state)
{
    struct tcs_rand rand = tcs_rand(20, 2);
    double worst_atan2 = 0;
    double worst_pow = 0;
    mpfr_t exact;
    mpfr_t a;
    mpfr_t b;

    mpfr_init2(exact, PRECISION);
    mpfr_init2(a, 53);
    mpfr_init2(b, 53);
    for (int trial = 0; trial < trial_count; trial++) {
        const double y = draw(&rand, -1, 1e7, SPREAD_LOG);
        const double x = draw(&rand, -1, 1e7, SPREAD_LOG);
        const double base = draw(&rand, 1e-6, 1e6, SPREAD_LOG);
        const double power = tcs_rand_between(&rand, -20, 20);

        mpfr_set_d(a, y, MPFR_RNDN);
        mpfr_set_d(b, x, MPFR_RNDN);
        mpfr_atan2(exact, a, b, MPFR_RNDN);
        worst_atan2 = fmax(worst_atan2, ulps(tcs_atan2(y, x), exact));
        mpfr_set_d(a, base, MPFR_RNDN);
        mpfr_set_d(b, power, MPFR_RNDN);
        mpfr_pow(exact, a, b, MPFR_RNDN);
        worst_pow = fmax(worst_pow, ulps(tcs_pow(base, power), exact));
    }
    print_message("atan2 either to 1e7       %.4f ulp\n", worst_atan2);
    print_message("pow   1e-6..1e6 ^ -20..20 %.4f ulp\n", worst_pow);
    CHECK_NEAR(worst_atan2, 0.0, 1.0, "ulp");
    CHECK_NEAR(worst_pow, 0.0, 1.0, "ulp");
    mpfr_clear(exact);
    mpfr_clear(a);
    mpfr_clear(b);
}

static void normal_cdf_keeps_its_absolute_bound(void **state)
{
    struct tcs_rand rand = tcs_rand(20, 3);
    double worst = 0;
    mpfr_t exact;
    mpfr_t argument;

    mpfr_init2(exact, PRECISION);
    mpfr_init2(argument, 53);
    for (int trial = 0; trial < trial_count; trial++) {
        const double x = tcs_rand_between(&rand, -10, 10);

        mpfr_set_d(argument, x, MPFR_RNDN);
        exact_normal_cdf(exact, argument, MPFR_RNDN);
        mpfr_sub_d(exact, exact, tcs_normal_cdf(x), MPFR_RNDN);
        worst = fmax(worst, fabs(mpfr_get_d(exact, MPFR_RNDA)));
    }
    print_message("normal_cdf -10 to 10      %.3g absolute\n", worst);
    CHECK_NEAR(worst, 0.0, 1e-15, "1");
    mpfr_clear(exact);
    mpfr_clear(argument);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_one_argument_keep_their_bound),
        cmocka_unit_test(functions_of_two_arguments_keep_their_bound),
        cmocka_unit_test(normal_cdf_keeps_its_absolute_bound),
    };

    if (argc > 1)
        trial_count = atoi(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
