/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_demo.c -- a made-up attack, published through the real src/api: for tests of the
 * API and for work on the console where no daemon is wanted. Nothing is decoded, tracked
 * or assessed here; truth is drawn as if it were tracks, and alarms follow a short
 * script.
 *
 *   api_demo [--port N] [--console DIR] [--map FILE] [--pace X] [--skip S] [--loop S]
 *            [--extra N] [--hz N] [--connections N] [--live N] [--stall-ms N]
 *
 * Prints {"port":N} when it listens; ends on SIGTERM, then prints the counts.
 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>
#include <uv.h>

#include "api/api.h"
#include "base/time.h"

#define PI 3.14159265358979323846

enum {
    ZONES = 3,
    SENSORS = 5,
    ALARMS = 2 * ZONES + SENSORS + 1, /* ids from 1: take-cover, approach, lost, clock */
    BIRDS = 20,
    PACK_FAILED = 3,
};

static const double origin_lat = 33.3050, origin_lon = 44.3850;

static const struct {
    const char *id;
    int people;
    double cover_s, ceiling_m, west, south, east, north;
} zones[ZONES] = {
    { "residence", 14, 8, 60, -45, -35, 45, 35 },
    { "guard-post", 4, 5, 40, 150, -90, 190, -60 },
    { "staff-house", 20, 12, 40, -420, 330, -360, 380 },
};

static const struct {
    const char *id, *kind;
    double east, north, range_m, center_deg, width_deg;
} sensors[SENSORS] = {
    { "radar-roof", "radar", 0, 0, 3000, 0, 360 },
    { "df-west", "radio", -450, -150, 2000, 0, 360 },
    { "df-east", "radio", 420, -120, 2000, 0, 360 },
    { "rid-roof", "remote-id", 0, 0, 5000, 0, 360 },
    { "adsb-roof", "ads-b", 0, 0, 400000, 0, 360 },
};

/* One that flies from the bridge to the residence, or ends on the way. */
static const struct {
    double launch_s, speed_mps, ends_s, start_east, start_north, height_m;
} drones[3] = {
    { 3, 16, 36, 760, 480, 45 },
    { 7, 14, 44, 790, 455, 60 },
    { 10, 18, 64, 770, 500, 52 },
};

struct alarm {
    const char *kind, *subject, *state;
    int occurrence;
    double seconds_left, probability;
    const char *evidence;
    int64_t raised_ns, changed_ns;
    char who[TCS_WHO_LEN], why[TCS_WHY_LEN];
};

struct demo {
    uv_loop_t loop;
    uv_timer_t ticker, late;
    uv_signal_t stop;
    struct tcs_api *api;
    double pace, skip_s, loop_s, t;
    double hz;
    int extra;
    uint64_t started_ms, steps;
    int64_t base_ns, now_ns;
    struct alarm alarms[ALARMS + 1];
    uint64_t late_ticket;
};

static json_t *checked(json_t *value)
{
    if (value == NULL)
        exit(PACK_FAILED);
    return value;
}

static double latitude(double north)
{
    return origin_lat + north / 110910.0;
}

static double longitude(double east)
{
    return origin_lon + east / (111320.0 * cos(origin_lat * PI / 180.0));
}

static json_t *utc(int64_t ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(ns, text);
    return json_string(text);
}

static char *text_of(json_t *value)
{
    char *text = json_dumps(checked(value), JSON_COMPACT | JSON_REAL_PRECISION(10));

    json_decref(value);
    if (text == NULL)
        exit(PACK_FAILED);
    return text;
}

static void publish(struct demo *d, enum tcs_api_document document, json_t *value)
{
    char *text = text_of(value);

    (void)tcs_api_publish(d->api, document, d->now_ns, text);
    free(text);
}

static json_t *corners(size_t z)
{
    const double w = longitude(zones[z].west), e = longitude(zones[z].east);
    const double s = latitude(zones[z].south), n = latitude(zones[z].north);

    return json_pack("[[f,f],[f,f],[f,f],[f,f],[f,f]]", w, s, e, s, e, n, w, n, w, s);
}

static json_t *zone_json(size_t z)
{
    return json_pack("{s:s,s:i,s:f,s:f,s:f,s:o}", "id", zones[z].id, "people",
                     zones[z].people, "cover_s", zones[z].cover_s, "floor_m", 0.0,
                     "ceiling_m", zones[z].ceiling_m, "corners", corners(z));
}

