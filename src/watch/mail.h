/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_MAIL_H
#define TCS_WATCH_MAIL_H

/*
 * mail.h -- entries (events are entries too) as messages in a ring between two threads.
 *
 * kind 2, feed 2, zero 4, sequence 8, arrival 8, note 8, then the payload; in the
 * machine's own order, as a message never leaves it. The note is a number between the two
 * threads that is no part of the entry.
 */

#include <stdbool.h>

#include "base/bytes.h"
#include "base/ring.h"
#include "record/record.h"

/* False: the ring is full. */
bool tcs_mail_put(struct tcs_ring *ring, const struct tcs_entry *entry, int64_t note);

/* The payload is borrowed from the message. */
struct tcs_entry tcs_mail_read(struct tcs_bytes message);
int64_t tcs_mail_note(struct tcs_bytes message);

#endif
