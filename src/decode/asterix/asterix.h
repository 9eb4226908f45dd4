/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_DECODE_ASTERIX_ASTERIX_H
#define TCS_DECODE_ASTERIX_ASTERIX_H

/*
 * asterix.h -- EUROCONTROL ASTERIX: data blocks in, typed records out.
 *
 *   datagram   block block ...
 *   block      CAT(1)  LEN(2, with these three octets)  record record ...
 *   record     FSPEC   item item ...
 *   FSPEC      seven presence bits and FX an octet, in the order of the UAP
 *
 * The wire does not tell the edition of a category: a set says by which each is read, and
 * may say so for a single source (SAC/SIC, which every edition has as its first item). A
 * record ends where its items end, so after damage the rest of its block is lost; the
 * next block is found by the length.
 *
 *     struct tcs_asterix_input in = tcs_asterix_input(&set, datagram);
 *     while ((status = tcs_asterix_next(&in, &record, &fault)) != TCS_END)
 *         ...
 *
 * Three kinds of bad input are told apart: damaged (the structure is broken), foreign (no
 * table for this category, or no ASTERIX at all), impossible (well formed, but a value
 * cannot be, such as a time of day of 25 h).
 *
 * Items that an edition does not define are damage, since their length is not known.
 * Parts of an extended item beyond those that the edition defines are skipped and marked:
 * a newer sender is read as far as possible. SP and RE are skipped by length and marked.
 *
 * Pure: no allocation, no clock, no input or output, no global state.
 *
 * Source: EUROCONTROL-SPEC-0149 (Part 1) edition 3.1.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "decode/asterix/cat001.h"
#include "decode/asterix/cat002.h"
#include "decode/asterix/cat010.h"
#include "decode/asterix/cat015.h"
#include "decode/asterix/cat016.h"
#include "decode/asterix/cat019.h"
#include "decode/asterix/cat020.h"
#include "decode/asterix/cat021.h"
#include "decode/asterix/cat023.h"
#include "decode/asterix/cat034.h"
#include "decode/asterix/cat048.h"
#include "decode/asterix/cat062.h"
#include "decode/asterix/cat063.h"
#include "decode/asterix/cat065.h"
#include "decode/asterix/cat205.h"
#include "decode/asterix/cat240.h"

struct tcs_asterix_edition; /* decode/asterix/table.h */
struct tcs_asterix_field;
struct tcs_asterix_item;

enum {
    TCS_ASTERIX_OVERRIDES_MAX = 64,
    TCS_ASTERIX_HEADER_LEN = 3,
    TCS_ASTERIX_FAULT_TEXT_LEN = 96,
};

/* For the records of one source only. */
struct tcs_asterix_override {
    const struct tcs_asterix_edition *edition; /* NULL: foreign */
    uint16_t sac_sic;                          /* SAC << 8 | SIC */
    uint8_t category;                          /* on the wire */
};

/* By which edition each category is read, which may be one of another category: numbers
 * from 128 on are special, and what they stand for is for those to agree who use them.
 * NULL: foreign. */
struct tcs_asterix_set {
    const struct tcs_asterix_edition *by_category[256];
    struct tcs_asterix_override overrides[TCS_ASTERIX_OVERRIDES_MAX];
    uint8_t override_count;
};

/* The latest edition of every category that has a table. */
void tcs_asterix_set_latest(struct tcs_asterix_set *set);

/* NULL when there is no such edition; name is "1.32", or NULL for the latest. */
const struct tcs_asterix_edition *tcs_asterix_edition_find(uint8_t category,
                                                           const char *name);

/* What stands behind "129=" in "129=205@1.0": an edition of the category itself ("1.27"),
 * of another ("205@1.0"), or "none" (*ret_edition is NULL: foreign). TCS_E_NOT_FOUND when
 * there is no such edition; *ret_edition is then untouched. */
TCS_NODISCARD
enum tcs_status tcs_asterix_spec_find(uint8_t category, const char *spec,
                                      const struct tcs_asterix_edition **ret_edition);

/* Whether the set reads this category, be it of some source only. */
bool tcs_asterix_set_reads(const struct tcs_asterix_set *set, uint8_t category);

/* Reads category by `spec` from now on; TCS_E_NOT_FOUND when there is none. */
TCS_NODISCARD
enum tcs_status tcs_asterix_set_choose(struct tcs_asterix_set *set, uint8_t category,
                                       const char *spec);

/* The same for one source only. TCS_E_FULL: too many. */
TCS_NODISCARD
enum tcs_status tcs_asterix_set_choose_source(struct tcs_asterix_set *set,
                                              uint8_t category, uint16_t sac_sic,
                                              const char *spec);