static void publish_site(struct demo *d)
{
    json_t *all_zones = json_array(), *all_sensors = json_array(),
           *features = json_array();

    for (size_t z = 0; z < ZONES; z++) {
        json_array_append_new(all_zones, zone_json(z));
        json_array_append_new(features,
                              json_pack("{s:s,s:{s:s,s:[o]},s:{s:s}}", "type", "Feature",
                                        "geometry", "type", "Polygon", "coordinates",
                                        corners(z), "properties", "id", zones[z].id));
    }
    for (size_t i = 0; i < SENSORS; i++)
        json_array_append_new(
            all_sensors,
            json_pack("{s:s,s:s,s:f,s:f,s:f,s:f,s:f,s:f}", "id", sensors[i].id, "kind",
                      sensors[i].kind, "lat", latitude(sensors[i].north), "lon",
                      longitude(sensors[i].east), "height_m", 20.0, "range_max_m",
                      sensors[i].range_m, "az_center_deg", sensors[i].center_deg,
                      "az_width_deg", sensors[i].width_deg));
    publish(d, TCS_API_SITE,
            json_pack("{s:s,s:{s:f,s:f,s:f},s:o,s:o}", "name", "Residence", "origin",
                      "lat", origin_lat, "lon", origin_lon, "height_m", 40.0, "zones",
                      all_zones, "sensors", all_sensors));
    publish(d, TCS_API_ZONES,
            json_pack("{s:s,s:o}", "type", "FeatureCollection", "features", features));
}

struct body {
    const char *id, *state, *kinds[3], *claim;
    double east, north, up, ve, vn, vu, age_s, seen_s, sigma_m, existence;
    double p[5];  /* bird, multirotor, fixed-wing, crewed, other */
    double eta_s; /* to the residence; < 0: no threat */
};

static json_t *track_json(const struct body *b)
{
    json_t *kinds = json_array(), *threats = json_array();
    const double course = fmod(atan2(b->ve, b->vn) * 180.0 / PI + 360.0, 360.0);

    for (size_t i = 0; i < 3 && b->kinds[i] != NULL; i++)
        json_array_append_new(kinds, json_string(b->kinds[i]));
    if (b->eta_s >= 0.0)
        json_array_append_new(threats, json_pack("{s:s,s:f,s:f}", "zone", "residence",
                                                 "p_enter", 0.93, "eta_s", b->eta_s));
    return json_pack(
        "{s:s,s:s,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:f,s:{s:f,s:f,s:f},s:f,s:o,"
        "s:{s:f,s:f,s:f,s:f,s:f},s:s?,s:o}",
        "id", b->id, "state", b->state, "lat", latitude(b->north), "lon",
        longitude(b->east), "height_m", b->up, "speed_mps", hypot(b->ve, b->vn),
        "course_deg", course, "climb_mps", b->vu, "age_s", b->age_s, "seconds", b->seen_s,
        "existence", b->existence, "ellipse", "major_m", b->sigma_m * 2.45, "minor_m",
        b->sigma_m * 1.2, "bearing_deg", fmod(course + 90.0, 180.0), "height_sigma_m",
        b->sigma_m, "kinds", kinds, "class", "bird", b->p[0], "multirotor", b->p[1],
        "fixed-wing", b->p[2], "crewed", b->p[3], "other", b->p[4], "claim", b->claim,
        "threats", threats);
}

