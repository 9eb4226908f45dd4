/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/mavlink.h"

#include <string.h>

#include "check.h"
#include "random.h"

static uint8_t room[TCS_MAVLINK_FRAME_MAX];

/* HEARTBEAT as in tests/unit/decode/mavlink.c, whose sum was computed apart. */
static void a_heartbeat_has_the_octets_that_it_must(void **state)
{
    static const uint8_t expected[] = { 0xfd, 9, 0, 0, 7,  1,  1, 0, 0,    0,   0,
                                        0,    0, 0, 2, 12, 81, 4, 3, 0x58, 0xc6 };
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_mavlink m;

    CHECK_OK(tcs_mavlink_begin(TCS_MAVLINK_HEARTBEAT, &m));
    m.sequence = 7;
    CHECK_OK(tcs_mavlink_put(&m, "type", 2));
    CHECK_OK(tcs_mavlink_put(&m, "autopilot", 12));
    CHECK_OK(tcs_mavlink_put(&m, "base_mode", 81));
    CHECK_OK(tcs_mavlink_put(&m, "system_status", 4));
    CHECK_OK(tcs_mavlink_put(&m, "mavlink_version", 3));
    CHECK_OK(tcs_mavlink_write(&m, &w));
    CHECK(tcs_bytes_equal(tcs_written(&w), tcs_bytes(expected, sizeof expected)));
}

static void what_does_not_fit_is_refused(void **state)
{
    struct tcs_writer w = tcs_writer(room, 20); /* a heartbeat has 21 */
    struct tcs_mavlink m;
    struct tcs_mavlink before;

    CHECK_INT(tcs_mavlink_begin(77777, &m), TCS_E_ARGUMENT);
    CHECK_OK(tcs_mavlink_begin(TCS_MAVLINK_ADSB_VEHICLE, &m));
    before = m;
    CHECK_INT(tcs_mavlink_put(&m, "tslc", 256), TCS_E_ARGUMENT);
    CHECK_INT(tcs_mavlink_put(&m, "tslc", -1), TCS_E_ARGUMENT);
    CHECK_INT(tcs_mavlink_put(&m, "ver_velocity", 32768), TCS_E_ARGUMENT);
    CHECK_INT(tcs_mavlink_put(&m, "nothing", 1), TCS_E_ARGUMENT);
    CHECK_INT(tcs_mavlink_put(&m, "callsign", 1), TCS_E_ARGUMENT);
    CHECK_INT(tcs_mavlink_put_real(&m, "lat", 1.0), TCS_E_ARGUMENT);
    CHECK_INT(tcs_mavlink_put_octets(&m, "callsign", tcs_bytes("0123456789", 10)),
              TCS_E_ARGUMENT);
    CHECK(memcmp(&m, &before, sizeof m) == 0);
    CHECK_OK(tcs_mavlink_begin(TCS_MAVLINK_HEARTBEAT, &m));
    CHECK_OK(tcs_mavlink_put(&m, "mavlink_version", 3));
    CHECK_INT(tcs_mavlink_write(&m, &w), TCS_E_FULL);
    CHECK_INT(w.len, 0);
    CHECK_OK(tcs_mavlink_begin(TCS_MAVLINK_ODID_BASIC_ID, &m));
    m.version = 1; /* has one octet for ids */
    CHECK_INT(tcs_mavlink_write(&m, &w), TCS_E_ARGUMENT);
}

static void put_places(struct tcs_mavlink *m, uint64_t *seed)
{
    static const char *const names[] = {
        "lat", "lon", "latitude", "longitude", "operator_latitude", "operator_longitude"
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (tcs_mavlink_field(m->layout, names[i]) != NULL)
            CHECK_OK(tcs_mavlink_put(m, names[i],
                                     random_between(seed, -900000000, 900000000)));
}

/* Any octets are some message, as long as its place is on Earth; zeros at the end are
 * frequent. */
static void every_message_comes_back(void **state)
{
    uint32_t count = 0;
    const struct tcs_mavlink_layout *layouts = tcs_mavlink_layouts(&count);

    for (uint64_t round = 0; round < 4000; round++) {
        uint64_t seed = round;
        struct tcs_mavlink_stream stream = { .form = TCS_MAVLINK_RAW };
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_mavlink m;
        struct tcs_mavlink again;

        CHECK_OK(tcs_mavlink_begin(layouts[round % count].id, &m));
        random_fill(&seed, m.payload, random_below(&seed, m.layout->len_max + 1u));
        put_places(&m, &seed);
        m.version = m.id <= 255 && random_below(&seed, 2) == 0 ? 1 : 2;
        m.system = (uint8_t)random_next(&seed);
        m.component = (uint8_t)random_next(&seed);
        m.sequence = (uint8_t)random_next(&seed);
        if (m.version == 1) {
            memset(m.payload + m.layout->len, 0, sizeof m.payload - m.layout->len);
        } else {
            m.compat_flags = (uint8_t)random_next(&seed);
            m.is_signed = (uint8_t)random_below(&seed, 2);
            m.incompat_flags = m.is_signed;
        }
        if (m.is_signed != 0)
            random_fill(&seed, m.signature, sizeof m.signature);
        CHECK_OK(tcs_mavlink_write(&m, &w));
        struct tcs_bytes in = tcs_written(&w);

        CHECK_OK(tcs_mavlink_next(&stream, &in, &again, NULL));
        CHECK_INT(in.len, 0);
        CHECK_INT(stream.have, 0);
        m.payload_len = again.payload_len;
        CHECK(memcmp(&m, &again, sizeof m) == 0);
    }
}

/* One wrong octet anywhere behind the first: no such frame, and what follows is found. */
static void a_wrong_octet_makes_no_other_message(void **state)
{
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_mavlink m;

    CHECK_OK(tcs_mavlink_begin(TCS_MAVLINK_GLOBAL_POSITION_INT, &m));
    CHECK_OK(tcs_mavlink_put(&m, "hdg", 9000));
    CHECK_OK(tcs_mavlink_write(&m, &w));
    for (size_t at = 10; at < w.len; at++) /* the id may become that of another message */
        for (unsigned bit = 0; bit < 8; bit++) {
            struct tcs_mavlink_stream stream = { .form = TCS_MAVLINK_RAW };
            uint8_t twice[2 * TCS_MAVLINK_FRAME_MAX];
            struct tcs_mavlink found;

            memcpy(twice, room, w.len);
            memcpy(twice + w.len, room, w.len);
            twice[at] ^= (uint8_t)(1u << bit);
            struct tcs_bytes in = tcs_bytes(twice, 2 * w.len);

            CHECK_OK(tcs_mavlink_next(&stream, &in, &found, NULL));
            CHECK_INT(in.len, 0);
            CHECK_INT(stream.damaged_count, 1);
            CHECK(memcmp(found.payload, m.payload, sizeof m.payload) == 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heartbeat_has_the_octets_that_it_must),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(every_message_comes_back),
        cmocka_unit_test(a_wrong_octet_makes_no_other_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
