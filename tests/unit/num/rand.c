/* SPDX-License-Identifier: Apache-2.0 */
#include "num/rand.h"

#include <math.h>
#include <string.h>

#include "check.h"

/* Lines "philox4x32 10" of kat_vectors in Random123 1.14: counter, key, result. */
static void blocks_match_the_published_answers(void **state)
{
    static const struct {
        uint32_t counter[4], key[2], expected[4];
    } answers[] = {
        { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
          { 0xffffffff, 0xffffffff },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
          { 0xa4093822, 0x299f31d0 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };

    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const uint32_t *counter = answers[i].counter;
        const uint32_t *key = answers[i].key;
        struct tcs_rand rand = tcs_rand((uint64_t)key[1] << 32 | key[0],
                                        (uint64_t)counter[3] << 32 | counter[2]);

        rand.counter = (uint64_t)counter[1] << 32 | counter[0];
        for (int word = 0; word < 4; word++)
            CHECK_INT(tcs_rand_u32(&rand), answers[i].expected[word]);
    }
}

static void streams_do_not_depend_on_each_other(void **state)
{
    struct tcs_rand a = tcs_rand(1, 10);
    struct tcs_rand b = tcs_rand(1, 11);
    struct tcs_rand alone = tcs_rand(1, 10);
    unsigned same_count = 0;

    for (int i = 0; i < 10000; i++) {
        const uint32_t from_a = tcs_rand_u32(&a);

        same_count += from_a == tcs_rand_u32(&b);
        CHECK_INT(from_a, tcs_rand_u32(&alone));
    }
    CHECK(same_count <= 1); /* expected 10000 / 2^32 */
}

static void a_copy_goes_on_alike(void **state)
{
    struct tcs_rand rand = tcs_rand(3, 4);

    for (int i = 0; i < 7; i++)
        (void)tcs_rand_normal(&rand);
    (void)tcs_rand_u32(&rand);
    struct tcs_rand copy = rand;

    CHECK_NEAR(tcs_rand_normal(&copy), tcs_rand_normal(&rand), 0, "1");
    assert_memory_equal(&copy, &rand, sizeof rand);
}

/* 10^6 uniforms: mean 1/2 with sigma 1/sqrt(12e6) = 2.9e-4; variance 1/12 with sigma
 * sqrt(1/180e6) = 7.5e-5. Five sigma each. */
static void uniforms_fill_their_interval_evenly(void **state)
{
    struct tcs_rand rand = tcs_rand(5, 0);
    const int count = 1000000;
    double sum = 0;
    double square_sum = 0;

    for (int i = 0; i < count; i++) {
        const double u = tcs_rand_uniform(&rand);

        CHECK(u >= 0.0 && u < 1.0);
        sum += u;
        square_sum += (u - 0.5) * (u - 0.5);
    }
    CHECK_NEAR(sum / count, 0.5, 1.5e-3, "1");
    CHECK_NEAR(square_sum / count, 1.0 / 12, 3.8e-4, "1");
    for (int i = 0; i < 1000; i++) {
        const double x = tcs_rand_between(&rand, -3.0, 5.0);

        CHECK(x >= -3.0 && x < 5.0);
    }
}

/* Chi-square of 20 equally likely bins; 5 * 10^5 draws. 19 degrees of freedom: 99.999 %
 * of the time below 55. */
static void normals_have_the_normal_distribution(void **state)
{
    struct tcs_rand rand = tcs_rand(6, 0);
    const int count = 500000;
    int bins[20] = { 0 };
    double chi2 = 0;

    for (int i = 0; i < count; i++) {
        const double p = 0.5 * erfc(-tcs_rand_normal(&rand) / sqrt(2.0));

        bins[p >= 1.0 ? 19 : (int)(p * 20)]++;
    }
    for (int i = 0; i < 20; i++) {
        const double off = bins[i] - count / 20.0;

        chi2 += off * off / (count / 20.0);
    }
    CHECK_NEAR(chi2, 19.0, 36.0, "1");
}

/* Chi-square against the probabilities exp(-m) m^k / k!, outcomes within 3 sigma one by
 * one, the two tails as a bin each. */
static double poisson_chi2(double mean, int count, int *ret_dof)
{
    enum { BINS = 4096 };
    static int seen[BINS];
    struct tcs_rand rand = tcs_rand(9, (uint64_t)(mean * 1000));
    const int low = (int)fmax(0.0, floor(mean - 3 * sqrt(mean)));
    const int high = (int)ceil(mean + 3 * sqrt(mean));
    double chi2 = 0;
    double left = count;

    memset(seen, 0, sizeof seen);
    assert_true(high - low + 2 < BINS);
    for (int i = 0; i < count; i++) {
        const int k = (int)tcs_rand_poisson(&rand, mean);

        seen[k < low ? BINS - 1 : k > high ? BINS - 2 : k - low]++;
    }
    int tail = seen[BINS - 1] + seen[BINS - 2];

    for (int k = low; k <= high; k++) {
        const double expected = count * exp(k * log(mean) - mean - lgamma(k + 1.0));

        chi2 += (seen[k - low] - expected) * (seen[k - low] - expected) / expected;
        left -= expected;
    }
    chi2 += (tail - left) * (tail - left) / left;
    *ret_dof = high - low + 1;
    return chi2;
}

static void poisson_counts_have_the_poisson_distribution(void **state)
{
    static const double means[] = { 0.2, 1.0, 4.5, 9.99, 10.0, 17.3, 250.0, 20000.0 };

    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        int dof = 0;
        const double chi2 = poisson_chi2(means[i], 200000, &dof);

        /* Mean dof, sigma sqrt(2 dof): five sigma, and some for the skewed small ones. */
        CHECK_NEAR(chi2, dof, 5 * sqrt(2.0 * dof) + 10, "1");
    }
}

static void poisson_takes_the_ends_of_its_range(void **state)
{
    struct tcs_rand rand = tcs_rand(10, 0);
    double sum = 0;

    CHECK_INT(tcs_rand_poisson(&rand, 0.0), 0);
    for (int i = 0; i < 1000; i++)
        sum += tcs_rand_poisson(&rand, 1e6);
    /* Sigma of the mean of 1000: sqrt(1e6 / 1000) = 32. */
    CHECK_NEAR(sum / 1000, 1e6, 160.0, "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_match_the_published_answers),
        cmocka_unit_test(streams_do_not_depend_on_each_other),
        cmocka_unit_test(a_copy_goes_on_alike),
        cmocka_unit_test(uniforms_fill_their_interval_evenly),
        cmocka_unit_test(normals_have_the_normal_distribution),
        cmocka_unit_test(poisson_counts_have_the_poisson_distribution),
        cmocka_unit_test(poisson_takes_the_ends_of_its_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
