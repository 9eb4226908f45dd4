/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_CAMERAS_FOLLOW_H
#define TCS_BENCH_CAMERAS_FOLLOW_H

/*
 * follow.h -- the tracker over the rest of the flight, bearings only, scored by the log;
 * and what plain triangulation makes of the same cameras.
 */

#include "calibrate.h"

struct score {
    uint32_t rows;         /* of the log in the rest of the flight */
    uint32_t rows_two;     /* of these: two cameras saw it within the second before */
    uint32_t followed;     /* a confirmed track lay within within_m */
    uint32_t followed_two; /* likewise, of rows_two */
    double within_m;       /* what counts as followed */
    double median_m;       /* of the nearest confirmed track, wherever it was */
    double p95_m;
    uint32_t ids;          /* different labels that followed */
    double more_tracks;    /* confirmed, not the nearest; mean a row */
    uint32_t triangulated; /* rows at which two cameras saw it */
    double triangulation_median_m;
    double triangulation_p95_m;
    uint64_t looks;
    uint64_t refused; /* of these, not or not wholly taken */
    double us_per_look;
};

/* False when memory runs out. */
bool follow(const struct dataset *dataset, const struct survey *survey,
            struct score *ret);
bool triangulate(const struct dataset *dataset, const struct survey *survey,
                 struct score *ret);

/* The place in the middle of a list, and others; sorts it. NaN when it is empty. */
double quantile(double *values, uint32_t count, double q);

/* The last sighting at or before a frame; count when there is none. */
uint32_t sighting_before(const struct camera *camera, double frame);

#endif
