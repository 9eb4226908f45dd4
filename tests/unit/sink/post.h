/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_SINK_POST_H
#define TCS_TESTS_SINK_POST_H

/*
 * post.h -- a small site with one output, changes to post, and reports to wait for.
 */

#include <string.h>

#include "sink/sink.h"

enum { REPORTS_MAX = 512 };

struct post {
    struct tcs_site site;
    uv_loop_t loop;
    struct tcs_sinks *sinks;
    uv_timer_t limit;
    bool late;
    struct tcs_delivery reports[REPORTS_MAX];
    size_t report_count;
};

/* Two zones, one output of this kind; nothing is open yet. */
static inline void post_init(struct post *post, enum tcs_sink_kind kind)
{
    memset(post, 0, sizeof *post);
    strcpy(post->site.name, "Test");
    strcpy(post->site.engine.zones[0].name, "house");
    strcpy(post->site.engine.zones[1].name, "gate/1");
    post->site.engine.zone_count = 2;
    tcs_leap_builtin(&post->site.engine.leap);
    post->site.sink_count = 1;
    post->site.sinks[0].kind = kind;
    strcpy(post->site.sinks[0].name, "out");
    uv_loop_init(&post->loop);
    uv_timer_init(&post->loop, &post->limit);
    post->limit.data = post;
}

static inline void post_note(void *context, const struct tcs_delivery *delivery)
{
    struct post *post = context;

    if (post->report_count < REPORTS_MAX)
        post->reports[post->report_count++] = *delivery;
}

static inline bool post_open(struct post *post)
{
    return tcs_sinks_open(&post->loop, &post->site, post_note, post, &post->sinks) ==
           TCS_OK;
}

/* id 1 and 2: take-cover of the two zones; 3: approach of the first. */
static inline struct tcs_alarm_change post_change(uint32_t id, enum tcs_alarm_state from,
                                                  enum tcs_alarm_state to)
{
    struct tcs_alarm_change change = { .from = (uint16_t)from };

    change.alarm.id = id;
    change.alarm.kind = id < 3 ? TCS_ALARM_TAKE_COVER : TCS_ALARM_APPROACH;
    change.alarm.subject = id == 2 ? 1 : 0;
    change.alarm.state = (uint16_t)to;
    change.alarm.occurrence = 1;
    change.alarm.raised_at.tai_ns = INT64_C(1636239649) * TCS_NS_PER_S;
    change.alarm.changed_at = change.alarm.raised_at;
    change.alarm.seconds_left = 14.0;
    change.alarm.probability = 0.5;
    change.alarm.tracks[0] = 7;
    strcpy(change.alarm.who, "tocsin");
    strcpy(change.alarm.why, "track 7");
    return change;
}

static inline void post_send(struct post *post, uint32_t id, enum tcs_alarm_state from,
                             enum tcs_alarm_state to)
{
    const struct tcs_alarm_change change = post_change(id, from, to);

    tcs_sinks_post(post->sinks, change.alarm.changed_at, NULL, &change);
}

static inline void post_too_late(uv_timer_t *timer)
{
    ((struct post *)timer->data)->late = true;
}

/* Runs the loop until there are so many reports; false: not within the time. */
static inline bool post_wait(struct post *post, size_t reports, uint64_t limit_ms)
{
    post->late = false;
    uv_update_time(&post->loop);
    uv_timer_start(&post->limit, post_too_late, limit_ms, 0);
    while (post->report_count < reports && !post->late)
        uv_run(&post->loop, UV_RUN_ONCE);
    uv_timer_stop(&post->limit);
    return post->report_count >= reports;
}

static inline void post_close(struct post *post)
{
    if (post->sinks != NULL)
        tcs_sinks_close(post->sinks);
    uv_close((uv_handle_t *)&post->limit, NULL);
    uv_run(&post->loop, UV_RUN_DEFAULT);
    tcs_sinks_free(post->sinks);
    post->sinks = NULL;
}

#endif
