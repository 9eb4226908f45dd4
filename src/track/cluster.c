/* SPDX-License-Identifier: Apache-2.0 */
/* cluster.c -- pairs that hang together, and the marginals of each cluster. */
#include <string.h>

#include "track/marginals.h"
#include "track/work.h"

/*
 * Rows that hardly exist (newly born among clutter, most of them false) bid little for
 * any observation. There are many of them, and through them everything would hang
 * together. They are left out of the clusters: what they bid counts as more clutter for
 * the others, and afterwards they get what the others have left. First order in their
 * bids.
 */
static const double weak_below = 0.05;

bool work_is_strong(const struct cand *c)
{
    return c->edge_count > 0 && c->psi_sum >= weak_below;
}

double work_bid(const struct cand *c, const struct edge *edge)
{
    return edge->psi / (1.0 + c->psi_sum - edge->psi);
}

/* Lists who is strong from the front and who is weak from the back. Who bids for nothing
 * is neither. */
static void list_by_strength(struct work *w)
{
    w->strong_count = 0;
    w->weak_first = w->strength_max;
    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];
        const bool bids = c->edge_count > 0;
        const bool strong = c->psi_sum >= weak_below;

        w->strength[w->strong_count] = i;
        w->strength[w->weak_first - 1] = i;
        w->strong_count += bids & strong;
        w->weak_first -= bids & !strong;
    }
}

static void sum_weak(struct work *w)
{
    for (uint32_t i = w->strength_max; i-- > w->weak_first;) {
        const struct cand *c = &w->cands[w->strength[i]];

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            w->meas[w->edges[e].obs].weak += work_bid(c, &w->edges[e]);
    }
    for (uint32_t i = 0; i < w->strong_count; i++) {
        const struct cand *c = &w->cands[w->strength[i]];

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            w->edges[e].psi /= 1.0 + w->meas[w->edges[e].obs].weak;
    }
}

static void solve_weak(struct work *w)
{
    for (uint32_t i = w->strength_max; i-- > w->weak_first;) {
        struct cand *c = &w->cands[w->strength[i]];
        double total = 1.0;

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
            struct edge *edge = &w->edges[e];
            const struct meas *m = &w->meas[edge->obs];

            edge->p = edge->psi * m->q_none / (1.0 + m->weak - work_bid(c, edge));
            total += edge->p;
        }
        c->p_none = 1.0 / total;
        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            w->edges[e].p /= total;
    }
    for (uint32_t j = 0; j < w->meas_count; j++)
        w->meas[j].q_none /= 1.0 + w->meas[j].weak;
}

/* Union-find over observations; the root is the smallest number, so that the outcome does
 * not depend on the order of the unions. */
uint32_t work_root(uint32_t *parent, uint32_t j)
{
    while (parent[j] != j) {
        parent[j] = parent[parent[j]];
        j = parent[j];
    }
    return j;
}

