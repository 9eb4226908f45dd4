/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_LATEST_H
#define TCS_RECORD_LATEST_H

/*
 * latest.h -- the checkpoint that a record ends with.
 *
 * It is the last good one in checkpoints/. `checkpoint` is its copy, or is one behind
 * when a crash came between writing there and publishing. The writer that opens the
 * record next goes on from it; readers see the same.
 */

#include <stdbool.h>
#include <stdint.h>

#include "record/disk.h"
#include "record/key.h"
#include "record/note.h"

struct tcs_latest {
    bool found;
    bool published; /* `checkpoint` is its copy */
    struct tcs_checkpoint checkpoint;
    uint8_t *history;      /* the file that it stands in; free it */
    struct tcs_bytes note; /* in there */
    uint64_t history_len;  /* of good notes in that file: what follows is torn */
    uint64_t torn_len;     /* how much that is */
};

/* Signatures are checked with key. TCS_E_DAMAGED: `checkpoint` is not a checkpoint of
 * that key, or not among those in checkpoints/. No checkpoint at all: not found, TCS_OK.
 */
TCS_NODISCARD
enum tcs_status tcs_latest_find(const struct tcs_disk *disk,
                                const struct tcs_public_key *key,
                                struct tcs_latest *ret_latest,
                                struct tcs_record_fault *ret_fault);

/* checkpoints/NNN of a checkpoint's number. */
void tcs_history_path(uint64_t number, char ret_path[TCS_RECORD_PATH_LEN]);

/* Octets that one file of checkpoints/ may have at most. */
enum { TCS_HISTORY_MAX = TCS_HISTORY_NOTES * 4096 };

#endif
