/* SPDX-License-Identifier: Apache-2.0 */

/*
 * digest.c -- runs the core on invented input and prints a digest of all its results, one
 * line a part. builds.sh compiles it in many ways: every line must be the same in all.
 *
 * The lines up to `volume` are also compared with the file `expected`. The tracker may be
 * improved, and its digest with it; it has to be the same between builds only.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess/assess.h"
#include "geo/geo.h"
#include "geo/volume.h"
#include "num/chi2.h"
#include "num/elem.h"
#include "num/mat.h"
#include "num/rand.h"
#include "track/tracker.h"

static struct tcs_digest add(struct tcs_digest digest, const void *data, size_t len)
{
    return tcs_digest_chain(digest, data, len);
}

static struct tcs_digest random_part(void)
{
    struct tcs_digest digest = { 0, 0 };
    struct tcs_rand rand = tcs_rand(UINT64_C(0x70c51), 7);

    for (int i = 0; i < 20000; i++) {
        const double numbers[] = {
            tcs_rand_u32(&rand),
            tcs_rand_uniform(&rand),
            tcs_rand_between(&rand, -3, 9),
            tcs_rand_normal(&rand),
            tcs_rand_poisson(&rand, 4.0),
            tcs_rand_poisson(&rand, 300.0),
        };

        digest = add(digest, numbers, sizeof numbers);
    }
    return add(digest, &rand, sizeof rand);
}

/* M M' + I / 10 of a random M, and what is made of it. */
static struct tcs_digest cholesky_part(void)
{
    struct tcs_digest digest = { 0, 0 };
    struct tcs_rand rand = tcs_rand(1, 8);

    for (int round = 0; round < 2000; round++) {
        const int n = 1 + round % TCS_MAT_MAX;
        double m[TCS_MAT_MAX * TCS_MAT_MAX];
        double a[TCS_MAT_MAX * TCS_MAT_MAX] = { 0 };
        double b[TCS_MAT_MAX + 1] = { 0 };

        for (int i = 0; i < n * n; i++)
            m[i] = tcs_rand_normal(&rand);
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 0.1;
            b[i] = m[i];
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    a[i * n + j] += m[i * n + k] * m[j * n + k];
        }
        tcs_mat_symmetrize(a, n);
        if (!tcs_chol(a, n))
            abort();
        tcs_chol_solve(a, n, b);
        b[TCS_MAT_MAX] = tcs_chol_log_det(a, n);
        digest = add(digest, a, sizeof a);
        digest = add(digest, b, sizeof b);
    }
    return digest;
}

static struct tcs_digest gate_part(void)
{
    struct tcs_digest digest = { 0, 0 };

    for (int level = TCS_CHI2_P95; level <= TCS_CHI2_P9999; level++)
        for (int dof = 1; dof <= 9; dof++) {
            const double gate = tcs_chi2_gate((enum tcs_chi2_level)level, dof);

            digest = add(digest, &gate, sizeof gate);
        }
    return digest;
}

static struct tcs_digest geo_part(void)
{
    struct tcs_digest digest = { 0, 0 };
    struct tcs_rand rand = tcs_rand(2, 8);

    for (int i = 0; i < 5000; i++) {
        const struct tcs_geodetic place = { tcs_rand_between(&rand, -1.57, 1.57),
                                            tcs_rand_between(&rand, -3.14, 3.14),
                                            tcs_rand_between(&rand, -100, 9000) };
        const struct tcs_frame frame = tcs_frame(place);
        const struct tcs_vec3 p = { { 2000 * tcs_rand_normal(&rand),
                                      2000 * tcs_rand_normal(&rand),
                                      200 * tcs_rand_normal(&rand) } };
        const struct tcs_geodetic there = tcs_geodetic_from_enu(&frame, p);
        const struct tcs_vec3 back = tcs_enu_from_geodetic(&frame, there);
        const struct tcs_rae rae = tcs_rae_from_enu(p, frame.origin_ecef_m);
        const struct tcs_mat3 square =
            tcs_mat3_mul_t(&frame.enu_from_ecef, &frame.enu_from_ecef);
        const struct tcs_vec3 from_rae = tcs_enu_from_rae(p, rae);
        const double turned = tcs_angle_diff(p.v[0], rae.az_rad);

        digest = add(digest, &frame, sizeof frame);
        digest = add(digest, &there, sizeof there);
        digest = add(digest, &back, sizeof back);
        digest = add(digest, &rae, sizeof rae);
        digest = add(digest, &square, sizeof square);
        digest = add(digest, &from_rae, sizeof from_rae);
        digest = add(digest, &turned, sizeof turned);
    }
    return digest;
}

