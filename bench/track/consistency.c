/* SPDX-License-Identifier: Apache-2.0 */
/*
 * consistency.c -- whether the filters err as much as they say, for each kind of
 * measurement: NEES and NIS over Monte Carlo runs.
 *
 * usage: bench_consistency [--runs N] [--batches N] [--csv] [--hold]
 *
 * An object with the process noise that the filter assumes is seen by turns from four
 * corners. At each step the NEES (6 degrees of freedom) and the NIS, summed over N runs
 * (100), are held against their two-sided 95 % bounds; a batch has 40 steps. The share of
 * the steps inside should be near 95 %. With --csv a line a step instead of the table,
 * means over runs with the bounds: for plots. With --hold the exit status says whether
 * every share lies between 90 and 99 %.
 *
 * Bounds: chi-square with n degrees by Wilson and Hilferty's cube, good to 0.1 % beyond
 * n = 100.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter/bearing.h"
#include "filter/polar.h"
#include "filter/range.h"
#include "num/elem.h"
#include "num/rand.h"

enum { STEPS = 40, DOF = 6 };

static const double deg = 3.14159265358979323846 / 180.0;
static const double step_s = 0.5;
static const double corners[4][3] = {
    { -900, -900, 5 }, { 900, -900, 60 }, { 900, 900, 5 }, { -900, 900, 120 }
};

/* The object as the sensor has it. */
struct view {
    double from[3];
    double way[3];
    double range, az, el, rate;
};

static double length3(const double *a)
{
    return tcs_sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
}

static struct view look(const double truth[6], int k, double delay_s)
{
    struct view v;

    for (int i = 0; i < 3; i++) {
        v.from[i] = corners[k % 4][i];
        v.way[i] = truth[i] - delay_s * truth[i + 3] - v.from[i];
    }
    v.range = length3(v.way);
    v.az = tcs_atan2(v.way[0], v.way[1]);
    v.el = tcs_atan2(v.way[2], tcs_sqrt(v.way[0] * v.way[0] + v.way[1] * v.way[1]));
    v.rate = (v.way[0] * truth[3] + v.way[1] * truth[4] + v.way[2] * truth[5]) / v.range;
    return v;
}

/* Updates g by a measurement of the true state; adds to *nis. Returns its degrees. */
typedef int measure(struct tcs_gauss *g, const double truth[6], int k,
                    struct tcs_rand *rand, double *nis);

static int take_fix(struct tcs_gauss *g, const struct tcs_fix *fix, double *nis)
{
    struct tcs_innovation in;

    if (!tcs_innovate_fix(g, fix, &in))
        abort();
    *nis += in.d2;
    tcs_gauss_update(g, &in);
    return in.dim;
}

static int take_bearing(struct tcs_gauss *g, const struct tcs_bearing *b, double *nis)
{
    struct tcs_innovation in;

    if (!tcs_bearing_innovate(g, b, &in) || !tcs_bearing_update(g, b))
        abort();
    *nis += in.d2;
    return in.dim;
}

static int position(struct tcs_gauss *g, const double truth[6], int dim, double sigma,
                    struct tcs_rand *rand, double *nis)
{
    struct tcs_fix fix = { .dim = dim };

    for (int i = 0; i < dim; i++) {
        fix.z[i] = truth[i] + sigma * tcs_rand_normal(rand);
        fix.R[i * (i + 1) / 2 + i] = sigma * sigma;
    }
    return take_fix(g, &fix, nis);
}

static int position_3(struct tcs_gauss *g, const double truth[6], int k,
                      struct tcs_rand *rand, double *nis)
{
    (void)k;
    return position(g, truth, 3, 8.0, rand, nis);
}

static int position_2(struct tcs_gauss *g, const double truth[6], int k,
                      struct tcs_rand *rand, double *nis)
{
    (void)k;
    return position(g, truth, 2, 8.0, rand, nis);
}

/* A broadcast: position, and velocity with it. */
static int claim(struct tcs_gauss *g, const double truth[6], int k, struct tcs_rand *rand,
                 double *nis)
{
    const double sigma = 1.0;
    struct tcs_linear velocity = { .dim = 3 };
    struct tcs_innovation in;

    (void)k;
    (void)position(g, truth, 3, 10.0, rand, nis);
    for (int i = 0; i < 3; i++) {
        velocity.y[i] = truth[i + 3] + sigma * tcs_rand_normal(rand) - g->x[i + 3];
        velocity.H[i][i + 3] = 1.0;
        velocity.R[i * (i + 1) / 2 + i] = sigma * sigma;
    }
    if (!tcs_innovate_linear(g, &velocity, &in))
        abort();
    *nis += in.d2;
    tcs_gauss_update(g, &in);
    return 6;
}

