/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/report.h"

#include <stdio.h>

#include "desk.h"
#include "num/elem.h"
#include "observe/claim.h"

static struct desk desk;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_REPORT);
    desk.sensor.position_sigma_m = 20.0;
    desk.sensor.height_sigma_m = 30.0;
    return 0;
}

/* Over the site's origin, 100 m up (ellipsoid: 140 m), at 23:59:58.7 UTC, going east. */
static struct tcs_cot event(const char *type)
{
    struct tcs_cot cot = { .parts = TCS_COT_HAE | TCS_COT_CE | TCS_COT_LE | TCS_COT_TRACK,
                           .time_ns = INT64_C(1636243198700000000),
                           .stale_ns = INT64_C(1636243298700000000),
                           .lat_deg = 33.3,
                           .lon_deg = 44.4,
                           .hae_m = 140.0,
                           .ce_m = 7.0,
                           .le_m = 9.0,
                           .course_deg = 90.0,
                           .speed_mps = 12.0,
                           .uid = "ANDROID-1",
                           .how = "m-g" };

    snprintf(cot.type, sizeof cot.type, "%s", type);
    return cot;
}

static void an_aircraft_is_a_claim(void **state)
{
    const struct tcs_cot cot = event("a-f-A-M-H-Q");

    CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_OK);
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK(!desk.looks[0].counts_misses);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.8, 1e-9, "s");
    CHECK_INT(obs->kind, TCS_OBS_CLAIM);
    CHECK_INT(obs->said, TCS_SAID_DRONE);
    CHECK(obs->claim_id >> 56 == TCS_CLAIM_UID);
    CHECK_NEAR(obs->z[0], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[1], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[2], 100.0, 1e-3, "m");
    CHECK_NEAR(obs->sigma[0], 7.0, 1e-9, "m");
    CHECK_NEAR(obs->sigma[2], 9.0, 1e-9, "m");
    CHECK(obs->has_velocity);
    CHECK_NEAR(obs->velocity_mps.v[0], 12.0, 1e-9, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[1], 0.0, 1e-9, "m/s");
}

/* The type goes by its letters up to a hyphen or its end: A-M-HQ is no A-M-H-Q. */
static void the_type_tells_what_it_says_to_be(void **state)
{
    static const struct {
        const char *type;
        enum tcs_said_class said;
    } rows[] = {
        { "a-h-A-M-F-Q-r", TCS_SAID_DRONE }, { "a-u-A-M-F", TCS_SAID_CREWED },
        { "a-n-A-C-H", TCS_SAID_CREWED },    { "a-f-A-M-HQ", TCS_SAID_NOTHING },
        { "a-f-A", TCS_SAID_NOTHING },       { "a-u-A-W-M", TCS_SAID_NOTHING },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct tcs_cot cot = event(rows[i].type);

        CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_OK);
        CHECK_INT(desk.look_count, i + 1);
        CHECK_INT(desk_last(&desk)->said, rows[i].said);
    }
}

static void what_does_not_fly_is_heard_only(void **state)
{
    static const char *const types[] = { "a-f-G-U-C", "b-m-p-s-p-op", "t-x-takp-v",
                                         "a-f",       "a-f-AA",       "a-f-S" };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const struct tcs_cot cot = event(types[i]);

        CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_OK);
    }
    CHECK_INT(desk.look_count, 0);
    CHECK(desk.counts.heard_at.tai_ns != 0);
}

static void our_own_and_stale_events_are_refused(void **state)
{
    struct tcs_cot cot = event("a-u-A-M-H-Q");

    snprintf(cot.uid, sizeof cot.uid, "tocsin.Residence.12");
    CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_E_REFUSED);
    cot = event("a-u-A-M-H-Q");
    cot.stale_ns = cot.time_ns; /* 0.8 s before it came */
    CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_E_REFUSED);
    CHECK_INT(desk.look_count, 0);
}

static void what_is_not_known_is_the_sensors(void **state)
{
    struct tcs_cot cot = event("a-f-A-M-H-Q");

    cot.parts = 0;
    CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_OK);
    CHECK_NEAR(desk_last(&desk)->sigma[0], 20.0, 1e-9, "m");
    CHECK_NEAR(desk_last(&desk)->z[2], 100.0, 1e-9, "m"); /* a drone without a height */
    CHECK(!desk_last(&desk)->has_velocity);
    snprintf(cot.how, sizeof cot.how, "h-e"); /* marked by hand */
    CHECK_INT(tcs_report_cot(&desk.neck, 0, &cot), TCS_OK);
    CHECK_NEAR(desk_last(&desk)->sigma[0], 100.0, 1e-9, "m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_aircraft_is_a_claim, fresh),
        cmocka_unit_test_setup(the_type_tells_what_it_says_to_be, fresh),
        cmocka_unit_test_setup(what_does_not_fly_is_heard_only, fresh),
        cmocka_unit_test_setup(our_own_and_stale_events_are_refused, fresh),
        cmocka_unit_test_setup(what_is_not_known_is_the_sensors, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
