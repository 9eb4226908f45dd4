/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "check.h"
#include "random.h"
#include "survey/path.h"

static struct tcs_vec3 parabola(double t)
{
    return (struct tcs_vec3) { { 1.0 + 2.0 * t, 3.0 - t + 0.5 * t * t, -t * t } };
}

static void a_parabola_is_met_exactly_between_uneven_rows(void **state)
{
    /* The slope at a row is that of the parabola through three rows, and a cubic with
     * the right ends and slopes is the parabola. Not at the ends, where it is a chord's.
     */
    double at[40];
    struct tcs_vec3 places[40];
    const struct tcs_path path = { at, places, 40, 0 };
    uint64_t seed = 3;
    double t = -2.0;

    for (int i = 0; i < 40; i++) {
        t += 0.05 + random_unit(&seed);
        at[i] = t;
        places[i] = parabola(t);
    }
    for (int round = 0; round < 2000; round++) {
        const double when = at[1] + (at[38] - at[1]) * random_unit(&seed);
        struct tcs_vec3 place;

        CHECK(tcs_path_at(&path, when, &place));
        for (int k = 0; k < 3; k++)
            CHECK_NEAR(place.v[k], parabola(when).v[k], 1e-9, "m");
    }
}

static void a_log_of_two_rows_is_a_straight_line(void **state)
{
    const double at[2] = { 5.0, 7.0 };
    const struct tcs_vec3 places[2] = { { { 0.0, 2.0, 4.0 } }, { { 2.0, 2.0, 0.0 } } };
    const struct tcs_path path = { at, places, 2, 0 };
    struct tcs_vec3 place;

    CHECK(tcs_path_at(&path, 5.5, &place)); /* a quarter of the way */
    CHECK_NEAR(place.v[0], 0.5, 1e-12, "m");
    CHECK_NEAR(place.v[1], 2.0, 1e-12, "m");
    CHECK_NEAR(place.v[2], 3.0, 1e-12, "m");
}

static void rows_themselves_are_met_and_beyond_them_is_nothing(void **state)
{
    const double at[3] = { 0.0, 1.0, 4.0 };
    const struct tcs_vec3 places[3] = { { { 1.0, 0.0, 0.0 } },
                                        { { 2.0, 0.0, 0.0 } },
                                        { { 9.0, 0.0, 0.0 } } };
    const struct tcs_path path = { at, places, 3, 0 };
    struct tcs_vec3 place;

    for (int i = 0; i < 3; i++) {
        CHECK(tcs_path_at(&path, at[i], &place));
        CHECK_NEAR(place.v[0], places[i].v[0], 1e-12, "m");
    }
    CHECK(!tcs_path_at(&path, -1e-9, &place));
    CHECK(!tcs_path_at(&path, 4.0 + 1e-9, &place));
    CHECK(!tcs_path_at(&path, (double)NAN, &place));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parabola_is_met_exactly_between_uneven_rows),
        cmocka_unit_test(a_log_of_two_rows_is_a_straight_line),
        cmocka_unit_test(rows_themselves_are_met_and_beyond_them_is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
