/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_CLUTTER_H
#define TCS_TRACK_CLUTTER_H

/*
 * clutter.h -- where false reports come from: a map for each sensor that was not told.
 *
 * The coverage is cut into cells of equal size in the units of the measurement (range and
 * azimuth, azimuth and elevation, or east and north). Each cell counts, fading, the
 * observations that no well established track explains, and the looks that covered it. An
 * estimate is drawn from the cell towards its block of 4 x 4 cells, and from the block
 * towards the whole, as far as there are few counts (gamma priors of weight 2).
 */

#include <stdint.h>

#include "observe/look.h"

enum {
    CLUTTER_SIDE = 32, /* cells along each axis */
    CLUTTER_BLOCK = 4, /* cells along the side of a block */
    CLUTTER_CELLS = CLUTTER_SIDE * CLUTTER_SIDE,
    CLUTTER_BLOCKS = CLUTTER_CELLS / (CLUTTER_BLOCK * CLUTTER_BLOCK),
};

struct clutter_map {
    double count[CLUTTER_CELLS];
    double block_count[CLUTTER_BLOCKS];
    double total_count;
    double looks[CLUTTER_CELLS]; /* that covered the cell, in whole looks */
};

/* A place on the map, in cells along each axis. */
struct clutter_spot {
    double a;
    double b;
};
struct clutter_spot clutter_spot(const struct tcs_coverage *coverage,
                                 const struct tcs_observation *obs);
uint32_t clutter_cell(struct clutter_spot spot);

/* False reports in one look of the whole coverage, if all of it were like this spot
 * (between the centres of cells linearly), as told by all observations but `own` of its
 * cell: one that is weighed does not testify against itself. */
double clutter_level(const struct clutter_map *map, struct clutter_spot spot, double own);

/* The same, as if it were alike everywhere. */
double clutter_even(const struct clutter_map *map, struct clutter_spot spot);

/* One look over `looked` (within the whole coverage) begins: what was learnt fades. */
void clutter_look(struct clutter_map *map, const struct tcs_coverage *whole,
                  const struct tcs_coverage *looked);
/* An observation that is clutter with this probability. */
void clutter_add(struct clutter_map *map, uint32_t cell, double weight);

#endif
