/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <string.h>

enum {
    DIGITS_KEPT = 19, /* as many as a uint64 always holds */
    EXACT_DIGITS_POWER = 22,
    EXPONENT_LIMIT = 100000000, /* beyond it every number is 0 or too large */
};

/* Powers of ten that a double holds exactly: 10^22 = 2^22 * 5^22, and 5^22 < 2^53. */
static const double POWERS[EXACT_DIGITS_POWER + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* A number of about 106 bits: high + low, low at most half an ulp of high. */
struct pair {
    double high, low;
};

static struct pair normalized(double high, double low)
{
    const double sum = high + low;

    return (struct pair) { sum, low - (sum - high) };
}

/* a b exactly, after Dekker 1971: each factor is split into halves of 26 bits. */
static struct pair product(double a, double b)
{
    const double splitter = 134217729.0; /* 2^27 + 1 */
    const double a_big = a * splitter;
    const double b_big = b * splitter;
    const double a_high = a_big - (a_big - a);
    const double b_high = b_big - (b_big - b);
    const double a_low = a - a_high;
    const double b_low = b - b_high;
    const double p = a * b;

    return (struct pair) { p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) +
                                  a_low * b_low };
}

static struct pair times(struct pair x, double factor)
{
    const struct pair p = product(x.high, factor);

    return normalized(p.high, p.low + x.low * factor);
}

static struct pair divided(struct pair x, double divisor)
{
    const double quotient = x.high / divisor;
    const struct pair p = product(quotient, divisor);

    return normalized(quotient, ((x.high - p.high) - p.low + x.low) / divisor);
}

/* digits * 10^exponent. The scaling by a power of two, undone at the end, keeps the low
 * half and Dekker's products clear of both ends of the range of a double. */
static double scaled(uint64_t digits, int exponent)
{
    const double shift = exponent < 0 ? 0x1p200 : 0x1p-200;
    const double high = (double)(digits >> 32) * 0x1p32;
    struct pair x = normalized(high, (double)(digits & 0xffffffffU));

    x.high *= shift;
    x.low *= shift;
    while (exponent != 0) {
        const int step = exponent < 0 ? -exponent : exponent;
        const int part = step > EXACT_DIGITS_POWER ? EXACT_DIGITS_POWER : step;

        x = exponent < 0 ? divided(x, POWERS[part]) : times(x, POWERS[part]);
        exponent += exponent < 0 ? part : -part;
    }
    return x.high * (1.0 / shift);
}

/* What stands in the text, before it becomes a double. */
struct decimal {
    uint64_t digits; /* the first 19 from the first that is not 0 */
    int digit_count;
    int exponent;
    bool negative;
};

static bool is_digit(struct tcs_bytes text, size_t at)
{
    return at < text.len && text.data[at] >= '0' && text.data[at] <= '9';
}

static int add_clamped(int exponent, int step)
{
    const int sum = exponent + step;

    if (sum > EXPONENT_LIMIT)
        return EXPONENT_LIMIT;
    return sum < -EXPONENT_LIMIT ? -EXPONENT_LIMIT : sum;
}

/* A run of at least one digit; point: it stands behind the decimal point. */
static bool take_digits(struct tcs_bytes text, size_t *at, bool point,
                        struct decimal *decimal)
{
    const size_t first = *at;

    for (; is_digit(text, *at); (*at)++) {
        const unsigned digit = text.data[*at] - (unsigned)'0';
        const bool kept = decimal->digit_count < DIGITS_KEPT;

        if (kept && (digit != 0 || decimal->digit_count > 0)) {
            decimal->digits = decimal->digits * 10 + digit;
            decimal->digit_count++;
        }
        if (kept == point)
            decimal->exponent = add_clamped(decimal->exponent, point ? -1 : 1);
    }
    return *at > first;
}

static bool take_exponent(struct tcs_bytes text, size_t *at, struct decimal *decimal)
{
    bool negative = false;
    int exponent = 0;

    (*at)++; /* the e */
    if (*at < text.len && (text.data[*at] == '+' || text.data[*at] == '-')) {
        negative = text.data[*at] == '-';
        (*at)++;
    }
    if (!is_digit(text, *at))
        return false;
    for (; is_digit(text, *at); (*at)++)
        if (exponent < EXPONENT_LIMIT)
            exponent = exponent * 10 + (text.data[*at] - '0');
    if (exponent > EXPONENT_LIMIT)
        exponent = EXPONENT_LIMIT;
    decimal->exponent = add_clamped(decimal->exponent, negative ? -exponent : exponent);
    return true;
}

