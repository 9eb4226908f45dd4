/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rethink.c -- what young rows were weighed by, weighed again.
 *
 * In its first looks a sensor that was not told its clutter knows little of where that
 * comes from: rows begin in a hot spot that are far too likely, and become tracks. So
 * each keeps what its first observations came to, and as long as the map is new that is
 * put right by what the map says of their cells by now: odds of a beginning go with one
 * over the density of clutter, those of a look by the chance to see what was seen.
 */
#include "track/work.h"

/* Of the sensor about its coverage. Later what a row itself has added to the map would
 * count too much. */
static const double turns_new = 15.0;

/* Of what is kept as a float. */
static const double ratio_least = 1e-30;

bool work_clutter_new(const struct work *w)
{
    return work_clutter_learnt(w) && (w->config->without & TCS_WITHOUT_MAP) == 0 &&
           work_turns(w) < turns_new;
}

void work_note(const struct work *w, struct tcs_row *row, const struct meas *m,
               double ratio)
{
    const bool begins = !(ratio > 0.0);

    if (!work_clutter_new(w) || row->past_count == PAST_MAX ||
        begins != (row->past_count == 0) ||
        (!begins && row->past_sensor != w->look->sensor))
        return;
    if (!begins && !(ratio > ratio_least && ratio < 1.0 / ratio_least))
        return;
    row->past_sensor = w->look->sensor;
    row->past_most = (float)m->level_most;
    row->past[row->past_count++] = (struct tcs_past) {
        .ratio = (float)ratio,
        .clutter = (float)m->level,
        .birth = (float)(m->level * m->birth / m->clutter),
        .place = m->place,
    };
}

/* By how much its odds change, by what the map says now. */
static double again(struct tcs_past *past, double clutter, double seen)
{
    const double before = (double)past->clutter;
    const double birth = (double)past->birth;
    const double ratio = (double)past->ratio;

    past->clutter = (float)clutter;
    if (!(ratio > 0.0))
        return before / clutter;
    past->ratio = (float)(ratio * (before + birth) / (clutter + birth));
    return (1.0 - seen + seen * (double)past->ratio) / (1.0 - seen + seen * ratio);
}

/* The same cell, or next to it. */
static bool is_near(uint32_t place_a, uint32_t place_b)
{
    const uint32_t a = clutter_cell(place_a);
    const uint32_t b = clutter_cell(place_b);
    const int da = (int)(a / CLUTTER_SIDE) - (int)(b / CLUTTER_SIDE);
    const int db = (int)(a % CLUTTER_SIDE) - (int)(b % CLUTTER_SIDE);

    return da >= -1 && da <= 1 && db >= -1 && db <= 1;
}

/* How many observations of a place may be the row's own: they do not testify against it.
 * If all that are kept are near, it stays there, and so all of them may be. */
static double own(const struct work *w, const struct tcs_row *row, uint32_t place)
{
    uint32_t here = 0;

    for (uint32_t i = 0; i < row->past_count; i++)
        here += is_near(row->past[i].place, place);
    return here > 1 && here == row->past_count ? row->hits[w->sensor->kind] : here;
}

static double level(const struct work *w, const struct tcs_row *row, uint32_t place)
{
    const double mine = own(w, row, place);
    const double now = work_level(w, place, mine, mine);
    const double most = (double)row->past_most;

    return now < most ? now : most;
}

void work_rethink(const struct work *w, struct tcs_row *row, double pd)
{
    double factor = 1.0;

    if (row->past_count == 0 || row->past_sensor != w->look->sensor)
        return;
    for (uint32_t i = 0; i < row->past_count; i++)
        factor *=
            again(&row->past[i], level(w, row, row->past[i].place), row->visible * pd);
    row->existence =
        row->existence * factor / (1.0 - row->existence + row->existence * factor);
    if (factor < 1.0 && (row->flags & ROW_CONFIRMED) == 0)
        row->drop *= factor;
}
