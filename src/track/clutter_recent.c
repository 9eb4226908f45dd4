/* SPDX-License-Identifier: Apache-2.0 */
/* clutter_recent.c -- whether what comes is rather as of late than as ever. */
#include <string.h>

#include "num/elem.h"
#include "track/clutter.h"

static const double odds_before = -12.0;    /* log, of the recent map before any look */
static const double odds_that_count = -3.0; /* below that its weight is none */
static const double look_at_most = 1.0;     /* what one look changes */
static const double look_keeps = 0.95;      /* of what was said before */
static const double odds_next_door = -3.0;  /* of what is next to where it is */

enum { SIDE = CLUTTER_BLOCK_SIDE, COLUMNS = CLUTTER_SIDE / SIDE };

static double limit(double value, double most)
{
    return value < -most ? -most : value < most ? value : most;
}

/* What a map foretells for these columns, block by block: column by column first, which
 * all processors do several at a time. */
static void foretell(const struct clutter_map *map, const bool *covered,
                     double *ret_counts)
{
    memset(ret_counts, 0, CLUTTER_BLOCKS * sizeof *ret_counts);
    for (uint32_t a = 0; a < SIDE; a++) {
        float column[CLUTTER_SIDE] = { 0.0f };

        for (uint32_t row = a * COLUMNS; row < (a + 1) * COLUMNS; row++)
            for (uint32_t b = 0; b < CLUTTER_SIDE; b++)
                column[b] += map->count[row * CLUTTER_SIDE + b];
        for (uint32_t b = 0; b < CLUTTER_SIDE; b++)
            if (covered[b] && map->looks[b] > 0.0)
                ret_counts[a * SIDE + b / COLUMNS] += (double)column[b] / map->looks[b];
    }
}

/* What the last look said. The likelihood of n counts where m are foretold is as m^n
 * exp(-m). Where one of them foretells next to nothing a single report would decide: both
 * are taken as a little more. That less comes than usual does not speak for the recent
 * map, which is not asked then. */
static double said(const struct clutter_forecast *f)
{
    const double a_little = 0.5;
    const double ratio = (f->recent + a_little) / (f->usual + a_little);
    const double log_ratio = f->came * tcs_log(ratio) - (f->recent - f->usual);

    return f->recent > f->usual || log_ratio < 0.0
               ? limit(log_ratio, look_at_most * f->part)
               : 0.0;
}

/* The highest odds next to a block. */
static double next_door(const double *odds, uint32_t block, bool round)
{
    const int a = (int)(block / SIDE);
    double most = 0.0;

    for (int da = a > 0 ? -1 : 0; da <= (a < SIDE - 1 ? 1 : 0); da++)
        for (uint32_t turn = SIDE - 1; turn <= SIDE + 1; turn++) {
            const uint32_t b = block % SIDE + turn;
            const bool there = round || (b >= SIDE && b < 2 * SIDE);

            if (there && odds[(a + da) * SIDE + (int)(b % SIDE)] > most)
                most = odds[(a + da) * SIDE + (int)(b % SIDE)];
        }
    return most;
}

void clutter_forecast(struct clutter *clutter, const bool *covered, bool round)
{
    double odds[CLUTTER_BLOCKS];
    double usual[CLUTTER_BLOCKS];
    double recent[CLUTTER_BLOCKS];

    if (clutter->map.axes != (CLUTTER_ALONG_A | CLUTTER_ALONG_B))
        return;
    for (uint32_t i = 0; i < CLUTTER_BLOCKS; i++)
        odds[i] = clutter->forecast[i].odds + said(&clutter->forecast[i]);
    foretell(&clutter->map, covered, usual);
    foretell(&clutter->recent, covered, recent);
    for (uint32_t i = 0; i < CLUTTER_BLOCKS; i++) {
        const double least = next_door(odds, i, round) + odds_next_door;
        double part = 0.0;

        for (uint32_t b = 0; b < COLUMNS; b++)
            part += covered[i % SIDE * COLUMNS + b] ? 1.0 / COLUMNS : 0.0;
        if (odds[i] < least)
            odds[i] = least;
        clutter->forecast[i] = (struct clutter_forecast) {
            .odds = odds[i] > 0.0 ? odds[i] * (1.0 - (1.0 - look_keeps) * part) : 0.0,
            .part = part,
            .usual = usual[i],
            .recent = recent[i],
        };
    }
}

double clutter_recent_weight(const struct clutter *clutter, uint32_t place)
{
    const double odds = clutter->forecast[clutter_block(place)].odds + odds_before;

    return odds > odds_that_count ? 1.0 / (1.0 + tcs_exp(-odds)) : 0.0;
}

bool clutter_is_recent(const struct clutter *clutter)
{
    for (uint32_t i = 0; i < CLUTTER_BLOCKS; i++)
        if (clutter->forecast[i].odds + odds_before > odds_that_count)
            return true;
    return false;
}
