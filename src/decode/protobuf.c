/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/protobuf.h"

#include <stddef.h>
#include <string.h>

static enum tcs_status read_varint(struct tcs_reader *r, uint64_t *ret_value)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        uint8_t octet = tcs_read_u8(r);
        if (r->failed)
            return TCS_E_SHORT;
        if (shift == 63 && octet > 1)
            return TCS_E_DAMAGED;
        value |= (uint64_t)(octet & 0x7f) << shift;
        if (octet < 0x80) {
            *ret_value = value;
            return TCS_OK;
        }
    }
    return TCS_E_DAMAGED;
}

enum tcs_status tcs_pb_next(struct tcs_reader *reader, struct tcs_pb_item *ret_item)
{
    if (tcs_reader_left(reader) == 0)
        return TCS_END;
    struct tcs_pb_item item = { .offset = (uint32_t)reader->at };
    uint64_t key = 0;
    enum tcs_status status = read_varint(reader, &key);
    if (status != TCS_OK)
        return status;
    if (key >> 3 == 0 || key >> 3 > 536870911)
        return TCS_E_DAMAGED;
    item.number = (uint32_t)(key >> 3);
    item.wire = (uint8_t)(key & 7);
    switch (item.wire) {
    case 0:
        status = read_varint(reader, &item.raw);
        break;
    case 1:
        item.raw = tcs_read_le(reader, 8);
        break;
    case 2:
        status = read_varint(reader, &item.raw);
        if (status == TCS_OK && item.raw > tcs_reader_left(reader))
            return TCS_E_SHORT;
        item.bytes = tcs_read_bytes(reader, (size_t)item.raw);
        break;
    case 5:
        item.raw = tcs_read_le(reader, 4);
        break;
    default:
        return TCS_E_DAMAGED;
    }
    if (status != TCS_OK || reader->failed)
        return status != TCS_OK ? status : TCS_E_SHORT;
    *ret_item = item;
    return TCS_OK;
}

const struct tcs_pb_field *tcs_pb_field_find(const struct tcs_pb_message *message,
                                             uint32_t number)
{
    for (uint16_t i = 0; i < message->field_count; i++)
        if (message->fields[i].number == number)
            return &message->fields[i];
    return NULL;
}

static bool same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}

const struct tcs_pb_field *tcs_pb_field_named(const struct tcs_pb_message *message,
                                              const char *name)
{
    for (uint16_t i = 0; i < message->field_count; i++)
        if (same(message->fields[i].json_name, name) ||
            same(message->fields[i].name, name))
            return &message->fields[i];
    return NULL;
}

const char *tcs_pb_enum_name(const struct tcs_pb_enum *of_enum, int32_t number)
{
    for (uint32_t i = 0; i < of_enum->value_count; i++)
        if (of_enum->values[i].number == number)
            return of_enum->values[i].name;
    return NULL;
}

uint8_t tcs_pb_wire(uint8_t kind)
{
    switch (kind) {
    case TCS_PB_DOUBLE:
        return 1;
    case TCS_PB_FLOAT:
        return 5;
    case TCS_PB_STRING:
    case TCS_PB_BYTES:
    case TCS_PB_MESSAGE:
        return 2;
    default:
        return 0;
    }
}

bool tcs_pb_packs(uint8_t kind)
{
    return tcs_pb_wire(kind) != 2;
}

enum tcs_status tcs_pb_unpack(struct tcs_reader *reader, uint8_t kind, uint64_t *ret_raw)
{
    if (tcs_reader_left(reader) == 0)
        return TCS_END;
    uint8_t wire = tcs_pb_wire(kind);
    if (wire == 0)
        return read_varint(reader, ret_raw);
    *ret_raw = tcs_read_le(reader, wire == 1 ? 8 : 4);
    return reader->failed ? TCS_E_SHORT : TCS_OK;
}

double tcs_pb_real(uint8_t kind, uint64_t raw)
{
    if (kind == TCS_PB_FLOAT) {
        uint32_t bits = (uint32_t)raw;
        float value = 0;
        memcpy(&value, &bits, sizeof value);
        return (double)value;
    }
    double value = 0;
    memcpy(&value, &raw, sizeof value);
    return value;
}

/* The octets of the character that begins with this one, with its least code point; 0:
 * none begins so. */
static unsigned text_length(uint8_t first, uint32_t *ret_least)
{
    *ret_least = first < 0x80 ? 1 : first < 0xe0 ? 0x80 : first < 0xf0 ? 0x800 : 0x10000;
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

bool tcs_pb_text_good(struct tcs_bytes text)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t least = 0;
        unsigned octets = text_length(text.data[i], &least);
        if (octets == 0 || octets > text.len - i)
            return false;
        uint32_t code =
            octets == 1 ? text.data[i] : text.data[i] & (0xffu >> (octets + 1));
        for (unsigned k = 1; k < octets; k++) {
            if ((text.data[i + k] & 0xc0) != 0x80)
                return false;
            code = code << 6 | (text.data[i + k] & 0x3f);
        }
        if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
            return false;
        i += octets;
    }
    return true;
}
