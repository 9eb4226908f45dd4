/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_POLAR_H
#define TCS_FILTER_POLAR_H

/*
 * polar.h -- range, azimuth and elevation as a place.
 *
 * The covariance is that of the tangent at the measured place. Near the zenith the
 * azimuth says nothing, but costs nothing either: its part of the error is range *
 * cos(elevation) * sigma, which goes to zero with the cosine, down to what the error of
 * the elevation leaves open.
 */

#include "filter/gauss.h"

/*
 * z: range > 0 (m), azimuth, elevation (rad); sigma of each, same units. Sets all of
 * *ret_fix but dt_s. Returns what turns a density per (m, rad, rad) into one per m^3.
 */
double tcs_fix_from_polar(const double from_m[3], const double z[3],
                          const double sigma[3], struct tcs_fix *ret_fix);

#endif
