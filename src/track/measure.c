/* SPDX-License-Identifier: Apache-2.0 */
/* measure.c -- observations as measurements: places and directions with densities. */
#include <string.h>

#include "geo/geo.h"
#include "num/elem.h"
#include "track/work.h"

/* Most things fly low, few below the site, and the tail upwards is long. */
static const double usual_height_m = 60.0;
static const double half_height_m = 100.0;

/* Volume of a coverage in the units in which a kind of observation is made. */
static double coverage_volume(const struct tcs_coverage *c,
                              enum tcs_observation_kind kind)
{
    const double dr = c->range_max_m - c->range_min_m;
    const double az = c->az_width_rad < 2.0 * TCS_PI ? c->az_width_rad : 2.0 * TCS_PI;
    const double el = c->el_max_rad - c->el_min_rad;
    const double near = c->range_min_m;
    const double far = c->range_max_m;

    switch (kind) {
    case TCS_OBS_POSITION:
        return az * (tcs_sin(c->el_max_rad) - tcs_sin(c->el_min_rad)) *
               (far * far * far - near * near * near) / 3.0;
    case TCS_OBS_POSITION_2D:
        if (c->is_box)
            return (c->east_max_m - c->east_min_m) * (c->north_max_m - c->north_min_m);
        return az * (far * far - near * near) / 2.0;
    case TCS_OBS_RAE:
        return dr * az * el;
    case TCS_OBS_RA:
        return dr * az;
    case TCS_OBS_AZ:
        return az;
    case TCS_OBS_AZEL:
        return az * el;
    case TCS_OBS_RANGE:
        return dr;
    case TCS_OBS_CLAIM:
        break;
    }
    return 1.0;
}

static void place_from_z(struct meas *m, const struct tcs_observation *obs, int dim)
{
    m->fix.dim = dim;
    for (int i = 0; i < dim; i++) {
        m->fix.z[i] = obs->z[i];
        m->fix.R[i * (i + 1) / 2 + i] = obs->sigma[i] * obs->sigma[i];
    }
}

/*
 * Range and azimuth: height is not known. Taken as a 2-D place at the ground range that
 * goes with the height at which things usually fly, whose uncertainty goes into the
 * radial error.
 */
static double place_from_range_azimuth(struct meas *m, const struct tcs_sensor *sensor,
                                       const struct tcs_observation *obs)
{
    const double height_sigma_m = 40.0;
    const double r = obs->z[0];
    const double h = usual_height_m < 0.7 * r ? usual_height_m : 0.7 * r;
    const double ground = tcs_sqrt(r * r - h * h);
    const double sa = tcs_sin(obs->z[1]);
    const double ca = tcs_cos(obs->z[1]);
    const double slope = h / ground * height_sigma_m;
    const double along = obs->sigma[0] * obs->sigma[0] + slope * slope;
    const double across = ground * obs->sigma[1] * (ground * obs->sigma[1]);

    m->fix.dim = 2;
    m->fix.z[0] = sensor->position_m.v[0] + ground * sa;
    m->fix.z[1] = sensor->position_m.v[1] + ground * ca;
    m->fix.R[0] = along * sa * sa + across * ca * ca;
    m->fix.R[1] = (along - across) * sa * ca;
    m->fix.R[2] = along * ca * ca + across * sa * sa;
    return 1.0 / ground;
}

static void direction(struct meas *m, const struct tcs_sensor *sensor,
                      const struct tcs_observation *obs)
{
    double az_sigma = obs->sigma[0];

    m->is_bearing = true;
    m->toward[0] = tcs_sin(obs->z[0]);
    m->toward[1] = tcs_cos(obs->z[0]);
    memcpy(m->bearing.from_m, sensor->position_m.v, sizeof m->bearing.from_m);
    m->bearing.az_rad = obs->z[0];
    m->bearing.dt_s = obs->dt_s;
    m->bearing.sound_mps = sensor->sound_mps;
    if (obs->kind == TCS_OBS_AZEL) {
        /* A direction finder's error is one of angle on the sphere: seen as azimuth it
         * grows with 1 / cos(elevation). */
        const double ce = tcs_cos(obs->z[1]);

        az_sigma /= ce > 0.05 ? ce : 0.05;
        m->bearing.has_el = true;
        m->bearing.el_rad = obs->z[1];
        m->bearing.el_var = obs->sigma[1] * obs->sigma[1];
    }
    m->bearing.az_var = az_sigma * az_sigma;
}

