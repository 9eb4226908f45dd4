/* SPDX-License-Identifier: Apache-2.0 */
#include "survey/survey.h"
#include <string.h>

#include "check.h"
#include "flight.h"

enum { FRAMES = 3600 };

static const struct tcs_lens lens = { 1500.0, 1505.0, 965.0,  530.0,  -0.05, 0.04,
                                      2e-4,   -5e-4,  -0.015, 1920.0, 1080.0 };

static struct flight flight;
static struct tcs_sighting sightings[FRAMES];

static struct flight_view view_at(double east, double north)
{
    return (struct flight_view) { .lens = lens,
                                  .stance = flight_stance(
                                      (struct tcs_vec3) { { east, north, 1.5 } }),
                                  .start_s = 37.3,
                                  .fps = 30.0,
                                  .readout = 0.6,
                                  .sigma_px = 1.5 };
}

static double way(struct tcs_vec3 a, struct tcs_vec3 b)
{
    return tcs_vec3_norm(tcs_vec3_sub(a, b));
}

/* Log time of the middle frame: 5 rows a second. */
static double true_time(const struct flight_view *v, double frame)
{
    return 5.0 * (v->start_s + frame / v->fps);
}

static void search(const struct flight_view *v, const struct tcs_lens *with, double share,
                   uint64_t seed)
{
    /* fps is known to a percent; the log's rate and the offset are not. */
    const double rates[] = { 1.0 / 30.0, 4.95 / 30.0, 5.0 / 30.0, 5.05 / 30.0,
                             10.0 / 30.0 };
    const uint32_t n = flight_watch(v, FRAMES, seed, sightings);
    const struct tcs_survey_query query = {
        .path = &flight.path,
        .lens = with,
        .sightings = sightings,
        .count = n,
        .rates = rates,
        .rate_count = sizeof rates / sizeof rates[0],
        .step_frames = 12.0,
        .window = { 0.0, FLIGHT_ROWS, share },
    };
    struct tcs_survey_camera camera;
    struct tcs_survey_fit fit;
    double gain;
    uint32_t first;

    CHECK_OK(tcs_survey_search(&query, &camera, &gain));
    const uint32_t count =
        tcs_survey_within(sightings, n, &camera.clock, query.window, &first);
    const struct tcs_survey_job job = { .path = &flight.path,
                                        .sightings = sightings + first,
                                        .count = count,
                                        .with_readout = true };

    CHECK_OK(tcs_survey_refine(&job, &camera, &fit));
    /* Cubics through 5 Hz of this flight are good to centimetres. */
    CHECK_NEAR(way(camera.stance.position_m, v->stance.position_m), 0.0, 0.5, "m");
    CHECK_NEAR(camera.clock.offset +
                   camera.clock.rate * (0.5 * FRAMES - camera.clock.frame0),
               true_time(v, 0.5 * FRAMES), 0.1, "rows");
    CHECK_NEAR(camera.clock.rate * 6.0, 1.0, 1e-3, "");
    CHECK(fit.sigma_px < 1.3 * v->sigma_px && fit.sigma_px > 0.8 * v->sigma_px);
}

static void nothing_but_the_lens_has_to_be_known(void **state)
{
    const double places[][2] = {
        { 90.0, 10.0 }, { -80.0, -60.0 }, { 10.0, 95.0 }, { 0.0, -100.0 }
    };

    for (uint64_t i = 0; i < 4; i++) {
        const struct flight_view v = view_at(places[i][0], places[i][1]);

        search(&v, &lens, i % 2 == 0 ? 1.0 : 0.4, i);
    }
}

static void a_fifth_of_wrong_sightings_does_no_harm(void **state)
{
    struct flight_view v = view_at(85.0, -40.0);

    v.wrong = 0.2;
    search(&v, &lens, 1.0, 11);
}

static void a_flight_at_one_height_is_enough(void **state)
{
    struct flight_view v = view_at(90.0, 10.0);
    static struct tcs_vec3 kept[FLIGHT_ROWS];
    struct tcs_survey_camera camera = { lens, v.stance, { 0.0, 0.0, 5.0 / 30.0, 0.0 } };
    uint32_t n = 0;
    double gain;
    const double rates[] = { 5.0 / 30.0 };

    memcpy(kept, flight.places, sizeof kept);
    for (uint32_t i = 0; i < FLIGHT_ROWS; i++)
        flight.places[i].v[2] = 35.0;
    /* Seen through the log itself: the flight's own truth has another height. */
    for (uint32_t f = 0; f < FRAMES; f++) {
        struct tcs_vec3 place;
        double px[2];

        if (tcs_path_at(&flight.path, 5.0 * (v.start_s + f / v.fps), &place) &&
            tcs_lens_pixel(&lens, tcs_stance_view(&v.stance, place), px))
            sightings[n++] = (struct tcs_sighting) { f, { px[0], px[1] } };
    }
    const struct tcs_survey_query query = { .path = &flight.path,
                                            .lens = &lens,
                                            .sightings = sightings,
                                            .count = n,
                                            .rates = rates,
                                            .rate_count = 1,
                                            .step_frames = 12.0,
                                            .window = { 0.0, FLIGHT_ROWS, 1.0 } };

    CHECK_OK(tcs_survey_search(&query, &camera, &gain));
    CHECK_NEAR(way(camera.stance.position_m, v.stance.position_m), 0.0, 0.01, "m");
    memcpy(flight.places, kept, sizeof kept);
}

