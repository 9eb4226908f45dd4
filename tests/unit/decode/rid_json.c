/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/rid_json.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

static struct tcs_js js;
static struct tcs_rid_said said;
static uint8_t dialect;
static uint32_t at;

static enum tcs_status first(const char *text)
{
    at = 0;
    CHECK_OK(tcs_js_read(tcs_text_bytes(text), &js, NULL));
    return tcs_rid_json_next(&js, &at, &said, &dialect, NULL);
}

static const struct tcs_rid_message *of_type(uint8_t type)
{
    for (uint32_t i = 0; i < said.count; i++)
        if (said.messages[i].type == type)
            return &said.messages[i];
    fail();
    return &said.messages[0];
}

static void a_list_of_messages_is_one_drone(void **state)
{
    CHECK_OK(first("[{\"Basic ID\":{\"id_type\":\"Serial Number (ANSI/CTA-2063-A)\","
                   "\"id\":\"SN1\",\"ua_type\":2,\"MAC\":\"90:3A:E6:C5:08:24\","
                   "\"RSSI\":-69}},"
                   "{\"Location/Vector Message\":{\"latitude\":42.5,\"longitude\":-71.25,"
                   "\"geodetic_altitude\":\"110.5 m\",\"speed\":21.5,\"vert_speed\":-1,"
                   "\"direction\":144,\"horizontal_accuracy\":\"<10 m\","
                   "\"op_status\":\"Airborne\"}},"
                   "{\"System Message\":{\"latitude\":42.25,\"longitude\":-71.5}}]"));
    CHECK_INT(dialect, TCS_RID_JSON_MESSAGES);
    CHECK(said.address == 0x903ae6c50824);
    CHECK_INT(said.signal_dbm, -69);
    const struct tcs_rid_message *where = of_type(TCS_RID_LOCATION);

    CHECK_INT(where->as.location.lat_e7_deg, 425000000);
    CHECK_INT(where->as.location.lon_e7_deg, -712500000);
    CHECK_NEAR(where->as.location.geo_m, 110.5, 0.0, "m");
    CHECK_INT(where->as.location.horizontal_accuracy, 10);
    CHECK_INT(where->as.location.status, TCS_RID_STATUS_AIRBORNE);
    CHECK_INT(of_type(TCS_RID_SYSTEM)->as.system.operator_lat_e7_deg, 422500000);
    CHECK_INT(tcs_rid_json_next(&js, &at, &said, &dialect, NULL), TCS_END);
}

static void a_flat_object_is_one_drone_and_0_is_not_known(void **state)
{
    CHECK_OK(first("{\"id\":\"drone-1\",\"mac\":\"\",\"lat\":0,\"lon\":0,\"alt\":0,"
                   "\"direction\":null,\"speed\":3,\"pilot_lat\":0,\"pilot_lon\":0,"
                   "\"home_lat\":42.5,\"home_lon\":-71.25,\"rssi\":0}"));
    CHECK_INT(dialect, TCS_RID_JSON_FLAT);
    CHECK_INT(said.valid, 0);
    CHECK_INT(of_type(TCS_RID_LOCATION)->valid, TCS_RID_LOCATION_SPEED);
    CHECK_INT(of_type(TCS_RID_SYSTEM)->as.system.operator_lat_e7_deg, 425000000);
    CHECK_INT(first("{\"id\":\"x\",\"lat\":95,\"lon\":1}"), TCS_E_IMPOSSIBLE);
    CHECK_INT(first("{\"icao\":\"A\",\"id\":\"x\",\"lat\":45,\"lon\":1}"), TCS_E_FOREIGN);
    CHECK_INT(first("{\"id\":\"x\",\"lat\":45,\"lon\":1,\"track_type\":\"aircraft\"}"),
              TCS_E_FOREIGN);
}

static void kismet_lists_devices_of_which_some_are_drones(void **state)
{
    CHECK_INT(first("[{\"kismet.device.base.macaddr\":\"02:00:00:00:00:01\"},"
                    "{\"kismet.device.base.macaddr\":\"60:60:1F:00:00:02\","
                    "\"kismet.device.base.signal\":{\"kismet.common.signal.last_signal\":"
                    "-50},\"uav.device\":{\"uav.serialnumber\":\"K6R\","
                    "\"uav.last_telemetry\":{\"uav.telemetry.location\":{"
                    "\"kismet.common.location.geopoint\":[-71.25,42.5],"
                    "\"kismet.common.location.alt\":55}}}}]"),
              TCS_E_FOREIGN);
    CHECK_OK(tcs_rid_json_next(&js, &at, &said, &dialect, NULL));
    CHECK_INT(dialect, TCS_RID_JSON_KISMET);
    CHECK(said.address == 0x60601f000002);
    CHECK_INT(said.signal_dbm, -50);
    CHECK_INT(of_type(TCS_RID_LOCATION)->as.location.lat_e7_deg, 425000000);
    CHECK_INT(tcs_rid_json_next(&js, &at, &said, &dialect, NULL), TCS_END);
}

