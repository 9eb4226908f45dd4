/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_WIRE_H
#define TCS_SINK_WIRE_H

/*
 * wire.h -- an output that sends messages over UDP, TCP or TLS in a protocol that
 * acknowledges nothing.
 *
 * A change counts as delivered over UDP when the kernel has taken its datagram, over a
 * stream when the other side's TCP has acknowledged its octets; what was on its way when
 * a connection was lost is sent again on the next one. Given up after 60 s.
 */

#include "sink/datagrams.h"
#include "sink/inside.h"
#include "sink/stream.h"

enum { TCS_WIRE_MESSAGE_MAX = TCS_DATAGRAM_OUT_MAX };

/* An output of this kind begins its own structure with it. */
struct tcs_wire {
    struct tcs_sink sink;
    /* Writes a change as one message, framing and all. False: it cannot be said. */
    bool (*encode)(struct tcs_wire *wire, const struct tcs_sink_item *item,
                   struct tcs_writer *w);
    /* Of streams; each may be NULL. */
    void (*begun)(struct tcs_wire *wire);
    void (*heard)(struct tcs_wire *wire, struct tcs_bytes octets);
    void (*tick)(struct tcs_wire *wire); /* while it is up */
    bool held;                           /* nothing may be said now */
    bool closed;
    uv_timer_t timer;
    struct tcs_datagrams datagrams; /* UDP */
    struct tcs_stream stream;       /* TCP, TLS */
};

/* The members before `closed` are set, the rest is zero. Sets the functions of the sink
 * that alarms and the end need. False: no memory, or no handle. */
bool tcs_wire_open(struct tcs_wire *wire, struct tcs_sinks *sinks,
                   const struct tcs_sink_site *site);

/* Whether it makes sense to say something. */
bool tcs_wire_ready(const struct tcs_wire *wire);

/* A message that is no change of an alarm. False: lost, and counted as failed. */
bool tcs_wire_send(struct tcs_wire *wire, struct tcs_bytes message);

#endif
