/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/ais_sentence.h"

#include <string.h>

#include "base/text.h"
#include "base/time.h"

enum {
    FIELDS = 7,             /* name, count, number, sequence, channel, payload, fill */
    MILLISECONDS_FROM = 12, /* digits of a time from which on it is in milliseconds */
    TIME_DIGITS_MAX = 15,
};

static bool hex_digit(uint8_t c, uint8_t *ret_value)
{
    if (c >= '0' && c <= '9')
        *ret_value = (uint8_t)(c - '0');
    else if (c >= 'A' && c <= 'F')
        *ret_value = (uint8_t)(c - 'A' + 10);
    else if (c >= 'a' && c <= 'f')
        *ret_value = (uint8_t)(c - 'a' + 10);
    else
        return false;
    return true;
}

/* body*hh: body, when its checksum is right. Receivers write notes of their own behind
 * it, which are not looked at. */
static bool checked(struct tcs_bytes text, struct tcs_bytes *ret_body)
{
    uint8_t sum = 0;
    uint8_t high = 0;
    uint8_t low = 0;
    size_t len = 0;

    while (len < text.len && text.data[len] != '*')
        sum ^= text.data[len++];
    if (text.len - len < 3 || !hex_digit(text.data[len + 1], &high) ||
        !hex_digit(text.data[len + 2], &low))
        return false;
    *ret_body = tcs_bytes(text.data, len);
    return sum == (high << 4 | low);
}

/* The part of text before a character, which is taken off with it. */
static struct tcs_bytes take_until(struct tcs_bytes *text, char mark)
{
    size_t at = 0;

    while (at < text->len && text->data[at] != (uint8_t)mark)
        at++;
    const struct tcs_bytes part = tcs_bytes(text->data, at);

    *text = tcs_bytes_part(*text, at + 1, text->len);
    return part;
}

/* s:NAME and c:TIME; other entries are not for us. */
static void read_tag(struct tcs_bytes tag, struct tcs_ais_sentence *sentence)
{
    while (tag.len > 0) {
        const struct tcs_bytes entry = take_until(&tag, ',');
        const struct tcs_bytes value = tcs_bytes_part(entry, 2, entry.len);
        int64_t number = 0;

        if (entry.len < 3 || entry.data[1] != ':')
            continue;
        if (entry.data[0] == 's') {
            (void)tcs_text_copy(sentence->source, sizeof sentence->source, value);
        } else if (entry.data[0] == 'c' && value.len <= TIME_DIGITS_MAX &&
                   tcs_text_int(value, &number) == TCS_OK && number >= 0) {
            const bool fine = value.len >= MILLISECONDS_FROM;

            if (!fine && number > INT64_C(9000000000))
                continue;
            if (fine && number > INT64_C(9000000000000))
                continue;
            sentence->utc_ns = number * (fine ? TCS_NS_PER_S / 1000 : TCS_NS_PER_S);
            sentence->has_time = 1;
        }
    }
}

/* '1'..'9' alone. */
static bool read_digit(struct tcs_bytes text, uint8_t least, uint8_t *ret_digit)
{
    if (text.len != 1 || text.data[0] < '0' + least || text.data[0] > '9')
        return false;
    *ret_digit = (uint8_t)(text.data[0] - '0');
    return true;
}

static bool read_fields(const struct tcs_bytes fields[FIELDS],
                        struct tcs_ais_sentence *sentence)
{
    if (!read_digit(fields[1], 1, &sentence->count) ||
        !read_digit(fields[2], 1, &sentence->number) ||
        sentence->number > sentence->count)
        return false;
    if (fields[3].len > 1 || fields[4].len > 1 || fields[5].len == 0)
        return false;
    sentence->sequence = fields[3].len == 1 ? fields[3].data[0] : 0;
    sentence->channel = fields[4].len == 1 ? fields[4].data[0] : 0;
    sentence->payload = fields[5];
    /* Some receivers leave the fill bits away when there are none. */
    if (fields[6].len != 0 &&
        (!read_digit(fields[6], 0, &sentence->fill) || sentence->fill > 5))
        return false;
    return true;
}

enum tcs_status tcs_ais_sentence_read(struct tcs_bytes line,
                                      struct tcs_ais_sentence *ret_sentence,
                                      struct tcs_fault *fault)
{
    struct tcs_ais_sentence sentence;
    struct tcs_bytes fields[FIELDS];
    struct tcs_bytes body;

