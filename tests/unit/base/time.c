/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <string.h>

#include "check.h"

static struct tcs_leap_table table;

static int load(void **state)
{
    tcs_leap_builtin(&table);
    return 0;
}

static int64_t utc(const char *text)
{
    int64_t ns = 0;

    CHECK_OK(tcs_utc_parse(text, &ns));
    return ns;
}

/* date -u -d 2021-11-06T23:00:12Z +%s prints 1636239612. */
static void text_and_number_are_the_same_instant(void **state)
{
    char text[TCS_TIME_TEXT_LEN];

    CHECK(utc("2021-11-06T23:00:12.345Z") == INT64_C(1636239612345000000));
    CHECK(utc("2021-11-07T02:00:12.345+03:00") == INT64_C(1636239612345000000));
    tcs_utc_text(INT64_C(1636239612345678901), text);
    CHECK_TEXT(text, "2021-11-06T23:00:12.345678901Z");
    tcs_utc_text(-1, text);
    CHECK_TEXT(text, "1969-12-31T23:59:59.999999999Z");
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    char text[TCS_TIME_TEXT_LEN];

    for (int64_t day = -100000; day < 46000 * 2; day++) {
        const int64_t ns = day * 86400 * TCS_NS_PER_S + 1;

        tcs_utc_text(ns, text);
        CHECK(utc(text) == ns);
    }
}

static void refuses_what_is_no_time(void **state)
{
    static const char *const bad[] = {
        "",
        "2021-02-30T00:00:00Z",
        "2021-13-01T00:00:00Z",
        "2021-11-06T24:00:00Z",
        "2021-11-06T23:00:12",
        "2021-11-06T23:00:12.Z",
        "2021-11-06T23:00:12Z ",
        "2021-11-06T23:00:12.0123456789Z",
        "21-11-06T23:00:12Z",
    };
    int64_t ns = 42;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_INT(tcs_utc_parse(bad[i], &ns), TCS_E_DAMAGED);
    CHECK_INT(ns, 42);
}

/* Bulletin C 52: from 2017-01-01 TAI - UTC = 37 s, before 36 s. */
static void tai_runs_ahead_by_the_leap_seconds(void **state)
{
    const int64_t after = utc("2017-01-01T00:00:00Z");

    CHECK(tcs_time_from_utc(&table, after).tai_ns == after + 37 * TCS_NS_PER_S);
    CHECK(tcs_time_from_utc(&table, after - 1).tai_ns == after - 1 + 36 * TCS_NS_PER_S);
    CHECK(tcs_time_to_utc(&table, (struct tcs_time) { after + 37 * TCS_NS_PER_S }) ==
          after);
    /* The leap second itself: POSIX time repeats. */
    CHECK(tcs_time_to_utc(&table, (struct tcs_time) { after + 36 * TCS_NS_PER_S }) ==
          after);
    for (int64_t s = -200000; s < 200000; s += 777) {
        const int64_t t = after + s * TCS_NS_PER_S;

        CHECK(tcs_time_to_utc(&table, tcs_time_from_utc(&table, t)) == t);
    }
}

static void reads_the_systems_leap_file(void **state)
{
    static const char text[] =
        "#$ 3676924800\n#@ 3975955200\n# a comment\n"
        "2272060800\t10\t# 1 Jan 1972\n3692217600 37 # 1 Jan 2017\n";
    struct tcs_leap_table read;

    CHECK_OK(tcs_leap_parse(tcs_bytes(text, strlen(text)), &read));
    CHECK_INT(read.count, 2);
    CHECK(read.rows[1].utc_s == utc("2017-01-01T00:00:00Z") / TCS_NS_PER_S);
    CHECK_INT(read.rows[1].tai_minus_utc, 37);
    CHECK(read.expires_utc_s == INT64_C(3975955200) - INT64_C(2208988800));
}

static void a_damaged_leap_file_leaves_the_table_alone(void **state)
{
    static const char falling[] = "3692217600 37\n2272060800 10\n";
    struct tcs_leap_table read = table;

    CHECK_INT(tcs_leap_parse(tcs_bytes(falling, strlen(falling)), &read), TCS_E_DAMAGED);
    CHECK_INT(tcs_leap_parse(tcs_bytes("#\n", 2), &read), TCS_E_DAMAGED);
    assert_memory_equal(&read, &table, sizeof table);
}

static void time_of_day_is_resolved_across_midnight(void **state)
{
    static const struct {
        const char *seen, *expected;
        double tod_s;
    } cases[] = {
        { "2021-11-07T00:00:00.01Z", "2021-11-06T23:59:59.9921875Z", 86399.9921875 },
        { "2021-11-06T23:59:59.99Z", "2021-11-07T00:00:00.0078125Z", 0.0078125 },
        { "2021-11-06T12:00:00Z", "2021-11-06T12:00:01Z", 43201.0 },
        { "2021-11-06T23:59:59.99Z", "2021-11-06T23:59:59.98Z", 86399.98 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct tcs_time seen = tcs_time_from_utc(&table, utc(cases[i].seen));
        const struct tcs_time got =
            tcs_time_from_tod(&table, tcs_span_from_seconds(cases[i].tod_s).ns, seen);

        CHECK(tcs_time_to_utc(&table, got) == utc(cases[i].expected));
    }
}

static void arithmetic_saturates(void **state)
{
    const struct tcs_time first = { INT64_MIN };
    const struct tcs_time last = { INT64_MAX };

    CHECK(tcs_time_since(last, first).ns == INT64_MAX);
    CHECK(tcs_time_since(first, last).ns == INT64_MIN);
    CHECK(tcs_time_since(first, first).ns == 0);
    CHECK(tcs_time_add(last, (struct tcs_span) { 1 }).tai_ns == INT64_MAX);
    CHECK(tcs_span_from_seconds(1e300).ns == INT64_MAX);
    CHECK(tcs_span_from_seconds(-1e300).ns == INT64_MIN);
    CHECK(tcs_span_from_seconds(-1.5).ns == -1500000000);
    CHECK_NEAR(tcs_span_seconds((struct tcs_span) { -1500000000 }), -1.5, 0.0, "s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_number_are_the_same_instant),
        cmocka_unit_test(every_day_of_four_centuries_comes_back),
        cmocka_unit_test(refuses_what_is_no_time),
        cmocka_unit_test(tai_runs_ahead_by_the_leap_seconds),
        cmocka_unit_test(reads_the_systems_leap_file),
        cmocka_unit_test(a_damaged_leap_file_leaves_the_table_alone),
        cmocka_unit_test(time_of_day_is_resolved_across_midnight),
        cmocka_unit_test(arithmetic_saturates),
    };

    return cmocka_run_group_tests(tests, load, NULL);
}
