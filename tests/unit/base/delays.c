/* SPDX-License-Identifier: Apache-2.0 */
#include "base/delays.h"

#include "check.h"

static void steps_are_preferred_numbers_and_grow_by_a_quarter(void **state)
{
    CHECK_INT(tcs_delays_end_ns(0), 10000);
    CHECK_INT(tcs_delays_end_ns(5), 31500);
    CHECK_INT(tcs_delays_end_ns(20), 1000000);
    CHECK_INT(tcs_delays_end_ns(60), INT64_C(10000000000));
    for (unsigned i = 1; i < TCS_DELAYS_ENDS; i++) {
        const double times =
            (double)tcs_delays_end_ns(i) / (double)tcs_delays_end_ns(i - 1);

        CHECK(times >= 1.25 && times < 1.29);
    }
}

static void an_end_belongs_to_its_step(void **state)
{
    struct tcs_delays delays = { 0 };

    tcs_delays_add(&delays, -5);
    tcs_delays_add(&delays, 10000);
    tcs_delays_add(&delays, 10001);
    tcs_delays_add(&delays, 1000000);
    tcs_delays_add(&delays, INT64_C(10000000001));
    CHECK_INT(delays.counts[0], 2);
    CHECK_INT(delays.counts[1], 1);
    CHECK_INT(delays.counts[20], 1);
    CHECK_INT(delays.counts[TCS_DELAYS_ENDS], 1);
    CHECK_INT(delays.count, 5);
    CHECK_INT(delays.sum_ns, INT64_C(10001020002));
    CHECK_INT(delays.longest_ns, INT64_C(10000000001));
}

/* Of 1, 2, ... 1000 us the median is 500 us and 99 % stay below 990, of which the step
 * ends at 1000; of their halves, joined, the last decides nothing. */
static void quantiles_are_told_from_above(void **state)
{
    struct tcs_delays delays = { 0 }, all = { 0 };

    CHECK_INT(tcs_delays_quantile_ns(&delays, 0.5), -1);
    for (int64_t us = 1; us <= 1000; us++)
        tcs_delays_add(&delays, us * 1000);
    CHECK_INT(tcs_delays_quantile_ns(&delays, 0.5), 500000);
    CHECK_INT(tcs_delays_quantile_ns(&delays, 0.99), 1000000);
    CHECK_INT(tcs_delays_quantile_ns(&delays, 0.0), 10000);
    tcs_delays_add(&all, 7000);
    CHECK_INT(tcs_delays_quantile_ns(&all, 0.99), 7000);
    tcs_delays_join(&all, &delays);
    CHECK_INT(all.count, 1001);
    CHECK_INT(all.longest_ns, 1000000);
    CHECK_INT(tcs_delays_quantile_ns(&all, 1.0), 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_preferred_numbers_and_grow_by_a_quarter),
        cmocka_unit_test(an_end_belongs_to_its_step),
        cmocka_unit_test(quantiles_are_told_from_above),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
