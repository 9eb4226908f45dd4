/* SPDX-License-Identifier: Apache-2.0 */
#include "track/marginals.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { rounds_max = 200 };
static const double tolerance = 1e-6;

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

int tcs_marginals_small(const struct tcs_problem *problem)
{
    const uint32_t bits = smaller(problem->track_count, problem->obs_count);
    const uint32_t edges = problem->first[problem->track_count];

    return bits <= TCS_EXACT_BITS && (uint64_t)edges << bits <= (uint64_t)TCS_EXACT_STEPS;
}

uint64_t tcs_marginals_work(uint32_t tracks, uint32_t observations, uint32_t edges)
{
    /* bp: a message an edge, a sum an observation. exact: edges in the other order and
     * two tables of (items + 1) * 2^bits, both bounded by TCS_EXACT_STEPS: items are at
     * most edges, or they have no edge and are skipped. */
    const uint64_t bp = ((uint64_t)edges + observations) * sizeof(double);
    const uint64_t order =
        ((uint64_t)edges * 2 + tracks + observations + 4) * sizeof(uint32_t);
    const uint64_t tables =
        2 * ((uint64_t)TCS_EXACT_STEPS + (1u << TCS_EXACT_BITS)) * sizeof(double);

    return bp + order + tables;
}

uint32_t tcs_marginals_bp(const struct tcs_problem *problem, void *work)
{
    const uint32_t *first = problem->first;
    const uint32_t edges = first[problem->track_count];
    double *nu = work;        /* observation to track: 1 / (1 + other tracks) */
    double *sum = nu + edges; /* of messages mu into an observation */
    double *mu = problem->p;  /* track to observation, until the end */
    uint32_t round = 0;
    double change = 1.0;

    for (uint32_t e = 0; e < edges; e++)
        nu[e] = 1.0;
    for (; round < rounds_max && change > tolerance; round++) {
        memset(sum, 0, problem->obs_count * sizeof sum[0]);
        for (uint32_t i = 0; i < problem->track_count; i++) {
            double total = 1.0;

            for (uint32_t e = first[i]; e < first[i + 1]; e++)
                total += problem->psi[e] * nu[e];
            for (uint32_t e = first[i]; e < first[i + 1]; e++) {
                /* total - own >= 1, but for rounding */
                double others = total - problem->psi[e] * nu[e];

                others = others < 1.0 ? 1.0 : others;
                mu[e] = problem->psi[e] / others;
                sum[problem->obs[e]] += mu[e];
            }
        }
        change = 0.0;
        for (uint32_t e = 0; e < edges; e++) {
            double others = sum[problem->obs[e]] - mu[e];

            others = others < 0.0 ? 0.0 : others;
            const double next = 1.0 / (1.0 + others);
            const double moved = next > nu[e] ? next - nu[e] : nu[e] - next;

            change = moved > change * nu[e] ? moved / nu[e] : change;
            nu[e] = next;
        }
    }
    for (uint32_t j = 0; j < problem->obs_count; j++)
        problem->q_none[j] = 1.0 / (1.0 + sum[j]);
    for (uint32_t i = 0; i < problem->track_count; i++) {
        double total = 1.0;

        for (uint32_t e = first[i]; e < first[i + 1]; e++)
            total += problem->psi[e] * nu[e];
        problem->p_none[i] = 1.0 / total;
        for (uint32_t e = first[i]; e < first[i + 1]; e++)
            problem->p[e] = problem->psi[e] * nu[e] / total;
    }
    return round;
}

/*
 * The exact way sees two sides: items, taken one after the other, and bits, the side
 * whose taken members form the set. An item without edges changes nothing.
 */
struct sides {
    uint32_t items;
    uint32_t bits;
    const uint32_t *first; /* items + 1 */
    const uint32_t *bit;   /* of each edge, in item order */
    const uint32_t *edge;  /* its number in the problem; NULL: the same */
};

static struct sides choose_sides(const struct tcs_problem *problem, uint32_t *work)
{
    const uint32_t edges = problem->first[problem->track_count];
    uint32_t *first = work;
    uint32_t *bit = first + problem->obs_count + 2;
    uint32_t *edge = bit + edges;

