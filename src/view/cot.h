/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_VIEW_COT_H
#define TCS_VIEW_COT_H

/* cot.h -- the picture as Cursor on Target events (decode/cot.h). */

#include <stdbool.h>

#include "alarm/alarm.h"
#include "config/site.h"
#include "decode/cot.h"
#include "track/track.h"

/* A Cursor on Target event of a track: nobody's until a human says whose (a-u-A-M-H-Q,
 * a-u-A-M-F-Q; a-u-A when it is no drone with 0.9 or more); ce and le are one sigma;
 * stale when a track that is not seen any more would end. Its uid is tocsin.SITE.LABEL.
 */
void tcs_view_cot_track(const struct tcs_site *site, struct tcs_time time,
                        const struct tcs_track_view *track, struct tcs_cot *ret_cot);
/* That a track has ended: t-x-d-d, which takes its symbol from the maps. */
void tcs_view_cot_gone(const struct tcs_site *site, struct tcs_time time, uint64_t id,
                       struct tcs_cot *ret_cot);
/* The same of a change of a take-cover: an alert (b-a-o-tbl) over its zone while it is
 * on, cancelled (b-a-o-can) when it is not any more. False: another alarm, or neither. */
bool tcs_view_cot_alarm(const struct tcs_site *site, struct tcs_time time,
                        const struct tcs_alarm_change *change, struct tcs_cot *ret_cot);

/* What keeps a connection to a server alive (t-x-c-t). */
void tcs_view_cot_ping(const struct tcs_site *site, struct tcs_time time,
                       struct tcs_cot *ret_cot);
/* The wish to go on in TAK protocol 1 (t-x-takp-q), after an offer with this uid. */
void tcs_view_cot_request(const struct tcs_site *site, struct tcs_time time,
                          const char *uid, struct tcs_cot *ret_cot);

#endif
