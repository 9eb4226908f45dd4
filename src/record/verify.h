/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_VERIFY_H
#define TCS_RECORD_VERIFY_H

/*
 * verify.h -- what the parts of the verifier share: verify.c (entries and tiles) and
 * history.c (checkpoints, and what lies in the directory besides).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/disk.h"
#include "record/edge.h"
#include "record/note.h"
#include "record/record.h"
#include "record/slots.h"

enum { TCS_KEPT_MAX = 64 };

struct tcs_check {
    struct tcs_disk disk;
    struct tcs_hasher *hasher;
    struct tcs_slots *slots;
    struct tcs_public_key key;
    struct tcs_record_report *report;
    struct tcs_edge edge; /* of the leaves read so far */
    struct tcs_time last_event;
    uint64_t files; /* found, and part of the record */

    struct tcs_checkpoint target; /* the last one to be checked */
    struct tcs_bytes target_note; /* in target_octets */
    uint8_t target_octets[TCS_NOTE_MAX];

    uint8_t *history; /* the file of checkpoints/ that is being read */
    size_t history_len;
    size_t history_at;
    uint64_t number;  /* of the next checkpoint */
    uint64_t covered; /* entries that the checkpoint before it covers */
    bool have_next;
    struct tcs_checkpoint next;
    struct tcs_bytes next_note; /* in history */

    struct tcs_checkpoint kept[TCS_KEPT_MAX]; /* ascending by size */
    size_t kept_count;
    size_t kept_at;

    /* [l][w]: a checkpoint left a partial tile of width w in the growing tile of level l
     */
    bool widths[TCS_TILE_LEVELS][TCS_TILE_WIDTH];
    uint8_t bundle[TCS_TILE_WIDTH * TCS_BUNDLE_STEP];
    uint8_t found[TCS_TILE_WIDTH * TCS_BUNDLE_STEP];
};

/* Reads `checkpoint`, and takes the one after it in checkpoints/ when a crash came
 * between writing it there and publishing it. */
TCS_NODISCARD
enum tcs_status tcs_check_target(struct tcs_check *check,
                                 struct tcs_record_fault *ret_fault);
/* Reads the checkpoints that were kept elsewhere. */
TCS_NODISCARD
enum tcs_status tcs_check_kept(struct tcs_check *check, struct tcs_bytes notes,
                               struct tcs_record_fault *ret_fault);
/* Checks every checkpoint that covers just the leaves read so far. */
TCS_NODISCARD
enum tcs_status tcs_check_history(struct tcs_check *check,
                                  struct tcs_record_fault *ret_fault);
/* After the last leaf: every checkpoint was reached. */
TCS_NODISCARD
enum tcs_status tcs_check_history_end(struct tcs_check *check,
                                      struct tcs_record_fault *ret_fault);
/* Counts the files in the directory that are not part of the record. */
void tcs_check_strays(struct tcs_check *check);

#endif
