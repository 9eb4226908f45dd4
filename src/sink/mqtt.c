/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mqtt.c -- one MQTT output. libmosquitto does the protocol; the loop watches its socket.
 *
 * Each connection has a client of its own, which ends with it: what was not acknowledged
 * then lies in our queue only, and is sent once again by us alone. The loop watches a
 * duplicate of the socket, because libmosquitto closes its own whenever it likes.
 *
 *   WAIT -> RESOLVE -> CONNECT -> UP -> (lost) WAIT ...
 */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mosquitto.h>

#include "sink/inside.h"
#include "sink/mqtt_tracks.h"

enum {
    TICK_MS = 100,
    BACKOFF_FIRST_MS = 200,
    BACKOFF_MAX_MS = 5000,
    CONNECT_MAX_MS = 5000,
    ITEM_MAX_MS = 60000,
    KEEPALIVE_S = 10,
    TOPIC_MAX = 256,
};

enum phase { WAIT, RESOLVE, CONNECT, UP, CLOSED };

/* What watches the socket of one connection; it outlives the connection until the loop
 * has let go of it. */
struct watch {
    uv_poll_t poll;
    struct mqtt *mqtt; /* NULL: the connection is over */
    int fd;
};

struct mqtt {
    struct tcs_sink sink;
    enum phase phase;
    uint64_t since_ms;   /* when this phase began, in the loop's time */
    uint64_t backoff_ms; /* before the next try; 0: it is the first */
    struct mosquitto *client;
    struct watch *watch;
    uv_timer_t timer;
    uv_getaddrinfo_t resolver;
    struct tcs_mqtt_tracks tracks;
    bool accepted; /* noted by a callback: the broker has let us in */
    char lost[TCS_DELIVERY_DETAIL_LEN]; /* noted likewise: why the connection is over */
};

static void enter(struct mqtt *mqtt, enum phase phase)
{
    mqtt->phase = phase;
    mqtt->since_ms = uv_now(tcs_sinks_loop(mqtt->sink.sinks));
    mqtt->sink.counts.up = phase == UP;
}

static void watch_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;

    close(watch->fd);
    free(watch);
}

/* Ends the connection at once, without a word to the broker. */
static void drop(struct mqtt *mqtt)
{
    struct tcs_sink_queue *queue = &mqtt->sink.queue;

    if (mqtt->watch != NULL) {
        mqtt->watch->mqtt = NULL;
        uv_close((uv_handle_t *)&mqtt->watch->poll, watch_closed);
        mqtt->watch = NULL;
    }
    mosquitto_destroy(mqtt->client);
    mqtt->client = NULL;
    for (size_t i = 0; i < queue->count; i++)
        queue->items[i]->busy = false;
}

static void lose(struct mqtt *mqtt, const char *why)
{
    drop(mqtt);
    if (mqtt->phase == UP || mqtt->backoff_ms == 0)
        mqtt->backoff_ms = BACKOFF_FIRST_MS;
    else if (mqtt->backoff_ms < BACKOFF_MAX_MS / 2)
        mqtt->backoff_ms *= 2;
    else
        mqtt->backoff_ms = BACKOFF_MAX_MS;
    tcs_sink_trouble(&mqtt->sink, why);
    enter(mqtt, WAIT);
}

static void on_ready(uv_poll_t *poll, int status, int events);

/* The events that the client wants to hear of now. */
static void rewatch(struct mqtt *mqtt)
{
    const int events =
        UV_READABLE | (mosquitto_want_write(mqtt->client) ? UV_WRITABLE : 0);

    (void)uv_poll_start(&mqtt->watch->poll, events, on_ready);
}

static void after(struct mqtt *mqtt, int code);

static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct mqtt *mqtt = ((struct watch *)poll->data)->mqtt;
    int code = status < 0 ? MOSQ_ERR_CONN_LOST : MOSQ_ERR_SUCCESS;

    if (mqtt == NULL)
        return;
    if (code == MOSQ_ERR_SUCCESS && (events & UV_WRITABLE) != 0)
        code = mosquitto_loop_write(mqtt->client, 1);
    if (code == MOSQ_ERR_SUCCESS && (events & UV_READABLE) != 0)
        code = mosquitto_loop_read(mqtt->client, 1);
    after(mqtt, code);
}

