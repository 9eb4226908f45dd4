/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/wire.h"

#include <stdlib.h>

enum {
    TICK_MS = 100,
    SOON_MS = 5, /* after a change has been sent: a network answers in less */
    ITEM_MAX_MS = 60000,
};

static bool is_stream(const struct tcs_wire *wire)
{
    return wire->sink.site->way != TCS_WAY_UDP;
}

bool tcs_wire_ready(const struct tcs_wire *wire)
{
    return !wire->closed && !wire->held &&
           (!is_stream(wire) || tcs_stream_is_up(&wire->stream));
}

/* NULL, or why it is lost. */
static const char *put(struct tcs_wire *wire, struct tcs_bytes message)
{
    if (!is_stream(wire))
        return tcs_datagrams_send(&wire->datagrams, message);
    return tcs_stream_put(&wire->stream, message) ? NULL : "the other side is too slow";
}

bool tcs_wire_send(struct tcs_wire *wire, struct tcs_bytes message)
{
    const char *why = put(wire, message);

    wire->sink.counts.posted++;
    if (why == NULL) {
        wire->sink.counts.delivered++;
        return true;
    }
    wire->sink.counts.failed++;
    tcs_sink_trouble(&wire->sink, why);
    return false;
}

static void on_timer(uv_timer_t *timer);

/* False: there is no room now, or the connection is lost. */
static bool send_item(struct tcs_wire *wire, size_t index)
{
    struct tcs_sink_item *item = wire->sink.queue.items[index];
    uint8_t room[TCS_WIRE_MESSAGE_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (!wire->encode(wire, item, &w) || w.failed) {
        tcs_sink_finish(&wire->sink, index, false, "it cannot be said");
        return true;
    }
    const char *why = put(wire, tcs_written(&w));

    if (!is_stream(wire)) {
        tcs_sink_finish(&wire->sink, index, why == NULL, why == NULL ? "sent" : why);
        return true;
    }
    if (why != NULL)
        return false;
    item->busy = true;
    item->mark = wire->stream.put;
    (void)uv_timer_start(&wire->timer, on_timer, SOON_MS, TICK_MS);
    return true;
}

static void pump(struct tcs_sink *sink)
{
    struct tcs_wire *wire = (struct tcs_wire *)sink;
    size_t i = 0;

    while (i < sink->queue.count && tcs_wire_ready(wire)) {
        const size_t count = sink->queue.count;

        if (!sink->queue.items[i]->busy && !send_item(wire, i))
            return;
        i += sink->queue.count == count;
    }
}

static void reap(struct tcs_wire *wire)
{
    struct tcs_sink_queue *queue = &wire->sink.queue;

    for (size_t i = 0; i < queue->count;)
        if (queue->items[i]->busy && queue->items[i]->mark <= wire->stream.taken)
            tcs_sink_finish(&wire->sink, i, true, "taken by the other side");
        else
            i++;
}

static void expire(struct tcs_sink *sink)
{
    while (sink->queue.count > 0 && uv_hrtime() - sink->queue.items[0]->posted_ns >
                                        UINT64_C(1000000) * ITEM_MAX_MS)
        tcs_sink_finish(sink, 0, false, "not taken within 60 s");
}

static void on_timer(uv_timer_t *timer)
{
    struct tcs_wire *wire = timer->data;

    tcs_stream_tick(&wire->stream);
    reap(wire);
    expire(&wire->sink);
    pump(&wire->sink);
    if (wire->tick != NULL && tcs_stream_is_up(&wire->stream))
        wire->tick(wire);
}

static void on_up(void *context)
{
    struct tcs_wire *wire = context;

    wire->sink.counts.up = true;
    wire->sink.counts.connects++;
    if (wire->begun != NULL)
        wire->begun(wire);
    pump(&wire->sink);
}

static void on_heard(void *context, struct tcs_bytes octets)
{
    struct tcs_wire *wire = context;

    if (wire->heard != NULL)
        wire->heard(wire, octets);
}

static void on_lost(void *context, const char *why)
{
    struct tcs_wire *wire = context;

    wire->sink.counts.up = false;
    wire->held = false;
    tcs_sink_trouble(&wire->sink, why);
    for (size_t i = 0; i < wire->sink.queue.count; i++)
        wire->sink.queue.items[i]->busy = false;
}

static void close_wire(struct tcs_sink *sink)
{
    struct tcs_wire *wire = (struct tcs_wire *)sink;

    if (wire->closed)
        return;
    wire->closed = true;
    uv_close((uv_handle_t *)&wire->timer, NULL);
    if (is_stream(wire))
        tcs_stream_close(&wire->stream);
    else
        tcs_datagrams_close(&wire->datagrams);
}

static void free_wire(struct tcs_sink *sink)
{
    free(sink);
}

bool tcs_wire_open(struct tcs_wire *wire, struct tcs_sinks *sinks,
                   const struct tcs_sink_site *site)
{
    uv_loop_t *loop = tcs_sinks_loop(sinks);

    wire->sink.sinks = sinks;
    wire->sink.site = site;
    wire->sink.counts.last_ms = -1.0;
    wire->sink.pump = pump;
    wire->sink.close = close_wire;
    wire->sink.free = free_wire;
    tcs_sink_queue_init(&wire->sink.queue);
    wire->stream.to = site;
    wire->stream.context = wire;
    wire->stream.up = on_up;
    wire->stream.heard = on_heard;
    wire->stream.lost = on_lost;
    if (is_stream(wire)
            ? !tcs_stream_open(&wire->stream, loop)
            : !tcs_datagrams_open(&wire->datagrams, loop, site->address, site->port))
        return false;
    wire->sink.counts.up = !is_stream(wire);
    (void)uv_timer_init(loop, &wire->timer);
    wire->timer.data = wire;
    if (is_stream(wire))
        (void)uv_timer_start(&wire->timer, on_timer, 0, TICK_MS);
    return true;
}
