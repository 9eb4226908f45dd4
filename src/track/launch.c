/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch.c -- where one came up, another may follow.
 *
 * Drones that attack together are sent off one after the other from one place. So new
 * objects come up not only evenly over what is covered (measure.c): each confirmed row
 * that was first seen low raises their density about that place for a while, as far as it
 * is no bird. When the second one rises behind the first, it is then a new object that
 * has come up where things do, and not the first one that has stopped: the label stays
 * with the one that flies on.
 *
 * A sensor that gives no height cannot tell a launch from what enters the picture in
 * flight; its looks are left as they are.
 */
#include "geo/geo.h"
#include "num/elem.h"
#include "track/work.h"

enum { LAUNCHES_MAX = 16 };          /* the latest */
static const double followers = 0.1; /* expected of each that is no bird... */
static const double fade_s = 30.0;   /* ...within about this time */
static const double spread_m = 10.0; /* of a place to launch from, an axis */
static const double low_m = 10.0;

struct launch {
    const double *place_m;
    double births; /* in this look */
};

static uint32_t list_launches(const struct work *w, struct launch *launches)
{
    const double longest_s = 4.0 * fade_s;
    const double most_s = 10.0; /* between looks, as for other births */
    const struct tcs_tracker *t = w->tracker;
    const struct tcs_row *rows = row_array_const(t);
    const uint32_t *alive = alive_rows_const(t);
    const double since_s = tcs_span_seconds(
        tcs_time_since(w->look->valid_at, t->sensors[w->look->sensor].looked_at));
    const struct tcs_class_logs logs = tcs_class_logs();
    double class_p[TCS_CLASS_COUNT];
    uint32_t count = 0;

    for (uint32_t i = t->alive_count; i-- > 0 && count < LAUNCHES_MAX;) {
        const struct tcs_row *row = &rows[alive[i]];
        const double age_s =
            tcs_span_seconds(tcs_time_since(w->look->valid_at, row->first_at));

        if (age_s > longest_s || (row->flags & ROW_CONFIRMED) == 0)
            continue;
        tcs_class_probabilities(&logs, &row->class_state, &w->config->told, class_p);
        launches[count++] = (struct launch) {
            row->first_m,
            row->existence * (1.0 - class_p[TCS_CLASS_BIRD]) * followers / fade_s *
                tcs_exp(-age_s / fade_s) * (since_s < most_s ? since_s : most_s),
        };
    }
    return count;
}

/* The place is known as well as the measurement: the same sensor has seen it. */
static void add_births(const struct work *w, struct meas *m, const struct launch *launch)
{
    const double reach2 = 9.0 * (2.0 * m->reach_m * m->reach_m + spread_m * spread_m);
    const double east = m->fix.z[0] - launch->place_m[0];
    const double north = m->fix.z[1] - launch->place_m[1];
    struct tcs_gauss g = { 0 };
    struct tcs_innovation in;
    double births;

    if (east * east + north * north > reach2 || m->fix.dim < 3 ||
        launch->place_m[2] > low_m + tcs_sqrt(m->fix.R[5]))
        return;
    for (int i = 0; i < 3; i++) {
        g.x[i] = launch->place_m[i];
        for (int j = 0; j <= i; j++)
            g.P[tcs_packed(i, j)] = m->fix.R[i * (i + 1) / 2 + j];
        g.P[tcs_packed(i, i)] += spread_m * spread_m;
    }
    if (!tcs_innovate_fix(&g, &m->fix, &in))
        return;
    births = launch->births * in.density;
    if (m->has_rate) {
        const double var =
            w->config->speed_sigma_mps * w->config->speed_sigma_mps + m->rate.var;

        births *= tcs_exp(-0.5 * m->rate.value * m->rate.value / var) /
                  tcs_sqrt(2.0 * TCS_PI * var);
    }
    m->birth += births;
}

void work_launches(struct work *w)
{
    struct launch launches[LAUNCHES_MAX];
    const bool heights =
        w->meas_count > 0 && !w->meas[0].is_bearing && w->meas[0].fix.dim == 3;
    const uint32_t count = heights ? list_launches(w, launches) : 0;

    for (uint32_t j = 0; j < w->meas_count; j++)
        for (uint32_t i = 0; i < count; i++)
            add_births(w, &w->meas[j], &launches[i]);
}
