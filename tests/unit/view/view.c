/* SPDX-License-Identifier: Apache-2.0 */
#include "view/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static struct tcs_site site;

/* TAI 1636239649 s is 2021-11-06T23:00:12Z (37 leap seconds; date -u -d @1636239612). */
static const struct tcs_time instant = { INT64_C(1636239649) * TCS_NS_PER_S };

static int make_site(void **state)
{
    static const double corners[4][2] = { { 0, 0 }, { 0, 100 }, { 50, 100 }, { 50, 0 } };

    memset(&site, 0, sizeof site);
    tcs_leap_builtin(&site.engine.leap);
    strcpy(site.name, "Residence");
    site.engine.frame = tcs_frame((struct tcs_geodetic) {
        33.3050 * TCS_RAD_PER_DEG, 44.3850 * TCS_RAD_PER_DEG, 40.0 });
    site.engine.zone_count = 1;
    strcpy(site.engine.zones[0].name, "house");
    site.engine.zones[0].people = 14;
    site.engine.zones[0].cover_s = 8.0;
    site.engine.zones[0].volume.ceiling_m = 60.0;
    site.engine.zones[0].volume.count = 4;
    for (int i = 0; i < 4; i++) /* clockwise */
        site.engine.zones[0].volume.corners_m[i] =
            (struct tcs_vec2) { { corners[i][0], corners[i][1] } };
    site.engine.sensor_count = 1;
    strcpy(site.engine.sensors[0].name, "radar-roof");
    site.engine.sensors[0].kind = TCS_SENSOR_RADAR;
    site.engine.sensors[0].position_m.v[2] = 18.0;
    site.engine.sensors[0].coverage.range_max_m = 3000.0;
    site.engine.sensors[0].coverage.az_width_rad = TCS_PI / 2.0;
    site.engine.feed_count = 1;
    strcpy(site.engine.feeds[0].name, "radar");
    site.sink_count = 1;
    strcpy(site.sinks[0].name, "siren");
    return 0;
}

/* Text of a member of an object; the path has dots and array indices. */
static const json_t *member(const json_t *value, const char *path)
{
    char part[64];

    while (*path != '\0') {
        const size_t len = strcspn(path, ".");

        CHECK(len < sizeof part);
        memcpy(part, path, len);
        part[len] = '\0';
        value = json_is_array(value) ? json_array_get(value, strtoul(part, NULL, 10))
                                     : json_object_get(value, part);
        path += len + (path[len] == '.');
    }
    return value;
}

static const char *text(const json_t *value, const char *path)
{
    const json_t *found = member(value, path);

    return json_is_string(found) ? json_string_value(found) : "(no text)";
}

static double number(const json_t *value, const char *path)
{
    const json_t *found = member(value, path);

    CHECK(json_is_number(found));
    return json_number_value(found);
}

static void site_is_as_the_api_says(void **state)
{
    json_t *view = tcs_view_site(&site);

    CHECK_TEXT(text(view, "name"), "Residence");
    CHECK_NEAR(number(view, "origin.lat"), 33.3050, 1e-12, "deg");
    CHECK_NEAR(number(view, "origin.height_m"), 40.0, 1e-9, "m");
    CHECK_TEXT(text(view, "zones.0.id"), "house");
    CHECK_NEAR(number(view, "zones.0.people"), 14.0, 0.0, "1");
    CHECK_NEAR(number(view, "zones.0.cover_s"), 8.0, 0.0, "s");
    CHECK_TEXT(text(view, "sensors.0.id"), "radar-roof");
    CHECK_TEXT(text(view, "sensors.0.kind"), "radar");
    CHECK_NEAR(number(view, "sensors.0.height_m"), 18.0, 1e-9, "m");
    CHECK_NEAR(number(view, "sensors.0.az_width_deg"), 90.0, 1e-9, "deg");
    json_decref(view);
}

/* The ring is closed and runs counter-clockwise, whatever the site file has: RFC 7946,
 * 3.1.6. One degree of latitude here is 110.9 km: 100 m are 0.000902 degrees. */
