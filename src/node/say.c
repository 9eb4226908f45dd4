/* SPDX-License-Identifier: Apache-2.0 */
#include "node/say.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "encode/sapient.h"

#define SET(structure, field, value)                                                     \
    ((structure).has_##field = true,                                                     \
     node_text((structure).field, sizeof(structure).field, (value)))

void node_text(char *to, size_t size, const char *text)
{
    snprintf(to, size, "%s", text);
}

void node_ulid(struct tcs_node *node, struct tcs_time at, const void *key, size_t len,
               char *ret_text)
{
    struct tcs_digest digest = { 0 };
    uint8_t unique[16];
    digest = tcs_digest_chain(digest, node->id, sizeof node->id);
    digest = tcs_digest_chain(digest, key, len);
    memcpy(unique, &digest.low, 8);
    memcpy(unique + 8, &digest.high, 8);
    tcs_sapient_ulid(tcs_time_to_utc(&node->site->engine.leap, at) / 1000000, unique,
                     ret_text);
}

struct tcs_writer node_head(struct tcs_node *node, struct tcs_time now, pb_size_t content,
                            const char *to)
{
    tcs_sapient_SapientMessage *m = &node->out;
    if (now.tai_ns > node->last.tai_ns)
        node->last = now;
    memset(m, 0, sizeof *m);
    m->has_timestamp = true;
    m->timestamp = tcs_sapient_timestamp(&node->site->engine.leap, node->last);
    SET(*m, node_id, node->id);
    if (to != NULL)
        SET(*m, destination_id, to);
    m->which_content = content;
    return tcs_writer(node->parts, sizeof node->parts);
}

bool node_send(struct tcs_node *node, struct tcs_writer *out)
{
    return tcs_sapient_write_framed(&node->out, tcs_sapient_NODE_TYPE_UNSPECIFIED, out) ==
           TCS_OK;
}

/* ------------------------------------------------------------------------ registration
 */

static tcs_sapient_Duration duration(float seconds)
{
    return (tcs_sapient_Duration) { .has_units = true,
                                    .units = tcs_sapient_TIME_UNITS_SECONDS,
                                    .has_value = true,
                                    .value = seconds };
}

static tcs_sapient_LocationType location_type(void)
{
    tcs_sapient_LocationType type = { 0 };
    type.which_coordinates_oneof = tcs_sapient_LocationType_location_units_tag;
    type.coordinates_oneof.location_units =
        tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M;
    type.which_datum_oneof = tcs_sapient_LocationType_location_datum_tag;
    type.datum_oneof.location_datum = tcs_sapient_LOCATION_DATUM_WGS84_E;
    return type;
}

