/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT034_H
#define TCS_DECODE_ASTERIX_CAT034_H

/*
 * cat034.h -- ASTERIX category 034, monoradar service messages, as a typed record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; azimuth clockwise
 * from the radar's north. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-2b editions 1.27 to 1.29.
 */

#include <stdint.h>

enum tcs_034_type {
    TCS_034_NORTH_MARKER = 1,
    TCS_034_SECTOR_CROSSING = 2,
    TCS_034_GEOGRAPHICAL_FILTERING = 3,
    TCS_034_JAMMING_STROBE = 4,
    TCS_034_SOLAR_STORM = 5,
    TCS_034_SSR_JAMMING_STROBE = 6,
    TCS_034_MODE_S_JAMMING_STROBE = 7,
};

/* Bits of `has`, by number. */
enum tcs_034_bit {
    TCS_034_SOURCE,      /* 010: sac, sic */
    TCS_034_TYPE,        /* 000 */
    TCS_034_TIME,        /* 030 */
    TCS_034_SECTOR,      /* 020 */
    TCS_034_ROTATION,    /* 041 */
    TCS_034_STATUS,      /* 050 COM */
    TCS_034_PSR_STATUS,  /* 050 PSR */
    TCS_034_WINDOW,      /* 100 */
    TCS_034_FILTER,      /* 110 */
    TCS_034_POSITION,    /* 120 */
    TCS_034_COLLIMATION, /* 090 */
};

struct tcs_asterix_034 {
    uint64_t has;
    int64_t tod_ns;    /* since midnight UTC, steps of 1/128 s */
    double sector_rad; /* azimuth at which the sector begins; steps of 360/256 deg */
    double rotation_period_s; /* of one turn; steps of 1/128 s */
    double height_m;          /* of the radar, above the WGS 84 ellipsoid */
    double latitude_rad;      /* WGS 84 */
    double longitude_rad;
    double range_error_m; /* primary minus secondary */
    double azimuth_error_rad;
    double window_rho_start_m;
    double window_rho_end_m;
    double window_theta_start_rad;
    double window_theta_end_rad;
    uint8_t sac;  /* system area code */
    uint8_t sic;  /* system identification code */
    uint8_t type; /* enum tcs_034_type */
    uint8_t filter;
    uint8_t nogo;          /* 1: data shall not be used operationally */
    uint8_t reset;         /* 1: the data processor was restarted: new track numbers */
    uint8_t overload;      /* 1: data processor overloaded */
    uint8_t link_overload; /* 1: transmission overloaded */
    uint8_t time_invalid;  /* 1: the radar's own clock is not to be trusted */
    uint8_t psr_channel;   /* 0 none, 1 A, 2 B, 3 both */
    uint8_t psr_overload;
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_034) == 120, "no padding");

#endif