static void zones_are_rings_that_turn_left(void **state)
{
    json_t *view = tcs_view_zones_geojson(&site);
    const json_t *ring = member(view, "features.0.geometry.coordinates.0");
    double twice = 0.0;

    CHECK_TEXT(text(view, "type"), "FeatureCollection");
    CHECK_TEXT(text(view, "features.0.type"), "Feature");
    CHECK_TEXT(text(view, "features.0.geometry.type"), "Polygon");
    CHECK_TEXT(text(view, "features.0.properties.id"), "house");
    CHECK(member(view, "features.0.properties.corners") == NULL);
    CHECK_INT(json_array_size(ring), 5);
    CHECK(json_equal(json_array_get(ring, 0), json_array_get(ring, 4)));
    for (size_t i = 0; i < 4; i++) {
        const json_t *a = json_array_get(ring, i), *b = json_array_get(ring, i + 1);
        const double ax = number(a, "0") - 44.385, ay = number(a, "1") - 33.305;
        const double bx = number(b, "0") - 44.385, by = number(b, "1") - 33.305;

        twice += ax * by - bx * ay;
        CHECK(ay > -1e-6 && ay < 0.000905);
    }
    CHECK(twice > 0.0);
    json_decref(view);
}

static struct tcs_track_view some_track(void)
{
    struct tcs_track_view t = { .id = UINT64_C(18446744073709551615),
                                .state = TCS_TRACK_COASTING,
                                .kinds_seen =
                                    1U << TCS_SENSOR_RADAR | 1U << TCS_SENSOR_RADIO,
                                .existence = 0.97,
                                .at = instant };

    t.x = (struct tcs_vec6) { { 100.0, 200.0, 55.0, -3.0, 4.0, -1.5 } };
    t.P.m[0][0] = 100.0;
    t.P.m[1][1] = 100.0;
    t.P.m[0][1] = t.P.m[1][0] = 60.0;
    t.P.m[2][2] = 49.0;
    t.first_at.tai_ns = instant.tai_ns - 20 * TCS_NS_PER_S;
    t.seen_at.tai_ns = instant.tai_ns - TCS_NS_PER_S / 2;
    t.class_p[TCS_CLASS_MULTIROTOR] = 0.75;
    t.class_p[TCS_CLASS_BIRD] = 0.25;
    return t;
}

/*
 * Speed 5 m/s from (-3, 4): course 360 - atan(3/4) = 323.130 degrees. Covariance
 * [100 60; 60 100] has eigenvalues 160 and 40 on the diagonals: axes sqrt(5.9915 * 160)
 * = 30.962 and sqrt(5.9915 * 40) = 15.481 m, the major one to the north-east.
 */
static void track_is_as_the_api_says(void **state)
{
    const struct tcs_track_view track = some_track();
    const struct tcs_threat threats[2] = {
        { .track_id = 4, .p_enter = 0.9 },
        { .track_id = track.id, .p_enter = 0.4, .eta_s = -1.0 },
    };
    const struct tcs_view_picture picture = { &track, 1, threats, 2 };
    json_t *view = tcs_view_track(&site, &picture, 0);

    CHECK_TEXT(text(view, "id"), "18446744073709551615");
    CHECK_TEXT(text(view, "state"), "coasting");
    CHECK_NEAR(number(view, "height_m"), 55.0, 1e-9, "m");
    CHECK_NEAR(number(view, "speed_mps"), 5.0, 1e-12, "m/s");
    CHECK_NEAR(number(view, "course_deg"), 323.130102354, 1e-8, "deg");
    CHECK_NEAR(number(view, "climb_mps"), -1.5, 0.0, "m/s");
    CHECK_NEAR(number(view, "age_s"), 0.5, 1e-9, "s");
    CHECK_NEAR(number(view, "seconds"), 20.0, 1e-9, "s");
    CHECK_NEAR(number(view, "ellipse.major_m"), 30.962, 0.001, "m");
    CHECK_NEAR(number(view, "ellipse.minor_m"), 15.481, 0.001, "m");
    CHECK_NEAR(number(view, "ellipse.bearing_deg"), 45.0, 1e-9, "deg");
    CHECK_NEAR(number(view, "height_sigma_m"), 7.0, 1e-12, "m");
    CHECK_INT(json_array_size(member(view, "kinds")), 2);
    CHECK_TEXT(text(view, "kinds.1"), "radio");
    CHECK_NEAR(number(view, "class.multirotor"), 0.75, 0.0, "1");
    CHECK_NEAR(number(view, "class.fixed-wing"), 0.0, 0.0, "1");
    CHECK(json_is_null(member(view, "claim")));
    CHECK_INT(json_array_size(member(view, "threats")), 1);
    CHECK_TEXT(text(view, "threats.0.zone"), "house");
    CHECK(json_is_null(member(view, "threats.0.eta_s")));
    json_decref(view);
}

