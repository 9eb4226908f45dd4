/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_UAT_H
#define TCS_ENCODE_UAT_H

/*
 * uat.h -- UAT frames and the lines that carry them: the inverse of decode/uat.h, where
 * the layouts stand.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/uat.h"

/*
 * One downlink frame of 18 or 34 octets. Which elements it has follows from the payload
 * type; fields that are not in the mask `valid` become what means "not known", and so do
 * those that `impossible` names. Numbers between two steps of the format go to the nearer
 * one. A target state of a version before 2 is left empty.
 *
 * Returns  TCS_OK
 *          TCS_E_ARGUMENT  a value that the format cannot hold
 *          TCS_E_FULL      does not fit
 * On failure nothing is written.
 */
TCS_NODISCARD
enum tcs_status tcs_uat_write(const struct tcs_uat *record, struct tcs_writer *w);

/* A frame as a line with its line feed; a time has milliseconds, rounded down, an RSSI
 * one decimal. Same failures. */
TCS_NODISCARD
enum tcs_status tcs_uat_line_write(const struct tcs_uat_frame *frame,
                                   struct tcs_writer *w);

#endif
