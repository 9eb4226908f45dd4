/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/walk.h"

#include <assert.h>

void tcs_asterix_icao(uint64_t raw, char ret_text[9])
{
    size_t len = 8;

    for (size_t i = 0; i < 8; i++) {
        const unsigned code = (unsigned)(raw >> (42 - 6 * i)) & 63;

        if (code >= 1 && code <= 26)
            ret_text[i] = (char)('A' + code - 1);
        else
            ret_text[i] = (char)(code >= '0' && code <= '9' ? code : ' ');
    }
    while (len > 0 && ret_text[len - 1] == ' ')
        len--;
    for (size_t i = len; i < 9; i++)
        ret_text[i] = '\0';
}

void tcs_asterix_ascii(uint64_t raw, unsigned bits, char ret_text[9])
{
    size_t len = bits / 8;

    for (size_t i = 0; i < len; i++) {
        const unsigned c = (unsigned)(raw >> (bits - 8 * (i + 1))) & 0xff;

        ret_text[i] = (char)(c > ' ' && c < 0x7f ? c : ' ');
    }
    while (len > 0 && ret_text[len - 1] == ' ')
        len--;
    for (size_t i = len; i < 9; i++)
        ret_text[i] = '\0';
}

const struct tcs_asterix_edition *
tcs_asterix_profile(const struct tcs_asterix_edition *edition, const uint8_t *record,
                    size_t left)
{
    size_t at = 1;

    if (edition->by_second == NULL)
        return edition;
    while (at < left && (record[at - 1] & 1) != 0)
        at++;
    if ((record[0] & 0x80) != 0)
        at += edition->uap[0]->octets;
    if ((record[0] & 0x40) == 0 || at >= left)
        return NULL;
    return record[at] >> 7 != 0 ? edition->by_second : edition;
}

/* Octets up to and with the first part whose last bit, FX, is clear; 0 when there is
 * none. */
static size_t fx_chain(const uint8_t *data, size_t left, size_t part)
{
    for (size_t end = part; end <= left; end += part)
        if ((data[end - 1] & 1) == 0)
            return end;
    return 0;
}

/* The first part has `octets`, every further one has one. */
static size_t extended_len(const uint8_t *data, size_t left, size_t octets)
{
    if (left < octets)
        return 0;
    const size_t further = fx_chain(data + octets - 1, left - octets + 1, 1);

    return further == 0 ? 0 : octets - 1 + further;
}

static size_t once_len(const uint8_t *data, size_t left)
{
    if (left == 0)
        return 0;
    return (data[0] & 1) == 0 ? 1 : 2;
}

/* All shapes but the compound; 0: not to be told from so few octets, or an explicit
 * length of 0. */
static size_t simple_len(const struct tcs_asterix_item *item, const uint8_t *data,
                         size_t left)
{
    switch ((enum tcs_asterix_shape)item->shape) {
    case TCS_SHAPE_FIXED:
        return item->octets;
    case TCS_SHAPE_EXTENDED:
        return extended_len(data, left, item->octets);
    case TCS_SHAPE_REPEATED_FX:
        return fx_chain(data, left, item->octets);
    case TCS_SHAPE_EXTENDED_ONCE:
        return once_len(data, left);
    case TCS_SHAPE_REPEATED:
        return left > 0 ? 1 + (size_t)data[0] * item->octets : 0;
    case TCS_SHAPE_EXPLICIT:
        return left > 0 ? data[0] : 0;
    case TCS_SHAPE_COMPOUND:
    case TCS_SHAPE_RANDOM:
        break;
    }
    assert(false && "an item that is none, or holds others");
    return 0;
}

static enum tcs_asterix_extent simple_extent(const struct tcs_asterix_item *item,
                                             const uint8_t *data, size_t left,
                                             size_t *ret_len)
{
    const size_t len = simple_len(item, data, left);

    if (len == 0 && item->shape == TCS_SHAPE_EXPLICIT && left > 0)
        return TCS_EXTENT_LENGTH;
    if (len == 0 || len > left)
        return TCS_EXTENT_SHORT;
    *ret_len = len;
    return TCS_EXTENT_OK;
}

static enum tcs_asterix_extent compound_extent(const struct tcs_asterix_item *item,
                                               const uint8_t *data, size_t left,
                                               size_t *ret_len,
                                               const struct tcs_asterix_item **ret_sub)
{
    const size_t head = fx_chain(data, left, 1);
    size_t at = head;

    if (head == 0)
        return TCS_EXTENT_SHORT;
    for (size_t i = 0; i < head; i++) {
        for (size_t bit = 0; bit < 7; bit++) {
            const size_t slot = i * 7 + bit;
            size_t len = 0;

            if ((data[i] >> (7 - bit) & 1) == 0)
                continue;
            if (slot >= item->sub_count || item->subs[slot] == NULL)
                return TCS_EXTENT_UNKNOWN;
            const enum tcs_asterix_extent extent =
                simple_extent(item->subs[slot], data + at, left - at, &len);

            if (extent != TCS_EXTENT_OK) {
                *ret_sub = item->subs[slot];
                return extent;
            }
            at += len;
        }
    }
    *ret_len = at;
    return TCS_EXTENT_OK;
}

enum tcs_asterix_extent tcs_asterix_extent(const struct tcs_asterix_item *item,
                                           const uint8_t *data, size_t left,
                                           size_t *ret_len,
                                           const struct tcs_asterix_item **ret_sub)
{
    *ret_sub = NULL;
    if (item->shape == TCS_SHAPE_COMPOUND)
        return compound_extent(item, data, left, ret_len, ret_sub);
    return simple_extent(item, data, left, ret_len);
}
