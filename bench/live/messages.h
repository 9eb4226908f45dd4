/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_LIVE_MESSAGES_H
#define TCS_BENCH_LIVE_MESSAGES_H

/*
 * messages.h -- what the sensors of bench/live say of one scene: forty drones within two
 * kilometres of the site and two hundred aircraft within fifty, each on a circle of its
 * own, at the present moment and in the formats that our encoders write.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* The moment, and which message of its feed it is: the objects take turns. */
struct moment {
    int64_t utc_ns;
    uint64_t number;
};

enum way {
    WAY_UDP,       /* datagrams to the port, multicast when the row has a group */
    WAY_CONNECT,   /* a stream to tocsin */
    WAY_LISTEN,    /* a stream from a server that tocsin connects to */
    WAY_HTTP,      /* the same, begun by a request: an answer without end */
    WAY_HTTP_POLL, /* an answer a request: as many as tocsin asks for */
    WAY_MQTT,      /* to a broker */
};

struct feed_row {
    const char *name; /* of the feed in the site file */
    enum way way;
    double share;      /* of all messages, to the sum of the feeds that speak */
    const char *where; /* multicast group, or topic */
    /* Writes one message; how many records there are in it, 0 when it could not. */
    unsigned (*make)(const struct moment *moment, struct tcs_writer *w);
    /* What a stream begins with, and how many records that is; NULL: nothing. */
    unsigned (*begin)(const struct moment *moment, struct tcs_writer *w);
};

extern const struct feed_row feed_rows[];
extern const size_t feed_row_count;

#endif
