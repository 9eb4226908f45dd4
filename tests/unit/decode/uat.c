/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/uat.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

/*
 * A short frame, bit by bit:
 *   payload type 0, qualifier 0                               00
 *   address                                                   ab cd ef
 *   45 N: 2^24 / 8 = 200000; 90 W: 270 / 360 of 2^24 = c00000; pressure altitude
 *     23 + 24 + 1 bits                                        40 00 01 80 00 00
 *   1000 ft: 1 + 2000 / 25 = 051, NIC 8                       05 18
 *   airborne, south 100 kt: 101 = 0001 100101                 11, 94 begins
 *   east 50 kt: 51 = 0000110011                               94 19, e0 begins
 *   barometric, down 640 ft/min: 1 + 640 / 64 = 00000 1011    e0, b. begins
 *   coupled, feedback 5                                       .d
 *   reserved                                                  00
 */
#define HEAD "abcdef40000180000005181194"
#define SHORT "00" HEAD "19e0bd00"

/*
 * Behind a long one: category 14 and "TOCSIN1 " in base 40: 14 1600 + 29 40 + 24 = 5c20,
 * 12 1600 + 28 40 + 18 = 4f72, 23 1600 + 1 40 + 36 = 900c; emergency 2, version 2, SIL 3:
 * 010 010 11; slot 21, SDA 2; NACp 9, NACv 2, NICbaro; 10101011: UAT in, ACAS, ident,
 * call sign, SIL per sample; GVA 2, single antenna; geometric 1150 ft: 1 + 2150 / 25
 * = 57.
 */
#define STATUS "5c204f72900c"
#define LONG                                                                             \
    "08" HEAD "19e0bd" STATUS "4b5695aba000"                                             \
    "0570000000"

static enum tcs_status read_hex(const char *hex, struct tcs_uat *ret)
{
    uint8_t octets[TCS_UAT_UPLINK_LEN];
    size_t len = 0;

    CHECK_OK(tcs_text_hex(tcs_text_bytes(hex), octets, sizeof octets, &len));
    return tcs_uat_read(tcs_bytes(octets, len), ret, NULL);
}

static void a_state_vector_is_read_to_the_bit(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex(SHORT, &r));
    CHECK_INT(r.address, 0xabcdef);
    CHECK_INT(r.elements, TCS_UAT_STATE_VECTOR);
    CHECK_INT(r.valid, TCS_UAT_POSITION | TCS_UAT_BARO_ALTITUDE | TCS_UAT_NORTH |
                           TCS_UAT_EAST | TCS_UAT_VERTICAL_RATE | TCS_UAT_COUPLING);
    CHECK_NEAR(r.lat_deg, 45.0, 0.0, "deg");
    CHECK_NEAR(r.lon_deg, -90.0, 0.0, "deg");
    CHECK_INT(r.baro_altitude_ft, 1000);
    CHECK_INT(r.nic, 8);
    CHECK_INT(r.state, TCS_UAT_SUBSONIC);
    CHECK_INT(r.north_kt, -100);
    CHECK_INT(r.east_kt, 50);
    CHECK_INT(r.vertical_ftpm, -640);
    CHECK_INT(r.vertical_baro, 1);
    CHECK_INT(r.utc_coupled, 1);
    CHECK_INT(r.feedback, 5);
    CHECK_NEAR(tcs_uat_ground_speed_kt(&r), 111.80339887498948, 1e-9, "kt");
    /* 180 - atan(50 / 100) in degrees. */
    CHECK_NEAR(tcs_uat_course_deg(&r), 153.43494882292202, 1e-9, "deg");
}

static void what_flies_supersonic_counts_in_four_knots(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex("00abcdef400001800000"
                      "0518"
                      "519419e0bd00",
                      &r));
    CHECK_INT(r.state, TCS_UAT_SUPERSONIC);
    CHECK_INT(r.north_kt, -400);
    CHECK_INT(r.east_kt, 200);
}

/* 12 kt: 13 = 0000 001101; true track 90: 1, 128; size 5; behind the nose 10 m: axis 1,
 * 6 = 00110. */
