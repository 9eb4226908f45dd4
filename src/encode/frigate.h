/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_FRIGATE_H
#define TCS_ENCODE_FRIGATE_H

/*
 * frigate.h -- one message as Frigate sends it: the inverse of decode/frigate.h. "before"
 * is the same as "after". Times have six decimals, scores too, edges one.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/frigate.h"

/* TCS_OK; TCS_E_ARGUMENT: a number outside its range, a name that is empty; TCS_E_FULL.
 * On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_frigate_write(const struct tcs_frigate *frigate,
                                  struct tcs_writer *w);

#endif
