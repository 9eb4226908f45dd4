/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT048_H
#define TCS_DECODE_ASTERIX_CAT048_H

/*
 * cat048.h -- ASTERIX category 048, monoradar target reports, as a typed record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians; azimuth clockwise
 * from the radar's north; x east, y north of the radar. All zero is the empty record.
 *
 * Steps of the wire format: rho 1/256 NM (7.2 m), theta 360/65536 deg (0.096 mrad), time
 * 1/128 s, 3D height 25 ft (7.62 m; the largest error of rounding is 3.81 m), amplitudes
 * 1 dBm, Doppler 1 m/s.
 *
 * Source: EUROCONTROL-SPEC-0149-4 editions 1.21 to 1.32.
 */

#include <stdint.h>

enum tcs_048_detection {                           /* I048/020 TYP */
                         TCS_048_NO_DETECTION = 0, /* a track that coasts */
                         TCS_048_PSR = 1,
                         TCS_048_SSR = 2,
                         TCS_048_SSR_PSR = 3,
                         TCS_048_ALL_CALL = 4,
                         TCS_048_ROLL_CALL = 5,
                         TCS_048_ALL_CALL_PSR = 6,
                         TCS_048_ROLL_CALL_PSR = 7,
};

enum tcs_048_warning { /* I048/030, those that matter here */
                       TCS_048_WARNING_ANGEL = 5,
                       TCS_048_WARNING_ROAD = 6,
                       TCS_048_WARNING_FIXED = 7,
                       TCS_048_WARNING_SLOW = 8,
                       TCS_048_WARNING_BIRD = 19,
                       TCS_048_WARNING_BIRDS = 20,
                       TCS_048_WARNING_WIND_TURBINE = 23,
                       TCS_048_WARNING_HELICOPTER = 24,
};

/* Bits of `has`, by number. */
enum tcs_048_bit {
    TCS_048_SOURCE,          /* 010: sac, sic */
    TCS_048_TIME,            /* 140 */
    TCS_048_DESCRIPTOR,      /* 020: detection and the flags behind it */
    TCS_048_POLAR,           /* 040: rho, theta */
    TCS_048_MODE3A,          /* 070 */
    TCS_048_LEVEL,           /* 090: pressure altitude */
    TCS_048_SSR_RUN,         /* 130 SRL */
    TCS_048_SSR_REPLIES,     /* 130 SRR */
    TCS_048_SSR_DBM,         /* 130 SAM */
    TCS_048_PSR_RUN,         /* 130 PRL */
    TCS_048_PSR_DBM,         /* 130 PAM */
    TCS_048_PSR_SSR_RANGE,   /* 130 RPD */
    TCS_048_PSR_SSR_AZIMUTH, /* 130 APD */
    TCS_048_ADDRESS,         /* 220 */
    TCS_048_CALLSIGN,        /* 240 */
    TCS_048_TRACK,           /* 161 */
    TCS_048_CARTESIAN,       /* 042: x, y */
    TCS_048_VELOCITY,        /* 200: speed, heading */
    TCS_048_TRACK_STATUS,    /* 170 */
    TCS_048_TRACK_SIGMA,     /* 210 */
    TCS_048_WARNINGS,        /* 030 */
    TCS_048_HEIGHT,          /* 110: of a 3D radar */
    TCS_048_DOPPLER,         /* 120 CAL */
    TCS_048_RAW_DOPPLER,     /* 120 RDS */
    TCS_048_FLIGHT_STATUS,   /* 230 */
};

struct tcs_asterix_048 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double rho_m;   /* slant range */
    double theta_rad;
    double pressure_altitude_m; /* flight level * 30.48 m, 1013.25 hPa */
    double height_m;            /* of a 3D radar, above mean sea level */
    double doppler_mps; /* of the radar's own making; positive moving away, as advised */
    double raw_doppler_mps; /* 120 RDS: the first of its repetitions */
    double raw_ambiguity_mps;
    double raw_frequency_hz;
    double ssr_run_rad;
    double ssr_dbm;
    double psr_run_rad;
    double psr_dbm; /* amplitude of the primary plot */
    double psr_ssr_range_m;
    double psr_ssr_azimuth_rad;
    double x_m;
    double y_m;
    double speed_mps;
    double heading_rad;
    double sigma_x_m;
    double sigma_y_m;
    double sigma_speed_mps;
    double sigma_heading_rad;
    uint64_t warnings[2]; /* bit n of both together: warning n was given */
    uint32_t address;     /* 24 bits */
    uint16_t mode3a;      /* 12 bits: four octal digits */
    uint16_t track;       /* 0..4095 */
    uint8_t sac;
    uint8_t sic;
    uint8_t detection;      /* enum tcs_048_detection */
    uint8_t simulated;      /* 1: SIM */
    uint8_t test;           /* 1: TST */
    uint8_t monitor;        /* 1: a fixed transponder on the field */
    uint8_t ident;          /* 1: SPI */
    uint8_t extended_range; /* 1: rho is beyond 256 NM and told in the RE field */
    uint8_t mode3a_invalid; /* 1: not validated */
    uint8_t mode3a_garbled;
    uint8_t mode3a_old;    /* 1: not from this scan */
    uint8_t level_invalid; /* 1: not validated */
    uint8_t level_garbled;
    uint8_t doppler_doubtful;
    uint8_t ssr_replies;
    uint8_t tentative;     /* 170 CNF: 1 not yet confirmed */
    uint8_t track_sensors; /* 170 RAD: 0 combined, 1 PSR, 2 SSR or Mode S */
    uint8_t manoeuvre;     /* 170 MAH */
    uint8_t climb;         /* 170 CDM: 0 level, 1 climbing, 2 descending, 3 unknown */
    uint8_t ended;         /* 170 TRE: 1 the last report of this track */
    uint8_t ghost;         /* 170 GHO */
    uint8_t flight_status; /* 230 STAT */
    char callsign[9];
    uint8_t reserved[1];
};

_Static_assert(sizeof(struct tcs_asterix_048) == 248, "no padding");

static inline int tcs_048_warned(const struct tcs_asterix_048 *record, unsigned warning)
{
    return warning < 128 && (record->warnings[warning / 64] >> (warning % 64) & 1) != 0;
}

#endif
