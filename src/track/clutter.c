/* SPDX-License-Identifier: Apache-2.0 */
#include "track/clutter.h"

#include "num/elem.h"

static const double memory_looks = 300.0;
static const double weight = 2.0; /* of the coarser estimate, in counts */

static double clamp(double cells)
{
    if (!(cells > 0.0))
        return 0.0;
    return cells < CLUTTER_SIDE - 1e-9 ? cells : CLUTTER_SIDE - 1e-9;
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
 * are mere noise: so all cells mean the same share of the coverage. */
static double scatter(double value)
{
    const double strewn = tcs_fabs(value) * 9973.0;

    return strewn - (double)(int64_t)strewn;
}

struct clutter_spot clutter_spot(const struct tcs_coverage *c,
                                 const struct tcs_observation *obs)
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
    return (struct clutter_spot) { clamp(a * CLUTTER_SIDE), clamp(b * CLUTTER_SIDE) };
}

uint32_t clutter_cell(struct clutter_spot spot)
{
    return (uint32_t)spot.a * CLUTTER_SIDE + (uint32_t)spot.b;
}

static uint32_t block_of(uint32_t cell)
{
    const uint32_t a = cell / CLUTTER_SIDE / CLUTTER_BLOCK;
    const uint32_t b = cell % CLUTTER_SIDE / CLUTTER_BLOCK;

    return a * (CLUTTER_SIDE / CLUTTER_BLOCK) + b;
}

/* Posterior mean of a rate: counts over looks, with a gamma prior about `coarser`. */
static double drawn(double count, double looks, double coarser)
{
    return (count + weight) / (looks + weight / coarser);
}

static double rest(double count, double own)
{
    return count > own ? count - own : 0.0;
}

static double whole_level(const struct clutter_map *map, uint32_t cell, double own)
{
    return (rest(map->total_count, own) + 0.1) / (map->looks[cell] + 0.1);
}

static double cell_level(const struct clutter_map *map, uint32_t cell, double own)
{
    const double looks = map->looks[cell];
    const double whole = whole_level(map, cell, own);
    const double block =
        drawn(rest(map->block_count[block_of(cell)], own), looks, whole / CLUTTER_BLOCKS);
    const double fine = drawn(rest(map->count[cell], own), looks,
                              block / (CLUTTER_BLOCK * CLUTTER_BLOCK));

    return fine * CLUTTER_CELLS;
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

double clutter_level(const struct clutter_map *map, struct clutter_spot spot, double own)
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

            sum += share * cell_level(map, cell, cell == home ? own : 0.0);
        }
    return sum;
}

double clutter_even(const struct clutter_map *map, struct clutter_spot spot)
{
    return whole_level(map, clutter_cell(spot), 0.0);
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

void clutter_look(struct clutter_map *map, const struct tcs_coverage *whole,
                  const struct tcs_coverage *looked)
{
    const double keep = 1.0 - 1.0 / memory_looks;

    for (uint32_t b = 0; b < CLUTTER_SIDE; b++) {
        if (!covers(whole, looked, b))
            continue;
        for (uint32_t a = 0; a < CLUTTER_SIDE; a++) {
            const uint32_t cell = a * CLUTTER_SIDE + b;
            const double lost = map->count[cell] * (1.0 - keep);

            map->count[cell] -= lost;
            map->block_count[block_of(cell)] -= lost;
            map->total_count -= lost;
            map->looks[cell] = map->looks[cell] * keep + 1.0;
        }
    }
}

void clutter_add(struct clutter_map *map, uint32_t cell, double add)
{
    map->count[cell] += add;
    map->block_count[block_of(cell)] += add;
    map->total_count += add;
}
