/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_SBS_H
#define TCS_ENCODE_SBS_H

/*
 * sbs.h -- one line as BaseStation and receivers write it: the inverse of decode/sbs.h.
 *
 * Decimals as tcs_sbs_columns has them; times have milliseconds, rounded down.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/sbs.h"

/* The line with its end, CR LF. TCS_OK; TCS_E_ARGUMENT: a number outside its range, a
 * call sign with a comma or control character, a squawk that is none; TCS_E_FULL. On
 * failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_sbs_write(const struct tcs_sbs *sbs, struct tcs_writer *w);

#endif
