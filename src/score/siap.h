/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_SIAP_H
#define TCS_SCORE_SIAP_H

/*
 * siap.h -- attributes of a single integrated air picture.
 *
 * Here an object may have several tracks: each track belongs to the nearest true object
 * within c, or to none (then it is spurious). With sums over indices and objects:
 *
 *   completeness     objects with a track / objects
 *   ambiguity        tracks that belong to an object / objects with a track; 1 is best
 *   spuriousness     tracks that belong to none / tracks
 *   position_m       mean distance of a track from its object
 *   track_changes_hz (labels needed to follow an object - 1) / time with a track; the
 * number of labels is the least: always go on with the one that lasts longest
 *   longest_track    longest time under one label / time that the object is there
 *
 * Accuracy of velocity is not told: estimates come without velocities. A ratio of nothing
 * to nothing is -1.
 *
 * Source: Votruba, Nisley, Rothrock, Zombro, "Single integrated air picture (SIAP)
 * metrics implementation", SIAP System Engineering Task Force, 2001.
 */

#include "base/status.h"
#include "score/pairs.h"
#include "score/scene.h"

struct tcs_siap {
    double completeness;
    double ambiguity;
    double spuriousness;
    double position_m;
    double track_changes_hz;
    double longest_track;
};

TCS_NODISCARD enum tcs_status tcs_siap_run(const struct tcs_scene *scene,
                                           const struct tcs_score_pairs *pairs,
                                           struct tcs_siap *ret_siap);

#endif
