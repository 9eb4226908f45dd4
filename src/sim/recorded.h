/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_RECORDED_H
#define TCS_SIM_RECORDED_H

/*
 * recorded.h -- a trajectory from a CSV file, as truth.
 *
 * First line: names of columns. Needed: `time` (seconds, from any beginning), `lat`,
 * `lon` (degrees) and `height` (m over the WGS 84 ellipsoid), or in place of the last
 * three `east`, `north`, `up` (m, site ENU). Other columns are ignored. Times must grow;
 * a line that breaks this or has no number is refused with its number. Between points the
 * way is straight.
 */

#include <stddef.h>

#include "base/status.h"
#include "geo/geo.h"

struct tcs_recorded;

TCS_NODISCARD enum tcs_status tcs_recorded_open(const char *path,
                                                const struct tcs_frame *frame,
                                                struct tcs_recorded **ret_recorded,
                                                char ret_error[256]);
void tcs_recorded_close(struct tcs_recorded *recorded);

/* Moves the whole so that it begins there. */
void tcs_recorded_move(struct tcs_recorded *recorded, struct tcs_vec3 begin_m);

double tcs_recorded_seconds(const struct tcs_recorded *recorded);

/* Place and velocity, `after_s` after its beginning; clamped to its ends. */
void tcs_recorded_at(const struct tcs_recorded *recorded, double after_s,
                     struct tcs_vec3 *ret_position_m, struct tcs_vec3 *ret_velocity_mps);

#endif
