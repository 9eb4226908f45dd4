/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_BEARINGS_H
#define TCS_ENCODE_BEARINGS_H

/*
 * bearings.h -- bearings as one JSON line: the inverse of decode/bearings.h; the format
 * is that of docs/bearings.md.
 *
 * Numbers have a fixed number of decimals: angles six (0.1 um at 10 m), levels three,
 * frequencies one. The time has nine.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/bearings.h"

/* The line with its line feed. TCS_OK; TCS_E_ARGUMENT: a number outside its range, or a
 * sensor without a name; TCS_E_FULL: does not fit, or would be longer than
 * TCS_BEARINGS_LINE_MAX. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_bearings_write(const struct tcs_bearings *bearings,
                                   struct tcs_writer *w);

#endif
