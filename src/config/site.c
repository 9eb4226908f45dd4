/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/site_feed.h"
#include "config/site_sensor.h"

/* { lat, lon, height, geoid }: geoid is how far the sea's level lies above the ellipsoid.
 */
static void read_origin(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct tcs_site *site = target;
    struct origin {
        struct tcs_geodetic place;
        double geoid_m;
    } origin = { .geoid_m = 0.0 };
    const struct tcs_field fields[] = {
        tcs_geodetic_fields[0],
        tcs_geodetic_fields[1],
        tcs_geodetic_fields[2],
        { .key = "geoid",
          .type = TCS_FIELD_NUMBER,
          .offset = offsetof(struct origin, geoid_m),
          .low = -120,
          .high = 100 },
    };
    const struct tcs_schema schema = { "'origin'", fields, 4, NULL };

    tcs_schema_map(context, node, &schema, &origin);
    site->engine.frame = tcs_frame(origin.place);
    site->engine.geoid_m = origin.geoid_m;
}

static const struct tcs_field head_fields[] = {
    { .key = "name",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_site, name),
      .size = TCS_NAME_LEN },
    { .key = "origin",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_origin },
};
static const struct tcs_schema head_schema = { "'site'", head_fields, 2, NULL };

/* Corners: [east, north] in metres, or with `corners_lat_lon` [lat, lon] in degrees. */
static void read_corner_list(struct tcs_schema_context *context, yaml_node_t *node,
                             struct tcs_volume *volume, bool geodetic)
{
    const struct tcs_site *site = context->user;

    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "corners must be a list of pairs");
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        yaml_node_t *pair = yaml_document_get_node(context->document, *item);
        double v[2] = { 0.0, 0.0 };

        if (volume->count == TCS_VOLUME_CORNERS_MAX) {
            tcs_schema_error(context, pair, "more than %d corners",
                             TCS_VOLUME_CORNERS_MAX);
            return;
        }
        if (!tcs_schema_numbers(context, pair, 2, geodetic ? -180.0 : -1e6,
                                geodetic ? 180.0 : 1e6, v))
            continue;
        if (geodetic) {
            const struct tcs_geodetic corner = { v[0] * TCS_RAD_PER_DEG,
                                                 v[1] * TCS_RAD_PER_DEG,
                                                 site->engine.frame.origin.height_m };
            const struct tcs_vec3 enu =
                tcs_enu_from_geodetic(&site->engine.frame, corner);

            v[0] = enu.v[0];
            v[1] = enu.v[1];
        }
        volume->corners_m[volume->count].v[0] = v[0];
        volume->corners_m[volume->count].v[1] = v[1];
        volume->count++;
    }
}

static void read_corners(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    read_corner_list(context, node, &((struct tcs_zone *)target)->volume, false);
}

static void read_corners_lat_lon(struct tcs_schema_context *context, yaml_node_t *node,
                                 void *target)
{
    read_corner_list(context, node, &((struct tcs_zone *)target)->volume, true);
}

static void finish_zone(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    const struct tcs_site *site = context->user;
    const struct tcs_zone *zone = target;

    for (const struct tcs_zone *other = site->engine.zones; other < zone; other++)
        if (zone->name[0] != '\0' && strcmp(other->name, zone->name) == 0)
            tcs_schema_error(context, node, "there are two zones '%s'", zone->name);
    if (zone->volume.floor_m > zone->volume.ceiling_m)
        tcs_schema_error(context, node, "'floor' lies above 'ceiling'");
    else if (zone->volume.count < 3)
        tcs_schema_error(context, node, "a zone needs 3 to %d corners",
                         TCS_VOLUME_CORNERS_MAX);
    else if (tcs_volume_check(&zone->volume) != TCS_OK)
        tcs_schema_error(context, node,
                         "the corners cross one another or enclose no area");
}

