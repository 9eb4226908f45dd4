/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "geo/geo.h"
#include "num/chi2.h"
#include "observe/claim.h"
#include "observe/credible.h"
#include "view/view.h"

static const double deg_per_rad = 180.0 / TCS_PI;

/* The axes of the horizontal covariance come from its eigenvalues in closed form. */
static json_t *ellipse(const struct tcs_mat6 *P)
{
    const double ee = P->m[0][0], en = P->m[0][1], nn = P->m[1][1];
    const double middle = 0.5 * (ee + nn);
    const double spread = sqrt(0.25 * (ee - nn) * (ee - nn) + en * en);
    const double gate = tcs_chi2_gate(TCS_CHI2_P95, 2);
    /* Angle of the major axis from north, clockwise; an axis has no front: [0, pi). */
    double bearing = 0.5 * atan2(2.0 * en, nn - ee);

    if (bearing < 0.0)
        bearing += TCS_PI;
    return json_pack("{s:o, s:o, s:o}", "major_m",
                     tcs_view_number(sqrt(fmax(0.0, gate * (middle + spread)))),
                     "minor_m",
                     tcs_view_number(sqrt(fmax(0.0, gate * (middle - spread)))),
                     "bearing_deg", tcs_view_number(bearing * deg_per_rad));
}

