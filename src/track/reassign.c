/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reassign.c -- against coalescence: which hypothesis goes to which label.
 *
 * When tracks come close, the marginals of each spread over the same observations, and
 * merging each track's own mixture draws all of them to the middle. The set of objects
 * does not change when hypotheses are handed from one label to another: so they are
 * handed over such that each label gets a tight bundle (Williams 2015). The cost of
 * giving hypothesis h to label k is the cross-entropy of h under what k is so far; the
 * plan is entropic transport that keeps the mass of every hypothesis and of every label.
 * It begins with the predictions, so that labels stay where they were.
 *
 * In groups of a few labels the joint attributions themselves are handed over (joint.h):
 * marginals, which transport has to go by, no longer know which hypotheses go together.
 *
 * Source: Williams, "An efficient, variational approximation of the best fitting multi-
 * Bernoulli filter", IEEE TSP 63 (2015) 258-273.
 */
#include <string.h>

#include "base/unset.h"
#include "filter/paths.h"
#include "num/elem.h"
#include "track/joint.h"
#include "track/reassign.h"
#include "track/transport.h"

enum { outer_rounds = 4 };
static const double temperature = 0.2;   /* nats; at most this (tracking measurements) */
static const double shares_from = 0.002; /* of an observation */
static const double exists_from = 0.005;
static const double smallest = 1e-20;

/* One hypothesis: an object in this state, or (exists false) none. */
struct source {
    struct tcs_imm imm;
    struct tcs_gauss merged;
    double mass;
    double visible;
    uint32_t obs;   /* NO_OBS: missed */
    uint32_t owner; /* the label that it comes from */
    bool exists;
};
static const uint32_t NO_OBS = TCS_JOINT_MISSED;

struct label {
    struct tcs_gauss predicted;
    struct tcs_gauss g;
    struct tcs_factor factor;
    double predicted_existence;
    double existence;
    double mass;
    uint32_t cand;
    uint32_t reserved;
};

struct reassign {
    struct label labels[REASSIGN_LABELS_MAX];
    struct source sources[REASSIGN_SOURCES_MAX];
    double best_q[REASSIGN_LABELS_MAX * REASSIGN_SOURCES_MAX];
    double q[REASSIGN_LABELS_MAX * REASSIGN_SOURCES_MAX];
    double row_mass[REASSIGN_LABELS_MAX];
    double column_mass[REASSIGN_SOURCES_MAX];
    double psi[REASSIGN_SOURCES_MAX]; /* of the sources, when handed over jointly */
    uint32_t obs[REASSIGN_SOURCES_MAX];
    double row_scale[REASSIGN_LABELS_MAX];
    double column_scale[REASSIGN_SOURCES_MAX];
    uint32_t label_count;
    uint32_t source_count;
};

size_t work_reassign_size(void)
{
    return sizeof(struct reassign);
}

/* Who is probably behind something has no part in what others share: existence would be
 * handed to it, since a label that surely exists is the tightest bundle, and it would be
 * reported for as long as it hides. */
static bool competes(const struct work *w, const struct cand *c)
{
    const double visible_from = 0.2;
    const struct tcs_row *row = &row_array(w->tracker)[c->row];

    return ((c->edge_count > 0) & (row->existence > exists_from) &
            (row->visible > visible_from)) != 0;
}

/* What all rows bid for each observation that take part in clusters. */
static double *sum_bids(struct work *w)
{
    double *bids = w->local_q;

    for (uint32_t j = 0; j < w->meas_count; j++)
        bids[j] = 0.0;
    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            if (work_is_strong(c))
                bids[w->edges[e].obs] += work_bid(c, &w->edges[e]);
    }
    return bids;
}

/*
 * Rows that share an observation form a group, named by its first observation. Rows in no
 * group, or alone in theirs, have NO_OBS. Returns how many rows are in groups; they are
 * listed in w->cluster_cand, group by group in order of name.
 */
