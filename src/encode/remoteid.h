/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_REMOTEID_H
#define TCS_ENCODE_REMOTEID_H

/*
 * remoteid.h -- Open Drone ID messages and packs: the inverse of decode/remoteid.h, where
 * the layouts stand.
 *
 * Fields that are not in the mask `valid` become the values that mean "not known";
 * reserved bits are zero. Numbers between two steps of the format go to the nearer one.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/status.h"
#include "decode/remoteid.h"

/* TCS_OK; TCS_E_ARGUMENT: a value that the format cannot hold; TCS_E_FULL. On failure
 * nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_rid_message_write(const struct tcs_rid_message *message,
                                      struct tcs_writer *w);

/* 1 to 9 messages as one pack, under the version of the first. Same failures. */
TCS_NODISCARD
enum tcs_status tcs_rid_pack_write(const struct tcs_rid_message *messages, size_t count,
                                   struct tcs_writer *w);

#endif
