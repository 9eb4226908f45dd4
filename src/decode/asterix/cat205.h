/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT205_H
#define TCS_DECODE_ASTERIX_CAT205_H

/*
 * cat205.h -- ASTERIX category 205, bearings and fixes of a radio direction finder, as a
 * typed record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; bearings
 * clockwise from north. All zero is the empty record.
 *
 * Source: EUROCONTROL specification of category 205, radio direction finder reports,
 * edition 1.0.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_205_bit {
    TCS_205_SOURCE,        /* 010: sac, sic */
    TCS_205_SERVICE,       /* 015 */
    TCS_205_MESSAGE,       /* 000 */
    TCS_205_TIME,          /* 030 */
    TCS_205_REPORT,        /* 040: number */
    TCS_205_CHANNEL,       /* 090 */
    TCS_205_WGS84,         /* 050: of the transmitter */
    TCS_205_CARTESIAN,     /* 060: of the transmitter */
    TCS_205_LOCAL_BEARING, /* 070: by one sensor */
    TCS_205_BEARING,       /* 080: from the reference point of the system */
    TCS_205_QUALITY,       /* 100 */
    TCS_205_UNCERTAINTY,   /* 110: of the position */
    TCS_205_TRACK,         /* 160 */
    TCS_205_SENSOR,        /* 170 */
    TCS_205_LEVEL,         /* 180 */
    TCS_205_SIGNAL,        /* 190 */
    TCS_205_ELEVATION,     /* 200 */
};

struct tcs_asterix_205 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double lat_rad;
    double lon_rad;
    double x_m;
    double y_m;
    double local_bearing_rad;
    double bearing_rad;
    double uncertainty_m;
    double level_dbuv; /* dB over 1 uV */
    double elevation_rad;
    uint16_t track;
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t message; /* 1 position, 2 bearing of the system, 3 position of a conflicting
                        transmission, 4 end of detection, 5 data of one sensor */
    uint8_t report;
    uint8_t quality;        /* 100: larger is better */
    uint8_t sensor;         /* 170 */
    uint8_t signal_quality; /* 190 */
    char channel[9];        /* 090: seven characters */
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_205) == 112, "no padding");

#endif
