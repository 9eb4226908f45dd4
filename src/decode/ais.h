/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_AIS_H
#define TCS_DECODE_AIS_H

/*
 * ais.h -- AIS messages of ships: bits in, fields by a table out.
 *
 *   tttttt rr mmsi[30] ...
 *     t type 1..27, r how often it was repeated, then what decode/ais_layout.c and
 *     ais_binary.c say of that type, bit by bit
 *
 * A message keeps its bits; its layout tells where each field lies and what it means, and
 * fields are read when they are asked for. What lies behind the end of a message that is
 * shorter than its layout reads as 0 (old transponders leave the last bits away).
 *
 * Names, units of raw values and scaled values of the fields are those that gpsd
 * publishes (gpsd_json(5)), since that is what users of AIS have their tools for.
 *
 * Sources: ITU-R M.1371-5 annex 8; IMO SN.1/Circ.236 and Circ.289 (DAC 1); CCNR inland
 * AIS (DAC 200); https://gpsd.gitlab.io/gpsd/AIVDM.html.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/fault.h"
#include "base/status.h"

enum {
    TCS_AIS_BITS_MAX = 1192, /* five slots hold 1064 */
    TCS_AIS_OCTETS_MAX = TCS_AIS_BITS_MAX / 8,
    TCS_AIS_TEXT_MAX = TCS_AIS_BITS_MAX / 6,
    TCS_AIS_REST = 0,      /* bits of a text or of data that goes on to the end */
    TCS_AIS_LEFT = 0xffff, /* bits of a number: those that are left, fewer than 64 */
};

enum tcs_ais_kind {
    TCS_AIS_UINT,
    TCS_AIS_INT, /* two's complement */
    TCS_AIS_BOOL,
    TCS_AIS_TEXT,     /* of six bits a character; ends at the first @ */
    TCS_AIS_NAME,     /* 20 characters here, the rest from bit 272 on */
    TCS_AIS_DATA,     /* bits without a meaning here */
    TCS_AIS_STAMP,    /* year(14) month(4) day(5) hour(5) minute(6) second(6) */
    TCS_AIS_MDHM,     /* month(4) day(5) hour(5) minute(6) */
    TCS_AIS_DMHM,     /* day(5) month(4) hour(5) minute(6) */
    TCS_AIS_DHM,      /* day(5) hour(5) minute(6) */
    TCS_AIS_DATE_TIME /* year - 2000(8) month(4) day(5); hour(5) minute(6) at `offset` */
};

/* How a number is shown when values are scaled. */
enum tcs_ais_form {
    TCS_AIS_PLAIN,
    TCS_AIS_SCALED,         /* (value + offset) / divisor, `decimals` */
    TCS_AIS_SCALED_TEXT,    /* the same, as text */
    TCS_AIS_SCALED_NONZERO, /* the same, but 0 stays 0 */
    TCS_AIS_WORDS,          /* and its word under NAME_text */
    TCS_AIS_WORDS_SCALED,   /* the same, but the word only when values are scaled */
    TCS_AIS_WORD_SCALED,    /* its word instead of it when values are scaled */
    TCS_AIS_TURN,           /* 4.733 sqrt(degrees a minute) */
    TCS_AIS_SPEED,          /* tenths; 1023 not available, 1022 more */
    TCS_AIS_SPEED_WHOLE,    /* knots; likewise */
    TCS_AIS_HEIGHT,         /* metres; 4095 not available, 4094 more */
    TCS_AIS_NUMBER_TEXT,    /* the low 32 bits, as text */
};

/* Words of the values from 0 on. */
struct tcs_ais_words {
    const char *const *words;
    uint32_t count;
    const char *other; /* for values beyond */
};

struct tcs_ais_field {
    const char *name;
    uint16_t at; /* first bit, counted from 0 */
    uint16_t bits;
    uint8_t kind; /* enum tcs_ais_kind */
    uint8_t form; /* enum tcs_ais_form */
    uint8_t decimals;
    int16_t offset;
    uint32_t divisor;
    const struct tcs_ais_words *words;
};

/* A part that is repeated: its fields count from the start of the element. */
struct tcs_ais_group {
    const char *name;
    uint16_t at;       /* of the first element */
    uint16_t bits;     /* of each */
    uint16_t count_at; /* where a count of 5 bits stands; 0: as many as begin */
    uint16_t field_count;
    const struct tcs_ais_field *fields;
};

enum { TCS_AIS_GROUP_MAX = 32, TCS_AIS_NO_APPLICATION = 0xffff };