static const struct tcs_field zone_fields[] = {
    { .key = "id",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_zone, name),
      .size = TCS_NAME_LEN },
    { .key = "people",
      .type = TCS_FIELD_COUNT,
      .required = true,
      .offset = offsetof(struct tcs_zone, people),
      .low = 0,
      .high = 1e6 },
    { .key = "seconds_to_cover",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_zone, cover_s),
      .low = 1,
      .high = 600 },
    { .key = "floor",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_zone, volume.floor_m),
      .low = -1000,
      .high = 10000 },
    { .key = "ceiling",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_zone, volume.ceiling_m),
      .low = -1000,
      .high = 10000 },
    { .key = "corners", .type = TCS_FIELD_CUSTOM, .custom = read_corners },
    { .key = "corners_lat_lon",
      .type = TCS_FIELD_CUSTOM,
      .custom = read_corners_lat_lon },
};
static const struct tcs_schema zone_schema = { "a zone", zone_fields, 7, finish_zone };

static const struct tcs_field tracker_fields[] = {
    { .key = "tracks",
      .type = TCS_FIELD_COUNT,
      .offset = offsetof(struct tcs_tracker_config, track_max),
      .low = 16,
      .high = 65536 },
    { .key = "observations",
      .type = TCS_FIELD_COUNT,
      .offset = offsetof(struct tcs_tracker_config, observation_max),
      .low = 16,
      .high = TCS_LOOK_OBSERVATIONS_MAX },
};
static const struct tcs_schema tracker_schema = { "'tracker'", tracker_fields, 2, NULL };

/* { window, snapshot } in seconds: how late data may come, and how fine the steps are in
 * which tracks are kept to go back to. */
static void read_late(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    enum { SNAPSHOTS_MAX = 100 }; /* each may take what all tracks take */
    struct tcs_site *site = target;
    struct late {
        double window_ns;
        double snapshot_ns;
    } late = { (double)site->engine.late.window_ns,
               (double)site->engine.late.snapshot_ns };
    const struct tcs_field fields[] = {
        { .key = "window",
          .type = TCS_FIELD_NUMBER,
          .offset = offsetof(struct late, window_ns),
          .low = 0.2,
          .high = 30,
          .scale = 1e9 },
        { .key = "snapshot",
          .type = TCS_FIELD_NUMBER,
          .offset = offsetof(struct late, snapshot_ns),
          .low = 0.01,
          .high = 5,
          .scale = 1e9 },
    };
    const struct tcs_schema schema = { "'late'", fields, 2, NULL };

    tcs_schema_map(context, node, &schema, &late);
    if (late.snapshot_ns > late.window_ns)
        tcs_schema_error(context, node, "'snapshot' is longer than 'window'");
    else if (late.window_ns > SNAPSHOTS_MAX * late.snapshot_ns)
        tcs_schema_error(context, node, "more than %d snapshots in a window",
                         SNAPSHOTS_MAX);
    site->engine.late.window_ns = (int64_t)late.window_ns;
    site->engine.late.snapshot_ns = (int64_t)late.snapshot_ns;
}

static const struct tcs_field warning_fields[] = {
    { .key = "take_cover_probability",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_alarm_config, take_cover_probability),
      .low = 0.01,
      .high = 0.99 },
    { .key = "approach_probability",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_alarm_config, approach_probability),
      .low = 0.01,
      .high = 0.99 },
    { .key = "reaction",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_alarm_config, assess.reaction_s),
      .low = 0,
      .high = 120 },
    { .key = "margin",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_alarm_config, assess.margin_s),
      .low = 0,
      .high = 120 },
};
static const struct tcs_schema warning_schema = { "'warning'", warning_fields, 4, NULL };

static const struct tcs_field api_fields[] = {
    { .key = "address",
      .type = TCS_FIELD_TEXT,
      .offset = offsetof(struct tcs_site, api_address),
      .size = sizeof((struct tcs_site *)0)->api_address },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .offset = offsetof(struct tcs_site, api_port) },
};
static const struct tcs_schema api_schema = { "'api'", api_fields, 2, NULL };

