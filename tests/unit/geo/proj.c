/* SPDX-License-Identifier: Apache-2.0 */

/*
 * geo.h against PROJ (test only): its "cart" and "topocentric" operations, which share no
 * code with ours.
 */

#include <math.h>
#include <stdio.h>

#include <proj.h>

#include "check.h"
#include "geo/geo.h"
#include "num/rand.h"

static PJ_CONTEXT *context;

static int open_context(void **state)
{
    context = proj_context_create();
    return context == NULL;
}

static int close_context(void **state)
{
    proj_context_destroy(context);
    return 0;
}

static struct tcs_geodetic random_place(struct tcs_rand *rand)
{
    return (struct tcs_geodetic) {
        tcs_rand_between(rand, -TCS_PI / 2, TCS_PI / 2),
        tcs_rand_between(rand, -TCS_PI, TCS_PI),
        tcs_rand_between(rand, -1e4, 1e5),
    };
}

static struct tcs_vec3 vector(PJ_COORD c)
{
    return (struct tcs_vec3) { { c.xyz.x, c.xyz.y, c.xyz.z } };
}

static double apart_m(struct tcs_vec3 a, struct tcs_vec3 b)
{
    return tcs_vec3_norm(tcs_vec3_sub(a, b));
}

static void ecef_agrees_both_ways(void **state)
{
    PJ *cart = proj_create(context, "+proj=cart +ellps=WGS84");
    struct tcs_rand rand = tcs_rand(40, 0);
    double worst_forward_m = 0;
    double worst_back_m = 0;

    assert_non_null(cart);
    for (int i = 0; i < 100000; i++) {
        const struct tcs_geodetic g = random_place(&rand);
        const struct tcs_vec3 theirs = vector(proj_trans(
            cart, PJ_FWD, proj_coord(g.lon_rad, g.lat_rad, g.height_m, HUGE_VAL)));

        worst_forward_m =
            fmax(worst_forward_m, apart_m(tcs_ecef_from_geodetic(g), theirs));
        /* Our inverse, carried forward again by PROJ. */
        const struct tcs_geodetic ours = tcs_geodetic_from_ecef(theirs);
        const struct tcs_vec3 again = vector(
            proj_trans(cart, PJ_FWD,
                       proj_coord(ours.lon_rad, ours.lat_rad, ours.height_m, HUGE_VAL)));

        worst_back_m = fmax(worst_back_m, apart_m(again, theirs));
    }
    print_message("ECEF against PROJ: forward %.2g m, inverse %.2g m\n", worst_forward_m,
                  worst_back_m);
    CHECK_NEAR(worst_forward_m, 0.0, 5e-9, "m");
    CHECK_NEAR(worst_back_m, 0.0, 5e-9, "m");
    proj_destroy(cart);
}

static void a_sites_frame_agrees(void **state)
{
    struct tcs_rand rand = tcs_rand(41, 0);
    double worst_m = 0;

    for (int site = 0; site < 100; site++) {
        const struct tcs_geodetic origin = random_place(&rand);
        const struct tcs_frame frame = tcs_frame(origin);
        char text[400];

        snprintf(text, sizeof text,
                 "+proj=pipeline +step +proj=cart +ellps=WGS84 +step +proj=topocentric "
                 "+ellps=WGS84 +lat_0=%.17g +lon_0=%.17g +h_0=%.17g",
                 origin.lat_rad / TCS_RAD_PER_DEG, origin.lon_rad / TCS_RAD_PER_DEG,
                 origin.height_m);
        PJ *topocentric = proj_create(context, text);

        assert_non_null(topocentric);
        for (int i = 0; i < 200; i++) {
            const struct tcs_vec3 p = { { tcs_rand_between(&rand, -2e4, 2e4),
                                          tcs_rand_between(&rand, -2e4, 2e4),
                                          tcs_rand_between(&rand, -100, 5000) } };
            const struct tcs_geodetic g = tcs_geodetic_from_enu(&frame, p);
            const struct tcs_vec3 theirs = vector(
                proj_trans(topocentric, PJ_FWD,
                           proj_coord(g.lon_rad, g.lat_rad, g.height_m, HUGE_VAL)));

            worst_m = fmax(worst_m, apart_m(p, theirs));
            worst_m = fmax(worst_m, apart_m(tcs_enu_from_geodetic(&frame, g), theirs));
        }
        proj_destroy(topocentric);
    }
    print_message("ENU against PROJ: %.2g m\n", worst_m);
    CHECK_NEAR(worst_m, 0.0, 1e-8, "m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ecef_agrees_both_ways),
        cmocka_unit_test(a_sites_frame_agrees),
    };

    return cmocka_run_group_tests(tests, open_context, close_context);
}
