/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_LIVE_RECORD_H
#define TCS_WATCH_LIVE_RECORD_H

/*
 * live_record.h -- the record of a live run: opened or continued, watched, closed. What
 * the operator has to know is said on standard error.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "config/site.h"
#include "feed/clock.h"
#include "watch/carry.h"
#include "watch/journal.h"
#include "watch/station.h"

struct tcs_live_record {
    struct tcs_journal *journal; /* NULL: nothing is recorded */
    struct tcs_carried carried;  /* take-covers to be put to the engine first */
    uint64_t failures;           /* as last told */
    uint64_t committed;          /* likewise */
    bool behind;
};

/* The station of `site`, as the record at `path` ends, or new; the clock goes on where
 * the record ends. `path` NULL: no record. False: it has been said why. */
TCS_NODISCARD bool tcs_live_record_open(struct tcs_live_record *record, const char *path,
                                        struct tcs_site *site, struct tcs_bytes site_text,
                                        struct tcs_clock *clock,
                                        struct tcs_station **ret_station);

/* Once a second: says once when the record can no longer be written, and once when it can
 * again. Only with a journal. */
struct tcs_journal_counts tcs_live_record_watch(struct tcs_live_record *record);

/* False: something is missing in the record. */
TCS_NODISCARD bool tcs_live_record_close(struct tcs_live_record *record);

#endif
