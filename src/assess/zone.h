/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ASSESS_ZONE_H
#define TCS_ASSESS_ZONE_H

/*
 * zone.h -- a place with people in it, and the seconds that they need.
 */

#include <stdint.h>

#include "geo/volume.h"
#include "observe/sensor.h"

enum { TCS_ZONE_MAX = 32 };

struct tcs_zone {
    char name[TCS_NAME_LEN];
    struct tcs_volume volume; /* ENU */
    uint32_t people;
    uint32_t reserved;
    double cover_s; /* seconds to cover, from the moment that they hear the warning */
};

#endif
