/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_DELAYS_H
#define TCS_BASE_DELAYS_H

/*
 * delays.h -- how long things took, counted in steps of preferred numbers (ISO 3, R10:
 * 1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8 of each decade) from 10 us to 10 s.
 *
 * A quantile is told as the upper end of its step: at most 27 % above the true one, never
 * below. All zero is the start state. Room is fixed, and adding costs some twenty
 * instructions.
 */

#include <stdint.h>

enum { TCS_DELAYS_ENDS = 61, TCS_DELAYS_STEPS = TCS_DELAYS_ENDS + 1 };

struct tcs_delays {
    uint64_t counts[TCS_DELAYS_STEPS]; /* the last: longer than the last end */
    uint64_t count;                    /* of all of them */
    int64_t sum_ns;
    int64_t longest_ns;
};

/* Upper end of a step, which belongs to it; step < TCS_DELAYS_ENDS. */
int64_t tcs_delays_end_ns(unsigned step);

/* Less than nothing counts as nothing. */
void tcs_delays_add(struct tcs_delays *delays, int64_t ns);
/* As if what `other` counts had been added one by one. */
void tcs_delays_join(struct tcs_delays *delays, const struct tcs_delays *other);

/* Not exceeded by the share (0 to 1) of them; the longest where that is less than the end
 * of its step. -1: there are none. */
int64_t tcs_delays_quantile_ns(const struct tcs_delays *delays, double share);

#endif
