/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/sapient.h"

#include <string.h>

#include "check.h"
#include "random.h"
#include "sapient_messages.h"

static struct tcs_sapient_stream stream;
static struct tcs_pb_findings findings;
static uint8_t room[1 << 17], parts[8192];

static struct tcs_bytes detections(unsigned count)
{
    static tcs_sapient_SapientMessage message;
    struct tcs_writer w = tcs_writer(room, sizeof room);
    for (unsigned i = 0; i < count; i++) {
        struct tcs_writer p = tcs_writer(parts, sizeof parts);
        make_detection(&message, &p, i);
        CHECK_OK(tcs_sapient_write_framed(&message, 0, &w));
    }
    return tcs_written(&w);
}

static unsigned run(struct tcs_bytes octets, uint32_t piece_max, uint64_t *seed)
{
    unsigned count = 0;
    memset(&stream, 0, sizeof stream);
    for (size_t at = 0; at < octets.len;) {
        struct tcs_bytes in = tcs_bytes_part(octets, at,
                                             1 + random_below(seed, piece_max)),
                         message;
        at += in.len;
        while (tcs_sapient_next(&stream, &in, &message) == TCS_OK) {
            findings.count = 0;
            CHECK(tcs_sapient_check(message, NULL, &findings));
            count++;
        }
        CHECK_INT(in.len, 0);
    }
    return count;
}

static void messages_do_not_depend_on_how_the_stream_is_cut(void **state)
{
    const struct tcs_bytes octets = detections(40);
    for (uint64_t seed = 1; seed <= 50; seed++) {
        uint64_t draw = seed;
        CHECK_INT(run(octets, seed % 2 == 0 ? 7 : 900, &draw), 40);
        CHECK_INT((int)stream.message_count, 40);
        CHECK(tcs_sapient_at_end(&stream));
    }
}

/* detection_report (7) { classification (11) }: a number where messages are listed, then
 * the same as a message that is empty. */
static void a_number_in_a_list_of_messages_is_damage(void **state)
{
    static tcs_sapient_SapientMessage message;
    const uint8_t number[] = { 0x3a, 0x02, 0x58, 0x37 };
    const uint8_t fixed[] = { 0x3a, 0x05, 0x5d, 1, 2, 3, 4 };
    const uint8_t empty[] = { 0x3a, 0x02, 0x5a, 0x00 };

    CHECK_INT(tcs_sapient_decode(tcs_bytes(number, sizeof number), &message, NULL),
              TCS_E_DAMAGED);
    CHECK_INT(tcs_sapient_decode(tcs_bytes(fixed, sizeof fixed), &message, NULL),
              TCS_E_DAMAGED);
    CHECK_OK(tcs_sapient_decode(tcs_bytes(empty, sizeof empty), &message, NULL));
    CHECK_INT((int)message.content.detection_report.classification.count, 1);
}

static void a_message_too_long_is_passed_over_and_counted(void **state)
{
    const struct tcs_bytes one = detections(1);
    static uint8_t octets[TCS_SAPIENT_MESSAGE_MAX + 2000];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);
    struct tcs_bytes message;

    tcs_write_le(&w, TCS_SAPIENT_MESSAGE_MAX + 1, 4);
    w.len += TCS_SAPIENT_MESSAGE_MAX + 1;
    tcs_write_bytes(&w, one.data, one.len);
    struct tcs_bytes in = tcs_written(&w);
    memset(&stream, 0, sizeof stream);
    CHECK_INT(tcs_sapient_next(&stream, &in, &message), TCS_E_FULL);
    CHECK_OK(tcs_sapient_next(&stream, &in, &message));
    CHECK_INT(message.len, one.len - 4);
    CHECK_INT((int)stream.too_long_count, 1);
    CHECK_INT(tcs_sapient_next(&stream, &in, &message), TCS_MORE);
}

