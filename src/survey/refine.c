/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "num/elem.h"
#include "survey/survey.h"

enum { N = TCS_SURVEY_PARAMETERS, ROUNDS_MAX = 60 };

/* In this order: turn, place, offset, rate, readout, fx, fy, cx, cy, k1, k2. */
enum { TURN = 0, PLACE = 3, OFFSET = 6, RATE = 7, READOUT = 8, LENS = 9 };

static const double cauchy =
    2.385; /* 95 % efficient when errors are Gaussian after all */

double tcs_survey_log_time(const struct tcs_survey_camera *camera, double frame,
                           double pixel_y)
{
    const struct tcs_survey_clock *c = &camera->clock;

    return c->offset +
           c->rate * (frame - c->frame0 + c->readout * pixel_y / camera->lens.height);
}

bool tcs_survey_residual(const struct tcs_survey_camera *camera,
                         const struct tcs_path *path, const struct tcs_sighting *sighting,
                         double ret_error[2])
{
    struct tcs_vec3 place;
    double expected[2];

    if (!tcs_path_at(path,
                     tcs_survey_log_time(camera, sighting->frame, sighting->pixel[1]),
                     &place) ||
        !tcs_lens_pixel(&camera->lens, tcs_stance_view(&camera->stance, place), expected))
        return false;
    ret_error[0] = sighting->pixel[0] - expected[0];
    ret_error[1] = sighting->pixel[1] - expected[1];
    return true;
}

/* Turns the sensor's axes by a small vector in its own frame. */
static void turn(struct tcs_mat3 *axes, const double w[3])
{
    const double angle = tcs_sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
    const double a = angle > 1e-9 ? tcs_sin(angle) / angle : 1.0;
    const double b = angle > 1e-9 ? (1.0 - tcs_cos(angle)) / (angle * angle) : 0.5;
    const struct tcs_mat3 k = {
        { { 0.0, -w[2], w[1] }, { w[2], 0.0, -w[0] }, { -w[1], w[0], 0.0 } }
    };
    const struct tcs_mat3 kk = tcs_mat3_mul(&k, &k);
    struct tcs_mat3 r;

    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            r.m[i][j] = (i == j ? 1.0 : 0.0) + a * k.m[i][j] + b * kk.m[i][j];
    *axes = tcs_mat3_mul(&r, axes);
}

static double *parameter(struct tcs_survey_camera *c, int i)
{
    double *const rest[] = { &c->clock.offset, &c->clock.rate, &c->clock.readout,
                             &c->lens.fx,      &c->lens.fy,    &c->lens.cx,
                             &c->lens.cy,      &c->lens.k1,    &c->lens.k2 };

    return i < OFFSET ? &c->stance.position_m.v[i - PLACE] : rest[i - OFFSET];
}

static struct tcs_survey_camera moved(const struct tcs_survey_camera *camera,
                                      const double d[N])
{
    struct tcs_survey_camera c = *camera;

    turn(&c.stance.axes, d);
    for (int i = PLACE; i < N; i++)
        *parameter(&c, i) += d[i];
    return c;
}

/* Re-orthogonalises after many small turns: axes are rows. */
static void square_up(struct tcs_mat3 *axes)
{
    for (int i = 0; i < 3; i++) {
        struct tcs_vec3 row = { { axes->m[i][0], axes->m[i][1], axes->m[i][2] } };

        for (int j = 0; j < i; j++) {
            const struct tcs_vec3 other = { { axes->m[j][0], axes->m[j][1],
                                              axes->m[j][2] } };

            row = tcs_vec3_sub(row, tcs_vec3_scale(other, tcs_vec3_dot(row, other)));
        }
        row = tcs_vec3_scale(row, 1.0 / tcs_vec3_norm(row));
        memcpy(axes->m[i], row.v, sizeof row.v);
    }
}

struct problem {
    const struct tcs_survey_job *job;
    uint32_t used; /* sightings, evenly of all */
    uint32_t reserved;
    double sigma;                   /* of the loss, pixels */
    double step[N];                 /* of the numerical derivative; 0: held */
    double prior[N];                /* one sigma; 0: none */
    struct tcs_survey_camera start; /* what the priors are about */
};

static const struct tcs_sighting *sighting(const struct problem *p, uint32_t i)
{
    return &p->job->sightings[(uint64_t)i * p->job->count / p->used];
}

static double loss(const struct problem *p, double square)
{
    const double c = cauchy * p->sigma;

    return 0.5 * cauchy * cauchy * tcs_log(1.0 + square / (c * c));
}

static double cost(const struct problem *p, const struct tcs_survey_camera *camera)
{
    struct tcs_survey_camera c = *camera;
    struct tcs_survey_camera s = p->start;
    /* The squared error of what cannot be explained at all. */
    const double worst = 1e8 * p->sigma * p->sigma;
    double sum = 0.0;

    for (uint32_t i = 0; i < p->used; i++) {
        double e[2];

        sum += loss(p, tcs_survey_residual(&c, p->job->path, sighting(p, i), e)
                           ? e[0] * e[0] + e[1] * e[1]
                           : worst);
    }
    for (int i = OFFSET; i < N; i++)
        if (p->step[i] > 0.0 && p->prior[i] > 0.0) {
            const double d = (*parameter(&c, i) - *parameter(&s, i)) / p->prior[i];

            sum += 0.5 * d * d;
        }
    return sum;
}

