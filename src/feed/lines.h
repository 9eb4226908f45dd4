/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_LINES_H
#define TCS_FEED_LINES_H

/* lines.h -- the time that a line of a text file carries. */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* CSV: the first column is POSIX seconds, with up to 9 decimals. JSON: the member "time"
 * is an RFC 3339 time, or "now" such seconds (readsb). UAT: t= is such seconds. False:
 * the line has none. */
bool tcs_line_time(struct tcs_bytes line, int64_t *ret_utc_ns);

#endif
