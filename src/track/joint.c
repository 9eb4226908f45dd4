/* SPDX-License-Identifier: Apache-2.0 */
#include "track/joint.h"

#include <string.h>

/* An attribution that weighs less than this part of the likeliest is left out. */
static const double negligible = 1e-6;

/* All attributions that weigh enough, one after the other. */
struct walk {
    const struct tcs_joint *joint;
    double least;
    double most[TCS_JOINT_LABELS + 1];   /* that labels from this one on can add */
    double weight[TCS_JOINT_LABELS + 1]; /* of the labels before this one */
    uint32_t source[TCS_JOINT_LABELS];
    uint32_t label; /* whose source is next */
};

bool tcs_joint_small(const struct tcs_joint *joint)
{
    uint64_t ways = 1;

    if (joint->labels > TCS_JOINT_LABELS)
        return false;
    for (uint32_t i = 0; i < joint->labels; i++)
        ways *= joint->first[i + 1] - joint->first[i];
    return ways <= TCS_JOINT_MOST;
}

static void start(struct walk *walk, const struct tcs_joint *joint)
{
    *walk = (struct walk) { .joint = joint };
    walk->most[joint->labels] = 1.0;
    for (uint32_t i = joint->labels; i-- > 0;) {
        double most = 0.0;

        for (uint32_t s = joint->first[i]; s < joint->first[i + 1]; s++)
            most = joint->psi[s] > most ? joint->psi[s] : most;
        walk->most[i] = most * walk->most[i + 1];
    }
    walk->weight[0] = 1.0;
    walk->source[0] = joint->first[0];
}

/* Whether the label that is next may have its source beside those before it. */
static bool fits(const struct walk *walk)
{
    const uint32_t i = walk->label;
    const uint32_t s = walk->source[i];
    const uint32_t obs = walk->joint->obs[s];
    const double weight = walk->weight[i] * walk->joint->psi[s];

    if (!(weight * walk->most[i + 1] > walk->least))
        return false;
    for (uint32_t k = 0; k < i; k++)
        if (obs != TCS_JOINT_MISSED && walk->joint->obs[walk->source[k]] == obs)
            return false;
    return true;
}

/* Goes on to the next one, which is then in `source`, and its weight behind the last
 * label. False: there is none. */
static bool next(struct walk *walk)
{
    const struct tcs_joint *joint = walk->joint;
    const uint32_t last = joint->labels - 1;

    for (;;) {
        const uint32_t i = walk->label;

        if (walk->source[i] == joint->first[i + 1]) {
            if (i == 0)
                return false;
            walk->label--;
            walk->source[i - 1]++;
        } else if (!fits(walk)) {
            walk->source[i]++;
        } else {
            walk->weight[i + 1] = walk->weight[i] * joint->psi[walk->source[i]];
            if (i == last)
                return true;
            walk->label++;
            walk->source[i + 1] = joint->first[i + 1];
        }
    }
}

/* The likeliest one's weight; ret_source is NULL or where its sources go. */
static double best(const struct tcs_joint *joint, uint32_t *ret_source)
{
    struct walk walk;

    start(&walk, joint);
    while (next(&walk)) {
        walk.least = walk.weight[joint->labels];
        if (ret_source != NULL)
            memcpy(ret_source, walk.source, sizeof walk.source);
        walk.source[walk.label]++;
    }
    return walk.least;
}

void tcs_joint_best(const struct tcs_joint *joint, uint32_t ret_source[TCS_JOINT_LABELS])
{
    (void)best(joint, ret_source);
}

/* Hands sources from label to label, two at a time, while that costs less. */
static void hand_over(const struct tcs_joint *joint, const double *cost, uint32_t *source)
{
    const double margin = 1e-3;
    const uint32_t n = joint->first[joint->labels];
    bool cheaper = true;

    while (cheaper) {
        cheaper = false;
        for (uint32_t a = 1; a < joint->labels; a++)
            for (uint32_t b = 0; b < a; b++) {
                const uint32_t sa = source[a];
                const uint32_t sb = source[b];

                if (cost[a * n + sb] + cost[b * n + sa] + margin <
                    cost[a * n + sa] + cost[b * n + sb]) {
                    source[a] = sb;
                    source[b] = sa;
                    cheaper = true;
                }
            }
    }
}

void tcs_joint_plan(const struct tcs_joint *joint, const double *cost, double *ret_q)
{
    const uint32_t n = joint->first[joint->labels];
    double total = 0.0;
    struct walk walk;

    memset(ret_q, 0, (size_t)joint->labels * n * sizeof ret_q[0]);
    start(&walk, joint);
    walk.least = negligible * best(joint, NULL);
    while (next(&walk)) {
        const double weight = walk.weight[joint->labels];
        uint32_t source[TCS_JOINT_LABELS];

        memcpy(source, walk.source, sizeof source);
        hand_over(joint, cost, source);
        for (uint32_t k = 0; k < joint->labels; k++)
            ret_q[k * n + source[k]] += weight;
        total += weight;
        walk.source[walk.label]++;
    }
    for (uint32_t i = 0; i < joint->labels * n; i++)
        ret_q[i] /= total;
}
