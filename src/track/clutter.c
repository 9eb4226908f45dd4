/* SPDX-License-Identifier: Apache-2.0 */
#include "track/clutter.h"

#include "base/digest.h"
#include "num/elem.h"

static const double memory_looks = 300.0;
static const double memory_recent = 2.0; /* looks */

static uint32_t cell_along(double share)
{
    const double cells = share * CLUTTER_SIDE;

    if (!(cells > 0.0))
        return 0;
    return cells < CLUTTER_SIDE - 1 ? (uint32_t)cells : CLUTTER_SIDE - 1;
}

static double azimuth_share(const struct tcs_coverage *c, double az)
{
    const double width = c->az_width_rad < 2.0 * TCS_PI ? c->az_width_rad : 2.0 * TCS_PI;

    return 0.5 + tcs_angle_diff(az, c->az_center_rad) / width;
}

static double share(double value, double low, double high)
{
    return high > low ? (value - low) / (high - low) : 0.0;
}

/* What has one number only is strewn evenly along the other axis, by digits of it that
 * are mere noise: so all cells mean the same share of the coverage, also of a sensor that
 * tells two numbers at times. */
static double scatter(double value)
{
    const double strewn = tcs_fabs(value) * 9973.0;

    return strewn - tcs_floor(strewn);
}

static uint32_t layer_of(const struct tcs_coverage *c, const struct tcs_observation *obs)
{
    const double layers = share(obs->z[2], c->el_min_rad, c->el_max_rad) * CLUTTER_LAYERS;

    if (obs->kind != TCS_OBS_RAE)
        return 0;
    if (!(layers > 0.0))
        return 1;
    return layers < CLUTTER_LAYERS - 1 ? 1 + (uint32_t)layers : CLUTTER_LAYERS;
}

uint32_t clutter_place(const struct tcs_coverage *c, const struct tcs_observation *obs)
{
    double a = 0.0;
    double b = 0.0;

    switch (obs->kind) {
    case TCS_OBS_POSITION:
    case TCS_OBS_POSITION_2D:
    case TCS_OBS_CLAIM: {
        const double reach = c->range_max_m;

        a = c->is_box ? share(obs->z[0], c->east_min_m, c->east_max_m)
                      : share(obs->z[0], -reach, reach);
        b = c->is_box ? share(obs->z[1], c->north_min_m, c->north_max_m)
                      : share(obs->z[1], -reach, reach);
        break;
    }
    case TCS_OBS_RAE:
    case TCS_OBS_RA:
        a = share(obs->z[0], c->range_min_m, c->range_max_m);
        b = azimuth_share(c, obs->z[1]);
        break;
    case TCS_OBS_AZ:
        a = scatter(obs->z[0]);
        b = azimuth_share(c, obs->z[0]);
        break;
    case TCS_OBS_AZEL:
        a = share(obs->z[1], c->el_min_rad, c->el_max_rad);
        b = azimuth_share(c, obs->z[0]);
        break;
    case TCS_OBS_RANGE:
        a = share(obs->z[0], c->range_min_m, c->range_max_m);
        b = scatter(obs->z[0]);
        break;
    }
    return (cell_along(a) * CLUTTER_SIDE + cell_along(b)) | layer_of(c, obs)
                                                                << CLUTTER_LAYER_SHIFT;
}

static uint64_t axes_of(enum tcs_observation_kind kind)
{
    if (kind == TCS_OBS_AZ)
        return CLUTTER_ALONG_B;
    return kind == TCS_OBS_RANGE ? CLUTTER_ALONG_A : CLUTTER_ALONG_A | CLUTTER_ALONG_B;
}

/* Sectors are told apart by azimuth alone. */
static bool covers(const struct tcs_coverage *whole, const struct tcs_coverage *looked,
                   uint32_t column)
{
    const double width =
        whole->az_width_rad < 2.0 * TCS_PI ? whole->az_width_rad : 2.0 * TCS_PI;
    const double az =
        whole->az_center_rad + width * ((column + 0.5) / CLUTTER_SIDE - 0.5);

    if (whole->is_box || looked->az_width_rad >= width)
        return true;
    return tcs_fabs(tcs_angle_diff(az, looked->az_center_rad)) <=
           looked->az_width_rad / 2.0;
}

