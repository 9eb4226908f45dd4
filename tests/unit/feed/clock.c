/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/clock.h"

#include <time.h>

#include "check.h"

static struct tcs_leap_table leap;

static int load(void **state)
{
    tcs_leap_builtin(&leap);
    return 0;
}

static int64_t realtime_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * TCS_NS_PER_S + now.tv_nsec;
}

static void time_is_utc_and_never_goes_back(void **state)
{
    struct tcs_clock clock;
    struct tcs_time last = { 0 };

    CHECK(tcs_clock_start(&clock, &leap, last).ns == 0);
    for (int i = 0; i < 10000; i++) {
        const struct tcs_time now = tcs_clock_now(&clock);

        CHECK(tcs_time_compare(now, last) >= 0);
        last = now;
    }
    const int64_t off = tcs_time_to_utc(&leap, last) - realtime_ns();

    CHECK(off > -50000000 && off < 50000000);
}

static void a_kernel_stamp_is_placed_in_the_past(void **state)
{
    struct tcs_clock clock;

    (void)tcs_clock_start(&clock, &leap, (struct tcs_time) { 0 });
    clock.last_tai_ns = 0; /* as if nothing had been asked for yet */
    const int64_t stamp = realtime_ns() - 5000000;
    const int64_t got = tcs_time_to_utc(&leap, tcs_clock_arrival(&clock, stamp));

    CHECK(got - stamp > -2000000 && got - stamp < 2000000);
    const int64_t mono_ns = clock.last_mono_ns;

    /* The next one comes out of order: it counts as the last one, but is known to be 4 ms
     * older. */
    CHECK_INT(tcs_time_to_utc(&leap, tcs_clock_arrival(&clock, stamp - 4000000)), got);
    CHECK(mono_ns - clock.last_mono_ns > 2000000 &&
          mono_ns - clock.last_mono_ns < 6000000);
}

static void stamps_that_cannot_be_count_as_now(void **state)
{
    struct tcs_clock clock;

    (void)tcs_clock_start(&clock, &leap, (struct tcs_time) { 0 });
    const struct tcs_time before = tcs_clock_now(&clock);
    const struct tcs_time future =
        tcs_clock_arrival(&clock, realtime_ns() + 3600 * TCS_NS_PER_S);
    const struct tcs_time old = tcs_clock_arrival(&clock, 0);

    CHECK(tcs_time_compare(future, before) >= 0 && tcs_time_compare(old, future) >= 0);
    CHECK(tcs_time_since(old, before).ns < TCS_NS_PER_S);
}

static void goes_on_after_the_end_of_a_record(void **state)
{
    struct tcs_clock clock;
    const struct tcs_time ahead =
        tcs_time_from_utc(&leap, realtime_ns() + 60 * TCS_NS_PER_S);
    const struct tcs_span behind = tcs_clock_start(&clock, &leap, ahead);

    CHECK(behind.ns > 59 * TCS_NS_PER_S && behind.ns <= 60 * TCS_NS_PER_S);
    CHECK(tcs_time_compare(tcs_clock_now(&clock), ahead) >= 0);
}

static void a_step_of_the_hosts_clock_is_told_once(void **state)
{
    struct tcs_clock clock;
    int64_t step_ns = 0;

    (void)tcs_clock_start(&clock, &leap, (struct tcs_time) { 0 });
    CHECK(!tcs_clock_stepped(&clock, &step_ns));
    /* As if the host's clock had been two seconds behind at the last check. */
    clock.utc_minus_mono_ns -= 2 * TCS_NS_PER_S;
    CHECK(tcs_clock_stepped(&clock, &step_ns));
    CHECK(step_ns > 1900000000 && step_ns < 2100000000);
    CHECK(!tcs_clock_stepped(&clock, &step_ns));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_is_utc_and_never_goes_back),
        cmocka_unit_test(a_kernel_stamp_is_placed_in_the_past),
        cmocka_unit_test(stamps_that_cannot_be_count_as_now),
        cmocka_unit_test(goes_on_after_the_end_of_a_record),
        cmocka_unit_test(a_step_of_the_hosts_clock_is_told_once),
    };

    return cmocka_run_group_tests(tests, load, NULL);
}
