/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/sapient.h"

#include <pb_decode.h>
#include <string.h>

/* ------------------------------------------------------------------------- the stream */

/* Up to `want` octets in all from in to room; true when they are there. */
static bool fill(struct tcs_sapient_stream *stream, struct tcs_bytes *in, uint32_t want)
{
    size_t take = want - stream->have;
    if (take > in->len)
        take = in->len;
    if (take > 0)
        memcpy(stream->room + stream->have, in->data, take);
    stream->have += (uint32_t)take;
    *in = tcs_bytes_part(*in, take, in->len - take);
    return stream->have == want;
}

static enum tcs_status lose(struct tcs_sapient_stream *stream, struct tcs_bytes *in)
{
    stream->broken = 1;
    *in = tcs_bytes_part(*in, in->len, 0);
    return TCS_E_DAMAGED;
}

static uint32_t length_of(const struct tcs_sapient_stream *stream)
{
    struct tcs_reader reader = tcs_reader(tcs_bytes(stream->room, 4));
    return (uint32_t)tcs_read_le(&reader, 4);
}

bool tcs_sapient_at_end(const struct tcs_sapient_stream *stream)
{
    return stream->skip == 0 &&
           (stream->have == 0 ||
            (stream->have >= 4 && stream->have == 4 + length_of(stream)));
}

enum tcs_status tcs_sapient_next(struct tcs_sapient_stream *stream, struct tcs_bytes *in,
                                 struct tcs_bytes *ret_message)
{
    if (stream->broken != 0)
        return lose(stream, in);
    if (stream->skip > 0) {
        const size_t part = stream->skip < in->len ? stream->skip : in->len;
        *in = tcs_bytes_part(*in, part, in->len - part);
        stream->skip -= (uint32_t)part;
        if (stream->skip > 0)
            return TCS_MORE;
    }
    if (stream->have >= 4 && stream->have == 4 + length_of(stream))
        stream->have = 0; /* the message that was given out last */
    if (stream->have < 4 && !fill(stream, in, 4))
        return TCS_MORE;
    const uint32_t length = length_of(stream);
    if (length > TCS_SAPIENT_LENGTH_MAX)
        return lose(stream, in);
    if (length > TCS_SAPIENT_MESSAGE_MAX) {
        stream->too_long_count++;
        stream->skip = length;
        stream->have = 0;
        return TCS_E_FULL;
    }
    if (!fill(stream, in, 4 + length))
        return TCS_MORE;
    stream->message_count++;
    *ret_message = tcs_bytes(stream->room + 4, length);
    return TCS_OK;
}

/* ------------------------------------------------------------------------- structures */

static const char *const overflows[] = { "string overflow", "array overflow",
                                         "list overflow" };

static bool same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}

enum tcs_status tcs_sapient_decode(struct tcs_bytes message,
                                   tcs_sapient_SapientMessage *ret_message,
                                   struct tcs_fault *fault)
{
    pb_istream_t stream;

    tcs_pb_stream(message, &stream);
    /* nanopb leaves lists as it finds them. */
    memset(ret_message, 0, sizeof *ret_message);
    if (pb_decode(&stream, tcs_sapient_SapientMessage_fields, ret_message))
        return TCS_OK;
    const char *why = PB_GET_ERROR(&stream);
    for (size_t i = 0; i < sizeof overflows / sizeof overflows[0]; i++)
        if (same(why, overflows[i]))
            return tcs_fault(fault, TCS_E_FULL, message.len - stream.bytes_left,
                             overflows[i]);
    return tcs_fault(fault, TCS_E_DAMAGED, message.len - stream.bytes_left,
                     "SapientMessage");
}

bool tcs_sapient_element(struct tcs_bytes octets, const void *fields, size_t size,
                         void *ret_element)
{
    pb_istream_t stream;

    tcs_pb_stream(octets, &stream);
    memset(ret_element, 0, size);
    return pb_decode(&stream, (const pb_msgdesc_t *)fields, ret_element);
}

/* ------------------------------------------------------------------------ the class tree
 */

static enum tcs_status add_class(struct tcs_sapient_classes *classes, const char *type,
                                 double confidence, uint32_t depth)
{
    if (classes->count == TCS_SAPIENT_CLASSES_MAX || depth >= TCS_SAPIENT_CLASS_DEPTH_MAX)
        return TCS_E_FULL;
    struct tcs_sapient_class *node = &classes->node[classes->count];
    memset(node, 0, sizeof *node);
    for (size_t i = 0; type[i] != '\0'; i++) {
        if (i + 1 == sizeof node->type)
            return TCS_E_FULL;
        node->type[i] = type[i];
    }
    node->confidence = confidence;
    node->depth = depth;
    classes->count++;
    return TCS_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): TCS_SAPIENT_CLASS_DEPTH_MAX ends it */
static enum tcs_status add_classes(struct tcs_sapient_classes *classes,
                                   const struct tcs_pb_list *list, uint32_t depth)
{
    for (uint32_t i = 0; i < list->count; i++) {
        tcs_sapient_SubClass sub;
        if (!tcs_sapient_element(list->item[i], tcs_sapient_SubClass_fields, sizeof sub,
                                 &sub))
            return TCS_E_DAMAGED;
        enum tcs_status status = add_class(
            classes, sub.type, sub.has_confidence ? (double)sub.confidence : -1, depth);
        if (status == TCS_OK)
            status = add_classes(classes, &sub.sub_class, depth + 1);
        if (status != TCS_OK)
            return status;
    }
    return TCS_OK;
}

enum tcs_status tcs_sapient_classes(const tcs_sapient_DetectionReport *report,
                                    struct tcs_sapient_classes *ret_classes)
{
    struct tcs_sapient_classes classes = { 0 };
    for (uint32_t i = 0; i < report->classification.count; i++) {
        tcs_sapient_DetectionReportClassification top;
        if (!tcs_sapient_element(report->classification.item[i],
                                 tcs_sapient_DetectionReportClassification_fields,
                                 sizeof top, &top))
            return TCS_E_DAMAGED;
        enum tcs_status status = add_class(
            &classes, top.type, top.has_confidence ? (double)top.confidence : -1, 0);
        if (status == TCS_OK)
            status = add_classes(&classes, &top.sub_class, 1);
        if (status != TCS_OK)
            return status;
    }
    *ret_classes = classes;
    return TCS_OK;
}

/* ------------------------------------------------------------------------ time, policy
 */

enum tcs_status tcs_sapient_time(const tcs_sapient_Timestamp *timestamp,
                                 const struct tcs_leap_table *leap,
                                 struct tcs_time *ret_time)
{
    /* 2255: nanoseconds of TAI end in 2262. */
    if (timestamp->seconds < 0 || timestamp->seconds > 9000000000 ||
        timestamp->nanos < 0 || timestamp->nanos > 999999999)
        return TCS_E_IMPOSSIBLE;
    *ret_time =
        tcs_time_from_utc(leap, timestamp->seconds * TCS_NS_PER_S + timestamp->nanos);
    return TCS_OK;
}

bool tcs_sapient_effector(tcs_sapient_NodeType type)
{
    return type == tcs_sapient_NODE_TYPE_KINETIC ||
           type == tcs_sapient_NODE_TYPE_JAMMER || type == tcs_sapient_NODE_TYPE_CYBER ||
           type == tcs_sapient_NODE_TYPE_LDEW || type == tcs_sapient_NODE_TYPE_RFDEW;
}
