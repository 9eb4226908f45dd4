/* SPDX-License-Identifier: Apache-2.0 */
/* Reading what the latest checkpoint covers, entry by entry. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record/latest.h"
#include "record/record.h"
#include "record/slots.h"

struct tcs_record_reader {
    struct tcs_disk disk;
    struct tcs_hasher *hasher;
    struct tcs_slots *slots;
    uint64_t count;
    uint64_t next;
    uint64_t placed;  /* the entry that slots stands at; UINT64_MAX: none */
    uint64_t segment; /* whose offsets are known; UINT64_MAX: none */
    uint64_t offsets[TCS_SEGMENT_ENTRIES]; /* where each slot begins */
    uint64_t bundle_index;                 /* UINT64_MAX: none loaded */
    uint8_t bundle[TCS_TILE_WIDTH * TCS_BUNDLE_STEP];
};

static enum tcs_status read_size(struct tcs_record_reader *reader,
                                 struct tcs_record_fault *ret_fault)
{
    uint8_t text[TCS_KEY_TEXT_LEN + 1];
    size_t len = 0;
    struct tcs_public_key key;
    struct tcs_latest latest = { 0 };
    enum tcs_status status =
        tcs_disk_read(&reader->disk, "key.pub", text, sizeof text, &len, ret_fault);

    if (status != TCS_OK)
        return status == TCS_E_FULL ? TCS_E_DAMAGED : status;
    if (tcs_public_key_read(reader->hasher, tcs_bytes(text, len), &key) != TCS_OK)
        return tcs_fault_set(ret_fault, TCS_E_DAMAGED, "key.pub: not a public key");
    status = tcs_latest_find(&reader->disk, &key, &latest, ret_fault);
    free(latest.history);
    if (status == TCS_OK && !latest.found)
        status = tcs_fault_set(ret_fault, TCS_E_NOT_FOUND, "checkpoint: missing");
    if (status == TCS_OK)
        reader->count = latest.checkpoint.size;
    return status;
}

enum tcs_status tcs_record_read_open(const char *path,
                                     struct tcs_record_reader **ret_reader,
                                     struct tcs_record_fault *ret_fault)
{
    struct tcs_record_reader *reader = calloc(1, sizeof *reader);

    if (reader == NULL)
        return tcs_fault_set(ret_fault, TCS_E_MEMORY, "no memory");
    reader->placed = UINT64_MAX;
    reader->bundle_index = UINT64_MAX;
    reader->segment = UINT64_MAX;
    enum tcs_status status = tcs_disk_open(path, false, &reader->disk, ret_fault);

    if (status != TCS_OK) {
        free(reader);
        return status;
    }
    if (tcs_hasher_open(&reader->hasher) != TCS_OK ||
        tcs_slots_open(&reader->disk, reader->hasher, &reader->slots) != TCS_OK)
        status = tcs_fault_set(ret_fault, TCS_E_MEMORY, "no memory");
    else
        status = read_size(reader, ret_fault);
    if (status != TCS_OK) {
        tcs_record_read_close(reader);
        return status;
    }
    *ret_reader = reader;
    return TCS_OK;
}

void tcs_record_read_close(struct tcs_record_reader *reader)
{
    if (reader == NULL)
        return;
    tcs_slots_close(reader->slots);
    tcs_hasher_close(reader->hasher);
    tcs_disk_close(&reader->disk);
    free(reader);
}

uint64_t tcs_record_count(const struct tcs_record_reader *reader)
{
    return reader->count;
}

enum tcs_status tcs_record_seek(struct tcs_record_reader *reader, uint64_t index)
{
    if (index >= reader->count)
        return TCS_E_NOT_FOUND;
    reader->next = index;
    return TCS_OK;
}

static enum tcs_status leaf_at(struct tcs_record_reader *reader, uint64_t entry,
                               struct tcs_leaf *ret_leaf,
                               struct tcs_record_fault *ret_fault)
{
    const uint64_t index = entry / TCS_TILE_WIDTH;
    const uint64_t left = reader->count - index * TCS_TILE_WIDTH;

