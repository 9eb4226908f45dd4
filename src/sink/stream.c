/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "base/text.h"

enum {
    BACKOFF_FIRST_MS = 200,
    BACKOFF_MAX_MS = 5000,
    CONNECT_MAX_MS = 5000,
    STUCK_MAX_MS = 10000,
    URL_LEN = 128,
};

static uint64_t now_ms(const struct tcs_stream *stream)
{
    return uv_now(stream->curl.loop);
}

static void watch_closed(uv_handle_t *handle)
{
    free(handle);
}

static void drop(struct tcs_stream *stream)
{
    if (stream->watch != NULL) {
        (void)uv_poll_stop(stream->watch);
        uv_close((uv_handle_t *)stream->watch, watch_closed);
        stream->watch = NULL;
    }
    if (stream->easy != NULL) {
        tcs_curl_remove(&stream->curl, stream->easy);
        curl_easy_cleanup(stream->easy);
        stream->easy = NULL;
    }
    curl_slist_free_all(stream->direct);
    stream->direct = NULL;
    stream->start = stream->end = 0;
    stream->put = stream->taken = 0;
    stream->fixed = false;
}

void tcs_stream_lose(struct tcs_stream *stream, const char *why)
{
    drop(stream);
    stream->backoff_ms = stream->backoff_ms == 0 ? BACKOFF_FIRST_MS
                         : stream->backoff_ms < BACKOFF_MAX_MS / 2
                             ? stream->backoff_ms * 2
                             : BACKOFF_MAX_MS;
    stream->try_at_ms = now_ms(stream) + stream->backoff_ms;
    stream->lost(stream->context, why);
}

/* Why goes by value: what libcurl says of it is gone with the transfer. */
static void lose_by(struct tcs_stream *stream, CURLcode code)
{
    char why[CURL_ERROR_SIZE] = "connection lost";

    if (code != CURLE_OK && (code != CURLE_RECV_ERROR || stream->curl.why[0] != '\0'))
        (void)tcs_text_copy(why, sizeof why,
                            tcs_text_bytes(tcs_curl_why(&stream->curl, code)));
    tcs_stream_lose(stream, why);
}

static void on_ready(uv_poll_t *watch, int status, int events);

static void flush(struct tcs_stream *stream)
{
    while (stream->start < stream->end) {
        size_t sent = 0;
        const CURLcode code = curl_easy_send(stream->easy, stream->room + stream->start,
                                             stream->end - stream->start, &sent);

        stream->fixed = code == CURLE_AGAIN;
        if (stream->fixed)
            break;
        if (code != CURLE_OK) {
            lose_by(stream, code);
            return;
        }
        stream->start += sent;
    }
    if (stream->start == stream->end)
        stream->start = stream->end = 0;
    (void)uv_poll_start(stream->watch,
                        UV_READABLE | (stream->start < stream->end ? UV_WRITABLE : 0),
                        on_ready);
}

/* All that is there: TLS may hold octets back of which the socket knows nothing more. */
static void take(struct tcs_stream *stream)
{
    char room[8192];

    while (stream->watch != NULL) {
        size_t len = 0;
        const CURLcode code = curl_easy_recv(stream->easy, room, sizeof room, &len);

        if (code == CURLE_AGAIN)
            return;
        if (code != CURLE_OK || len == 0)
            lose_by(stream, code);
        else
            stream->heard(stream->context, tcs_bytes(room, len));
    }
}

static void on_ready(uv_poll_t *watch, int status, int events)
{
    struct tcs_stream *stream = watch->data;

    if (status < 0) {
        tcs_stream_lose(stream, "connection lost");
        return;
    }
    take(stream);
    if (stream->watch == watch && (events & UV_WRITABLE) != 0)
        flush(stream);
}

bool tcs_stream_put(struct tcs_stream *stream, struct tcs_bytes message)
{
    if (stream->watch == NULL)
        return false;
    if (message.len > sizeof stream->room - stream->end && !stream->fixed) {
        memmove(stream->room, stream->room + stream->start, stream->end - stream->start);
        stream->end -= stream->start;
        stream->start = 0;
    }
    if (message.len > sizeof stream->room - stream->end)
        return false;
    memcpy(stream->room + stream->end, message.data, message.len);
    stream->end += message.len;
    stream->put += message.len;
    flush(stream);
    return stream->watch != NULL;
}

