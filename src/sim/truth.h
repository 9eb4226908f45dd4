/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_TRUTH_H
#define TCS_SIM_TRUTH_H

/*
 * truth.h -- what really flew, for scoring afterwards.
 *
 * A CSV of every body aloft, ten times a second:
 *   t (s since the beginning), time (UTC), id, kind, state, east, north, up (m), ve, vn,
 * vu (m/s)
 */

#include <stdio.h>

#include <jansson.h>

#include "sim/sim.h"

void tcs_truth_heading(FILE *file);
/* A row a body, in every tenth step of the world. */
void tcs_truth_write(FILE *file, const struct tcs_sim *sim);

/* {"scenario","seed","begin","messages","lost","bodies":[{"id","kind","hostile","state",
 * "took_off_s","ended_s","east","north","up"}]}: flyers, and how each ended. */
json_t *tcs_truth_summary(const struct tcs_sim *sim);

#endif
