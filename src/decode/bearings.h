/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_BEARINGS_H
#define TCS_DECODE_BEARINGS_H

/*
 * bearings.h -- bearings as JSON lines, the format of docs/bearings.md.
 *
 *   {"sensor":s,"time":t,"bearings":[{"azimuth_deg":a,...},...]}
 *
 * Cut a stream or a datagram into lines with decode/lines.h.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_BEARINGS_MAX = 256, /* in one line */
    TCS_BEARINGS_SENSOR_LEN = 48,
    TCS_BEARINGS_LINE_MAX = 4096,
};

enum tcs_bearing_field {
    TCS_BEARING_ELEVATION = 1 << 0,
    TCS_BEARING_SIGMA = 1 << 1,
    TCS_BEARING_FREQUENCY = 1 << 2,
    TCS_BEARING_LEVEL = 1 << 3,
    TCS_BEARING_CLASS = 1 << 4,
    TCS_BEARING_ALL = (1 << 5) - 1,
};

enum tcs_bearing_class {
    TCS_BEARING_DRONE = 1,
    TCS_BEARING_BIRD = 2,
    TCS_BEARING_CREWED = 3,
};

struct tcs_bearing {
    double azimuth_deg;   /* clockwise from true north, [0, 360) */
    double elevation_deg; /* -90..90 */
    double sigma_deg;     /* above 0, at most 180 */
    double frequency_hz;  /* above 0 */
    double level_db;
    uint32_t valid; /* enum tcs_bearing_field: which of the others are there */
    uint32_t said;  /* enum tcs_bearing_class; 0 when it is none of them */
};

struct tcs_bearings {
    char sensor[TCS_BEARINGS_SENSOR_LEN];
    int64_t utc_ns; /* POSIX */
    uint32_t count;
    uint32_t reserved;
    struct tcs_bearing bearings[TCS_BEARINGS_MAX];
};

/*
 * Reads one line without its end.
 *
 * Returns  TCS_OK            *ret_bearings is filled, as far as its count goes
 *          TCS_E_DAMAGED     not JSON, too long, a value of the wrong type, or a name
 * twice TCS_E_FOREIGN     JSON, but not an object with the three names TCS_E_IMPOSSIBLE
 * a number outside its range: the whole line is refused, since the rest would say that
 * nothing else was heard On failure ret_bearings is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_bearings_read(struct tcs_bytes line,
                                  struct tcs_bearings *ret_bearings,
                                  struct tcs_fault *fault);

#endif
