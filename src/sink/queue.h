/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_QUEUE_H
#define TCS_SINK_QUEUE_H

/*
 * queue.h -- changes that a sink has not finished with, oldest first. Bounded; sink.h
 * tells what goes when it is full.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alarm/alarm.h"

enum {
    TCS_SINK_QUEUE_MAX = 64,
    TCS_SINK_TEXT_MAX = 4096 /* a change as JSON is below 1,600 octets */
};

struct tcs_sink_item {
    struct tcs_time posted_at; /* event time */
    uint64_t posted_ns;        /* uv_hrtime */
    uint32_t alarm;
    uint32_t occurrence;
    uint16_t kind;
    uint16_t subject;
    uint16_t state;
    bool only_numbers; /* state and occurrence are as they were */
    bool busy;         /* sent, or its command runs */
    bool done;         /* acknowledged, not yet reported */
    int handle;        /* while busy: MQTT's message id */
    uint64_t mark;     /* while busy: octets of a stream up to its end */
    uint16_t len;
    char text[TCS_SINK_TEXT_MAX]; /* JSON, or what the sink has made of it */
};

struct tcs_sink_queue {
    struct tcs_sink_item *items[TCS_SINK_QUEUE_MAX]; /* count of them are in the queue */
    size_t count;
    struct tcs_sink_item room[TCS_SINK_QUEUE_MAX];
};

void tcs_sink_queue_init(struct tcs_sink_queue *queue);

/* Room for one more at the end, not yet filled; NULL: full. */
struct tcs_sink_item *tcs_sink_queue_add(struct tcs_sink_queue *queue);

/* Takes the item at index out. It is borrowed until the next add. */
struct tcs_sink_item *tcs_sink_queue_take(struct tcs_sink_queue *queue, size_t index);

/* Which one is to go next where they go one by one: take-cover before others, then the
 * oldest. There must be one. */
size_t tcs_sink_queue_next(const struct tcs_sink_queue *queue);

/* Which one makes room for another: the index; never one that is busy, unless all are. */
size_t tcs_sink_queue_victim(const struct tcs_sink_queue *queue);

/* The update of numbers of this alarm that waits; count: none. */
size_t tcs_sink_queue_find_update(const struct tcs_sink_queue *queue, uint32_t alarm);

#endif
