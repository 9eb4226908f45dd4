/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_HISTORY_H
#define TCS_WATCH_HISTORY_H

/*
 * history.h -- what a summary tells afterwards: which tracks there were, which alarms
 * rang.
 *
 * Bounded: what comes after the last free row is counted, not kept.
 */

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/status.h"
#include "config/site.h"
#include "engine/engine.h"

enum { TCS_HISTORY_TRACKS = 16384, TCS_HISTORY_ALARMS = 1024 };

struct tcs_history;

TCS_NODISCARD enum tcs_status tcs_history_open(struct tcs_history **ret_history);
void tcs_history_close(struct tcs_history *history);

/* Takes note of the confirmed ones among tracks of a picture. */
void tcs_history_tracks_seen(struct tcs_history *history,
                             const struct tcs_track_view *tracks, size_t count);
/* Takes note of the alarms that were raised. */
void tcs_history_alarms_changed(struct tcs_history *history,
                                const struct tcs_alarm_change *changes, size_t count);

json_t *tcs_history_tracks(const struct tcs_history *history,
                           const struct tcs_site *site);
json_t *tcs_history_alarms(const struct tcs_history *history,
                           const struct tcs_site *site);
/* The earliest first observation of any confirmed track; the zero instant: none. */
struct tcs_time tcs_history_first(const struct tcs_history *history);

#endif
