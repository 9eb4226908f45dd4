/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/mode_s.h"

#include <string.h>

#include "base/text.h"
#include "check.h"

static size_t octets_of(const char *hex, uint8_t octets[TCS_MODE_S_LONG_LEN])
{
    size_t len = 0;

    CHECK_OK(tcs_text_hex(tcs_text_bytes(hex), octets, TCS_MODE_S_LONG_LEN, &len));
    return len;
}

static enum tcs_status read_hex(const char *hex, struct tcs_mode_s *ret_record,
                                struct tcs_fault *fault)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN];
    const size_t len = octets_of(hex, octets);

    return tcs_mode_s_read(tcs_bytes(octets, len), ret_record, fault);
}

/* Puts the right parity behind eleven octets. */
static void seal(uint8_t octets[TCS_MODE_S_LONG_LEN])
{
    memset(octets + 11, 0, 3);
    const uint32_t parity = tcs_mode_s_remainder(tcs_bytes(octets, TCS_MODE_S_LONG_LEN));

    octets[11] = (uint8_t)(parity >> 16);
    octets[12] = (uint8_t)(parity >> 8);
    octets[13] = (uint8_t)parity;
}

/* The frames of the next four tests are broadcasts that are discussed in public: Sun, The
 * 1090 Megahertz Riddle, 2nd ed., chapters 3 to 5. */
static void identity_tells_the_callsign_without_its_blanks(void **state)
{
    struct tcs_mode_s record;

    CHECK_OK(read_hex("8D4840D6202CC371C32CE0576098", &record, NULL));
    CHECK_INT(record.df, 17);
    CHECK_INT(record.capability, 5);
    CHECK_INT(record.address, 0x4840d6);
    CHECK_INT(record.type_code, 4);
    CHECK_INT(record.kind, TCS_MODE_S_IDENTITY);
    CHECK_INT(record.valid, TCS_MODE_S_CALLSIGN);
    CHECK_INT(record.as.identity.callsign_len, 7);
    CHECK(memcmp(record.as.identity.callsign, "KLM1023\0", 8) == 0);
}

static void airborne_position_tells_altitude_and_cpr(void **state)
{
    struct tcs_mode_s record;

    CHECK_OK(read_hex("8D40621D58C382D690C8AC2863A7", &record, NULL));
    CHECK_INT(record.kind, TCS_MODE_S_AIRBORNE);
    CHECK_INT(record.type_code, 11);
    CHECK_INT(record.valid, TCS_MODE_S_ALTITUDE);
    CHECK_INT(record.as.position.altitude_ft, 38000);
    CHECK_INT(record.as.position.gnss_height, 0);
    CHECK_INT(record.as.position.odd, 0);
    CHECK_INT(record.as.position.cpr_lat, 93000);
    CHECK_INT(record.as.position.cpr_lon, 51372);
}

static void velocity_over_ground_has_two_components(void **state)
{
    struct tcs_mode_s record;
    const struct tcs_mode_s_velocity *velocity = &record.as.velocity;

    CHECK_OK(read_hex("8D485020994409940838175B284F", &record, NULL));
    CHECK_INT(record.kind, TCS_MODE_S_VELOCITY);
    CHECK_INT(velocity->subtype, 1);
    CHECK_INT(record.valid, TCS_MODE_S_GROUND_VELOCITY | TCS_MODE_S_VERTICAL_RATE |
                                TCS_MODE_S_GNSS_MINUS_BARO);
    CHECK_INT(velocity->east_kt, -8);
    CHECK_INT(velocity->north_kt, -159);
    /* sqrt(8^2 + 159^2); 180 + atan(8 / 159) degrees */
    CHECK_NEAR(tcs_mode_s_ground_speed_kt(velocity), 159.20113064925135, 1e-9, "kt");
    CHECK_NEAR(tcs_mode_s_track_deg(velocity), 182.88037755284762, 1e-9, "degree");
    CHECK_INT(velocity->vertical_ftpm, -832);
    CHECK_INT(velocity->vertical_baro, 0);
    CHECK_INT(velocity->gnss_minus_baro_ft, 550);
}