/* Derivatives of one residual by central differences; false when it cannot be seen. */
static bool derive(const struct problem *p, struct tcs_survey_camera camera[N][2],
                   const struct tcs_sighting *s, double ret_j[2][N])
{
    for (int k = 0; k < N; k++) {
        double low[2];
        double high[2];

        ret_j[0][k] = 0.0;
        ret_j[1][k] = 0.0;
        if (!(p->step[k] > 0.0))
            continue;
        if (!tcs_survey_residual(&camera[k][0], p->job->path, s, low) ||
            !tcs_survey_residual(&camera[k][1], p->job->path, s, high))
            return false;
        for (int r = 0; r < 2; r++)
            ret_j[r][k] = (high[r] - low[r]) / (2.0 * p->step[k]);
    }
    return true;
}

/* Gauss's normal equations about a camera, weighted. */
static void normal(const struct problem *p, const struct tcs_survey_camera *camera,
                   double a[N][N], double g[N])
{
    struct tcs_survey_camera near[N][2];
    struct tcs_survey_camera now = *camera;
    struct tcs_survey_camera start = p->start;
    const double c = cauchy * p->sigma;

    memset(a, 0, sizeof(double[N][N]));
    memset(g, 0, sizeof(double[N]));
    for (int k = 0; k < N; k++) {
        double d[N] = { 0 };

        d[k] = -p->step[k];
        near[k][0] = moved(camera, d);
        d[k] = p->step[k];
        near[k][1] = moved(camera, d);
    }
    for (uint32_t i = 0; i < p->used; i++) {
        double e[2];
        double j[2][N];

        if (!tcs_survey_residual(camera, p->job->path, sighting(p, i), e) ||
            !derive(p, near, sighting(p, i), j))
            continue;
        const double w =
            1.0 / (p->sigma * p->sigma * (1.0 + (e[0] * e[0] + e[1] * e[1]) / (c * c)));

        for (int r = 0; r < N; r++) {
            g[r] += w * (j[0][r] * e[0] + j[1][r] * e[1]);
            for (int s = 0; s <= r; s++)
                a[r][s] += w * (j[0][r] * j[0][s] + j[1][r] * j[1][s]);
        }
    }
    for (int k = 0; k < N; k++) {
        if (!(p->step[k] > 0.0)) {
            a[k][k] = 1.0;
            g[k] = 0.0;
        } else if (k >= OFFSET && p->prior[k] > 0.0) {
            a[k][k] += 1.0 / (p->prior[k] * p->prior[k]);
            g[k] += (*parameter(&now, k) - *parameter(&start, k)) /
                    (p->prior[k] * p->prior[k]);
        }
    }
}

