/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_WATCH_BELL_H
#define TCS_WATCH_BELL_H

/*
 * bell.h -- wakes the thread that takes messages from a ring, when it sleeps.
 *
 * A processor with nothing to do sleeps as well, and some are slow to wake: those of a
 * virtual machine, whose host has given them to somebody else meanwhile, take 0.7 ms and
 * more one time in ten. Where the thread has been late by 0.3 ms four times in a second,
 * it does not sleep for the next ten seconds: it looks for up to 2 ms whether the next
 * message is there, and gives way to other threads between looks. Four looks in a row
 * that were in vain end that. So where messages come some milliseconds apart it sleeps;
 * where they come densely, and waking is slow, one processor is busy with looking.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/ring.h"

/* Whether to sleep: all zero at first. Times are of uv_hrtime. */
struct tcs_wakings {
    uint64_t since_ns; /* the first slow one of this second */
    unsigned slow;
    unsigned vain;
    uint64_t up_until_ns; /* 0: it may sleep */
};

/* It was called at `rung_ns`, and was there at `now_ns`. */
void tcs_wakings_note(struct tcs_wakings *wakings, uint64_t rung_ns, uint64_t now_ns);
bool tcs_wakings_stay_up(const struct tcs_wakings *wakings, uint64_t now_ns);
/* It has looked for a message without sleeping, and one came or not. */
void tcs_wakings_looked(struct tcs_wakings *wakings, bool came);

struct tcs_bell {
    uv_sem_t sem;
    _Atomic bool asleep;
    _Atomic uint64_t rung_ns;
    struct tcs_wakings wakings; /* of the thread that is woken */
};

/* False: the system has no more of them. */
bool tcs_bell_init(struct tcs_bell *bell);
void tcs_bell_close(struct tcs_bell *bell);
/* By one thread, after it has put a message into the ring. */
void tcs_bell_ring(struct tcs_bell *bell);
/* By the other: until there is a message in the ring. */
void tcs_bell_wait(struct tcs_bell *bell, struct tcs_ring *ring);

#endif