static void what_is_on_the_ground_has_speed_track_and_size(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex("00abcdef400001800000"
                      "0518"
                      "8035402a6800",
                      &r));
    CHECK_INT(r.state, TCS_UAT_GROUND);
    CHECK((r.valid & (TCS_UAT_NORTH | TCS_UAT_EAST)) == 0);
    CHECK_INT(r.speed_kt, 12);
    CHECK_INT(r.track_kind, 1);
    CHECK_NEAR(r.track_deg, 90.0, 0.0, "deg");
    CHECK_INT(r.size, 5);
    CHECK_INT(r.longitudinal_m, 10);
    CHECK_INT(r.utc_coupled, 1);
    /* Axis 0, 3: 6 m to the left; 6: 4 m to the right. */
    CHECK_OK(read_hex("00abcdef400001800000"
                      "0518"
                      "80354028e800",
                      &r));
    CHECK((r.valid & TCS_UAT_LATERAL) != 0 && r.lateral_m == -6);
    CHECK_OK(read_hex("00abcdef400001800000"
                      "0518"
                      "803540298800",
                      &r));
    CHECK((r.valid & TCS_UAT_LATERAL) != 0 && r.lateral_m == 4);
}

static void a_mode_status_is_read_by_its_version(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex(LONG, &r));
    CHECK_INT(r.category, 14);
    CHECK_INT(r.callsign_len, 7);
    CHECK_TEXT(r.callsign, "TOCSIN1");
    CHECK((r.valid & TCS_UAT_CALLSIGN) != 0 && r.impossible == 0);
    CHECK_INT(r.emergency, 2);
    CHECK_INT(r.version, 2);
    CHECK_INT(r.sil, 3);
    CHECK_INT(r.transmit_slot, 21);
    CHECK_INT(r.sda, 2);
    CHECK_INT(r.nac_p, 9);
    CHECK_INT(r.nac_v, 2);
    CHECK_INT(r.nic_baro, 1);
    CHECK_INT(r.capabilities, TCS_UAT_UAT_IN | TCS_UAT_ACAS);
    CHECK_INT(r.modes, TCS_UAT_IDENT);
    CHECK_INT(r.sil_per_sample, 1);
    CHECK_INT(r.gva, 2);
    CHECK_INT(r.single_antenna, 1);
    CHECK_INT(r.nic_supplement, 0);
    CHECK_INT(r.baro_altitude_ft, 1000);
    CHECK_INT(r.geo_altitude_ft, 1150);
    /* Version 1: the same octet says CDTI, advisory active, ATC services. */
    CHECK_OK(read_hex("08" HEAD "19e0bd" STATUS "475695aba000"
                      "0570000000",
                      &r));
    CHECK_INT(r.version, 1);
    CHECK_INT(r.capabilities, TCS_UAT_CDTI);
    CHECK_INT(r.modes, TCS_UAT_ACAS_ADVISORY | TCS_UAT_ATC_SERVICES);
    CHECK_INT(r.sda + r.gva + r.sil_per_sample + r.single_antenna, 0);
}

/* Of the FMS 10016 ft: 1 + 313 = 13a; 1013.6 hPa: 1 + 267 = 10c; 270 degrees: 180;
 * autopilot and LNAV. */
static void a_target_state_is_read_where_the_payload_type_has_it(void **state)
{
    static const char *const frames[] = {
        "18" HEAD "19e0bd" STATUS "4b5695aba000"
        "93a8670188",
        "20" HEAD "19e0bd"
        "000000000000"
        "000000000000"
        "93a8670188",
        "30" HEAD "19e0bd"
        "00000000000000"
        "93a8670188"
        "0570000000",
    };
    struct tcs_uat r;

    for (size_t i = 0; i < 3; i++) {
        CHECK_OK(read_hex(frames[i], &r));
        CHECK((r.elements & TCS_UAT_TARGET_STATE) != 0);
        CHECK_INT(r.from_fms, 1);
        CHECK_INT(r.selected_altitude_ft, 10016);
        CHECK_NEAR(r.pressure_hpa, 1013.6, 1e-9, "hPa");
        CHECK_NEAR(r.selected_heading_deg, 270.0, 0.0, "deg");
        CHECK_INT(r.target_modes, TCS_UAT_AUTOPILOT | TCS_UAT_LNAV);
    }
    CHECK_INT(r.geo_altitude_ft, 1150); /* type 6 has both */
    CHECK_OK(read_hex("18" HEAD "19e0bd" STATUS "475695aba000"
                      "93a8670188",
                      &r));
    CHECK((r.elements & TCS_UAT_TARGET_STATE) == 0); /* version 1 */
    CHECK_INT(r.selected_altitude_ft, 0);
}

