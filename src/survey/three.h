/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SURVEY_THREE_H
#define TCS_SURVEY_THREE_H

/*
 * three.h -- where a sensor stands, and how it is turned, from the directions in which it
 * sees three known places.
 *
 * Grunert's quartic as written by Haralick, Lee, Ottenberg, Noelle, "Review and analysis
 * of solutions of the three point perspective pose estimation problem", IJCV 13 (1994).
 */

#include <stdint.h>

#include "num/mat.h"

struct tcs_stance {
    struct tcs_mat3 axes; /* rows: the sensor's x, y, z axes in the world's frame */
    struct tcs_vec3 position_m;
};

/* A place in the sensor's axes. */
struct tcs_vec3 tcs_stance_view(const struct tcs_stance *stance, struct tcs_vec3 place_m);

/* Unit directions in the sensor's axes to three places. Returns how many stances fit, 0
 * to 4; 0 too when the places lie on a line. */
uint32_t tcs_stance_from_three(const struct tcs_vec3 direction[3],
                               const struct tcs_vec3 place_m[3],
                               struct tcs_stance ret_stances[4]);

#endif