static int polar(struct tcs_gauss *g, const double truth[6], int k, struct tcs_rand *rand,
                 double *nis)
{
    const double sigma[3] = { 8.0, 0.7 * deg, 1.0 * deg };
    const struct view v = look(truth, k, 0.0);
    const double z[3] = { v.range + sigma[0] * tcs_rand_normal(rand),
                          v.az + sigma[1] * tcs_rand_normal(rand),
                          v.el + sigma[2] * tcs_rand_normal(rand) };
    struct tcs_fix fix = { 0 };

    (void)tcs_fix_from_polar(v.from, z, sigma, &fix);
    return take_fix(g, &fix, nis);
}

static int polar_doppler(struct tcs_gauss *g, const double truth[6], int k,
                         struct tcs_rand *rand, double *nis)
{
    const double sigma = 0.5;
    const struct view v = look(truth, k, 0.0);
    struct tcs_range rate = { .var = sigma * sigma };
    struct tcs_innovation in;

    (void)polar(g, truth, k, rand, nis);
    memcpy(rate.from_m, v.from, sizeof rate.from_m);
    rate.value = v.rate + sigma * tcs_rand_normal(rand);
    if (!tcs_rate_innovate(g, &rate, &in) || !tcs_rate_update(g, &rate))
        abort();
    *nis += in.d2;
    return 4;
}

static struct tcs_bearing bearing(const struct view *v, double sigma,
                                  struct tcs_rand *rand)
{
    struct tcs_bearing b = { .az_var = sigma * sigma, .el_var = sigma * sigma };

    memcpy(b.from_m, v->from, sizeof b.from_m);
    b.az_rad = v->az + sigma * tcs_rand_normal(rand);
    b.el_rad = v->el + sigma * tcs_rand_normal(rand);
    return b;
}

static int azimuth(struct tcs_gauss *g, const double truth[6], int k,
                   struct tcs_rand *rand, double *nis)
{
    const struct view v = look(truth, k, 0.0);
    const struct tcs_bearing b = bearing(&v, 2.0 * deg, rand);

    return take_bearing(g, &b, nis);
}

static int azimuth_elevation(struct tcs_gauss *g, const double truth[6], int k,
                             struct tcs_rand *rand, double *nis)
{
    const struct view v = look(truth, k, 0.0);
    struct tcs_bearing b = bearing(&v, 1.0 * deg, rand);

    b.has_el = true;
    return take_bearing(g, &b, nis);
}

/* Heard: on a straight way the sound left where the object was by the delay earlier. */
static int heard(struct tcs_gauss *g, const double truth[6], int k, struct tcs_rand *rand,
                 double *nis)
{
    const double sound_mps = 343.0;
    const struct view now = look(truth, k, 0.0);
    const struct view v = look(truth, k, tcs_sound_delay(now.way, truth + 3, sound_mps));
    struct tcs_bearing b = bearing(&v, 2.0 * deg, rand);

    b.sound_mps = sound_mps;
    b.has_el = true;
    return take_bearing(g, &b, nis);
}

static int range(struct tcs_gauss *g, const double truth[6], int k, struct tcs_rand *rand,
                 double *nis)
{
    const double sigma = 10.0;
    const struct view v = look(truth, k, 0.0);
    struct tcs_range r = { .var = sigma * sigma };
    struct tcs_innovation in;

    memcpy(r.from_m, v.from, sizeof r.from_m);
    r.value = v.range + sigma * tcs_rand_normal(rand);
    if (!tcs_range_innovate(g, &r, &in) || !tcs_range_update(g, &r))
        abort();
    *nis += in.d2;
    return 1;
}

static const struct {
    const char *name;
    measure *measure;
} kinds[] = {
    { "position, 3 axes", position_3 },
    { "position, 2 axes", position_2 },
    { "range, azimuth, elevation", polar },
    { "the same with Doppler", polar_doppler },
    { "azimuth", azimuth },
    { "azimuth, elevation", azimuth_elevation },
    { "the same by sound", heard },
    { "range", range },
    { "claim with velocity", claim },
};

static double nees(const struct tcs_gauss *g, const double truth[6])
{
    struct tcs_factor factor;
    double sum = 0.0;
    double d[6];

    if (!tcs_gauss_factor(g, &factor))
        abort();
    for (int i = 0; i < 6; i++) {
        d[i] = truth[i] - g->x[i];
        for (int j = 0; j < i; j++)
            d[i] -= factor.L[tcs_packed(i, j)] * d[j];
        d[i] *= factor.L[tcs_packed(i, i)];
        sum += d[i] * d[i];
    }
    return sum;
}

