/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/lines.h"

#include <string.h>

#include "base/text.h"
#include "check.h"
#include "random.h"

static struct tcs_lines lines;

static void lines_come_without_their_ends(void **state)
{
    struct tcs_bytes in = tcs_text_bytes("one\r\n\n\r\ntwo\nthr");
    struct tcs_bytes line;

    memset(&lines, 0, sizeof lines);
    CHECK_OK(tcs_lines_next(&lines, &in, &line));
    CHECK(tcs_bytes_equal(line, tcs_text_bytes("one")));
    CHECK_OK(tcs_lines_next(&lines, &in, &line));
    CHECK(tcs_bytes_equal(line, tcs_text_bytes("two")));
    CHECK_INT(tcs_lines_next(&lines, &in, &line), TCS_MORE);
    in = tcs_text_bytes("ee");
    CHECK_INT(tcs_lines_next(&lines, &in, &line), TCS_MORE);
    CHECK_OK(tcs_lines_last(&lines, &line));
    CHECK(tcs_bytes_equal(line, tcs_text_bytes("three")));
    CHECK_INT(tcs_lines_last(&lines, &line), TCS_END);
    CHECK_INT((int)lines.line_count, 3);
}

static void the_longest_line_fits_and_one_more_is_damage(void **state)
{
    static uint8_t room[2 * TCS_LINE_MAX + 10];
    struct tcs_bytes line;

    memset(room, 'x', sizeof room);
    room[TCS_LINE_MAX] = '\r';
    room[TCS_LINE_MAX + 1] = '\n';
    room[2 * TCS_LINE_MAX + 3] = '\n'; /* 4097 behind the first line */
    memset(&lines, 0, sizeof lines);
    struct tcs_bytes in = tcs_bytes(room, 2 * TCS_LINE_MAX + 4);

    CHECK_OK(tcs_lines_next(&lines, &in, &line));
    CHECK_INT(line.len, TCS_LINE_MAX);
    CHECK_INT(tcs_lines_next(&lines, &in, &line), TCS_MORE);
    CHECK_INT((int)lines.damaged_count, 1);
}

struct result {
    uint64_t sum, lines, damaged;
};

static struct result run(struct tcs_bytes stream, uint32_t piece_max, uint64_t *seed)
{
    struct result result = { 0 };
    struct tcs_bytes line;

    memset(&lines, 0, sizeof lines);
    for (size_t at = 0; at < stream.len;) {
        struct tcs_bytes in =
            tcs_bytes_part(stream, at, 1 + random_below(seed, piece_max));

        at += in.len;
        while (tcs_lines_next(&lines, &in, &line) == TCS_OK)
            for (size_t i = 0; i <= line.len; i++)
                result.sum = result.sum * 31 + (i < line.len ? line.data[i] : 1u);
    }
    result.lines = lines.line_count;
    result.damaged = lines.damaged_count;
    return result;
}

static void lines_and_counts_do_not_depend_on_the_pieces(void **state)
{
    static uint8_t room[20000];

    for (uint64_t round = 1; round <= 300; round++) {
        uint64_t seed = round;
        size_t len = 0;

        while (len < sizeof room - 2) {
            /* Around the limit now and then, else short; with and without \r. */
            size_t part = random_below(&seed, 6) == 0
                              ? TCS_LINE_MAX - 3 + random_below(&seed, 6)
                              : random_below(&seed, 50);

            if (part > sizeof room - 2 - len)
                part = sizeof room - 2 - len;
            memset(room + len, (int)('a' + round % 20), part);
            len += part;
            if (random_below(&seed, 2) == 0)
                room[len++] = '\r';
            room[len++] = '\n';
        }
        const struct tcs_bytes all = tcs_bytes(room, len);
        const struct result whole = run(all, sizeof room, &seed);
        const struct result pieces = run(all, 5000, &seed);
        const struct result crumbs = run(all, 4, &seed);

        if (memcmp(&whole, &pieces, sizeof whole) != 0 ||
            memcmp(&whole, &crumbs, sizeof whole) != 0)
            fail_msg("seed %d", (int)round);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_without_their_ends),
        cmocka_unit_test(the_longest_line_fits_and_one_more_is_damage),
        cmocka_unit_test(lines_and_counts_do_not_depend_on_the_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
