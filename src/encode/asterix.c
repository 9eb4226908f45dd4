/* SPDX-License-Identifier: Apache-2.0 */
#include "encode/asterix.h"

#include <assert.h>
#include <string.h>

#include "decode/asterix/table.h"

enum {
    ITEM_MAX = 160,   /* octets of one item: I048/030 with 127 codes is the longest */
    RECORD_MAX = 640, /* octets of one record: the items that typed records keep */
    FSPEC_MAX = 8,    /* octets: 56 field reference numbers */
};

/* Puts the low `bits` bits of value at bit `at`; the place is zero before. */
static void put_bits(uint8_t *data, size_t at, unsigned bits, uint64_t value)
{
    for (unsigned i = 0; i < bits; i++, at++)
        if ((value >> (bits - 1 - i) & 1) != 0)
            data[at / 8] = (uint8_t)(data[at / 8] | 0x80u >> (at % 8));
}

static bool has_bit(const uint8_t *typed, unsigned bit)
{
    uint64_t has = 0;

    memcpy(&has, typed, sizeof has);
    return bit != TCS_ASTERIX_NO_BIT && (has >> bit & 1) != 0;
}

/* Nearest step, ties away from zero; false when it does not fit the bits. An angle that
 * rounds up to the full circle starts again. */
static bool quantise(const struct tcs_asterix_field *field, double number,
                     uint64_t *ret_raw)
{
    const bool is_signed = field->coding == TCS_CODING_SIGNED;
    const double span = (double)(UINT64_C(1) << field->bits);
    const double lo = is_signed ? -span / 2 : 0.0;
    const double steps = number / field->lsb;

    if (!(steps > lo - 0.5 && steps <= lo + span)) /* NaN as well */
        return false;
    int64_t whole = (int64_t)(steps < 0 ? steps - 0.5 : steps + 0.5);

    if ((double)whole >= lo + span) {
        if (field->unit != TCS_UNIT_DEG || field->lsb * span != 360.0)
            return false;
        whole -= (int64_t)span;
    }
    if ((field->lo != 0 || field->hi != 0) && ((double)whole * field->lsb < field->lo ||
                                               (double)whole * field->lsb > field->hi))
        return false;
    *ret_raw = (uint64_t)whole & ((UINT64_C(1) << field->bits) - 1);
    return true;
}

