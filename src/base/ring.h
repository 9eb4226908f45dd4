/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BASE_RING_H
#define TCS_BASE_RING_H

/*
 * ring.h -- messages of any length from one thread to one other, without locks.
 *
 * A power-of-two buffer; each message lies in one piece behind an 8-octet head, so the
 * reader borrows it in place. When the rest of the buffer is too short for a message, it
 * is skipped. Full: the push is refused and the caller decides (and counts).
 *
 *   head   len u32, skip u32 (1: no message, go on at the start of the buffer)
 *   body   len octets, padded to 8
 *
 * One thread pushes, one thread peeks and pops. Who waits for messages uses something
 * else to sleep on (a semaphore, a loop's wake-up).
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { TCS_RING_LINE = 64 };

struct tcs_ring {
    uint8_t *data;
    size_t capacity; /* power of two */
    /* Apart, so that the two threads do not share a cache line. Both only grow. */
    _Alignas(TCS_RING_LINE) _Atomic uint64_t head; /* written by the pusher */
    _Alignas(TCS_RING_LINE) _Atomic uint64_t tail; /* written by the popper */
};

/* data: `capacity` octets, a power of two of at least 64, aligned to 8. */
void tcs_ring_init(struct tcs_ring *ring, void *data, size_t capacity);

/* Room for a message of len octets, in place; NULL: full, or longer than half the
 * capacity. Nothing is seen by the other thread before the commit of the same length. */
uint8_t *tcs_ring_reserve(struct tcs_ring *ring, size_t len);
void tcs_ring_commit(struct tcs_ring *ring, size_t len);

/* The oldest message, borrowed until the pop. False: empty. */
bool tcs_ring_peek(struct tcs_ring *ring, struct tcs_bytes *ret_message);
void tcs_ring_pop(struct tcs_ring *ring);

#endif
