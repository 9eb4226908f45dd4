/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/mavlink.h"

#include <string.h>

enum { MAGIC_1 = 0xfe, MAGIC_2 = 0xfd };

enum tcs_status tcs_mavlink_begin(uint32_t id, struct tcs_mavlink *ret_message)
{
    const struct tcs_mavlink_layout *layout = tcs_mavlink_layout(id);

    if (layout == NULL)
        return TCS_E_ARGUMENT;
    memset(ret_message, 0, sizeof *ret_message);
    ret_message->layout = layout;
    ret_message->id = id;
    ret_message->version = 2;
    ret_message->system = 1;
    ret_message->component = 1;
    return TCS_OK;
}

static uint8_t *place(struct tcs_mavlink *message, const struct tcs_mavlink_field *field)
{
    return message->payload + field->at;
}

enum tcs_status tcs_mavlink_put(struct tcs_mavlink *message, const char *name,
                                int64_t value)
{
    const struct tcs_mavlink_field *field = tcs_mavlink_field(message->layout, name);

    if (field == NULL || field->count > 0 || field->type == TCS_MAVLINK_FLOAT)
        return TCS_E_ARGUMENT;
    const uint32_t size = tcs_mavlink_size(field);
    struct tcs_mavlink next = *message;
    struct tcs_writer w = tcs_writer(place(&next, field), size);

    tcs_write_le(&w, (uint64_t)value, size);
    if (tcs_mavlink_number(&next, field) != value)
        return TCS_E_ARGUMENT;
    *message = next;
    return TCS_OK;
}

enum tcs_status tcs_mavlink_put_real(struct tcs_mavlink *message, const char *name,
                                     double value)
{
    const struct tcs_mavlink_field *field = tcs_mavlink_field(message->layout, name);
    const float as_float = (float)value;
    uint32_t bits;

    if (field == NULL || field->count > 0 || field->type != TCS_MAVLINK_FLOAT)
        return TCS_E_ARGUMENT;
    struct tcs_writer w = tcs_writer(place(message, field), sizeof bits);

    memcpy(&bits, &as_float, sizeof bits);
    tcs_write_le(&w, bits, sizeof bits);
    return TCS_OK;
}

enum tcs_status tcs_mavlink_put_octets(struct tcs_mavlink *message, const char *name,
                                       struct tcs_bytes octets)
{
    const struct tcs_mavlink_field *field = tcs_mavlink_field(message->layout, name);

    if (field == NULL || octets.len > field->count)
        return TCS_E_ARGUMENT;
    memset(place(message, field), 0, field->count);
    if (octets.len > 0)
        memcpy(place(message, field), octets.data, octets.len);
    return TCS_OK;
}

/* Without the zeros at its end, but for the first octet. */
static uint8_t payload_len(const struct tcs_mavlink *m)
{
    uint8_t len = m->layout->len_max;

    if (m->version == 1)
        return m->layout->len;
    while (len > 1 && m->payload[len - 1] == 0)
        len--;
    return len;
}

static bool is_writable(const struct tcs_mavlink *m)
{
    if (m->layout == NULL || m->id != m->layout->id)
        return false;
    if (m->version == 1)
        return m->id <= UINT8_MAX && m->is_signed == 0;
    return m->version == 2 && (m->incompat_flags & ~TCS_MAVLINK_SIGNED) == 0;
}

enum tcs_status tcs_mavlink_write(const struct tcs_mavlink *message, struct tcs_writer *w)
{
    uint8_t room[TCS_MAVLINK_FRAME_MAX];
    struct tcs_writer out = tcs_writer(room, sizeof room);

    if (!is_writable(message))
        return TCS_E_ARGUMENT;
    const uint8_t len = payload_len(message);
    const bool two = message->version == 2;

    tcs_write_u8(&out, two ? MAGIC_2 : MAGIC_1);
    tcs_write_u8(&out, len);
    if (two) {
        tcs_write_u8(&out, message->is_signed != 0 ? TCS_MAVLINK_SIGNED : 0);
        tcs_write_u8(&out, message->compat_flags);
    }
    tcs_write_u8(&out, message->sequence);
    tcs_write_u8(&out, message->system);
    tcs_write_u8(&out, message->component);
    tcs_write_le(&out, message->id, two ? 3 : 1);
    tcs_write_bytes(&out, message->payload, len);
    uint16_t crc =
        tcs_mavlink_crc(TCS_MAVLINK_CRC_START, tcs_bytes(room + 1, out.len - 1));

    crc = tcs_mavlink_crc(crc, tcs_bytes(&message->layout->crc_extra, 1));
    tcs_write_le(&out, crc, 2);
    if (message->is_signed != 0)
        tcs_write_bytes(&out, message->signature, TCS_MAVLINK_SIGNATURE_LEN);
    if (out.len > w->capacity - w->len)
        return TCS_E_FULL;
    tcs_write_bytes(w, room, out.len);
    return TCS_OK;
}
