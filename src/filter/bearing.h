/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_BEARING_H
#define TCS_FILTER_BEARING_H

/*
 * bearing.h -- directions as measurements: azimuth, or azimuth and elevation, seen from a
 * place; by statistical linearisation over the uncertainty of the state.
 *
 * The expected direction is averaged over cubature points of the position; what a
 * straight line cannot explain is added to the noise. Close to the sensor, or above it,
 * azimuth says little about position, and the added noise says so by itself.
 * tcs_bearing_update repeats it about the posterior (posterior linearisation).
 *
 * Azimuth clockwise from north (+ y), elevation up, rad. Differences are taken modulo
 * 2 pi.
 *
 * Sources: Arasaratnam, Haykin, "Cubature Kalman filters", IEEE TAC 54 (2009); Garcia-
 * Fernandez, Svensson, Morelande, Sarkka, "Posterior linearization filter", IEEE TSP 63
 * (2015) 5561-5573.
 */

#include <stdbool.h>
#include <stdint.h>

#include "filter/gauss.h"

struct tcs_bearing {
    double from_m[3];
    double az_rad;
    double el_rad;
    double az_var; /* rad^2 */
    double el_var;
    double dt_s; /* time of the bearing minus that of the state */
    bool has_el;
};

/* The bearing as a measurement linear in the state, about `about`, to be applied to
 * `prior`. False when the position has no usable spread or lies on the sensor. */
bool tcs_bearing_linearise(const struct tcs_gauss *about, const struct tcs_gauss *prior,
                           const struct tcs_bearing *bearing,
                           struct tcs_linear *ret_linear);

/* Distance and density under the prior. */
bool tcs_bearing_innovate(const struct tcs_gauss *prior,
                          const struct tcs_bearing *bearing,
                          struct tcs_innovation *ret_innovation);

/* Posterior linearisation, two rounds after the first. False: g unchanged. */
bool tcs_bearing_update(struct tcs_gauss *g, const struct tcs_bearing *bearing);

#endif
