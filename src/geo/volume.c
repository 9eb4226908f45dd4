/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/volume.h"

#include "num/elem.h"

static bool is_finite(double x)
{
    return x - x == 0.0;
}

static struct tcs_vec2 corner(const struct tcs_volume *volume, uint32_t i)
{
    return volume->corners_m[i % volume->count];
}

/* Twice the area of the triangle a b c: positive when c lies left of the way a to b. */
static double turn(struct tcs_vec2 a, struct tcs_vec2 b, struct tcs_vec2 c)
{
    return (b.v[0] - a.v[0]) * (c.v[1] - a.v[1]) - (b.v[1] - a.v[1]) * (c.v[0] - a.v[0]);
}

static bool between(double x, double a, double b)
{
    return (a <= x && x <= b) || (b <= x && x <= a);
}

static bool on_edge(struct tcs_vec2 a, struct tcs_vec2 b, struct tcs_vec2 p)
{
    return turn(a, b, p) == 0.0 && between(p.v[0], a.v[0], b.v[0]) &&
           between(p.v[1], a.v[1], b.v[1]);
}

/* Whether the edges a b and c d have a point in common. */
static bool edges_meet(struct tcs_vec2 a, struct tcs_vec2 b, struct tcs_vec2 c,
                       struct tcs_vec2 d)
{
    const double c_side = turn(a, b, c);
    const double d_side = turn(a, b, d);
    const double a_side = turn(c, d, a);
    const double b_side = turn(c, d, b);

    if (((c_side > 0.0 && d_side < 0.0) || (c_side < 0.0 && d_side > 0.0)) &&
        ((a_side > 0.0 && b_side < 0.0) || (a_side < 0.0 && b_side > 0.0)))
        return true;
    return on_edge(a, b, c) || on_edge(a, b, d) || on_edge(c, d, a) || on_edge(c, d, b);
}

/* Neighbours share their corner and nothing else, all other edges nothing at all. */
static bool is_simple(const struct tcs_volume *volume)
{
    const uint32_t count = volume->count;

    for (uint32_t i = 0; i < count; i++) {
        const struct tcs_vec2 a = corner(volume, i);
        const struct tcs_vec2 b = corner(volume, i + 1);
        const struct tcs_vec2 next = corner(volume, i + 2);

        if (on_edge(a, b, next) || on_edge(b, next, a))
            return false; /* folds back, or a corner stands twice */
        for (uint32_t j = i + 2; j < count && j + 1 < count + i; j++)
            if (edges_meet(a, b, corner(volume, j), corner(volume, j + 1)))
                return false;
    }
    return true;
}

enum tcs_status tcs_volume_check(const struct tcs_volume *volume)
{
    if (volume->count < 3 || volume->count > TCS_VOLUME_CORNERS_MAX)
        return TCS_E_ARGUMENT;
    for (uint32_t i = 0; i < volume->count; i++)
        if (!is_finite(volume->corners_m[i].v[0]) ||
            !is_finite(volume->corners_m[i].v[1]))
            return TCS_E_ARGUMENT;
    if (!is_finite(volume->floor_m) || !is_finite(volume->ceiling_m) ||
        volume->floor_m > volume->ceiling_m)
        return TCS_E_ARGUMENT;
    if (!is_simple(volume) || !(tcs_volume_area(volume) > 0.0))
        return TCS_E_ARGUMENT;
    return TCS_OK;
}

/* Counts the edges that a ray to the east crosses. An edge owns its lower end and not its
 * upper, so that a ray through a corner is counted once. */
static bool polygon_contains(const struct tcs_volume *volume, struct tcs_vec2 p)
{
    bool inside = false;

    for (uint32_t i = 0; i < volume->count; i++) {
        const struct tcs_vec2 a = corner(volume, i);
        const struct tcs_vec2 b = corner(volume, i + 1);

        if (on_edge(a, b, p))
            return true;
        if ((a.v[1] <= p.v[1]) == (b.v[1] <= p.v[1]))
            continue;
        const bool rising = b.v[1] > a.v[1];

        if ((turn(a, b, p) > 0.0) == rising)
            inside = !inside;
    }
    return inside;
}

bool tcs_volume_contains(const struct tcs_volume *volume, struct tcs_vec3 point_m)
{
    return point_m.v[2] >= volume->floor_m && point_m.v[2] <= volume->ceiling_m &&
           polygon_contains(volume, (struct tcs_vec2) { { point_m.v[0], point_m.v[1] } });
}

static double distance_to_edge(struct tcs_vec2 a, struct tcs_vec2 b, struct tcs_vec2 p)
{
    const double along_x = b.v[0] - a.v[0];
    const double along_y = b.v[1] - a.v[1];
    double part = ((p.v[0] - a.v[0]) * along_x + (p.v[1] - a.v[1]) * along_y) /
                  (along_x * along_x + along_y * along_y);

    if (!(part > 0.0)) /* an edge of no length as well */
        part = 0.0;
    if (part > 1.0)
        part = 1.0;
    const double x = p.v[0] - (a.v[0] + part * along_x);
    const double y = p.v[1] - (a.v[1] + part * along_y);

    return tcs_sqrt(x * x + y * y);
}

double tcs_volume_distance(const struct tcs_volume *volume, struct tcs_vec3 point_m)
{
    const struct tcs_vec2 p = { { point_m.v[0], point_m.v[1] } };

    if (polygon_contains(volume, p))
        return 0.0;
    double least = distance_to_edge(corner(volume, 0), corner(volume, 1), p);

    for (uint32_t i = 1; i < volume->count; i++) {
        const double d = distance_to_edge(corner(volume, i), corner(volume, i + 1), p);

        if (d < least)
            least = d;
    }
    return least;
}

