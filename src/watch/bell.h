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
 * that were in vain end that, and four in a second after which others kept the processor
 * for 1 ms and more do so for ten seconds: where processors are few, who sleeps is woken
 * before those who compute. So where messages come some milliseconds apart, or others
 * compute, it sleeps; where they come densely, and waking is slow for no reason of ours,
 * one processor is busy with looking.
 */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "base/ring.h"

/* Whether something has come four times in a second. */
struct tcs_often {
    uint64_t since_ns; /* the first of this second */
    unsigned count;
};

/* Whether to sleep: all zero at first. Times are of uv_hrtime. */
struct tcs_wakings {
    struct tcs_often slow;
    struct tcs_often crowded;
    unsigned vain;
    uint64_t up_until_ns;
    uint64_t down_until_ns;
};

/* It was called at `rung_ns`, and was there at `now_ns`. */
void tcs_wakings_note(struct tcs_wakings *wakings, uint64_t rung_ns, uint64_t now_ns);
bool tcs_wakings_stay_up(const struct tcs_wakings *wakings, uint64_t now_ns);
/* It has looked for a message without sleeping, and one came or not. */
void tcs_wakings_looked(struct tcs_wakings *wakings, bool came);
/* It gave way at `since_ns` and was back at `now_ns`. */
void tcs_wakings_gave_way(struct tcs_wakings *wakings, uint64_t since_ns,
                          uint64_t now_ns);

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
