/* SPDX-License-Identifier: Apache-2.0 */
/* Appending and committing. The format, and the order of writing that makes a crash
 * harmless, stand octet by octet in format.h. */
#include "record/record.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <openssl/rand.h>

#include "record/latest.h"
#include "record/writer.h"

_Static_assert((int)TCS_RECORD_ORIGIN_LEN == (int)TCS_ORIGIN_LEN,
               "one length of origins");

enum {
    WAITING_MAX = 1 << 28, /* octets of payload that wait for a commit */
    ITEMS_MAX = 1 << 22,   /* entries that wait for a commit */
    SLOTS_CAPACITY = 1 << 20,
    KEEP_MAX = 1 << 24, /* larger buffers are given back after a commit */
    SALTS_AT_ONCE = 256,
    EVENT_FIRST = 2, /* engine/engine.h */
    EVENT_LAST = 7,
};

static bool is_event(uint16_t kind)
{
    return kind >= EVENT_FIRST && kind <= EVENT_LAST;
}

/* ---- the batch ---- */

static void *grown(void *old, size_t *room, size_t wanted, size_t each)
{
    size_t more = *room < 256 ? 256 : *room;

    while (more < wanted)
        more *= 2;
    void *fresh = realloc(old, more * each);

    if (fresh != NULL)
        *room = more;
    return fresh;
}

static enum tcs_status batch_reserve(struct tcs_batch *batch, size_t items, size_t octets)
{
    if (batch->count + items > batch->room) {
        void *fresh = grown(batch->items, &batch->room, batch->count + items,
                            sizeof batch->items[0]);

        if (fresh == NULL)
            return TCS_E_MEMORY;
        batch->items = fresh;
    }
    if (batch->len + octets > batch->capacity) {
        void *fresh =
            grown(batch->octets, &batch->capacity, batch->len + octets, sizeof(uint8_t));

        if (fresh == NULL)
            return TCS_E_MEMORY;
        batch->octets = fresh;
    }
    return TCS_OK;
}

static void batch_free(struct tcs_batch *batch)
{
    free(batch->items);
    free(batch->octets);
    *batch = (struct tcs_batch) { 0 };
}

static void batch_empty(struct tcs_batch *batch)
{
    batch->count = 0;
    batch->len = 0;
    if (batch->capacity > KEEP_MAX || batch->room > KEEP_MAX / sizeof batch->items[0])
        batch_free(batch);
}

/* Moves what is pending behind what an earlier commit failed to write. */
static enum tcs_status batch_take(struct tcs_batch *batch, struct tcs_batch *pending)
{
    if (batch->count == 0) {
        const struct tcs_batch empty = *batch;

        *batch = *pending;
        *pending = empty;
        return TCS_OK;
    }
    if (pending->count == 0)
        return TCS_OK;
    const enum tcs_status status = batch_reserve(batch, pending->count, pending->len);

    if (status != TCS_OK)
        return status;
    memcpy(batch->items + batch->count, pending->items,
           pending->count * sizeof pending->items[0]);
    for (size_t i = 0; i < pending->count; i++)
        batch->items[batch->count + i].at += batch->len;
    if (pending->len > 0)
        memcpy(batch->octets + batch->len, pending->octets, pending->len);
    batch->count += pending->count;
    batch->len += pending->len;
    batch_empty(pending);
    return TCS_OK;
}

static struct tcs_bytes payload_of(const struct tcs_batch *batch,
                                   const struct tcs_item *item)
{
    return tcs_bytes(batch->octets + item->at, item->leaf.length);
}

/* ---- appending ---- */

static enum tcs_status admit(struct tcs_record_writer *writer,
                             const struct tcs_entry *entry)
{
    if (entry->kind == 0 || entry->payload.len > TCS_PAYLOAD_MAX)
        return TCS_E_ARGUMENT;
    if (!writer->started && entry->kind != TCS_ENTRY_START)
        return TCS_E_ARGUMENT;
    if (is_event(entry->kind) && tcs_time_compare(entry->arrival, writer->last_event) < 0)
        return TCS_E_ARGUMENT;
    if (writer->waiting_items == ITEMS_MAX ||
        writer->waiting_octets + entry->payload.len > WAITING_MAX)
        return TCS_E_FULL;
    return batch_reserve(&writer->pending, 1, entry->payload.len);
}

