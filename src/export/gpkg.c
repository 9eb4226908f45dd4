/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gpkg.c -- OGC GeoPackage 1.3 by SQLite: the layers tracks (LINESTRING Z), points
 * (POINT Z), zones (POLYGON) and sensors (POINT Z) in WGS 84, heights above the
 * ellipsoid, and the table alarms. Layout: OGC 12-128r18, clauses 1.1.1, 2.1.
 *
 * A geometry is "GP", version 0, flags (little endian, no envelope), SRS id, then
 * well-known binary; ISO types: 1001 point Z, 1002 line Z, 3 polygon.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "export/inside.h"
#include "geo/geo.h"

enum { SRS = 4326, WKB_POLYGON = 3, WKB_POINT_Z = 1001, WKB_LINE_Z = 1002 };

static const double deg_per_rad = 180.0 / TCS_PI;

static const char schema[] =
    "PRAGMA application_id = 1196444487;" /* "GPKG" */
    "PRAGMA user_version = 10300;"
    "BEGIN;"
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL "
    "PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, "
    "definition TEXT NOT NULL, description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    "('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL),"
    "('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL),"
    "('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
    "SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
    "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
    "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
    "AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]', "
    "'longitude and latitude in degrees');"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT "
    "NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME "
    "NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y "
    "DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES "
    "gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE, column_name "
    "TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT "
    "NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name), FOREIGN KEY "
    "(table_name) REFERENCES gpkg_contents(table_name), FOREIGN KEY (srs_id) REFERENCES "
    "gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE tracks (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom "
    "LINESTRING, track INTEGER NOT NULL, first DATETIME, last DATETIME, class TEXT, "
    "p_drone REAL, claim TEXT, alarmed BOOLEAN);"
    "CREATE TABLE points (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, "
    "track INTEGER NOT NULL, time DATETIME, state TEXT, height_amsl_m REAL, "
    "velocity_east_mps REAL, velocity_north_mps REAL, velocity_up_mps REAL, "
    "sigma_horizontal_m REAL, sigma_vertical_m REAL, class TEXT, certainty REAL, alarmed "
    "BOOLEAN);"
    "CREATE TABLE zones (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POLYGON, "
    "zone TEXT, people INTEGER, cover_s REAL, floor_m REAL, ceiling_m REAL);"
    "CREATE TABLE sensors (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, "
    "sensor TEXT, kind TEXT);"
    "CREATE TABLE alarms (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, time DATETIME, "
    "kind TEXT, subject TEXT, \"from\" TEXT, state TEXT, occurrence INTEGER, "
    "probability REAL, seconds_left REAL, who TEXT, why TEXT);"
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES"
    "('tracks', 'features', 'tracks', 4326), ('points', 'features', 'points', 4326),"
    "('zones', 'features', 'zones', 4326), ('sensors', 'features', 'sensors', 4326),"
    "('alarms', 'attributes', 'alarms', NULL);"
    "INSERT INTO gpkg_geometry_columns VALUES"
    "('tracks', 'geom', 'LINESTRING', 4326, 1, 0), ('points', 'geom', 'POINT', 4326, 1, "
    "0), ('zones', 'geom', 'POLYGON', 4326, 0, 0), ('sensors', 'geom', 'POINT', 4326, 1, "
    "0);";

/* What a feature is filled in with, in the order of INSERTs. */
enum insert { TRACK, POINT, ZONE, SENSOR, ALARM, INSERT_COUNT };
static const char *const inserts[INSERT_COUNT] = {
    [TRACK] = "INSERT INTO tracks (geom, track, first, last, class, p_drone, claim, "
              "alarmed) VALUES (?,?,?,?,?,?,?,?)",
    [POINT] = "INSERT INTO points (geom, track, time, state, height_amsl_m, "
              "velocity_east_mps, velocity_north_mps, velocity_up_mps, "
              "sigma_horizontal_m, sigma_vertical_m, class, certainty, alarmed) VALUES "
              "(?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [ZONE] = "INSERT INTO zones (geom, zone, people, cover_s, floor_m, ceiling_m) VALUES "
             "(?,?,?,?,?,?)",
    [SENSOR] = "INSERT INTO sensors (geom, sensor, kind) VALUES (?,?,?)",
    [ALARM] = "INSERT INTO alarms (time, kind, subject, \"from\", state, occurrence, "
              "probability, seconds_left, who, why) VALUES (?,?,?,?,?,?,?,?,?,?)",
};

struct gpkg {
    sqlite3 *db;
    sqlite3_stmt *insert[INSERT_COUNT];
    uint8_t *blob; /* the geometry being made */
    size_t len;
    size_t capacity;
    bool no_memory;
};

static enum tcs_status sql_status(int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return TCS_OK;
    return code == SQLITE_NOMEM ? TCS_E_MEMORY : TCS_E_IO;
}

/* ---- geometries ---- */

static void put(struct gpkg *g, const void *octets, size_t len)
{
    if (g->len + len > g->capacity) {
        const size_t wanted = 2 * (g->capacity + len);
        uint8_t *more = realloc(g->blob, wanted);

        g->no_memory = g->no_memory || more == NULL;
        if (more == NULL)
            return;
        g->blob = more;
        g->capacity = wanted;
    }
    memcpy(g->blob + g->len, octets, len);
    g->len += len;
}

static void put_u32(struct gpkg *g, uint32_t value)
{
    const uint8_t octets[4] = { (uint8_t)value, (uint8_t)(value >> 8),
                                (uint8_t)(value >> 16), (uint8_t)(value >> 24) };

    put(g, octets, sizeof octets);
}

static void put_double(struct gpkg *g, double value)
{
    uint64_t bits = 0;

    memcpy(&bits, &value, sizeof bits);
    put_u32(g, (uint32_t)bits);
    put_u32(g, (uint32_t)(bits >> 32));
}

static void begin_geometry(struct gpkg *g, uint32_t type)
{
    static const uint8_t head[4] = { 'G', 'P', 0, 1 };
    static const uint8_t little_endian = 1;

    g->len = 0;
    put(g, head, sizeof head);
    put_u32(g, SRS);
    put(g, &little_endian, 1);
    put_u32(g, type);
}

static void put_place(struct gpkg *g, double lon_deg, double lat_deg, double height_m)
{
    put_double(g, lon_deg);
    put_double(g, lat_deg);
    put_double(g, height_m);
}

/* ---- rows ---- */

static void bind_geometry(struct gpkg *g, enum insert insert)
{
    sqlite3_bind_blob64(g->insert[insert], 1, g->blob, g->len, SQLITE_TRANSIENT);
}

static void bind_text(struct gpkg *g, enum insert insert, int at, const char *text)
{
    sqlite3_bind_text(g->insert[insert], at, text, -1, SQLITE_TRANSIENT);
}

/* 2021-11-06T23:00:12.345Z, as the standard's DATETIME has it. */
static void bind_time(struct gpkg *g, enum insert insert, int at, int64_t utc_ns)
{
    char utc[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, utc);
    memcpy(utc + 23, "Z", 2);
    bind_text(g, insert, at, utc);
}

static enum tcs_status step(struct gpkg *g, enum insert insert)
{
    if (g->no_memory)
        return TCS_E_MEMORY;
    const enum tcs_status status = sql_status(sqlite3_step(g->insert[insert]));

    sqlite3_reset(g->insert[insert]);
    return status;
}

static enum tcs_status insert_point(struct gpkg *g, uint64_t id,
                                    const struct trail_point *p)
{
    sqlite3_stmt *s = g->insert[POINT];

    begin_geometry(g, WKB_POINT_Z);
    put_place(g, p->lon_deg, p->lat_deg, p->height_m);
    bind_geometry(g, POINT);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)id);
    bind_time(g, POINT, 3, p->utc_ns);
    bind_text(g, POINT, 4, tcs_track_state_name((enum tcs_track_state)p->state));
    sqlite3_bind_double(s, 5, p->amsl_m);
    for (int axis = 0; axis < 3; axis++)
        sqlite3_bind_double(s, 6 + axis, (double)p->velocity_mps[axis]);
    sqlite3_bind_double(s, 9, (double)p->horizontal_sigma_m);
    sqlite3_bind_double(s, 10, (double)p->vertical_sigma_m);
    bind_text(g, POINT, 11, tcs_track_class_name((enum tcs_track_class)p->track_class));
    sqlite3_bind_double(s, 12, (double)p->certainty);
    sqlite3_bind_int(s, 13, p->alarmed);
    return step(g, POINT);
}

