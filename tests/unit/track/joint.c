/* SPDX-License-Identifier: Apache-2.0 */
#include "track/joint.h"

#include "check.h"
#include "num/rand.h"
#include "track/marginals.h"

enum { OBS = 5, SOURCES = TCS_JOINT_LABELS * (OBS + 1) };
static uint32_t obs[SOURCES];
static double psi[SOURCES], cost[TCS_JOINT_LABELS * SOURCES],
    q[TCS_JOINT_LABELS * SOURCES];

/* Each label is missed, or any of the observations is its own. */
static struct tcs_joint all_pairs(uint32_t labels, uint32_t observations)
{
    struct tcs_joint joint = { .labels = labels, .obs = obs, .psi = psi };
    uint32_t n = 0;

    for (uint32_t k = 0; k < labels; k++) {
        joint.first[k] = n;
        obs[n] = TCS_JOINT_MISSED;
        psi[n++] = 1.0;
        for (uint32_t j = 0; j < observations; j++) {
            obs[n] = j;
            psi[n++] = 1.0;
        }
    }
    joint.first[labels] = n;
    return joint;
}

/* Where handing over costs too much, the plan is the marginals. */
static void who_keeps_his_own_has_the_marginals(void **state)
{
    struct tcs_rand rand = tcs_rand(1, 1);
    static uint64_t work[1 << 15];

    for (int run = 0; run < 200; run++) {
        const uint32_t labels = 1 + tcs_rand_u32(&rand) % TCS_JOINT_LABELS;
        const struct tcs_joint joint = all_pairs(labels, OBS);
        const uint32_t n = joint.first[labels];
        uint32_t first[TCS_JOINT_LABELS + 1], edge_obs[SOURCES];
        double edge_psi[SOURCES], p[SOURCES], p_none[TCS_JOINT_LABELS], q_none[OBS];
        const struct tcs_problem problem = { labels,   OBS, first,  edge_obs,
                                             edge_psi, p,   p_none, q_none };
        uint32_t edges = 0;

        for (uint32_t k = 0; k < labels; k++) {
            first[k] = edges;
            for (uint32_t s = 0; s < n; s++)
                cost[k * n + s] =
                    s >= joint.first[k] && s < joint.first[k + 1] ? 0.0 : 1.0;
            for (uint32_t s = joint.first[k] + 1; s < joint.first[k + 1]; s++) {
                psi[s] = tcs_rand_between(&rand, 0.1, 5.0);
                edge_obs[edges] = obs[s];
                edge_psi[edges++] = psi[s];
            }
        }
        first[labels] = edges;
        tcs_marginals_exact(&problem, work);
        tcs_joint_plan(&joint, cost, q);
        for (uint32_t k = 0; k < labels; k++) {
            CHECK_NEAR(q[k * n + joint.first[k]], p_none[k], 1e-3, "1");
            for (uint32_t j = 0; j < OBS; j++)
                CHECK_NEAR(q[k * n + joint.first[k] + 1 + j], p[first[k] + j], 1e-3, "1");
        }
    }
}

/* Two labels in the same place, two observations, 10 m left and right of it. By marginals
 * each is half here and half there. */
static void two_at_one_place_come_apart(void **state)
{
    const struct tcs_joint joint = all_pairs(2, 2);
    const uint32_t n = joint.first[2];
    uint32_t likeliest[TCS_JOINT_LABELS];

    for (uint32_t s = 0; s < n; s++)
        psi[s] = obs[s] == TCS_JOINT_MISSED ? 1.0 : 20.0;
    tcs_joint_best(&joint, likeliest);
    CHECK(obs[likeliest[0]] == 0 && obs[likeliest[1]] == 1);
    for (uint32_t s = 0; s < n; s++) {
        const double at = obs[s] == TCS_JOINT_MISSED ? 0.0 : obs[s] == 0 ? -10.0 : 10.0;

        cost[s] = (at + 10.0) * (at + 10.0);
        cost[n + s] = (at - 10.0) * (at - 10.0);
    }
    tcs_joint_plan(&joint, cost, q);
    /* 2 x 400 for both seen, 4 x 20 for one, 1 for none. */
    CHECK_NEAR(q[1] + q[4], (800.0 + 40.0) / 881.0, 1e-12, "1");
    CHECK_NEAR(q[2] + q[5], 0.0, 1e-12, "1");
    CHECK_NEAR(q[n + 2] + q[n + 5], (800.0 + 40.0) / 881.0, 1e-12, "1");
    for (uint32_t k = 0; k < 2; k++) {
        double sum = 0.0;

        for (uint32_t s = 0; s < n; s++)
            sum += q[k * n + s];
        CHECK_NEAR(sum, 1.0, 1e-12, "1");
    }
}

static void no_observation_is_taken_twice(void **state)
{
    const struct tcs_joint joint = all_pairs(2, 1);
    uint32_t likeliest[TCS_JOINT_LABELS];

    psi[1] = 50.0;
    psi[3] = 60.0;
    tcs_joint_best(&joint, likeliest);
    CHECK(likeliest[0] == 0 && likeliest[1] == 3);
}

static void what_is_too_much_is_refused(void **state)
{
    struct tcs_joint joint = all_pairs(2, OBS);

    CHECK(tcs_joint_small(&joint));
    joint.first[1] = 64;
    joint.first[2] = 128;
    CHECK(tcs_joint_small(&joint));
    joint.first[2] = 129;
    CHECK(!tcs_joint_small(&joint));
    joint.labels = TCS_JOINT_LABELS + 1;
    CHECK(!tcs_joint_small(&joint));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_keeps_his_own_has_the_marginals),
        cmocka_unit_test(two_at_one_place_come_apart),
        cmocka_unit_test(no_observation_is_taken_twice),
        cmocka_unit_test(what_is_too_much_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
