/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/reach.h"

#include <string.h>

#include "num/elem.h"

/* The model's figures; assess.h says what they mean. */
static const double weight_on = 0.65;
static const double weight_manoeuvre = 0.35;
/* From here on those that fly on give the time: the others are cut off at the nearer
 * horizon and would make it too short. */
static const double on_enough = 0.05;
static const double manoeuvre_base_mps = 3.0;
static const double manoeuvre_part = 0.35;
static const double dive_sigma_m = 100.0;
static const double dive_rate_mps = 15.0;
static const double climb_sigma_m = 60.0;
static const double climb_rate_mps = 6.0;

static const double manoeuvre_within_s = 30.0;
static const double never_s = 1e9;

/* No point of samples.h lies farther out than these (tested): dimensions 0..4, which make
 * horizontal position and velocity; 0..5, with the vertical; 7 and 8; 6 alone. */
static const double flat_radius = 3.6;
static const double motion_radius = 4.2;
static const double manoeuvre_radius = 3.1;
static const double freedom_most = 3.1;

enum { WAYS = TCS_REACH_WAYS, BINS = 128 };

struct tcs_reach_zone tcs_reach_zone(const struct tcs_volume *volume, double enter_s,
                                     double more_s)
{
    struct tcs_reach_zone zone = { .volume = volume,
                                   .enter_s = enter_s,
                                   .approach_s = enter_s + more_s };
    double low[2], high[2];
    double radius2 = 0.0;

    for (int k = 0; k < 2; k++)
        low[k] = high[k] = volume->corners_m[0].v[k];
    for (uint32_t i = 1; i < volume->count; i++)
        for (int k = 0; k < 2; k++) {
            const double c = volume->corners_m[i].v[k];

            low[k] = c < low[k] ? c : low[k];
            high[k] = c > high[k] ? c : high[k];
        }
    for (int k = 0; k < 2; k++) {
        zone.centre_m.v[k] = 0.5 * (low[k] + high[k]);
        radius2 += 0.25 * (high[k] - low[k]) * (high[k] - low[k]);
    }
    zone.radius_m = tcs_sqrt(radius2);
    return zone;
}

static double positive(double x)
{
    return x > 0.0 ? x : 0.0;
}

/* A view that has no courses is one. */
static void get_course(const struct tcs_track_view *view, uint32_t k, double ret_x[6],
                       double ret_P[36])
{
    if (view->course_count == 0) {
        memcpy(ret_x, view->x.v, sizeof view->x.v);
        memcpy(ret_P, view->P.m, sizeof view->P.m);
        return;
    }
    const struct tcs_track_course *course = &view->course[k];

    memcpy(ret_x, course->x, sizeof course->x);
    for (int i = 0; i < 6; i++)
        for (int j = 0; j <= i; j++)
            ret_P[6 * i + j] = ret_P[6 * j + i] = course->P[i * (i + 1) / 2 + j];
}

static uint32_t courses(const struct tcs_track_view *view)
{
    return view->course_count == 0 ? 1 : view->course_count;
}

static double length(double a, double b)
{
    return tcs_sqrt(a * a + b * b);
}

/* The farthest of what has been found and a course with variances p and q an axis, off by
 * the distance from the mean. */
static double farthest(double found, double p, double q, double off, double radius)
{
    const double here = tcs_sqrt(positive(p) + positive(q)) + off / radius;

    return here > found ? here : found;
}

void tcs_reach_begin(struct tcs_reach *reach, const struct tcs_track_view *view,
                     double enter_s, double approach_s)
{
    const double *mean = view->x.v;

    reach->view = view;
    reach->position_sigma_m = reach->velocity_sigma_mps = 0.0;
    reach->up_sigma_m = reach->climb_sigma_mps = 0.0;
    for (uint32_t k = 0; k < courses(view); k++) {
        double x[6];
        double P[36];

        get_course(view, k, x, P);
        reach->position_sigma_m =
            farthest(reach->position_sigma_m, P[0], P[7],
                     length(x[0] - mean[0], x[1] - mean[1]), flat_radius);
        reach->velocity_sigma_mps =
            farthest(reach->velocity_sigma_mps, P[21], P[28],
                     length(x[3] - mean[3], x[4] - mean[4]), flat_radius);
        reach->up_sigma_m = farthest(reach->up_sigma_m, P[14], 0.0,
                                     tcs_fabs(x[2] - mean[2]), motion_radius);
        reach->climb_sigma_mps = farthest(reach->climb_sigma_mps, P[35], 0.0,
                                          tcs_fabs(x[5] - mean[5]), motion_radius);
    }
    reach->manoeuvre_mps = manoeuvre_base_mps + manoeuvre_part * length(mean[3], mean[4]);
    reach->enter_s = enter_s;
    reach->approach_s = approach_s;
    reach->on.made = false;
    reach->turned.made = false;
}

