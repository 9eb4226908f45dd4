/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_MAVLINK_RID_H
#define TCS_DECODE_MAVLINK_RID_H

/*
 * mavlink_rid.h -- Open Drone ID inside MAVLink (OPEN_DRONE_ID_...) as what a drone said
 * (rid_said.h).
 *
 * Between an autopilot and its transmitter, id_or_mac is all zero: the drone speaks of
 * itself. A receiver puts there from whom it heard, as an address of six octets or as an
 * identity of up to twenty. A drone that speaks of itself gets an address made of its
 * system (its parts speak of one drone), and an identity one made of its digest; neither
 * tells about a maker.
 *
 * Fields are what Open Drone ID says in other units: directions in 0.01 degree, speeds in
 * cm/s, heights in metres. What is "not known" there is left out of `valid`; what cannot
 * be is left out too and marked in `impossible`.
 *
 * Source: https://mavlink.io/en/services/opendroneid.html; messages 12900 to 12919.
 */

#include "decode/mavlink.h"
#include "decode/rid_said.h"

/* Of a drone that speaks of itself. */
uint64_t tcs_mavlink_own_address(uint8_t system);

/*
 * The message has a layout. Of a pack, good messages are given and the status is that of
 * the first bad one.
 *
 * Returns  TCS_OK            said, perhaps with no message in it: of authentication,
 *                            self-ID and operator ID nothing is used
 *          TCS_E_NOT_FOUND   no Open Drone ID, or the state of a transmitter
 *          TCS_E_DAMAGED     a pack that is none
 *          TCS_E_FOREIGN, TCS_E_IMPOSSIBLE  in a pack: as tcs_rid_message_read
 */
TCS_NODISCARD
enum tcs_status tcs_mavlink_say(const struct tcs_mavlink *message,
                                struct tcs_rid_said *ret_said);

#endif
