/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_MARGINALS_H
#define TCS_TRACK_MARGINALS_H

/*
 * marginals.h -- who saw whom: marginal association probabilities in one cluster.
 *
 * Each track takes at most one observation, each observation comes from at most one
 * track. psi of an edge is the weight of the pair relative to both being apart: (weight
 * of track i being observation j) / (weight of track i missed * density of clutter and
 * new objects at j). The probability of a joint assignment is the product of its edges'
 * psi, normalised; the marginals are sums of it.
 *
 * Edges lie track by track: first[i] .. first[i + 1], observation numbers within the
 * cluster.
 */

#include <stdint.h>

struct tcs_problem {
    uint32_t track_count;
    uint32_t obs_count;
    const uint32_t *first; /* track_count + 1 */
    const uint32_t *obs;   /* of each edge */
    const double *psi;
    double *p;      /* out: of each edge */
    double *p_none; /* out: of each track: it is missed */
    double *q_none; /* out: of each observation: clutter, or new */
};

enum {
    TCS_EXACT_BITS = 10,       /* exact while min(tracks, observations) is at most this */
    TCS_EXACT_STEPS = 1 << 15, /* and edges * 2^bits is at most this */
};

/* Octets of work space, for tcs_marginals_exact and _bp alike. */
uint64_t tcs_marginals_work(uint32_t tracks, uint32_t observations, uint32_t edges);

/* Whether the exact way is open to this problem. */
int tcs_marginals_small(const struct tcs_problem *problem);

/*
 * Exact: forward and backward sums over the sets of observations (or of tracks, whichever
 * are fewer) that are taken. Cost edges * 2^bits.
 */
void tcs_marginals_exact(const struct tcs_problem *problem, void *work);

/*
 * Loopy belief propagation; exact when the cluster is a tree. Stops when no message
 * changes by more than 1e-6 of itself, or after 200 rounds. Returns the rounds.
 *
 * Source: Williams, Lau, "Approximate evaluation of marginal association probabilities
 * with belief propagation", IEEE TAES 50 (2014), arXiv 1209.6299.
 */
uint32_t tcs_marginals_bp(const struct tcs_problem *problem, void *work);

#endif
