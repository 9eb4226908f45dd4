/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.c -- a URL that is asked every period, each answer being one event (of a protocol
 * that takes answers as a stream, as many as its length needs); or, without a period, one
 * answer that does not end, each piece of it being one event of a stream.
 *
 * An answer that says that nothing has changed (304, by entity tag or date) is none.
 * libcurl does the protocol (net/curl.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "feed/live.h"
#include "net/curl.h"

enum {
    CONNECT_MAX_MS = 5000,
    ANSWER_MAX_MS = 10000,
    EVENT_MAX = TCS_DATAGRAM_MAX - 1, /* octets */
    ANSWER_MAX = 16 * EVENT_MAX,      /* of several events */
    SILENCE_MAX_S = 60,               /* of a stream */
    FIELD_MAX = 160,
};

struct http {
    struct tcs_live_feed *feed;
    struct tcs_curl curl;
    CURL *easy;
    struct curl_slist *conditions; /* of the request under way */
    uv_timer_t next;               /* when to ask again */
    uint64_t asked_ms;
    uint64_t wait_ms; /* after a failure */
    bool running;
    bool failed; /* the answer was too long, or there was no room for it */
    size_t len;
    char tag[FIELD_MAX];  /* of the last answer; empty: it had none */
    char date[FIELD_MAX]; /* likewise */
    uint8_t answer[ANSWER_MAX];
};

static bool is_stream(const struct http *http)
{
    return http->feed->site->period_s == 0.0;
}

/* Whether an answer may be several events. */
static bool is_parted(const struct http *http)
{
    const struct tcs_live_feed *feed = http->feed;

    return feed->owner->site->engine.feeds[feed->index].framing == TCS_FRAMING_STREAM;
}

static long code_of(const struct http *http)
{
    long code = 0;

    (void)curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

/* --- what comes --- */

/* "Name: value\r\n" into to, when it is this one. */
static void take_field(struct tcs_bytes line, const char *name, char to[FIELD_MAX])
{
    const size_t name_len = strlen(name);
    size_t start = name_len;
    size_t end = line.len;

    if (line.len < name_len || strncasecmp((const char *)line.data, name, name_len) != 0)
        return;
    while (start < end && line.data[start] == ' ')
        start++;
    while (end > start && (line.data[end - 1] == '\r' || line.data[end - 1] == '\n'))
        end--;
    if (end - start < FIELD_MAX) {
        memcpy(to, line.data + start, end - start);
        to[end - start] = '\0';
    }
}

static size_t on_header(char *data, size_t size, size_t count, void *context)
{
    struct http *http = context;
    const struct tcs_bytes line = tcs_bytes(data, size * count);

    if (line.len > 5 && memcmp(data, "HTTP/", 5) == 0 && code_of(http) == 200) {
        http->tag[0] = '\0';
        http->date[0] = '\0';
    }
    if (code_of(http) == 200) {
        take_field(line, "ETag:", http->tag);
        take_field(line, "Last-Modified:", http->date);
    }
    return line.len;
}

/* A piece of a stream. False: its octets are lost, so it has to begin anew. */
static bool take_piece(struct http *http, struct tcs_bytes piece)
{
    struct tcs_live_feed *feed = http->feed;

    http->wait_ms = 0;
    tcs_live_set_up(feed, true);
    if (tcs_live_emit(feed, TCS_EVENT_BYTES, tcs_clock_now(feed->owner->clock), piece))
        return true;
    feed->dropped++;
    return false;
}

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    struct http *http = context;
    const size_t len = size * count;

    if (code_of(http) != 200)
        return len;
    if (is_stream(http))
        return take_piece(http, tcs_bytes(data, len)) ? len : 0;
    if (len > (is_parted(http) ? ANSWER_MAX : EVENT_MAX) - http->len) {
        http->failed = true;
        return 0;
    }
    memcpy(http->answer + http->len, data, len);
    http->len += len;
    return len;
}

/* --- asking --- */

static void add_condition(struct http *http, const char *name, const char *value)
{
    char line[FIELD_MAX + 32];

    if (value[0] == '\0')
        return;
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *more = curl_slist_append(http->conditions, line);

    if (more != NULL)
        http->conditions = more;
}

static void on_next(uv_timer_t *timer)
{
    struct http *http = timer->data;

    http->len = 0;
    http->failed = false;
    http->asked_ms = uv_now(timer->loop);
    curl_slist_free_all(http->conditions);
    http->conditions = NULL;
    add_condition(http, "If-None-Match", http->tag);
    add_condition(http, "If-Modified-Since", http->date);
    (void)curl_easy_setopt(http->easy, CURLOPT_HTTPHEADER, http->conditions);
    http->running = tcs_curl_add(&http->curl, http->easy);
}

static void ask_again(struct http *http, bool good)
{
    const uint64_t period_ms = (uint64_t)(http->feed->site->period_s * 1000.0);
    const uint64_t took_ms = uv_now(http->feed->owner->loop) - http->asked_ms;
    uint64_t wait_ms = period_ms > took_ms ? period_ms - took_ms : 0;

    if (good) {
        http->wait_ms = 0;
    } else {
        http->wait_ms = http->wait_ms == 0 ? TCS_WAIT_FIRST_MS : http->wait_ms * 2;
        if (http->wait_ms > TCS_WAIT_MAX_MS)
            http->wait_ms = TCS_WAIT_MAX_MS;
        if (wait_ms < http->wait_ms)
            wait_ms = http->wait_ms;
    }
    (void)uv_timer_start(&http->next, on_next, wait_ms, 0);
}

/* A whole answer. */
static bool emit_answer(struct http *http)
{
    const struct tcs_bytes answer = tcs_bytes(http->answer, http->len);
    const struct tcs_time now = tcs_clock_now(http->feed->owner->clock);
    size_t at = 0;

    do {
        if (!tcs_live_emit(http->feed, TCS_EVENT_BYTES, now,
                           tcs_bytes_part(answer, at, EVENT_MAX)))
            return false;
        at += EVENT_MAX;
    } while (at < answer.len);
    return true;
}

/* The answer is whole, or there will be none. There is one request only. */
static void on_done(void *context, CURL *easy, CURLcode result)
{
    struct http *http = context;
    struct tcs_live_feed *feed = http->feed;
    const long code = result == CURLE_OK ? code_of(http) : 0;
    const bool good = !is_stream(http) && (code == 200 || code == 304);

    tcs_curl_remove(&http->curl, easy);
    http->running = false;
    feed->dropped += http->failed;
    tcs_live_set_up(feed, good);
    if (code == 200 && !is_stream(http) && !emit_answer(http)) {
        feed->dropped++;
        tcs_live_set_up(feed, false); /* the next one begins anew */
        http->tag[0] = '\0';          /* it has to come again */
        http->date[0] = '\0';
    }
    ask_again(http, good);
}

static bool set_up_curl(struct http *http)
{
    CURL *easy = http->easy = curl_easy_init();

    if (easy == NULL)
        return false;
    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "tocsin");
    (void)curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MAX_MS);
    (void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    (void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, http);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, http);
    if (is_stream(http)) {
        (void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        (void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)SILENCE_MAX_S);
    } else {
        (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)ANSWER_MAX_MS);
    }
    return curl_easy_setopt(easy, CURLOPT_URL, http->feed->site->path) == CURLE_OK;
}

