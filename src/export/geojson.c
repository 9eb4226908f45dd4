/* SPDX-License-Identifier: Apache-2.0 */
/* geojson.c -- RFC 7946. A feature a track, its times beside its line (as an array, since
 * a line has no third number for them); zones and sensors as the API has them. */
#include "export/inside.h"
#include "geo/geo.h"

static const double deg_per_rad = 180.0 / TCS_PI;

static json_t *time_json(int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    return json_string(text);
}

static json_t *id_json(uint64_t id)
{
    char text[24];

    snprintf(text, sizeof text, "%llu", (unsigned long long)id);
    return json_string(text);
}

/* A line needs two points; one alone is a point. */
static json_t *geometry(const struct trail *trail)
{
    json_t *line = json_array();

    for (size_t i = 0; i < trail->count; i++) {
        const struct trail_point *p = &trail->points[i];

        if (!tcs_view_append(line,
                             json_pack("[f,f,f]", p->lon_deg, p->lat_deg, p->height_m))) {
            json_decref(line);
            return NULL;
        }
    }
    if (trail->count > 1)
        return json_pack("{s:s, s:o}", "type", "LineString", "coordinates", line);
    json_t *point = json_incref(json_array_get(line, 0));

    json_decref(line);
    return json_pack("{s:s, s:o}", "type", "Point", "coordinates", point);
}

static json_t *times(const struct trail *trail)
{
    json_t *array = json_array();

    for (size_t i = 0; i < trail->count; i++)
        if (!tcs_view_append(array, time_json(trail->points[i].utc_ns))) {
            json_decref(array);
            return NULL;
        }
    return array;
}

static json_t *feature(const struct trail *trail)
{
    char claim[CLAIM_TEXT_LEN];
    bool alarmed = false;

    for (size_t i = 0; i < trail->count; i++)
        alarmed = alarmed || trail->points[i].alarmed;
    claim_text(trail->claim_id, claim);
    return json_pack(
        "{s:s, s:o, s:o, s:{s:s, s:o, s:s, s:f, s:b, s:o, s:o, s:o, s:o}}", "type",
        "Feature", "id", id_json(trail->id), "geometry", geometry(trail), "properties",
        "layer", "track", "track", id_json(trail->id), "class",
        tcs_track_class_name(trail_class(trail->class_p)), "p_drone",
        trail_p_drone(trail), "alarmed", (int)alarmed, "claim",
        claim[0] != '\0' ? json_string(claim) : json_null(), "first",
        time_json(trail->points[0].utc_ns), "last",
        time_json(trail->points[trail->count - 1].utc_ns), "times", times(trail));
}

static json_t *sensor(const struct tcs_site *site, uint32_t index)
{
    const struct tcs_geodetic g = tcs_geodetic_from_enu(
        &site->engine.frame, site->engine.sensors[index].position_m);
    json_t *properties = tcs_view_sensor(site, index);

    if (properties != NULL)
        json_object_set_new(properties, "layer", json_string("sensor"));
    return json_pack("{s:s, s:{s:s, s:[f,f,f]}, s:o}", "type", "Feature", "geometry",
                     "type", "Point", "coordinates", g.lon_rad * deg_per_rad,
                     g.lat_rad * deg_per_rad, g.height_m, "properties", properties);
}

/* Of the first site; its features are added to the array. */
static bool add_site(json_t *features, const struct tcs_site *site)
{
    json_t *zones = tcs_view_zones_geojson(site);
    json_t *array = json_object_get(zones, "features");
    const bool good = json_array_extend(features, array) == 0;
    size_t index = 0;
    json_t *zone = NULL;

    json_array_foreach(array, index, zone)
    {
        json_object_set_new(json_object_get(zone, "properties"), "layer",
                            json_string("zone"));
    }
    json_decref(zones);
    for (uint32_t i = 0; good && i < site->engine.sensor_count; i++)
        if (!tcs_view_append(features, sensor(site, i)))
            return false;
    return good;
}

static enum tcs_status end(struct tcs_export *x)
{
    json_t *features = json_array();
    bool good = features != NULL && (x->site == NULL || add_site(features, x->site));

    for (size_t i = 0; good && i < x->trails.count; i++)
        good = tcs_view_append(features, feature(&x->trails.trails[i]));
    if (!good) {
        json_decref(features);
        return TCS_E_MEMORY;
    }
    return export_json(
        x, json_pack("{s:s, s:o}", "type", "FeatureCollection", "features", features),
        "\n");
}

const struct format export_geojson = {
    .about = { "geojson", "a line a track, zones, sensors (RFC 7946)" },
    .trails = true,
    .end = end,
};
