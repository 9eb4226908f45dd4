/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_ODAS_H
#define TCS_ENCODE_ODAS_H

/*
 * odas.h -- one object as ODAS writes it: the inverse of decode/odas.h. Vectors, activity
 * and energy have three decimals.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/odas.h"

/* The object with its line feeds. TCS_OK; TCS_E_ARGUMENT: a vector whose length is not 1,
 * a number outside its range, more sources than TCS_ODAS_SOURCES_MAX; TCS_E_FULL. On
 * failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_odas_write(const struct tcs_odas *odas, struct tcs_writer *w);

#endif
