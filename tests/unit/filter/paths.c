/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/paths.h"

#include "check.h"

/* Position and velocity known to 5, at `east`, flying at `speed`. */
static struct tcs_imm at(double east, double speed)
{
    struct tcs_gauss g = { .x = { east, 0, 50, speed, 0, 0 } };
    struct tcs_imm imm = { 0 };

    for (int i = 0; i < 6; i++)
        g.P[tcs_packed(i, i)] = 25.0;
    tcs_imm_start(&imm, &g);
    return imm;
}

/* Weights 1 and 3 of states at 0 and 8 m/s: mean 6, variance 25 + 12. */
static void a_merger_matches_hand_computation(void **state)
{
    const struct tcs_imm a = at(0.0, 0.0);
    const struct tcs_imm b = at(0.0, 8.0);
    struct tcs_paths paths;
    struct tcs_imm imm;

    tcs_paths_start(&paths, 1);
    tcs_paths_add(&paths, 1.0, &a);
    tcs_paths_add(&paths, 3.0, &b);
    CHECK(tcs_paths_finish(&paths, 1, &imm));
    CHECK_INT(imm.count, 1);
    CHECK_NEAR(imm.g[0].x[3], 6.0, 1e-12, "m/s");
    CHECK_NEAR(imm.g[0].P[tcs_packed(3, 3)], 37.0, 1e-12, "m^2/s^2");
    CHECK_NEAR(imm.p[0], 1.0, 1e-12, "1");
}

/* Ten sigma apart they stay two, of three that are gathered the near ones become one. */
static void what_is_far_apart_stays_apart(void **state)
{
    const struct tcs_imm a = at(0.0, 0.0);
    const struct tcs_imm b = at(50.0, 0.0);
    const struct tcs_imm c = at(51.0, 0.0);
    struct tcs_paths paths;
    struct tcs_imm imm;

    tcs_paths_start(&paths, 1);
    tcs_paths_add(&paths, 0.5, &a);
    tcs_paths_add(&paths, 0.25, &b);
    tcs_paths_add(&paths, 0.25, &c);
    CHECK(tcs_paths_finish(&paths, 3, &imm));
    CHECK_INT(imm.count, 2);
    CHECK_NEAR(imm.p[0], 0.5, 1e-12, "1");
    CHECK_NEAR(imm.g[0].x[0], 0.0, 1e-12, "m");
    CHECK_NEAR(imm.g[1].x[0], 50.5, 1e-12, "m");
    CHECK_NEAR(imm.g[1].P[0], 25.25, 1e-12, "m^2");
}

/* 40 paths, more than there is room for on the way: the moments of what is kept are those
 * of the heaviest, and everything behind the count is zero. */
static void there_are_never_more_than_asked_for(void **state)
{
    struct tcs_paths paths;
    struct tcs_imm imm;
    double sum = 0.0;

    tcs_paths_start(&paths, 1);
    for (int i = 0; i < 40; i++) {
        const struct tcs_imm one = at(40.0 * i, 0.0);

        tcs_paths_add(&paths, i < 20 ? 1.0 : 2.0, &one);
    }
    CHECK_INT(paths.count, TCS_PATHS_POOL);
    CHECK(tcs_paths_finish(&paths, 3, &imm));
    CHECK_INT(imm.count, 3);
    for (uint32_t i = 0; i < imm.count; i++)
        sum += imm.p[i];
    CHECK_NEAR(sum, 1.0, 1e-12, "1");
    for (uint32_t i = imm.count; i < TCS_IMM_MAX; i++) {
        CHECK_NEAR(imm.p[i], 0.0, 0.0, "1");
        CHECK_NEAR(imm.g[i].P[0], 0.0, 0.0, "m^2");
    }
}

/* Motions of two paths are mixed within each path only, and both come of age. */
static void paths_keep_apart_through_age_and_time(void **state)
{
    struct tcs_imm_model model = { .count = 2, .young = { 1.0, 0.0 } };
    const struct tcs_imm a = at(0.0, -10.0);
    const struct tcs_imm b = at(0.0, 10.0);
    struct tcs_paths paths;
    struct tcs_imm_step step;
    struct tcs_imm imm = { 0 };

    for (int i = 0; i < 2; i++) {
        model.motion[i] = (struct tcs_motion) { 1.0, 0.0 };
        model.first[i] = 0.5;
        model.sojourn_s[i] = 10.0;
        model.next[i][1 - i] = 1.0;
    }
    tcs_paths_start(&paths, 1);
    tcs_paths_add(&paths, 0.7, &a);
    tcs_paths_add(&paths, 0.3, &b);
    CHECK(tcs_paths_finish(&paths, 2, &imm));
    tcs_imm_come_of_age(&imm, &model);
    CHECK_INT(imm.count, 4);
    CHECK_INT(imm.motions, 2);
    step = tcs_imm_step(&model, 1.0);
    tcs_imm_predict(&imm, &step);
    CHECK_NEAR(imm.p[0] + imm.p[1], 0.7, 1e-12, "1");
    for (int i = 0; i < 2; i++) {
        CHECK_NEAR(imm.g[i].x[0], -10.0, 1e-12, "m");
        CHECK_NEAR(imm.g[2 + i].x[0], 10.0, 1e-12, "m");
    }
    tcs_paths_join(&imm); /* 0.7 x -10 + 0.3 x 10, whichever the motion */
    CHECK_INT(imm.count, 2);
    CHECK_NEAR(imm.g[0].x[0], -4.0, 1e-12, "m");
    CHECK_NEAR(imm.g[1].x[0], -4.0, 1e-12, "m");
}

static void of_nothing_comes_nothing(void **state)
{
    struct tcs_imm imm = at(3.0, 0.0);
    struct tcs_paths paths;

    tcs_paths_start(&paths, 1);
    tcs_paths_add(&paths, 0.0, &imm);
    CHECK(!tcs_paths_finish(&paths, 2, &imm));
    CHECK_NEAR(imm.g[0].x[0], 3.0, 0.0, "m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merger_matches_hand_computation),
        cmocka_unit_test(what_is_far_apart_stays_apart),
        cmocka_unit_test(there_are_never_more_than_asked_for),
        cmocka_unit_test(paths_keep_apart_through_age_and_time),
        cmocka_unit_test(of_nothing_comes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
