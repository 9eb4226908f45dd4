/* SPDX-License-Identifier: Apache-2.0 */
#include "node/sapient.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "encode/sapient.h"
#include "node/say.h"
#include "num/elem.h"
#include "observe/claim.h"

#define SECONDS(n) ((struct tcs_span) { (int64_t)(n)*TCS_NS_PER_S })

static const int64_t PICTURE_GAP_NS = 100000000; /* the least between two pictures */

void tcs_node_init(struct tcs_node *node, enum tcs_node_role role,
                   const struct tcs_site *site, const char *name, const char *id)
{
    memset(node, 0, sizeof *node);
    node->role = role;
    node->site = site;
    node->picture_every = SECONDS(1);
    if (id[0] != '\0') {
        snprintf(node->id, sizeof node->id, "%s", id);
        return;
    }
    struct tcs_digest digest = { 0 };
    uint8_t unique[16];
    digest = tcs_digest_chain(digest, site->name, strlen(site->name));
    digest = tcs_digest_chain(digest, name, strlen(name));
    memcpy(unique, &digest.low, 8);
    memcpy(unique + 8, &digest.high, 8);
    tcs_sapient_uuid(unique, node->id);
}

void tcs_node_begin(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out)
{
    memset(&node->stream, 0, sizeof node->stream);
    node->accepted = node->refused = false;
    if (node->role == TCS_NODE_SERVER)
        return;
    node_say_registration(node, now, out);
}

/* -------------------------------------------------------------------------- what comes
 */

static bool is_effector(const tcs_sapient_Registration *registration)
{
    for (uint32_t i = 0; i < registration->node_definition.count; i++) {
        tcs_sapient_NodeDefinition definition;
        if (tcs_sapient_element(registration->node_definition.item[i],
                                tcs_sapient_NodeDefinition_fields, sizeof definition,
                                &definition) &&
            tcs_sapient_effector(definition.node_type))
            return true;
    }
    return false;
}

static void answer_registration(struct tcs_node *node, struct tcs_time now,
                                struct tcs_writer *out)
{
    const bool effector = is_effector(&node->in.content.registration);
    (void)node_head(node, now, tcs_sapient_SapientMessage_registration_ack_tag,
                    node->in.node_id);
    tcs_sapient_RegistrationAck *ack = &node->out.content.registration_ack;
    ack->has_acceptance = true;
    ack->acceptance = !effector;
    if (effector) {
        node->counts.refused++;
        (void)!tcs_sapient_append_text(&ack->ack_response_reason,
                                       "tocsin does not work with effectors");
    } else {
        node->counts.registrations++;
    }
    (void)node_send(node, out);
}

static bool equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* The reason for refusing a task; NULL: it will be done. */
static const char *refusal(const tcs_sapient_Task *task)
{
    const tcs_sapient_Command *command = &task->command;
    if (!task->has_command || task->region.count > 0)
        return "regions are not supported";
    if (task->control != tcs_sapient_CONTROL_START)
        return "there is no task to stop or pause";
    if (command->which_command == tcs_sapient_Command_detection_report_rate_tag)
        return NULL;
    if (command->which_command == tcs_sapient_Command_request_tag &&
        (equal(command->command.request, "Registration") ||
         equal(command->command.request, "Status")))
        return NULL;
    return "not supported: tocsin watches, it does not move, point or act";
}

static void do_task(struct tcs_node *node, struct tcs_time now,
                    const tcs_sapient_Command *command, struct tcs_writer *out)
{
    if (command->which_command == tcs_sapient_Command_request_tag) {
        if (equal(command->command.request, "Registration"))
            node_say_registration(node, now, out);
        else
            node_say_status(node, now, tcs_sapient_SYSTEM_OK, out);
        return;
    }
    const int64_t ms =
        command->command.detection_report_rate == tcs_sapient_DISCRETE_THRESHOLD_LOW
            ? 5000
        : command->command.detection_report_rate == tcs_sapient_DISCRETE_THRESHOLD_HIGH
            ? 250
            : 1000;
    node->picture_every = (struct tcs_span) { ms * 1000000 };
}

static void answer_task(struct tcs_node *node, struct tcs_time now,
                        struct tcs_writer *out)
{
    const tcs_sapient_Task *task = &node->in.content.task;
    const char *reason = refusal(task);
    const tcs_sapient_Command command = task->command;
    (void)node_head(node, now, tcs_sapient_SapientMessage_task_ack_tag, node->in.node_id);
    tcs_sapient_TaskAck *ack = &node->out.content.task_ack;
    ack->has_task_id = ack->has_task_status = true;
    node_text(ack->task_id, sizeof ack->task_id, task->task_id);
    ack->task_status = reason == NULL ? tcs_sapient_TASK_STATUS_ACCEPTED
                                      : tcs_sapient_TASK_STATUS_REJECTED;
    if (reason != NULL)
        (void)!tcs_sapient_append_text(&ack->reason, reason);
    (void)node_send(node, out);
    if (reason != NULL) {
        node->counts.tasks_refused++;
        return;
    }
    node->counts.tasks_accepted++;
    do_task(node, now, &command, out);
}

