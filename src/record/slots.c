/* SPDX-License-Identifier: Apache-2.0 */
#include "record/slots.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    WINDOW_LEN = 1 << 18,
    NO_SEGMENT = -1,
};

enum tcs_status tcs_fault_at(struct tcs_record_fault *ret_fault, uint64_t entry,
                             const char *path, const char *what)
{
    const enum tcs_status status = tcs_fault_set(
        ret_fault, TCS_E_MISMATCH, "%s: entry %" PRIu64 ": %s", path, entry, what);

    ret_fault->entry = entry;
    return status;
}

/* ---- bundles ---- */

enum tcs_status tcs_tile_load(const struct tcs_disk *disk, int level, uint64_t index,
                              size_t width, void *ret_data,
                              struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    const bool bundle = level == TCS_TILE_ENTRIES;
    const size_t step = bundle ? TCS_BUNDLE_STEP : sizeof(struct tcs_hash);
    const unsigned span_bits = bundle ? 0 : 8 * (unsigned)level;
    const uint64_t first = index * TCS_TILE_WIDTH;
    size_t wanted = width;
    size_t len = 0;

    tcs_tile_path(level, index, width, path);
    enum tcs_status status =
        tcs_disk_read(disk, path, ret_data, wanted * step, &len, ret_fault);

    if (status == TCS_E_NOT_FOUND && width < TCS_TILE_WIDTH) {
        char full[TCS_RECORD_PATH_LEN];

        wanted = TCS_TILE_WIDTH;
        tcs_tile_path(level, index, wanted, full);
        status = tcs_disk_read(disk, full, ret_data, wanted * step, &len, ret_fault);
    }
    if (status == TCS_E_NOT_FOUND)
        return tcs_fault_at(ret_fault, first << span_bits, path, "the tile is missing");
    if (status == TCS_E_FULL)
        return tcs_fault_at(ret_fault, (first + wanted - 1) << span_bits, path,
                            "more follows the end of the tile");
    if (status == TCS_OK && len < wanted * step)
        return tcs_fault_at(ret_fault, (first + len / step) << span_bits, path,
                            "the tile ends here");
    return status;
}

enum tcs_status tcs_bundle_leaf(const uint8_t *bundle, uint64_t entry,
                                struct tcs_leaf *ret_leaf,
                                struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    struct tcs_reader r = tcs_reader(
        tcs_bytes(bundle + entry % TCS_TILE_WIDTH * TCS_BUNDLE_STEP, TCS_BUNDLE_STEP));

    if (tcs_read_be(&r, 2) == TCS_LEAF_LEN &&
        tcs_leaf_read(tcs_read_bytes(&r, TCS_LEAF_LEN), ret_leaf) == TCS_OK)
        return TCS_OK;
    tcs_tile_path(TCS_TILE_ENTRIES, entry / TCS_TILE_WIDTH, 0, path);
    return tcs_fault_at(ret_fault, entry, path, "not a leaf");
}

/* ---- slots ---- */

struct tcs_slots {
    const struct tcs_disk *disk;
    struct tcs_hasher *hasher;
    uint64_t entry; /* whose slot is next */
    uint64_t at;    /* where it begins in its segment */
    int fd;         /* of that segment; NO_SEGMENT: not open */
    char path[TCS_RECORD_PATH_LEN];
    uint64_t window_at; /* what part of the segment `window` holds */
    size_t window_len;
    uint8_t *blob;
    uint8_t window[WINDOW_LEN];
};

enum tcs_status tcs_slots_open(const struct tcs_disk *disk, struct tcs_hasher *hasher,
                               struct tcs_slots **ret_slots)
{
    struct tcs_slots *slots = calloc(1, sizeof *slots);

    if (slots == NULL)
        return TCS_E_MEMORY;
    slots->disk = disk;
    slots->hasher = hasher;
    slots->fd = NO_SEGMENT;
    *ret_slots = slots;
    return TCS_OK;
}