static void claims_are_told_apart(void **state)
{
    struct tcs_track_view track = some_track();
    const struct tcs_view_picture picture = { &track, 1, NULL, 0 };

    track.claim_id = UINT64_C(0x0100000000406b90);
    json_t *view = tcs_view_track(&site, &picture, 0);

    CHECK_TEXT(text(view, "claim"), "ICAO 406B90");
    json_decref(view);
    track.claim_id = UINT64_C(0x020123456789abcd);
    view = tcs_view_track(&site, &picture, 0);
    CHECK_TEXT(text(view, "claim"), "RID 0123456789abcd");
    json_decref(view);
    track.claim_id = UINT64_C(3) << 56 | 211234560;
    view = tcs_view_track(&site, &picture, 0);
    CHECK_TEXT(text(view, "claim"), "vessel MMSI 211234560");
    json_decref(view);
    track.claim_id = UINT64_C(3) << 56 | 111232506;
    view = tcs_view_track(&site, &picture, 0);
    CHECK_TEXT(text(view, "claim"), "aircraft MMSI 111232506");
    json_decref(view);
}

static void what_is_not_finite_is_null(void **state)
{
    struct tcs_track_view track = some_track();
    const struct tcs_view_picture picture = { &track, 1, NULL, 0 };

    track.x.v[5] = (double)INFINITY;
    track.P.m[0][0] = (double)NAN;
    json_t *view = tcs_view_tracks_geojson(&site, &picture);

    CHECK(json_is_null(member(view, "features.0.properties.climb_mps")));
    CHECK(member(view, "features.0.properties.ellipse.major_m") != NULL);
    CHECK_INT(json_array_size(member(view, "features.0.geometry.coordinates")), 3);
    json_decref(view);
}

static void alarm_is_as_the_api_says(void **state)
{
    struct tcs_alarm_change change = { .from = TCS_ALARM_NORMAL };

    change.alarm = (struct tcs_alarm) { .id = 1,
                                        .kind = TCS_ALARM_TAKE_COVER,
                                        .state = TCS_ALARM_UNACK,
                                        .evidence = TCS_EVIDENCE_TWO_KINDS,
                                        .occurrence = 3,
                                        .raised_at = instant,
                                        .changed_at = instant,
                                        .seconds_left = -1.0,
                                        .probability = 0.5,
                                        .tracks = { 12, 0, 13 },
                                        .who = "tocsin",
                                        .why = "caf\xc3" }; /* cut inside a character */
    json_t *view = tcs_view_alarm_change(&site, instant, &change);

    CHECK_TEXT(text(view, "type"), "alarm");
    CHECK_TEXT(text(view, "site"), "Residence");
    CHECK_TEXT(text(view, "time"), "2021-11-06T23:00:12.000000000Z");
    CHECK_TEXT(text(view, "from"), "normal");
    CHECK_TEXT(text(view, "alarm.kind"), "take-cover");
    CHECK_TEXT(text(view, "alarm.subject"), "house");
    CHECK_TEXT(text(view, "alarm.state"), "unacknowledged");
    CHECK_TEXT(text(view, "alarm.evidence"), "two-kinds");
    CHECK_NEAR(number(view, "alarm.occurrence"), 3.0, 0.0, "1");
    CHECK(json_is_null(member(view, "alarm.seconds_left")));
    CHECK(json_is_null(member(view, "alarm.shelved_until")));
    CHECK_INT(json_array_size(member(view, "alarm.tracks")), 2);
    CHECK_TEXT(text(view, "alarm.tracks.1"), "13");
    CHECK_TEXT(text(view, "alarm.why"), "caf?");
    json_decref(view);
}

/* RFC 5424: priority 16 x 8 + severity; six digits of a second; `]`, `"` and `\` of a
 * value behind a backslash; no octets that are not UTF-8. */