static void put(uint8_t *to, const void *value, size_t len)
{
    memcpy(to, value, len);
}

/* The structure as a little-endian machine writes it. */
static void uas_data(uint8_t octets[TCS_RID_UAS_DATA_LEN])
{
    const int32_t multirotor = 2, serial = 1, airborne = 2, accuracy = 11;
    const float direction = 270.0f, speed = 10.5f, up = -1.5f, baro = 100.0f,
                geo = 120.0f, time_s = 12.3f, unknown = -1000.0f;
    const double lat = 42.5, lon = -71.25;

    memset(octets, 0, TCS_RID_UAS_DATA_LEN);
    put(octets, &multirotor, 4);
    put(octets + 4, &serial, 4);
    put(octets + 8, "SN1", 3);
    put(octets + 64, &airborne, 4);
    put(octets + 68, &direction, 4);
    put(octets + 72, &speed, 4);
    put(octets + 76, &up, 4);
    put(octets + 80, &lat, 8);
    put(octets + 88, &lon, 8);
    put(octets + 96, &baro, 4);
    put(octets + 100, &geo, 4);
    put(octets + 108, &unknown, 4);
    put(octets + 112, &accuracy, 4);
    put(octets + 132, &time_s, 4);
    octets[892] = 1;
    octets[894] = 1;
}

static void the_structure_of_drone_scout_is_read(void **state)
{
    uint8_t octets[TCS_RID_UAS_DATA_LEN];

    uas_data(octets);
    memset(&said, 0, sizeof said);
    CHECK_OK(tcs_rid_uas_data_read(tcs_bytes(octets, sizeof octets), &said, NULL));
    CHECK_INT(said.count, 2);
    CHECK_INT(said.messages[0].as.basic_id.id_len, 3);
    const struct tcs_rid_message *where = of_type(TCS_RID_LOCATION);

    CHECK_INT(where->as.location.lon_e7_deg, -712500000);
    CHECK_NEAR(where->as.location.geo_m, 120.0, 0.0, "m");
    CHECK_INT(where->as.location.time_ds, 123);
    CHECK_INT(where->as.location.horizontal_accuracy, 11);
    CHECK_INT(where->valid & TCS_RID_LOCATION_HEIGHT, 0);
    CHECK_INT(tcs_rid_uas_data_read(tcs_bytes(octets, 919), &said, NULL), TCS_E_DAMAGED);
}

static void drone_scout_wraps_it_in_base64(void **state)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static char text[2048];
    uint8_t octets[TCS_RID_UAS_DATA_LEN + 1] = { 0 };
    size_t len;

    uas_data(octets);
    len = (size_t)snprintf(text, sizeof text,
                           "{\"protocol\":1.0,\"data\":{\"sensor ID\":\"s\",\"RSSI\":-70,"
                           "\"MAC address\":\"02:00:00:00:00:09\",\"UASdata\":\"");
    for (size_t i = 0; i < TCS_RID_UAS_DATA_LEN; i += 3) {
        const uint32_t bits = (uint32_t)octets[i] << 16 | (uint32_t)octets[i + 1] << 8 |
                              (i + 2 < TCS_RID_UAS_DATA_LEN ? octets[i + 2] : 0u);

        for (int k = 0; k < 4; k++)
            text[len++] = digits[bits >> (18 - 6 * k) & 63];
    }
    text[len - 1] = '='; /* 920 = 306 * 3 + 2 */
    memcpy(text + len, "\"}}", 4);
    CHECK_OK(first(text));
    CHECK_INT(dialect, TCS_RID_JSON_DRONE_SCOUT);
    CHECK(said.address == 0x020000000009);
    CHECK_INT(said.count, 2);
    text[len - 100] = '!';
    CHECK_INT(first(text), TCS_E_DAMAGED);
    CHECK_INT(first("{\"protocol\":1.0,\"data\":{}}"), TCS_E_FOREIGN);
    CHECK_INT(first("{\"protocol\":1.0,\"status\":{\"sensor ID\":\"s\"}}"),
              TCS_E_FOREIGN);
    CHECK_INT(first("[]"), TCS_END);
    CHECK_INT(first("[[],1,\"Basic ID\"]"), TCS_E_FOREIGN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_messages_is_one_drone),
        cmocka_unit_test(a_flat_object_is_one_drone_and_0_is_not_known),
        cmocka_unit_test(kismet_lists_devices_of_which_some_are_drones),
        cmocka_unit_test(the_structure_of_drone_scout_is_read),
        cmocka_unit_test(drone_scout_wraps_it_in_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
