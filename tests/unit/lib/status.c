/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "check.h"

#include <tocsin/status.h>

static void every_status_has_a_text_and_other_numbers_too(void **state)
{
    CHECK_TEXT(tocsin_status_text(TOCSIN_OK), "ok");
    CHECK_TEXT(tocsin_status_text(TOCSIN_E_MEMORY), "out of memory");
    for (int status = TOCSIN_E_MEMORY; status <= TOCSIN_END; status++)
        CHECK(strcmp(tocsin_status_text(status), "unknown status") != 0);
    CHECK_TEXT(tocsin_status_text(99), "unknown status");
    CHECK_TEXT(tocsin_status_text(-99), "unknown status");
}

/* The build takes it from meson.build, callers take it from the header. */
static void the_version_of_the_headers_is_that_of_the_library(void **state)
{
    char numbers[32];

    CHECK_TEXT(tocsin_version(), TOCSIN_VERSION);
    snprintf(numbers, sizeof numbers, "%d.%d.%d", TOCSIN_VERSION_MAJOR,
             TOCSIN_VERSION_MINOR, TOCSIN_VERSION_PATCH);
    CHECK_TEXT(numbers, TOCSIN_VERSION);
}

/* On 2026-01-01T00:00:00Z (1767225600 s) TAI - UTC has been 37 s since 2017; one second
 * before 2017-01-01T00:00:00Z (1483228800 s) it was 36 s. */
static void time_goes_by_the_leap_seconds(void **state)
{
    const int64_t s = 1000000000;

    CHECK(tocsin_time_from_utc(1767225600 * s + 5) == 1767225637 * s + 5);
    CHECK(tocsin_time_from_utc(1483228799 * s) == 1483228835 * s);
    CHECK(tocsin_time_to_utc(1767225637 * s + 5) == 1767225600 * s + 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text_and_other_numbers_too),
        cmocka_unit_test(the_version_of_the_headers_is_that_of_the_library),
        cmocka_unit_test(time_goes_by_the_leap_seconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
