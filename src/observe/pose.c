/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/pose.h"

#include "geo/geo.h"
#include "num/elem.h"

void tcs_pose_direction(const struct tcs_pose *pose, struct tcs_own_axes own,
                        double *ret_az_rad, double *ret_el_rad)
{
    const double sa = tcs_sin(pose->az_rad), ca = tcs_cos(pose->az_rad);
    const double se = tcs_sin(pose->el_rad), ce = tcs_cos(pose->el_rad);
    const double sr = tcs_sin(pose->roll_rad), cr = tcs_cos(pose->roll_rad);
    /* First the roll about forward: what was right and up before it. */
    const double right = own.right * cr + own.up * sr;
    const double up = own.up * cr - own.right * sr;
    /* Then the tilt: along the ground, and up. */
    const double ahead = own.forward * ce - up * se;
    const double above = own.forward * se + up * ce;
    const double east = ahead * sa + right * ca;
    const double north = ahead * ca - right * sa;

    *ret_az_rad = tcs_angle_wrap(tcs_atan2(east, north));
    *ret_el_rad = tcs_atan2(above, tcs_sqrt(east * east + north * north));
}
