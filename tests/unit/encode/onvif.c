/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/onvif.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

#define HEAD "<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\">"
#define FRAME HEAD "<tt:VideoAnalytics><tt:Frame UtcTime=\"2008-10-10T12:24:57.321Z\">"
#define TAIL "</tt:Frame></tt:VideoAnalytics></tt:MetadataStream>"

static struct tcs_onvif_item item;
static char room[65536];

static enum tcs_status first(const char *text)
{
    struct tcs_onvif walk = tcs_onvif(tcs_text_bytes(text));

    return tcs_onvif_next(&walk, &item, NULL);
}

/* A frame of 640 x 480 counted from its lower left corner: x 2/640 - 1, y 2/480 - 1. */
static void boxes_go_through_the_transformations_of_frame_and_object(void **state)
{
    CHECK_OK(first(FRAME
                   "<tt:Transformation><tt:Translate x=\"-1\" y=\"-1\"/><tt:Scale "
                   "x=\"0.003125\" y=\"+4.1666666666666667E-3\"/></tt:Transformation>"
                   "<tt:Object ObjectId=\"12\"><tt:Appearance>"
                   "<tt:Transformation><tt:Scale x=\"2.\" y=\"-2\"/></tt:Transformation>"
                   "<tt:Shape><tt:BoundingBox left=\"160\" right=\"240\" top=\"-120\" "
                   "bottom=\"-60\"/><tt:CenterOfGravity x=\"200\" y=\"-90\"/></tt:Shape>"
                   "</tt:Appearance></tt:Object>" TAIL));
    CHECK_INT(item.kind, TCS_ONVIF_FRAME);
    CHECK(item.frame.utc_ns == INT64_C(1223641497321000000));
    CHECK_INT(item.frame.count, 1);
    CHECK_INT((int)item.frame.objects[0].id, 12);
    /* 160 2 0.003125 - 1 = 0; 240: 0.5; -120 -2 / 240 - 1 = 0; -60: -0.5 */
    CHECK_NEAR(item.frame.objects[0].left, 0.0, 1e-12, "1");
    CHECK_NEAR(item.frame.objects[0].right, 0.5, 1e-12, "1");
    CHECK_NEAR(item.frame.objects[0].top, 0.0, 1e-12, "1");
    CHECK_NEAR(item.frame.objects[0].bottom, -0.5, 1e-12, "1");
    CHECK_NEAR(item.frame.objects[0].centre_y, -0.25, 1e-12, "1");
}

static void the_likeliest_type_is_taken_in_either_way_to_write_it(void **state)
{
    CHECK_OK(first(FRAME "<tt:Object><tt:Appearance><tt:Class>"
                         "<tt:ClassCandidate><tt:Type>Other</tt:Type>"
                         "<tt:Likelihood>.5</tt:Likelihood></tt:ClassCandidate>"
                         "<tt:Type Likelihood=\"0.8\"> Drone </tt:Type>"
                         "<tt:Type Likelihood=\"0.1\">Bird</tt:Type></tt:Class>"
                         "<tt:GeoLocation lon=\"8.5\" lat=\"50.25\" elevation=\"120\"/>"
                         "</tt:Appearance><tt:Behaviour><tt:Removed/></tt:Behaviour>"
                         "</tt:Object>" TAIL));
    CHECK_TEXT(item.frame.objects[0].type, "Drone");
    CHECK_NEAR(item.frame.objects[0].likelihood, 0.8, 0.0, "1");
    CHECK_NEAR(item.frame.objects[0].lat_deg, 50.25, 0.0, "deg");
    CHECK_INT(item.frame.objects[0].valid,
              TCS_ONVIF_TYPE | TCS_ONVIF_PLACE | TCS_ONVIF_ELEVATION | TCS_ONVIF_REMOVED);
}

static void a_status_tells_where_the_head_points(void **state)
{
    CHECK_OK(first(HEAD
                   "<tt:PTZ><tt:PTZStatus><tt:Position><tt:PanTilt x=\"-170.5\" y=\"5\" "
                   "space=\"http://www.onvif.org/ver10/tptz/PanTiltSpaces/"
                   "SphericalPositionSpaceDegrees\"/><tt:Zoom x=\"0.25\"/></tt:Position>"
                   "<tt:MoveStatus><tt:PanTilt>MOVING</tt:PanTilt></tt:MoveStatus>"
                   "<tt:UtcTime>2008-10-10T12:24:57Z</tt:UtcTime>"
                   "<tt:FieldOfView hfov=\"60\" vfov=\"34\"/>"
                   "</tt:PTZStatus></tt:PTZ></tt:MetadataStream>"));
    CHECK_INT(item.kind, TCS_ONVIF_PTZ);
    CHECK_INT(item.ptz.valid, TCS_ONVIF_PAN_TILT | TCS_ONVIF_ZOOM |
                                  TCS_ONVIF_FIELD_OF_VIEW | TCS_ONVIF_TIME |
                                  TCS_ONVIF_DEGREES | TCS_ONVIF_MOVING);
    CHECK_NEAR(item.ptz.pan, -170.5, 0.0, "deg");
    CHECK_NEAR(item.ptz.hfov_deg, 60.0, 0.0, "deg");
}

