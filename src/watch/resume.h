/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_RESUME_H
#define TCS_WATCH_RESUME_H

/*
 * resume.h -- where a stopped or crashed run left off: its state, from its record.
 *
 * The record is searched backwards for the last state (or the start of an engine); the
 * events after it are fed again. Tracks, counts and latched alarms are then as they were
 * after the last acknowledged event.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "record/record.h"
#include "watch/carry.h"
#include "watch/station.h"

struct tcs_resume_report {
    bool resumed;        /* false: the station is new */
    bool config_changed; /* why it is new, when there was a record */
    bool carried_known;  /* then: `carried` tells the take-covers that were on */
    struct tcs_carried carried;
    uint64_t events;       /* fed again */
    struct tcs_time until; /* arrival of the last of them */
};

/* Makes the station of `site` in the state that the record at `path` ends with, or a new
 * one beginning at `start` when there is no record or its configuration or layout is
 * another. TCS_E_MEMORY; TCS_E_IO or TCS_E_DAMAGED: the record is there but cannot be
 * read. */
TCS_NODISCARD enum tcs_status tcs_resume(const char *path, struct tcs_bytes site_text,
                                         struct tcs_site *site, struct tcs_time start,
                                         struct tcs_station **ret_station,
                                         struct tcs_resume_report *ret_report,
                                         struct tcs_record_fault *ret_fault);

#endif
