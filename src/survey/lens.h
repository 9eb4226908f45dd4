/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SURVEY_LENS_H
#define TCS_SURVEY_LENS_H

/*
 * lens.h -- from directions in a camera's own axes to pixels and back.
 *
 * Axes: x right, y down, z forward. Pixels: x right, y down, (0, 0) the middle of the
 * first one. A pinhole with radial (k1, k2, k3) and tangential (p1, p2) distortion, in
 * the order and with the signs of Brown, "Close-range camera calibration",
 * Photogrammetric Engineering 37 (1971), as calibration files usually have them.
 *
 * A sensor that reports directions, not pixels, is a lens of focal length 1 and nothing
 * else: then a pixel is the direction's (x / z, y / z).
 */

#include <stdbool.h>

#include "num/mat.h"

struct tcs_lens {
    double fx; /* pixels */
    double fy;
    double cx;
    double cy;
    double k1;
    double k2;
    double p1;
    double p2;
    double k3;
    double width; /* pixels */
    double height;
};

/* False for what lies behind the camera, or so far out that the distortion folds back. */
bool tcs_lens_pixel(const struct tcs_lens *lens, struct tcs_vec3 direction,
                    double ret_pixel[2]);

/* Unit vector towards a pixel. */
struct tcs_vec3 tcs_lens_direction(const struct tcs_lens *lens, const double pixel[2]);

#endif