/* The editions that there are, by number from 0 on; NULL behind the last. */
const struct tcs_asterix_edition *tcs_asterix_edition_at(size_t index);
uint8_t tcs_asterix_edition_category(const struct tcs_asterix_edition *edition);
const char *tcs_asterix_edition_name(const struct tcs_asterix_edition *edition);

/* What was in a record besides its known items. */
enum tcs_asterix_remark {
    TCS_ASTERIX_WITH_SP = 1,    /* special purpose field, skipped */
    TCS_ASTERIX_WITH_RE = 2,    /* reserved expansion field, skipped */
    TCS_ASTERIX_WITH_NEWER = 4, /* parts that this edition does not define, skipped */
};

struct tcs_asterix_record {
    const struct tcs_asterix_edition *edition;
    struct tcs_bytes octets; /* the whole record, FSPEC first; borrowed */
    size_t offset;           /* of the record in the input */
    uint8_t category;        /* of the edition: which of the typed records it is */
    uint8_t sent_category;   /* on the wire */
    uint8_t remarks;         /* of enum tcs_asterix_remark */
    uint8_t reserved[5];
    union {
        uint64_t has; /* validity mask, whatever the category */
        struct tcs_asterix_001 cat001;
        struct tcs_asterix_002 cat002;
        struct tcs_asterix_010 cat010;
        struct tcs_asterix_015 cat015;
        struct tcs_asterix_016 cat016;
        struct tcs_asterix_019 cat019;
        struct tcs_asterix_020 cat020;
        struct tcs_asterix_021 cat021;
        struct tcs_asterix_023 cat023;
        struct tcs_asterix_034 cat034;
        struct tcs_asterix_048 cat048;
        struct tcs_asterix_062 cat062;
        struct tcs_asterix_063 cat063;
        struct tcs_asterix_065 cat065;
        struct tcs_asterix_205 cat205;
        struct tcs_asterix_240 cat240;
    };
};

/* Of a record of any of the categories: SAC << 8 | SIC, or -1 when it has none. */
int32_t tcs_asterix_source(const struct tcs_asterix_record *record);

/* The time of day to which the record applies (ns since midnight UTC), for
 * tcs_time_from_tod; false when it has none, or a truncated one (category 001). */
bool tcs_asterix_tod(const struct tcs_asterix_record *record, int64_t *ret_tod_ns);

/* The time of day nearest to reference_ns that is truncated_ns modulo 512 s: of a record
 * of category 001, by the last time of its source in 002 (at most 256 s away). */
int64_t tcs_asterix_complete_tod(int64_t truncated_ns, int64_t reference_ns);

/* Where and why: "CAT048 I048/042 octet 17: runs over the block". */
struct tcs_asterix_fault {
    enum tcs_status status; /* TCS_E_DAMAGED, TCS_E_FOREIGN or TCS_E_IMPOSSIBLE */
    uint8_t category;
    const char *item;   /* "042", "FSPEC"; NULL: the block itself. Static storage */
    const char *sub;    /* sub-item or field; NULL: none */
    const char *reason; /* static storage, never NULL */
    size_t offset;      /* in the input, of the item */
    size_t len;         /* octets of the input that were given up */
};

/* "CAT048 I048/042 octet 17: runs over the block"; without the octet when with_offset is
 * false, to count by reason. */
void tcs_asterix_fault_text(const struct tcs_asterix_fault *fault, bool with_offset,
                            char ret_text[TCS_ASTERIX_FAULT_TEXT_LEN]);

/* A walk through one datagram, or any whole number of blocks. */
struct tcs_asterix_input {
    const struct tcs_asterix_set *set;
    struct tcs_bytes bytes;
    size_t at;              /* octets dealt with */
    size_t block_end;       /* of the open block; at >= block_end: none open */
    uint8_t category;       /* of the open block */
    uint64_t header_octets; /* block headers passed */
};

struct tcs_asterix_input tcs_asterix_input(const struct tcs_asterix_set *set,
                                           struct tcs_bytes bytes);

/*
 * Takes the next record.
 *
 * Returns  TCS_OK            *ret_record is filled
 *          TCS_E_IMPOSSIBLE  well formed; *ret_record (its value as sent) and *ret_fault
 *                            are filled, fault.len is 0
 *          TCS_E_DAMAGED     *ret_fault is filled; the walk goes on behind the damage
 *          TCS_E_FOREIGN     likewise
 *          TCS_END           no octet is left
 *
 * After TCS_E_DAMAGED and TCS_E_FOREIGN *ret_record holds nothing of use.
 *
 * header_octets, the octets of all records and the len of all faults add up to the input.
 */
TCS_NODISCARD
enum tcs_status tcs_asterix_next(struct tcs_asterix_input *input,
                                 struct tcs_asterix_record *ret_record,
                                 struct tcs_asterix_fault *ret_fault);

#endif
