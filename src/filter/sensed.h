/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_SENSED_H
#define TCS_FILTER_SENSED_H

/*
 * sensed.h -- measurements that are not linear in the state, by statistical linearisation
 * over the uncertainty of the state.
 *
 * The expected residual is averaged over cubature points of what the measurement depends
 * on (position, or position and velocity); what a straight line cannot explain is added
 * to the noise. tcs_sensed_update repeats it about the posterior, twice (posterior
 * linearisation). bearing.h and range.h say what is measured.
 *
 * Sources: Arasaratnam, Haykin, "Cubature Kalman filters", IEEE TAC 54 (2009) 1254-1269;
 * Garcia-Fernandez, Svensson, Morelande, Sarkka, "Posterior linearization filter", IEEE
 * TSP 63 (2015) 5561-5573.
 */

#include <stdbool.h>

#include "filter/gauss.h"

struct tcs_sensed {
    int dim;     /* 1 or 2 */
    int inputs;  /* 3: of position alone; 6: of position and velocity */
    bool turns;  /* component 0 is an angle: differences modulo 2 pi */
    double dt_s; /* time of the measurement minus that of the state */
    double var[2];
    /* y = z - h(x) of the state x at the time of the measurement. False: x is where the
     * measurement says nothing. */
    bool (*residual)(const void *what, const double x[TCS_STATE_DIM], double ret_y[2]);
    const void *what;
};

/* The measurement as one that is linear in the state, about `about`, to be applied to
 * `prior`. False when the state has no usable spread. */
bool tcs_sensed_linearise(const struct tcs_gauss *about, const struct tcs_gauss *prior,
                          const struct tcs_sensed *sensed, struct tcs_linear *ret_linear);

/* Distance and density under the prior. */
bool tcs_sensed_innovate(const struct tcs_gauss *prior, const struct tcs_sensed *sensed,
                         struct tcs_innovation *ret_innovation);

/* Three rounds. False: g unchanged. */
bool tcs_sensed_update(struct tcs_gauss *g, const struct tcs_sensed *sensed);

/* To [-pi, pi). */
double tcs_half_turn(double a_rad);

#endif
