/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_FRENCH_H
#define TCS_DECODE_FRENCH_H

/*
 * french.h -- the French signalement électronique: fields in a vendor element of a Wi-Fi
 * beacon (OUI 6a:5c:35, type 1).
 *
 *   type length value, and so on; numbers are big endian
 *    1  1   version, 1                    6  2  height over the sea, m, signed
 *    2  30  French identity, text         7  2  height over the take-off, m, signed
 *    3  n   ANSI/CTA-2063 serial, text    8  4  take-off latitude, 1e-5 degree, signed
 *    4  4   latitude, 1e-5 degree, signed 9  4  take-off longitude, likewise
 *    5  4   longitude, likewise          10  1  speed over ground, m/s
 *                                        11  2  direction of movement, degrees
 *
 * Source: arrêté du 27 décembre 2019 (JORF 2019-12-29, text 35), annexe.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "decode/rid_said.h"

enum { TCS_FRENCH_ID_LEN = 30, TCS_FRENCH_SERIAL_LEN = 20 };

enum tcs_french_field {
    TCS_FRENCH_ID = 1 << 0,
    TCS_FRENCH_SERIAL = 1 << 1,
    TCS_FRENCH_POSITION = 1 << 2,
    TCS_FRENCH_ALTITUDE = 1 << 3,
    TCS_FRENCH_HEIGHT = 1 << 4,
    TCS_FRENCH_HOME = 1 << 5,
    TCS_FRENCH_SPEED = 1 << 6,
    TCS_FRENCH_DIRECTION = 1 << 7,
};

struct tcs_french {
    uint8_t version;
    uint8_t id_len;
    uint8_t serial_len;
    uint8_t speed_mps;
    uint16_t valid;         /* enum tcs_french_field */
    uint16_t direction_deg; /* 0..359 */
    int16_t altitude_m;
    int16_t height_m;
    int32_t lat_e5_deg;
    int32_t lon_e5_deg;
    int32_t home_lat_e5_deg;
    int32_t home_lon_e5_deg;
    uint8_t id[TCS_FRENCH_ID_LEN];
    uint8_t serial[TCS_FRENCH_SERIAL_LEN];
};

/*
 * Reads what stands behind OUI and type. Types that are not known are passed over.
 *
 * Returns  TCS_OK            *ret_french is filled, unused octets are zero
 *          TCS_E_DAMAGED     a length that runs over the end or does not fit its type
 *          TCS_E_FOREIGN     another version, or none
 *          TCS_E_IMPOSSIBLE  a place outside the Earth, or a direction over 360
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_french_read(struct tcs_bytes octets, struct tcs_french *ret_french,
                                struct tcs_fault *fault);

/* Adds to *said: identity, place (the height over the sea stands where the pressure
 * altitude does: neither is over the ellipsoid) and where it took off. */
void tcs_french_say(const struct tcs_french *french, struct tcs_rid_said *said);

#endif
