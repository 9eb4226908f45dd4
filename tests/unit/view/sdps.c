/* SPDX-License-Identifier: Apache-2.0 */
/* sdps.c -- the picture as 062, 063 and 065, read back by the decoder. */
#include "view/sdps.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "decode/asterix/asterix.h"

enum { RECORDS_MAX = 512 };

static struct tcs_site site;
static struct tcs_sdps sdps;
static struct tcs_asterix_record records[RECORDS_MAX];
static size_t record_count;
static size_t datagram_count;

/* Read by the edition that is sent. */
static void take(void *context, struct tcs_bytes datagram)
{
    struct tcs_asterix_set set;
    struct tcs_asterix_fault fault;

    tcs_asterix_set_latest(&set);
    if (context != NULL)
        CHECK_OK(tcs_asterix_set_choose(&set, 62, context));
    struct tcs_asterix_input in = tcs_asterix_input(&set, datagram);
    enum tcs_status status = TCS_OK;

    CHECK(datagram.len <= TCS_SDPS_DATAGRAM_MAX);
    datagram_count++;
    while (status == TCS_OK) {
        CHECK(record_count < RECORDS_MAX);
        status = tcs_asterix_next(&in, &records[record_count], &fault);
        record_count += status == TCS_OK;
    }
    CHECK_INT(status, TCS_END);
}

static struct tcs_time at(double s)
{
    /* 2021-11-06T20:00:00 is 72000 s into the day. */
    const struct tcs_time start =
        tcs_time_from_utc(&site.engine.leap, INT64_C(1636228800000000000));

    return tcs_time_add(start, tcs_span_from_seconds(s));
}

static int fresh(void **state)
{
    (void)state;
    memset(&site, 0, sizeof site);
    tcs_leap_builtin(&site.engine.leap);
    site.engine.frame = tcs_frame(
        (struct tcs_geodetic) { 33.3 * TCS_RAD_PER_DEG, 44.4 * TCS_RAD_PER_DEG, 40.0 });
    CHECK(tcs_sdps_begin(&sdps, 25, 100, NULL));
    record_count = datagram_count = 0;
    return 0;
}

static struct tcs_sdps_to to(void *context)
{
    return (struct tcs_sdps_to) { take, context };
}

static struct tcs_track_view track(uint64_t id)
{
    struct tcs_track_view t;

    memset(&t, 0, sizeof t);
    t.id = id;
    t.state = TCS_TRACK_CONFIRMED;
    t.kinds_seen = 1u << TCS_SENSOR_RADAR | 1u << TCS_SENSOR_RADIO;
    t.x = (struct tcs_vec6) { { 300.0, -200.0, 60.0, -5.0, 12.25, 1.0 } };
    for (int i = 0; i < 6; i++)
        t.P.m[i][i] = i < 3 ? 16.0 : 1.0;
    t.P.m[0][1] = t.P.m[1][0] = -4.0;
    t.class_p[TCS_CLASS_MULTIROTOR] = 0.9;
    t.at = at(0.0);
    t.seen_at = at(-0.75);
    return t;
}

static void a_track_is_told_with_its_accuracies(void **state)
{
    const struct tcs_track_view t = track(77);

    (void)state;
    tcs_sdps_tracks(&sdps, &site, at(0.0), &t, 1, to(NULL));
    CHECK_INT(datagram_count, 2);
    CHECK_INT(record_count, 2);
    const struct tcs_asterix_062 *r = &records[0].cat062;

    CHECK_INT(records[0].category, 62);
    CHECK_INT(r->sac << 8 | r->sic, 25 << 8 | 100);
    CHECK_INT(r->tod_ns / TCS_NS_PER_S, 72000);
    CHECK_INT(r->track, 1);
    CHECK_INT(r->begun, 1);
    CHECK_INT(r->coasting, 0);
    CHECK_INT(r->tentative, 0);
    CHECK_INT(r->mono, 0);
    CHECK_INT(r->no_adsb, 1);
    CHECK_INT(r->no_psr, 0);
    CHECK_INT(r->emitter, TCS_062_EMITTER_UNMANNED);
    CHECK_NEAR(r->x_m, 300.0, 0.25, "m");
    CHECK_NEAR(r->y_m, -200.0, 0.25, "m");
    CHECK_NEAR(r->vy_mps, 12.25, 0.0, "m/s");
    CHECK_NEAR(r->sigma_x_m, 4.0, 0.25, "m");
    CHECK_NEAR(r->covariance_xy_m, -2.0, 0.25, "m");
    CHECK_NEAR(r->sigma_vx_mps, 1.0, 0.125, "m/s");
    CHECK_NEAR(r->age_s, 0.75, 0.0, "s");
    /* 60 m above an origin at 40 m, in steps of 1.905 m. */
    CHECK_NEAR(r->geometric_altitude_m, 100.0, 0.96, "m");
    CHECK_NEAR(r->climb_mps, 1.0, 0.016, "m/s");
    /* A degree of latitude at 33.3 is 110,912 m: -200 m are -0.0018 degrees. */
    CHECK_NEAR(r->lat_rad / TCS_RAD_PER_DEG, 33.3 - 200.0 / 110912.0, 1e-5, "deg");
    CHECK_INT(records[1].category, 65);
    CHECK_INT(records[1].cat065.message, TCS_065_END_OF_BATCH);
    CHECK_INT(records[1].cat065.batch, 1);
    CHECK_INT(sdps.refused, 0);
}