/* A covariance that is not positive definite is no reason to be blind: its diagonal is
 * used then. Points come in thousandths. */
static void factor(const double P[36], double ret_l[36])
{
    memcpy(ret_l, P, 36 * sizeof ret_l[0]);
    if (!tcs_chol(ret_l, 6)) {
        memset(ret_l, 0, 36 * sizeof ret_l[0]);
        for (size_t i = 0; i < 6; i++)
            ret_l[7 * i] = tcs_sqrt(positive(P[7 * i]));
    }
    for (int i = 0; i < 36; i++)
        ret_l[i] *= 0.001;
}

/* Which course a point belongs to: as many as its probability asks for, spread over all
 * points by the golden section; the two that mirror each other stay together, so that the
 * mean of each course is exact. */
static uint32_t course_of(const struct tcs_track_view *view, int point)
{
    const double golden = 0.6180339887498949;
    const int pair = point / 2;
    const double turns = (pair + 0.5) * golden;
    double left = turns - tcs_floor(turns);
    uint32_t k = 0;

    while (k + 1 < courses(view) && left >= view->course[k].p)
        left -= view->course[k++].p;
    return k;
}

static struct tcs_vec2 moved(struct tcs_vec2 from, struct tcs_vec2 velocity, double s)
{
    return (struct tcs_vec2) { { from.v[0] + velocity.v[0] * s,
                                 from.v[1] + velocity.v[1] * s } };
}

static struct tcs_vec2 flat(struct tcs_vec3 v)
{
    return (struct tcs_vec2) { { v.v[0], v.v[1] } };
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

/* The box that a way sweeps until end_s. */
static void box(struct tcs_reach_ways *ways, int s, double end_s)
{
    const struct tcs_reach_way *way = &ways->way[s];
    const double turn_s = least(way->turn_s, end_s);
    const struct tcs_vec2 from = flat(way->from_m);
    const struct tcs_vec2 corner = moved(from, flat(way->velocity_mps), turn_s);
    const struct tcs_vec2 end = moved(corner, way->turned_mps, end_s - turn_s);

    for (int k = 0; k < 2; k++) {
        ways->low_m[k][s] = least(from.v[k], least(corner.v[k], end.v[k]));
        ways->high_m[k][s] = most(from.v[k], most(corner.v[k], end.v[k]));
    }
}

/* first: index of the behaviour's first point. */
static void make_ways(struct tcs_reach *reach, struct tcs_reach_ways *ways, int first,
                      double horizon_s)
{
    double mean[TCS_TRACK_COURSES_MAX][6];
    double l[TCS_TRACK_COURSES_MAX][36];

    for (uint32_t k = 0; k < courses(reach->view); k++) {
        double P[36];

        get_course(reach->view, k, mean[k], P);
        factor(P, l[k]);
    }
    for (int s = 0; s < WAYS; s++) {
        const int16_t *g = tcs_assess_samples[first + s];
        const uint32_t course = course_of(reach->view, s);
        struct tcs_reach_way *way = &ways->way[s];
        double x[6];

        for (int i = 0; i < 6; i++) {
            x[i] = mean[course][i];
            for (int j = 0; j <= i; j++)
                x[i] += l[course][6 * i + j] * g[j];
        }
        for (int k = 0; k < 3; k++) {
            way->from_m.v[k] = x[k];
            way->velocity_mps.v[k] = x[3 + k];
        }
        for (int k = 0; k < 2; k++)
            way->turned_mps.v[k] = x[3 + k] + reach->manoeuvre_mps * (0.001 * g[7 + k]);
        way->freedom = tcs_fabs(0.001 * g[6]);
        way->turn_s = first == 0 ? never_s : manoeuvre_within_s * (0.001 * g[9]);
        box(ways, s, horizon_s);
    }
    ways->made = true;
}

/*
 * When the object can be at a height that the zone has: from then on it may hold that
 * height. It is `gap` away and closes it on its trend; by its own decision it can add
 * `freedom`, at `rate`. False: never.
 */
static bool gap_closed(double gap_m, double trend_mps, double freedom_m, double rate_mps,
                       double *ret_s)
{
    const double trend = positive(trend_mps);
    const double both_s = gap_m / (trend + rate_mps);

    if (rate_mps * both_s <= freedom_m) {
        *ret_s = both_s;
        return true;
    }
    if (trend <= 0.0)
        return false;
    *ret_s = (gap_m - freedom_m) / trend;
    return true;
}

static bool height_possible(const struct tcs_reach_way *way,
                            const struct tcs_volume *volume, double *ret_s)
{
    const double up = way->from_m.v[2];
    const double climb = way->velocity_mps.v[2];

    if (up > volume->ceiling_m)
        return gap_closed(up - volume->ceiling_m, -climb, dive_sigma_m * way->freedom,
                          dive_rate_mps, ret_s);
    if (up < volume->floor_m)
        return gap_closed(volume->floor_m - up, climb, climb_sigma_m * way->freedom,
                          climb_rate_mps, ret_s);
    *ret_s = 0.0;
    return true;
}

/* Horizontal flight from `from`, for horizon_s. The circle first: most points miss. */
static bool leg_enters(const struct tcs_reach_zone *zone, struct tcs_vec2 from,
                       struct tcs_vec2 velocity, double horizon_s, double *ret_s)
{
    const double x = zone->centre_m.v[0] - from.v[0];
    const double y = zone->centre_m.v[1] - from.v[1];
    const double out2 = x * x + y * y - zone->radius_m * zone->radius_m;

