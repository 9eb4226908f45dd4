/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT063_H
#define TCS_DECODE_ASTERIX_CAT063_H

/*
 * cat063.h -- ASTERIX category 063, how the sensors of a tracking system are, as a typed
 * record: one sensor a record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians. Biases are what
 * the system has found: added to what the sensor reports. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-10 editions 1.6 and 1.7.
 */

#include <stdint.h>

enum tcs_063_condition { /* I063/060 CON */
                         TCS_063_OPERATIONAL,
                         TCS_063_DEGRADED,
                         TCS_063_INITIALISATION,
                         TCS_063_NOT_CONNECTED,
};

/* Bits of `has`, by number. */
enum tcs_063_bit {
    TCS_063_SOURCE,        /* 010: sac, sic of the system */
    TCS_063_SERVICE,       /* 015 */
    TCS_063_TIME,          /* 030 */
    TCS_063_SENSOR,        /* 050: sensor_sac, sensor_sic */
    TCS_063_STATUS,        /* 060 */
    TCS_063_TIME_BIAS,     /* 070 */
    TCS_063_SSR_RANGE,     /* 080 */
    TCS_063_SSR_AZIMUTH,   /* 081 */
    TCS_063_PSR_RANGE,     /* 090 */
    TCS_063_PSR_AZIMUTH,   /* 091 */
    TCS_063_PSR_ELEVATION, /* 092 */
};

struct tcs_asterix_063 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double time_bias_s;
    double ssr_range_gain;
    double ssr_range_bias_m;
    double ssr_azimuth_bias_rad;
    double psr_range_gain;
    double psr_range_bias_m;
    double psr_azimuth_bias_rad;
    double psr_elevation_bias_rad;
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t sensor_sac;
    uint8_t sensor_sic;
    uint8_t condition; /* enum tcs_063_condition */
    uint8_t psr_down;  /* 060 PSR: 1 no go */
    uint8_t ssr_down;
    uint8_t mode_s_down;
    uint8_t adsb_down;
    uint8_t mlat_down;
    uint8_t inhibited;  /* 060 OPS */
    uint8_t overloaded; /* 060 ODP: processing; OXT: transmission */
    uint8_t overloaded_tx;
    uint8_t time_invalid; /* 060 TSV */
    uint8_t reserved[1];
};

_Static_assert(sizeof(struct tcs_asterix_063) == 96, "no padding");

#endif
