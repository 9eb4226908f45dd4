/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_SAPIENT_H
#define TCS_DECODE_SAPIENT_H

/*
 * sapient.h -- SAPIENT (BSI Flex 335 v2.0): a stream of messages between sensors, fusion
 * nodes and what stands above them.
 *
 *   length[4]  little endian, octets of the message
 *   message    protocol buffers, SapientMessage (decode/proto/sapient.proto)
 *
 * There is no mark to find a message by: after a length that cannot be, the rest of the
 * stream has no meaning, and whoever owns the connection closes it.
 *
 * tcs_sapient_SapientMessage is nanopb's structure: has_NAME tells what is there,
 * which_content the kind of message (tcs_sapient_SapientMessage_registration_tag, ...).
 * Repeated fields and trees keep their octets, borrowed from the message.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"
#include "base/time.h"
#include "decode/pb_check.h"
#include "decode/pb_list.h"
#include "sapient.pb.h"
#include "sapient.table.h"

enum {
    TCS_SAPIENT_MESSAGE_MAX = 65536, /* octets; longer ones are passed over and counted */
    TCS_SAPIENT_LENGTH_MAX = 16 << 20, /* no message is longer: the stream is lost */
};

/* One per stream; all zero is the start state. No pointers, no padding. */
struct tcs_sapient_stream {
    uint64_t message_count;
    uint64_t too_long_count;
    uint32_t have;   /* octets in room, the length among them */
    uint32_t skip;   /* octets of a message that is too long, still to come */
    uint32_t broken; /* 1: lost */
    uint32_t reserved;
    uint8_t room[4 + TCS_SAPIENT_MESSAGE_MAX];
    uint8_t filler[4];
};
_Static_assert(sizeof(struct tcs_sapient_stream) == 32 + 8 + TCS_SAPIENT_MESSAGE_MAX,
               "no padding");

/*
 * Takes octets from in until one message is complete.
 *
 * Returns  TCS_OK          *ret_message is it, borrowed from the state until the next
 * call TCS_MORE        in is used up; call again with the next octets TCS_E_FULL      a
 * message of more than TCS_SAPIENT_MESSAGE_MAX octets begins here and is passed over;
 * call again TCS_E_DAMAGED   the stream is lost; so is all of in, now and later
 *
 * What comes out does not depend on how the stream was cut into calls.
 */
TCS_NODISCARD
enum tcs_status tcs_sapient_next(struct tcs_sapient_stream *stream, struct tcs_bytes *in,
                                 struct tcs_bytes *ret_message);

/* Whether the stream could end here: not inside a message. */
bool tcs_sapient_at_end(const struct tcs_sapient_stream *stream);

/*
 * Returns  TCS_OK
 *          TCS_E_DAMAGED   not protocol buffers, or fields of other types
 *          TCS_E_FULL      more than the bounds allow (fault->item says what)
 */
TCS_NODISCARD
enum tcs_status tcs_sapient_decode(struct tcs_bytes message,
                                   tcs_sapient_SapientMessage *ret_message,
                                   struct tcs_fault *fault);

/* An element of a list of messages: fields is tcs_sapient_NAME_fields, size that of
 * tcs_sapient_NAME. */
TCS_NODISCARD
bool tcs_sapient_element(struct tcs_bytes octets, const void *fields, size_t size,
                         void *ret_element);

/* The class tree of a detection, laid flat: each node after its parent. */
enum { TCS_SAPIENT_CLASSES_MAX = 32, TCS_SAPIENT_CLASS_DEPTH_MAX = 8 };

struct tcs_sapient_class {
    char type[64];
    double confidence; /* 0 to 1; < 0: not told */
    uint32_t depth;    /* 0: at the top */
    uint32_t reserved;
};

struct tcs_sapient_classes {
    uint32_t count;
    uint32_t reserved;
    struct tcs_sapient_class node[TCS_SAPIENT_CLASSES_MAX];
};

/* TCS_E_FULL: more nodes, deeper or longer names than there is room for. */
TCS_NODISCARD
enum tcs_status tcs_sapient_classes(const tcs_sapient_DetectionReport *report,
                                    struct tcs_sapient_classes *ret_classes);

/* Seconds and nanoseconds of UTC as an instant and back. */
TCS_NODISCARD
enum tcs_status tcs_sapient_time(const tcs_sapient_Timestamp *timestamp,
                                 const struct tcs_leap_table *leap,
                                 struct tcs_time *ret_time);

/* ------------------------------------------------------------------------------- rules
 */

/* What a node has told of itself in its registration: bits 1 << value of the enumeration.
 */
struct tcs_sapient_node {
    char id[36];
    uint32_t location_units; /* of the detections that it may report */
    uint32_t location_datums;
    uint32_t bearing_units;
    uint32_t bearing_datums;
};

enum { TCS_SAPIENT_NODES_MAX = 64, TCS_SAPIENT_KNOWN_MAX = 1024 };

/* What earlier messages of a session have told, for the rules that need it. All zero is
 * the start. The oldest identities give way to new ones. */
struct tcs_sapient_session {
    uint32_t node_count;
    uint32_t known_count; /* ever */
    struct tcs_sapient_node node[TCS_SAPIENT_NODES_MAX];
    char known[TCS_SAPIENT_KNOWN_MAX][26]; /* tasks and alerts */
};

/* Takes note of a message that has been checked: who registered, which tasks and alerts
 * there are. TCS_E_FULL: no room for a further node. */
TCS_NODISCARD
enum tcs_status tcs_sapient_note(struct tcs_sapient_session *session,
                                 struct tcs_bytes message);

/* Every rule of the interface (docs/sapient.md). Without a session (NULL): what the
 * message itself can tell. True when there is no finding. */
bool tcs_sapient_check(struct tcs_bytes message,
                       const struct tcs_sapient_session *session,
                       struct tcs_pb_findings *findings);

/* Why a field is not known, when it is one of version 1.0; else NULL. */
const char *tcs_sapient_version_1(const struct tcs_pb_message *table, uint32_t number,
                                  const char *name);

/* ------------------------------------------------------------------------------ policy
 */

/* Whether nodes of the type act on what they are pointed at: tocsin neither takes tasks
 * for them nor sends them any. */
bool tcs_sapient_effector(tcs_sapient_NodeType type);

#endif
