/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_TABLE_H
#define TCS_DECODE_ASTERIX_TABLE_H

/*
 * table.h -- how an edition of an ASTERIX category is written down.
 *
 * The tables read like the specification: an item is a number, a title, a shape and its
 * fields from the first bit to the last; an edition is its user application profile
 * (UAP), the items in the order of their field reference numbers (FRN). Decoder, encoder
 * and printing all follow the same tables.
 *
 *     static const struct tcs_asterix_field f040[] = {
 *         { UNSIGNED("RHO", 16, 1.0 / 256, NM), TO(rho_m) },
 *         { UNSIGNED("THETA", 16, 360.0 / 65536, DEG), TO(theta_rad) },
 *     };
 *     static const struct tcs_asterix_item i040 =
 *         FIXED("040", "Measured Position in Polar Co-ordinates", TCS_048_POLAR, 4,
 * f040);
 *
 * TO(member) binds a field to a member of RECORD, the category's typed record, which a
 * table file defines before use. Members hold SI units and radians; the type of the
 * member tells how it is kept. A field without TO is only printed.
 *
 * Shapes (EUROCONTROL-SPEC-0149 part 1, section 4.3): fixed; extended (parts that end in
 * an FX bit; the first has `octets`, every further one has one); repetitive (a count,
 * then so many times the fields); repetitive by FX (the last bit of each repetition);
 * compound (a field specification, then sub-items); explicit (a length, then what is
 * agreed elsewhere); random (a count, then so many times an FRN and its item).
 */

#include <stddef.h>
#include <stdint.h>

enum tcs_asterix_unit {
    TCS_UNIT_NONE,
    TCS_UNIT_S,
    TCS_UNIT_MS,
    TCS_UNIT_M,
    TCS_UNIT_NM,
    TCS_UNIT_FT,
    TCS_UNIT_FL, /* flight level: hundreds of feet of pressure altitude */
    TCS_UNIT_DEG,
    TCS_UNIT_DEGPS,
    TCS_UNIT_MPS,
    TCS_UNIT_MPS2,
    TCS_UNIT_KT,
    TCS_UNIT_NMPS,
    TCS_UNIT_FTPMIN,
    TCS_UNIT_MACH,
    TCS_UNIT_DBM,
    TCS_UNIT_MHZ,
    TCS_UNIT_CELSIUS,
    TCS_UNIT_HPA,
    TCS_UNIT_DBUV,
    TCS_UNIT_DB,
    TCS_UNIT_NS,
    TCS_UNIT_FS,
    TCS_UNIT_COUNT,
};

struct tcs_asterix_unit_row {
    const char *suffix; /* for keys: "NM", "deg", ...; "" for none */
    double si; /* factor to SI: m, s, m/s, rad, Hz; 1 for dBm, Celsius, Mach, hPa, dBuV,
                  dB */
};

extern const struct tcs_asterix_unit_row tcs_asterix_units[TCS_UNIT_COUNT];

enum tcs_asterix_coding {
    TCS_CODING_SPARE, /* ignored, written as zero */
    TCS_CODING_FX,    /* further part follows */
    TCS_CODING_UNSIGNED,
    TCS_CODING_SIGNED, /* two's complement */
    TCS_CODING_OCTAL,  /* digits of three bits */
    TCS_CODING_HEX,    /* addresses and other raw bits */
    TCS_CODING_ICAO,   /* characters of six bits, ICAO annex 10 vol. IV table 3-9 */
    TCS_CODING_ASCII,  /* characters of eight bits */
};

enum tcs_asterix_store {
    TCS_STORE_NONE,
    TCS_STORE_DOUBLE, /* SI */
    TCS_STORE_U8,
    TCS_STORE_U16,
    TCS_STORE_U32,
    TCS_STORE_NS,   /* int64_t: nanoseconds */
    TCS_STORE_TEXT, /* char[9]: eight characters and a zero */
    TCS_STORE_SET,  /* uint64_t[2]: bit n is set when the repetition held value n */
};

enum tcs_asterix_when { /* fields that share their bits: the first bit of the item tells
                         */
                        TCS_WHEN_ALWAYS,
                        TCS_WHEN_CLEAR,
                        TCS_WHEN_SET,
};

struct tcs_asterix_field {
    const char *name;
    double lsb;      /* in unit; 1: a plain number */
    double lo, hi;   /* in unit, lo <= value <= hi; both 0: whatever fits the bits */
    uint16_t offset; /* of the member */
    uint8_t bits;    /* 1..56 */
    uint8_t coding;  /* enum tcs_asterix_coding */
    uint8_t unit;    /* enum tcs_asterix_unit */
    uint8_t store;   /* enum tcs_asterix_store */
    uint8_t when;    /* enum tcs_asterix_when */
    uint8_t reserved;
};

