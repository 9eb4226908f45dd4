/* SPDX-License-Identifier: Apache-2.0 */
#include "view/cot.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/geo.h"
#include "observe/claim.h"
#include "view/view.h"

static const double deg_per_rad = 180.0 / TCS_PI;
static const int64_t COAST_NS = 15 * TCS_NS_PER_S; /* tracks are linked again so long */

/* tocsin.SITE.WHAT, with nothing in it that a uid should not have. */
static void put_uid(struct tcs_cot *cot, const struct tcs_site *site, const char *what)
{
    snprintf(cot->uid, sizeof cot->uid, "tocsin.%.60s.%.40s", site->name, what);
    for (char *c = cot->uid; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || (unsigned char)*c > 0x7e || strchr("<>&\"'", *c))
            *c = '-';
}

/* A new event of ours. */
static void begin(struct tcs_cot *cot, const struct tcs_site *site, const char *what,
                  const char *type, const char *how)
{
    memset(cot, 0, sizeof *cot);
    put_uid(cot, site, what);
    snprintf(cot->type, sizeof cot->type, "%s", type);
    snprintf(cot->how, sizeof cot->how, "%s", how);
}

static void put_times(struct tcs_cot *cot, const struct tcs_site *site,
                      struct tcs_time time, int64_t lasts_ns)
{
    cot->time_ns = tcs_time_to_utc(&site->engine.leap, time);
    cot->start_ns = cot->time_ns;
    cot->stale_ns = cot->time_ns + lasts_ns;
}

static void put_point(struct tcs_cot *cot, const struct tcs_site *site,
                      struct tcs_vec3 position_m)
{
    const struct tcs_geodetic g = tcs_geodetic_from_enu(&site->engine.frame, position_m);

    cot->lat_deg = g.lat_rad * deg_per_rad;
    cot->lon_deg = g.lon_rad * deg_per_rad;
    cot->hae_m = g.height_m;
    cot->parts |= TCS_COT_HAE;
}

/* Adds text to the rest, in which <, & and > are written as references. */
static void put_text(struct tcs_cot *cot, const char *text)
{
    for (; *text != '\0' && cot->rest_len + 6 < sizeof cot->rest; text++) {
        const char *as = *text == '<' ? "&lt;" : *text == '&' ? "&amp;" : "&gt;";

        if (*text == '<' || *text == '&' || *text == '>') {
            memcpy(cot->rest + cot->rest_len, as, strlen(as));
            cot->rest_len += (uint32_t)strlen(as);
        } else if ((unsigned char)*text >= ' ') {
            cot->rest[cot->rest_len++] = *text;
        }
    }
}

static void put_raw(struct tcs_cot *cot, const char *xml)
{
    memcpy(cot->rest + cot->rest_len, xml, strlen(xml));
    cot->rest_len += (uint32_t)strlen(xml);
}

static enum tcs_track_class likeliest(const struct tcs_track_view *t)
{
    int best = 0;

    for (int c = 1; c < TCS_CLASS_COUNT; c++)
        if (t->class_p[c] > t->class_p[best])
            best = c;
    return (enum tcs_track_class)best;
}

/* Nobody's until a human says whose it is: affiliation unknown. A drone unless it is
 * nearly certain that it is none: who is wrong with a bird loses less. Only then a claim
 * makes it a vessel. */
static const char *type_of(const struct tcs_track_view *t)
{
    const double p_drone =
        1.0 - t->class_p[TCS_CLASS_BIRD] - t->class_p[TCS_CLASS_CREWED];

    if (p_drone < 0.1)
        return tcs_claim_is_vessel(t->claim_id) ? "a-u-S" : "a-u-A";
    return likeliest(t) == TCS_CLASS_FIXED_WING ? "a-u-A-M-F-Q" : "a-u-A-M-H-Q";
}

/* Predicted, fused from several kinds of sensor, or positioned by one. */
static const char *how_of(const struct tcs_track_view *t)
{
    if (t->state == TCS_TRACK_COASTING)
        return "m-p";
    return (t->kinds_seen & (t->kinds_seen - 1)) != 0 ? "m-f" : "m-r";
}

static void put_remarks(struct tcs_cot *cot, const struct tcs_track_view *t)
{
    json_t *claim = tcs_view_claim(t->claim_id);
    char text[160];

    snprintf(text, sizeof text, "%s %.2f; exists %.2f; %s%s%s",
             tcs_track_class_name(likeliest(t)), t->class_p[likeliest(t)], t->existence,
             tcs_track_state_name(t->state), json_is_string(claim) ? "; says " : "",
             json_is_string(claim) ? json_string_value(claim) : "");
    json_decref(claim);
    put_raw(cot, "<remarks>");
    put_text(cot, text);
    put_raw(cot, "</remarks>");
}

