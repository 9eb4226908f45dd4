/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ENGINE_PROTOCOL_H
#define TCS_ENGINE_PROTOCOL_H

/*
 * protocol.h -- what a feed speaks: from the octets of an event to looks. Internal to the
 * room.
 *
 * One file a protocol, one row in the table of protocol.c. A protocol undoes the framing,
 * decodes, counts each record in exactly one of records, damaged, foreign, impossible and
 * unmapped, and hands what is good to the adapter of its sensor (observe/). What comes in
 * a framing that it does not know is foreign.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "engine/engine.h"
#include "observe/neck.h"

/* The octets of one event, and everything that they may touch. */
struct input {
    const struct tcs_feed_config *feed;
    uint32_t framing_kind; /* enum tcs_framing, as it holds now */
    void *framing;         /* the protocol's lasting state; all zero is its start */
    struct tcs_feed_counts *counts;
    const struct tcs_neck *neck;
    const struct tcs_engine *engine;
    struct tcs_bytes payload;
    struct tcs_bytes topic; /* under which an MQTT message came; empty: there was none */
};

struct protocol {
    size_t framing_size; /* octets, a multiple of 8 */
    void (*take)(struct input *input);
    /* How much of the framing state is in use, from its beginning: the rest is zero or
     * without meaning, and left out of the digest of a step. */
    size_t (*framing_used)(const void *framing);
};

extern const struct protocol engine_asterix;
extern const struct protocol engine_remote_id;
extern const struct protocol engine_modes;
extern const struct protocol engine_bearing;
extern const struct protocol engine_sapient;
extern const struct protocol engine_kraken;
extern const struct protocol engine_odas;
extern const struct protocol engine_onvif;
extern const struct protocol engine_frigate;
extern const struct protocol engine_cot;
extern const struct protocol engine_uat;
extern const struct protocol engine_sbs;
extern const struct protocol engine_readsb;
extern const struct protocol engine_mavlink;
extern const struct protocol engine_ais;

const struct protocol *engine_protocol(enum tcs_protocol protocol);

/* Undoes what all protocols share (captured packets) and lets the feed's own take it. */
void engine_take(struct input *input);

/* Counts one record by what became of it: OK, FOREIGN, IMPOSSIBLE, REFUSED or NOT_FOUND
 * (unmapped), anything else is damage. */
void engine_count(struct tcs_feed_counts *counts, enum tcs_status status);

/* For protocols whose records are lines of text: lets `take` have each of the event, out
 * of a stream, a datagram (a whole) or alone, and counts what is too long. */
struct tcs_lines;
void engine_take_lines(const struct input *input, struct tcs_lines *lines,
                       void (*take)(const struct input *, struct tcs_bytes line));

/* The first sensor of a kind that may speak on the feed; false when there is none. */
bool engine_sensor_of_kind(const struct input *input, enum tcs_sensor_kind kind,
                           uint16_t *ret_sensor);

/* What the adapter of a sensor keeps; NULL when its kind keeps nothing. */
void *engine_sensor_state(const struct tcs_engine *engine, uint32_t sensor);
/* Octets of that. */
size_t engine_sensor_size(enum tcs_sensor_kind kind);

#endif
