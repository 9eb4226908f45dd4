/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_RANDOM_H
#define TCS_TESTS_RANDOM_H

/*
 * random.h -- seeded random numbers for property tests (splitmix64).
 */

#include <stddef.h>
#include <stdint.h>

static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* 0 .. below - 1 */
static inline uint32_t random_below(uint64_t *seed, uint32_t below)
{
    return (uint32_t)(random_next(seed) % below);
}

/* low .. high, both included */
static inline int32_t random_between(uint64_t *seed, int32_t low, int32_t high)
{
    return low + (int32_t)(random_next(seed) % (uint64_t)((int64_t)high - low + 1));
}

/* [0, 1) */
static inline double random_unit(uint64_t *seed)
{
    return (double)(random_next(seed) >> 11) / 9007199254740992.0; /* 2^53 */
}

static inline void random_fill(uint64_t *seed, void *to, size_t len)
{
    for (size_t i = 0; i < len; i++)
        ((uint8_t *)to)[i] = (uint8_t)random_next(seed);
}

#endif
