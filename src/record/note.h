/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_RECORD_NOTE_H
#define TCS_RECORD_NOTE_H

/*
 * note.h -- checkpoints (C2SP tlog-checkpoint) as signed notes (C2SP signed-note).
 *
 * The text of each line stands in format.h. Checkpoint text has no empty line, so the
 * first empty line of a note parts text and signatures, and notes can be put one after
 * the other and still be told apart.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "record/key.h"

enum {
    TCS_NOTE_MAX = 1 << 16, /* octets */
    TCS_NOTE_SIGNATURES_MAX = 64,
    TCS_CHECKPOINT_MAX = 1024, /* of those that we write */
};

struct tcs_note {
    struct tcs_bytes text;       /* with its last newline: what is signed */
    struct tcs_bytes signatures; /* whole lines */
    size_t len;                  /* of all of it */
};

/* The note that `in` begins with; behind it may stand another. TCS_E_SHORT: it has no end
 * here; TCS_E_DAMAGED: not a note. */
TCS_NODISCARD
enum tcs_status tcs_note_next(struct tcs_bytes in, struct tcs_note *ret_note);

/* TCS_E_NOT_FOUND: no signature by that key (name and id). TCS_E_MISMATCH: there is one,
 * and it is wrong. Signatures by others are ignored. */
TCS_NODISCARD
enum tcs_status tcs_note_check(const struct tcs_note *note,
                               const struct tcs_public_key *key);

struct tcs_checkpoint {
    char origin[TCS_ORIGIN_LEN];
    uint64_t size;
    struct tcs_hash root;
    int64_t utc_ns;
    uint64_t number;
};

/* TCS_E_DAMAGED: not the text of a checkpoint with time and number. Further extension
 * lines are skipped. */
TCS_NODISCARD
enum tcs_status tcs_checkpoint_read(struct tcs_bytes text,
                                    struct tcs_checkpoint *ret_checkpoint);

/* The signed note; *ret_len octets. TCS_E_MEMORY: libcrypto could not sign. */
TCS_NODISCARD
enum tcs_status tcs_checkpoint_sign(const struct tcs_checkpoint *checkpoint,
                                    const struct tcs_public_key *public,
                                    const struct tcs_private_key *key,
                                    char ret_note[TCS_CHECKPOINT_MAX], size_t *ret_len);

#endif
