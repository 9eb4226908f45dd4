/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mqtt.c -- a subscription: each message is one event, topic and payload as they came
 * (engine.h: TCS_FRAMING_TOPIC). What the broker has kept (retained) from before is of
 * unknown age and not taken.
 *
 * Each connection has a client of its own, which ends with it. The loop watches a
 * duplicate of its socket, because libmosquitto closes its own whenever it likes.
 *
 *   WAIT -> RESOLVE -> CONNECT -> UP -> (lost) WAIT ...
 */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mosquitto.h>

#include "feed/live.h"

enum {
    TICK_MS = 100,
    CONNECT_MAX_MS = 5000,
    KEEPALIVE_S = 10,
    PASSWORD_MAX = 256,
};

enum phase { WAIT, RESOLVE, CONNECT, UP, CLOSED };

/* Outlives its connection until the loop has let go of it. */
struct watch {
    uv_poll_t poll;
    struct mqtt *mqtt; /* NULL: the connection is over */
    int fd;
};

struct mqtt {
    struct tcs_live_feed *feed;
    enum phase phase;
    uint64_t since_ms; /* when this phase began, in the loop's time */
    uint64_t wait_ms;  /* before the next try */
    struct mosquitto *client;
    struct watch *watch;
    uv_timer_t timer;
    uv_getaddrinfo_t resolver;
    bool accepted; /* noted by a callback */
    bool lost;     /* likewise */
    char password[PASSWORD_MAX];
};

static void enter(struct mqtt *mqtt, enum phase phase)
{
    mqtt->phase = phase;
    mqtt->since_ms = uv_now(mqtt->feed->owner->loop);
    tcs_live_set_up(mqtt->feed, phase == UP);
}

static void watch_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;

    close(watch->fd);
    free(watch);
}

static void drop(struct mqtt *mqtt)
{
    if (mqtt->watch != NULL) {
        mqtt->watch->mqtt = NULL;
        uv_close((uv_handle_t *)&mqtt->watch->poll, watch_closed);
        mqtt->watch = NULL;
    }
    mosquitto_destroy(mqtt->client);
    mqtt->client = NULL;
}

static void lose(struct mqtt *mqtt)
{
    drop(mqtt);
    mqtt->wait_ms = mqtt->phase == UP || mqtt->wait_ms == 0 ? TCS_WAIT_FIRST_MS
                    : mqtt->wait_ms * 2 > TCS_WAIT_MAX_MS   ? TCS_WAIT_MAX_MS
                                                            : mqtt->wait_ms * 2;
    enter(mqtt, WAIT);
}

static void on_ready(uv_poll_t *poll, int status, int events);

/* After any call of the client: does what its callbacks have noted. */
static void after(struct mqtt *mqtt, int code)
{
    if (code == MOSQ_ERR_SUCCESS && mqtt->accepted && !mqtt->lost) {
        mqtt->accepted = false;
        code = mosquitto_subscribe(mqtt->client, NULL, mqtt->feed->site->topic, 1);
        enter(mqtt, UP);
    }
    if (code != MOSQ_ERR_SUCCESS || mqtt->lost) {
        lose(mqtt);
        return;
    }
    (void)uv_poll_start(
        &mqtt->watch->poll,
        UV_READABLE | (mosquitto_want_write(mqtt->client) ? UV_WRITABLE : 0), on_ready);
}

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

/* Callbacks run inside the client's calls, with its locks held: they take notes only. */
static void on_connect(struct mosquitto *client, void *context, int code)
{
    struct mqtt *mqtt = context;

    (void)client;
    mqtt->accepted = code == 0;
    mqtt->lost = code != 0;
}

static void on_disconnect(struct mosquitto *client, void *context, int code)
{
    struct mqtt *mqtt = context;

    (void)client;
    (void)code;
    mqtt->lost = true;
}

static void on_message(struct mosquitto *client, void *context,
                       const struct mosquitto_message *message)
{
    struct mqtt *mqtt = context;
    struct tcs_live_feed *feed = mqtt->feed;
    struct tcs_writer w = tcs_writer(feed->owner->buffer, TCS_DATAGRAM_MAX - 1);
    const size_t topic_len = strlen(message->topic);

    (void)client;
    if (message->retain)
        return;
    tcs_write_be(&w, topic_len, 2);
    tcs_write_bytes(&w, message->topic, topic_len);
    tcs_write_bytes(&w, message->payload, (size_t)message->payloadlen);
    if (w.failed || topic_len > UINT16_MAX ||
        !tcs_live_emit(feed, TCS_EVENT_BYTES, tcs_clock_now(feed->owner->clock),
                       tcs_written(&w)))
        feed->dropped++;
}

