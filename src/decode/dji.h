/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_DJI_H
#define TCS_DECODE_DJI_H

/*
 * dji.h -- DJI's DroneID in a vendor element of a Wi-Fi beacon (OUI 26:37:12, or one of
 * DJI's own, then 58 62 13).
 *
 *   10  version sequence[2] state[2] serial[16] lon[4] lat[4] altitude[2] height[2]
 *       north[2] east[2] up[2], then
 *       version 1   pitch[2] roll[2] yaw[2] home_lon[4] home_lat[4]
 *       version 2   yaw[2] time[8] pilot_lat[4] pilot_lon[4] home_lon[4] home_lat[4]
 *       product uuid_len uuid[20]
 *   11  serial[16] and what the pilot entered
 *
 * Numbers are little endian and, but for time (ms since 1970, UTC), signed; angles in
 * 1e-7 radian (1/174533 degree), velocities in cm/s. Nobody has said in which unit the
 * heights are: decoders take metres, tenths of a metre or feet; they are kept as they
 * came.
 * Places of 0/0 are not known.
 *
 * Sources: F. van Tienen and J. Dumon's description in Kismet (dot11_ie_221_dji_droneid);
 * Department 13, Anatomy of DJI's Drone ID Implementation (2017); Schiller et al., Drone
 * Security and the Mysterious Case of DJI's DroneID, NDSS 2023.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "decode/rid_said.h"

enum { TCS_DJI_SERIAL_LEN = 16, TCS_DJI_UUID_LEN = 20 };

enum tcs_dji_kind { TCS_DJI_TELEMETRY = 0x10, TCS_DJI_PURPOSE = 0x11 };

enum tcs_dji_field {
    TCS_DJI_POSITION = 1 << 0,
    TCS_DJI_HOME = 1 << 1,
    TCS_DJI_PILOT = 1 << 2,
    TCS_DJI_TIME = 1 << 3,
};

/* Of `state`. */
enum tcs_dji_state {
    TCS_DJI_SERIAL_VALID = 0x0001,
    TCS_DJI_MOTOR_ON = 0x0010,
    TCS_DJI_IN_AIR = 0x0020,
    TCS_DJI_HORIZONTAL_VALID = 0x0200,
    TCS_DJI_UP_VALID = 0x0400,
};

struct tcs_dji {
    uint8_t kind;
    uint8_t version; /* 1 or 2; of a purpose 0 */
    uint8_t valid;   /* enum tcs_dji_field */
    uint8_t serial_len;
    uint16_t sequence;
    uint16_t state;
    int32_t lat_raw, lon_raw;
    int32_t home_lat_raw, home_lon_raw;
    int32_t pilot_lat_raw, pilot_lon_raw;
    int16_t altitude_raw, height_raw;
    int16_t north_cmps, east_cmps, up_cmps;
    int16_t pitch_raw, roll_raw, yaw_raw; /* 0.01 degree */
    uint64_t time_ms;
    uint8_t product;
    uint8_t uuid_len;
    uint8_t reserved[2];
    uint8_t uuid[TCS_DJI_UUID_LEN];
    uint8_t serial[TCS_DJI_SERIAL_LEN];
};

/*
 * Reads what stands behind OUI and 58 62 13, the first octet being the kind.
 *
 * Returns  TCS_OK            *ret_dji is filled, unused octets are zero
 *          TCS_E_DAMAGED     too short
 *          TCS_E_FOREIGN     another kind or version
 *          TCS_E_IMPOSSIBLE  a place outside the Earth
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_dji_read(struct tcs_bytes octets, struct tcs_dji *ret_dji,
                             struct tcs_fault *fault);

double tcs_dji_deg(int32_t raw);

/* Adds to *said: identity; place, movement and time of the hour; where the pilot is or,
 * if that is not told, where it took off. Heights are left out. */
void tcs_dji_say(const struct tcs_dji *dji, struct tcs_rid_said *said);

#endif
