/* SPDX-License-Identifier: Apache-2.0 */
#include "track/clutter.h"

#include <string.h>

#include "check.h"
#include "geo/geo.h"
#include "num/elem.h"
#include "num/rand.h"

static struct clutter map;
static struct clutter_tree tree;

static struct tcs_coverage square(void)
{
    struct tcs_coverage c = { .az_width_rad = 2.0 * TCS_PI, .is_box = true };

    c.east_max_m = c.north_max_m = 1000.0;
    return c;
}

static struct tcs_observation place(double e, double n)
{
    struct tcs_observation obs = { .kind = TCS_OBS_POSITION_2D };

    obs.z[0] = e;
    obs.z[1] = n;
    return obs;
}

/* 60 reports a look all over, 60 more in a square of 150 m. */
static void learn_hot_spot(const struct tcs_coverage *c, int looks, struct tcs_rand rand)
{
    memset(&map, 0, sizeof map);
    for (int look = 0; look < looks; look++) {
        clutter_look(&map, c, c);
        for (int k = 0; k < 120; k++) {
            const struct tcs_observation obs =
                k < 60 ? place(tcs_rand_between(&rand, 0.0, 1000.0),
                               tcs_rand_between(&rand, 0.0, 1000.0))
                       : place(tcs_rand_between(&rand, 500.0, 650.0),
                               tcs_rand_between(&rand, 400.0, 550.0));

            clutter_book(&map, c, &obs);
        }
    }
    clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
}

/* The level there is 60 + 60 * 1e6 / 22500 = 2727 for the whole, elsewhere 60. */
static void a_hot_spot_is_told_from_the_rest(void **state)
{
    const struct tcs_coverage c = square();
    const struct tcs_observation hot = place(575.0, 475.0);
    const struct tcs_observation cold = place(100.0, 900.0);

    learn_hot_spot(&c, 100, tcs_rand(1, 1));
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &hot), 0.0), 2727.0, 500.0,
               "reports");
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &cold), 0.0), 60.0, 12.0,
               "reports");
}

static void one_look_gives_the_order_of_magnitude(void **state)
{
    const struct tcs_coverage c = square();
    struct tcs_rand rand = tcs_rand(2, 1);
    struct tcs_observation obs = { 0 };

    memset(&map, 0, sizeof map);
    clutter_look(&map, &c, &c);
    for (int k = 0; k < 100; k++) {
        obs = place(tcs_rand_between(&rand, 0.0, 1000.0),
                    tcs_rand_between(&rand, 0.0, 1000.0));
        clutter_book(&map, &c, &obs);
    }
    clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
    CHECK(clutter_level(&tree, clutter_place(&c, &obs), 0.0) > 70.0);
    CHECK(clutter_level(&tree, clutter_place(&c, &obs), 0.0) < 150.0);
    CHECK_NEAR(clutter_even(&tree), 91.0, 0.1, "reports"); /* drawn to 1 */
}

/* Looks at a quarter turn do not make the rest look quiet. */
static void a_sector_counts_where_it_looked(void **state)
{
    struct tcs_coverage whole = { .range_max_m = 1000.0,
                                  .az_width_rad = 2.0 * TCS_PI,
                                  .el_max_rad = 1.0 };
    struct tcs_coverage sector = whole;
    struct tcs_observation there = { .kind = TCS_OBS_RAE, .z = { 500.0, 0.0, 0.1 } };
    struct tcs_observation behind = { .kind = TCS_OBS_RAE, .z = { 500.0, 3.0, 0.1 } };

    memset(&map, 0, sizeof map);
    sector.az_width_rad = TCS_PI / 2.0;
    for (int look = 0; look < 50; look++)
        clutter_look(&map, &whole, &sector);
    CHECK(map.map.looks[clutter_place(&whole, &there) % CLUTTER_SIDE] > 40.0);
    CHECK(map.map.looks[clutter_place(&whole, &behind) % CLUTTER_SIDE] <= 0.0);
}

/* To leave out an observation that is weighed is the same as never to have had it. */
static void what_is_weighed_does_not_testify(void **state)
{
    const struct tcs_coverage c = square();
    struct tcs_rand rand = tcs_rand(3, 1);
    struct tcs_observation obs = { 0 };
    double without;

    memset(&map, 0, sizeof map);
    for (int look = 0; look < 20; look++) {
        clutter_look(&map, &c, &c);
        for (int k = 0; k < 100; k++) {
            const double most = k < 50 ? 1000.0 : 100.0;

            obs = place(tcs_rand_between(&rand, 0.0, most),
                        tcs_rand_between(&rand, 0.0, most));
            clutter_book(&map, &c, &obs);
        }
        const uint32_t cell = clutter_place(&c, &obs);

        clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
        without = clutter_level(&tree, cell, 1.0);
        CHECK(without < clutter_level(&tree, cell, 0.0));
        clutter_add(&map, cell, -1.0);
        clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
        /* But for what it adds to the density of the whole, which the prior is about, and
         * for regions with too few counts to be cut. */
        CHECK_NEAR(without / clutter_level(&tree, cell, 0.0), 1.0, 0.05, "ratio");
        clutter_add(&map, cell, 1.0);
    }
}