    if (index != reader->bundle_index) {
        const enum tcs_status status =
            tcs_tile_load(&reader->disk, TCS_TILE_ENTRIES, index,
                          left < TCS_TILE_WIDTH ? (size_t)left : TCS_TILE_WIDTH,
                          reader->bundle, ret_fault);

        reader->bundle_index = status == TCS_OK ? index : UINT64_MAX;
        if (status != TCS_OK)
            return status;
    }
    return tcs_bundle_leaf(reader->bundle, entry, ret_leaf, ret_fault);
}

/* Finds where the slots of a segment begin: each behind all before it. */
static enum tcs_status measure(struct tcs_record_reader *reader, uint64_t segment,
                               struct tcs_record_fault *ret_fault)
{
    const uint64_t first = segment * TCS_SEGMENT_ENTRIES;
    uint64_t offset = TCS_SEGMENT_HEAD_LEN;
    struct tcs_leaf leaf;

    reader->segment = UINT64_MAX;
    for (uint64_t i = 0; i < TCS_SEGMENT_ENTRIES && first + i < reader->count; i++) {
        const enum tcs_status status = leaf_at(reader, first + i, &leaf, ret_fault);

        if (status != TCS_OK)
            return status;
        reader->offsets[i] = offset;
        offset += tcs_slot_len(leaf.length);
    }
    reader->segment = segment;
    return TCS_OK;
}

static enum tcs_status place(struct tcs_record_reader *reader, uint64_t entry,
                             struct tcs_record_fault *ret_fault)
{
    const uint64_t segment = entry / TCS_SEGMENT_ENTRIES;

    if (segment != reader->segment) {
        const enum tcs_status status = measure(reader, segment, ret_fault);

        if (status != TCS_OK)
            return status;
    }
    tcs_slots_seek(reader->slots, entry, reader->offsets[entry % TCS_SEGMENT_ENTRIES]);
    reader->placed = entry;
    return TCS_OK;
}

static struct tcs_entry entry_of(const struct tcs_leaf *leaf)
{
    return (struct tcs_entry) {
        .kind = leaf->kind,
        .feed = leaf->feed,
        .sequence = leaf->sequence,
        .arrival = leaf->arrival,
    };
}

enum tcs_status tcs_record_next(struct tcs_record_reader *reader,
                                struct tcs_entry *ret_entry,
                                struct tcs_record_fault *ret_fault)
{
    struct tcs_leaf leaf;
    struct tcs_payload payload;
    enum tcs_status status = TCS_OK;

    if (reader->next >= reader->count)
        return TCS_END;
    if (reader->placed != reader->next)
        status = place(reader, reader->next, ret_fault);
    if (status == TCS_OK)
        status = leaf_at(reader, reader->next, &leaf, ret_fault);
    if (status != TCS_OK)
        return status;
    status = tcs_slots_next(reader->slots, &leaf, &payload, ret_fault);
    reader->placed = status == TCS_OK ? reader->placed + 1 : UINT64_MAX;
    if (status != TCS_OK)
        return status;
    reader->next++;
    *ret_entry = entry_of(&leaf);
    ret_entry->payload = payload.octets;
    ret_entry->withdrawn = payload.form == TCS_SLOT_WITHDRAWN;
    return TCS_OK;
}

enum tcs_status tcs_record_find_last(struct tcs_record_reader *reader, uint16_t kind,
                                     uint64_t before, uint64_t *ret_index,
                                     struct tcs_record_fault *ret_fault)
{
    struct tcs_leaf leaf;

    for (uint64_t i = before < reader->count ? before : reader->count; i-- > 0;) {
        const enum tcs_status status = leaf_at(reader, i, &leaf, ret_fault);

        if (status != TCS_OK)
            return status;
        if (leaf.kind == kind) {
            *ret_index = i;
            return TCS_OK;
        }
    }
    return tcs_fault_set(ret_fault, TCS_E_NOT_FOUND, "no entry of kind %u", kind);
}
