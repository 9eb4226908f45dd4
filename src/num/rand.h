/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NUM_RAND_H
#define TCS_NUM_RAND_H

/*
 * rand.h -- counter-based random streams: Philox4x32-10.
 *
 * A stream is (seed, stream number); its n-th number does not depend on how many others
 * were drawn elsewhere. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011; checked against the known answers published with Random123.
 */

#include <stdint.h>

struct tcs_rand {
    uint64_t seed;
    uint64_t stream;
    uint64_t counter;
    uint32_t block[4];
    uint32_t used; /* words of block that are spent; 4: none left */
    uint32_t reserved;
};

struct tcs_rand tcs_rand(uint64_t seed, uint64_t stream);
uint32_t tcs_rand_u32(struct tcs_rand *rand);
/* Uniform in [0, 1), 53 bits. */
double tcs_rand_uniform(struct tcs_rand *rand);
double tcs_rand_between(struct tcs_rand *rand, double low, double high);
/* Standard normal (Box-Muller; uses elem.h). */
double tcs_rand_normal(struct tcs_rand *rand);
/* Poisson with mean in [0, 1e6]. */
uint32_t tcs_rand_poisson(struct tcs_rand *rand, double mean);

#endif
