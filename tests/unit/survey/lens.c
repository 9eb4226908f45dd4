/* SPDX-License-Identifier: Apache-2.0 */
#include "survey/lens.h"
#include "check.h"
#include "random.h"

static const struct tcs_lens wide = { 874.0,     894.0, 970.0,  531.0,  -0.26, 0.075,
                                      -0.000136, 1e-4,  -0.009, 1920.0, 1080.0 };

static void a_pinhole_projects_by_similar_triangles(void **state)
{
    /* 3 right and 1 down at 10 forward: 1000 x 0.3 + 960, 500 x 0.1 + 540. */
    const struct tcs_lens lens = { .fx = 1000.0, .fy = 500.0, .cx = 960.0, .cy = 540.0 };
    const struct tcs_vec3 direction = { { 3.0, 1.0, 10.0 } };
    double px[2];

    CHECK(tcs_lens_pixel(&lens, direction, px));
    CHECK_NEAR(px[0], 1260.0, 1e-9, "px");
    CHECK_NEAR(px[1], 590.0, 1e-9, "px");
}

static void distortion_has_the_signs_of_calibration_files(void **state)
{
    /* x = 0.5, y = 0, q = 0.25: radial 1 + 0.1 q + 0.01 q^2 + 0.001 q^3 = 1.025640625,
     * x' = 0.5 x that + p2 (q + 2 x^2) = 0.5128203125 + 0.002 x 0.75,
     * y' = p1 q = 0.001 x 0.25. */
    const struct tcs_lens lens = {
        .fx = 1.0, .fy = 1.0, .k1 = 0.1, .k2 = 0.01, .p1 = 1e-3, .p2 = 2e-3, .k3 = 1e-3
    };
    const struct tcs_vec3 direction = { { 0.5, 0.0, 1.0 } };
    double px[2];

    CHECK(tcs_lens_pixel(&lens, direction, px));
    CHECK_NEAR(px[0], 0.5143203125, 1e-12, "");
    CHECK_NEAR(px[1], 0.00025, 1e-12, "");
}

static void what_is_behind_the_camera_is_not_seen(void **state)
{
    const struct tcs_vec3 behind = { { 0.1, 0.1, -1.0 } };
    const struct tcs_vec3 beside = { { 1.0, 0.0, 0.0 } };
    double px[2];

    CHECK(!tcs_lens_pixel(&wide, behind, px));
    CHECK(!tcs_lens_pixel(&wide, beside, px));
}

static void what_lies_beyond_the_fold_of_the_distortion_is_not_seen(void **state)
{
    /* r (1 - 0.3 r^2) is largest at r = 1.054: 2 folds back into the picture. */
    const struct tcs_lens lens = { .fx = 1.0, .fy = 1.0, .k1 = -0.3 };
    const struct tcs_vec3 direction = { { 2.0, 0.0, 1.0 } };
    double px[2];

    CHECK(!tcs_lens_pixel(&lens, direction, px));
}

static void a_direction_becomes_a_pixel_and_the_same_direction_again(void **state)
{
    uint64_t seed = 1;

    for (int round = 0; round < 2000; round++) {
        /* In the corners this lens folds. */
        const double px[2] = { 200.0 + 1520.0 * random_unit(&seed),
                               80.0 + 920.0 * random_unit(&seed) };
        const struct tcs_vec3 direction = tcs_lens_direction(&wide, px);
        double back[2];

        CHECK(tcs_lens_pixel(&wide, direction, back));
        CHECK_NEAR(back[0], px[0], 1e-6, "px");
        CHECK_NEAR(back[1], px[1], 1e-6, "px");
        CHECK_NEAR(tcs_vec3_norm(direction), 1.0, 1e-14, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pinhole_projects_by_similar_triangles),
        cmocka_unit_test(distortion_has_the_signs_of_calibration_files),
        cmocka_unit_test(what_is_behind_the_camera_is_not_seen),
        cmocka_unit_test(what_lies_beyond_the_fold_of_the_distortion_is_not_seen),
        cmocka_unit_test(a_direction_becomes_a_pixel_and_the_same_direction_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
