/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_SURVEY_FLIGHT_H
#define TCS_TESTS_SURVEY_FLIGHT_H

/*
 * flight.h -- a made-up flight, its log, and a camera that sees it: truth for the tests.
 */

#include "num/elem.h"
#include "num/rand.h"
#include "survey/survey.h"

/* Where the target is at a time in seconds: loops of different periods, never repeating,
 * 120 m across and 10 to 50 m up; standing for the first 10 s. */
static inline struct tcs_vec3 flight_place(double t_s)
{
    const double t = t_s < 10.0 ? 10.0 : t_s;

    return (struct tcs_vec3) { { 40.0 * tcs_sin(0.071 * t) + 20.0 * tcs_cos(0.19 * t),
                                 45.0 * tcs_cos(0.053 * t) + 12.0 * tcs_sin(0.233 * t),
                                 30.0 + 12.0 * tcs_sin(0.097 * t) +
                                     6.0 * tcs_cos(0.31 * t) } };
}

enum { FLIGHT_ROWS = 1500 };

/* A log of 5 rows a second, in rows. */
struct flight {
    double at[FLIGHT_ROWS];
    struct tcs_vec3 places[FLIGHT_ROWS];
    struct tcs_path path;
};

static inline void flight_make(struct flight *f)
{
    for (uint32_t i = 0; i < FLIGHT_ROWS; i++) {
        f->at[i] = i;
        f->places[i] = flight_place(0.2 * i);
    }
    f->path = (struct tcs_path) { f->at, f->places, FLIGHT_ROWS, 0 };
}

/* A camera at a place that looks at (0, 0, 30), level. */
static inline struct tcs_stance flight_stance(struct tcs_vec3 at)
{
    struct tcs_vec3 z = { { -at.v[0], -at.v[1], 30.0 - at.v[2] } };
    struct tcs_stance s = { .position_m = at };

    z = tcs_vec3_scale(z, 1.0 / tcs_vec3_norm(z));
    const double flat = tcs_sqrt(z.v[0] * z.v[0] + z.v[1] * z.v[1]);
    const struct tcs_vec3 x = { { z.v[1] / flat, -z.v[0] / flat, 0.0 } };
    const struct tcs_vec3 y = { { z.v[1] * x.v[2] - z.v[2] * x.v[1],
                                  z.v[2] * x.v[0] - z.v[0] * x.v[2],
                                  z.v[0] * x.v[1] - z.v[1] * x.v[0] } };
    const struct tcs_vec3 rows[3] = { x, y, z };

    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            s.axes.m[i][k] = rows[i].v[k];
    return s;
}

/* What the camera sees in frames 0 .. frames - 1 when the flight is not out of view, with
 * noise, and a share of wrong ones. True time of pixel row y in frame f: start_s +
 * (f + readout y / height) / fps. */
struct flight_view {
    struct tcs_lens lens;
    struct tcs_stance stance;
    double start_s;
    double fps;
    double readout;
    double sigma_px;
    double wrong;
};

static inline uint32_t flight_watch(const struct flight_view *v, uint32_t frames,
                                    uint64_t seed, struct tcs_sighting *ret)
{
    struct tcs_rand rand = tcs_rand(seed, 0);
    uint32_t n = 0;

    for (uint32_t f = 0; f < frames; f++) {
        double y = 0.5 * v->lens.height;
        double px[2];
        bool seen = false;

        for (int round = 0; round < 5; round++) { /* the row tells the time of the row */
            const double t = v->start_s + (f + v->readout * y / v->lens.height) / v->fps;

            seen = tcs_lens_pixel(&v->lens, tcs_stance_view(&v->stance, flight_place(t)),
                                  px);
            y = px[1];
            if (!seen)
                break;
        }
        if (!seen || px[0] < 0.0 || px[0] > v->lens.width || px[1] < 0.0 ||
            px[1] > v->lens.height)
            continue;
        px[0] += v->sigma_px * tcs_rand_normal(&rand);
        px[1] += v->sigma_px * tcs_rand_normal(&rand);
        if (tcs_rand_uniform(&rand) < v->wrong) {
            px[0] = tcs_rand_between(&rand, 0.0, v->lens.width);
            px[1] = tcs_rand_between(&rand, 0.0, v->lens.height);
        }
        ret[n++] = (struct tcs_sighting) { f, { px[0], px[1] } };
    }
    return n;
}

#endif
