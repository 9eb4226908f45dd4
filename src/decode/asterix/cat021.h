/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT021_H
#define TCS_DECODE_ASTERIX_CAT021_H

/*
 * cat021.h -- ASTERIX category 021, ADS-B target reports, as a typed record.
 *
 * Editions 2.x and the old family 0.23 to 0.26 differ in nearly everything; both fill the
 * same record. A member counts only when its bit of `has` is set. SI units, radians;
 * angles clockwise from true north. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-12 editions 0.23 to 0.26 and 2.1 to 2.7.
 */

#include <stdbool.h>
#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_021_bit {
    TCS_021_SOURCE,            /* 010: sac, sic */
    TCS_021_DESCRIPTOR,        /* 040: address type and flags */
    TCS_021_TRACK,             /* 161 */
    TCS_021_SERVICE,           /* 015 */
    TCS_021_TIME,              /* 030 (0.2x): time of day */
    TCS_021_POSITION_TIME,     /* 071: of applicability */
    TCS_021_VELOCITY_TIME,     /* 072 */
    TCS_021_POSITION_HEARD,    /* 073: of reception */
    TCS_021_POSITION_FRACTION, /* 074: the same, finer */
    TCS_021_VELOCITY_HEARD,    /* 075 */
    TCS_021_VELOCITY_FRACTION, /* 076 */
    TCS_021_SENT_TIME,         /* 077: of the ASTERIX report */
    TCS_021_POSITION,          /* 130 */
    TCS_021_FINE_POSITION,     /* 131 (2.x) */
    TCS_021_ADDRESS,           /* 080 */
    TCS_021_HEIGHT,            /* 140: geometric, above the ellipsoid */
    TCS_021_LEVEL,             /* 145 */
    TCS_021_QUALITY,           /* 090 (2.x) */
    TCS_021_ACCURACY,          /* 090 (0.2x): position accuracy */
    TCS_021_VERSION,           /* 210 (2.x) */
    TCS_021_MODE3A,            /* 070 */
    TCS_021_ROLL,              /* 230 */
    TCS_021_STATUS,            /* 200 */
    TCS_021_BARO_RATE,         /* 155 */
    TCS_021_GEO_RATE,          /* 157 */
    TCS_021_GROUND_VECTOR,     /* 160: ground speed, track angle */
    TCS_021_TURN_RATE,         /* 165 */
    TCS_021_CALLSIGN,          /* 170 */
    TCS_021_EMITTER,           /* 020 */
    TCS_021_SELECTED,          /* 146: selected altitude */
    TCS_021_FINAL_SELECTED,    /* 148 */
    TCS_021_AIR_SPEED,         /* 150: IAS or Mach */
    TCS_021_TRUE_AIR_SPEED,    /* 151 */
    TCS_021_MAGNETIC_HEADING,  /* 152 */
    TCS_021_AMPLITUDE,         /* 132 */
    TCS_021_RECEIVER,          /* 400 */
};

struct tcs_asterix_021 {
    uint64_t has;
    int64_t tod_ns; /* this and the next five: since midnight UTC */
    int64_t position_tod_ns;
    int64_t velocity_tod_ns;
    int64_t position_heard_tod_ns;
    int64_t velocity_heard_tod_ns;
    int64_t sent_tod_ns;
    int64_t position_fraction_ns; /* of the second that position_fsi tells */
    int64_t velocity_fraction_ns;
    double latitude_rad;
    double longitude_rad;
    double fine_latitude_rad;
    double fine_longitude_rad;
    double height_m;            /* above the WGS 84 ellipsoid */
    double pressure_altitude_m; /* flight level * 30.48 m, 1013.25 hPa */
    double roll_rad;
    double baro_rate_mps; /* up is positive */
    double geo_rate_mps;
    double ground_speed_mps;
    double track_angle_rad;
    double turn_rate_radps; /* to the right is positive */
    double selected_altitude_m;
    double final_altitude_m;
    double indicated_mps; /* air_speed_is_mach 0 */
    double mach;          /* air_speed_is_mach 1 */
    double true_air_speed_mps;
    double magnetic_heading_rad;
    double amplitude_dbm;
    uint32_t address; /* 24 bits */
    uint16_t mode3a;  /* 12 bits: four octal digits */
    uint16_t track;   /* 0..4095 */
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t receiver;
    uint8_t emitter;         /* category: 10 rotorcraft, 13 unmanned, ... (2.x numbers) */
    uint8_t address_type;    /* 0 ICAO, 1 duplicate, 2 surface vehicle, 3 anonymous */
    uint8_t altitude_coding; /* ARC: 0 25 ft, 1 100 ft, 2 unknown, 3 invalid */
    uint8_t range_checked;   /* RC: 1 CPR validation still pending */
    uint8_t monitor;         /* RAB: 1 a fixed transponder on the field */
    uint8_t on_ground;       /* GBS */
    uint8_t simulated;       /* SIM */
    uint8_t test;            /* TST */
    uint8_t confidence;      /* CL: 0 valid, 1 suspect, 2 not told */
    uint8_t lookup_failed;   /* LLC */
    uint8_t position_failed; /* IPC: an independent position check failed */
    uint8_t nogo;            /* NOGO */
    uint8_t cpr_failed;      /* CPR */
    uint8_t position_jumped; /* LDPJ */
    uint8_t range_failed;    /* RCF */
    uint8_t position_fsi;    /* 074: 0 this second of 073, 1 the next, 2 the one before */
    uint8_t velocity_fsi;    /* 076 likewise */
    uint8_t nacv;            /* NUCr or NACv */
    uint8_t nic;             /* NUCp or NIC */
    uint8_t nic_baro;
    uint8_t sil;
    uint8_t nacp;
    uint8_t sil_supplement; /* 1: per sample, 0: per flight hour */
    uint8_t sda;
    uint8_t gva;
    uint8_t pic;
    uint8_t accuracy;      /* 0.2x PA */
    uint8_t mops_version;  /* 0 DO-260, 1 DO-260A, 2 DO-260B, 3 DO-260C */
    uint8_t link;          /* 1 UAT, 2 1090 ES, 3 VDL 4 */
    uint8_t priority;      /* PS: 0 none, 1 general, 5 unlawful interference, 6 downed */
    uint8_t surveillance;  /* SS: 1 permanent alert, 2 temporary, 3 SPI */
    uint8_t emergency_mil; /* ME */
    uint8_t speed_exceeds; /* RE of 160: more than the field can hold */
    uint8_t baro_rate_exceeds;
    uint8_t geo_rate_exceeds;
    uint8_t air_speed_is_mach;
    uint8_t true_air_speed_exceeds;
    char callsign[9];
    uint8_t reserved[6];
};

_Static_assert(sizeof(struct tcs_asterix_021) == 288, "no padding");

/* The best that the record has of the position; false when it has none. */
bool tcs_021_position(const struct tcs_asterix_021 *record, double *ret_latitude_rad,
                      double *ret_longitude_rad);

/* The time of day to which the position applies, the best that the record has: time of
 * applicability, of reception (with its fraction), time of day (0.2x), of sending. May
 * lie outside 0..86400 s by a second, when a fraction crosses midnight. False: none. */
bool tcs_021_position_tod(const struct tcs_asterix_021 *record, int64_t *ret_tod_ns);

#endif
