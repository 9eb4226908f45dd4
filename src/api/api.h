/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_API_API_H
#define TCS_API_API_H

/*
 * api.h -- HTTP and WebSocket for the console and for other programs (docs/api.md).
 *
 * Lives on the caller's libuv loop; every call here, and every callback, is made on that
 * loop's thread. Nothing blocks. What it serves is text that was published to it: it
 * knows paths, limits and who may ask, not what a track is.
 *
 * Bounds, each with a policy and a counter (struct tcs_api_counts):
 *   connections   further ones are closed at once
 *   live clients  further ones get 503
 *   request body  TCS_API_BODY_MAX octets; more is 413
 *   to one client pictures and status: only the newest waits; alarm changes wait in a
 *                 queue; a client whose queue is full, or that takes nothing for
 *                 `stall_ms`, is dropped: its connection ends and it may come again
 *   actions       TCS_API_ACTIONS_MAX undecided ones; more is 503; one that has no answer
 *                 within 5 s is 504
 *
 * Who may ask: whoever reaches the port. Against web pages that a browser was lured to:
 * Host must be an address, `localhost` or a name in `hosts` (DNS rebinding); Origin, when
 * present, must be our own; POST must carry application/json.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

#include "alarm/alarm.h"
#include "base/bytes.h"
#include "base/status.h"

enum {
    TCS_API_BODY_MAX = 2048,   /* octets of a request's body */
    TCS_API_ALARMS_MAX = 1024, /* largest alarm id */
    TCS_API_ACTIONS_MAX = 32,
    TCS_API_HOSTS_MAX = 8,
};

/* Documents, each as JSON text; before its first publication a request for it is 503. */
enum tcs_api_document {
    TCS_API_SITE,   /* *site* */
    TCS_API_ZONES,  /* GeoJSON */
    TCS_API_TRACKS, /* array of *track*; goes out to live clients */
    TCS_API_STATUS, /* *status*; likewise */
    TCS_API_DOCUMENT_COUNT,
};

struct tcs_api_config {
    const char *address;     /* numeric, IPv4 or IPv6 */
    uint16_t port;           /* 0: any that is free; tcs_api_port tells */
    const char *console_dir; /* read whole at open; NULL: none. Links are not followed */
    const char *map_path;    /* PMTiles archive, served as /map.pmtiles; NULL: none */
    const char *hosts[TCS_API_HOSTS_MAX]; /* further names of ours; NULL ends the list */

    uint32_t connections_max; /* 0: 512 */
    uint32_t live_max;        /* 0: 128 */
    uint32_t stall_ms;        /* 0: 10000 */

    void *user; /* for the callbacks */
    /* An operator acts. Answered with tcs_api_answer, now or later, on the same thread.
     */
    void (*action)(void *user, uint64_t ticket, const struct tcs_action *action);
    /* Tracks as GeoJSON, made when asked for; malloc'ed, NULL when there is none. May be
     * NULL. */
    char *(*tracks_geojson)(void *user);
    /* OpenMetrics text; likewise. */
    char *(*metrics)(void *user);
};

struct tcs_api;

/* Copies what it needs of config. TCS_E_ARGUMENT: address not numeric. TCS_E_IO: port
 * taken, console_dir unreadable or map not a file (errno tells why). TCS_E_FULL: more
 * files in console_dir than 256, or than 64 MiB. TCS_E_MEMORY. */
TCS_NODISCARD
enum tcs_status tcs_api_open(uv_loop_t *loop, const struct tcs_api_config *config,
                             struct tcs_api **ret_api);
uint16_t tcs_api_port(const struct tcs_api *api);

/* Stops serving and frees everything while the loop runs on; then calls closed(user),
 * which may be NULL. Not to be called from a callback of ours. */
void tcs_api_close(struct tcs_api *api, void (*closed)(void *user), void *user);

/* A new version of a document, and the event time that it is of. The text is copied.
 * False: memory is out; the former version stays. */
bool tcs_api_publish(struct tcs_api *api, enum tcs_api_document document, int64_t utc_ns,
                     const char *json);

/* An alarm (*alarm*) as it is now; goes out at once. All of them are published once,
 * before anybody is connected, so that `state` is complete. */
bool tcs_api_publish_alarm(struct tcs_api *api, uint32_t id, int64_t utc_ns,
                           const char *json);

/*
 * What became of an action. Publish the changed alarm first: it is the body of the 200.
 *   TCS_OK            200
 *   TCS_E_NOT_FOUND   404
 *   TCS_E_REFUSED     409   with why, or the status' own text when why is NULL
 *   TCS_E_ARGUMENT    400
 *   anything else     500
 * A ticket whose client has gone is ignored.
 */
void tcs_api_answer(struct tcs_api *api, uint64_t ticket, enum tcs_status status,
                    const char *why);

struct tcs_api_counts {
    uint64_t connections; /* open now */
    uint64_t live;        /* of them, live clients */
    uint64_t requests;
    uint64_t refused_connections;
    uint64_t refused_hosts; /* Host, Origin or content type not ours */
    uint64_t bad_requests;  /* 4xx otherwise */
    uint64_t slow_dropped;
    uint64_t messages; /* handed to live clients */
    uint64_t replaced; /* pictures and status that a newer one overtook */
};
struct tcs_api_counts tcs_api_counts(const struct tcs_api *api);

#endif
