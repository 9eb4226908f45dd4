/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "check.h"
#include "flight.h"
#include "random.h"
#include "survey/three.h"

static struct tcs_vec3 anywhere(uint64_t *seed, double size)
{
    return (struct tcs_vec3) { { size * (random_unit(seed) - 0.5),
                                 size * (random_unit(seed) - 0.5),
                                 size * (random_unit(seed) - 0.5) } };
}

static void the_true_stance_is_among_those_that_fit_three_places(void **state)
{
    uint64_t seed = 7;
    int found = 0;

    for (int round = 0; round < 2000; round++) {
        const struct tcs_stance truth = flight_stance(anywhere(&seed, 200.0));
        struct tcs_vec3 places[3];
        struct tcs_vec3 directions[3];
        struct tcs_stance stances[4];
        double nearest = (double)INFINITY;

        for (int i = 0; i < 3; i++) {
            places[i] = anywhere(&seed, 100.0);
            directions[i] = tcs_stance_view(&truth, places[i]);
            directions[i] =
                tcs_vec3_scale(directions[i], 1.0 / tcs_vec3_norm(directions[i]));
        }
        const uint32_t n = tcs_stance_from_three(directions, places, stances);

        for (uint32_t i = 0; i < n; i++) {
            const double off =
                tcs_vec3_norm(tcs_vec3_sub(stances[i].position_m, truth.position_m));

            nearest = off < nearest ? off : nearest;
            /* Whatever is returned sees the three places where they were seen. */
            for (int k = 0; k < 3; k++) {
                const struct tcs_vec3 v = tcs_stance_view(&stances[i], places[k]);

                CHECK_NEAR(tcs_vec3_dot(v, directions[k]), tcs_vec3_norm(v),
                           1e-4 * tcs_vec3_norm(v), "m");
            }
        }
        found += nearest < 1e-3;
    }
    /* Nearly double roots (the camera on the "danger cylinder") are lost now and then. */
    CHECK(found > 1980);
}

static void places_on_a_line_give_no_stance(void **state)
{
    const struct tcs_stance truth =
        flight_stance((struct tcs_vec3) { { 50.0, 9.0, 0.0 } });
    struct tcs_vec3 places[3];
    struct tcs_vec3 directions[3];
    struct tcs_stance stances[4];

    for (int i = 0; i < 3; i++) {
        places[i] = (struct tcs_vec3) { { 3.0 * i, 2.0 * i, 30.0 } };
        directions[i] = tcs_stance_view(&truth, places[i]);
        directions[i] = tcs_vec3_scale(directions[i], 1.0 / tcs_vec3_norm(directions[i]));
    }
    CHECK_INT(tcs_stance_from_three(directions, places, stances), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_true_stance_is_among_those_that_fit_three_places),
        cmocka_unit_test(places_on_a_line_give_no_stance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
