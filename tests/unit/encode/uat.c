/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/uat.h"

#include <string.h>

#include "check.h"
#include "random.h"

static enum tcs_status write(const struct tcs_uat *record)
{
    uint8_t room[TCS_UAT_LONG_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const enum tcs_status status = tcs_uat_write(record, &w);

    CHECK(status == TCS_OK || w.len == 0);
    return status;
}

/* Any frame, read, written and read again, is the same record; what cannot be, apart. */
static void what_decodes_encodes_and_comes_back(void **state)
{
    uint64_t seed = 282;

    for (int i = 0; i < 50000; i++) {
        uint8_t octets[TCS_UAT_LONG_LEN];
        uint8_t room[TCS_UAT_LONG_LEN];
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_uat first;
        struct tcs_uat second;
        const size_t len = i % 3 == 0 ? TCS_UAT_SHORT_LEN : TCS_UAT_LONG_LEN;

        random_fill(&seed, octets, sizeof octets);
        octets[0] &= 7;
        if (len == TCS_UAT_LONG_LEN)
            octets[0] |= (uint8_t)((1 + random_below(&seed, 12)) << 3);
        CHECK_OK(tcs_uat_read(tcs_bytes(octets, len), &first, NULL));
        CHECK_OK(tcs_uat_write(&first, &w));
        CHECK_INT(w.len, len);
        CHECK_OK(tcs_uat_read(tcs_written(&w), &second, NULL));
        first.impossible = 0;
        CHECK_INT(second.valid & ~(uint32_t)TCS_UAT_CATEGORY,
                  first.valid & ~(uint32_t)TCS_UAT_CATEGORY);
        second.valid = first.valid;
        CHECK(memcmp(&first, &second, sizeof first) == 0);
    }
}

/* Half a step at most: 360 / 2^25 degree. */
static void any_place_comes_back_within_half_a_step(void **state)
{
    uint64_t seed = 7;

    for (int i = 0; i < 20000; i++) {
        struct tcs_uat r = { .valid = TCS_UAT_POSITION | TCS_UAT_BARO_ALTITUDE,
                             .nic = 8 };
        uint8_t room[TCS_UAT_SHORT_LEN];
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_uat again;

        r.lat_deg = (random_unit(&seed) - 0.5) * 179.99;
        r.lon_deg = (random_unit(&seed) - 0.5) * 359.99;
        r.baro_altitude_ft = random_between(&seed, -1000, 101350);
        CHECK_OK(tcs_uat_write(&r, &w));
        CHECK_OK(tcs_uat_read(tcs_written(&w), &again, NULL));
        CHECK_NEAR(again.lat_deg, r.lat_deg, 1.0729e-5, "deg");
        CHECK_NEAR(again.lon_deg, r.lon_deg, 1.0729e-5, "deg");
        CHECK_NEAR(again.baro_altitude_ft, r.baro_altitude_ft, 12.5, "ft");
    }
}

static void what_the_format_cannot_hold_is_refused(void **state)
{
    const struct tcs_uat good = { .valid = TCS_UAT_POSITION, .payload_type = 1 };
    struct tcs_uat r;

    CHECK_OK(write(&good));
#define REFUSED(field, bit, value)                                                       \
    do {                                                                                 \
        r = good;                                                                        \
        r.valid |= (bit);                                                                \
        r.field = (value);                                                               \
        CHECK_INT(write(&r), TCS_E_ARGUMENT);                                            \
    } while (0)
    REFUSED(address, 0, 1 << 24);
    REFUSED(payload_type, 0, 32);
    REFUSED(lat_deg, 0, 90.1);
    REFUSED(lat_deg, 0, 0.0 / 0.0);
    REFUSED(lon_deg, 0, -180.1);
    REFUSED(nic, 0, 16);
    REFUSED(baro_altitude_ft, TCS_UAT_BARO_ALTITUDE, -1013);
    REFUSED(baro_altitude_ft, TCS_UAT_BARO_ALTITUDE, 101363);
    REFUSED(geo_altitude_ft, TCS_UAT_GEO_ALTITUDE, 101363);
    REFUSED(north_kt, TCS_UAT_NORTH, 1023);
    REFUSED(vertical_ftpm, TCS_UAT_VERTICAL_RATE, 32704);
    REFUSED(category, TCS_UAT_CATEGORY, 40);
    REFUSED(callsign_len, TCS_UAT_CALLSIGN, 9);
    REFUSED(callsign_len, TCS_UAT_CALLSIGN, 1); /* a zero for a character */
    REFUSED(version, 0, 8);
    REFUSED(nac_p, 0, 16);
#undef REFUSED
}

static void lines_come_back(void **state)
{
    uint64_t seed = 5;

    for (int i = 0; i < 2000; i++) {
        static const uint32_t lens[] = { TCS_UAT_SHORT_LEN, TCS_UAT_LONG_LEN,
                                         TCS_UAT_UPLINK_LEN };
        struct tcs_uat_frame frame;
        struct tcs_uat_frame again;
        char room[1024];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        memset(&frame, 0, sizeof frame);
        frame.len = lens[i % 3];
        random_fill(&seed, frame.octets, frame.len);
        frame.has = random_below(&seed, 16);
        if ((frame.has & TCS_UAT_HAS_TIME) != 0)
            frame.utc_ns = (int64_t)(random_next(&seed) % 7000000000000) * 1000000;
        if ((frame.has & TCS_UAT_HAS_CORRECTED) != 0)
            frame.corrected = random_below(&seed, 15);
        if ((frame.has & TCS_UAT_HAS_SIGNAL) != 0)
            frame.signal_raw = random_below(&seed, 1 << 30);
        if ((frame.has & TCS_UAT_HAS_RSSI) != 0)
            frame.rssi_db = -random_between(&seed, 1, 500) / 10.0;
        CHECK_OK(tcs_uat_line_write(&frame, &w));
        CHECK_OK(tcs_uat_line_read(tcs_bytes(room, w.len - 1), &again, NULL));
        CHECK(memcmp(&frame, &again, sizeof frame) == 0);
        w = tcs_writer(room, w.len - 1);
        CHECK_INT(tcs_uat_line_write(&frame, &w), TCS_E_FULL);
        CHECK_INT(w.len, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_decodes_encodes_and_comes_back),
        cmocka_unit_test(any_place_comes_back_within_half_a_step),
        cmocka_unit_test(what_the_format_cannot_hold_is_refused),
        cmocka_unit_test(lines_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
