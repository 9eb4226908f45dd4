/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a record for writing: its keys, the state that the latest checkpoint covers,
 * and the removal of what a crash left behind it. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "record/latest.h"
#include "record/writer.h"

enum { SEGMENT_MAX = 1 << 29 };

/* ---- keys ---- */

static enum tcs_status make_key(struct tcs_record_writer *writer,
                                struct tcs_record_fault *ret_fault)
{
    uint8_t pem[TCS_PEM_MAX];
    size_t len = 0;
    enum tcs_status status = tcs_private_key_make(&writer->key);

    if (status == TCS_OK)
        status = tcs_private_key_write(writer->key, pem, &len);
    if (status != TCS_OK)
        return tcs_fault_set(ret_fault, status, "key: cannot be made");
    status =
        tcs_disk_write_secret(&writer->disk, "key.new", tcs_bytes(pem, len), ret_fault);
    OPENSSL_cleanse(pem, sizeof pem);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_replace(&writer->disk, "key.new", "key", ret_fault);
    return status;
}

/* A record that has checkpoints, and no key to go on with, must not get a new one. */
static enum tcs_status read_key(struct tcs_record_writer *writer, bool has_public,
                                struct tcs_record_fault *ret_fault)
{
    uint8_t pem[TCS_PEM_MAX];
    size_t len = 0;
    enum tcs_status status =
        tcs_disk_read(&writer->disk, "key", pem, sizeof pem, &len, ret_fault);

    if (status == TCS_E_NOT_FOUND && !has_public)
        return make_key(writer, ret_fault);
    if (status != TCS_OK)
        return status == TCS_E_IO ? status : TCS_E_DAMAGED;
    status = tcs_private_key_read(tcs_bytes(pem, len), &writer->key);
    OPENSSL_cleanse(pem, sizeof pem);
    if (status != TCS_OK)
        return tcs_fault_set(ret_fault, status,
                             "key: not a PEM file with an Ed25519 key");
    return TCS_OK;
}

static enum tcs_status open_keys(struct tcs_record_writer *writer, const char *origin,
                                 struct tcs_record_fault *ret_fault)
{
    char text[TCS_KEY_TEXT_LEN + 1];
    uint8_t found[TCS_KEY_TEXT_LEN + 1];
    uint8_t octets[TCS_KEY_LEN];
    size_t len = 0;
    size_t len_wanted = 0;
    enum tcs_status status =
        tcs_disk_read(&writer->disk, "key.pub", found, sizeof found, &len, ret_fault);
    const bool has_public = status == TCS_OK;

    if (status != TCS_OK && status != TCS_E_NOT_FOUND)
        return status;
    status = read_key(writer, has_public, ret_fault);
    if (status != TCS_OK)
        return status;
    status = tcs_private_key_public(writer->key, octets);
    if (status == TCS_OK)
        status = tcs_public_key_make(writer->hasher, origin, octets, &writer->public);
    if (status != TCS_OK)
        return tcs_fault_set(ret_fault, status, "key: has no public part");
    tcs_public_key_write(&writer->public, text);
    len_wanted = strlen(text);
    text[len_wanted++] = '\n';
    const struct tcs_bytes wanted = tcs_bytes(text, len_wanted);

    if (has_public && !tcs_bytes_equal(wanted, tcs_bytes(found, len)))
        return tcs_fault_set(ret_fault, TCS_E_MISMATCH,
                             "key.pub: does not belong to key, or to the origin '%s'",
                             origin);
    if (has_public)
        return TCS_OK;
    /* The sync covers the name of a new key too: a record with key.pub and without key
     * could never be written to. */
    status = tcs_disk_write(&writer->disk, "key.pub.new", 0, wanted, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_replace(&writer->disk, "key.pub.new", "key.pub", ret_fault);
    return status;
}

/* ---- the latest checkpoint ---- */

/* Goes on from it, and cuts off what a crash left behind it in checkpoints/. */
static enum tcs_status take_up(struct tcs_record_writer *writer,
                               const struct tcs_latest *latest,
                               struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];

    if (latest->found) {
        writer->next_number = latest->checkpoint.number + 1;
        writer->history_len = latest->history_len;
        tcs_history_path(latest->checkpoint.number, path);
        const enum tcs_status status =
            tcs_disk_cut(&writer->disk, path, writer->history_len, ret_fault);

        if (status != TCS_OK)
            return status;
    }
    if (writer->next_number % TCS_HISTORY_NOTES != 0)
        return TCS_OK;
    writer->history_len = 0;
    tcs_history_path(writer->next_number, path);
    return tcs_disk_cut(&writer->disk, path, 0, ret_fault);
}

