/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/reply.h"

#include <string.h>

#include "check.h"
#include "random.h"

enum { ROUNDS = 5000 };

static struct tcs_reply random_reply(uint64_t *seed)
{
    static const uint8_t formats[] = { 0, 4, 5, 11, 16, 20, 21 };
    struct tcs_reply r;

    memset(&r, 0, sizeof r);
    r.df = formats[random_below(seed, 7)];
    r.address = random_below(seed, 1 << 24);
    r.address_overlaid = r.df != 11;
    if (r.df == 11) {
        r.capability = (uint8_t)random_below(seed, 8);
        r.interrogator = (uint8_t)random_below(seed, 128);
        return r;
    }
    if (r.df == 0 || r.df == 16) {
        r.on_ground = (uint8_t)random_below(seed, 2);
        r.cross_link = r.df == 0 ? (uint8_t)random_below(seed, 2) : 0;
        r.sensitivity = (uint8_t)random_below(seed, 8);
        r.information = (uint8_t)random_below(seed, 16);
    } else {
        r.flight_status = (uint8_t)random_below(seed, 8);
        r.request = (uint8_t)random_below(seed, 32);
        r.utility = (uint8_t)random_below(seed, 64);
    }
    if (r.df == 5 || r.df == 21) {
        r.squawk = (uint16_t)random_below(seed, 010000);
        r.valid |= TCS_REPLY_SQUAWK;
    } else if (random_below(seed, 4) == 0) {
        r.altitude_m = (uint16_t)random_below(seed, 4096);
        r.valid |= TCS_REPLY_METRIC;
    } else if (random_below(seed, 4) != 0) {
        r.altitude_ft = random_below(seed, 2) != 0
                            ? random_between(seed, -40, 2007) * 25
                            : random_between(seed, 502, 1267) * 100;
        r.valid |= TCS_REPLY_ALTITUDE;
    }
    if (r.df >= 16) {
        random_fill(seed, r.message, sizeof r.message);
        r.valid |= TCS_REPLY_MESSAGE;
    }
    return r;
}

static void replies_come_back(void **state)
{
    uint64_t seed = 20;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        const struct tcs_reply reply = random_reply(&seed);
        uint8_t room[TCS_MODE_S_LONG_LEN];
        struct tcs_writer w = tcs_writer(room, sizeof room);
        struct tcs_reply again;

        CHECK_OK(tcs_reply_write(&reply, &w));
        CHECK_OK(tcs_reply_read(tcs_written(&w), &again, NULL));
        CHECK(memcmp(&reply, &again, sizeof again) == 0);
    }
}

static void one_bit_is_found_and_turned_back(void **state)
{
    struct tcs_reply reply;
    uint8_t room[TCS_MODE_S_SHORT_LEN];
    uint8_t broken[TCS_MODE_S_SHORT_LEN];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    (void)state;
    memset(&reply, 0, sizeof reply);
    reply.df = 11;
    reply.address = 0x3c6581;
    CHECK_OK(tcs_reply_write(&reply, &w));
    for (unsigned bit = 5; bit < 56; bit++) {
        memcpy(broken, room, sizeof broken);
        broken[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        CHECK(tcs_mode_s_repair(broken, sizeof broken));
        CHECK(memcmp(broken, room, sizeof broken) == 0);
    }
}

/* What is put into a register is read from it, and the register is among those that it
 * can be. */
static void registers_come_back(void **state)
{
    static const uint32_t ids[] = { TCS_REGISTER_40, TCS_REGISTER_50, TCS_REGISTER_60 };
    /* Values that an aircraft may have, one a field. */
    static const double values[3][5] = { { 14000.0, 80.0, 1013.2, 1.0, 2.0 },
                                         { 4.5703125, 250.13671875, 248.0, 0.375, 266.0 },
                                         { 350.5078125, 251.0, 0.412, 3808.0, -3744.0 } };
    struct tcs_reply reply;

    (void)state;
    memset(&reply, 0, sizeof reply);
    reply.df = 21;
    for (int k = 0; k < 3; k++) {
        const struct tcs_register_layout *layout = tcs_register_layout(ids[k]);
        uint8_t message[7] = { 0 };

        for (uint32_t i = 0; i < layout->field_count; i++) {
            double value = 0.0;

            CHECK(!tcs_register_value(message, &layout->fields[i], &value));
            CHECK_OK(tcs_register_put(message, &layout->fields[i], values[k][i]));
            CHECK(tcs_register_value(message, &layout->fields[i], &value));
            CHECK_NEAR(value, values[k][i], 1e-9, "units of the field");
        }
        CHECK((tcs_register_infer(message, &reply) & ids[k]) != 0);
        CHECK_INT(tcs_register_put(message, &layout->fields[0], 1e6), TCS_E_ARGUMENT);
    }
}

/* Mach 0.78 in FL350 is 266 kt calibrated (standard atmosphere): 251 fits, 310 does not.
 */
static void mach_and_airspeed_have_to_fit_the_altitude(void **state)
{
    const struct tcs_register_layout *layout = tcs_register_layout(TCS_REGISTER_60);
    struct tcs_reply reply;

    (void)state;
    memset(&reply, 0, sizeof reply);
    reply.df = 20;
    reply.altitude_ft = 35000;
    reply.valid = TCS_REPLY_ALTITUDE;
    for (int wrong = 0; wrong < 2; wrong++) {
        uint8_t message[7] = { 0 };

        CHECK_OK(
            tcs_register_put(message, &layout->fields[1], wrong != 0 ? 310.0 : 271.0));
        CHECK_OK(tcs_register_put(message, &layout->fields[2], 0.78));
        CHECK(((tcs_register_infer(message, &reply) & TCS_REGISTER_60) == 0) ==
              (wrong != 0));
    }
}

static void addresses_are_remembered_for_a_minute(void **state)
{
    static struct tcs_heard heard;
    const struct tcs_time start = { TCS_NS_PER_S };
    const struct tcs_time later = { 61 * TCS_NS_PER_S };
    const struct tcs_time too_late = { 62 * TCS_NS_PER_S };

    (void)state;
    CHECK(!tcs_heard_lately(&heard, 0x3c6581, start));
    tcs_heard_note(&heard, 0x3c6581, start);
    CHECK(tcs_heard_lately(&heard, 0x3c6581, later));
    CHECK(!tcs_heard_lately(&heard, 0x3c6581, too_late));
    CHECK(!tcs_heard_lately(&heard, 0x3c6582, start));
    /* Nine of one set: the first gives way. */
    for (uint32_t i = 1; i <= TCS_HEARD_WAYS; i++)
        tcs_heard_note(&heard, 0x3c6581 + i * TCS_HEARD_SETS, later);
    CHECK(!tcs_heard_lately(&heard, 0x3c6581, later));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_come_back),
        cmocka_unit_test(one_bit_is_found_and_turned_back),
        cmocka_unit_test(registers_come_back),
        cmocka_unit_test(mach_and_airspeed_have_to_fit_the_altitude),
        cmocka_unit_test(addresses_are_remembered_for_a_minute),
    };

    return cmocka_run_group_tests_name("encode/reply", tests, NULL, NULL);
}
