/* SPDX-License-Identifier: Apache-2.0 */
#include "num/chi2.h"

#include <math.h>

#include "check.h"

/*
 * The chance that a chi-square variable exceeds x, in closed form and with the C
 * library's functions: exp(-x/2) times a sum for even degrees of freedom, erfc and a sum
 * for odd. Abramowitz and Stegun 26.4.4 and 26.4.5.
 */
static double tail(double x, int dof)
{
    double term = dof % 2 == 0 ? exp(-x / 2) : sqrt(2 * x / acos(-1.0)) * exp(-x / 2);
    double sum = dof % 2 == 0 ? 0.0 : erfc(sqrt(x / 2));

    for (int k = dof % 2 == 0 ? 2 : 3; k <= dof; k += 2) {
        sum += term;
        term *= x / k;
    }
    return sum;
}

static void gates_are_the_quantiles_of_their_level(void **state)
{
    static const double outside[] = { 0.05, 0.01, 0.001, 0.0001 };

    for (int level = TCS_CHI2_P95; level <= TCS_CHI2_P9999; level++)
        for (int dof = 1; dof <= 9; dof++) {
            const double gate = tcs_chi2_gate((enum tcs_chi2_level)level, dof);

            CHECK_NEAR(tail(gate, dof) / outside[level], 1.0, 1e-13, "1");
        }
}

/* The handbook's table, section 1.3.6.7.4, has three decimals. */
static void gates_agree_with_the_printed_table(void **state)
{
    CHECK_NEAR(tcs_chi2_gate(TCS_CHI2_P95, 1), 3.841, 5e-4, "1");
    CHECK_NEAR(tcs_chi2_gate(TCS_CHI2_P99, 2), 9.210, 5e-4, "1");
    CHECK_NEAR(tcs_chi2_gate(TCS_CHI2_P99, 3), 11.345, 5e-4, "1");
    CHECK_NEAR(tcs_chi2_gate(TCS_CHI2_P999, 6), 22.458, 5e-4, "1");
    CHECK_NEAR(tcs_chi2_gate(TCS_CHI2_P999, 9), 27.877, 5e-4, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gates_are_the_quantiles_of_their_level),
        cmocka_unit_test(gates_agree_with_the_printed_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