static uint32_t find_groups(struct work *w)
{
    uint32_t *rows_of = w->obs_local; /* rows in the group of this name */
    uint32_t *at = w->cluster_obs_first;
    uint32_t *competing = w->strength; /* which is free by now */
    uint32_t competing_count = 0;
    uint32_t count = 0;

    for (uint32_t j = 0; j < w->meas_count; j++) {
        w->parent[j] = j;
        rows_of[j] = 0;
    }
    for (uint32_t i = 0; i < w->cand_count; i++) {
        w->cands[i].group = NO_OBS;
        competing[competing_count] = i;
        competing_count += competes(w, &w->cands[i]);
    }
    for (uint32_t i = 0; i < competing_count; i++) {
        struct cand *c = &w->cands[competing[i]];

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
            if (w->edges[e].p < shares_from)
                continue;
            if (c->group == NO_OBS)
                c->group = w->edges[e].obs;
            else
                work_join(w->parent, c->group, w->edges[e].obs);
        }
    }
    for (uint32_t i = 0; i < competing_count; i++) {
        struct cand *c = &w->cands[competing[i]];

        if (c->group != NO_OBS) {
            c->group = work_root(w->parent, c->group);
            rows_of[c->group]++;
        }
    }
    for (uint32_t j = 0; j < w->meas_count; j++) {
        at[j] = count;
        count += rows_of[j] > 1 ? rows_of[j] : 0;
    }
    for (uint32_t i = 0; i < competing_count; i++) {
        const uint32_t group = w->cands[competing[i]].group;

        if (group != NO_OBS && rows_of[group] > 1)
            w->cluster_cand[at[group]++] = competing[i];
    }
    return count;
}

static struct source *new_source(struct reassign *r)
{
    return r->source_count < REASSIGN_SOURCES_MAX ? &r->sources[r->source_count++] : NULL;
}

/* The hypotheses of one row: missed, and each observation. False: no room. */
static bool add_label(struct work *w, struct reassign *r, uint32_t cand, double *none)
{
    const struct cand *c = &w->cands[cand];
    const struct tcs_row *row = &row_array(w->tracker)[c->row];
    const double missed = (row->existence - c->detect) / (1.0 - c->detect);
    struct label *label;
    struct source *s;

    if (r->label_count == REASSIGN_LABELS_MAX)
        return false;
    label = &r->labels[r->label_count++];
    label->cand = cand;
    label->predicted_existence = row->existence;
    label->mass = c->p_none;
    tcs_imm_merged(&row->imm, &label->predicted);
    *none += c->p_none * (1.0 - missed);
    s = new_source(r);
    if (s == NULL)
        return false;
    tcs_imm_copy(&s->imm, &row->imm);
    s->mass = c->p_none * missed;
    s->visible = row->visible * (1.0 - c->pd) / (1.0 - row->visible * c->pd);
    s->obs = NO_OBS;
    s->owner = r->label_count - 1;
    s->exists = true;
    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
        if (w->edges[e].p < WORK_NEGLIGIBLE)
            continue;
        s = new_source(r);
        if (s == NULL)
            return false;
        tcs_imm_copy(&s->imm, &row->imm);
        if (!work_condition(&s->imm, &w->meas[w->edges[e].obs], work_lone(w, row))) {
            r->source_count--;
            continue;
        }
        s->mass = w->edges[e].p;
        s->visible = 1.0;
        s->obs = w->edges[e].obs;
        s->owner = r->label_count - 1;
        s->exists = true;
        label->mass += w->edges[e].p;
    }
    return true;
}

/* Of existence and of its opposite. */
static void existence_logs(const struct label *label, double ret_logs[2])
{
    ret_logs[0] = label->existence + smallest;
    ret_logs[1] = 1.0 - label->existence + smallest;
    tcs_log_each(ret_logs, 2);
}

