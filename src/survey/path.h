/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SURVEY_PATH_H
#define TCS_SURVEY_PATH_H

/*
 * path.h -- the log of a flight, as a curve.
 *
 * Places of a target at ascending values of the log's own clock ("log time": seconds,
 * ticks or just the number of the row). Between two rows: cubic Hermite, with the slope
 * at a row from its two neighbours (of unequal distance too), so the curve and its
 * velocity are continuous.
 */

#include <stdbool.h>
#include <stdint.h>

#include "num/mat.h"

struct tcs_path {
    const double *at;                /* log time of each row, strictly ascending */
    const struct tcs_vec3 *places_m; /* any Cartesian frame */
    uint32_t count;                  /* at least 2 */
    uint32_t reserved;
};

/* False outside the log, and when it is not a number. */
bool tcs_path_at(const struct tcs_path *path, double log_time,
                 struct tcs_vec3 *ret_place_m);

#endif
