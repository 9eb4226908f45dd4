/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/sensed.h"

#include <string.h>

#include "num/elem.h"

double tcs_half_turn(double a)
{
    const double pi = 3.14159265358979323846;

    while (a >= pi)
        a -= 2.0 * pi;
    while (a < -pi)
        a += 2.0 * pi;
    return a;
}

/* The state dt ahead on a straight way: mean, and factor L (packed, L L' = P) of the
 * first n of it. */
static bool spread(const struct tcs_gauss *g, double dt, int n,
                   double mean[TCS_STATE_DIM], double L[TCS_STATE_PACKED])
{
    for (int i = 0; i < TCS_STATE_DIM; i++)
        mean[i] = i < 3 ? g->x[i] + dt * g->x[i + 3] : g->x[i];
    for (int i = 0; i < n; i++)
        for (int j = 0; j <= i; j++) {
            double *to = &L[i * (i + 1) / 2 + j];

            *to = g->P[i * (i + 1) / 2 + j];
            if (i < 3)
                *to += dt * (g->P[tcs_packed(i, j + 3)] + g->P[tcs_packed(j, i + 3)]) +
                       dt * dt * g->P[tcs_packed(i + 3, j + 3)];
            else if (j < 3)
                *to += dt * g->P[tcs_packed(i, j + 3)];
        }
    for (int i = 0; i < n; i++) {
        double *row = L + i * (i + 1) / 2;

        for (int j = 0; j <= i; j++) {
            const double *other = L + j * (j + 1) / 2;
            double sum = row[j];

            for (int k = 0; k < j; k++)
                sum -= row[k] * other[k];
            if (i == j) {
                if (!(sum > 0.0))
                    return false;
                row[j] = tcs_sqrt(sum);
            } else {
                row[j] = sum / other[j];
            }
        }
    }
    return true;
}

/* Solves A L = B for the row A. */
static void divide_by_factor(const double *L, const double *B, int n, double *A)
{
    for (int j = n - 1; j >= 0; j--) {
        A[j] = B[j];
        for (int i = j + 1; i < n; i++)
            A[j] -= A[i] * L[i * (i + 1) / 2 + j];
        A[j] /= L[j * (j + 1) / 2 + j];
    }
}

/* The residual y over the points: its mean, its slope in the whitened state, and the
 * variances that the slope does not explain. */
struct regression {
    double mean[2];
    double slope[2][TCS_STATE_DIM]; /* per unit of whitened state */
    double rest[2];
};

static bool regress(const struct tcs_sensed *sensed, const double mean[TCS_STATE_DIM],
                    const double L[TCS_STATE_PACKED], struct regression *ret)
{
    const int n = sensed->inputs;
    const int points = 2 * n;
    const double root = n == 3 ? 1.7320508075688772 : 2.449489742783178;
    double y[2 * TCS_STATE_DIM][2] = { { 0.0 } };

    memset(ret, 0, sizeof *ret);
    for (int s = 0; s < points; s++) {
        const int axis = s / 2;
        const double step = s % 2 ? -root : root;
        double x[TCS_STATE_DIM];

        for (int i = 0; i < TCS_STATE_DIM; i++)
            x[i] =
                mean[i] + (i >= axis && i < n ? step * L[i * (i + 1) / 2 + axis] : 0.0);
        if (!sensed->residual(sensed->what, x, y[s]))
            return false;
        /* Residuals of one set must not straddle the cut behind the sensor. */
        if (s > 0 && sensed->turns)
            y[s][0] = y[0][0] + tcs_half_turn(y[s][0] - y[0][0]);
        for (int d = 0; d < sensed->dim; d++)
            ret->mean[d] += y[s][d] / points;
    }
    for (int d = 0; d < sensed->dim; d++) {
        double sum = 0.0;

        for (int axis = 0; axis < n; axis++)
            ret->slope[d][axis] =
                (y[(size_t)axis * 2][d] - y[(size_t)axis * 2 + 1][d]) / (2.0 * root);
        for (int s = 0; s < points; s++)
            sum += (y[s][d] - ret->mean[d]) * (y[s][d] - ret->mean[d]) / points;
        for (int axis = 0; axis < n; axis++)
            sum -= ret->slope[d][axis] * ret->slope[d][axis];
        ret->rest[d] = sum > 0.0 ? sum : 0.0;
    }
    return true;
}

bool tcs_sensed_linearise(const struct tcs_gauss *about, const struct tcs_gauss *prior,
                          const struct tcs_sensed *sensed, struct tcs_linear *ret_linear)
{
    const double dt = sensed->dt_s;
    const int n = sensed->inputs;
    double mean[TCS_STATE_DIM];
    double L[TCS_STATE_PACKED];
    struct regression r;

    if (!spread(about, dt, n, mean, L) || !regress(sensed, mean, L, &r))
        return false;
    memset(ret_linear, 0, sizeof *ret_linear);
    ret_linear->dim = sensed->dim;
    for (int d = 0; d < sensed->dim; d++) {
        double A[TCS_STATE_DIM] = { 0 };

        divide_by_factor(L, r.slope[d], n, A);
        ret_linear->y[d] = r.mean[d];
        for (int i = 0; i < 3; i++) {
            /* y = z - h falls as h rises: H is minus the residual's slope. */
            ret_linear->H[d][i] = -A[i];
            ret_linear->H[d][i + 3] = -A[i] * dt - A[i + 3];
            ret_linear->y[d] += A[i] * (prior->x[i] + dt * prior->x[i + 3] - mean[i]) +
                                A[i + 3] * (prior->x[i + 3] - mean[i + 3]);
        }
        ret_linear->R[d * (d + 1) / 2 + d] = sensed->var[d] + r.rest[d];
    }
    if (about == prior && sensed->turns) /* innovations live on the circle */
        ret_linear->y[0] = tcs_half_turn(ret_linear->y[0]);
    return true;
}

bool tcs_sensed_innovate(const struct tcs_gauss *prior, const struct tcs_sensed *sensed,
                         struct tcs_innovation *ret_innovation)
{
    struct tcs_linear linear;

    return tcs_sensed_linearise(prior, prior, sensed, &linear) &&
           tcs_innovate_linear(prior, &linear, ret_innovation);
}

bool tcs_sensed_update(struct tcs_gauss *g, const struct tcs_sensed *sensed)
{
    enum { rounds = 3 };
    struct tcs_gauss posterior = *g;
    bool done = false;

    for (int k = 0; k < rounds; k++) {
        struct tcs_linear linear;
        struct tcs_innovation innovation;
        struct tcs_gauss next = *g;

        if (!tcs_sensed_linearise(k == 0 ? g : &posterior, g, sensed, &linear) ||
            !tcs_innovate_linear(g, &linear, &innovation))
            break;
        tcs_gauss_update(&next, &innovation);
        posterior = next;
        done = true;
    }
    if (done)
        *g = posterior;
    return done;
}