enum tcs_status tcs_http_open(struct tcs_live_feed *feed,
                              char ret_error[TCS_FEED_ERROR_LEN])
{
    struct http *http = calloc(1, sizeof *http);

    if (http == NULL)
        return TCS_E_MEMORY;
    http->feed = feed;
    if (!set_up_curl(http) ||
        !tcs_curl_open(&http->curl, feed->owner->loop, on_done, http)) {
        curl_easy_cleanup(http->easy);
        free(http);
        snprintf(ret_error, TCS_FEED_ERROR_LEN, "feed '%s': no such URL", feed->name);
        return TCS_E_IO;
    }
    feed->own = http;
    (void)uv_timer_init(feed->owner->loop, &http->next);
    http->next.data = http;
    (void)uv_timer_start(&http->next, on_next, 0, 0);
    return TCS_OK;
}

void tcs_http_close(struct tcs_live_feed *feed)
{
    struct http *http = feed->own;

    tcs_live_set_up(feed, false);
    if (http->running)
        tcs_curl_remove(&http->curl, http->easy);
    curl_easy_cleanup(http->easy);
    tcs_curl_close(&http->curl);
    curl_slist_free_all(http->conditions);
    uv_close((uv_handle_t *)&http->next, NULL);
}

void tcs_http_free(struct tcs_live_feed *feed)
{
    free(feed->own);
    feed->own = NULL;
}
