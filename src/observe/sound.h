/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_SOUND_H
#define TCS_OBSERVE_SOUND_H

/*
 * sound.h -- from what ODAS hears to looks of directions.
 *
 * ODAS counts hops of its sound processing, not time. The time of a hop is fitted to the
 * arrivals: the first 32 messages tell the length of a hop; from then on each arrival
 * corrects time and length a little (an alpha-beta filter; early ones count more), so
 * that the jitter of the network goes and its least delay, or not much more, stays. A
 * counter that goes back, or an arrival more than 2 s off, begins anew.
 *
 * The axes of the array: y is forward, x right, z up; the site file's `pose` says where
 * these point. Tracked sources that are not likely to sound right now (activity below
 * 0.5) are not heard. Looks come at most once a period of the sensor (0.1 s if it has
 * none): what ODAS says from hop to hop is smoothed and tells little new.
 */

#include <stdint.h>

#include "base/time.h"
#include "decode/odas.h"
#include "observe/neck.h"

#define TCS_SOUND_PERIOD_S 0.1

/* Lasting; all zero is the start state. No padding. */
struct tcs_hop_clock {
    uint64_t first_hop;
    uint64_t last_hop;
    struct tcs_time first_at; /* arrival of the first hop */
    struct tcs_time last_at;  /* as fitted, of the last hop */
    struct tcs_time look_at;  /* of the last look */
    double hop_ns;
    uint64_t count; /* messages since it began; 0: none */
};

/* The time of a hop that has arrived now. */
struct tcs_time tcs_hop_time(struct tcs_hop_clock *clock, uint64_t hop,
                             struct tcs_time arrival);

void tcs_sound_take(struct tcs_hop_clock *clock, const struct tcs_neck *neck,
                    uint16_t sensor, const struct tcs_odas *odas);

#endif