static struct tcs_digest volume_part(void)
{
    struct tcs_digest digest = { 0, 0 };
    struct tcs_rand rand = tcs_rand(3, 8);
    struct tcs_volume volume = { .count = 9, .floor_m = -5, .ceiling_m = 70 };

    for (uint32_t i = 0; i < volume.count; i++) {
        const double radius_m = tcs_rand_between(&rand, 20, 120);

        volume.corners_m[i].v[0] = radius_m * tcs_cos(0.7 * i);
        volume.corners_m[i].v[1] = radius_m * tcs_sin(0.7 * i);
    }
    for (int i = 0; i < 5000; i++) {
        const struct tcs_vec3 from = { { 300 * tcs_rand_normal(&rand),
                                         300 * tcs_rand_normal(&rand),
                                         90 * tcs_rand_normal(&rand) } };
        const struct tcs_vec3 velocity = tcs_vec3_scale(from, -0.05);
        double result[3] = { tcs_volume_distance(&volume, from),
                             tcs_volume_contains(&volume, from), -1.0 };

        (void)tcs_volume_entry(&volume, from, velocity, 60.0, &result[2]);
        digest = add(digest, result, sizeof result);
    }
    return digest;
}

enum { TARGETS = 6, CLUTTER_MAX = 20, LOOKS = 300 };

/* A radar, and a direction finder that stands 400 m to its east. */
static void set_sensors(struct tcs_sensor sensors[2])
{
    const struct tcs_coverage all = { 30, 4000, 0, 7, -0.2, 1.4 };

    memset(sensors, 0, 2 * sizeof *sensors);
    sensors[0].kind = TCS_SENSOR_RADAR;
    sensors[0].range_sigma_m = 6;
    sensors[0].az_sigma_rad = 0.01;
    sensors[0].el_sigma_rad = 0.015;
    sensors[0].clutter_per_scan = 6;
    sensors[1].kind = TCS_SENSOR_RADIO;
    sensors[1].position_m.v[0] = 400;
    sensors[1].az_sigma_rad = 0.03;
    sensors[1].clutter_per_scan = 0.3;
    for (int i = 0; i < 2; i++) {
        sensors[i].pd = 0.85;
        sensors[i].period_s = 1.0;
        sensors[i].coverage = all;
    }
}

/* Targets come straight in from the north, one after the other. */
static struct tcs_vec3 target_at(int target, double s)
{
    return (struct tcs_vec3) { { 60.0 * (target - 3) + 2 * s,
                                 1500.0 + 80 * target - 9 * s, 40.0 + 7 * target } };
}

static void observe(struct tcs_look *look, const struct tcs_sensor *sensor, double s,
                    struct tcs_rand *rand)
{
    const bool radar = sensor->kind == TCS_SENSOR_RADAR;
    const uint32_t clutter = tcs_rand_poisson(rand, sensor->clutter_per_scan);

    look->count = 0;
    for (uint32_t i = 0; i < TARGETS + clutter && i < TARGETS + CLUTTER_MAX; i++) {
        struct tcs_observation *o = &look->observations[look->count];
        struct tcs_rae rae = tcs_rae_from_enu(sensor->position_m, target_at((int)i, s));

        if (i >= TARGETS)
            rae = (struct tcs_rae) { tcs_rand_between(rand, 50, 3000),
                                     tcs_rand_between(rand, 0, 6.28),
                                     tcs_rand_between(rand, 0, 0.5) };
        else if (tcs_rand_uniform(rand) > sensor->pd)
            continue;
        const double az_rad =
            tcs_angle_wrap(rae.az_rad + sensor->az_sigma_rad * tcs_rand_normal(rand));

        memset(o, 0, sizeof *o);
        o->kind = radar ? TCS_OBS_RAE : TCS_OBS_AZ;
        o->z[0] = radar ? rae.range_m + 6 * tcs_rand_normal(rand) : az_rad;
        o->z[1] = radar ? az_rad : 0;
        o->z[2] = radar ? rae.el_rad + 0.015 * tcs_rand_normal(rand) : 0;
        o->sigma[0] = radar ? sensor->range_sigma_m : sensor->az_sigma_rad;
        o->sigma[1] = radar ? sensor->az_sigma_rad : 0;
        o->sigma[2] = radar ? sensor->el_sigma_rad : 0;
        look->count++;
    }
}

