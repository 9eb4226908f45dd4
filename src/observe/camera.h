/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_CAMERA_H
#define TCS_OBSERVE_CAMERA_H

/*
 * camera.h -- from boxes in a picture to looks of azimuth and elevation.
 *
 * The middle of a box goes through the lens and the pose of the site file. Its sigmas are
 * the sensor's and a tenth of the box's extent (root of squares): boxes jitter by about
 * that.
 *
 * Where the camera stands on a head that turns, the pose is that of its last status
 * (tcs_camera_status): pan and tilt are added to azimuth and elevation of the site file's
 * pose, so the head's own axis has to be upright. While the head moves, or before the
 * first status, boxes have no direction. Zoom scales the focal length, linearly between
 * wide and tele; a field of view that the status tells goes before that.
 *
 * What a label says: drones, birds, aircraft; what walks, drives or swims is not handed
 * on; anything else is seen without saying what it is.
 */

#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "decode/frigate.h"
#include "decode/onvif.h"
#include "observe/neck.h"

/* One a camera; all zero is the start state. No padding. */
struct tcs_camera {
    struct tcs_time status_at; /* 0: none yet */
    double az_rad;             /* of the axis, with the site file's part */
    double el_rad;
    double focal; /* fx now, pixels; 0: the site file's */
    uint32_t moving;
    uint32_t reserved;
};

enum tcs_label_kind {
    TCS_LABEL_UNKNOWN,
    TCS_LABEL_DRONE,
    TCS_LABEL_BIRD,
    TCS_LABEL_CREWED,
    TCS_LABEL_GROUND,
};

/* Letters' case does not matter, nor do blanks, - and _. */
enum tcs_label_kind tcs_label_kind(const char *label);

/* A status of the head. */
void tcs_camera_status(struct tcs_camera *camera, const struct tcs_neck *neck,
                       uint16_t sensor, const struct tcs_onvif_ptz *ptz);

/* A frame: one look, in which silence is evidence. TCS_OK; TCS_E_REFUSED: nobody knows
 * where the camera points. */
TCS_NODISCARD
enum tcs_status tcs_camera_frame(struct tcs_camera *camera, const struct tcs_neck *neck,
                                 uint16_t sensor, const struct tcs_onvif_frame *frame);

/* A message about one object: one look, in which silence is none. Likewise; what Frigate
 * takes for a mistake, or tells to have ended, is taken without a look. */
TCS_NODISCARD
enum tcs_status tcs_camera_event(struct tcs_camera *camera, const struct tcs_neck *neck,
                                 uint16_t sensor, const struct tcs_frigate *event);

#endif
