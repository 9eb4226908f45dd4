/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_FRIGATE_H
#define TCS_DECODE_FRIGATE_H

/*
 * frigate.h -- one message of Frigate's topic frigate/events: what became of one tracked
 * object of one camera.
 *
 *   { "type": "new" | "update" | "end",
 *     "before": { ... as it was told last ... },
 *     "after": { "id": "1607123955.475377-mxklsc", "camera": "front_door",
 *                "frame_time": 1607123962.082975, "label": "person", "score": 0.79,
 *                "top_score": 0.96, "box": [424, 500, 536, 712], "false_positive": false,
 *                "stationary": false, ... } }
 *
 *   box         left, top, right, bottom in pixels of the resolution that is searched
 *               ("detect" in Frigate's configuration); x right, y down from the upper
 * left frame_time  seconds since 1970 UTC, when the frame was taken
 *
 * Further names are ignored, as Frigate adds some with each version. Only "after" is
 * read.
 *
 * Source: docs.frigate.video, integrations, MQTT.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum { TCS_FRIGATE_NAME_LEN = 48 };

enum tcs_frigate_type {
    TCS_FRIGATE_NEW = 1,
    TCS_FRIGATE_UPDATE = 2,
    TCS_FRIGATE_END = 3
};

enum tcs_frigate_flag { TCS_FRIGATE_FALSE_POSITIVE = 1, TCS_FRIGATE_STATIONARY = 2 };

struct tcs_frigate {
    int64_t utc_ns;                  /* of the frame */
    double left, top, right, bottom; /* pixels */
    double score;                    /* 0 to 1, in this frame */
    double top_score;                /* the best so far; 0: not told */
    uint32_t type;                   /* enum tcs_frigate_type */
    uint32_t flags;                  /* enum tcs_frigate_flag */
    char id[TCS_FRIGATE_NAME_LEN];
    char camera[TCS_FRIGATE_NAME_LEN];
    char label[TCS_FRIGATE_NAME_LEN];
};

/*
 * Reads one message.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED     not JSON, or a value of the wrong type
 *          TCS_E_FOREIGN     JSON, but no such message
 *          TCS_E_IMPOSSIBLE  a box without an inside, a score outside 0..1, a time before
 *                            1970 or after 2100
 * On failure *ret_frigate is not touched. fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_frigate_read(struct tcs_bytes message,
                                 struct tcs_frigate *ret_frigate,
                                 struct tcs_fault *fault);

#endif