static void what_is_of_another_kind_or_cannot_be_is_refused(void **state)
{
    struct tcs_onvif walk;

    CHECK_INT(first("<a/>"), TCS_E_FOREIGN);
    CHECK_INT(first("<MetadataStream/>"), TCS_E_FOREIGN);
    CHECK_INT(first(HEAD "</tt:MetadataStream>"), TCS_END);
    CHECK_INT(first(HEAD), TCS_E_DAMAGED);
    CHECK_INT(first(FRAME
                    "<tt:Object><tt:Appearance><tt:Shape><tt:BoundingBox left=\"1\" "
                    "right=\"1\" top=\"1\" bottom=\"0\"/></tt:Shape>"
                    "</tt:Appearance></tt:Object>" TAIL),
              TCS_E_IMPOSSIBLE);
    CHECK_INT(first(FRAME
                    "<tt:Object><tt:Appearance><tt:Shape><tt:BoundingBox left=\"NaN\" "
                    "right=\"1\" top=\"1\" bottom=\"0\"/></tt:Shape>"
                    "</tt:Appearance></tt:Object>" TAIL),
              TCS_E_IMPOSSIBLE);
    /* The frame after a bad one is read. */
    walk = tcs_onvif(tcs_text_bytes(HEAD "<tt:VideoAnalytics><tt:Frame UtcTime=\"now\"/>"
                                         "<tt:Frame UtcTime=\"2008-10-10T12:24:57Z\"/>"
                                         "</tt:VideoAnalytics></tt:MetadataStream>"));
    CHECK_INT(tcs_onvif_next(&walk, &item, NULL), TCS_E_IMPOSSIBLE);
    CHECK_OK(tcs_onvif_next(&walk, &item, NULL));
    CHECK_INT(tcs_onvif_next(&walk, &item, NULL), TCS_END);
    CHECK_INT(tcs_onvif_next(&walk, &item, NULL), TCS_END);
}

static void objects_beyond_the_bound_are_counted(void **state)
{
    static char text[32768];
    size_t len = (size_t)snprintf(text, sizeof text, FRAME);

    for (int i = 0; i < TCS_ONVIF_OBJECTS_MAX + 3; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "<tt:Object/>");
    (void)snprintf(text + len, sizeof text - len, TAIL);
    CHECK_OK(first(text));
    CHECK_INT(item.frame.count, TCS_ONVIF_OBJECTS_MAX);
    CHECK_INT(item.frame.left_out, 3);
}

static struct tcs_onvif_object random_object(uint64_t *seed)
{
    struct tcs_onvif_object object;

    memset(&object, 0, sizeof object);
    object.id = random_between(seed, -5, 1000);
    object.valid = TCS_ONVIF_BOX | TCS_ONVIF_CENTRE;
    object.left = random_between(seed, -100, 90) / 100.0;
    object.right = object.left + 0.0625;
    object.bottom = random_between(seed, -100, 90) / 100.0;
    object.top = object.bottom + 0.125;
    object.centre_x = object.left;
    object.centre_y = object.top;
    if (random_below(seed, 2) == 1) {
        object.valid |= TCS_ONVIF_TYPE;
        object.likelihood = random_below(seed, 101) / 100.0;
        (void)tcs_text_copy(object.type, sizeof object.type, tcs_text_bytes("a<&>"));
    }
    return object;
}

static void what_was_written_is_read_back(void **state)
{
    static struct tcs_onvif_item back;
    uint64_t seed = 21;

    for (int round = 0; round < 300; round++) {
        struct tcs_writer w = tcs_writer(room, sizeof room);

        memset(&item, 0, sizeof item);
        item.kind = TCS_ONVIF_FRAME;
        item.frame.utc_ns = (int64_t)(random_next(&seed) % UINT64_C(4000000000000000000));
        item.frame.count = random_below(&seed, 20);
        for (uint32_t i = 0; i < item.frame.count; i++)
            item.frame.objects[i] = random_object(&seed);
        CHECK_OK(tcs_onvif_write(&item, &w));
        struct tcs_onvif walk = tcs_onvif(tcs_written(&w));

        CHECK_OK(tcs_onvif_next(&walk, &back, NULL));
        CHECK(back.frame.utc_ns == item.frame.utc_ns);
        CHECK_INT(back.frame.count, item.frame.count);
        for (uint32_t i = 0; i < back.frame.count; i++) {
            const struct tcs_onvif_object *a = &item.frame.objects[i];
            const struct tcs_onvif_object *b = &back.frame.objects[i];

            CHECK(a->id == b->id && a->valid == b->valid);
            CHECK_NEAR(b->left, a->left, 1e-7, "1");
            CHECK_NEAR(b->top, a->top, 1e-7, "1");
            CHECK_NEAR(b->likelihood, a->likelihood, 1e-7, "1");
            CHECK_TEXT(b->type, a->type);
        }
        CHECK_INT(tcs_onvif_next(&walk, &back, NULL), TCS_END);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_go_through_the_transformations_of_frame_and_object),
        cmocka_unit_test(the_likeliest_type_is_taken_in_either_way_to_write_it),
        cmocka_unit_test(a_status_tells_where_the_head_points),
        cmocka_unit_test(what_is_of_another_kind_or_cannot_be_is_refused),
        cmocka_unit_test(objects_beyond_the_bound_are_counted),
        cmocka_unit_test(what_was_written_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
