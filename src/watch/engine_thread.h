/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_ENGINE_THREAD_H
#define TCS_WATCH_ENGINE_THREAD_H

/*
 * engine_thread.h -- the engine on a thread of its own, between two rings.
 *
 * In: events, and entries of others (deliveries) that only pass through to the record.
 * Out: alarm changes and answers to actions, each as a message; and the picture, of which
 * only the newest counts (three buffers, exchanged with one atomic). A wake-up of the
 * loop follows.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <uv.h>

#include "base/delays.h"
#include "watch/journal.h"
#include "watch/station.h"

enum { TCS_THREATS_MAX = 4096 };

/* Kinds of messages to the loop. */
enum tcs_news {
    TCS_NEWS_ALARM = 1,  /* payload: struct tcs_alarm_change */
    TCS_NEWS_ACTION = 2, /* sequence: the action's; feed: -status; payload: why it was
                            refused, as text; empty: not told */
};

struct tcs_picture {
    struct tcs_time at;
    uint64_t step;
    double step_us_p99;
    size_t track_count;
    size_t threat_count;
    struct tcs_feed_counts feeds[TCS_FEED_MAX];
    /* Of each feed, from arrival: until its observations were made, and to the end of the
     * step, when what there was time for has followed from them. */
    struct tcs_delays observed[TCS_FEED_MAX];
    struct tcs_delays delays[TCS_FEED_MAX];
    double silence_s[TCS_SENSOR_MAX];
    struct tcs_sensor_counts sensors[TCS_SENSOR_MAX];
    struct tcs_sensor_error errors[TCS_SENSOR_MAX];
    struct tcs_track_view *tracks; /* of the engine's capacity */
    struct tcs_threat threats[TCS_THREATS_MAX];
};

struct tcs_engine_thread;

/* The station, the journal and the file for tracks (each NULL: none) belong to the thread
 * until the join. `wake` is sent when there is news. */
TCS_NODISCARD enum tcs_status
tcs_engine_thread_start(struct tcs_station *station, struct tcs_site *site,
                        struct tcs_journal *journal, FILE *tracks, uv_async_t *wake,
                        struct tcs_engine_thread **ret_thread);

/* From the loop's thread. arrival_mono_ns: when it came by the monotonic clock, for the
 * delays; of octets of a feed only. False: the ring is full. */
bool tcs_engine_thread_put(struct tcs_engine_thread *thread,
                           const struct tcs_entry *entry, int64_t arrival_mono_ns);

/* News, oldest first; borrowed until the pop. From the loop's thread. */
bool tcs_engine_thread_peek(struct tcs_engine_thread *thread, struct tcs_entry *ret_news);
void tcs_engine_thread_pop(struct tcs_engine_thread *thread);

/* The newest picture that has not been taken yet; NULL: none. Valid until the next call.
 */
const struct tcs_picture *tcs_engine_thread_picture(struct tcs_engine_thread *thread);

/* Messages that the loop's ring had no room for. */
uint64_t tcs_engine_thread_lost(const struct tcs_engine_thread *thread);

/* Everything put before is done, the station is flushed, the thread has ended. */
void tcs_engine_thread_join(struct tcs_engine_thread *thread);
void tcs_engine_thread_free(struct tcs_engine_thread *thread);

#endif
