/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/queue.h"

#include <string.h>

void tcs_sink_queue_init(struct tcs_sink_queue *queue)
{
    queue->count = 0;
    for (size_t i = 0; i < TCS_SINK_QUEUE_MAX; i++)
        queue->items[i] = &queue->room[i];
}

struct tcs_sink_item *tcs_sink_queue_add(struct tcs_sink_queue *queue)
{
    if (queue->count == TCS_SINK_QUEUE_MAX)
        return NULL;
    struct tcs_sink_item *item = queue->items[queue->count++];

    memset(item, 0, sizeof *item);
    return item;
}

struct tcs_sink_item *tcs_sink_queue_take(struct tcs_sink_queue *queue, size_t index)
{
    struct tcs_sink_item *item = queue->items[index];

    queue->count--;
    for (size_t i = index; i < queue->count; i++)
        queue->items[i] = queue->items[i + 1];
    queue->items[queue->count] = item; /* free again, behind the others */
    return item;
}

size_t tcs_sink_queue_next(const struct tcs_sink_queue *queue)
{
    for (size_t i = 0; i < queue->count; i++)
        if (queue->items[i]->kind == TCS_ALARM_TAKE_COVER)
            return i;
    return 0;
}

size_t tcs_sink_queue_victim(const struct tcs_sink_queue *queue)
{
    size_t oldest_plain = queue->count;
    size_t oldest = queue->count;

    for (size_t i = 0; i < queue->count; i++) {
        const struct tcs_sink_item *item = queue->items[i];

        if (item->busy)
            continue;
        if (item->only_numbers)
            return i;
        if (oldest_plain == queue->count && item->kind != TCS_ALARM_TAKE_COVER)
            oldest_plain = i;
        if (oldest == queue->count)
            oldest = i;
    }
    if (oldest_plain < queue->count)
        return oldest_plain;
    return oldest < queue->count ? oldest : 0;
}

size_t tcs_sink_queue_find_update(const struct tcs_sink_queue *queue, uint32_t alarm)
{
    for (size_t i = 0; i < queue->count; i++)
        if (queue->items[i]->alarm == alarm && queue->items[i]->only_numbers &&
            !queue->items[i]->busy)
            return i;
    return queue->count;
}