static void a_change_of_an_alarm_is_a_line_of_syslog(void **state)
{
    struct tcs_alarm_change change = { .from = TCS_ALARM_NORMAL };
    char line[TCS_VIEW_SYSLOG_LEN];

    change.alarm = (struct tcs_alarm) { .id = 1,
                                        .kind = TCS_ALARM_TAKE_COVER,
                                        .state = TCS_ALARM_UNACK,
                                        .occurrence = 3,
                                        .seconds_left = 24.6,
                                        .probability = 0.5,
                                        .who = "a]b" };
    tcs_view_syslog(&site, instant, &change, line);
    CHECK_TEXT(line, "<129>1 2021-11-06T23:00:12.000000Z Residence tocsin - take-cover "
                     "[alarm@32473 id=\"1\" kind=\"take-cover\" subject=\"house\" "
                     "from=\"normal\" state=\"unacknowledged\" occurrence=\"3\" "
                     "probability=\"0.500\" who=\"a\\]b\"] \xEF\xBB\xBF"
                     "take-cover house: unacknowledged, 25 s left");
    change.from = TCS_ALARM_UNACK; /* only the numbers */
    strcpy(change.alarm.why, "caf\xc3");
    tcs_view_syslog(&site, instant, &change, line);
    CHECK(strncmp(line, "<134>1 ", 7) == 0);
    CHECK_TEXT(line + strlen(line) - 5, " caf?");
    change.from = TCS_ALARM_NORMAL;
    change.alarm.kind = TCS_ALARM_SENSOR_LOST;
    tcs_view_syslog(&site, instant, &change, line);
    CHECK(strncmp(line, "<132>1 ", 7) == 0);
    CHECK(strstr(line, "subject=\"radar-roof\"") != NULL);
}

/* local0: 16 x 8, and info 6 or warning 4. What is down is named. */
static void how_we_fare_is_a_line_of_syslog(void **state)
{
    static struct tcs_view_health health;
    static const char start[] =
        "<134>1 2021-11-06T23:00:12.000000Z Residence tocsin - status "
        "[status@32473 mode=\"live\" tracks=\"3\" ";
    char line[TCS_VIEW_SYSLOG_LEN];

    health =
        (struct tcs_view_health) { .now = instant, .mode = "live", .track_count = 3 };
    for (uint32_t i = 0; i < site.engine.feed_count; i++)
        health.feed_up[i] = true;
    for (uint32_t i = 0; i < site.sink_count; i++)
        health.outputs[i].up = true;
    tcs_view_syslog_status(&site, &health, line);
    CHECK(strncmp(line, start, strlen(start)) == 0);
    health.lost = 1;
    tcs_view_syslog_status(&site, &health, line);
    CHECK(strncmp(line, "<132>1 ", 7) == 0);
    health.lost = 0;
    health.feed_up[0] = false;
    tcs_view_syslog_status(&site, &health, line);
    CHECK(strncmp(line, "<132>1 ", 7) == 0);
    CHECK(strstr(line, "; down: ") != NULL);
    CHECK(strstr(line, site.engine.feeds[0].name) != NULL);
}

/* The message is the event itself, in ASCII; the structured data is that of the words. */
static void an_event_of_ocsf_goes_as_a_line_of_syslog(void **state)
{
    const struct tcs_view_picture none = { 0 };
    struct tcs_alarm_change change = { .from = TCS_ALARM_NORMAL };
    char words[TCS_VIEW_SYSLOG_LEN];
    char line[TCS_VIEW_SYSLOG_LEN];

    change.alarm = (struct tcs_alarm) { .id = 1,
                                        .kind = TCS_ALARM_TAKE_COVER,
                                        .state = TCS_ALARM_UNACK,
                                        .why = "caf\xc3\xa9" };
    tcs_view_syslog(&site, instant, &change, words);
    tcs_view_syslog_ocsf(&site, instant, &none, &change, line);
    const size_t head = (size_t)(strstr(line, "{\"") - line);

    CHECK(strncmp(line, words, head) == 0);
    CHECK(strncmp(words + head, "\xEF\xBB\xBFtake-cover", 13) == 0);
    for (const char *c = line; *c != '\0'; c++)
        CHECK((unsigned char)*c < 0x80);
    json_t *event = json_loads(line + head, 0, NULL);

    CHECK_NEAR(number(event, "class_uid"), 8001.0, 0.0, "1");
    CHECK_TEXT(text(event, "unmapped.alarm.why"), "caf\xc3\xa9");
    json_decref(event);
}