static void velocity_in_the_air_has_heading_and_airspeed(void **state)
{
    struct tcs_mode_s record;
    const struct tcs_mode_s_velocity *velocity = &record.as.velocity;

    CHECK_OK(read_hex("8DA05F219B06B6AF189400CBC33F", &record, NULL));
    CHECK_INT(velocity->subtype, 3);
    CHECK_INT(record.valid,
              TCS_MODE_S_HEADING | TCS_MODE_S_AIRSPEED | TCS_MODE_S_VERTICAL_RATE);
    CHECK_NEAR(velocity->heading_deg, 694 * 360.0 / 1024.0, 0, "degree");
    CHECK_INT(velocity->airspeed_kt, 375);
    CHECK_INT(velocity->true_airspeed, 1);
    CHECK_INT(velocity->vertical_ftpm, -2304);
    CHECK_INT(velocity->vertical_baro, 1);
}

static void every_wrong_bit_is_seen_and_nothing_is_corrected(void **state)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN];
    struct tcs_mode_s record;
    struct tcs_mode_s before;
    struct tcs_fault fault = { 0 };

    memset(&record, 0xa5, sizeof record);
    before = record;
    octets_of("8D4840D6202CC371C32CE0576098", octets);
    for (unsigned bit = 5; bit < 112; bit++) { /* the first five are the format */
        octets[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        CHECK_INT(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, &fault),
                  TCS_E_DAMAGED);
        CHECK_TEXT(fault.item, "parity");
        octets[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
    }
    CHECK(memcmp(&record, &before, sizeof record) == 0);
}

static void other_formats_are_foreign(void **state)
{
    struct tcs_mode_s record;

    CHECK_INT(read_hex("5D4840D6A7B2C3", &record, NULL), TCS_E_FOREIGN);
    CHECK_INT(read_hex("A0001838CA3800315800007448D9", &record, NULL), TCS_E_FOREIGN);
    CHECK_INT(read_hex("1234", &record, NULL), TCS_E_FOREIGN);
    /* Format 17 in a short frame, format 11 in a long one, and a frame of 3 octets. */
    CHECK_INT(read_hex("8D4840D6A7B2C3", &record, NULL), TCS_E_DAMAGED);
    CHECK_INT(read_hex("5D4840D6202CC371C32CE0576098", &record, NULL), TCS_E_DAMAGED);
    CHECK_INT(read_hex("8D4840", &record, NULL), TCS_E_DAMAGED);
}

/* An airborne position with that altitude code. */
static struct tcs_mode_s with_altitude(uint8_t type_code, uint32_t code)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN] = { 0x8d, 1, 2, 3 };
    struct tcs_mode_s record;

    octets[4] = (uint8_t)(type_code << 3);
    octets[5] = (uint8_t)(code >> 4);
    octets[6] = (uint8_t)(code << 4);
    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    return record;
}

static void altitudes_with_q_count_25_feet(void **state)
{
    CHECK_INT(with_altitude(11, 0x010).as.position.altitude_ft, -1000);
    CHECK_INT(with_altitude(11, 0x011).as.position.altitude_ft, -975);
    CHECK_INT(with_altitude(11, 0x030).as.position.altitude_ft, -600); /* n = 16 */
    CHECK_INT(with_altitude(11, 0xfff).as.position.altitude_ft, 50175);
    CHECK_INT(with_altitude(11, 0).valid, 0);
    CHECK_INT(with_altitude(9, 0x011).as.position.gnss_height, 0);
    CHECK_INT(with_altitude(20, 0x011).as.position.gnss_height, 1);
    CHECK_INT(with_altitude(20, 0x011).as.position.altitude_ft, -975);
}

