/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_CAMERAS_DATASET_H
#define TCS_BENCH_CAMERAS_DATASET_H

/*
 * dataset.h -- a folder of the multi-view drone tracking data sets (docs/multicam.md).
 *
 *   detections/cam*.txt    frame x y, or x y frame; "0 0" or no line: not visible
 *   cameras.txt            camN - MAKE; may be missing
 *   calibration/...json    beside the folder or in it; one a make, folders allowed
 *   trajectory/rtk.txt     x y z, or time x y z; or the only .txt in there
 *
 * What cannot be read is told on standard error as file:line: reason.
 */

#include <stdbool.h>
#include <stdint.h>

#include "survey/survey.h"

enum { CAMERAS_MAX = 32, CALIBRATIONS_MAX = 64, NAME_LEN = 64 };

struct calibration {
    char name[NAME_LEN];
    double fps;
    struct tcs_lens lens;
};

struct camera {
    char name[NAME_LEN];
    char make[NAME_LEN]; /* empty: not told */
    struct tcs_sighting *sightings;
    uint32_t count;
    double first_frame; /* of those in the file, visible or not */
    double last_frame;
};

struct dataset {
    struct camera cameras[CAMERAS_MAX];
    uint32_t camera_count;
    struct calibration calibrations[CALIBRATIONS_MAX];
    uint32_t calibration_count;
    double *at;
    struct tcs_vec3 *places;
    struct tcs_path path;
};

bool dataset_open(struct dataset *ret, const char *folder);
void dataset_close(struct dataset *dataset);

#endif