/* The labels have their factors. */
static void plan(struct reassign *r)
{
    const uint32_t n = r->source_count;

    for (uint32_t k = 0; k < r->label_count; k++) {
        const struct label *label = &r->labels[k];
        TCS_UNSET double logs[2];
        struct tcs_information information;

        existence_logs(label, logs);
        tcs_factor_invert(&label->factor, &information);
        r->row_mass[k] = label->mass;
        for (uint32_t h = 0; h < n; h++)
            r->q[k * n + h] =
                r->sources[h].exists
                    ? -logs[0] - tcs_gauss_cross(&r->sources[h].merged, &information)
                    : -logs[1];
    }
    for (uint32_t h = 0; h < n; h++)
        r->column_mass[h] = r->sources[h].mass;
    const struct tcs_transport t = {
        .rows = r->label_count,
        .columns = n,
        .row_mass = r->row_mass,
        .column_mass = r->column_mass,
        .tau = temperature,
        .q = r->q,
        .row_scale = r->row_scale,
        .column_scale = r->column_scale,
    };

    (void)tcs_transport_solve(&t);
}

/* What each label would be with this plan. */
static void rebuild(struct reassign *r)
{
    const uint32_t n = r->source_count;

    for (uint32_t k = 0; k < r->label_count; k++) {
        struct label *label = &r->labels[k];
        struct tcs_moments m;

        tcs_moments_start(&m, label->g.x);
        for (uint32_t h = 0; h < n; h++)
            if (r->sources[h].exists && r->q[k * n + h] > 1e-12)
                tcs_moments_add(&m, r->q[k * n + h], &r->sources[h].merged);
        label->existence = m.weight / label->mass;
        (void)tcs_moments_finish(&m, &label->g);
    }
}

/* Each label where it was expected. */
static void begin_predicted(struct reassign *r)
{
    for (uint32_t k = 0; k < r->label_count; k++) {
        r->labels[k].g = r->labels[k].predicted;
        r->labels[k].existence = r->labels[k].predicted_existence;
    }
}

/* Each label at an observation of its own, the likeliest pairs first: labels that were
 * expected at the same place would otherwise stay together for ever. */
static void begin_apart(struct reassign *r)
{
    uint32_t taken[REASSIGN_LABELS_MAX];
    bool placed[REASSIGN_LABELS_MAX] = { false };

    begin_predicted(r);
    for (uint32_t n = 0; n < r->label_count; n++) {
        const struct source *best = NULL;

        for (uint32_t h = 0; h < r->source_count; h++) {
            const struct source *s = &r->sources[h];
            bool open = s->exists && s->obs != NO_OBS && !placed[s->owner];

            for (uint32_t i = 0; i < n && open; i++)
                open = taken[i] != s->obs;
            if (open && (best == NULL || s->mass > best->mass))
                best = s;
        }
        if (best == NULL)
            return;
        taken[n] = best->obs;
        placed[best->owner] = true;
        r->labels[best->owner].g = best->merged;
    }
}

/* False when a label cannot be described. */
static bool factorise(struct reassign *r)
{
    for (uint32_t k = 0; k < r->label_count; k++)
        if (!tcs_gauss_factor(&r->labels[k].g, &r->labels[k].factor))
            return false;
    return true;
}

/* How loose the bundles are: entropy of the labels' Bernoullis, by mass. */
static double looseness(const struct reassign *r)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < r->label_count; k++) {
        const struct label *label = &r->labels[k];
        const double e = label->existence;
        TCS_UNSET double logs[2];

        existence_logs(label, logs);
        sum += label->mass * (e * (0.5 * TCS_STATE_DIM - label->factor.log_norm) -
                              e * logs[0] - (1.0 - e) * logs[1]);
    }
    return sum;
}

/* Rounds of planning and rebuilding, until it no longer tightens. */
static double settle(struct reassign *r)
{
    const double enough = 1e-2;
    double last = 1e300;

    if (!factorise(r))
        return last;
    for (int round = 0; round < outer_rounds; round++) {
        double now;

        plan(r);
        rebuild(r);
        now = factorise(r) ? looseness(r) : 1e300;
        if (last - now < enough)
            return now;
        last = now;
    }
    return last;
}

