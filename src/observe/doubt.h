/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_DOUBT_H
#define TCS_OBSERVE_DOUBT_H

/*
 * doubt.h -- finds reasons to doubt what a transmitter of Remote ID says. Which there
 * are, and by which rules, stands in credible.h.
 */

#include <stdint.h>

#include "base/time.h"
#include "decode/rid_said.h"
#include "observe/credible.h"
#include "observe/neck.h"

#define TCS_DOUBT_HOLD_S 60.0

enum { TCS_DOUBT_NAMES_KEPT = 3 };

/* What is remembered of one transmitter; all zero is the start. No padding. */
struct tcs_doubts {
    struct tcs_time found_at[TCS_DOUBT_COUNT]; /* each, last; 0: never */
    struct tcs_time place_at;                  /* arrival of the last place... */
    struct tcs_time place_since;               /* ...and when it was first said */
    struct tcs_time said_at;                   /* the time that it carried; 0: none */
    struct tcs_time said_since;                /* since when that has stood still */
    struct tcs_time name_at[TCS_DOUBT_NAMES_KEPT];
    uint64_t name[TCS_DOUBT_NAMES_KEPT]; /* hashes of serial numbers */
    double place_m[3];                   /* ENU; heights are 0 */
    double speed_mps;                    /* said there */
    double still_m;                      /* way said to be flown at this place */
    double steady_m;                     /* way flown while the signal was steady */
    double pilot_m[2];
    int32_t signal_low, signal_high; /* dBm, while steady */
    uint32_t steady_count;           /* places, likewise; 0: none */
    uint32_t nowhere_count;          /* in a row */
    uint32_t has;                    /* bit 0: a place, 1: its speed, 2: a pilot */
    uint32_t aircraft;               /* of the Basic ID */
};

/* Bits of reasons that hold at a moment. */
uint32_t tcs_doubts_at(const struct tcs_doubts *doubts, struct tcs_time now);

/* Notes a serial number (or that of another kind: known is false) and the address. */
void tcs_doubt_name_heard(struct tcs_doubts *doubts, const struct tcs_rid_said *said,
                          const struct tcs_rid_basic_id *id, uint64_t hash,
                          struct tcs_time now);

/* Notes where the pilot is, and compares that with the last place. */
void tcs_doubt_pilot_heard(struct tcs_doubts *doubts, const struct tcs_neck *neck,
                           const struct tcs_rid_message *message);

/* Judges one Location, repeated or not. */
void tcs_doubt_place_heard(struct tcs_doubts *doubts, const struct tcs_neck *neck,
                           uint16_t sensor, const struct tcs_rid_said *said,
                           const struct tcs_rid_message *message);

/* Two transmitters have the same serial number: true when they are not in one place. */
bool tcs_doubt_twice(const struct tcs_doubts *a, const struct tcs_doubts *b);

#endif