enum tcs_asterix_shape {
    TCS_SHAPE_FIXED,
    TCS_SHAPE_EXTENDED,
    TCS_SHAPE_EXTENDED_ONCE, /* the second part has no FX bit */
    TCS_SHAPE_REPEATED,
    TCS_SHAPE_REPEATED_FX,
    TCS_SHAPE_COMPOUND,
    TCS_SHAPE_EXPLICIT,
    TCS_SHAPE_RANDOM, /* a count, then so often a field reference number and its item */
};

enum { TCS_ASTERIX_NO_BIT = 0xff };

struct tcs_asterix_item {
    const char *number; /* "040", "RE"; of a sub-item its name: "PAM" */
    const char *title;
    const struct tcs_asterix_field *fields;
    const struct tcs_asterix_item *const *subs; /* compound; NULL: spare */
    uint8_t field_count;
    uint8_t sub_count;
    uint8_t shape; /* enum tcs_asterix_shape */
    uint8_t bit;   /* of the typed record's `has`; TCS_ASTERIX_NO_BIT: not kept */
    uint8_t read;  /* 1: some field is bound or has limits, or a sub-item's has */
    uint8_t reserved;
    uint16_t octets; /* of the whole, of the first part, or of one repetition */
};

struct tcs_asterix_edition {
    const char *name;                          /* "1.32" */
    const struct tcs_asterix_item *const *uap; /* by FRN - 1; NULL: spare */
    /* With another profile for records whose second item, then mandatory, begins with a
     * set bit (category 001); NULL: none. */
    const struct tcs_asterix_edition *by_second;
    uint8_t category;
    uint8_t uap_count;
    uint8_t reserved[6];
};

/* All editions of all categories, ended by a row without a name; of each category the
 * latest comes first. */
extern const struct tcs_asterix_edition tcs_asterix_editions_001[];
extern const struct tcs_asterix_edition tcs_asterix_editions_002[];
extern const struct tcs_asterix_edition tcs_asterix_editions_010[];
extern const struct tcs_asterix_edition tcs_asterix_editions_015[];
extern const struct tcs_asterix_edition tcs_asterix_editions_016[];
extern const struct tcs_asterix_edition tcs_asterix_editions_019[];
extern const struct tcs_asterix_edition tcs_asterix_editions_020[];
extern const struct tcs_asterix_edition tcs_asterix_editions_021[];
extern const struct tcs_asterix_edition tcs_asterix_editions_023[];
extern const struct tcs_asterix_edition tcs_asterix_editions_034[];
extern const struct tcs_asterix_edition tcs_asterix_editions_048[];
extern const struct tcs_asterix_edition tcs_asterix_editions_062[];
extern const struct tcs_asterix_edition tcs_asterix_editions_063[];
extern const struct tcs_asterix_edition tcs_asterix_editions_065[];
extern const struct tcs_asterix_edition tcs_asterix_editions_205[];
extern const struct tcs_asterix_edition tcs_asterix_editions_240[];

/* What the table files are written with. */
#define TCS_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define PLAIN_(name_, bits_, coding_)                                                    \
    .name = (name_), .lsb = 1.0, .bits = (bits_), .coding = (coding_)
#define SCALED_(name_, bits_, coding_, lsb_, unit_)                                      \
    .name = (name_), .lsb = (lsb_), .bits = (bits_), .coding = (coding_),                \
    .unit = TCS_UNIT_##unit_

#define SPARE(bits_) PLAIN_("", bits_, TCS_CODING_SPARE)
#define FX() PLAIN_("", 1, TCS_CODING_FX)
#define CODE(name_, bits_) PLAIN_(name_, bits_, TCS_CODING_UNSIGNED)
#define OCTAL(name_, bits_) PLAIN_(name_, bits_, TCS_CODING_OCTAL)
#define HEX(name_, bits_) PLAIN_(name_, bits_, TCS_CODING_HEX)
#define ICAO(name_) PLAIN_(name_, 48, TCS_CODING_ICAO)
#define ASCII(name_, bits_) PLAIN_(name_, bits_, TCS_CODING_ASCII)
#define UNSIGNED(name_, bits_, lsb_, unit_)                                              \
    SCALED_(name_, bits_, TCS_CODING_UNSIGNED, lsb_, unit_)
#define SIGNED(name_, bits_, lsb_, unit_)                                                \
    SCALED_(name_, bits_, TCS_CODING_SIGNED, lsb_, unit_)
#define WITHIN(lo_, hi_) .lo = (lo_), .hi = (hi_)
#define WHEN_CLEAR .when = TCS_WHEN_CLEAR
#define WHEN_SET .when = TCS_WHEN_SET

