/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ASSESS_SAMPLES_H
#define TCS_ASSESS_SAMPLES_H

/*
 * samples.h -- the fixed points over which assess integrates: no random at run time, so
 * that the same track always gives the same probability.
 *
 * The first half is for an object that flies on, the second for one that manoeuvres; each
 * half is symmetric about zero and has unit covariance. In thousandths:
 *   0..5  standard normal: position and velocity, before the Cholesky factor
 *   6     standard normal: vertical freedom (its magnitude is used)
 *   7, 8  standard normal: change of horizontal velocity
 *   9     uniform in 0..1000: when, as a part of the horizon
 */

#include <stdint.h>

enum { TCS_ASSESS_SAMPLES = 128, TCS_ASSESS_DIMENSIONS = 10 };

extern const int16_t tcs_assess_samples[TCS_ASSESS_SAMPLES][TCS_ASSESS_DIMENSIONS];

#endif
