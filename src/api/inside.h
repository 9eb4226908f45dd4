/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_API_INSIDE_H
#define TCS_API_INSIDE_H

/*
 * inside.h -- what the files of this room share; nobody else includes it.
 *
 *   server.c   life, listener, connections, the dispatch of libwebsockets' callbacks
 *   http.c     requests and responses
 *   live.c     what waits for each live client
 *   text.c     documents: shared texts, and those made of several
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libwebsockets.h>
#include <uv.h>

#include "api/api.h"
#include "api/files.h"
#include "api/request.h"

/* Text that several connections send at their own pace. LWS_PRE octets of room lie before
 * data, where libwebsockets writes its frame header. */
struct tcs_api_text {
    uint32_t refs;
    size_t len;
    size_t part_at; /* the document inside the message around it */
    size_t part_len;
    uint8_t data[]; /* LWS_PRE + len */
};

struct tcs_api_text *tcs_api_text_new(size_t len); /* one reference; NULL: no memory */
struct tcs_api_text *tcs_api_text_ref(struct tcs_api_text *text);
void tcs_api_text_unref(struct tcs_api_text *text); /* NULL is fine */
static inline uint8_t *tcs_api_text_at(struct tcs_api_text *text)
{
    return text->data + LWS_PRE;
}

enum {
    TCS_API_QUEUE_MAX = 64, /* alarm changes that wait for one client */
    TCS_API_READS_MAX = 16, /* reads of the map under way */
    TCS_API_READ_MAX = 4 << 20,
};

enum tcs_api_role {
    TCS_API_IDLE, /* between requests */
    TCS_API_HTTP,
    TCS_API_LIVE,
};

struct tcs_api_read;

struct tcs_api_conn {
    struct tcs_api *api;
    struct tcs_api_conn *next, *previous;
    struct lws *wsi;
    enum tcs_api_role role;

    /* A response under way: octets of text, or of a file (then text is NULL). */
    struct tcs_api_text *text;
    const uint8_t *out;
    size_t out_left;
    bool close_after;

    /* A POST under way. */
    struct tcs_action action;
    uint64_t ticket; /* 0: not waiting for an answer */
    uint64_t asked_ms;
    size_t body_len;
    uint8_t body[TCS_API_BODY_MAX];

    struct tcs_api_read *read; /* of the map */

    /* Live. */
    struct tcs_api_text *latest[TCS_API_DOCUMENT_COUNT];
    struct tcs_api_text *queue[TCS_API_QUEUE_MAX];
    uint32_t queue_at, queue_count;
    uint64_t waiting_ms; /* since when something waits untaken; 0: nothing waits */
    bool dropped;
};

struct tcs_api {
    uv_loop_t *loop;
    struct tcs_api_config config; /* its strings point into names and address */
    char *names[TCS_API_HOSTS_MAX];

    int listener;
    uint16_t port;
    uv_poll_t accepting;
    uv_timer_t timer;
    int handles; /* of ours that are open on the loop */
    bool accept_paused;

    struct lws_context *context;
    struct lws_vhost *vhost;
    struct lws_protocols protocols[2];
    lws_retry_bo_t idle;

    struct tcs_api_files files;
    int map_fd;
    uint64_t map_size;
    uint32_t reads;

    struct tcs_api_conn *conns;
    uint32_t waiting_actions;
    uint64_t next_ticket;

    int64_t utc_ns; /* event time of the latest publication */
    struct tcs_api_text *documents[TCS_API_DOCUMENT_COUNT];
    struct tcs_api_text *alarms[TCS_API_ALARMS_MAX + 1];
    struct tcs_api_counts counts;

    bool closing;
    uint32_t quiet_turns; /* of the loop, since the last connection has gone */
    void (*closed)(void *user);
    void *closed_user;
};

/* text.c. NULL: memory is out, or (state) a document is missing yet. */
struct tcs_api_text *tcs_api_message(const char *type, const char *member, int64_t utc_ns,
                                     const char *json);
struct tcs_api_text *tcs_api_part(const struct tcs_api_text *message);
struct tcs_api_text *tcs_api_state_text(const struct tcs_api *api);
struct tcs_api_text *tcs_api_alarms_text(const struct tcs_api *api);

/* http.c. Each returns what libwebsockets' callback has to return. */
int tcs_api_http_begin(struct tcs_api_conn *conn, const char *path);
int tcs_api_http_body(struct tcs_api_conn *conn, const void *data, size_t len);
int tcs_api_http_body_end(struct tcs_api_conn *conn);
int tcs_api_http_write(struct tcs_api_conn *conn);
int tcs_api_http_upgrade(struct tcs_api_conn *conn);
void tcs_api_http_forget(struct tcs_api_conn *conn);
int tcs_api_http_error(struct tcs_api_conn *conn, unsigned code, const char *why);
int tcs_api_http_text(struct tcs_api_conn *conn, unsigned code, const char *mime,
                      struct tcs_api_text *text);

/* map.c: a part of the map's file, read off the loop's thread. */
int tcs_api_map_begin(struct tcs_api_conn *conn, bool head);
void tcs_api_map_forget(struct tcs_api_conn *conn);

/* live.c */
int tcs_api_live_begin(struct tcs_api_conn *conn);
int tcs_api_live_write(struct tcs_api_conn *conn);
void tcs_api_live_forget(struct tcs_api_conn *conn);
void tcs_api_live_latest(struct tcs_api *api, enum tcs_api_document document);
void tcs_api_live_queue(struct tcs_api *api, struct tcs_api_text *message);
void tcs_api_live_check(struct tcs_api *api, uint64_t now_ms);

#endif
