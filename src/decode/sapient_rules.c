/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sapient_rules.c -- the rules that join fields or messages; those of single fields stand
 * in proto/sapient.proto.
 */
#include <string.h>

#include "decode/sapient.h"
#include "geo/geo.h"

static bool same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}

/* ---------------------------------------------------------------------------- version 1
 */

static const struct {
    const struct tcs_pb_message *table;
    uint16_t number; /* 0: by name only */
    const char *name;
    const char *text;
} version_1[] = {
    { &tcs_sapient_DetectionReport_table, 0, "detectionLocation",
      "is a version 1 name: version 2 has location and rangeBearing" },
    { &tcs_sapient_RegistrationAck_table, 2, NULL,
      "is version 1's single ackResponseReason: version 2 has a list" },
    { &tcs_sapient_TaskAck_table, 3, NULL,
      "is version 1's single reason: version 2 has a list" },
    { &tcs_sapient_AlertAck_table, 2, "alertStatus",
      "is a version 1 name: version 2 has alertAckStatus" },
    { &tcs_sapient_AlertAck_table, 3, NULL,
      "is version 1's single reason: version 2 has a list" },
    { &tcs_sapient_Error_table, 2, NULL,
      "is version 1's single errorMessage: version 2 has a list" },
    { &tcs_sapient_CommandDefinition_table, 1, "name",
      "is a version 1 name: version 2 has type only" },
    { &tcs_sapient_Status_table, 2, NULL,
      "is version 1's statusType as text: version 2 has an enumeration" },
    { &tcs_sapient_Power_table, 1, NULL,
      "is version 1's source as text: version 2 has an enumeration" },
    { &tcs_sapient_Power_table, 2, NULL,
      "is version 1's status as text: version 2 has an enumeration" },
    { &tcs_sapient_StatusReport_table, 9, NULL,
      "is version 1's single coverage: version 2 has a list" },
};

/* NOLINTNEXTLINE(misc-no-recursion): once, with the other form of a name */
const char *tcs_sapient_version_1(const struct tcs_pb_message *table, uint32_t number,
                                  const char *name)
{
    for (size_t i = 0; i < sizeof version_1 / sizeof version_1[0]; i++) {
        if (version_1[i].table != table)
            continue;
        if (name != NULL ? version_1[i].name != NULL && same(version_1[i].name, name)
                         : number != 0 && version_1[i].number == number)
            return version_1[i].text;
    }
    if (name != NULL && same(name, "detection_location"))
        return tcs_sapient_version_1(table, 0, "detectionLocation");
    return NULL;
}

static const char *unknown(const struct tcs_pb_message *table, uint32_t number)
{
    return tcs_sapient_version_1(table, number, NULL);
}

/* ------------------------------------------------------------------------- single values
 */

/* The number in a field, 0 when it is not there. */
static double real(const struct tcs_pb_message *table, const struct tcs_pb_seen *seen,
                   uint32_t number)
{
    const size_t at = tcs_pb_place(table, number);
    return seen[at].count > 0 ? tcs_pb_real(table->fields[at].kind, seen[at].raw) : 0;
}

static bool there(const struct tcs_pb_message *table, const struct tcs_pb_seen *seen,
                  uint32_t number)
{
    return seen[tcs_pb_place(table, number)].count > 0;
}

static uint64_t raw(const struct tcs_pb_message *table, const struct tcs_pb_seen *seen,
                    uint32_t number)
{
    return seen[tcs_pb_place(table, number)].raw;
}

static struct tcs_bytes text(const struct tcs_pb_message *table,
                             const struct tcs_pb_seen *seen, uint32_t number)
{
    return seen[tcs_pb_place(table, number)].bytes;
}

static bool outside(double value, double limit)
{
    return value < -limit || value > limit;
}

static void check_timestamp(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                            const struct tcs_pb_seen *seen)
{
    const int64_t seconds = (int64_t)raw(table, seen, 1);
    const int64_t nanos = (int64_t)raw(table, seen, 2);
    /* The years 1 to 9999: what protocol buffers allow. */
    if (seconds < -62135596800 || seconds > 253402300799)
        tcs_pb_tell(c, NULL, "lies outside the years 1 to 9999");
    if (nanos < 0 || nanos > 999999999)
        tcs_pb_tell(c, NULL, "has nanoseconds outside 0 to 999999999");
}

/* Zones are a number from 1 to 60 and, as a rule, a letter. */
static bool zone_good(struct tcs_bytes zone)
{
    unsigned number = 0;
    size_t at = 0;
    while (at < zone.len && at < 2 && zone.data[at] >= '0' && zone.data[at] <= '9')
        number = number * 10 + zone.data[at++] - (unsigned)'0';
    if (at < zone.len && zone.data[at] >= 'A' && zone.data[at] <= 'Z')
        at++;
    return at == zone.len && number >= 1 && number <= 60;
}

