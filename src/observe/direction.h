/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_DIRECTION_H
#define TCS_OBSERVE_DIRECTION_H

/*
 * direction.h -- from bearings to looks: direction finders, microphone arrays, cameras.
 *
 * One line of bearings is one look over the sensor's whole coverage. An empty one says
 * that the sensor listened and heard nothing, which is evidence.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "decode/bearings.h"
#include "observe/neck.h"

/* What a sensor has seen or heard at once. */
struct tcs_directions {
    struct tcs_time valid_at;
    bool counts_misses; /* where it looked and gave nothing, nothing was */
    uint32_t count;     /* at most TCS_BEARINGS_MAX */
    const struct tcs_bearing *bearings;
    const struct tcs_coverage *coverage; /* NULL: the sensor's whole */
};

/* One look of them. */
void tcs_direction_give(const struct tcs_neck *neck, uint16_t sensor,
                        const struct tcs_directions *directions);

/*
 * Bearings of the one of these sensors that the line names.
 *
 * Returns  TCS_OK           taken
 *          TCS_E_NOT_FOUND  none of these sensors has that name, or it is of a kind that
 *                           takes no bearings
 */
TCS_NODISCARD
enum tcs_status tcs_direction_take(const struct tcs_neck *neck, const uint16_t *sensors,
                                   uint32_t sensor_count,
                                   const struct tcs_bearings *bearings);

#endif
