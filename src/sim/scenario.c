/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/scenario.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct reading {
    struct tcs_scenario *scenario;
    struct tcs_site *site;
    const char *folder;
};

static void read_draw(struct tcs_schema_context *context, yaml_node_t *node,
                      struct tcs_draw *draw, double low, double high)
{
    double v[2] = { 0.0, 0.0 };

    if (node->type != YAML_SEQUENCE_NODE) {
        if (tcs_schema_number(context, node, low, high, &v[0]))
            *draw = (struct tcs_draw) { v[0], v[0] };
        return;
    }
    if (!tcs_schema_numbers(context, node, 2, low, high, v))
        return;
    if (v[0] > v[1])
        tcs_schema_error(context, node, "a range must be [least, largest]");
    else
        *draw = (struct tcs_draw) { v[0], v[1] };
}

/* One reader a field: the schema tells a custom reader nothing but the target. */
#define DRAW(name, member, type, low, high)                                              \
    static void read_##name(struct tcs_schema_context *context, yaml_node_t *node,       \
                            void *target)                                                \
    {                                                                                    \
        read_draw(context, node, &((type *)target)->member, low, high);                  \
    }

DRAW(at, at_s, struct tcs_flyer, 0, 86400)
DRAW(speed, speed_mps, struct tcs_flyer, 0.1, 400)
DRAW(height, height_m, struct tcs_flyer, -500, 15000)
DRAW(climb, climb_mps, struct tcs_flyer, 0.1, 100)
DRAW(weave, weave_m, struct tcs_flyer, 0, 1000)
DRAW(weave_period, weave_s, struct tcs_flyer, 1, 600)
DRAW(ends, ends, struct tcs_flyer, 0, 1)
DRAW(rcs, rcs_dbsm, struct tcs_flyer, -60, 60)
DRAW(flock_height, height_m, struct tcs_flock, -500, 5000)
DRAW(flock_speed, speed_mps, struct tcs_flock, 0.1, 50)
DRAW(flock_rcs, rcs_dbsm, struct tcs_flock, -60, 20)
DRAW(latency, latency_s, struct tcs_sensor_truth, 0, 60)

static bool read_point(struct tcs_schema_context *context, yaml_node_t *node,
                       struct tcs_vec3 *ret_point)
{
    return tcs_schema_numbers(context, node, 3, -1e6, 1e6, ret_point->v);
}

static void read_start(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    struct tcs_flyer *flyer = target;

    if (read_point(context, node, &flyer->start_m))
        flyer->recorded_moved = true;
}

static void read_waypoints(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    struct tcs_flyer *flyer = target;

    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node,
                         "'waypoints' must be a list of [east, north, up]");
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        yaml_node_t *point = yaml_document_get_node(context->document, *item);

        if (flyer->waypoint_count == TCS_SIM_WAYPOINTS_MAX) {
            tcs_schema_error(context, point, "more than %d waypoints",
                             TCS_SIM_WAYPOINTS_MAX);
            return;
        }
        if (read_point(context, point, &flyer->waypoints_m[flyer->waypoint_count]))
            flyer->waypoint_count++;
    }
}

static void read_icao(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    const struct tcs_bytes text = tcs_schema_text(context, node);
    uint8_t octets[3];
    size_t len = 0;

    if (text.len == 0)
        return;
    if (tcs_text_hex(text, octets, sizeof octets, &len) != TCS_OK || len != 3)
        tcs_schema_error(context, node, "'icao' must be six hexadecimal digits");
    else
        ((struct tcs_flyer *)target)->icao =
            (uint32_t)octets[0] << 16 | (uint32_t)octets[1] << 8 | octets[2];
}

static void read_bool(struct tcs_schema_context *context, yaml_node_t *node,
                      bool *ret_value)
{
    if (tcs_schema_is_word(node, "true") || tcs_schema_is_word(node, "false"))
        *ret_value = tcs_schema_is_word(node, "true");
    else
        tcs_schema_error(context, node, "expected true or false");
}