static void check_location(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                           const struct tcs_pb_seen *seen)
{
    const uint64_t system = raw(table, seen, 7);
    const double half_turn =
        system == tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M   ? 180
        : system == tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_RAD_M ? TCS_PI
                                                                         : 0;
    if (half_turn > 0 && outside(real(table, seen, 1), half_turn * (1 + 1e-9)))
        tcs_pb_tell(c, "x", "is not a longitude in the units stated");
    if (half_turn > 0 && outside(real(table, seen, 2), half_turn / 2 * (1 + 1e-9)))
        tcs_pb_tell(c, "y", "is not a latitude in the units stated");
    if (there(table, seen, 9) && !zone_good(text(table, seen, 9)))
        tcs_pb_tell(c, "utmZone", "is not a UTM zone (1 to 60 and a letter)");
}

/* Elevation, azimuth, range and the field of the units. */
static void check_bearing(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                          const struct tcs_pb_seen *seen, uint32_t units)
{
    const uint64_t system = raw(table, seen, units);
    const bool radians =
        system == tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_RADIANS_M ||
        system == tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_RADIANS_KM;
    const double turn = (radians ? 2 * TCS_PI : 360) * (1 + 1e-9);
    if (outside(real(table, seen, 1), turn / 4))
        tcs_pb_tell(c, "elevation", "is not between straight down and straight up");
    if (real(table, seen, 2) < -turn / 2 || real(table, seen, 2) > turn)
        tcs_pb_tell(c, "azimuth", "is more than a turn");
    if (!there(table, seen, 1) && !there(table, seen, 2) && !there(table, seen, 3))
        tcs_pb_tell(c, NULL, "has neither elevation nor azimuth nor range");
    if (table != &tcs_sapient_RangeBearingCone_table)
        return;
    if (real(table, seen, 4) > turn)
        tcs_pb_tell(c, "horizontalExtent", "is more than a turn");
    if (real(table, seen, 5) > turn / 2)
        tcs_pb_tell(c, "verticalExtent", "is more than half a turn");
}

static bool has_text(struct tcs_bytes octets, const char *words)
{
    size_t i = 0;
    for (; words[i] != '\0'; i++) {
        if (i == octets.len)
            return false;
        const uint8_t c = octets.data[i] == '_' ? (uint8_t)' ' : octets.data[i];
        if (c != (uint8_t)words[i])
            return false;
    }
    return i == octets.len;
}

static void check_registration(struct tcs_pb_checker *c,
                               const struct tcs_pb_message *table,
                               const struct tcs_pb_seen *seen)
{
    const struct tcs_bytes version = text(table, seen, 2);
    if (there(table, seen, 2) && !has_text(version, "BSI Flex 335 v2.0") &&
        !has_text(version, "BSI Flex 335 v2"))
        tcs_pb_tell(c, "icdVersion", "is not \"BSI Flex 335 v2.0\"");
}

static void check_mandatory_text(struct tcs_pb_checker *c,
                                 const struct tcs_pb_message *table,
                                 const struct tcs_pb_seen *seen)
{
    for (uint16_t i = 0; i < table->field_count; i++)
        if (table->fields[i].kind == TCS_PB_STRING && seen[i].count > 0 &&
            (table->fields[i].flags & (TCS_PB_NEED | TCS_PB_REPEATED)) == TCS_PB_NEED &&
            seen[i].bytes.len == 0)
            tcs_pb_tell(c, table->fields[i].json_name, "is mandatory and empty");
}

static void check_task_ack(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                           const struct tcs_pb_seen *seen)
{
    const uint64_t status = raw(table, seen, 2);
    if ((status == tcs_sapient_TASK_STATUS_REJECTED ||
         status == tcs_sapient_TASK_STATUS_FAILED) &&
        !there(table, seen, 5))
        tcs_pb_tell(c, "reason", "is missing for a task that was rejected or has failed");
}

static void check_signal(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                         const struct tcs_pb_seen *seen)
{
    const double centre = real(table, seen, 3);
    if (there(table, seen, 2) && there(table, seen, 4) &&
        real(table, seen, 2) > real(table, seen, 4))
        tcs_pb_tell(c, "stopFrequency", "lies below startFrequency");
    if ((there(table, seen, 2) && centre < real(table, seen, 2)) ||
        (there(table, seen, 4) && centre > real(table, seen, 4)))
        tcs_pb_tell(c, "centreFrequency", "lies outside the band");
}

