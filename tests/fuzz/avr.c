/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/avr.h"
#include "decode/lines.h"
#include "encode/mode_s.h"
#include "fuzz.h"

/*
 * The input is a stream of AVR, and then one of lines with frames in them.
 *
 * - It gives the same frames and counts whether it comes at once, in pieces or octet by
 *   octet.
 * - A frame encodes, and comes back the same.
 * - Lines never hold their end, and times do not lie before 1970.
 */

struct result {
    uint64_t sum, lines, bad_lines;
    struct tcs_avr end;
};

static uint64_t mix(uint64_t sum, const void *data, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sum = sum * 31 + ((const uint8_t *)data)[i];
    return sum;
}

static void check_again(const struct tcs_mode_s_frame *frame)
{
    uint8_t room[64];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_avr avr = { 0 };
    struct tcs_mode_s_frame again;

    FUZZ_CHECK(tcs_avr_write(frame, &w) == TCS_OK);
    struct tcs_bytes in = tcs_written(&w);

    FUZZ_CHECK(tcs_avr_next(&avr, &in, &again) == TCS_OK);
    FUZZ_CHECK(memcmp(frame, &again, sizeof again) == 0);
}

static uint64_t check_line(uint64_t sum, struct tcs_bytes line, bool again)
{
    struct tcs_timed_frame timed;

    FUZZ_CHECK(line.len > 0 && line.len <= TCS_LINE_MAX);
    for (size_t i = 0; i < line.len; i++)
        FUZZ_CHECK(line.data[i] != '\n');
    if (tcs_timed_line_read(line, &timed, NULL) == TCS_OK) {
        FUZZ_CHECK(timed.utc_ns >= 0 && (timed.has_time || timed.utc_ns == 0));
        if (again)
            check_again(&timed.frame);
    }
    return mix(sum * 31 + line.len, line.data, line.len);
}

static struct result run(struct tcs_bytes stream, size_t piece, bool again)
{
    static struct tcs_lines lines;
    struct result result;

    memset(&result, 0, sizeof result);
    memset(&lines, 0, offsetof(struct tcs_lines, room));
    for (size_t at = 0; at < stream.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(stream, at, piece);
        struct tcs_mode_s_frame frame;
        struct tcs_bytes line;

        while (tcs_avr_next(&result.end, &in, &frame) == TCS_OK) {
            result.sum = mix(result.sum, &frame, sizeof frame);
            if (again)
                check_again(&frame);
        }
        FUZZ_CHECK(in.len == 0);
        in = tcs_bytes_part(stream, at, piece);
        while (tcs_lines_next(&lines, &in, &line) == TCS_OK)
            result.lines = check_line(result.lines, line, again);
        FUZZ_CHECK(in.len == 0);
    }
    result.bad_lines = lines.damaged_count;
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct tcs_bytes stream = tcs_bytes(data, size);
    const struct result whole = run(stream, size + 1, true);
    const struct result pieces = run(stream, 3 + size % 29, false);
    const struct result octets = run(stream, 1, false);

    FUZZ_CHECK(memcmp(&whole, &pieces, sizeof whole) == 0);
    FUZZ_CHECK(memcmp(&whole, &octets, sizeof whole) == 0);
    FUZZ_CHECK(whole.end.frame_count * 6 + whole.end.damaged_count <= size);
    return 0;
}