/* The chi-square with n degrees that lies z sigma out. */
static double quantile(double n, double z)
{
    const double a = 2.0 / (9.0 * n);
    const double c = 1.0 - a + z * tcs_sqrt(a);

    return n * c * c * c;
}

struct sums {
    double nees[STEPS];
    double nis[STEPS];
    int dof;
};

static void run(measure *take, struct tcs_rand *rand, struct sums *sums)
{
    const struct tcs_step step =
        tcs_motion_step((struct tcs_motion) { 0.5, 0.0 }, step_s);
    const double gain = step.q_pv / tcs_sqrt(step.q_vv);
    const double rest = tcs_sqrt(step.q_pp - gain * gain);
    struct tcs_gauss g = { .x = { 100.0, 50.0, 120.0 } };
    double truth[6];

    for (int i = 0; i < 6; i++) {
        const double sigma = i < 2 ? 30.0 : i == 2 ? 20.0 : i < 5 ? 10.0 : 1.0;

        g.P[tcs_packed(i, i)] = sigma * sigma;
        truth[i] = g.x[i] + sigma * tcs_rand_normal(rand);
    }
    for (int k = 0; k < STEPS; k++) {
        for (int i = 0; i < 3; i++) {
            const double v = tcs_rand_normal(rand);

            truth[i] += step_s * truth[i + 3] + gain * v + rest * tcs_rand_normal(rand);
            truth[i + 3] += tcs_sqrt(step.q_vv) * v;
        }
        tcs_gauss_predict(&g, &step);
        sums->dof = take(&g, truth, k, rand, &sums->nis[k]);
        sums->nees[k] += nees(&g, truth);
    }
}

static int inside(double sum, double dof)
{
    return sum > quantile(dof, -1.959964) && sum < quantile(dof, 1.959964);
}

static void print_steps(const char *name, const struct sums *sums, int batch, int runs)
{
    const double dof[2] = { (double)DOF * runs, (double)sums->dof * runs };

    for (int k = 0; k < STEPS; k++)
        printf("\"%s\",%d,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n", name, batch, k,
               sums->nees[k] / runs, quantile(dof[0], -1.959964) / runs,
               quantile(dof[0], 1.959964) / runs, sums->nis[k] / runs,
               quantile(dof[1], -1.959964) / runs, quantile(dof[1], 1.959964) / runs);
}

/* Whether both shares are as they should be. */
static bool check(size_t kind, int runs, int batches, bool csv)
{
    struct tcs_rand rand = tcs_rand(8, kind);
    int good[2] = { 0, 0 };
    double share[2];

    for (int b = 0; b < batches; b++) {
        struct sums sums = { 0 };

        for (int r = 0; r < runs; r++)
            run(kinds[kind].measure, &rand, &sums);
        for (int k = 0; k < STEPS; k++) {
            good[0] += inside(sums.nees[k], (double)DOF * runs);
            good[1] += inside(sums.nis[k], (double)sums.dof * runs);
        }
        if (csv)
            print_steps(kinds[kind].name, &sums, b, runs);
    }
    for (int i = 0; i < 2; i++)
        share[i] = 100.0 * good[i] / (double)(STEPS * batches);
    if (!csv)
        printf("| %s | %.1f %% | %.1f %% |\n", kinds[kind].name, share[0], share[1]);
    return share[0] >= 90.0 && share[0] <= 99.0 && share[1] >= 90.0 && share[1] <= 99.0;
}

static int number(char **argv, int *i)
{
    const int n = argv[*i + 1] != NULL ? atoi(argv[*i + 1]) : 0;

    (*i)++;
    return n > 0 ? n : 1;
}

int main(int argc, char **argv)
{
    int runs = 100;
    int batches = 64;
    bool csv = false;
    bool hold = false;
    bool all = true;

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--csv") == 0)
            csv = true;
        else if (strcmp(argv[i], "--hold") == 0)
            hold = true;
        else if (strcmp(argv[i], "--runs") == 0)
            runs = number(argv, &i);
        else if (strcmp(argv[i], "--batches") == 0)
            batches = number(argv, &i);
        else
            return 2;
    if (csv)
        puts("kind,batch,step,nees,nees_low,nees_high,nis,nis_low,nis_high");
    else
        printf("%d runs, %d steps\n\n| measurement | NEES inside | NIS inside |\n"
               "|---|---|---|\n",
               runs, STEPS * batches);
    for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++)
        all = check(kind, runs, batches, csv) && all;
    return hold && !all ? 1 : 0;
}
