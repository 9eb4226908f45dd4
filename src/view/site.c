/* SPDX-License-Identifier: Apache-2.0 */
#include "view/view.h"

#include <math.h>
#include <stdlib.h>

#include "geo/geo.h"

static const double deg_per_rad = 180.0 / TCS_PI;

char *tcs_view_text(json_t *value)
{
    char *text = NULL;

    if (value != NULL)
        text = json_dumps(value, TCS_VIEW_DUMP | JSON_ENCODE_ANY);
    json_decref(value);
    return text;
}

json_t *tcs_view_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *tcs_view_known(double value)
{
    return value < 0.0 ? json_null() : tcs_view_number(value);
}

json_t *tcs_view_string(const char *text)
{
    json_t *string = json_string(text);
    char plain[TCS_VIEW_SYSLOG_LEN];
    size_t len = 0;

    if (string != NULL)
        return string;
    for (; len < sizeof plain - 1 && text[len] != '\0'; len++) {
        plain[len] = text[len];
        if ((unsigned char)text[len] > 0x7f)
            plain[len] = '?';
    }
    plain[len] = '\0';
    return json_string(plain);
}

bool tcs_view_append(json_t *array, json_t *item)
{
    return json_array_append_new(array, item) == 0;
}

json_t *tcs_view_time(const struct tcs_site *site, struct tcs_time time)
{
    char text[TCS_TIME_TEXT_LEN];

    if (time.tai_ns == 0)
        return json_null();
    tcs_utc_text(tcs_time_to_utc(&site->engine.leap, time), text);
    return json_string(text);
}

/* Twice the signed area: positive when the corners run counter-clockwise. */
static double turning(const struct tcs_volume *volume)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < volume->count; i++) {
        const struct tcs_vec2 a = volume->corners_m[i];
        const struct tcs_vec2 b = volume->corners_m[(i + 1) % volume->count];

        sum += a.v[0] * b.v[1] - b.v[0] * a.v[1];
    }
    return sum;
}

static json_t *ring(const struct tcs_site *site, const struct tcs_volume *volume)
{
    const bool reverse = turning(volume) < 0.0;
    json_t *corners = json_array();

    for (uint32_t i = 0; i <= volume->count; i++) {
        const uint32_t k = i % volume->count;
        const uint32_t at = reverse ? (volume->count - k) % volume->count : k;
        const struct tcs_vec2 c = volume->corners_m[at];
        const struct tcs_geodetic g = tcs_geodetic_from_enu(
            &site->engine.frame, (struct tcs_vec3) { { c.v[0], c.v[1], 0.0 } });

        if (!tcs_view_append(corners, json_pack("[ff]", g.lon_rad * deg_per_rad,
                                                g.lat_rad * deg_per_rad))) {
            json_decref(corners);
            return NULL;
        }
    }
    return corners;
}

static json_t *zone_properties(const struct tcs_zone *zone)
{
    return json_pack("{s:o, s:I, s:f, s:f, s:f}", "id", tcs_view_string(zone->name),
                     "people", (json_int_t)zone->people, "cover_s", zone->cover_s,
                     "floor_m", zone->volume.floor_m, "ceiling_m",
                     zone->volume.ceiling_m);
}

json_t *tcs_view_zone(const struct tcs_site *site, uint32_t zone)
{
    const struct tcs_zone *z = &site->engine.zones[zone];
    json_t *object = zone_properties(z);

    if (object != NULL &&
        json_object_set_new(object, "corners", ring(site, &z->volume)) != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

json_t *tcs_view_sensor(const struct tcs_site *site, uint32_t sensor)
{
    const struct tcs_sensor *s = &site->engine.sensors[sensor];
    const struct tcs_geodetic g =
        tcs_geodetic_from_enu(&site->engine.frame, s->position_m);

    return json_pack(
        "{s:o, s:s, s:f, s:f, s:f, s:o, s:o, s:o}", "id", tcs_view_string(s->name),
        "kind", tcs_sensor_kind_name(s->kind), "lat", g.lat_rad * deg_per_rad, "lon",
        g.lon_rad * deg_per_rad, "height_m", s->position_m.v[2], "range_max_m",
        tcs_view_number(s->coverage.range_max_m), "az_center_deg",
        tcs_view_number(s->coverage.az_center_rad * deg_per_rad), "az_width_deg",
        tcs_view_number(s->coverage.az_width_rad * deg_per_rad));
}

json_t *tcs_view_site(const struct tcs_site *site)
{
    const struct tcs_geodetic origin = site->engine.frame.origin;
    json_t *zones = json_array();
    json_t *sensors = json_array();
    bool whole = true;

    for (uint32_t i = 0; i < site->engine.zone_count; i++)
        whole = tcs_view_append(zones, tcs_view_zone(site, i)) && whole;
    for (uint32_t i = 0; i < site->engine.sensor_count; i++)
        whole = tcs_view_append(sensors, tcs_view_sensor(site, i)) && whole;
    if (!whole) {
        json_decref(zones);
        json_decref(sensors);
        return NULL;
    }
    return json_pack("{s:o, s:{s:f, s:f, s:f}, s:o, s:o}", "name",
                     tcs_view_string(site->name), "origin", "lat",
                     origin.lat_rad * deg_per_rad, "lon", origin.lon_rad * deg_per_rad,
                     "height_m", origin.height_m, "zones", zones, "sensors", sensors);
}

json_t *tcs_view_zones_geojson(const struct tcs_site *site)
{
    json_t *features = json_array();

    for (uint32_t i = 0; i < site->engine.zone_count; i++) {
        const struct tcs_zone *zone = &site->engine.zones[i];

        if (!tcs_view_append(
                features, json_pack("{s:s, s:o, s:{s:s, s:[o]}, s:o}", "type", "Feature",
                                    "id", tcs_view_string(zone->name), "geometry", "type",
                                    "Polygon", "coordinates", ring(site, &zone->volume),
                                    "properties", zone_properties(zone)))) {
            json_decref(features);
            return NULL;
        }
    }
    return json_pack("{s:s, s:o}", "type", "FeatureCollection", "features", features);
}
