/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SURVEY_SURVEY_H
#define TCS_SURVEY_SURVEY_H

/*
 * survey.h -- where a camera stands, how it is turned and how its clock runs, from what
 * it saw of a target whose flight was logged.
 *
 * Nothing else has to be known: neither place nor direction nor the relation between the
 * camera's frames and the rows of the log. tcs_survey_search finds the stance roughly by
 * trying clocks; tcs_survey_refine makes it exact and says how well it fits. Frames: that
 * of the log (any Cartesian one). Pure, no heap; the same input gives the same bits.
 *
 * Refinement is Levenberg-Marquardt with Cauchy's loss on pixels (Triggs et al., "Bundle
 * adjustment -- a modern synthesis", 1999); rotations are updated by Rodrigues' formula.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "survey/lens.h"
#include "survey/path.h"
#include "survey/three.h"

/* What a camera saw: ascending by frame. Frames may be numbers of frames or seconds. */
struct tcs_sighting {
    double frame;
    double pixel[2];
};

/* Log time of pixel row y in frame f: offset + rate (f - frame0 + readout y / height).
 * readout is the part of a frame's time that a rolling shutter takes, 0 for a global one.
 */
struct tcs_survey_clock {
    double frame0; /* any; in the middle of what was surveyed, so errors do not mix */
    double offset;
    double rate; /* log time a frame */
    double readout;
};

struct tcs_survey_camera {
    struct tcs_lens lens;
    struct tcs_stance stance;
    struct tcs_survey_clock clock;
};

double tcs_survey_log_time(const struct tcs_survey_camera *camera, double frame,
                           double pixel_y);

/* What part of the log may be looked at: from..to, and of what the camera covers in it
 * (from its first to its last sighting) the first `share`. */
struct tcs_survey_window {
    double from;
    double to;
    double share;
};

struct tcs_survey_query {
    const struct tcs_path *path;
    const struct tcs_lens *lens;
    const struct tcs_sighting *sightings;
    uint32_t count;
    uint32_t rate_count;
    const double *rates; /* log time a frame, to be tried */
    double step_frames;  /* between offsets; about 0.4 s */
    struct tcs_survey_window window;
};

/*
 * The best stance over all rates and all offsets at which the window holds sightings, and
 * the log half of all.
 * ret_gain is how much better it explains them than chance, in nats: to compare lenses.
 * TCS_E_NOT_FOUND: none explains half of them.
 */
TCS_NODISCARD
enum tcs_status tcs_survey_search(const struct tcs_survey_query *query,
                                  struct tcs_survey_camera *ret_camera, double *ret_gain);

/* The first sighting in the window under a clock, and how many are in it. */
uint32_t tcs_survey_within(const struct tcs_sighting *sightings, uint32_t count,
                           const struct tcs_survey_clock *clock,
                           struct tcs_survey_window window, uint32_t *ret_first);

enum { TCS_SURVEY_PARAMETERS = 15 };

struct tcs_survey_job {
    const struct tcs_path *path;
    const struct tcs_sighting *sightings;
    uint32_t count;
    uint32_t use_max; /* thinned evenly to so many; 0: all */
    bool with_readout;
    bool with_lens;        /* focal lengths, centre, k1 and k2, near what is given */
    double rate_expected;  /* log time a frame, with... */
    double rate_sigma;     /* ...its error; 0: not known at all */
    double sigma_start_px; /* of the loss; 0: begin at what the start leaves */
};

struct tcs_survey_fit {
    double sigma_px;         /* robust: of one component of the residuals */
    double position_sigma_m; /* root of the trace, if sightings were independent */
    double turn_sigma_rad;
    uint32_t used; /* sightings within 4 sigma */
    uint32_t count;
};

/* The camera is improved in place. TCS_E_SHORT: fewer than 12 sightings; TCS_E_NUMERIC:
 * singular; the camera is as it was. */
TCS_NODISCARD
enum tcs_status tcs_survey_refine(const struct tcs_survey_job *job,
                                  struct tcs_survey_camera *camera,
                                  struct tcs_survey_fit *ret_fit);

/* Seen minus expected, in pixels; false when the log has no place for it, or the place
 * cannot be seen. */
bool tcs_survey_residual(const struct tcs_survey_camera *camera,
                         const struct tcs_path *path, const struct tcs_sighting *sighting,
                         double ret_error[2]);

#endif
