/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/remoteid.h"

#include <string.h>

#include "check.h"

/* Airborne, 270 degrees, 10 m/s, down 1.5 m/s, 48.2 N 16.4 E, 150 m pressure altitude,
 * 200 m over the ellipsoid, 50 m over ground, 12 min 34.5 s after the hour. */
static const uint8_t location_octets[TCS_RID_MESSAGE_LEN] = {
    0x12,                   /* Location, version 2 */
    0x26,                   /* airborne, height over ground, west, steps of 0.25 m/s */
    90,   40,   0xfd,       /* 90 + 180 degrees; 40 x 0.25 m/s; -3 x 0.5 m/s */
    0x80, 0xbc, 0xba, 0x1c, /* 482 000 000 = 0x1cbabc80 */
    0x00, 0x71, 0xc6, 0x09, /* 164 000 000 = 0x09c67100 */
    0xfc, 0x08,             /* (150 + 1000) / 0.5 = 2300 = 0x08fc */
    0x60, 0x09,             /* (200 + 1000) / 0.5 = 2400 = 0x0960 */
    0x34, 0x08,             /* (50 + 1000) / 0.5 = 2100 = 0x0834 */
    0x5b,                   /* vertical 3 m, horizontal 3 m */
    0x43,                   /* barometric 10 m, speed 1 m/s */
    0x79, 0x1d,             /* 754.5 s = 7545 = 0x1d79 */
    0x02,                   /* 0.2 s */
    0x00,
};

static struct tcs_rid_message read_ok(const uint8_t *octets)
{
    struct tcs_rid_message message;

    CHECK_OK(
        tcs_rid_message_read(tcs_bytes(octets, TCS_RID_MESSAGE_LEN), &message, NULL));
    return message;
}

static void location_is_read_field_by_field(void **state)
{
    const struct tcs_rid_message message = read_ok(location_octets);
    const struct tcs_rid_location *location = &message.as.location;

    CHECK_INT(message.type, TCS_RID_LOCATION);
    CHECK_INT(message.version, 2);
    CHECK_INT(message.valid, TCS_RID_LOCATION_ALL);
    CHECK_INT(message.impossible, 0);
    CHECK_INT(location->status, TCS_RID_STATUS_AIRBORNE);
    CHECK_INT(location->height_reference, 1);
    CHECK_INT(location->direction_deg, 270);
    CHECK_NEAR(location->speed_mps, 10.0, 0, "m/s");
    CHECK_NEAR(location->vertical_speed_mps, -1.5, 0, "m/s");
    CHECK_INT(location->lat_e7_deg, 482000000);
    CHECK_INT(location->lon_e7_deg, 164000000);
    CHECK_NEAR(location->baro_m, 150.0, 0, "m");
    CHECK_NEAR(location->geo_m, 200.0, 0, "m");
    CHECK_NEAR(location->height_m, 50.0, 0, "m");
    CHECK_NEAR(tcs_rid_vertical_m(location->vertical_accuracy), 3.0, 0, "m");
    CHECK_NEAR(tcs_rid_horizontal_m(location->horizontal_accuracy), 3.0, 0, "m");
    CHECK_NEAR(tcs_rid_vertical_m(location->baro_accuracy), 10.0, 0, "m");
    CHECK_NEAR(tcs_rid_speed_accuracy_mps(location->speed_accuracy), 1.0, 0, "m/s");
    CHECK_INT(location->time_ds, 7545);
    CHECK_INT(location->time_accuracy, 2);
}

static void values_that_mean_unknown_leave_the_mask(void **state)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN] = { 0 };

    octets[0] = 0x12;
    octets[1] = 0x03; /* west, steps of 0.75 m/s */
    octets[2] = 181;  /* 361 degrees */
    octets[3] = 255;
    octets[4] = 126; /* 63 m/s */
    octets[21] = octets[22] = 0xff;
    const struct tcs_rid_message message = read_ok(octets);

    CHECK_INT(message.valid, 0);
    CHECK_INT(message.impossible, 0);
}

static void values_that_cannot_be_are_left_out_and_marked(void **state)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN];

    memcpy(octets, location_octets, sizeof octets);
    octets[2] = 200;                      /* 380 degrees */
    octets[4] = 127;                      /* 63.5 m/s: 62 is the most, 63 is unknown */
    octets[21] = 0xa1, octets[22] = 0x8c; /* 3600.1 s after the hour */
    const struct tcs_rid_message message = read_ok(octets);

    CHECK_INT(message.impossible, TCS_RID_LOCATION_DIRECTION |
                                      TCS_RID_LOCATION_VERTICAL_SPEED |
                                      TCS_RID_LOCATION_TIME);
    CHECK_INT(message.valid & message.impossible, 0);
    CHECK_INT(message.valid | message.impossible, TCS_RID_LOCATION_ALL);
}

