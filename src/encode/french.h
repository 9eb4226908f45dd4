/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_FRENCH_H
#define TCS_ENCODE_FRENCH_H

/*
 * french.h -- the fields of a French beacon: the inverse of decode/french.h, where the
 * layout stands.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/french.h"

/* Fields that are valid, in order of their type. TCS_OK; TCS_E_ARGUMENT: a place outside
 * the Earth or a direction over 359; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_french_write(const struct tcs_french *french, struct tcs_writer *w);

#endif
