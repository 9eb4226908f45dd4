/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_SCENE_H
#define TCS_SCORE_SCENE_H

/*
 * scene.h -- what is scored: the truth of a scenario folder and the estimates for it, by
 * evaluation index (the neutral format, docs/tracker.md).
 */

#include <stdint.h>

#include "base/status.h"
#include "score/table.h"

/* Somebody's place at an index, m, in the frame of the scenario. */
struct tcs_score_place {
    double x[3];  /* the third is 0 in a plane */
    uint32_t who; /* 0 .. who_count - 1, in the order of first appearance */
    uint32_t reserved;
};

/* Places by index: those of index k are place[start[k]] .. place[start[k + 1] - 1], in
 * the order of the file. Nobody is at two places at one index. */
struct tcs_score_set {
    uint32_t count; /* of indices */
    uint32_t place_count;
    uint32_t who_count;
    uint32_t *start;
    struct tcs_score_place *place;
    char **names; /* who_count */
};

struct tcs_scene {
    uint32_t dim;   /* 2 or 3 */
    uint32_t count; /* of evaluation indices, at least 1 */
    double period_s;
    double offset_s;
    double p;   /* order of the metrics, at least 1 */
    double c_m; /* where two are too far apart to be the same */
    struct tcs_score_set truth;
    struct tcs_score_set estimate;
};

/*
 * Reads SCENARIO/scenario.json, SCENARIO/truth.csv and OUT/est.csv. Rows of other indices
 * than the scenario has are left out. Closing is for a scene that was opened.
 *
 * TCS_E_IO, TCS_E_NOT_FOUND, TCS_E_DAMAGED, TCS_E_MEMORY; told in ret_fault.
 */
TCS_NODISCARD enum tcs_status tcs_scene_open(struct tcs_scene *ret_scene,
                                             const char *scenario, const char *out,
                                             struct tcs_score_fault *ret_fault);
void tcs_scene_close(struct tcs_scene *scene);

/*
 * The seconds in OUT/timing.csv; a folder without one has none.
 *
 *   ret_seconds   for free()
 */
TCS_NODISCARD enum tcs_status tcs_scene_times(const char *out, double **ret_seconds,
                                              size_t *ret_count,
                                              struct tcs_score_fault *ret_fault);

#endif