static struct tcs_range along_sight(const struct tcs_sensor *sensor, double value,
                                    double sigma, double dt_s)
{
    struct tcs_range range = { .value = value, .var = sigma * sigma, .dt_s = dt_s };

    memcpy(range.from_m, sensor->position_m.v, sizeof range.from_m);
    return range;
}

/* Doppler: false reports have any within reason, new objects that of their speeds. */
static void add_rate(const struct work *w, struct meas *m,
                     const struct tcs_observation *obs)
{
    const double any_mps = 120.0;
    const double var = w->config->speed_sigma_mps * w->config->speed_sigma_mps +
                       obs->doppler_sigma_mps * obs->doppler_sigma_mps;

    m->rate = along_sight(w->sensor, obs->doppler_mps, obs->doppler_sigma_mps, obs->dt_s);
    m->has_rate = true;
    m->clutter /= any_mps;
    m->birth *= tcs_exp(-0.5 * obs->doppler_mps * obs->doppler_mps / var) /
                tcs_sqrt(2.0 * TCS_PI * var);
}

/* False when the numbers are none that a measurement can have. */
static bool usable(const struct tcs_observation *obs)
{
    static const int dims[] = {
        [TCS_OBS_POSITION] = 3, [TCS_OBS_POSITION_2D] = 2, [TCS_OBS_RAE] = 3,
        [TCS_OBS_RA] = 2,       [TCS_OBS_AZ] = 1,          [TCS_OBS_AZEL] = 2,
        [TCS_OBS_RANGE] = 1,    [TCS_OBS_CLAIM] = 3,
    };

    for (int i = 0; i < dims[obs->kind]; i++)
        if (!(obs->z[i] > -1e9 && obs->z[i] < 1e9) ||
            !(obs->sigma[i] > 0.0 && obs->sigma[i] < 1e6))
            return false;
    if ((obs->kind == TCS_OBS_RAE || obs->kind == TCS_OBS_RA) && !(obs->z[0] > 1.0))
        return false;
    return obs->dt_s > -1e4 && obs->dt_s < 1e4;
}

bool work_clutter_unknown(const struct work *w)
{
    return w->look->clutter_expected < 0.0 && !w->sensor->clutter_known;
}

bool work_clutter_learnt(const struct work *w)
{
    return work_clutter_unknown(w) && w->look->counts_misses;
}

/* Books the whole look as clutter before anything is known of it: a burst of false
 * reports is believed to be one at once. */
static void book_as_clutter(struct work *w)
{
    struct clutter *map = &clutter_maps(w->tracker)[w->look->sensor];

    clutter_look(map, &w->sensor->coverage, &w->look->coverage);
    for (uint32_t j = 0; j < w->look->count; j++)
        if (usable(&w->look->observations[j]) &&
            w->look->observations[j].kind != TCS_OBS_CLAIM)
            clutter_book(map, &w->sensor->coverage, &w->look->observations[j]);
}

/* What earlier looks taught is told without this one, and with it if it is much. */
static void learn_before(struct work *w)
{
    struct clutter *clutter = &clutter_maps(w->tracker)[w->look->sensor];

    if (clutter_has_changed(clutter))
        clutter_tell(clutter);
    book_as_clutter(w);
    w->own_told = clutter_has_changed(clutter);
    if (w->own_told)
        clutter_tell(clutter);
}

/*
 * Numbers of a place or direction. A sensor with this sigma tells apart what lies in
 * different cells of sqrt(12) sigma (the sigma of a place that is even over a cell is its
 * width over sqrt(12)), and reports a cell once. So false reports cannot come more
 * densely than one a cell: what seems to is an object that stays where it is.
 */
static double cells_told_apart(const struct tcs_observation *obs, double volume)
{
    static const int numbers[] = {
        [TCS_OBS_POSITION] = 3, [TCS_OBS_POSITION_2D] = 2, [TCS_OBS_RAE] = 3,
        [TCS_OBS_RA] = 2,       [TCS_OBS_AZ] = 1,          [TCS_OBS_AZEL] = 2,
        [TCS_OBS_RANGE] = 1,
    };

    for (int i = 0; i < numbers[obs->kind]; i++)
        volume /= tcs_sqrt(12.0) * obs->sigma[i];
    return volume;
}