/* Three looks tell a spot that is fifty times as dense from its surroundings. */
static void a_hot_spot_shows_in_three_looks(void **state)
{
    const struct tcs_coverage c = square();
    const struct tcs_observation hot = place(575.0, 475.0);
    const struct tcs_observation near = place(700.0, 475.0);

    learn_hot_spot(&c, 3, tcs_rand(4, 1));
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &hot), 0.0), 2727.0, 900.0,
               "reports");
    CHECK(clutter_level(&tree, clutter_place(&c, &near), 0.0) > 15.0);
    CHECK(clutter_level(&tree, clutter_place(&c, &near), 0.0) < 240.0);
}

/* 100 counts: what is told lags by less than three more, and by less than 30 looks. A
 * tree is that of what was told last, whatever has been learnt since. */
static void what_is_told_lags_a_little(void **state)
{
    const struct tcs_coverage c = square();
    const uint32_t cell =
        clutter_place(&c, &(struct tcs_observation) { .kind = TCS_OBS_POSITION_2D,
                                                      .z = { 200.0, 200.0 } });

    memset(&map, 0, sizeof map);
    memset(&tree, 0, sizeof tree);
    clutter_grow_again(&tree, &map);
    CHECK(clutter_even(&tree) > 0.0 && clutter_has_changed(&map));
    clutter_look(&map, &c, &c);
    for (int k = 0; k < 100; k++) {
        const struct tcs_observation obs = place(10.0 * k, 7.0 * k);

        clutter_book(&map, &c, &obs);
    }
    clutter_tell(&map);
    clutter_grow_again(&tree, &map);
    const double told = clutter_level(&tree, cell, 0.0);

    clutter_add(&map, cell, 3.9);
    clutter_add(&map, cell, -1.0);
    CHECK(!clutter_has_changed(&map));
    clutter_grow_again(&tree, &map);
    CHECK(!(clutter_level(&tree, cell, 0.0) > told));
    clutter_add(&map, cell, 0.2);
    CHECK(clutter_has_changed(&map));
    clutter_tell(&map);
    clutter_grow_again(&tree, &map);
    CHECK(clutter_level(&tree, cell, 0.0) > told);
    for (int look = 0; look < 29; look++)
        clutter_look(&map, &c, &c);
    CHECK(!clutter_has_changed(&map));
    clutter_look(&map, &c, &c);
    CHECK(clutter_has_changed(&map));
}

/* Bearings tell a busy sector from the rest, by the same cells however they are strewn
 * along the other axis; what a sector of a camera has in elevation does not blur that. */
static void one_number_is_cut_along_its_axis(void **state)
{
    const struct tcs_coverage c = { .range_max_m = 1000.0,
                                    .az_width_rad = 2.0 * TCS_PI,
                                    .el_max_rad = 1.0 };
    struct tcs_rand rand = tcs_rand(5, 1);
    struct tcs_observation obs = { .kind = TCS_OBS_AZ };
    const struct tcs_observation busy = { .kind = TCS_OBS_AZ, .z = { 0.52 } };
    const struct tcs_observation again = { .kind = TCS_OBS_AZ, .z = { 0.5201 } };
    const struct tcs_observation quiet = { .kind = TCS_OBS_AZ, .z = { -2.0 } };

    memset(&map, 0, sizeof map);
    for (int look = 0; look < 100; look++) {
        clutter_look(&map, &c, &c);
        for (int k = 0; k < 12; k++) { /* 6 all around, 6 more in a tenth of a turn */
            obs.z[0] = k < 6 ? tcs_rand_between(&rand, -TCS_PI, TCS_PI)
                             : tcs_rand_between(&rand, 0.2, 0.2 + TCS_PI / 5.0);
            clutter_book(&map, &c, &obs);
        }
    }
    clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
    const double level = clutter_level(&tree, clutter_place(&c, &busy), 0.0);

    CHECK_NEAR(level, 66.0, 10.0, "reports");
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &again), 0.0), level, 1e-9,
               "reports");
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &quiet), 0.0), 6.0, 1.0, "reports");
    CHECK(clutter_level(&tree, clutter_place(&c, &busy), 1.0) < level);

    obs = (struct tcs_observation) { .kind = TCS_OBS_AZEL, .z = { 0.52, 0.5 } };
    clutter_book(&map, &c, &obs);
    clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &busy), 0.0), level, 0.25 * level,
               "reports");
}

