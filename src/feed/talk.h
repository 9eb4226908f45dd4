/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_TALK_H
#define TCS_FEED_TALK_H

/*
 * talk.h -- inside this room: what a TCP feed of SAPIENT says and answers
 * (node/sapient.h). As client it is a fusion node of a middleware, as server it has edge
 * nodes call.
 */

#include "feed/live.h"

/* For feeds of other protocols nothing; false: out of memory. */
bool tcs_talk_open(struct tcs_live_feed *feed);
/* feed->stream is connected. */
void tcs_talk_begin(struct tcs_live_feed *feed);
/* False: the stream is lost, hang up. */
bool tcs_talk_take(struct tcs_live_feed *feed, struct tcs_time now,
                   struct tcs_bytes octets);
/* Before it hangs up. */
void tcs_talk_end(struct tcs_live_feed *feed);

#endif
