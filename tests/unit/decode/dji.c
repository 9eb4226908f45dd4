/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/dji.h"

#include "check.h"

/* Version 2: 46.7 north, 7.6 east (8150688 = 0x7c5ea0 and 1326450 = 0x143d72 steps of
 * 1e-7 radian); 3 m/s north, 4 m/s west, 1 m/s up; 12.5 s into an hour; the pilot 0.01
 * degree to the south. */
static const uint8_t telemetry[] = {
    0x10, 2,    0x34, 0x12, 0x33, 0x06, /* kind, version, sequence, state */
    'S',  'N',  '1',  0,    0,    0,    0,    0,    0,   0, 0, 0, 0, 0, 0, 0, /* 6 */
    0x72, 0x3d, 0x14, 0,    0xa0, 0x5e, 0x7c, 0,            /* 22: lon, lat */
    55,   0,    100,  0,    0x2c, 0x01, 0x70, 0xfe, 100, 0, /* 30: heights, velocity */
    0x10, 0x27,                                             /* 40: yaw, 100 degrees */
    0xd4, 0x30, 0,    0,    0,    0,    0,    0,            /* 42: 12500 ms */
    0xce, 0x57, 0x7c, 0,    0x72, 0x3d, 0x14, 0,            /* 50: pilot lat, lon */
    0,    0,    0,    0,    0,    0,    0,    0,            /* 58: home */
    88,   0,    0,    0,    0,    0,    0,    0,    0,   0, 0, 0, 0, 0, 0, 0,
    0,    0,    0,    0,    0,    0,
};

static void telemetry_is_read_and_said(void **state)
{
    struct tcs_rid_said said = { 0 };
    struct tcs_dji dji;

    CHECK_OK(tcs_dji_read(tcs_bytes(telemetry, sizeof telemetry), &dji, NULL));
    CHECK_INT(dji.valid, TCS_DJI_POSITION | TCS_DJI_PILOT | TCS_DJI_TIME);
    CHECK_INT(dji.sequence, 0x1234);
    CHECK_INT(dji.height_raw, 100);
    tcs_dji_say(&dji, &said);
    CHECK_INT(said.count, 3);
    CHECK_INT(said.messages[0].as.basic_id.id_len, 3);
    const struct tcs_rid_message *where = &said.messages[1];

    CHECK_NEAR(where->as.location.lat_e7_deg, 46.7e7, 60.0, "1e-7 degree");
    CHECK_NEAR(where->as.location.lon_e7_deg, 7.6e7, 60.0, "1e-7 degree");
    CHECK_NEAR(where->as.location.speed_mps, 5.0, 1e-12, "m/s");
    CHECK_INT(where->as.location.direction_deg, 307); /* 360 - 53.13 */
    CHECK_INT(where->as.location.time_ds, 125);
    CHECK_INT(where->as.location.status, TCS_RID_STATUS_AIRBORNE);
    CHECK_INT(where->valid & (TCS_RID_LOCATION_GEO | TCS_RID_LOCATION_BARO), 0);
    CHECK_NEAR(said.messages[2].as.system.operator_lat_e7_deg, 46.69e7, 60.0,
               "1e-7 degree");
}

static void what_is_cut_or_of_another_kind_is_told(void **state)
{
    uint8_t bad[sizeof telemetry];
    struct tcs_dji dji;

    for (size_t len = 0; len < sizeof telemetry; len++)
        CHECK_INT(tcs_dji_read(tcs_bytes(telemetry, len), &dji, NULL), TCS_E_DAMAGED);
    memcpy(bad, telemetry, sizeof bad);
    bad[1] = 3;
    CHECK_INT(tcs_dji_read(tcs_bytes(bad, sizeof bad), &dji, NULL), TCS_E_FOREIGN);
    bad[0] = 0x12;
    CHECK_INT(tcs_dji_read(tcs_bytes(bad, sizeof bad), &dji, NULL), TCS_E_FOREIGN);
    bad[0] = 0x11; /* of a purpose the serial number alone is read */
    CHECK_OK(tcs_dji_read(tcs_bytes(bad, sizeof bad), &dji, NULL));
    memcpy(bad, telemetry, sizeof bad);
    bad[29] = 0x7f;
    CHECK_INT(tcs_dji_read(tcs_bytes(bad, sizeof bad), &dji, NULL), TCS_E_IMPOSSIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(telemetry_is_read_and_said),
        cmocka_unit_test(what_is_cut_or_of_another_kind_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