/* Failures to append show as a message that lacks something: the tests would see it. */
#define APPEND(list, kind, element, parts)                                               \
    ((void)!tcs_sapient_append(&(list), tcs_sapient_##kind##_fields, &(element), (parts)))

static void add_detections(tcs_sapient_ModeDefinition *mode, struct tcs_writer *parts)
{
    static const char *const classes[] = {
        "UAV Rotary Wing", "UAV Fixed Wing", "Manned Aircraft",
        "Manned Vessel",   "Bird",           "Unknown"
    };
    tcs_sapient_DetectionClassDefinition set = {
        .has_confidence_definition = true,
        .confidence_definition = tcs_sapient_CONFIDENCE_DEFINITION_MULTI_CLASS,
    };
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        tcs_sapient_ClassDefinition one = { 0 };
        SET(one, type, classes[i]);
        SET(one, units, "decimal (0-1)");
        APPEND(set.class_definition, ClassDefinition, one, parts);
    }
    tcs_sapient_DetectionDefinition detection = { .has_location_type = true,
                                                  .location_type = location_type(),
                                                  .has_velocity_type = true };
    tcs_sapient_VelocityType *velocity = &detection.velocity_type;
    velocity->which_velocity_units_oneof =
        tcs_sapient_VelocityType_enu_velocity_units_tag;
    velocity->velocity_units_oneof.enu_velocity_units = (tcs_sapient_ENUVelocityUnits) {
        .has_east_north_rate_units = true,
        .east_north_rate_units = tcs_sapient_SPEED_UNITS_MS,
        .has_up_rate_units = true,
        .up_rate_units = tcs_sapient_SPEED_UNITS_MS,
    };
    velocity->which_datum_oneof = tcs_sapient_VelocityType_location_datum_tag;
    velocity->datum_oneof.location_datum = tcs_sapient_LOCATION_DATUM_WGS84_E;
    APPEND(detection.detection_class_definition, DetectionClassDefinition, set, parts);
    APPEND(mode->detection_definition, DetectionDefinition, detection, parts);
}

static void add_task(tcs_sapient_ModeDefinition *mode, struct tcs_writer *parts)
{
    const tcs_sapient_LocationType type = location_type();
    tcs_sapient_TaskDefinition *task = &mode->task;
    mode->has_task = task->has_region_definition = true;
    task->has_concurrent_tasks = true;
    task->concurrent_tasks = 1;
    task->region_definition.region_type_count = 1;
    task->region_definition.region_type[0] = tcs_sapient_REGION_TYPE_AREA_OF_INTEREST;
    APPEND(task->region_definition.region_area, LocationType, type, parts);
    tcs_sapient_CommandDefinition command = { .has_completion_time = true,
                                              .completion_time = duration(1),
                                              .has_type = true,
                                              .type = tcs_sapient_COMMAND_TYPE_REQUEST };
    SET(command, units, "Registration, Status");
    APPEND(task->command, CommandDefinition, command, parts);
    command.type = tcs_sapient_COMMAND_TYPE_DETECTION_REPORT_RATE;
    SET(command, units, "Low, Medium, High");
    APPEND(task->command, CommandDefinition, command, parts);
}

void node_say_registration(struct tcs_node *node, struct tcs_time now,
                           struct tcs_writer *out)
{
    struct tcs_writer parts =
        node_head(node, now, tcs_sapient_SapientMessage_registration_tag, NULL);
    tcs_sapient_Registration *r = &node->out.content.registration;
    tcs_sapient_NodeDefinition type = { .has_node_type = true,
                                        .node_type = tcs_sapient_NODE_TYPE_FUSION_NODE };
    tcs_sapient_Capability capability = { 0 };
    tcs_sapient_ConfigurationData about = { 0 };
    tcs_sapient_ModeDefinition mode = { .has_mode_type = true,
                                        .mode_type = tcs_sapient_MODE_TYPE_DEFAULT,
                                        .has_settle_time = true,
                                        .settle_time = duration(0),
                                        .has_maximum_latency = true,
                                        .maximum_latency = duration(1),
                                        .has_scan_type = true,
                                        .scan_type = tcs_sapient_SCAN_TYPE_FIXED,
                                        .has_tracking_type = true,
                                        .tracking_type =
                                            tcs_sapient_TRACKING_TYPE_TRACK };
    APPEND(r->node_definition, NodeDefinition, type, &parts);
    SET(*r, icd_version, "BSI Flex 335 v2.0");
    SET(*r, name, node->site->name);
    SET(*r, short_name, "tocsin");
    SET(capability, category, "Fusion");
    SET(capability, type, "Low-altitude air picture");
    APPEND(r->capabilities, Capability, capability, &parts);
    r->has_status_definition = r->status_definition.has_status_interval = true;
    r->status_definition.status_interval = duration(TCS_NODE_STATUS_S);
    r->status_definition.has_location_definition = true;
    r->status_definition.location_definition = location_type();
    SET(mode, mode_name, "Default");
    add_detections(&mode, &parts);
    add_task(&mode, &parts);
    APPEND(r->mode_definition, ModeDefinition, mode, &parts);
    node_text(about.manufacturer, sizeof about.manufacturer, "tocsin");
    node_text(about.model, sizeof about.model, "tocsin");
    SET(about, software_version, TCS_VERSION);
    APPEND(r->config_data, ConfigurationData, about, &parts);
    (void)node_send(node, out);
}

/* ------------------------------------------------------------------------------- status
 */

void node_say_status(struct tcs_node *node, struct tcs_time now,
                     tcs_sapient_System system, struct tcs_writer *out)
{
    const struct tcs_geodetic origin = node->site->engine.frame.origin;
    (void)node_head(node, now, tcs_sapient_SapientMessage_status_report_tag, NULL);
    tcs_sapient_StatusReport *s = &node->out.content.status_report;
    node->serial++;
    s->has_report_id = s->has_system = s->has_info = s->has_node_location = true;
    node_ulid(node, node->last, &node->serial, sizeof node->serial, s->report_id);
    s->system = system;
    s->info = tcs_sapient_INFO_NEW;
    SET(*s, mode, "Default");
    s->node_location = (tcs_sapient_Location) {
        .has_x = true,
        .x = origin.lon_rad / TCS_RAD_PER_DEG,
        .has_y = true,
        .y = origin.lat_rad / TCS_RAD_PER_DEG,
        .has_z = true,
        .z = origin.height_m,
        .has_coordinate_system = true,
        .coordinate_system = tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M,
        .has_datum = true,
        .datum = tcs_sapient_LOCATION_DATUM_WGS84_E,
    };
    node->status_at = node->last;
    (void)node_send(node, out);
}