static void what_is_zero_is_not_known(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex("00abcdef0000000000000000000000000000", &r));
    CHECK_INT(r.valid, TCS_UAT_COUPLING);
    /* With a NIC, 0 N 0 E is a place. */
    CHECK_OK(read_hex("00abcdef0000000000000001000000000000", &r));
    CHECK_INT(r.valid, TCS_UAT_COUPLING | TCS_UAT_POSITION);
}

static void ground_stations_tell_their_site_instead_of_coupling(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex("02" HEAD "19e0bd00", &r));
    CHECK_INT(r.site, 13);
    CHECK((r.valid & TCS_UAT_SITE) != 0 && (r.valid & TCS_UAT_COUPLING) == 0);
    CHECK_OK(read_hex("07" HEAD "19e0bd00", &r));
    CHECK((r.valid & (TCS_UAT_SITE | TCS_UAT_COUPLING)) == 0);
}

/* fa00 is 64000, one more than three characters hold; 0027 in the third word is a 39;
 * 37 alone says that there is no name. */
static void a_name_that_cannot_be_is_left_out(void **state)
{
    struct tcs_uat r;

    CHECK_OK(read_hex("08" HEAD "19e0bd"
                      "fa004f72900c"
                      "4b5695aba000"
                      "0570000000",
                      &r));
    CHECK_INT(r.impossible, TCS_UAT_CALLSIGN | TCS_UAT_CATEGORY);
    CHECK_OK(read_hex("08" HEAD "19e0bd"
                      "5c204f720027"
                      "4b5695aba000"
                      "0570000000",
                      &r));
    CHECK_INT(r.impossible, TCS_UAT_CALLSIGN);
    CHECK_INT(r.callsign_len, 0);
    CHECK_INT(r.category, 14);
    /* 14 1600 + 37 40 + 37 = 5d6d, 37 (1600 + 40 + 1) = ed2d */
    CHECK_OK(read_hex("08" HEAD "19e0bd"
                      "5d6ded2ded2d"
                      "4b5695aba000"
                      "0570000000",
                      &r));
    CHECK_INT(r.impossible, 0);
    CHECK_INT(r.valid & (TCS_UAT_CALLSIGN | TCS_UAT_FLIGHT_PLAN), 0);
}

static void lengths_have_to_fit_the_payload_type(void **state)
{
    struct tcs_uat r;
    struct tcs_uat untouched;
    const uint8_t uplink[TCS_UAT_UPLINK_LEN] = { 0 };

    memset(&r, 0x5a, sizeof r);
    untouched = r;
    CHECK_INT(read_hex("08" HEAD "19e0bd00", &r), TCS_E_DAMAGED);
    CHECK_INT(read_hex("00" HEAD "19e0bd" STATUS "4b5695aba0000570000000", &r),
              TCS_E_DAMAGED);
    CHECK_INT(read_hex("00", &r), TCS_E_DAMAGED);
    CHECK_INT(read_hex("", &r), TCS_E_DAMAGED);
    CHECK_INT(tcs_uat_read(tcs_bytes(uplink, sizeof uplink), &r, NULL), TCS_E_FOREIGN);
    CHECK(memcmp(&r, &untouched, sizeof r) == 0);
    /* Types without a state vector have a header. */
    CHECK_OK(read_hex("f8" HEAD "19e0bd" STATUS "4b5695aba0000570000000", &r));
    CHECK_INT(r.elements, 0);
    CHECK_INT(r.address, 0xabcdef);
}

static enum tcs_status read_line(const char *line, struct tcs_uat_frame *ret)
{
    return tcs_uat_line_read(tcs_text_bytes(line), ret, NULL);
}

static void lines_tell_what_the_receiver_knows(void **state)
{
    struct tcs_uat_frame frame;

    CHECK_OK(read_line("-" SHORT ";", &frame));
    CHECK_INT(frame.len, TCS_UAT_SHORT_LEN);
    CHECK_INT(frame.has, 0);
    CHECK_OK(read_line("-" SHORT ";rs=3;ss=512;rssi=-12.3;t=1617000000.123456789;rt=9;",
                       &frame));
    CHECK_INT(frame.has, TCS_UAT_HAS_CORRECTED | TCS_UAT_HAS_SIGNAL | TCS_UAT_HAS_RSSI |
                             TCS_UAT_HAS_TIME);
    CHECK_INT(frame.corrected, 3);
    CHECK_INT(frame.signal_raw, 512);
    CHECK_NEAR(frame.rssi_db, -12.3, 1e-12, "dB");
    CHECK(frame.utc_ns == INT64_C(1617000000123456789));
}

