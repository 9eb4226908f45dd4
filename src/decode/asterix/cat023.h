/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT023_H
#define TCS_DECODE_ASTERIX_CAT023_H

/*
 * cat023.h -- ASTERIX category 023, status of a CNS/ATM ground station and its services,
 * as a typed record.
 *
 * A member counts only when its bit of `has` is set. SI units. All zero is the empty
 * record.
 *
 * Source: EUROCONTROL-SPEC-0149-16 editions 1.2 and 1.3.
 */

#include <stdint.h>

/* Bits of `has`, by number. */
enum tcs_023_bit {
    TCS_023_SOURCE,  /* 010: sac, sic */
    TCS_023_REPORT,  /* 000 */
    TCS_023_SERVICE, /* 015 */
    TCS_023_TIME,    /* 070 */
    TCS_023_STATION, /* 100 */
    TCS_023_STATUS,  /* 110 */
    TCS_023_RANGE,   /* 200: operational */
};

struct tcs_asterix_023 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    double range_m;
    uint8_t sac;
    uint8_t sic;
    uint8_t report; /* 1 ground station, 2 service, 3 statistics of a service */
    uint8_t service;
    uint8_t service_type; /* 1 ADS-B VDL 4, 2 ADS-B extended squitter, 3 ADS-B UAT, 4
                             TIS-B VDL 4, 5 TIS-B ES, 6 TIS-B UAT, 7 FIS-B */
    uint8_t no_go;
    uint8_t overloaded;
    uint8_t overloaded_tx;
    uint8_t time_invalid;
    uint8_t spoofed; /* 100 SPO: from edition 1.3 on */
    uint8_t status;  /* 110 STAT: 0 not known, 1 failed, 2 disabled, 3 degraded, 4 normal,
                        5 initialising */
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_023) == 40, "no padding");

#endif