static void a_number_lasts_until_the_end_is_told(void **state)
{
    struct tcs_track_view t[2] = { track(77), track(78) };

    (void)state;
    tcs_sdps_tracks(&sdps, &site, at(0.0), t, 2, to(NULL));
    t[1].state = TCS_TRACK_COASTING;
    t[1].at = at(1.0);
    record_count = 0;
    tcs_sdps_tracks(&sdps, &site, at(1.0), &t[1], 1, to(NULL));
    CHECK_INT(record_count, 3);
    CHECK_INT(records[0].cat062.track, 2);
    CHECK_INT(records[0].cat062.begun, 0);
    CHECK_INT(records[0].cat062.coasting, 1);
    CHECK_INT(records[1].cat062.track, 1);
    CHECK_INT(records[1].cat062.ended, 1);
    record_count = 0;
    t[0] = track(79); /* numbers are not used again at once */
    tcs_sdps_tracks(&sdps, &site, at(2.0), t, 2, to(NULL));
    CHECK_INT(record_count, 3);
    CHECK_INT(records[0].cat062.track, 3);
    CHECK_INT(records[1].cat062.track, 2);
}

static void tentative_tracks_are_not_told(void **state)
{
    struct tcs_track_view t = track(77);

    (void)state;
    t.state = TCS_TRACK_TENTATIVE;
    tcs_sdps_tracks(&sdps, &site, at(0.0), &t, 1, to(NULL));
    CHECK_INT(record_count, 1);
    CHECK_INT(records[0].category, 65);
}

static void many_tracks_and_great_errors_fit(void **state)
{
    struct tcs_track_view *t = calloc(300, sizeof *t);

    (void)state;
    assert_non_null(t);
    for (uint64_t i = 0; i < 300; i++) {
        t[i] = track(1000 + i);
        for (int k = 0; k < 6; k++)
            t[i].P.m[k][k] = 1e12;
        t[i].P.m[0][1] = t[i].P.m[1][0] = 9e11;
        t[i].x.v[2] = i % 2 == 0 ? -1e5 : 1e6;
        t[i].at = at(14400.0 - 1e-9); /* the last nanosecond of the day */
        t[i].seen_at = at(0.0);
    }
    tcs_sdps_tracks(&sdps, &site, at(14400.0), t, 300, to(NULL));
    free(t);
    CHECK_INT(record_count, 301);
    CHECK(datagram_count > 10);
    CHECK_INT(sdps.refused, 0);
    CHECK_NEAR(records[0].cat062.sigma_vx_mps, 63.75, 0.0, "m/s");
    CHECK_INT(records[0].cat062.tod_ns, INT64_C(86399992187500));
    CHECK_INT(records[300].cat065.tod_ns, 0);
}

static void an_older_edition_can_be_sent(void **state)
{
    static char edition[] = "1.17";
    const struct tcs_track_view t = track(77);

    (void)state;
    CHECK(!tcs_sdps_begin(&sdps, 25, 100, "9.9"));
    CHECK(tcs_sdps_begin(&sdps, 25, 100, edition));
    tcs_sdps_tracks(&sdps, &site, at(0.0), &t, 1, to(edition));
    CHECK_TEXT(tcs_asterix_edition_name(records[0].edition), edition);
    CHECK_INT(records[0].cat062.track, 1);
}

/* Sensor 0 has a source of its own, sensor 1 has none and was never heard. */
static void sensors_are_connected_while_they_are_heard(void **state)
{
    const double silence_s[] = { 1.0, -1.0 };
    struct tcs_feed_config *feed = &site.engine.feeds[0];

    (void)state;
    site.engine.sensor_count = 2;
    site.engine.feed_count = 1;
    feed->protocol = TCS_PROTOCOL_ASTERIX;
    feed->sensor_count = 1;
    feed->sensors[0] = 0;
    feed->sac_sic[0] = 25 << 8 | 7;
    site.engine.alarm.sensor_lost_s[0] = site.engine.alarm.sensor_lost_s[1] = 5.0;
    tcs_sdps_status(&sdps, &site, at(0.0), silence_s, to(NULL));
    CHECK_INT(record_count, 3);
    CHECK_INT(records[0].cat063.sensor_sac, 25);
    CHECK_INT(records[0].cat063.sensor_sic, 7);
    CHECK_INT(records[0].cat063.condition, TCS_063_OPERATIONAL);
    CHECK_INT(records[1].cat063.sensor_sac, 0);
    CHECK_INT(records[1].cat063.sensor_sic, 2);
    CHECK_INT(records[1].cat063.condition, TCS_063_NOT_CONNECTED);
    CHECK_INT(records[2].cat065.message, TCS_065_STATUS_MESSAGE);
    CHECK_INT(records[2].cat065.no_go, 0);
}

#define TEST(name) cmocka_unit_test_setup(name, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_track_is_told_with_its_accuracies),
        TEST(a_number_lasts_until_the_end_is_told),
        TEST(tentative_tracks_are_not_told),
        TEST(many_tracks_and_great_errors_fit),
        TEST(an_older_edition_can_be_sent),
        TEST(sensors_are_connected_while_they_are_heard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
