/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sapient.c -- an output to a higher system: our tracks as detections, our alarms as
 * alerts, over TCP (node/sapient.h). A change is delivered when the other side has
 * acknowledged its alert, and failed after 60 s.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "node/sapient.h"
#include "sink/inside.h"
#include "view/view.h"

enum {
    TICK_MS = 100,
    BACKOFF_FIRST_MS = 250,
    BACKOFF_MAX_MS = 8000,
    ITEM_MAX_MS = 60000,
    WAITING_MAX = 1 << 20,
    ALERTS = 2 * TCS_SINK_QUEUE_MAX,
};

struct uplink {
    struct tcs_sink sink;
    struct tcs_node node;
    struct sockaddr_storage address;
    uv_timer_t timer;
    uv_tcp_t stream;
    uv_connect_t connecting;
    bool open; /* the stream has a handle */
    bool connected;
    bool closing;
    uint64_t try_at_ms;
    uint64_t backoff_ms;
    unsigned alert_count;
    char alerts[ALERTS][27]; /* of the items that are busy: item->handle modulo ALERTS */
    uint8_t room[TCS_NODE_ROOM];
    char read[1 << 16];
};

struct post {
    uv_write_t request;
    uint8_t octets[];
};

/* The present by the host's clock: what the other side compares our times with. */
static struct tcs_time present(const struct uplink *uplink)
{
    uv_timeval64_t utc = { 0 };
    (void)uv_gettimeofday(&utc);
    return tcs_time_from_utc(&tcs_sinks_site(uplink->sink.sinks)->engine.leap,
                             utc.tv_sec * TCS_NS_PER_S + utc.tv_usec * 1000);
}

/* ----------------------------------------------------------------------- the connection
 */

static void on_stream_closed(uv_handle_t *handle)
{
    struct uplink *uplink = handle->data;
    uplink->open = false;
}

static void hang_up(struct uplink *uplink, const char *why)
{
    uplink->connected = uplink->sink.counts.up = false;
    if (why != NULL)
        tcs_sink_trouble(&uplink->sink, why);
    for (size_t i = 0; i < uplink->sink.queue.count; i++)
        uplink->sink.queue.items[i]->busy = false;
    if (!uplink->open || uv_is_closing((uv_handle_t *)&uplink->stream))
        return;
    uplink->try_at_ms = uv_now(tcs_sinks_loop(uplink->sink.sinks)) + uplink->backoff_ms;
    uplink->backoff_ms =
        uplink->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : uplink->backoff_ms * 2;
    uv_close((uv_handle_t *)&uplink->stream, on_stream_closed);
}

static void on_written(uv_write_t *request, int status)
{
    (void)status; /* a connection that is lost shows when reading */
    free(request->data);
}

static void post(struct uplink *uplink, struct tcs_bytes octets)
{
    uv_stream_t *stream = (uv_stream_t *)&uplink->stream;
    if (octets.len == 0 || !uplink->connected)
        return;
    if (uv_stream_get_write_queue_size(stream) > WAITING_MAX) {
        hang_up(uplink, "the other side does not read");
        return;
    }
    struct post *post = malloc(sizeof *post + octets.len);
    if (post == NULL)
        return;
    memcpy(post->octets, octets.data, octets.len);
    post->request.data = post;
    const uv_buf_t buffer = uv_buf_init((char *)post->octets, (unsigned)octets.len);
    if (uv_write(&post->request, stream, &buffer, 1, on_written) != 0)
        free(post);
}

static struct tcs_writer writer(struct uplink *uplink)
{
    return tcs_writer(uplink->room, sizeof uplink->room);
}

static void pump(struct tcs_sink *sink);

static void take_acknowledged(struct uplink *uplink)
{
    struct tcs_sink_queue *queue = &uplink->sink.queue;
    char id[27];
    while (tcs_node_acknowledged(&uplink->node, id))
        for (size_t i = 0; i < queue->count; i++)
            if (queue->items[i]->busy &&
                strcmp(uplink->alerts[queue->items[i]->handle], id) == 0) {
                tcs_sink_finish(&uplink->sink, i, true, "acknowledged");
                break;
            }
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buffer)
{
    struct uplink *uplink = handle->data;
    (void)suggested;
    *ret_buffer = uv_buf_init(uplink->read, sizeof uplink->read);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct uplink *uplink = stream->data;
    if (count < 0) {
        hang_up(uplink, "connection lost");
        return;
    }
    struct tcs_writer out = writer(uplink);
    const bool good = tcs_node_take(&uplink->node, present(uplink),
                                    tcs_bytes(buffer->base, (size_t)count), &out);
    post(uplink, tcs_written(&out));
    take_acknowledged(uplink);
    if (!good) {
        hang_up(uplink, "the stream was lost");
        return;
    }
    if (uplink->node.refused)
        hang_up(uplink, "registration refused");
    uplink->sink.counts.up = uplink->node.accepted;
    if (uplink->node.accepted)
        uplink->backoff_ms = BACKOFF_FIRST_MS;
    pump(&uplink->sink);
}

static void on_connected(uv_connect_t *request, int status)
{
    struct uplink *uplink = request->data;
    if (status == UV_ECANCELED)
        return;
    if (status < 0) {
        hang_up(uplink, uv_strerror(status));
        return;
    }
    struct tcs_writer out = writer(uplink);
    uplink->connected = true;
    uplink->sink.counts.connects++;
    tcs_node_begin(&uplink->node, present(uplink), &out);
    post(uplink, tcs_written(&out));
    uv_read_start((uv_stream_t *)&uplink->stream, on_alloc, on_read);
}