static void take_in(struct tcs_record_writer *writer, const struct tcs_entry *entry)
{
    struct tcs_batch *pending = &writer->pending;

    pending->items[pending->count++] = (struct tcs_item) {
        .leaf = { .kind = entry->kind,
                  .feed = entry->feed,
                  .length = (uint32_t)entry->payload.len,
                  .sequence = entry->sequence,
                  .arrival = entry->arrival },
        .at = pending->len,
    };
    if (entry->payload.len > 0)
        memcpy(pending->octets + pending->len, entry->payload.data, entry->payload.len);
    pending->len += entry->payload.len;
    writer->waiting_items++;
    writer->waiting_octets += entry->payload.len;
    if (entry->kind == TCS_ENTRY_START) {
        writer->started = true;
        writer->last_event.tai_ns = INT64_MIN;
    } else if (is_event(entry->kind)) {
        writer->last_event = entry->arrival;
    }
}

enum tcs_status tcs_record_append(struct tcs_record_writer *writer,
                                  const struct tcs_entry *entry, uint64_t *ret_index)
{
    (void)pthread_mutex_lock(&writer->mutex);
    const enum tcs_status status = admit(writer, entry);

    if (status == TCS_OK) {
        take_in(writer, entry);
        *ret_index = writer->size++;
    }
    (void)pthread_mutex_unlock(&writer->mutex);
    return status;
}

/* ---- committing ---- */

/* Salts, digests and leaf hashes of what is new in the batch. */
static enum tcs_status hash_batch(struct tcs_record_writer *writer,
                                  struct tcs_record_fault *ret_fault)
{
    uint8_t salts[SALTS_AT_ONCE][TCS_SALT_LEN];
    uint8_t leaf[TCS_LEAF_LEN];
    struct tcs_batch *batch = &writer->batch;

    for (size_t i = 0; writer->hashed < batch->count; i = (i + 1) % SALTS_AT_ONCE) {
        struct tcs_item *item = &batch->items[writer->hashed];

        if (i == 0 && RAND_bytes(salts[0], sizeof salts) != 1)
            return tcs_fault_set(ret_fault, TCS_E_IO, "no random numbers for salts");
        memcpy(item->salt, salts[i], sizeof item->salt);
        item->leaf.digest =
            tcs_hash_two(writer->hasher, tcs_bytes(item->salt, sizeof item->salt),
                         payload_of(batch, item));
        tcs_leaf_write(&item->leaf, leaf);
        item->hash = tcs_hash_leaf(writer->hasher, tcs_bytes(leaf, sizeof leaf));
        writer->hashed++;
    }
    return TCS_OK;
}

static enum tcs_status write_tile(struct tcs_disk *disk, const struct tcs_front *front,
                                  int level, uint64_t index, size_t width,
                                  struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    const bool bundle = level == TCS_TILE_ENTRIES;
    const size_t step = bundle ? TCS_BUNDLE_STEP : sizeof(struct tcs_hash);
    const uint8_t *data = bundle ? front->bundle : front->edge.tiles[level][0].octets;

    tcs_tile_path(level, index, width, path);
    return tcs_disk_write(disk, path, 0, tcs_bytes(data, width * step), ret_fault);
}

enum tcs_status tcs_front_push(struct tcs_front *front, struct tcs_hasher *hasher,
                               struct tcs_disk *disk, const struct tcs_item *item,
                               struct tcs_record_fault *ret_fault)
{
    const size_t place = tcs_tile_width(front->edge.size, 0) * TCS_BUNDLE_STEP;
    struct tcs_writer w = tcs_writer(front->bundle + place, 2);
    enum tcs_status status = TCS_OK;

    tcs_write_be(&w, TCS_LEAF_LEN, 2);
    tcs_leaf_write(&item->leaf, front->bundle + place + 2);
    tcs_edge_push(&front->edge, hasher, &item->hash);
    const size_t full = tcs_edge_full(&front->edge);

    for (int level = TCS_TILE_ENTRIES; full > 0 && level < (int)full && status == TCS_OK;
         level++) {
        const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;

        status = write_tile(disk, front, level,
                            tcs_tile_index(front->edge.size, tree_level) - 1,
                            TCS_TILE_WIDTH, ret_fault);
    }
    return status;
}

