/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_SAPIENT_MESSAGES_H
#define TCS_TESTS_SAPIENT_MESSAGES_H

/*
 * sapient_messages.h -- messages for tests, written by our encoder; they keep all rules.
 */

#include <stdio.h>
#include <string.h>

#include "encode/sapient.h"

#define TEST_NODE "6f582b41-6c88-481c-bb0f-6021a1739f57"
#define TEST_ULID "01H4R63D7NVN8444Z5M77WEBY2"

static inline void test_head(tcs_sapient_SapientMessage *message, pb_size_t content)
{
    memset(message, 0, sizeof *message);
    message->has_timestamp = message->has_node_id = true;
    message->timestamp.seconds = 1700000000;
    snprintf(message->node_id, sizeof message->node_id, "%s", TEST_NODE);
    message->which_content = content;
}

/* A classification of three levels: Air Vehicle, UAV Rotary Wing, Quadcopter. */
static inline void test_classes(tcs_sapient_DetectionReport *report,
                                struct tcs_writer *parts)
{
    tcs_sapient_SubClass fine = { .has_type = true, .has_level = true, .level = 2 };
    tcs_sapient_SubClass middle = { .has_type = true,
                                    .has_confidence = true,
                                    .confidence = 0.75F,
                                    .has_level = true,
                                    .level = 1 };
    tcs_sapient_DetectionReportClassification top = { .has_type = true };
    snprintf(fine.type, sizeof fine.type, "Quadcopter");
    snprintf(middle.type, sizeof middle.type, "UAV Rotary Wing");
    snprintf(top.type, sizeof top.type, "Air Vehicle");
    (void)!tcs_sapient_append(&middle.sub_class, tcs_sapient_SubClass_fields, &fine,
                              parts);
    (void)!tcs_sapient_append(&top.sub_class, tcs_sapient_SubClass_fields, &middle,
                              parts);
    (void)!tcs_sapient_append(&report->classification,
                              tcs_sapient_DetectionReportClassification_fields, &top,
                              parts);
}

static inline void make_detection(tcs_sapient_SapientMessage *message,
                                  struct tcs_writer *parts, unsigned number)
{
    const uint8_t unique[10] = { (uint8_t)number, (uint8_t)(number >> 8) };
    test_head(message, tcs_sapient_SapientMessage_detection_report_tag);
    tcs_sapient_DetectionReport *report = &message->content.detection_report;
    report->has_report_id = report->has_object_id = true;
    tcs_sapient_ulid(1700000000000, unique, report->report_id);
    tcs_sapient_ulid(1700000000000, unique, report->object_id);
    report->which_location_oneof = tcs_sapient_DetectionReport_location_tag;
    report->location_oneof.location = (tcs_sapient_Location) {
        .has_x = true,
        .x = -0.125,
        .has_y = true,
        .y = 51.5,
        .has_z = true,
        .z = 120,
        .has_coordinate_system = true,
        .coordinate_system = tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M,
        .has_datum = true,
        .datum = tcs_sapient_LOCATION_DATUM_WGS84_E,
    };
    report->has_detection_confidence = true;
    report->detection_confidence = 0.5F;
    test_classes(report, parts);
}

static inline void make_task(tcs_sapient_SapientMessage *message, const char *request)
{
    test_head(message, tcs_sapient_SapientMessage_task_tag);
    tcs_sapient_Task *task = &message->content.task;
    task->has_task_id = task->has_control = task->has_command = true;
    snprintf(task->task_id, sizeof task->task_id, "%s", TEST_ULID);
    task->control = tcs_sapient_CONTROL_START;
    task->command.which_command = tcs_sapient_Command_request_tag;
    snprintf(task->command.command.request, sizeof task->command.command.request, "%s",
             request);
}

#endif
