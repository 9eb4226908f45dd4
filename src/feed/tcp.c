/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "feed/live.h"
#include "feed/talk.h"

enum { BACKLOG = 4 };

static void begin_connect(struct tcs_live_feed *feed);

static void on_connect_again(uv_timer_t *timer)
{
    begin_connect(timer->data);
}

static void on_stream_closed(uv_handle_t *handle)
{
    struct tcs_live_feed *feed = handle->data;

    feed->stream_open = false;
    if (!feed->closing && feed->site->transport == TCS_TRANSPORT_TCP_CLIENT)
        tcs_live_later(feed, on_connect_again);
}

static void hang_up(struct tcs_live_feed *feed)
{
    tcs_live_set_up(feed, false);
    tcs_talk_end(feed);
    if (feed->stream_open && !uv_is_closing((uv_handle_t *)&feed->stream))
        uv_close((uv_handle_t *)&feed->stream, on_stream_closed);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret_buffer)
{
    struct tcs_live_feed *feed = handle->data;

    (void)suggested;
    ret_buffer->base = (char *)feed->owner->buffer;
    ret_buffer->len = TCS_DATAGRAM_MAX - 1;
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct tcs_live_feed *feed = stream->data;
    const struct tcs_time arrival = tcs_clock_now(feed->owner->clock);

    if (count < 0) {
        hang_up(feed);
        return;
    }
    if (count == 0)
        return;
    const struct tcs_bytes octets = tcs_bytes(buffer->base, (size_t)count);

    if (tcs_live_emit(feed, TCS_EVENT_BYTES, arrival, octets)) {
        if (!tcs_talk_take(feed, arrival, octets))
            hang_up(feed);
        return;
    }
    /* These octets are lost: the stream has to begin anew, or it would go on in the
     * middle of a frame. Waiting before that lets the queue empty. */
    feed->dropped++;
    hang_up(feed);
}

static void begin_read(struct tcs_live_feed *feed)
{
    feed->stream.data = feed;
    feed->wait_ms = TCS_WAIT_FIRST_MS;
    uv_tcp_keepalive(&feed->stream, 1, 30);
    tcs_live_set_up(feed, true);
    tcs_talk_begin(feed);
    uv_read_start((uv_stream_t *)&feed->stream, on_alloc, on_read);
}

static void on_connected(uv_connect_t *request, int status)
{
    struct tcs_live_feed *feed = request->data;

    if (status == UV_ECANCELED)
        return; /* closing */
    if (status < 0)
        hang_up(feed);
    else
        begin_read(feed);
}

static void begin_connect(struct tcs_live_feed *feed)
{
    if (uv_tcp_init(feed->owner->loop, &feed->stream) != 0) {
        tcs_live_later(feed, on_connect_again);
        return;
    }
    feed->stream.data = feed;
    feed->stream_open = true;
    feed->connecting.data = feed;
    if (uv_tcp_connect(&feed->connecting, &feed->stream,
                       (const struct sockaddr *)&feed->address, on_connected) != 0)
        hang_up(feed);
}

static void on_refused_closed(uv_handle_t *handle)
{
    free(handle);
}

/* One sender at a time: octets of two would be mixed. The caller has to be taken before
 * it can be sent away, or no further one would be seen. */
static void refuse(struct tcs_live_feed *feed)
{
    uv_tcp_t *refused = malloc(sizeof *refused);

    if (refused == NULL || uv_tcp_init(feed->owner->loop, refused) != 0) {
        free(refused);
        return;
    }
    if (uv_accept((uv_stream_t *)&feed->server, (uv_stream_t *)refused) == 0)
        feed->dropped++;
    uv_close((uv_handle_t *)refused, on_refused_closed);
}

static void on_caller(uv_stream_t *server, int status)
{
    struct tcs_live_feed *feed = server->data;

    if (status < 0)
        return;
    if (feed->stream_open) {
        refuse(feed);
        return;
    }
    if (uv_tcp_init(feed->owner->loop, &feed->stream) != 0)
        return;
    feed->stream.data = feed;
    feed->stream_open = true;
    if (uv_accept(server, (uv_stream_t *)&feed->stream) == 0)
        begin_read(feed);
    else
        hang_up(feed);
}

static enum tcs_status listen_on(struct tcs_live_feed *feed,
                                 char ret_error[TCS_FEED_ERROR_LEN])
{
    int error = uv_tcp_init(feed->owner->loop, &feed->server);

    if (error == 0) {
        feed->server.data = feed;
        feed->server_open = true;
        error = uv_tcp_bind(&feed->server, (const struct sockaddr *)&feed->address, 0);
    }
    if (error == 0)
        error = uv_listen((uv_stream_t *)&feed->server, BACKLOG, on_caller);
    if (error == 0)
        return TCS_OK;
    snprintf(ret_error, TCS_FEED_ERROR_LEN, "feed '%s': TCP %s port %u: %s", feed->name,
             feed->site->address, feed->site->port, uv_strerror(error));
    return TCS_E_IO;
}

enum tcs_status tcs_tcp_open(struct tcs_live_feed *feed,
                             char ret_error[TCS_FEED_ERROR_LEN])
{
    const enum tcs_status status = tcs_live_address(feed, &feed->address, ret_error);

    if (status != TCS_OK)
        return status;
    feed->wait_ms = TCS_WAIT_FIRST_MS;
    uv_timer_init(feed->owner->loop, &feed->timer);
    feed->timer.data = feed;
    feed->timer_open = true;
    if (!tcs_talk_open(feed)) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "out of memory");
        return TCS_E_MEMORY;
    }
    if (feed->site->transport == TCS_TRANSPORT_TCP_SERVER)
        return listen_on(feed, ret_error);
    begin_connect(feed);
    return TCS_OK;
}

void tcs_tcp_close(struct tcs_live_feed *feed)
{
    if (feed->stream_open)
        hang_up(feed);
    if (feed->server_open) {
        feed->server_open = false;
        uv_close((uv_handle_t *)&feed->server, NULL);
    }
    if (feed->timer_open) {
        feed->timer_open = false;
        uv_close((uv_handle_t *)&feed->timer, NULL);
    }
}
