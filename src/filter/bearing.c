/* SPDX-License-Identifier: Apache-2.0 */
#include "filter/bearing.h"

#include <string.h>

#include "num/elem.h"

enum { points = 6 }; /* cubature: 2 n */

static double wrap(double a)
{
    const double pi = 3.14159265358979323846;

    while (a >= pi)
        a -= 2.0 * pi;
    while (a < -pi)
        a += 2.0 * pi;
    return a;
}

/* Mean and factor L (packed, L L' = P) of the position dt ahead. */
static bool spread(const struct tcs_gauss *g, double dt, double mean[3], double L[6])
{
    for (int i = 0; i < 3; i++) {
        mean[i] = g->x[i] + dt * g->x[i + 3];
        for (int j = 0; j <= i; j++)
            L[i * (i + 1) / 2 + j] =
                g->P[i * (i + 1) / 2 + j] +
                dt * (g->P[tcs_packed(i, j + 3)] + g->P[tcs_packed(j, i + 3)]) +
                dt * dt * g->P[tcs_packed(i + 3, j + 3)];
    }
    for (int i = 0; i < 3; i++) {
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

/* Solves A L = B for the row A, where L is 3 x 3 lower, packed. */
static void divide_by_factor(const double *L, const double B[3], double A[3])
{
    A[2] = B[2] / L[5];
    A[1] = (B[1] - A[2] * L[4]) / L[2];
    A[0] = (B[0] - A[1] * L[1] - A[2] * L[3]) / L[0];
}

static bool direction(const struct tcs_bearing *b, const double p[3], double ret_y[2])
{
    const double e = p[0] - b->from_m[0];
    const double n = p[1] - b->from_m[1];
    const double u = p[2] - b->from_m[2];
    const double ground2 = e * e + n * n;

    if (!(ground2 > 1e-6) || ground2 > 1e14)
        return false;
    ret_y[0] = wrap(b->az_rad - tcs_atan2(e, n));
    ret_y[1] = b->has_el ? b->el_rad - tcs_atan2(u, tcs_sqrt(ground2)) : 0.0;
    return true;
}

/* The residual y over the points: its mean, its slope in the whitened position, and the
 * covariance that the slope does not explain. */
struct regression {
    double mean[2];
    double slope[2][3]; /* per unit of whitened position */
    double rest[3];     /* packed 2 x 2 */
};

static bool regress(const struct tcs_bearing *b, const double mean[3], const double L[6],
                    int dim, struct regression *ret)
{
    const double root3 = 1.7320508075688772;
    double y[points][2];

    memset(ret, 0, sizeof *ret);
    for (int s = 0; s < points; s++) {
        const int axis = s / 2;
        const double step = s % 2 ? -root3 : root3;
        double p[3];

        for (int i = 0; i < 3; i++)
            p[i] = mean[i] + (i >= axis ? step * L[i * (i + 1) / 2 + axis] : 0.0);
        if (!direction(b, p, y[s]))
            return false;
        /* Residuals of one set must not straddle the cut behind the sensor. */
        if (s > 0)
            y[s][0] = y[0][0] + wrap(y[s][0] - y[0][0]);
        for (int d = 0; d < dim; d++)
            ret->mean[d] += y[s][d] / points;
    }
    for (int d = 0; d < dim; d++)
        for (int axis = 0; axis < 3; axis++)
            ret->slope[d][axis] =
                (y[(size_t)axis * 2][d] - y[(size_t)axis * 2 + 1][d]) / (2.0 * root3);
    for (int d = 0; d < dim; d++)
        for (int c = 0; c <= d; c++) {
            double sum = 0.0;

            for (int s = 0; s < points; s++)
                sum += (y[s][d] - ret->mean[d]) * (y[s][c] - ret->mean[c]) / points;
            for (int axis = 0; axis < 3; axis++)
                sum -= ret->slope[d][axis] * ret->slope[c][axis];
            ret->rest[d * (d + 1) / 2 + c] = sum;
        }
    return true;
}

bool tcs_bearing_linearise(const struct tcs_gauss *about, const struct tcs_gauss *prior,
                           const struct tcs_bearing *bearing,
                           struct tcs_linear *ret_linear)
{
    const double dt = bearing->dt_s;
    const int dim = bearing->has_el ? 2 : 1;
    double mean[3];
    double L[6];
    struct regression r;

    if (!spread(about, dt, mean, L) || !regress(bearing, mean, L, dim, &r))
        return false;
    memset(ret_linear, 0, sizeof *ret_linear);
    ret_linear->dim = dim;
    for (int d = 0; d < dim; d++) {
        double A[3];

        divide_by_factor(L, r.slope[d], A);
        ret_linear->y[d] = r.mean[d];
        for (int i = 0; i < 3; i++) {
            /* y = z - h falls as h rises: H is minus the residual's slope. */
            ret_linear->H[d][i] = -A[i];
            ret_linear->H[d][i + 3] = -A[i] * dt;
            ret_linear->y[d] += A[i] * (prior->x[i] + dt * prior->x[i + 3] - mean[i]);
        }
    }
    ret_linear->R[0] = bearing->az_var + (r.rest[0] > 0.0 ? r.rest[0] : 0.0);
    if (dim == 2) {
        ret_linear->R[1] = 0.0;
        ret_linear->R[2] = bearing->el_var + (r.rest[2] > 0.0 ? r.rest[2] : 0.0);
    }
    if (about == prior) /* innovations live on the circle */
        ret_linear->y[0] = wrap(ret_linear->y[0]);
    return true;
}

bool tcs_bearing_innovate(const struct tcs_gauss *prior,
                          const struct tcs_bearing *bearing,
                          struct tcs_innovation *ret_innovation)
{
    struct tcs_linear linear;

    return tcs_bearing_linearise(prior, prior, bearing, &linear) &&
           tcs_innovate_linear(prior, &linear, ret_innovation);
}

bool tcs_bearing_update(struct tcs_gauss *g, const struct tcs_bearing *bearing)
{
    enum { rounds = 3 };
    struct tcs_gauss posterior = *g;
    bool done = false;

    for (int k = 0; k < rounds; k++) {
        struct tcs_linear linear;
        struct tcs_innovation innovation;
        struct tcs_gauss next = *g;

        if (!tcs_bearing_linearise(k == 0 ? g : &posterior, g, bearing, &linear) ||
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
