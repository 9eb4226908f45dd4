/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/volume.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "num/rand.h"

static struct tcs_volume volume_of(const double (*corners)[2], uint32_t count,
                                   double floor_m, double ceiling_m)
{
    struct tcs_volume v = { .count = count, .floor_m = floor_m, .ceiling_m = ceiling_m };

    for (uint32_t i = 0; i < count; i++) {
        v.corners_m[i].v[0] = corners[i][0];
        v.corners_m[i].v[1] = corners[i][1];
    }
    return v;
}

static const double BOX[4][2] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };
/* A U that opens to the north: its arms are 2 wide, its bottom 2 deep. */
static const double CUP[8][2] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 8, 10 },
                                  { 8, 2 }, { 2, 2 },  { 2, 10 },  { 0, 10 } };

static struct tcs_vec3 at(double e, double n, double u)
{
    return (struct tcs_vec3) { { e, n, u } };
}

static void accepts_simple_polygons_in_either_direction(void **state)
{
    struct tcs_volume v = volume_of(CUP, 8, 0, 60);

    CHECK_OK(tcs_volume_check(&v));
    CHECK_NEAR(tcs_volume_area(&v), 52.0, 0, "m^2"); /* 100 - 6 * 8 */
    for (uint32_t i = 0; i < 4; i++) {
        const struct tcs_vec2 other = v.corners_m[i];

        v.corners_m[i] = v.corners_m[7 - i];
        v.corners_m[7 - i] = other;
    }
    CHECK_OK(tcs_volume_check(&v));
    CHECK_NEAR(tcs_volume_area(&v), 52.0, 0, "m^2");
    v.ceiling_m = v.floor_m;
    CHECK_OK(tcs_volume_check(&v));
}

