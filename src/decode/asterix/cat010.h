/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT010_H
#define TCS_DECODE_ASTERIX_CAT010_H

/*
 * cat010.h -- ASTERIX category 010, reports of a surface movement radar or
 * multilateration, as a typed record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; angles clockwise
 * from north; x east, y north of the reference point. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-7 edition 1.1.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_010_bit {
    TCS_010_SOURCE,         /* 010: sac, sic */
    TCS_010_MESSAGE,        /* 000 */
    TCS_010_DESCRIPTOR,     /* 020 */
    TCS_010_TIME,           /* 140 */
    TCS_010_WGS84,          /* 041 */
    TCS_010_POLAR,          /* 040 */
    TCS_010_CARTESIAN,      /* 042 */
    TCS_010_VELOCITY_POLAR, /* 200 */
    TCS_010_VELOCITY,       /* 202 */
    TCS_010_ACCELERATION,   /* 210 */
    TCS_010_TRACK,          /* 161 */
    TCS_010_STATUS,         /* 170 */
    TCS_010_MODE3A,         /* 060 */
    TCS_010_ADDRESS,        /* 220 */
    TCS_010_CALLSIGN,       /* 245 */
    TCS_010_FLEET,          /* 300 */
    TCS_010_LEVEL,          /* 090 */
    TCS_010_HEIGHT,         /* 091 */
    TCS_010_AMPLITUDE,      /* 131 */
    TCS_010_SIZE,           /* 270 */
    TCS_010_SIGMA,          /* 500 */
};

struct tcs_asterix_010 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double lat_rad;
    double lon_rad;
    double rho_m;
    double theta_rad;
    double x_m;
    double y_m;
    double speed_mps;
    double course_rad;
    double vx_mps;
    double vy_mps;
    double ax_mps2;
    double ay_mps2;
    double pressure_altitude_m; /* flight level * 30.48 m, 1013.25 hPa */
    double height_m;            /* above the reference point */
    double length_m;
    double orientation_rad;
    double width_m;
    double sigma_x_m;
    double sigma_y_m;
    double covariance_xy_m2;
    uint32_t address; /* 24 bits */
    uint16_t track;
    uint16_t mode3a; /* 12 bits: four octal digits */
    uint8_t sac;
    uint8_t sic;
    uint8_t message;   /* 1 target report, 2 start of update cycle, 3 periodic status, 4
                          event */
    uint8_t detection; /* 020 TYP: 0 SSR multilateration, 1 Mode S multilateration, 2
                          ADS-B, 3 PSR, 4 magnetic loop, 5 HF multilateration */
    uint8_t on_ground; /* 020 GBS */
    uint8_t simulated;
    uint8_t test;
    uint8_t monitor;   /* 020 RAB: a fixed transponder */
    uint8_t object;    /* 020 TOT: 1 aircraft, 2 ground vehicle, 3 helicopter */
    uint8_t ident;     /* 020 SPI */
    uint8_t tentative; /* 170 CNF */
    uint8_t ended;     /* 170 TRE */
    uint8_t coasting;  /* 170 CST: not 0 */
    uint8_t manoeuvre;
    uint8_t ghost;
    uint8_t mode3a_invalid;
    uint8_t mode3a_garbled;
    uint8_t level_invalid;
    uint8_t level_garbled;
    uint8_t fleet;
    uint8_t amplitude; /* of the primary plot, 0 to 255 */
    char callsign[9];
    uint8_t reserved[2];
};

_Static_assert(sizeof(struct tcs_asterix_010) == 216, "no padding");

#endif
