/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_JSON_H
#define TCS_CLI_JSON_H

/*
 * json.h -- JSON written as it comes, for the subcommands that print one object a line.
 *
 * No tree and no heap: a fixed buffer in front of a stream. Commas are set by the writer.
 * Keys are written as they stand (ASCII, ours); texts are escaped, octets that are not
 * UTF-8 become U+FFFD. Numbers do not depend on the locale; a double has the fewest
 * digits (15 to 17) that give the same double back; one that is not finite becomes null.
 *
 *     tcs_json_object(&json, NULL);
 *     tcs_json_text(&json, "name", "residence");
 *     tcs_json_double(&json, "range_m", 1852.0);
 *     tcs_json_end(&json);
 *     tcs_json_line(&json);
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/bytes.h"

enum {
    TCS_JSON_BUFFER_LEN = 1 << 16,
    TCS_JSON_DEPTH_MAX = 64,
};

struct tcs_json {
    FILE *out;
    size_t len;
    unsigned depth;
    bool comma;  /* one is due before the next member */
    bool failed; /* sticky: the stream took not all */
    char close[TCS_JSON_DEPTH_MAX];
    char buffer[TCS_JSON_BUFFER_LEN];
};

void tcs_json_init(struct tcs_json *json, FILE *out);

/* Members; key is NULL inside an array and for the outermost value. */
void tcs_json_object(struct tcs_json *json, const char *key);
void tcs_json_array(struct tcs_json *json, const char *key);
void tcs_json_end(struct tcs_json *json); /* of the innermost object or array */
void tcs_json_text(struct tcs_json *json, const char *key, const char *value);
void tcs_json_bytes(struct tcs_json *json, const char *key, struct tcs_bytes value);
void tcs_json_hex(struct tcs_json *json, const char *key, struct tcs_bytes value);
void tcs_json_int(struct tcs_json *json, const char *key, int64_t value);
void tcs_json_uint(struct tcs_json *json, const char *key, uint64_t value);
void tcs_json_double(struct tcs_json *json, const char *key, double value);
void tcs_json_bool(struct tcs_json *json, const char *key, bool value);
void tcs_json_null(struct tcs_json *json, const char *key);

/* Ends the line; asserts that every object and array is closed. */
void tcs_json_line(struct tcs_json *json);

/* Hands what is buffered to the stream and flushes it; false when anything was lost. */
bool tcs_json_flush(struct tcs_json *json);

#endif
