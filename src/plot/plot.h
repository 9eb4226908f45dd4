/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_PLOT_PLOT_H
#define TCS_PLOT_PLOT_H

/*
 * plot.h -- a run on a page: the map with truth, detections and tracks, and over time
 * GOSPA with its parts, numbers, and heights where there are any.
 *
 * Truth is a broad pale band and a track a thin line in a colour of its own, so that what
 * was missed shows as bare band and what is false as a line without one. Colours are
 * those of Okabe and Ito ("Color universal design", 2008), which can be told apart with
 * any kind of colour vision; curves differ in their dashes as well.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "score/evaluate.h"
#include "score/scene.h"

enum { TCS_PLOT_NAME_LEN = 32 };

struct tcs_plot_sensor {
    double east_m, north_m;
    char name[TCS_PLOT_NAME_LEN];
};

/* Where something was detected; or in which direction from where, for what gives no
 * range. */
struct tcs_plot_detection {
    double east_m, north_m;
    double az_rad; /* clockwise from north */
    bool is_bearing;
};

struct tcs_plot_input {
    const char *title;
    const struct tcs_scene *scene;
    const struct tcs_score *score;
    const struct tcs_plot_sensor *sensors;
    size_t sensor_count;
    const struct tcs_plot_detection *detections;
    size_t detection_count;
};

enum tcs_plot_format { TCS_PLOT_SVG, TCS_PLOT_PNG, TCS_PLOT_PDF };

/* By the end of a file's name; false for others. */
bool tcs_plot_format_of(const char *path, enum tcs_plot_format *ret_format);

/* TCS_E_IO: the file could not be written; TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_plot_write(const struct tcs_plot_input *input,
                                             const char *path,
                                             enum tcs_plot_format format);

#endif
