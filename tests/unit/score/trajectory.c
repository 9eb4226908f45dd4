/* SPDX-License-Identifier: Apache-2.0 */
#include "score/trajectory.h"

#include <math.h>

#include "check.h"
#include "random.h"
#include "score/evaluate.h"
#include "world.h"

static struct world w;

static struct tcs_trajectory_gospa run(double gamma_m)
{
    struct tcs_score_pairs pairs;
    struct tcs_trajectory_gospa gospa;

    CHECK_OK(tcs_score_pairs_find(&w.scene, &pairs));
    CHECK_OK(tcs_trajectory_gospa_run(&w.scene, &pairs, gamma_m, &gospa));
    tcs_score_pairs_clear(&pairs);
    return gospa;
}

static double whole(const struct tcs_trajectory_gospa *gospa)
{
    return gospa->localisation + gospa->missed + gospa->false_ + gospa->switches;
}

/* Two objects 50 m apart, each with its own track 3 m away, for 10 indices; at 5 the
 * tracks swap labels. c = 10, gamma = 2: localisation 2 * 10 * 9; two switches from label
 * to label cost gamma^2 each (two changes of weight each, at gamma^2 / 2). */
static void a_swap_costs_two_switches(void **state)
{
    world_begin(&w, 10, 10.0);
    for (uint32_t k = 0; k < 10; k++) {
        const uint32_t swapped = k >= 5;

        world_truth(&w, k, 0, 0.0, 0.0);
        world_truth(&w, k, 1, 50.0, 0.0);
        world_estimate(&w, k, swapped, 3.0, 0.0);
        world_estimate(&w, k, 1 - swapped, 53.0, 0.0);
    }
    const struct tcs_trajectory_gospa gospa = run(2.0);

    CHECK_NEAR(gospa.localisation, 180.0, 1e-6, "m^2");
    CHECK_NEAR(gospa.switches, 8.0, 1e-6, "m^2");
    CHECK_NEAR(gospa.missed, 0.0, 1e-6, "m^2");
    CHECK_NEAR(gospa.false_, 0.0, 1e-6, "m^2");
}

/* The same for one index only: going along and back would cost 16, but as the weight of a
 * pair that is too far apart costs nothing beyond being missed and false, 2 * (50 + 50 -
 * 9) = 182 more, the switches are dearer with gamma = 10 (400): it is better not to
 * believe the swap. */
static void a_short_swap_is_not_believed_when_switches_are_dear(void **state)
{
    for (int dear = 0; dear < 2; dear++) {
        world_begin(&w, 10, 10.0);
        for (uint32_t k = 0; k < 10; k++) {
            const uint32_t swapped = k == 5;

            world_truth(&w, k, 0, 0.0, 0.0);
            world_truth(&w, k, 1, 50.0, 0.0);
            world_estimate(&w, k, swapped, 3.0, 0.0);
            world_estimate(&w, k, 1 - swapped, 53.0, 0.0);
        }
        const struct tcs_trajectory_gospa gospa = run(dear ? 10.0 : 2.0);

        CHECK_NEAR(gospa.switches, dear ? 0.0 : 16.0, 1e-6, "m^2");
        CHECK_NEAR(gospa.missed, dear ? 100.0 : 0.0, 1e-6, "m^2");
        CHECK_NEAR(gospa.false_, dear ? 100.0 : 0.0, 1e-6, "m^2");
    }
}

/* A track that ends while its object goes on: one change of weight, if another one takes
 * over; none if nobody does, for the weight may stay. */
static void an_end_costs_nothing_but_what_follows_it(void **state)
{
    for (uint32_t again = 0; again < 2; again++) {
        world_begin(&w, 10, 10.0);
        for (uint32_t k = 0; k < 10; k++) {
            world_truth(&w, k, 0, 0.0, 0.0);
            if (k < 5)
                world_estimate(&w, k, 0, 0.0, 0.0);
            else if (again == 1)
                world_estimate(&w, k, 1, 0.0, 0.0);
        }
        const struct tcs_trajectory_gospa gospa = run(2.0);

        CHECK_NEAR(gospa.switches, again == 1 ? 4.0 : 0.0, 1e-6, "m^2");
        CHECK_NEAR(gospa.missed, again == 1 ? 0.0 : 250.0, 1e-6, "m^2");
    }
}

/* Everything that is tried: at each index any assignment of the objects to labels, 0 for
 * none. */
struct trying {
    double (*gain)[4][4]; /* of index, object, label - 1 */
    uint32_t count, objects, labels;
    double half;
};

static bool is_assignment(const struct trying *t, uint32_t code, uint32_t ret_label[4])
{
    uint32_t taken = 0;

    for (uint32_t i = 0; i < t->objects; i++) {
        ret_label[i] = code % (t->labels + 1);
        code /= t->labels + 1;
        if (ret_label[i] == 0)
            continue;
        if ((taken >> ret_label[i] & 1u) != 0)
            return false;
        taken |= 1u << ret_label[i];
    }
    return true;
}

/* The largest sum of gains less switches over whole assignments, by dynamic programming
 * over all of them. */