static bool text_raw(const uint8_t *from, uint64_t *ret_raw)
{
    uint64_t raw = 0;
    bool ended = false;

    for (size_t i = 0; i < 8; i++) {
        ended = ended || from[i] == '\0';
        const uint8_t c = ended ? ' ' : from[i];

        if (c != ' ' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
            return false;
        raw = raw << 6 | (c & 63u);
    }
    *ret_raw = raw;
    return true;
}

/* Characters of eight bits, blanks behind the end. */
static bool ascii_raw(const struct tcs_asterix_field *field, const uint8_t *from,
                      uint64_t *ret_raw)
{
    const size_t len = field->bits / 8;
    uint64_t raw = 0;
    bool ended = false;

    for (size_t i = 0; i < len; i++) {
        ended = ended || from[i] == '\0';
        const uint8_t c = ended ? ' ' : from[i];

        if (c < ' ' || c >= 0x7f)
            return false;
        raw = raw << 8 | c;
    }
    *ret_raw = raw;
    return ended || from[len] == '\0';
}

static bool whole_raw(const struct tcs_asterix_field *field, uint64_t value,
                      uint64_t *ret_raw)
{
    if (value >> field->bits != 0)
        return false;
    *ret_raw = value;
    return true;
}

static bool member_raw(const struct tcs_asterix_field *field, const uint8_t *from,
                       uint64_t *ret_raw)
{
    switch ((enum tcs_asterix_store)field->store) {
    case TCS_STORE_DOUBLE: {
        double si = 0;

        memcpy(&si, from, sizeof si);
        return quantise(field, si / tcs_asterix_units[field->unit].si, ret_raw);
    }
    case TCS_STORE_NS: {
        int64_t ns = 0;

        memcpy(&ns, from, sizeof ns);
        return quantise(field, (double)ns / 1e9, ret_raw);
    }
    case TCS_STORE_U8:
        return whole_raw(field, *from, ret_raw);
    case TCS_STORE_U16: {
        uint16_t value = 0;

        memcpy(&value, from, sizeof value);
        return whole_raw(field, value, ret_raw);
    }
    case TCS_STORE_U32: {
        uint32_t value = 0;

        memcpy(&value, from, sizeof value);
        return whole_raw(field, value, ret_raw);
    }
    case TCS_STORE_TEXT:
        return field->coding == TCS_CODING_ASCII ? ascii_raw(field, from, ret_raw)
                                                 : text_raw(from, ret_raw);
    case TCS_STORE_NONE:
    case TCS_STORE_SET:
        break;
    }
    *ret_raw = 0;
    return true;
}

static bool applies(const struct tcs_asterix_field *field, const uint8_t *item)
{
    return field->when == TCS_WHEN_ALWAYS ||
           (item[0] >> 7 != 0) == (field->when == TCS_WHEN_SET);
}

/* All fields, one after the other; item is zero before. */
static bool put_fields(const struct tcs_asterix_item *item, const uint8_t *typed,
                       uint8_t *data, size_t *ret_len)
{
    size_t at = 0;

    for (size_t i = 0; i < item->field_count; i++) {
        const struct tcs_asterix_field *field = &item->fields[i];
        uint64_t raw = 0;

        if (!applies(field, data))
            continue;
        if (!member_raw(field, typed + field->offset, &raw))
            return false;
        put_bits(data, at, field->bits, raw);
        at += field->bits;
    }
    *ret_len = at / 8;
    return true;
}

/* Cuts off the parts that are all zero and links the rest by their FX bits. */
static size_t link_parts(uint8_t *data, size_t len)
{
    while (len > 1 && data[len - 1] == 0)
        len--;
    for (size_t i = 0; i + 1 < len; i++)
        data[i] |= 1;
    return len;
}

static bool put_set(const struct tcs_asterix_item *item, const uint8_t *typed,
                    uint8_t *data, size_t *ret_len)
{
    uint64_t words[2];
    size_t len = 0;

    memcpy(words, typed + item->fields[0].offset, sizeof words);
    for (unsigned value = 0; value < 128; value++)
        if ((words[value / 64] >> (value % 64) & 1) != 0)
            data[len++] = (uint8_t)(value << 1 | 1);
    if (len == 0)
        return false;
    data[len - 1] &= 0xfe;
    *ret_len = len;
    return true;
}

/* Any shape but the compound. */
static bool put_simple(const struct tcs_asterix_item *item, const uint8_t *typed,
                       uint8_t data[ITEM_MAX], size_t *ret_len)
{
    memset(data, 0, ITEM_MAX);
    switch ((enum tcs_asterix_shape)item->shape) {
    case TCS_SHAPE_FIXED:
        return put_fields(item, typed, data, ret_len);
    case TCS_SHAPE_EXTENDED:
    case TCS_SHAPE_EXTENDED_ONCE:
        if (!put_fields(item, typed, data, ret_len))
            return false;
        *ret_len = link_parts(data, *ret_len);
        return true;
    case TCS_SHAPE_REPEATED:
        data[0] = 1;
        if (!put_fields(item, typed, data + 1, ret_len))
            return false;
        *ret_len += 1;
        return true;
    case TCS_SHAPE_REPEATED_FX:
        return put_set(item, typed, data, ret_len);
    case TCS_SHAPE_COMPOUND:
    case TCS_SHAPE_EXPLICIT:
    case TCS_SHAPE_RANDOM:
        break;
    }
    assert(false && "an item that typed records do not keep");
    return false;
}

/* A presence bit for slot `slot`, seven an octet, and the FX bits before it. */
static void mark_slot(uint8_t *spec, size_t slot, size_t *len)
{
    spec[slot / 7] = (uint8_t)(spec[slot / 7] | 0x80u >> (slot % 7));
    for (; *len <= slot / 7; ++*len)
        if (*len > 0)
            spec[*len - 1] |= 1;
}

struct output {
    struct tcs_writer items; /* behind the FSPEC */
    uint8_t fspec[FSPEC_MAX];
    size_t fspec_len;
    uint64_t written; /* bits of `has` that found an item */
};

static bool put_compound(const struct tcs_asterix_item *item, const uint8_t *typed,
                         struct output *out, size_t frn)
{
    uint8_t body[ITEM_MAX];
    uint8_t parts[RECORD_MAX];
    uint8_t head[FSPEC_MAX] = { 0 };
    size_t head_len = 0;
    struct tcs_writer w = tcs_writer(parts, sizeof parts);

    for (size_t slot = 0; slot < item->sub_count; slot++) {
        const struct tcs_asterix_item *sub = item->subs[slot];
        size_t len = 0;

        if (sub == NULL || !has_bit(typed, sub->bit))
            continue;
        if (!put_simple(sub, typed, body, &len))
            return false;
        mark_slot(head, slot, &head_len);
        tcs_write_bytes(&w, body, len);
        out->written |= UINT64_C(1) << sub->bit;
    }
    if (head_len == 0)
        return true;
    mark_slot(out->fspec, frn, &out->fspec_len);
    tcs_write_bytes(&out->items, head, head_len);
    tcs_write_bytes(&out->items, parts, w.len);
    return true;
}

static bool put_item(const struct tcs_asterix_item *item, const uint8_t *typed,
                     struct output *out, size_t frn)
{
    uint8_t body[ITEM_MAX];
    size_t len = 0;

    if (item->shape == TCS_SHAPE_COMPOUND)
        return put_compound(item, typed, out, frn);
    if (!has_bit(typed, item->bit))
        return true;
    if (!put_simple(item, typed, body, &len))
        return false;
    mark_slot(out->fspec, frn, &out->fspec_len);
    tcs_write_bytes(&out->items, body, len);
    out->written |= UINT64_C(1) << item->bit;
    return true;
}

enum tcs_status tcs_asterix_write(struct tcs_writer *w,
                                  const struct tcs_asterix_edition *edition,
                                  const void *record)
{
    uint8_t items[RECORD_MAX];
    struct output out = { .items = tcs_writer(items, sizeof items) };
    const struct tcs_asterix_edition *profile = edition;
    size_t second = 0; /* where the second item stands */
    uint64_t has = 0;

    memcpy(&has, record, sizeof has);
    for (size_t frn = 0; frn < profile->uap_count; frn++) {
        if (profile->uap[frn] != NULL && profile->uap[frn]->read &&
            !put_item(profile->uap[frn], record, &out, frn))
            return TCS_E_ARGUMENT;
        if (frn == 0)
            second = out.items.len;
        else if (frn == 1 && edition->by_second != NULL) {
            if (out.items.len == second)
                return TCS_E_ARGUMENT; /* the item that tells the profile */
            profile = items[second] >> 7 != 0 ? edition->by_second : edition;
        }
    }
    if (has == 0 || out.written != has)
        return TCS_E_ARGUMENT;
    assert(!out.items.failed);
    if (w->failed || out.fspec_len + out.items.len > w->capacity - w->len)
        return TCS_E_FULL;
    tcs_write_bytes(w, out.fspec, out.fspec_len);
    tcs_write_bytes(w, items, out.items.len);
    return TCS_OK;
}

enum tcs_status tcs_asterix_write_001(struct tcs_writer *w,
                                      const struct tcs_asterix_001 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_001, record);
}

