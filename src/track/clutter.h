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
 * What that says of the density at a place (as the counts were when they had last changed
 * by a fiftieth): a region is of even density, or falls into halves along either axis of
 * which the same is true, down to single cells. A region's density is unknown by orders
 * of magnitude (a gamma prior of small shape about that of the whole), and all ways of
 * cutting are weighed by what they say of the counts: all rectangles whose sides come
 * from halving, each once. What a region's counts then say of its density is drawn to
 * that of the region which it is a half of: by four counts if it is more, since what
 * stays in one place may be an object (by 32 of a sensor that tells one number only: what
 * comes near stays in one direction), by one if it is less. So where all is even, all of
 * it teaches what one cell expects; and the border of a hot spot, along which long
 * regions lie, is soon as sharp as cells. Of a sensor that tells one number only, regions
 * are intervals of that.
 *
 * A radar that tells the elevation too has false reports where the ground is, and few
 * above. How they are spread over sixteen layers of elevation is counted for blocks of
 * 16 by 16 cells, and drawn to the spread in all of them by four counts.
 *
 * What comes may move, as a shower does with the wind: at its front the map says far too
 * little. So there is a second map, of what came recently: each look leaves half of it,
 * and what is more is drawn by one count. Which of the two foretells what comes is
 * weighed block by block by the likelihoods of the counts, fading. Many objects that come
 * up together look like a shower until tracks explain them, and must not wait for that:
 * so one look counts little, however much comes in it, and it takes ten that agree before
 * anything follows. But what is moving goes on to blocks next to where it is. Where the
 * recent map says more, the mean of both by that weight holds. All this for sensors that
 * tell two numbers: of one number a moment says too little.
 *
 * Sources: Wong, Ma, "Optional Polya tree and Bayesian inference", Annals of Statistics
 * 38 (2010) 1433-1459; Willems, Shtarkov, Tjalkens, "The context-tree weighting method:
 * basic properties", IEEE Transactions on Information Theory 41 (1995) 653-664; Raftery,
 * Karny, Ettler, "Online prediction under model uncertainty via dynamic model averaging",
 * Technometrics 52 (2010) 52-66.
 */

#include <stdbool.h>
#include <stdint.h>

#include "observe/look.h"

enum {
    CLUTTER_DEPTH = 7,                 /* times that a side is halved */
    CLUTTER_SIDE = 1 << CLUTTER_DEPTH, /* cells along each axis */
    CLUTTER_CELLS = CLUTTER_SIDE * CLUTTER_SIDE,
    CLUTTER_INTERVALS = 2 * CLUTTER_SIDE, /* of all sizes, along one axis; and none */
    CLUTTER_BLOCK_SIDE = 8,               /* blocks along each axis */
    CLUTTER_BLOCKS = CLUTTER_BLOCK_SIDE * CLUTTER_BLOCK_SIDE,
    CLUTTER_LAYERS = 16,
};

enum { CLUTTER_ALONG_A = 1, CLUTTER_ALONG_B = 2 };

struct clutter_map {
    float count[CLUTTER_CELLS];
    float layer[CLUTTER_BLOCKS][CLUTTER_LAYERS];
    double looks[CLUTTER_SIDE]; /* that covered a column, in whole looks */
    uint64_t axes;              /* along which any observation has told its place */
};

/* Of a block: how much better the recent map foretells (log odds, above those before any
 * look); what each foretold for the last look, which covered this part of it; and what
 * came, less what tracks explain (which may be a little more than came). */
struct clutter_forecast {
    double odds;
    double part;
    double usual;
    double recent;
    double came;
};

/* What is known of a sensor: part of the state. To find what a map says takes a while, so
 * that is done for the map as it was when it had last changed by a fiftieth. */
struct clutter {
    struct clutter_map map;
    struct clutter_map recent;
    struct clutter_forecast forecast[CLUTTER_BLOCKS];
    struct clutter_map told; /* `map` as it was then... */
    double total;            /* ...with so many counts... */
    uint64_t stamp;          /* ...told from all others; 0: never yet, all is zero */
    double changed;          /* counts since then */
    uint64_t looks;          /* likewise */
};
_Static_assert(sizeof(struct clutter) ==
                   3 * sizeof(struct clutter_map) +
                       CLUTTER_BLOCKS * sizeof(struct clutter_forecast) + 32,
               "no padding in state");