/* A line needs two points: one that was seen once stands there twice. */
static enum tcs_status insert_track(struct gpkg *g, const struct trail *trail)
{
    const size_t count = trail->count > 1 ? trail->count : 2;
    sqlite3_stmt *s = g->insert[TRACK];
    char claim[CLAIM_TEXT_LEN];
    int alarmed = 0;

    begin_geometry(g, WKB_LINE_Z);
    put_u32(g, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        const struct trail_point *p = &trail->points[i < trail->count ? i : 0];

        put_place(g, p->lon_deg, p->lat_deg, p->height_m);
        alarmed |= p->alarmed;
    }
    bind_geometry(g, TRACK);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)trail->id);
    bind_time(g, TRACK, 3, trail->points[0].utc_ns);
    bind_time(g, TRACK, 4, trail->points[trail->count - 1].utc_ns);
    bind_text(g, TRACK, 5, tcs_track_class_name(trail_class(trail->class_p)));
    sqlite3_bind_double(s, 6, trail_p_drone(trail));
    claim_text(trail->claim_id, claim);
    if (claim[0] != '\0')
        bind_text(g, TRACK, 7, claim);
    else
        sqlite3_bind_null(s, 7);
    sqlite3_bind_int(s, 8, alarmed);
    return step(g, TRACK);
}

