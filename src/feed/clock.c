/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/clock.h"

#include <time.h>

static const int64_t STEP_MIN_NS = INT64_C(50000000);
static const int64_t STAMP_AGE_MAX_NS = 10 * TCS_NS_PER_S;

static int64_t read_ns(clockid_t id)
{
    struct timespec now = { 0, 0 };

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * TCS_NS_PER_S + now.tv_nsec;
}

/* The two clocks are read one after the other; the reading with the shortest way from the
 * first to the last of three is the one that was not interrupted. */
static int64_t utc_minus_mono(void)
{
    int64_t best = 0;
    int64_t best_ns = INT64_MAX;

    for (int i = 0; i < 5; i++) {
        const int64_t before = read_ns(CLOCK_MONOTONIC);
        const int64_t utc = read_ns(CLOCK_REALTIME);
        const int64_t after = read_ns(CLOCK_MONOTONIC);

        if (after - before < best_ns) {
            best_ns = after - before;
            best = utc - (before + (after - before) / 2);
        }
    }
    return best;
}

struct tcs_span tcs_clock_start(struct tcs_clock *clock,
                                const struct tcs_leap_table *leap,
                                struct tcs_time not_before)
{
    const int64_t mono = read_ns(CLOCK_MONOTONIC);

    clock->utc_minus_mono_ns = utc_minus_mono();
    const struct tcs_time now = tcs_time_from_utc(leap, mono + clock->utc_minus_mono_ns);
    const bool behind = tcs_time_compare(not_before, now) > 0;
    const struct tcs_time from = behind ? not_before : now;

    clock->tai_minus_mono_ns = from.tai_ns - mono;
    clock->last_tai_ns = from.tai_ns;
    clock->last_mono_ns = mono;
    return tcs_time_since(from, now);
}

static struct tcs_time never_back(struct tcs_clock *clock, int64_t mono_ns)
{
    const int64_t tai_ns = mono_ns + clock->tai_minus_mono_ns;

    clock->last_mono_ns = mono_ns;
    if (tai_ns > clock->last_tai_ns)
        clock->last_tai_ns = tai_ns;
    return (struct tcs_time) { clock->last_tai_ns };
}

struct tcs_time tcs_clock_now(struct tcs_clock *clock)
{
    return never_back(clock, read_ns(CLOCK_MONOTONIC));
}

struct tcs_time tcs_clock_arrival(struct tcs_clock *clock, int64_t realtime_ns)
{
    const int64_t mono = read_ns(CLOCK_MONOTONIC);
    const int64_t age = read_ns(CLOCK_REALTIME) - realtime_ns;
    const int64_t at = age >= 0 && age <= STAMP_AGE_MAX_NS ? mono - age : mono;

    return never_back(clock, at);
}

bool tcs_clock_stepped(struct tcs_clock *clock, int64_t *ret_step_ns)
{
    const int64_t now = utc_minus_mono();
    const int64_t step = now - clock->utc_minus_mono_ns;

    if (step < STEP_MIN_NS && step > -STEP_MIN_NS)
        return false;
    clock->utc_minus_mono_ns = now;
    *ret_step_ns = step;
    return true;
}
