/* SPDX-License-Identifier: Apache-2.0 */
#include "score/siap.h"

#include "check.h"
#include "world.h"

static struct world w;

static struct tcs_siap run(void)
{
    struct tcs_score_pairs pairs;
    struct tcs_siap siap;

    CHECK_OK(tcs_score_pairs_find(&w.scene, &pairs));
    CHECK_OK(tcs_siap_run(&w.scene, &pairs, &siap));
    tcs_score_pairs_clear(&pairs);
    return siap;
}

/*
 * One object for 10 indices. Label 1 at 0..5, 3 m away; label 2 at 4..7, 5 m away; label
 * 3 at 0, far away. With a track at 8 of 10 indices; 6 + 4 tracks belong to the object,
 * one of 11 to none. To follow it takes 1, then 2: one change in 8 s. The longest is
 * label 1: 6 of 10.
 */
static void attributes_are_those_of_hand_computation(void **state)
{
    world_begin(&w, 10, 10.0);
    for (uint32_t k = 0; k < 10; k++) {
        world_truth(&w, k, 0, 0.0, 0.0);
        if (k <= 5)
            world_estimate(&w, k, 1, 3.0, 0.0);
        if (k >= 4 && k <= 7)
            world_estimate(&w, k, 2, 0.0, 5.0);
        if (k == 0)
            world_estimate(&w, k, 3, 400.0, 0.0);
    }
    const struct tcs_siap siap = run();

    CHECK_NEAR(siap.completeness, 0.8, 1e-12, "1");
    CHECK_NEAR(siap.ambiguity, 10.0 / 8.0, 1e-12, "1");
    CHECK_NEAR(siap.spuriousness, 1.0 / 11.0, 1e-12, "1");
    CHECK_NEAR(siap.position_m, (6.0 * 3.0 + 4.0 * 5.0) / 10.0, 1e-12, "m");
    CHECK_NEAR(siap.track_changes_hz, 1.0 / 8.0, 1e-12, "1/s");
    CHECK_NEAR(siap.longest_track, 0.6, 1e-12, "1");
}

/* Labels 2 at 2..4 and 3 at 5..9; with label 1 at 0..3 it takes all three, with 1 at 0..4
 * it does without 2. */
static void the_least_number_of_labels_is_counted(void **state)
{
    for (uint32_t last = 3; last <= 4; last++) {
        world_begin(&w, 10, 10.0);
        for (uint32_t k = 0; k < 10; k++) {
            world_truth(&w, k, 0, 0.0, 0.0);
            if (k <= last)
                world_estimate(&w, k, 1, 1.0, 0.0);
            if (k >= 2 && k <= 4)
                world_estimate(&w, k, 2, 1.0, 0.0);
            if (k >= 5)
                world_estimate(&w, k, 3, 1.0, 0.0);
        }
        CHECK_NEAR(run().track_changes_hz, (last == 3 ? 2.0 : 1.0) / 10.0, 1e-12, "1/s");
    }
}

/* A track between two objects belongs to the nearer one. */
static void a_track_belongs_to_the_nearest_object(void **state)
{
    world_begin(&w, 1, 10.0);
    world_truth(&w, 0, 0, 0.0, 0.0);
    world_truth(&w, 0, 1, 8.0, 0.0);
    world_estimate(&w, 0, 0, 3.0, 0.0);
    const struct tcs_siap siap = run();

    CHECK_NEAR(siap.completeness, 0.5, 1e-12, "1");
    CHECK_NEAR(siap.position_m, 3.0, 1e-12, "m");
}

static void ratios_of_nothing_are_told_apart(void **state)
{
    world_begin(&w, 1, 10.0);
    CHECK_NEAR(run().completeness, -1.0, 0.0, "1");
    CHECK_NEAR(run().spuriousness, -1.0, 0.0, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_are_those_of_hand_computation),
        cmocka_unit_test(the_least_number_of_labels_is_counted),
        cmocka_unit_test(a_track_belongs_to_the_nearest_object),
        cmocka_unit_test(ratios_of_nothing_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
