/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_PROTO_JSON_H
#define TCS_CLI_PROTO_JSON_H

/*
 * proto_json.h -- protocol buffers as JSON and back, by a table of fields
 * (decode/protobuf.h).
 *
 * Reading is strict: what the table does not have, what is there twice and what has
 * another type is told with its path. Both forms of a field's name are taken,
 * enumerations by name or number, 64-bit and other numbers as text too, octets in base
 * 64, null as "not there". A message named Timestamp is text in RFC 3339.
 */

#include <jansson.h>
#include <stdbool.h>

#include "base/bytes.h"
#include "cli/json.h"
#include "decode/protobuf.h"

enum { TCS_PROTO_PATH_LEN = 256, TCS_PROTO_RULE_LEN = 160 };

struct tcs_proto_fault {
    char path[TCS_PROTO_PATH_LEN]; /* alert.associatedFile[0].url */
    char rule[TCS_PROTO_RULE_LEN];
};

/* The reason for a name that is not in the table; NULL: none is known. */
typedef const char *tcs_proto_reason(const struct tcs_pb_message *table, uint32_t number,
                                     const char *name);

/* Writes the message; false with the first fault. reason may be NULL. */
bool tcs_proto_from_json(const struct tcs_pb_message *table, json_t *value,
                         tcs_proto_reason *reason, struct tcs_writer *writer,
                         struct tcs_proto_fault *ret_fault);

/* The fields of a message as members of the innermost object of json. */
void tcs_proto_to_json(const struct tcs_pb_message *table, struct tcs_bytes message,
                       struct tcs_json *json);

#endif
