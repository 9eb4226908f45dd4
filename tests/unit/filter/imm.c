/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/imm.h"

#include <string.h>

#include "check.h"
#include "num/elem.h"
#include "num/rand.h"

/* Cruise and hover, half the time each. */
static struct tcs_imm_model model(void)
{
    struct tcs_imm_model m = { 0 };

    m.count = 2;
    m.young = (struct tcs_motion) { 1.0, 0.0 };
    m.motion[0] = (struct tcs_motion) { 1.0, 0.0 };
    m.motion[1] = (struct tcs_motion) { 1.0, 1.0 };
    m.first[0] = 0.5;
    m.first[1] = 0.5;
    m.sojourn_s[0] = m.sojourn_s[1] = 10.0;
    m.next[0][1] = m.next[1][0] = 1.0;
    return m;
}

static struct tcs_imm start(double speed)
{
    struct tcs_gauss g = { .x = { 0, 0, 50, speed, 0, 0 } };
    struct tcs_imm imm;

    for (int i = 0; i < 6; i++)
        g.P[tcs_packed(i, i)] = 25.0;
    tcs_imm_start(&imm, &g);
    return imm;
}

/* exp(-5 / 10) of a sojourn of 10 s is left after 5 s. */
static void changes_come_at_their_rate(void **state)
{
    const struct tcs_imm_model m = model();
    const struct tcs_imm_step s = tcs_imm_step(&m, 5.0);

    CHECK_NEAR(s.change[0][0], 0.60653065971, 1e-9, "1");
    CHECK_NEAR(s.change[0][1], 0.39346934029, 1e-9, "1");
}

static void coming_of_age_changes_nothing_but_the_count(void **state)
{
    const struct tcs_imm_model m = model();
    struct tcs_imm imm = start(10.0);
    struct tcs_gauss before;
    struct tcs_gauss after;

    tcs_imm_merged(&imm, &before);
    tcs_imm_come_of_age(&imm, &m);
    tcs_imm_merged(&imm, &after);
    CHECK_INT(imm.count, 2);
    for (int i = 0; i < 21; i++)
        CHECK_NEAR(after.P[i], before.P[i], 1e-12, "m^2");
}

static void outlook_is_the_merged_prediction(void **state)
{
    const struct tcs_imm_model m = model();
    const struct tcs_imm_step s = tcs_imm_step(&m, 1.0);
    struct tcs_imm imm = start(10.0);
    double mean[3];
    double P[6];
    struct tcs_gauss g;

    tcs_imm_come_of_age(&imm, &m);
    tcs_imm_outlook(&imm, &s, mean, P);
    tcs_imm_predict(&imm, &s);
    tcs_imm_merged(&imm, &g);
    for (int i = 0; i < 3; i++)
        CHECK_NEAR(mean[i], g.x[i], 1.0, "m");
    /* Both hold the position to about sqrt(25 + 25): the gate must not be too small. */
    CHECK(P[0] > 0.9 * g.P[0]);
}

/* Weights 1 and 3 of states at 0 and 8 m/s: mean 6, variance 25 + 12. */
static void mixing_matches_hand_computation(void **state)
{
    struct tcs_imm a = start(0.0);
    const struct tcs_imm b = start(8.0);
    struct tcs_imm_mix mix;

    tcs_imm_mix_start(&mix, &a);
    tcs_imm_mix_add(&mix, 1.0, &a);
    tcs_imm_mix_add(&mix, 3.0, &b);
    CHECK(tcs_imm_mix_finish(&mix, &a));
    CHECK_NEAR(a.g[0].x[3], 6.0, 1e-12, "m/s");
    CHECK_NEAR(a.g[0].P[tcs_packed(3, 3)], 37.0, 1e-12, "m^2/s^2");
    CHECK_NEAR(a.p[0], 1.0, 1e-12, "1");
}

/*
 * An object flies at 12 m/s for 30 s, then stops dead and hovers for 30 s. The motion
 * that it is in has more than 0.7 of the probability 10 s into each, and the
 * probabilities always sum to 1.
 */
static void the_motion_is_recognised(void **state)
{
    const struct tcs_imm_model m = model();
    const struct tcs_imm_step s = tcs_imm_step(&m, 1.0);
    struct tcs_rand rand = tcs_rand(9, 1);
    struct tcs_imm imm = start(12.0);
    double e = 0.0;

    tcs_imm_come_of_age(&imm, &m);
    for (int t = 1; t <= 60; t++) {
        struct tcs_fix fix = { .dim = 2, .R = { 4.0, 0.0, 4.0 } };
        double total = 0.0;

        e += t <= 30 ? 12.0 : 0.0;
        fix.z[0] = e + 2.0 * tcs_rand_normal(&rand);
        fix.z[1] = 2.0 * tcs_rand_normal(&rand);
        tcs_imm_predict(&imm, &s);
        for (uint32_t k = 0; k < imm.count; k++) {
            struct tcs_innovation in;

            CHECK(tcs_innovate_fix(&imm.g[k], &fix, &in));
            tcs_gauss_update(&imm.g[k], &in);
            imm.p[k] *= in.density;
            total += imm.p[k];
        }
        for (uint32_t k = 0; k < imm.count; k++)
            imm.p[k] /= total;
        CHECK_NEAR(imm.p[0] + imm.p[1], 1.0, 1e-12, "1");
        if (t == 30)
            CHECK(imm.p[0] > 0.7);
        if (t == 60)
            CHECK(imm.p[1] > 0.7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_come_at_their_rate),
        cmocka_unit_test(coming_of_age_changes_nothing_but_the_count),
        cmocka_unit_test(outlook_is_the_merged_prediction),
        cmocka_unit_test(mixing_matches_hand_computation),
        cmocka_unit_test(the_motion_is_recognised),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