/* Partial tiles, of every level whose partial tile is another than at the last commit. */
static enum tcs_status write_partials(struct tcs_record_writer *writer,
                                      struct tcs_record_fault *ret_fault)
{
    const uint64_t before = writer->done.edge.size;
    const uint64_t size = writer->draft.edge.size;
    enum tcs_status status = TCS_OK;

    for (int level = TCS_TILE_ENTRIES; level < TCS_TILE_LEVELS && status == TCS_OK;
         level++) {
        const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;
        const size_t width = tcs_tile_width(size, tree_level);
        const uint64_t index = tcs_tile_index(size, tree_level);

        if (width > 0 && (width != tcs_tile_width(before, tree_level) ||
                          index != tcs_tile_index(before, tree_level)))
            status =
                write_tile(&writer->disk, &writer->draft, level, index, width, ret_fault);
    }
    return status;
}

static enum tcs_status flush_slots(struct tcs_record_writer *writer, uint64_t entry,
                                   struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;

    if (writer->slots_len > 0) {
        char path[TCS_RECORD_PATH_LEN];

        tcs_number_path("payload", entry / TCS_SEGMENT_ENTRIES, path);
        status = tcs_disk_write(&writer->disk, path, writer->draft.segment_len,
                                tcs_bytes(writer->slots, writer->slots_len), ret_fault);
        writer->draft.segment_len += writer->slots_len;
        writer->slots_len = 0;
    }
    return status;
}

static enum tcs_status write_blob(struct tcs_record_writer *writer,
                                  const struct tcs_item *item, struct tcs_bytes payload,
                                  struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];

    tcs_blob_path(&item->leaf.digest, path);
    const enum tcs_status status = tcs_disk_write(
        &writer->disk, path, 0, tcs_bytes(item->salt, sizeof item->salt), ret_fault);

    if (status != TCS_OK)
        return status;
    return tcs_disk_write(&writer->disk, path, sizeof item->salt, payload, ret_fault);
}

/* The slot of one entry, gathered; the blob when it is one. */
static enum tcs_status write_payload(struct tcs_record_writer *writer,
                                     const struct tcs_item *item,
                                     struct tcs_record_fault *ret_fault)
{
    const uint64_t entry = writer->draft.edge.size;
    const struct tcs_bytes payload = payload_of(&writer->batch, item);
    struct tcs_slot slot = { .form = TCS_SLOT_HERE, .length = item->leaf.length };
    enum tcs_status status = TCS_OK;

    if (writer->slots_len + TCS_SEGMENT_HEAD_LEN + tcs_slot_len(slot.length) >
            SLOTS_CAPACITY ||
        entry % TCS_SEGMENT_ENTRIES == 0)
        status = flush_slots(writer, entry == 0 ? 0 : entry - 1, ret_fault);
    if (entry % TCS_SEGMENT_ENTRIES == 0) {
        writer->draft.segment_len = 0;
        tcs_segment_head_write(entry, writer->slots);
        writer->slots_len = TCS_SEGMENT_HEAD_LEN;
    }
    if (slot.length > TCS_INLINE_MAX) {
        slot.form = TCS_SLOT_BLOB;
        if (status == TCS_OK)
            status = write_blob(writer, item, payload, ret_fault);
    } else {
        memcpy(slot.salt, item->salt, sizeof slot.salt);
    }
    if (status != TCS_OK)
        return status;
    tcs_slot_write(&slot, writer->slots + writer->slots_len);
    writer->slots_len += TCS_SLOT_HEAD_LEN;
    if (slot.form == TCS_SLOT_HERE && payload.len > 0) {
        memcpy(writer->slots + writer->slots_len, payload.data, payload.len);
        writer->slots_len += payload.len;
    }
    return TCS_OK;
}

/* Step 1 of format.h: everything new, made durable. */
static enum tcs_status write_batch(struct tcs_record_writer *writer,
                                   struct tcs_record_fault *ret_fault)
{
    const struct tcs_batch *batch = &writer->batch;
    enum tcs_status status = TCS_OK;