static void read_hostile(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    read_bool(context, node, &((struct tcs_flyer *)target)->hostile);
}

static void read_radio(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    read_bool(context, node, &((struct tcs_flyer *)target)->radio);
}

/* A path beside the scenario file. */
static bool resolve(struct tcs_schema_context *context, yaml_node_t *node, char *to,
                    size_t size)
{
    const struct reading *reading = context->user;
    const struct tcs_bytes text = tcs_schema_text(context, node);
    const bool absolute = text.len > 0 && text.data[0] == '/';

    if (text.len == 0)
        return false;
    const int len = snprintf(to, size, "%s%s%.*s", absolute ? "" : reading->folder,
                             absolute ? "" : "/", (int)text.len, (const char *)text.data);

    if (len >= 0 && (size_t)len < size)
        return true;
    tcs_schema_error(context, node, "this path is longer than %zu octets", size - 1);
    return false;
}

static void read_recorded(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    struct tcs_flyer *flyer = target;

    (void)resolve(context, node, flyer->recorded, sizeof flyer->recorded);
}

static const char *const flyer_kinds[] = { "drone", "aircraft", NULL };

static void finish_flyer(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    const struct reading *reading = context->user;
    struct tcs_flyer *flyer = target;
    const bool drone = flyer->kind == TCS_FLYER_DRONE;

    for (const struct tcs_flyer *other = reading->scenario->flyers; other < flyer;
         other++)
        if (flyer->name[0] != '\0' && strcmp(other->name, flyer->name) == 0)
            tcs_schema_error(context, node, "there are two flyers '%s'", flyer->name);
    if ((flyer->recorded[0] != '\0') == (flyer->waypoint_count > 0))
        tcs_schema_error(context, node, "needs 'waypoints' or 'recorded', and not both");
    if (flyer->waypoint_count > 0 && !flyer->recorded_moved)
        tcs_schema_error(context, node, "with 'waypoints' it needs 'start'");
    if (flyer->waypoint_count > 0 && flyer->speed_mps.high == 0.0)
        tcs_schema_error(context, node, "with 'waypoints' it needs 'speed'");
    if (flyer->climb_mps.high == 0.0)
        flyer->climb_mps = (struct tcs_draw) { 4.0, 4.0 };
    if (flyer->weave_s.high == 0.0)
        flyer->weave_s = (struct tcs_draw) { 10.0, 10.0 };
    if (flyer->rcs_dbsm.low == 0.0 && flyer->rcs_dbsm.high == 0.0)
        flyer->rcs_dbsm =
            drone ? (struct tcs_draw) { -16.0, -10.0 } : (struct tcs_draw) { 5.0, 12.0 };
}

#define CUSTOM(word, reader)                                                             \
    {                                                                                    \
        .key = (word), .type = TCS_FIELD_CUSTOM, .custom = (reader)                      \
    }

static const struct tcs_field flyer_fields[] = {
    { .key = "id",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_flyer, name),
      .size = TCS_NAME_LEN },
    { .key = "kind",
      .type = TCS_FIELD_CHOICE,
      .required = true,
      .offset = offsetof(struct tcs_flyer, kind),
      .words = flyer_kinds },
    CUSTOM("at", read_at),
    CUSTOM("start", read_start),
    CUSTOM("waypoints", read_waypoints),
    CUSTOM("recorded", read_recorded),
    CUSTOM("speed", read_speed),
    CUSTOM("height", read_height),
    CUSTOM("climb", read_climb),
    CUSTOM("weave", read_weave),
    CUSTOM("weave_period", read_weave_period),
    CUSTOM("ends", read_ends),
    CUSTOM("rcs", read_rcs),
    CUSTOM("hostile", read_hostile),
    CUSTOM("radio", read_radio),
    CUSTOM("icao", read_icao),
    { .key = "remote_id",
      .type = TCS_FIELD_TEXT,
      .offset = offsetof(struct tcs_flyer, remote_id),
      .size = 21 },
    { .key = "callsign",
      .type = TCS_FIELD_TEXT,
      .offset = offsetof(struct tcs_flyer, callsign),
      .size = 9 },
};
static const struct tcs_schema flyer_schema = {
    "a flyer", flyer_fields, sizeof flyer_fields / sizeof flyer_fields[0], finish_flyer
};

