/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_FEED_FEED_H
#define TCS_FEED_FEED_H

/*
 * feed.h -- the live feeds of a site, on a libuv loop: octets and arrival times in order.
 *
 * UDP (unicast, multicast joined) with the kernel's receive stamps and drop counts; TCP
 * as client (connects again, waiting 0.25 s and then twice as long each time, to 8 s) and
 * as server (one connection at a time; a further one is refused while one is there);
 * subscriptions to an MQTT broker; a URL that is asked again and again, or that streams;
 * serial lines. What is not there yet, or goes away, is tried again likewise.
 *
 * Events come out in arrival order, each with its feed's sequence number. What the
 * receiver of events has no room for is lost at the feed and counted; a TCP connection is
 * then closed and made again, so that its framing begins anew.
 */

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/status.h"
#include "config/site.h"
#include "engine/engine.h"
#include "feed/clock.h"

enum { TCS_FEED_ERROR_LEN = 256 };

struct tcs_feeds;

/* Takes one event; the payload is borrowed for the call. False: no room. */
typedef bool (*tcs_feed_emit)(void *context, const struct tcs_event *event);

/* Opens every feed of the site that is not a file. On failure nothing is left open and
 * ret_error says which feed and why. TCS_E_IO, TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_feeds_open(uv_loop_t *loop, const struct tcs_site *site,
                                             struct tcs_clock *clock, tcs_feed_emit emit,
                                             void *context, struct tcs_feeds **ret_feeds,
                                             char ret_error[TCS_FEED_ERROR_LEN]);

/* Begins to close; the loop must run on until its handles are gone, then free with
 * tcs_feeds_free. */
void tcs_feeds_close(struct tcs_feeds *feeds);
void tcs_feeds_free(struct tcs_feeds *feeds);

bool tcs_feeds_up(const struct tcs_feeds *feeds, uint32_t feed);
/* Times that it came up. */
uint64_t tcs_feeds_connects(const struct tcs_feeds *feeds, uint32_t feed);
/* Datagrams that the kernel dropped; tcs_feeds_dropped has them too. */
uint64_t tcs_feeds_kernel_dropped(const struct tcs_feeds *feeds, uint32_t feed);
/* Datagrams or pieces of streams for which the kernel or the receiver of events had no
 * room, and connections refused. */
uint64_t tcs_feeds_dropped(const struct tcs_feeds *feeds, uint32_t feed);

#endif
