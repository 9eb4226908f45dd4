/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/bell.h"

#include <sched.h>
#include <string.h>

enum { SLOW_MOST = 4, VAIN_MOST = 4 };

static const uint64_t SLOW_NS = 300000;
static const uint64_t SECOND_NS = 1000000000;
static const uint64_t UP_FOR_NS = UINT64_C(10000000000);
static const uint64_t LOOK_FOR_NS = 2000000;

void tcs_wakings_note(struct tcs_wakings *wakings, uint64_t rung_ns, uint64_t now_ns)
{
    if (now_ns < rung_ns + SLOW_NS)
        return;
    if (now_ns - wakings->since_ns > SECOND_NS) {
        wakings->since_ns = now_ns;
        wakings->slow = 0;
    }
    if (++wakings->slow < SLOW_MOST)
        return;
    wakings->slow = 0;
    wakings->vain = 0;
    wakings->up_until_ns = now_ns + UP_FOR_NS;
}

bool tcs_wakings_stay_up(const struct tcs_wakings *wakings, uint64_t now_ns)
{
    return now_ns < wakings->up_until_ns;
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

static bool comes_soon(struct tcs_ring *ring, uint64_t now_ns)
{
    const uint64_t end_ns = now_ns + LOOK_FOR_NS;

    while (!is_there(ring)) {
        if (uv_hrtime() >= end_ns)
            return false;
        (void)sched_yield();
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
        const bool came = comes_soon(ring, now_ns);

        tcs_wakings_looked(&bell->wakings, came);
        if (came)
            return;
    }
    sleep_until_rung(bell, ring);
}
