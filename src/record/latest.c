/* SPDX-License-Identifier: Apache-2.0 */
#include "record/latest.h"

#include <stdlib.h>

void tcs_history_path(uint64_t number, char ret_path[TCS_RECORD_PATH_LEN])
{
    tcs_number_path("checkpoints", number / TCS_HISTORY_NOTES, ret_path);
}

static bool read_note(struct tcs_bytes in, struct tcs_note *ret_note,
                      struct tcs_checkpoint *ret_checkpoint)
{
    return tcs_note_next(in, ret_note) == TCS_OK &&
           tcs_checkpoint_read(ret_note->text, ret_checkpoint) == TCS_OK;
}

/* Follows one file of checkpoints/, which begins with checkpoint `first`, to its last
 * good note. */
static enum tcs_status follow(const struct tcs_disk *disk,
                              const struct tcs_public_key *key, uint64_t first,
                              uint64_t published, struct tcs_latest *latest,
                              struct tcs_record_fault *ret_fault)
{
    char path[TCS_RECORD_PATH_LEN];
    uint8_t *data = NULL;
    size_t len = 0;
    size_t at = 0;
    struct tcs_note note;
    struct tcs_checkpoint checkpoint;

    tcs_history_path(first, path);
    const enum tcs_status status =
        tcs_disk_load(disk, path, TCS_HISTORY_MAX, &data, &len, ret_fault);

    if (status != TCS_OK)
        return status == TCS_E_NOT_FOUND ? TCS_OK : status;
    for (uint64_t number = first; number < first + TCS_HISTORY_NOTES; number++) {
        if (!read_note(tcs_bytes(data + at, len - at), &note, &checkpoint) ||
            (number >= published && tcs_note_check(&note, key) != TCS_OK) ||
            checkpoint.number != number ||
            (latest->found && checkpoint.size < latest->checkpoint.size))
            break;
        latest->found = true;
        latest->checkpoint = checkpoint;
        latest->note = tcs_bytes(data + at, note.len);
        at += note.len;
    }
    latest->torn_len += len - at;
    if (at == 0) {
        free(data);
        return TCS_OK;
    }
    free(latest->history);
    latest->history = data;
    latest->history_len = at;
    return TCS_OK;
}

enum tcs_status tcs_latest_find(const struct tcs_disk *disk,
                                const struct tcs_public_key *key,
                                struct tcs_latest *ret_latest,
                                struct tcs_record_fault *ret_fault)
{
    uint8_t octets[TCS_NOTE_MAX];
    size_t len = 0;
    struct tcs_note note;
    struct tcs_checkpoint published = { 0 };
    struct tcs_latest latest = { 0 };
    enum tcs_status status =
        tcs_disk_read(disk, "checkpoint", octets, sizeof octets, &len, ret_fault);
    const bool any = status == TCS_OK;

    if (any && (!read_note(tcs_bytes(octets, len), &note, &published) ||
                note.len != len || tcs_note_check(&note, key) != TCS_OK))
        return tcs_fault_set(ret_fault, TCS_E_DAMAGED,
                             "checkpoint: not a checkpoint signed by key.pub");
    if (!any && status != TCS_E_NOT_FOUND)
        return status;
    const uint64_t first = published.number - published.number % TCS_HISTORY_NOTES;

    status = follow(disk, key, first, published.number, &latest, ret_fault);
    if (status == TCS_OK && latest.found &&
        latest.checkpoint.number == first + TCS_HISTORY_NOTES - 1)
        status = follow(disk, key, first + TCS_HISTORY_NOTES, published.number, &latest,
                        ret_fault);
    if (status == TCS_OK && any &&
        (!latest.found || latest.checkpoint.number < published.number))
        status = tcs_fault_set(ret_fault, TCS_E_DAMAGED,
                               "checkpoints: the latest checkpoint is not among them");
    if (status != TCS_OK) {
        free(latest.history);
        return status;
    }
    /* A crash tears one note, and it is of our own writing. */
    if (latest.torn_len > TCS_CHECKPOINT_MAX) {
        free(latest.history);
        return tcs_fault_set(ret_fault, TCS_E_DAMAGED,
                             "checkpoints: what follows the latest one is damaged");
    }
    latest.published = any && tcs_bytes_equal(latest.note, tcs_bytes(octets, len));
    *ret_latest = latest;
    return TCS_OK;
}
