/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/node.h"

#include "desk.h"
#include "sapient_messages.h"

static struct desk desk;
static struct tcs_nodes nodes;
static tcs_sapient_SapientMessage message;
static uint8_t parts[8192];

/* A detection 1000 m north of the site's origin, a quarter of a second old. */
static tcs_sapient_DetectionReport *fresh_detection(void)
{
    struct tcs_writer p = tcs_writer(parts, sizeof parts);
    make_detection(&message, &p, 1);
    message.timestamp.seconds = 1636243199;
    message.timestamp.nanos = 250000000;
    tcs_sapient_DetectionReport *report = &message.content.detection_report;
    report->location_oneof.location.x = 44.4;
    /* A degree of latitude at 33.3 degrees is 110,910 m on WGS 84. */
    report->location_oneof.location.y = 33.3 + 1000.0 / 110910.0;
    report->location_oneof.location.z = 140.0;
    return report;
}

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_RADAR);
    desk.sensor.position_sigma_m = 12.0;
    memset(&nodes, 0, sizeof nodes);
    return 0;
}

static void a_place_is_a_position_in_the_frame_of_the_site(void **state)
{
    tcs_sapient_DetectionReport *report = fresh_detection();
    report->location_oneof.location.has_y_error = true;
    report->location_oneof.location.y_error = 0.0001; /* degrees: 11.12 m */
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    CHECK_INT(desk.look_count, 1);
    CHECK(!desk.looks[0].counts_misses);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.25, 1e-9, "s");
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_POSITION);
    CHECK_NEAR(desk_last(&desk)->z[0], 0.0, 0.01, "m");
    CHECK_NEAR(desk_last(&desk)->z[1], 1000.0, 1.0, "m");
    CHECK_NEAR(desk_last(&desk)->z[2], 100.0, 0.1, "m"); /* less 8 cm of curvature */
    CHECK_NEAR(desk_last(&desk)->sigma[0], 12.0, 0.0, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[1], 11.12, 0.01, "m");
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
}

static void errors_in_degrees_that_mean_metres_are_taken_so(void **state)
{
    tcs_sapient_DetectionReport *report = fresh_detection();
    report->location_oneof.location.has_x_error = true;
    report->location_oneof.location.x_error = 5.0;
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    CHECK_NEAR(desk_last(&desk)->sigma[0], 5.0, 0.0, "m");
}

static void make_bearing(double range, double azimuth, unsigned units, unsigned datum)
{
    tcs_sapient_DetectionReport *report = fresh_detection();
    report->which_location_oneof = tcs_sapient_DetectionReport_range_bearing_tag;
    report->location_oneof.range_bearing = (tcs_sapient_RangeBearing) {
        .has_azimuth = true,
        .azimuth = azimuth,
        .has_range = range > 0,
        .range = range,
        .has_coordinate_system = true,
        .coordinate_system = (tcs_sapient_RangeBearingCoordinateSystem)units,
        .has_datum = true,
        .datum = (tcs_sapient_RangeBearingDatum)datum,
    };
}

static void range_and_bearing_are_read_in_their_units(void **state)
{
    make_bearing(1.5, 90.0, tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_DEGREES_KM,
                 tcs_sapient_RANGE_BEARING_DATUM_TRUE);
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RA);
    CHECK_NEAR(desk_last(&desk)->z[0], 1500.0, 1e-9, "m");
    CHECK_NEAR(desk_last(&desk)->z[1], 90.0 * DEG, 1e-12, "rad");
}

static void another_north_needs_a_rotation_from_the_site_file(void **state)
{
    make_bearing(1500.0, 350.0, tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_DEGREES_M,
                 tcs_sapient_RANGE_BEARING_DATUM_MAGNETIC);
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_FOREIGN);
    desk.sensor.rotation_rad = 20.0 * DEG;
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    CHECK_NEAR(desk_last(&desk)->z[1], 10.0 * DEG, 1e-12, "rad");
}

static void a_bearing_alone_is_for_sensors_that_give_bearings(void **state)
{
    make_bearing(0, 45.0, tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_DEGREES_M,
                 tcs_sapient_RANGE_BEARING_DATUM_TRUE);
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_FOREIGN);
    desk.sensor.kind = TCS_SENSOR_RADIO;
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_AZ);
    CHECK_NEAR(desk_last(&desk)->z[0], 45.0 * DEG, 1e-12, "rad");
}

