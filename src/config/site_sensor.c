/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site_sensor.h"

#include <string.h>

#include "config/site.h"
#include "config/site_camera.h"

static const char *const kind_words[] = { "radar",     "radio", "acoustic", "camera",
                                          "remote-id", "ads-b", "report",   NULL };

static const struct tcs_field enu_fields[] = {
    { .key = "east",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = 0,
      .low = -1e6,
      .high = 1e6 },
    { .key = "north",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = sizeof(double),
      .low = -1e6,
      .high = 1e6 },
    { .key = "up",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = 2 * sizeof(double),
      .low = -1e5,
      .high = 1e5 },
};
static const struct tcs_schema enu_schema = { "'position'", enu_fields, 3, NULL };

const struct tcs_field tcs_geodetic_fields[3] = {
    { .key = "lat",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_geodetic, lat_rad),
      .low = -90,
      .high = 90,
      .scale = TCS_RAD_PER_DEG },
    { .key = "lon",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_geodetic, lon_rad),
      .low = -180,
      .high = 180,
      .scale = TCS_RAD_PER_DEG },
    { .key = "height",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_geodetic, height_m),
      .low = -500,
      .high = 9000 },
};

static const struct tcs_schema geodetic_schema = { "'position'", tcs_geodetic_fields, 3,
                                                   NULL };

/* { east, north, up } in metres or { lat, lon, height } in degrees and metres. */
static void read_position(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    const struct tcs_site *site = context->user;
    struct tcs_sensor *sensor = target;

    if (tcs_schema_find(context, node, "lat") == NULL) {
        tcs_schema_map(context, node, &enu_schema, sensor->position_m.v);
        return;
    }
    struct tcs_geodetic geodetic = { 0 };

    tcs_schema_map(context, node, &geodetic_schema, &geodetic);
    sensor->position_m = tcs_enu_from_geodetic(&site->engine.frame, geodetic);
}

static const struct tcs_field sigma_fields[] = {
    { .key = "range",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, range_sigma_m),
      .low = 0.01,
      .high = 10000 },
    { .key = "azimuth",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, az_sigma_rad),
      .low = 0.001,
      .high = 90,
      .scale = TCS_RAD_PER_DEG },
    { .key = "elevation",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, el_sigma_rad),
      .low = 0.001,
      .high = 90,
      .scale = TCS_RAD_PER_DEG },
    { .key = "doppler",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, doppler_sigma_mps),
      .low = 0.01,
      .high = 100 },
    { .key = "position",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, position_sigma_m),
      .low = 0.01,
      .high = 10000 },
    { .key = "height",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, height_sigma_m),
      .low = 0.01,
      .high = 10000 },
};
static const struct tcs_schema sigma_schema = { "'sigma'", sigma_fields, 6, NULL };

static void read_sigma(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    tcs_schema_map(context, node, &sigma_schema, target);
}

static void read_range(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    struct tcs_coverage *coverage = target;
    double v[2] = { 0.0, 0.0 };

    if (!tcs_schema_numbers(context, node, 2, 0.0, 1e6, v))
        return;
    if (v[0] >= v[1])
        tcs_schema_error(context, node, "'range' must be [nearest, farthest]");
    coverage->range_min_m = v[0];
    coverage->range_max_m = v[1];
}

/* `all`, or [from, to] clockwise. */
static void read_azimuth(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_coverage *coverage = target;
    double v[2] = { 0.0, 0.0 };

    coverage->az_width_rad = 2.0 * TCS_PI;
    if (tcs_schema_is_word(node, "all"))
        return;
    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node,
                         "'azimuth' must be 'all' or [from, to], degrees clockwise");
        return;
    }
    if (!tcs_schema_numbers(context, node, 2, -360.0, 360.0, v))
        return;
    double width = v[1] - v[0];

    while (width <= 0.0)
        width += 360.0;
    while (width > 360.0)
        width -= 360.0;
    coverage->az_width_rad = width * TCS_RAD_PER_DEG;
    coverage->az_center_rad = tcs_angle_wrap((v[0] + width / 2.0) * TCS_RAD_PER_DEG);
}