static void answer_alert(struct tcs_node *node, struct tcs_time now,
                         struct tcs_writer *out)
{
    char id[sizeof node->in.content.alert.alert_id];
    node_text(id, sizeof id, node->in.content.alert.alert_id);
    (void)node_head(node, now, tcs_sapient_SapientMessage_alert_ack_tag,
                    node->in.node_id);
    tcs_sapient_AlertAck *ack = &node->out.content.alert_ack;
    ack->has_alert_id = ack->has_alert_ack_status = true;
    node_text(ack->alert_id, sizeof ack->alert_id, id);
    ack->alert_ack_status = tcs_sapient_ALERT_ACK_STATUS_ACCEPTED;
    (void)node_send(node, out);
}

static void take_ack(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out)
{
    if (node->role == TCS_NODE_SERVER)
        return;
    node->accepted = node->in.content.registration_ack.acceptance;
    node->refused = !node->accepted;
    if (node->accepted)
        node_say_status(node, now, tcs_sapient_SYSTEM_OK, out);
}

static void take_alert_ack(struct tcs_node *node)
{
    const char *id = node->in.content.alert_ack.alert_id;
    node->counts.alerts_acknowledged++;
    if (node->acked_count < TCS_NODE_ACKED_MAX && strlen(id) == 26)
        memcpy(node->acked[node->acked_count++], id, 27);
}

static void take_message(struct tcs_node *node, struct tcs_time now,
                         struct tcs_bytes octets, struct tcs_writer *out)
{
    if (tcs_sapient_decode(octets, &node->in, NULL) != TCS_OK) {
        node->counts.damaged++;
        return;
    }
    /* What a middleware passes on to others is none of our business. */
    if (node->in.has_destination_id && !equal(node->in.destination_id, node->id))
        return;
    switch (node->in.which_content) {
    case tcs_sapient_SapientMessage_registration_tag:
        if (node->role == TCS_NODE_SERVER)
            answer_registration(node, now, out);
        break;
    case tcs_sapient_SapientMessage_registration_ack_tag:
        take_ack(node, now, out);
        break;
    case tcs_sapient_SapientMessage_task_tag:
        answer_task(node, now, out);
        break;
    case tcs_sapient_SapientMessage_alert_tag:
        if (node->role == TCS_NODE_SERVER)
            answer_alert(node, now, out);
        break;
    case tcs_sapient_SapientMessage_alert_ack_tag:
        take_alert_ack(node);
        break;
    default:
        break;
    }
}