enum tcs_status tcs_asterix_write_002(struct tcs_writer *w,
                                      const struct tcs_asterix_002 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_002, record);
}

enum tcs_status tcs_asterix_write_015(struct tcs_writer *w,
                                      const struct tcs_asterix_015 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_015, record);
}

enum tcs_status tcs_asterix_write_016(struct tcs_writer *w,
                                      const struct tcs_asterix_016 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_016, record);
}

enum tcs_status tcs_asterix_write_240(struct tcs_writer *w,
                                      const struct tcs_asterix_240 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_240, record);
}

enum tcs_status tcs_asterix_write_021(struct tcs_writer *w,
                                      const struct tcs_asterix_021 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_021, record);
}

enum tcs_status tcs_asterix_write_034(struct tcs_writer *w,
                                      const struct tcs_asterix_034 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_034, record);
}

enum tcs_status tcs_asterix_write_048(struct tcs_writer *w,
                                      const struct tcs_asterix_048 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_048, record);
}

enum tcs_status tcs_asterix_write_062(struct tcs_writer *w,
                                      const struct tcs_asterix_062 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_062, record);
}

enum tcs_status tcs_asterix_write_063(struct tcs_writer *w,
                                      const struct tcs_asterix_063 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_063, record);
}

enum tcs_status tcs_asterix_write_065(struct tcs_writer *w,
                                      const struct tcs_asterix_065 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_065, record);
}