/* Of 60 reports a look 45 are in the lowest of sixteen layers, in the nearest eighth of
 * the range; the other 15 are evenly everywhere. */
static void reports_come_from_the_ground(void **state)
{
    const struct tcs_coverage c = { .range_max_m = 1600.0,
                                    .az_width_rad = 2.0 * TCS_PI,
                                    .el_min_rad = 0.0,
                                    .el_max_rad = 1.6 };
    struct tcs_rand rand = tcs_rand(9, 1);
    struct tcs_observation low = { .kind = TCS_OBS_RAE, .z = { 100.0, 1.0, 0.05 } };
    struct tcs_observation high = { .kind = TCS_OBS_RAE, .z = { 100.0, 1.0, 0.85 } };
    struct tcs_observation far_low = { .kind = TCS_OBS_RAE, .z = { 1500.0, 1.0, 0.05 } };
    struct tcs_observation far_high = { .kind = TCS_OBS_RAE, .z = { 1500.0, 1.0, 0.85 } };

    memset(&map, 0, sizeof map);
    for (int look = 0; look < 200; look++) {
        clutter_look(&map, &c, &c);
        for (int j = 0; j < 60; j++) {
            const bool ground = j % 4 != 0;
            struct tcs_observation obs = { .kind = TCS_OBS_RAE };

            obs.z[0] = tcs_rand_between(&rand, 0.0, ground ? 200.0 : 1600.0);
            obs.z[1] = tcs_rand_between(&rand, -TCS_PI, TCS_PI);
            obs.z[2] = tcs_rand_between(&rand, 0.0, ground ? 0.1 : 1.6);
            clutter_book(&map, &c, &obs);
        }
    }
    clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
    /* Near by 45 + 15 / 8 in an eighth. */
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &low), 0.0),
               16.0 * 8.0 * (45.0 + 15.0 / 8.0 / 16.0), 600.0, "reports");
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &high), 0.0), 15.0, 8.0, "reports");
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &far_high), 0.0), 15.0, 8.0,
               "reports");
    CHECK(clutter_level(&tree, clutter_place(&c, &far_low), 0.0) < 60.0);
}

/* To take a report back takes it out of its layer too. */
static void what_is_explained_leaves_its_layer(void **state)
{
    const struct tcs_coverage c = { .range_max_m = 1000.0,
                                    .az_width_rad = 2.0 * TCS_PI,
                                    .el_max_rad = 1.6 };
    const struct tcs_observation obs = { .kind = TCS_OBS_RAE, .z = { 500.0, 1.0, 0.5 } };
    const uint32_t place = clutter_place(&c, &obs);

    memset(&map, 0, sizeof map);
    clutter_look(&map, &c, &c);
    clutter_book(&map, &c, &obs);
    clutter_add(&map, place, -1.0);
    for (uint32_t i = 0; i < CLUTTER_BLOCKS; i++)
        for (uint32_t layer = 0; layer < CLUTTER_LAYERS; layer++)
            CHECK(map.map.layer[i][layer] <= 0.0f);
}

/* One look: 60 reports all over the square, and 60 in 150 m from this place on. */
static void look_at_spot(const struct tcs_coverage *c, struct tcs_rand *rand, double east)
{
    clutter_look(&map, c, c);
    for (int k = 0; k < 120; k++) {
        const struct tcs_observation obs =
            k < 60 ? place(tcs_rand_between(rand, 0.0, 1000.0),
                           tcs_rand_between(rand, 0.0, 1000.0))
                   : place(tcs_rand_between(rand, east, east + 150.0),
                           tcs_rand_between(rand, 400.0, 550.0));

        clutter_book(&map, c, &obs);
    }
}

/* A spot that stays is as the map says; when it begins to move, at 10 m a look, the
 * recent map holds after two dozen looks, where the spot is and where it goes, and
 * nowhere else. */
static void what_moves_is_recent(void **state)
{
    const struct tcs_coverage c = square();
    struct tcs_rand rand = tcs_rand(6, 1);
    const struct tcs_observation there = place(800.0, 475.0);
    const struct tcs_observation ahead = place(930.0, 475.0);
    const struct tcs_observation off = place(100.0, 900.0);

    memset(&map, 0, sizeof map);
    for (int look = 0; look < 60; look++) {
        look_at_spot(&c, &rand, 300.0);
        CHECK(!clutter_is_recent(&map));
    }
    for (int look = 1; look <= 45; look++) {
        look_at_spot(&c, &rand, 300.0 + 10.0 * look);
        CHECK(look > 10 || !clutter_is_recent(&map));
    }
    CHECK(clutter_recent_weight(&map, clutter_place(&c, &there)) > 0.8);
    CHECK(clutter_recent_weight(&map, clutter_place(&c, &ahead)) > 0.3);
    CHECK(clutter_recent_weight(&map, clutter_place(&c, &off)) <= 0.0);

    /* 30 m behind its front the level is 60 + 60 * 1e6 / 22500 = 2727. */
    const struct tcs_observation front = place(870.0, 475.0);

    clutter_grow(&tree, &map.map, CLUTTER_DRAWN);
    CHECK(clutter_level(&tree, clutter_place(&c, &front), 0.0) < 900.0);
    clutter_grow(&tree, &map.recent, CLUTTER_DRAWN_RECENT);
    CHECK_NEAR(clutter_level(&tree, clutter_place(&c, &front), 0.0), 2727.0, 1400.0,
               "reports");
}

