/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_LABELS_H
#define TCS_TRACK_LABELS_H

/*
 * labels.h -- the numbers under which people know tracks.
 *
 * Inside, a track is named by when and by what it was first seen: late data leaves that
 * as it is, unless it is the late data that has seen the object first. People want small
 * numbers, and one that has been shown has to stay. So each track gets the next number
 * when it is first shown. What began within the last seconds, and is replaced in the run
 * after late data by another track in the same place, hands its number on.
 *
 * Ships at anchor report every three minutes, longer than a track lasts without being
 * seen. Nothing is shown meanwhile, as nothing is known; but what gives a name (address,
 * MMSI, serial number) and comes back within TCS_LABELS_NAMED_S has its number again. A
 * claim in doubt (observe/credible.h) neither leaves a number behind nor takes one.
 *
 * What has been shown depends on what had arrived by then: these numbers are no part of
 * the tracker's state. They are a function of the pictures that were made, so a replay
 * gives the same ones.
 */

#include <stddef.h>
#include <stdint.h>

#include "track/track.h"

enum { TCS_LABELS_NAMED_S = 600 };

struct tcs_labels; /* in the caller's memory, aligned to 8; holds no pointer */

size_t tcs_labels_size(uint32_t track_max);
void tcs_labels_init(struct tcs_labels *labels, uint32_t track_max);

/* Puts numbers in place of the ids of a picture: views as the tracker gives them, in
 * order of id, at most track_max. Time between calls is not negative. */
void tcs_labels_name(struct tcs_labels *labels, struct tcs_time now,
                     struct tcs_track_view *views, size_t count);

#endif
