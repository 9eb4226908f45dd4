/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_DJI_H
#define TCS_ENCODE_DJI_H

/*
 * dji.h -- DJI's DroneID telemetry: the inverse of decode/dji.h, where the layout stands.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/dji.h"

/* Of a purpose the serial number alone. TCS_OK; TCS_E_ARGUMENT: another kind or version;
 * TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_dji_write(const struct tcs_dji *dji, struct tcs_writer *w);

#endif