static enum tcs_status publish(struct tcs_record_writer *writer,
                               const struct tcs_latest *latest,
                               struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = tcs_disk_sync(&writer->disk, ret_fault);

    if (!latest->found || latest->published || status != TCS_OK)
        return status;
    status =
        tcs_disk_write_draft(&writer->disk, "checkpoint.new", latest->note, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    if (status == TCS_OK)
        status =
            tcs_disk_replace(&writer->disk, "checkpoint.new", "checkpoint", ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    return status;
}

/* ---- growing tiles and segment ---- */

static enum tcs_status damaged(struct tcs_record_fault *ret_fault, const char *path,
                               const char *what)
{
    return tcs_fault_set(ret_fault, TCS_E_DAMAGED, "%s: %s; 'tocsin verify' tells more",
                         path, what);
}

static enum tcs_status load_tile(struct tcs_record_writer *writer, int level,
                                 uint64_t index, size_t width, void *data,
                                 struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    const size_t step =
        level == TCS_TILE_ENTRIES ? TCS_BUNDLE_STEP : sizeof(struct tcs_hash);
    size_t len = 0;

    tcs_tile_path(level, index, width, path);
    const enum tcs_status status =
        tcs_disk_read(&writer->disk, path, data, width * step, &len, ret_fault);

    if (status == TCS_E_IO)
        return status;
    if (status != TCS_OK || len != width * step)
        return damaged(ret_fault, path, "missing, or of wrong length");
    return TCS_OK;
}

static enum tcs_status load_front(struct tcs_record_writer *writer,
                                  const struct tcs_checkpoint *checkpoint,
                                  struct tcs_record_fault *ret_fault)
{
    struct tcs_edge *edge = &writer->done.edge;
    enum tcs_status status = TCS_OK;

    edge->size = checkpoint->size;
    for (int level = TCS_TILE_ENTRIES; level < TCS_TILE_LEVELS && status == TCS_OK;
         level++) {
        const bool bundle = level == TCS_TILE_ENTRIES;
        const size_t tree_level = bundle ? 0 : (size_t)level;
        const size_t width = tcs_tile_width(edge->size, tree_level);
        void *data = bundle ? (void *)writer->done.bundle : edge->tiles[tree_level];

        if (width > 0)
            status = load_tile(writer, level, tcs_tile_index(edge->size, tree_level),
                               width, data, ret_fault);
    }
    if (status != TCS_OK)
        return status;
    tcs_edge_restore(edge, writer->hasher);
    const struct tcs_hash root = tcs_edge_root(edge, writer->hasher);

    if (!tcs_hash_equal(&root, &checkpoint->root))
        return damaged(ret_fault, "tile", "does not give the root of the checkpoint");
    return TCS_OK;
}

/* Adds up the slots of the leaves in one bundle. */
static enum tcs_status measure_bundle(struct tcs_record_writer *writer, uint64_t index,
                                      size_t width, uint64_t *len,
                                      struct tcs_record_fault *ret_fault)
{
    uint8_t bundle[TCS_TILE_WIDTH * TCS_BUNDLE_STEP];
    struct tcs_leaf leaf;
    enum tcs_status status =
        load_tile(writer, TCS_TILE_ENTRIES, index, width, bundle, ret_fault);

    for (size_t i = 0; i < width && status == TCS_OK; i++) {
        status = tcs_leaf_read(tcs_bytes(bundle + i * TCS_BUNDLE_STEP + 2, TCS_LEAF_LEN),
                               &leaf);
        if (status != TCS_OK)
            return damaged(ret_fault, "tile/entries", "a leaf is not one");
        *len += tcs_slot_len(leaf.length);
    }
    return status;
}

/* Complete slots that follow `from` in a segment: entries that were not acknowledged. */
static uint64_t count_slots(const uint8_t *data, size_t len, uint64_t from)
{
    struct tcs_slot slot;
    uint64_t count = 0;

    while (from < len &&
           tcs_slot_read(tcs_bytes(data + from, len - (size_t)from), &slot) == TCS_OK &&
           tcs_slot_len(slot.length) <= len - from) {
        from += tcs_slot_len(slot.length);
        count++;
    }
    return count;
}

/* Ends the growing segment where the checkpoint ends it, removes those behind it. */
static enum tcs_status cut_segments(struct tcs_record_writer *writer,
                                    uint64_t *ret_dropped,
                                    struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    const uint64_t size = writer->done.edge.size;
    uint64_t segment = size / TCS_SEGMENT_ENTRIES;
    uint64_t keep = size % TCS_SEGMENT_ENTRIES == 0 ? 0 : TCS_SEGMENT_HEAD_LEN;
    enum tcs_status status = TCS_OK;

    for (uint64_t at = segment * TCS_SEGMENT_ENTRIES; at < size && status == TCS_OK;
         at += TCS_TILE_WIDTH)
        status = measure_bundle(writer, at / TCS_TILE_WIDTH,
                                size - at < TCS_TILE_WIDTH ? (size_t)(size - at)
                                                           : TCS_TILE_WIDTH,
                                &keep, ret_fault);
    writer->done.segment_len = keep;
    for (; status == TCS_OK; segment++, keep = 0) {
        uint8_t *data = NULL;
        size_t len = 0;

        tcs_number_path("payload", segment, path);
        status = tcs_disk_load(&writer->disk, path, SEGMENT_MAX, &data, &len, ret_fault);
        if (status == TCS_E_NOT_FOUND && keep == 0)
            return TCS_OK;
        if (status != TCS_OK)
            return status == TCS_E_NOT_FOUND ? damaged(ret_fault, path, "missing")
                                             : status;
        *ret_dropped += count_slots(data, len, keep == 0 ? TCS_SEGMENT_HEAD_LEN : keep);
        free(data);
        if (len < keep)
            return damaged(ret_fault, path, "shorter than the checkpoint says");
        if (keep > 0)
            status = tcs_disk_cut(&writer->disk, path, keep, ret_fault);
        else
            (void)tcs_disk_remove(&writer->disk, path, false);
    }
    return status;
}

/* Removes tiles that no checkpoint covers, as far as a crash can have left them. Any that
 * stay behind are harmless: they are written again when it is their turn. */
static void clear_tiles(struct tcs_record_writer *writer, int level)
{
    char path[TCS_RECORD_PATH_LEN];
    const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;
    const uint64_t size = writer->done.edge.size;
    uint64_t index = tcs_tile_index(size, tree_level);
    size_t width = tcs_tile_width(size, tree_level);
    bool any = true;

    for (; any; index++, width = 0) {
        tcs_tile_path(level, index, TCS_TILE_WIDTH, path);
        any = tcs_disk_remove(&writer->disk, path, false);
        for (size_t w = width + 1; w < TCS_TILE_WIDTH; w++) {
            tcs_tile_path(level, index, w, path);
            any |= tcs_disk_remove(&writer->disk, path, false);
        }
    }
}

/* Nothing is acknowledged yet: a new record, or a crash before its first checkpoint. To
 * tell these from a record that has lost its checkpoints, the first file of them is made,
 * empty, before anything else. */
static enum tcs_status begin_history(struct tcs_record_writer *writer,
                                     struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    char first[TCS_RECORD_PATH_LEN];

    tcs_history_path(0, path);
    tcs_number_path("payload", 0, first);
    if (faccessat(writer->disk.root, path, F_OK, 0) != 0 &&
        faccessat(writer->disk.root, first, F_OK, 0) == 0)
        return damaged(ret_fault, path, "missing, though there are entries");
    const enum tcs_status status =
        tcs_disk_write(&writer->disk, path, 0, tcs_bytes(NULL, 0), ret_fault);

    return status == TCS_OK ? tcs_disk_sync(&writer->disk, ret_fault) : status;
}

enum tcs_status tcs_record_recover(struct tcs_record_writer *writer, const char *origin,
                                   uint64_t *ret_dropped,
                                   struct tcs_record_fault *ret_fault)
{
    struct tcs_latest latest = { 0 };
    enum tcs_status status = open_keys(writer, origin, ret_fault);

    if (status == TCS_OK)
        status = tcs_latest_find(&writer->disk, &writer->public, &latest, ret_fault);
    if (status == TCS_OK)
        status = take_up(writer, &latest, ret_fault);
    if (status == TCS_OK && !latest.found)
        status = begin_history(writer, ret_fault);
    if (status == TCS_OK && latest.found)
        status = load_front(writer, &latest.checkpoint, ret_fault);
    if (status == TCS_OK)
        status = cut_segments(writer, ret_dropped, ret_fault);
    for (int level = TCS_TILE_ENTRIES; level < TCS_TILE_LEVELS && status == TCS_OK;
         level++)
        clear_tiles(writer, level);
    if (status == TCS_OK)
        status = publish(writer, &latest, ret_fault);
    free(latest.history);
    return status;
}