    if (out2 > 0.0) {
        const double along = x * velocity.v[0] + y * velocity.v[1];
        const double speed2 =
            velocity.v[0] * velocity.v[0] + velocity.v[1] * velocity.v[1];

        if (along <= 0.0 || along * along < out2 * speed2)
            return false; /* flies away from the circle, or past it */
        /* At the time along / speed2 it is nearest: out of reach when the chord begins
         * later than the horizon. */
        const double short_of = along - horizon_s * speed2;

        if (short_of > 0.0 && short_of * short_of > along * along - out2 * speed2)
            return false;
    }
    return tcs_volume_entry(
        zone->volume,
        (struct tcs_vec3) { { from.v[0], from.v[1], zone->volume->floor_m } },
        (struct tcs_vec3) { { velocity.v[0], velocity.v[1], 0.0 } }, horizon_s, ret_s);
}

/* One way: two straight legs, the second from turn_s on; entry counts from the moment
 * from which its height is possible. */
static bool way_enters(const struct tcs_reach_zone *zone, const struct tcs_reach_way *way,
                       double horizon_s, double *ret_s)
{
    const struct tcs_vec2 from = flat(way->from_m);
    const struct tcs_vec2 first = flat(way->velocity_mps);
    const double turn_s = way->turn_s;
    double start_s = 0.0;
    double s = 0.0;

    if (!height_possible(way, zone->volume, &start_s) || start_s > horizon_s)
        return false;
    if (start_s < turn_s) {
        const double end_s = least(turn_s, horizon_s);

        if (leg_enters(zone, moved(from, first, start_s), first, end_s - start_s, &s)) {
            *ret_s = start_s + s;
            return true;
        }
        start_s = turn_s;
    }
    if (start_s > horizon_s)
        return false;
    if (!leg_enters(zone,
                    moved(moved(from, first, turn_s), way->turned_mps, start_s - turn_s),
                    way->turned_mps, horizon_s - start_s, &s))
        return false;
    *ret_s = start_s + s;
    return true;
}

/* Times of entry of one behaviour, in bins over [0, horizon]; the sum is its probability
 * to enter. */
struct entries {
    uint8_t bins[BINS]; /* ways; there are fewer than 256 */
    uint32_t count;
    uint32_t soon; /* of those until soon_s */
    double soon_s;
    double bin_s;
};
_Static_assert(TCS_REACH_WAYS < 256, "a bin counts all of them");

static void enter(struct entries *entries, double at_s)
{
    int bin = at_s > 0.0 ? (int)(at_s / entries->bin_s) : 0;

    if (bin > BINS - 1)
        bin = BINS - 1;
    entries->bins[bin]++;
    entries->count++;
    if (at_s <= entries->soon_s)
        entries->soon++;
}

static double part(uint32_t count)
{
    return (double)count / WAYS;
}

/* Those that are inside already lie at 0, not spread over the first bin. < 0: none is. */
static double quantile(const struct entries *entries, double p)
{
    const double want = p * entries->count;
    double sum = 0.0;

    for (int b = 0; b < BINS && entries->count > 0; b++) {
        const double here = entries->bins[b];

        if (here > 0.0 && sum + here >= want)
            return b == 0 ? 0.0 : entries->bin_s * (b + (want - sum) / here);
        sum += here;
    }
    return -1.0;
}

/*
 * Cheap and safe: refuses only zones that no point enters. At time t the points lie in a
 * circle that moves with the object and grows by spread_mps; one of them enters the
 * circle of the zone, `out` away, only when it closes fast enough and not too far aside.
 */
static bool may_enter(const struct tcs_reach *reach, const struct tcs_reach_zone *zone,
                      double spread_mps, double horizon_s)
{
    const double x = zone->centre_m.v[0] - reach->view->x.v[0];
    const double y = zone->centre_m.v[1] - reach->view->x.v[1];
    const double vx = reach->view->x.v[3];
    const double vy = reach->view->x.v[4];
    const double near = zone->radius_m + flat_radius * reach->position_sigma_m;
    const double distance2 = x * x + y * y;

    if (distance2 <= near * near)
        return true;
    const double distance = tcs_sqrt(distance2);
    const double closing = (x * vx + y * vy) / distance + spread_mps;
    const double aside = tcs_fabs(x * vy - y * vx) / distance - spread_mps;

    /* The tangent to the circle leaves the line to its centre by near / sqrt(d2 - n2). */
    return closing * horizon_s >= distance - near &&
           aside * tcs_sqrt(distance2 - near * near) <= closing * near;
}

/* The same for heights: airliners are many, and far above. */
static bool height_in_reach(const struct tcs_reach *reach,
                            const struct tcs_reach_zone *zone)
{
    const double up = reach->view->x.v[2];
    const double climb = reach->view->x.v[5];
    const double spread = motion_radius * reach->up_sigma_m;
    const double rate = motion_radius * reach->climb_sigma_mps;
    const double low = up - spread - zone->approach_s * positive(rate - climb) -
                       freedom_most * dive_sigma_m;
    const double high = up + spread + zone->approach_s * positive(rate + climb) +
                        freedom_most * climb_sigma_m;

    return low <= zone->volume->ceiling_m && high >= zone->volume->floor_m;
}

/* Ways whose box does not meet that of the zone are left out without a further look. */
static void try_ways(const struct tcs_reach_ways *ways, const struct tcs_reach_zone *zone,
                     double horizon_s, struct entries *entries)
{
    const double r = zone->radius_m;
    const double east = zone->centre_m.v[0];
    const double north = zone->centre_m.v[1];
    double s = 0.0;

    for (int i = 0; i < WAYS; i++) {
        if (ways->low_m[0][i] > east + r || ways->high_m[0][i] < east - r ||
            ways->low_m[1][i] > north + r || ways->high_m[1][i] < north - r)
            continue;
        if (way_enters(zone, &ways->way[i], horizon_s, &s))
            enter(entries, s);
    }
}

bool tcs_reach_zone_entry(struct tcs_reach *reach, const struct tcs_reach_zone *zone,
                          struct tcs_threat *threat)
{
    const double spread = flat_radius * reach->velocity_sigma_mps;
    const bool may_turn = may_enter(
        reach, zone, spread + manoeuvre_radius * reach->manoeuvre_mps, zone->enter_s);
    const bool may_on = may_enter(reach, zone, spread, zone->approach_s);

    if ((!may_on && !may_turn) || !height_in_reach(reach, zone))
        return false;
    struct entries on = { .bin_s = zone->approach_s / BINS, .soon_s = zone->enter_s };
    struct entries turned = { .bin_s = zone->enter_s / BINS, .soon_s = zone->enter_s };

    if (may_on) {
        if (!reach->on.made)
            make_ways(reach, &reach->on, 0, reach->approach_s);
        try_ways(&reach->on, zone, zone->approach_s, &on);
    }
    if (may_turn) {
        if (!reach->turned.made)
            make_ways(reach, &reach->turned, WAYS, reach->enter_s);
        try_ways(&reach->turned, zone, zone->enter_s, &turned);
    }
    const struct entries *const times = part(on.count) >= on_enough ? &on : &turned;

    threat->p_enter = weight_on * part(on.soon) + weight_manoeuvre * part(turned.soon);
    threat->p_approach = most(part(on.count), threat->p_enter);
    threat->eta_s = quantile(times, 0.5);
    threat->eta_early_s = quantile(times, 0.1);
    return true;
}
