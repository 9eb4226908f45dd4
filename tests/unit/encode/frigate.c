/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/frigate.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

static char room[4096];

/* As docs.frigate.video shows one, shortened; with names that are not known. */
static const char example[] =
    "{\"type\":\"update\",\"before\":{\"id\":\"x\"},\"after\":{"
    "\"id\":\"1607123955.475377-mxklsc\",\"camera\":\"front_door\","
    "\"frame_time\":1607123962.082975,\"snapshot\":null,\"label\":\"drone\","
    "\"sub_label\":[\"a\",0.7],\"top_score\":0.958984375,\"false_positive\":false,"
    "\"start_time\":1607123955.475377,\"end_time\":null,\"score\":0.87890625,"
    "\"box\":[432,496,544,854],\"area\":40096,\"stationary\":true}}";

static void a_message_tells_box_label_and_camera(void **state)
{
    struct tcs_frigate event;

    CHECK_OK(tcs_frigate_read(tcs_text_bytes(example), &event, NULL));
    CHECK_INT(event.type, TCS_FRIGATE_UPDATE);
    CHECK_TEXT(event.id, "1607123955.475377-mxklsc");
    CHECK_TEXT(event.camera, "front_door");
    CHECK_TEXT(event.label, "drone");
    CHECK(event.utc_ns == INT64_C(1607123962082975000));
    CHECK_NEAR(event.left, 432.0, 0.0, "px");
    CHECK_NEAR(event.bottom, 854.0, 0.0, "px");
    CHECK_NEAR(event.score, 0.87890625, 0.0, "1");
    CHECK_INT(event.flags, TCS_FRIGATE_STATIONARY);
}

/* The example with one part replaced. */
static enum tcs_status read_with(const char *from, const char *to,
                                 struct tcs_frigate *event)
{
    const char *at = strstr(example, from);
    char text[2048];

    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - example), example, to,
             at + strlen(from));
    return tcs_frigate_read(tcs_text_bytes(text), event, NULL);
}

static void what_cannot_be_is_refused(void **state)
{
    struct tcs_frigate event, before;

    memset(&event, 0x5a, sizeof event);
    before = event;
    CHECK_INT(read_with("\"update\"", "\"other\"", &event), TCS_E_FOREIGN);
    CHECK_INT(read_with("\"after\"", "\"later\"", &event), TCS_E_FOREIGN);
    CHECK_INT(read_with("432,", "", &event), TCS_E_DAMAGED);
    CHECK_INT(read_with("432", "544", &event), TCS_E_IMPOSSIBLE);
    CHECK_INT(read_with("0.87890625", "1.5", &event), TCS_E_IMPOSSIBLE);
    CHECK_INT(read_with("1607123962.082975", "null", &event), TCS_E_DAMAGED);
    CHECK_INT(read_with("1607123962.082975", "1e11", &event), TCS_E_IMPOSSIBLE);
    CHECK_INT(read_with("\"front_door\"", "7", &event), TCS_E_DAMAGED);
    CHECK_INT(read_with("\"front_door\"", "\"\"", &event), TCS_E_DAMAGED);
    CHECK_INT(read_with("}}", "}", &event), TCS_E_DAMAGED);
    CHECK(memcmp(&event, &before, sizeof event) == 0);
}

static void what_was_written_is_read_back(void **state)
{
    uint64_t seed = 9;

    for (int round = 0; round < 500; round++) {
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_frigate event, back;

        memset(&event, 0, sizeof event);
        event.utc_ns = (int64_t)(random_next(&seed) % UINT64_C(4102444800000000)) * 1000;
        event.type = 1 + random_below(&seed, 3);
        event.flags = random_below(&seed, 4);
        event.left = random_between(&seed, -50, 1900);
        event.right = event.left + 1 + random_below(&seed, 400);
        event.top = random_below(&seed, 1000);
        event.bottom = event.top + 1 + random_below(&seed, 400);
        event.score = random_below(&seed, 1001) / 1000.0;
        event.top_score = random_below(&seed, 1001) / 1000.0;
        (void)tcs_text_copy(event.id, sizeof event.id, tcs_text_bytes("1.5-a"));
        (void)tcs_text_copy(event.camera, sizeof event.camera, tcs_text_bytes("c \\\""));
        (void)tcs_text_copy(event.label, sizeof event.label, tcs_text_bytes("bird"));
        CHECK_OK(tcs_frigate_write(&event, &w));
        CHECK_OK(tcs_frigate_read(tcs_written(&w), &back, NULL));
        CHECK(memcmp(&back, &event, sizeof back) == 0);
    }
}

static void what_does_not_fit_is_not_written(void **state)
{
    struct tcs_frigate event;
    struct tcs_writer w = tcs_writer(room, 100);

    CHECK_OK(tcs_frigate_read(tcs_text_bytes(example), &event, NULL));
    CHECK_INT(tcs_frigate_write(&event, &w), TCS_E_FULL);
    event.right = event.left;
    CHECK_INT(tcs_frigate_write(&event, &w), TCS_E_ARGUMENT);
    CHECK_INT((int)w.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_tells_box_label_and_camera),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(what_does_not_fit_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
