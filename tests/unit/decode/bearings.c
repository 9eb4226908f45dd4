/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/bearings.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "check.h"

static struct tcs_bearings line;

static enum tcs_status read_line(const char *text, struct tcs_fault *fault)
{
    return tcs_bearings_read(tcs_text_bytes(text), &line, fault);
}

static void the_example_of_the_documentation_is_read(void **state)
{
    int64_t utc_ns = 0;

    CHECK_OK(read_line("{\"sensor\":\"df-west\",\"time\":\"2021-11-06T23:00:12.340Z\","
                       "\"bearings\":[{\"azimuth_deg\":41.7,\"frequency_hz\":2437e6}]}",
                       NULL));
    CHECK_TEXT(line.sensor, "df-west");
    CHECK_OK(tcs_utc_parse("2021-11-06T23:00:12.340Z", &utc_ns));
    CHECK(line.utc_ns == utc_ns);
    CHECK_INT(line.count, 1);
    CHECK_INT(line.bearings[0].valid, TCS_BEARING_FREQUENCY);
    CHECK_NEAR(line.bearings[0].azimuth_deg, 41.7, 0, "degree");
    CHECK_NEAR(line.bearings[0].frequency_hz, 2437e6, 0, "Hz");
}

static void every_key_is_read_and_unknown_ones_are_ignored(void **state)
{
    CHECK_OK(
        read_line(" { \"version\" : { \"bearings\" : 3 } , \"bearings\" : [ { \"class\" "
                  ": \"bird\" ,"
                  " \"azimuth_deg\" : 360, \"elevation_deg\": -2.5, \"sigma_deg\" : 3,"
                  " \"level_db\": 11.5, \"frequency_hz\":1e9, \"who\":[1,2,{}] },"
                  " {\"azimuth_deg\":0,\"class\":\"kite\"}], \"sensor\":\"a\","
                  " \"time\":\"2021-11-06T23:00:12Z\" }",
                  NULL));
    CHECK_INT(line.count, 2);
    CHECK_INT(line.bearings[0].valid, TCS_BEARING_ALL);
    CHECK_NEAR(line.bearings[0].azimuth_deg, 0.0, 0, "degree");
    CHECK_NEAR(line.bearings[0].elevation_deg, -2.5, 0, "degree");
    CHECK_NEAR(line.bearings[0].sigma_deg, 3.0, 0, "degree");
    CHECK_NEAR(line.bearings[0].level_db, 11.5, 0, "dB");
    CHECK_INT(line.bearings[0].said, TCS_BEARING_BIRD);
    CHECK_INT(line.bearings[1].valid, TCS_BEARING_CLASS);
    CHECK_INT(line.bearings[1].said, 0);
}

static void an_empty_list_says_that_nothing_was_heard(void **state)
{
    CHECK_OK(read_line(
        "{\"sensor\":\"a\",\"time\":\"2021-11-06T23:00:12Z\",\"bearings\":[]}", NULL));
    CHECK_INT(line.count, 0);
}

#define HEAD "{\"sensor\":\"a\",\"time\":\"2021-11-06T23:00:12Z\",\"bearings\":"

