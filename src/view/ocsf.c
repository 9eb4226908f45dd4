/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ocsf.c -- OCSF 1.4 class 8001, Drone Flights Activity (schema.ocsf.io; class, objects
 * and the kinds of their members as in the public schema). Its numbers of flight are
 * texts. What it has no member for is in `unmapped`.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "geo/geo.h"
#include "view/view.h"

enum { CLASS = 8001, ACTIVITY_RECORD = 2, AIRBORNE = 3 };
/* severity_id */
enum { INFORMATIONAL = 1, HIGH = 4, CRITICAL = 5 };

static const double deg_per_rad = 180.0 / TCS_PI;

static json_t *text_of(double value)
{
    char text[32];

    if (!isfinite(value))
        return json_null();
    snprintf(text, sizeof text, "%.2f", value);
    return json_string(text);
}

/* type_id: 1 airplane, 2 helicopter or multirotor, 0 unknown, 99 other. */
static json_int_t type_of(const struct tcs_track_view *t)
{
    int best = 0;

    for (int c = 1; c < TCS_CLASS_COUNT; c++)
        if (t->class_p[c] > t->class_p[best])
            best = c;
    if (t->class_p[best] < 0.5)
        return 0;
    return best == TCS_CLASS_FIXED_WING ? 1 : best == TCS_CLASS_MULTIROTOR ? 2 : 99;
}

static json_t *location(const struct tcs_site *site, const struct tcs_track_view *t)
{
    const struct tcs_vec3 position = { { t->x.v[0], t->x.v[1], t->x.v[2] } };
    const struct tcs_geodetic g = tcs_geodetic_from_enu(&site->engine.frame, position);
    const double horizontal = sqrt(fmax(0.0, fmax(t->P.m[0][0], t->P.m[1][1])));

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "lat",
                     tcs_view_number(g.lat_rad * deg_per_rad), "long",
                     tcs_view_number(g.lon_rad * deg_per_rad), "geodetic_altitude",
                     text_of(g.height_m), "horizontal_accuracy", text_of(horizontal),
                     "geodetic_vertical_accuracy", text_of(sqrt(fmax(0.0, t->P.m[2][2]))),
                     "desc", tcs_view_string(site->name));
}

static json_t *aircraft(const struct tcs_site *site, const struct tcs_track_view *t)
{
    const double *v = t->x.v;
    const double course = atan2(v[3], v[4]) * deg_per_rad;
    char id[24];

    snprintf(id, sizeof id, "%" PRIu64, t->id);
    json_t *object = json_pack(
        "{s:s, s:I, s:o, s:o, s:o, s:o}", "uid", id, "type_id", type_of(t), "location",
        location(site, t), "speed", text_of(sqrt(v[3] * v[3] + v[4] * v[4])),
        "track_direction", text_of(course < 0.0 ? course + 360.0 : course),
        "vertical_speed", text_of(v[5]));
    json_t *claim = tcs_view_claim(t->claim_id);

    if (object != NULL && json_is_string(claim))
        json_object_set(object, "uid_alt", claim);
    json_decref(claim);
    return object;
}

/* What every event has. `severity` is severity_id. */
static json_t *event(const struct tcs_site *site, struct tcs_time time, int severity,
                     json_t *system)
{
    const int64_t ms = tcs_time_to_utc(&site->engine.leap, time) / 1000000;

    return json_pack(
        "{s:i, s:s, s:i, s:s, s:i, s:s, s:I, s:I, s:i, s:i, s:{s:s, s:{s:s, s:s}}, "
        "s:{s:s, s:o}, s:o, s:{s:s}}",
        "class_uid", CLASS, "class_name", "Drone Flights Activity", "category_uid", 8,
        "category_name", "Unmanned Systems", "activity_id", ACTIVITY_RECORD,
        "activity_name", "Record", "type_uid", (json_int_t)CLASS * 100 + ACTIVITY_RECORD,
        "time", (json_int_t)ms, "severity_id", severity, "status_id", AIRBORNE,
        "metadata", "version", "1.4.0", "product", "name", "tocsin", "vendor_name",
        "tocsin", "dst_endpoint", "svc_name", "tocsin", "name",
        tcs_view_string(site->name), "unmanned_aerial_system", system,
        "unmanned_system_operator", "name", "unknown");
}

static json_t *classes(const struct tcs_track_view *t)
{
    json_t *object = json_object();

    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        json_object_set_new(object, tcs_track_class_name((enum tcs_track_class)c),
                            tcs_view_number(t->class_p[c]));
    return object;
}

json_t *tcs_view_ocsf_track(const struct tcs_site *site, struct tcs_time time,
                            const struct tcs_view_picture *picture, size_t track)
{
    const struct tcs_track_view *t = &picture->tracks[track];
    json_t *object = event(site, time, INFORMATIONAL, aircraft(site, t));

    if (object != NULL)
        json_object_set_new(
            object, "unmapped",
            json_pack("{s:s, s:o, s:o}", "state", tcs_track_state_name(t->state),
                      "existence", tcs_view_number(t->existence), "class", classes(t)));
    return object;
}

/* The first track of the alarm that is in the picture; NULL: none is. */
static const struct tcs_track_view *first_of(const struct tcs_view_picture *picture,
                                             const struct tcs_alarm *alarm)
{
    for (int i = 0; i < TCS_ALARM_TRACKS_MAX; i++)
        for (size_t k = 0; k < picture->track_count; k++)
            if (alarm->tracks[i] != 0 && picture->tracks[k].id == alarm->tracks[i])
                return &picture->tracks[k];
    return NULL;
}

static int severity(const struct tcs_alarm *alarm)
{
    if (alarm->state != TCS_ALARM_UNACK)
        return INFORMATIONAL;
    return alarm->kind == TCS_ALARM_TAKE_COVER ? CRITICAL : HIGH;
}

json_t *tcs_view_ocsf_alarm(const struct tcs_site *site, struct tcs_time time,
                            const struct tcs_view_picture *picture,
                            const struct tcs_alarm_change *change)
{
    const struct tcs_alarm *alarm = &change->alarm;
    const struct tcs_track_view *t = first_of(picture, alarm);
    const int level = severity(alarm);
    json_t *system = t != NULL ? aircraft(site, t) : json_pack("{s:s}", "name", "none");
    json_t *object = event(site, time, level, system);
    char message[2 * TCS_NAME_LEN + 64];

    if (object == NULL)
        return NULL;
    snprintf(message, sizeof message, "%s %s: %s",
             tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind),
             tcs_view_alarm_subject(site, alarm),
             tcs_alarm_state_name((enum tcs_alarm_state)alarm->state));
    json_object_set_new(object, "is_alert", json_boolean(level != INFORMATIONAL));
    json_object_set_new(object, "message", tcs_view_string(message));
    json_object_set_new(
        object, "unmapped",
        json_pack("{s:s, s:o}", "from",
                  tcs_alarm_state_name((enum tcs_alarm_state)change->from), "alarm",
                  tcs_view_alarm(site, alarm)));
    return object;
}
