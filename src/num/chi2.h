/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NUM_CHI2_H
#define TCS_NUM_CHI2_H

/*
 * chi2.h -- gates: quantiles of the chi-square distribution.
 *
 * Source: NIST/SEMATECH e-Handbook 1.3.6.7.4, recomputed to 15 digits.
 */

enum tcs_chi2_level {
    TCS_CHI2_P95,
    TCS_CHI2_P99,
    TCS_CHI2_P999,
    TCS_CHI2_P9999,
};

/* dof 1 to 9. */
double tcs_chi2_gate(enum tcs_chi2_level level, int dof);

#endif
