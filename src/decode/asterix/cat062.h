/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT062_H
#define TCS_DECODE_ASTERIX_CAT062_H

/*
 * cat062.h -- ASTERIX category 062, system tracks, as a typed record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; x east, y north
 * of the system's reference point; headings clockwise from geographical north. All zero
 * is the empty record.
 *
 * Steps of the wire format: WGS 84 180/2^25 deg (0.6 m), x and y 0.5 m, velocity 0.25
 * m/s, acceleration 0.25 m/s2, time 1/128 s, geometric altitude and climb 6.25 ft and
 * ft/min, levels 25 ft, ages 0.25 s (63.75 s stands for that or more).
 *
 * Source: EUROCONTROL-SPEC-0149-9 editions 1.16 to 1.21.
 */

#include <stdint.h>

enum tcs_062_emitter { /* I062/380 EMC, those that matter here */
                       TCS_062_EMITTER_LIGHT = 1,
                       TCS_062_EMITTER_ROTORCRAFT = 10,
                       TCS_062_EMITTER_GLIDER = 11,
                       TCS_062_EMITTER_BALLOON = 12,
                       TCS_062_EMITTER_UNMANNED = 13,
                       TCS_062_EMITTER_ULTRALIGHT = 15,
                       TCS_062_EMITTER_PARACHUTIST = 16,
};

/* Bits of `has`, by number. */
enum tcs_062_bit {
    TCS_062_SOURCE,           /* 010: sac, sic */
    TCS_062_SERVICE,          /* 015 */
    TCS_062_TIME,             /* 070: of the track's state */
    TCS_062_WGS84,            /* 105: lat, lon */
    TCS_062_CARTESIAN,        /* 100: x, y */
    TCS_062_VELOCITY,         /* 185: vx, vy */
    TCS_062_ACCELERATION,     /* 210: ax, ay */
    TCS_062_MODE3A,           /* 060 */
    TCS_062_CALLSIGN,         /* 245 */
    TCS_062_ADDRESS,          /* 380 ADR */
    TCS_062_IDENT,            /* 380 ID */
    TCS_062_EMITTER,          /* 380 EMC */
    TCS_062_TRACK,            /* 040 */
    TCS_062_STATUS,           /* 080 */
    TCS_062_AGE,              /* 290 TRK, since the last update by any sensor */
    TCS_062_PSR_AGE,          /* 290 PSR */
    TCS_062_SSR_AGE,          /* 290 SSR */
    TCS_062_MODE_S_AGE,       /* 290 MDS */
    TCS_062_ADSB_AGE,         /* 290 ES */
    TCS_062_MLAT_AGE,         /* 290 MLT */
    TCS_062_MOVEMENT,         /* 200: turn, speed_change, climb */
    TCS_062_LEVEL,            /* 136: as measured last */
    TCS_062_GEOMETRIC,        /* 130 */
    TCS_062_BAROMETRIC,       /* 135 */
    TCS_062_CLIMB_RATE,       /* 220 */
    TCS_062_SIZE,             /* 270: length, orientation, width */
    TCS_062_FLEET,            /* 300 */
    TCS_062_SIGMA_XY,         /* 500 APC */
    TCS_062_COVARIANCE_XY,    /* 500 COV */
    TCS_062_SIGMA_WGS84,      /* 500 APW */
    TCS_062_SIGMA_GEOMETRIC,  /* 500 AGA */
    TCS_062_SIGMA_BAROMETRIC, /* 500 ABA */
    TCS_062_SIGMA_VELOCITY,   /* 500 ATV */
    TCS_062_SIGMA_CLIMB,      /* 500 ARC */
};

struct tcs_asterix_062 {
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
    double geometric_altitude_m;  /* above the ellipsoid */
    double barometric_altitude_m; /* flight level * 30.48 m, or by QNH */
    double measured_level_m;      /* flight level * 30.48 m, 1013.25 hPa */
    double climb_mps;             /* positive upwards */
    double age_s;
    double psr_age_s;
    double ssr_age_s;
    double mode_s_age_s;
    double adsb_age_s; /* extended squitter */
    double mlat_age_s;
    double length_m;
    double orientation_rad;
    double width_m;
    double sigma_x_m;
    double sigma_y_m;
    double covariance_xy_m; /* sign(c) sqrt(|c|) of the covariance c */
    double sigma_lat_rad;
    double sigma_lon_rad;
    double sigma_geometric_m;
    double sigma_barometric_m;
    double sigma_vx_mps;
    double sigma_vy_mps;
    double sigma_climb_mps;
    uint32_t address; /* 24 bits */
    uint16_t track;
    uint16_t mode3a; /* 12 bits: four octal digits */
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t mode3a_invalid;          /* 1: not validated */
    uint8_t mode3a_garbled;          /* 1: garbled */
    uint8_t callsign_source;         /* 245 STI */
    uint8_t emitter;                 /* 380 EMC: enum tcs_062_emitter and others */
    uint8_t fleet;                   /* 300: ground vehicles */
    uint8_t mono;                    /* 080 MON: one sensor only */
    uint8_t ident;                   /* 080 SPI */
    uint8_t geometric_more_reliable; /* 080 MRH */
    uint8_t altitude_source; /* 080 SRC: of I062/130; 0 none, 1 GNSS, 2 3D radar, */
    uint8_t tentative;       /* 080 CNF               3 triangulation, 4.. guesses */
    uint8_t simulated;       /* 080 SIM */
    uint8_t ended;           /* 080 TSE: the last message of this track */
    uint8_t begun;           /* 080 TSB: the first one */
    uint8_t coasting;        /* 080 CST */
    uint8_t no_psr;          /* 080 PSR: for longer than the system waits */
    uint8_t no_ssr;          /* 080 SSR */
    uint8_t no_mode_s;       /* 080 MDS */
    uint8_t no_adsb;         /* 080 ADS */
    uint8_t qnh_applied;     /* 135 */
    uint8_t turn;            /* 200 TRANS: 0 none, 1 right, 2 left, 3 unknown */
    uint8_t speed_change;    /* 200 LONG: 0 none, 1 faster, 2 slower, 3 unknown */
    uint8_t climb;           /* 200 VERT: 0 level, 1 climbing, 2 descending, 3 unknown */
    char callsign[9];        /* 245 */
    char aircraft_ident[9];  /* 380 ID, from the aircraft */
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_062) == 320, "no padding");

#endif
