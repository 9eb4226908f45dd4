/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_CLASS_H
#define TCS_TRACK_CLASS_H

/*
 * class.h -- what a track is: naive Bayes over how it flies, how strongly it reflects and
 * what sensors say. Tables and their reasons: class.c and docs/tracker.md.
 */

#include "observe/look.h"
#include "track/track.h"

/* Log-probabilities before anything is known. */
void tcs_class_start(double ret_log[TCS_CLASS_COUNT]);

/* What an update tells: the state after it, and the observation that was its own with
 * probability `weight`. */
struct tcs_class_evidence {
    double speed_mps;
    double height_m; /* above the site's origin */
    double weight;   /* 0..1 */
    double dt_s;     /* since the last evidence of motion */
    double rcs_dbsm;
    int has_motion;
    int has_rcs;
    enum tcs_said_class said;
};
void tcs_class_add(double log_p[TCS_CLASS_COUNT], const struct tcs_class_evidence *e);
void tcs_class_probabilities(const double log_p[TCS_CLASS_COUNT],
                             double ret_p[TCS_CLASS_COUNT]);

#endif
