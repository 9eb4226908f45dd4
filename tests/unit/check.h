/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_CHECK_H
#define TCS_TESTS_CHECK_H

/*
 * check.h -- cmocka, and what it lacks: doubles with a tolerance and a unit.
 *
 * Test functions are static void sentence_as_name(void **state). A failure prints both
 * numbers with 17 digits.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CHECK(condition) assert_true(condition)
#define CHECK_INT(actual, expected) assert_int_equal(actual, expected)
#define CHECK_OK(call) assert_int_equal(call, 0)
#define CHECK_TEXT(actual, expected) assert_string_equal(actual, expected)

#define CHECK_NEAR(actual, expected, tolerance, unit)                                    \
    tcs_check_near(actual, expected, tolerance, unit, #actual, __FILE__, __LINE__)

/* NOLINTNEXTLINE(readability-function-size): a macro fills in the rest */
static inline void tcs_check_near(double actual, double expected, double tolerance,
                                  const char *unit, const char *what, const char *file,
                                  int line)
{
    const double difference = actual > expected ? actual - expected : expected - actual;

    if (difference <= tolerance) /* false for NaN */
        return;
    print_error("%s: is %.17g %s, expected %.17g within %g\n", what, actual, unit,
                expected, tolerance);
    _fail(file, line);
}

#endif