void work_join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = work_root(parent, a);
    b = work_root(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

/* The cluster of a row that bids: `parent` holds those of observations by now. */
static uint32_t cluster_of(const struct work *w, uint32_t cand)
{
    return w->parent[w->edges[w->cands[cand].edge_first].obs];
}

/* Groups observations and rows by root: cluster numbers go by smallest observation. */
static void group(struct work *w)
{
    uint32_t *obs_first = w->cluster_obs_first;
    uint32_t *cand_first = w->cluster_cand_first;
    uint32_t n = 0;

    memset(obs_first, 0, (w->meas_count + 1) * sizeof *obs_first);
    memset(cand_first, 0, (w->meas_count + 1) * sizeof *cand_first);
    /* Parents come first: theirs has become the number of their cluster. */
    for (uint32_t j = 0; j < w->meas_count; j++) {
        const uint32_t parent = w->parent[j];
        const uint32_t cluster = parent == j ? n : w->parent[parent];

        n += parent == j;
        w->parent[j] = cluster;
        w->obs_local[j] = obs_first[cluster + 1]++;
    }
    w->cluster_count = n;
    for (uint32_t i = 0; i < w->strong_count; i++)
        cand_first[cluster_of(w, w->strength[i]) + 1]++;
    for (uint32_t c = 0; c < n; c++) {
        obs_first[c + 1] += obs_first[c];
        cand_first[c + 1] += cand_first[c];
    }
    for (uint32_t j = 0; j < w->meas_count; j++)
        w->cluster_obs[obs_first[w->parent[j]] + w->obs_local[j]] = j;
    /* With the firsts as cursors, which are then those of the next clusters. */
    for (uint32_t i = 0; i < w->strong_count; i++)
        w->cluster_cand[cand_first[cluster_of(w, w->strength[i])]++] = w->strength[i];
    memmove(cand_first + 1, cand_first, n * sizeof *cand_first);
    cand_first[0] = 0;
}

/* One row alone: nobody competes. */
static void solve_alone(struct work *w, struct cand *c)
{
    double total = 1.0;

    for (uint32_t e = 0; e < c->edge_count; e++)
        total += w->edges[c->edge_first + e].psi;
    c->p_none = 1.0 / total;
    for (uint32_t e = 0; e < c->edge_count; e++) {
        struct edge *edge = &w->edges[c->edge_first + e];

        edge->p = edge->psi / total;
        w->meas[edge->obs].q_none = 1.0 - edge->p;
    }
}

static void solve(struct work *w, uint32_t cluster)
{
    const uint32_t *members = w->cluster_cand + w->cluster_cand_first[cluster];
    const uint32_t *seen = w->cluster_obs + w->cluster_obs_first[cluster];
    struct tcs_problem problem = {
        .track_count =
            w->cluster_cand_first[cluster + 1] - w->cluster_cand_first[cluster],
        .obs_count = w->cluster_obs_first[cluster + 1] - w->cluster_obs_first[cluster],
        .first = w->local_first,
        .obs = w->local_obs,
        .psi = w->local_psi,
        .p = w->local_p,
        .p_none = w->local_none,
        .q_none = w->local_q,
    };
    uint32_t at = 0;

    for (uint32_t i = 0; i < problem.track_count; i++) {
        const struct cand *c = &w->cands[members[i]];

        w->local_first[i] = at;
        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
            w->local_obs[at] = w->obs_local[w->edges[e].obs];
            w->local_psi[at++] = w->edges[e].psi;
        }
    }
    w->local_first[problem.track_count] = at;
    if (tcs_marginals_small(&problem) && (w->config->without & TCS_WITHOUT_EXACT) == 0)
        tcs_marginals_exact(&problem, w->marginals);
    else
        (void)tcs_marginals_bp(&problem, w->marginals);
    at = 0;
    for (uint32_t i = 0; i < problem.track_count; i++) {
        struct cand *c = &w->cands[members[i]];

        c->p_none = w->local_none[i];
        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            w->edges[e].p = w->local_p[at++];
    }
    for (uint32_t j = 0; j < problem.obs_count; j++)
        w->meas[seen[j]].q_none = w->local_q[j];
}

void work_associate(struct work *w)
{
    for (uint32_t j = 0; j < w->meas_count; j++) {
        w->parent[j] = j;
        w->meas[j].q_none = 1.0;
    }
    list_by_strength(w);
    sum_weak(w);
    for (uint32_t i = 0; i < w->strong_count; i++) {
        const struct cand *c = &w->cands[w->strength[i]];

        for (uint32_t e = 1; e < c->edge_count; e++)
            work_join(w->parent, w->edges[c->edge_first].obs,
                      w->edges[c->edge_first + e].obs);
    }
    group(w);
    for (uint32_t i = 0, members; i < w->strong_count; i += members) {
        const uint32_t cluster = cluster_of(w, w->cluster_cand[i]);

        members = w->cluster_cand_first[cluster + 1] - i;
        if (members == 1)
            solve_alone(w, &w->cands[w->cluster_cand[i]]);
        else
            solve(w, cluster);
    }
    solve_weak(w);
}
