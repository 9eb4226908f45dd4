/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_PUT_H
#define TCS_ENCODE_PUT_H

/* put.h -- text for encoders, without a locale. */

#include <stdint.h>

#include "base/bytes.h"

void tcs_put_text(struct tcs_writer *w, const char *text);
/* At least so many digits, zeros in front. */
void tcs_put_uint(struct tcs_writer *w, uint64_t value, unsigned digits);
/* Rounded to the nearest, halves away from zero; |value| 10^decimals below 2^53. */
void tcs_put_fixed(struct tcs_writer *w, double value, unsigned decimals);
/* The same; without decimals there is no point either. */
void tcs_put_rounded(struct tcs_writer *w, double value, unsigned decimals);
/* As a JSON string, with the escapes that it demands. */
void tcs_put_quoted(struct tcs_writer *w, const char *text);

#endif