double work_level(const struct work *w, uint32_t place, double own_usual,
                  double own_recent)
{
    const struct clutter *clutter = &clutter_maps(w->tracker)[w->look->sensor];
    const double usual = clutter_level(w->clutter, place, own_usual);
    const double weight = clutter_recent_weight(clutter, place);

    if (!(weight > 0.0))
        return usual;
    const double recent = clutter_level(w->recent, place, own_recent);

    return recent > usual ? usual + weight * (recent - usual) : usual;
}

/* False reports in this look, if all of it were like the place of the observation. */
static double expected_clutter(const struct work *w, uint32_t place, double most)
{
    double level;

    if (w->look->clutter_expected >= 0.0)
        return w->look->clutter_expected;
    if (w->sensor->clutter_known)
        return w->sensor->clutter_per_scan;
    if ((w->config->without & TCS_WITHOUT_MAP) != 0)
        return clutter_even(w->clutter);
    level =
        work_level(w, place, w->own_told ? 1.0 : 0.0, w->look->counts_misses ? 1.0 : 0.0);
    return level < most ? level : most;
}

double work_birth_rate(const struct work *w)
{
    const struct tcs_tracker *t = w->tracker;

    return (w->config->birth_per_s * BIRTH_PRIOR_S + t->born) /
           (BIRTH_PRIOR_S + t->watched_s);
}

double work_ground_area(const struct work *w)
{
    return coverage_volume(&w->sensor->coverage, TCS_OBS_POSITION_2D);
}

/* New objects within the coverage: those that have come up since the last look, and those
 * that were there at the start, which thin where this sensor has looked so many turns. */
struct births {
    double since;
    double at_start;
    uint32_t turns;
};

/* All of the coverage in one look, or by sectors, each its share. */
static double share_of_turn(const struct work *w)
{
    return coverage_volume(&w->look->coverage, TCS_OBS_POSITION_2D) / work_ground_area(w);
}

double work_turns(const struct work *w)
{
    return (double)w->tracker->sensors[w->look->sensor].looks * share_of_turn(w);
}

bool work_first_turn(const struct work *w)
{
    const struct tcs_sensor_state *s = &w->tracker->sensors[w->look->sensor];

    return s->looks == 0 || tcs_time_compare(w->look->valid_at, s->first_turn_until) < 0;
}

static struct births expected_births(const struct work *w)
{
    const double turns_max = 16.0; /* who is not found by then comes up like any other */
    const struct tcs_sensor_state *s = &w->tracker->sensors[w->look->sensor];
    const double since_s =
        tcs_span_seconds(tcs_time_since(w->look->valid_at, s->looked_at));
    const double rate = work_birth_rate(w);
    struct births births = { 0 };

    births.since = rate * (since_s > 0.0 ? (since_s < 10.0 ? since_s : 10.0) : 0.0);
    const double share = share_of_turn(w);
    const double turns = work_first_turn(w) ? 0.0 : tcs_floor(work_turns(w) + 0.01);

    if (turns < turns_max) {
        births.at_start = w->config->birth_at_start * share;
        births.turns = (uint32_t)turns;
    }
    return births;
}

/*
 * Those at this place that were there at the start, have not been found yet, and are
 * shown by this look. Of what Pd promises a look shows a little less: something may stand
 * behind something, or have yet to rise.
 */
static double shown_now(const struct work *w, const struct births *births,
                        const struct meas *m)
{
    const double shown_of_pd = 0.85;
    double left = births->at_start;
    double pd;

    if (m->is_bearing)
        return births->turns == 0 ? left : 0.0;
    pd = work_pd_at(w, m->fix.z);
    for (uint32_t i = 0; i < births->turns; i++)
        left *= 1.0 - shown_of_pd * pd;
    return left * pd;
}

double work_height_share(double height_m)
{
    const double off = (height_m - usual_height_m) / half_height_m;

    return 1.0 / (1.0 + off * off);
}

/* Its integral from the usual height on. */
static double shares_up_to(double height_m)
{
    return half_height_m * tcs_atan((height_m - usual_height_m) / half_height_m);
}

/*
 * False reports fill a coverage evenly, as far as is known, number for number; new
 * objects come up evenly over the ground as far as they are seen (a quarter of a
 * coverage, here), at the heights at which things fly. The density of new objects at this
 * range and elevation relative to an even one: close to a radar, where its cells are
 * small, nearly all is false.
 */