/* False: not in the air. */
static bool drone_at(size_t i, double t, struct body *b)
{
    static const char *const ids[3] = { "41", "43", "44" };
    const double flown = t - drones[i].launch_s, start_e = drones[i].start_east;
    const double start_n = drones[i].start_north, way = hypot(start_e, start_n);
    const double left = way - drones[i].speed_mps * flown;
    const double climb = flown < 8.0 ? flown / 8.0 : 1.0;
    const double fall = left < 250.0 && i == 2 ? left / 250.0 : 1.0;

    if (flown < 1.5 || t > drones[i].ends_s + 6.0)
        return false;
    *b = (struct body) { .id = ids[i], .state = "confirmed", .existence = 0.99 };
    b->east = start_e * left / way + 12.0 * sin(flown / 4.0 + (double)i);
    b->north = start_n * left / way - 12.0 * cos(flown / 5.0 + (double)i);
    b->up = 4.0 + drones[i].height_m * climb * (0.15 + 0.85 * fall);
    b->ve = -drones[i].speed_mps * start_e / way;
    b->vn = -drones[i].speed_mps * start_n / way;
    b->vu = flown < 8.0 ? drones[i].height_m / 8.0 : (fall < 1.0 ? -3.0 : 0.1);
    b->seen_s = flown - 1.5;
    b->age_s = fmod(t * 1.3 + (double)i, 1.0);
    b->sigma_m = 4.0 + 30.0 / (1.0 + flown);
    b->kinds[0] = "radar";
    b->kinds[1] = flown > 4.0 ? "radio" : NULL;
    b->p[1] = flown > 5.0 ? 0.93 : 0.6;
    b->p[0] = (1.0 - b->p[1]) * 0.6;
    b->p[4] = (1.0 - b->p[1]) * 0.4;
    if (flown < 4.0)
        b->state = "tentative";
    b->eta_s = left > 40.0 ? (left - 40.0) / drones[i].speed_mps : 0.0;
    if (t > drones[i].ends_s) { /* down, or there: it is not seen any more */
        b->state = "coasting";
        b->age_s = t - drones[i].ends_s;
        b->sigma_m += 6.0 * b->age_s;
        b->eta_s = i == 2 ? 0.0 : b->eta_s;
    }
    if (flown < 5.0)
        b->eta_s = -1.0;
    return true;
}

static void add_bird(json_t *tracks, int i, double t)
{
    const double angle = 2.4 * i, far = 250.0 + 90.0 * i;
    const double turn = 0.08 + 0.01 * (i % 5), radius = 30.0 + 8.0 * (i % 7);
    const double phase = turn * t + i;
    char id[16];
    struct body b = { .id = id, .kinds = { "radar" }, .eta_s = -1.0 };

    (void)snprintf(id, sizeof id, "%d", 10 + i);
    b.east = far * sin(angle) + radius * sin(phase);
    b.north = far * cos(angle) + radius * cos(phase);
    b.ve = radius * turn * cos(phase) * 3.0;
    b.vn = -radius * turn * sin(phase) * 3.0;
    b.up = 25.0 + 6.0 * (i % 9);
    b.state = i % 3 == 0 ? "confirmed" : "tentative";
    b.existence = i % 3 == 0 ? 0.97 : 0.4;
    b.seen_s = t + 20.0;
    b.age_s = fmod(t + 0.37 * i, 1.0) + (i % 3 == 1 ? 1.1 : 0.0);
    b.sigma_m = 6.0 + i % 4;
    b.p[0] = 0.86;
    b.p[1] = b.p[4] = 0.07;
    json_array_append_new(tracks, track_json(&b));
}

static void add_friends(json_t *tracks, double t)
{
    const double turn = 0.03 * t;
    struct body rid = {
        .id = "31",
        .state = "confirmed",
        .kinds = { "remote-id" },
        .existence = 1.0,
        .claim = "RID 1588F4E2A0C7",
        .eta_s = -1.0,
        .up = 70,
        .seen_s = t + 90,
        .sigma_m = 10,
        .east = -1050 + 160 * sin(turn),
        .north = -420 + 160 * cos(turn),
        .ve = 160 * 0.03 * cos(turn),
        .vn = -160 * 0.03 * sin(turn),
        .age_s = fmod(t, 1.0),
        .p = { 0, 0.97, 0.02, 0, 0.01 },
    };
    struct body helicopter = {
        .id = "33",
        .state = "confirmed",
        .kinds = { "ads-b" },
        .existence = 1.0,
        .claim = "ICAO 406B90",
        .eta_s = -1.0,
        .up = 310,
        .seen_s = t + 60,
        .sigma_m = 15,
        .east = 1500 - 32 * t,
        .north = -1300 + 14 * t,
        .ve = -32,
        .vn = 14,
        .age_s = fmod(t, 0.5),
        .p = { 0, 0, 0.02, 0.97, 0.01 },
    };

    json_array_append_new(tracks, track_json(&rid));
    json_array_append_new(tracks, track_json(&helicopter));
}

static json_t *tracks_json(const struct demo *d)
{
    json_t *tracks = json_array();
    struct body b;

    for (size_t i = 0; i < 3; i++)
        if (drone_at(i, d->t, &b))
            json_array_append_new(tracks, track_json(&b));
    for (int i = 0; i < BIRDS + d->extra; i++)
        add_bird(tracks, i, d->t);
    add_friends(tracks, d->t);
    return tracks;
}

