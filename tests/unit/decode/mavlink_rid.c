/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/mavlink_rid.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "encode/mavlink.h"
#include "encode/remoteid.h"

static struct tcs_mavlink message;
static struct tcs_rid_said said;

static void begin(uint32_t id)
{
    CHECK_OK(tcs_mavlink_begin(id, &message));
    message.system = 3;
    message.component = 236;
}

static void put(const char *name, int64_t value)
{
    CHECK_OK(tcs_mavlink_put(&message, name, value));
}

static void put_real(const char *name, double value)
{
    CHECK_OK(tcs_mavlink_put_real(&message, name, value));
}

static void begin_location(void)
{
    begin(TCS_MAVLINK_ODID_LOCATION);
    put("status", 2);
    put("direction", 35960); /* 359.6 degrees: 0 */
    put("speed_horizontal", 1234);
    put("speed_vertical", -250);
    put("latitude", 523456789);
    put("longitude", -12345678);
    put_real("altitude_barometric", 101.5);
    put_real("altitude_geodetic", 147.25);
    put("height_reference", 1);
    put_real("height", 30.0);
    put("horizontal_accuracy", 11);
    put("vertical_accuracy", 5);
    put("barometer_accuracy", 4);
    put("speed_accuracy", 3);
    put_real("timestamp", 1800.26);
    put("timestamp_accuracy", 2);
}

static void a_location_is_one(void **state)
{
    const struct tcs_rid_location *l = &said.messages[0].as.location;

    begin_location();
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.count, 1);
    CHECK_INT(said.messages[0].type, TCS_RID_LOCATION);
    CHECK_INT(said.messages[0].valid, TCS_RID_LOCATION_ALL);
    CHECK_INT(said.messages[0].impossible, 0);
    CHECK_INT(l->status, TCS_RID_STATUS_AIRBORNE);
    CHECK_INT(l->direction_deg, 0);
    CHECK_NEAR(l->speed_mps, 12.34, 1e-12, "m/s");
    CHECK_NEAR(l->vertical_speed_mps, -2.5, 1e-12, "m/s");
    CHECK_INT(l->lat_e7_deg, 523456789);
    CHECK_INT(l->lon_e7_deg, -12345678);
    CHECK_NEAR(l->baro_m, 101.5, 0.0, "m");
    CHECK_NEAR(l->geo_m, 147.25, 0.0, "m");
    CHECK_INT(l->height_reference, 1);
    CHECK_NEAR(l->height_m, 30.0, 0.0, "m");
    CHECK_INT(l->horizontal_accuracy, 11);
    CHECK_INT(l->vertical_accuracy, 5);
    CHECK_INT(l->baro_accuracy, 4);
    CHECK_INT(l->speed_accuracy, 3);
    CHECK_INT(l->time_ds, 18003);
    CHECK_INT(l->time_accuracy, 2);
}

static void what_is_not_known_is_left_out(void **state)
{
    begin(TCS_MAVLINK_ODID_LOCATION);
    put("direction", 36100);
    put("speed_horizontal", 25500);
    put("speed_vertical", 6300);
    put_real("altitude_barometric", -1000.0);
    put_real("altitude_geodetic", -1000.0);
    put_real("height", -1000.0);
    put_real("timestamp", 65535.0);
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.messages[0].valid, 0);
    CHECK_INT(said.messages[0].impossible, 0);
}

static void what_cannot_be_is_left_out_and_marked(void **state)
{
    begin_location();
    put("direction", 36001);
    put("speed_horizontal", 25501);
    put("speed_vertical", 6201);
    put_real("altitude_barometric", (double)NAN);
    put_real("altitude_geodetic", (double)INFINITY);
    put_real("height", -1000.5);
    put_real("timestamp", 3600.5);
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.messages[0].valid, TCS_RID_LOCATION_POSITION);
    CHECK_INT(said.messages[0].impossible,
              TCS_RID_LOCATION_ALL & ~TCS_RID_LOCATION_POSITION);
}

static void a_drone_that_speaks_of_itself_has_the_address_of_its_system(void **state)
{
    const struct tcs_rid_basic_id *basic = &said.messages[0].as.basic_id;

    begin(TCS_MAVLINK_ODID_BASIC_ID);
    put("id_type", TCS_RID_ID_SERIAL);
    put("ua_type", 2);
    CHECK_OK(tcs_mavlink_put_octets(&message, "uas_id", tcs_bytes("1TCSF01", 7)));
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK(said.address == UINT64_C(0x020000000003));
    CHECK_INT(said.valid,
              TCS_RID_SAID_ADDRESS | TCS_RID_SAID_RANDOM | TCS_RID_SAID_VEHICLE);
    CHECK_INT(basic->id_kind, TCS_RID_ID_SERIAL);
    CHECK_INT(basic->aircraft, 2);
    CHECK_INT(basic->id_len, 7);
    CHECK(memcmp(basic->id, "1TCSF01", 8) == 0);
    begin_location(); /* the same vehicle, in another message and from another part */
    message.component = 1;
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK(said.address == UINT64_C(0x020000000003));
}