static double usual_share(const struct work *w, const struct tcs_observation *obs)
{
    const struct tcs_coverage *c = &w->look->coverage;
    const double r = obs->z[0];
    const double base_m = w->sensor->position_m.v[2];
    const double span_rad = c->el_max_rad - c->el_min_rad;
    const double near_part = 4.0 * r / (c->range_max_m + c->range_min_m);
    const double ground = near_part < 1.0 ? near_part : 1.0;

    if (obs->kind == TCS_OBS_RA)
        return ground;
    if (obs->kind != TCS_OBS_RAE || !(span_rad > 0.0))
        return 1.0;
    const double all = shares_up_to(base_m + r * tcs_sin(c->el_max_rad)) -
                       shares_up_to(base_m + r * tcs_sin(c->el_min_rad));

    return ground * work_height_share(base_m + r * tcs_sin(obs->z[2])) * r *
           tcs_cos(obs->z[2]) * span_rad / all;
}

static void one(struct work *w, const struct tcs_observation *obs, uint32_t index,
                struct births births)
{
    struct meas *m = &w->meas[w->meas_count];
    double scale = 1.0;
    double largest = 0.0;

    memset(m, 0, sizeof *m);
    m->index = index;
    switch (obs->kind) {
    case TCS_OBS_POSITION:
        place_from_z(m, obs, 3);
        break;
    case TCS_OBS_POSITION_2D:
        place_from_z(m, obs, 2);
        break;
    case TCS_OBS_RAE:
        scale = tcs_fix_from_polar(w->sensor->position_m.v, obs->z, obs->sigma, &m->fix);
        break;
    case TCS_OBS_RA:
        scale = place_from_range_azimuth(m, w->sensor, obs);
        break;
    case TCS_OBS_AZ:
    case TCS_OBS_AZEL:
        direction(m, w->sensor, obs);
        break;
    case TCS_OBS_RANGE:
        m->range = along_sight(w->sensor, obs->z[0], obs->sigma[0], obs->dt_s);
        m->is_bearing = true;
        m->is_range = true;
        births = (struct births) { 0 }; /* anywhere on a sphere: nothing begins there */
        break;
    case TCS_OBS_CLAIM:
        return;
    }
    if (!m->is_bearing)
        m->fix.dt_s = obs->dt_s;
    const double volume = coverage_volume(&w->look->coverage, obs->kind);

    m->place = clutter_place(&w->sensor->coverage, obs);
    m->level_most = cells_told_apart(obs, volume);
    m->level = expected_clutter(w, m->place, m->level_most);
    m->clutter = m->level * scale / volume + 1e-30;
    m->birth = births.since;
    if (births.at_start > 0.0)
        m->birth += shown_now(w, &births, m);
    m->birth *= scale / volume * usual_share(w, obs);
    if (obs->has_doppler && obs->doppler_sigma_mps > 0.0 && !m->is_bearing)
        add_rate(w, m, obs);
    for (int i = 0; !m->is_bearing && i < m->fix.dim && i < 2; i++)
        if (m->fix.R[i * (i + 1) / 2 + i] > largest)
            largest = m->fix.R[i * (i + 1) / 2 + i];
    m->reach_m = tcs_sqrt(largest);
    if (m->reach_m > w->reach_m)
        w->reach_m = m->reach_m;
    if (tcs_fabs(obs->dt_s) > w->late_s)
        w->late_s = tcs_fabs(obs->dt_s);
    w->meas_count++;
}

void work_measure(struct work *w)
{
    const struct births births = expected_births(w);

    if (work_clutter_learnt(w))
        learn_before(w);
    if (work_clutter_unknown(w)) {
        const struct clutter *clutter = &clutter_maps(w->tracker)[w->look->sensor];

        w->clutter = &w->trees[w->look->sensor];
        clutter_grow_again(w->clutter, clutter);
        if (clutter_is_recent(clutter))
            clutter_grow(w->recent, &clutter->recent, CLUTTER_DRAWN_RECENT);
    }
    for (uint32_t j = 0; j < w->look->count && w->meas_count < w->config->observation_max;
         j++) {
        struct tcs_observation obs = w->look->observations[j];

        if (!usable(&obs))
            continue;
        registration_correct(w->registration, w->config, w->look->sensor, &obs);
        one(w, &obs, j, births);
    }
    w->bearings = w->meas_count > 0 ? w->meas[0].is_bearing
                                    : tcs_sensor_gives_bearings(w->sensor->kind);
    work_index(w);
}
