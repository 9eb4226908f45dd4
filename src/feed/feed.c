/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/feed.h"

#include <stdio.h>
#include <stdlib.h>

#include "feed/live.h"

bool tcs_live_emit(struct tcs_live_feed *feed, enum tcs_event_kind kind,
                   struct tcs_time arrival, struct tcs_bytes payload)
{
    struct tcs_feeds *owner = feed->owner;
    const struct tcs_event event = { .kind = (uint16_t)kind,
                                     .feed = feed->index,
                                     .sequence = feed->sequence,
                                     .arrival = arrival,
                                     .payload = payload };

    if (!owner->emit(owner->context, &event))
        return false;
    feed->sequence++;
    return true;
}

void tcs_live_later(struct tcs_live_feed *feed, uv_timer_cb again)
{
    const uint32_t twice = feed->wait_ms * 2;

    uv_timer_start(&feed->timer, again, feed->wait_ms, 0);
    feed->wait_ms = twice > TCS_WAIT_MAX_MS ? TCS_WAIT_MAX_MS : twice;
}

void tcs_live_set_up(struct tcs_live_feed *feed, bool up)
{
    if (feed->up == up)
        return;
    feed->up = up;
    feed->connects += up;
    /* Without room the engine misses a change of state only; the octets that follow begin
     * with a broken frame at worst, which it counts. */
    if (!tcs_live_emit(feed, up ? TCS_EVENT_FEED_UP : TCS_EVENT_FEED_DOWN,
                       tcs_clock_now(feed->owner->clock), tcs_bytes(NULL, 0)))
        feed->dropped++;
}

enum tcs_status tcs_live_address(const struct tcs_live_feed *feed,
                                 struct sockaddr_storage *ret_address,
                                 char ret_error[TCS_FEED_ERROR_LEN])
{
    const char *host = feed->site->address;
    const int port = feed->site->port;

    if (uv_ip4_addr(host, port, (struct sockaddr_in *)(void *)ret_address) == 0 ||
        uv_ip6_addr(host, port, (struct sockaddr_in6 *)(void *)ret_address) == 0)
        return TCS_OK;
    snprintf(ret_error, TCS_FEED_ERROR_LEN, "feed '%s': '%s' is no IP address",
             feed->name, host);
    return TCS_E_IO;
}

static enum tcs_status open_one(struct tcs_live_feed *feed,
                                char ret_error[TCS_FEED_ERROR_LEN])
{
    switch (feed->site->transport) {
    case TCS_TRANSPORT_UDP:
        return tcs_udp_open(feed, ret_error);
    case TCS_TRANSPORT_TCP_CLIENT:
    case TCS_TRANSPORT_TCP_SERVER:
        return tcs_tcp_open(feed, ret_error);
    case TCS_TRANSPORT_MQTT:
        return tcs_mqtt_feed_open(feed, ret_error);
    case TCS_TRANSPORT_HTTP:
        return tcs_http_open(feed, ret_error);
    case TCS_TRANSPORT_SERIAL:
        return tcs_octets_open(feed, &tcs_serial_octets);
    case TCS_TRANSPORT_CAPTURE:
        return tcs_octets_open(feed, &tcs_helper_octets);
    case TCS_TRANSPORT_FILE:
        break;
    }
    return TCS_OK;
}

static void close_one(struct tcs_live_feed *feed)
{
    switch (feed->site->transport) {
    case TCS_TRANSPORT_UDP:
        tcs_udp_close(feed);
        break;
    case TCS_TRANSPORT_TCP_CLIENT:
    case TCS_TRANSPORT_TCP_SERVER:
        tcs_tcp_close(feed);
        break;
    case TCS_TRANSPORT_MQTT:
        if (feed->own != NULL)
            tcs_mqtt_feed_close(feed);
        break;
    case TCS_TRANSPORT_HTTP:
        if (feed->own != NULL)
            tcs_http_close(feed);
        break;
    case TCS_TRANSPORT_SERIAL:
    case TCS_TRANSPORT_CAPTURE:
        tcs_octets_close(feed);
        break;
    case TCS_TRANSPORT_FILE:
        break;
    }
}

static struct tcs_feeds *feeds_new(uv_loop_t *loop, const struct tcs_site *site)
{
    struct tcs_feeds *feeds = calloc(1, sizeof *feeds);

    if (feeds == NULL)
        return NULL;
    feeds->buffer = malloc((size_t)TCS_UDP_BATCH * TCS_DATAGRAM_MAX);
    if (feeds->buffer == NULL) {
        free(feeds);
        return NULL;
    }
    feeds->loop = loop;
    feeds->site = site;
    feeds->count = site->engine.feed_count;
    for (uint32_t i = 0; i < feeds->count; i++) {
        struct tcs_live_feed *feed = &feeds->feeds[i];

        feed->owner = feeds;
        feed->site = &site->feeds[i];
        feed->name = site->engine.feeds[i].name;
        feed->index = (uint16_t)i;
        feed->socket = -1;
    }
    return feeds;
}

/* Each is a different thing that feeds need of their surroundings. */
/* NOLINTNEXTLINE(readability-function-size) */
enum tcs_status tcs_feeds_open(uv_loop_t *loop, const struct tcs_site *site,
                               struct tcs_clock *clock, tcs_feed_emit emit, void *context,
                               struct tcs_feeds **ret_feeds,
                               char ret_error[TCS_FEED_ERROR_LEN])
{
    struct tcs_feeds *feeds = feeds_new(loop, site);
    enum tcs_status status = TCS_OK;

    if (feeds == NULL) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "out of memory");
        return TCS_E_MEMORY;
    }
    feeds->clock = clock;
    feeds->emit = emit;
    feeds->context = context;
    for (uint32_t i = 0; i < feeds->count && status == TCS_OK; i++)
        status = open_one(&feeds->feeds[i], ret_error);
    if (status == TCS_OK) {
        *ret_feeds = feeds;
        return TCS_OK;
    }
    tcs_feeds_close(feeds);
    uv_run(loop, UV_RUN_NOWAIT); /* lets the closed handles go */
    tcs_feeds_free(feeds);
    return status;
}

void tcs_feeds_close(struct tcs_feeds *feeds)
{
    for (uint32_t i = 0; i < feeds->count; i++) {
        feeds->feeds[i].closing = true;
        close_one(&feeds->feeds[i]);
    }
}

void tcs_feeds_free(struct tcs_feeds *feeds)
{
    for (uint32_t i = 0; i < feeds->count; i++) {
        struct tcs_live_feed *feed = &feeds->feeds[i];

        free(feed->talk);
        if (feed->own != NULL && feed->site->transport == TCS_TRANSPORT_MQTT)
            tcs_mqtt_feed_free(feed);
        else if (feed->own != NULL)
            tcs_http_free(feed);
    }
    free(feeds->buffer);
    free(feeds);
}

bool tcs_feeds_up(const struct tcs_feeds *feeds, uint32_t feed)
{
    return feeds->feeds[feed].up;
}

uint64_t tcs_feeds_dropped(const struct tcs_feeds *feeds, uint32_t feed)
{
    return feeds->feeds[feed].dropped;
}

uint64_t tcs_feeds_connects(const struct tcs_feeds *feeds, uint32_t feed)
{
    return feeds->feeds[feed].connects;
}

uint64_t tcs_feeds_kernel_dropped(const struct tcs_feeds *feeds, uint32_t feed)
{
    return feeds->feeds[feed].kernel_dropped;
}
