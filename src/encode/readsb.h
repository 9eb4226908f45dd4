/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_READSB_H
#define TCS_ENCODE_READSB_H

/*
 * readsb.h -- one aircraft as readsb writes it: the inverse of decode/readsb.h, with the
 * decimals of tcs_readsb_numbers; `now` has milliseconds, rounded down.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/readsb.h"

/* The object, without anything behind it. TCS_OK; TCS_E_ARGUMENT: a number outside its
 * range, a squawk that is none; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_readsb_write(const struct tcs_readsb *readsb, struct tcs_writer *w);

#endif