    if (problem->obs_count <= problem->track_count)
        return (struct sides) { problem->track_count, problem->obs_count, problem->first,
                                problem->obs, NULL };
    /* Turn the edges round: observation by observation. */
    memset(first, 0, (problem->obs_count + 2) * sizeof first[0]);
    for (uint32_t e = 0; e < edges; e++)
        first[problem->obs[e] + 2]++;
    for (uint32_t j = 0; j < problem->obs_count; j++)
        first[j + 2] += first[j + 1];
    for (uint32_t i = 0; i < problem->track_count; i++)
        for (uint32_t e = problem->first[i]; e < problem->first[i + 1]; e++) {
            const uint32_t at = first[problem->obs[e] + 1]++;

            bit[at] = i;
            edge[at] = e;
        }
    return (struct sides) { problem->obs_count, problem->track_count, first, bit, edge };
}

static inline uint32_t number(const struct sides *s, uint32_t e)
{
    return s->edge != NULL ? s->edge[e] : e;
}

/* table[level][set]: sum over the items before (forward) that together took the set. */
static void forward(const struct tcs_problem *problem, const struct sides *s,
                    double *table)
{
    const size_t sets = (size_t)1 << s->bits;
    uint32_t level = 0;

    memset(table, 0, sets * sizeof table[0]);
    table[0] = 1.0;
    for (uint32_t i = 0; i < s->items; i++) {
        const double *from = table + level * sets;
        double *to = table + (level + 1) * sets;

        if (s->first[i] == s->first[i + 1])
            continue;
        memcpy(to, from, sets * sizeof to[0]);
        for (uint32_t e = s->first[i]; e < s->first[i + 1]; e++) {
            const size_t bit = (size_t)1 << s->bit[e];
            const double psi = problem->psi[number(s, e)];

            /* The sets without the bit, in order: blocks of as many as it counts. */
            for (size_t block = 0; block < sets; block += 2 * bit)
                for (size_t set = block; set < block + bit; set++)
                    to[set + bit] += from[set] * psi;
        }
        level++;
    }
}

/* Goes back from the last item with what may follow a set, and collects. */
static double backward(const struct tcs_problem *problem, const struct sides *s,
                       const double *table, double *after)
{
    const size_t sets = (size_t)1 << s->bits;
    uint32_t level = 0;
    double total = 0.0;

    for (uint32_t i = 0; i < s->items; i++)
        level += s->first[i] != s->first[i + 1];
    for (size_t set = 0; set < sets; set++) {
        after[set] = 1.0;
        total += table[level * sets + set];
    }
    for (uint32_t i = s->items; i-- > 0;) {
        double *before = after + sets;

        if (s->first[i] == s->first[i + 1])
            continue;
        level--;
        memcpy(before, after, sets * sizeof before[0]);
        for (uint32_t e = s->first[i]; e < s->first[i + 1]; e++) {
            const size_t bit = (size_t)1 << s->bit[e];
            const double psi = problem->psi[number(s, e)];
            double sum = 0.0;

            for (size_t block = 0; block < sets; block += 2 * bit)
                for (size_t set = block; set < block + bit; set++) {
                    sum += table[level * sets + set] * after[set + bit];
                    before[set] += psi * after[set + bit];
                }
            problem->p[number(s, e)] = psi * sum / total;
        }
        memcpy(after, before, sets * sizeof after[0]);
    }
    return total;
}

void tcs_marginals_exact(const struct tcs_problem *problem, void *work)
{
    const uint32_t edges = problem->first[problem->track_count];
    uint32_t *order = work;
    const struct sides s = choose_sides(problem, order);
    const size_t order_words = ((size_t)edges * 2 + problem->obs_count + 4) & ~(size_t)1;
    double *after = (double *)(void *)(order + order_words);
    double *table = after + ((size_t)2 << s.bits);

    forward(problem, &s, table);
    backward(problem, &s, table, after);
    for (uint32_t j = 0; j < problem->obs_count; j++)
        problem->q_none[j] = 1.0;
    for (uint32_t i = 0; i < problem->track_count; i++) {
        problem->p_none[i] = 1.0;
        for (uint32_t e = problem->first[i]; e < problem->first[i + 1]; e++) {
            problem->p_none[i] -= problem->p[e];
            problem->q_none[problem->obs[e]] -= problem->p[e];
        }
    }
    for (uint32_t i = 0; i < problem->track_count; i++)
        problem->p_none[i] = problem->p_none[i] > 0.0 ? problem->p_none[i] : 0.0;
    for (uint32_t j = 0; j < problem->obs_count; j++)
        problem->q_none[j] = problem->q_none[j] > 0.0 ? problem->q_none[j] : 0.0;
}
