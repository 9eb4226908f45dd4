/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_CLASS_H
#define TCS_TRACK_CLASS_H

/*
 * class.h -- what a track is: how it flies, how strongly it reflects and what sensors
 * say, added up over time. Mathematics, tables and their reasons: class.c and
 * docs/tracker.md.
 *
 * Readings of one object are not independent: one bird is slow, another fast, and either
 * stays so. Each kind of reading is therefore taken as a value that the object has for
 * itself (normal about the class's mean) plus what varies from reading to reading; its
 * likelihood depends on number, mean and scatter alone, which is what is kept.
 */

#include <stdint.h>

#include "observe/look.h"
#include "track/track.h"

enum tcs_class_reading {
    TCS_READING_SPEED,  /* log(m/s + 3) */
    TCS_READING_WANDER, /* log(|change of velocity| / time + 0.3), m/s^2 */
    TCS_READING_HEIGHT, /* log(m above the site's origin + 30) */
    TCS_READING_RCS,    /* dBsm */
    TCS_READING_COUNT,
};

/* Weighted readings: effective number, mean, weighted sum of squares about it. */
struct tcs_class_stat {
    double n;
    double mean;
    double squares;
};

struct tcs_class_state {
    struct tcs_class_stat stat[TCS_READING_COUNT];
    double said[4];    /* effective number of times: drone, bird, crewed, vessel */
    double outside[2]; /* cross-sections outside of what is told of drones, of birds */
    double velocity_mps[3];
    struct tcs_time motion_at; /* last reading of motion, and of the others */
    struct tcs_time rcs_at;
    struct tcs_time said_at;
    uint64_t motions; /* readings of motion; the first has no change of velocity */
};
_Static_assert(sizeof(struct tcs_class_state) == 8 * (3 * TCS_READING_COUNT + 13),
               "no padding");

/* What is known of the site's radars; all zero: nothing. */
struct tcs_class_told {
    double dbsm[2][2]; /* range in which readings of drones lie, of birds; equal: not told
                        */
};

/* An observation that was the track's own with probability `weight`, and the state after
 * it. Readings that come faster than they are independent count in part. */
struct tcs_class_evidence {
    struct tcs_time at;
    double weight;          /* 0..1 */
    double velocity_mps[3]; /* meaningful with has_motion */
    double height_m;        /* above the site's origin, with has_height */
    double rcs_dbsm;
    int has_motion;
    int has_height;
    int has_rcs;
    enum tcs_said_class said;
};

/* Whether the next reading of motion is due: computing it costs more than the rest. */
int tcs_class_motion_due(const struct tcs_class_state *state, struct tcs_time at);
/* A state of zeroes knows nothing. */
void tcs_class_add(struct tcs_class_state *state, const struct tcs_class_told *told,
                   const struct tcs_class_evidence *e);
/* Two tracks turned out to be one. */
void tcs_class_join(struct tcs_class_state *to, const struct tcs_class_state *from);

/* Logarithms of the tables, made once for many tracks. */
struct tcs_class_logs {
    double within2[TCS_CLASS_COUNT + 1][TCS_READING_COUNT]; /* the last: vessels */
};
struct tcs_class_logs tcs_class_logs(void);

/* Sums to 1. */
void tcs_class_probabilities(const struct tcs_class_logs *logs,
                             const struct tcs_class_state *state,
                             const struct tcs_class_told *told,
                             double ret_p[TCS_CLASS_COUNT]);

#endif