/* The origin comes first: positions may be given in degrees. */
static const struct tcs_field site_fields[] = {
    { .key = "site", .type = TCS_FIELD_MAP, .required = true, .schema = &head_schema },
    { .key = "sensors",
      .type = TCS_FIELD_LIST,
      .required = true,
      .offset = offsetof(struct tcs_site, engine.sensors),
      .size = sizeof(struct tcs_sensor),
      .count_offset = offsetof(struct tcs_site, engine.sensor_count),
      .low = 1,
      .high = TCS_SENSOR_MAX,
      .schema = &tcs_sensor_schema },
    { .key = "feeds",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = tcs_site_read_feeds },
    { .key = "zones",
      .type = TCS_FIELD_LIST,
      .required = true,
      .offset = offsetof(struct tcs_site, engine.zones),
      .size = sizeof(struct tcs_zone),
      .count_offset = offsetof(struct tcs_site, engine.zone_count),
      .high = TCS_ZONE_MAX,
      .schema = &zone_schema },
    { .key = "outputs", .type = TCS_FIELD_CUSTOM, .custom = tcs_site_read_outputs },
    { .key = "tracker",
      .type = TCS_FIELD_MAP,
      .offset = offsetof(struct tcs_site, engine.tracker),
      .schema = &tracker_schema },
    { .key = "late", .type = TCS_FIELD_CUSTOM, .custom = read_late },
    { .key = "warning",
      .type = TCS_FIELD_MAP,
      .offset = offsetof(struct tcs_site, engine.alarm),
      .schema = &warning_schema },
    { .key = "api", .type = TCS_FIELD_MAP, .schema = &api_schema },
};
static const struct tcs_schema site_schema = { "a site file", site_fields,
                                               sizeof site_fields / sizeof site_fields[0],
                                               NULL };

/* The kernel's own list where the system has one. */
static void load_leap_seconds(struct tcs_leap_table *table)
{
    uint8_t *data = NULL;
    size_t len = 0;

    tcs_leap_builtin(table);
    if (tcs_file_read("/usr/share/zoneinfo/leap-seconds.list", 1 << 20, &data, &len) !=
        TCS_OK)
        return;
    if (tcs_leap_parse(tcs_bytes(data, len), table) != TCS_OK)
        tcs_leap_builtin(table);
    free(data);
}

static void set_defaults(struct tcs_site *site, const char *folder)
{
    memset(site, 0, sizeof *site);
    tcs_text_copy(site->folder, sizeof site->folder, tcs_text_bytes(folder));
    tcs_text_copy(site->api_address, sizeof site->api_address,
                  tcs_text_bytes("127.0.0.1"));
    site->api_port = 8470;
    load_leap_seconds(&site->engine.leap);
    site->engine.tracker = tcs_tracker_defaults();
    site->engine.late = tcs_timeline_defaults();
    site->engine.alarm = tcs_alarm_defaults();
}

enum tcs_status tcs_site_parse(struct tcs_bytes text, const char *folder,
                               struct tcs_site *ret_site,
                               struct tcs_config_errors *ret_errors)
{
    struct tcs_site *site = malloc(sizeof *site);

    if (site == NULL)
        return TCS_E_MEMORY;
    set_defaults(site, folder);
    const enum tcs_status status =
        tcs_schema_read(text, &site_schema, site, site, ret_errors);

    for (uint32_t i = 0; i < site->engine.sensor_count; i++)
        site->engine.alarm.sensor_lost_s[i] =
            tcs_alarm_sensor_lost_s(&site->engine.sensors[i]);
    if (status == TCS_OK)
        *ret_site = *site;
    free(site);
    return status;
}

enum tcs_status tcs_site_load(const char *path, struct tcs_site *ret_site,
                              struct tcs_config_errors *ret_errors, uint8_t **ret_text,
                              size_t *ret_len)
{
    char folder[sizeof ret_site->folder];
    uint8_t *text = NULL;
    size_t len = 0;
    const char *slash = strrchr(path, '/');
    const struct tcs_bytes parent =
        slash == NULL ? tcs_text_bytes(".")
                      : tcs_bytes(path, slash == path ? 1 : (size_t)(slash - path));

    if (!tcs_text_copy(folder, sizeof folder, parent))
        return TCS_E_ARGUMENT;
    enum tcs_status status = tcs_file_read(path, 1 << 20, &text, &len);

    if (status != TCS_OK)
        return status;
    status = tcs_site_parse(tcs_bytes(text, len), folder, ret_site, ret_errors);
    if (status == TCS_OK && ret_text != NULL) {
        *ret_text = text;
        *ret_len = len;
        return TCS_OK;
    }
    free(text);
    return status;
}
