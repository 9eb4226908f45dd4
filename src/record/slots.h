/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_SLOTS_H
#define TCS_RECORD_SLOTS_H

/*
 * slots.h -- reading entry bundles, payload segments and blobs, one entry after the
 * other.
 */

#include <stddef.h>
#include <stdint.h>

#include "record/disk.h"
#include "record/format.h"
#include "record/hash.h"

/* Reads the first `width` places of a hash tile, or of an entry bundle (level
 * TCS_TILE_ENTRIES); where a partial one is wanted, it may have become a full one
 * meanwhile. ret_data has room for 256 places. TCS_E_MISMATCH: missing, or too short or
 * too long by what it says; the entry named is the first of the place where it ends, and
 * the places before were read. */
TCS_NODISCARD
enum tcs_status tcs_tile_load(const struct tcs_disk *disk, int level, uint64_t index,
                              size_t width, void *ret_data,
                              struct tcs_record_fault *ret_fault);
/* One leaf of a bundle that was loaded. */
TCS_NODISCARD
enum tcs_status tcs_bundle_leaf(const uint8_t *bundle, uint64_t entry,
                                struct tcs_leaf *ret_leaf,
                                struct tcs_record_fault *ret_fault);

/* The fault of an entry: "PATH: entry N: WHAT". Returns TCS_E_MISMATCH. */
enum tcs_status tcs_fault_at(struct tcs_record_fault *ret_fault, uint64_t entry,
                             const char *path, const char *what);

struct tcs_slots;

TCS_NODISCARD
enum tcs_status tcs_slots_open(const struct tcs_disk *disk, struct tcs_hasher *hasher,
                               struct tcs_slots **ret_slots);
void tcs_slots_close(struct tcs_slots *slots); /* NULL is allowed */

/* Goes to an entry whose slot begins at `offset` of its segment. */
void tcs_slots_seek(struct tcs_slots *slots, uint64_t entry, uint64_t offset);

struct tcs_payload {
    enum tcs_slot_form form;
    struct tcs_bytes octets; /* borrowed until the next call; empty when withdrawn */
};

/* The payload of the next entry, checked against its leaf. TCS_E_MISMATCH with the entry
 * and what is wrong; the entry after it is next all the same. */
TCS_NODISCARD
enum tcs_status tcs_slots_next(struct tcs_slots *slots, const struct tcs_leaf *leaf,
                               struct tcs_payload *ret_payload,
                               struct tcs_record_fault *ret_fault);

/* Octets of the current segment behind the last slot read. */
uint64_t tcs_slots_left(struct tcs_slots *slots);

#endif