bool clutter_has_changed(const struct clutter *clutter);
void clutter_tell(struct clutter *clutter);

/* What a map says, as long as it stays as it is: scratch. Of all regions, each an
 * interval along each axis. */
struct clutter_way {
    float even;  /* probability that it is not cut... */
    float cut_a; /* ...and that it is cut along the first axis */
};
struct clutter_tree {
    uint64_t stamp; /* of the map that it was grown from */
    double drawn_if_more;
    uint32_t depth_a; /* times that it is halved along each axis */
    uint32_t depth_b;
    /* Cells of an interval along the first axis, looks at all columns of one of the
     * other; and the logarithm of what an interval of each size and one of the other come
     * to. */
    double cells[CLUTTER_INTERVALS];
    double looked[CLUTTER_INTERVALS];
    double log_exposed[CLUTTER_DEPTH + 1][CLUTTER_INTERVALS];
    double shape_rate; /* of the prior... */
    double log_rate;   /* ...and its logarithm */
    double whole;      /* density of the whole: reports a cell and look */
    double count[CLUTTER_INTERVALS * CLUTTER_INTERVALS];
    /* Where there are counts: log, over all ways. */
    double evidence[CLUTTER_INTERVALS * CLUTTER_INTERVALS];
    struct clutter_way way[CLUTTER_INTERVALS * CLUTTER_INTERVALS]; /* where it is cut */
    float layer[CLUTTER_BLOCKS][CLUTTER_LAYERS];
    double layer_sum[CLUTTER_LAYERS]; /* over all blocks */
};
enum { CLUTTER_DRAWN = 4, CLUTTER_DRAWN_RECENT = 1 }; /* counts, if more */
void clutter_grow(struct clutter_tree *tree, const struct clutter_map *map,
                  double drawn_if_more);
/* The same for the map that is told, unless the tree is that of it. */
void clutter_grow_again(struct clutter_tree *tree, const struct clutter *clutter);

/* Where an observation lies: its cell, and its layer from 1 above that (0: none). */
enum { CLUTTER_LAYER_SHIFT = 16 };
uint32_t clutter_place(const struct tcs_coverage *coverage,
                       const struct tcs_observation *obs);
static inline uint32_t clutter_cell(uint32_t place)
{
    return place & ((1u << CLUTTER_LAYER_SHIFT) - 1);
}
static inline uint32_t clutter_block(uint32_t place)
{
    enum { CELLS = CLUTTER_SIDE / CLUTTER_BLOCK_SIDE };
    const uint32_t cell = clutter_cell(place);

    return cell / CLUTTER_SIDE / CELLS * CLUTTER_BLOCK_SIDE + cell % CLUTTER_SIDE / CELLS;
}

/* False reports in one look of the whole coverage, if all of it were like this place, as
 * told by all observations but `own` of its own: one that is weighed does not testify
 * against itself. */
double clutter_level(struct clutter_tree *tree, uint32_t place, double own);

/* The same, as if it were alike everywhere. */
double clutter_even(const struct clutter_tree *tree);

/* Weight of the recent map at this place; and whether it has any, anywhere. */
double clutter_recent_weight(const struct clutter *clutter, uint32_t place);
bool clutter_is_recent(const struct clutter *clutter);
/* Before a look over these columns: what the last one said, and what is foretold; nothing
 * while one number only has been told. `round`: the first column is next to the last. */
void clutter_forecast(struct clutter *clutter, const bool *covered, bool round);

/* One look over `looked` (within the whole coverage) begins: what was learnt fades. */
void clutter_look(struct clutter *clutter, const struct tcs_coverage *whole,
                  const struct tcs_coverage *looked);
/* An observation, booked as clutter. */
void clutter_book(struct clutter *clutter, const struct tcs_coverage *whole,
                  const struct tcs_observation *obs);
/* One that is clutter with this probability; negative: one that was not. */
void clutter_add(struct clutter *clutter, uint32_t place, double weight);

#endif
