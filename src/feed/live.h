/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_LIVE_H
#define TCS_FEED_LIVE_H

/* live.h -- inside this room: one feed, as its transports see it. */

#include <sys/socket.h>
#include <sys/types.h>

#include "feed/feed.h"

enum { TCS_UDP_BATCH = 32, TCS_DATAGRAM_MAX = 65536 };
enum { TCS_WAIT_FIRST_MS = 250, TCS_WAIT_MAX_MS = 8000 }; /* before trying again */

struct tcs_live_feed;

/* Where a stream of octets comes from (octets.c): open gives a descriptor that never
 * blocks, or -1: later. */
struct tcs_octets {
    int (*open)(struct tcs_live_feed *feed);
    void (*closed)(struct tcs_live_feed *feed); /* it is; or NULL */
    bool up_when_open;                          /* else with the first octets */
};
extern const struct tcs_octets tcs_serial_octets;
extern const struct tcs_octets tcs_helper_octets;

struct tcs_live_feed {
    struct tcs_feeds *owner;
    const struct tcs_feed_site *site;
    const char *name;
    uint16_t index;
    bool up;
    bool closing;
    uint64_t sequence;
    uint64_t dropped;
    uint64_t kernel_dropped; /* of them */
    uint64_t connects;

    /* UDP, streams of octets */
    int socket;
    bool poll_open;
    uint32_t kernel_drops; /* SO_RXQ_OVFL: counts modulo 2^32 since the socket was made */
    uv_poll_t poll;

    /* TCP; of it a stream of octets uses wait and timer */
    struct sockaddr_storage address;
    bool stream_open;
    bool server_open;
    uint32_t wait_ms;
    uv_tcp_t stream;
    uv_tcp_t server;
    uv_connect_t connecting;
    bool timer_open;
    uv_timer_t timer;

    struct tcs_talk *talk;           /* SAPIENT over TCP: the conversation; else NULL */
    void *own;                       /* MQTT and HTTP: what they need of their own */
    const struct tcs_octets *octets; /* serial lines and CAPTURE: where they are from */
    pid_t helper;                    /* CAPTURE: the process that listens; 0: none */
};

struct tcs_feeds {
    uv_loop_t *loop;
    const struct tcs_site *site;
    struct tcs_clock *clock;
    tcs_feed_emit emit;
    void *context;
    uint8_t *buffer; /* TCS_UDP_BATCH datagrams; shared, as all runs on one thread */
    uint32_t count;
    struct tcs_live_feed feeds[TCS_FEED_MAX];
};

/* Hands an event on, numbered; false: no room. */
bool tcs_live_emit(struct tcs_live_feed *feed, enum tcs_event_kind kind,
                   struct tcs_time arrival, struct tcs_bytes payload);
void tcs_live_set_up(struct tcs_live_feed *feed, bool up);
/* Calls again (with the timer, whose data is the feed) after wait_ms, which doubles. */
void tcs_live_later(struct tcs_live_feed *feed, uv_timer_cb again);

/* Each fills in ret_error and returns TCS_E_IO when it cannot open. */
TCS_NODISCARD enum tcs_status tcs_udp_open(struct tcs_live_feed *feed,
                                           char ret_error[TCS_FEED_ERROR_LEN]);
TCS_NODISCARD enum tcs_status tcs_tcp_open(struct tcs_live_feed *feed,
                                           char ret_error[TCS_FEED_ERROR_LEN]);
TCS_NODISCARD enum tcs_status tcs_octets_open(struct tcs_live_feed *feed,
                                              const struct tcs_octets *octets);
TCS_NODISCARD enum tcs_status tcs_mqtt_feed_open(struct tcs_live_feed *feed,
                                                 char ret_error[TCS_FEED_ERROR_LEN]);
TCS_NODISCARD enum tcs_status tcs_http_open(struct tcs_live_feed *feed,
                                            char ret_error[TCS_FEED_ERROR_LEN]);
void tcs_octets_close(struct tcs_live_feed *feed);
/* Only when they have been opened. Free follows when the loop has let go of all. */
void tcs_mqtt_feed_close(struct tcs_live_feed *feed);
void tcs_mqtt_feed_free(struct tcs_live_feed *feed);
void tcs_http_close(struct tcs_live_feed *feed);
void tcs_http_free(struct tcs_live_feed *feed);
void tcs_udp_close(struct tcs_live_feed *feed);
void tcs_tcp_close(struct tcs_live_feed *feed);

/* A numeric address and port. */
TCS_NODISCARD enum tcs_status tcs_live_address(const struct tcs_live_feed *feed,
                                               struct sockaddr_storage *ret_address,
                                               char ret_error[TCS_FEED_ERROR_LEN]);

#endif