static bool make_client(struct mqtt *mqtt)
{
    const char *user = mqtt->feed->site->user;

    mqtt->lost = false;
    mqtt->accepted = false;
    mqtt->client = mosquitto_new(NULL, true, mqtt);
    if (mqtt->client == NULL)
        return false;
    mosquitto_connect_callback_set(mqtt->client, on_connect);
    mosquitto_disconnect_callback_set(mqtt->client, on_disconnect);
    mosquitto_message_callback_set(mqtt->client, on_message);
    return user[0] == '\0' ||
           mosquitto_username_pw_set(mqtt->client, user,
                                     mqtt->password[0] != '\0' ? mqtt->password : NULL) ==
               MOSQ_ERR_SUCCESS;
}

static bool make_watch(struct mqtt *mqtt)
{
    struct watch *watch = calloc(1, sizeof *watch);
    const int fd = dup(mosquitto_socket(mqtt->client));

    if (watch == NULL || fd < 0 ||
        uv_poll_init(mqtt->feed->owner->loop, &watch->poll, fd) != 0) {
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
    if (!make_client(mqtt) ||
        mosquitto_connect_async(mqtt->client, host, mqtt->feed->site->port,
                                KEEPALIVE_S) != MOSQ_ERR_SUCCESS ||
        mosquitto_socket(mqtt->client) < 0 || !make_watch(mqtt)) {
        lose(mqtt);
        return;
    }
    enter(mqtt, CONNECT);
    after(mqtt, MOSQ_ERR_SUCCESS);
}

static void on_resolved(uv_getaddrinfo_t *resolver, int status, struct addrinfo *found)
{
    struct mqtt *mqtt = resolver->data;
    char host[NI_MAXHOST];

    if (mqtt->phase != CLOSED) {
        if (status == 0 && getnameinfo(found->ai_addr, found->ai_addrlen, host,
                                       sizeof host, NULL, 0, NI_NUMERICHOST) == 0)
            connect_to(mqtt, host);
        else
            lose(mqtt);
    }
    uv_freeaddrinfo(found);
}

static void resolve(struct mqtt *mqtt)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };

    if (uv_getaddrinfo(mqtt->feed->owner->loop, &mqtt->resolver, on_resolved,
                       mqtt->feed->site->address, NULL, &hints) == 0)
        enter(mqtt, RESOLVE);
    else
        lose(mqtt);
}

static void on_timer(uv_timer_t *timer)
{
    struct mqtt *mqtt = timer->data;
    const uint64_t waited_ms = uv_now(timer->loop) - mqtt->since_ms;

    if (mqtt->phase == WAIT && waited_ms >= mqtt->wait_ms)
        resolve(mqtt);
    else if (mqtt->phase == CONNECT && waited_ms >= CONNECT_MAX_MS)
        lose(mqtt);
    else if (mqtt->phase == CONNECT || mqtt->phase == UP)
        after(mqtt, mosquitto_loop_misc(mqtt->client));
}

/* Its first line, out of the site file and so out of the record. */
static enum tcs_status read_password(struct mqtt *mqtt,
                                     char ret_error[TCS_FEED_ERROR_LEN])
{
    const struct tcs_live_feed *feed = mqtt->feed;
    FILE *file = feed->site->path[0] != '\0' ? fopen(feed->site->path, "r") : NULL;

    if (feed->site->path[0] == '\0')
        return TCS_OK;
    if (file == NULL || fgets(mqtt->password, (int)sizeof mqtt->password, file) == NULL) {
        snprintf(ret_error, TCS_FEED_ERROR_LEN,
                 "feed '%s': no password can be read from %.150s", feed->name,
                 feed->site->path);
        if (file != NULL)
            fclose(file);
        return TCS_E_IO;
    }
    fclose(file);
    mqtt->password[strcspn(mqtt->password, "\r\n")] = '\0';
    return TCS_OK;
}

enum tcs_status tcs_mqtt_feed_open(struct tcs_live_feed *feed,
                                   char ret_error[TCS_FEED_ERROR_LEN])
{
    struct mqtt *mqtt = calloc(1, sizeof *mqtt);

    if (mqtt == NULL)
        return TCS_E_MEMORY;
    mqtt->feed = feed;
    const enum tcs_status status = read_password(mqtt, ret_error);

    if (status != TCS_OK) {
        free(mqtt);
        return status;
    }
    feed->own = mqtt;
    mqtt->resolver.data = mqtt;
    (void)mosquitto_lib_init(); /* counts its callers */
    (void)uv_timer_init(feed->owner->loop, &mqtt->timer);
    mqtt->timer.data = mqtt;
    (void)uv_timer_start(&mqtt->timer, on_timer, 0, TICK_MS);
    return TCS_OK;
}

void tcs_mqtt_feed_close(struct tcs_live_feed *feed)
{
    struct mqtt *mqtt = feed->own;

    if (mqtt->phase == UP)
        (void)mosquitto_disconnect(mqtt->client);
    drop(mqtt);
    enter(mqtt, CLOSED);
    uv_close((uv_handle_t *)&mqtt->timer, NULL);
}

void tcs_mqtt_feed_free(struct tcs_live_feed *feed)
{
    free(feed->own);
    feed->own = NULL;
    (void)mosquitto_lib_cleanup();
}
