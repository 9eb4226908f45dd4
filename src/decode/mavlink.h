/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_MAVLINK_H
#define TCS_DECODE_MAVLINK_H

/*
 * mavlink.h -- MAVLink frames out of a stream: what autopilots and their ground stations
 * say to each other.
 *
 *   fd len incompat compat seq system component id[3] payload[len] crc[2] signature[13]
 *     version 2; the signature only when bit 0 of incompat is set. Zeros at the end of
 *     the payload are not sent: what is missing is zero
 *   fe len seq system component id payload[len] crc[2]
 *     version 1
 *
 *   id and crc are little endian, and so are numbers in the payload. crc is the X.25 sum
 *   of everything from len on and of one octet more that is not sent, CRC_EXTRA: a sum of
 *   the names and types of the message's fields, so that both ends mean the same by it.
 *
 *   signature: link[1] time[6] digest[6], time in 10 us since 2015-01-01 UTC. Nobody gave
 *   us the key: that a frame is signed is told, whether rightly is not known.
 *
 * A recording (.tlog) has big endian microseconds[8] before each frame.
 *
 * Messages that are used have a layout here. Of any other the CRC_EXTRA is not known, but
 * it is one octet: a frame is taken as one when there is an octet with which its sum is
 * right (by chance one in 256). Where no frame can begin, or its sum is wrong, the search
 * goes on one octet further; octets that belong to no frame are counted by stretches.
 *
 * Fields keep the names, units and values that the definitions give them.
 *
 * Sources: https://mavlink.io/en/guide/serialization.html, message_signing.html;
 * https://mavlink.io/en/messages/common.html.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_MAVLINK_PAYLOAD_MAX = 255,
    TCS_MAVLINK_SIGNATURE_LEN = 13,
    TCS_MAVLINK_FRAME_MAX = 10 + TCS_MAVLINK_PAYLOAD_MAX + 2 + TCS_MAVLINK_SIGNATURE_LEN,
    TCS_MAVLINK_STAMP_LEN = 8, /* before a frame of a recording */
    TCS_MAVLINK_SIGNED = 1,    /* of incompat_flags; with another one nothing is known */
};

/* 2015-01-01T00:00:00Z in POSIX seconds: where times of signatures begin. */
#define TCS_MAVLINK_EPOCH_UTC_S INT64_C(1420070400)

enum tcs_mavlink_id {
    TCS_MAVLINK_HEARTBEAT = 0,
    TCS_MAVLINK_GPS_RAW_INT = 24,
    TCS_MAVLINK_GLOBAL_POSITION_INT = 33,
    TCS_MAVLINK_ADSB_VEHICLE = 246,
    TCS_MAVLINK_ODID_BASIC_ID = 12900,
    TCS_MAVLINK_ODID_LOCATION = 12901,
    TCS_MAVLINK_ODID_AUTHENTICATION = 12902,
    TCS_MAVLINK_ODID_SELF_ID = 12903,
    TCS_MAVLINK_ODID_SYSTEM = 12904,
    TCS_MAVLINK_ODID_OPERATOR_ID = 12905,
    TCS_MAVLINK_ODID_MESSAGE_PACK = 12915,
    TCS_MAVLINK_ODID_ARM_STATUS = 12918,
    TCS_MAVLINK_ODID_SYSTEM_UPDATE = 12919,
};

enum tcs_mavlink_type {
    TCS_MAVLINK_U8,
    TCS_MAVLINK_CHAR,
    TCS_MAVLINK_U16,
    TCS_MAVLINK_I16,
    TCS_MAVLINK_U32,
    TCS_MAVLINK_I32,
    TCS_MAVLINK_U64,
    TCS_MAVLINK_FLOAT,
    TCS_MAVLINK_TYPE_COUNT,
};

struct tcs_mavlink_field {
    const char *name;
    uint8_t type;  /* enum tcs_mavlink_type */
    uint8_t count; /* of an array; 0: no array */
    uint8_t at;    /* first octet in the payload */
};

/* Fields stand in the order of the payload: large ones first, then extensions, which
 * version 1 does not have. */
struct tcs_mavlink_layout {
    uint32_t id;
    const char *name;
    uint8_t crc_extra;
    uint8_t len;     /* without extensions */
    uint8_t len_max; /* with them */
    uint8_t field_count;
    const struct tcs_mavlink_field *fields;
};

