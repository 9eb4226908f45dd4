/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CONFIG_SITE_SENSOR_H
#define TCS_CONFIG_SITE_SENSOR_H

/* site_sensor.h -- the rows of `sensors`. Context user: the struct tcs_site being read.
 */

#include "config/schema.h"
#include "geo/geo.h"

/* lat, lon, height (degrees, metres) of a struct tcs_geodetic. */
extern const struct tcs_field tcs_geodetic_fields[3];

extern const struct tcs_schema tcs_sensor_schema;

#endif
