/* SPDX-License-Identifier: Apache-2.0 */
/* clutter_tree.c -- what a map of clutter says of a place. */
#include <string.h>

#include "track/clutter.h"

static const double shape = 0.05; /* of the prior of a density */
/* Counts by which an estimate is drawn to the coarser one. What comes again and again
 * from one place may be an object: that takes more to be believed than that there is
 * little; and most where one number only is told, since an object that comes near stays
 * in its cell. */
static const double drawn_if_more_by_one = 32.0;
static const double drawn_if_less = 1.0;
static const double uncut = 0.5;         /* how likely a region is even */
static const double worth_cutting = 1.0; /* counts; with fewer it is taken as even */

/*
 * Along each axis an interval has a number: 1 is the whole, n falls into 2 n and 2 n + 1,
 * from CLUTTER_SIDE on they are single cells. A region is an interval of each axis. An
 * axis along which nothing tells its place is never cut.
 */
struct region {
    uint32_t a;
    uint32_t b;
};

static uint32_t number(struct region r)
{
    return r.a * CLUTTER_INTERVALS + r.b;
}

/* The region that a cell lies in, so many times halved along each axis. */
static struct region about(uint32_t cell, uint32_t depth_a, uint32_t depth_b)
{
    return (struct region) {
        (CLUTTER_SIDE + cell / CLUTTER_SIDE) >> (CLUTTER_DEPTH - depth_a),
        (CLUTTER_SIDE + cell % CLUTTER_SIDE) >> (CLUTTER_DEPTH - depth_b),
    };
}

/* The least interval along an axis that is halved so often. */
static uint32_t leaf(uint32_t row, uint32_t depth)
{
    return (CLUTTER_SIDE + row) >> (CLUTTER_DEPTH - depth);
}

static bool can_cut_a(const struct clutter_tree *tree, struct region r)
{
    return r.a < 1u << tree->depth_a;
}

static bool can_cut_b(const struct clutter_tree *tree, struct region r)
{
    return r.b < 1u << tree->depth_b;
}

/* Looks times cells. */
static double exposure(const struct clutter_tree *tree, struct region r)
{
    return tree->cells[r.a] * tree->looked[r.b];
}

/* Logarithm of a normal number above 0, to 1e-9: by its exponent, and by the series in
 * (m - 1) / (m + 1) of what is left. A hundred thousand are taken in a look. */
static double quick_log(double x)
{
    const double log_2 = 0.69314718055994531;
    const uint64_t half_at = UINT64_C(0x3fe6a09e667f3bcd); /* sqrt(1/2) */
    uint64_t bits;
    double m;

    memcpy(&bits, &x, sizeof bits);
    const int64_t exponent = (int64_t)(bits - half_at) >> 52;

    bits -= (uint64_t)exponent << 52;
    memcpy(&m, &bits, sizeof m);
    const double s = (m - 1.0) / (m + 1.0);
    const double q = s * s;

    return (double)exponent * log_2 +
           2.0 * s *
               (1.0 + q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q / 9.0))));
}

/* Exponential of what is not above 0, to 1e-8; below -700 as of -700. */
static double quick_exp(double x)
{
    const double log_2 = 0.69314718055994531;
    const double least = x > -700.0 ? x : -700.0;
    const int64_t halvings = (int64_t)(0.5 - least * (1.0 / log_2));
    const double r = least + (double)halvings * log_2;
    const uint64_t bits = (uint64_t)(1023 - halvings) << 52;
    double scale;

    memcpy(&scale, &bits, sizeof scale);
    const double tail = 1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r / 5040.0));

    return scale * (1.0 + r * (1.0 + r * (1.0 / 2.0 + r * (1.0 / 6.0 + r * tail))));
}

/* Stirling's series three higher up; to 1e-7. */
static double log_gamma(double x)
{
    const double half_log_2pi = 0.91893853320467274;
    const double y = x + 3.0;
    const double inverse = 1.0 / y;
    const double square = inverse * inverse;

    return (y - 0.5) * quick_log(y) - y + half_log_2pi +
           inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0))) -
           quick_log(x * (x + 1.0) * (x + 2.0));
}

