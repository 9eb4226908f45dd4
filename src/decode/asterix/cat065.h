/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_CAT065_H
#define TCS_DECODE_ASTERIX_CAT065_H

/*
 * cat065.h -- ASTERIX category 065, how a tracking system and its services are, as a
 * typed record.
 *
 * A member counts only when its bit of `has` is set. All zero is the empty record.
 *
 * Source: EUROCONTROL-SPEC-0149-15 editions 1.4 to 1.6.
 */

#include <stdint.h>

enum tcs_065_message { /* I065/000 */
                       TCS_065_STATUS_MESSAGE = 1,
                       TCS_065_END_OF_BATCH = 2,
                       TCS_065_SERVICE_MESSAGE = 3,
};

/* Bits of `has`, by number. */
enum tcs_065_bit {
    TCS_065_SOURCE,         /* 010: sac, sic */
    TCS_065_MESSAGE,        /* 000 */
    TCS_065_SERVICE,        /* 015 */
    TCS_065_TIME,           /* 030 */
    TCS_065_BATCH,          /* 020 */
    TCS_065_STATUS,         /* 040: no_go .. start_up */
    TCS_065_SERVICE_STATUS, /* 050 */
};

struct tcs_asterix_065 {
    uint64_t has;
    int64_t tod_ns; /* since midnight UTC */
    uint8_t sac;
    uint8_t sic;
    uint8_t message; /* enum tcs_065_message */
    uint8_t service;
    uint8_t batch;
    uint8_t no_go; /* 040 NOGO: 0 operational, 1 degraded, 2 not connected, 3 unknown */
    uint8_t overloaded;     /* 040 OVL */
    uint8_t time_invalid;   /* 040 TSV */
    uint8_t processing;     /* 040 PSS: which of two systems is at work; 0 not known */
    uint8_t toggle;         /* 040 STTN: turns over when the system is started anew */
    uint8_t service_status; /* 050 */
    uint8_t reserved[5];
};

_Static_assert(sizeof(struct tcs_asterix_065) == 32, "no padding");

#endif
