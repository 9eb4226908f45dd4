/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/odas.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "decode/js_stream.h"
#include "random.h"

static char room[16384];

static enum tcs_status read_text(const char *text, struct tcs_odas *odas)
{
    return tcs_odas_read(tcs_text_bytes(text), odas, NULL);
}

static void sources_that_are_not_in_use_are_left_out(void **state)
{
    struct tcs_odas odas;

    CHECK_OK(read_text("{\"timeStamp\": 4213, \"src\": ["
                       "{\"id\":3,\"tag\":\"dynamic\",\"x\":0,\"y\":0.6,\"z\":0.8,"
                       "\"activity\":0.9},"
                       "{\"id\":0,\"tag\":\"\",\"x\":0.0,\"y\":0.0,\"z\":0.0,"
                       "\"activity\":0.0}]}",
                       &odas));
    CHECK_INT((int)odas.hop, 4213);
    CHECK_INT(odas.kind, TCS_ODAS_TRACKS);
    CHECK_INT(odas.count, 1);
    CHECK_INT((int)odas.sources[0].id, 3);
    CHECK_TEXT(odas.sources[0].tag, "dynamic");
    CHECK_OK(read_text("{\"timeStamp\":1,\"src\":[{\"x\":0,\"y\":1,\"z\":0,\"E\":1.5}]}",
                       &odas));
    CHECK_INT(odas.kind, TCS_ODAS_POTENTIALS);
    CHECK_NEAR(odas.sources[0].strength, 1.5, 0.0, "1");
    CHECK_OK(read_text("{\"timeStamp\":1,\"src\":[]}", &odas));
    CHECK_INT(odas.kind, TCS_ODAS_NOTHING);
}

static void what_cannot_be_is_refused(void **state)
{
    static const struct {
        const char *text;
        enum tcs_status status;
    } bad[] = {
        { "{\"time\":1,\"src\":[]}", TCS_E_FOREIGN },
        { "[]", TCS_E_FOREIGN },
        { "{\"timeStamp\":\"1\",\"src\":[]}", TCS_E_DAMAGED },
        { "{\"timeStamp\":-1,\"src\":[]}", TCS_E_IMPOSSIBLE },
        { "{\"timeStamp\":1,\"src\":{}}", TCS_E_DAMAGED },
        { "{\"timeStamp\":1,\"src\":[{\"x\":0,\"y\":1,\"E\":1}]}", TCS_E_DAMAGED },
        { "{\"timeStamp\":1,\"src\":[{\"x\":0,\"y\":1,\"z\":0}]}", TCS_E_DAMAGED },
        { "{\"timeStamp\":1,\"src\":[{\"x\":1,\"y\":1,\"z\":0,\"E\":1}]}",
          TCS_E_IMPOSSIBLE },
        { "{\"timeStamp\":1,\"src\":[{\"id\":1,\"x\":0,\"y\":1,\"z\":0,\"activity\":2}]}",
          TCS_E_IMPOSSIBLE },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct tcs_odas odas, before;

        memset(&odas, 0x5a, sizeof odas);
        before = odas;
        CHECK_INT(read_text(bad[i].text, &odas), bad[i].status);
        CHECK(memcmp(&odas, &before, sizeof odas) == 0);
    }
}

static struct tcs_odas random_odas(uint64_t *seed)
{
    static const double units[4][3] = {
        { 0.6, 0.8, 0.0 }, { 0.0, -1.0, 0.0 }, { -0.48, 0.6, 0.64 }, { 0.0, 0.0, 1.0 }
    };
    struct tcs_odas odas = { .hop = random_next(seed) >> 12 };

    odas.kind = 1 + random_below(seed, 2);
    odas.count = 1 + random_below(seed, TCS_ODAS_SOURCES_MAX);
    for (uint32_t i = 0; i < odas.count; i++) {
        const double *unit = units[random_below(seed, 4)];

        odas.sources[i].x = unit[0];
        odas.sources[i].y = unit[1];
        odas.sources[i].z = unit[2];
        odas.sources[i].strength = random_below(seed, 1001) / 1000.0;
        if (odas.kind == TCS_ODAS_TRACKS) {
            odas.sources[i].id = 1 + random_below(seed, 99);
            (void)tcs_text_copy(odas.sources[i].tag, TCS_ODAS_TAG_LEN,
                                tcs_text_bytes("a \"b\""));
        }
    }
    return odas;
}

/* Objects one behind the other, cut anywhere, come back as they were. */
static void what_was_written_is_read_back_out_of_a_stream(void **state)
{
    uint64_t seed = 3;

    for (int round = 0; round < 200; round++) {
        static struct tcs_js_stream stream;
        struct tcs_odas all[3], back;
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_bytes object;
        int found = 0;

        memset(&stream, 0, sizeof stream);
        for (int i = 0; i < 3; i++) {
            all[i] = random_odas(&seed);
            CHECK_OK(tcs_odas_write(&all[i], &w));
        }
        for (size_t at = 0; at < w.len;) {
            const size_t len = 1 + random_below(&seed, 60);
            struct tcs_bytes piece = tcs_bytes_part(tcs_written(&w), at, len);

            at += piece.len;
            while (tcs_js_stream_next(&stream, &piece, &object) == TCS_OK) {
                CHECK_OK(tcs_odas_read(object, &back, NULL));
                CHECK(memcmp(&back, &all[found], sizeof back) == 0);
                found++;
            }
        }
        CHECK_INT(found, 3);
        CHECK_INT((int)stream.passed_count, 0);
    }
}

static void an_object_too_long_is_passed_over(void **state)
{
    static struct tcs_js_stream stream;
    static char text[TCS_JS_OBJECT_MAX + 64];
    struct tcs_bytes object;

    memset(text, ' ', sizeof text);
    text[0] = '{';
    memcpy(text + TCS_JS_OBJECT_MAX, "}x{\"}\":1}", 9);
    struct tcs_bytes in = tcs_bytes(text, TCS_JS_OBJECT_MAX + 9);

    CHECK_OK(tcs_js_stream_next(&stream, &in, &object));
    CHECK(tcs_bytes_equal(object, tcs_text_bytes("{\"}\":1}")));
    CHECK_INT((int)stream.damaged_count, 1);
    CHECK_INT((int)stream.passed_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sources_that_are_not_in_use_are_left_out),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(what_was_written_is_read_back_out_of_a_stream),
        cmocka_unit_test(an_object_too_long_is_passed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
