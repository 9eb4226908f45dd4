/* SPDX-License-Identifier: Apache-2.0 */
/* Checking a record from its first entry to its last, as format.h describes it. The pass
 * goes in the order of entries, so that what it names is the first that is bad: each leaf
 * against its hash tile and its payload, each tile when its last hash is known, each
 * checkpoint when its last entry was read. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "record/verify.h"

enum { PROGRESS_EVERY = 1 << 14, EVENT_FIRST = 2, EVENT_LAST = 7 };

/* ---- keys, lock, the published checkpoint ---- */

static enum tcs_status trust(struct tcs_check *check, const char *given,
                             struct tcs_record_fault *ret_fault)
{
    uint8_t own[TCS_KEY_TEXT_LEN + 1];
    struct tcs_bytes text = tcs_bytes(given, given == NULL ? 0 : strlen(given));
    size_t len = 0;

    if (given == NULL) {
        const enum tcs_status status =
            tcs_disk_read(&check->disk, "key.pub", own, sizeof own, &len, ret_fault);

        if (status == TCS_E_FULL)
            return tcs_fault_set(ret_fault, TCS_E_MISMATCH, "key.pub: not a public key");
        if (status != TCS_OK)
            return status;
        text = tcs_bytes(own, len);
    }
    const bool whole = given != NULL || (len > 0 && own[len - 1] == '\n');

    if (!whole || tcs_public_key_read(check->hasher, text, &check->key) != TCS_OK)
        return tcs_fault_set(ret_fault, given == NULL ? TCS_E_MISMATCH : TCS_E_ARGUMENT,
                             "%s: not a public key",
                             given == NULL ? "key.pub" : "the key to trust");
    (void)snprintf(check->report->key_id, sizeof check->report->key_id, "%08" PRIx32,
                   check->key.id);
    tcs_public_key_write(&check->key, check->report->key);
    memcpy(check->report->origin, check->key.name, sizeof check->report->origin);
    return TCS_OK;
}

