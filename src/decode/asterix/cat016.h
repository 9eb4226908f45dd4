/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT016_H
#define TCS_DECODE_ASTERIX_CAT016_H

/*
 * cat016.h -- ASTERIX category 016, the configuration of an independent non-cooperative
 * surveillance system, as a typed record: where its transmitters and receivers stand.
 *
 * A member counts only when its bit of `has` is set. SI units, radians. Of repeated items
 * the first is kept. All zero is the empty record.
 *
 * Source: EUROCONTROL specification of category 016, independent non-cooperative
 * surveillance system configuration reports, edition 1.0.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_016_bit {
    TCS_016_SOURCE,      /* 010: sac, sic */
    TCS_016_SERVICE,     /* 015 */
    TCS_016_MESSAGE,     /* 000 */
    TCS_016_TIME,        /* 140 */
    TCS_016_PERIOD,      /* 200 */
    TCS_016_PAIR,        /* 300 */
    TCS_016_REFERENCE,   /* 400 */
    TCS_016_HEIGHT,      /* 405 */
    TCS_016_TRANSMITTER, /* 410 */
    TCS_016_RECEIVER,    /* 420 */
};

struct tcs_asterix_016 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double period_s;
    double lat_rad; /* of the system's reference point */
    double lon_rad;
    double height_m;
    double transmitter_lat_rad;
    double transmitter_lon_rad;
    double transmitter_height_m;
    double offset_s; /* of the transmission's time */
    double offset_accuracy_s;
    double receiver_lat_rad;
    double receiver_lon_rad;
    double receiver_height_m;
    uint16_t pair;
    uint16_t pair_transmitter;
    uint16_t pair_receiver;
    uint16_t transmitter;
    uint16_t parallel; /* transmitters that send the same */
    uint16_t receiver;
    uint8_t sac;
    uint8_t sic;
    uint8_t service;
    uint8_t message; /* 1 the system, 2 transmitters and receivers */
};

_Static_assert(sizeof(struct tcs_asterix_016) == 128, "no padding");

#endif