/* Gillham's code is a Gray code: from 100 ft to the next one bit changes. */
static void altitudes_in_gillhams_code_change_one_bit_each_100_feet(void **state)
{
    static uint32_t code_of[1280];
    static uint8_t seen[1280];
    unsigned valid = 0;
    unsigned impossible = 0;

    memset(seen, 0, sizeof seen);
    for (uint32_t code = 1; code < 4096; code++) {
        if ((code & 0x10) != 0)
            continue;
        const struct tcs_mode_s record = with_altitude(11, code);

        if (record.valid == 0) {
            CHECK_INT(record.impossible, TCS_MODE_S_ALTITUDE);
            impossible++;
            continue;
        }
        const int32_t step = record.as.position.altitude_ft / 100 + 12;

        CHECK_INT(record.as.position.altitude_ft % 100, 0);
        CHECK(step >= 0 && step < 1280 && !seen[step]);
        seen[step] = 1;
        code_of[step] = code;
        valid++;
    }
    /* 256 steps of 500 ft, each with five of eight values of C; code 0 is one of the
     * other three. */
    CHECK_INT(valid, 256 * 5);
    CHECK_INT(impossible, 256 * 3 - 1);
    for (unsigned i = 1; i < 1280; i++) {
        const uint32_t changed = code_of[i] ^ code_of[i - 1];

        CHECK(changed != 0 && (changed & (changed - 1)) == 0);
    }
    /* ICAO Annex 10 volume IV, appendix to chapter 3: -1000 ft has C2 alone. */
    CHECK_INT(code_of[2], 0x200);
}

static void characters_that_do_not_exist_take_the_callsign_away(void **state)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN] = { 0x8d, 1, 2, 3, 0x20, 0x1b << 2, 0, 0, 0, 0 };
    struct tcs_mode_s record;

    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.impossible, TCS_MODE_S_CALLSIGN);
    CHECK_INT(record.valid, 0);
    octets[5] = 0; /* eight times 0: no callsign */
    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.impossible, 0);
    CHECK_INT(record.valid, 0);
}

static void format_18_tells_whose_number_the_address_is(void **state)
{
    uint8_t octets[TCS_MODE_S_LONG_LEN] = { 0x90, 1, 2, 3, 11 << 3 };
    static const int expected[8] = { TCS_MODE_S_ICAO,
                                     TCS_MODE_S_ANONYMOUS,
                                     TCS_MODE_S_ICAO,
                                     -1,
                                     -1,
                                     TCS_MODE_S_ANONYMOUS,
                                     TCS_MODE_S_ICAO,
                                     -1 };

    for (unsigned control = 0; control < 8; control++) {
        struct tcs_mode_s record;

        octets[0] = (uint8_t)(18 << 3 | control);
        seal(octets);
        const enum tcs_status status =
            tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL);

        CHECK_INT(status, expected[control] < 0 ? TCS_E_FOREIGN : TCS_OK);
        if (status == TCS_OK)
            CHECK_INT(record.address_kind, expected[control]);
    }
    octets[0] = 18 << 3 | 6;
    octets[4] |= 1; /* relayed, and the IMF bit says: not of ICAO */
    seal(octets);
    struct tcs_mode_s record;

    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.address_kind, TCS_MODE_S_ANONYMOUS);
}

/* A velocity with these octets behind its type. */
static struct tcs_mode_s velocity_of(const uint8_t me[6])
{
    uint8_t octets[TCS_MODE_S_LONG_LEN] = { 0x8d, 1, 2, 3, 19 << 3 };
    struct tcs_mode_s record;

    octets[4] |= me[0] & 7;
    memcpy(octets + 5, me + 1, 5);
    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    return record;
}

