/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/french.h"

#include "check.h"

/* 48.85837 north, 2.29448 west, 120 m over the sea, 50 m over the take-off, 10 m/s to 270
 * degrees: 4885837 = 0x4a8d4d, -229448 = 0xfffc7fb8. */
static const uint8_t fields[] = {
    1,  1, 1,                         /* version */
    3,  5, 'A',  'B',  'C',  '1',  0, /* serial, a zero behind */
    4,  4, 0,    0x4a, 0x8d, 0x4d,    /* 10 */
    5,  4, 0xff, 0xfc, 0x7f, 0xb8,    /* 16 */
    6,  2, 0,    120,                 /* 22 */
    7,  2, 0,    50,                  /* 26 */
    99, 1, 7,                         /* of a later version: passed over */
    10, 1, 10,   11,   2,    0x01, 0x0e,
};

static void all_fields_are_read(void **state)
{
    struct tcs_french french;

    CHECK_OK(tcs_french_read(tcs_bytes(fields, sizeof fields), &french, NULL));
    CHECK_INT(french.valid, TCS_FRENCH_SERIAL | TCS_FRENCH_POSITION |
                                TCS_FRENCH_ALTITUDE | TCS_FRENCH_HEIGHT |
                                TCS_FRENCH_SPEED | TCS_FRENCH_DIRECTION);
    CHECK_INT(french.serial_len, 4);
    CHECK_INT(french.lat_e5_deg, 4885837);
    CHECK_INT(french.lon_e5_deg, -229448);
    CHECK_INT(french.altitude_m, 120);
    CHECK_INT(french.direction_deg, 270);
}

static void they_are_said_as_open_drone_id(void **state)
{
    struct tcs_rid_said said = { 0 };
    struct tcs_french french;

    CHECK_OK(tcs_french_read(tcs_bytes(fields, sizeof fields), &french, NULL));
    tcs_french_say(&french, &said);
    CHECK_INT(said.count, 2);
    CHECK_INT(said.messages[0].as.basic_id.id_len, 4);
    CHECK_INT(said.messages[1].as.location.lat_e7_deg, 488583700);
    CHECK_NEAR(said.messages[1].as.location.speed_mps, 10.0, 0.0, "m/s");
    /* Thirty characters do not fit a Basic ID: the name has them all. */
    memset(&said, 0, sizeof said);
    french.valid = TCS_FRENCH_ID | TCS_FRENCH_HOME;
    french.id_len = 30;
    memset(french.id, 'x', 30);
    tcs_french_say(&french, &said);
    CHECK_INT(said.name_len, 30);
    CHECK_INT(said.messages[0].as.basic_id.id_len, 20);
    CHECK_INT(said.messages[1].type, TCS_RID_SYSTEM);
}

/* The decree gives the identity 30 characters: a blank that the cut leaves at the end
 * goes too, and of two the last one counts. */
static void a_text_that_is_too_long_is_cut(void **state)
{
    static const uint8_t none[TCS_FRENCH_ID_LEN - 1] = { 0 };
    uint8_t octets[3 + 2 + 40 + 3];
    struct tcs_french french;

    memset(octets, 'x', sizeof octets);
    memcpy(octets, (const uint8_t[]) { 1, 1, 1, 2, 40 }, 5);
    octets[5 + TCS_FRENCH_ID_LEN - 1] = ' ';
    CHECK_OK(tcs_french_read(tcs_bytes(octets, 45), &french, NULL));
    CHECK_INT(french.id_len, TCS_FRENCH_ID_LEN - 1);
    memcpy(octets + 45, (const uint8_t[]) { 2, 1, 'y' }, 3);
    CHECK_OK(tcs_french_read(tcs_bytes(octets, 48), &french, NULL));
    CHECK_INT(french.id_len, 1);
    CHECK_INT(french.id[0], 'y');
    CHECK(memcmp(french.id + 1, none, sizeof none) == 0);
}

static void what_cannot_be_is_refused(void **state)
{
    uint8_t bad[sizeof fields];
    struct tcs_french french;

    for (size_t len = 1; len < sizeof fields; len++) {
        const enum tcs_status status =
            tcs_french_read(tcs_bytes(fields, len), &french, NULL);

        CHECK(status == TCS_OK || status == TCS_E_DAMAGED || status == TCS_E_FOREIGN);
    }
    CHECK_INT(tcs_french_read(tcs_bytes(fields, 0), &french, NULL), TCS_E_FOREIGN);
    memcpy(bad, fields, sizeof bad);
    bad[2] = 2;
    CHECK_INT(tcs_french_read(tcs_bytes(bad, sizeof bad), &french, NULL), TCS_E_FOREIGN);
    bad[2] = 1;
    bad[12] = 1; /* 21663053: beyond the pole */
    CHECK_INT(tcs_french_read(tcs_bytes(bad, sizeof bad), &french, NULL),
              TCS_E_IMPOSSIBLE);
    bad[12] = 0;
    bad[sizeof bad - 1] = 0x69; /* 361 degrees */
    CHECK_INT(tcs_french_read(tcs_bytes(bad, sizeof bad), &french, NULL),
              TCS_E_IMPOSSIBLE);
    bad[sizeof bad - 1] = 0x0e;
    bad[11] = 3;
    CHECK_INT(tcs_french_read(tcs_bytes(bad, sizeof bad), &french, NULL), TCS_E_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_fields_are_read),
        cmocka_unit_test(they_are_said_as_open_drone_id),
        cmocka_unit_test(a_text_that_is_too_long_is_cut),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
