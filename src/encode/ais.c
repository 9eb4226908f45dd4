/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/ais.h"

#include <string.h>

enum {
    PAYLOAD_MAX = 60, /* characters of a sentence, so that it has at most 82 */
    PREFIX = 7,       /* "!AIVDM," */
};

static void put_bits(uint8_t *bits, uint32_t at, uint32_t count, uint64_t value)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t bit = at + i;
        const uint8_t mask = (uint8_t)(0x80 >> bit % 8);

        if ((value >> (count - 1 - i) & 1) != 0)
            bits[bit / 8] |= mask;
        else
            bits[bit / 8] &= (uint8_t)~mask;
    }
}

enum tcs_status tcs_ais_begin(const struct tcs_ais_layout *layout, uint32_t mmsi,
                              uint32_t bit_count, struct tcs_ais *ret_message)
{
    struct tcs_ais message;

    if (mmsi >= UINT32_C(1) << 30 || bit_count > TCS_AIS_BITS_MAX)
        return TCS_E_ARGUMENT;
    memset(&message, 0, sizeof message);
    put_bits(message.bits, 0, 6, layout->type);
    put_bits(message.bits, 8, 30, mmsi);
    if (layout->dac != TCS_AIS_NO_APPLICATION) {
        const uint32_t at = layout->type == 6 ? 72 : 40;

        put_bits(message.bits, at, 10, layout->dac);
        put_bits(message.bits, at + 10, 6, layout->fid);
    }
    if (layout->type == 22)
        put_bits(message.bits, 139, 1, layout->variant);
    else if (layout->type == 24)
        put_bits(message.bits, 38, 2, layout->variant != 0);
    else if (layout->type == 25 || layout->type == 26)
        put_bits(message.bits, 38, 2, layout->variant);
    const struct tcs_bytes bits = tcs_bytes(message.bits, sizeof message.bits);

    if (tcs_ais_read(bits, bit_count, &message, NULL) != TCS_OK ||
        message.layout != layout)
        return TCS_E_ARGUMENT;
    *ret_message = message;
    return TCS_OK;
}

const struct tcs_ais_field *tcs_ais_find(const struct tcs_ais *message, const char *name)
{
    for (uint32_t i = 0; i < message->layout->field_count; i++) {
        const struct tcs_ais_field *field = &message->layout->fields[i];
        size_t at = 0;

        while (name[at] != '\0' && name[at] == field->name[at])
            at++;
        if (name[at] == field->name[at])
            return field;
    }
    return NULL;
}

enum tcs_status tcs_ais_put(struct tcs_ais *message, const struct tcs_ais_field *field,
                            uint32_t base, int64_t value)
{
    const uint32_t at = base + field->at;
    uint32_t bits = field->bits;

    if (bits == TCS_AIS_LEFT)
        bits = message->bit_count > at ? message->bit_count - at : 0;
    if (field->kind == TCS_AIS_TEXT || field->kind == TCS_AIS_NAME ||
        field->kind == TCS_AIS_DATA || bits == 0 || bits > 62 ||
        at + bits > message->bit_count)
        return TCS_E_ARGUMENT;
    const int64_t limit = INT64_C(1) << (field->kind == TCS_AIS_INT ? bits - 1 : bits);

    if (value >= limit || value < (field->kind == TCS_AIS_INT ? -limit : 0))
        return TCS_E_ARGUMENT;
    put_bits(message->bits, at, bits, (uint64_t)value);
    return TCS_OK;
}

/* The six bits of a character; false when it has none. */
static bool six_of(char c, uint32_t *ret_six)
{
    if (c < ' ' || c > '_')
        return false;
    *ret_six = c >= '@' ? (uint32_t)(c - '@') : (uint32_t)c;
    return true;
}

enum tcs_status tcs_ais_put_text(struct tcs_ais *message,
                                 const struct tcs_ais_field *field, uint32_t base,
                                 const char *text)
{
    const uint32_t at = base + field->at;
    const uint32_t left = message->bit_count > at ? message->bit_count - at : 0;
    const uint32_t room = (field->bits != TCS_AIS_REST ? field->bits : left) / 6;
    struct tcs_ais changed = *message;
    uint32_t six = 0;
    uint32_t i = 0;

    if ((field->kind != TCS_AIS_TEXT && field->kind != TCS_AIS_NAME) || 6 * room > left)
        return TCS_E_ARGUMENT;
    for (; text[i] != '\0'; i++) {
        if (i == room || !six_of(text[i], &six))
            return TCS_E_ARGUMENT;
        put_bits(changed.bits, at + 6 * i, 6, six);
    }
    for (; i < room; i++)
        put_bits(changed.bits, at + 6 * i, 6, 0);
    *message = changed;
    return TCS_OK;
}

static void write_checksum(struct tcs_writer *w, size_t from)
{
    static const char digits[] = "0123456789ABCDEF";
    uint8_t sum = 0;

    if (w->failed)
        return;
    for (size_t i = from + 1; i < w->len; i++)
        sum ^= w->data[i];
    tcs_write_u8(w, '*');
    tcs_write_u8(w, (uint8_t)digits[sum >> 4]);
    tcs_write_u8(w, (uint8_t)digits[sum & 15]);
    tcs_write_bytes(w, "\r\n", 2);
}

enum tcs_status tcs_ais_write(const struct tcs_ais *message, char sequence, char channel,
                              struct tcs_writer *w)
{
    const uint32_t characters = (message->bit_count + 5U) / 6;
    const uint32_t count = (characters + PAYLOAD_MAX - 1) / PAYLOAD_MAX;
    const size_t before = w->len;

    for (uint32_t number = 1; number <= count; number++) {
        const uint32_t first = (number - 1) * PAYLOAD_MAX;
        const uint32_t end =
            first + PAYLOAD_MAX < characters ? first + PAYLOAD_MAX : characters;
        const size_t from = w->len;

        tcs_write_bytes(w, "!AIVDM,", PREFIX);
        tcs_write_u8(w, (uint8_t)('0' + count));
        tcs_write_u8(w, ',');
        tcs_write_u8(w, (uint8_t)('0' + number));
        tcs_write_u8(w, ',');
        if (count > 1)
            tcs_write_u8(w, (uint8_t)sequence);
        tcs_write_u8(w, ',');
        tcs_write_u8(w, (uint8_t)channel);
        tcs_write_u8(w, ',');
        for (uint32_t i = first; i < end; i++) {
            const uint32_t six = (uint32_t)tcs_ais_bits(message, 6 * i, 6);

            tcs_write_u8(w, (uint8_t)(six < 40 ? six + '0' : six - 40 + '`'));
        }
        tcs_write_u8(w, ',');
        tcs_write_u8(
            w,
            (uint8_t)('0' + (number == count ? 6 * characters - message->bit_count : 0)));
        write_checksum(w, from);
    }
    if (w->failed) {
        w->len = before;
        w->failed = false;
        return TCS_E_FULL;
    }
    return TCS_OK;
}