struct tcs_mavlink {
    const struct tcs_mavlink_layout *layout; /* NULL: of a message that is not used */
    uint64_t
        stamp_us; /* of a recording, as it stands: since 1970 UTC, or since a start */
    uint32_t id;
    uint8_t version; /* 1 or 2 */
    uint8_t system;
    uint8_t component;
    uint8_t sequence;
    uint8_t incompat_flags;
    uint8_t compat_flags;
    uint8_t is_signed;
    uint8_t payload_len;                      /* as it was sent */
    uint8_t payload[TCS_MAVLINK_PAYLOAD_MAX]; /* zeros behind; only what has a field */
    uint8_t signature[TCS_MAVLINK_SIGNATURE_LEN];
};

/* What is around the frames. */
enum tcs_mavlink_form {
    TCS_MAVLINK_RAW,
    TCS_MAVLINK_LOG,   /* stamps */
    TCS_MAVLINK_GUESS, /* either: told by the first nine octets */
};

/* One per stream; all zero is the start state of a raw one, otherwise `form` is set. No
 * pointers, no padding. */
struct tcs_mavlink_stream {
    uint64_t damaged_count; /* stretches of octets that belong to no frame */
    uint64_t passed_count;  /* octets in them */
    uint32_t form;          /* enum tcs_mavlink_form */
    uint32_t lost;          /* 1: within a stretch that has been counted */
    uint32_t have;          /* octets in room */
    uint32_t reserved;
    uint8_t room[TCS_MAVLINK_STAMP_LEN + TCS_MAVLINK_FRAME_MAX];
};
_Static_assert(sizeof(struct tcs_mavlink_stream) ==
                   32 + TCS_MAVLINK_STAMP_LEN + TCS_MAVLINK_FRAME_MAX,
               "no padding");

/*
 * Takes octets from in until one frame is complete.
 *
 * Returns  TCS_OK            *ret_message is filled; it has a layout
 *          TCS_E_FOREIGN     a frame of a message that is not used, or with incompat
 *                            flags that are not known: *ret_message is filled
 *          TCS_E_DAMAGED     of version 1, shorter than its message
 *          TCS_E_IMPOSSIBLE  a place that is not on Earth
 *          TCS_MORE          in is used up; call again with the next octets
 * fault may be NULL; it is filled with damage and impossible frames.
 *
 * Frames and counts do not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_mavlink_next(struct tcs_mavlink_stream *stream, struct tcs_bytes *in,
                                 struct tcs_mavlink *ret_message,
                                 struct tcs_fault *fault);

/* The end of the stream, or of a datagram: a frame in what was still waited for more of.
 * As above, but TCS_END instead of TCS_MORE: nothing is left. */
TCS_NODISCARD
enum tcs_status tcs_mavlink_last(struct tcs_mavlink_stream *stream,
                                 struct tcs_mavlink *ret_message,
                                 struct tcs_fault *fault);

/* Goes on with an X.25 sum, which begins with TCS_MAVLINK_CRC_START. */
#define TCS_MAVLINK_CRC_START UINT16_C(0xffff)
uint16_t tcs_mavlink_crc(uint16_t crc, struct tcs_bytes octets);

/* All layouts, in order of id. */
const struct tcs_mavlink_layout *tcs_mavlink_layouts(uint32_t *ret_count);
/* NULL: not used. */
const struct tcs_mavlink_layout *tcs_mavlink_layout(uint32_t id);
/* NULL: there is no field of that name. */
const struct tcs_mavlink_field *tcs_mavlink_field(const struct tcs_mavlink_layout *layout,
                                                  const char *name);

/* Octets of one element. */
uint32_t tcs_mavlink_size(const struct tcs_mavlink_field *field);
/* The octets of a field, all elements. */
struct tcs_bytes tcs_mavlink_octets(const struct tcs_mavlink *message,
                                    const struct tcs_mavlink_field *field);
/* Of one that is no array: of an integer (64 bits as their two's complement), of a float.
 */
int64_t tcs_mavlink_number(const struct tcs_mavlink *message,
                           const struct tcs_mavlink_field *field);
double tcs_mavlink_real(const struct tcs_mavlink *message,
                        const struct tcs_mavlink_field *field);

#endif
