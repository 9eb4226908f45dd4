/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/camera.h"

#include "base/text.h"
#include "desk.h"
#include "observe/pose.h"

static struct desk desk;
static struct tcs_camera camera;

/* 90 degrees across 1000 pixels: a focal length of 500; looking east, 10 degrees up. */
static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_CAMERA);
    memset(&camera, 0, sizeof camera);
    desk.sensor.az_sigma_rad = 0.003;
    desk.sensor.el_sigma_rad = 0.003;
    desk.sensor.pose = (struct tcs_pose) { 90.0 * DEG, 10.0 * DEG, 0.0 };
    desk.sensor.optics = (struct tcs_optics) {
        .width = 1000, .height = 800, .fx = 500, .fy = 500, .cx = 499.5, .cy = 399.5
    };
    return 0;
}

static struct tcs_frigate event_at(double x, double y)
{
    struct tcs_frigate event = { .utc_ns = INT64_C(1636243199250000000),
                                 .left = x - 5,
                                 .right = x + 5,
                                 .top = y - 2,
                                 .bottom = y + 2,
                                 .type = TCS_FRIGATE_UPDATE,
                                 .label = "drone" };

    return event;
}

/* By hand: forward north, right east, up up; a roll of 90 degrees puts up to the right.
 */
static void own_axes_turn_with_the_pose(void **state)
{
    const struct tcs_own_axes right = { 0.0, 1.0, 0.0 };
    const struct tcs_own_axes up = { 0.0, 0.0, 1.0 };
    struct tcs_pose pose = { 0.0, 0.0, 0.0 };
    double az = 0.0, el = 0.0;

    tcs_pose_direction(&pose, right, &az, &el);
    CHECK_NEAR(az, 90.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(el, 0.0, 1e-12, "rad");
    pose.roll_rad = 90.0 * DEG;
    tcs_pose_direction(&pose, up, &az, &el);
    CHECK_NEAR(az, 90.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(el, 0.0, 1e-12, "rad");
    tcs_pose_direction(&pose, right, &az, &el);
    CHECK_NEAR(el, -90.0 * DEG, 1e-12, "rad");
    pose = (struct tcs_pose) { 200.0 * DEG, 30.0 * DEG, 0.0 };
    tcs_pose_direction(&pose, up, &az, &el);
    CHECK_NEAR(az, 20.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(el, 60.0 * DEG, 1e-12, "rad");
}

/* The middle of the picture lies on the axis. 500 pixels right of it, level camera: 45
 * degrees. Sigma: 10 pixels across are 0.02 rad, a tenth of that beside 0.003. */
static void a_box_becomes_azimuth_and_elevation(void **state)
{
    const struct tcs_frigate middle = event_at(500, 400);
    const struct tcs_frigate edge = event_at(1000, 400);

    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &middle));
    CHECK_INT(desk.look_count, 1);
    CHECK(!desk.looks[0].counts_misses);
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_AZEL);
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.25, 1e-9, "s");
    CHECK_NEAR(desk_last(&desk)->z[0], 90.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->z[1], 10.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->sigma[0], 0.0036055512754639891, 1e-12, "rad");
    desk.sensor.pose.el_rad = 0.0;
    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &edge));
    CHECK_NEAR(desk_last(&desk)->z[0], 135.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->z[1], 0.0, 1e-12, "rad");
}

static void mistakes_ends_and_what_walks_give_no_look(void **state)
{
    struct tcs_frigate event = event_at(500, 400);

    event.flags = TCS_FRIGATE_FALSE_POSITIVE;
    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &event));
    event = event_at(500, 400);
    event.type = TCS_FRIGATE_END;
    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &event));
    event = event_at(500, 400);
    (void)tcs_text_copy(event.label, sizeof event.label, tcs_text_bytes("person"));
    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &event));
    CHECK_INT(desk.look_count, 0);
    CHECK(desk.counts.heard_at.tai_ns == desk.neck.now.tai_ns);
}

static void labels_are_known_however_they_are_written(void **state)
{
    CHECK_INT(tcs_label_kind("Drone"), TCS_LABEL_DRONE);
    CHECK_INT(tcs_label_kind("License Plate"), TCS_LABEL_GROUND);
    CHECK_INT(tcs_label_kind("license_plate"), TCS_LABEL_GROUND);
    CHECK_INT(tcs_label_kind("BIRD"), TCS_LABEL_BIRD);
    CHECK_INT(tcs_label_kind("helicopter"), TCS_LABEL_CREWED);
    CHECK_INT(tcs_label_kind("drones"), TCS_LABEL_UNKNOWN);
    CHECK_INT(tcs_label_kind(""), TCS_LABEL_UNKNOWN);
}

