/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_TRACK_H
#define TCS_TRACK_TRACK_H

/*
 * track.h -- what the tracker says of an object: the picture that everybody else reads.
 *
 * State x = [ e n u  ve vn vu ], m and m/s, site ENU; P its covariance.
 */

#include <stdint.h>

#include "base/time.h"
#include "num/mat.h"
#include "observe/sensor.h"

enum tcs_track_state {
    TCS_TRACK_TENTATIVE, /* shown in a lighter layer, never alarmed */
    TCS_TRACK_CONFIRMED,
    TCS_TRACK_COASTING, /* confirmed, but not seen for longer than it should be */
};

enum tcs_track_class {
    TCS_CLASS_BIRD,
    TCS_CLASS_MULTIROTOR,
    TCS_CLASS_FIXED_WING,
    TCS_CLASS_CREWED,
    TCS_CLASS_OTHER,
    TCS_CLASS_COUNT,
};

const char *tcs_track_state_name(enum tcs_track_state state);
const char *tcs_track_class_name(enum tcs_track_class track_class);

/* One of the motions that an object may be in: mean and covariance of [e n u ve vn vu],
 * the covariance as its lower triangle, row by row. */
struct tcs_track_course {
    double p;
    double x[6];
    double P[21];
};
enum { TCS_TRACK_COURSES_MAX = 3 };

struct tcs_track_view {
    uint64_t id; /* label: unique in the record, of one object only */
    enum tcs_track_state state;
    uint32_t kinds_seen; /* bit 1 << enum tcs_sensor_kind: kinds that have contributed */
    double existence;    /* probability, 0..1 */
    struct tcs_vec6 x;   /* at `at`: mean... */
    struct tcs_mat6 P;   /* ...and covariance of the courses together */
    struct tcs_time at;  /* the moment that was asked for */
    struct tcs_time first_at; /* first observation */
    struct tcs_time seen_at;  /* valid time of the last observation that was its own */
    struct tcs_time confirmed_at;
    struct tcs_vec3 first_m;              /* where it was first seen */
    uint32_t hits[TCS_SENSOR_KIND_COUNT]; /* observations of each kind */
    double class_p[TCS_CLASS_COUNT];      /* sums to 1 */
    double rcs_dbsm;                      /* mean; meaningful when rcs_count > 0 */
    uint32_t rcs_count;
    uint32_t claim_doubts; /* reasons to doubt it (observe/credible.h), as last heard */
    uint64_t claim_id;     /* of the claim that goes with it; 0: none */
    double witnessed_s;    /* time span over which non-cooperative sensors saw it */
    double straightness;   /* net way / way flown since first_at, 0..1 */
    uint32_t course_count; /* 0: x and P are all that is known */
    uint32_t reserved3;
    struct tcs_track_course course[TCS_TRACK_COURSES_MAX]; /* p sums to 1 */
};

#endif
