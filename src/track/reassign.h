/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_REASSIGN_H
#define TCS_TRACK_REASSIGN_H

/* reassign.h -- limits and size of the re-assignment of hypotheses. Internal to the room.
 */

#include <stddef.h>

#include "track/work.h"

enum {
    REASSIGN_LABELS_MAX = 24,
    REASSIGN_SOURCES_MAX = 192,
};

size_t work_reassign_size(void);

#endif