static enum tcs_status insert_zone(struct gpkg *g, const struct tcs_site *site,
                                   const struct tcs_zone *zone)
{
    const struct tcs_volume *v = &zone->volume;
    sqlite3_stmt *s = g->insert[ZONE];

    begin_geometry(g, WKB_POLYGON);
    put_u32(g, 1); /* ring */
    put_u32(g, v->count + 1);
    for (uint32_t i = 0; i <= v->count; i++) {
        const struct tcs_vec2 c = v->corners_m[i % v->count];
        const struct tcs_geodetic at = tcs_geodetic_from_enu(
            &site->engine.frame, (struct tcs_vec3) { { c.v[0], c.v[1], 0.0 } });

        put_double(g, at.lon_rad * deg_per_rad);
        put_double(g, at.lat_rad * deg_per_rad);
    }
    bind_geometry(g, ZONE);
    bind_text(g, ZONE, 2, zone->name);
    sqlite3_bind_int64(s, 3, zone->people);
    sqlite3_bind_double(s, 4, zone->cover_s);
    sqlite3_bind_double(s, 5, v->floor_m);
    sqlite3_bind_double(s, 6, v->ceiling_m);
    return step(g, ZONE);
}

static enum tcs_status insert_sensor(struct gpkg *g, const struct tcs_site *site,
                                     const struct tcs_sensor *sensor)
{
    const struct tcs_geodetic at =
        tcs_geodetic_from_enu(&site->engine.frame, sensor->position_m);

    begin_geometry(g, WKB_POINT_Z);
    put_place(g, at.lon_rad * deg_per_rad, at.lat_rad * deg_per_rad, at.height_m);
    bind_geometry(g, SENSOR);
    bind_text(g, SENSOR, 2, sensor->name);
    bind_text(g, SENSOR, 3, tcs_sensor_kind_name(sensor->kind));
    return step(g, SENSOR);
}

/* ---- the format ---- */

static enum tcs_status begin(struct tcs_export *x)
{
    struct gpkg *g = calloc(1, sizeof *g);

