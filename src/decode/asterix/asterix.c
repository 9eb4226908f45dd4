/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/asterix/asterix.h"

#include <string.h>

#include "base/time.h"
#include "decode/asterix/walk.h"

/* fill() sets bits through it. */
#define HAS_FIRST(category_)                                                             \
    _Static_assert(offsetof(struct tcs_asterix_##category_, has) == 0, "has comes "      \
                                                                       "first")
HAS_FIRST(001);
HAS_FIRST(002);
HAS_FIRST(010);
HAS_FIRST(015);
HAS_FIRST(016);
HAS_FIRST(019);
HAS_FIRST(020);
HAS_FIRST(021);
HAS_FIRST(023);
HAS_FIRST(034);
HAS_FIRST(048);
HAS_FIRST(062);
HAS_FIRST(063);
HAS_FIRST(065);
HAS_FIRST(205);
HAS_FIRST(240);

/* Of a record that has the bit. */
#define SOURCE_OF(record_, category_)                                                    \
    (((record_)->has >> TCS_##category_##_SOURCE & 1) == 0                               \
         ? -1                                                                            \
         : (record_)->cat##category_.sac << 8 | (record_)->cat##category_.sic)

int32_t tcs_asterix_source(const struct tcs_asterix_record *record)
{
    switch (record->category) {
    case 1:
        return SOURCE_OF(record, 001);
    case 2:
        return SOURCE_OF(record, 002);
    case 10:
        return SOURCE_OF(record, 010);
    case 15:
        return SOURCE_OF(record, 015);
    case 16:
        return SOURCE_OF(record, 016);
    case 19:
        return SOURCE_OF(record, 019);
    case 20:
        return SOURCE_OF(record, 020);
    case 21:
        return SOURCE_OF(record, 021);
    case 23:
        return SOURCE_OF(record, 023);
    case 34:
        return SOURCE_OF(record, 034);
    case 48:
        return SOURCE_OF(record, 048);
    case 62:
        return SOURCE_OF(record, 062);
    case 63:
        return SOURCE_OF(record, 063);
    case 65:
        return SOURCE_OF(record, 065);
    case 205:
        return SOURCE_OF(record, 205);
    case 240:
        return SOURCE_OF(record, 240);
    default:
        return -1;
    }
}

static bool tod_if(uint64_t has, unsigned bit, int64_t tod_ns, int64_t *ret_tod_ns)
{
    if ((has >> bit & 1) == 0)
        return false;
    *ret_tod_ns = tod_ns;
    return true;
}

bool tcs_asterix_tod(const struct tcs_asterix_record *record, int64_t *ret_tod_ns)
{
    switch (record->category) {
    case 21:
        return tcs_021_position_tod(&record->cat021, ret_tod_ns);
    case 2:
        return tod_if(record->has, TCS_002_TIME, record->cat002.tod_ns, ret_tod_ns);
    case 10:
        return tod_if(record->has, TCS_010_TIME, record->cat010.tod_ns, ret_tod_ns);
    case 15:
        return tod_if(record->has, TCS_015_TIME, record->cat015.tod_ns, ret_tod_ns);
    case 16:
        return tod_if(record->has, TCS_016_TIME, record->cat016.tod_ns, ret_tod_ns);
    case 19:
        return tod_if(record->has, TCS_019_TIME, record->cat019.tod_ns, ret_tod_ns);
    case 20:
        return tod_if(record->has, TCS_020_TIME, record->cat020.tod_ns, ret_tod_ns);
    case 23:
        return tod_if(record->has, TCS_023_TIME, record->cat023.tod_ns, ret_tod_ns);
    case 34:
        return tod_if(record->has, TCS_034_TIME, record->cat034.tod_ns, ret_tod_ns);
    case 48:
        return tod_if(record->has, TCS_048_TIME, record->cat048.tod_ns, ret_tod_ns);
    case 62:
        return tod_if(record->has, TCS_062_TIME, record->cat062.tod_ns, ret_tod_ns);
    case 63:
        return tod_if(record->has, TCS_063_TIME, record->cat063.tod_ns, ret_tod_ns);
    case 65:
        return tod_if(record->has, TCS_065_TIME, record->cat065.tod_ns, ret_tod_ns);
    case 205:
        return tod_if(record->has, TCS_205_TIME, record->cat205.tod_ns, ret_tod_ns);
    case 240:
        return tod_if(record->has, TCS_240_TIME, record->cat240.tod_ns, ret_tod_ns);
    default:
        return false;
    }
}

int64_t tcs_asterix_complete_tod(int64_t truncated_ns, int64_t reference_ns)
{
    const int64_t day = INT64_C(86400) * TCS_NS_PER_S, turn = INT64_C(512) * TCS_NS_PER_S;
    const int64_t start = reference_ns - reference_ns % turn;
    int64_t best = truncated_ns, best_away = day;

    /* A day is no whole number of turns: at midnight the count starts anew. Times of
     * yesterday and of tomorrow are told as times of today, give or take a day. */
    for (int64_t i = -2; i <= 2; i++) {
        const int64_t at = start + i * turn;
        const int64_t from = at < 0 ? day - day % turn - day : at >= day ? day : at;
        const int64_t time = from + truncated_ns;
        const int64_t away =
            time > reference_ns ? time - reference_ns : reference_ns - time;

        if (from < 0 ? time >= 0 : from < day && time >= day)
            continue; /* behind midnight in a turn that ended there */
        if (away < best_away) {
            best_away = away;
            best = time < 0 ? time + day : time >= day ? time - day : time;
        }
    }
    return best;
}

/* ------------------------------------------------------------- one item into a record */

static void store_number(const struct tcs_asterix_field *field, uint8_t *to, uint64_t raw,
                         double number)
{
    switch ((enum tcs_asterix_store)field->store) {
    case TCS_STORE_NONE:
        break;
    case TCS_STORE_DOUBLE: {
        const double si = number * tcs_asterix_units[field->unit].si;

        memcpy(to, &si, sizeof si);
        break;
    }
    case TCS_STORE_U8:
        *to = (uint8_t)raw;
        break;
    case TCS_STORE_U16: {
        const uint16_t value = (uint16_t)raw;

        memcpy(to, &value, sizeof value);
        break;
    }
    case TCS_STORE_U32: {
        const uint32_t value = (uint32_t)raw;

        memcpy(to, &value, sizeof value);
        break;
    }
    case TCS_STORE_NS: {
        const int64_t ns = (int64_t)(number * 1e9 + 0.5);

        memcpy(to, &ns, sizeof ns);
        break;
    }
    case TCS_STORE_TEXT:
        if (field->coding == TCS_CODING_ASCII)
            tcs_asterix_ascii(raw, field->bits, (char *)to);
        else
            tcs_asterix_icao(raw, (char *)to);
        break;
    case TCS_STORE_SET: {
        uint64_t word = 0;

        memcpy(&word, to + 8 * (raw / 64), sizeof word);
        word |= UINT64_C(1) << (raw % 64);
        memcpy(to + 8 * (raw / 64), &word, sizeof word);
        break;
    }
    }
}

/* Field by field until the fields or the octets end. The first field outside its limits,
 * or NULL. */
static const struct tcs_asterix_field *
fill(const struct tcs_asterix_item *item, const uint8_t *data, size_t len, uint8_t *typed)
{
    const struct tcs_asterix_field *bad = NULL;
    const struct tcs_asterix_field *const end = item->fields + item->field_count;
    size_t at = 0;

    for (const struct tcs_asterix_field *f = item->fields; f < end && at < 8 * len; f++) {
        if (!tcs_asterix_applies(f, data))
            continue;
        if (f->store != TCS_STORE_NONE) {
            const uint64_t raw = tcs_asterix_bits(data, at, f->bits);
            const int64_t whole = f->coding == TCS_CODING_SIGNED
                                      ? tcs_sign_extend(raw, f->bits)
                                      : (int64_t)raw;
            const double number = (double)whole * f->lsb;

            store_number(f, typed + f->offset, raw, number);
            if ((f->lo != 0 || f->hi != 0) && (number < f->lo || number > f->hi) &&
                bad == NULL)
                bad = f;
        }
        at += f->bits;
    }
    return bad;
}

static void set_bit(uint8_t *typed, unsigned bit)
{
    uint64_t has = 0;

    memcpy(&has, typed, sizeof has);
    has |= UINT64_C(1) << bit;
    memcpy(typed, &has, sizeof has);
}

/* Any shape but the compound. */
static const struct tcs_asterix_field *take_simple(const struct tcs_asterix_item *item,
                                                   const uint8_t *data, size_t len,
                                                   uint8_t *typed)
{
    if (item->bit == TCS_ASTERIX_NO_BIT)
        return NULL;
    if (item->shape == TCS_SHAPE_REPEATED) {
        if (data[0] == 0)
            return NULL;
        data++;
        len = item->octets;
    }
    set_bit(typed, item->bit);
    if (item->shape != TCS_SHAPE_REPEATED_FX)
        return fill(item, data, len, typed);
    for (size_t i = 0; i < len; i += item->octets)
        (void)fill(item, data + i, item->octets, typed);
    return NULL;
}

/* The extent was found good before. */
static const struct tcs_asterix_field *take_compound(const struct tcs_asterix_item *item,
                                                     const uint8_t *data, size_t len,
                                                     uint8_t *typed)
{
    const struct tcs_asterix_field *bad = NULL;
    size_t at = 1;

    while ((data[at - 1] & 1) != 0)
        at++;
    const size_t head = at;

    for (size_t slot = 0; slot < 7 * head && at < len; slot++) {
        const struct tcs_asterix_item *none = NULL;
        size_t sub_len = 0;

        if ((data[slot / 7] >> (7 - slot % 7) & 1) == 0)
            continue;
        if (tcs_asterix_extent(item->subs[slot], data + at, len - at, &sub_len, &none) !=
            TCS_EXTENT_OK)
            break;
        const struct tcs_asterix_field *field =
            take_simple(item->subs[slot], data + at, sub_len, typed);

        if (bad == NULL)
            bad = field;
        at += sub_len;
    }
    return bad;
}

/* --------------------------------------------------------------------- one whole record
 */

struct cut { /* a record that is being read */
    struct tcs_asterix_input *input;
    struct tcs_asterix_record *record;
    struct tcs_asterix_fault *fault;
    const struct tcs_asterix_edition *profile;
    size_t start;
    size_t at;
    enum tcs_status verdict; /* TCS_OK or TCS_E_IMPOSSIBLE */
};

/* Gives up the rest of the block. */
static enum tcs_status damaged(const struct cut *c, const char *item, size_t offset,
                               const char *reason)
{
    *c->fault = (struct tcs_asterix_fault) {
        .status = TCS_E_DAMAGED,
        .category = c->input->category,
        .item = item,
        .sub = c->fault->sub,
        .reason = reason,
        .offset = offset,
        .len = c->input->block_end - c->start,
    };
    c->input->at = c->input->block_end;
    return TCS_E_DAMAGED;
}

static const char *extent_reason(enum tcs_asterix_extent extent)
{
    if (extent == TCS_EXTENT_LENGTH)
        return "length of zero";
    return extent == TCS_EXTENT_UNKNOWN ? "sub-item that this edition does not define"
                                        : "runs over the block";
}

/* Octets that the edition's parts of an extended item take. */
static size_t known_parts(const struct tcs_asterix_item *item)
{
    size_t bits = 0;

    for (size_t i = 0; i < item->field_count; i++)
        bits += item->fields[i].bits;
    return bits / 8;
}

static enum tcs_status take_item(struct cut *c, const struct tcs_asterix_item *item)
{
    const struct tcs_bytes bytes = c->input->bytes;
    const uint8_t *data = bytes.data + c->at;
    const struct tcs_asterix_item *sub = NULL;
    uint8_t *typed = (uint8_t *)&c->record->has;
    const struct tcs_asterix_field *bad = NULL;
    size_t len = 0;
    const enum tcs_asterix_extent extent =
        tcs_asterix_extent(item, data, c->input->block_end - c->at, &len, &sub);

    if (extent != TCS_EXTENT_OK) {
        c->fault->sub = sub != NULL ? sub->number : NULL;
        return damaged(c, item->number, c->at, extent_reason(extent));
    }
    if (item->shape == TCS_SHAPE_EXTENDED && len > 1 && len > known_parts(item))
        c->record->remarks |= TCS_ASTERIX_WITH_NEWER;
    else if (item->shape == TCS_SHAPE_EXPLICIT)
        c->record->remarks |=
            item->number[0] == 'S' ? TCS_ASTERIX_WITH_SP : TCS_ASTERIX_WITH_RE;
    if (item->read)
        bad = item->shape == TCS_SHAPE_COMPOUND ? take_compound(item, data, len, typed)
                                                : take_simple(item, data, len, typed);
    if (bad != NULL && c->verdict == TCS_OK) {
        c->verdict = TCS_E_IMPOSSIBLE;
        *c->fault = (struct tcs_asterix_fault) {
            .status = c->verdict,
            .category = c->input->category,
            .item = item->number,
            .sub = bad->name,
            .reason = "outside what can be",
            .offset = c->at,
        };
    }
    c->at += len;
    return TCS_OK;
}

static const struct tcs_asterix_item *item_at(const struct cut *c, size_t frn)
{
    return frn < c->profile->uap_count ? c->profile->uap[frn] : NULL;
}

/* Fields in any order, each behind its field reference number. */
static enum tcs_status take_random(struct cut *c, const struct tcs_asterix_item *item)
{
    const uint8_t *data = c->input->bytes.data;
    const size_t end = c->input->block_end;

    if (c->at == end)
        return damaged(c, item->number, c->at, "runs over the block");
    unsigned count = data[c->at++];

    for (; count > 0 && c->at < end; count--) {
        const size_t frn = data[c->at++];
        const struct tcs_asterix_item *inner = frn > 0 ? item_at(c, frn - 1) : NULL;

        if (inner == NULL || inner->shape == TCS_SHAPE_RANDOM)
            return damaged(c, item->number, c->at - 1,
                           "item that this edition does not define");
        const enum tcs_status status = take_item(c, inner);

        if (status != TCS_OK)
            return status;
    }
    if (count > 0)
        return damaged(c, item->number, c->at, "runs over the block");
    return TCS_OK;
}

static const struct tcs_asterix_edition *edition_for(const struct tcs_asterix_set *set,
                                                     uint8_t category,
                                                     const uint8_t *record, size_t left)
{
    size_t fspec = 0;

    if (set->override_count == 0)
        return set->by_category[category];
    while (fspec < left && (record[fspec] & 1) != 0)
        fspec++;
    fspec++;
    if ((record[0] & 0x80) == 0 || fspec + 2 > left) /* no item 010 */
        return set->by_category[category];
    const unsigned sac_sic = (unsigned)(record[fspec] << 8 | record[fspec + 1]);

    for (size_t i = 0; i < set->override_count; i++)
        if (set->overrides[i].category == category &&
            set->overrides[i].sac_sic == sac_sic)
            return set->overrides[i].edition;
    return set->by_category[category];
}

static enum tcs_status take_items(struct cut *c)
{
    const uint8_t *fspec = c->input->bytes.data + c->start;

    for (size_t i = 0; i == 0 || (fspec[i - 1] & 1) != 0; i++) {
        for (unsigned bits = fspec[i] & 0xfeu; bits != 0;) {
            const size_t frn = 7 * i + (size_t)__builtin_clz(bits << 24);
            const struct tcs_asterix_item *item = item_at(c, frn);

            bits &= ~(0x80u >> (frn - 7 * i));
            if (item == NULL)
                return damaged(c, "FSPEC", c->start + i,
                               "item that this edition does not define");
            const enum tcs_status status = item->shape == TCS_SHAPE_RANDOM
                                               ? take_random(c, item)
                                               : take_item(c, item);

            if (status != TCS_OK)
                return status;
        }
    }
    return c->verdict;
}

/* Gives up `len` octets, of a block of this category. */
static enum tcs_status give_up(struct tcs_asterix_input *input, uint8_t category,
                               size_t len, enum tcs_status status, const char *reason,
                               struct tcs_asterix_fault *ret_fault)
{
    *ret_fault = (struct tcs_asterix_fault) {
        .status = status,
        .category = category,
        .reason = reason,
        .offset = input->at,
        .len = len,
    };
    input->at += len;
    return status;
}

static enum tcs_status take_record(struct tcs_asterix_input *input,
                                   struct tcs_asterix_record *record,
                                   struct tcs_asterix_fault *fault)
{
    struct cut c = { .input = input, .record = record, .fault = fault };
    const uint8_t *data = input->bytes.data + input->at;
    const size_t left = input->block_end - input->at;
    const struct tcs_asterix_edition *edition =
        edition_for(input->set, input->category, data, left);
    size_t fspec = 0;

    memset(fault, 0, sizeof *fault);
    if (edition == NULL) /* only others send what is read here */
        return give_up(input, input->category, left, TCS_E_FOREIGN,
                       "category not read of this source", fault);
    c.start = c.at = input->at;
    c.profile = tcs_asterix_profile(edition, data, left);
    memset(record, 0, sizeof *record);
    while (fspec < left && (data[fspec] & 1) != 0)
        fspec++;
    fspec++;
    if (fspec > left)
        return damaged(&c, "FSPEC", c.start, "runs over the block");
    if (data[0] == 0)
        return damaged(&c, "FSPEC", c.start, "names no item");
    if (c.profile == NULL)
        return damaged(&c, "FSPEC", c.start, "without the item that tells the profile");
    if (fspec > ((size_t)c.profile->uap_count + 6) / 7)
        return damaged(&c, "FSPEC", c.start, "longer than this edition's");
    c.at += fspec;
    const enum tcs_status status = take_items(&c);

    if (status == TCS_E_DAMAGED)
        return status;
    record->edition = edition;
    record->category = edition->category;
    record->sent_category = input->category;
    record->offset = c.start;
    record->octets = tcs_bytes(data, c.at - c.start);
    input->at = c.at;
    return status;
}

/* ----------------------------------------------------------------------------- blocks */

struct tcs_asterix_input tcs_asterix_input(const struct tcs_asterix_set *set,
                                           struct tcs_bytes bytes)
{
    return (struct tcs_asterix_input) { .set = set, .bytes = bytes };
}

static enum tcs_status open_block(struct tcs_asterix_input *input,
                                  struct tcs_asterix_fault *ret_fault)
{
    const uint8_t *head = input->bytes.data + input->at;
    const size_t left = input->bytes.len - input->at;
    const bool known = tcs_asterix_set_reads(input->set, head[0]);

    if (left < TCS_ASTERIX_HEADER_LEN)
        return give_up(input, head[0], left, known ? TCS_E_DAMAGED : TCS_E_FOREIGN,
                       "block header cut short", ret_fault);
    const size_t len = (size_t)head[1] << 8 | head[2];

    if (head[0] == 0)
        return give_up(input, head[0], left, TCS_E_FOREIGN,
                       "no such category: another framing than data blocks", ret_fault);
    if (!known && (len < TCS_ASTERIX_HEADER_LEN || len > left))
        return give_up(input, head[0], left, TCS_E_FOREIGN,
                       "neither a category read here nor a length that fits", ret_fault);
    if (!known)
        return give_up(input, head[0], len, TCS_E_FOREIGN, "category not read here",
                       ret_fault);
    if (len < TCS_ASTERIX_HEADER_LEN)
        return give_up(input, head[0], left, TCS_E_DAMAGED, "block length below three",
                       ret_fault);
    if (len > left)
        return give_up(input, head[0], left, TCS_E_DAMAGED, "block runs over the input",
                       ret_fault);
    if (len == TCS_ASTERIX_HEADER_LEN)
        return give_up(input, head[0], len, TCS_E_DAMAGED, "block without a record",
                       ret_fault);
    input->category = head[0];
    input->block_end = input->at + len;
    input->at += TCS_ASTERIX_HEADER_LEN;
    input->header_octets += TCS_ASTERIX_HEADER_LEN;
    return TCS_OK;
}

enum tcs_status tcs_asterix_next(struct tcs_asterix_input *input,
                                 struct tcs_asterix_record *ret_record,
                                 struct tcs_asterix_fault *ret_fault)
{
    if (input->at >= input->bytes.len)
        return TCS_END;
    if (input->at >= input->block_end) {
        const enum tcs_status status = open_block(input, ret_fault);

        if (status != TCS_OK)
            return status;
    }
    return take_record(input, ret_record, ret_fault);
}

/* ----------------------------------------------------------------------------- faults */

struct text {
    char *at;
    char *end; /* room for the final zero is kept */
};

static void add(struct text *text, const char *from)
{
    while (*from != '\0' && text->at < text->end)
        *text->at++ = *from++;
    *text->at = '\0';
}

static void add_number(struct text *text, size_t number, unsigned width)
{
    char digits[24];
    size_t at = sizeof digits;

    digits[--at] = '\0';
    for (; number > 0 || width > 0 || at == sizeof digits - 1; number /= 10) {
        digits[--at] = (char)('0' + number % 10);
        width -= width > 0;
    }
    add(text, digits + at);
}

void tcs_asterix_fault_text(const struct tcs_asterix_fault *fault, bool with_offset,
                            char ret_text[TCS_ASTERIX_FAULT_TEXT_LEN])
{
    struct text text = { ret_text, ret_text + TCS_ASTERIX_FAULT_TEXT_LEN - 1 };
    const bool numbered =
        fault->item != NULL && fault->item[0] >= '0' && fault->item[0] <= '9';

    add(&text, "CAT");
    add_number(&text, fault->category, 3);
    if (fault->item != NULL)
        add(&text, " ");
    if (numbered) {
        add(&text, "I");
        add_number(&text, fault->category, 3);
        add(&text, "/");
    }
    if (fault->item != NULL)
        add(&text, fault->item);
    if (fault->sub != NULL) {
        add(&text, " ");
        add(&text, fault->sub);
    }
    if (with_offset) {
        add(&text, " octet ");
        add_number(&text, fault->offset, 1);
    }
    add(&text, ": ");
    add(&text, fault->reason);
}
