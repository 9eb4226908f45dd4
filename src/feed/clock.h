/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_CLOCK_H
#define TCS_FEED_CLOCK_H

/*
 * clock.h -- arrival times that never go back.
 *
 * The host's monotonic clock, anchored once to UTC at start and turned into TAI. A step
 * of the host's clock (somebody sets it, or a time service jumps) does not move arrival
 * times; it is found by comparing the two clocks, and told.
 *
 * Not thread-safe: belongs to the loop's thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct tcs_clock {
    int64_t tai_minus_mono_ns; /* fixed at start */
    int64_t utc_minus_mono_ns; /* of the host's clock, at the last check */
    int64_t last_tai_ns;
    int64_t
        last_mono_ns; /* what the last answer says, before it was kept from going back:
                         how long ago that was is asked of the monotonic clock */
};

/* `not_before`: arrival times continue after this instant (the end of a record that goes
 * on); the zero instant when there is none. When the host's clock is behind it, time goes
 * on from there, and the difference is returned (0 otherwise): somebody has set the clock
 * back. */
struct tcs_span tcs_clock_start(struct tcs_clock *clock,
                                const struct tcs_leap_table *leap,
                                struct tcs_time not_before);

/* The present. Never before an earlier answer. */
struct tcs_time tcs_clock_now(struct tcs_clock *clock);

/* The instant of a kernel receive stamp (CLOCK_REALTIME, POSIX ns). A stamp from the
 * future or more than ten seconds old was taken before a step: the present is used
 * instead. */
struct tcs_time tcs_clock_arrival(struct tcs_clock *clock, int64_t realtime_ns);

/* True when the host's clock has jumped by 50 ms or more since the last check. */
bool tcs_clock_stepped(struct tcs_clock *clock, int64_t *ret_step_ns);

#endif
