/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NUM_MAT_H
#define TCS_NUM_MAT_H

/*
 * mat.h -- small vectors and matrices of fixed shape, row-major, in structs: they can be
 * assigned, returned and are checked for shape by the compiler.
 *
 * Every sum runs in index order and contraction is off: same input, same bits.
 */

#include <stdbool.h>

struct tcs_vec2 {
    double v[2];
};
struct tcs_vec3 {
    double v[3];
};
struct tcs_vec6 {
    double v[6];
};
struct tcs_mat2 {
    double m[2][2];
};
struct tcs_mat3 {
    double m[3][3];
};
struct tcs_mat6 {
    double m[6][6];
};

double tcs_vec3_dot(struct tcs_vec3 a, struct tcs_vec3 b);
double tcs_vec3_norm(struct tcs_vec3 a);
struct tcs_vec3 tcs_vec3_add(struct tcs_vec3 a, struct tcs_vec3 b);
struct tcs_vec3 tcs_vec3_sub(struct tcs_vec3 a, struct tcs_vec3 b);
struct tcs_vec3 tcs_vec3_scale(struct tcs_vec3 a, double factor);
/* A x, A' x, A B, A B' */
struct tcs_vec3 tcs_mat3_vec(const struct tcs_mat3 *a, struct tcs_vec3 x);
struct tcs_vec3 tcs_mat3_tvec(const struct tcs_mat3 *a, struct tcs_vec3 x);
struct tcs_mat3 tcs_mat3_mul(const struct tcs_mat3 *a, const struct tcs_mat3 *b);
struct tcs_mat3 tcs_mat3_mul_t(const struct tcs_mat3 *a, const struct tcs_mat3 *b);

/*
 * General shapes, for loops inside filters: n <= TCS_MAT_MAX rows, row-major with n
 * columns.
 *
 * tcs_chol: lower L with L L' = A in place (upper part untouched and unread).
 * False when a pivot is not positive or not finite; then a is undefined.
 * tcs_chol_solve: b := (L L')^-1 b. tcs_chol_forward: b := L^-1 b.
 * tcs_chol_log_det: log det(L L') needs elem.h's log.
 */
enum { TCS_MAT_MAX = 9 };
bool tcs_chol(double *a, int n);
void tcs_chol_solve(const double *l, int n, double *b);
void tcs_chol_forward(const double *l, int n, double *b);
double tcs_chol_log_det(const double *l, int n);

/* Makes a (n x n) exactly symmetric: both halves become their mean. */
void tcs_mat_symmetrize(double *a, int n);

#endif
