/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_CAMERAS_DATASET_H
#define TCS_BENCH_CAMERAS_DATASET_H

/*
 * dataset.h -- a folder of the multi-view drone tracking data sets (docs/multicam.md).
 *
 *   detections/cam*.txt    frame x y, or x y frame; "0 0" or no line: not visible; when
 *                          none is called so, all .txt, or .csv, there
 *   cameras.txt            camN - MAKE, or MAKE alone in order; may be missing
 *   calibration/...json    in the folder or beside it; one a make, folders allowed
 *   trajectory/rtk.txt     x y z, time x y z..., or x y z time; or the first .txt or .csv
 *                          in there, or in pose/
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
    char make[NAME_LEN]; /* plain; empty: not told */
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
    bool timed; /* the log says when */
};

bool dataset_open(struct dataset *ret, const char *folder);
void dataset_close(struct dataset *dataset);

/* Fills at, places, path and timed. */
bool log_read(const char *path, struct dataset *d);

/* Letters and digits alone, small: "Sony G" and "sonyG" are one. */
void plain_name(const char *name, char ret[NAME_LEN]);

#endif
