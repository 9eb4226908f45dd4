/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook.c -- one webhook: a POST of each change of state, one after the other. A
 * connection is kept for the next one, as libcurl does. While there is nothing to send,
 * a look at the server tells whether a change would get there: the token is read, and
 * a connection made and closed, TLS and all, without a request.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "net/curl.h"
#include "sink/inside.h"
#include "sink/token.h"

enum {
    WAIT_FIRST_MS = 250,
    WAIT_MAX_MS = 8000,
    CONNECT_MAX_MS = 5000,
    ANSWER_MAX_MS = 10000,
    ITEM_MAX_MS = 60000,
    LOOK_UP_MS = 60000,  /* until the next look, when it is well */
    LOOK_DOWN_MS = 5000, /* and when it is not */
};

struct webhook {
    struct tcs_sink sink;
    struct tcs_curl curl;
    CURL *easy;
    struct curl_slist *fields; /* of the request under way */
    CURL *look;                /* the one under way */
    struct tcs_token *token;   /* being read */
    uv_timer_t next;           /* when to try again */
    uv_timer_t look_next;
    uint64_t wait_ms; /* after a failure */
    bool running;
    bool refused; /* the last answer was final, and no success */
    bool closed;
};

static size_t on_body(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    (void)context;
    return size * count; /* only the code counts */
}

/* What requests and looks have in common. */
static bool set_up(struct webhook *hook, CURL *easy)
{
    const struct tcs_sink_site *site = hook->sink.site;

    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "tocsin");
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MAX_MS);
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)ANSWER_MAX_MS);
    if (site->ca[0] != '\0') {
        (void)curl_easy_setopt(easy, CURLOPT_CAINFO, site->ca);
        (void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    return curl_easy_setopt(easy, CURLOPT_URL, site->url) == CURLE_OK;
}

static bool add_field(struct webhook *hook, const char *line)
{
    struct curl_slist *more = curl_slist_append(hook->fields, line);

    if (more != NULL)
        hook->fields = more;
    return more != NULL;
}

static bool add_token(struct webhook *hook, const char *token)
{
    char line[TCS_TOKEN_MAX + 32];

    snprintf(line, sizeof line, "Authorization: Bearer %s", token);
    return add_field(hook, line);
}

/* ---- a look at the server ---- */

static void on_look(uv_timer_t *timer);

static void end_look(struct webhook *hook)
{
    if (hook->look == NULL)
        return;
    tcs_curl_remove(&hook->curl, hook->look);
    curl_easy_cleanup(hook->look);
    hook->look = NULL;
}

static void look_later(struct webhook *hook)
{
    (void)uv_timer_start(&hook->look_next, on_look,
                         hook->sink.counts.up ? LOOK_UP_MS : LOOK_DOWN_MS, 0);
}

static void looked(struct webhook *hook, const char *trouble)
{
    hook->sink.counts.up = trouble == NULL && !hook->refused;
    if (trouble != NULL)
        tcs_sink_trouble(&hook->sink, trouble);
    end_look(hook);
    look_later(hook);
}

static void begin_look(struct webhook *hook)
{
    CURL *easy = hook->look = curl_easy_init();

    if (easy == NULL || !set_up(hook, easy) ||
        curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L) != CURLE_OK ||
        !tcs_curl_add(&hook->curl, easy))
        looked(hook, "out of memory");
}

/* ---- requests ---- */

static void on_next(uv_timer_t *timer);

static void try_later(struct webhook *hook)
{
    hook->sink.counts.up = false;
    hook->wait_ms = hook->wait_ms == 0 ? WAIT_FIRST_MS : hook->wait_ms * 2;
    if (hook->wait_ms > WAIT_MAX_MS)
        hook->wait_ms = WAIT_MAX_MS;
    (void)uv_timer_start(&hook->next, on_next, hook->wait_ms, 0);
}

static size_t busy_index(const struct tcs_sink_queue *queue)
{
    size_t i = 0;

    while (i < queue->count && !queue->items[i]->busy)
        i++;
    return i;
}

static void expire(struct tcs_sink *sink)
{
    while (sink->queue.count > 0 && uv_hrtime() - sink->queue.items[0]->posted_ns >
                                        UINT64_C(1000000) * ITEM_MAX_MS)
        tcs_sink_finish(sink, 0, false, "not accepted within 60 s");
}

/* False: the request could not be made. */
static bool request(struct webhook *hook, const struct tcs_sink_item *item,
                    const char *token)
{
    curl_slist_free_all(hook->fields);
    hook->fields = NULL;
    if (!add_field(hook, "Content-Type: application/json") ||
        (token != NULL && !add_token(hook, token)))
        return false;
    (void)curl_easy_setopt(hook->easy, CURLOPT_HTTPHEADER, hook->fields);
    (void)curl_easy_setopt(hook->easy, CURLOPT_POSTFIELDS, item->text);
    (void)curl_easy_setopt(hook->easy, CURLOPT_POSTFIELDSIZE, (long)item->len);
    return tcs_curl_add(&hook->curl, hook->easy);
}

