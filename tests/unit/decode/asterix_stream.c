/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/stream.h"

#include <string.h>

#include "check.h"

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

struct log {
    size_t blocks;
    size_t faults;
    uint64_t mix; /* of everything that came out, in order */
};

static void mix(struct log *log, const void *data, size_t len)
{
    const uint8_t *octet = data;

    for (size_t i = 0; i < len; i++)
        log->mix = (log->mix ^ octet[i]) * UINT64_C(0x100000001b3);
}

static void feed(struct tcs_asterix_stream *stream, struct tcs_bytes in, struct log *log)
{
    struct tcs_asterix_set set;
    struct tcs_asterix_fault fault;
    struct tcs_bytes block = tcs_bytes(NULL, 0);
    enum tcs_status status;

    tcs_asterix_set_latest(&set);
    while ((status = tcs_asterix_stream_next(stream, &set, &in, &block, &fault)) !=
           TCS_MORE) {
        if (status == TCS_OK) {
            log->blocks++;
            mix(log, block.data, block.len);
        } else {
            log->faults++;
            mix(log, &fault.status, sizeof fault.status);
            mix(log, &fault.len, sizeof fault.len);
        }
    }
    CHECK_INT(in.len, 0);
}

static const uint8_t plot[] = { 0x30, 0x00, 0x06, 0x80, 0x19, 0x07 };
static const uint8_t marker[] = { 0x22, 0x00, 0x07, 0xc0, 0x19, 0x07, 0x01 };
static const uint8_t other[] = { 0x81, 0x00, 0x05, 0x01, 0x02 }; /* category 129 */

/* A run of good blocks with, here and there, rubbish. */
static size_t random_stream(uint8_t *to, size_t capacity, uint64_t *seed)
{
    size_t len = 0;

    while (len + 40 < capacity) {
        const uint64_t pick = next_random(seed) % 16;

        if (pick < 6) {
            memcpy(to + len, plot, sizeof plot);
            len += sizeof plot;
        } else if (pick < 12) {
            memcpy(to + len, marker, sizeof marker);
            len += sizeof marker;
        } else if (pick < 15) {
            memcpy(to + len, other, sizeof other);
            len += sizeof other;
        } else {
            for (size_t i = next_random(seed) % 12; i > 0; i--)
                to[len++] = (uint8_t)next_random(seed);
        }
    }
    return len;
}

static void blocks_do_not_depend_on_how_the_stream_is_cut(void **state)
{
    static struct tcs_asterix_stream whole, pieces;
    uint8_t data[600];

    for (uint64_t round = 1; round <= 2000; round++) {
        uint64_t seed = round;
        struct log a = { 0 }, b = { 0 };
        const size_t len = random_stream(data, sizeof data, &seed);

        memset(&whole, 0, sizeof whole);
        memset(&pieces, 0, sizeof pieces);
        feed(&whole, tcs_bytes(data, len), &a);
        for (size_t at = 0; at < len;) {
            const size_t left = len - at;
            const size_t most = 1 + next_random(&seed) % 20;
            const size_t piece = most < left ? most : left;

            feed(&pieces, tcs_bytes(data + at, piece), &b);
            at += piece;
        }
        if (a.mix != b.mix || a.blocks != b.blocks || a.faults != b.faults)
            fail_msg("seed %llu", (unsigned long long)round);
        CHECK_INT(whole.block_octets + whole.foreign_octets + whole.lost_octets +
                      whole.have - whole.given,
                  len);
    }
}

static void a_lost_structure_is_found_again_behind_the_rubbish(void **state)
{
    static struct tcs_asterix_stream stream;
    uint8_t data[64];
    struct log log = { 0 };
    size_t len = 0;

    memcpy(data + len, plot, sizeof plot);
    len += sizeof plot;
    memset(data + len, 0, 5); /* category 0: cannot be */
    len += 5;
    for (int i = 0; i < 3; i++) {
        memcpy(data + len, marker, sizeof marker);
        len += sizeof marker;
    }
    feed(&stream, tcs_bytes(data, len), &log);
    CHECK_INT(log.faults, 1);
    CHECK_INT(stream.lost_octets, 5);
    CHECK_INT(log.blocks, 4);
    CHECK_INT(stream.hunting, 0);
}

static void a_block_of_another_category_is_passed_over(void **state)
{
    static struct tcs_asterix_stream stream;
    struct log log = { 0 };
    uint8_t data[sizeof other + sizeof plot];

    memcpy(data, other, sizeof other);
    memcpy(data + sizeof other, plot, sizeof plot);
    feed(&stream, tcs_bytes(data, sizeof data), &log);
    CHECK_INT(log.faults, 1);
    CHECK_INT(log.blocks, 1);
    CHECK_INT(stream.foreign_octets, sizeof other);
}

static void a_block_that_is_too_long_is_passed_over(void **state)
{
    static struct tcs_asterix_stream stream;
    static uint8_t data[TCS_ASTERIX_STREAM_MAX + 1 + sizeof plot];
    struct log log = { 0 };

    data[0] = 0x30;
    data[1] = (TCS_ASTERIX_STREAM_MAX + 1) >> 8;
    data[2] = (TCS_ASTERIX_STREAM_MAX + 1) & 0xff;
    memcpy(data + TCS_ASTERIX_STREAM_MAX + 1, plot, sizeof plot);
    feed(&stream, tcs_bytes(data, sizeof data), &log);
    CHECK_INT(log.faults, 1);
    CHECK_INT(log.blocks, 1);
    CHECK_INT(stream.lost_octets, TCS_ASTERIX_STREAM_MAX + 1);
}

static void the_longest_block_is_taken(void **state)
{
    static struct tcs_asterix_stream stream;
    static uint8_t data[TCS_ASTERIX_STREAM_MAX];
    struct log log = { 0 };

    data[0] = 0x30;
    data[1] = TCS_ASTERIX_STREAM_MAX >> 8;
    feed(&stream, tcs_bytes(data, sizeof data), &log);
    CHECK_INT(log.blocks, 1);
    CHECK_INT(log.faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_do_not_depend_on_how_the_stream_is_cut),
        cmocka_unit_test(a_lost_structure_is_found_again_behind_the_rubbish),
        cmocka_unit_test(a_block_of_another_category_is_passed_over),
        cmocka_unit_test(a_block_that_is_too_long_is_passed_over),
        cmocka_unit_test(the_longest_block_is_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
