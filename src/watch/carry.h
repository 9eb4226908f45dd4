/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_CARRY_H
#define TCS_WATCH_CARRY_H

/*
 * carry.h -- take-covers that were on when a run under another configuration ended.
 *
 * Who edits the site file and starts again begins with an empty picture, but people may
 * still be under cover: that is for a human to end. The run before is brought back under
 * its own configuration, as its record keeps it; its take-covers that were on become,
 * for zones of the same name, latched and unacknowledged (TCS_ACTION_CARRY).
 */

#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "config/site.h"
#include "watch/start.h"

struct tcs_carried {
    uint32_t count; /* zones of the site whose take-cover was on */
    uint32_t gone;  /* take-covers that were on in zones that are no more */
    uint16_t zones[TCS_ZONE_MAX];
};

/* `before` is the start of the last run in the record at `path`. TCS_E_DAMAGED: what it
 * was cannot be found out. */
TCS_NODISCARD enum tcs_status tcs_carry_from(const char *path,
                                             const struct tcs_start *before,
                                             const struct tcs_site *site,
                                             struct tcs_carried *ret_carried);

/* The action for one of them, as octets in `room`. */
struct tcs_bytes tcs_carry_action(uint16_t zone, uint8_t room[TCS_ACTION_OCTETS_MAX]);

#endif
