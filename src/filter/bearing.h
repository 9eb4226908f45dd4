/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_BEARING_H
#define TCS_FILTER_BEARING_H

/*
 * bearing.h -- directions as measurements: azimuth, or azimuth and elevation, seen or
 * heard from a place; linearised as sensed.h says.
 *
 * Close to the sensor, or above it, azimuth says little about position, and the noise
 * that linearisation adds says so by itself.
 *
 * Sound travels: what is heard at t left the object at t - tau, where tau is the time
 * that sound takes from there. On a straight way p - v tau with |p - v tau - s| = c tau
 * is a quadratic equation in tau; its solution is part of the measurement, so that
 * position and velocity are both corrected.
 *
 * Azimuth clockwise from north (+ y), elevation up, rad. Differences are taken modulo
 * 2 pi.
 */

#include <stdbool.h>

#include "filter/sensed.h"

struct tcs_bearing {
    double from_m[3];
    double az_rad;
    double el_rad;
    double az_var; /* rad^2 */
    double el_var;
    double dt_s;      /* time of the bearing minus that of the state */
    double sound_mps; /* speed of the sound that carried it; 0: light or radio */
    bool has_el;
};

/* Time that sound took from an object at x (position relative to the sensor, velocity) on
 * a straight way, s; slower than sound. */
double tcs_sound_delay(const double way_m[3], const double v_mps[3], double sound_mps);

/* As in sensed.h. False too when the position lies on the sensor. */
bool tcs_bearing_linearise(const struct tcs_gauss *about, const struct tcs_gauss *prior,
                           const struct tcs_bearing *bearing,
                           struct tcs_linear *ret_linear);
bool tcs_bearing_innovate(const struct tcs_gauss *prior,
                          const struct tcs_bearing *bearing,
                          struct tcs_innovation *ret_innovation);
bool tcs_bearing_update(struct tcs_gauss *g, const struct tcs_bearing *bearing);

#endif