static void leave_segment(struct tcs_slots *slots)
{
    if (slots->fd != NO_SEGMENT)
        (void)close(slots->fd);
    slots->fd = NO_SEGMENT;
    slots->window_at = 0;
    slots->window_len = 0;
}

void tcs_slots_close(struct tcs_slots *slots)
{
    if (slots == NULL)
        return;
    leave_segment(slots);
    free(slots->blob);
    free(slots);
}

void tcs_slots_seek(struct tcs_slots *slots, uint64_t entry, uint64_t offset)
{
    if (slots->entry == 0 ||
        (slots->entry - 1) / TCS_SEGMENT_ENTRIES != entry / TCS_SEGMENT_ENTRIES)
        leave_segment(slots);
    slots->entry = entry;
    slots->at = offset;
}

/* `len` octets of the segment from `at` on, through the window; NULL when it ends before,
 * or with errno when it cannot be read. */
static const uint8_t *look(struct tcs_slots *slots, uint64_t at, size_t len)
{
    errno = 0;
    if (at >= slots->window_at && at + len <= slots->window_at + slots->window_len)
        return slots->window + (at - slots->window_at);
    /* Going back, most of what is read next lies before. */
    slots->window_at =
        at >= slots->window_at || at + len <= WINDOW_LEN ? at : at + len - WINDOW_LEN;
    const size_t wanted = (size_t)(at - slots->window_at) + len;

    slots->window_len = 0;
    while (slots->window_len < wanted) {
        const ssize_t got = pread(slots->fd, slots->window + slots->window_len,
                                  WINDOW_LEN - slots->window_len,
                                  (off_t)(slots->window_at + slots->window_len));

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return NULL;
        slots->window_len += (size_t)got;
    }
    return slots->window + (at - slots->window_at);
}

/* A part of the segment that was not to be had. */
static enum tcs_status cut_off(const struct tcs_slots *slots, uint64_t entry,
                               struct tcs_record_fault *ret_fault)
{
    if (errno == 0)
        return tcs_fault_at(ret_fault, entry, slots->path,
                            "the payload segment ends here");
    return tcs_fault_set(ret_fault, TCS_E_IO, "%s: cannot read", slots->path);
}

static enum tcs_status enter_segment(struct tcs_slots *slots,
                                     struct tcs_record_fault *ret_fault)
{
    uint8_t wanted[TCS_SEGMENT_HEAD_LEN];
    const uint64_t segment = slots->entry / TCS_SEGMENT_ENTRIES;