static uint32_t depth_of(uint32_t interval)
{
    return 31u - (uint32_t)__builtin_clz(interval);
}

/* How well one density explains so many counts: log, without what all ways of cutting
 * have in common. */
static double explain(const struct clutter_tree *tree, struct region r, double count)
{
    const double log_gamma_shape = 2.9688792; /* of `shape` */
    const double log_exposed = tree->log_exposed[depth_of(r.a)][r.b];

    if (!(count > 0.0)) /* most small regions */
        return shape * (tree->log_rate - log_exposed);
    return shape * tree->log_rate - (shape + count) * log_exposed +
           log_gamma(shape + count) - log_gamma_shape;
}

/* What has no counts is even, and needs no room. */
static double evidence_of(const struct clutter_tree *tree, struct region r)
{
    return tree->count[number(r)] > 0.0 ? tree->evidence[number(r)]
                                        : explain(tree, r, 0.0);
}

/* What an even region's counts say of its density, drawn to that of the region which it
 * is a part of. */
static double density(const struct clutter_tree *tree, double count, double exposed,
                      double above)
{
    const bool by_one = tree->depth_a == 0 || tree->depth_b == 0;
    const double more = by_one ? drawn_if_more_by_one : tree->drawn_if_more;
    const double drawn = count > above * exposed ? more : drawn_if_less;

    return (drawn + count) / (drawn / above + exposed);
}

static bool is_cut(const struct clutter_tree *tree, struct region r)
{
    return (can_cut_a(tree, r) || can_cut_b(tree, r)) &&
           tree->count[number(r)] >= worth_cutting;
}

/* Evidence (log) of both halves that an axis cuts a region into; where it cannot, next to
 * none. */
struct halves {
    double a;
    double b;
};
static const double impossible = -1e300;

/* Even, or cut along one of the axes; returns the evidence of all. */
static double weigh(const struct clutter_tree *tree, struct region r, double even,
                    struct halves halves, struct clutter_way *ret_way)
{
    const bool both = can_cut_a(tree, r) && can_cut_b(tree, r);
    const double cut = both ? (1.0 - uncut) / 2.0 : 1.0 - uncut;
    const double larger = halves.a > halves.b ? halves.a : halves.b;
    const double most = larger > even ? larger : even;
    const double is_even = uncut * quick_exp(even - most);
    const double is_cut_a = cut * quick_exp(halves.a - most);
    const double sum = is_even + is_cut_a + cut * quick_exp(halves.b - most);
    const double inverse = 1.0 / sum;

    ret_way->even = (float)(is_even * inverse);
    ret_way->cut_a = (float)(is_cut_a * inverse);
    return most + quick_log(sum);
}

static struct halves halves_of(const struct clutter_tree *tree, struct region r)
{
    struct halves halves = { impossible, impossible };

    if (can_cut_a(tree, r))
        halves.a = evidence_of(tree, (struct region) { 2 * r.a, r.b }) +
                   evidence_of(tree, (struct region) { 2 * r.a + 1, r.b });
    if (can_cut_b(tree, r))
        halves.b = evidence_of(tree, (struct region) { r.a, 2 * r.b }) +
                   evidence_of(tree, (struct region) { r.a, 2 * r.b + 1 });
    return halves;
}

static void judge(struct clutter_tree *tree, struct region r)
{
    const uint32_t i = number(r);
    const double even = explain(tree, r, tree->count[i]);

    tree->evidence[i] =
        is_cut(tree, r) ? weigh(tree, r, even, halves_of(tree, r), &tree->way[i]) : even;
}

static void count_leaves(struct clutter_tree *tree, const struct clutter_map *map)
{
    const uint32_t end_a = 1u << tree->depth_a;
    const uint32_t end_b = 1u << tree->depth_b;

    for (uint32_t a = end_a; a < 2 * end_a; a++)
        memset(&tree->count[number((struct region) { a, end_b })], 0,
               end_b * sizeof *tree->count);
    for (uint32_t row = 0; row < CLUTTER_SIDE; row++)
        for (uint32_t column = 0; column < CLUTTER_SIDE; column++) {
            const struct region r = { leaf(row, tree->depth_a),
                                      leaf(column, tree->depth_b) };

            tree->count[number(r)] += (double)map->count[row * CLUTTER_SIDE + column];
        }
    memset(tree->looked, 0, sizeof tree->looked);
    for (uint32_t column = 0; column < CLUTTER_SIDE; column++)
        tree->looked[leaf(column, tree->depth_b)] += map->looks[column];
}