static void a_length_that_cannot_be_loses_the_stream(void **state)
{
    const uint8_t octets[] = { 1, 0, 0, 1, 0, 0, 0, 0 }; /* 2^24 + 1 */
    struct tcs_bytes in = tcs_bytes(octets, sizeof octets), message;
    memset(&stream, 0, sizeof stream);
    CHECK_INT(tcs_sapient_next(&stream, &in, &message), TCS_E_DAMAGED);
    CHECK_INT(in.len, 0);
    in = detections(1);
    CHECK_INT(tcs_sapient_next(&stream, &in, &message), TCS_E_DAMAGED);
}

/* The first finding about the message, as "path: rule". */
static const char *finding(const tcs_sapient_SapientMessage *message)
{
    static char text[512];
    static uint8_t octets[8192];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);
    CHECK_OK(tcs_sapient_write(message, tcs_sapient_NODE_TYPE_RADAR, &w));
    findings.count = findings.dropped = 0;
    if (tcs_sapient_check(tcs_written(&w), NULL, &findings))
        return "good";
    snprintf(text, sizeof text, "%s: %s", findings.finding[0].path,
             findings.finding[0].rule);
    return text;
}

static void ranges_are_those_of_the_units_that_are_stated(void **state)
{
    static tcs_sapient_SapientMessage message;
    struct tcs_writer p = tcs_writer(parts, sizeof parts);
    make_detection(&message, &p, 1);
    tcs_sapient_Location *at = &message.content.detection_report.location_oneof.location;
    CHECK_TEXT(finding(&message), "good");
    at->y = 90.5;
    CHECK_TEXT(finding(&message),
               "detectionReport.location.y: is not a latitude in the units stated");
    at->coordinate_system = tcs_sapient_LOCATION_COORDINATE_SYSTEM_UTM_M;
    CHECK_TEXT(finding(&message), "good");
    at->coordinate_system = tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_RAD_M;
    at->y = 1.5;
    at->x = 3.2;
    CHECK_TEXT(finding(&message),
               "detectionReport.location.x: is not a longitude in the units stated");
    at->x = 0;
    at->has_x_error = true;
    at->x_error = -1;
    CHECK_TEXT(finding(&message), "detectionReport.location.xError: is negative");
    at->x_error = 1;
    message.content.detection_report.detection_confidence = 1.5F;
    CHECK_TEXT(finding(&message),
               "detectionReport.detectionConfidence: is not between 0 and 1");
}

static void identities_and_enumerations_are_checked(void **state)
{
    static tcs_sapient_SapientMessage message;
    make_task(&message, "Status");
    CHECK_TEXT(finding(&message), "good");
    message.content.task.task_id[3] = 'U'; /* not in Crockford's base 32 */
    CHECK_TEXT(finding(&message), "task.taskId: is not a ULID");
    make_task(&message, "Status");
    message.node_id[14] = '1'; /* version 1 */
    CHECK_TEXT(finding(&message), "nodeId: is not a UUID (version 4, lower case)");
    make_task(&message, "Status");
    message.content.task.control = tcs_sapient_CONTROL_UNSPECIFIED;
    CHECK_TEXT(finding(&message), "task.control: is mandatory and unspecified");
    message.content.task.control = 4; /* was DEFAULT, has been withdrawn */
    CHECK_TEXT(finding(&message), "task.control: is not a value of its enumeration");
    message.content.task.has_control = false;
    CHECK_TEXT(finding(&message), "task.control: is mandatory and missing");
    message.which_content = 0;
    CHECK_TEXT(finding(&message), "content: one of these is mandatory");
}

static void fields_of_version_1_are_called_so(void **state)
{
    /* An AlertAck (field 11) with its status in field 2. */
    const uint8_t octets[] = { 11 << 3 | 2, 2, 2 << 3, 1 };
    findings.count = findings.dropped = 0;
    CHECK(!tcs_sapient_check(tcs_bytes(octets, sizeof octets), NULL, &findings));
    CHECK_TEXT(findings.finding[0].path, "alertAck.field [2]");
    CHECK(strstr(findings.finding[0].rule, "version 1") != NULL);
    CHECK(tcs_sapient_version_1(&tcs_sapient_DetectionReport_table, 0,
                                "detection_location") != NULL);
    CHECK(tcs_sapient_version_1(&tcs_sapient_Task_table, 0, "detectionLocation") == NULL);
}