/* A zone's name as one level of a topic. */
static void zone_topic(const struct mqtt *mqtt, uint32_t zone, char ret_topic[TOPIC_MAX])
{
    const struct tcs_site *site = tcs_sinks_site(mqtt->sink.sinks);
    const int head =
        snprintf(ret_topic, TOPIC_MAX, "%s/zone/%s", mqtt->sink.site->topic,
                 zone < site->engine.zone_count ? site->engine.zones[zone].name : "");
    char *at = ret_topic + strlen(mqtt->sink.site->topic) + strlen("/zone/");

    if (head >= TOPIC_MAX)
        at = ret_topic + TOPIC_MAX - 1;
    for (; *at != '\0'; at++)
        if (strchr("/+#", *at) != NULL || (unsigned char)*at < 0x20)
            *at = '-';
}

static int publish(struct mqtt *mqtt, int *ret_id, const char *topic, const char *text,
                   bool retain)
{
    return mosquitto_publish(mqtt->client, ret_id, topic, (int)strlen(text), text, 1,
                             retain);
}

static int publish_online(struct mqtt *mqtt, const char *text)
{
    char topic[TOPIC_MAX];

    snprintf(topic, sizeof topic, "%s/online", mqtt->sink.site->topic);
    return publish(mqtt, NULL, topic, text, true);
}

static int publish_zone(struct mqtt *mqtt, uint32_t zone)
{
    const char *text = tcs_sinks_zone_text(mqtt->sink.sinks, zone);
    char topic[TOPIC_MAX];

    if (text == NULL)
        return MOSQ_ERR_SUCCESS;
    zone_topic(mqtt, zone, topic);
    return publish(mqtt, NULL, topic, text, true);
}

/* Sends what waits. */
static int send_queue(struct mqtt *mqtt)
{
    struct tcs_sink_queue *queue = &mqtt->sink.queue;

    for (size_t i = 0; i < queue->count; i++) {
        struct tcs_sink_item *item = queue->items[i];
        int code;

        if (item->busy)
            continue;
        code = publish(mqtt, &item->handle, mqtt->sink.site->topic, item->text, false);
        if (code != MOSQ_ERR_SUCCESS)
            return code;
        item->busy = true;
        /* Only the last change of a zone is retained, and here it is. */
        if (item->kind == TCS_ALARM_TAKE_COVER)
            code = publish_zone(mqtt, item->subject);
        if (code != MOSQ_ERR_SUCCESS)
            return code;
    }
    return MOSQ_ERR_SUCCESS;
}

static void pump(struct tcs_sink *sink)
{
    struct mqtt *mqtt = (struct mqtt *)sink;

    if (mqtt->phase == UP)
        after(mqtt, send_queue(mqtt));
}

static void picture(struct tcs_sink *sink, const struct tcs_sink_picture *newest)
{
    struct mqtt *mqtt = (struct mqtt *)sink;

    if (mqtt->phase == UP)
        after(mqtt, tcs_mqtt_tracks_picture(&mqtt->tracks, sink, mqtt->client, newest));
}

static void reap(struct mqtt *mqtt)
{
    struct tcs_sink_queue *queue = &mqtt->sink.queue;

    for (size_t i = 0; i < queue->count;)
        if (queue->items[i]->done)
            tcs_sink_finish(&mqtt->sink, i, true, "acknowledged");
        else
            i++;
}

/* What the broker has to know at the beginning of a connection. */
static int introduce(struct mqtt *mqtt)
{
    int code = publish_online(mqtt, "online");

    enter(mqtt, UP);
    mqtt->sink.counts.connects++;
    for (uint32_t z = 0; z < TCS_ZONE_MAX && code == MOSQ_ERR_SUCCESS; z++)
        code = publish_zone(mqtt, z);
    if (code == MOSQ_ERR_SUCCESS && mqtt->sink.picture != NULL)
        code = tcs_mqtt_tracks_begin(&mqtt->tracks, &mqtt->sink, mqtt->client);
    return code == MOSQ_ERR_SUCCESS ? send_queue(mqtt) : code;
}