    if (g == NULL)
        return TCS_E_MEMORY;
    x->own = g;
    if (unlink(x->part) != 0 && errno != ENOENT) /* of a run that was killed */
        return TCS_E_IO;
    if (sqlite3_open(x->part, &g->db) != SQLITE_OK) {
        errno = g->db != NULL ? sqlite3_system_errno(g->db) : ENOMEM;
        return TCS_E_IO;
    }
    /* The file is made anew under another name: what a crash leaves of it is no loss. */
    int code = sqlite3_exec(g->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;",
                            NULL, NULL, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(g->db, schema, NULL, NULL, NULL);
    for (int i = 0; i < INSERT_COUNT && code == SQLITE_OK; i++)
        code = sqlite3_prepare_v2(g->db, inserts[i], -1, &g->insert[i], NULL);
    return sql_status(code);
}

static enum tcs_status change(struct tcs_export *x, const struct tcs_site *site,
                              struct tcs_time time,
                              const struct tcs_view_picture *picture,
                              const struct tcs_alarm_change *changed)
{
    const struct tcs_alarm *alarm = &changed->alarm;
    struct gpkg *g = x->own;
    sqlite3_stmt *s = g->insert[ALARM];

    (void)picture;
    bind_time(g, ALARM, 1, tcs_time_to_utc(&site->engine.leap, time));
    bind_text(g, ALARM, 2, tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind));
    bind_text(g, ALARM, 3, tcs_view_alarm_subject(site, alarm));
    bind_text(g, ALARM, 4, tcs_alarm_state_name((enum tcs_alarm_state)changed->from));
    bind_text(g, ALARM, 5, tcs_alarm_state_name((enum tcs_alarm_state)alarm->state));
    sqlite3_bind_int64(s, 6, alarm->occurrence);
    sqlite3_bind_double(s, 7, alarm->probability);
    if (alarm->seconds_left >= 0.0)
        sqlite3_bind_double(s, 8, alarm->seconds_left);
    else
        sqlite3_bind_null(s, 8);
    bind_text(g, ALARM, 9, alarm->who);
    bind_text(g, ALARM, 10, alarm->why);
    return step(g, ALARM);
}

static enum tcs_status insert_all(struct tcs_export *x)
{
    struct gpkg *g = x->own;
    enum tcs_status status = TCS_OK;
    const struct tcs_engine_config *engine = x->site != NULL ? &x->site->engine : NULL;

    for (uint32_t i = 0; engine != NULL && i < engine->zone_count && status == TCS_OK;
         i++)
        status = insert_zone(g, x->site, &engine->zones[i]);
    for (uint32_t i = 0; engine != NULL && i < engine->sensor_count && status == TCS_OK;
         i++)
        status = insert_sensor(g, x->site, &engine->sensors[i]);
    for (size_t i = 0; i < x->trails.count && status == TCS_OK; i++) {
        const struct trail *trail = &x->trails.trails[i];

        status = insert_track(g, trail);
        for (size_t k = 0; k < trail->count && status == TCS_OK; k++)
            status = insert_point(g, trail->id, &trail->points[k]);
    }
    return status;
}

static enum tcs_status end(struct tcs_export *x)
{
    struct gpkg *g = x->own;
    enum tcs_status status = insert_all(x);

    if (status == TCS_OK)
        status = sql_status(sqlite3_exec(g->db, "COMMIT;", NULL, NULL, NULL));
    if (status == TCS_E_IO)
        errno = sqlite3_system_errno(g->db);
    return status;
}

static void drop(struct tcs_export *x)
{
    struct gpkg *g = x->own;

    if (g == NULL)
        return;
    for (int i = 0; i < INSERT_COUNT; i++)
        sqlite3_finalize(g->insert[i]);
    sqlite3_close(g->db);
    free(g->blob);
    free(g);
    x->own = NULL;
}

const struct format export_gpkg = {
    .about = { "gpkg", "GeoPackage 1.3: tracks, points, zones, sensors, alarms" },
    .trails = true,
    .writes_itself = true,
    .begin = begin,
    .change = change,
    .end = end,
    .drop = drop,
};
