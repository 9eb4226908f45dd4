/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_JOURNAL_H
#define TCS_WATCH_JOURNAL_H

/*
 * journal.h -- keeps the record of a running station: appends, and commits every second,
 * and at once after an alarm changed.
 *
 * Two ways to use it. Direct: put() appends at once (files are run this way). Threaded:
 * put() copies the entry into a ring, a thread of the journal appends and commits; the
 * caller never waits for the disk. When the ring is full the entry is lost and counted,
 * and as soon as there is room an entry says how many (TCS_ENTRY_GAP): a record never
 * hides a hole.
 *
 * States (TCS_ENTRY_STATE) are compressed with zstd on the way: step u64 and length u64,
 * big endian, then the frame. Packed pictures (TCS_ENTRY_TRACKS) become text.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/time.h"
#include "config/site.h"
#include "record/record.h"

struct tcs_journal;

/* The site, whose name is the record's origin, must stay while the journal lives. */
TCS_NODISCARD enum tcs_status tcs_journal_open(const char *path,
                                               const struct tcs_site *site, bool threaded,
                                               struct tcs_journal **ret_journal,
                                               struct tcs_record_fault *ret_fault);

/* One thread only. Never fails for the caller: troubles are counted below. */
void tcs_journal_put(struct tcs_journal *journal, const struct tcs_entry *entry);

/* Appends what waits, commits and closes. TCS_E_IO when the last commit failed. */
TCS_NODISCARD enum tcs_status tcs_journal_close(struct tcs_journal *journal,
                                                struct tcs_record_fault *ret_fault);

struct tcs_journal_counts {
    uint64_t entries;          /* in the record */
    uint64_t committed;        /* acknowledged */
    uint64_t lost;             /* for want of room in the ring */
    uint64_t failures;         /* appends or commits that failed */
    int64_t checkpoint_utc_ns; /* of the last commit; 0: none yet */
};
/* From any thread. */
struct tcs_journal_counts tcs_journal_counts(const struct tcs_journal *journal);

/* The inverse of what happens to states. The caller frees *ret_state. */
TCS_NODISCARD enum tcs_status tcs_journal_unpack_state(struct tcs_bytes payload,
                                                       uint64_t *ret_step,
                                                       uint8_t **ret_state,
                                                       size_t *ret_len);

#endif
