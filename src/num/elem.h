/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NUM_ELEM_H
#define TCS_NUM_ELEM_H

/*
 * elem.h -- elementary functions with the same bits on every machine.
 *
 * Wraps SLEEF's deterministic variants without FMA (Sleef_cinz_*_u10purec, or _u10sse2
 * with the same bits): at most 1.0 ulp; measured against MPFR in tests/unit/num. glibc's
 * own differ between CPUs. Angles in radians. Out of domain: NaN, as in C.
 */

#include <stdint.h>

double tcs_sin(double x);
double tcs_cos(double x);
double tcs_tan(double x);
double tcs_asin(double x);
double tcs_acos(double x);
double tcs_atan(double x);
double tcs_atan2(double y, double x);
double tcs_exp(double x);
double tcs_log(double x);
double tcs_log10(double x);
double tcs_pow(double x, double y);
/* Each of n numbers becomes its exponential, its logarithm: the bits of the above, two at
 * a time where the machine can, which takes half as long. */
void tcs_exp_each(double *x, uint32_t n);
void tcs_log_each(double *x, uint32_t n);
/* + - * / only: IEEE 754 makes these exact in themselves. */
/* One instruction: correctly rounded everywhere. (gcc -O0 alone calls libm, whose sqrt is
 * correctly rounded as IEEE 754 demands.) */
static inline double tcs_sqrt(double x)
{
    return __builtin_sqrt(x);
}
static inline double tcs_fabs(double x)
{
    return __builtin_fabs(x);
}
double tcs_floor(double x);
/* Exact, with the sign of x. About one step for each doubling of |x / y|. */
double tcs_fmod(double x, double y);
/* Standard normal: P(X <= x); absolute error below 1e-15. */
double tcs_normal_cdf(double x);

/* SLEEF's version as text, and the digest of 1,000 stated arguments through every
 * function above: the record carries both, and replay names a mismatch. */
#include "base/digest.h"
const char *tcs_elem_version(void);
struct tcs_digest tcs_elem_digest(void);

#endif
