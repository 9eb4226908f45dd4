/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_SHOWN_H
#define TCS_SINK_SHOWN_H

/*
 * shown.h -- which tracks an output has shown to others, so that it can tell them of each
 * that it has ended. Bounded: a track without a place is not shown.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "track/track.h"

enum { TCS_SHOWN_MAX = 1024 };

struct tcs_shown_track {
    uint64_t id;
    uint32_t cycle; /* of the last picture that it was in */
    int ending; /* of the message that told its end and is not acknowledged; 0: none */
};

struct tcs_shown {
    uint32_t cycle;
    size_t count;
    struct tcs_shown_track tracks[TCS_SHOWN_MAX];
};

/* A new picture begins. */
void tcs_shown_begin(struct tcs_shown *shown);
/* It is in the picture. False: there is no place. What only says of itself that it is
 * there finds one among the first half alone: anybody can transmit a swarm, and must not
 * push out what sensors see. */
bool tcs_shown_mark(struct tcs_shown *shown, const struct tcs_track_view *track);
/* It was shown by an earlier run of ours: not in the picture until it is marked. */
void tcs_shown_recall(struct tcs_shown *shown, uint64_t id);
/* The first from `from` on that is not in the picture; count: none. */
size_t tcs_shown_gone(const struct tcs_shown *shown, size_t from);
/* Another one takes its index. */
void tcs_shown_forget(struct tcs_shown *shown, size_t index);

#endif
