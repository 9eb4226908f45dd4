/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/credible.h"

static const struct {
    const char *name;
    double share;
} reasons_of[TCS_DOUBT_COUNT] = {
    [TCS_DOUBT_JUMP] = { "jump", 0.6 },       [TCS_DOUBT_VELOCITY] = { "velocity", 0.4 },
    [TCS_DOUBT_STEADY] = { "steady", 0.4 },   [TCS_DOUBT_NAMES] = { "names", 0.7 },
    [TCS_DOUBT_NOWHERE] = { "nowhere", 0.3 }, [TCS_DOUBT_MAKER] = { "maker", 0.4 },
    [TCS_DOUBT_CLOCK] = { "clock", 0.4 },     [TCS_DOUBT_RANGE] = { "range", 0.6 },
    [TCS_DOUBT_TWICE] = { "twice", 0.6 },     [TCS_DOUBT_PILOT] = { "pilot", 0.4 },
};

const char *tcs_doubt_name(unsigned reason)
{
    return reason < TCS_DOUBT_COUNT ? reasons_of[reason].name : "other";
}

double tcs_credibility(uint32_t reasons)
{
    double left = 1.0;

    for (unsigned i = 0; i < TCS_DOUBT_COUNT; i++)
        if ((reasons >> i & 1) != 0)
            left *= 1.0 - reasons_of[i].share;
    return left;
}
