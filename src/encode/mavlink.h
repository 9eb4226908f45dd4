/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENCODE_MAVLINK_H
#define TCS_ENCODE_MAVLINK_H

/*
 * mavlink.h -- MAVLink frames: the inverse of decode/mavlink.h, where the layouts stand.
 * For tests and simulation: tocsin sends none.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "decode/mavlink.h"

/* A message of version 2 from system 1, component 1, all fields 0. TCS_E_ARGUMENT: it has
 * no layout. */
TCS_NODISCARD
enum tcs_status tcs_mavlink_begin(uint32_t id, struct tcs_mavlink *ret_message);

/* The field of that name. TCS_E_ARGUMENT: there is none, it is of another kind, or the
 * value does not fit; nothing has changed. */
TCS_NODISCARD
enum tcs_status tcs_mavlink_put(struct tcs_mavlink *message, const char *name,
                                int64_t value);
TCS_NODISCARD
enum tcs_status tcs_mavlink_put_real(struct tcs_mavlink *message, const char *name,
                                     double value);
/* Of an array of octets or characters; zeros are filled up. */
TCS_NODISCARD
enum tcs_status tcs_mavlink_put_octets(struct tcs_mavlink *message, const char *name,
                                       struct tcs_bytes octets);

/* The frame, in the version of the message; one that is_signed with its signature as it
 * stands. TCS_E_ARGUMENT: no layout, an id or a signature that version 1 has no place
 * for, or flags that are not known; TCS_E_FULL. On failure nothing is written. */
TCS_NODISCARD
enum tcs_status tcs_mavlink_write(const struct tcs_mavlink *message,
                                  struct tcs_writer *w);

#endif
