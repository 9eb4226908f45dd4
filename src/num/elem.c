/* SPDX-License-Identifier: Apache-2.0 */
#include "num/elem.h"

#include <stdint.h>
#include <string.h>

#include <sleef.h>

/*
 * Where the machine has vectors of two, SLEEF's functions for two numbers are called with
 * one: the same operations, and so the same bits (tests/unit/num/elem.c), but shorter
 * code than what compilers make of its plain C. asin and acos are the faster in C.
 */
#ifdef __SSE2__
#define OF_PAIR(name, x) _mm_storeu_pd(x, Sleef_cinz_##name##d2_u10sse2(_mm_loadu_pd(x)))
#define OF_ONE(name, x) _mm_cvtsd_f64(Sleef_cinz_##name##d2_u10sse2(_mm_set1_pd(x)))
#define OF_TWO(name, x, y)                                                               \
    _mm_cvtsd_f64(Sleef_cinz_##name##d2_u10sse2(_mm_set1_pd(x), _mm_set1_pd(y)))
#else
#define OF_PAIR(name, x)                                                                 \
    ((x)[0] = Sleef_cinz_##name##d1_u10purec((x)[0]),                                    \
     (x)[1] = Sleef_cinz_##name##d1_u10purec((x)[1]))
#define OF_ONE(name, x) Sleef_cinz_##name##d1_u10purec(x)
#define OF_TWO(name, x, y) Sleef_cinz_##name##d1_u10purec(x, y)
#endif

double tcs_sin(double x)
{
    return OF_ONE(sin, x);
}

double tcs_cos(double x)
{
    return OF_ONE(cos, x);
}

double tcs_tan(double x)
{
    return OF_ONE(tan, x);
}

double tcs_asin(double x)
{
    return Sleef_cinz_asind1_u10purec(x);
}

double tcs_acos(double x)
{
    return Sleef_cinz_acosd1_u10purec(x);
}

double tcs_atan(double x)
{
    return OF_ONE(atan, x);
}

double tcs_atan2(double y, double x)
{
    return OF_TWO(atan2, y, x);
}

double tcs_exp(double x)
{
    return OF_ONE(exp, x);
}

double tcs_log(double x)
{
    return OF_ONE(log, x);
}

double tcs_log10(double x)
{
    return OF_ONE(log10, x);
}

double tcs_pow(double x, double y)
{
    return OF_TWO(pow, x, y);
}

void tcs_exp_each(double *x, uint32_t n)
{
    for (; n >= 2; n -= 2, x += 2)
        OF_PAIR(exp, x);
    if (n > 0)
        *x = tcs_exp(*x);
}

void tcs_log_each(double *x, uint32_t n)
{
    for (; n >= 2; n -= 2, x += 2)
        OF_PAIR(log, x);
    if (n > 0)
        *x = tcs_log(*x);
}

double tcs_floor(double x)
{
    /* From 2^52 on every double is an integer; NaN and zeros go out as they came in. */
    if (!(tcs_fabs(x) < 4503599627370496.0) || x == 0.0)
        return x;
    const double toward_zero = (double)(int64_t)x;

    return toward_zero > x ? toward_zero - 1.0 : toward_zero;
}

/* Long division in base two. Each t is y times a power of two, and each subtraction has
 * t <= rest < 2 t: all of it is exact. */
double tcs_fmod(double x, double y)
{
    const double step = tcs_fabs(y);
    double rest = tcs_fabs(x);

    if (!(step > 0.0) || !(rest - rest == 0.0))
        return __builtin_nan("");
    if (rest < step) /* infinite steps as well */
        return x;
    double t = step;

    while (t <= rest * 0.5)
        t += t;
    while (t >= step) {
        if (rest >= t)
            rest -= t;
        t *= 0.5;
    }
    return __builtin_copysign(rest, x);
}

double tcs_normal_cdf(double x)
{
    const double sqrt_half = 0.70710678118654752440;

    return 0.5 * Sleef_cinz_erfcd1_u15purec(-x * sqrt_half);
}

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

const char *tcs_elem_version(void)
{
    return "SLEEF " TEXT(SLEEF_VERSION_MAJOR) "." TEXT(SLEEF_VERSION_MINOR) "." TEXT(
        SLEEF_VERSION_PATCHLEVEL);
}

enum { DIGEST_ARGUMENTS = 1000, FUNCTION_COUNT = 15 };

/* Every function at one u in (0, 1), stretched over the range in which it is used. */
static void sample(double u, double ret_values[FUNCTION_COUNT])
{
    const double signed_u = 2.0 * u - 1.0;

    ret_values[0] = tcs_sin(100.0 * signed_u);
    ret_values[1] = tcs_cos(100.0 * signed_u);
    ret_values[2] = tcs_tan(1.5 * signed_u);
    ret_values[3] = tcs_asin(signed_u);
    ret_values[4] = tcs_acos(signed_u);
    ret_values[5] = tcs_atan(1e3 * signed_u);
    ret_values[6] = tcs_atan2(signed_u, u - 0.25);
    ret_values[7] = tcs_exp(700.0 * signed_u);
    ret_values[8] = tcs_log(1e6 * u);
    ret_values[9] = tcs_log10(1e6 * u);
    ret_values[10] = tcs_pow(1e3 * u, 20.0 * signed_u);
    ret_values[11] = tcs_sqrt(1e6 * u);
    ret_values[12] = tcs_floor(1e6 * signed_u);
    ret_values[13] = tcs_fmod(1e6 * signed_u, 6.25 + u);
    ret_values[14] = tcs_normal_cdf(8.0 * signed_u);
}

struct tcs_digest tcs_elem_digest(void)
{
    struct tcs_digest digest = { 0, 0 };
    double values[FUNCTION_COUNT];

    for (int i = 0; i < DIGEST_ARGUMENTS; i++) {
        /* Spread by the golden ratio, so that no two arguments are close. */
        const double turned = (i + 1) * 0.61803398874989485;

        sample(turned - tcs_floor(turned), values);
        digest = tcs_digest_chain(digest, values, sizeof values);
    }
    return digest;
}
