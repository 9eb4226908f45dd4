/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_DIRECTION_H
#define TCS_OBSERVE_DIRECTION_H

/*
 * direction.h -- from bearings to looks: direction finders, microphone arrays, cameras.
 *
 * One line of bearings is one look over the sensor's whole coverage. An empty one says
 * that the sensor listened and heard nothing, which is evidence.
 */

#include "base/status.h"
#include "decode/bearings.h"
#include "observe/neck.h"

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
