/* SPDX-License-Identifier: Apache-2.0 */
#include "alarm/alarm.h"

#include <string.h>

#include "check.h"
#include "num/rand.h"

static size_t written(const struct tcs_action *action, uint8_t ret[TCS_ACTION_OCTETS_MAX])
{
    struct tcs_writer w = tcs_writer(ret, TCS_ACTION_OCTETS_MAX);

    tcs_action_write(&w, action);
    CHECK(!w.failed);
    return w.len;
}

static void octets_are_as_the_header_says(void **state)
{
    const struct tcs_action action = { .kind = TCS_ACTION_SHELVE,
                                       .alarm = 0x01020304,
                                       .seconds = 60,
                                       .who = "Jo",
                                       .why = "x" };
    static const uint8_t expected[] = { 2, 1, 2, 3, 4, 0, 0, 0, 60, 2, 'J', 'o', 1, 'x' };
    uint8_t octets[TCS_ACTION_OCTETS_MAX];

    CHECK_INT(written(&action, octets), sizeof expected);
    assert_memory_equal(octets, expected, sizeof expected);
}

static void text_of(struct tcs_rand *rand, char *ret, size_t capacity)
{
    static const char *const pieces[] = {
        "a", " ", "Z", "0", "\xc3\xa9", "\xd8\xb9", "\xe2\x82\xac", "\xf0\x9f\x94\x94"
    };
    const uint32_t wanted = tcs_rand_u32(rand) % 40;

    memset(ret, 0, capacity);
    for (uint32_t i = 0; i < wanted; i++) {
        const char *piece = pieces[tcs_rand_u32(rand) % 8];

        if (strlen(ret) + strlen(piece) >= capacity)
            return;
        memcpy(ret + strlen(ret), piece, strlen(piece));
    }
}

static void what_is_written_is_read(void **state)
{
    for (uint64_t seed = 0; seed < 3000; seed++) {
        struct tcs_rand rand = tcs_rand(seed, 3);
        struct tcs_action in = { .kind = (uint16_t)(1 + tcs_rand_u32(&rand) % 6),
                                 .alarm = tcs_rand_u32(&rand),
                                 .seconds = tcs_rand_u32(&rand) };
        struct tcs_action out;
        uint8_t octets[TCS_ACTION_OCTETS_MAX];

        text_of(&rand, in.who, sizeof in.who);
        text_of(&rand, in.why, sizeof in.why);
        const size_t len = written(&in, octets);

        memset(&out, 0xee, sizeof out);
        CHECK_OK(tcs_action_read(tcs_bytes(octets, len), &out));
        assert_memory_equal(&in, &out, sizeof in);
        for (size_t cut = 0; cut < len; cut++)
            CHECK_INT(tcs_action_read(tcs_bytes(octets, cut), &out), TCS_E_SHORT);
    }
}

static void damage_is_refused_and_nothing_is_written(void **state)
{
    static const struct {
        uint8_t octets[20];
        size_t len;
    } bad[] = {
        { { 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 'a', 0 }, 12 },        /* kind 0 */
        { { 8, 0, 0, 0, 1, 0, 0, 0, 0, 1, 'a', 0 }, 12 },        /* kind 8 */
        { { 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 'a', 0, 0 }, 13 },     /* one octet too many */
        { { 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, '\n', 0 }, 12 },       /* control character */
        { { 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0 }, 12 },          /* zero inside */
        { { 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0xe9, 0 }, 12 },       /* Latin-1 */
        { { 1, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0xc0, 0xaf, 0 }, 13 }, /* overlong */
        { { 1, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0xed, 0xa0, 0x80, 0 }, 14 }, /* surrogate */
    };
    struct tcs_action out = { .kind = 99 };
    const struct tcs_action before = out;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_INT(tcs_action_read(tcs_bytes(bad[i].octets, bad[i].len), &out),
                  TCS_E_DAMAGED);
    assert_memory_equal(&out, &before, sizeof out);
}

static void a_text_that_is_too_long_is_refused(void **state)
{
    uint8_t octets[64] = { 1, 0, 0, 0, 1, 0, 0, 0, 0, 32 };
    struct tcs_action out;

    memset(octets + 10, 'w', 32);
    CHECK_INT(tcs_action_read(tcs_bytes(octets, 43), &out), TCS_E_DAMAGED);
    octets[9] = 31;
    octets[41] = 0; /* no reason */
    CHECK_OK(tcs_action_read(tcs_bytes(octets, 42), &out));
}

static void every_state_and_kind_has_its_name(void **state)
{
    for (int a = 0; a < TCS_ALARM_STATE_COUNT; a++)
        for (int b = 0; b < a; b++)
            CHECK(strcmp(tcs_alarm_state_name((enum tcs_alarm_state)a),
                         tcs_alarm_state_name((enum tcs_alarm_state)b)) != 0);
    CHECK_TEXT(tcs_alarm_state_name(TCS_ALARM_LATCHED_UNACK), "latched-unacknowledged");
    CHECK_TEXT(tcs_alarm_state_name((enum tcs_alarm_state)99), "unknown");
    CHECK_TEXT(tcs_alarm_kind_name(TCS_ALARM_TAKE_COVER), "take-cover");
    CHECK_TEXT(tcs_alarm_kind_name(TCS_ALARM_CLOCK_STEP), "clock-step");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(octets_are_as_the_header_says),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(damage_is_refused_and_nothing_is_written),
        cmocka_unit_test(a_text_that_is_too_long_is_refused),
        cmocka_unit_test(every_state_and_kind_has_its_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