    memset(&sentence, 0, sizeof sentence);
    if (line.len > 0 && line.data[0] == '\\') {
        line = tcs_bytes_part(line, 1, line.len);
        if (!checked(take_until(&line, '\\'), &body))
            return tcs_fault(fault, TCS_E_DAMAGED, 0, "checksum of a tag block");
        read_tag(body, &sentence);
    }
    if (line.len == 0 || line.data[0] != '!')
        return tcs_fault(fault, TCS_E_FOREIGN, 0,
                         line.len > 0 && line.data[0] == '$' ? "another NMEA sentence"
                                                             : "no AIS sentence");
    if (!checked(tcs_bytes_part(line, 1, line.len), &body))
        return tcs_fault(fault, TCS_E_DAMAGED, line.len, "checksum of a sentence");
    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = take_until(&body, ',');
    if (fields[0].len != 5 || (memcmp(fields[0].data + 2, "VDM", 3) != 0 &&
                               memcmp(fields[0].data + 2, "VDO", 3) != 0))
        return tcs_fault(fault, TCS_E_FOREIGN, 1, "another NMEA sentence");
    memcpy(sentence.talker, fields[0].data, 2);
    sentence.own = fields[0].data[4] == 'O';
    if (body.len != 0 || !read_fields(fields, &sentence))
        return tcs_fault(fault, TCS_E_DAMAGED, 6, "fields of an AIS sentence");
    *ret_sentence = sentence;
    return TCS_OK;
}

/* --------------------------------------------------------------------- parts of one */

static bool same_message(const struct tcs_ais_open *open,
                         const struct tcs_ais_sentence *sentence)
{
    return open->count == sentence->count && open->sequence == sentence->sequence &&
           open->channel == sentence->channel;
}

/* The row of this message, or one that is free, or else the one used longest ago. */
static struct tcs_ais_open *find_row(struct tcs_ais_assembler *assembler,
                                     const struct tcs_ais_sentence *sentence)
{
    struct tcs_ais_open *best = &assembler->open[0];

    for (int i = 0; i < TCS_AIS_MESSAGES_OPEN; i++) {
        struct tcs_ais_open *row = &assembler->open[i];

        if (same_message(row, sentence))
            return row;
        if (row->used < best->used)
            best = row;
    }
    return best;
}

/* Six bits a character behind what is there. */
static bool append(struct tcs_ais_open *row, const struct tcs_ais_sentence *sentence)
{
    uint32_t at = row->bit_count;

    if (at + 6 * sentence->payload.len > TCS_AIS_BITS_MAX ||
        6 * sentence->payload.len < sentence->fill)
        return false;
    for (size_t i = 0; i < sentence->payload.len; i++) {
        const uint8_t c = sentence->payload.data[i];
        unsigned six = 0;

        if (c >= '0' && c <= 'W')
            six = (unsigned)c - '0';
        else if (c >= '`' && c <= 'w')
            six = (unsigned)c - '`' + 40;
        else
            return false;
        const unsigned shift = at % 8;

        row->bits[at / 8] |= (uint8_t)(six << 2 >> shift);
        if (shift > 2)
            row->bits[at / 8 + 1] = (uint8_t)(six << (10 - shift));
        at += 6;
    }
    at -= sentence->fill;
    if (at / 8 < TCS_AIS_OCTETS_MAX)
        row->bits[at / 8] &= (uint8_t)(0xff00 >> at % 8);
    if (at / 8 + 1 < TCS_AIS_OCTETS_MAX)
        row->bits[at / 8 + 1] = 0;
    row->bit_count = (uint16_t)at;
    return true;
}

static enum tcs_status give_up(struct tcs_ais_assembler *assembler,
                               struct tcs_ais_open *row, enum tcs_status status,
                               struct tcs_fault *fault)
{
    assembler->lost_count++;
    memset(row, 0, sizeof *row);
    return tcs_fault(fault, status, 0,
                     status == TCS_E_MISMATCH ? "part of a message without the others"
                                              : "payload of an AIS sentence");
}

enum tcs_status tcs_ais_assemble(struct tcs_ais_assembler *assembler,
                                 const struct tcs_ais_sentence *sentence,
                                 struct tcs_ais *ret_message, struct tcs_fault *fault)
{
    struct tcs_ais_open alone = { 0 };
    struct tcs_ais_open *row = &alone;

    if (sentence->count == 1) {
        if (!append(row, sentence))
            return tcs_fault(fault, TCS_E_DAMAGED, 0, "payload of an AIS sentence");
        return tcs_ais_read(tcs_bytes(row->bits, sizeof row->bits), row->bit_count,
                            ret_message, fault);
    }
    row = find_row(assembler, sentence);
    if (sentence->number == 1) {
        assembler->lost_count += row->count != 0;
        memset(row, 0, sizeof *row);
        row->count = sentence->count;
        row->sequence = sentence->sequence;
        row->channel = sentence->channel;
        row->next = 1;
    }
    if (!same_message(row, sentence) || row->next != sentence->number) {
        if (same_message(row, sentence))
            return give_up(assembler, row, TCS_E_MISMATCH, fault);
        return give_up(assembler, &alone, TCS_E_MISMATCH, fault);
    }
    if (!append(row, sentence))
        return give_up(assembler, row, TCS_E_DAMAGED, fault);
    row->used = ++assembler->clock;
    row->next++;
    if (sentence->number < sentence->count)
        return TCS_MORE;
    alone = *row;
    memset(row, 0, sizeof *row);
    return tcs_ais_read(tcs_bytes(alone.bits, sizeof alone.bits), alone.bit_count,
                        ret_message, fault);
}
