/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/beast.h"

#include <string.h>

#include "check.h"
#include "random.h"

static void a_frame_comes_out_with_its_escapes_undone(void **state)
{
    static const uint8_t stream[] = {
        0x1a, '2', 1, 2, 3, 4, 0x1a, 0x1a, 6, 77, 0x5d, 0x1a, 0x1a, 3, 4, 5, 6, 7,
    };
    static const uint8_t octets[] = { 0x5d, 0x1a, 3, 4, 5, 6, 7 };
    struct tcs_beast beast = { 0 };
    struct tcs_mode_s_frame frame;
    struct tcs_bytes in = tcs_bytes(stream, sizeof stream);

    CHECK_OK(tcs_beast_next(&beast, &in, &frame));
    CHECK(frame.ticks == UINT64_C(0x010203041a06));
    CHECK_INT(frame.flags, TCS_MODE_S_HAS_TICKS | TCS_MODE_S_HAS_SIGNAL);
    CHECK_INT(frame.signal_raw, 77);
    CHECK_INT(frame.len, 7);
    CHECK(memcmp(frame.octets, octets, sizeof octets) == 0);
    CHECK_INT(tcs_beast_next(&beast, &in, &frame), TCS_MORE);
    CHECK_INT((int)beast.frame_count, 1);
    CHECK_INT((int)beast.damaged_count, 0);
}

static void damage_is_counted_once_and_the_next_frame_is_found(void **state)
{
    static const uint8_t stream[] = {
        9, 9, 9, 0x1a, 0x1a, 9, /* a run of noise: one */
        0x1a, '3', 1, 2, 3,     /* cut short: two */
        0x1a, 'x', 5, 5, 5,     /* foreign: one */
        0x1a, '4', 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
        /* status: foreign, two */
        7,                                          /* noise: three */
        0x1a, '1', 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34, /* a frame */
    };
    struct tcs_beast beast = { 0 };
    struct tcs_mode_s_frame frame;
    struct tcs_bytes in = tcs_bytes(stream, sizeof stream);

    CHECK_OK(tcs_beast_next(&beast, &in, &frame));
    CHECK_INT(frame.len, 2);
    CHECK_INT(in.len, 0);
    CHECK_INT((int)beast.frame_count, 1);
    CHECK_INT((int)beast.foreign_count, 2);
    CHECK_INT((int)beast.damaged_count, 3);
}

struct result {
    uint64_t sum;
    struct tcs_beast end;
};

static struct result run(struct tcs_bytes stream, uint32_t piece_max, uint64_t *seed)
{
    struct result result;
    struct tcs_mode_s_frame frame;

    memset(&result, 0, sizeof result);
    for (size_t at = 0; at < stream.len;) {
        struct tcs_bytes in =
            tcs_bytes_part(stream, at, 1 + random_below(seed, piece_max));

        at += in.len;
        while (tcs_beast_next(&result.end, &in, &frame) == TCS_OK)
            for (size_t i = 0; i < sizeof frame; i++)
                result.sum = result.sum * 31 + ((const uint8_t *)&frame)[i];
    }
    return result;
}

/* Octets of few values, so that frames, doubled and single escapes are frequent. */
static void frames_and_counts_do_not_depend_on_the_pieces(void **state)
{
    static const uint8_t values[] = { 0x1a, 0x1a, '1', '2', '3', '4', 0, 255 };

    for (uint64_t round = 1; round <= 2000; round++) {
        uint64_t seed = round;
        uint8_t stream[600];

        for (size_t i = 0; i < sizeof stream; i++)
            stream[i] = values[random_below(&seed, round % 2 == 0 ? 8 : 6)];
        const struct tcs_bytes all = tcs_bytes(stream, sizeof stream);
        const struct result whole = run(all, sizeof stream, &seed);
        const struct result pieces = run(all, 20, &seed);
        const struct result octets = run(all, 1, &seed);

        if (memcmp(&whole, &pieces, sizeof whole) != 0 ||
            memcmp(&whole, &octets, sizeof whole) != 0)
            fail_msg("seed %d", (int)round);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_comes_out_with_its_escapes_undone),
        cmocka_unit_test(damage_is_counted_once_and_the_next_frame_is_found),
        cmocka_unit_test(frames_and_counts_do_not_depend_on_the_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
