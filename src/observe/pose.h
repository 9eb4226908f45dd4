/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_POSE_H
#define TCS_OBSERVE_POSE_H

/*
 * pose.h -- directions in a sensor's own axes as azimuth and elevation.
 *
 * Own axes: forward, right, up. With azimuth and elevation 0 and no roll, forward is
 * north, right is east and up is up.
 */

#include "observe/sensor.h"

struct tcs_own_axes {
    double forward, right, up; /* any length but 0 */
};

/* Azimuth in [0, 2 pi), elevation in [-pi/2, pi/2]. */
void tcs_pose_direction(const struct tcs_pose *pose, struct tcs_own_axes own,
                        double *ret_az_rad, double *ret_el_rad);

#endif
