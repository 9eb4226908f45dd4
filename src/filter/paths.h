/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FILTER_PATHS_H
#define TCS_FILTER_PATHS_H

/*
 * paths.h -- which observations an object caused may stay open for a while.
 *
 * A path is the state of an object given one answer. Paths are gathered with weights and
 * brought down to a few: the two whose merger loses least become one (their moments,
 * motion by motion), until few enough are left and none are alike. What a merger loses is
 * Runnalls' bound on the divergence, of the likeliest motions, on the diagonal.
 *
 * Source: Runnalls, "Kullback-Leibler approach to Gaussian mixture reduction", IEEE TAES
 * 43 (2007) 989-999.
 */

#include <stdbool.h>
#include <stdint.h>

#include "filter/imm.h"

enum { TCS_PATHS_POOL = 24 };

struct tcs_path {
    double weight;
    double p[TCS_MOTION_MAX]; /* sums to 1 */
    struct tcs_gauss g[TCS_MOTION_MAX];
};

struct tcs_paths {
    uint32_t count;
    uint32_t motions;
    struct tcs_path path[TCS_PATHS_POOL];
};

void tcs_paths_start(struct tcs_paths *paths, uint32_t motions);
/* All paths of a state with as many motions, each with its share of the weight. When the
 * pool is full, the lightest is left out. */
void tcs_paths_add(struct tcs_paths *paths, double weight, const struct tcs_imm *imm);
/* At most path_max of them (and as many as a state can hold), as one state; imm is one
 * already, or zero. False, and imm unchanged: there is none. */
bool tcs_paths_finish(struct tcs_paths *paths, uint32_t path_max, struct tcs_imm *imm);
/* All paths of a state as one: a Gaussian a motion. */
void tcs_paths_join(struct tcs_imm *imm);

#endif
