/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_INSIDE_H
#define TCS_SINK_INSIDE_H

/*
 * inside.h -- what the files of this room share. Nobody else includes it.
 */

#include "sink/queue.h"
#include "sink/sink.h"

/* One output. Each kind begins its own structure with it. */
struct tcs_sink {
    struct tcs_sinks *sinks;
    const struct tcs_sink_site *site;
    uint32_t index;
    struct tcs_sink_counts counts;
    struct tcs_sink_queue queue;
    bool states_only; /* changes of numbers alone are not for it */
    /* What waits in the queue for a change, instead of its JSON: the octets written; 0:
     * this one is not for it. NULL: the JSON. */
    size_t (*write)(struct tcs_sink *sink, struct tcs_time now,
                    const struct tcs_sink_picture *picture,
                    const struct tcs_alarm_change *change, char text[TCS_SINK_TEXT_MAX]);
    /* Something has been put into the queue. NULL: alarms are not for it. */
    void (*pump)(struct tcs_sink *sink);
    /* NULL: pictures are not for it. */
    void (*picture)(struct tcs_sink *sink, const struct tcs_sink_picture *picture);
    /* NULL: our own state is not for it. */
    void (*status)(struct tcs_sink *sink, const struct tcs_view_health *health);
    /* Begins to close; afterwards only handles of the loop may still be closing. */
    void (*close)(struct tcs_sink *sink);
    void (*free)(struct tcs_sink *sink);
};

uv_loop_t *tcs_sinks_loop(struct tcs_sinks *sinks);
const struct tcs_site *tcs_sinks_site(const struct tcs_sinks *sinks);
/* The last change of each zone's take-cover, as it was and as JSON; NULL: there was none
 * yet. */
const struct tcs_alarm_change *tcs_sinks_zone_change(const struct tcs_sinks *sinks,
                                                     uint32_t zone);
const char *tcs_sinks_zone_text(const struct tcs_sinks *sinks, uint32_t zone);

/* Tells and counts what became of an item. */
void tcs_sink_report(struct tcs_sink *sink, const struct tcs_sink_item *item,
                     bool delivered, const char *detail);
/* Takes it out of the queue before. */
void tcs_sink_finish(struct tcs_sink *sink, size_t index, bool delivered,
                     const char *detail);
void tcs_sink_trouble(struct tcs_sink *sink, const char *text);
/* Counts a message that is no change as one that was not delivered. */
void tcs_sink_lost(struct tcs_sink *sink, const char *why);

/* NULL: no memory, or no handle. */
struct tcs_sink *tcs_mqtt_open(struct tcs_sinks *sinks, const struct tcs_sink_site *site);
struct tcs_sink *tcs_command_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site);
struct tcs_sink *tcs_sapient_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site);
struct tcs_sink *tcs_asterix_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site);
struct tcs_sink *tcs_cot_open(struct tcs_sinks *sinks, const struct tcs_sink_site *site);
struct tcs_sink *tcs_syslog_open(struct tcs_sinks *sinks,
                                 const struct tcs_sink_site *site);
struct tcs_sink *tcs_webhook_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site);

#endif
