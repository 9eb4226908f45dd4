/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_STREAM_H
#define TCS_SINK_STREAM_H

/*
 * stream.h -- a connection over TCP or TLS that is made again whenever it is lost.
 *
 * libcurl resolves the name, connects and does TLS; afterwards the loop watches the
 * socket. Tried again after 0.2 s, then after twice as long each time, up to 5 s. A name
 * that is not found, a handshake that fails or takes more than 5 s, and a peer that takes
 * nothing for 10 s, are told as the reason of a loss.
 *
 * What is put waits in a bounded room until the kernel takes it: whole messages or none.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "config/site.h"
#include "net/curl.h"

enum { TCS_STREAM_ROOM = 1 << 18 };

struct tcs_stream {
    const struct tcs_sink_site *to;
    void *context;
    void (*up)(void *context);
    void (*heard)(void *context, struct tcs_bytes octets);
    void (*lost)(void *context, const char *why);
    struct tcs_curl curl;
    CURL *easy;                /* NULL: no connection */
    struct curl_slist *direct; /* of the address, when the certificate has another name */
    uv_poll_t *watch;          /* of the socket, once it is connected */
    curl_socket_t socket;
    uint64_t try_at_ms;
    uint64_t backoff_ms;
    uint64_t put;      /* octets since the connection was made */
    uint64_t taken;    /* of them, by the other side's system */
    uint64_t moved_ms; /* when that last grew, or nothing waited */
    size_t start;      /* of what waits in room */
    size_t end;
    bool fixed; /* libcurl must be given what waits again from the same place */
    uint8_t room[TCS_STREAM_ROOM];
};

/* to, context and callbacks are set before; the rest is zero. False: no memory. */
bool tcs_stream_open(struct tcs_stream *stream, uv_loop_t *loop);

/* To be called ten times a second: connects, and looks how far things are. */
void tcs_stream_tick(struct tcs_stream *stream);

static inline bool tcs_stream_is_up(const struct tcs_stream *stream)
{
    return stream->watch != NULL;
}

/* False: not connected, or no room. */
bool tcs_stream_put(struct tcs_stream *stream, struct tcs_bytes message);
void tcs_stream_lose(struct tcs_stream *stream, const char *why);
void tcs_stream_close(struct tcs_stream *stream);

#endif
