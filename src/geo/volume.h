/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_GEO_VOLUME_H
#define TCS_GEO_VOLUME_H

/*
 * volume.h -- a polygon with floor and ceiling, in the local ENU frame.
 *
 * Simple polygon of 3 to TCS_VOLUME_CORNERS_MAX corners in either direction; the edge
 * belongs to it. Heights are ENU up, floor <= ceiling, both included.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "num/mat.h"

enum { TCS_VOLUME_CORNERS_MAX = 32 };

struct tcs_volume {
    struct tcs_vec2 corners_m[TCS_VOLUME_CORNERS_MAX]; /* east, north */
    uint32_t count;
    uint32_t reserved;
    double floor_m;
    double ceiling_m;
};

/* TCS_E_ARGUMENT: too few or many corners, not finite, crosses itself, no area, floor
 * above ceiling. */
TCS_NODISCARD
enum tcs_status tcs_volume_check(const struct tcs_volume *volume);
bool tcs_volume_contains(const struct tcs_volume *volume, struct tcs_vec3 point_m);
/* Horizontal distance to the polygon (0 inside), ignoring height. */
double tcs_volume_distance(const struct tcs_volume *volume, struct tcs_vec3 point_m);
double tcs_volume_area(const struct tcs_volume *volume);

/*
 * A straight flight from `from` with constant velocity, for at most `horizon_s`: the
 * first moment inside the volume. False when it never enters; 0 when it starts inside.
 */
bool tcs_volume_entry(const struct tcs_volume *volume, struct tcs_vec3 from_m,
                      struct tcs_vec3 velocity_mps, double horizon_s, double *ret_s);

#endif
