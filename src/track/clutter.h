/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_CLUTTER_H
#define TCS_TRACK_CLUTTER_H

/*
 * clutter.h -- where false reports come from: a map for each sensor that was not told.
 *
 * The coverage is cut into cells of equal size in the units of the measurement (range and
 * azimuth, azimuth and elevation, or east and north). Each cell counts, fading, the
 * observations that no well established track explains, and the looks that covered it.
 *
 * What that says of the density at a place is found anew in each look: the coverage is
 * one region of even density, or falls into four quarters of which the same is true, down
 * to single cells (a context tree). A region's density is unknown by orders of magnitude
 * (a gamma prior of small shape about that of the whole), and all ways of cutting are
 * weighed by what they say of the counts. What a region's counts then say of its density
 * is drawn, by a quarter of a count, to that of the region which it is a quarter of. So
 * where all is even, all of it teaches what one cell expects; and the border of a hot
 * spot is as sharp as a few looks can make it.
 *
 * Source: Willems, Shtarkov, Tjalkens, "The context-tree weighting method: basic
 * properties", IEEE Transactions on Information Theory 41 (1995) 653-664.
 */

#include <stdbool.h>
#include <stdint.h>

#include "observe/look.h"

enum {
    CLUTTER_DEPTH = 7,                 /* times that a side is halved */
    CLUTTER_SIDE = 1 << CLUTTER_DEPTH, /* cells along each axis */
    CLUTTER_CELLS = CLUTTER_SIDE * CLUTTER_SIDE,
    CLUTTER_REGIONS = (4 * CLUTTER_CELLS - 1) / 3, /* of all sizes */
};

struct clutter_map {
    float count[CLUTTER_CELLS];
    double looks[CLUTTER_SIDE]; /* that covered a column, in whole looks */
};

/* What a map says, as long as it stays as it is: scratch. Regions stand size by size,
 * from the whole down to cells; what is not cut has nothing below it. */
struct clutter_tree {
    double looked[CLUTTER_SIDE + 1]; /* looks of all columns before this one */
    double shape_rate;               /* of the prior... */
    double log_rate;                 /* ...and its logarithm */
    double exposed, log_exposed; /* the last logarithm of an exposure: most are equal */
    double whole;                /* density of the whole: reports a cell and look */
    double count[CLUTTER_REGIONS];
    double evidence[CLUTTER_REGIONS]; /* log, over all ways of cutting */
    double even[CLUTTER_REGIONS];     /* probability that it is not cut... */
    double level[CLUTTER_REGIONS];    /* ...and its density then */
};
void clutter_grow(struct clutter_tree *tree, const struct clutter_map *map);

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
double clutter_level(struct clutter_tree *tree, struct clutter_spot spot, double own);

/* The same, as if it were alike everywhere. */
double clutter_even(const struct clutter_tree *tree);

/* One look over `looked` (within the whole coverage) begins: what was learnt fades. */
void clutter_look(struct clutter_map *map, const struct tcs_coverage *whole,
                  const struct tcs_coverage *looked);
/* An observation that is clutter with this probability; negative: one that was not. */
void clutter_add(struct clutter_map *map, uint32_t cell, double weight);

#endif