static void high_speeds_have_steps_of_three_quarters(void **state)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN];

    memcpy(octets, location_octets, sizeof octets);
    octets[1] |= 1;
    octets[3] = 4;
    /* 255 x 0.25 + 4 x 0.75 = 66.75 m/s */
    CHECK_NEAR(read_ok(octets).as.location.speed_mps, 66.75, 0, "m/s");
}

static void a_position_outside_the_earth_is_refused_and_nothing_is_written(void **state)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN];
    struct tcs_rid_message message;
    struct tcs_rid_message before;
    struct tcs_fault fault = { 0 };

    memset(&message, 0xa5, sizeof message);
    before = message;
    memcpy(octets, location_octets, sizeof octets);
    octets[8] = 0x7f; /* latitude above 213 degrees */
    CHECK_INT(tcs_rid_message_read(tcs_bytes(octets, sizeof octets), &message, &fault),
              TCS_E_IMPOSSIBLE);
    CHECK(memcmp(&message, &before, sizeof message) == 0);
    CHECK_INT(fault.status, TCS_E_IMPOSSIBLE);
    CHECK_INT(fault.offset, 5);
    CHECK_TEXT(fault.item, "Location position");
    /* A message of 24 octets; one of type 7. */
    CHECK_INT(tcs_rid_message_read(tcs_bytes(octets, 24), &message, &fault),
              TCS_E_DAMAGED);
    octets[0] = 0x72;
    CHECK_INT(tcs_rid_message_read(tcs_bytes(octets, sizeof octets), &message, &fault),
              TCS_E_FOREIGN);
    CHECK(memcmp(&message, &before, sizeof message) == 0);
}

static void identities_end_before_their_zeros(void **state)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN] = { 0x02, 0x12, 'A', 'B', 'C' };
    const struct tcs_rid_message basic = read_ok(octets);

    CHECK_INT(basic.as.basic_id.id_kind, TCS_RID_ID_SERIAL);
    CHECK_TEXT(tcs_rid_aircraft_name(basic.as.basic_id.aircraft), "multirotor");
    CHECK_INT(basic.as.basic_id.id_len, 3);
    octets[0] = 0x52;
    octets[1] = 0;
    const struct tcs_rid_message operator_id = read_ok(octets);

    CHECK_INT(operator_id.as.operator_id.id_len, 3);
    CHECK(memcmp(operator_id.as.operator_id.id, "ABC", 3) == 0);
    octets[0] = 0x32;
    octets[24] = 'Z'; /* the last of 23 */
    CHECK_INT(read_ok(octets).as.self_id.text_len, 23);
}

static void system_is_read_field_by_field(void **state)
{
    static const uint8_t octets[TCS_RID_MESSAGE_LEN] = {
        0x42, 0x05,             /* classified by the European Union; live position */
        0x80, 0xbc, 0xba, 0x1c, /* 48.2 degrees */
        0x00, 0x71, 0xc6, 0x09, /* 16.4 degrees */
        0x03, 0x00,             /* three aircraft */
        0x05,                   /* 50 m */
        0x98, 0x08,             /* (100 + 1000) / 0.5 = 2200 */
        0x00, 0x00,             /* floor not known */
        0x13,                   /* open, class 2 */
        0x60, 0x09,             /* 200 m */
        0x00, 0xe1, 0xf5, 0x05, /* 100 000 000 s */
        0x00,
    };
    const struct tcs_rid_message message = read_ok(octets);
    const struct tcs_rid_system *system = &message.as.system;

    CHECK_INT(message.valid, TCS_RID_SYSTEM_ALL & ~TCS_RID_SYSTEM_FLOOR);
    CHECK_INT(system->operator_source, 1);
    CHECK_INT(system->classification, 1);
    CHECK_INT(system->operator_lat_e7_deg, 482000000);
    CHECK_INT(system->area_count, 3);
    CHECK_INT(system->area_radius_m, 50);
    CHECK_NEAR(system->ceiling_m, 100.0, 0, "m");
    CHECK_INT(system->eu_category, 1);
    CHECK_INT(system->eu_class, 3);
    CHECK_NEAR(system->operator_geo_m, 200.0, 0, "m");
    CHECK_INT(system->time_s, 100000000);
}

