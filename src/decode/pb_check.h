/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_PB_CHECK_H
#define TCS_DECODE_PB_CHECK_H

/*
 * pb_check.h -- a message against the rules of its table: what has to be there is,
 * nothing unknown is, each value is of its type and in its range, identities have their
 * form. Rules that join several fields come from the protocol (struct tcs_pb_rules).
 *
 * Cost: one pass; nothing is written but the findings.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "decode/protobuf.h"

enum {
    TCS_PB_PATH_LEN = 192,
    TCS_PB_FINDINGS_MAX = 32,
};

struct tcs_pb_finding {
    char path[TCS_PB_PATH_LEN]; /* as in JSON: alert.associatedFile[0].url */
    const char *rule;           /* static text */
};

struct tcs_pb_findings {
    uint32_t count;   /* of those kept */
    uint32_t dropped; /* found beyond that */
    struct tcs_pb_finding finding[TCS_PB_FINDINGS_MAX];
};

/* What was seen of each field of one message, same order as its table. */
struct tcs_pb_seen {
    uint32_t count;
    uint64_t raw;           /* of the last; a double's or float's bits */
    struct tcs_bytes bytes; /* likewise */
};

struct tcs_pb_checker;

struct tcs_pb_rules {
    /* Called for each message when all its fields have been seen; says what is wrong with
     * tcs_pb_tell. May be NULL. */
    void (*message)(struct tcs_pb_checker *checker, const struct tcs_pb_message *table,
                    const struct tcs_pb_seen *seen);
    /* The reason for a field that is not in the table; NULL: unknown field. */
    const char *(*unknown)(const struct tcs_pb_message *table, uint32_t number);
};

struct tcs_pb_checker {
    const struct tcs_pb_rules *rules;
    struct tcs_pb_findings *findings;
    const void *context; /* of the protocol's rules */
    size_t path_len;
    unsigned depth;
    char path[TCS_PB_PATH_LEN];
};

/* Adds to *findings; true when nothing was found. */
bool tcs_pb_check(const struct tcs_pb_message *table, struct tcs_bytes message,
                  const struct tcs_pb_rules *rules, const void *context,
                  struct tcs_pb_findings *findings);

/* A finding of the field of the message that is being checked (NULL: the message). */
void tcs_pb_tell(struct tcs_pb_checker *checker, const char *field, const char *rule);

/* The place of a field in its table by its number, which is there; for `seen`. */
size_t tcs_pb_place(const struct tcs_pb_message *table, uint32_t number);

/* ULID: 26 characters of Crockford's base 32, capitals, the first at most 7.
 * UUID: version 4, lower case with dashes (RFC 4122). */
bool tcs_pb_ulid_good(struct tcs_bytes text);
bool tcs_pb_uuid_good(struct tcs_bytes text);

#endif
