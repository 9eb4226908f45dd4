/* SPDX-License-Identifier: Apache-2.0 */
/*
 * survive.c -- how long objects last.
 *
 * What a miss means depends on how often objects end. That rate is told as a mean over
 * everything; here and now it is learnt from all tracks together: a look in which more of
 * them are missed than Pd explains raises it at once, before any single one can be
 * judged. In each look it is the maximum a posteriori estimate under a gamma prior (what
 * was told, and what was seen lately), found by expectation maximisation over the chances
 * that each established track has ended since it was last looked for.
 */
#include "num/elem.h"
#include "track/work.h"

static const double prior_ends = 1.0; /* weight of what was told */
/* What was seen lately fades, and never weighs more than this much flying time: when a
 * swarm lands, all of it does. */
static const double memory_s = 20.0;
static const double most_lived_s = 100.0;

double tcs_end_rate(const struct tcs_tracker *t, const struct tcs_tracker_config *config)
{
    const double told = -tcs_log(config->survival_per_s);

    return told * (prior_ends + t->ended) / (prior_ends + told * t->lived_s);
}

void tcs_ends_fade(struct tcs_tracker *t, double dt_s)
{
    const double keep = tcs_exp(-dt_s / memory_s);

    t->ended *= keep;
    t->lived_s *= keep;
}

static bool counts(const struct work *w)
{
    return w->look->counts_misses && !w->bearings;
}

/* The probability to survive this long, of which nearly all rows ask the same. */
struct survival {
    double dt_s;
    double p;
};

static double survives(struct survival *last, double rate, double dt_s)
{
    if (dt_s < last->dt_s || dt_s > last->dt_s) {
        last->dt_s = dt_s;
        last->p = tcs_exp(-rate * dt_s);
    }
    return last->p;
}

/* Expected number of tracks that have ended since they were last looked for. Who competes
 * for the same observations is left out of account. */
static double expected_ends(const struct work *w, double rate)
{
    struct survival last = { 0.0, 1.0 };
    double sum = 0.0;

    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];

        if (!c->tells)
            continue;
        const double survive = survives(&last, rate, c->dt_s);
        const double dead = c->existed * (1.0 - survive);

        sum += dead / (dead + (1.0 - c->existed) +
                       c->existed * survive * (1.0 - c->seen + c->seen * c->ratio_sum));
    }
    return sum;
}

static double end_rate_now(const struct work *w)
{
    enum { rounds_max = 12 };
    const double enough = 0.01;
    const struct tcs_tracker *t = w->tracker;
    const double told = -tcs_log(w->config->survival_per_s);
    double rate = tcs_end_rate(t, w->config);
    double lived_s = 0.0;

    for (uint32_t i = 0; i < w->cand_count; i++)
        if (w->cands[i].tells)
            lived_s += w->cands[i].existed * w->cands[i].dt_s;
    for (int round = 0; round < rounds_max && lived_s > 0.0; round++) {
        const double last = rate;

        rate = told * (prior_ends + t->ended + expected_ends(w, rate)) /
               (prior_ends + told * (t->lived_s + lived_s));
        if (tcs_fabs(rate - last) < enough * last)
            break;
    }
    return rate;
}

void work_survive(struct work *w)
{
    const bool learn = counts(w) && (w->config->without & TCS_WITHOUT_SURVIVAL) == 0;
    const double rate = learn ? end_rate_now(w) : 0.0;
    struct survival last = { 0.0, 1.0 };

    for (uint32_t i = 0; i < w->cand_count; i++) {
        enum { ahead = 8 };
        struct cand *c = &w->cands[i];
        struct tcs_row *row = &row_array(w->tracker)[c->row];

        if (i + ahead < w->cand_count)
            __builtin_prefetch(&row_array(w->tracker)[w->cands[i + ahead].row], 1);
        if (learn && c->dt_s > 0.0)
            row->existence = c->existed * survives(&last, rate, c->dt_s);
        c->detect = row->existence * c->seen;
        const double odds = c->detect / (1.0 - c->detect);

        c->psi_sum = odds * c->ratio_sum;
        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            w->edges[e].psi *= odds;
    }
}

void work_learn_survival(struct work *w)
{
    struct tcs_tracker *t = w->tracker;

    if (!counts(w) || (w->config->without & TCS_WITHOUT_SURVIVAL) != 0)
        return;
    /* What one look took from a track and a later one gave back cancels out. */
    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];

        if (!c->tells)
            continue;
        const double exists = row_array_const(t)[c->row].existence;

        t->ended += c->existed - exists;
        t->lived_s += exists * c->dt_s;
    }
    if (!(t->ended > 0.0))
        t->ended = 0.0;
    if (t->lived_s > most_lived_s) {
        t->ended *= most_lived_s / t->lived_s;
        t->lived_s = most_lived_s;
    }
}
