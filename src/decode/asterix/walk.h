/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_WALK_H
#define TCS_DECODE_ASTERIX_WALK_H

/*
 * walk.h -- what decoder and printer share: the extent of an item, the bits of a field.
 * For the files of decode/asterix only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode/asterix/table.h"

/* Up to 56 bits from bit `at` on, most significant first. */
static inline uint64_t tcs_asterix_bits(const uint8_t *data, size_t at, unsigned bits)
{
    const uint8_t *octet = data + at / 8;
    const unsigned end = (unsigned)(at % 8) + bits; /* at most 63 */
    uint64_t value = 0;
    unsigned got = 0;

    for (; got < end; got += 8)
        value = value << 8 | *octet++;
    return value >> (got - end) & ((UINT64_C(1) << bits) - 1);
}

/* False when the field shares its bits with another, and the first bit of the item says
 * that the other is meant. */
static inline bool tcs_asterix_applies(const struct tcs_asterix_field *field,
                                       const uint8_t *item)
{
    if (field->when == TCS_WHEN_ALWAYS)
        return true;
    return (item[0] >> 7 != 0) == (field->when == TCS_WHEN_SET);
}

/* Eight characters of six bits: letters, digits and blanks; codes that stand for none of
 * them (a transponder that has no identity sends zeros) become blanks. Blanks at the end
 * are cut off. */
void tcs_asterix_icao(uint64_t raw, char ret_text[9]);

/* `bits` / 8 characters, at most seven, and a zero. What cannot be printed becomes a
 * blank; blanks at the end are cut off. */
void tcs_asterix_ascii(uint64_t raw, unsigned bits, char ret_text[9]);

/* The edition itself, or that with the profile by which this record is laid out. NULL
 * when the item that would tell is not there. */
const struct tcs_asterix_edition *
tcs_asterix_profile(const struct tcs_asterix_edition *edition, const uint8_t *record,
                    size_t left);

/* What stands in the way of an item's extent. */
enum tcs_asterix_extent {
    TCS_EXTENT_OK,
    TCS_EXTENT_SHORT,   /* runs over the end */
    TCS_EXTENT_LENGTH,  /* an explicit length of 0 */
    TCS_EXTENT_UNKNOWN, /* a compound names a sub-item that is not defined */
};

/* Octets that the item takes, of at most left. *ret_sub is set to the sub-item at fault
 * of a compound, or NULL. */
enum tcs_asterix_extent tcs_asterix_extent(const struct tcs_asterix_item *item,
                                           const uint8_t *data, size_t left,
                                           size_t *ret_len,
                                           const struct tcs_asterix_item **ret_sub);

#endif