static bool parse_decimal(struct tcs_bytes text, struct decimal *ret)
{
    size_t at = 0;

    memset(ret, 0, sizeof *ret);
    if (text.len > 0 && text.data[0] == '-') {
        ret->negative = true;
        at = 1;
    }
    if (!take_digits(text, &at, false, ret))
        return false;
    if (at < text.len && text.data[at] == '.') {
        at++;
        if (!take_digits(text, &at, true, ret))
            return false;
    }
    if (at < text.len && (text.data[at] == 'e' || text.data[at] == 'E') &&
        !take_exponent(text, &at, ret))
        return false;
    return at == text.len;
}

enum tcs_status tcs_text_double(struct tcs_bytes text, double *ret_value)
{
    struct decimal decimal;
    double value = 0.0;

    if (!parse_decimal(text, &decimal))
        return TCS_E_DAMAGED;
    const int magnitude = decimal.digit_count + decimal.exponent; /* below 10^this */

    if (decimal.digits == 0 || magnitude < -330) {
        value = 0.0;
    } else if (magnitude > 310) {
        return TCS_E_IMPOSSIBLE;
    } else if (decimal.digits < UINT64_C(1) << 53 && decimal.exponent >= 0 &&
               decimal.exponent <= EXACT_DIGITS_POWER) {
        value = (double)decimal.digits * POWERS[decimal.exponent];
    } else if (decimal.digits < UINT64_C(1) << 53 && decimal.exponent < 0 &&
               decimal.exponent >= -EXACT_DIGITS_POWER) {
        value = (double)decimal.digits / POWERS[-decimal.exponent];
    } else {
        value = scaled(decimal.digits, decimal.exponent);
    }
    if (!(value - value == 0.0))
        return TCS_E_IMPOSSIBLE;
    *ret_value = decimal.negative ? -value : value;
    return TCS_OK;
}

enum tcs_status tcs_text_int(struct tcs_bytes text, int64_t *ret_value)
{
    const bool negative = text.len > 0 && text.data[0] == '-';
    const uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t value = 0;
    bool too_large = false;

    if (text.len == (negative ? 1U : 0U))
        return TCS_E_DAMAGED;
    for (size_t at = negative ? 1 : 0; at < text.len; at++) {
        if (!is_digit(text, at))
            return TCS_E_DAMAGED;
        const uint64_t digit = (uint64_t)text.data[at] - '0';

        if (value > (limit - digit) / 10)
            too_large = true;
        else
            value = value * 10 + digit;
    }
    if (too_large)
        return TCS_E_IMPOSSIBLE;
    if (negative)
        *ret_value = value == limit ? INT64_MIN : -(int64_t)value;
    else
        *ret_value = (int64_t)value;
    return TCS_OK;
}

/* 0 to 15; 16: not a hexadecimal digit. */
static unsigned hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - (unsigned)'0';
    if (c >= 'a' && c <= 'f')
        return c - (unsigned)'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - (unsigned)'A' + 10;
    return 16;
}

enum tcs_status tcs_text_hex(struct tcs_bytes text, uint8_t *ret_data, size_t capacity,
                             size_t *ret_len)
{
    const size_t len = text.len / 2;

    if (text.len % 2 != 0)
        return TCS_E_DAMAGED;
    for (size_t i = 0; i < text.len; i++)
        if (hex_digit(text.data[i]) > 15)
            return TCS_E_DAMAGED;
    if (len > capacity)
        return TCS_E_FULL;
    for (size_t i = 0; i < len; i++)
        ret_data[i] =
            (uint8_t)(hex_digit(text.data[2 * i]) << 4 | hex_digit(text.data[2 * i + 1]));
    *ret_len = len;
    return TCS_OK;
}

bool tcs_text_copy(char *to, size_t capacity, struct tcs_bytes from)
{
    if (capacity == 0)
        return from.len == 0;
    const size_t len = from.len < capacity ? from.len : capacity - 1;

    if (len > 0)
        memcpy(to, from.data, len);
    memset(to + len, 0, capacity - len);
    return len == from.len;
}

struct tcs_bytes tcs_text_bytes(const char *text)
{
    size_t len = 0;

    while (text[len] != '\0')
        len++;
    return tcs_bytes(text, len);
}