    memcpy(&writer->draft, &writer->done, sizeof writer->draft);
    writer->slots_len = 0;
    for (size_t i = 0; i < batch->count && status == TCS_OK; i++) {
        status = write_payload(writer, &batch->items[i], ret_fault);
        if (status == TCS_OK)
            status = tcs_front_push(&writer->draft, writer->hasher, &writer->disk,
                                    &batch->items[i], ret_fault);
    }
    if (status == TCS_OK && batch->count > 0)
        status = flush_slots(writer, writer->draft.edge.size - 1, ret_fault);
    if (status == TCS_OK)
        status = write_partials(writer, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    return status;
}

/* Steps 2 and 3, up to the renaming. */
static enum tcs_status write_checkpoint(struct tcs_record_writer *writer, int64_t utc_ns,
                                        struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    char note[TCS_CHECKPOINT_MAX];
    size_t len = 0;
    struct tcs_checkpoint checkpoint = {
        .size = writer->draft.edge.size,
        .root = tcs_edge_root(&writer->draft.edge, writer->hasher),
        .utc_ns = utc_ns,
        .number = writer->next_number,
    };

    memcpy(checkpoint.origin, writer->public.name, sizeof checkpoint.origin);
    enum tcs_status status =
        tcs_checkpoint_sign(&checkpoint, &writer->public, writer->key, note, &len);

    if (status != TCS_OK)
        return tcs_fault_set(ret_fault, status, "the checkpoint cannot be signed");
    const struct tcs_bytes octets = tcs_bytes(note, len);

    tcs_history_path(checkpoint.number, path);
    status = tcs_disk_write(&writer->disk, path, writer->history_len, octets, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_write_draft(&writer->disk, "checkpoint.new", octets, ret_fault);
    if (status == TCS_OK)
        status = tcs_disk_sync(&writer->disk, ret_fault);
    if (status == TCS_OK)
        status =
            tcs_disk_replace(&writer->disk, "checkpoint.new", "checkpoint", ret_fault);
    if (status != TCS_OK)
        return status;
    writer->next_number++;
    writer->history_len =
        writer->next_number % TCS_HISTORY_NOTES == 0 ? 0 : writer->history_len + len;
    return TCS_OK;
}

/* Partial tiles whose full tile is there now are of no more use. */
static void drop_partials(struct tcs_record_writer *writer, uint64_t before,
                          uint64_t size)
{
    char path[TCS_RECORD_PATH_LEN];

    for (int level = TCS_TILE_ENTRIES; level < TCS_TILE_LEVELS; level++) {
        const size_t tree_level = level == TCS_TILE_ENTRIES ? 0 : (size_t)level;
        const uint64_t index = tcs_tile_index(before, tree_level);

        if (tcs_tile_width(before, tree_level) == 0 ||
            index == tcs_tile_index(size, tree_level))
            continue;
        for (size_t width = 1; width < TCS_TILE_WIDTH; width++) {
            tcs_tile_path(level, index, width, path);
            (void)tcs_disk_remove(&writer->disk, path, false);
        }
        *strrchr(path, '/') = '\0';
        (void)tcs_disk_remove(&writer->disk, path, true);
    }
}

enum tcs_status tcs_record_commit(struct tcs_record_writer *writer, int64_t utc_ns,
                                  struct tcs_record_fault *ret_fault)
{
    const uint64_t before = writer->done.edge.size;

    (void)pthread_mutex_lock(&writer->mutex);
    enum tcs_status status = batch_take(&writer->batch, &writer->pending);
    (void)pthread_mutex_unlock(&writer->mutex);
    if (status != TCS_OK)
        return tcs_fault_set(ret_fault, status, "no memory");
    status = hash_batch(writer, ret_fault);
    if (status == TCS_OK)
        status = write_batch(writer, ret_fault);
    if (status == TCS_OK)
        status = write_checkpoint(writer, utc_ns, ret_fault);
    if (status != TCS_OK)
        return status;
    /* From here on the checkpoint exists, whatever the last sync says: a retry has to
     * write the next one, and not these entries again. */
    memcpy(&writer->done, &writer->draft, sizeof writer->done);
    (void)pthread_mutex_lock(&writer->mutex);
    writer->waiting_items -= writer->batch.count;
    writer->waiting_octets -= writer->batch.len;
    (void)pthread_mutex_unlock(&writer->mutex);
    batch_empty(&writer->batch);
    writer->hashed = 0;
    status = tcs_disk_sync(&writer->disk, ret_fault);
    if (status != TCS_OK)
        return status;
    (void)pthread_mutex_lock(&writer->mutex);
    writer->committed = writer->done.edge.size;
    (void)pthread_mutex_unlock(&writer->mutex);
    drop_partials(writer, before, writer->done.edge.size);
    return TCS_OK;
}

/* ---- opening, closing, counts ---- */

void tcs_record_origin(const char *name, char ret_origin[TCS_RECORD_ORIGIN_LEN])
{
    size_t len = 0;

    while (len < TCS_RECORD_ORIGIN_LEN - 1 && name[len] != '\0') {
        const char c = name[len];

        ret_origin[len++] = c;
        if (c <= ' ' || c > '~' || c == '+')
            ret_origin[len - 1] = '-';
    }
    if (len == 0)
        ret_origin[len++] = '-';
    ret_origin[len] = '\0';
}

static uint64_t guarded(pthread_mutex_t *mutex, const uint64_t *count)
{
    (void)pthread_mutex_lock(mutex);
    const uint64_t value = *count;

    (void)pthread_mutex_unlock(mutex);
    return value;
}

uint64_t tcs_record_size(struct tcs_record_writer *writer)
{
    return guarded(&writer->mutex, &writer->size);
}

uint64_t tcs_record_committed(struct tcs_record_writer *writer)
{
    return guarded(&writer->mutex, &writer->committed);
}

/* One writer at a time. A verifier that asks whether there is one holds the lock for an
 * instant: hence the second and third try. */
static enum tcs_status take_lock(struct tcs_record_writer *writer,
                                 struct tcs_record_fault *ret_fault)
{
    const struct timespec moment = { .tv_nsec = 20000000 };

    writer->lock = openat(writer->disk.root, "lock",
                          O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (writer->lock < 0)
        return tcs_fault_set(ret_fault, TCS_E_IO, "lock: cannot open");
    for (int tries = 0; tries < 3; tries++) {
        if (flock(writer->lock, LOCK_EX | LOCK_NB) == 0)
            return TCS_OK;
        (void)nanosleep(&moment, NULL);
    }
    return tcs_fault_set(ret_fault, TCS_E_REFUSED,
                         "lock: another program writes to this record");
}

enum tcs_status tcs_record_open(const char *path, const char *origin,
                                struct tcs_record_writer **ret_writer,
                                uint64_t *ret_dropped, struct tcs_record_fault *ret_fault)
{
    uint64_t dropped = 0;
    struct tcs_record_writer *writer = NULL;

    if (!tcs_origin_good(origin))
        return tcs_fault_set(ret_fault, TCS_E_ARGUMENT,
                             "origin '%s': printable ASCII without blanks and + wanted",
                             origin);
    writer = calloc(1, sizeof *writer);
    if (writer == NULL || pthread_mutex_init(&writer->mutex, NULL) != 0) {
        free(writer);
        return tcs_fault_set(ret_fault, TCS_E_MEMORY, "no memory");
    }
    writer->lock = -1;
    writer->slots = malloc(SLOTS_CAPACITY);
    enum tcs_status status = tcs_disk_open(path, true, &writer->disk, ret_fault);

    if (status != TCS_OK)
        writer->disk.root = -1;
    else if (writer->slots == NULL || tcs_hasher_open(&writer->hasher) != TCS_OK)
        status = tcs_fault_set(ret_fault, TCS_E_MEMORY, "no memory");
    if (status == TCS_OK)
        status = take_lock(writer, ret_fault);
    if (status == TCS_OK)
        status = tcs_record_recover(writer, origin, &dropped, ret_fault);
    if (status != TCS_OK) {
        tcs_record_close(writer);
        return status;
    }
    writer->size = writer->done.edge.size;
    writer->committed = writer->size;
    *ret_writer = writer;
    *ret_dropped = dropped;
    return TCS_OK;
}

void tcs_record_close(struct tcs_record_writer *writer)
{
    if (writer == NULL)
        return;
    batch_free(&writer->pending);
    batch_free(&writer->batch);
    free(writer->slots);
    tcs_private_key_close(writer->key);
    tcs_hasher_close(writer->hasher);
    if (writer->lock >= 0)
        (void)close(writer->lock);
    if (writer->disk.root >= 0)
        tcs_disk_close(&writer->disk);
    (void)pthread_mutex_destroy(&writer->mutex);
    free(writer);
}
