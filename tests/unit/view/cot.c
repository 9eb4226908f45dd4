/* SPDX-License-Identifier: Apache-2.0 */
#include "view/cot.h"

#include <string.h>

#include "check.h"

static struct tcs_site site;
static struct tcs_cot cot;
/* 2021-11-06T23:00:12 UTC, 37 s before the same count in TAI. */
static const struct tcs_time instant = { INT64_C(1636239649) * TCS_NS_PER_S };

static int fresh(void **state)
{
    memset(&site, 0, sizeof site);
    strcpy(site.name, "A <b>");
    tcs_leap_builtin(&site.engine.leap);
    site.engine.frame = tcs_frame((struct tcs_geodetic) { 0.5, 0.2, 100.0 });
    strcpy(site.engine.zones[0].name, "house");
    site.engine.zone_count = 1;
    site.engine.zones[0].volume.count = 4;
    site.engine.zones[0].volume.corners_m[1].v[0] = 6.0;
    site.engine.zones[0].volume.corners_m[2] = (struct tcs_vec2) { { 6.0, 8.0 } };
    site.engine.zones[0].volume.corners_m[3].v[1] = 8.0;
    return 0;
}

static bool alarm(enum tcs_alarm_state from, enum tcs_alarm_state to)
{
    struct tcs_alarm_change change = { .from = (uint16_t)from };

    change.alarm.id = 1;
    change.alarm.kind = TCS_ALARM_TAKE_COVER;
    change.alarm.state = (uint16_t)to;
    return tcs_view_cot_alarm(&site, instant, &change, &cot);
}

/* A rectangle of 6 m by 8 m: its corners lie 5 m from its middle. */
static void a_take_cover_is_an_alert_while_it_is_on(void **state)
{
    CHECK(alarm(TCS_ALARM_NORMAL, TCS_ALARM_UNACK));
    CHECK_TEXT(cot.type, "b-a-o-tbl");
    CHECK_TEXT(cot.uid, "tocsin.A--b-.alarm.1");
    CHECK_NEAR(cot.ce_m, 5.0, 1e-9, "m");
    CHECK(alarm(TCS_ALARM_UNACK, TCS_ALARM_LATCHED_UNACK));
    CHECK_TEXT(cot.type, "b-a-o-tbl");
    CHECK(alarm(TCS_ALARM_LATCHED, TCS_ALARM_NORMAL));
    CHECK_TEXT(cot.type, "b-a-o-can");
    CHECK(alarm(TCS_ALARM_UNACK, TCS_ALARM_OUT_OF_SERVICE));
    CHECK_TEXT(cot.type, "b-a-o-can");
}

static void what_was_not_on_and_is_not_on_is_no_alert(void **state)
{
    CHECK(!alarm(TCS_ALARM_NORMAL, TCS_ALARM_OUT_OF_SERVICE));
    CHECK(!alarm(TCS_ALARM_OUT_OF_SERVICE, TCS_ALARM_NORMAL));
    CHECK(!alarm(TCS_ALARM_UNACK, TCS_ALARM_UNACK)); /* numbers alone */
}

static void an_end_names_the_track_by_its_uid(void **state)
{
    const struct tcs_track_view track = { .id = 7 };
    char expected[200];

    tcs_view_cot_track(&site, instant, &track, &cot);
    snprintf(expected, sizeof expected,
             "<link uid=\"%s\" relation=\"none\" type=\"none\"/><__forcedelete/>",
             cot.uid);
    tcs_view_cot_gone(&site, instant, 7, &cot);
    CHECK_TEXT(cot.type, "t-x-d-d");
    CHECK_TEXT(cot.uid, "tocsin.A--b-.7.gone");
    CHECK_INT(cot.rest_len, strlen(expected));
    CHECK(memcmp(cot.rest, expected, cot.rest_len) == 0);
    CHECK(cot.time_ns == INT64_C(1636239612) * TCS_NS_PER_S);
    CHECK(cot.stale_ns > cot.time_ns);
}

static void a_wish_for_tak_protocol_has_the_uid_of_the_offer(void **state)
{
    tcs_view_cot_request(&site, instant, "offer-1", &cot);
    CHECK_TEXT(cot.uid, "offer-1");
    CHECK_TEXT(cot.type, "t-x-takp-q");
    CHECK(strstr(cot.rest, "<TakRequest version=\"1\"/>") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_take_cover_is_an_alert_while_it_is_on, fresh),
        cmocka_unit_test_setup(what_was_not_on_and_is_not_on_is_no_alert, fresh),
        cmocka_unit_test_setup(an_end_names_the_track_by_its_uid, fresh),
        cmocka_unit_test_setup(a_wish_for_tak_protocol_has_the_uid_of_the_offer, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