/* What tracks explain says nothing: twenty objects that come up, in a block where nothing
 * was, are explained from the fifth look on. */
static void what_is_explained_is_not_recent(void **state)
{
    const struct tcs_coverage c = square();
    struct tcs_rand rand = tcs_rand(7, 1);

    memset(&map, 0, sizeof map);
    for (int look = 0; look < 80; look++) {
        clutter_look(&map, &c, &c);
        for (int k = 0; k < 20 && look >= 50; k++) {
            const int row = k / 4;
            const struct tcs_observation obs =
                place(500.0 + 30.0 * (k % 4) + 4.0 * tcs_rand_normal(&rand),
                      500.0 + 30.0 * row + 4.0 * tcs_rand_normal(&rand));

            clutter_book(&map, &c, &obs);
            if (look >= 54)
                clutter_add(&map, clutter_place(&c, &obs), -1.0);
        }
        CHECK(!clutter_is_recent(&map));
    }
}

/* A radar that looks all round by eighths comes to the same after eight looks as one that
 * looks everywhere at once; and what moves over the azimuth where the map begins and ends
 * goes on beyond it. */
static void sectors_say_the_same(void **state)
{
    static struct clutter at_once;
    struct tcs_rand rand = tcs_rand(8, 1);
    const struct tcs_coverage whole = { .range_max_m = 1000.0,
                                        .az_width_rad = 2.0 * TCS_PI,
                                        .el_max_rad = 1.0 };

    memset(&map, 0, sizeof map);
    memset(&at_once, 0, sizeof at_once);
    for (int turn = 0; turn < 60; turn++) {
        struct tcs_observation seen[60] = { 0 };

        for (int k = 0; k < 60; k++) {
            seen[k].kind = TCS_OBS_RAE;
            seen[k].z[0] = tcs_rand_between(&rand, 400.0, 600.0);
            seen[k].z[1] =
                tcs_angle_wrap(2.0 + 0.02 * turn + tcs_rand_between(&rand, 0.0, 0.3));
        }
        clutter_look(&at_once, &whole, &whole);
        for (int k = 0; k < 60; k++)
            clutter_book(&at_once, &whole, &seen[k]);
        for (int sector = 0; sector < 8; sector++) {
            struct tcs_coverage looked = whole;

            looked.az_width_rad = TCS_PI / 4.0;
            looked.az_center_rad = tcs_angle_wrap(TCS_PI / 4.0 * (sector + 0.5));
            clutter_look(&map, &whole, &looked);
            for (int k = 0; k < 60; k++)
                if (tcs_fabs(tcs_angle_diff(seen[k].z[1], looked.az_center_rad)) <=
                    TCS_PI / 8.0)
                    clutter_book(&map, &whole, &seen[k]);
        }
    }
    struct tcs_observation obs = { .kind = TCS_OBS_RAE, .z = { 500.0, 3.1 } };

    CHECK(clutter_recent_weight(&at_once, clutter_place(&whole, &obs)) > 0.5);
    CHECK(clutter_recent_weight(&map, clutter_place(&whole, &obs)) > 0.5);
    obs.z[1] = -3.1;
    CHECK(clutter_recent_weight(&at_once, clutter_place(&whole, &obs)) > 0.1);
    CHECK(clutter_recent_weight(&map, clutter_place(&whole, &obs)) > 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hot_spot_is_told_from_the_rest),
        cmocka_unit_test(one_look_gives_the_order_of_magnitude),
        cmocka_unit_test(a_sector_counts_where_it_looked),
        cmocka_unit_test(what_is_weighed_does_not_testify),
        cmocka_unit_test(a_hot_spot_shows_in_three_looks),
        cmocka_unit_test(what_is_told_lags_a_little),
        cmocka_unit_test(one_number_is_cut_along_its_axis),
        cmocka_unit_test(reports_come_from_the_ground),
        cmocka_unit_test(what_is_explained_leaves_its_layer),
        cmocka_unit_test(what_moves_is_recent),
        cmocka_unit_test(what_is_explained_is_not_recent),
        cmocka_unit_test(sectors_say_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
