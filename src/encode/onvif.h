/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_ONVIF_H
#define TCS_ENCODE_ONVIF_H

/*
 * onvif.h -- a metadata document with one frame, or one status of a pan-tilt head: the
 * inverse of decode/onvif.h. Coordinates are normalised, without a transformation, and
 * have seven decimals; degrees and metres too; times have nine.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/onvif.h"

/* TCS_OK; TCS_E_ARGUMENT: a number outside its range, or a type that is no XML text;
 * TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_onvif_write(const struct tcs_onvif_item *item, struct tcs_writer *w);

#endif
