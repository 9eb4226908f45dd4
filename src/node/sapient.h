/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_NODE_SAPIENT_H
#define TCS_NODE_SAPIENT_H

/*
 * sapient.h -- tocsin as a node of SAPIENT: what it says and what it answers, whoever
 * carries the octets.
 *
 *   TCS_NODE_SERVER  edge nodes call: each registration is acknowledged (effectors are
 *                    not accepted), alerts are acknowledged
 *   TCS_NODE_FUSION  we call a middleware: register as a fusion node, report our status
 *                    at the interval declared
 *   TCS_NODE_EDGE    we call a higher system: the same, and our tracks as detections and
 *                    our take-covers as alerts once it has accepted the registration
 *
 * Tasks to us are refused with a reason, but for requests for a registration or a status
 * and for a rate of detections. Nothing here can task anybody: encode/sapient.h refuses.
 *
 * Times of our messages never go back; detections of one picture carry one time, and
 * pictures lie at least 100 ms apart.
 */

#include <stdbool.h>
#include <stdint.h>

#include "alarm/alarm.h"
#include "base/bytes.h"
#include "base/time.h"
#include "config/site.h"
#include "decode/sapient.h"
#include "track/track.h"

enum tcs_node_role { TCS_NODE_SERVER, TCS_NODE_FUSION, TCS_NODE_EDGE };

enum { TCS_NODE_STATUS_S = 5, TCS_NODE_ROOM = 1 << 18, TCS_NODE_ACKED_MAX = 64 };

struct tcs_node_counts {
    uint64_t registrations; /* of others, accepted */
    uint64_t refused;       /* registrations of effectors */
    uint64_t tasks_refused;
    uint64_t tasks_accepted;
    uint64_t damaged; /* messages that do not decode, or a stream that is lost */
    uint64_t detections_sent;
    uint64_t alerts_sent;
    uint64_t alerts_acknowledged;
};

struct tcs_node {
    enum tcs_node_role role;
    const struct tcs_site *site;
    char id[37];          /* ours */
    bool accepted;        /* our registration has been */
    bool refused;         /* it has not, for good until the connection is made again */
    uint64_t serial;      /* makes identities unique */
    struct tcs_time last; /* time of our last message */
    struct tcs_time status_at;
    struct tcs_time picture_at;
    struct tcs_span picture_every;
    struct tcs_node_counts counts;
    uint32_t acked_count;
    char acked[TCS_NODE_ACKED_MAX][27];
    struct tcs_sapient_stream stream;
    tcs_sapient_SapientMessage in, out;
    uint8_t parts[1 << 14]; /* elements of lists while a message is made */
};

/* id: a UUID, or empty for one that follows from the site's name and `name`. */
void tcs_node_init(struct tcs_node *node, enum tcs_node_role role,
                   const struct tcs_site *site, const char *name, const char *id);

/* The connection has been made (or made again): framing and registration begin anew. What
 * has to be sent goes to the writer, as from all that follows. */
void tcs_node_begin(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out);

/* Octets that came. False: the stream is lost, the connection has to be closed. */
bool tcs_node_take(struct tcs_node *node, struct tcs_time now, struct tcs_bytes octets,
                   struct tcs_writer *out);

/* Time has passed: a status when one is due. */
void tcs_node_tick(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out);

/* Confirmed tracks as detections, when it is time for a picture again. */
void tcs_node_picture(struct tcs_node *node, struct tcs_time now,
                      const struct tcs_track_view *tracks, size_t count,
                      struct tcs_writer *out);

/* A take-cover or another alarm as an alert; its identity is told. False: it could not be
 * said (not accepted yet, or no room). */
bool tcs_node_alert(struct tcs_node *node, struct tcs_time now,
                    const struct tcs_alarm *alarm, const char *text,
                    struct tcs_writer *out, char ret_id[27]);

/* One of the alerts that have been acknowledged since this was asked; false: none. */
bool tcs_node_acknowledged(struct tcs_node *node, char ret_id[27]);

/* Before an orderly end: a status that says goodbye. */
void tcs_node_goodbye(struct tcs_node *node, struct tcs_time now, struct tcs_writer *out);

#endif
