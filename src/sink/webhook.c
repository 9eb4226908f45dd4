/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook.c -- one webhook: a POST of each change of state, one after the other. A
 * connection is kept for the next one, as libcurl does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/schema.h"
#include "net/curl.h"
#include "sink/inside.h"

enum {
    WAIT_FIRST_MS = 250,
    WAIT_MAX_MS = 8000,
    CONNECT_MAX_MS = 5000,
    ANSWER_MAX_MS = 10000,
    ITEM_MAX_MS = 60000,
    TOKEN_MAX = 1024,
};

struct webhook {
    struct tcs_sink sink;
    struct tcs_curl curl;
    CURL *easy;
    struct curl_slist *fields; /* of the request under way */
    uv_timer_t next;           /* when to try again */
    uint64_t wait_ms;          /* after a failure */
    bool running;
    bool closed;
};

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count; /* only the code counts */
}

static bool add_field(struct webhook *hook, const char *line)
{
    struct curl_slist *more = curl_slist_append(hook->fields, line);

    if (more != NULL)
        hook->fields = more;
    return more != NULL;
}

/* Read each time, so that a new one counts at once. */
static bool add_token(struct webhook *hook)
{
    char line[TOKEN_MAX + 32];
    uint8_t *token = NULL;
    size_t len = 0;

    if (tcs_file_read(hook->sink.site->token_file, TOKEN_MAX, &token, &len) != TCS_OK)
        return false;
    while (len > 0 && token[len - 1] <= ' ')
        len--;
    snprintf(line, sizeof line, "Authorization: Bearer %.*s", (int)len,
             (const char *)token);
    free(token);
    return len > 0 && add_field(hook, line);
}

static bool begin(struct webhook *hook, const struct tcs_sink_item *item)
{
    curl_slist_free_all(hook->fields);
    hook->fields = NULL;
    if (!add_field(hook, "Content-Type: application/json") ||
        (hook->sink.site->token_file[0] != '\0' && !add_token(hook))) {
        tcs_sink_trouble(&hook->sink, "the token cannot be read");
        return false;
    }
    (void)curl_easy_setopt(hook->easy, CURLOPT_HTTPHEADER, hook->fields);
    (void)curl_easy_setopt(hook->easy, CURLOPT_POSTFIELDS, item->text);
    (void)curl_easy_setopt(hook->easy, CURLOPT_POSTFIELDSIZE, (long)item->len);
    return tcs_curl_add(&hook->curl, hook->easy);
}

static void on_next(uv_timer_t *timer);

static void try_later(struct webhook *hook)
{
    hook->sink.counts.up = false;
    hook->wait_ms = hook->wait_ms == 0 ? WAIT_FIRST_MS : hook->wait_ms * 2;
    if (hook->wait_ms > WAIT_MAX_MS)
        hook->wait_ms = WAIT_MAX_MS;
    (void)uv_timer_start(&hook->next, on_next, hook->wait_ms, 0);
}

static void expire(struct tcs_sink *sink)
{
    while (sink->queue.count > 0 && uv_hrtime() - sink->queue.items[0]->posted_ns >
                                        UINT64_C(1000000) * ITEM_MAX_MS)
        tcs_sink_finish(sink, 0, false, "not accepted within 60 s");
}

static void pump(struct tcs_sink *sink)
{
    struct webhook *hook = (struct webhook *)sink;

    if (hook->running || hook->closed || uv_is_active((uv_handle_t *)&hook->next))
        return;
    expire(sink);
    if (sink->queue.count == 0)
        return;
    struct tcs_sink_item *item = sink->queue.items[tcs_sink_queue_next(&sink->queue)];

    item->busy = hook->running = begin(hook, item);
    if (!hook->running)
        try_later(hook);
}

static void on_next(uv_timer_t *timer)
{
    pump(timer->data);
}

static size_t busy_index(const struct tcs_sink_queue *queue)
{
    size_t i = 0;

    while (i < queue->count && !queue->items[i]->busy)
        i++;
    return i;
}

/* Whether another try may have another answer. */
static bool is_passing(CURLcode result, long code)
{
    return result != CURLE_OK || code == 408 || code == 425 || code == 429 || code >= 500;
}

static void on_done(void *context, CURL *easy, CURLcode result)
{
    struct webhook *hook = context;
    struct tcs_sink_queue *queue = &hook->sink.queue;
    const size_t index = busy_index(queue);
    char detail[TCS_DELIVERY_DETAIL_LEN];
    long code = 0;

    (void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    if (result == CURLE_OK)
        snprintf(detail, sizeof detail, "HTTP %ld", code);
    else
        snprintf(detail, sizeof detail, "%s", curl_easy_strerror(result));
    tcs_curl_remove(&hook->curl, easy);
    hook->running = false;
    if (is_passing(result, code)) {
        if (index < queue->count)
            queue->items[index]->busy = false;
        tcs_sink_trouble(&hook->sink, detail);
        try_later(hook);
        return;
    }
    hook->wait_ms = 0;
    hook->sink.counts.up = code >= 200 && code < 300;
    if (index < queue->count)
        tcs_sink_finish(&hook->sink, index, hook->sink.counts.up, detail);
    pump(&hook->sink);
}

static void close_webhook(struct tcs_sink *sink)
{
    struct webhook *hook = (struct webhook *)sink;

    if (hook->closed)
        return;
    hook->closed = true;
    if (hook->running)
        tcs_curl_remove(&hook->curl, hook->easy);
    curl_easy_cleanup(hook->easy);
    curl_slist_free_all(hook->fields);
    tcs_curl_close(&hook->curl);
    uv_close((uv_handle_t *)&hook->next, NULL);
}

static void free_webhook(struct tcs_sink *sink)
{
    free(sink);
}

static bool set_up(struct webhook *hook)
{
    CURL *easy = hook->easy = curl_easy_init();

    if (easy == NULL)
        return false;
    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "tocsin");
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MAX_MS);
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)ANSWER_MAX_MS);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(easy, CURLOPT_POST, 1L);
    return curl_easy_setopt(easy, CURLOPT_URL, hook->sink.site->url) == CURLE_OK;
}

struct tcs_sink *tcs_webhook_open(struct tcs_sinks *sinks,
                                  const struct tcs_sink_site *site)
{
    struct webhook *hook = calloc(1, sizeof *hook);
    uv_loop_t *loop = tcs_sinks_loop(sinks);

    if (hook == NULL)
        return NULL;
    hook->sink = (struct tcs_sink) { .sinks = sinks,
                                     .site = site,
                                     .counts = { .last_ms = -1.0, .up = true },
                                     .states_only = true,
                                     .pump = pump,
                                     .close = close_webhook,
                                     .free = free_webhook };
    tcs_sink_queue_init(&hook->sink.queue);
    if (!set_up(hook) || !tcs_curl_open(&hook->curl, loop, on_done, hook)) {
        curl_easy_cleanup(hook->easy);
        free(hook);
        return NULL;
    }
    (void)uv_timer_init(loop, &hook->next);
    hook->next.data = hook;
    return &hook->sink;
}