/* After any call of the client, which gave `code`: does what its callbacks have noted. */
static void after(struct mqtt *mqtt, int code)
{
    reap(mqtt);
    if (mqtt->accepted && code == MOSQ_ERR_SUCCESS && mqtt->lost[0] == '\0') {
        mqtt->accepted = false;
        code = introduce(mqtt);
    }
    if (mqtt->lost[0] != '\0')
        lose(mqtt, mqtt->lost);
    else if (code != MOSQ_ERR_SUCCESS)
        lose(mqtt, mosquitto_strerror(code));
    else
        rewatch(mqtt);
}

/* Callbacks of the client run inside its calls, with its locks held: they only take
 * notes. */
static void on_connect(struct mosquitto *client, void *context, int code)
{
    struct mqtt *mqtt = context;

    (void)client;
    if (code == 0)
        mqtt->accepted = true;
    else
        snprintf(mqtt->lost, sizeof mqtt->lost, "the broker refuses: %s",
                 mosquitto_connack_string(code));
}

static void on_disconnect(struct mosquitto *client, void *context, int code)
{
    struct mqtt *mqtt = context;

    (void)client;
    snprintf(mqtt->lost, sizeof mqtt->lost, "connection lost: %s",
             mosquitto_strerror(code));
}

static void on_publish(struct mosquitto *client, void *context, int id)
{
    struct mqtt *mqtt = context;
    const struct tcs_sink_queue *queue = &mqtt->sink.queue;

    (void)client;
    tcs_mqtt_tracks_acknowledged(&mqtt->tracks, id);
    for (size_t i = 0; i < queue->count; i++)
        if (queue->items[i]->busy && queue->items[i]->handle == id)
            queue->items[i]->done = true;
}

static void on_message(struct mosquitto *client, void *context,
                       const struct mosquitto_message *message)
{
    struct mqtt *mqtt = context;

    (void)client;
    if (message->retain)
        tcs_mqtt_tracks_found(&mqtt->tracks, &mqtt->sink, message->topic);
}

static bool make_client(struct mqtt *mqtt)
{
    char topic[TOPIC_MAX];

    mqtt->lost[0] = '\0';
    mqtt->accepted = false;
    mqtt->client = mosquitto_new(NULL, true, mqtt);
    if (mqtt->client == NULL)
        return false;
    snprintf(topic, sizeof topic, "%s/online", mqtt->sink.site->topic);
    mosquitto_connect_callback_set(mqtt->client, on_connect);
    mosquitto_disconnect_callback_set(mqtt->client, on_disconnect);
    mosquitto_publish_callback_set(mqtt->client, on_publish);
    mosquitto_message_callback_set(mqtt->client, on_message);
    (void)mosquitto_int_option(mqtt->client, MOSQ_OPT_TCP_NODELAY, 1);
    return mosquitto_will_set(mqtt->client, topic, (int)strlen("offline"), "offline", 1,
                              true) == MOSQ_ERR_SUCCESS;
}

static bool make_watch(struct mqtt *mqtt)
{
    struct watch *watch = calloc(1, sizeof *watch);
    const int fd = dup(mosquitto_socket(mqtt->client));

    if (watch == NULL || fd < 0 ||
        uv_poll_init(tcs_sinks_loop(mqtt->sink.sinks), &watch->poll, fd) != 0) {
        if (fd >= 0)
            close(fd);
        free(watch);
        return false;
    }
    watch->poll.data = watch;
    watch->mqtt = mqtt;
    watch->fd = fd;
    mqtt->watch = watch;
    return true;
}

/* `host` is numeric, so nothing here blocks. */
static void connect_to(struct mqtt *mqtt, const char *host)
{
    if (!make_client(mqtt)) {
        lose(mqtt, "out of memory");
        return;
    }
    const int code =
        mosquitto_connect_async(mqtt->client, host, mqtt->sink.site->port, KEEPALIVE_S);

    if (code != MOSQ_ERR_SUCCESS || mosquitto_socket(mqtt->client) < 0) {
        lose(mqtt, code == MOSQ_ERR_ERRNO ? "the broker cannot be reached"
                                          : mosquitto_strerror(code));
        return;
    }
    if (!make_watch(mqtt)) {
        lose(mqtt, "out of handles");
        return;
    }
    enter(mqtt, CONNECT);
    rewatch(mqtt);
}

