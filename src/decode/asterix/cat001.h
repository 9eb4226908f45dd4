/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT001_H
#define TCS_DECODE_ASTERIX_CAT001_H

/*
 * cat001.h -- ASTERIX category 001, plots and tracks of one radar in the old form, as a
 * typed record.
 *
 * The category has two user application profiles: the first bit of I001/020 tells whether
 * a record is a plot or a track, and by it the items behind. I001/020 is mandatory; a
 * record without it is damaged.
 *
 * The time of day is cut to 16 bits, 512 s: the rest comes from what the same source sent
 * in category 002 (tcs_asterix_complete_tod).
 *
 * A member counts only when its bit of `has` is set. SI units, radians; angles clockwise
 * from north; x east, y north of the radar. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-2a edition 1.4.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_001_bit {
    TCS_001_SOURCE,     /* 010: sac, sic */
    TCS_001_DESCRIPTOR, /* 020 */
    TCS_001_WARNINGS,   /* 030 */
    TCS_001_POLAR,      /* 040 */
    TCS_001_CARTESIAN,  /* 042 */
    TCS_001_MODE3A,     /* 070 */
    TCS_001_LEVEL,      /* 090 */
    TCS_001_DOPPLER,    /* 120 */
    TCS_001_POWER,      /* 131 */
    TCS_001_TIME,       /* 141 */
    TCS_001_TRACK,      /* 161 */
    TCS_001_STATUS,     /* 170 */
    TCS_001_VELOCITY,   /* 200 */
};

enum tcs_001_detection {
    TCS_001_NONE, /* extrapolated */
    TCS_001_PSR,
    TCS_001_SSR,
    TCS_001_COMBINED,
};

struct tcs_asterix_001 {
    uint64_t has;
    int64_t truncated_ns; /* time of day modulo 512 s */
    double rho_m;         /* slant range */
    double theta_rad;
    double x_m;
    double y_m;
    double pressure_altitude_m; /* flight level * 30.48 m, 1013.25 hPa */
    double doppler_mps;
    double power_dbm;
    double speed_mps;
    double heading_rad;
    uint64_t warnings[2]; /* bit n: I001/030 holds value n */
    uint16_t track;
    uint16_t mode3a; /* 12 bits: four octal digits */
    uint8_t sac;
    uint8_t sic;
    uint8_t track_report; /* 020 TYP: 1 a track, 0 a plot */
    uint8_t detection;    /* enum tcs_001_detection */
    uint8_t simulated;
    uint8_t test;
    uint8_t ident;     /* 020 SPI */
    uint8_t monitor;   /* 020 RAB: a fixed transponder */
    uint8_t emergency; /* 020 DS1DS2: 1 7500, 2 7600, 3 7700 */
    uint8_t mode3a_invalid;
    uint8_t mode3a_garbled;
    uint8_t mode3a_old; /* not of this turn */
    uint8_t level_invalid;
    uint8_t level_garbled;
    uint8_t tentative; /* 170 CON */
    uint8_t manoeuvre;
    uint8_t ghost;
    uint8_t ended; /* 170 TRE: the last report */
    uint8_t reserved[2];
};

_Static_assert(sizeof(struct tcs_asterix_001) == 128, "no padding");

#endif
