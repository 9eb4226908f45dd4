/* SPDX-License-Identifier: Apache-2.0 */
#include "num/mat.h"

#include <assert.h>

#include "num/elem.h"

double tcs_vec3_dot(struct tcs_vec3 a, struct tcs_vec3 b)
{
    return a.v[0] * b.v[0] + a.v[1] * b.v[1] + a.v[2] * b.v[2];
}

double tcs_vec3_norm(struct tcs_vec3 a)
{
    return tcs_sqrt(tcs_vec3_dot(a, a));
}

struct tcs_vec3 tcs_vec3_add(struct tcs_vec3 a, struct tcs_vec3 b)
{
    return (struct tcs_vec3) { { a.v[0] + b.v[0], a.v[1] + b.v[1], a.v[2] + b.v[2] } };
}

struct tcs_vec3 tcs_vec3_sub(struct tcs_vec3 a, struct tcs_vec3 b)
{
    return (struct tcs_vec3) { { a.v[0] - b.v[0], a.v[1] - b.v[1], a.v[2] - b.v[2] } };
}

struct tcs_vec3 tcs_vec3_scale(struct tcs_vec3 a, double factor)
{
    return (struct tcs_vec3) { { a.v[0] * factor, a.v[1] * factor, a.v[2] * factor } };
}

struct tcs_vec3 tcs_mat3_vec(const struct tcs_mat3 *a, struct tcs_vec3 x)
{
    struct tcs_vec3 y;

    for (int i = 0; i < 3; i++)
        y.v[i] = a->m[i][0] * x.v[0] + a->m[i][1] * x.v[1] + a->m[i][2] * x.v[2];
    return y;
}

struct tcs_vec3 tcs_mat3_tvec(const struct tcs_mat3 *a, struct tcs_vec3 x)
{
    struct tcs_vec3 y;

    for (int i = 0; i < 3; i++)
        y.v[i] = a->m[0][i] * x.v[0] + a->m[1][i] * x.v[1] + a->m[2][i] * x.v[2];
    return y;
}

struct tcs_mat3 tcs_mat3_mul(const struct tcs_mat3 *a, const struct tcs_mat3 *b)
{
    struct tcs_mat3 c;

    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            c.m[i][j] = a->m[i][0] * b->m[0][j] + a->m[i][1] * b->m[1][j] +
                        a->m[i][2] * b->m[2][j];
    return c;
}

struct tcs_mat3 tcs_mat3_mul_t(const struct tcs_mat3 *a, const struct tcs_mat3 *b)
{
    struct tcs_mat3 c;

    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            c.m[i][j] = a->m[i][0] * b->m[j][0] + a->m[i][1] * b->m[j][1] +
                        a->m[i][2] * b->m[j][2];
    return c;
}

bool tcs_chol(double *a, int n)
{
    assert(n >= 1 && n <= TCS_MAT_MAX);
    for (int j = 0; j < n; j++) {
        double pivot = a[j * n + j];

        for (int k = 0; k < j; k++)
            pivot -= a[j * n + k] * a[j * n + k];
        if (!(pivot > 0.0) || !(pivot - pivot == 0.0)) /* NaN and infinity as well */
            return false;
        const double root = tcs_sqrt(pivot);

        a[j * n + j] = root;
        for (int i = j + 1; i < n; i++) {
            double sum = a[i * n + j];

            for (int k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = sum / root;
        }
    }
    return true;
}

void tcs_chol_forward(const double *l, int n, double *b)
{
    assert(n >= 1 && n <= TCS_MAT_MAX);
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++)
            b[i] -= l[i * n + k] * b[k];
        b[i] /= l[i * n + i];
    }
}

void tcs_chol_solve(const double *l, int n, double *b)
{
    tcs_chol_forward(l, n, b);
    for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++)
            b[i] -= l[k * n + i] * b[k];
        b[i] /= l[i * n + i];
    }
}

double tcs_chol_log_det(const double *l, int n)
{
    assert(n >= 1 && n <= TCS_MAT_MAX);
    double sum = 0.0;

    for (int i = 0; i < n; i++)
        sum += tcs_log(l[i * n + i]);
    return 2.0 * sum;
}

void tcs_mat_symmetrize(double *a, int n)
{
    assert(n >= 1 && n <= TCS_MAT_MAX);
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++) {
            const double mean = 0.5 * (a[i * n + j] + a[j * n + i]);

            a[i * n + j] = mean;
            a[j * n + i] = mean;
        }
}
