/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_START_H
#define TCS_WATCH_START_H

/*
 * start.h -- the entry that opens each run in a record: what is needed to replay it
 * elsewhere.
 *
 *   {"program":"tocsin","version":"0.1.0","compiler":"gcc 12.2.0","sleef":{"version","digest"},
 *    "layout":1,"state_size":N,"config":"<digest>","resume":"new"|"continue",
 *    "leap":{"expires":s,"rows":[[utc_s,tai_minus_utc],...]},"site":"<the site file's
 * text>"}
 *
 * resume: "continue" says that the engine goes on from its state after the last event
 * before this entry; "new" that an empty engine begins at this entry's arrival.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/status.h"
#include "config/site.h"

/* Of the site file's text and the leap table: equal when a state may be continued. */
struct tcs_digest tcs_start_config(struct tcs_bytes site_text,
                                   const struct tcs_leap_table *leap);

/* The JSON, to be freed; NULL: out of memory. `state_size` is the engine's. */
char *tcs_start_text(struct tcs_bytes site_text, const struct tcs_site *site,
                     uint64_t state_size, bool resume);

struct tcs_start {
    char *site_text; /* to be freed */
    struct tcs_leap_table leap;
    struct tcs_digest config;
    struct tcs_digest sleef;
    uint32_t layout;
    uint64_t state_size;
    bool resume;
    char version[32];
    char compiler[64];
    char sleef_version[32];
};

/* TCS_E_DAMAGED: not such an entry. */
TCS_NODISCARD enum tcs_status tcs_start_read(struct tcs_bytes payload,
                                             struct tcs_start *ret_start);

#endif