static bool has_writer(const struct tcs_check *check)
{
    const int fd = openat(check->disk.root, "lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return false;
    const bool taken = flock(fd, LOCK_SH | LOCK_NB) != 0;

    (void)close(fd);
    return taken;
}

/* ---- tiles ---- */

/* Where two rows of octets part, in steps; `count` when they do not. */
static size_t parting(const void *a, const void *b, size_t count, size_t step)
{
    const uint8_t *left = a;
    const uint8_t *right = b;

    for (size_t i = 0; i < count; i++)
        if (memcmp(left + i * step, right + i * step, step) != 0)
            return i;
    return count;
}

/* Places of a tile before the one where it ends, when it does too early or too late. */
static size_t places(const struct tcs_record_fault *fault, uint64_t index,
                     unsigned span_bits)
{
    return (size_t)((fault->entry >> span_bits) - index * TCS_TILE_WIDTH);
}

/* One tile on disk against what it has to be. Width 0..255 of a growing tile. */
static enum tcs_status check_tile(struct tcs_check *check, int level, uint64_t index,
                                  size_t width, struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    const bool bundle = level == TCS_TILE_ENTRIES;
    const size_t step = bundle ? TCS_BUNDLE_STEP : sizeof(struct tcs_hash);
    const void *wanted =
        bundle ? (const void *)check->bundle : check->edge.tiles[level][0].octets;
    const unsigned span_bits = bundle ? 0 : 8 * (unsigned)level;
    const enum tcs_status status =
        tcs_tile_load(&check->disk, level, index, width, check->found, ret_fault);

    if (status != TCS_OK && status != TCS_E_MISMATCH)
        return status;
    const size_t there = status == TCS_OK ? width : places(ret_fault, index, span_bits);
    const size_t good = parting(check->found, wanted, there, step);

    if (good == there)
        return status;
    tcs_tile_path(level, index, width, path);
    return tcs_fault_at(ret_fault, (index * TCS_TILE_WIDTH + good) << span_bits, path,
                        "the tile differs from what the leaves give");
}

/* The partial tiles of every checkpoint that ended in this tile. They may be gone once
 * the tile is full. */
static enum tcs_status check_partials(struct tcs_check *check, int level, uint64_t index,
                                      size_t now, struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;
    const bool full = now == TCS_TILE_WIDTH;
    enum tcs_status status = TCS_OK;

    tcs_tile_path(level, index, 1, path);
    *strrchr(path, '/') = '\0';
    if (full && faccessat(check->disk.root, path, F_OK, 0) != 0)
        return TCS_OK;
    for (size_t width = 1; width < TCS_TILE_WIDTH && status == TCS_OK; width++) {
        if (!check->widths[tree_level][width])
            continue;
        tcs_tile_path(level, index, width, path);
        const bool there = faccessat(check->disk.root, path, F_OK, 0) == 0;

        check->files += there;
        if (there || (!full && !check->report->live))
            status = check_tile(check, level, index, width, ret_fault);
    }
    return status;
}

/* Everything about the tiles that the last leaf completed. */
static enum tcs_status check_full_tiles(struct tcs_check *check,
                                        struct tcs_record_fault *ret_fault)
{
    const int full = (int)tcs_edge_full(&check->edge);
    enum tcs_status status = TCS_OK;

    for (int level = full > 0 ? TCS_TILE_ENTRIES : 0; level < full && status == TCS_OK;
         level++) {
        const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;
        const uint64_t index = tcs_tile_index(check->edge.size, tree_level) - 1;

        /* Leaves and level 0 were compared entry by entry. */
        if (level > 0)
            status = check_tile(check, level, index, TCS_TILE_WIDTH, ret_fault);
        check->files++;
        if (status == TCS_OK)
            status = check_partials(check, level, index, TCS_TILE_WIDTH, ret_fault);
        if (level >= 0)
            memset(check->widths[level], 0, sizeof check->widths[level]);
    }
    return status;
}

static enum tcs_status check_growing_tiles(struct tcs_check *check,
                                           struct tcs_record_fault *ret_fault)
{
    const uint64_t size = check->edge.size;
    enum tcs_status status = TCS_OK;

    for (int level = TCS_TILE_ENTRIES; level < TCS_TILE_LEVELS && status == TCS_OK;
         level++) {
        const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;
        const size_t width = tcs_tile_width(size, tree_level);

        if (width > 0)
            status = check_partials(check, level, tcs_tile_index(size, tree_level), width,
                                    ret_fault);
    }
    return status;
}

/* ---- entries ---- */

static enum tcs_status check_order(struct tcs_check *check, uint64_t entry,
                                   const struct tcs_leaf *leaf,
                                   struct tcs_record_fault *ret_fault)
{
    if (leaf->kind == TCS_ENTRY_START) {
        check->report->runs++;
        check->last_event.tai_ns = INT64_MIN;
    } else if (entry == 0) {
        return tcs_fault_at(ret_fault, 0, "record", "does not begin with a START entry");
    } else if (leaf->kind >= EVENT_FIRST && leaf->kind <= EVENT_LAST) {
        if (tcs_time_compare(leaf->arrival, check->last_event) < 0)
            return tcs_fault_at(ret_fault, entry, "record",
                                "arrived before the event that it follows");
        check->last_event = leaf->arrival;
    }
    return TCS_OK;
}

static enum tcs_status check_entry(struct tcs_check *check, const struct tcs_hash *hashes,
                                   struct tcs_record_fault *ret_fault)
{
    const uint64_t entry = check->edge.size;
    const uint8_t *octets = check->bundle + entry % TCS_TILE_WIDTH * TCS_BUNDLE_STEP + 2;
    struct tcs_leaf leaf;
    struct tcs_payload payload;
    enum tcs_status status = tcs_bundle_leaf(check->bundle, entry, &leaf, ret_fault);

    if (status != TCS_OK)
        return status;
    const struct tcs_hash hash =
        tcs_hash_leaf(check->hasher, tcs_bytes(octets, TCS_LEAF_LEN));

    if (!tcs_hash_equal(&hash, &hashes[entry % TCS_TILE_WIDTH])) {
        char path[TCS_RECORD_PATH_LEN];

        tcs_tile_path(0, entry / TCS_TILE_WIDTH, 0, path);
        return tcs_fault_at(ret_fault, entry, path, "the leaf does not have this hash");
    }
    if (entry > 0 && entry % TCS_SEGMENT_ENTRIES == 0 && tcs_slots_left(check->slots) > 0)
        return tcs_fault_at(ret_fault, entry - 1, "payload",
                            "more follows in its segment, which ends with it");
    status = tcs_slots_next(check->slots, &leaf, &payload, ret_fault);
    if (status == TCS_OK)
        status = check_order(check, entry, &leaf, ret_fault);
    if (status != TCS_OK)
        return status;
    check->report->withdrawn += payload.form == TCS_SLOT_WITHDRAWN;
    check->files += payload.form == TCS_SLOT_BLOB;
    check->files += entry % TCS_SEGMENT_ENTRIES == 0;
    tcs_edge_push(&check->edge, check->hasher, &hash);
    check->report->entries = check->edge.size;
    status = check_full_tiles(check, ret_fault);
    return status == TCS_OK ? tcs_check_history(check, ret_fault) : status;
}

/* What is wrong with the length of a bundle or of its hashes is told after the entries
 * before that place have been checked. */
static enum tcs_status check_bundle(struct tcs_check *check,
                                    struct tcs_record_fault *ret_fault)
{
    struct tcs_hash hashes[TCS_TILE_WIDTH];
    struct tcs_record_fault ends[2] = { { .entry = 0 }, { .entry = 0 } };
    const uint64_t index = check->edge.size / TCS_TILE_WIDTH;
    const uint64_t left = check->target.size - check->edge.size;
    const size_t width = left < TCS_TILE_WIDTH ? (size_t)left : TCS_TILE_WIDTH;
    size_t there = width;
    const enum tcs_status loaded[2] = {
        tcs_tile_load(&check->disk, TCS_TILE_ENTRIES, index, width, check->bundle,
                      &ends[0]),
        tcs_tile_load(&check->disk, 0, index, width, hashes, &ends[1]),
    };
    enum tcs_status status = TCS_OK;

    for (size_t i = 0; i < 2; i++) {
        if (loaded[i] == TCS_OK)
            continue;
        *ret_fault = ends[i];
        if (loaded[i] != TCS_E_MISMATCH)
            return loaded[i];
        if (places(&ends[i], index, 0) < there)
            there = places(&ends[i], index, 0);
    }
    for (size_t i = 0; i < there && status == TCS_OK; i++)
        status = check_entry(check, hashes, ret_fault);
    if (status == TCS_OK && there < width) {
        *ret_fault = loaded[0] != TCS_OK && places(&ends[0], index, 0) == there ? ends[0]
                                                                                : ends[1];
        return TCS_E_MISMATCH;
    }
    return status;
}

static enum tcs_status check_entries(struct tcs_check *check,
                                     const struct tcs_record_check *wanted,
                                     struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = tcs_check_history(check, ret_fault);

    while (status == TCS_OK && check->edge.size < check->target.size) {
        if (wanted->progress != NULL && check->edge.size % PROGRESS_EVERY == 0)
            wanted->progress(wanted->context, check->edge.size, check->target.size);
        status = check_bundle(check, ret_fault);
    }
    if (status == TCS_OK)
        status = check_growing_tiles(check, ret_fault);
    if (status == TCS_OK)
        status = tcs_check_history_end(check, ret_fault);
    if (status == TCS_OK && wanted->progress != NULL)
        wanted->progress(wanted->context, check->edge.size, check->target.size);
    return status;
}

/* ---- all of it ---- */

static enum tcs_status run(struct tcs_check *check, const struct tcs_record_check *wanted,
                           struct tcs_record_fault *ret_fault)
{
    char hex[TCS_HASH_HEX_LEN];
    enum tcs_status status = trust(check, wanted->key, ret_fault);

    if (status != TCS_OK)
        return status;
    check->report->live = has_writer(check);
    status = tcs_check_target(check, ret_fault);
    if (status == TCS_OK)
        status = tcs_check_kept(check, wanted->kept, ret_fault);
    if (status == TCS_OK)
        status = check_entries(check, wanted, ret_fault);
    if (status != TCS_OK)
        return status;
    const struct tcs_hash root = tcs_edge_root(&check->edge, check->hasher);

    tcs_hash_hex(&root, hex);
    memcpy(check->report->root_hex, hex, sizeof hex);
    if (!check->report->live) {
        check->report->beyond_octets += tcs_slots_left(check->slots);
        tcs_check_strays(check);
    }
    return TCS_OK;
}

enum tcs_status tcs_record_verify(const char *path, const struct tcs_record_check *wanted,
                                  struct tcs_record_report *ret_report,
                                  struct tcs_record_fault *ret_fault)
{
    struct tcs_check *check = calloc(1, sizeof *check);
    enum tcs_status status;

    memset(ret_report, 0, sizeof *ret_report);
    if (check == NULL)
        return tcs_fault_set(ret_fault, TCS_E_MEMORY, "no memory");
    check->report = ret_report;
    check->last_event.tai_ns = INT64_MIN;
    status = tcs_disk_open(path, false, &check->disk, ret_fault);
    if (status != TCS_OK) {
        free(check);
        return status;
    }
    if (tcs_hasher_open(&check->hasher) != TCS_OK ||
        tcs_slots_open(&check->disk, check->hasher, &check->slots) != TCS_OK)
        status = tcs_fault_set(ret_fault, TCS_E_MEMORY, "no memory");
    else
        status = run(check, wanted, ret_fault);
    free(check->history);
    tcs_slots_close(check->slots);
    tcs_hasher_close(check->hasher);
    tcs_disk_close(&check->disk);
    free(check);
    return status;
}