/* From both beginnings; the tighter one stays, the predicted one when they are alike. */
static bool solve(struct reassign *r)
{
    const size_t size = (size_t)r->label_count * r->source_count * sizeof r->q[0];
    const double margin = 1e-3;
    double predicted;
    double apart;

    begin_predicted(r);
    predicted = settle(r);
    memcpy(r->best_q, r->q, size);
    begin_apart(r);
    apart = settle(r);
    if (!(apart < predicted - margin))
        memcpy(r->q, r->best_q, size);
    return predicted < 1e300 || apart < 1e300;
}

static void apply(struct work *w, struct reassign *r, uint32_t k)
{
    const uint32_t n = r->source_count;
    struct cand *c = &w->cands[r->labels[k].cand];
    struct tcs_row *row = &row_array(w->tracker)[c->row];
    struct work_posterior post = { 0 };
    TCS_UNSET struct tcs_paths paths;

    tcs_paths_start(&paths, row->imm.motions);
    for (uint32_t h = 0; h < n; h++) {
        const struct source *s = &r->sources[h];
        const double weight = r->q[k * n + h] / r->labels[k].mass;

        if (!s->exists || weight < 1e-12)
            continue;
        tcs_paths_add(&paths, weight, &s->imm);
        post.existence += weight;
        post.visible += weight * s->visible;
        if (s->obs == NO_OBS)
            continue;
        /* The observation that weighs most, over all rows that it was conditioned on. */
        double own = weight;

        for (uint32_t g = 0; g < n; g++)
            if (g != h && r->sources[g].exists && r->sources[g].obs == s->obs)
                own += r->q[k * n + g] / r->labels[k].mass;
        if (own > post.best_p) {
            post.best_p = own;
            post.best_obs = s->obs;
        }
    }
    (void)tcs_paths_finish(&paths, work_path_max(row), &row->imm);
    work_settle_posterior(w, c, &post);
    c->done = 1;
}

/* All states of a group must have the same motions to be mixed. */
static void same_age(struct work *w, const uint32_t *members, uint32_t count)
{
    bool of_age = false;

    for (uint32_t i = 0; i < count; i++)
        of_age =
            of_age || row_array(w->tracker)[w->cands[members[i]].row].imm.motions > 1;
    for (uint32_t i = 0; i < count && of_age; i++) {
        struct tcs_row *row = &row_array(w->tracker)[w->cands[members[i]].row];

        if (row->imm.motions == 1)
            tcs_imm_come_of_age(&row->imm, &w->model);
    }
}

/* The edge of a source: who it comes from, and its observation. */
static const struct edge *edge_of(const struct work *w, const struct cand *c,
                                  uint32_t obs)
{
    uint32_t e = c->edge_first;

    while (w->edges[e].obs != obs)
        e++;
    return &w->edges[e];
}

/* The weight of a source relative to the label's being missed. What rows outside the
 * group bid for the observation counts as more clutter, as that of weak rows does. */
static double psi_of(const struct work *w, const struct reassign *r, const double *bids,
                     const struct source *s)
{
    double others;

    if (s->obs == NO_OBS)
        return 1.0;
    others = bids[s->obs];
    for (uint32_t k = 0; k < r->label_count; k++) {
        const struct cand *c = &w->cands[r->labels[k].cand];

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            if (w->edges[e].obs == s->obs && work_is_strong(c))
                others -= work_bid(c, &w->edges[e]);
    }
    return edge_of(w, &w->cands[r->labels[s->owner].cand], s->obs)->psi /
           (1.0 + (others > 0.0 ? others : 0.0));
}

/* That there is an object, if this is what the label is. */
static double presence(const struct work *w, const struct reassign *r,
                       const struct source *s)
{
    const struct cand *c = &w->cands[r->labels[s->owner].cand];
    const double existence = row_array_const(w->tracker)[c->row].existence;

    return s->obs != NO_OBS ? 1.0 : (existence - c->detect) / (1.0 - c->detect);
}