static void damaged_foreign_and_impossible_are_told_apart(void **state)
{
    static const struct {
        const char *text;
        enum tcs_status status;
        const char *item;
    } rows[] = {
        { "hello", TCS_E_DAMAGED, "JSON" },
        { "[1]", TCS_E_FOREIGN, "JSON that is not an object" },
        { "{\"time\":\"2021-11-06T23:00:12Z\",\"bearings\":[]}", TCS_E_FOREIGN,
          "sensor" },
        { "{\"sensor\":\"a\",\"bearings\":[]}", TCS_E_FOREIGN, "time" },
        { "{\"sensor\":\"a\",\"time\":\"2021-11-06T23:00:12Z\"}", TCS_E_FOREIGN,
          "bearings" },
        { "{\"sensor\":\"\",\"time\":\"2021-11-06T23:00:12Z\",\"bearings\":[]}",
          TCS_E_DAMAGED, "sensor" },
        { "{\"sensor\":5,\"time\":\"2021-11-06T23:00:12Z\",\"bearings\":[]}",
          TCS_E_DAMAGED, "sensor" },
        { "{\"sensor\":\"a\",\"time\":\"yesterday\",\"bearings\":[]}", TCS_E_DAMAGED,
          "time" },
        { HEAD "{}}", TCS_E_DAMAGED, "bearings" },
        { HEAD "[],\"sensor\":\"b\"}", TCS_E_DAMAGED, "sensor" },
        { HEAD "[{\"azimuth_deg\":1,\"class\":\"bird\",\"class\":\"bird\"}]}",
          TCS_E_DAMAGED, "class" },
        { "{\"sensor\":\"0123456789012345678901234567890123456789012345678\","
          "\"time\":\"2021-11-06T23:00:12Z\",\"bearings\":[]}",
          TCS_E_DAMAGED, "sensor" },
        { "{\"sensor\":\"a\",\"time\":\"2021-11-06T23:00:12.000000000000000000000Z\","
          "\"bearings\":[]}",
          TCS_E_DAMAGED, "time" },
        { HEAD "[3]}", TCS_E_DAMAGED, "bearing" },
        { HEAD "[{}]}", TCS_E_DAMAGED, "azimuth_deg" },
        { HEAD "[{\"azimuth_deg\":\"1\"}]}", TCS_E_DAMAGED, "azimuth_deg" },
        { HEAD "[{\"azimuth_deg\":1,\"azimuth_deg\":2}]}", TCS_E_DAMAGED, "azimuth_deg" },
        { HEAD "[{\"azimuth_deg\":1,\"class\":2}]}", TCS_E_DAMAGED, "class" },
        { HEAD "[{\"azimuth_deg\":-0.1}]}", TCS_E_IMPOSSIBLE, "azimuth_deg" },
        { HEAD "[{\"azimuth_deg\":360.1}]}", TCS_E_IMPOSSIBLE, "azimuth_deg" },
        { HEAD "[{\"azimuth_deg\":1e400}]}", TCS_E_IMPOSSIBLE, "azimuth_deg" },
        { HEAD "[{\"azimuth_deg\":1,\"elevation_deg\":90.5}]}", TCS_E_IMPOSSIBLE,
          "elevation_deg" },
        { HEAD "[{\"azimuth_deg\":1,\"sigma_deg\":0}]}", TCS_E_IMPOSSIBLE, "sigma_deg" },
        { HEAD "[{\"azimuth_deg\":1,\"frequency_hz\":0}]}", TCS_E_IMPOSSIBLE,
          "frequency_hz" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tcs_fault fault = { 0 };
        const struct tcs_bearings before = line;

        if (read_line(rows[i].text, &fault) != rows[i].status ||
            fault.status != rows[i].status || strcmp(fault.item, rows[i].item) != 0)
            fail_msg("%s: %s: %s", rows[i].text, fault.item,
                     tcs_status_text(fault.status));
        CHECK(memcmp(&before, &line, sizeof line) == 0);
    }
}

static void a_line_longer_than_4096_octets_is_damaged(void **state)
{
    static char text[5000];
    size_t len = strlen(HEAD);

    memcpy(text, HEAD, len);
    memset(text + len, ' ', sizeof text - len);
    memcpy(text + 4096 - 3, "[]}", 3);
    CHECK_OK(tcs_bearings_read(tcs_bytes(text, 4096), &line, NULL));
    memset(text + 4096 - 3, ' ', 3);
    memcpy(text + 4097 - 3, "[]}", 3);
    CHECK_INT(tcs_bearings_read(tcs_bytes(text, 4097), &line, NULL), TCS_E_DAMAGED);
}

static void more_bearings_than_a_record_holds_are_damage(void **state)
{
    static char text[TCS_BEARINGS_LINE_MAX];
    size_t len = strlen(HEAD) + 1;
    struct tcs_fault fault = { 0 };

    memcpy(text, HEAD "[", len);
    for (unsigned i = 0; i < TCS_BEARINGS_MAX + 1; i++, len += 3)
        memcpy(text + len, "{},", 3);
    memcpy(text + len - 1, "]}", 2);
    CHECK_INT(tcs_bearings_read(tcs_bytes(text, len + 1), &line, &fault), TCS_E_DAMAGED);
    CHECK_TEXT(fault.item, "too many bearings");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_documentation_is_read),
        cmocka_unit_test(every_key_is_read_and_unknown_ones_are_ignored),
        cmocka_unit_test(an_empty_list_says_that_nothing_was_heard),
        cmocka_unit_test(damaged_foreign_and_impossible_are_told_apart),
        cmocka_unit_test(a_line_longer_than_4096_octets_is_damaged),
        cmocka_unit_test(more_bearings_than_a_record_holds_are_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
