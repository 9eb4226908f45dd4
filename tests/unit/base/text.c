/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static double number(const char *text)
{
    double value = -1.5;

    CHECK_OK(tcs_text_double(tcs_text_bytes(text), &value));
    return value;
}

/* splitmix64: a seed gives the same numbers everywhere. */
static uint64_t next_random(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void short_numbers_are_exact(void **state)
{
    /* At most 15 digits and a small power: the compiler's constant is the exact one. */
    CHECK(number("0") == 0.0);
    CHECK(number("0.1") == 0.1);
    CHECK(number("-12.3456789012345") == -12.3456789012345);
    CHECK(number("123456789012345e22") == 123456789012345e22);
    CHECK(number("123456789012345E-22") == 123456789012345e-22);
    CHECK(number("2437e+6") == 2437e6);
    CHECK(number("0.000000000000000000000000001e27") == 1.0);
    CHECK(number("007.50") == 7.5);
    CHECK(signbit(number("-0")) && number("-0") == 0.0);
}

static void random_doubles_come_back_within_one_ulp(void **state)
{
    uint64_t seed = 1;
    unsigned exact_count = 0;
    const unsigned rounds = 200000;

    for (unsigned i = 0; i < rounds; i++) {
        const uint64_t bits = next_random(&seed);
        char text[40];
        double value;

        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            value = 1.0 / 3.0;
        snprintf(text, sizeof text, "%.*e", (int)(i % 18), value);
        const double expected = strtod(text, NULL); /* glibc's is correctly rounded */
        const double got = number(text);

        if (got == expected)
            exact_count++;
        else if (got != nextafter(expected, HUGE_VAL) &&
                 got != nextafter(expected, -HUGE_VAL))
            fail_msg("round %u: %s is %.17g, expected %.17g", i, text, got, expected);
    }
    CHECK(exact_count > rounds - rounds / 1000);
}

static void sites_coordinates_come_back_exactly(void **state)
{
    uint64_t seed = 2;

    /* Nine decimals, up to 180 degrees: 12 digits and 10^9, hence exactly rounded. */
    for (int i = 0; i < 50000; i++) {
        char text[40];

        snprintf(text, sizeof text, "%.9f",
                 (double)(next_random(&seed) % UINT64_C(360000000000)) / 1e9 - 180.0);
        CHECK(number(text) == strtod(text, NULL));
    }
}

static void the_ends_of_the_range_are_kept(void **state)
{
    double value = 42.0;

    CHECK(number("1.7976931348623157e308") == 1.7976931348623157e308);
    CHECK(number("4.9406564584124654e-324") == 4.9406564584124654e-324);
    CHECK(number("2.2250738585072014e-308") == 2.2250738585072014e-308);
    CHECK(number("1e-400") == 0.0);
    CHECK(number("0e999999999999999999999") == 0.0);
    CHECK(number("18446744073709551616") == 18446744073709551616.0); /* 2^64 */
    CHECK_INT(tcs_text_double(tcs_text_bytes("1.8e308"), &value), TCS_E_IMPOSSIBLE);
    CHECK_INT(tcs_text_double(tcs_text_bytes("-1e999999999999"), &value),
              TCS_E_IMPOSSIBLE);
    CHECK(value == 42.0);
}

static void long_runs_of_digits_change_nothing(void **state)
{
    char text[900];

    /* 1, then 400 zeros, then e-400; and 0. with 400 zeros, 25 and e402: 25. */
    memset(text, '0', sizeof text);
    text[0] = '1';
    strcpy(text + 401, "e-400");
    CHECK(number(text) == 1.0);
    memset(text, '0', sizeof text);
    text[1] = '.';
    strcpy(text + 402, "25e402");
    CHECK(number(text) == 25.0);
}

static void refuses_what_is_no_number(void **state)
{
    static const char *const bad[] = {
        "",    "-",  "+1", ".5",  "1.",   "1e",   "1e+", "0x10",  "inf",
        "nan", " 1", "1 ", "1,5", "1e5.", "1..2", "--1", "1e--5", "e5",
    };
    double value = 42.0;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_INT(tcs_text_double(tcs_text_bytes(bad[i]), &value), TCS_E_DAMAGED);
    CHECK(value == 42.0);
}

static void integers_reach_both_ends_and_no_further(void **state)
{
    int64_t value = 42;

    CHECK_OK(tcs_text_int(tcs_text_bytes("9223372036854775807"), &value));
    CHECK(value == INT64_MAX);
    CHECK_OK(tcs_text_int(tcs_text_bytes("-9223372036854775808"), &value));
    CHECK(value == INT64_MIN);
    CHECK_OK(tcs_text_int(tcs_text_bytes("-0007"), &value));
    CHECK(value == -7);
    CHECK_INT(tcs_text_int(tcs_text_bytes("9223372036854775808"), &value),
              TCS_E_IMPOSSIBLE);
    CHECK_INT(tcs_text_int(tcs_text_bytes("-9223372036854775809"), &value),
              TCS_E_IMPOSSIBLE);
    CHECK_INT(tcs_text_int(tcs_text_bytes("99999999999999999999999"), &value),
              TCS_E_IMPOSSIBLE);
    CHECK_INT(tcs_text_int(tcs_text_bytes("99999999999999999999x"), &value),
              TCS_E_DAMAGED);
    CHECK_INT(tcs_text_int(tcs_text_bytes("-"), &value), TCS_E_DAMAGED);
    CHECK_INT(tcs_text_int(tcs_text_bytes(""), &value), TCS_E_DAMAGED);
    CHECK_INT(tcs_text_int(tcs_text_bytes("1.0"), &value), TCS_E_DAMAGED);
    CHECK(value == -7);
}

static void hexadecimal_is_read_whole_or_not_at_all(void **state)
{
    const uint8_t expected[] = { 0x8d, 0x40, 0x6b, 0xFF };
    uint8_t data[4] = { 0 };
    size_t len = 99;

    CHECK_OK(tcs_text_hex(tcs_text_bytes("8D406bfF"), data, sizeof data, &len));
    CHECK_INT(len, 4);
    assert_memory_equal(data, expected, 4);
    CHECK_INT(tcs_text_hex(tcs_text_bytes("00000"), data, 4, &len), TCS_E_DAMAGED);
    CHECK_INT(tcs_text_hex(tcs_text_bytes("000g"), data, 4, &len), TCS_E_DAMAGED);
    CHECK_INT(tcs_text_hex(tcs_text_bytes("0000000000"), data, 4, &len), TCS_E_FULL);
    CHECK_INT(len, 4);
    assert_memory_equal(data, expected, 4);
    CHECK_OK(tcs_text_hex(tcs_text_bytes(""), NULL, 0, &len));
    CHECK_INT(len, 0);
}

static void names_are_cut_ended_and_padded_with_zeros(void **state)
{
    char name[6];

    memset(name, 'x', sizeof name);
    CHECK(tcs_text_copy(name, sizeof name, tcs_text_bytes("ab")));
    assert_memory_equal(name, "ab\0\0\0", 6);
    CHECK(tcs_text_copy(name, sizeof name, tcs_text_bytes("abcde")));
    assert_memory_equal(name, "abcde", 6);
    CHECK(!tcs_text_copy(name, sizeof name, tcs_text_bytes("abcdef")));
    assert_memory_equal(name, "abcde", 6);
    CHECK(tcs_text_copy(name, sizeof name, tcs_bytes(NULL, 0)));
    assert_memory_equal(name, "\0\0\0\0\0", 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_numbers_are_exact),
        cmocka_unit_test(random_doubles_come_back_within_one_ulp),
        cmocka_unit_test(sites_coordinates_come_back_exactly),
        cmocka_unit_test(the_ends_of_the_range_are_kept),
        cmocka_unit_test(long_runs_of_digits_change_nothing),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(integers_reach_both_ends_and_no_further),
        cmocka_unit_test(hexadecimal_is_read_whole_or_not_at_all),
        cmocka_unit_test(names_are_cut_ended_and_padded_with_zeros),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