double tcs_volume_area(const struct tcs_volume *volume)
{
    /* From the first corner, so that a polygon far from the origin loses no digits. */
    double twice = 0.0;

    for (uint32_t i = 1; i + 1 < volume->count; i++)
        twice +=
            turn(volume->corners_m[0], volume->corners_m[i], volume->corners_m[i + 1]);
    return 0.5 * tcs_fabs(twice);
}

/* The part of [0, horizon] during which the flight is between floor and ceiling. */
static bool height_window(const struct tcs_volume *volume, double up_m, double climb_mps,
                          double ret_window_s[2])
{
    if (climb_mps == 0.0)
        return up_m >= volume->floor_m && up_m <= volume->ceiling_m;
    const double at_floor_s = (volume->floor_m - up_m) / climb_mps;
    const double at_ceiling_s = (volume->ceiling_m - up_m) / climb_mps;
    const double first_s = climb_mps > 0.0 ? at_floor_s : at_ceiling_s;
    const double last_s = climb_mps > 0.0 ? at_ceiling_s : at_floor_s;

    if (first_s > ret_window_s[0])
        ret_window_s[0] = first_s;
    if (last_s < ret_window_s[1])
        ret_window_s[1] = last_s;
    return ret_window_s[0] <= ret_window_s[1];
}

/* Where the line of flight meets the polygon. */
struct crossings {
    double inner_s[TCS_VOLUME_CORNERS_MAX]; /* ascending; inside from 0 to 1, 2 to 3... */
    uint32_t inner_count;
    double touch_s; /* first touch of an edge inside the window; < 0: none */
};

static void insert_sorted(struct crossings *crossings, double at_s)
{
    uint32_t i = crossings->inner_count++;

    for (; i > 0 && crossings->inner_s[i - 1] > at_s; i--)
        crossings->inner_s[i] = crossings->inner_s[i - 1];
    crossings->inner_s[i] = at_s;
}

static void note_touch(struct crossings *crossings, const double window_s[2],
                       double from_s, double to_s)
{
    const double first_s = from_s < to_s ? from_s : to_s;
    const double last_s = from_s < to_s ? to_s : from_s;

    if (last_s < window_s[0] || first_s > window_s[1])
        return;
    const double at_s = first_s > window_s[0] ? first_s : window_s[0];

    if (crossings->touch_s < 0.0 || at_s < crossings->touch_s)
        crossings->touch_s = at_s;
}

/*
 * Each corner gets one side of the line and one time along it, shared by its two edges:
 * no rounding can let a flight slip through between them. Corners on the line count as
 * left of it when pairs are formed, and as touched on their own.
 */
static void find_crossings(const struct tcs_volume *volume, struct tcs_vec2 from,
                           struct tcs_vec2 velocity, const double window_s[2],
                           struct crossings *ret)
{
    const double speed2 = velocity.v[0] * velocity.v[0] + velocity.v[1] * velocity.v[1];
    double side[TCS_VOLUME_CORNERS_MAX];
    double time_s[TCS_VOLUME_CORNERS_MAX];

    for (uint32_t i = 0; i < volume->count; i++) {
        const double x = volume->corners_m[i].v[0] - from.v[0];
        const double y = volume->corners_m[i].v[1] - from.v[1];

        side[i] = velocity.v[0] * y - velocity.v[1] * x;
        time_s[i] = (velocity.v[0] * x + velocity.v[1] * y) / speed2;
    }
    ret->inner_count = 0;
    ret->touch_s = -1.0;
    for (uint32_t i = 0; i < volume->count; i++) {
        const uint32_t j = (i + 1) % volume->count;

        if (side[i] == 0.0)
            note_touch(ret, window_s, time_s[i], side[j] == 0.0 ? time_s[j] : time_s[i]);
        if ((side[i] >= 0.0) == (side[j] >= 0.0))
            continue;
        const double at_s =
            time_s[i] + (time_s[j] - time_s[i]) * (side[i] / (side[i] - side[j]));

        insert_sorted(ret, at_s);
        note_touch(ret, window_s, at_s, at_s);
    }
}

bool tcs_volume_entry(const struct tcs_volume *volume, struct tcs_vec3 from_m,
                      struct tcs_vec3 velocity_mps, double horizon_s, double *ret_s)
{
    const struct tcs_vec2 from = { { from_m.v[0], from_m.v[1] } };
    const struct tcs_vec2 velocity = { { velocity_mps.v[0], velocity_mps.v[1] } };
    double window_s[2] = { 0.0, horizon_s };
    struct crossings crossings;

    if (tcs_volume_contains(volume, from_m)) {
        *ret_s = 0.0;
        return true;
    }
    if (!(horizon_s >= 0.0) ||
        !height_window(volume, from_m.v[2], velocity_mps.v[2], window_s))
        return false;
    if (velocity.v[0] * velocity.v[0] + velocity.v[1] * velocity.v[1] == 0.0) {
        if (!polygon_contains(volume, from))
            return false;
        *ret_s = window_s[0];
        return true;
    }
    find_crossings(volume, from, velocity, window_s, &crossings);
    for (uint32_t i = 0; i + 1 < crossings.inner_count; i += 2) {
        const double in_s = crossings.inner_s[i];

        if (crossings.inner_s[i + 1] < window_s[0] || in_s > window_s[1])
            continue;
        const double at_s = in_s > window_s[0] ? in_s : window_s[0];

        if (crossings.touch_s < 0.0 || at_s < crossings.touch_s)
            crossings.touch_s = at_s;
        break;
    }
    if (crossings.touch_s < 0.0)
        return false;
    *ret_s = crossings.touch_s;
    return true;
}
