/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT015_H
#define TCS_DECODE_ASTERIX_CAT015_H

/*
 * cat015.h -- ASTERIX category 015, targets of an independent non-cooperative
 * surveillance system (a passive, multistatic or drone radar), as a typed record.
 *
 * Such a system says where a target is in one of two ways: in WGS 84, or as seen from the
 * sensor (range, azimuth, elevation; any of them may be missing).
 *
 * A member counts only when its bit of `has` is set. SI units, radians; angles clockwise
 * from north; x east, y north. Of repeated items the first is kept. All zero is the empty
 * record.
 *
 * Source: EUROCONTROL specification of category 015, independent non-cooperative
 * surveillance system target reports, edition 1.2.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_015_bit {
    TCS_015_SOURCE,           /* 010: sac, sic */
    TCS_015_MESSAGE,          /* 000 */
    TCS_015_SERVICE,          /* 015 */
    TCS_015_DESCRIPTOR,       /* 020 */
    TCS_015_TIME,             /* 145 */
    TCS_015_TRACK,            /* 161 */
    TCS_015_STATUS,           /* 170 */
    TCS_015_PERIOD,           /* 050 */
    TCS_015_LENGTH,           /* 270 LEN */
    TCS_015_WIDTH,            /* 270 WDT */
    TCS_015_TARGET_HEIGHT,    /* 270 HGT */
    TCS_015_ORIENTATION,      /* 270 ORT */
    TCS_015_OBJECT,           /* 300 */
    TCS_015_MEASUREMENT,      /* 400 */
    TCS_015_WGS84,            /* 600 P84 */
    TCS_015_SIGMA_XY,         /* 600 HPP */
    TCS_015_HEIGHT,           /* 601 GH */
    TCS_015_SIGMA_HEIGHT,     /* 601 SDGH */
    TCS_015_VELOCITY,         /* 602 HV */
    TCS_015_SIGMA_VELOCITY,   /* 602 SDHV */
    TCS_015_CLIMB,            /* 604 VV */
    TCS_015_SIGMA_CLIMB,      /* 604 SDVV */
    TCS_015_RANGE,            /* 625 R */
    TCS_015_SIGMA_RANGE,      /* 625 SDR */
    TCS_015_RANGE_RATE,       /* 625 RR */
    TCS_015_SIGMA_RANGE_RATE, /* 625 SDRR */
    TCS_015_DOPPLER,          /* 626 DV */
    TCS_015_SIGMA_DOPPLER,    /* 626 SDDV */
    TCS_015_AZIMUTH,          /* 627 AZ */
    TCS_015_SIGMA_AZIMUTH,    /* 627 SDASZ */
    TCS_015_ELEVATION,        /* 628 EL */
    TCS_015_SIGMA_ELEVATION,  /* 628 SDEL */
    TCS_015_ECHO,             /* 630 RPP */
    TCS_015_ECHO_SNR,         /* 630 RPS */
};

enum tcs_015_message {
    TCS_015_PLOT = 1,
    TCS_015_TRACK_REPORT = 2,
    TCS_015_SENSOR_PLOT = 3, /* as seen from the sensor */
    TCS_015_SENSOR_TRACK = 4,
    TCS_015_TRACK_END = 5,
};

/* 020 MOMU: where the range is measured along. */
enum tcs_015_statics {
    TCS_015_MONOSTATIC,
    TCS_015_MULTISTATIC, /* transmitter, target, receiver: not a distance */
    TCS_015_OTHER_STATICS,
    TCS_015_UNKNOWN_STATICS,
};

/* 020 TTAX: what kind of report. */
enum tcs_015_taxonomy {
    TCS_015_ACTUAL,
    TCS_015_REFERENCE,
    TCS_015_SYNTHETIC,
    TCS_015_SIMULATED,
};

struct tcs_asterix_015 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC: when the report applies */
    double period_s;
    double length_m;
    double width_m;
    double target_height_m; /* of the target itself */
    double orientation_rad;
    double lat_rad;
    double lon_rad;
    double sigma_x_m;
    double sigma_y_m;
    double correlation_xy;
    double height_m; /* above the ellipsoid */
    double sigma_height_m;
    double vx_mps;
    double vy_mps;
    double sigma_vx_mps;
    double sigma_vy_mps;
    double climb_mps;
    double sigma_climb_mps;
    double range_m;
    double sigma_range_m;
    double range_rate_mps;
    double sigma_range_rate_mps;
    double doppler_mps;
    double sigma_doppler_mps;
    double azimuth_rad;
    double sigma_azimuth_rad;
    double elevation_rad;
    double sigma_elevation_rad;
    double echo_db;
    double echo_snr_db;
    uint32_t measurement; /* 400 ON: 24 bits */
    uint16_t pair;        /* 400 PID: transmitter and receiver, I016/300 */
    uint16_t track;
    uint16_t object; /* 300 CLS: 9 bits */
    uint8_t object_percent;
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t message; /* enum tcs_015_message */
    uint8_t event_driven;
    uint8_t statics;  /* enum tcs_015_statics */
    uint8_t taxonomy; /* enum tcs_015_taxonomy */
    uint8_t scan_direction;
    uint8_t blind;   /* in a blind zone */
    uint8_t blanked; /* in a blanked zone */
    uint8_t ended_by_user;
    uint8_t coasting;
    uint8_t coasting_height;
    uint8_t tentative;
    uint8_t reserved[7];
};

_Static_assert(sizeof(struct tcs_asterix_015) == 288, "no padding");

#endif
