/* SPDX-License-Identifier: Apache-2.0 */
#include "base/delays.h"

#include <assert.h>

enum { A_DECADE = 10, FIRST_NS = 10000 };

int64_t tcs_delays_end_ns(unsigned step)
{
    static const int16_t hundredths[A_DECADE] = { 100, 125, 160, 200, 250,
                                                  315, 400, 500, 630, 800 };
    int64_t ns = FIRST_NS / 100 * hundredths[step % A_DECADE];

    assert(step < TCS_DELAYS_ENDS);
    for (unsigned decade = 0; decade < step / A_DECADE; decade++)
        ns *= 10;
    return ns;
}

/* The first step that is long enough. */
static unsigned step_of(int64_t ns)
{
    unsigned low = 0;
    unsigned high = TCS_DELAYS_ENDS;

    while (low < high) {
        const unsigned middle = (low + high) / 2;

        if (ns <= tcs_delays_end_ns(middle))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void tcs_delays_add(struct tcs_delays *delays, int64_t ns)
{
    const int64_t took_ns = ns > 0 ? ns : 0;

    delays->counts[step_of(took_ns)]++;
    delays->count++;
    delays->sum_ns += took_ns;
    if (took_ns > delays->longest_ns)
        delays->longest_ns = took_ns;
}

void tcs_delays_join(struct tcs_delays *delays, const struct tcs_delays *other)
{
    for (unsigned i = 0; i < TCS_DELAYS_STEPS; i++)
        delays->counts[i] += other->counts[i];
    delays->count += other->count;
    delays->sum_ns += other->sum_ns;
    if (other->longest_ns > delays->longest_ns)
        delays->longest_ns = other->longest_ns;
}

int64_t tcs_delays_quantile_ns(const struct tcs_delays *delays, double share)
{
    uint64_t below = 0;

    if (delays->count == 0)
        return -1;
    for (unsigned i = 0; i < TCS_DELAYS_ENDS; i++) {
        const int64_t end_ns = tcs_delays_end_ns(i);

        below += delays->counts[i];
        if ((double)below >= share * (double)delays->count && below > 0)
            return end_ns < delays->longest_ns ? end_ns : delays->longest_ns;
    }
    return delays->longest_ns;
}
