/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_BEARING_RAY_H
#define TCS_TRACK_BEARING_RAY_H

/*
 * bearing_ray.h -- what a bearing starts: an object somewhere along a line. Internal to
 * the room.
 *
 * A ray is a Bernoulli like a row, but its state is a mixture of many Gaussians: at first
 * one for each range that the object could have, in geometric progression; later one for
 * each way of attributing bearings to it that is still likely. Crossings of lines are
 * parts of one ray, not tracks: they exclude each other, and where another sensor looked
 * and saw nothing, or the crossing does not move as something flies, the part loses its
 * weight to the others. Rays and rows are weighed together for every bearing. When one
 * place holds nearly all of a ray's probability, it becomes a row.
 *
 * Rays live in a pool of their own, where there are sensors that give bearings. When it
 * is full, the least likely one gives way.
 *
 * Sources: Musicki, "Multi-target tracking using multiple passive bearings-only
 * asynchronous sensors", IEEE TAES 44 (2008) 1151-1160 (integrated track splitting over
 * range parameterised Gaussian mixtures); Peach, "Bearings-only tracking using a set of
 * range-parameterised extended Kalman filters", IEE Proc. CTA 142 (1995) 73-80.
 */

#include <stdint.h>

#include "base/time.h"
#include "filter/gauss.h"
#include "observe/sensor.h"

enum {
    RAYS_MAX = 64,
    RAY_PARTS = 16,
    RAY_FIRST_PARTS = 12, /* ranges that a ray begins with */
};

struct ray_part {
    double weight; /* sums to 1 over the ray */
    struct tcs_gauss g;
};

struct tcs_ray {
    struct tcs_time at;
    struct tcs_time first_at;
    struct tcs_time seen_at;
    uint64_t touched; /* number of the look that changed it last */
    double existence; /* 0: free */
    double drop;      /* it ends when its existence falls below this */
    uint64_t sensors; /* a bit for each that has probably seen it */
    uint32_t hits[TCS_SENSOR_KIND_COUNT];
    uint32_t hit_count;
    uint32_t part_count;
    uint32_t reserved;
    struct ray_part part[RAY_PARTS];
};
_Static_assert(sizeof(struct tcs_ray) == 3 * 8 + 4 * 8 + 10 * 4 + RAY_PARTS * 28 * 8,
               "no padding");

#endif