void tcs_view_cot_track(const struct tcs_site *site, struct tcs_time time,
                        const struct tcs_track_view *track, struct tcs_cot *ret_cot)
{
    const double *v = track->x.v;
    const struct tcs_mat6 *P = &track->P;
    const double half = 0.5 * (P->m[0][0] - P->m[1][1]);
    const double spread = sqrt(half * half + P->m[0][1] * P->m[0][1]);
    const double course = atan2(v[3], v[4]) * deg_per_rad;
    char id[24];

    snprintf(id, sizeof id, "%" PRIu64, track->id);
    begin(ret_cot, site, id, type_of(track), how_of(track));
    snprintf(ret_cot->callsign, sizeof ret_cot->callsign, "tocsin %s", id);
    put_times(ret_cot, site, time, COAST_NS);
    put_point(ret_cot, site, (struct tcs_vec3) { { v[0], v[1], v[2] } });
    ret_cot->ce_m = sqrt(fmax(0.0, 0.5 * (P->m[0][0] + P->m[1][1]) + spread));
    ret_cot->le_m = sqrt(fmax(0.0, P->m[2][2]));
    ret_cot->course_deg = course < 0.0 ? course + 360.0 : course;
    ret_cot->speed_mps = sqrt(v[3] * v[3] + v[4] * v[4]);
    ret_cot->parts |= TCS_COT_CE | TCS_COT_LE | TCS_COT_CONTACT | TCS_COT_TRACK;
    put_remarks(ret_cot, track);
}

void tcs_view_cot_gone(const struct tcs_site *site, struct tcs_time time, uint64_t id,
                       struct tcs_cot *ret_cot)
{
    char what[24];

    snprintf(what, sizeof what, "%" PRIu64, id);
    begin(ret_cot, site, what, "t-x-d-d", "m-g");
    put_raw(ret_cot, "<link uid=\"");
    put_raw(ret_cot, ret_cot->uid);
    put_raw(ret_cot, "\" relation=\"none\" type=\"none\"/><__forcedelete/>");
    snprintf(what, sizeof what, "%" PRIu64 ".gone", id);
    put_uid(ret_cot, site, what);
    put_times(ret_cot, site, time, COAST_NS);
}

void tcs_view_cot_ping(const struct tcs_site *site, struct tcs_time time,
                       struct tcs_cot *ret_cot)
{
    begin(ret_cot, site, "ping", "t-x-c-t", "m-g");
    put_times(ret_cot, site, time, COAST_NS);
}

void tcs_view_cot_request(const struct tcs_site *site, struct tcs_time time,
                          const char *uid, struct tcs_cot *ret_cot)
{
    begin(ret_cot, site, "", "t-x-takp-q", "m-g");
    snprintf(ret_cot->uid, sizeof ret_cot->uid, "%s", uid);
    put_raw(ret_cot, "<TakControl><TakRequest version=\"1\"/></TakControl>");
    put_times(ret_cot, site, time, 60 * TCS_NS_PER_S);
}

/* The middle of the corners, and how far the furthest is from it. */
static void put_zone(struct tcs_cot *cot, const struct tcs_site *site,
                     const struct tcs_zone *zone)
{
    const struct tcs_volume *volume = &zone->volume;
    struct tcs_vec3 middle = { { 0.0, 0.0, volume->floor_m } };
    double furthest = 0.0;

    for (uint32_t i = 0; i < volume->count; i++)
        for (int axis = 0; axis < 2; axis++)
            middle.v[axis] += volume->corners_m[i].v[axis] / (double)volume->count;
    for (uint32_t i = 0; i < volume->count; i++)
        furthest = fmax(furthest, hypot(volume->corners_m[i].v[0] - middle.v[0],
                                        volume->corners_m[i].v[1] - middle.v[1]));
    put_point(cot, site, middle);
    cot->ce_m = furthest;
    cot->parts |= TCS_COT_CE;
}

bool tcs_view_cot_alarm(const struct tcs_site *site, struct tcs_time time,
                        const struct tcs_alarm_change *change, struct tcs_cot *ret_cot)
{
    const struct tcs_alarm *alarm = &change->alarm;
    struct tcs_alarm before = *alarm;
    char what[32];

    before.state = change->from;
    const bool over = !tcs_alarm_take_cover_on(alarm);

    if (alarm->kind != TCS_ALARM_TAKE_COVER ||
        alarm->subject >= site->engine.zone_count || change->from == alarm->state ||
        (over && !tcs_alarm_take_cover_on(&before)))
        return false;
    snprintf(what, sizeof what, "alarm.%" PRIu32, alarm->id);
    begin(ret_cot, site, what, over ? "b-a-o-can" : "b-a-o-tbl", "m-a");
    snprintf(ret_cot->callsign, sizeof ret_cot->callsign, "%.100s",
             tcs_view_alarm_subject(site, alarm));
    put_times(ret_cot, site, time, (over ? 60 : 600) * TCS_NS_PER_S);
    put_zone(ret_cot, site, &site->engine.zones[alarm->subject]);
    ret_cot->parts |= TCS_COT_CONTACT;
    put_raw(ret_cot,
            over ? "<emergency cancel=\"true\">" : "<emergency type=\"911 Alert\">");
    put_text(ret_cot, ret_cot->callsign);
    put_raw(ret_cot, "</emergency><remarks>take cover: ");
    put_text(ret_cot, tcs_alarm_state_name((enum tcs_alarm_state)alarm->state));
    put_text(ret_cot, alarm->why[0] != '\0' ? "; " : "");
    put_text(ret_cot, alarm->why);
    put_raw(ret_cot, "</remarks>");
    return true;
}
