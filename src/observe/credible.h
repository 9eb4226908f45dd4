/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_CREDIBLE_H
#define TCS_OBSERVE_CREDIBLE_H

/*
 * credible.h -- how far what an object says of itself is believed: reasons for doubt.
 *
 * Anybody can send anything, and nothing in a broadcast proves it. But what a drone says
 * has to agree with itself, with how it is heard and with what others say. Each reason
 * for doubt is found by one rule and holds for TCS_DOUBT_HOLD_S (doubt.h) after it was
 * last found; each takes a share of the credibility, which is 1 without any:
 *
 *   jump      0.6  from one place to the next faster than such an aircraft flies
 *   velocity  0.4  the way between places does not fit the speed that it says: far more
 *                  than it could accelerate to, or 100 m said to be flown on the spot
 *   steady    0.4  its signal keeps to 1 dB over 20 places and 100 m
 *   names     0.7  three serial numbers from one transmitter in a minute
 *   nowhere   0.3  in the air, but at 0/0 or nowhere, three times in a row
 *   maker     0.4  the address was given to one maker of drones, the serial number to
 *                  another (a maker's addresses and prefixes are in a table)
 *   clock     0.4  its time stands still while it moves (or for 15 s), runs back, or is
 *                  half a minute or more from ours
 *   range     0.6  farther than the receiver hears, or heard stronger than 36 dBm and an
 *                  antenna of 12 dBi allow over that distance
 *   twice     0.6  the same serial number is at another place, from another transmitter
 *   pilot     0.4  its pilot is more than 50 km away
 *
 * Shares multiply: jump and velocity leave 0.4 times 0.6, 0.24. Below TCS_CREDIBLE a
 * claim is in doubt (track/claim.c says what that means).
 *
 * Limits that are missing from a broadcast are taken wide: a doubt that is not due is
 * worse than one that comes late. Places of different transmitters are compared by what
 * they say at the same moment.
 *
 * Sources: the limits of speed are the fastest of each class on sale with a margin;
 * recommendation ITU-R P.525 (free space); IEEE's list of address blocks; ANSI/CTA-2063-A
 * (the first four characters of a serial number name its maker).
 */

#include <stdint.h>

#define TCS_CREDIBLE 0.5

enum tcs_doubt {
    TCS_DOUBT_JUMP,
    TCS_DOUBT_VELOCITY,
    TCS_DOUBT_STEADY,
    TCS_DOUBT_NAMES,
    TCS_DOUBT_NOWHERE,
    TCS_DOUBT_MAKER,
    TCS_DOUBT_CLOCK,
    TCS_DOUBT_RANGE,
    TCS_DOUBT_TWICE,
    TCS_DOUBT_PILOT,
    TCS_DOUBT_COUNT,
};

/* What is left of 1 under a set of reasons. */
double tcs_credibility(uint32_t reasons);

/* One word: "jump". */
const char *tcs_doubt_name(unsigned reason);

#endif