static void count_layers(struct clutter_tree *tree, const struct clutter_map *map)
{
    memcpy(tree->layer, map->layer, sizeof tree->layer);
    memset(tree->layer_sum, 0, sizeof tree->layer_sum);
    for (uint32_t i = 0; i < CLUTTER_BLOCKS; i++)
        for (uint32_t layer = 0; layer < CLUTTER_LAYERS; layer++)
            tree->layer_sum[layer] += (double)map->layer[i][layer];
}

static void count_up(struct clutter_tree *tree)
{
    const uint32_t end_a = 1u << tree->depth_a;
    const uint32_t end_b = 1u << tree->depth_b;

    for (uint32_t a = 2 * end_a - 1; a > 0; a--) {
        double *count = &tree->count[a * CLUTTER_INTERVALS];

        for (uint32_t b = end_b; b < 2 * end_b && a < end_a; b++)
            count[b] = tree->count[number((struct region) { 2 * a, b })] +
                       tree->count[number((struct region) { 2 * a + 1, b })];
        for (uint32_t b = end_b - 1; b > 0; b--)
            count[b] = count[2 * b] + count[2 * b + 1];
        tree->cells[a] = (double)(CLUTTER_SIDE >> depth_of(a));
    }
    for (uint32_t b = end_b - 1; b > 0; b--)
        tree->looked[b] = tree->looked[2 * b] + tree->looked[2 * b + 1];
}

/* Most columns were looked at as often as the one before. */
static void expose(struct clutter_tree *tree)
{
    for (uint32_t depth = 0; depth <= tree->depth_a; depth++) {
        const double cells = tree->cells[1u << depth];
        double *log_exposed = tree->log_exposed[depth];

        for (uint32_t b = 1; b < 2u << tree->depth_b; b++) {
            const bool same = b > 1 && !(tree->looked[b] < tree->looked[b - 1]) &&
                              !(tree->looked[b] > tree->looked[b - 1]);

            log_exposed[b] = same ? log_exposed[b - 1]
                                  : quick_log(tree->shape_rate + cells * tree->looked[b]);
        }
    }
}

void clutter_grow(struct clutter_tree *tree, const struct clutter_map *map,
                  double drawn_if_more)
{
    const struct region all = { 1, 1 };

    tree->drawn_if_more = drawn_if_more;
    tree->depth_a = (map->axes & CLUTTER_ALONG_A) != 0 ? CLUTTER_DEPTH : 0;
    tree->depth_b = (map->axes & CLUTTER_ALONG_B) != 0 ? CLUTTER_DEPTH : 0;
    count_leaves(tree, map);
    count_layers(tree, map);
    count_up(tree);
    tree->whole =
        (tree->count[number(all)] + 0.1) / (exposure(tree, all) + 0.1 * CLUTTER_CELLS);
    tree->shape_rate = shape / tree->whole;
    tree->log_rate = quick_log(tree->shape_rate);
    expose(tree);
    for (uint32_t a = (2u << tree->depth_a) - 1; a > 0; a--)
        for (uint32_t b = (2u << tree->depth_b) - 1;
             b > 0 && tree->count[number((struct region) { a, 1 })] > 0.0; b--)
            if (tree->count[number((struct region) { a, b })] > 0.0)
                judge(tree, (struct region) { a, b });
}

enum { SIZES = CLUTTER_DEPTH + 1 };

static double rest(const struct clutter_tree *tree, struct region r, double own)
{
    const double count = tree->count[number(r)];

    return count > own ? count - own : 0.0;
}

