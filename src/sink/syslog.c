/* SPDX-License-Identifier: Apache-2.0 */
/*
 * syslog.c -- an output to a collector of logs: changes of alarms and how we fare, as
 * messages of RFC 5424. Over UDP a datagram is one (RFC 5426); in a stream the number of
 * its octets and a blank go before each (RFC 6587, 3.4.1; over TLS RFC 5425).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sink/wire.h"

_Static_assert((int)TCS_VIEW_SYSLOG_LEN <= (int)TCS_SINK_TEXT_MAX, "a change fits");

struct syslog {
    struct tcs_wire wire;
    bool any_status;
    struct tcs_time last; /* status */
    size_t up;            /* feeds and outputs, then */
};

static size_t write_change(struct tcs_sink *sink, struct tcs_time now,
                           const struct tcs_sink_picture *picture,
                           const struct tcs_alarm_change *change,
                           char text[TCS_SINK_TEXT_MAX])
{
    const struct tcs_site *site = tcs_sinks_site(sink->sinks);
    const struct tcs_view_picture none = { 0 };

    if (sink->site->message == TCS_MESSAGE_OCSF)
        tcs_view_syslog_ocsf(site, now, picture != NULL ? &picture->shown : &none, change,
                             text);
    else
        tcs_view_syslog(site, now, change, text);
    return strlen(text);
}

static void frame(const struct tcs_wire *wire, struct tcs_bytes line,
                  struct tcs_writer *w)
{
    char count[16];

    snprintf(count, sizeof count, "%zu ", line.len);
    if (wire->sink.site->way != TCS_WAY_UDP)
        tcs_write_bytes(w, count, strlen(count));
    tcs_write_bytes(w, line.data, line.len);
}

static bool encode(struct tcs_wire *wire, const struct tcs_sink_item *item,
                   struct tcs_writer *w)
{
    frame(wire, tcs_bytes(item->text, item->len), w);
    return true;
}

static size_t things_up(const struct tcs_site *site, const struct tcs_view_health *health)
{
    size_t up = 0;

    for (uint32_t i = 0; i < site->engine.feed_count; i++)
        up += health->feed_up[i];
    for (uint32_t i = 0; i < site->sink_count; i++)
        up += health->outputs[i].up;
    return up;
}

/* Every period, and at once when something has come up or gone down. */
static void status(struct tcs_sink *sink, const struct tcs_view_health *health)
{
    struct syslog *syslog = (struct syslog *)sink;
    const struct tcs_site *site = tcs_sinks_site(sink->sinks);
    const double since_s = tcs_span_seconds(tcs_time_since(health->now, syslog->last));
    const size_t up = things_up(site, health);
    char line[TCS_VIEW_SYSLOG_LEN];
    uint8_t room[TCS_WIRE_MESSAGE_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (!tcs_wire_ready(&syslog->wire) ||
        (syslog->any_status && up == syslog->up && since_s >= 0.0 &&
         since_s < sink->site->period_s))
        return;
    syslog->any_status = true;
    syslog->last = health->now;
    syslog->up = up;
    tcs_view_syslog_status(site, health, line);
    frame(&syslog->wire, tcs_bytes(line, strlen(line)), &w);
    (void)tcs_wire_send(&syslog->wire, tcs_written(&w));
}

struct tcs_sink *tcs_syslog_open(struct tcs_sinks *sinks,
                                 const struct tcs_sink_site *site)
{
    struct syslog *syslog = calloc(1, sizeof *syslog);

    if (syslog == NULL)
        return NULL;
    syslog->wire.sink.states_only = true;
    syslog->wire.sink.write = write_change;
    syslog->wire.sink.status = status;
    syslog->wire.encode = encode;
    if (!tcs_wire_open(&syslog->wire, sinks, site)) {
        free(syslog);
        return NULL;
    }
    return &syslog->wire.sink;
}