static void read_center(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    (void)tcs_schema_numbers(context, node, 2, -1e5, 1e5,
                             ((struct tcs_flock *)target)->center_m.v);
}

static const struct tcs_field flock_fields[] = {
    { .key = "count",
      .type = TCS_FIELD_COUNT,
      .required = true,
      .offset = offsetof(struct tcs_flock, count),
      .low = 1,
      .high = 1000 },
    { .key = "center",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_center },
    { .key = "radius",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_flock, radius_m),
      .low = 1,
      .high = 1e5 },
    { .key = "height",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_flock_height },
    { .key = "speed",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_flock_speed },
    { .key = "rcs",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_flock_rcs },
};
static const struct tcs_schema flock_schema = { "a flock of birds", flock_fields, 6,
                                                NULL };

static void finish_sensor(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    const struct reading *reading = context->user;
    struct tcs_sensor_truth *row = target;

    for (uint32_t i = 0; i < reading->site->engine.sensor_count; i++)
        if (strcmp(reading->site->engine.sensors[i].name, row->name) == 0) {
            const struct tcs_sensor_truth read = *row;

            /* Rows lie in the order of the site's sensors in the end. */
            reading->scenario->sensors[i] = read;
            reading->scenario->sensors[i].sensor = (uint16_t)i;
            return;
        }
    if (row->name[0] != '\0')
        tcs_schema_error(context, node, "the site has no sensor '%s'", row->name);
}

#define NUMBER(word, member, least, largest, factor)                                     \
    {                                                                                    \
        .key = (word), .type = TCS_FIELD_NUMBER,                                         \
        .offset = offsetof(struct tcs_sensor_truth, member), .low = (least),             \
        .high = (largest), .scale = (factor)                                             \
    }

static const struct tcs_field sensor_fields[] = {
    { .key = "id",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sensor_truth, name),
      .size = TCS_NAME_LEN },
    NUMBER("masking_height", masking_m, -500, 10000, 1),
    CUSTOM("latency", read_latency),
    NUMBER("loss", loss, 0, 1, 1),
    NUMBER("detection", detection, 0, 1, 1),
    NUMBER("clutter_per_scan", clutter, 0, 10000, 1),
    NUMBER("noise", noise, 0, 100, 1),
    NUMBER("rotation_error", rotation_rad, -180, 180, TCS_RAD_PER_DEG),
    NUMBER("clock_error", clock_s, -3600, 3600, 1),
};
static const struct tcs_schema sensor_schema = { "a sensor", sensor_fields,
                                                 sizeof sensor_fields /
                                                     sizeof sensor_fields[0],
                                                 finish_sensor };

static const struct tcs_sensor_truth faithful = {
    .masking_m = -1e9, .detection = -1.0, .clutter = -1.0, .noise = 1.0
};

static void read_sensors(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    (void)target;
    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "'sensors' must be a list");
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        struct tcs_sensor_truth row = faithful;

        tcs_schema_map(context, yaml_document_get_node(context->document, *item),
                       &sensor_schema, &row);
    }
}

/* The site is read on the way: positions of sensors and their names are checked against
 * it. */