static void velocity_needs_both_of_its_components(void **state)
{
    static const uint8_t east_only[6] = { 1, 0, 1, 0, 0, 0 };
    static const uint8_t north_only[6] = { 1, 0, 0, 0, 0x20, 0 };
    static const uint8_t both[6] = { 1, 0, 1, 0, 0x20, 0 };
    static const uint8_t fast[6] = { 2, 0, 3, 0, 0x40, 0 };

    CHECK_INT(velocity_of(east_only).valid, 0);
    CHECK_INT(velocity_of(north_only).valid, 0);
    const struct tcs_mode_s still = velocity_of(both); /* one more than nothing */

    CHECK_INT(still.valid, TCS_MODE_S_GROUND_VELOCITY);
    CHECK_NEAR(tcs_mode_s_ground_speed_kt(&still.as.velocity), 0.0, 0, "kt");
    CHECK_NEAR(tcs_mode_s_track_deg(&still.as.velocity), 0.0, 0, "degree");
    const struct tcs_mode_s supersonic = velocity_of(fast); /* steps of 4 kt */

    CHECK_INT(supersonic.as.velocity.east_kt, 8);
    CHECK_INT(supersonic.as.velocity.north_kt, 4);
}

static void types_that_are_not_decoded_say_so(void **state)
{
    static const uint8_t reserved[6] = { 5, 0, 1, 0, 0x20, 0 };
    static const uint8_t none[6] = { 0, 0, 1, 0, 0x20, 0 };

    CHECK_INT(velocity_of(reserved).kind, TCS_MODE_S_OTHER);
    CHECK_INT(velocity_of(none).kind, TCS_MODE_S_OTHER);
    CHECK_INT(with_altitude(0, 0x11).kind, TCS_MODE_S_OTHER);
    CHECK_INT(with_altitude(8, 0x11).kind, TCS_MODE_S_SURFACE);
    CHECK_INT(with_altitude(18, 0x11).kind, TCS_MODE_S_AIRBORNE);
    CHECK_INT(with_altitude(22, 0x11).kind, TCS_MODE_S_AIRBORNE);
    CHECK_INT(with_altitude(23, 0x11).kind, TCS_MODE_S_OTHER);
    CHECK_INT(with_altitude(31, 0x11).kind, TCS_MODE_S_OTHER);
}

static void relayed_traffic_says_whose_number_in_a_bit_of_its_own(void **state)
{
    /* Bit 21 of a surface position, bit 9 of a velocity. */
    uint8_t octets[TCS_MODE_S_LONG_LEN] = { 18 << 3 | 2, 1, 2, 3, 7 << 3 };
    struct tcs_mode_s record;

    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.address_kind, TCS_MODE_S_ICAO);
    octets[6] = 0x08;
    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.address_kind, TCS_MODE_S_ANONYMOUS);
    octets[4] = 19 << 3 | 1, octets[5] = 0, octets[6] = 0;
    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.address_kind, TCS_MODE_S_ICAO);
    octets[5] = 0x80;
    seal(octets);
    CHECK_OK(tcs_mode_s_read(tcs_bytes(octets, sizeof octets), &record, NULL));
    CHECK_INT(record.address_kind, TCS_MODE_S_ANONYMOUS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identity_tells_the_callsign_without_its_blanks),
        cmocka_unit_test(airborne_position_tells_altitude_and_cpr),
        cmocka_unit_test(velocity_over_ground_has_two_components),
        cmocka_unit_test(velocity_in_the_air_has_heading_and_airspeed),
        cmocka_unit_test(every_wrong_bit_is_seen_and_nothing_is_corrected),
        cmocka_unit_test(other_formats_are_foreign),
        cmocka_unit_test(altitudes_with_q_count_25_feet),
        cmocka_unit_test(altitudes_in_gillhams_code_change_one_bit_each_100_feet),
        cmocka_unit_test(characters_that_do_not_exist_take_the_callsign_away),
        cmocka_unit_test(format_18_tells_whose_number_the_address_is),
        cmocka_unit_test(velocity_needs_both_of_its_components),
        cmocka_unit_test(types_that_are_not_decoded_say_so),
        cmocka_unit_test(relayed_traffic_says_whose_number_in_a_bit_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
