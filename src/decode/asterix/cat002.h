/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT002_H
#define TCS_DECODE_ASTERIX_CAT002_H

/*
 * cat002.h -- ASTERIX category 002, service messages of one radar in the old form, as a
 * typed record. Its time of day completes the truncated times of category 001.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; angles clockwise
 * from north. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-2b edition 1.2.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_002_bit {
    TCS_002_SOURCE,      /* 010: sac, sic */
    TCS_002_TYPE,        /* 000 */
    TCS_002_SECTOR,      /* 020 */
    TCS_002_TIME,        /* 030 */
    TCS_002_ROTATION,    /* 041 */
    TCS_002_COLLIMATION, /* 090 */
    TCS_002_WINDOW,      /* 100 */
};

enum tcs_002_type {
    TCS_002_NORTH_MARKER = 1,
    TCS_002_SECTOR_CROSSING = 2,
    TCS_002_SOUTH_MARKER = 3,
    TCS_002_BLIND_ZONE_ON = 8,
    TCS_002_BLIND_ZONE_OFF = 9,
};

struct tcs_asterix_002 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double sector_rad;
    double rotation_period_s;
    double range_error_m;
    double azimuth_error_rad;
    double window_rho_start_m;
    double window_rho_end_m;
    double window_theta_start_rad;
    double window_theta_end_rad;
    uint8_t sac;
    uint8_t sic;
    uint8_t type; /* enum tcs_002_type */
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_002) == 88, "no padding");

#endif
