/* SPDX-License-Identifier: Apache-2.0 */
/*
 * octets.c -- a stream of octets from a descriptor: a serial line, or the pipe of a
 * helper. What is not there, or goes away, is tried again.
 */
#include <errno.h>
#include <unistd.h>

#include "feed/live.h"

static void begin(struct tcs_live_feed *feed);

static void on_again(uv_timer_t *timer)
{
    begin(timer->data);
}

static void let_go(struct tcs_live_feed *feed)
{
    if (feed->socket >= 0)
        close(feed->socket);
    feed->socket = -1;
    if (feed->octets->closed != NULL)
        feed->octets->closed(feed);
}

static void on_closed(uv_handle_t *handle)
{
    struct tcs_live_feed *feed = handle->data;

    let_go(feed);
    if (!feed->closing)
        tcs_live_later(feed, on_again);
}

static void hang_up(struct tcs_live_feed *feed)
{
    tcs_live_set_up(feed, false);
    if (!feed->poll_open)
        return;
    feed->poll_open = false;
    uv_poll_stop(&feed->poll);
    uv_close((uv_handle_t *)&feed->poll, on_closed);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct tcs_live_feed *feed = poll->data;
    const ssize_t count =
        status < 0 ? -1 : read(feed->socket, feed->owner->buffer, TCS_DATAGRAM_MAX - 1);

    (void)events;
    if (status == 0 && count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        hang_up(feed);
        return;
    }
    feed->wait_ms = TCS_WAIT_FIRST_MS;
    if (!feed->up)
        tcs_live_set_up(feed, true);
    if (tcs_live_emit(feed, TCS_EVENT_BYTES, tcs_clock_now(feed->owner->clock),
                      tcs_bytes(feed->owner->buffer, (size_t)count)))
        return;
    /* These octets are lost: the stream has to begin anew. */
    feed->dropped++;
    hang_up(feed);
}

static void begin(struct tcs_live_feed *feed)
{
    feed->socket = feed->octets->open(feed);
    if (feed->socket < 0 ||
        uv_poll_init(feed->owner->loop, &feed->poll, feed->socket) != 0) {
        let_go(feed);
        tcs_live_later(feed, on_again);
        return;
    }
    feed->poll.data = feed;
    feed->poll_open = true;
    if (feed->octets->up_when_open)
        tcs_live_set_up(feed, true);
    uv_poll_start(&feed->poll, UV_READABLE, on_readable);
}

enum tcs_status tcs_octets_open(struct tcs_live_feed *feed,
                                const struct tcs_octets *octets)
{
    feed->octets = octets;
    feed->wait_ms = TCS_WAIT_FIRST_MS;
    uv_timer_init(feed->owner->loop, &feed->timer);
    feed->timer.data = feed;
    feed->timer_open = true;
    begin(feed);
    return TCS_OK;
}

void tcs_octets_close(struct tcs_live_feed *feed)
{
    hang_up(feed);
    if (feed->timer_open) {
        feed->timer_open = false;
        uv_close((uv_handle_t *)&feed->timer, NULL);
    }
}
