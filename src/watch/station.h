/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_STATION_H
#define TCS_WATCH_STATION_H

/*
 * station.h -- an engine together with what it leaves behind: entries for the record,
 * news for those who listen, and a summary.
 *
 * The same station serves live feeds and files. One thread only. For each event,
 * listeners are told before the record gets its entries, so that the siren never waits
 * for the record.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/status.h"
#include "config/site.h"
#include "engine/engine.h"
#include "record/record.h"

struct tcs_station_hooks {
    void *context;
    /* Each may be NULL. Everything is borrowed for the call. `taken` comes when the event
     * has been decoded and its observations made, `output` when all that the step does is
     * done, then each `entry`, and `picture` when there is a new one. Its tracks go out
     * in shares after that: `rows` has the `count` from `first`, once also where there
     * are none. The payload of an entry of kind TCS_ENTRY_TRACKS is a packed picture
     * (watch/picture.h), of one of kind TCS_ENTRY_STATE the step, u64, and the state in
     * blocks (watch/blocks.h). */
    void (*taken)(void *context, const struct tcs_event *event);
    void (*entry)(void *context, const struct tcs_entry *entry);
    void (*output)(void *context, const struct tcs_event *event,
                   const struct tcs_output *output);
    void (*picture)(void *context, const struct tcs_output *output);
    void (*rows)(void *context, const struct tcs_track_view *tracks, size_t first,
                 size_t count);
};

struct tcs_station;

/* The site must stay while the station lives. `restore`: a state of the same site and
 * build, or NULL for a new one. TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_station_open(struct tcs_site *site,
                                               struct tcs_time start, const void *restore,
                                               struct tcs_station **ret_station);
/* Memory that it will use within seconds is found now: for those who feed it live. */
void tcs_station_make_ready(struct tcs_station *station);
void tcs_station_close(struct tcs_station *station);

/* From here on, entries and news go out; before, events only bring the state up to date.
 */
void tcs_station_set_hooks(struct tcs_station *station,
                           const struct tcs_station_hooks *hooks);

/* As tcs_engine_step; an event that the engine refuses leaves no entry. */
TCS_NODISCARD enum tcs_status tcs_station_step(struct tcs_station *station,
                                               const struct tcs_event *event);

/* Hands on the next share of the latest picture: at leisure, between steps. What is left
 * of it when the next picture comes goes out then. */
void tcs_station_hand_on(struct tcs_station *station);
bool tcs_station_has_more(const struct tcs_station *station);

/* Writes out digests and a picture that wait, and the state to go on from. At an orderly
 * end, and before a START entry that continues. */
void tcs_station_flush(struct tcs_station *station);

struct tcs_engine *tcs_station_engine(struct tcs_station *station);
/* When its engine began; of a restored one, when it was restored. */
struct tcs_time tcs_station_start(const struct tcs_station *station);
/* Microseconds that 99 % of the last thousand steps stayed below; < 0: too few yet.
 * Measured with the monotonic clock, for display only. */
double tcs_station_step_us_p99(const struct tcs_station *station);

/* {"site","origin":[lat,lon,height],"steps","digest","tracks":[...],"alarms":[...],"feeds":[...],"first_detection"}:
 * tracks that were confirmed at some time, and alarms as they were raised. New reference.
 */
json_t *tcs_station_summary(const struct tcs_station *station);

#endif