static void authentication_lengths_must_fit_the_pages(void **state)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN] = { 0x22, 0x10, 2, 63, 1, 0, 0, 0, 0xee };
    struct tcs_rid_message message = read_ok(octets);

    CHECK_INT(message.as.auth.last_page, 2);
    CHECK_INT(message.as.auth.len, 63); /* 17 + 2 x 23: just fits */
    CHECK_INT(message.as.auth.time_s, 1);
    CHECK_INT(message.as.auth.data[0], 0xee);
    octets[3] = 64;
    CHECK_INT(tcs_rid_message_read(tcs_bytes(octets, sizeof octets), &message, NULL),
              TCS_E_DAMAGED);
    octets[1] = 0x13; /* page 3 has data only */
    message = read_ok(octets);
    CHECK_INT(message.as.auth.page, 3);
    CHECK_INT(message.as.auth.data[1], 64);
}

static void packs_say_how_many_messages_are_there(void **state)
{
    uint8_t octets[3 + 2 * TCS_RID_MESSAGE_LEN] = { 0xf2, 25, 2 };
    struct tcs_rid_pack pack;
    struct tcs_fault fault = { 0 };

    octets[3] = 0x02;
    memcpy(octets + 28, location_octets, sizeof location_octets);
    CHECK_OK(tcs_rid_pack_read(tcs_bytes(octets, sizeof octets), &pack, &fault));
    CHECK_INT(pack.count, 2);
    CHECK_INT(pack.missing, 0);
    CHECK(tcs_rid_pack_get(&pack, 1).data == octets + 28);
    CHECK_INT(fault.status, TCS_OK);
    /* One octet short: the first message is kept, the damage is told. */
    CHECK_OK(tcs_rid_pack_read(tcs_bytes(octets, sizeof octets - 1), &pack, &fault));
    CHECK_INT(pack.count, 1);
    CHECK_INT(pack.missing, 1);
    CHECK_INT(fault.status, TCS_E_DAMAGED);
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(octets, 27), &pack, NULL), TCS_E_DAMAGED);
    octets[2] = 10;
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(octets, sizeof octets), &pack, NULL),
              TCS_E_DAMAGED);
    octets[2] = 2, octets[1] = 24;
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(octets, sizeof octets), &pack, NULL),
              TCS_E_DAMAGED);
}

static void a_message_without_a_pack_is_a_pack_of_one(void **state)
{
    struct tcs_rid_pack pack;
    uint8_t octets[TCS_RID_MESSAGE_LEN] = { 0x62 };

    CHECK_OK(tcs_rid_pack_read(tcs_bytes(location_octets, sizeof location_octets), &pack,
                               NULL));
    CHECK_INT(pack.count, 1);
    CHECK_INT(pack.version, 2);
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(octets, sizeof octets), &pack, NULL),
              TCS_E_FOREIGN);
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(location_octets, 24), &pack, NULL),
              TCS_E_DAMAGED);
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(NULL, 0), &pack, NULL), TCS_E_DAMAGED);
}

static void check_time(const char *seen, uint16_t time_ds, const char *expected)
{
    struct tcs_leap_table leap;
    int64_t utc_ns = 0;
    char text[TCS_TIME_TEXT_LEN];

    tcs_leap_builtin(&leap);
    CHECK_OK(tcs_utc_parse(seen, &utc_ns));
    tcs_utc_text(tcs_time_to_utc(&leap, tcs_rid_time(&leap, time_ds,
                                                     tcs_time_from_utc(&leap, utc_ns))),
                 text);
    CHECK_TEXT(text, expected);
}

static void the_time_of_hour_is_taken_from_the_nearest_hour(void **state)
{
    check_time("2021-11-06T10:30:00Z", 18001, "2021-11-06T10:30:00.100000000Z");
    check_time("2021-11-06T23:59:59.9Z", 1, "2021-11-07T00:00:00.100000000Z");
    check_time("2021-11-07T00:00:00.1Z", 35999, "2021-11-06T23:59:59.900000000Z");
    check_time("2021-11-07T00:00:00Z", 36000, "2021-11-07T00:00:00.000000000Z");
}

static enum tcs_status read_position(uint8_t type, int32_t lat_e7, int32_t lon_e7,
                                     uint16_t *ret_valid)
{
    uint8_t octets[TCS_RID_MESSAGE_LEN] = { 0 };
    struct tcs_rid_message message = { .valid = 0 };
    struct tcs_writer w =
        tcs_writer(octets + (type == TCS_RID_SYSTEM ? 2 : 5), sizeof octets - 5);

    octets[0] = (uint8_t)(type << 4);
    tcs_write_le(&w, (uint32_t)lat_e7, 4);
    tcs_write_le(&w, (uint32_t)lon_e7, 4);
    const enum tcs_status status =
        tcs_rid_message_read(tcs_bytes(octets, sizeof octets), &message, NULL);

    *ret_valid = message.valid & 1; /* the position is the first field of both */
    return status;
}

