/* SPDX-License-Identifier: Apache-2.0 */
#include "num/rand.h"

#include <assert.h>

#include "num/elem.h"

/* Multipliers and key increments of Philox4x32 (Salmon et al., table 2 and section 3.3:
 * the golden ratio and sqrt(3) - 1 in 32 bits). */
static const uint32_t MULTIPLIER_0 = 0xd2511f53U;
static const uint32_t MULTIPLIER_1 = 0xcd9e8d57U;
static const uint32_t KEY_STEP_0 = 0x9e3779b9U;
static const uint32_t KEY_STEP_1 = 0xbb67ae85U;

enum { ROUNDS = 10 };

static void philox(uint32_t block[4], uint64_t key)
{
    uint32_t key_0 = (uint32_t)key;
    uint32_t key_1 = (uint32_t)(key >> 32);

    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t product_0 = (uint64_t)MULTIPLIER_0 * block[0];
        const uint64_t product_1 = (uint64_t)MULTIPLIER_1 * block[2];

        block[0] = (uint32_t)(product_1 >> 32) ^ block[1] ^ key_0;
        block[2] = (uint32_t)(product_0 >> 32) ^ block[3] ^ key_1;
        block[1] = (uint32_t)product_1;
        block[3] = (uint32_t)product_0;
        key_0 += KEY_STEP_0;
        key_1 += KEY_STEP_1;
    }
}

struct tcs_rand tcs_rand(uint64_t seed, uint64_t stream)
{
    return (struct tcs_rand) { .seed = seed, .stream = stream, .used = 4 };
}

uint32_t tcs_rand_u32(struct tcs_rand *rand)
{
    if (rand->used >= 4) {
        rand->block[0] = (uint32_t)rand->counter;
        rand->block[1] = (uint32_t)(rand->counter >> 32);
        rand->block[2] = (uint32_t)rand->stream;
        rand->block[3] = (uint32_t)(rand->stream >> 32);
        philox(rand->block, rand->seed);
        rand->counter++;
        rand->used = 0;
    }
    return rand->block[rand->used++];
}

double tcs_rand_uniform(struct tcs_rand *rand)
{
    const uint64_t high = tcs_rand_u32(rand);
    const uint64_t bits = (high << 32 | tcs_rand_u32(rand)) >> 11;

    return (double)bits * (1.0 / 9007199254740992.0); /* 2^-53 */
}

double tcs_rand_between(struct tcs_rand *rand, double low, double high)
{
    return low + (high - low) * tcs_rand_uniform(rand);
}

/* The second number of the pair is thrown away: a stream then holds no hidden half. */
double tcs_rand_normal(struct tcs_rand *rand)
{
    const double two_pi = 6.28318530717958647692;
    const double radius_u = 1.0 - tcs_rand_uniform(rand); /* (0, 1]: the log is finite */
    const double angle = two_pi * tcs_rand_uniform(rand);

    return tcs_sqrt(-2.0 * tcs_log(radius_u)) * tcs_cos(angle);
}

/* Inversion by walking up the distribution: exact, in mean + 1 steps on average. */
static uint32_t poisson_small(struct tcs_rand *rand, double mean)
{
    double probability = tcs_exp(-mean);
    double left = tcs_rand_uniform(rand) - probability;
    uint32_t k = 0;

    /* probability > 0 ends the walk where the tail has gone below the smallest double. */
    while (left >= 0.0 && probability > 0.0) {
        k++;
        probability *= mean / k;
        left -= probability;
    }
    return k;
}

/* log(k!) by Stirling's series, error below 1e-10 from k = 10 on; by the product below.
 */
static double log_factorial(double k)
{
    if (k < 10.0) {
        double product = 1.0;

        for (int factor = 2; factor <= (int)k; factor++)
            product *= factor;
        return tcs_log(product);
    }
    const double half_log_two_pi = 0.91893853320467274178;
    const double inverse = 1.0 / k;
    const double square = inverse * inverse;
    const double tail =
        inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0)));

    return (k + 0.5) * tcs_log(k) - k + half_log_two_pi + tail;
}

/* Transformed rejection. Source: Hoermann, "The transformed rejection method for
 * generating Poisson random variables", Insurance: Mathematics and Economics 12 (1993),
 * algorithm PTRS; for means of 10 and more. */
static uint32_t poisson_large(struct tcs_rand *rand, double mean)
{
    const double b = 0.931 + 2.53 * tcs_sqrt(mean);
    const double a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    const double v_r = 0.9277 - 3.6224 / (b - 2.0);

    for (;;) {
        const double u = tcs_rand_uniform(rand) - 0.5;
        const double v = 1.0 - tcs_rand_uniform(rand); /* (0, 1] */
        const double u_s = 0.5 - tcs_fabs(u);
        const double k = tcs_floor((2.0 * a / u_s + b) * u + mean + 0.43);

        if (u_s >= 0.07 && v <= v_r)
            return (uint32_t)k;
        if (k < 0.0 || !(u_s > 0.0) || (u_s < 0.013 && v > u_s))
            continue;
        if (tcs_log(v * inverse_alpha / (a / (u_s * u_s) + b)) <=
            k * tcs_log(mean) - mean - log_factorial(k))
            return (uint32_t)k;
    }
}

uint32_t tcs_rand_poisson(struct tcs_rand *rand, double mean)
{
    assert(mean >= 0.0 && mean <= 1e6);
    return mean < 10.0 ? poisson_small(rand, mean) : poisson_large(rand, mean);
}
