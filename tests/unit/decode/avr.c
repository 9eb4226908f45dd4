/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/avr.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

static void both_forms_give_the_frame(void **state)
{
    struct tcs_avr avr = { 0 };
    struct tcs_mode_s_frame frame;
    struct tcs_bytes in = tcs_text_bytes("*5D4840d6A7B2C3;\r\n@0000000F1a2b "
                                         "8D4840D6202CC371C32CE0576098;*1234;");

    CHECK_OK(tcs_avr_next(&avr, &in, &frame));
    CHECK_INT(frame.len, 7);
    CHECK_INT(frame.flags, 0);
    CHECK_INT(frame.octets[3], 0xd6);
    CHECK_OK(tcs_avr_next(&avr, &in, &frame));
    CHECK_INT(frame.len, 14);
    CHECK_INT(frame.flags, TCS_MODE_S_HAS_TICKS);
    CHECK(frame.ticks == 0xf1a2b);
    CHECK_OK(tcs_avr_next(&avr, &in, &frame));
    CHECK_INT(frame.len, 2);
    CHECK_INT(tcs_avr_next(&avr, &in, &frame), TCS_MORE);
    CHECK_INT((int)avr.damaged_count, 0);
    CHECK_INT((int)avr.frame_count, 3);
}

static void damage_is_counted_and_the_next_frame_is_found(void **state)
{
    struct tcs_avr avr = { 0 };
    struct tcs_mode_s_frame frame;
    struct tcs_bytes in =
        tcs_text_bytes("hello\n"            /* text: one */
                       "*12G4;"             /* not a digit: two */
                       "*123456;"           /* three octets: three */
                       "*12\n34;\n"         /* no end on its line: four */
                       "*12*1234;"          /* cut short by another: five; a frame */
                       "@00000000001 1234;" /* eleven digits: six */
                       "*00000000000000000000000000000000000000000000000000;" /* seven */
                       "*5D4840d6A7B2C3;");

    CHECK_OK(tcs_avr_next(&avr, &in, &frame));
    CHECK_OK(tcs_avr_next(&avr, &in, &frame));
    CHECK_INT(frame.len, 7);
    CHECK_INT((int)avr.damaged_count, 7);
}

struct result {
    uint64_t sum;
    struct tcs_avr end;
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
        while (tcs_avr_next(&result.end, &in, &frame) == TCS_OK)
            for (size_t i = 0; i < sizeof frame; i++)
                result.sum = result.sum * 31 + ((const uint8_t *)&frame)[i];
    }
    return result;
}

static void frames_and_counts_do_not_depend_on_the_pieces(void **state)
{
    static const char *const parts[] = {
        "*1234;", "*5D4840d6A7B2C3;", "@", "*", ";", "000000000001", "1234", "\n", " ",
        "x"
    };

    for (uint64_t round = 1; round <= 2000; round++) {
        uint64_t seed = round;
        uint8_t room[600];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        while (!w.failed) {
            const char *part = parts[random_below(&seed, 10)];

            tcs_write_bytes(&w, part, strlen(part));
        }
        const struct result whole = run(tcs_written(&w), sizeof room, &seed);
        const struct result pieces = run(tcs_written(&w), 20, &seed);
        const struct result octets = run(tcs_written(&w), 1, &seed);

        if (memcmp(&whole, &pieces, sizeof whole) != 0 ||
            memcmp(&whole, &octets, sizeof whole) != 0)
            fail_msg("seed %d", (int)round);
    }
}

static enum tcs_status line(const char *text, struct tcs_timed_frame *ret_timed)
{
    return tcs_timed_line_read(tcs_text_bytes(text), ret_timed, NULL);
}

static void a_timed_line_needs_a_time_and_a_frame(void **state)
{
    struct tcs_timed_frame timed;

    CHECK_OK(line("1457996400,\"8D406B909945DE10000405999BE4\",\"406B90\",19", &timed));
    CHECK(timed.has_time && timed.utc_ns == INT64_C(1457996400000000000));
    CHECK_INT(timed.frame.len, 14);
    CHECK_OK(line("1457996400.25,8D406B909945DE10000405999BE4", &timed));
    CHECK(timed.utc_ns == INT64_C(1457996400250000000));
    CHECK_OK(line("0.000000001,1234", &timed));
    CHECK(timed.utc_ns == 1);
    CHECK_OK(line("8D406B909945DE10000405999BE4", &timed));
    CHECK(!timed.has_time && timed.utc_ns == 0);
    CHECK_INT(line("1457996400", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("time,hex,icao", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("-1,1234", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("1.,1234", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("1.-5,1234", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("1.0000000001,1234", &timed), TCS_E_DAMAGED);
    CHECK_INT(line(".5,1234", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("1,\"12345\"", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("1,", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("", &timed), TCS_E_DAMAGED);
    CHECK_INT(line("9223372037,1234", &timed), TCS_E_IMPOSSIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_forms_give_the_frame),
        cmocka_unit_test(damage_is_counted_and_the_next_frame_is_found),
        cmocka_unit_test(frames_and_counts_do_not_depend_on_the_pieces),
        cmocka_unit_test(a_timed_line_needs_a_time_and_a_frame),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
