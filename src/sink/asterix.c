/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asterix.c -- one output of system tracks: view/sdps.h's datagrams over UDP, to a host
 * or a multicast group.
 *
 * A cycle is sent every period, a status every STATUS_EVERY cycles and with the first.
 */
#include <stdlib.h>

#include "sink/datagrams.h"
#include "sink/inside.h"
#include "view/sdps.h"

enum { STATUS_EVERY = 4 }; /* cycles */

struct asterix {
    struct tcs_sink sink;
    struct tcs_datagrams datagrams;
    struct tcs_time last; /* cycle */
    uint64_t cycles;
    struct tcs_sdps sdps;
};

static void send_datagram(void *context, struct tcs_bytes datagram)
{
    struct asterix *a = context;
    const char *why = tcs_datagrams_send(&a->datagrams, datagram);

    a->sink.counts.posted++;
    if (why == NULL) {
        a->sink.counts.delivered++;
        a->sink.counts.last_ms = 0.0;
        return;
    }
    a->sink.counts.failed++;
    tcs_sink_trouble(&a->sink, why);
}

static void send_picture(struct tcs_sink *sink, const struct tcs_sink_picture *picture)
{
    struct asterix *a = (struct asterix *)sink;
    const struct tcs_site *site = tcs_sinks_site(sink->sinks);
    const struct tcs_sdps_to to = { send_datagram, a };
    const double since_s = tcs_span_seconds(tcs_time_since(picture->now, a->last));

    if (uv_is_closing((uv_handle_t *)&a->datagrams.socket) ||
        (a->cycles > 0 && since_s >= 0.0 && since_s < sink->site->period_s))
        return;
    a->last = picture->now;
    if (a->cycles++ % STATUS_EVERY == 0)
        tcs_sdps_status(&a->sdps, site, picture->now, picture->silence_s, to);
    tcs_sdps_tracks(&a->sdps, site, picture->now, picture->shown.tracks,
                    picture->shown.track_count, to);
}

static void close_asterix(struct tcs_sink *sink)
{
    tcs_datagrams_close(&((struct asterix *)sink)->datagrams);
}

static void free_asterix(struct tcs_sink *sink)
{
    free(sink);
}

struct tcs_sink *tcs_asterix_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site)
{
    struct asterix *a = calloc(1, sizeof *a);

    if (a == NULL)
        return NULL;
    if (!tcs_sdps_begin(&a->sdps, site->sac, site->sic, site->edition) ||
        !tcs_datagrams_open(&a->datagrams, tcs_sinks_loop(sinks), site->address,
                            site->port)) {
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
