/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_RANGE_H
#define TCS_FILTER_RANGE_H

/*
 * range.h -- how far away something is, or how fast that grows (Doppler), from a place;
 * linearised as sensed.h says.
 *
 * Range rate is the velocity's part along the line of sight, positive when moving away:
 * (p - s) . v / |p - s|. Over the sensor it is that of the vertical, behind it that of
 * the line backwards: nothing is special there but the place of the sensor itself.
 */

#include <stdbool.h>

#include "filter/sensed.h"

struct tcs_range {
    double from_m[3];
    double value; /* m, or m/s */
    double var;
    double dt_s; /* time of the measurement minus that of the state */
};

/* As in sensed.h. */
bool tcs_range_innovate(const struct tcs_gauss *prior, const struct tcs_range *range,
                        struct tcs_innovation *ret_innovation);
bool tcs_range_update(struct tcs_gauss *g, const struct tcs_range *range);
bool tcs_rate_innovate(const struct tcs_gauss *prior, const struct tcs_range *rate,
                       struct tcs_innovation *ret_innovation);
bool tcs_rate_update(struct tcs_gauss *g, const struct tcs_range *rate);

#endif