static void begin_connect(struct uplink *uplink)
{
    if (uv_tcp_init(tcs_sinks_loop(uplink->sink.sinks), &uplink->stream) != 0)
        return;
    uplink->stream.data = uplink->connecting.data = uplink;
    uplink->open = true;
    if (uv_tcp_connect(&uplink->connecting, &uplink->stream,
                       (const struct sockaddr *)&uplink->address, on_connected) != 0)
        hang_up(uplink, "cannot connect");
}

/* --------------------------------------------------------------------------- what it
 * says */

static void pump(struct tcs_sink *sink)
{
    struct uplink *uplink = (struct uplink *)sink;
    const struct tcs_site *site = tcs_sinks_site(sink->sinks);
    for (size_t i = 0; i < sink->queue.count && uplink->connected; i++) {
        struct tcs_sink_item *item = sink->queue.items[i];
        const unsigned slot = uplink->alert_count % ALERTS;
        struct tcs_alarm alarm = { .id = item->alarm,
                                   .kind = item->kind,
                                   .subject = item->subject,
                                   .state = item->state,
                                   .occurrence = item->occurrence,
                                   .raised_at = item->posted_at,
                                   .probability = -1.0 };
        char text[160];
        if (item->busy)
            continue;
        snprintf(text, sizeof text, "%s %s: %s",
                 tcs_alarm_kind_name((enum tcs_alarm_kind)item->kind),
                 tcs_view_alarm_subject(site, &alarm),
                 tcs_alarm_state_name((enum tcs_alarm_state)item->state));
        struct tcs_writer out = writer(uplink);
        if (!tcs_node_alert(&uplink->node, present(uplink), &alarm, text, &out,
                            uplink->alerts[slot]))
            return;
        item->busy = true;
        item->handle = (int)slot;
        uplink->alert_count++;
        post(uplink, tcs_written(&out));
    }
}

static void picture(struct tcs_sink *sink, const struct tcs_sink_picture *newest)
{
    struct uplink *uplink = (struct uplink *)sink;
    struct tcs_writer out = writer(uplink);
    if (!uplink->connected)
        return;
    tcs_node_picture(&uplink->node, newest->now, newest->shown.tracks,
                     newest->shown.track_count, &out);
    post(uplink, tcs_written(&out));
}

static void drop_old(struct tcs_sink *sink)
{
    while (sink->queue.count > 0 && uv_hrtime() - sink->queue.items[0]->posted_ns >
                                        ITEM_MAX_MS * UINT64_C(1000000))
        tcs_sink_finish(sink, 0, false, "not acknowledged in 60 s");
}

static void on_tick(uv_timer_t *timer)
{
    struct uplink *uplink = timer->data;
    struct tcs_writer out = writer(uplink);
    drop_old(&uplink->sink);
    if (!uplink->open && uv_now(timer->loop) >= uplink->try_at_ms)
        begin_connect(uplink);
    if (!uplink->connected)
        return;
    tcs_node_tick(&uplink->node, present(uplink), &out);
    post(uplink, tcs_written(&out));
}

static void close_uplink(struct tcs_sink *sink)
{
    struct uplink *uplink = (struct uplink *)sink;
    struct tcs_writer out = writer(uplink);
    if (uplink->connected) {
        tcs_node_goodbye(&uplink->node, present(uplink), &out);
        const uv_buf_t buffer = uv_buf_init((char *)uplink->room, (unsigned)out.len);
        if (out.len > 0)
            (void)uv_try_write((uv_stream_t *)&uplink->stream, &buffer, 1);
    }
    hang_up(uplink, NULL);
    if (!uplink->closing)
        uv_close((uv_handle_t *)&uplink->timer, NULL);
    uplink->closing = true;
}

static void free_uplink(struct tcs_sink *sink)
{
    free(sink);
}

struct tcs_sink *tcs_sapient_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site)
{
    struct uplink *uplink = calloc(1, sizeof *uplink);
    if (uplink == NULL)
        return NULL;
    if ((uv_ip4_addr(site->address, site->port, (struct sockaddr_in *)&uplink->address) !=
             0 &&
         uv_ip6_addr(site->address, site->port,
                     (struct sockaddr_in6 *)&uplink->address) != 0) ||
        uv_timer_init(tcs_sinks_loop(sinks), &uplink->timer) != 0) {
        free(uplink);
        return NULL;
    }
    uplink->sink = (struct tcs_sink) { .sinks = sinks,
                                       .site = site,
                                       .counts = { .last_ms = -1.0 },
                                       .states_only = true,
                                       .pump = pump,
                                       .picture = picture,
                                       .close = close_uplink,
                                       .free = free_uplink };
    tcs_sink_queue_init(&uplink->sink.queue);
    tcs_node_init(&uplink->node, TCS_NODE_EDGE, tcs_sinks_site(sinks), site->name,
                  site->node);
    uplink->backoff_ms = BACKOFF_FIRST_MS;
    uplink->timer.data = uplink;
    uv_timer_start(&uplink->timer, on_tick, 0, TICK_MS);
    return &uplink->sink;
}