/* A multirotor going north at 20 m/s, 200 m east of the origin: type 2, course 0. */
static void a_track_and_an_alarm_are_events_of_ocsf(void **state)
{
    struct tcs_track_view track = { .id = 7,
                                    .state = TCS_TRACK_CONFIRMED,
                                    .existence = 0.9,
                                    .x = { { 200.0, 0.0, 30.0, 0.0, 20.0, -1.0 } },
                                    .class_p = { 0.1, 0.8, 0.0, 0.0, 0.1 },
                                    .claim_id = (uint64_t)TCS_CLAIM_ICAO << 56 | 0xabc };
    const struct tcs_view_picture picture = { .tracks = &track, .track_count = 1 };
    struct tcs_alarm_change change = { .from = TCS_ALARM_NORMAL };
    json_t *view = tcs_view_ocsf_track(&site, instant, &picture, 0);

    CHECK_NEAR(number(view, "type_uid"), 800102.0, 0.0, "1");
    CHECK_NEAR(number(view, "time"), 1636239612000.0, 0.0, "ms");
    CHECK_NEAR(number(view, "severity_id"), 1.0, 0.0, "1");
    CHECK_TEXT(text(view, "unmanned_aerial_system.uid"), "7");
    CHECK_TEXT(text(view, "unmanned_aerial_system.uid_alt"), "ICAO 000ABC");
    CHECK_NEAR(number(view, "unmanned_aerial_system.type_id"), 2.0, 0.0, "1");
    CHECK_TEXT(text(view, "unmanned_aerial_system.speed"), "20.00");
    CHECK_TEXT(text(view, "unmanned_aerial_system.track_direction"), "0.00");
    CHECK_TEXT(text(view, "unmanned_aerial_system.vertical_speed"), "-1.00");
    CHECK_TEXT(text(view, "unmanned_aerial_system.location.geodetic_altitude"), "70.00");
    json_decref(view);
    change.alarm = (struct tcs_alarm) { .id = 1,
                                        .kind = TCS_ALARM_TAKE_COVER,
                                        .state = TCS_ALARM_UNACK,
                                        .tracks = { 5, 7 } };
    view = tcs_view_ocsf_alarm(&site, instant, &picture, &change);
    CHECK_NEAR(number(view, "severity_id"), 5.0, 0.0, "1");
    CHECK(json_is_true(member(view, "is_alert")));
    CHECK_TEXT(text(view, "unmanned_aerial_system.uid"), "7");
    CHECK_TEXT(text(view, "message"), "take-cover house: unacknowledged");
    json_decref(view);
    change.alarm.state = TCS_ALARM_NORMAL;
    change.alarm.tracks[1] = 0;
    view = tcs_view_ocsf_alarm(&site, instant, &picture, &change);
    CHECK(json_is_false(member(view, "is_alert")));
    CHECK_TEXT(text(view, "unmanned_aerial_system.name"), "none");
    json_decref(view);
}

static void every_alarm_has_its_subject(void **state)
{
    static _Alignas(64) uint8_t memory[8192];
    struct tcs_alarms *alarms = (struct tcs_alarms *)(void *)memory;
    struct tcs_alarm_config config = tcs_alarm_defaults();
    static const char *const subjects[] = { "house", "house", "radar-roof", "clock" };

    config.assess.zones = site.engine.zones;
    config.assess.zone_count = 1;
    config.sensor_count = 1;
    CHECK(tcs_alarms_size(&config) <= sizeof memory);
    tcs_alarms_init(alarms, &config);
    json_t *view = tcs_view_alarms(&site, alarms);

    CHECK_INT(json_array_size(view), 4);
    for (size_t i = 0; i < 4; i++)
        CHECK_TEXT(json_string_value(json_object_get(json_array_get(view, i), "subject")),
                   subjects[i]);
    json_decref(view);
}