/* Of the same picture Frigate and ONVIF tell the same direction: pixels 600 to 610 across
 * of 1000 are 0.2 to 0.22 normalised, 300 to 304 down of 800 are 0.25 to 0.24. */
static void normalised_boxes_are_those_in_pixels(void **state)
{
    struct tcs_onvif_frame frame = { .utc_ns = INT64_C(1636243199250000000), .count = 2 };
    const struct tcs_frigate event = event_at(605, 302);
    double az = 0.0, el = 0.0;

    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &event));
    az = desk_last(&desk)->z[0];
    el = desk_last(&desk)->z[1];
    frame.objects[0] = (struct tcs_onvif_object) {
        .left = 0.2, .right = 0.22, .bottom = 0.24, .top = 0.25, .valid = TCS_ONVIF_BOX
    };
    frame.objects[1] = frame.objects[0];
    frame.objects[1].valid |= TCS_ONVIF_REMOVED;
    CHECK_OK(tcs_camera_frame(&camera, &desk.neck, 0, &frame));
    CHECK(desk.looks[1].counts_misses);
    CHECK_INT(desk.looks[1].count, 1);
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_NOTHING);
    CHECK_NEAR(desk_last(&desk)->z[0], az, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->z[1], el, 1e-12, "rad");
}

/* Scales from -1 to 1 stand for -180 to 180 and -20 to 90 degrees: pan 0.5 is 90 degrees
 * on top of 90, tilt -1 is -20 on top of 10. A field of view of 53.13 degrees (tan of
 * half: 0.5) makes the focal length 1000. */
static void a_head_that_turns_points_where_its_status_says(void **state)
{
    struct tcs_onvif_ptz ptz = { .pan = 0.5,
                                 .tilt = -1.0,
                                 .hfov_deg = 53.130102354155980,
                                 .vfov_deg = 40.0,
                                 .valid = TCS_ONVIF_PAN_TILT | TCS_ONVIF_FIELD_OF_VIEW };
    const struct tcs_onvif_frame empty = { .utc_ns = INT64_C(1636243199250000000) };
    const struct tcs_frigate event = event_at(500, 400);

    desk.sensor.optics.turns = true;
    desk.sensor.optics.pan_rad[0] = -180.0 * DEG;
    desk.sensor.optics.pan_rad[1] = 180.0 * DEG;
    desk.sensor.optics.tilt_rad[0] = -20.0 * DEG;
    desk.sensor.optics.tilt_rad[1] = 90.0 * DEG;
    CHECK_INT(tcs_camera_event(&camera, &desk.neck, 0, &event), TCS_E_REFUSED);
    tcs_camera_status(&camera, &desk.neck, 0, &ptz);
    CHECK(desk.changed_octets == sizeof camera);
    CHECK_OK(tcs_camera_event(&camera, &desk.neck, 0, &event));
    CHECK_NEAR(desk_last(&desk)->z[0], 180.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->z[1], -10.0 * DEG, 1e-12, "rad");
    CHECK_OK(tcs_camera_frame(&camera, &desk.neck, 0, &empty));
    CHECK_NEAR(desk.looks[1].coverage.az_center_rad, 180.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk.looks[1].coverage.az_width_rad, 53.130102354155980 * DEG, 1e-9,
               "rad");
    ptz.valid |= TCS_ONVIF_MOVING;
    tcs_camera_status(&camera, &desk.neck, 0, &ptz);
    CHECK_INT(tcs_camera_event(&camera, &desk.neck, 0, &event), TCS_E_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(own_axes_turn_with_the_pose, fresh),
        cmocka_unit_test_setup(a_box_becomes_azimuth_and_elevation, fresh),
        cmocka_unit_test_setup(mistakes_ends_and_what_walks_give_no_look, fresh),
        cmocka_unit_test_setup(labels_are_known_however_they_are_written, fresh),
        cmocka_unit_test_setup(normalised_boxes_are_those_in_pixels, fresh),
        cmocka_unit_test_setup(a_head_that_turns_points_where_its_status_says, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