static void refuses_what_is_no_volume(void **state)
{
    static const double bow_tie[4][2] = { { 0, 0 }, { 10, 10 }, { 10, 0 }, { 0, 10 } };
    static const double line[3][2] = { { 0, 0 }, { 5, 5 }, { 10, 10 } };
    static const double spike[5][2] = {
        { 0, 0 }, { 10, 0 }, { 20, 0 }, { 10, 0 }, { 5, 9 }
    };
    static const double twice[4][2] = { { 0, 0 }, { 10, 0 }, { 10, 0 }, { 5, 9 } };
    static const double pinched[6][2] = { { 0, 0 },   { 10, 0 }, { 5, 5 },
                                          { 10, 10 }, { 0, 10 }, { 5, 5 } };
    static const double touching[5][2] = {
        { 0, 0 }, { 10, 0 }, { 10, 10 }, { 5, 0 }, { 0, 10 }
    };
    struct tcs_volume v = volume_of(bow_tie, 4, 0, 1);

    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(line, 3, 0, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(spike, 5, 0, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(twice, 4, 0, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(pinched, 6, 0, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(touching, 5, 0, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(BOX, 2, 0, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(BOX, 4, 2, 1);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(BOX, 4, 0, HUGE_VAL);
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v = volume_of(BOX, 4, 0, 1);
    v.corners_m[2].v[1] = nan("");
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
    v.count = TCS_VOLUME_CORNERS_MAX + 1;
    CHECK_INT(tcs_volume_check(&v), TCS_E_ARGUMENT);
}

static void edges_corners_floor_and_ceiling_belong_to_it(void **state)
{
    const struct tcs_volume v = volume_of(CUP, 8, 5, 60);

    CHECK(tcs_volume_contains(&v, at(1, 5, 5)));
    CHECK(tcs_volume_contains(&v, at(0, 0, 60)));
    CHECK(tcs_volume_contains(&v, at(5, 2, 30)));
    CHECK(tcs_volume_contains(&v, at(10, 10, 30)));
    CHECK(!tcs_volume_contains(&v, at(5, 2.0000001, 30)));
    CHECK(!tcs_volume_contains(&v, at(5, 10, 30)));
    CHECK(!tcs_volume_contains(&v, at(11, 2, 30))); /* level with a corner */
    CHECK(!tcs_volume_contains(&v, at(-1, 10, 30)));
    CHECK(!tcs_volume_contains(&v, at(1, 5, 4.99)));
    CHECK(!tcs_volume_contains(&v, at(1, 5, 60.01)));
}

static void distance_is_to_the_nearest_edge_or_corner(void **state)
{
    const struct tcs_volume v = volume_of(BOX, 4, 5, 60);

    CHECK_NEAR(tcs_volume_distance(&v, at(5, 5, 500)), 0.0, 0, "m");
    CHECK_NEAR(tcs_volume_distance(&v, at(13, 5, 0)), 3.0, 0, "m");
    CHECK_NEAR(tcs_volume_distance(&v, at(13, 14, 0)), 5.0, 0, "m");
    CHECK_NEAR(tcs_volume_distance(&v, at(-3, -4, 0)), 5.0, 0, "m");
    const struct tcs_volume cup = volume_of(CUP, 8, 5, 60);

    CHECK_NEAR(tcs_volume_distance(&cup, at(5, 6, 30)), 3.0, 0, "m");
}

static double entry(const struct tcs_volume *v, struct tcs_vec3 from,
                    struct tcs_vec3 speed, double horizon_s)
{
    double s = -1.0;

    return tcs_volume_entry(v, from, speed, horizon_s, &s) ? s : -1.0;
}

static void entry_is_where_the_flight_first_meets_it(void **state)
{
    const struct tcs_volume v = volume_of(BOX, 4, 5, 60);
    const struct tcs_volume cup = volume_of(CUP, 8, 5, 60);

    CHECK_NEAR(entry(&v, at(-30, 5, 30), at(10, 0, 0), 60), 3.0, 0, "s");
    CHECK_NEAR(entry(&v, at(-30, 5, 30), at(10, 0, 0), 3), 3.0, 0, "s");
    CHECK_NEAR(entry(&v, at(-30, 5, 30), at(10, 0, 0), 2.99), -1.0, 0, "s");
    CHECK_NEAR(entry(&v, at(-30, 5, 30), at(-10, 0, 0), 60), -1.0, 0, "s");
    CHECK_NEAR(entry(&v, at(5, 5, 30), at(10, 0, 0), 60), 0.0, 0, "s");
    CHECK_NEAR(entry(&v, at(5, 5, 30), at(0, 0, 0), 0), 0.0, 0, "s");
    CHECK_NEAR(entry(&v, at(15, 5, 30), at(0, 0, 0), 60), -1.0, 0, "s");
    /* Straight down from 100 m at 8 m/s: the ceiling of 60 m after 5 s. */
    CHECK_NEAR(entry(&v, at(5, 5, 100), at(0, 0, -8), 60), 5.0, 0, "s");
    CHECK_NEAR(entry(&v, at(5, 5, 0), at(0, 0, 2), 60), 2.5, 0, "s");
    CHECK_NEAR(entry(&v, at(5, 5, 0), at(0, 0, -2), 60), -1.0, 0, "s");
    /* Over it, diving too late and just in time: above 60 m until 4 s. */
    CHECK_NEAR(entry(&v, at(-30, 5, 100), at(12, 0, -10), 60), -1.0, 0, "s");
    CHECK_NEAR(entry(&v, at(-30, 5, 100), at(10, 0, -10), 60), 4.0, 0, "s");
    /* Through the gap of the cup to its bottom; from one arm's ceiling to the other. */
    CHECK_NEAR(entry(&cup, at(5, 22, 30), at(0, -10, 0), 60), 2.0, 0, "s");
    CHECK_NEAR(entry(&cup, at(-1, 5, 69), at(1, 0, -1), 60), 9.0, 0, "s");
}

static void grazing_a_corner_or_an_edge_counts(void **state)
{
    const struct tcs_volume v = volume_of(BOX, 4, 5, 60);
    static const double diamond[4][2] = { { 10, 0 }, { 0, 10 }, { -10, 0 }, { 0, -10 } };
    const struct tcs_volume d = volume_of(diamond, 4, 5, 60);

    CHECK_NEAR(entry(&v, at(-20, 0, 30), at(10, 0, 0), 60), 2.0, 0, "s");
    CHECK_NEAR(entry(&v, at(-20, 10, 30), at(10, 0, 0), 60), 2.0, 0, "s");
    CHECK_NEAR(entry(&v, at(10, 30, 30), at(0, -10, 0), 60), 2.0, 0, "s");
    CHECK_NEAR(entry(&d, at(10, 40, 30), at(0, -10, 0), 60), 4.0, 0, "s");
    CHECK_NEAR(entry(&d, at(0, 40, 30), at(0, -10, 0), 60), 3.0, 0, "s");
}

/* A star around the origin, which lies inside: from four corners on, none of the angles
 * between them reaches half a turn. Simple by construction. */
static struct tcs_volume random_star(struct tcs_rand *rand)
{
    struct tcs_volume v = { .floor_m = tcs_rand_between(rand, -20, 20) };

    v.count = 4 + tcs_rand_u32(rand) % (TCS_VOLUME_CORNERS_MAX - 3);
    v.ceiling_m = v.floor_m + tcs_rand_between(rand, 1, 80);
    for (uint32_t i = 0; i < v.count; i++) {
        const double angle = (i + tcs_rand_between(rand, 0.1, 0.9)) * 6.283185 / v.count;
        const double radius_m = tcs_rand_between(rand, 5, 100);

        v.corners_m[i].v[0] = radius_m * cos(angle);
        v.corners_m[i].v[1] = radius_m * sin(angle);
    }
    return v;
}

static struct tcs_vec3 on_the_way(struct tcs_vec3 from, struct tcs_vec3 velocity,
                                  double s)
{
    return tcs_vec3_add(from, tcs_vec3_scale(velocity, s));
}

/* Steps along the flight: none of the steps before the entry lies inside, the first
 * stretch after it does, and a flight that never enters has no step inside. */
static void entry_agrees_with_fine_stepping(void **state)
{
    struct tcs_rand rand = tcs_rand(50, 0);
    const double horizon_s = 20;
    const double step_s = 0.01;
    int entered_count = 0;

    for (int round = 0; round < 3000; round++) {
        const struct tcs_volume v = random_star(&rand);
        struct tcs_vec3 from;
        struct tcs_vec3 velocity;
        double entry_s = horizon_s + 1;

        CHECK_OK(tcs_volume_check(&v));
        for (int k = 0; k < 3; k++) {
            from.v[k] = tcs_rand_between(&rand, -200, 200);
            velocity.v[k] = -from.v[k] / 10 + tcs_rand_between(&rand, -8, 8);
        }
        const bool enters = tcs_volume_entry(&v, from, velocity, horizon_s, &entry_s);

        for (double s = 0; s < horizon_s && s < entry_s - 1e-9; s += step_s)
            if (tcs_volume_contains(&v, on_the_way(from, velocity, s)))
                fail_msg("round %d: inside at %.9f s, entry said %.9f s", round, s,
                         entry_s);
        if (enters) {
            const struct tcs_vec3 there = on_the_way(from, velocity, entry_s);

            entered_count++;
            CHECK(entry_s >= 0 && entry_s <= horizon_s);
            CHECK_NEAR(tcs_volume_distance(&v, there), 0.0, 1e-10, "m");
            CHECK(there.v[2] > v.floor_m - 1e-10 && there.v[2] < v.ceiling_m + 1e-10);
        }
    }
    CHECK(entered_count > 300 && entered_count < 2700);
}

/* The hard cases for rounding: aimed exactly at a corner, or begun on an edge. The flight
 * goes on to the origin, which lies inside: it must be seen to enter at the corner. */
static void a_flight_at_a_corner_does_not_slip_between_the_edges(void **state)
{
    struct tcs_rand rand = tcs_rand(51, 0);

    for (int round = 0; round < 20000; round++) {
        struct tcs_volume v = random_star(&rand);
        const struct tcs_vec2 aim = v.corners_m[tcs_rand_u32(&rand) % v.count];
        const double from_far = tcs_rand_between(&rand, 1.0, 3.0);
        const double speed = tcs_rand_between(&rand, 0.05, 0.5);
        const double up_m = (v.floor_m + v.ceiling_m) / 2;
        double entry_s = -1;

        if (round % 4 == 0) /* on the corner, up to rounding */
            CHECK(tcs_volume_entry(&v, at(aim.v[0], aim.v[1], up_m),
                                   at(-speed * aim.v[0], -speed * aim.v[1], 0), 100,
                                   &entry_s));
        else
            CHECK(tcs_volume_entry(&v, at(from_far * aim.v[0], from_far * aim.v[1], up_m),
                                   at(-speed * aim.v[0], -speed * aim.v[1], 0), 100,
                                   &entry_s));
        const double expected_s = round % 4 == 0 ? 0 : (from_far - 1) / speed;

        CHECK_NEAR(entry_s, expected_s, 1e-11, "s");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_simple_polygons_in_either_direction),
        cmocka_unit_test(refuses_what_is_no_volume),
        cmocka_unit_test(edges_corners_floor_and_ceiling_belong_to_it),
        cmocka_unit_test(distance_is_to_the_nearest_edge_or_corner),
        cmocka_unit_test(entry_is_where_the_flight_first_meets_it),
        cmocka_unit_test(grazing_a_corner_or_an_edge_counts),
        cmocka_unit_test(entry_agrees_with_fine_stepping),
        cmocka_unit_test(a_flight_at_a_corner_does_not_slip_between_the_edges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
