/* SPDX-License-Identifier: Apache-2.0 */
#include "num/mat.h"

#include <math.h>
#include <string.h>

#include "check.h"
#include "num/rand.h"

static const struct tcs_mat3 A = { { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 10 } } };
static const struct tcs_mat3 B = { { { 2, 0, 1 }, { 1, 3, 0 }, { 0, 1, 4 } } };

static void vectors_add_scale_and_measure(void **state)
{
    const struct tcs_vec3 a = { { 2, 3, 6 } };
    const struct tcs_vec3 b = { { 1, -1, 2 } };

    CHECK_NEAR(tcs_vec3_dot(a, b), 11.0, 0, "1"); /* 2 - 3 + 12 */
    CHECK_NEAR(tcs_vec3_norm(a), 7.0, 0, "1");    /* 4 + 9 + 36 = 49 */
    CHECK_NEAR(tcs_vec3_add(a, b).v[1], 2.0, 0, "1");
    CHECK_NEAR(tcs_vec3_sub(a, b).v[2], 4.0, 0, "1");
    CHECK_NEAR(tcs_vec3_scale(a, -0.5).v[0], -1.0, 0, "1");
}

/* By hand, row by column. */
static void products_match_hand_computation(void **state)
{
    const struct tcs_mat3 ab = { { { 4, 9, 13 }, { 13, 21, 28 }, { 22, 34, 47 } } };
    const struct tcs_mat3 abt = { { { 5, 7, 14 }, { 14, 19, 29 }, { 24, 31, 48 } } };
    const struct tcs_mat3 got = tcs_mat3_mul(&A, &B);
    const struct tcs_mat3 got_t = tcs_mat3_mul_t(&A, &B);
    const struct tcs_vec3 x = { { 1, 0, -1 } };

    assert_memory_equal(&got, &ab, sizeof ab);
    assert_memory_equal(&got_t, &abt, sizeof abt);
    CHECK_NEAR(tcs_mat3_vec(&A, x).v[2], -3.0, 0, "1");  /* 7 - 10 */
    CHECK_NEAR(tcs_mat3_tvec(&A, x).v[2], -7.0, 0, "1"); /* 3 - 10 */
}

/* A = L L' with L = [2 0 0; 6 1 0; -8 5 3], a textbook case. */
static void cholesky_of_a_known_matrix(void **state)
{
    double a[9] = { 4, 99, 99, 12, 37, 99, -16, -43, 98 };
    const double l[9] = { 2, 99, 99, 6, 1, 99, -8, 5, 3 };
    double b[3] = { 4, 13, -11 }; /* A (1, 0, 0)' + ... : see below */

    CHECK(tcs_chol(a, 3));
    assert_memory_equal(a, l, sizeof l); /* and the upper part is as it was */
    /* L y = b: y0 = 2, y1 = 13 - 12 = 1, y2 = (-11 + 16 - 5) / 3 = 0. */
    tcs_chol_forward(a, 3, b);
    CHECK_NEAR(b[0], 2.0, 0, "1");
    CHECK_NEAR(b[1], 1.0, 0, "1");
    CHECK_NEAR(b[2], 0.0, 0, "1");
    /* det L L' = (2 * 1 * 3)^2 = 36. */
    CHECK_NEAR(tcs_chol_log_det(a, 3), log(36.0), 1e-15, "1");
}

/* a := M M' + n I with M random: positive definite. */
static void random_spd(struct tcs_rand *rand, int n, double *a)
{
    double m[TCS_MAT_MAX * TCS_MAT_MAX];

    for (int i = 0; i < n * n; i++)
        m[i] = tcs_rand_between(rand, -1.0, 1.0);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            a[i * n + j] = i == j ? 0.1 : 0.0;
            for (int k = 0; k < n; k++)
                a[i * n + j] += m[i * n + k] * m[j * n + k];
        }
}

static void solving_undoes_multiplying_at_every_size(void **state)
{
    struct tcs_rand rand = tcs_rand(7, 0);

    for (int round = 0; round < 2000; round++) {
        const int n = 1 + round % TCS_MAT_MAX;
        double a[TCS_MAT_MAX * TCS_MAT_MAX];
        double l[TCS_MAT_MAX * TCS_MAT_MAX];
        double x[TCS_MAT_MAX];
        double b[TCS_MAT_MAX] = { 0 };

        random_spd(&rand, n, a);
        memcpy(l, a, sizeof l);
        for (int i = 0; i < n; i++)
            x[i] = tcs_rand_between(&rand, -1.0, 1.0);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                b[i] += a[i * n + j] * x[j];
        CHECK(tcs_chol(l, n));
        tcs_chol_solve(l, n, b);
        /* Smallest eigenvalue at least 0.1, largest below 9 * 9: condition below 1e3,
         * times n^2 roundings of 1e-16. */
        for (int i = 0; i < n; i++)
            CHECK_NEAR(b[i], x[i], 1e-11, "1");
    }
}

static void refuses_what_is_not_positive_definite(void **state)
{
    double indefinite[4] = { 1, 2, 2, 1 };
    double zero[1] = { 0 };
    double nan_below[4] = { 1, 0, nan(""), 1 };
    double infinite[1] = { HUGE_VAL };
    double semidefinite[4] = { 1, 1, 1, 1 };

    CHECK(!tcs_chol(indefinite, 2));
    CHECK(!tcs_chol(zero, 1));
    CHECK(!tcs_chol(nan_below, 2));
    CHECK(!tcs_chol(infinite, 1));
    CHECK(!tcs_chol(semidefinite, 2));
}

static void symmetrizing_gives_the_same_bits_in_both_halves(void **state)
{
    struct tcs_rand rand = tcs_rand(8, 0);
    double a[TCS_MAT_MAX * TCS_MAT_MAX];

    for (int i = 0; i < TCS_MAT_MAX * TCS_MAT_MAX; i++)
        a[i] = tcs_rand_uniform(&rand);
    const double mean = (a[1] + a[TCS_MAT_MAX]) / 2;

    tcs_mat_symmetrize(a, TCS_MAT_MAX);
    CHECK_NEAR(a[1], mean, 0, "1");
    for (int i = 0; i < TCS_MAT_MAX; i++)
        for (int j = 0; j < TCS_MAT_MAX; j++)
            assert_memory_equal(&a[i * TCS_MAT_MAX + j], &a[j * TCS_MAT_MAX + i], 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_add_scale_and_measure),
        cmocka_unit_test(products_match_hand_computation),
        cmocka_unit_test(cholesky_of_a_known_matrix),
        cmocka_unit_test(solving_undoes_multiplying_at_every_size),
        cmocka_unit_test(refuses_what_is_not_positive_definite),
        cmocka_unit_test(symmetrizing_gives_the_same_bits_in_both_halves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
