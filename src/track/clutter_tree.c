/* SPDX-License-Identifier: Apache-2.0 */
/* clutter_tree.c -- what a map of clutter says of a place. */
#include "num/elem.h"
#include "track/clutter.h"

static const double shape = 0.05;        /* of the prior of a density */
static const double drawn = 2.0;         /* to the coarser estimate, in counts */
static const double cut = 0.5;           /* how likely a region falls into quarters */
static const double worth_cutting = 1.0; /* counts; with fewer it is taken as even */

/* Regions before those of this size; `depth` times halved. */
static uint32_t first_of(uint32_t depth)
{
    return ((1u << 2 * depth) - 1) / 3;
}

struct region {
    uint32_t depth;
    uint32_t a;
    uint32_t b;
};

static uint32_t number(struct region r)
{
    return first_of(r.depth) + r.a * (1u << r.depth) + r.b;
}

static struct region quarter(struct region r, uint32_t which)
{
    return (struct region) { r.depth + 1, 2 * r.a + which / 2, 2 * r.b + which % 2 };
}

/* The region of this size that a cell lies in. */
static struct region about(uint32_t cell, uint32_t depth)
{
    const uint32_t shift = CLUTTER_DEPTH - depth;

    return (struct region) { depth, cell / CLUTTER_SIDE >> shift,
                             cell % CLUTTER_SIDE >> shift };
}

/* Looks times cells. */
static double exposure(const struct clutter_tree *tree, struct region r)
{
    const uint32_t side = 1u << (CLUTTER_DEPTH - r.depth);

    return side * (tree->looked[(r.b + 1) * side] - tree->looked[r.b * side]);
}

/* Stirling's series, of arguments above 0; to 1e-9. */
static double log_gamma(double x)
{
    const double half_log_2pi = 0.91893853320467274;
    double shifted = 1.0;

    while (x < 6.0) {
        shifted *= x;
        x += 1.0;
    }
    const double inverse = 1.0 / x;
    const double square = inverse * inverse;

    return (x - 0.5) * tcs_log(x) - x + half_log_2pi +
           inverse * (1.0 / 12.0 - square * (1.0 / 360.0 -
                                             square * (1.0 / 1260.0 - square / 1680.0))) -
           (shifted > 1.0 || shifted < 1.0 ? tcs_log(shifted) : 0.0);
}

/* How well one density explains so many counts: log, without what all ways of cutting
 * have in common. */
static double explain(struct clutter_tree *tree, double count, double exposed)
{
    const double log_gamma_shape = 2.9688792; /* of `shape` */

    if (exposed < tree->exposed || exposed > tree->exposed) {
        tree->exposed = exposed;
        tree->log_exposed = tcs_log(tree->shape_rate + exposed);
    }
    if (!(count > 0.0)) /* most small regions */
        return shape * (tree->log_rate - tree->log_exposed);
    return shape * tree->log_rate - (shape + count) * tree->log_exposed +
           log_gamma(shape + count) - log_gamma_shape;
}

/* What an even region's counts say of its density, drawn to that of the region which it
 * is a quarter of. */
static double density(double count, double exposed, double above)
{
    return (drawn + count) / (drawn / above + exposed);
}

/* Even, or cut into quarters with this evidence; returns the evidence of both. */
static double weigh(double even, double quarters, double *ret_even)
{
    const double odds = quarters - even; /* log */
    const double most = 50.0;
    double sum;

    if (odds > most) {
        *ret_even = 0.0;
        return quarters + tcs_log(cut);
    }
    sum = 1.0 - cut + cut * tcs_exp(odds);
    *ret_even = (1.0 - cut) / sum;
    return even + tcs_log(sum);
}

static void count_up(struct clutter_tree *tree, const struct clutter_map *map)
{
    const uint32_t cells = first_of(CLUTTER_DEPTH);

    for (uint32_t i = 0; i < CLUTTER_CELLS; i++)
        tree->count[cells + i] = (double)map->count[i];
    for (uint32_t depth = CLUTTER_DEPTH; depth-- > 0;)
        for (uint32_t a = 0; a < 1u << depth; a++)
            for (uint32_t b = 0; b < 1u << depth; b++) {
                const struct region r = { depth, a, b };
                const double *upper = &tree->count[number(quarter(r, 0))];
                const double *lower = &tree->count[number(quarter(r, 2))];

                tree->count[number(r)] = upper[0] + upper[1] + lower[0] + lower[1];
            }
}

static double evidence_of_quarters(const struct clutter_tree *tree, struct region r)
{
    const double *upper = &tree->evidence[number(quarter(r, 0))];
    const double *lower = &tree->evidence[number(quarter(r, 2))];

    return upper[0] + upper[1] + lower[0] + lower[1];
}

static bool is_cut(const struct clutter_tree *tree, struct region r)
{
    return r.depth < CLUTTER_DEPTH && tree->count[number(r)] >= worth_cutting;
}

static void judge(struct clutter_tree *tree, struct region r)
{
    const uint32_t i = number(r);
    const double exposed = exposure(tree, r);
    const double even = explain(tree, tree->count[i], exposed);

    tree->even[i] = 1.0;
    tree->evidence[i] = is_cut(tree, r)
                            ? weigh(even, evidence_of_quarters(tree, r), &tree->even[i])
                            : even;
}