static void a_lens_that_is_a_little_off_is_put_right(void **state)
{
    const struct flight_view v = view_at(85.0, 20.0);
    struct tcs_lens off = lens;
    struct tcs_survey_camera plain = { lens,
                                       v.stance,
                                       { 0.0, 5.0 * v.start_s, 1.0 / 6.0, 0.6 } };
    struct tcs_survey_camera free;
    struct tcs_survey_fit fit[2];
    const uint32_t n = flight_watch(&v, FRAMES, 5, sightings);
    struct tcs_survey_job job = {
        .path = &flight.path, .sightings = sightings, .count = n, .with_readout = true
    };

    off.fx *= 1.01;
    off.fy *= 1.01;
    off.k1 += 0.02;
    plain.lens = off;
    free = plain;
    CHECK_OK(tcs_survey_refine(&job, &plain, &fit[0]));
    job.with_lens = true;
    CHECK_OK(tcs_survey_refine(&job, &free, &fit[1]));
    CHECK(fit[1].sigma_px < fit[0].sigma_px);
    CHECK_NEAR(fit[1].sigma_px, v.sigma_px, 0.1 * v.sigma_px, "px");
    CHECK_NEAR(free.lens.fx, lens.fx, 0.004 * lens.fx, "px");
}

static void places_are_wrong_by_what_is_said_of_them(void **state)
{
    /* Sum of squared errors over stated variances: mean 1 over many, so 0.7 to 1.4 over
     * 40 runs of three numbers each (chi-square of 120 over 120 has sigma 0.13). */
    double sum = 0.0;

    for (uint64_t seed = 0; seed < 40; seed++) {
        struct flight_view v = view_at(90.0, 10.0);
        struct tcs_survey_camera camera = { lens,
                                            v.stance,
                                            { 0.0, 5.0 * v.start_s, 1.0 / 6.0, 0.6 } };
        struct tcs_survey_fit fit;
        const uint32_t n = flight_watch(&v, FRAMES, 100 + seed, sightings);
        const struct tcs_survey_job job = { .path = &flight.path,
                                            .sightings = sightings,
                                            .count = n,
                                            .use_max = 400,
                                            .with_readout = true };

        CHECK_OK(tcs_survey_refine(&job, &camera, &fit));
        const double off = way(camera.stance.position_m, v.stance.position_m);

        sum += off * off / (fit.position_sigma_m * fit.position_sigma_m) / 40.0;
    }
    CHECK(sum > 0.6 && sum < 1.5);
}

static void another_flight_fits_nowhere(void **state)
{
    const struct flight_view v = view_at(90.0, 10.0);
    const double rates[] = { 5.0 / 30.0 };
    struct tcs_survey_camera camera;
    double gain;
    const uint32_t n = flight_watch(&v, FRAMES, 1, sightings);

    /* Mirrored: the same shape, but no camera sees it so. */
    for (uint32_t i = 0; i < n; i++)
        sightings[i].pixel[0] = lens.width - sightings[i].pixel[0];
    const struct tcs_survey_query query = { .path = &flight.path,
                                            .lens = &lens,
                                            .sightings = sightings,
                                            .count = n,
                                            .rates = rates,
                                            .rate_count = 1,
                                            .step_frames = 12.0,
                                            .window = { 0.0, FLIGHT_ROWS, 1.0 } };

    CHECK_INT(tcs_survey_search(&query, &camera, &gain), TCS_E_NOT_FOUND);
}

static void too_little_to_see_is_told(void **state)
{
    struct flight_view v = view_at(90.0, 10.0);
    struct tcs_survey_camera camera = { lens, v.stance, { 0.0, 186.5, 1.0 / 6.0, 0.0 } };
    struct tcs_survey_fit fit;
    const struct tcs_survey_job job = { .path = &flight.path,
                                        .sightings = sightings,
                                        .count = 11 };

    CHECK_INT(tcs_survey_refine(&job, &camera, &fit), TCS_E_SHORT);
}

static int set_up(void **state)
{
    flight_make(&flight);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_the_lens_has_to_be_known),
        cmocka_unit_test(a_fifth_of_wrong_sightings_does_no_harm),
        cmocka_unit_test(a_flight_at_one_height_is_enough),
        cmocka_unit_test(a_lens_that_is_a_little_off_is_put_right),
        cmocka_unit_test(places_are_wrong_by_what_is_said_of_them),
        cmocka_unit_test(another_flight_fits_nowhere),
        cmocka_unit_test(too_little_to_see_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