static void a_node_elsewhere_is_not_believed_with_bearings(void **state)
{
    test_head(&message, tcs_sapient_SapientMessage_registration_tag);
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    test_head(&message, tcs_sapient_SapientMessage_status_report_tag);
    message.content.status_report.has_node_location = true;
    message.content.status_report.node_location.x = 44.41; /* 930 m east of the site */
    message.content.status_report.node_location.y = 33.3;
    message.content.status_report.node_location.coordinate_system =
        tcs_sapient_LOCATION_COORDINATE_SYSTEM_LAT_LNG_DEG_M;
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
    make_bearing(1500.0, 45.0, tcs_sapient_RANGE_BEARING_COORDINATE_SYSTEM_DEGREES_M,
                 tcs_sapient_RANGE_BEARING_DATUM_TRUE);
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_IMPOSSIBLE);
    (void)fresh_detection();
    CHECK_OK(tcs_nodes_take(&nodes, &desk.neck, 0, &message));
}

static void effectors_are_refused_with_all_that_they_say(void **state)
{
    const tcs_sapient_NodeType effectors[] = {
        tcs_sapient_NODE_TYPE_KINETIC, tcs_sapient_NODE_TYPE_JAMMER,
        tcs_sapient_NODE_TYPE_CYBER,   tcs_sapient_NODE_TYPE_LDEW,
        tcs_sapient_NODE_TYPE_RFDEW,
    };
    for (size_t i = 0; i < sizeof effectors / sizeof effectors[0]; i++) {
        tcs_sapient_NodeDefinition definition = { .has_node_type = true,
                                                  .node_type = effectors[i] };
        struct tcs_writer p = tcs_writer(parts, sizeof parts);
        memset(&nodes, 0, sizeof nodes);
        test_head(&message, tcs_sapient_SapientMessage_registration_tag);
        CHECK_OK(tcs_sapient_append(&message.content.registration.node_definition,
                                    tcs_sapient_NodeDefinition_fields, &definition, &p));
        CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_REFUSED);
        (void)fresh_detection();
        CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_REFUSED);
        CHECK_INT((int)nodes.refused_count, 2);
    }
    CHECK_INT(desk.look_count, 0);
}

static void tasks_are_refused_and_what_cannot_be_is_told(void **state)
{
    make_task(&message, "Start");
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_REFUSED);
    fresh_detection()->location_oneof.location.y = 95.0;
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_IMPOSSIBLE);
    fresh_detection()->location_oneof.location.coordinate_system =
        tcs_sapient_LOCATION_COORDINATE_SYSTEM_UTM_M;
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_FOREIGN);
    (void)fresh_detection();
    message.timestamp.nanos = -1;
    CHECK_INT(tcs_nodes_take(&nodes, &desk.neck, 0, &message), TCS_E_IMPOSSIBLE);
    CHECK_INT(desk.look_count, 0);
}

static void names_of_classes_tell_drones_birds_and_crewed_aircraft(void **state)
{
    const struct {
        const char *type;
        enum tcs_said_class said;
    } rows[] = {
        { "UAV Rotary Wing", TCS_SAID_DRONE },
        { "Unmanned", TCS_SAID_DRONE },
        { "Bird", TCS_SAID_BIRD },
        { "Manned Fixed Wing", TCS_SAID_CREWED },
        { "Land Vehicle", TCS_SAID_NOTHING },
        { "small drone", TCS_SAID_DRONE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tcs_sapient_classes classes = { .count = 1 };
        snprintf(classes.node[0].type, sizeof classes.node[0].type, "%s", rows[i].type);
        classes.node[0].confidence = 0.6;
        CHECK_INT(tcs_node_said(&classes), rows[i].said);
        classes.node[0].confidence = 0.4;
        CHECK_INT(tcs_node_said(&classes), TCS_SAID_NOTHING);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_place_is_a_position_in_the_frame_of_the_site, fresh),
        cmocka_unit_test_setup(errors_in_degrees_that_mean_metres_are_taken_so, fresh),
        cmocka_unit_test_setup(range_and_bearing_are_read_in_their_units, fresh),
        cmocka_unit_test_setup(another_north_needs_a_rotation_from_the_site_file, fresh),
        cmocka_unit_test_setup(a_bearing_alone_is_for_sensors_that_give_bearings, fresh),
        cmocka_unit_test_setup(a_node_elsewhere_is_not_believed_with_bearings, fresh),
        cmocka_unit_test_setup(effectors_are_refused_with_all_that_they_say, fresh),
        cmocka_unit_test_setup(tasks_are_refused_and_what_cannot_be_is_told, fresh),
        cmocka_unit_test_setup(names_of_classes_tell_drones_birds_and_crewed_aircraft,
                               fresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