/* Densities, from the whole down. */
static void draw_levels(struct clutter_tree *tree)
{
    tree->level[0] = tree->whole;
    for (uint32_t depth = 0; depth < CLUTTER_DEPTH; depth++)
        for (uint32_t a = 0; a < 1u << depth; a++)
            for (uint32_t b = 0; b < 1u << depth; b++) {
                const struct region r = { depth, a, b };

                for (uint32_t q = 0; q < 4 && is_cut(tree, r); q++) {
                    const uint32_t i = number(quarter(r, q));

                    tree->level[i] =
                        density(tree->count[i], exposure(tree, quarter(r, q)),
                                tree->level[number(r)]);
                }
            }
}

void clutter_grow(struct clutter_tree *tree, const struct clutter_map *map)
{
    tree->looked[0] = 0.0;
    for (uint32_t b = 0; b < CLUTTER_SIDE; b++)
        tree->looked[b + 1] = tree->looked[b] + map->looks[b];
    count_up(tree, map);
    tree->whole = (tree->count[0] + 0.1) /
                  (tree->looked[CLUTTER_SIDE] * CLUTTER_SIDE + 0.1 * CLUTTER_CELLS);
    tree->shape_rate = shape / tree->whole;
    tree->log_rate = tcs_log(tree->shape_rate);
    tree->exposed = 0.0;
    tree->log_exposed = tree->log_rate;
    for (uint32_t depth = CLUTTER_DEPTH; depth-- > 0;)
        for (uint32_t a = 0; a < 1u << depth; a++)
            for (uint32_t b = 0; b < 1u << depth; b++) {
                const struct region r = { depth, a, b };

                for (uint32_t q = 0; q < 4 && is_cut(tree, r); q++)
                    judge(tree, quarter(r, q));
            }
    judge(tree, (struct region) { 0, 0, 0 });
    draw_levels(tree);
}

/* Density of a cell over all ways of cutting, reports a cell and look. */
static double cell_level(const struct clutter_tree *tree, uint32_t cell)
{
    double reached = 1.0;
    double sum = 0.0;

    for (uint32_t depth = 0; depth <= CLUTTER_DEPTH && reached > 0.0; depth++) {
        const uint32_t i = number(about(cell, depth));

        sum += reached * tree->even[i] * tree->level[i];
        reached *= 1.0 - tree->even[i];
    }
    return sum;
}

static double rest(const struct clutter_tree *tree, struct region r, double own)
{
    const double count = tree->count[number(r)];

    return count > own ? count - own : 0.0;
}

/* The same with fewer counts in that cell: from the bottom up. */
static double cell_level_without(struct clutter_tree *tree, uint32_t cell, double own)
{
    double here[CLUTTER_DEPTH + 1] = { tree->whole };
    uint32_t bottom = 0;
    double evidence = 0.0; /* of the region below, now... */
    double before = 0.0;   /* ...and with all counts */
    double level = 0.0;

    while (is_cut(tree, about(cell, bottom))) {
        const struct region below = about(cell, ++bottom);

        here[bottom] =
            density(rest(tree, below, own), exposure(tree, below), here[bottom - 1]);
    }
    for (uint32_t depth = bottom + 1; depth-- > 0;) {
        const struct region r = about(cell, depth);
        const double exposed = exposure(tree, r);
        double even = 1.0;
        double sum = explain(tree, rest(tree, r, own), exposed);

        if (depth < bottom)
            sum = weigh(sum, evidence_of_quarters(tree, r) - before + evidence, &even);
        level = even * here[depth] + (1.0 - even) * level;
        evidence = sum;
        before = tree->evidence[number(r)];
    }
    return level;
}

/* The two cells whose centres lie about a place along one axis, and the share of the
 * upper one. */
static void neighbours(double at, uint32_t ret_cells[2], double *ret_upper)
{
    const double below = at - 0.5 > 0.0 ? at - 0.5 : 0.0;
    const uint32_t low = (uint32_t)below;

    ret_cells[0] = low;
    ret_cells[1] = low + 1 < CLUTTER_SIDE ? low + 1 : low;
    *ret_upper = below - low;
}

double clutter_level(struct clutter_tree *tree, struct clutter_spot spot, double own)
{
    const uint32_t home = clutter_cell(spot);
    uint32_t a[2];
    uint32_t b[2];
    double up_a;
    double up_b;
    double sum = 0.0;

    neighbours(spot.a, a, &up_a);
    neighbours(spot.b, b, &up_b);
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            const uint32_t cell = a[i] * CLUTTER_SIDE + b[j];
            const double share =
                (i == 0 ? 1.0 - up_a : up_a) * (j == 0 ? 1.0 - up_b : up_b);

            if (share > 0.0)
                sum += share * (cell == home && own > 0.0
                                    ? cell_level_without(tree, cell, own)
                                    : cell_level(tree, cell));
        }
    return sum * CLUTTER_CELLS;
}

double clutter_even(const struct clutter_tree *tree)
{
    return tree->whole * CLUTTER_CELLS;
}
