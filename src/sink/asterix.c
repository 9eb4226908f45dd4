/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asterix.c -- one output of system tracks: view/sdps.h's datagrams over UDP, to a host
 * or a multicast group.
 *
 * A cycle is sent every period, a status every STATUS_PERIODS cycles and with the first.
 * A datagram that the kernel has no room for is lost, as on any network, and counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sink/inside.h"
#include "view/sdps.h"

enum { STATUS_EVERY = 4 }; /* cycles */

struct asterix {
    struct tcs_sink sink;
    uv_udp_t socket;
    struct sockaddr_storage to;
    struct tcs_time last; /* cycle */
    uint64_t cycles;
    struct tcs_sdps sdps;
};

static void send_datagram(void *context, struct tcs_bytes datagram)
{
    struct asterix *a = context;
    char copy[TCS_SDPS_DATAGRAM_MAX]; /* libuv wants octets that it might change */
    const uv_buf_t buffer = { .base = copy, .len = datagram.len };

    memcpy(copy, datagram.data, datagram.len);
    const int sent =
        uv_udp_try_send(&a->socket, &buffer, 1, (const struct sockaddr *)&a->to);

    a->sink.counts.posted++;
    if (sent >= 0) {
        a->sink.counts.delivered++;
        a->sink.counts.last_ms = 0.0;
        return;
    }
    a->sink.counts.failed++;
    tcs_sink_trouble(&a->sink, uv_strerror(sent));
}

static void send_picture(struct tcs_sink *sink, const struct tcs_sink_picture *picture)
{
    struct asterix *a = (struct asterix *)sink;
    const struct tcs_site *site = tcs_sinks_site(sink->sinks);
    const struct tcs_sdps_to to = { send_datagram, a };
    const double since_s = tcs_span_seconds(tcs_time_since(picture->now, a->last));

    if (uv_is_closing((uv_handle_t *)&a->socket) ||
        (a->cycles > 0 && since_s >= 0.0 && since_s < sink->site->period_s))
        return;
    a->last = picture->now;
    if (a->cycles++ % STATUS_EVERY == 0)
        tcs_sdps_status(&a->sdps, site, picture->now, picture->silence_s, to);
    tcs_sdps_tracks(&a->sdps, site, picture->now, picture->tracks, picture->track_count,
                    to);
}

static void close_asterix(struct tcs_sink *sink)
{
    struct asterix *a = (struct asterix *)sink;

    if (!uv_is_closing((uv_handle_t *)&a->socket))
        uv_close((uv_handle_t *)&a->socket, NULL);
}

static void free_asterix(struct tcs_sink *sink)
{
    free(sink);
}

static bool resolve(const struct tcs_sink_site *site, struct sockaddr_storage *to)
{
    return uv_ip4_addr(site->address, site->port, (struct sockaddr_in *)to) == 0 ||
           uv_ip6_addr(site->address, site->port, (struct sockaddr_in6 *)to) == 0;
}

struct tcs_sink *tcs_asterix_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site)
{
    struct asterix *a = calloc(1, sizeof *a);

    if (a == NULL)
        return NULL;
    if (!resolve(site, &a->to) ||
        !tcs_sdps_begin(&a->sdps, site->sac, site->sic, site->edition) ||
        uv_udp_init_ex(tcs_sinks_loop(sinks), &a->socket, a->to.ss_family) != 0) {
        free(a);
        return NULL;
    }
    a->sink.sinks = sinks;
    a->sink.site = site;
    a->sink.counts.up = true;
    a->sink.counts.last_ms = -1.0;
    a->sink.picture = send_picture;
    a->sink.close = close_asterix;
    a->sink.free = free_asterix;
    return &a->sink;
}
