/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_VEHICLE_H
#define TCS_OBSERVE_VEHICLE_H

/*
 * vehicle.h -- from MAVLink to claims: where vehicles say they are, and what they hear of
 * aircraft.
 *
 * GLOBAL_POSITION_INT tells where a vehicle is, HEARTBEAT what it is: a claim is made of
 * a position once both are known, under its system. If that said by Open Drone ID who it
 * is, it goes by that name, with the doubts about it: one vehicle is one track. What
 * flies and has an autopilot is unmanned; one whose type tells nothing (generic) says
 * nothing. What does not fly (rovers, boats, ground stations, gimbals...) is heard and
 * not used. Position and height are believed as GPS_RAW_INT says if that came within 10
 * s, otherwise as the sensor's sigmas say. The time since boot is no clock: a claim is of
 * when it came.
 *
 * ADSB_VEHICLE is an aircraft that the vehicle's receiver heard. Its claim is of so many
 * seconds before as it says. Simulated ones are refused.
 *
 * Source: https://mavlink.io/en/messages/common.html.
 */

#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "decode/mavlink.h"
#include "observe/broadcast.h"
#include "observe/neck.h"

enum { TCS_VEHICLES_MAX = 64 };

struct tcs_vehicle {
    uint32_t key;  /* system << 8 | component, and 1 << 31; 0: free */
    uint32_t type; /* MAV_TYPE, and 1 << 31 when a heartbeat has come */
    struct tcs_time heard_at;
    struct tcs_time accuracy_at; /* 0: never told */
    double horizontal_sigma_m;   /* 0: not known */
    double vertical_sigma_m;     /* likewise */
};

/* One a feed; all zero is the start state. When it is full, the vehicle that was silent
 * longest makes room. */
struct tcs_vehicles {
    uint64_t forgotten;
    struct tcs_vehicle rows[TCS_VEHICLES_MAX];
};

/* HEARTBEAT, GPS_RAW_INT or GLOBAL_POSITION_INT, received now, of a system that is known
 * by that name. */
void tcs_vehicle_take(struct tcs_vehicles *vehicles, const struct tcs_neck *neck,
                      uint16_t sensor, struct tcs_broadcast_name name,
                      const struct tcs_mavlink *message);

/*
 * ADSB_VEHICLE, received now.
 *
 * Returns  TCS_OK            taken; one without a place gives no claim
 *          TCS_E_REFUSED     simulated
 *          TCS_E_IMPOSSIBLE  no address
 */
TCS_NODISCARD
enum tcs_status tcs_vehicle_traffic(const struct tcs_neck *neck, uint16_t sensor,
                                    const struct tcs_mavlink *message);

#endif