static void positions_reach_from_pole_to_pole_and_around(void **state)
{
    static const uint8_t types[] = { TCS_RID_LOCATION, TCS_RID_SYSTEM };
    uint16_t valid = 0;

    for (size_t i = 0; i < 2; i++) {
        const uint8_t type = types[i];

        CHECK_OK(read_position(type, 900000000, 1800000000, &valid));
        CHECK_INT(valid, 1);
        CHECK_OK(read_position(type, -900000000, -1800000000, &valid));
        CHECK_INT(read_position(type, 900000001, 0, &valid), TCS_E_IMPOSSIBLE);
        CHECK_INT(read_position(type, -900000001, 0, &valid), TCS_E_IMPOSSIBLE);
        CHECK_INT(read_position(type, 0, 1800000001, &valid), TCS_E_IMPOSSIBLE);
        CHECK_INT(read_position(type, 0, -1800000001, &valid), TCS_E_IMPOSSIBLE);
        CHECK_OK(read_position(type, 0, 1, &valid)); /* on the equator */
        CHECK_INT(valid, 1);
        CHECK_OK(read_position(type, 0, 0, &valid)); /* not known */
        CHECK_INT(valid, 0);
    }
}

static void codes_beyond_the_tables_have_neither_bound_nor_word(void **state)
{
    CHECK_NEAR(tcs_rid_horizontal_m(12), 1.0, 0, "m");
    CHECK_NEAR(tcs_rid_horizontal_m(13), 0.0, 0, "m");
    CHECK_NEAR(tcs_rid_vertical_m(6), 1.0, 0, "m");
    CHECK_NEAR(tcs_rid_vertical_m(7), 0.0, 0, "m");
    CHECK_NEAR(tcs_rid_speed_accuracy_mps(4), 0.3, 0, "m/s");
    CHECK_NEAR(tcs_rid_speed_accuracy_mps(5), 0.0, 0, "m/s");
    CHECK_TEXT(tcs_rid_aircraft_name(15), "other");
    CHECK_TEXT(tcs_rid_aircraft_name(16), "reserved");
    CHECK_TEXT(tcs_rid_status_name(5), "reserved");
    CHECK_TEXT(tcs_rid_id_kind_name(5), "reserved");
    CHECK_TEXT(tcs_rid_type_name(5), "operator_id");
}

static void packs_and_pages_that_cannot_be_are_damaged(void **state)
{
    static const uint8_t head[] = { 0xf2, 25 };
    static const uint8_t empty[28] = { 0xf2, 25, 0 };
    static const uint8_t pages[TCS_RID_MESSAGE_LEN] = { 0x22, 0x10, 16, 0 };
    struct tcs_rid_pack pack;
    struct tcs_rid_message message;

    CHECK_INT(tcs_rid_pack_read(tcs_bytes(head, 2), &pack, NULL), TCS_E_DAMAGED);
    CHECK_INT(tcs_rid_pack_read(tcs_bytes(empty, 28), &pack, NULL), TCS_E_DAMAGED);
    CHECK_INT(tcs_rid_message_read(tcs_bytes(pages, sizeof pages), &message, NULL),
              TCS_E_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(location_is_read_field_by_field),
        cmocka_unit_test(values_that_mean_unknown_leave_the_mask),
        cmocka_unit_test(values_that_cannot_be_are_left_out_and_marked),
        cmocka_unit_test(high_speeds_have_steps_of_three_quarters),
        cmocka_unit_test(a_position_outside_the_earth_is_refused_and_nothing_is_written),
        cmocka_unit_test(identities_end_before_their_zeros),
        cmocka_unit_test(system_is_read_field_by_field),
        cmocka_unit_test(authentication_lengths_must_fit_the_pages),
        cmocka_unit_test(packs_say_how_many_messages_are_there),
        cmocka_unit_test(a_message_without_a_pack_is_a_pack_of_one),
        cmocka_unit_test(the_time_of_hour_is_taken_from_the_nearest_hour),
        cmocka_unit_test(positions_reach_from_pole_to_pole_and_around),
        cmocka_unit_test(codes_beyond_the_tables_have_neither_bound_nor_word),
        cmocka_unit_test(packs_and_pages_that_cannot_be_are_damaged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
