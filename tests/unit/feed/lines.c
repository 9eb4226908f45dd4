/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/lines.h"

#include <string.h>

#include "check.h"

static int64_t time_of(const char *line)
{
    int64_t utc_ns = -1;

    if (!tcs_line_time(tcs_bytes(line, strlen(line)), &utc_ns))
        return -1;
    return utc_ns;
}

static void csv_keeps_its_nanoseconds(void **state)
{
    CHECK(time_of("1457996400,\"8D40\",x") == INT64_C(1457996400000000000));
    CHECK(time_of("1457996400.000000001,\"8D40\"") == INT64_C(1457996400000000001));
    CHECK(time_of("1457996400.5,") == INT64_C(1457996400500000000));
}

static void json_gives_its_member_time(void **state)
{
    CHECK(time_of("{\"sensor\":\"a\",\"time\":\"2021-11-06T23:00:12.345Z\"}") ==
          INT64_C(1636239612345000000));
    CHECK(time_of("{\"time\" : \"2021-11-06T23:00:12Z\"}") ==
          INT64_C(1636239612000000000));
}

static void aircraft_give_the_time_of_their_receiver(void **state)
{
    CHECK(time_of("{\"now\" : 1795460342.977,\"hex\":\"406b90\"}") ==
          INT64_C(1795460342977000000));
    CHECK(time_of("-00a66ef135;rs=1;t=1617000000.123;") == INT64_C(1617000000123000000));
    CHECK(time_of("+00;t=1617000000;rt=1;") == INT64_C(1617000000000000000));
}

static void lines_without_a_time_are_told(void **state)
{
    static const char *const lines[] = {
        "",
        "time,hex",
        ",1",
        "12",
        "12x,",
        "{}",
        "{\"time\":12}",
        "{\"time\":\"yesterday\"}",
        "{\"time\"",
        "{\"time\":\"",
        "{\"now\":\"12\",",
        "{\"now\":12}",
        "-00a66ef135;rs=1;",
        "-00a66ef135;t=12",
        "-",
        "99999999999,",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        CHECK(time_of(lines[i]) == -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_keeps_its_nanoseconds),
        cmocka_unit_test(json_gives_its_member_time),
        cmocka_unit_test(aircraft_give_the_time_of_their_receiver),
        cmocka_unit_test(lines_without_a_time_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