static void fail(struct webhook *hook, size_t index, const char *why)
{
    hook->running = false;
    if (index < hook->sink.queue.count)
        hook->sink.queue.items[index]->busy = false;
    tcs_sink_trouble(&hook->sink, why);
    try_later(hook);
}

static void on_next(uv_timer_t *timer);

/* With the token, where one is needed: to what waits for it. */
static void go_on(struct webhook *hook, const char *token)
{
    struct tcs_sink_queue *queue = &hook->sink.queue;
    const size_t index = busy_index(queue);
    const bool lacking = token == NULL && hook->sink.site->token_file[0] != '\0';

    if (!hook->running) {
        if (lacking)
            looked(hook, "the token cannot be read");
        else
            begin_look(hook);
        return;
    }
    if (index == queue->count) { /* it had to make room */
        hook->running = false;
        uv_timer_start(&hook->next, on_next, 0, 0);
    } else if (lacking) {
        fail(hook, index, "the token cannot be read");
    } else if (!request(hook, queue->items[index], token)) {
        fail(hook, index, "out of memory");
    }
}

static void on_token(void *context, const char *token)
{
    struct webhook *hook = context;

    hook->token = NULL;
    go_on(hook, token);
}

/* The token is read each time, so that a new one counts at once. */
static void start(struct webhook *hook)
{
    const char *path = hook->sink.site->token_file;

    if (hook->token != NULL)
        return; /* it is coming */
    if (path[0] != '\0')
        hook->token =
            tcs_token_read(tcs_sinks_loop(hook->sink.sinks), path, on_token, hook);
    if (hook->token == NULL)
        go_on(hook, NULL);
}

static void on_look(uv_timer_t *timer)
{
    struct webhook *hook = timer->data;

    look_later(hook);
    if (hook->token != NULL)
        expire(&hook->sink); /* its disk does not answer */
    else if (hook->look == NULL && !hook->running && hook->sink.queue.count == 0)
        start(hook); /* else what is sent tells more */
}

static void pump(struct tcs_sink *sink)
{
    struct webhook *hook = (struct webhook *)sink;

    if (hook->running || hook->closed || uv_is_active((uv_handle_t *)&hook->next))
        return;
    expire(sink);
    if (sink->queue.count == 0)
        return;
    end_look(hook); /* a change does not wait for it */
    sink->queue.items[tcs_sink_queue_next(&sink->queue)]->busy = true;
    hook->running = true;
    start(hook);
}

static void on_next(uv_timer_t *timer)
{
    pump(timer->data);
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

    if (easy == hook->look) {
        looked(hook, result != CURLE_OK ? tcs_curl_why(&hook->curl, result) : NULL);
        return;
    }
    (void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    if (result == CURLE_OK)
        snprintf(detail, sizeof detail, "HTTP %ld", code);
    else
        (void)tcs_text_copy(detail, sizeof detail,
                            tcs_text_bytes(tcs_curl_why(&hook->curl, result)));
    tcs_curl_remove(&hook->curl, easy);
    if (is_passing(result, code)) {
        fail(hook, index, detail);
        return;
    }
    hook->running = false;
    hook->wait_ms = 0;
    hook->sink.counts.up = code >= 200 && code < 300;
    hook->refused = !hook->sink.counts.up;
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
    end_look(hook);
    tcs_token_forget(hook->token);
    curl_easy_cleanup(hook->easy);
    curl_slist_free_all(hook->fields);
    tcs_curl_close(&hook->curl);
    uv_close((uv_handle_t *)&hook->next, NULL);
    uv_close((uv_handle_t *)&hook->look_next, NULL);
}

static void free_webhook(struct tcs_sink *sink)
{
    free(sink);
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
                                     .counts = { .last_ms = -1.0 },
                                     .states_only = true,
                                     .pump = pump,
                                     .close = close_webhook,
                                     .free = free_webhook };
    tcs_sink_queue_init(&hook->sink.queue);
    hook->easy = curl_easy_init();
    if (hook->easy == NULL || !set_up(hook, hook->easy) ||
        !tcs_curl_open(&hook->curl, loop, on_done, hook)) {
        curl_easy_cleanup(hook->easy);
        free(hook);
        return NULL;
    }
    (void)curl_easy_setopt(hook->easy, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(hook->easy, CURLOPT_POST, 1L);
    (void)uv_timer_init(loop, &hook->next);
    (void)uv_timer_init(loop, &hook->look_next);
    hook->next.data = hook->look_next.data = hook;
    (void)uv_timer_start(&hook->look_next, on_look, 0, 0);
    return &hook->sink;
}
