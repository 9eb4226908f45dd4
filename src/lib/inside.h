/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_LIB_INSIDE_H
#define TCS_LIB_INSIDE_H

/*
 * inside.h -- the library's layer of translation: public structures to ours and back.
 * Internal to the room.
 *
 * Public structures (include/tocsin) stay as they are when ours change; nothing is cast,
 * everything is carried over by name. What comes from outside is checked here, so that
 * the rooms behind may assert.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "observe/look.h"
#include "observe/sensor.h"
#include "track/track.h"

#include <tocsin/observation.h>
#include <tocsin/status.h>
#include <tocsin/track.h>

/* The public number of one of ours. */
enum tocsin_status lib_status(enum tcs_status status);

static inline struct tcs_time lib_time(int64_t ns)
{
    return (struct tcs_time) { ns };
}

/* A number of octets on a boundary of 64. */
static inline size_t lib_align(size_t n)
{
    return (n + 63) & ~(size_t)63;
}

/* True when each of the numbers is 0: a reserved member as it has to be. */
bool lib_zero(const double *values, size_t count);
/* True when each is finite. */
bool lib_finite(const double *values, size_t count);

/* False when there is something in it that cannot be. */
bool lib_sensor(const struct tocsin_sensor *from, struct tcs_sensor *ret_sensor);

/* Of a look of this sensor; its azimuths are corrected by the sensor's rotation. False
 * when there is something in it that cannot be. */
bool lib_observation(const struct tcs_sensor *sensor,
                     const struct tocsin_observation *from,
                     struct tcs_observation *ret_observation);

/* All of a look but its observations, of which there is room for `room`. */
bool lib_look(const struct tcs_sensor *sensors, uint32_t sensor_count,
              const struct tocsin_look *from, struct tcs_look *ret_look);

void lib_track(const struct tcs_track_view *from, struct tocsin_track *ret_track);

#endif