static bool begin_watch(struct tcs_stream *stream)
{
    uv_poll_t *watch = calloc(1, sizeof *watch);

    if (watch == NULL ||
        curl_easy_getinfo(stream->easy, CURLINFO_ACTIVESOCKET, &stream->socket) !=
            CURLE_OK ||
        stream->socket == CURL_SOCKET_BAD ||
        uv_poll_init_socket(stream->curl.loop, watch, stream->socket) != 0) {
        free(watch);
        return false;
    }
    watch->data = stream;
    stream->watch = watch;
    return true;
}

static void on_done(void *context, CURL *easy, CURLcode result)
{
    struct tcs_stream *stream = context;

    (void)easy;
    if (result != CURLE_OK) {
        lose_by(stream, result);
        return;
    }
    if (!begin_watch(stream)) {
        tcs_stream_lose(stream, "out of handles");
        return;
    }
    stream->moved_ms = now_ms(stream);
    flush(stream);
    stream->up(stream->context);
    if (stream->watch != NULL)
        take(stream);
}

/* host as in a URL: an address of IPv6 in brackets. */
static void put_host(char *text, size_t size, const char *before, const char *host,
                     unsigned port)
{
    const bool brackets = strchr(host, ':') != NULL;

    snprintf(text, size, "%s%s%s%s:%u", before, brackets ? "[" : "", host,
             brackets ? "]" : "", port);
}

static void set_tls(struct tcs_stream *stream)
{
    const struct tcs_sink_site *to = stream->to;
    CURL *easy = stream->easy;
    char direct[URL_LEN];

    (void)curl_easy_setopt(easy, CURLOPT_CAINFO, to->ca);
    (void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    (void)curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L); /* it is no HTTP */
    if (to->certificate[0] != '\0') {
        (void)curl_easy_setopt(easy, CURLOPT_SSLCERT, to->certificate);
        (void)curl_easy_setopt(easy, CURLOPT_SSLKEY, to->key);
    }
    if (to->server_name[0] != '\0') {
        put_host(direct, sizeof direct, "::", to->address, to->port);
        stream->direct = curl_slist_append(NULL, direct);
        (void)curl_easy_setopt(easy, CURLOPT_CONNECT_TO, stream->direct);
    }
}

static void begin_connect(struct tcs_stream *stream)
{
    const struct tcs_sink_site *to = stream->to;
    const bool tls = to->way == TCS_WAY_TLS;
    CURL *easy = stream->easy = curl_easy_init();
    char url[URL_LEN];

    if (easy == NULL) {
        tcs_stream_lose(stream, "out of memory");
        return;
    }
    put_host(url, sizeof url, tls ? "https://" : "http://",
             tls && to->server_name[0] != '\0' ? to->server_name : to->address, to->port);
    (void)curl_easy_setopt(easy, CURLOPT_URL, url);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MAX_MS);
    if (tls)
        set_tls(stream);
    if (!tcs_curl_add(&stream->curl, easy))
        tcs_stream_lose(stream, "out of memory");
}

/* How much the other side's system has taken: neither here nor in our kernel's queue.
 * Over TLS the kernel counts more octets than we do, so it is never too much. */
static void look(struct tcs_stream *stream)
{
    int queued = 0;

    if (ioctl(stream->socket, SIOCOUTQ, &queued) != 0)
        return;
    const uint64_t waits = stream->end - stream->start + (uint64_t)queued;
    const uint64_t taken = waits < stream->put ? stream->put - waits : 0;

    if (waits == 0 || taken > stream->taken)
        stream->moved_ms = now_ms(stream);
    if (taken > stream->taken) {
        stream->taken = taken;
        stream->backoff_ms = 0;
    }
    if (now_ms(stream) - stream->moved_ms > STUCK_MAX_MS)
        tcs_stream_lose(stream, "the other side took nothing for 10 s");
}

void tcs_stream_tick(struct tcs_stream *stream)
{
    if (stream->watch != NULL)
        look(stream);
    else if (stream->easy == NULL && now_ms(stream) >= stream->try_at_ms)
        begin_connect(stream);
}

bool tcs_stream_open(struct tcs_stream *stream, uv_loop_t *loop)
{
    return tcs_curl_open(&stream->curl, loop, on_done, stream);
}

void tcs_stream_close(struct tcs_stream *stream)
{
    drop(stream);
    tcs_curl_close(&stream->curl);
}
