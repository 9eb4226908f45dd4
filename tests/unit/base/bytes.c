/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include "check.h"

static void integers_come_back_as_written(void **state)
{
    uint8_t room[8];

    for (size_t octets = 1; octets <= 8; octets++) {
        const uint64_t value = UINT64_C(0x8123456789abcdef) >> (64 - 8 * octets);
        struct tcs_writer w = tcs_writer(room, sizeof room);

        tcs_write_be(&w, value, octets);
        struct tcs_reader r = tcs_reader(tcs_written(&w));

        assert_true(tcs_read_be(&r, octets) == value && !r.failed);
        w = tcs_writer(room, sizeof room);
        tcs_write_le(&w, value, octets);
        r = tcs_reader(tcs_written(&w));
        assert_true(tcs_read_le(&r, octets) == value && !r.failed);
    }
}

static void sign_extends_every_width(void **state)
{
    for (unsigned bits = 1; bits <= 64; bits++) {
        const uint64_t top = UINT64_C(1) << (bits - 1);

        /* The least value of that width is -2^(bits-1); all ones is -1. */
        assert_true(tcs_sign_extend(top, bits) ==
                    (bits == 64 ? INT64_MIN : -(int64_t)top));
        assert_true(tcs_sign_extend(UINT64_MAX, bits) == -1);
        assert_true(tcs_sign_extend(top - 1, bits) == (int64_t)(top - 1));
    }
}

static void reading_past_the_end_sticks_and_gives_zero(void **state)
{
    const uint8_t data[] = { 1, 2, 3 };
    struct tcs_reader r = tcs_reader(tcs_bytes(data, sizeof data));

    CHECK_INT(tcs_read_be(&r, 2), 0x0102);
    CHECK_INT(tcs_read_be(&r, 2), 0);
    CHECK(r.failed);
    CHECK_INT(tcs_read_u8(&r), 0);
    CHECK_INT(tcs_reader_left(&r), 0);
}

static void writing_past_the_end_sticks_and_keeps_what_fits(void **state)
{
    uint8_t room[3] = { 0 };
    struct tcs_writer w = tcs_writer(room, sizeof room);

    tcs_write_be(&w, 0x0102, 2);
    tcs_write_be(&w, 0x0304, 2);
    CHECK(w.failed);
    tcs_write_u8(&w, 5);
    CHECK_INT(w.len, 2);
    CHECK_INT(room[2], 0);
}

static void parts_never_reach_outside(void **state)
{
    const uint8_t data[] = { 1, 2, 3 };
    const struct tcs_bytes all = tcs_bytes(data, sizeof data);

    CHECK_INT(tcs_bytes_part(all, 1, 100).len, 2);
    CHECK_INT(tcs_bytes_part(all, 3, 1).len, 0);
    CHECK_INT(tcs_bytes_part(all, SIZE_MAX, SIZE_MAX).len, 0);
    CHECK(tcs_bytes_equal(tcs_bytes(NULL, 0), tcs_bytes_part(all, 3, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_come_back_as_written),
        cmocka_unit_test(sign_extends_every_width),
        cmocka_unit_test(reading_past_the_end_sticks_and_gives_zero),
        cmocka_unit_test(writing_past_the_end_sticks_and_keeps_what_fits),
        cmocka_unit_test(parts_never_reach_outside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
