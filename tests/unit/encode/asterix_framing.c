/* SPDX-License-Identifier: Apache-2.0 */
/* asterix_framing.c -- recorders' framings, there and back. */
#include "decode/asterix/framing.h"

#include <string.h>

#include "base/time.h"
#include "check.h"
#include "encode/asterix.h"

enum { BLOCKS = 3 };

static void write_blocks(struct tcs_writer *w)
{
    const struct tcs_asterix_034 service = {
        .has = 1u << TCS_034_SOURCE | 1u << TCS_034_TYPE | 1u << TCS_034_TIME,
        .sac = 25,
        .sic = 7,
        .type = TCS_034_NORTH_MARKER,
        .tod_ns = 43200 * TCS_NS_PER_S,
    };
    const size_t mark = tcs_asterix_block_begin(w, 34);

    CHECK_OK(tcs_asterix_write_034(w, &service));
    tcs_asterix_block_end(w, mark);
}

static size_t recording(enum tcs_asterix_framing framing, uint8_t *to, size_t size)
{
    struct tcs_writer w = tcs_writer(to, size);

    for (int i = 0; i < BLOCKS; i++) {
        const size_t mark =
            tcs_asterix_frame_begin(&w, framing, (43200 + i) * TCS_NS_PER_S);

        write_blocks(&w);
        tcs_asterix_frame_end(&w, framing, mark);
    }
    CHECK(!w.failed);
    return w.len;
}

static void a_recording_comes_back_with_its_times(void **state)
{
    uint8_t room[256];

    (void)state;
    for (enum tcs_asterix_framing f = TCS_ASTERIX_FINAL; f < TCS_ASTERIX_FRAMING_COUNT;
         f++) {
        struct tcs_bytes in = tcs_bytes(room, recording(f, room, sizeof room));
        struct tcs_asterix_frame frame;
        struct tcs_asterix_fault fault;
        int frames = 0;

        for (; tcs_asterix_frame_next(f, &in, &frame, &fault) == TCS_OK; frames++) {
            CHECK(frame.has_time);
            CHECK_INT(frame.tod_ns, (43200 + frames) * TCS_NS_PER_S);
            CHECK_INT(frame.blocks.len, 10);
            CHECK_INT(frame.blocks.data[0], 34);
        }
        CHECK_INT(frames, BLOCKS);
        CHECK_INT(in.len, 0);
    }
}

/* 8 octets, a block of 4, 4 octets: 16. 12:00:00.07 is 4320007 hundredths: 41 eb 07. */
static void a_final_frame_is_these_octets(void **state)
{
    static const uint8_t expected[] = { 0x00, 0x10, 0x00, 0x00, 0x00, 0x41, 0xeb, 0x07,
                                        0x22, 0x00, 0x04, 0x00, 0xa5, 0xa5, 0xa5, 0xa5 };
    uint8_t room[32];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    const size_t mark =
        tcs_asterix_frame_begin(&w, TCS_ASTERIX_FINAL, 43200 * TCS_NS_PER_S + 70000000);

    (void)state;
    tcs_write_be(&w, 0x22000400, 4);
    tcs_asterix_frame_end(&w, TCS_ASTERIX_FINAL, mark);
    CHECK_INT(w.len, sizeof expected);
    assert_memory_equal(room, expected, sizeof expected);
}

static void the_framing_is_found_and_no_other_fits(void **state)
{
    uint8_t room[256];

    (void)state;
    for (enum tcs_asterix_framing f = TCS_ASTERIX_RAW; f < TCS_ASTERIX_FRAMING_COUNT;
         f++) {
        const size_t len = recording(f, room, sizeof room);
        enum tcs_asterix_framing found = TCS_ASTERIX_FRAMING_COUNT;

        if (f == TCS_ASTERIX_IOSS) { /* with another footer than final's */
            for (size_t at = 0; at < len; at += len / BLOCKS)
                room[at + len / BLOCKS - 1] = 0;
        }
        CHECK_OK(tcs_asterix_framing_find(tcs_bytes(room, len), false, &found));
        CHECK_INT(found, f);
        /* Cut short it fits none, unless more is said to follow. */
        found = TCS_ASTERIX_FRAMING_COUNT;
        CHECK_INT(tcs_asterix_framing_find(tcs_bytes(room, len - 1), false, &found),
                  TCS_E_NOT_FOUND);
        CHECK_INT(found, TCS_ASTERIX_FRAMING_COUNT);
        if (f == TCS_ASTERIX_RAW)
            continue;
        CHECK_OK(tcs_asterix_framing_find(tcs_bytes(room, len - 1), true, &found));
        CHECK_INT(found, f);
    }
}

static void what_is_no_frame_is_damage_and_used_up(void **state)
{
    uint8_t room[256];

    (void)state;
    for (enum tcs_asterix_framing f = TCS_ASTERIX_FINAL; f < TCS_ASTERIX_FRAMING_COUNT;
         f++) {
        const size_t len = recording(f, room, sizeof room);

        for (size_t cut = 1; cut < len / BLOCKS; cut++) {
            struct tcs_bytes in = tcs_bytes(room, cut);
            struct tcs_asterix_frame frame;
            struct tcs_asterix_fault fault;

            CHECK_INT(tcs_asterix_frame_next(f, &in, &frame, &fault), TCS_E_DAMAGED);
            CHECK_INT(fault.len, cut);
            CHECK_INT(in.len, 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recording_comes_back_with_its_times),
        cmocka_unit_test(a_final_frame_is_these_octets),
        cmocka_unit_test(the_framing_is_found_and_no_other_fits),
        cmocka_unit_test(what_is_no_frame_is_damage_and_used_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