/* How unlike two sources are: in place and course, and in that there is an object. */
static double unlike(const struct tcs_gauss *a, double a_exists,
                     const struct tcs_gauss *b, double b_exists)
{
    const double existence_counts = 20.0;
    const double d = a_exists - b_exists;
    double d2 = 0.0;

    for (int i = 0; i < TCS_STATE_DIM; i++) {
        const double off = a->x[i] - b->x[i];

        d2 += off * off / (a->P[tcs_packed(i, i)] + b->P[tcs_packed(i, i)]);
    }
    return a_exists * b_exists * d2 + existence_counts * d * d;
}

/* Joint attributions are handed over. False: there are too many. */
static bool solve_jointly(struct work *w, struct reassign *r, const double *bids)
{
    const uint32_t n = r->source_count - 1; /* the last is of no object */
    struct tcs_joint joint = { .labels = r->label_count, .obs = r->obs, .psi = r->psi };
    double *cost = r->best_q;
    uint32_t likeliest[TCS_JOINT_LABELS];

    if (r->label_count > TCS_JOINT_LABELS)
        return false;
    for (uint32_t h = 0; h < n; h++)
        joint.first[r->sources[h].owner + 1] = h + 1;
    if (!tcs_joint_small(&joint))
        return false;
    for (uint32_t h = 0; h < n; h++) {
        r->obs[h] = r->sources[h].obs;
        r->psi[h] = psi_of(w, r, bids, &r->sources[h]);
    }
    tcs_joint_best(&joint, likeliest);
    for (uint32_t k = 0; k < r->label_count; k++) {
        const struct source *to = &r->sources[likeliest[k]];

        for (uint32_t h = 0; h < n; h++)
            cost[k * n + h] =
                unlike(&r->sources[h].merged, presence(w, r, &r->sources[h]), &to->merged,
                       presence(w, r, to));
    }
    tcs_joint_plan(&joint, cost, r->q);
    r->source_count = n;
    for (uint32_t k = 0; k < r->label_count; k++) {
        r->labels[k].mass = 1.0;
        for (uint32_t h = 0; h < n; h++)
            r->q[k * n + h] *= presence(w, r, &r->sources[h]);
    }
    return true;
}

static void reassign_group(struct work *w, struct reassign *r, const uint32_t *members,
                           uint32_t count, const double *bids)
{
    double none = 0.0;
    struct source *s;

    r->label_count = 0;
    r->source_count = 0;
    if (count > REASSIGN_LABELS_MAX)
        return;
    same_age(w, members, count);
    for (uint32_t i = 0; i < count; i++)
        if (!add_label(w, r, members[i], &none))
            return;
    s = new_source(r);
    if (s == NULL)
        return;
    memset(s, 0, sizeof *s);
    s->mass = none;
    s->obs = NO_OBS;
    for (uint32_t h = 0; h < r->source_count; h++)
        if (r->sources[h].exists)
            tcs_imm_merged(&r->sources[h].imm, &r->sources[h].merged);
    if (((w->config->without & TCS_WITHOUT_JOINT) != 0 || !solve_jointly(w, r, bids)) &&
        !solve(r))
        return;
    for (uint32_t k = 0; k < r->label_count; k++)
        apply(w, r, k);
}

void work_reassign(struct work *w)
{
    const uint32_t count =
        (w->config->without & TCS_WITHOUT_REASSIGN) == 0 ? find_groups(w) : 0;
    const double *bids = count > 0 ? sum_bids(w) : NULL;

    for (uint32_t from = 0, to; from < count; from = to) {
        const uint32_t group = w->cands[w->cluster_cand[from]].group;

        for (to = from; to < count && w->cands[w->cluster_cand[to]].group == group; to++)
            continue;
        reassign_group(w, w->reassign, w->cluster_cand + from, to - from, bids);
    }
}