static double best_whole(const struct trying *t)
{
    static double value[2][256];
    uint32_t codes = 1;
    double best = -HUGE_VAL;

    for (uint32_t i = 0; i < t->objects; i++)
        codes *= t->labels + 1;
    for (uint32_t k = 0; k < t->count; k++) {
        for (uint32_t c = 0; c < codes; c++) {
            uint32_t now[4];
            double from = k == 0 ? 0.0 : -HUGE_VAL;

            value[k % 2][c] = -HUGE_VAL;
            if (!is_assignment(t, c, now))
                continue;
            for (uint32_t b = 0; b < codes && k > 0; b++) {
                uint32_t before[4];
                double cost = 0.0;

                if (!is_assignment(t, b, before))
                    continue;
                for (uint32_t i = 0; i < t->objects; i++)
                    if (now[i] != before[i])
                        cost += t->half * ((now[i] != 0) + (before[i] != 0));
                from = fmax(from, value[(k + 1) % 2][b] - cost);
            }
            for (uint32_t i = 0; i < t->objects; i++)
                if (now[i] != 0)
                    from += t->gain[k][i][now[i] - 1];
            value[k % 2][c] = from;
        }
    }
    for (uint32_t c = 0; c < codes; c++)
        best = fmax(best, value[(t->count - 1) % 2][c]);
    return best;
}

/* Objects and labels wander about in a small place, some of them not always there; on a
 * grid there are ties without end. */
static void random_world(uint64_t *seed, uint32_t count, uint32_t objects,
                         uint32_t labels, double grid_m)
{
    double x[8][2];

    for (uint32_t i = 0; i < objects + labels; i++)
        for (int d = 0; d < 2; d++)
            x[i][d] = 20.0 * random_unit(seed);
    world_begin(&w, count, 10.0);
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = 0; i < objects + labels; i++) {
            for (int d = 0; d < 2; d++)
                x[i][d] += 6.0 * (random_unit(seed) - 0.5);
            if (random_unit(seed) < 0.1)
                continue;
            const double e = grid_m > 0.0 ? grid_m * round(x[i][0] / grid_m) : x[i][0];
            const double n = grid_m > 0.0 ? grid_m * round(x[i][1] / grid_m) : x[i][1];

            if (i < objects)
                world_truth(&w, k, i, e, n);
            else
                world_estimate(&w, k, i - objects, e, n);
        }
    }
}

/* With weights that may be fractions the sum can only be lower; nearly always it is the
 * same. And without any cost of switches it would be the sum of GOSPA^2, which is a bound
 * from below. */
static unsigned same_as_trying_everything(double grid_m)
{
    unsigned same = 0;

    for (uint64_t seed = 1; seed <= 150; seed++) {
        static double gain[12][4][4];
        uint64_t random = seed;
        const uint32_t objects = 1 + random_below(&random, 3);
        const uint32_t labels = 1 + random_below(&random, 3);
        const double gamma_m = 1.0 + 6.0 * random_unit(&random);
        struct trying t = { gain, 12, objects, labels, gamma_m * gamma_m / 2.0 };
        struct tcs_score_pairs pairs;
        struct tcs_score score;
        struct tcs_trajectory_gospa gospa;
        double brute;
        double floor = 0.0;

        random_world(&random, t.count, objects, labels, grid_m);
        memset(gain, 0, sizeof gain);
        CHECK_OK(tcs_score_pairs_find(&w.scene, &pairs));
        for (uint32_t k = 0; k < t.count; k++)
            for (uint32_t i = pairs.start[k]; i < pairs.start[k + 1]; i++)
                gain[k][w.places[0][pairs.pair[i].truth].who]
                    [w.places[1][pairs.pair[i].estimate].who] =
                        100.0 - pairs.pair[i].d_m * pairs.pair[i].d_m;
        brute = 50.0 * (w.scene.truth.place_count + w.scene.estimate.place_count) -
                best_whole(&t);
        CHECK_OK(tcs_score_run(&w.scene, &pairs, &score));
        for (uint32_t k = 0; k < t.count; k++)
            floor +=
                score.step[k].localisation + score.step[k].missed + score.step[k].false_;
        CHECK_OK(tcs_trajectory_gospa_run(&w.scene, &pairs, gamma_m, &gospa));
        CHECK(whole(&gospa) <= brute + 1e-5);
        CHECK(whole(&gospa) >= floor - 1e-5);
        same += whole(&gospa) >= brute - 1e-5;
        tcs_score_pairs_clear(&pairs);
        tcs_score_clear(&score);
    }
    return same;
}

static void the_sum_is_that_of_trying_everything_or_a_little_less(void **state)
{
    CHECK(same_as_trying_everything(0.0) >= 140);
}

static void ties_are_no_trouble(void **state)
{
    CHECK(same_as_trying_everything(5.0) >= 140);
    CHECK(same_as_trying_everything(10.0) >= 140);
}

/* A metric is symmetric. */
static void truth_and_estimates_may_be_exchanged(void **state)
{
    for (uint64_t seed = 1; seed <= 40; seed++) {
        uint64_t random = seed;
        struct tcs_score_set set;
        double there;
        double back;

        random_world(&random, 30, 4, 4, 0.0);
        const struct tcs_trajectory_gospa one = run(3.0);

        set = w.scene.truth;
        w.scene.truth = w.scene.estimate;
        w.scene.estimate = set;
        const struct tcs_trajectory_gospa other = run(3.0);

        there = whole(&one);
        back = whole(&other);
        CHECK_NEAR(there, back, 1e-5, "m^2");
        CHECK_NEAR(one.missed, other.false_, 1e-3, "m^2");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_swap_costs_two_switches),
        cmocka_unit_test(a_short_swap_is_not_believed_when_switches_are_dear),
        cmocka_unit_test(an_end_costs_nothing_but_what_follows_it),
        cmocka_unit_test(the_sum_is_that_of_trying_everything_or_a_little_less),
        cmocka_unit_test(ties_are_no_trouble),
        cmocka_unit_test(truth_and_estimates_may_be_exchanged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