static void read_site(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    const struct reading *reading = context->user;
    struct tcs_scenario *scenario = target;
    struct tcs_config_errors *errors = calloc(1, sizeof *errors);

    if (errors == NULL ||
        !resolve(context, node, scenario->site_path, sizeof scenario->site_path)) {
        free(errors);
        return;
    }
    const enum tcs_status status =
        tcs_site_load(scenario->site_path, reading->site, errors, NULL, NULL);

    if (status == TCS_E_DAMAGED)
        tcs_schema_error(context, node, "the site file has errors: %u:%u: %.120s",
                         errors->rows[0].line, errors->rows[0].column,
                         errors->rows[0].text);
    else if (status != TCS_OK)
        tcs_schema_error(context, node, "cannot read the site file: %s",
                         status == TCS_E_IO ? strerror(errno) : tcs_status_text(status));
    free(errors);
    scenario->sensor_count = reading->site->engine.sensor_count;
    for (uint32_t i = 0; i < scenario->sensor_count; i++) {
        scenario->sensors[i] = faithful;
        scenario->sensors[i].sensor = (uint16_t)i;
    }
}

static void read_begin(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    struct tcs_scenario *scenario = target;
    const struct tcs_bytes text = tcs_schema_text(context, node);
    char copy[40];

    if (text.len > 0 && (!tcs_text_copy(copy, sizeof copy, text) ||
                         tcs_utc_parse(copy, &scenario->start_utc_ns) != TCS_OK))
        tcs_schema_error(context, node,
                         "'begin' must be a time such as 2021-11-06T23:00:00Z");
    else if (scenario->start_utc_ns < 0)
        tcs_schema_error(context, node, "captures have no times before 1970");
}

static const struct tcs_field scenario_fields[] = {
    { .key = "name",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_scenario, name),
      .size = TCS_NAME_LEN },
    { .key = "site", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_site },
    { .key = "begin", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_begin },
    { .key = "seed",
      .type = TCS_FIELD_COUNT,
      .offset = offsetof(struct tcs_scenario, seed),
      .high = 4294967295.0 },
    { .key = "duration",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_scenario, duration_s),
      .low = 1,
      .high = 1e6 },
    { .key = "ground",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_scenario, ground_m),
      .low = -1000,
      .high = 10000 },
    { .key = "flyers",
      .type = TCS_FIELD_LIST,
      .required = true,
      .offset = offsetof(struct tcs_scenario, flyers),
      .size = sizeof(struct tcs_flyer),
      .count_offset = offsetof(struct tcs_scenario, flyer_count),
      .high = TCS_SIM_FLYERS_MAX,
      .schema = &flyer_schema },
    { .key = "birds",
      .type = TCS_FIELD_LIST,
      .offset = offsetof(struct tcs_scenario, flocks),
      .size = sizeof(struct tcs_flock),
      .count_offset = offsetof(struct tcs_scenario, flock_count),
      .high = TCS_SIM_FLOCKS_MAX,
      .schema = &flock_schema },
    { .key = "sensors", .type = TCS_FIELD_CUSTOM, .custom = read_sensors },
};
static const struct tcs_schema scenario_schema = { "a scenario", scenario_fields,
                                                   sizeof scenario_fields /
                                                       sizeof scenario_fields[0],
                                                   NULL };

enum tcs_status tcs_scenario_load(const char *path, struct tcs_scenario *ret_scenario,
                                  struct tcs_site *ret_site,
                                  struct tcs_config_errors *ret_errors)
{
    char folder[512];
    const char *slash = strrchr(path, '/');
    uint8_t *text = NULL;
    size_t len = 0;
    const size_t parent = slash == NULL ? 1 : (size_t)(slash - path) + (slash == path);

    if (!tcs_text_copy(folder, sizeof folder,
                       tcs_bytes(slash == NULL ? "." : path, parent)))
        return TCS_E_ARGUMENT;
    enum tcs_status status = tcs_file_read(path, 1 << 20, &text, &len);

    if (status != TCS_OK)
        return status;
    struct reading reading = { ret_scenario, ret_site, folder };

    memset(ret_scenario, 0, sizeof *ret_scenario);
    status = tcs_schema_read(tcs_bytes(text, len), &scenario_schema, ret_scenario,
                             &reading, ret_errors);
    free(text);
    return status;
}
