/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_REPLY_H
#define TCS_ENCODE_REPLY_H

/*
 * reply.h -- what Mode S transponders answer, with the address or the interrogator's code
 * laid over the parity, and registers of Comm-B: the inverse of decode/reply.h and
 * comm_b.h, where the layouts stand.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "decode/comm_b.h"
#include "decode/reply.h"

/* A frame of 7 or 14 octets. TCS_E_ARGUMENT: a format that is not one of these, or a
 * value that it cannot hold; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_reply_write(const struct tcs_reply *reply, struct tcs_writer *w);

/* Sets the status of a field and its value, to the nearest step. TCS_E_ARGUMENT: does not
 * fit; nothing has changed. */
TCS_NODISCARD
enum tcs_status tcs_register_put(uint8_t message[7],
                                 const struct tcs_register_field *field, double value);

#endif
