/* SPDX-License-Identifier: Apache-2.0 */
#include "track/transport.h"

#include <string.h>

#include "check.h"
#include "num/elem.h"
#include "num/rand.h"

enum { ROWS = 8, COLUMNS = 24 };
static double q[ROWS * COLUMNS];
static double rows[ROWS], columns[COLUMNS], u[ROWS], v[COLUMNS];

static struct tcs_transport problem(uint32_t r, uint32_t c, double tau)
{
    return (struct tcs_transport) { r, c, rows, columns, tau, q, u, v };
}

/* Random masses and costs of up to 20 nats; rows exact, columns to 0.02 after at most
 * 80 rounds. */
static void the_plan_keeps_all_masses(void **state)
{
    struct tcs_rand rand = tcs_rand(1, 1);

    for (int run = 0; run < 200; run++) {
        const uint32_t r = 2 + tcs_rand_u32(&rand) % (ROWS - 1);
        const uint32_t c = r + tcs_rand_u32(&rand) % (COLUMNS - r);
        const struct tcs_transport t = problem(r, c, tcs_rand_between(&rand, 0.5, 5.0));
        double total = 0.0;

        for (uint32_t j = 0; j < c; j++) {
            columns[j] = tcs_rand_between(&rand, 0.01, 1.0);
            total += columns[j];
        }
        for (uint32_t i = 0; i < r; i++)
            rows[i] = total / r;
        for (uint32_t k = 0; k < r * c; k++)
            q[k] = tcs_rand_between(&rand, 0.0, 20.0);
        (void)tcs_transport_solve(&t);
        for (uint32_t i = 0; i < r; i++) {
            double sum = 0.0;

            for (uint32_t j = 0; j < c; j++) {
                CHECK(q[i * c + j] >= 0.0);
                sum += q[i * c + j];
            }
            CHECK_NEAR(sum, rows[i], 1e-12, "1");
        }
        for (uint32_t j = 0; j < c; j++) {
            double sum = 0.0;

            for (uint32_t i = 0; i < r; i++)
                sum += q[i * c + j];
            CHECK_NEAR(sum, columns[j], 0.02, "1");
        }
    }
}

/* 2 x 2, masses 1, costs 0 on the diagonal and c beside it: by symmetry q is
 * 1 / (1 + exp(-c / tau)) on the diagonal. */
static void two_by_two_is_known(void **state)
{
    const struct tcs_transport t = problem(2, 2, 0.5);

    rows[0] = rows[1] = columns[0] = columns[1] = 1.0;
    q[0] = q[3] = 0.0;
    q[1] = q[2] = 1.0;
    (void)tcs_transport_solve(&t);
    CHECK_NEAR(q[0], 0.8807970779778823, 1e-8, "1");
    CHECK_NEAR(q[1], 0.1192029220221176, 1e-8, "1");
}

/* Costs that differ by thousands of tau neither overflow nor lose mass. */
static void huge_costs_are_survived(void **state)
{
    const struct tcs_transport t = problem(2, 3, 0.2);

    rows[0] = rows[1] = 1.0;
    columns[0] = 1.0;
    columns[1] = columns[2] = 0.5;
    q[0] = 0.0;
    q[1] = q[2] = 5000.0;
    q[3] = 9000.0;
    q[4] = q[5] = 0.0;
    (void)tcs_transport_solve(&t);
    CHECK_NEAR(q[0], 1.0, 1e-9, "1");
    CHECK_NEAR(q[4] + q[5], 1.0, 1e-9, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_keeps_all_masses),
        cmocka_unit_test(two_by_two_is_known),
        cmocka_unit_test(huge_costs_are_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