static char *tracks_geojson(void *user)
{
    const struct demo *d = user;
    json_t *features = json_array(), *tracks = tracks_json(d), *track;
    size_t i;

    json_array_foreach(tracks, i, track)
    {
        json_array_append_new(
            features,
            json_pack("{s:s,s:{s:s,s:[O,O,O]},s:O}", "type", "Feature", "geometry",
                      "type", "Point", "coordinates", json_object_get(track, "lon"),
                      json_object_get(track, "lat"), json_object_get(track, "height_m"),
                      "properties", track));
    }
    json_decref(tracks);
    return text_of(
        json_pack("{s:s,s:o}", "type", "FeatureCollection", "features", features));
}

static void publish_status(struct demo *d)
{
    static const char *const feeds[4] = { "radar", "bearings", "remote-id", "ads-b" };
    json_t *all_feeds = json_array(), *all_sensors = json_array();

    for (int i = 0; i < 4; i++) {
        const bool up = i != 2 || fmod(d->t, 60.0) < 50.0;
        const json_int_t n = (json_int_t)(d->t * (double)(9 - 2 * i));

        json_array_append_new(all_feeds,
                              json_pack("{s:s,s:b,s:I,s:I,s:I,s:i,s:i,s:i,s:i,s:f}", "id",
                                        feeds[i], "up", up, "events", n, "octets", 61 * n,
                                        "records", 2 * n, "damaged", i == 3 ? 4 : 0,
                                        "foreign", 0, "impossible", i == 2 ? 1 : 0,
                                        "unmapped", 0, "age_s", fmod(d->t, 1.0)));
    }
    for (int i = 0; i < SENSORS; i++)
        json_array_append_new(
            all_sensors,
            json_pack("{s:s,s:f}", "id", sensors[i].id, "silence_s",
                      i == 1 && d->t > 20.0 ? d->t - 20.0 : fmod(d->t, 1.0)));
    publish(d, TCS_API_STATUS,
            json_pack("{s:o,s:s,s:{s:I,s:i,s:i},s:{s:I,s:I,s:o},s:o,s:o}", "time",
                      utc(d->now_ns), "mode", "simulation", "engine", "step",
                      (json_int_t)d->steps, "tracks", BIRDS + d->extra + 5, "step_us_p99",
                      412, "record", "entries", (json_int_t)d->steps * 4, "committed",
                      (json_int_t)d->steps * 4 - 3, "last_checkpoint",
                      utc(d->now_ns - 400000000), "feeds", all_feeds, "sensors",
                      all_sensors));
}

static void publish_alarm(struct demo *d, size_t id)
{
    const struct alarm *a = &d->alarms[id];
    const bool on = strcmp(a->state, "normal") != 0;
    json_t *tracks = json_array();
    char *text;

    if (on && id <= 2 * ZONES)
        json_array_append_new(tracks, json_string("44"));
    text = text_of(json_pack(
        "{s:i,s:s,s:s,s:s,s:i,s:o,s:o,s:o,s:f,s:s,s:o,s:s,s:s,s:n}", "id", (int)id,
        "kind", a->kind, "subject", a->subject, "state", a->state, "occurrence",
        a->occurrence, "raised_at", a->occurrence > 0 ? utc(a->raised_ns) : json_null(),
        "changed_at", a->occurrence > 0 ? utc(a->changed_ns) : json_null(),
        "seconds_left", a->seconds_left >= 0.0 ? json_real(a->seconds_left) : json_null(),
        "probability", a->probability, "evidence", a->evidence, "tracks", tracks, "who",
        a->who, "why", a->why, "shelved_until"));
    (void)tcs_api_publish_alarm(d->api, (uint32_t)id, d->now_ns, text);
    free(text);
}

static void change(struct demo *d, size_t id, const char *state, const char *who,
                   const char *why)
{
    struct alarm *a = &d->alarms[id];

    if (strcmp(state, "unacknowledged") == 0) {
        a->occurrence++;
        a->raised_ns = d->now_ns;
    }
    a->state = state;
    a->changed_ns = d->now_ns;
    (void)snprintf(a->who, sizeof a->who, "%s", who);
    (void)snprintf(a->why, sizeof a->why, "%s", why);
    publish_alarm(d, id);
}

static bool is(const struct alarm *a, const char *state)
{
    return strcmp(a->state, state) == 0;
}

/* The script of the alarms: approach, then take-cover for the residence; a direction
 * finder falls silent. */