static struct tcs_digest add_threats(struct tcs_digest digest,
                                     const struct tcs_track_view *views, size_t count)
{
    static const double corners[4][2] = {
        { -45, -35 }, { 45, -35 }, { 45, 35 }, { -45, 35 }
    };
    struct tcs_zone zone = { .volume = { .count = 4, .ceiling_m = 60 }, .cover_s = 8 };
    struct tcs_assess_config config = tcs_assess_defaults();
    struct tcs_threat threats[64];

    for (int i = 0; i < 4; i++)
        memcpy(zone.volume.corners_m[i].v, corners[i], sizeof corners[i]);
    config.zones = &zone;
    config.zone_count = 1;
    memset(threats, 0, sizeof threats);
    return add(digest, threats,
               tcs_assess(&config, views, count, threats, 64) * sizeof threats[0]);
}

static struct tcs_digest track_part(size_t *ret_confirmed)
{
    static struct tcs_observation observations[TARGETS + CLUTTER_MAX];
    static struct tcs_track_view views[512];
    struct tcs_digest digest = { 0, 0 };
    struct tcs_rand rand = tcs_rand(4, 8);
    struct tcs_sensor sensors[2];
    struct tcs_tracker_config config = tcs_tracker_defaults();

    set_sensors(sensors);
    config.sensors = sensors;
    config.sensor_count = 2;
    config.track_max = 512;
    config.observation_max = TARGETS + CLUTTER_MAX;
    const size_t state_size = (tcs_tracker_state_size(&config) + 63) / 64 * 64;
    const size_t scratch_size = (tcs_tracker_scratch_size(&config) + 63) / 64 * 64;
    struct tcs_tracker *state = aligned_alloc(64, state_size);
    void *scratch = aligned_alloc(64, scratch_size);

    if (state == NULL || scratch == NULL)
        abort();
    tcs_tracker_init(state, &config, (struct tcs_time) { 0 });
    for (int i = 0; i < LOOKS; i++) {
        const struct tcs_time now = { (i + 1) * (TCS_NS_PER_S / 2) };
        struct tcs_look look = { .sensor = (uint16_t)(i % 2),
                                 .counts_misses = true,
                                 .valid_at = now,
                                 .seen_at = now,
                                 .coverage = sensors[i % 2].coverage,
                                 .clutter_expected = -1.0,
                                 .observations = observations };

        observe(&look, &sensors[i % 2], 0.5 * (i + 1), &rand);
        if (tcs_tracker_look(state, &config, scratch, &look) != TCS_OK)
            abort();
        digest = tcs_tracker_digest(state, (uint64_t)i, digest);
        const size_t count = tcs_tracker_view(state, &config, now, views, 512);

        *ret_confirmed = 0;
        for (size_t k = 0; k < count; k++) {
            digest = add(digest, &views[k].x, sizeof views[k].x);
            *ret_confirmed += views[k].state == TCS_TRACK_CONFIRMED;
        }
        digest = add_threats(digest, views, count);
    }
    free(scratch);
    free(state);
    return digest;
}

static void print_part(const char *name, struct tcs_digest digest)
{
    char text[TCS_DIGEST_TEXT_LEN];

    tcs_digest_text(digest, text);
    printf("%-8s %s\n", name, text);
}

int main(void)
{
    size_t confirmed = 0;

    print_part("elem", tcs_elem_digest());
    print_part("random", random_part());
    print_part("cholesky", cholesky_part());
    print_part("gates", gate_part());
    print_part("geo", geo_part());
    print_part("volume", volume_part());
    print_part("track", track_part(&confirmed));
    fprintf(stderr, "%zu of %d targets confirmed at the end\n", confirmed, TARGETS);
    return 0;
}