bool tcs_node_take(struct tcs_node *node, struct tcs_time now, struct tcs_bytes octets,
                   struct tcs_writer *out)
{
    struct tcs_bytes message;
    enum tcs_status status;
    while ((status = tcs_sapient_next(&node->stream, &octets, &message)) != TCS_MORE) {
        if (status == TCS_OK)
            take_message(node, now, message, out);
        else
            node->counts.damaged++;
        if (status == TCS_E_DAMAGED)
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------------- what is said
 */

void tcs_node_tick(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out)
{
    if (node->role == TCS_NODE_SERVER || !node->accepted)
        return;
    if (tcs_time_since(now, node->status_at).ns >= SECONDS(TCS_NODE_STATUS_S).ns)
        node_say_status(node, now, tcs_sapient_SYSTEM_OK, out);
}

void tcs_node_goodbye(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out)
{
    if (node->role != TCS_NODE_SERVER && node->accepted)
        node_say_status(node, now, tcs_sapient_SYSTEM_GOODBYE, out);
}

static const char *const class_names[TCS_CLASS_COUNT] = {
    [TCS_CLASS_BIRD] = "Bird",
    [TCS_CLASS_MULTIROTOR] = "UAV Rotary Wing",
    [TCS_CLASS_FIXED_WING] = "UAV Fixed Wing",
    [TCS_CLASS_CREWED] = "Manned Aircraft",
    [TCS_CLASS_OTHER] = "Unknown",
};

static double root(double variance)
{
    return variance > 0.0 ? tcs_sqrt(variance) : 0.0;
}

static tcs_sapient_Location place(const struct tcs_node *node,
                                  const struct tcs_track_view *track)
{
    const struct tcs_vec3 enu = { { track->x.v[0], track->x.v[1], track->x.v[2] } };
    const struct tcs_geodetic at = tcs_geodetic_from_enu(&node->site->engine.frame, enu);
    const double deg_per_m = 1.0 / (6371000.0 * TCS_RAD_PER_DEG);
    return (tcs_sapient_Location) {
        .has_x = true,
        .x = at.lon_rad / TCS_RAD_PER_DEG,
        .has_y = true,
        .y = at.lat_rad / TCS_RAD_PER_DEG,
        .has_z = true,
        .z = at.height_m,
        .has_x_error = true,
        .x_error = root(track->P.m[0][0]) * deg_per_m / tcs_cos(at.lat_rad),
        .has_y_error = true,
        .y_error = root(track->P.m[1][1]) * deg_per_m,
        .has_z_error = true,
        .z_error = root(track->P.m[2][2]),
        .has_coordinate_system = true,
        .coordinate_system = tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M,
        .has_datum = true,
        .datum = tcs_sapient_LOCATION_DATUM_WGS84_E,
    };
}

static void say_detection(struct tcs_node *node, struct tcs_time now,
                          const struct tcs_track_view *track, struct tcs_writer *out)
{
    struct tcs_writer parts =
        node_head(node, now, tcs_sapient_SapientMessage_detection_report_tag, NULL);
    tcs_sapient_DetectionReport *d = &node->out.content.detection_report;
    node->serial++;
    d->has_report_id = d->has_object_id = d->has_detection_confidence = true;
    node_ulid(node, node->last, &node->serial, sizeof node->serial, d->report_id);
    node_ulid(node, track->first_at, &track->id, sizeof track->id, d->object_id);
    d->which_location_oneof = tcs_sapient_DetectionReport_location_tag;
    d->location_oneof.location = place(node, track);
    d->detection_confidence = (float)track->existence;
    d->which_velocity_oneof = tcs_sapient_DetectionReport_enu_velocity_tag;
    d->velocity_oneof.enu_velocity = (tcs_sapient_ENUVelocity) {
        .has_east_rate = true,
        .east_rate = track->x.v[3],
        .has_north_rate = true,
        .north_rate = track->x.v[4],
        .has_up_rate = true,
        .up_rate = track->x.v[5],
    };
    for (unsigned i = 0; i < TCS_CLASS_COUNT; i++) {
        tcs_sapient_DetectionReportClassification one = { .has_type = true,
                                                          .has_confidence = true,
                                                          .confidence =
                                                              (float)track->class_p[i] };
        node_text(one.type, sizeof one.type,
                  i == TCS_CLASS_CREWED && tcs_claim_is_vessel(track->claim_id)
                      ? "Manned Vessel"
                      : class_names[i]);
        (void)!tcs_sapient_append(&d->classification,
                                  tcs_sapient_DetectionReportClassification_fields, &one,
                                  &parts);
    }
    node->counts.detections_sent += node_send(node, out);
}

void tcs_node_picture(struct tcs_node *node, struct tcs_time now,
                      const struct tcs_track_view *tracks, size_t count,
                      struct tcs_writer *out)
{
    const int64_t gap =
        node->picture_every.ns > PICTURE_GAP_NS ? node->picture_every.ns : PICTURE_GAP_NS;
    /* A timer that comes a little early is not made to wait for another turn. */
    if (!node->accepted || tcs_time_since(now, node->picture_at).ns < gap - gap / 10)
        return;
    node->picture_at = now;
    for (size_t i = 0; i < count; i++)
        if (tracks[i].state == TCS_TRACK_CONFIRMED)
            say_detection(node, now, &tracks[i], out);
}

bool tcs_node_alert(struct tcs_node *node, struct tcs_time now,
                    const struct tcs_alarm *alarm, const char *text,
                    struct tcs_writer *out, char ret_id[27])
{
    const struct {
        uint32_t id, occurrence, state, kind;
    } key = { alarm->id, alarm->occurrence, alarm->state, alarm->kind };
    const bool on = alarm->state == TCS_ALARM_UNACK || alarm->state == TCS_ALARM_ACK;
    const bool cover = alarm->kind == TCS_ALARM_TAKE_COVER;
    if (!node->accepted)
        return false;
    (void)node_head(node, now, tcs_sapient_SapientMessage_alert_tag, NULL);
    tcs_sapient_Alert *a = &node->out.content.alert;
    a->has_alert_id = a->has_alert_type = a->has_status = a->has_priority = true;
    node_ulid(node, alarm->raised_at, &key, sizeof key, a->alert_id);
    a->alert_type =
        cover ? tcs_sapient_ALERT_TYPE_CRITICAL : tcs_sapient_ALERT_TYPE_WARNING;
    a->status = on ? tcs_sapient_ALERT_STATUS_ACTIVE : tcs_sapient_ALERT_STATUS_CLEAR;
    a->priority =
        cover ? tcs_sapient_DISCRETE_PRIORITY_HIGH : tcs_sapient_DISCRETE_PRIORITY_MEDIUM;
    a->has_description = true;
    node_text(a->description, sizeof a->description, text);
    a->has_confidence = alarm->probability >= 0.0 && alarm->probability <= 1.0;
    a->confidence = (float)alarm->probability;
    memcpy(ret_id, a->alert_id, 27);
    if (!node_send(node, out))
        return false;
    node->counts.alerts_sent++;
    return true;
}

bool tcs_node_acknowledged(struct tcs_node *node, char ret_id[27])
{
    if (node->acked_count == 0)
        return false;
    memcpy(ret_id, node->acked[--node->acked_count], 27);
    return true;
}