static void alarms_step(struct demo *d)
{
    struct alarm *cover = &d->alarms[1], *approach = &d->alarms[ZONES + 1];
    struct alarm *lost = &d->alarms[2 * ZONES + 2];
    struct body third;
    const bool flying = drone_at(2, d->t, &third);

    if (d->t > 17.0 && d->t < 60.0 && is(approach, "normal") &&
        approach->occurrence == 0) {
        approach->seconds_left = 52.0;
        approach->probability = 0.61;
        approach->evidence = "two-kinds";
        change(d, ZONES + 1, "unacknowledged", "tocsin",
               "3 tracks approach: radar, radio");
    }
    if (d->t > 24.0 && d->t < 60.0 && is(cover, "normal") && cover->occurrence == 0) {
        cover->seconds_left = flying ? third.eta_s : -1.0;
        cover->probability = 0.93;
        cover->evidence = "two-kinds";
        change(d, 1, "unacknowledged", "tocsin", "radar and radio agree on 3 tracks");
    }
    if (d->t > 30.0 && is(lost, "normal") && lost->occurrence == 0)
        change(d, 2 * ZONES + 2, "unacknowledged", "tocsin", "silent for 10 s");
    if (d->t > 72.0 && is(cover, "acknowledged"))
        change(d, 1, "latched", "tocsin", "condition gone");
    if (d->t > 72.0 && is(cover, "unacknowledged"))
        change(d, 1, "latched-unacknowledged", "tocsin", "condition gone");
    if (d->t > 72.0 && is(approach, "unacknowledged"))
        change(d, ZONES + 1, "returned", "tocsin", "condition gone");
    if (d->t > 72.0 && is(approach, "acknowledged"))
        change(d, ZONES + 1, "normal", "tocsin", "condition gone");
}

static enum tcs_status decide(struct demo *d, const struct tcs_action *action)
{
    struct alarm *a = &d->alarms[action->alarm];

    switch (action->kind) {
    case TCS_ACTION_ACK:
        if (is(a, "unacknowledged"))
            change(d, action->alarm, "acknowledged", action->who, action->why);
        else if (is(a, "latched-unacknowledged"))
            change(d, action->alarm, "latched", action->who, action->why);
        else if (is(a, "returned"))
            change(d, action->alarm, "normal", action->who, action->why);
        else
            return TCS_E_REFUSED;
        return TCS_OK;
    case TCS_ACTION_ALL_CLEAR:
        if (action->alarm > 2 * ZONES || is(a, "normal"))
            return TCS_E_REFUSED;
        change(d, action->alarm, "normal", action->who, action->why);
        return TCS_OK;
    case TCS_ACTION_SHELVE:
        if (action->alarm <= ZONES || is(a, "normal"))
            return TCS_E_REFUSED;
        change(d, action->alarm, "shelved", action->who, action->why);
        return TCS_OK;
    default:
        return TCS_E_REFUSED;
    }
}

/* who "late" is answered 300 ms later and who "never" not at all: for the tests. */
static void answer_late(uv_timer_t *timer)
{
    struct demo *d = timer->data;

    tcs_api_answer(d->api, d->late_ticket, TCS_E_REFUSED, "later: \"no\"");
}

static void on_action(void *user, uint64_t ticket, const struct tcs_action *action)
{
    struct demo *d = user;

    if (strcmp(action->who, "never") == 0)
        return;
    if (strcmp(action->who, "late") == 0) {
        d->late_ticket = ticket;
        (void)uv_timer_start(&d->late, answer_late, 300, 0);
        return;
    }
    tcs_api_answer(d->api, ticket, decide(d, action), NULL);
}

static void reset(struct demo *d)
{
    for (size_t id = 1; id <= ALARMS; id++) {
        struct alarm *a = &d->alarms[id];

        memset(a, 0, sizeof *a);
        a->kind = id <= ZONES                 ? "take-cover"
                  : id <= 2 * ZONES           ? "approach"
                  : id <= 2 * ZONES + SENSORS ? "sensor-lost"
                                              : "clock-step";
        a->subject = id <= 2 * ZONES             ? zones[(id - 1) % ZONES].id
                     : id <= 2 * ZONES + SENSORS ? sensors[id - 2 * ZONES - 1].id
                                                 : "clock";
        a->state = "normal";
        a->evidence = "none";
        a->seconds_left = -1.0;
        publish_alarm(d, id);
    }
}