static void who_was_heard_has_its_own_address(void **state)
{
    static const uint8_t mac[] = { 0x60, 0x60, 0x1f, 1, 2, 3 };

    begin_location();
    CHECK_OK(tcs_mavlink_put_octets(&message, "id_or_mac", tcs_bytes(mac, 6)));
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK(said.address == UINT64_C(0x60601f010203));
    CHECK_INT(said.valid, TCS_RID_SAID_ADDRESS);
    CHECK_OK(tcs_mavlink_put_octets(&message, "id_or_mac", tcs_bytes("1TCSF01X", 8)));
    CHECK_OK(tcs_mavlink_say(&message, &said));
    const uint64_t first = said.address;

    CHECK_INT(said.valid, TCS_RID_SAID_ADDRESS | TCS_RID_SAID_RANDOM);
    CHECK_OK(tcs_mavlink_put_octets(&message, "id_or_mac", tcs_bytes("1TCSF01Y", 8)));
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK(said.address != first && said.address >> 48 == 0);
}

static void the_operator_is_told_in_two_messages(void **state)
{
    const struct tcs_rid_system *s = &said.messages[0].as.system;

    begin(TCS_MAVLINK_ODID_SYSTEM);
    put("operator_latitude", 500000000);
    put("operator_longitude", 80000000);
    put_real("operator_altitude_geo", 120.0);
    put_real("area_ceiling", -1000.0);
    put_real("area_floor", 10.0);
    put("timestamp", 1000);
    put("classification_type", 1);
    put("category_eu", 1);
    put("class_eu", 2);
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.messages[0].type, TCS_RID_SYSTEM);
    CHECK_INT(said.messages[0].valid, TCS_RID_SYSTEM_ALL & ~TCS_RID_SYSTEM_CEILING);
    CHECK_INT(s->operator_lat_e7_deg, 500000000);
    CHECK_INT(s->eu_class, 2);
    begin(TCS_MAVLINK_ODID_SYSTEM_UPDATE);
    put("operator_latitude", 500000001);
    put("operator_longitude", 80000000);
    put_real("operator_altitude_geo", -1000.0);
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.messages[0].valid, TCS_RID_SYSTEM_OPERATOR);
    CHECK_INT(s->operator_lat_e7_deg, 500000001);
}

static void a_pack_holds_what_is_broadcast(void **state)
{
    struct tcs_rid_message in[2] = {
        { .type = TCS_RID_BASIC_ID, .version = 2 },
        { .type = TCS_RID_LOCATION, .version = 2, .valid = TCS_RID_LOCATION_POSITION }
    };
    uint8_t octets[3 * TCS_RID_MESSAGE_LEN] = { 0 };
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    in[0].as.basic_id = (struct tcs_rid_basic_id) { .id_kind = 1, .id_len = 2 };
    memcpy(in[0].as.basic_id.id, "AB", 2);
    in[1].as.location.lat_e7_deg = 5;
    CHECK_OK(tcs_rid_message_write(&in[0], &w));
    CHECK_OK(tcs_rid_message_write(&in[1], &w));
    octets[50] = 0x90; /* no such type */
    begin(TCS_MAVLINK_ODID_MESSAGE_PACK);
    put("single_message_size", 25);
    put("msg_pack_size", 2);
    CHECK_OK(tcs_mavlink_put_octets(&message, "messages", tcs_bytes(octets, 75)));
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.count, 2);
    CHECK_INT(said.messages[1].as.location.lat_e7_deg, 5);
    put("msg_pack_size", 3);
    CHECK_INT(tcs_mavlink_say(&message, &said), TCS_E_FOREIGN);
    CHECK_INT(said.count, 2);
    put("msg_pack_size", 10);
    CHECK_INT(tcs_mavlink_say(&message, &said), TCS_E_DAMAGED);
    put("msg_pack_size", 2);
    put("single_message_size", 24);
    CHECK_INT(tcs_mavlink_say(&message, &said), TCS_E_DAMAGED);
    CHECK_INT(said.count, 0);
}

static void of_the_others_nothing_is_said(void **state)
{
    begin(TCS_MAVLINK_ODID_SELF_ID);
    CHECK_OK(tcs_mavlink_say(&message, &said));
    CHECK_INT(said.count, 0);
    begin(TCS_MAVLINK_ODID_ARM_STATUS);
    CHECK_INT(tcs_mavlink_say(&message, &said), TCS_E_NOT_FOUND);
    begin(TCS_MAVLINK_HEARTBEAT);
    CHECK_INT(tcs_mavlink_say(&message, &said), TCS_E_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_location_is_one),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(what_cannot_be_is_left_out_and_marked),
        cmocka_unit_test(a_drone_that_speaks_of_itself_has_the_address_of_its_system),
        cmocka_unit_test(who_was_heard_has_its_own_address),
        cmocka_unit_test(the_operator_is_told_in_two_messages),
        cmocka_unit_test(a_pack_holds_what_is_broadcast),
        cmocka_unit_test(of_the_others_nothing_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
