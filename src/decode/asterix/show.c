/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/show.h"

#include <string.h>

#include "decode/asterix/walk.h"

/* Digits of `step` bits each, most significant first. */
static void digits_text(uint64_t raw, unsigned bits, unsigned step, char *to)
{
    const unsigned count = (bits + step - 1) / step;

    for (unsigned i = 0; i < count; i++)
        to[i] = "0123456789ABCDEF"[raw >> (step * (count - 1 - i)) & ((1u << step) - 1)];
    to[count] = '\0';
}

static void show_value(const struct tcs_asterix_field *field, uint64_t raw,
                       const struct tcs_asterix_visitor *visitor)
{
    struct tcs_asterix_value value = {
        .name = field->name,
        .unit = tcs_asterix_units[field->unit].suffix,
        .raw = raw,
        .is_whole = field->unit == TCS_UNIT_NONE && field->lsb == 1.0,
        .whole = field->coding == TCS_CODING_SIGNED ? tcs_sign_extend(raw, field->bits)
                                                    : (int64_t)raw,
    };

    value.number = (double)value.whole * field->lsb;
    value.is_text = true;
    if (field->coding == TCS_CODING_OCTAL)
        digits_text(raw, field->bits, 3, value.text);
    else if (field->coding == TCS_CODING_HEX)
        digits_text(raw, field->bits, 4, value.text);
    else if (field->coding == TCS_CODING_ICAO)
        tcs_asterix_icao(raw, value.text);
    else if (field->coding == TCS_CODING_ASCII)
        tcs_asterix_ascii(raw, field->bits, value.text);
    else
        value.is_text = false;
    visitor->value(visitor->context, &value);
}

static void show_fields(const struct tcs_asterix_item *item, const uint8_t *data,
                        size_t len, const struct tcs_asterix_visitor *visitor)
{
    size_t at = 0;

    for (size_t i = 0; i < item->field_count && at < 8 * len; i++) {
        const struct tcs_asterix_field *f = &item->fields[i];

        if (!tcs_asterix_applies(f, data))
            continue;
        if (f->coding != TCS_CODING_SPARE && f->coding != TCS_CODING_FX)
            show_value(f, tcs_asterix_bits(data, at, f->bits), visitor);
        at += f->bits;
    }
}

/* One object a repetition. */
static void show_repeated(const struct tcs_asterix_item *item, const uint8_t *data,
                          size_t len, const struct tcs_asterix_visitor *visitor)
{
    const size_t first = item->shape == TCS_SHAPE_REPEATED ? 1 : 0;

    for (size_t at = first; at < len; at += item->octets) {
        visitor->begin(visitor->context, NULL, false);
        show_fields(item, data + at, item->octets, visitor);
        visitor->end(visitor->context);
    }
}

/* Any shape but the compound. */
static void show_simple(const struct tcs_asterix_item *item, const char *name,
                        struct tcs_bytes octets,
                        const struct tcs_asterix_visitor *visitor)
{
    const bool is_list =
        item->shape == TCS_SHAPE_REPEATED || item->shape == TCS_SHAPE_REPEATED_FX;

    if (item->shape == TCS_SHAPE_EXPLICIT ||
        (item->shape == TCS_SHAPE_REPEATED && item->field_count == 0)) {
        visitor->octets(visitor->context, name, tcs_bytes_part(octets, 1, octets.len));
        return;
    }
    visitor->begin(visitor->context, name, is_list);
    if (is_list)
        show_repeated(item, octets.data, octets.len, visitor);
    else
        show_fields(item, octets.data, octets.len, visitor);
    visitor->end(visitor->context);
}

static void show_compound(const struct tcs_asterix_item *item, const char *name,
                          struct tcs_bytes octets,
                          const struct tcs_asterix_visitor *visitor)
{
    size_t head = 1;

    while ((octets.data[head - 1] & 1) != 0)
        head++;
    size_t at = head;

    visitor->begin(visitor->context, name, false);
    for (size_t slot = 0; slot < 7 * head; slot++) {
        const struct tcs_asterix_item *none = NULL;
        size_t len = 0;

        if ((octets.data[slot / 7] >> (7 - slot % 7) & 1) == 0)
            continue;
        const struct tcs_asterix_item *sub = item->subs[slot];

        if (tcs_asterix_extent(sub, octets.data + at, octets.len - at, &len, &none) !=
            TCS_EXTENT_OK)
            break;
        show_simple(sub, sub->number, tcs_bytes_part(octets, at, len), visitor);
        at += len;
    }
    visitor->end(visitor->context);
}

/* One item of the UAP; gives its length, or 0 when there is none. */
static size_t show_item(const struct tcs_asterix_record *record,
                        const struct tcs_asterix_item *item, size_t at,
                        const struct tcs_asterix_visitor *visitor)
{
    const struct tcs_bytes all = record->octets;
    const unsigned category = record->category;
    const struct tcs_asterix_item *none = NULL;
    size_t len = 0;
    char name[12] = { 'I', (char)('0' + category / 100), (char)('0' + category / 10 % 10),
                      (char)('0' + category % 10), '/' };

    memcpy(name + 5, item->number, item->number[2] == '\0' ? 3 : 4);
    if (tcs_asterix_extent(item, all.data + at, all.len - at, &len, &none) !=
        TCS_EXTENT_OK)
        return 0;
    if (item->shape == TCS_SHAPE_COMPOUND)
        show_compound(item, name, tcs_bytes_part(all, at, len), visitor);
    else
        show_simple(item, name, tcs_bytes_part(all, at, len), visitor);
    return len;
}

/* Random field sequencing: its items stand where they come. Gives its length. */
static size_t show_random(const struct tcs_asterix_record *record,
                          const struct tcs_asterix_edition *profile, size_t at,
                          const struct tcs_asterix_visitor *visitor)
{
    const size_t start = at;

    for (unsigned count = record->octets.data[at++]; count > 0; count--) {
        const size_t frn = record->octets.data[at++];

        at += show_item(record, profile->uap[frn - 1], at, visitor);
    }
    return at - start;
}

void tcs_asterix_show(const struct tcs_asterix_record *record,
                      const struct tcs_asterix_visitor *visitor)
{
    const struct tcs_bytes all = record->octets;
    const struct tcs_asterix_edition *profile =
        tcs_asterix_profile(record->edition, all.data, all.len);
    size_t fspec = 1;

    while ((all.data[fspec - 1] & 1) != 0)
        fspec++;
    size_t at = fspec;

    for (size_t frn = 0; frn < 7 * fspec; frn++) {
        if ((all.data[frn / 7] >> (7 - frn % 7) & 1) == 0)
            continue;
        const struct tcs_asterix_item *item = profile->uap[frn];
        const size_t len = item->shape == TCS_SHAPE_RANDOM
                               ? show_random(record, profile, at, visitor)
                               : show_item(record, item, at, visitor);

        if (len == 0)
            break;
        at += len;
    }
}
