/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_TEXT_H
#define TCS_BASE_TEXT_H

/*
 * text.h -- numbers in text, without a locale; bounded copies of names.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

/*
 * The whole of text as a decimal number: [-]digits[.digits][(e|E)[+-]digits], as JSON has
 * it (no blanks, no +, no hexadecimal, no inf, no nan).
 *
 * Result: within 1 ulp of the exact value, exactly rounded when it has at most 15 digits
 * and a power of ten of at most 22. Only + - * / are used: the same bits everywhere.
 * TCS_E_DAMAGED: not such a number. TCS_E_IMPOSSIBLE: larger than a double holds.
 */
TCS_NODISCARD
enum tcs_status tcs_text_double(struct tcs_bytes text, double *ret_value);

/* The whole of text as [-]digits, within int64. Same failures. */
TCS_NODISCARD
enum tcs_status tcs_text_int(struct tcs_bytes text, int64_t *ret_value);

/* Hexadecimal digits, two an octet, either case. TCS_E_DAMAGED: odd length or another
 * character; TCS_E_FULL: more than capacity octets. */
TCS_NODISCARD
enum tcs_status tcs_text_hex(struct tcs_bytes text, uint8_t *ret_data, size_t capacity,
                             size_t *ret_len);

/* Copies at most capacity - 1 octets and ends with zero; the rest of to is zeroed, so
 * that state that holds names has the same bits everywhere. False when it had to cut. */
bool tcs_text_copy(char *to, size_t capacity, struct tcs_bytes from);

/* A zero-ended string as octets, without the zero. */
struct tcs_bytes tcs_text_bytes(const char *text);

#endif
