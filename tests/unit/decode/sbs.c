/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/sbs.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

#define HEAD "MSG,3,5,211,4CA2D6,10057,2008/11/28,14:53:50.594,2008/11/28,14:58:51.153,"

static enum tcs_status read(const char *line, struct tcs_sbs *ret)
{
    return tcs_sbs_read(tcs_text_bytes(line), ret, NULL);
}

static bool has(const struct tcs_sbs *sbs, unsigned number)
{
    return (sbs->has >> number & 1) != 0;
}

static void a_position_is_read_column_by_column(void **state)
{
    struct tcs_sbs sbs;

    CHECK_OK(read(HEAD ",37000,,,51.45735,-1.02826,,,0,0,0,0", &sbs));
    CHECK_INT(sbs.type, 3);
    CHECK_INT(sbs.session, 5);
    CHECK_INT(sbs.aircraft, 211);
    CHECK_INT(sbs.address, 0x4ca2d6);
    CHECK_INT(sbs.flight, 10057);
    /* 2008-11-28T14:53:50.594Z */
    CHECK(sbs.generated_ns == INT64_C(1227884030594000000));
    CHECK(sbs.logged_ns == INT64_C(1227884331153000000));
    CHECK_INT(sbs.has, 1 << TCS_SBS_ALTITUDE_FT | 1 << TCS_SBS_LAT_DEG |
                           1 << TCS_SBS_LON_DEG | TCS_SBS_ALERT | TCS_SBS_EMERGENCY |
                           TCS_SBS_IDENT | TCS_SBS_GROUND | TCS_SBS_GENERATED |
                           TCS_SBS_LOGGED);
    CHECK_INT(sbs.flags, 0);
    CHECK_NEAR(sbs.numbers[TCS_SBS_ALTITUDE_FT], 37000.0, 0.0, "ft");
    CHECK_NEAR(sbs.numbers[TCS_SBS_LAT_DEG], 51.45735, 1e-12, "deg");
    CHECK_NEAR(sbs.numbers[TCS_SBS_LON_DEG], -1.02826, 1e-12, "deg");
}

static void the_other_types_have_the_other_columns(void **state)
{
    struct tcs_sbs sbs;

    CHECK_OK(read("MSG,1,1,1,406B90,1,,,,,EZY85MH ,,,,,,,,,,,0", &sbs));
    CHECK_TEXT(sbs.callsign, "EZY85MH");
    CHECK_INT(sbs.has, TCS_SBS_CALLSIGN | TCS_SBS_GROUND);
    CHECK_OK(read("MSG,4,1,1,406B90,1,,,,,,,408.3,146.4,,,-2432,,,,,", &sbs));
    CHECK(has(&sbs, TCS_SBS_SPEED_KT) && !has(&sbs, TCS_SBS_LAT_DEG));
    CHECK_NEAR(sbs.numbers[TCS_SBS_SPEED_KT], 408.3, 1e-12, "kt");
    CHECK_NEAR(sbs.numbers[TCS_SBS_TRACK_DEG], 146.4, 1e-12, "deg");
    CHECK_NEAR(sbs.numbers[TCS_SBS_VERTICAL_FTPM], -2432.0, 0.0, "ft/min");
    CHECK_OK(read("MSG,6,,,~4006B3,,,,,,,16000,,,,,,244,-1,1,0,0", &sbs));
    CHECK_TEXT(sbs.squawk, "0244");
    CHECK_INT(sbs.other_address, 1);
    CHECK_INT(sbs.flags, TCS_SBS_ALERT | TCS_SBS_EMERGENCY);
}

static void lines_that_are_none_are_told_apart(void **state)
{
    static const struct {
        const char *line;
        enum tcs_status status;
    } rows[] = {
        { "", TCS_E_FOREIGN },
        { "AIR,,64,522,4006B3,1509068,2009/06/19,07:12:42.179,2009/06/19,07:12:42.179",
          TCS_E_FOREIGN },
        { "ID ,,64,522,4006B3,1,2009/06/19,07:12:42.992,2009/06/19,07:12:42.992,BAW4J",
          TCS_E_FOREIGN },
        { "MSG,9,1,1,406B90,1,,,,,,,,,,,,,,,,", TCS_E_FOREIGN },
        { "MSG", TCS_E_DAMAGED },
        { "MSG,3,1,1,406B90,1,,,,,,,,,,,,,,,", TCS_E_DAMAGED },   /* 21 columns */
        { "MSG,3,1,1,406B90,1,,,,,,,,,,,,,,,,,", TCS_E_DAMAGED }, /* 23 */
        { "MSG,3,1,1,406B9,1,,,,,,,,,,,,,,,,", TCS_E_DAMAGED },   /* address */
        { "MSG,3,1,-1,406B90,1,,,,,,,,,,,,,,,,", TCS_E_DAMAGED }, /* a count */
        { "MSG,3,1,1,406B90,1,2008/11/28,,,,,,,,,,,,,,,", TCS_E_DAMAGED },
        { "MSG,3,1,1,406B90,1,2008/13/28,14:53:50.594,,,,,,,,,,,,,,", TCS_E_DAMAGED },
        { "MSG,3,1,1,406B90,1,,,,,ABCDEFGHI,,,,,,,,,,,", TCS_E_DAMAGED },
        { "MSG,3,1,1,406B90,1,,,,,,x,,,,,,,,,,", TCS_E_DAMAGED },
        { "MSG,3,1,1,406B90,1,,,,,,,,,90.1,0,,,,,,", TCS_E_IMPOSSIBLE },
        { "MSG,3,1,1,406B90,1,,,,,,,-1,,,,,,,,,", TCS_E_IMPOSSIBLE },
        { "MSG,3,1,1,406B90,1,,,,,,,,,,,,8,,,,", TCS_E_DAMAGED }, /* squawk */
        { "MSG,3,1,1,406B90,1,,,,,,,,,,,,,2,,,", TCS_E_DAMAGED }, /* a flag */
    };
    struct tcs_sbs sbs;
    struct tcs_sbs untouched;

    memset(&sbs, 0x5a, sizeof sbs);
    untouched = sbs;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CHECK_INT(read(rows[i].line, &sbs), rows[i].status);
    CHECK(memcmp(&sbs, &untouched, sizeof sbs) == 0);
}

/* But for the last digit, whose column may be empty. */
static void every_cut_of_a_line_is_noticed(void **state)
{
    static const char line[] = HEAD ",37000,,,51.45735,-1.02826,,,0,0,0,0";
    struct tcs_sbs sbs;

    for (size_t len = 0; len < sizeof line - 2; len++)
        CHECK_INT(tcs_sbs_read(tcs_bytes(line, len), &sbs, NULL),
                  len < 3 ? TCS_E_FOREIGN : TCS_E_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_position_is_read_column_by_column),
        cmocka_unit_test(the_other_types_have_the_other_columns),
        cmocka_unit_test(lines_that_are_none_are_told_apart),
        cmocka_unit_test(every_cut_of_a_line_is_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