    tcs_number_path("payload", segment, slots->path);
    slots->fd = openat(slots->disk->root, slots->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (slots->fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return tcs_fault_at(ret_fault, slots->entry, slots->path,
                            "the payload segment is missing");
    if (slots->fd < 0)
        return tcs_fault_set(ret_fault, TCS_E_IO, "%s: cannot open", slots->path);
    tcs_segment_head_write(segment * TCS_SEGMENT_ENTRIES, wanted);
    const uint8_t *head = look(slots, 0, sizeof wanted);

    if (head == NULL)
        return cut_off(slots, slots->entry, ret_fault);
    if (memcmp(head, wanted, sizeof wanted) != 0)
        return tcs_fault_at(ret_fault, slots->entry, slots->path,
                            "not the head of this segment");
    return TCS_OK;
}

static enum tcs_status read_blob(struct tcs_slots *slots, uint64_t entry,
                                 const struct tcs_leaf *leaf,
                                 struct tcs_bytes *ret_octets,
                                 struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    size_t len = 0;

    free(slots->blob);
    slots->blob = NULL;
    tcs_blob_path(&leaf->digest, path);
    const enum tcs_status status =
        tcs_disk_load(slots->disk, path, TCS_SALT_LEN + (size_t)leaf->length,
                      &slots->blob, &len, ret_fault);

    if (status == TCS_E_NOT_FOUND)
        return tcs_fault_at(ret_fault, entry, path, "the blob is missing");
    if (status == TCS_E_FULL || (status == TCS_OK && len != TCS_SALT_LEN + leaf->length))
        return tcs_fault_at(ret_fault, entry, path, "the blob has another length");
    if (status != TCS_OK)
        return status;
    const struct tcs_hash digest =
        tcs_hash_two(slots->hasher, tcs_bytes(slots->blob, len), tcs_bytes(NULL, 0));

    if (!tcs_hash_equal(&digest, &leaf->digest))
        return tcs_fault_at(ret_fault, entry, path,
                            "the payload is not the one that was recorded");
    *ret_octets = tcs_bytes(slots->blob + TCS_SALT_LEN, leaf->length);
    return TCS_OK;
}

static bool all_zero(struct tcs_bytes octets)
{
    for (size_t i = 0; i < octets.len; i++)
        if (octets.data[i] != 0)
            return false;
    return true;
}

static enum tcs_status check_slot(struct tcs_slots *slots, uint64_t entry, uint64_t at,
                                  const struct tcs_leaf *leaf,
                                  struct tcs_payload *ret_payload,
                                  struct tcs_record_fault *ret_fault)
{
    const size_t len = (size_t)tcs_slot_len(leaf->length);
    const uint8_t *data = look(slots, at, len);
    struct tcs_payload payload = { 0 };
    struct tcs_slot slot;

    if (data == NULL)
        return cut_off(slots, entry, ret_fault);
    const struct tcs_bytes octets = tcs_bytes(data, len);
    const struct tcs_bytes inside = tcs_bytes_part(octets, TCS_SLOT_HEAD_LEN, len);

    if (tcs_slot_read(octets, &slot) != TCS_OK || slot.length != leaf->length)
        return tcs_fault_at(ret_fault, entry, slots->path, "not the slot of this entry");
    payload.form = slot.form;
    if (slot.form == TCS_SLOT_BLOB) {
        const enum tcs_status status =
            read_blob(slots, entry, leaf, &payload.octets, ret_fault);

        if (status != TCS_OK)
            return status;
    } else if (slot.form == TCS_SLOT_HERE) {
        const struct tcs_hash digest =
            tcs_hash_two(slots->hasher, tcs_bytes(slot.salt, sizeof slot.salt), inside);

        if (!tcs_hash_equal(&digest, &leaf->digest))
            return tcs_fault_at(ret_fault, entry, slots->path,
                                "the payload is not the one that was recorded");
        payload.octets = inside;
    } else if (!all_zero(inside)) {
        return tcs_fault_at(ret_fault, entry, slots->path, "withdrawn, but not wiped");
    }
    *ret_payload = payload;
    return TCS_OK;
}

enum tcs_status tcs_slots_next(struct tcs_slots *slots, const struct tcs_leaf *leaf,
                               struct tcs_payload *ret_payload,
                               struct tcs_record_fault *ret_fault)
{
    enum tcs_status status = TCS_OK;

    if (slots->entry % TCS_SEGMENT_ENTRIES == 0) {
        leave_segment(slots); /* the one before it, or whatever was looked at */
        slots->at = TCS_SEGMENT_HEAD_LEN;
    }
    if (slots->fd == NO_SEGMENT)
        status = enter_segment(slots, ret_fault);
    const uint64_t entry = slots->entry++;
    const uint64_t at = slots->at;

    slots->at += tcs_slot_len(leaf->length);
    if (status == TCS_OK)
        status = check_slot(slots, entry, at, leaf, ret_payload, ret_fault);
    return status;
}

uint64_t tcs_slots_left(struct tcs_slots *slots)
{
    struct stat now;

    if (slots->fd == NO_SEGMENT || fstat(slots->fd, &now) != 0 ||
        (uint64_t)now.st_size <= slots->at)
        return 0;
    return (uint64_t)now.st_size - slots->at;
}
