/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT020_H
#define TCS_DECODE_ASTERIX_CAT020_H

/*
 * cat020.h -- ASTERIX category 020, reports of a multilateration system, as a typed
 * record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; x east, y north
 * of the reference point. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-14 editions 1.9 to 1.11.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_020_bit {
    TCS_020_SOURCE,       /* 010: sac, sic */
    TCS_020_DESCRIPTOR,   /* 020 */
    TCS_020_TIME,         /* 140 */
    TCS_020_WGS84,        /* 041 */
    TCS_020_CARTESIAN,    /* 042 */
    TCS_020_TRACK,        /* 161 */
    TCS_020_STATUS,       /* 170 */
    TCS_020_MODE3A,       /* 070 */
    TCS_020_VELOCITY,     /* 202 */
    TCS_020_ACCELERATION, /* 210 */
    TCS_020_LEVEL,        /* 090 */
    TCS_020_ADDRESS,      /* 220 */
    TCS_020_CALLSIGN,     /* 245 */
    TCS_020_HEIGHT,       /* 110 */
    TCS_020_GEOMETRIC,    /* 105 */
    TCS_020_FLEET,        /* 300 */
    TCS_020_SIGMA_XY,     /* 500 SDP */
    TCS_020_SIGMA_HEIGHT, /* 500 SDH */
};

struct tcs_asterix_020 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double lat_rad;
    double lon_rad;
    double x_m;
    double y_m;
    double vx_mps;
    double vy_mps;
    double ax_mps2;
    double ay_mps2;
    double pressure_altitude_m;  /* flight level * 30.48 m, 1013.25 hPa */
    double height_m;             /* in the local plane */
    double geometric_altitude_m; /* above the ellipsoid */
    double sigma_x_m;
    double sigma_y_m;
    double correlation_xy;
    double sigma_height_m;
    uint32_t address; /* 24 bits */
    uint16_t track;
    uint16_t mode3a; /* 12 bits: four octal digits */
    uint8_t sac;
    uint8_t sic;
    uint8_t by_ssr; /* 020: kinds of transmission that it was found by */
    uint8_t by_mode_s;
    uint8_t by_uat;
    uint8_t monitor;   /* 020 RAB: a fixed transponder */
    uint8_t ident;     /* 020 SPI */
    uint8_t on_ground; /* 020 GBS */
    uint8_t simulated;
    uint8_t test;
    uint8_t tentative; /* 170 CNF */
    uint8_t ended;     /* 170 TRE */
    uint8_t coasting;  /* 170 CST */
    uint8_t manoeuvre;
    uint8_t ghost;
    uint8_t mode3a_invalid;
    uint8_t mode3a_garbled;
    uint8_t level_invalid;
    uint8_t level_garbled;
    uint8_t fleet;
    char callsign[9];
    uint8_t reserved[3];
};

_Static_assert(sizeof(struct tcs_asterix_020) == 176, "no padding");

#endif
