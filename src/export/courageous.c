/* SPDX-License-Identifier: Apache-2.0 */
/* courageous.c -- the log of COURAGEOUS-isf/format 0.4.1, as trials after CWA 18150 use
 * it. Everything here is a track: what a sensor has detected by itself is in the record.
 *
 * alarm.active: people have a take-cover or approach before them that names the track;
 * certainty: that it exists, is dangerous and enters a zone within its horizon. */
#include "export/inside.h"
#include "geo/geo.h"

/* Seven digits of a degree are a centimetre; the height is above the sea. */
static json_t *position(double lat_deg, double lon_deg, double amsl_m)
{
    return json_pack("{s:f, s:f, s:f}", "lat", lat_deg, "lon", lon_deg, "height_amsl",
                     amsl_m);
}

static json_t *location(const struct trail_point *p)
{
    json_t *place = position(p->lat_deg, p->lon_deg, p->amsl_m);

    if (place != NULL)
        json_object_set_new(place, "$type", json_string("Position3d"));
    return place;
}

/* Only what is more likely than everything else together gets a name. */
static const char *classification(const struct trail_point *p)
{
    if (p->class_p < 0.5F)
        return "Unknown";
    switch ((enum tcs_track_class)p->track_class) {
    case TCS_CLASS_MULTIROTOR:
    case TCS_CLASS_FIXED_WING:
        return "UAV";
    case TCS_CLASS_BIRD:
    case TCS_CLASS_CREWED:
    case TCS_CLASS_OTHER:
    case TCS_CLASS_COUNT:
        break;
    }
    return "Other";
}

static json_t *record(const struct trail_point *p, json_int_t number)
{
    const double certainty = (double)p->certainty;

    return json_pack("{s:I, s:I, s:s, s:s, s:o, s:{s:b, s:f}, s:{s:f, s:f, s:f}}",
                     "record_number", number, "time", (json_int_t)(p->utc_ns / 1000000),
                     "classification", classification(p), "identification",
                     tcs_track_class_name((enum tcs_track_class)p->track_class),
                     "location", location(p), "alarm", "active", (int)p->alarmed,
                     "certainty", certainty > 1.0 ? 1.0 : certainty, "velocity", "east",
                     (double)p->velocity_mps[0], "north", (double)p->velocity_mps[1],
                     "up", (double)p->velocity_mps[2]);
}

static json_t *track(const struct trail *trail, json_int_t *number)
{
    json_t *records = json_array();
    char name[32];

    for (size_t i = 0; i < trail->count; i++)
        if (!tcs_view_append(records, record(&trail->points[i], (*number)++))) {
            json_decref(records);
            return NULL;
        }
    snprintf(name, sizeof name, "track %llu", (unsigned long long)trail->id);
    return json_pack("{s:I, s:s, s:o}", "uas_id", (json_int_t)trail->id, "name", name,
                     "records", records);
}

static enum tcs_status end(struct tcs_export *x)
{
    const double deg_per_rad = 180.0 / TCS_PI;
    json_t *tracks = json_array();
    json_int_t number = 0;
    struct tcs_geodetic at = { 0 };
    double geoid_m = 0.0;

    if (x->site != NULL) {
        at = x->site->engine.frame.origin;
        geoid_m = x->site->engine.geoid_m;
    }
    for (size_t i = 0; i < x->trails.count; i++)
        if (!tcs_view_append(tracks, track(&x->trails.trails[i], &number))) {
            json_decref(tracks);
            return TCS_E_MEMORY;
        }
    return export_json(
        x,
        json_pack("{s:s, s:s, s:o, s:o, s:[], s:o}", "version", "0.4.1", "vendor_name",
                  "tocsin", "system_name",
                  tcs_view_string(x->site != NULL ? x->site->name : "tocsin"),
                  "static_cuas_location",
                  position(at.lat_rad * deg_per_rad, at.lon_rad * deg_per_rad,
                           at.height_m - geoid_m),
                  "detection", "tracks", tracks),
        "\n");
}

const struct format export_courageous = {
    .about = { "courageous", "COURAGEOUS 0.4.1 log (CWA 18150)" },
    .trails = true,
    .end = end,
};