/* A block fades with its first column. */
static void fade_layers(struct clutter_map *map, const float *left)
{
    for (uint32_t i = 0; i < CLUTTER_BLOCKS; i++)
        for (uint32_t layer = 0; layer < CLUTTER_LAYERS; layer++)
            map->layer[i][layer] *=
                left[i % CLUTTER_BLOCK_SIDE * (CLUTTER_SIDE / CLUTTER_BLOCK_SIDE)];
}

static void fade(struct clutter_map *map, const bool *covered, double keep)
{
    float left[CLUTTER_SIDE];

    for (uint32_t b = 0; b < CLUTTER_SIDE; b++) {
        left[b] = 1.0f;
        if (!covered[b])
            continue;
        left[b] = (float)keep;
        map->looks[b] = map->looks[b] * keep + 1.0;
    }
    for (uint32_t a = 0; a < CLUTTER_SIDE; a++)
        for (uint32_t b = 0; b < CLUTTER_SIDE; b++)
            map->count[a * CLUTTER_SIDE + b] *= left[b];
    fade_layers(map, left);
}

void clutter_look(struct clutter *clutter, const struct tcs_coverage *whole,
                  const struct tcs_coverage *looked)
{
    const bool round = !whole->is_box && whole->az_width_rad >= 2.0 * TCS_PI;
    bool covered[CLUTTER_SIDE];

    for (uint32_t b = 0; b < CLUTTER_SIDE; b++)
        covered[b] = covers(whole, looked, b);
    clutter_forecast(clutter, covered, round);
    fade(&clutter->map, covered, 1.0 - 1.0 / memory_looks);
    fade(&clutter->recent, covered, 1.0 - 1.0 / memory_recent);
    clutter->looks++;
}

static void add(float *count, double weight)
{
    const double sum = (double)*count + weight;

    *count = sum > 0.0 ? (float)sum : 0.0f;
}

static void count(struct clutter_map *map, uint32_t place, double weight)
{
    const uint32_t layer = place >> CLUTTER_LAYER_SHIFT;

    add(&map->count[clutter_cell(place)], weight);
    if (layer > 0)
        add(&map->layer[clutter_block(place)][layer - 1], weight);
}

void clutter_add(struct clutter *clutter, uint32_t place, double weight)
{
    count(&clutter->map, place, weight);
    count(&clutter->recent, place, weight);
    clutter->forecast[clutter_block(place)].came += weight;
    clutter->changed += weight;
}

void clutter_book(struct clutter *clutter, const struct tcs_coverage *whole,
                  const struct tcs_observation *obs)
{
    clutter->map.axes |= axes_of(obs->kind);
    clutter->recent.axes |= axes_of(obs->kind);
    clutter_add(clutter, clutter_place(whole, obs), 1.0);
}

bool clutter_has_changed(const struct clutter *clutter)
{
    const double part = 0.02;
    const double count = 1.0;
    const uint64_t looks = 30; /* in which a tenth of it has faded */

    return clutter->stamp == 0 || clutter->looks >= looks ||
           tcs_fabs(clutter->changed) >= part * clutter->total + count;
}

void clutter_tell(struct clutter *clutter)
{
    const struct tcs_digest none = { 0, 0 };

    clutter->told = clutter->map;
    clutter->total = 0.0;
    for (uint32_t i = 0; i < CLUTTER_CELLS; i++)
        clutter->total += (double)clutter->told.count[i];
    clutter->stamp = tcs_digest_chain(none, &clutter->told, sizeof clutter->told).low | 1;
    clutter->changed = 0.0;
    clutter->looks = 0;
}

/* The stamp of a map of zeros is 0, and that of a tree is never 0: fresh memory is none.
 */
void clutter_grow_again(struct clutter_tree *tree, const struct clutter *clutter)
{
    const uint64_t stamp = clutter->stamp != 0 ? clutter->stamp : 2;

    if (tree->stamp == stamp)
        return;
    clutter_grow(tree, &clutter->told, CLUTTER_DRAWN);
    tree->stamp = stamp;
}