static void read_elevation(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    struct tcs_coverage *coverage = target;
    double v[2] = { 0.0, 0.0 };

    if (!tcs_schema_numbers(context, node, 2, -90.0, 90.0, v))
        return;
    if (v[0] >= v[1])
        tcs_schema_error(context, node, "'elevation' must be [lowest, highest]");
    coverage->el_min_rad = v[0] * TCS_RAD_PER_DEG;
    coverage->el_max_rad = v[1] * TCS_RAD_PER_DEG;
}

static const struct tcs_field coverage_fields[] = {
    { .key = "range", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_range },
    { .key = "azimuth",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_azimuth },
    { .key = "elevation",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_elevation },
};
static const struct tcs_schema coverage_schema = { "'coverage'", coverage_fields, 3,
                                                   NULL };

static const char *const pd_words[] = { "constant", "swerling-1", NULL };

static const struct tcs_field detection_fields[] = {
    { .key = "model",
      .type = TCS_FIELD_CHOICE,
      .offset = offsetof(struct tcs_sensor, pd_model),
      .words = pd_words },
    { .key = "probability",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_sensor, pd),
      .low = 0.01,
      .high = 0.999 },
    { .key = "false_alarm_probability",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, pfa),
      .low = 1e-12,
      .high = 0.5 },
    { .key = "snr",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, snr_ref),
      .low = 0.01,
      .high = 1e9 },
    { .key = "snr_range",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, range_ref_m),
      .low = 1,
      .high = 1e6 },
    { .key = "low_elevation",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, low_el_rad),
      .low = -90,
      .high = 90,
      .scale = TCS_RAD_PER_DEG },
    { .key = "low_factor",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, low_el_factor),
      .low = 0,
      .high = 1 },
};

static void finish_detection(struct tcs_schema_context *context, yaml_node_t *node,
                             void *target)
{
    struct tcs_sensor *sensor = target;

    sensor->pd_known = true;
    if (sensor->pd_model == TCS_PD_SWERLING1 &&
        (sensor->pfa == 0.0 || sensor->snr_ref == 0.0 || sensor->range_ref_m == 0.0))
        tcs_schema_error(
            context, node,
            "swerling-1 needs 'false_alarm_probability', 'snr' and 'snr_range'");
}

static const struct tcs_schema detection_schema = { "'detection'", detection_fields, 7,
                                                    finish_detection };

/* `unknown`: the tracker estimates it. */
static void read_detection(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    if (!tcs_schema_is_word(node, "unknown"))
        tcs_schema_map(context, node, &detection_schema, target);
}

static void read_clutter(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_sensor *sensor = target;

    if (tcs_schema_is_word(node, "unknown"))
        return;
    sensor->clutter_known =
        tcs_schema_number(context, node, 0.0, 1e5, &sensor->clutter_per_scan);
}

static void read_rcs_offset(struct tcs_schema_context *context, yaml_node_t *node,
                            void *target)
{
    struct tcs_sensor *sensor = target;

    sensor->has_rcs =
        tcs_schema_number(context, node, -200.0, 300.0, &sensor->rcs_offset_db);
}

