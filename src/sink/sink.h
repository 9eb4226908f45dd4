/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_SINK_H
#define TCS_SINK_SINK_H

/*
 * sink.h -- where warnings go (MQTT topics, command hooks, webhooks, syslog), and the
 * picture (ASTERIX, SAPIENT, Cursor on Target, MQTT), on a libuv loop.
 *
 * Every call here and every callback is made on the loop's thread. Nothing blocks, and
 * no sink waits for another. What goes out is tcs_view_alarm_change's JSON (docs/api.md),
 * where nothing else is said.
 *
 * MQTT 3.1.1, QoS 1, TOPIC being the one in the site file:
 *
 *   TOPIC            each change of each alarm, as it happens; not retained
 *   TOPIC/zone/ZONE  the last change of that zone's take-cover; retained
 *   TOPIC/online     "online", or "offline" by the last will; retained
 *   TOPIC/track/ID   a track (tcs_view_track_message), with a period; retained, and
 *                    cleared when it has ended
 *
 * A siren listens to TOPIC/zone/ZONE and starts when `occurrence` changes to one that is
 * `unacknowledged`. After a connection is lost, it is made again after 0.2 s, then after
 * twice as long each time, up to 5 s; then the retained topics are written anew and what
 * waits is sent. A change counts as delivered when the broker has acknowledged it, and
 * as failed when that took longer than 60 s.
 *
 * Command: sh runs it in the site file's folder, with the change as one line on its
 * standard input; its standard output goes to our standard error. Only changes of state
 * or occurrence, not those of numbers alone. Up to 4 at once; after 10 s its process
 * group gets SIGTERM, 2 s later SIGKILL. Delivered: it ended with 0.
 *
 * Webhook: a POST of each change of state, one after the other, take-cover first.
 * Delivered: the answer was 2xx. Nothing, 408, 425, 429 and 5xx are tried again after
 * 0.25 s, then after twice as long each time, up to 8 s; any other answer is final. While
 * nothing waits, a connection without a request tells each minute whether it is up.
 *
 * ASTERIX: view/sdps.h over UDP; alarms are not for it.
 *
 * Cursor on Target (view/cot.h): tracks, and take-cover as alerts, which are said again
 * every 10 s while they are on. Syslog (view/view.h): changes of state, and how we fare.
 * Over UDP, TCP and TLS: wire.h.
 *
 * 64 changes may wait in each sink. In a full one, an update of numbers makes room first,
 * then the oldest that is not take-cover, then the oldest; what goes is reported as
 * failed. A change that only updates numbers replaces one of the same alarm that waits,
 * without a report.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>
#include <uv.h>

#include "alarm/alarm.h"
#include "base/status.h"
#include "base/time.h"
#include "config/site.h"
#include "view/view.h"

enum { TCS_DELIVERY_DETAIL_LEN = 96 };

/* What became of one change in one sink. */
struct tcs_delivery {
    uint32_t sink; /* index in the site */
    uint32_t alarm;
    uint32_t occurrence;
    uint16_t state;
    bool delivered;
    double delay_ms; /* from the post until it was acknowledged, had ended, or was given
                        up */
    struct tcs_time posted_at; /* event time of the change */
    char
        detail[TCS_DELIVERY_DETAIL_LEN]; /* "acknowledged", "exit 3", "queue full", ... */
};

/* {"sink","kind","alarm","occurrence","state","delivered","delay_ms","posted_at",
 * "detail"}: for the record. New reference; NULL when memory is out. */
json_t *tcs_delivery_view(const struct tcs_site *site,
                          const struct tcs_delivery *delivery);

struct tcs_sink_counts {
    uint64_t posted;
    uint64_t delivered;
    uint64_t failed;   /* dropped ones included */
    uint64_t dropped;  /* for want of room */
    uint64_t replaced; /* updates of numbers, by newer ones */
    uint64_t connects; /* of what has connections */
    double last_ms;    /* delay of the last one delivered; < 0: none yet */
    bool up;           /* connected; a webhook: when last tried; a command, UDP: always */
    char trouble[TCS_DELIVERY_DETAIL_LEN]; /* the last one; empty: none */
};

struct tcs_sinks;

/* The site must stay while they live. `delivery` may be NULL. SIGPIPE is set to be
 * ignored when it was at its default. TCS_E_MEMORY, TCS_E_IO (the loop has no room for a
 * handle). A broker that cannot be reached is no failure: it is tried again. */
TCS_NODISCARD
enum tcs_status tcs_sinks_open(uv_loop_t *loop, const struct tcs_site *site,
                               void (*delivery)(void *context,
                                                const struct tcs_delivery *delivery),
                               void *context, struct tcs_sinks **ret_sinks);

struct tcs_sink_picture {
    struct tcs_time now;
    struct tcs_view_picture shown;
    const double *silence_s; /* of each sensor, < 0: never heard */
};

/* A take-cover of an earlier run that is still on, before anything is posted: what an
 * output keeps for who comes late, or says again, begins with it. It is no change. */
void tcs_sinks_recall(struct tcs_sinks *sinks, struct tcs_time now,
                      const struct tcs_alarm *alarm);

/* Sends a change out to every sink; `now` is its event time, `picture` the newest one, or
 * NULL. */
void tcs_sinks_post(struct tcs_sinks *sinks, struct tcs_time now,
                    const struct tcs_sink_picture *picture,
                    const struct tcs_alarm_change *change);

/* How we fare, to the sinks that tell it: about once a second. */
void tcs_sinks_status(struct tcs_sinks *sinks, const struct tcs_view_health *health);

/* The newest picture, to the sinks that send it on: to be called more often than the
 * shortest of their periods. They count messages as posted, delivered and failed. */
void tcs_sinks_picture(struct tcs_sinks *sinks, const struct tcs_sink_picture *picture);

struct tcs_sink_counts tcs_sinks_counts(const struct tcs_sinks *sinks, uint32_t sink);

/* Begins to close: says "offline", ends connections, lets commands that run go on
 * unwatched. The loop must run on until its handles are gone, then tcs_sinks_free. What
 * still waits is reported as failed before this returns. */
void tcs_sinks_close(struct tcs_sinks *sinks);
void tcs_sinks_free(struct tcs_sinks *sinks);

#endif