static void on_tick(uv_timer_t *timer)
{
    struct demo *d = timer->data;
    const uint64_t ms = uv_now(&d->loop) - d->started_ms;
    const double before = d->t;

    d->t = (double)ms / 1000.0 * d->pace + d->skip_s;
    if (d->loop_s > 0.0)
        d->t = fmod(d->t, d->loop_s);
    d->now_ns = d->base_ns + (int64_t)((double)ms * 1e6 * d->pace);
    if (d->t < before)
        reset(d);
    publish(d, TCS_API_TRACKS, tracks_json(d));
    alarms_step(d);
    if (d->steps++ % (uint64_t)d->hz == 0)
        publish_status(d);
}

static void on_closed(void *user)
{
    struct demo *d = user;

    uv_close((uv_handle_t *)&d->ticker, NULL);
    uv_close((uv_handle_t *)&d->late, NULL);
    uv_close((uv_handle_t *)&d->stop, NULL);
}

static void on_stop(uv_signal_t *signal, int number)
{
    struct demo *d = signal->data;
    const struct tcs_api_counts c = tcs_api_counts(d->api);

    (void)number;
    printf("{\"connections\":%llu,\"live\":%llu,\"requests\":%llu,"
           "\"refused_connections\":%llu,\"refused_hosts\":%llu,\"bad_requests\":%llu,"
           "\"slow_dropped\":%llu,\"messages\":%llu,\"replaced\":%llu}\n",
           (unsigned long long)c.connections, (unsigned long long)c.live,
           (unsigned long long)c.requests, (unsigned long long)c.refused_connections,
           (unsigned long long)c.refused_hosts, (unsigned long long)c.bad_requests,
           (unsigned long long)c.slow_dropped, (unsigned long long)c.messages,
           (unsigned long long)c.replaced);
    (void)fflush(stdout);
    (void)uv_signal_stop(&d->stop);
    (void)uv_timer_stop(&d->ticker);
    (void)uv_timer_stop(&d->late);
    tcs_api_close(d->api, on_closed, d);
}

static bool take_option(struct demo *d, struct tcs_api_config *config, const char *name,
                        const char *value)
{
    const double number = atof(value);

    if (strcmp(name, "--port") == 0)
        config->port = (uint16_t)number;
    else if (strcmp(name, "--console") == 0)
        config->console_dir = value;
    else if (strcmp(name, "--map") == 0)
        config->map_path = value;
    else if (strcmp(name, "--pace") == 0)
        d->pace = number;
    else if (strcmp(name, "--skip") == 0)
        d->skip_s = number;
    else if (strcmp(name, "--loop") == 0)
        d->loop_s = number;
    else if (strcmp(name, "--extra") == 0)
        d->extra = (int)number;
    else if (strcmp(name, "--hz") == 0)
        d->hz = number;
    else if (strcmp(name, "--connections") == 0)
        config->connections_max = (uint32_t)number;
    else if (strcmp(name, "--live") == 0)
        config->live_max = (uint32_t)number;
    else if (strcmp(name, "--stall-ms") == 0)
        config->stall_ms = (uint32_t)number;
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    static struct demo d = { .pace = 1.0, .hz = 5.0 };
    struct tcs_api_config config = { .address = "127.0.0.1",
                                     .user = &d,
                                     .action = on_action,
                                     .tracks_geojson = tracks_geojson };
    enum tcs_status status;

    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !take_option(&d, &config, argv[i], argv[i + 1])) {
            fprintf(stderr, "api_demo: see the head of its source for options\n");
            return 2;
        }
    (void)signal(SIGPIPE, SIG_IGN);
    d.base_ns = d.now_ns = (int64_t)time(NULL) * TCS_NS_PER_S;
    (void)uv_loop_init(&d.loop);
    status = tcs_api_open(&d.loop, &config, &d.api);
    if (status != TCS_OK) {
        perror(tcs_status_text(status));
        return 3;
    }
    publish_site(&d);
    reset(&d);
    d.started_ms = uv_now(&d.loop);
    (void)uv_timer_init(&d.loop, &d.ticker);
    (void)uv_timer_init(&d.loop, &d.late);
    (void)uv_signal_init(&d.loop, &d.stop);
    d.ticker.data = d.late.data = d.stop.data = &d;
    (void)uv_timer_start(&d.ticker, on_tick, 0, (uint64_t)(1000.0 / d.hz));
    (void)uv_signal_start(&d.stop, on_stop, SIGTERM);
    printf("{\"port\":%u}\n", tcs_api_port(d.api));
    (void)fflush(stdout);
    (void)uv_run(&d.loop, UV_RUN_DEFAULT);
    return uv_loop_close(&d.loop) == 0 ? 0 : 1;
}