#define TO(member)                                                                       \
    .offset = (uint16_t)offsetof(RECORD, member),                                        \
    .store = _Generic(((RECORD *)0)->member, double                                      \
                      : TCS_STORE_DOUBLE, uint8_t                                        \
                      : TCS_STORE_U8, uint16_t                                           \
                      : TCS_STORE_U16, uint32_t                                          \
                      : TCS_STORE_U32, int64_t                                           \
                      : TCS_STORE_NS, char *                                             \
                      : TCS_STORE_TEXT, uint64_t *                                       \
                      : TCS_STORE_SET)

#define ITEM_(shape_, number_, title_, bit_, octets_, fields_, read_)                    \
    {                                                                                    \
        .number = (number_), .title = (title_), .fields = (fields_),                     \
        .field_count = (uint8_t)TCS_COUNT(fields_), .shape = TCS_SHAPE_##shape_,         \
        .octets = (octets_), .bit = (bit_), .read = (read_)                              \
    }

/* Items that the typed record keeps, with their bit of `has`. */
#define FIXED(number_, title_, bit_, octets_, fields_)                                   \
    ITEM_(FIXED, number_, title_, bit_, octets_, fields_, 1)
#define EXTENDED(number_, title_, bit_, fields_)                                         \
    ITEM_(EXTENDED, number_, title_, bit_, 1, fields_, 1)
/* Of several repetitions the typed record keeps the first. */
#define REPEATED(number_, title_, bit_, octets_, fields_)                                \
    ITEM_(REPEATED, number_, title_, bit_, octets_, fields_, 1)
#define REPEATED_FX(number_, title_, bit_, fields_)                                      \
    ITEM_(REPEATED_FX, number_, title_, bit_, 1, fields_, 1)
#define COMPOUND(number_, title_, subs_)                                                 \
    {                                                                                    \
        .number = (number_), .title = (title_), .subs = (subs_),                         \
        .sub_count = (uint8_t)TCS_COUNT(subs_), .shape = TCS_SHAPE_COMPOUND,             \
        .bit = TCS_ASTERIX_NO_BIT, .read = 1                                             \
    }

/* Items that are only printed. */
#define SHOWN(number_, title_, octets_, fields_)                                         \
    ITEM_(FIXED, number_, title_, TCS_ASTERIX_NO_BIT, octets_, fields_, 0)
#define SHOWN_EXTENDED(number_, title_, fields_)                                         \
    ITEM_(EXTENDED, number_, title_, TCS_ASTERIX_NO_BIT, 1, fields_, 0)
#define SHOWN_EXTENDED_FROM(number_, title_, octets_, fields_)                           \
    ITEM_(EXTENDED, number_, title_, TCS_ASTERIX_NO_BIT, octets_, fields_, 0)
#define SHOWN_EXTENDED_ONCE(number_, title_, fields_)                                    \
    ITEM_(EXTENDED_ONCE, number_, title_, TCS_ASTERIX_NO_BIT, 1, fields_, 0)
#define SHOWN_REPEATED(number_, title_, octets_, fields_)                                \
    ITEM_(REPEATED, number_, title_, TCS_ASTERIX_NO_BIT, octets_, fields_, 0)
#define SHOWN_REPEATED_FX(number_, title_, octets_, fields_)                             \
    ITEM_(REPEATED_FX, number_, title_, TCS_ASTERIX_NO_BIT, octets_, fields_, 0)
#define SHOWN_COMPOUND(number_, title_, subs_)                                           \
    {                                                                                    \
        .number = (number_), .title = (title_), .subs = (subs_),                         \
        .sub_count = (uint8_t)TCS_COUNT(subs_), .shape = TCS_SHAPE_COMPOUND,             \
        .bit = TCS_ASTERIX_NO_BIT, .read = 0                                             \
    }
/* Repetitions that are shown as octets only. */
#define BLOCKS(number_, title_, octets_)                                                 \
    {                                                                                    \
        .number = (number_), .title = (title_), .shape = TCS_SHAPE_REPEATED,             \
        .octets = (octets_), .bit = TCS_ASTERIX_NO_BIT                                   \
    }
#define RANDOM(number_, title_)                                                          \
    {                                                                                    \
        .number = (number_), .title = (title_), .shape = TCS_SHAPE_RANDOM,               \
        .bit = TCS_ASTERIX_NO_BIT                                                        \
    }
#define EXPLICIT(number_, title_)                                                        \
    {                                                                                    \
        .number = (number_), .title = (title_), .shape = TCS_SHAPE_EXPLICIT,             \
        .bit = TCS_ASTERIX_NO_BIT                                                        \
    }

#define EDITION(category_, name_, uap_)                                                  \
    {                                                                                    \
        .name = (name_), .uap = (uap_), .category = (category_),                         \
        .uap_count = (uint8_t)TCS_COUNT(uap_)                                            \
    }

#endif
