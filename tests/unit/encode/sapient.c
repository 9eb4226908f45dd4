/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/sapient.h"

#include <string.h>

#include "check.h"
#include "sapient_messages.h"

static uint8_t room[8192], parts[4096];

static void what_is_written_is_read_again_and_keeps_the_rules(void **state)
{
    static tcs_sapient_SapientMessage message, again;
    static struct tcs_pb_findings findings;
    struct tcs_writer w = tcs_writer(room, sizeof room),
                      p = tcs_writer(parts, sizeof parts);
    struct tcs_sapient_classes classes;

    make_detection(&message, &p, 7);
    CHECK_OK(tcs_sapient_write(&message, 0, &w));
    findings.count = 0;
    CHECK(tcs_sapient_check(tcs_written(&w), NULL, &findings));
    CHECK_OK(tcs_sapient_decode(tcs_written(&w), &again, NULL));
    CHECK_INT(again.which_content, tcs_sapient_SapientMessage_detection_report_tag);
    CHECK_TEXT(again.content.detection_report.object_id,
               message.content.detection_report.object_id);
    CHECK_NEAR(again.content.detection_report.location_oneof.location.y, 51.5, 0, "deg");
    CHECK_OK(tcs_sapient_classes(&again.content.detection_report, &classes));
    CHECK_INT(classes.count, 3);
    CHECK_TEXT(classes.node[0].type, "Air Vehicle");
    CHECK_TEXT(classes.node[1].type, "UAV Rotary Wing");
    CHECK_TEXT(classes.node[2].type, "Quadcopter");
    CHECK_INT(classes.node[2].depth, 2);
    CHECK_NEAR(classes.node[1].confidence, 0.75, 0, "");
}

static void nothing_that_acts_can_be_tasked(void **state)
{
    static const tcs_sapient_NodeType effectors[] = {
        tcs_sapient_NODE_TYPE_KINETIC, tcs_sapient_NODE_TYPE_JAMMER,
        tcs_sapient_NODE_TYPE_CYBER,   tcs_sapient_NODE_TYPE_LDEW,
        tcs_sapient_NODE_TYPE_RFDEW,   tcs_sapient_NODE_TYPE_UNSPECIFIED,
    };
    static tcs_sapient_SapientMessage message;
    struct tcs_writer w = tcs_writer(room, sizeof room);

    make_task(&message, "Status");
    for (size_t i = 0; i < sizeof effectors / sizeof effectors[0]; i++) {
        CHECK_INT(tcs_sapient_write(&message, effectors[i], &w), TCS_E_REFUSED);
        CHECK_INT(tcs_sapient_write_framed(&message, effectors[i], &w), TCS_E_REFUSED);
    }
    CHECK_INT(w.len, 0);
    CHECK_OK(tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_RADAR, &w));
}

static void only_harmless_requests_can_be_sent(void **state)
{
    static tcs_sapient_SapientMessage message;
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const pb_size_t moving[] = {
        tcs_sapient_Command_look_at_tag,
        tcs_sapient_Command_move_to_tag,
        tcs_sapient_Command_patrol_tag,
        tcs_sapient_Command_follow_tag,
        tcs_sapient_Command_mode_change_tag,
        tcs_sapient_Command_detection_threshold_tag,
        tcs_sapient_Command_classification_threshold_tag,
    };
    for (size_t i = 0; i < sizeof moving / sizeof moving[0]; i++) {
        make_task(&message, "Status");
        message.content.task.command.which_command = moving[i];
        CHECK_INT(tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_CAMERA, &w),
                  TCS_E_REFUSED);
    }
    make_task(&message, "Start");
    CHECK_INT(tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_CAMERA, &w),
              TCS_E_REFUSED);
    make_task(&message, "Statuses");
    CHECK_INT(tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_CAMERA, &w),
              TCS_E_REFUSED);
    make_task(&message, "Status");
    message.content.task.has_command = false;
    CHECK_INT(tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_CAMERA, &w),
              TCS_E_REFUSED);
    CHECK_INT(w.len, 0);
    make_task(&message, "Registration");
    CHECK_OK(tcs_sapient_write(&message, tcs_sapient_NODE_TYPE_CAMERA, &w));
}

static void what_does_not_fit_leaves_the_writer_alone(void **state)
{
    static tcs_sapient_SapientMessage message;
    struct tcs_writer w = tcs_writer(room, sizeof room),
                      p = tcs_writer(parts, sizeof parts);

    make_detection(&message, &p, 1);
    CHECK_OK(tcs_sapient_write_framed(&message, 0, &w));
    const size_t len = w.len;
    CHECK_INT(room[0] | room[1] << 8, (int)len - 4);
    for (size_t capacity = 0; capacity < len; capacity++) {
        w = tcs_writer(room, capacity);
        CHECK_INT(tcs_sapient_write_framed(&message, 0, &w), TCS_E_FULL);
        CHECK_INT(w.len, 0);
    }
}

static void identities_have_their_form(void **state)
{
    const uint8_t unique[16] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
    char ulid[27], uuid[37];

    /* 2^48 - 1 ms and all ones: the greatest ULID there is. */
    tcs_sapient_ulid(281474976710655, unique, ulid);
    CHECK_TEXT(ulid, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    /* The example of the ULID specification: 1469918176385 ms are 01ARYZ6S41. */
    tcs_sapient_ulid(1469918176385, unique, ulid);
    CHECK(memcmp(ulid, "01ARYZ6S41", 10) == 0);
    CHECK(tcs_pb_ulid_good(tcs_bytes(ulid, 26)));
    tcs_sapient_uuid(unique, uuid);
    CHECK_TEXT(uuid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(tcs_pb_uuid_good(tcs_bytes(uuid, 36)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again_and_keeps_the_rules),
        cmocka_unit_test(nothing_that_acts_can_be_tasked),
        cmocka_unit_test(only_harmless_requests_can_be_sent),
        cmocka_unit_test(what_does_not_fit_leaves_the_writer_alone),
        cmocka_unit_test(identities_have_their_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