/* ----------------------------------------------------------------------- a whole session
 */

static const struct tcs_sapient_node *find_node(const struct tcs_sapient_session *session,
                                                struct tcs_bytes id)
{
    for (uint32_t i = 0; i < session->node_count; i++)
        if (id.len == sizeof session->node[i].id &&
            memcmp(session->node[i].id, id.data, id.len) == 0)
            return &session->node[i];
    return NULL;
}

static bool is_known(const struct tcs_sapient_session *session, struct tcs_bytes ulid)
{
    const uint32_t kept = session->known_count < TCS_SAPIENT_KNOWN_MAX
                              ? session->known_count
                              : TCS_SAPIENT_KNOWN_MAX;
    for (uint32_t i = 0; i < kept; i++)
        if (ulid.len == sizeof session->known[i] &&
            memcmp(session->known[i], ulid.data, ulid.len) == 0)
            return true;
    return false;
}

/* The last value of a field of a message in octets: 0, or empty, when it is not there. */
static struct tcs_pb_item part(struct tcs_bytes message, uint32_t number)
{
    struct tcs_reader reader = tcs_reader(message);
    struct tcs_pb_item item, found = { 0 };
    while (tcs_pb_next(&reader, &item) == TCS_OK)
        if (item.number == number)
            found = item;
    return found;
}

static void check_known(struct tcs_pb_checker *c, struct tcs_bytes content,
                        uint32_t number, const char *path, const char *rule)
{
    const struct tcs_bytes id = part(content, number).bytes;
    if (id.len > 0 && !is_known(c->context, id))
        tcs_pb_tell(c, path, rule);
}

static bool declared(uint32_t bits, uint64_t value)
{
    return value < 32 && (bits >> value & 1) != 0;
}

static void check_declared(struct tcs_pb_checker *c, const struct tcs_sapient_node *node,
                           struct tcs_bytes report)
{
    const struct tcs_bytes bearing = part(report, 5).bytes;
    const struct tcs_bytes location = part(report, 6).bytes;
    if (bearing.len > 0 && !declared(node->bearing_units, part(bearing, 7).raw))
        tcs_pb_tell(c, "detectionReport.rangeBearing.coordinateSystem",
                    "is not declared in the node's registration");
    if (bearing.len > 0 && !declared(node->bearing_datums, part(bearing, 8).raw))
        tcs_pb_tell(c, "detectionReport.rangeBearing.datum",
                    "is not declared in the node's registration");
    if (location.len > 0 && !declared(node->location_units, part(location, 7).raw))
        tcs_pb_tell(c, "detectionReport.location.coordinateSystem",
                    "is not declared in the node's registration");
    if (location.len > 0 && !declared(node->location_datums, part(location, 8).raw))
        tcs_pb_tell(c, "detectionReport.location.datum",
                    "is not declared in the node's registration");
}

static void check_session(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                          const struct tcs_pb_seen *seen)
{
    const struct tcs_sapient_session *session = c->context;
    const struct tcs_sapient_node *node = find_node(session, text(table, seen, 2));
    const bool from_node =
        there(table, seen, tcs_sapient_SapientMessage_status_report_tag) ||
        there(table, seen, tcs_sapient_SapientMessage_detection_report_tag) ||
        there(table, seen, tcs_sapient_SapientMessage_task_ack_tag) ||
        there(table, seen, tcs_sapient_SapientMessage_alert_tag);
    if (from_node && node == NULL)
        tcs_pb_tell(c, "nodeId", "has not registered");
    check_known(c, text(table, seen, tcs_sapient_SapientMessage_task_ack_tag), 1,
                "taskAck.taskId", "refers to no task that was sent");
    check_known(c, text(table, seen, tcs_sapient_SapientMessage_alert_ack_tag), 1,
                "alertAck.alertId", "refers to no alert that was sent");
    check_known(c, text(table, seen, tcs_sapient_SapientMessage_detection_report_tag), 3,
                "detectionReport.taskId", "refers to no task that was sent");
    check_known(c, text(table, seen, tcs_sapient_SapientMessage_status_report_tag), 4,
                "statusReport.activeTaskId", "refers to no task that was sent");
    if (node != NULL)
        check_declared(
            c, node, text(table, seen, tcs_sapient_SapientMessage_detection_report_tag));
}

static void note_known(struct tcs_sapient_session *session, struct tcs_bytes ulid)
{
    if (ulid.len != sizeof session->known[0] || is_known(session, ulid))
        return;
    memcpy(session->known[session->known_count++ % TCS_SAPIENT_KNOWN_MAX], ulid.data,
           ulid.len);
}

