/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/sapient.h"

#include <pb_encode.h>
#include <string.h>

static bool harmless(const tcs_sapient_Task *task)
{
    static const char *const requests[] = { "Registration", "Status" };
    if (!task->has_command || task->region.count > 0)
        return false;
    if (task->command.which_command == tcs_sapient_Command_detection_report_rate_tag)
        return true;
    if (task->command.which_command != tcs_sapient_Command_request_tag)
        return false;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        size_t at = 0;
        while (requests[i][at] != '\0' &&
               requests[i][at] == task->command.command.request[at])
            at++;
        if (requests[i][at] == '\0' && task->command.command.request[at] == '\0')
            return true;
    }
    return false;
}

static enum tcs_status allowed(const tcs_sapient_SapientMessage *message,
                               tcs_sapient_NodeType target)
{
    if (message->which_content != tcs_sapient_SapientMessage_task_tag)
        return TCS_OK;
    const bool good = target != tcs_sapient_NODE_TYPE_UNSPECIFIED &&
                      !tcs_sapient_effector(target) && harmless(&message->content.task);
    return good ? TCS_OK : TCS_E_REFUSED;
}

static enum tcs_status write_fields(const void *fields, const void *element,
                                    struct tcs_writer *writer)
{
    if (writer->failed)
        return TCS_E_FULL;
    pb_ostream_t stream = pb_ostream_from_buffer(writer->data + writer->len,
                                                 writer->capacity - writer->len);
    if (!pb_encode(&stream, (const pb_msgdesc_t *)fields, element))
        return TCS_E_FULL;
    writer->len += stream.bytes_written;
    return TCS_OK;
}

enum tcs_status tcs_sapient_write(const tcs_sapient_SapientMessage *message,
                                  tcs_sapient_NodeType target, struct tcs_writer *writer)
{
    const enum tcs_status status = allowed(message, target);
    return status != TCS_OK
               ? status
               : write_fields(tcs_sapient_SapientMessage_fields, message, writer);
}

enum tcs_status tcs_sapient_write_framed(const tcs_sapient_SapientMessage *message,
                                         tcs_sapient_NodeType target,
                                         struct tcs_writer *writer)
{
    if (writer->failed || writer->capacity - writer->len < 4)
        return TCS_E_FULL;
    struct tcs_writer body =
        tcs_writer(writer->data + writer->len + 4, writer->capacity - writer->len - 4);
    const enum tcs_status status = tcs_sapient_write(message, target, &body);
    if (status != TCS_OK)
        return status;
    if (body.len > TCS_SAPIENT_MESSAGE_MAX)
        return TCS_E_FULL;
    tcs_write_le(writer, body.len, 4);
    writer->len += body.len;
    return TCS_OK;
}

enum tcs_status tcs_sapient_append(struct tcs_pb_list *list, const void *fields,
                                   const void *element, struct tcs_writer *writer)
{
    const size_t start = writer->len;
    if (list->count == TCS_PB_LIST_MAX)
        return TCS_E_FULL;
    const enum tcs_status status = write_fields(fields, element, writer);
    if (status == TCS_OK)
        list->item[list->count++] = tcs_bytes(writer->data + start, writer->len - start);
    return status;
}

enum tcs_status tcs_sapient_append_text(struct tcs_pb_list *list, const char *text)
{
    size_t len = 0;
    if (list->count == TCS_PB_LIST_MAX)
        return TCS_E_FULL;
    while (text[len] != '\0')
        len++;
    list->item[list->count++] = tcs_bytes(text, len);
    return TCS_OK;
}

tcs_sapient_Timestamp tcs_sapient_timestamp(const struct tcs_leap_table *leap,
                                            struct tcs_time time)
{
    const int64_t utc_ns = tcs_time_to_utc(leap, time);
    tcs_sapient_Timestamp timestamp = { .seconds = utc_ns / TCS_NS_PER_S,
                                        .nanos = (int32_t)(utc_ns % TCS_NS_PER_S) };
    if (timestamp.nanos < 0) {
        timestamp.seconds--;
        timestamp.nanos += (int32_t)TCS_NS_PER_S;
    }
    return timestamp;
}

void tcs_sapient_ulid(int64_t utc_ms, const uint8_t unique[10], char ret_text[27])
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint8_t octets[16];
    for (unsigned i = 0; i < 6; i++)
        octets[i] = (uint8_t)((uint64_t)utc_ms >> (40 - 8 * i));
    memcpy(octets + 6, unique, 10);
    /* 26 digits of 5 bits are 130: two zeros stand before the 128. */
    for (unsigned i = 0; i < 26; i++) {
        unsigned value = 0;
        for (unsigned bit = 5 * i; bit < 5 * i + 5; bit++)
            value =
                value << 1 |
                (bit < 2 ? 0u
                         : (unsigned)octets[(bit - 2) / 8] >> (7 - (bit - 2) % 8) & 1u);
        ret_text[i] = digits[value];
    }
    ret_text[26] = '\0';
}

void tcs_sapient_uuid(const uint8_t unique[16], char ret_text[37])
{
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;
    for (unsigned i = 0; i < 16; i++) {
        const uint8_t octet = i == 6   ? (uint8_t)((unique[i] & 0x0f) | 0x40)
                              : i == 8 ? (uint8_t)((unique[i] & 0x3f) | 0x80)
                                       : unique[i];
        if (i == 4 || i == 6 || i == 8 || i == 10)
            ret_text[at++] = '-';
        ret_text[at++] = digits[octet >> 4];
        ret_text[at++] = digits[octet & 15];
    }
    ret_text[at] = '\0';
}