static void on_resolved(uv_getaddrinfo_t *resolver, int status, struct addrinfo *found)
{
    struct mqtt *mqtt = resolver->data;
    char host[NI_MAXHOST];

    if (mqtt->phase == CLOSED) {
        /* Nobody waits for it any more. */
    } else if (status != 0) {
        lose(mqtt, uv_strerror(status));
    } else if (getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof host, NULL, 0,
                           NI_NUMERICHOST) != 0) {
        lose(mqtt, "the broker's address is of an unknown kind");
    } else {
        connect_to(mqtt, host);
    }
    uv_freeaddrinfo(found);
}

static void resolve(struct mqtt *mqtt)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    const int code = uv_getaddrinfo(tcs_sinks_loop(mqtt->sink.sinks), &mqtt->resolver,
                                    on_resolved, mqtt->sink.site->address, NULL, &hints);

    if (code != 0)
        lose(mqtt, uv_strerror(code));
    else
        enter(mqtt, RESOLVE);
}

/* What has waited or travelled for too long is no warning any more: the retained topics
 * tell the present. */
static void expire(struct mqtt *mqtt)
{
    struct tcs_sink_queue *queue = &mqtt->sink.queue;

    while (queue->count > 0 &&
           uv_hrtime() - queue->items[0]->posted_ns > UINT64_C(1000000) * ITEM_MAX_MS)
        tcs_sink_finish(&mqtt->sink, 0, false, "not acknowledged within 60 s");
}

static void on_timer(uv_timer_t *timer)
{
    struct mqtt *mqtt = timer->data;
    const uint64_t waited_ms = uv_now(timer->loop) - mqtt->since_ms;

    expire(mqtt);
    switch (mqtt->phase) {
    case WAIT:
        if (waited_ms >= mqtt->backoff_ms)
            resolve(mqtt);
        break;
    case CONNECT:
        if (waited_ms >= CONNECT_MAX_MS)
            lose(mqtt, "no answer from the broker within 5 s");
        else
            after(mqtt, mosquitto_loop_misc(mqtt->client));
        break;
    case UP:
        after(mqtt, mosquitto_loop_misc(mqtt->client));
        break;
    case RESOLVE:
    case CLOSED:
        break;
    }
}

static void close_sink(struct tcs_sink *sink)
{
    struct mqtt *mqtt = (struct mqtt *)sink;

    if (mqtt->phase == UP &&
        tcs_mqtt_tracks_end(&mqtt->tracks, sink, mqtt->client) == MOSQ_ERR_SUCCESS &&
        publish_online(mqtt, "offline") == MOSQ_ERR_SUCCESS)
        (void)mosquitto_disconnect(mqtt->client);
    drop(mqtt);
    enter(mqtt, CLOSED);
    uv_close((uv_handle_t *)&mqtt->timer, NULL);
}

static void free_sink(struct tcs_sink *sink)
{
    free(sink);
    (void)mosquitto_lib_cleanup();
}

struct tcs_sink *tcs_mqtt_open(struct tcs_sinks *sinks, const struct tcs_sink_site *site)
{
    struct mqtt *mqtt = calloc(1, sizeof *mqtt);

    if (mqtt == NULL)
        return NULL;
    mqtt->sink = (struct tcs_sink) { .sinks = sinks,
                                     .site = site,
                                     .counts = { .last_ms = -1.0 },
                                     .pump = pump,
                                     .picture = site->period_s > 0.0 ? picture : NULL,
                                     .close = close_sink,
                                     .free = free_sink };
    tcs_sink_queue_init(&mqtt->sink.queue);
    mqtt->resolver.data = mqtt;
    (void)mosquitto_lib_init(); /* counts its callers */
    (void)uv_timer_init(tcs_sinks_loop(sinks), &mqtt->timer);
    mqtt->timer.data = mqtt;
    (void)uv_timer_start(&mqtt->timer, on_timer, 0, TICK_MS);
    return &mqtt->sink;
}
