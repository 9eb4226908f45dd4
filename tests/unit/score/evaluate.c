/* SPDX-License-Identifier: Apache-2.0 */
#include "score/evaluate.h"

#include <math.h>

#include "check.h"
#include "world.h"

static struct world w;
static struct tcs_score_pairs pairs;
static struct tcs_score score;

static void run(void)
{
    CHECK_OK(tcs_score_pairs_find(&w.scene, &pairs));
    CHECK_OK(tcs_score_run(&w.scene, &pairs, &score));
}

static int end(void **state)
{
    tcs_score_pairs_clear(&pairs);
    tcs_score_clear(&score);
    return 0;
}

/* c = 10: the pair is 5 apart (3, 4), one truth is missed, two estimates are false:
 * GOSPA^2 = 25 + 50 + 2 * 50. Of 3 the larger number: OSPA^2 = (25 + 2 * 100) / 3. */
static void parts_are_those_of_hand_computation(void **state)
{
    world_begin(&w, 1, 10.0);
    world_truth(&w, 0, 0, 0.0, 0.0);
    world_truth(&w, 0, 1, 1000.0, 0.0);
    world_estimate(&w, 0, 0, 3.0, 4.0);
    world_estimate(&w, 0, 1, 0.0, 500.0);
    world_estimate(&w, 0, 2, 0.0, -10.0); /* c away: as far as can be */
    run();
    CHECK_NEAR(score.step[0].localisation, 25.0, 1e-12, "m^2");
    CHECK_NEAR(score.step[0].missed, 50.0, 1e-12, "m^2");
    CHECK_NEAR(score.step[0].false_, 100.0, 1e-12, "m^2");
    CHECK_NEAR(score.step[0].ospa_m, sqrt(75.0), 1e-12, "m");
    const struct tcs_score_sum sum = tcs_score_sum(&score, 2.0);

    CHECK_NEAR(sum.mean_gospa, sqrt(175.0), 1e-12, "m");
    CHECK_NEAR(sum.loc_rmse, 5.0, 1e-12, "m");
    CHECK_NEAR(sum.missed_per_scan, 1.0, 0.0, "1");
    CHECK_NEAR(sum.false_per_scan, 2.0, 0.0, "1");
}

/* Labels 5 5 - 7 5: three runs of two labels, two switches; four of five indices with
 * one. */
static void labels_and_switches_are_counted_over_gaps(void **state)
{
    static const uint32_t labels[] = { 5, 5, 0, 7, 5 };

    world_begin(&w, 5, 10.0);
    for (uint32_t k = 0; k < 5; k++) {
        world_truth(&w, k, 0, 0.0, 0.0);
        if (labels[k] != 0)
            world_estimate(&w, k, labels[k], 1.0, 0.0);
    }
    run();
    CHECK_INT(score.life[0].present, 5);
    CHECK_INT(score.life[0].matched, 4);
    CHECK_INT(score.life[0].labels, 2);
    CHECK_INT(score.life[0].switches, 2);
    CHECK_INT(score.life[0].longest, 3);
    CHECK_INT(score.life[0].first, 0);
    const struct tcs_score_sum sum = tcs_score_sum(&score, 2.0);

    CHECK_NEAR(sum.track_life, 0.8, 1e-12, "1");
    CHECK_NEAR(sum.label_life, 0.6, 1e-12, "1");
    CHECK_NEAR(sum.ids_per_truth, 2.0, 0.0, "1");
}

static void nobody_anywhere_scores_nothing(void **state)
{
    world_begin(&w, 3, 10.0);
    run();
    const struct tcs_score_sum sum = tcs_score_sum(&score, 2.0);

    CHECK_NEAR(sum.mean_gospa, 0.0, 0.0, "m");
    CHECK_NEAR(sum.ids_per_truth, 0.0, 0.0, "1");
    CHECK(sum.loc_rmse < 0.0);
}

/* p = 1: 5 + 10/2 + 10/2. */
static void the_order_is_that_of_the_scene(void **state)
{
    world_begin(&w, 1, 10.0);
    w.scene.p = 1.0;
    world_truth(&w, 0, 0, 0.0, 0.0);
    world_truth(&w, 0, 1, 100.0, 0.0);
    world_estimate(&w, 0, 0, 3.0, 4.0);
    world_estimate(&w, 0, 1, 200.0, 0.0);
    run();
    CHECK_NEAR(tcs_score_sum(&score, 1.0).mean_gospa, 15.0, 1e-12, "m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(parts_are_those_of_hand_computation, end),
        cmocka_unit_test_teardown(labels_and_switches_are_counted_over_gaps, end),
        cmocka_unit_test_teardown(nobody_anywhere_scores_nothing, end),
        cmocka_unit_test_teardown(the_order_is_that_of_the_scene, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