/* What a kind of sensor must tell of its errors. */
static void check_sigmas(struct tcs_schema_context *context, yaml_node_t *node,
                         const struct tcs_sensor *sensor)
{
    switch (sensor->kind) {
    case TCS_SENSOR_RADAR:
        if (sensor->position_sigma_m == 0.0 &&
            (sensor->range_sigma_m == 0.0 || sensor->az_sigma_rad == 0.0))
            tcs_schema_error(context, node, "a radar needs sigma: 'range' and 'azimuth'");
        break;
    case TCS_SENSOR_RADIO:
    case TCS_SENSOR_ACOUSTIC:
    case TCS_SENSOR_CAMERA:
        if (sensor->az_sigma_rad == 0.0)
            tcs_schema_error(context, node, "this kind of sensor needs sigma: 'azimuth'");
        break;
    case TCS_SENSOR_REMOTE_ID:
    case TCS_SENSOR_ADSB:
    case TCS_SENSOR_REPORT:
        if (sensor->position_sigma_m == 0.0 || sensor->height_sigma_m == 0.0)
            tcs_schema_error(context, node,
                             "a receiver of claims needs sigma: 'position' and 'height'");
        break;
    case TCS_SENSOR_KIND_COUNT:
        break;
    }
}

static void finish_sensor(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    const double usual_sound_mps = 343.0; /* 20 degrees Celsius */
    const struct tcs_site *site = context->user;
    struct tcs_sensor *sensor = target;

    if (sensor->sound_mps > 0.0 && sensor->kind != TCS_SENSOR_ACOUSTIC)
        tcs_schema_error(context, node, "'sound_speed' is for acoustic sensors");
    if (sensor->sound_mps == 0.0 && sensor->kind == TCS_SENSOR_ACOUSTIC)
        sensor->sound_mps = usual_sound_mps;
    for (const struct tcs_sensor *other = site->engine.sensors; other < sensor; other++)
        if (sensor->name[0] != '\0' && strcmp(other->name, sensor->name) == 0)
            tcs_schema_error(context, node, "there are two sensors '%s'", sensor->name);
    check_sigmas(context, node, sensor);
}

static const struct tcs_field sensor_fields[] = {
    { .key = "id",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sensor, name),
      .size = TCS_NAME_LEN },
    { .key = "kind",
      .type = TCS_FIELD_CHOICE,
      .required = true,
      .offset = offsetof(struct tcs_sensor, kind),
      .words = kind_words },
    { .key = "position",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_position },
    { .key = "rotation",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, rotation_rad),
      .low = -360,
      .high = 360,
      .scale = TCS_RAD_PER_DEG },
    { .key = "rotation_sigma",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, rotation_sigma_rad),
      .low = 0,
      .high = 30,
      .scale = TCS_RAD_PER_DEG },
    { .key = "tilt_sigma",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, tilt_sigma_rad),
      .low = 0,
      .high = 30,
      .scale = TCS_RAD_PER_DEG },
    { .key = "place_sigma",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, place_sigma_m),
      .low = 0,
      .high = 1000 },
    { .key = "pose", .type = TCS_FIELD_CUSTOM, .custom = tcs_site_read_pose },
    { .key = "lens", .type = TCS_FIELD_CUSTOM, .custom = tcs_site_read_lens },
    { .key = "pan_tilt", .type = TCS_FIELD_CUSTOM, .custom = tcs_site_read_pan_tilt },
    { .key = "sound_speed",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, sound_mps),
      .low = 280,
      .high = 380 },
    { .key = "sigma", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_sigma },
    { .key = "clock_sigma",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct tcs_sensor, clock_sigma_s),
      .low = 0,
      .high = 3600 },
    { .key = "period",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sensor, period_s),
      .low = 0.001,
      .high = 3600 },
    { .key = "coverage",
      .type = TCS_FIELD_MAP,
      .required = true,
      .offset = offsetof(struct tcs_sensor, coverage),
      .schema = &coverage_schema },
    { .key = "detection", .type = TCS_FIELD_CUSTOM, .custom = read_detection },
    { .key = "clutter_per_scan", .type = TCS_FIELD_CUSTOM, .custom = read_clutter },
    { .key = "rcs_offset", .type = TCS_FIELD_CUSTOM, .custom = read_rcs_offset },
};

const struct tcs_schema tcs_sensor_schema = { "a sensor", sensor_fields,
                                              sizeof sensor_fields /
                                                  sizeof sensor_fields[0],
                                              finish_sensor };