/* L L' = A + lambda diag(A), lower half. */
static bool factor(double a[N][N], double lambda, double l[N][N])
{
    for (int j = 0; j < N; j++)
        for (int i = j; i < N; i++) {
            double sum = a[i][j] * (i == j ? 1.0 + lambda : 1.0);

            for (int k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            if (i == j) {
                if (!(sum > 1e-14 * a[j][j]) || !(sum - sum == 0.0))
                    return false;
                l[j][j] = tcs_sqrt(sum);
            } else {
                l[i][j] = sum / l[j][j];
            }
        }
    return true;
}

static void solve(double l[N][N], double b[N])
{
    for (int i = 0; i < N; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= l[i][k] * b[k];
        b[i] /= l[i][i];
    }
    for (int i = N - 1; i >= 0; i--) {
        for (int k = i + 1; k < N; k++)
            b[i] -= l[k][i] * b[k];
        b[i] /= l[i][i];
    }
}

/* Descends at one width of the loss; false when it is singular from the first. */
static bool descend(const struct problem *p, struct tcs_survey_camera *camera, int rounds)
{
    double now = cost(p, camera);
    double lambda = 1e-3;

    for (int round = 0; round < rounds; round++) {
        double a[N][N];
        double g[N];
        double l[N][N];
        bool better = false;
        double gained = 0.0;

        normal(p, camera, a, g);
        for (int attempt = 0; attempt < 8 && !better; attempt++) {
            double d[N];

            if (!factor(a, lambda, l)) {
                lambda *= 10.0;
                continue;
            }
            for (int k = 0; k < N; k++)
                d[k] = -g[k];
            solve(l, d);
            struct tcs_survey_camera next = moved(camera, d);
            double *readout = &next.clock.readout;

            /* From all rows at once to a whole frame. */
            *readout = *readout > 0.0 ? *readout : 0.0;
            *readout = *readout < 1.0 ? *readout : 1.0;

            square_up(&next.stance.axes);
            const double then = cost(p, &next);

            if (then < now) {
                better = true;
                gained = now - then;
                now = then;
                *camera = next;
                lambda = lambda > 1e-9 ? 0.2 * lambda : lambda;
            } else {
                lambda *= 5.0;
            }
        }
        if (!better || gained < 1e-7 * now)
            return round > 0 || better || lambda < 1e3;
    }
    return true;
}

/* The median of sizes, by bisection of their range: no room for sorting is needed. */
static double median_error(const struct problem *p,
                           const struct tcs_survey_camera *camera)
{
    double low = 0.0;
    double high = 1e4;

    for (int round = 0; round < 40; round++) {
        const double middle = 0.5 * (low + high);
        uint32_t below = 0;

        for (uint32_t i = 0; i < p->used; i++) {
            double e[2];

            below += tcs_survey_residual(camera, p->job->path, sighting(p, i), e) &&
                     e[0] * e[0] + e[1] * e[1] <= middle * middle;
        }
        if (2 * below >= p->used)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static void set_up(struct problem *p, const struct tcs_survey_camera *camera)
{
    const struct tcs_lens *lens = &camera->lens;
    const double step[N] = { 1e-5,
                             1e-5,
                             1e-5,
                             1e-3,
                             1e-3,
                             1e-3,
                             1e-3,
                             1e-7 * tcs_fabs(camera->clock.rate) + 1e-12,
                             1e-2,
                             1e-5 * lens->fx,
                             1e-5 * lens->fy,
                             1e-5 * lens->fx,
                             1e-5 * lens->fy,
                             1e-5,
                             1e-5 };
    /* Readout: anything from none to a whole frame. Lens: a calibration of the same
     * make, at another focus and with another stabilisation. */
    const double prior[N - OFFSET] = { 0.0,
                                       0.0,
                                       0.5,
                                       0.01 * lens->fx,
                                       0.01 * lens->fy,
                                       0.01 * lens->fx,
                                       0.01 * lens->fy,
                                       0.02,
                                       0.02 };

    memcpy(p->step, step, sizeof step);
    memcpy(p->prior + OFFSET, prior, sizeof prior);
    if (p->job->rate_sigma > 0.0) {
        p->prior[RATE] = p->job->rate_sigma;
        p->start.clock.rate = p->job->rate_expected;
    }
    if (!p->job->with_readout)
        p->step[READOUT] = 0.0;
    for (int i = LENS; i < N && !p->job->with_lens; i++)
        p->step[i] = 0.0;
}

static void report(const struct problem *p, const struct tcs_survey_camera *camera,
                   struct tcs_survey_fit *ret_fit)
{
    double a[N][N];
    double g[N];
    double l[N][N];

    memset(ret_fit, 0, sizeof *ret_fit);
    ret_fit->sigma_px = p->sigma;
    ret_fit->count = p->job->count;
    for (uint32_t i = 0; i < p->job->count; i++) {
        double e[2];

        ret_fit->used +=
            tcs_survey_residual(camera, p->job->path, &p->job->sightings[i], e) &&
            e[0] * e[0] + e[1] * e[1] <= 16.0 * p->sigma * p->sigma;
    }
    normal(p, camera, a, g);
    if (!factor(a, 0.0, l))
        return;
    for (int k = 0; k < OFFSET; k++) {
        double unit[N] = { 0 };

        unit[k] = 1.0;
        solve(l, unit);
        *(k < PLACE ? &ret_fit->turn_sigma_rad : &ret_fit->position_sigma_m) += unit[k];
    }
    ret_fit->turn_sigma_rad = tcs_sqrt(ret_fit->turn_sigma_rad);
    ret_fit->position_sigma_m = tcs_sqrt(ret_fit->position_sigma_m);
}

enum tcs_status tcs_survey_refine(const struct tcs_survey_job *job,
                                  struct tcs_survey_camera *camera,
                                  struct tcs_survey_fit *ret_fit)
{
    /* Half of the sizes of two Gaussian components lie below 1.1774 sigma. */
    const double sigma_of_median = 1.0 / 1.1774;
    struct tcs_survey_camera best = *camera;
    struct problem p = { .job = job, .start = *camera };
    double before = 0.0;

    if (job->count < 12)
        return TCS_E_SHORT;
    assert(job->path->count >= 2);
    p.used = job->use_max == 0 || job->count < job->use_max ? job->count : job->use_max;
    set_up(&p, camera);
    p.sigma = job->sigma_start_px > 0.0 ? job->sigma_start_px
                                        : sigma_of_median * median_error(&p, &best);
    if (!(p.sigma > 1e-6))
        p.sigma = 1e-6;
    for (int round = 0; round < 12; round++) {
        if (!descend(&p, &best, ROUNDS_MAX))
            return TCS_E_NUMERIC;
        before = p.sigma;
        p.sigma = sigma_of_median * median_error(&p, &best);
        if (!(p.sigma > 1e-6))
            p.sigma = 1e-6;
        if (p.sigma > 0.98 * before && p.sigma < 1.02 * before)
            break;
        /* Not too fast: at a narrower loss a poor start is an outlier of itself. */
        if (p.sigma < 0.3 * before)
            p.sigma = 0.3 * before;
    }
    report(&p, &best, ret_fit);
    *camera = best;
    return TCS_OK;
}
