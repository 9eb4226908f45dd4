/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_JOINT_H
#define TCS_TRACK_JOINT_H

/*
 * joint.h -- a few labels that compete for the same observations, and all ways of
 * attributing these to them.
 *
 * Each label has sources, one after the other: what it is if it was missed, and if an
 * observation is its own. A joint attribution takes one source of each label, and no
 * observation twice; its weight is the product of the sources' psi (marginals.h; missed:
 * 1). What an attribution says there is does not change when its sources are handed from
 * one label to another. So within each one they are handed over such that every label is
 * as much as can be what it is in the likeliest one. Marginals cannot do that: they no
 * longer know which source goes with which.
 */

#include <stdbool.h>
#include <stdint.h>

enum {
    TCS_JOINT_LABELS = 3,
    TCS_JOINT_MOST = 4096, /* product of the numbers of sources of the labels */
};
#define TCS_JOINT_MISSED UINT32_MAX

struct tcs_joint {
    uint32_t labels;
    uint32_t first[TCS_JOINT_LABELS + 1]; /* of each label's sources; then their number */
    const uint32_t *obs; /* of each source: the observation, or TCS_JOINT_MISSED */
    const double *psi;   /* of each source */
};

/* Whether there are few enough labels and sources. */
bool tcs_joint_small(const struct tcs_joint *joint);

/* The sources of the likeliest attribution, label by label. Of equal ones the first. */
void tcs_joint_best(const struct tcs_joint *joint, uint32_t ret_source[TCS_JOINT_LABELS]);

/* cost: labels x sources, of a label becoming what a source says. ret_q, likewise: the
 * probability that it does. The sum over a label's row is 1. */
void tcs_joint_plan(const struct tcs_joint *joint, const double *cost, double *ret_q);

#endif