static void status_is_as_the_api_says(void **state)
{
    static struct tcs_view_health health;

    health.now = instant;
    health.step = 77;
    health.step_us_p99 = -1.0;
    health.feed_up[0] = true;
    health.feeds[0].damaged = 5;
    health.feeds[0].last_at.tai_ns = instant.tai_ns - 2 * TCS_NS_PER_S;
    health.silence_s[0] = -1.0;
    health.outputs[0] = (struct tcs_view_output) { true, 3, 1, 0.25, "exit 1" };
    for (unsigned i = 0; i < 3; i++)
        tcs_delays_add(&health.delays[0], 190000); /* ns: its step ends at 200 us */
    for (unsigned i = 0; i < 3; i++)
        tcs_delays_add(&health.observed[0], 60000);
    json_t *view = tcs_view_status(&site, &health);

    CHECK_NEAR(number(view, "feeds.0.observed_us.p99"), 60.0, 0.0, "us");
    CHECK_NEAR(number(view, "engine.observed_us.max"), 60.0, 0.0, "us");
    CHECK_NEAR(number(view, "engine.step"), 77.0, 0.0, "1");
    CHECK(json_is_null(member(view, "engine.step_us_p99")));
    CHECK(json_is_null(member(view, "record.last_checkpoint")));
    CHECK(json_is_true(member(view, "feeds.0.up")));
    CHECK_NEAR(number(view, "feeds.0.damaged"), 5.0, 0.0, "1");
    CHECK_NEAR(number(view, "feeds.0.age_s"), 2.0, 1e-9, "s");
    CHECK_NEAR(number(view, "feeds.0.delay_us.p50"), 190.0, 0.0, "us");
    CHECK_NEAR(number(view, "engine.delay_us.max"), 190.0, 0.0, "us");
    CHECK(json_is_null(member(view, "sensors.0.silence_s")));
    CHECK_TEXT(text(view, "outputs.0.id"), "siren");
    CHECK_TEXT(text(view, "outputs.0.trouble"), "exit 1");
    CHECK_NEAR(number(view, "outputs.0.last_ms"), 0.25, 0.0, "ms");
    health.outputs[0].trouble = NULL;
    json_decref(view);
    view = tcs_view_status(&site, &health);
    CHECK(json_is_null(member(view, "outputs.0.trouble")));
    json_decref(view);
}

/* 150 us and 3 ms: 1 below 200 us, 2 below 5 ms, and so on to the sum. */
static void delays_are_a_histogram_for_prometheus(void **state)
{
    static struct tcs_view_health health;

    tcs_delays_add(&health.delays[0], 150000);
    tcs_delays_add(&health.delays[0], 3000000);
    tcs_delays_add(&health.observed[0], 7000000);
    char *page = tcs_view_metrics(&site, &health);
    const char *lines[] = {
        "_feed_delay_seconds_bucket{feed=\"radar\",le=\"0.0001\"} 0\n",
        "_feed_delay_seconds_bucket{feed=\"radar\",le=\"0.0002\"} 1\n",
        "_feed_delay_seconds_bucket{feed=\"radar\",le=\"0.002\"} 1\n",
        "_feed_delay_seconds_bucket{feed=\"radar\",le=\"0.005\"} 2\n",
        "_feed_delay_seconds_bucket{feed=\"radar\",le=\"+Inf\"} 2\n",
        "_feed_delay_seconds_count{feed=\"radar\"} 2\n",
        "_feed_delay_seconds_sum{feed=\"radar\"} 0.00315\n",
        "_observation_delay_seconds_bucket{feed=\"radar\",le=\"0.005\"} 0\n",
        "_observation_delay_seconds_sum{feed=\"radar\"} 0.007\n"
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        CHECK(strstr(page, lines[i]) != NULL);
    free(page);
}

static void text_is_short_and_frees_its_value(void **state)
{
    char *dumped = tcs_view_text(json_pack("{s:f}", "lat", 33.3050123456789));

    CHECK_TEXT(dumped, "{\"lat\":33.30501235}");
    free(dumped);
    CHECK(tcs_view_text(NULL) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(site_is_as_the_api_says),
        cmocka_unit_test(zones_are_rings_that_turn_left),
        cmocka_unit_test(track_is_as_the_api_says),
        cmocka_unit_test(claims_are_told_apart),
        cmocka_unit_test(what_is_not_finite_is_null),
        cmocka_unit_test(alarm_is_as_the_api_says),
        cmocka_unit_test(a_change_of_an_alarm_is_a_line_of_syslog),
        cmocka_unit_test(how_we_fare_is_a_line_of_syslog),
        cmocka_unit_test(an_event_of_ocsf_goes_as_a_line_of_syslog),
        cmocka_unit_test(a_track_and_an_alarm_are_events_of_ocsf),
        cmocka_unit_test(every_alarm_has_its_subject),
        cmocka_unit_test(status_is_as_the_api_says),
        cmocka_unit_test(delays_are_a_histogram_for_prometheus),
        cmocka_unit_test(text_is_short_and_frees_its_value),
    };

    return cmocka_run_group_tests(tests, make_site, NULL);
}