static json_t *kinds(uint32_t seen)
{
    json_t *array = json_array();

    for (int kind = 0; kind < TCS_SENSOR_KIND_COUNT; kind++) {
        if ((seen >> kind & 1U) == 0)
            continue;
        if (!tcs_view_append(
                array, json_string(tcs_sensor_kind_name((enum tcs_sensor_kind)kind)))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static json_t *classes(const double class_p[TCS_CLASS_COUNT])
{
    json_t *object = json_object();

    for (int c = 0; c < TCS_CLASS_COUNT; c++)
        if (json_object_set_new(object, tcs_track_class_name((enum tcs_track_class)c),
                                tcs_view_number(class_p[c])) != 0) {
            json_decref(object);
            return NULL;
        }
    return object;
}

json_t *tcs_view_claim(uint64_t claim_id)
{
    const unsigned long long number = claim_id & UINT64_C(0xffffffffffffff);
    char text[32];

    switch (claim_id >> 56) {
    case 0:
        return json_null();
    case TCS_CLAIM_ICAO:
        snprintf(text, sizeof text, "ICAO %06llX", number);
        break;
    case TCS_CLAIM_MMSI:
        snprintf(text, sizeof text, "%s MMSI %09llu",
                 tcs_claim_is_vessel(claim_id) ? "vessel" : "aircraft", number);
        break;
    case TCS_CLAIM_MAVLINK:
        snprintf(text, sizeof text, "MAVLink %llu", number);
        break;
    case TCS_CLAIM_UID:
        snprintf(text, sizeof text, "UID %014llx", number);
        break;
    case TCS_CLAIM_SYSTEM:
        snprintf(text, sizeof text, "SDPS %llu/%llu %llu", number >> 24,
                 number >> 16 & 0xff, number & 0xffff);
        break;
    default:
        snprintf(text, sizeof text, "RID %014llx", number);
        break;
    }
    return json_string(text);
}

/* How far the claim is believed, and why not: null without a claim. */
static json_t *credibility(const struct tcs_track_view *track)
{
    return track->claim_id != 0 ? tcs_view_number(tcs_credibility(track->claim_doubts))
                                : json_null();
}

static json_t *doubts(const struct tcs_track_view *track)
{
    json_t *array = json_array();

    for (unsigned i = 0; i < TCS_DOUBT_COUNT; i++)
        if ((track->claim_doubts >> i & 1) != 0 &&
            !tcs_view_append(array, json_string(tcs_doubt_name(i)))) {
            json_decref(array);
            return NULL;
        }
    return array;
}

static json_t *threats_of(const struct tcs_site *site,
                          const struct tcs_view_picture *picture, uint64_t track_id)
{
    json_t *array = json_array();

    for (size_t i = 0; i < picture->threat_count; i++) {
        const struct tcs_threat *t = &picture->threats[i];

        if (t->track_id != track_id || t->zone >= site->engine.zone_count)
            continue;
        if (!tcs_view_append(array,
                             json_pack("{s:o, s:o, s:o}", "zone",
                                       tcs_view_string(site->engine.zones[t->zone].name),
                                       "p_enter", tcs_view_number(t->p_enter), "eta_s",
                                       tcs_view_known(t->eta_s)))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

static double seconds(struct tcs_time after, struct tcs_time before)
{
    return tcs_span_seconds(tcs_time_since(after, before));
}

static double course_deg(const struct tcs_vec6 *x)
{
    const double course = atan2(x->v[3], x->v[4]) * deg_per_rad;

    return course < 0.0 ? course + 360.0 : course;
}

/* The members that say where it is and how it moves. */
static json_t *motion(const struct tcs_site *site, const struct tcs_track_view *track)
{
    const struct tcs_vec6 *x = &track->x;
    const struct tcs_vec3 position = { { x->v[0], x->v[1], x->v[2] } };
    const struct tcs_geodetic g = tcs_geodetic_from_enu(&site->engine.frame, position);

    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "lat",
        tcs_view_number(g.lat_rad * deg_per_rad), "lon",
        tcs_view_number(g.lon_rad * deg_per_rad), "height_m", tcs_view_number(x->v[2]),
        "speed_mps", tcs_view_number(sqrt(x->v[3] * x->v[3] + x->v[4] * x->v[4])),
        "course_deg", tcs_view_number(course_deg(x)), "climb_mps",
        tcs_view_number(x->v[5]), "ellipse", ellipse(&track->P), "height_sigma_m",
        tcs_view_number(sqrt(fmax(0.0, track->P.m[2][2]))));
}

static json_t *id_text(uint64_t id)
{
    char text[24];

    snprintf(text, sizeof text, "%llu", (unsigned long long)id);
    return json_string(text);
}

json_t *tcs_view_track(const struct tcs_site *site,
                       const struct tcs_view_picture *picture, size_t track)
{
    const struct tcs_track_view *t = &picture->tracks[track];
    json_t *object = motion(site, t);
    json_t *rest = json_pack(
        "{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", id_text(t->id),
        "state", tcs_track_state_name(t->state), "age_s",
        tcs_view_number(seconds(t->at, t->seen_at)), "seconds",
        tcs_view_number(seconds(t->at, t->first_at)), "existence",
        tcs_view_number(t->existence), "kinds", kinds(t->kinds_seen), "class",
        classes(t->class_p), "claim", tcs_view_claim(t->claim_id), "credibility",
        credibility(t), "doubts", doubts(t), "threats", threats_of(site, picture, t->id));

    if (object == NULL || rest == NULL || json_object_update(object, rest) != 0) {
        json_decref(object);
        object = NULL;
    }
    json_decref(rest);
    return object;
}

json_t *tcs_view_track_message(const struct tcs_site *site, struct tcs_time time,
                               const struct tcs_view_picture *picture, size_t track)
{
    return json_pack("{s:s, s:o, s:o, s:o}", "type", "track", "time",
                     tcs_view_time(site, time), "site", tcs_view_string(site->name),
                     "track", tcs_view_track(site, picture, track));
}

json_t *tcs_view_tracks(const struct tcs_site *site,
                        const struct tcs_view_picture *picture)
{
    json_t *array = json_array();

    for (size_t i = 0; i < picture->track_count; i++)
        if (!tcs_view_append(array, tcs_view_track(site, picture, i))) {
            json_decref(array);
            return NULL;
        }
    return array;
}

static json_t *feature(const struct tcs_site *site,
                       const struct tcs_view_picture *picture, size_t track)
{
    const struct tcs_track_view *t = &picture->tracks[track];
    const struct tcs_vec3 position = { { t->x.v[0], t->x.v[1], t->x.v[2] } };
    const struct tcs_geodetic g = tcs_geodetic_from_enu(&site->engine.frame, position);

    return json_pack("{s:s, s:o, s:{s:s, s:[ooo]}, s:o}", "type", "Feature", "id",
                     id_text(t->id), "geometry", "type", "Point", "coordinates",
                     tcs_view_number(g.lon_rad * deg_per_rad),
                     tcs_view_number(g.lat_rad * deg_per_rad),
                     tcs_view_number(g.height_m), "properties",
                     tcs_view_track(site, picture, track));
}

json_t *tcs_view_tracks_geojson(const struct tcs_site *site,
                                const struct tcs_view_picture *picture)
{
    json_t *features = json_array();

    for (size_t i = 0; i < picture->track_count; i++)
        if (!tcs_view_append(features, feature(site, picture, i))) {
            json_decref(features);
            return NULL;
        }
    return json_pack("{s:s, s:o}", "type", "FeatureCollection", "features", features);
}