struct tcs_ais_layout {
    uint8_t type;
    uint8_t variant; /* 22: addressed; 24: part, and 2 for an auxiliary craft;
                        25, 26: addressed << 1 | structured; 16: one target */
    uint16_t dac;    /* 6, 8: designated area; TCS_AIS_NO_APPLICATION: none matched */
    uint16_t fid;    /* 6, 8: function */
    uint16_t bits_min;
    uint16_t bits_max;
    uint16_t field_count;
    const struct tcs_ais_field *fields;
    const struct tcs_ais_group *group; /* NULL: none */
};

struct tcs_ais {
    const struct tcs_ais_layout *layout;
    uint32_t mmsi;
    uint8_t type;
    uint8_t repeat;
    uint16_t bit_count;
    uint8_t bits[TCS_AIS_OCTETS_MAX]; /* from the top of the first; zeros behind */
};

/*
 * The message of bit_count bits.
 *
 * Returns  TCS_OK
 *          TCS_E_DAMAGED  a length that its type cannot have, or part 2 or 3 of type 24
 *          TCS_E_FOREIGN  type 0, or beyond 27
 * fault may be NULL.
 */
TCS_NODISCARD
enum tcs_status tcs_ais_read(struct tcs_bytes bits, uint32_t bit_count,
                             struct tcs_ais *ret_message, struct tcs_fault *fault);

/* Bits from `at` on, at most 64; 0 where the message has ended. */
uint64_t tcs_ais_bits(const struct tcs_ais *message, uint32_t at, uint32_t count);
int64_t tcs_ais_number(const struct tcs_ais *message, const struct tcs_ais_field *field,
                       uint32_t base);
/* ASCII without the blanks at its end, and a zero behind it; TEXT and NAME. */
uint32_t tcs_ais_text(const struct tcs_ais *message, const struct tcs_ais_field *field,
                      uint32_t base, char ret_text[TCS_AIS_TEXT_MAX + 1]);
/* Octets from the top; how many bits. The last octet is filled with what follows in the
 * message: the radio's bits of type 26, or zeros. */
uint32_t tcs_ais_data(const struct tcs_ais *message, const struct tcs_ais_field *field,
                      uint8_t ret_octets[TCS_AIS_OCTETS_MAX]);
uint32_t tcs_ais_group_count(const struct tcs_ais *message);

/* All layouts, for encoders and tests. */
const struct tcs_ais_layout *tcs_ais_layouts(uint32_t *ret_count);
const struct tcs_ais_layout *tcs_ais_binary_layouts(uint32_t *ret_count);

/* ------------------------------------------------------------------ where a ship is */

enum tcs_ais_report_field {
    TCS_AIS_REPORT_POSITION = 1 << 0,
    TCS_AIS_REPORT_SPEED = 1 << 1,
    TCS_AIS_REPORT_COURSE = 1 << 2,
    TCS_AIS_REPORT_HEADING = 1 << 3,
    TCS_AIS_REPORT_HEIGHT = 1 << 4, /* type 9 */
    TCS_AIS_REPORT_SECOND = 1 << 5,
};

struct tcs_ais_report {
    double lat_deg;
    double lon_deg;
    double speed_kt;
    double course_deg; /* over ground */
    double heading_deg;
    double height_m; /* above mean sea level, or barometric */
    uint32_t mmsi;
    uint16_t valid;   /* enum tcs_ais_report_field */
    uint8_t second;   /* of the minute, UTC */
    uint8_t accurate; /* 1: better than 10 m */
    uint8_t aircraft; /* 1: of search and rescue */
    uint8_t coarse;   /* 1: type 27, a tenth of a minute of arc */
    uint8_t reserved[2];
};

/* TCS_OK; TCS_E_NOT_FOUND: not type 1, 2, 3, 9, 18, 19 or 27; TCS_E_IMPOSSIBLE: a place
 * that is not on Earth. */
TCS_NODISCARD
enum tcs_status tcs_ais_report(const struct tcs_ais *message,
                               struct tcs_ais_report *ret_report);

/* --------------------------------------------------------------- names of class B */

/* Type 24 comes in two parts; what the first told is kept for the second, for the last
 * few ships. All zero is the start. */
enum { TCS_AIS_PARTS_KEPT = 8 };
struct tcs_ais_parts {
    uint32_t next;
    uint32_t reserved;
    struct tcs_ais first[TCS_AIS_PARTS_KEPT];
};

/* Keeps a part A; for a part B gives its part A, which is then forgotten, or NULL. */
const struct tcs_ais *tcs_ais_parts_take(struct tcs_ais_parts *parts,
                                         const struct tcs_ais *message);

#endif