static void note_type(struct tcs_sapient_node *node, struct tcs_bytes definition)
{
    const struct tcs_bytes type = part(definition, 1).bytes; /* location_type */
    const uint64_t value[] = { part(type, 1).raw, part(type, 2).raw, part(type, 3).raw,
                               part(type, 4).raw };
    uint32_t *const bits[] = { &node->location_units, &node->bearing_units,
                               &node->location_datums, &node->bearing_datums };
    for (size_t i = 0; i < 4; i++)
        if (value[i] < 32)
            *bits[i] |= 1u << value[i];
}

/* Every detection definition of every mode. */
static void note_types(struct tcs_sapient_node *node, struct tcs_bytes registration)
{
    struct tcs_reader modes = tcs_reader(registration);
    struct tcs_pb_item mode, definition;
    while (tcs_pb_next(&modes, &mode) == TCS_OK) {
        if (mode.number != tcs_sapient_Registration_mode_definition_tag)
            continue;
        struct tcs_reader definitions = tcs_reader(mode.bytes);
        while (tcs_pb_next(&definitions, &definition) == TCS_OK)
            if (definition.number == tcs_sapient_ModeDefinition_detection_definition_tag)
                note_type(node, definition.bytes);
    }
}

enum tcs_status tcs_sapient_note(struct tcs_sapient_session *session,
                                 struct tcs_bytes message)
{
    const struct tcs_bytes id = part(message, 2).bytes;
    const struct tcs_pb_item registration =
        part(message, tcs_sapient_SapientMessage_registration_tag);
    note_known(session,
               part(part(message, tcs_sapient_SapientMessage_task_tag).bytes, 1).bytes);
    note_known(session,
               part(part(message, tcs_sapient_SapientMessage_alert_tag).bytes, 1).bytes);
    if (registration.bytes.len == 0 || id.len != sizeof session->node[0].id)
        return TCS_OK;
    const struct tcs_sapient_node *old = find_node(session, id);
    if (old == NULL && session->node_count == TCS_SAPIENT_NODES_MAX)
        return TCS_E_FULL;
    struct tcs_sapient_node *node = old != NULL ? &session->node[old - session->node]
                                                : &session->node[session->node_count++];
    memset(node, 0, sizeof *node);
    memcpy(node->id, id.data, id.len);
    note_types(node, registration.bytes);
    return TCS_OK;
}

/* -------------------------------------------------------------------------- all of them
 */

static void check_task(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                       const struct tcs_pb_seen *seen)
{
    const struct tcs_bytes start = text(table, seen, 4), end = text(table, seen, 5);
    const int64_t start_s = (int64_t)part(start, 1).raw,
                  end_s = (int64_t)part(end, 1).raw;
    const int64_t start_ns = (int64_t)part(start, 2).raw,
                  end_ns = (int64_t)part(end, 2).raw;
    if (there(table, seen, 4) && there(table, seen, 5) &&
        (end_s < start_s || (end_s == start_s && end_ns < start_ns)))
        tcs_pb_tell(c, "taskEndTime", "lies before taskStartTime");
}

static void check_joined(struct tcs_pb_checker *c, const struct tcs_pb_message *table,
                         const struct tcs_pb_seen *seen)
{
    check_mandatory_text(c, table, seen);
    if (table == &tcs_sapient_Timestamp_table)
        check_timestamp(c, table, seen);
    else if (table == &tcs_sapient_Location_table)
        check_location(c, table, seen);
    else if (table == &tcs_sapient_RangeBearing_table)
        check_bearing(c, table, seen, 7);
    else if (table == &tcs_sapient_RangeBearingCone_table)
        check_bearing(c, table, seen, 11);
    else if (table == &tcs_sapient_Registration_table)
        check_registration(c, table, seen);
    else if (table == &tcs_sapient_Signal_table)
        check_signal(c, table, seen);
    else if (table == &tcs_sapient_Task_table)
        check_task(c, table, seen);
    else if (table == &tcs_sapient_TaskAck_table)
        check_task_ack(c, table, seen);
    else if (table == &tcs_sapient_PredictedLocation_table && !there(table, seen, 1) &&
             !there(table, seen, 2))
        tcs_pb_tell(c, NULL, "has neither rangeBearing nor location");
    else if (table == &tcs_sapient_SapientMessage_table && c->context != NULL)
        check_session(c, table, seen);
}

static const struct tcs_pb_rules rules = { check_joined, unknown };

bool tcs_sapient_check(struct tcs_bytes message,
                       const struct tcs_sapient_session *session,
                       struct tcs_pb_findings *findings)
{
    return tcs_pb_check(&tcs_sapient_SapientMessage_table, message, &rules, session,
                        findings);
}
