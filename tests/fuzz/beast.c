/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "decode/beast.h"
#include "encode/mode_s.h"
#include "fuzz.h"

/*
 * The input is a stream.
 *
 * - It gives the same frames and counts, and ends in the same state, whether it comes at
 *   once, in pieces or octet by octet.
 * - Frames and damage add up to no more than the input.
 * - A frame encodes, and comes back the same.
 */

struct result {
    uint64_t octets, sum;
    struct tcs_beast end;
};

static void check_again(const struct tcs_mode_s_frame *frame)
{
    uint8_t room[TCS_BEAST_FRAME_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);
    struct tcs_beast beast = { 0 };
    struct tcs_mode_s_frame again;

    FUZZ_CHECK(tcs_beast_write(frame, &w) == TCS_OK);
    struct tcs_bytes in = tcs_written(&w);

    FUZZ_CHECK(tcs_beast_next(&beast, &in, &again) == TCS_OK && in.len == 0);
    FUZZ_CHECK(memcmp(frame, &again, sizeof again) == 0);
    FUZZ_CHECK(beast.damaged_count == 0 && beast.foreign_count == 0);
}

static struct result run(struct tcs_bytes stream, size_t piece, bool again)
{
    struct result result;

    memset(&result, 0, sizeof result);
    for (size_t at = 0; at < stream.len; at += piece) {
        struct tcs_bytes in = tcs_bytes_part(stream, at, piece);
        struct tcs_mode_s_frame frame;

        while (tcs_beast_next(&result.end, &in, &frame) == TCS_OK) {
            result.octets += 9u + frame.len;
            for (size_t i = 0; i < sizeof frame; i++)
                result.sum = result.sum * 31 + ((const uint8_t *)&frame)[i];
            if (again)
                check_again(&frame);
        }
        FUZZ_CHECK(in.len == 0);
    }
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
    FUZZ_CHECK(whole.octets + whole.end.foreign_count <= size);
    FUZZ_CHECK(whole.octets + whole.end.damaged_count <= size);
    return 0;
}
