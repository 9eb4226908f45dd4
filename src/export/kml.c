/* SPDX-License-Identifier: Apache-2.0 */
/* kml.c -- OGC KML 2.2 with gx:Track: a placemark a track, on which the slider of time
 * moves. Heights are above the sea ("absolute"). */
#include "export/inside.h"
#include "geo/geo.h"

static const double deg_per_rad = 180.0 / TCS_PI;

/* Text with what XML keeps for itself replaced; control characters are left out. */
static void put_text(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        default:
            if ((unsigned char)*text >= ' ')
                fputc(*text, out);
        }
    }
}

static enum tcs_status begin(struct tcs_export *x)
{
    const int written =
        fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<kml xmlns=\"http://www.opengis.net/kml/2.2\" "
              "xmlns:gx=\"http://www.google.com/kml/ext/2.2\">\n<Document>\n"
              "<Style id=\"drone\"><LineStyle><color>ff0000ff</color><width>3</width>"
              "</LineStyle></Style>\n"
              "<Style id=\"other\"><LineStyle><color>ffc0c0c0</color><width>2</width>"
              "</LineStyle></Style>\n"
              "<Style id=\"zone\"><PolyStyle><color>4000a5ff</color></PolyStyle>"
              "</Style>\n",
              x->out);

    return written < 0 ? TCS_E_IO : TCS_OK;
}

static void put_zone(FILE *out, const struct tcs_site *site, const struct tcs_zone *zone)
{
    const struct tcs_volume *v = &zone->volume;
    const double geoid_m = site->engine.geoid_m;

    fputs("<Placemark><name>", out);
    put_text(out, zone->name);
    fputs("</name><styleUrl>#zone</styleUrl><Polygon><extrude>1</extrude>"
          "<altitudeMode>absolute</altitudeMode><outerBoundaryIs><LinearRing>"
          "<coordinates>",
          out);
    for (uint32_t i = 0; i <= v->count; i++) {
        const struct tcs_vec2 c = v->corners_m[i % v->count];
        const struct tcs_geodetic g = tcs_geodetic_from_enu(
            &site->engine.frame, (struct tcs_vec3) { { c.v[0], c.v[1], v->ceiling_m } });

        fprintf(out, "%s%.7f,%.7f,%.2f", i > 0 ? " " : "", g.lon_rad * deg_per_rad,
                g.lat_rad * deg_per_rad, g.height_m - geoid_m);
    }
    fputs("</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n", out);
}

static void put_sensor(FILE *out, const struct tcs_site *site,
                       const struct tcs_sensor *sensor)
{
    const struct tcs_geodetic g =
        tcs_geodetic_from_enu(&site->engine.frame, sensor->position_m);

    fputs("<Placemark><name>", out);
    put_text(out, sensor->name);
    fprintf(out,
            "</name><description>%s</description><Point><altitudeMode>absolute"
            "</altitudeMode><coordinates>%.7f,%.7f,%.2f</coordinates></Point>"
            "</Placemark>\n",
            tcs_sensor_kind_name(sensor->kind), g.lon_rad * deg_per_rad,
            g.lat_rad * deg_per_rad, g.height_m - site->engine.geoid_m);
}

static void put_trail(FILE *out, const struct trail *trail)
{
    const enum tcs_track_class likeliest = trail_class(trail->class_p);
    char claim[CLAIM_TEXT_LEN];
    char utc[TCS_TIME_TEXT_LEN];

    claim_text(trail->claim_id, claim);
    fprintf(out,
            "<Placemark><name>track %llu</name><description>%s (%.2f) %s</description>"
            "<styleUrl>#%s</styleUrl><gx:Track><altitudeMode>absolute</altitudeMode>\n",
            (unsigned long long)trail->id, tcs_track_class_name(likeliest),
            trail->class_p[likeliest], claim,
            trail_p_drone(trail) >= 0.5 ? "drone" : "other");
    for (size_t i = 0; i < trail->count; i++) {
        tcs_utc_text(trail->points[i].utc_ns, utc);
        fprintf(out, "<when>%s</when>\n", utc);
    }
    for (size_t i = 0; i < trail->count; i++) {
        const struct trail_point *p = &trail->points[i];

        fprintf(out, "<gx:coord>%.7f %.7f %.2f</gx:coord>\n", p->lon_deg, p->lat_deg,
                p->amsl_m);
    }
    fputs("</gx:Track></Placemark>\n", out);
}

static enum tcs_status end(struct tcs_export *x)
{
    FILE *out = x->out;

    if (x->site != NULL) {
        const struct tcs_engine_config *engine = &x->site->engine;

        fputs("<name>", out);
        put_text(out, x->site->name);
        fputs("</name>\n<Folder><name>zones</name>\n", out);
        for (uint32_t i = 0; i < engine->zone_count; i++)
            put_zone(out, x->site, &engine->zones[i]);
        fputs("</Folder>\n<Folder><name>sensors</name>\n", out);
        for (uint32_t i = 0; i < engine->sensor_count; i++)
            put_sensor(out, x->site, &engine->sensors[i]);
        fputs("</Folder>\n", out);
    }
    fputs("<Folder><name>tracks</name>\n", out);
    for (size_t i = 0; i < x->trails.count; i++)
        put_trail(out, &x->trails.trails[i]);
    return fputs("</Folder>\n</Document>\n</kml>\n", out) < 0 ? TCS_E_IO : TCS_OK;
}

const struct format export_kml = {
    .about = { "kml", "tracks to play over time, zones, sensors (KML 2.2)" },
    .trails = true,
    .begin = begin,
    .end = end,
};