static void a_session_knows_who_registered_and_what_was_sent(void **state)
{
    static struct tcs_sapient_session session;
    static tcs_sapient_SapientMessage message;
    static uint8_t octets[8192];
    struct tcs_writer w = tcs_writer(octets, sizeof octets),
                      p = tcs_writer(parts, sizeof parts);
    memset(&session, 0, sizeof session);
    make_detection(&message, &p, 1);
    CHECK_OK(tcs_sapient_write(&message, 0, &w));
    findings.count = findings.dropped = 0;
    CHECK(!tcs_sapient_check(tcs_written(&w), &session, &findings));
    CHECK_TEXT(findings.finding[0].rule, "has not registered");
    /* Registered, but with other units: then the units are wrong and nothing else. */
    session.node_count = 1;
    memcpy(session.node[0].id, TEST_NODE, 36);
    session.node[0].location_datums = 1u << tcs_sapient_LOCATION_DATUM_WGS84_E;
    findings.count = findings.dropped = 0;
    CHECK(!tcs_sapient_check(tcs_written(&w), &session, &findings));
    CHECK_INT(findings.count, 1);
    CHECK_TEXT(findings.finding[0].path, "detectionReport.location.coordinateSystem");
    session.node[0].location_units =
        1u << tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M;
    CHECK(tcs_sapient_check(tcs_written(&w), &session, &findings));
}

static void what_exceeds_the_bounds_is_refused_with_its_reason(void **state)
{
    static uint8_t octets[4096];
    static tcs_sapient_SapientMessage message;
    struct tcs_fault fault = { TCS_OK, 0, "" };
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    tcs_write_u8(&w, 2 << 3 | 2); /* node_id of 200 octets */
    tcs_write_le(&w, 200 | 1 << 8, 2);
    octets[1] = 0xc8;
    w.len += 200;
    CHECK_INT(tcs_sapient_decode(tcs_written(&w), &message, &fault), TCS_E_FULL);
    CHECK_TEXT(fault.item, "string overflow");
    w = tcs_writer(octets, sizeof octets);
    memset(octets, 0, sizeof octets);
    tcs_write_u8(&w, 4 << 3 | 2); /* registration with 33 modes */
    tcs_write_u8(&w, 66);
    for (unsigned i = 0; i < 33; i++)
        tcs_write_le(&w, 7 << 3 | 2, 2);
    CHECK_INT(tcs_sapient_decode(tcs_written(&w), &message, &fault), TCS_E_FULL);
    CHECK_TEXT(fault.item, "list overflow");
}

static void every_cut_of_a_message_is_told_or_decodes(void **state)
{
    static tcs_sapient_SapientMessage message;
    const struct tcs_bytes octets = detections(1);
    for (size_t len = 0; len < octets.len - 4; len++) {
        const struct tcs_bytes cut = tcs_bytes(octets.data + 4, len);
        findings.count = findings.dropped = 0;
        CHECK(!tcs_sapient_check(cut, NULL, &findings));
        CHECK(tcs_sapient_decode(cut, &message, NULL) != TCS_E_FULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_do_not_depend_on_how_the_stream_is_cut),
        cmocka_unit_test(a_number_in_a_list_of_messages_is_damage),
        cmocka_unit_test(a_message_too_long_is_passed_over_and_counted),
        cmocka_unit_test(a_length_that_cannot_be_loses_the_stream),
        cmocka_unit_test(ranges_are_those_of_the_units_that_are_stated),
        cmocka_unit_test(identities_and_enumerations_are_checked),
        cmocka_unit_test(fields_of_version_1_are_called_so),
        cmocka_unit_test(a_session_knows_who_registered_and_what_was_sent),
        cmocka_unit_test(what_exceeds_the_bounds_is_refused_with_its_reason),
        cmocka_unit_test(every_cut_of_a_message_is_told_or_decodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
