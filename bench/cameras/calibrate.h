/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_CAMERAS_CALIBRATE_H
#define TCS_BENCH_CAMERAS_CALIBRATE_H

/*
 * calibrate.h -- all cameras of a data set from the first part of the flight.
 */

#include "dataset.h"

struct surveyed {
    bool usable;
    uint32_t calibration;
    struct tcs_survey_camera camera;
    struct tcs_survey_fit fit;
    uint32_t first; /* sightings of the first part */
    uint32_t count;
    bool with_readout;
    bool with_lens;
    double ahead_px;  /* 0.9 quantile of the error on sightings that were not fitted */
    double sigma_rad; /* of one angle, as told to the tracker */
};

struct survey {
    struct surveyed cameras[CAMERAS_MAX];
    double log_per_s; /* log time a second */
    double from;      /* of the flight, log time: the first and last that a camera saw */
    double split;     /* what is after it has not been used */
    double to;
};

/* How many cameras are usable. */
uint32_t calibrate(const struct dataset *dataset, double share, struct survey *ret);

/* 0.9 quantile of the size of the error, in pixels, over sightings that are seen. */
double error_quantile(const struct dataset *dataset, const struct tcs_survey_camera *c,
                      const struct tcs_sighting *sightings, uint32_t count, double q);

#endif
