/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_KRAKEN_H
#define TCS_ENCODE_KRAKEN_H

/*
 * kraken.h -- one line as KrakenSDR writes it: the inverse of decode/kraken.h.
 *
 * Decimals: bearing 1, confidence, power and spectrum 2, latitude and longitude 7,
 * headings 1; frequency and latency whole.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/kraken.h"

/* The line with its line feed. TCS_OK; TCS_E_ARGUMENT: a number outside its range, a name
 * with a comma or control character; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_kraken_write(const struct tcs_kraken *kraken, struct tcs_writer *w);

#endif
