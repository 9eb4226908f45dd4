/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site_camera.h"

#include "config/site.h"
#include "num/elem.h"

#define ANGLE(name, member, least, most)                                                 \
    {                                                                                    \
        .key = (name), .type = TCS_FIELD_NUMBER,                                         \
        .offset = offsetof(struct tcs_pose, member), .low = (least), .high = (most),     \
        .scale = TCS_RAD_PER_DEG                                                         \
    }

static const struct tcs_field pose_fields[] = {
    ANGLE("azimuth", az_rad, -360, 360),
    ANGLE("elevation", el_rad, -90, 90),
    ANGLE("roll", roll_rad, -180, 180),
};
static const struct tcs_schema pose_schema = { "'pose'", pose_fields, 3, NULL };

void tcs_site_read_pose(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct tcs_sensor *sensor = target;

    tcs_schema_map(context, node, &pose_schema, &sensor->pose);
    if (sensor->kind != TCS_SENSOR_CAMERA && sensor->kind != TCS_SENSOR_ACOUSTIC)
        tcs_schema_error(context, node, "'pose' is for cameras and acoustic sensors");
}

/* As it is written; what is left out is 0. */
struct lens_row {
    struct tcs_optics optics;
    double fov_rad;
};

#define NUMBER(name, member, least, most)                                                \
    {                                                                                    \
        .key = (name), .type = TCS_FIELD_NUMBER,                                         \
        .offset = offsetof(struct lens_row, member), .low = (least), .high = (most)      \
    }

static void finish_lens(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct lens_row *row = target;
    struct tcs_optics *optics = &row->optics;

    if (optics->width == 0.0)
        return; /* told already */
    if ((row->fov_rad > 0.0) == (optics->fx > 0.0))
        tcs_schema_error(context, node,
                         "'lens' needs 'field_of_view' or 'fx', and not both");
    if (row->fov_rad > 0.0)
        optics->fx = optics->width / 2.0 / tcs_tan(row->fov_rad / 2.0);
    if (optics->fy == 0.0)
        optics->fy = optics->fx;
    if (tcs_schema_find(context, node, "cx") == NULL)
        optics->cx = (optics->width - 1.0) / 2.0;
    if (tcs_schema_find(context, node, "cy") == NULL)
        optics->cy = (optics->height - 1.0) / 2.0;
}

static const struct tcs_field lens_fields[] = {
    { .key = "width",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct lens_row, optics.width),
      .low = 16,
      .high = 65535 },
    { .key = "height",
      .type = TCS_FIELD_NUMBER,
      .required = true,
      .offset = offsetof(struct lens_row, optics.height),
      .low = 16,
      .high = 65535 },
    { .key = "field_of_view",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct lens_row, fov_rad),
      .low = 0.1,
      .high = 170,
      .scale = TCS_RAD_PER_DEG },
    NUMBER("fx", optics.fx, 1, 1e7),
    NUMBER("fy", optics.fy, 1, 1e7),
    NUMBER("cx", optics.cx, -65535, 131070),
    NUMBER("cy", optics.cy, -65535, 131070),
    NUMBER("k1", optics.k1, -10, 10),
    NUMBER("k2", optics.k2, -10, 10),
    NUMBER("k3", optics.k3, -10, 10),
    NUMBER("p1", optics.p1, -1, 1),
    NUMBER("p2", optics.p2, -1, 1),
};
static const struct tcs_schema lens_schema = { "'lens'", lens_fields,
                                               sizeof lens_fields / sizeof lens_fields[0],
                                               finish_lens };

void tcs_site_read_lens(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct tcs_sensor *sensor = target;
    struct lens_row row = { .fov_rad = 0.0 };

    tcs_schema_map(context, node, &lens_schema, &row);
    sensor->optics = row.optics;
    if (sensor->kind != TCS_SENSOR_CAMERA)
        tcs_schema_error(context, node, "'lens' is for cameras");
}

static void read_ends(struct tcs_schema_context *context, yaml_node_t *node,
                      double ret_rad[2])
{
    if (!tcs_schema_numbers(context, node, 2, -360.0, 360.0, ret_rad))
        return;
    ret_rad[0] *= TCS_RAD_PER_DEG;
    ret_rad[1] *= TCS_RAD_PER_DEG;
}

static void read_pan(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    read_ends(context, node, ((struct tcs_optics *)target)->pan_rad);
}

static void read_tilt(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    read_ends(context, node, ((struct tcs_optics *)target)->tilt_rad);
}

static void read_tele(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct tcs_optics *optics = target;
    double fov_deg = 0.0;

    if (tcs_schema_number(context, node, 0.1, 170.0, &fov_deg))
        optics->fx_tele = optics->width / 2.0 / tcs_tan(fov_deg * TCS_RAD_PER_DEG / 2.0);
}

static const struct tcs_field pan_tilt_fields[] = {
    { .key = "pan", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_pan },
    { .key = "tilt", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_tilt },
    { .key = "tele_field_of_view", .type = TCS_FIELD_CUSTOM, .custom = read_tele },
};
static const struct tcs_schema pan_tilt_schema = { "'pan_tilt'", pan_tilt_fields, 3,
                                                   NULL };

void tcs_site_read_pan_tilt(struct tcs_schema_context *context, yaml_node_t *node,
                            void *target)
{
    struct tcs_sensor *sensor = target;

    if (sensor->optics.width == 0.0)
        tcs_schema_error(context, node, "'pan_tilt' needs a 'lens'");
    tcs_schema_map(context, node, &pan_tilt_schema, &sensor->optics);
    sensor->optics.turns = true;
}
