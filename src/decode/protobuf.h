/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_PROTOBUF_H
#define TCS_DECODE_PROTOBUF_H

/*
 * protobuf.h -- protocol buffers by a table of their fields: for what has to see every
 * field of a message (checking, showing, JSON), the unknown ones too.
 *
 *   message   ( key value )*           key     varint: number << 3 | wire
 *   wire 0    varint: 7 bits an octet, least significant first, top bit: more follow
 *   wire 1    8 octets, little endian  wire 2  varint length, that many octets
 *   wire 5    4 octets, little endian  3, 4, 6, 7 are refused (groups: long abolished)
 *
 * Tables are made from NAME.proto when tocsin is built (decode/proto/table.py).
 * Structures of the same messages come from nanopb (decode/proto/NAME.pb.h).
 *
 * Source: protobuf.dev, Encoding.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"

enum tcs_pb_kind {
    TCS_PB_DOUBLE,
    TCS_PB_FLOAT,
    TCS_PB_INT64,
    TCS_PB_UINT64,
    TCS_PB_INT32,
    TCS_PB_UINT32,
    TCS_PB_BOOL,
    TCS_PB_STRING,
    TCS_PB_BYTES,
    TCS_PB_ENUM,
    TCS_PB_MESSAGE,
};

/* Flags of a field; all but the first are rules (decode/proto/rule.proto). */
enum {
    TCS_PB_REPEATED = 1,
    TCS_PB_NEED = 2,
    TCS_PB_ULID = 4,
    TCS_PB_UUID = 8,
    TCS_PB_UNIT = 16,
    TCS_PB_PERCENT = 32,
    TCS_PB_POSITIVE = 64,
};

enum {
    TCS_PB_FIELDS_MAX = 32, /* of a message */
    TCS_PB_DEPTH_MAX = 24,  /* messages within messages */
};

struct tcs_pb_enum_value {
    const char *name;
    int32_t number;
};

struct tcs_pb_enum {
    const char *name;
    const struct tcs_pb_enum_value *values;
    uint32_t value_count;
};

struct tcs_pb_message;

struct tcs_pb_field {
    const char *name;                     /* as in the .proto */
    const char *json_name;                /* lowerCamelCase */
    const struct tcs_pb_message *message; /* of TCS_PB_MESSAGE, else NULL */
    const struct tcs_pb_enum *of_enum;    /* of TCS_PB_ENUM, else NULL */
    uint16_t number;
    uint8_t kind; /* enum tcs_pb_kind */
    int8_t oneof; /* index; -1: none */
    uint32_t flags;
};

struct tcs_pb_oneof {
    const char *name;
    bool need;
};

struct tcs_pb_message {
    const char *name;
    const struct tcs_pb_field *fields; /* in order of their numbers */
    const struct tcs_pb_oneof *oneofs;
    uint16_t field_count;
    uint16_t oneof_count;
};

/* One key with its value. */
struct tcs_pb_item {
    uint32_t number;
    uint8_t wire;
    uint32_t offset;        /* of its key */
    uint64_t raw;           /* wire 0, 1, 5 */
    struct tcs_bytes bytes; /* wire 2, borrowed */
};

/* TCS_OK with the next, TCS_END, TCS_E_SHORT or TCS_E_DAMAGED. */
TCS_NODISCARD
enum tcs_status tcs_pb_next(struct tcs_reader *reader, struct tcs_pb_item *ret_item);

/* NULL when there is none of that number or name (either form). */
const struct tcs_pb_field *tcs_pb_field_find(const struct tcs_pb_message *message,
                                             uint32_t number);
const struct tcs_pb_field *tcs_pb_field_named(const struct tcs_pb_message *message,
                                              const char *name);
const char *tcs_pb_enum_name(const struct tcs_pb_enum *of_enum, int32_t number);

/* The wire type that a field of this kind has when it is not packed. */
uint8_t tcs_pb_wire(uint8_t kind);
/* Whether elements of the kind can be packed into one item of wire 2. */
bool tcs_pb_packs(uint8_t kind);
/* Takes the next number of a packed item. */
TCS_NODISCARD
enum tcs_status tcs_pb_unpack(struct tcs_reader *reader, uint8_t kind, uint64_t *ret_raw);

/* The value of a FLOAT or DOUBLE from its bits. */
double tcs_pb_real(uint8_t kind, uint64_t raw);

/* Whether the octets are well-formed UTF-8 (RFC 3629), without a zero. */
bool tcs_pb_text_good(struct tcs_bytes text);

#endif