static void lines_that_are_none_are_told_apart(void **state)
{
    static const struct {
        const char *line;
        enum tcs_status status;
    } rows[] = {
        { "", TCS_E_FOREIGN },
        { "!program=dump978-fa;", TCS_E_FOREIGN },
        { "*8D406B909945DE10000405999BE4;", TCS_E_FOREIGN },
        { "-", TCS_E_DAMAGED },
        { "-" SHORT, TCS_E_DAMAGED }, /* no semicolon */
        { "-" SHORT "00;", TCS_E_DAMAGED },
        { "+" SHORT ";", TCS_E_DAMAGED },
        { "-" SHORT ";rs=x;", TCS_E_DAMAGED },
        { "-" SHORT ";t=1e9;", TCS_E_DAMAGED },
        { "-" SHORT ";t=99999999999999999999e-20;", TCS_E_DAMAGED },
        { "-" SHORT ";t=-0;", TCS_E_DAMAGED },
        { "-" SHORT ";t=-1;", TCS_E_IMPOSSIBLE },
        { "-" SHORT ";t=8000000000;", TCS_E_IMPOSSIBLE },
    };
    struct tcs_uat_frame frame;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CHECK_INT(read_line(rows[i].line, &frame), rows[i].status);
}

static void every_cut_of_a_line_is_damaged_or_whole(void **state)
{
    static const char line[] = "-" SHORT ";rs=3;t=1617000000.5;";
    const size_t hex_len = sizeof SHORT;
    struct tcs_uat_frame frame;

    for (size_t len = 1; len < sizeof line - 1; len++) {
        const enum tcs_status status =
            tcs_uat_line_read(tcs_bytes(line, len), &frame, NULL);

        if (len <= hex_len)
            CHECK_INT(status, TCS_E_DAMAGED);
        else
            CHECK(status == TCS_OK || status == TCS_E_DAMAGED);
    }
}

static void any_octets_give_numbers_within_their_ranges(void **state)
{
    uint64_t seed = 978;

    for (int i = 0; i < 20000; i++) {
        uint8_t octets[TCS_UAT_LONG_LEN];
        struct tcs_uat r;
        const size_t len = i % 2 == 0 ? TCS_UAT_SHORT_LEN : TCS_UAT_LONG_LEN;

        random_fill(&seed, octets, sizeof octets);
        octets[0] = (uint8_t)(len == TCS_UAT_SHORT_LEN ? octets[0] & 7 : octets[0] | 8);
        CHECK_OK(tcs_uat_read(tcs_bytes(octets, len), &r, NULL));
        CHECK(r.lat_deg > -90.0 && r.lat_deg <= 90.0);
        CHECK(r.lon_deg > -180.0 && r.lon_deg <= 180.0);
        CHECK(r.baro_altitude_ft >= -1000 && r.baro_altitude_ft <= 101350);
        CHECK(r.north_kt >= -4088 && r.north_kt <= 4088);
        CHECK(r.vertical_ftpm >= -32640 && r.vertical_ftpm <= 32640);
        CHECK(r.callsign_len <= TCS_UAT_CALLSIGN_LEN);
        CHECK((r.valid & r.impossible) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_vector_is_read_to_the_bit),
        cmocka_unit_test(what_flies_supersonic_counts_in_four_knots),
        cmocka_unit_test(what_is_on_the_ground_has_speed_track_and_size),
        cmocka_unit_test(a_mode_status_is_read_by_its_version),
        cmocka_unit_test(a_target_state_is_read_where_the_payload_type_has_it),
        cmocka_unit_test(what_is_zero_is_not_known),
        cmocka_unit_test(ground_stations_tell_their_site_instead_of_coupling),
        cmocka_unit_test(a_name_that_cannot_be_is_left_out),
        cmocka_unit_test(lengths_have_to_fit_the_payload_type),
        cmocka_unit_test(lines_tell_what_the_receiver_knows),
        cmocka_unit_test(lines_that_are_none_are_told_apart),
        cmocka_unit_test(every_cut_of_a_line_is_damaged_or_whole),
        cmocka_unit_test(any_octets_give_numbers_within_their_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
