/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_API_REQUEST_H
#define TCS_API_REQUEST_H

/*
 * request.h -- what a request asks for: path, headers and body, as pure functions.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "alarm/alarm.h"
#include "base/bytes.h"
#include "base/status.h"

enum tcs_api_route {
    TCS_API_ROUTE_NONE, /* not below /api/ */
    TCS_API_ROUTE_SITE,
    TCS_API_ROUTE_STATE,
    TCS_API_ROUTE_TRACKS,
    TCS_API_ROUTE_ZONES,
    TCS_API_ROUTE_ALARMS,
    TCS_API_ROUTE_STATUS,
    TCS_API_ROUTE_METRICS, /* /metrics */
    TCS_API_ROUTE_LIVE,
    TCS_API_ROUTE_ACTION, /* the only one that takes POST */
    TCS_API_ROUTE_UNKNOWN /* below /api/, but nothing of ours */
};

/* The route of a path (without query). For TCS_API_ROUTE_ACTION, kind and alarm of
 * *ret_action are filled and the rest is zero; otherwise all of it is zero. */
enum tcs_api_route tcs_api_route(const char *path, struct tcs_action *ret_action);

/*
 * The body of an action: {"who", "why", "seconds"}. who is required, 1 to 31 octets that
 * are not all blank; why has at most 95; neither holds control characters; seconds is a
 * whole number, 1 to 3600, required for shelve and refused elsewhere. Further members are
 * an error.
 *
 * Fills who, why and seconds of *action, whose kind says what is needed. On failure
 * (TCS_E_DAMAGED, TCS_E_ARGUMENT) nothing is changed and *ret_why, static storage, says
 * what would be right.
 */
TCS_NODISCARD
enum tcs_status tcs_api_action_parse(struct tcs_bytes body, struct tcs_action *action,
                                     const char **ret_why);

/* Whether Host names us: an IPv4 or IPv6 address, `localhost`, or one of names (NULL ends
 * them, at most names_max), with or without a port. Letters' case does not matter. */
bool tcs_api_host_is_ours(const char *host, const char *const *names, size_t names_max);

/* Whether Origin is the page that we served under this Host: http or https, the same
 * text. */
bool tcs_api_origin_is_ours(const char *origin, const char *host);

/* Whether a Content-Type is application/json, with or without parameters. */
bool tcs_api_is_json(const char *content_type);

/* A Range header of one range within size octets; `bytes=a-b`, `bytes=a-`, `bytes=-n`.
 * False: not such a range, or none of it lies within. */
bool tcs_api_range(const char *header, uint64_t size, uint64_t *ret_first,
                   uint64_t *ret_len);

#endif