enum tcs_status tcs_asterix_write_010(struct tcs_writer *w,
                                      const struct tcs_asterix_010 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_010, record);
}

enum tcs_status tcs_asterix_write_019(struct tcs_writer *w,
                                      const struct tcs_asterix_019 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_019, record);
}

enum tcs_status tcs_asterix_write_020(struct tcs_writer *w,
                                      const struct tcs_asterix_020 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_020, record);
}

enum tcs_status tcs_asterix_write_023(struct tcs_writer *w,
                                      const struct tcs_asterix_023 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_023, record);
}

enum tcs_status tcs_asterix_write_205(struct tcs_writer *w,
                                      const struct tcs_asterix_205 *record)
{
    return tcs_asterix_write(w, tcs_asterix_editions_205, record);
}

size_t tcs_asterix_frame_begin(struct tcs_writer *w, enum tcs_asterix_framing framing,
                               int64_t tod_ns)
{
    const size_t mark = w->len;

    if (framing == TCS_ASTERIX_RAW)
        return mark;
    tcs_write_be(w, 0, 2); /* length */
    if (framing == TCS_ASTERIX_ORADIS) {
        tcs_write_be(w, (uint64_t)(tod_ns / 1000000), 4);
        return mark;
    }
    if (framing == TCS_ASTERIX_IOSS_SEQ)
        tcs_write_be(w, 0, 4);
    tcs_write_be(w, 0, 3); /* board, line, day */
    tcs_write_be(w, (uint64_t)(tod_ns / 10000000), 3);
    return mark;
}

void tcs_asterix_frame_end(struct tcs_writer *w, enum tcs_asterix_framing framing,
                           size_t mark)
{
    if (framing == TCS_ASTERIX_RAW)
        return;
    if (framing != TCS_ASTERIX_ORADIS)
        tcs_write_be(w, UINT32_C(0xa5a5a5a5), 4);
    if (w->len - mark > UINT16_MAX)
        w->failed = true;
    if (w->failed)
        return;
    w->data[mark] = (uint8_t)((w->len - mark) >> 8);
    w->data[mark + 1] = (uint8_t)(w->len - mark);
}

size_t tcs_asterix_block_begin(struct tcs_writer *w, uint8_t category)
{
    const size_t mark = w->len;

    tcs_write_u8(w, category);
    tcs_write_be(w, 0, 2);
    return mark;
}

void tcs_asterix_block_end(struct tcs_writer *w, size_t mark)
{
    const size_t len = w->len - mark;

    if (w->failed)
        return;
    if (len <= TCS_ASTERIX_HEADER_LEN) {
        w->len = mark;
        return;
    }
    if (len > UINT16_MAX) {
        w->failed = true;
        return;
    }
    w->data[mark + 1] = (uint8_t)(len >> 8);
    w->data[mark + 2] = (uint8_t)len;
}
