/* SPDX-License-Identifier: Apache-2.0 */
#include "feed/talk.h"

#include <stdlib.h>
#include <string.h>

#include "node/sapient.h"

enum { TICK_MS = 1000, WAITING_MAX = 1 << 20 };

struct tcs_talk {
    struct tcs_node node;
    uint8_t room[TCS_NODE_ROOM];
};

struct post {
    uv_write_t request;
    uint8_t octets[];
};

static void on_written(uv_write_t *request, int status)
{
    (void)status; /* a connection that is lost shows when reading */
    free(request->data);
}

/* Somebody who does not read is not written to without end. */
static void post(struct tcs_live_feed *feed, struct tcs_bytes octets)
{
    uv_stream_t *stream = (uv_stream_t *)&feed->stream;
    if (octets.len == 0 || uv_stream_get_write_queue_size(stream) > WAITING_MAX)
        return;
    struct post *post = malloc(sizeof *post + octets.len);
    if (post == NULL)
        return;
    memcpy(post->octets, octets.data, octets.len);
    post->request.data = post;
    const uv_buf_t buffer = uv_buf_init((char *)post->octets, (unsigned)octets.len);
    if (uv_write(&post->request, stream, &buffer, 1, on_written) != 0)
        free(post);
}

static struct tcs_writer writer(struct tcs_talk *talk)
{
    return tcs_writer(talk->room, sizeof talk->room);
}

static void on_tick(uv_timer_t *timer)
{
    struct tcs_live_feed *feed = timer->data;
    struct tcs_writer out = writer(feed->talk);
    tcs_node_tick(&feed->talk->node, tcs_clock_now(feed->owner->clock), &out);
    post(feed, tcs_written(&out));
}

bool tcs_talk_open(struct tcs_live_feed *feed)
{
    const struct tcs_site *site = feed->owner->site;
    if (site->engine.feeds[feed->index].protocol != TCS_PROTOCOL_SAPIENT)
        return true;
    feed->talk = calloc(1, sizeof *feed->talk);
    if (feed->talk == NULL)
        return false;
    tcs_node_init(&feed->talk->node,
                  feed->site->transport == TCS_TRANSPORT_TCP_SERVER ? TCS_NODE_SERVER
                                                                    : TCS_NODE_FUSION,
                  site, feed->name, "");
    return true;
}

void tcs_talk_begin(struct tcs_live_feed *feed)
{
    if (feed->talk == NULL)
        return;
    struct tcs_writer out = writer(feed->talk);
    tcs_node_begin(&feed->talk->node, tcs_clock_now(feed->owner->clock), &out);
    post(feed, tcs_written(&out));
    uv_timer_start(&feed->timer, on_tick, TICK_MS, TICK_MS);
}

bool tcs_talk_take(struct tcs_live_feed *feed, struct tcs_time now,
                   struct tcs_bytes octets)
{
    if (feed->talk == NULL)
        return true;
    struct tcs_writer out = writer(feed->talk);
    const bool good = tcs_node_take(&feed->talk->node, now, octets, &out);
    post(feed, tcs_written(&out));
    return good;
}

void tcs_talk_end(struct tcs_live_feed *feed)
{
    if (feed->talk != NULL && feed->timer_open)
        uv_timer_stop(&feed->timer);
}
