/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/bearings.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

static double thousandths(uint64_t *seed, int32_t low, int32_t high)
{
    return random_between(seed, low * 1000, high * 1000) / 1000.0;
}

static void random_line(uint64_t *seed, struct tcs_bearings *line)
{
    memset(line, 0, sizeof *line);
    const uint32_t len = 1 + random_below(seed, TCS_BEARINGS_SENSOR_LEN - 1);

    for (uint32_t i = 0; i < len; i++)
        line->sensor[i] = (char)random_between(seed, 1, 126);
    line->utc_ns = (int64_t)(random_next(seed) % 4000000000000000000u);
    line->count = random_below(seed, 20);
    for (uint32_t i = 0; i < line->count; i++) {
        struct tcs_bearing *bearing = &line->bearings[i];

        bearing->azimuth_deg = thousandths(seed, 0, 359);
        bearing->valid = random_below(seed, TCS_BEARING_ALL + 1);
        if ((bearing->valid & TCS_BEARING_ELEVATION) != 0)
            bearing->elevation_deg = thousandths(seed, -90, 90);
        if ((bearing->valid & TCS_BEARING_SIGMA) != 0)
            bearing->sigma_deg = thousandths(seed, 1, 180);
        if ((bearing->valid & TCS_BEARING_FREQUENCY) != 0)
            bearing->frequency_hz = random_between(seed, 1, 2000000000) * 3.0;
        if ((bearing->valid & TCS_BEARING_LEVEL) != 0)
            bearing->level_db = thousandths(seed, -100, 100);
        if ((bearing->valid & TCS_BEARING_CLASS) != 0)
            bearing->said = random_below(seed, 4);
    }
}

static void every_line_comes_back_as_it_was_written(void **state)
{
    static struct tcs_bearings line, back;

    for (uint64_t round = 1; round <= 5000; round++) {
        uint64_t seed = round;
        char room[TCS_BEARINGS_LINE_MAX + 1];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        random_line(&seed, &line);
        memset(&back, 0, sizeof back);
        CHECK_OK(tcs_bearings_write(&line, &w));
        CHECK_INT(room[w.len - 1], '\n');
        if (tcs_bearings_read(tcs_bytes(room, w.len - 1), &back, NULL) != TCS_OK ||
            memcmp(&line, &back, sizeof line) != 0)
            fail_msg("seed %d: %.*s", (int)round, (int)w.len, room);
    }
}

static void the_text_is_as_documented(void **state)
{
    static struct tcs_bearings line;
    char room[400];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    memset(&line, 0, sizeof line);
    strcpy(line.sensor, "df \"west\"\n");
    line.utc_ns = INT64_C(1636239612340000000);
    line.count = 2;
    line.bearings[0].azimuth_deg = 41.7;
    line.bearings[0].valid = TCS_BEARING_FREQUENCY | TCS_BEARING_ELEVATION;
    line.bearings[0].frequency_hz = 2437e6;
    line.bearings[0].elevation_deg = -0.0000015; /* rounds away from zero */
    line.bearings[1].azimuth_deg = 359.9999999;  /* rounds to 360, which is 0 */
    CHECK_OK(tcs_bearings_write(&line, &w));
    CHECK(tcs_bytes_equal(
        tcs_written(&w),
        tcs_text_bytes("{\"sensor\":\"df \\\"west\\\"\\u000a\","
                       "\"time\":\"2021-11-06T23:00:12.340000000Z\",\"bearings\":["
                       "{\"azimuth_deg\":41.700000,\"elevation_deg\":-0.000002,"
                       "\"frequency_hz\":2437000000.0},"
                       "{\"azimuth_deg\":360.000000}]}\n")));
}

static void what_is_out_of_range_or_too_long_is_refused(void **state)
{
    static struct tcs_bearings line;
    static char room[40000];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    memset(&line, 0, sizeof line);
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_ARGUMENT); /* no name */
    strcpy(line.sensor, "a");
    line.count = 1;
    line.bearings[0].azimuth_deg = -1.0;
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_ARGUMENT);
    line.bearings[0].azimuth_deg = 0.0;
    line.bearings[0].valid = TCS_BEARING_SIGMA;
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_ARGUMENT);
    line.bearings[0].valid = 0;
    line.count = TCS_BEARINGS_MAX; /* 24 octets each: more than a line may have */
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_FULL);
    CHECK_INT(w.len, 0);
    line.count = 150;
    CHECK_OK(tcs_bearings_write(&line, &w));
}

static void each_number_out_of_range_is_refused(void **state)
{
    static const struct {
        uint32_t field;
        size_t offset;
        double value;
    } rows[] = {
        { 0, offsetof(struct tcs_bearing, azimuth_deg), 360.5 },
        { TCS_BEARING_ELEVATION, offsetof(struct tcs_bearing, elevation_deg), 90.5 },
        { TCS_BEARING_ELEVATION, offsetof(struct tcs_bearing, elevation_deg), -90.5 },
        { TCS_BEARING_SIGMA, offsetof(struct tcs_bearing, sigma_deg), 180.5 },
        { TCS_BEARING_FREQUENCY, offsetof(struct tcs_bearing, frequency_hz), 0.0 },
        { TCS_BEARING_FREQUENCY, offsetof(struct tcs_bearing, frequency_hz), 3.1e12 },
        { TCS_BEARING_LEVEL, offsetof(struct tcs_bearing, level_db), 401.0 },
        { TCS_BEARING_LEVEL, offsetof(struct tcs_bearing, level_db), -401.0 },
    };
    static struct tcs_bearings line;
    char room[400];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(&line, 0, sizeof line);
        strcpy(line.sensor, "a");
        line.count = 1;
        line.bearings[0].valid = rows[i].field;
        memcpy((uint8_t *)&line.bearings[0] + rows[i].offset, &rows[i].value,
               sizeof rows[i].value);
        if (tcs_bearings_write(&line, &w) != TCS_E_ARGUMENT || w.len != 0)
            fail_msg("row %d", (int)i);
    }
    memset(&line.bearings[0], 0, sizeof line.bearings[0]);
    line.bearings[0].valid = TCS_BEARING_CLASS;
    line.bearings[0].said = 4;
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_ARGUMENT);
    line.count = TCS_BEARINGS_MAX + 1;
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_ARGUMENT);
    line.count = 0;
    w.capacity = 20;
    CHECK_INT(tcs_bearings_write(&line, &w), TCS_E_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_comes_back_as_it_was_written),
        cmocka_unit_test(the_text_is_as_documented),
        cmocka_unit_test(what_is_out_of_range_or_too_long_is_refused),
        cmocka_unit_test(each_number_out_of_range_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
