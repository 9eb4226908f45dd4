/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT019_H
#define TCS_DECODE_ASTERIX_CAT019_H

/*
 * cat019.h -- ASTERIX category 019, status of a multilateration system, as a typed
 * record.
 *
 * A member counts only when its bit of `has` is set. SI units, radians. All zero is the
 * empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-18 edition 1.3.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_019_bit {
    TCS_019_SOURCE,   /* 010: sac, sic */
    TCS_019_MESSAGE,  /* 000 */
    TCS_019_TIME,     /* 140 */
    TCS_019_STATUS,   /* 550 */
    TCS_019_POSITION, /* 600: of the reference point */
    TCS_019_HEIGHT,   /* 610: of the reference point */
};

struct tcs_asterix_019 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double lat_rad;
    double lon_rad;
    double height_m;
    uint8_t sac;
    uint8_t sic;
    uint8_t message; /* 1 start of update cycle, 2 periodic status, 3 event */
    uint8_t no_go;   /* 0 operational, 1 degraded, 2 not to be used, 3 not known */
    uint8_t overloaded;
    uint8_t time_invalid;
    uint8_t reserved[2];
};

_Static_assert(sizeof(struct tcs_asterix_019) == 48, "no padding");

#endif
