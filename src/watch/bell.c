/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/bell.h"

#include <sched.h>
#include <string.h>

enum { OFTEN = 4, VAIN_MOST = 4 };

static const uint64_t SLOW_NS = 300000;
static const uint64_t CROWDED_NS = 1000000;
static const uint64_t SECOND_NS = 1000000000;
static const uint64_t HOLDS_NS = UINT64_C(10000000000);
static const uint64_t LOOK_FOR_NS = 2000000;

static bool comes_often(struct tcs_often *often, uint64_t now_ns)
{
    if (now_ns - often->since_ns > SECOND_NS)
        *often = (struct tcs_often) { .since_ns = now_ns };
    if (++often->count < OFTEN)
        return false;
    often->count = 0;
    return true;
}

void tcs_wakings_note(struct tcs_wakings *wakings, uint64_t rung_ns, uint64_t now_ns)
{
    if (now_ns < rung_ns + SLOW_NS || !comes_often(&wakings->slow, now_ns) ||
        now_ns < wakings->down_until_ns)
        return;
    wakings->vain = 0;
    wakings->up_until_ns = now_ns + HOLDS_NS;
}

bool tcs_wakings_stay_up(const struct tcs_wakings *wakings, uint64_t now_ns)
{
    return now_ns < wakings->up_until_ns;
}

void tcs_wakings_gave_way(struct tcs_wakings *wakings, uint64_t since_ns, uint64_t now_ns)
{
    if (now_ns < since_ns + CROWDED_NS || !comes_often(&wakings->crowded, now_ns))
        return;
    wakings->up_until_ns = 0;
    wakings->down_until_ns = now_ns + HOLDS_NS;
}

void tcs_wakings_looked(struct tcs_wakings *wakings, bool came)
{
    wakings->vain = came ? 0 : wakings->vain + 1;
    if (wakings->vain == VAIN_MOST)
        wakings->up_until_ns = 0;
}

bool tcs_bell_init(struct tcs_bell *bell)
{
    memset(bell, 0, sizeof *bell);
    return uv_sem_init(&bell->sem, 0) == 0;
}

void tcs_bell_close(struct tcs_bell *bell)
{
    uv_sem_destroy(&bell->sem);
}

void tcs_bell_ring(struct tcs_bell *bell)
{
    /* Of this exchange and the other thread's the later one sees the earlier: either
     * there is a sleeper here, or the message is seen there. */
    if (!atomic_exchange(&bell->asleep, false))
        return;
    atomic_store(&bell->rung_ns, uv_hrtime());
    uv_sem_post(&bell->sem);
}

static bool is_there(struct tcs_ring *ring)
{
    struct tcs_bytes message;

    return tcs_ring_peek(ring, &message);
}

static bool comes_soon(struct tcs_bell *bell, struct tcs_ring *ring, uint64_t now_ns)
{
    const uint64_t end_ns = now_ns + LOOK_FOR_NS;

    while (!is_there(ring)) {
        const uint64_t since_ns = now_ns;

        if (now_ns >= end_ns)
            return false;
        (void)sched_yield();
        now_ns = uv_hrtime();
        tcs_wakings_gave_way(&bell->wakings, since_ns, now_ns);
    }
    return true;
}

static void sleep_until_rung(struct tcs_bell *bell, struct tcs_ring *ring)
{
    (void)atomic_exchange(&bell->asleep, true);
    /* Who has rung meanwhile has taken the flag, and what he posts is waited for. */
    if (is_there(ring) && atomic_exchange(&bell->asleep, false))
        return;
    uv_sem_wait(&bell->sem);
    tcs_wakings_note(&bell->wakings, atomic_load(&bell->rung_ns), uv_hrtime());
}

void tcs_bell_wait(struct tcs_bell *bell, struct tcs_ring *ring)
{
    const uint64_t now_ns = uv_hrtime();

    if (tcs_wakings_stay_up(&bell->wakings, now_ns)) {
        const bool came = comes_soon(bell, ring, now_ns);

        tcs_wakings_looked(&bell->wakings, came);
        if (came)
            return;
    }
    sleep_until_rung(bell, ring);
}