/* The ways of cutting all regions about a cell. */
static void ways_about(const struct clutter_tree *tree, uint32_t cell,
                       struct clutter_way ret_way[SIZES][SIZES])
{
    for (uint32_t i = 0; i <= tree->depth_a; i++)
        for (uint32_t j = 0; j <= tree->depth_b; j++)
            ret_way[i][j] = is_cut(tree, about(cell, i, j))
                                ? tree->way[number(about(cell, i, j))]
                                : (struct clutter_way) { 1.0f, 0.0f };
}

/* The same with fewer counts in that cell: from the bottom up. */
static void ways_without(struct clutter_tree *tree, uint32_t cell, double own,
                         struct clutter_way ret_way[SIZES][SIZES])
{
    double more[SIZES][SIZES]; /* evidence than with all counts */

    for (uint32_t i = tree->depth_a + 1; i-- > 0;)
        for (uint32_t j = tree->depth_b + 1; j-- > 0;) {
            const struct region r = about(cell, i, j);
            const double even = explain(tree, r, rest(tree, r, own));
            double evidence = even;

            ret_way[i][j] = (struct clutter_way) { 1.0f, 0.0f };
            if (is_cut(tree, r)) {
                struct halves halves = halves_of(tree, r);

                halves.a += i < tree->depth_a ? more[i + 1][j] : 0.0;
                halves.b += j < tree->depth_b ? more[i][j + 1] : 0.0;
                evidence = weigh(tree, r, even, halves, &ret_way[i][j]);
            }
            more[i][j] = evidence - evidence_of(tree, r);
        }
}

/* Density of a cell over all ways of cutting, reports a cell and look: from the whole
 * down. */
static double cell_level(struct clutter_tree *tree, uint32_t cell, double own)
{
    const double never = 1e-6;
    struct clutter_way way[SIZES][SIZES] = { 0 };
    double reached[SIZES + 1][SIZES + 1] = {
        { 1.0 }
    }; /* how probably it is a region... */
    double above[SIZES + 1][SIZES + 1] = { { tree->whole } }; /* ...of what; times that */
    double sum = 0.0;

    if (own > 0.0)
        ways_without(tree, cell, own, way);
    else
        ways_about(tree, cell, way);
    for (uint32_t i = 0; i <= tree->depth_a; i++)
        for (uint32_t j = 0; j <= tree->depth_b; j++) {
            const struct region r = about(cell, i, j);
            const double even = (double)way[i][j].even;
            const double to_a = reached[i][j] * (double)way[i][j].cut_a;
            const double to_b = reached[i][j] * (1.0 - even) - to_a;
            double level = tree->whole;

            if (!(reached[i][j] > never))
                continue;
            if (i + j > 0)
                level = density(tree, rest(tree, r, own), exposure(tree, r),
                                above[i][j] / reached[i][j]);
            sum += reached[i][j] * even * level;
            reached[i + 1][j] += to_a;
            above[i + 1][j] += to_a * level;
            reached[i][j + 1] += to_b;
            above[i][j + 1] += to_b * level;
        }
    return sum;
}

/* How much more densely they come in its layer than if all layers were alike. */
static double layer_share(const struct clutter_tree *tree, uint32_t place, double own)
{
    const double drawn_to_all = 4.0;
    const double drawn_to_even = 0.5; /* counts a layer */
    const uint32_t layer = place >> CLUTTER_LAYER_SHIFT;
    double here = 0.0;
    double all = 0.0;

    if (layer == 0)
        return 1.0;
    const float *counts = tree->layer[clutter_block(place)];
    const double its = (double)counts[layer - 1];
    const double less = own < its ? own : its;

    for (uint32_t i = 0; i < CLUTTER_LAYERS; i++) {
        here += (double)counts[i];
        all += tree->layer_sum[i];
    }
    const double usual = (tree->layer_sum[layer - 1] - less + drawn_to_even) /
                         (all - less + CLUTTER_LAYERS * drawn_to_even);

    return CLUTTER_LAYERS * (its - less + drawn_to_all * usual) /
           (here - less + drawn_to_all);
}

double clutter_level(struct clutter_tree *tree, uint32_t place, double own)
{
    return cell_level(tree, clutter_cell(place), own) * CLUTTER_CELLS *
           layer_share(tree, place, own);
}

double clutter_even(const struct clutter_tree *tree)
{
    return tree->whole * CLUTTER_CELLS;
}
