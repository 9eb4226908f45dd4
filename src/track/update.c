/* SPDX-License-Identifier: Apache-2.0 */
/* update.c -- rows by what they are likely to have caused, and new rows. */
#include <string.h>

#include "base/unset.h"
#include "filter/paths.h"
#include "num/elem.h"
#include "track/work.h"

static void condition_place(struct tcs_imm *imm, const struct tcs_fix *fix)
{
    TCS_UNSET double peak[TCS_IMM_MAX];
    TCS_UNSET double density[TCS_IMM_MAX];

    for (uint32_t k = 0; k < imm->count; k++) {
        double d2 = 0.0;

        if (!tcs_gauss_update_fix(&imm->g[k], fix, &peak[k], &d2))
            peak[k] = 0.0;
        density[k] = -0.5 * d2;
    }
    tcs_exp_each(density, imm->count);
    for (uint32_t k = 0; k < imm->count; k++)
        imm->p[k] *= peak[k] * density[k];
}

static void condition_rated(struct tcs_imm *imm, const struct meas *m)
{
    for (uint32_t k = 0; k < imm->count; k++) {
        double density = 0.0;
        double d2;

        (void)work_rated_update(&imm->g[k], m, &d2, &density);
        imm->p[k] *= density;
    }
}

static void condition_bearing(struct tcs_imm *imm, const struct meas *m, double lone_s)
{
    for (uint32_t k = 0; k < imm->count; k++) {
        const struct tcs_gauss prior = imm->g[k];
        TCS_UNSET struct tcs_innovation in;

        if (work_sense_innovate(&imm->g[k], m, &in) && work_sense_update(&imm->g[k], m))
            imm->p[k] *= in.density;
        else
            imm->p[k] = 0.0;
        if (lone_s >= 0.0 && !m->is_range)
            work_lone_keep(&prior, &m->bearing, lone_s, &imm->g[k]);
    }
}

/* The state given that the measurement is its own; motions reweighted. */
bool work_condition(struct tcs_imm *imm, const struct meas *m, double lone_s)
{
    double total = 0.0;

    if (m->is_bearing)
        condition_bearing(imm, m, lone_s);
    else if (m->has_rate)
        condition_rated(imm, m);
    else
        condition_place(imm, &m->fix);
    for (uint32_t k = 0; k < imm->count; k++)
        total += imm->p[k];
    if (!(total > 0.0))
        return false;
    for (uint32_t k = 0; k < imm->count; k++)
        imm->p[k] /= total;
    return true;
}

/* Odds times a factor, as a probability. */
static double with_odds(double p, double factor)
{
    return p * factor / (1.0 - p + p * factor);
}

/*
 * A bearing gates almost anything along its line: it may move a track that something else
 * has found, but as evidence that there is one it counts little. That one is missing
 * counts little too, and nothing where this kind of sensor has never had the object: a
 * drone that does not transmit has no bearing. What bearings have found they may confirm
 * and refute.
 */
static double bearing_existence(const struct work *w, const struct tcs_row *row,
                                double before, double after)
{
    const bool confirmed = (row->flags & ROW_CONFIRMED) != 0;
    const bool known = (row->kinds_seen & 1u << w->sensor->kind) != 0;
    const double most = with_odds(before, confirmed ? 1.5 : 1.1);
    const double least = with_odds(before, known ? 0.5 : 1.0);

    if (after > most)
        return most;
    return after < least ? least : after;
}

void work_settle_posterior(struct work *w, const struct cand *c,
                           const struct work_posterior *post)
{
    const double may_be_seen = 0.1;
    struct tcs_row *row = &row_array(w->tracker)[c->row];
    const double before = row->existence;

    if (!(post->existence > 0.0)) {
        row->existence = 0.0;
        return;
    }
    row->existence = post->existence < 1.0 ? post->existence : 1.0;
    if (w->bearings && (row->flags & ROW_CROSSED) == 0) {
        row->existence = bearing_existence(w, row, before, row->existence);
    } else {
        row->visible = post->visible / post->existence;
        if (post->best_p > may_be_seen && row->reappears > row->reappeared)
            row->reappeared = row->reappears;
    }
    if (row->claim_id != 0 && row->witnessed_to.tai_ns == 0 && row->existence < before)
        row->existence = before; /* a broadcast is not refuted by not being seen */
    work_settle(w, row,
                post->best_p > 0.0 ? &w->look->observations[w->meas[post->best_obs].index]
                                   : NULL,
                post->best_p);
}

/* Whether all that the row bids for are fixes with the same noise, as a radar that gives
 * east and north has them. */
static bool same_noise(const struct work *w, const struct cand *c)
{
    const struct meas *first = &w->meas[w->edges[c->edge_first].obs];

    if (first->is_bearing || first->has_rate)
        return false;
    for (uint32_t e = c->edge_first + 1; e < c->edge_first + c->edge_count && !w->alike;
         e++) {
        const struct meas *m = &w->meas[w->edges[e].obs];

        if (m->has_rate || m->fix.dim != first->fix.dim ||
            memcmp(m->fix.R, first->fix.R, sizeof first->fix.R) != 0 ||
            memcmp(&m->fix.dt_s, &first->fix.dt_s, sizeof first->fix.dt_s) != 0)
            return false;
    }
    return true;
}

/* One motion, one noise: the mixture in closed form. */
static bool update_shared(struct work *w, const struct cand *c, double alive_missed,
                          struct tcs_row *row)
{
    struct tcs_pda pda = { .missed = alive_missed };
    TCS_UNSET struct tcs_gain gain;

    if (!tcs_gain_fix(&row->imm.g[0], &w->meas[w->edges[c->edge_first].obs].fix, &gain))
        return false;
    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
        tcs_pda_add(&pda, &gain, w->edges[e].p, w->meas[w->edges[e].obs].fix.z);
    }
    if (pda.missed + pda.hit > 0.0)
        tcs_pda_apply(&pda, &gain, &row->imm.g[0]);
    return true;
}

/* How many paths a row may keep. Most rows are false and hardly exist: one is enough. */
uint32_t work_path_max(const struct tcs_row *row)
{
    enum { of_age = 2, young = 3 };
    const double worth_it = 0.01;

    if (row->imm.motions > 1)
        return of_age;
    return row->existence < worth_it ? 1 : young;
}

static void mix_hypotheses(struct work *w, const struct cand *c, double alive_missed,
                           struct tcs_row *row)
{
    const double negligible = WORK_NEGLIGIBLE;
    const double lone_s = work_lone(w, row);
    const struct edge *only = NULL;
    TCS_UNSET struct tcs_paths paths;
    uint32_t count = alive_missed >= negligible;

    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
        if (w->edges[e].p >= negligible) {
            only = &w->edges[e];
            count++;
        }
    if (count == 1 && row->imm.count == row->imm.motions) { /* nothing to mix */
        TCS_UNSET struct tcs_imm posterior;

        if (only == NULL)
            return;
        tcs_imm_copy(&posterior, &row->imm);
        if (work_condition(&posterior, &w->meas[only->obs], lone_s))
            tcs_imm_copy(&row->imm, &posterior);
        return;
    }
    tcs_paths_start(&paths, row->imm.motions);
    if (count == 0 || alive_missed >= negligible)
        tcs_paths_add(&paths, alive_missed, &row->imm);
    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
        const struct edge *edge = &w->edges[e];
        TCS_UNSET struct tcs_imm posterior;

        if (edge->p < negligible)
            continue;
        tcs_imm_copy(&posterior, &row->imm);
        if (work_condition(&posterior, &w->meas[edge->obs], lone_s))
            tcs_paths_add(&paths, edge->p, &posterior);
    }
    (void)tcs_paths_finish(&paths, work_path_max(row), &row->imm);
}

static void update_row(struct work *w, const struct cand *c)
{
    struct tcs_row *row = &row_array(w->tracker)[c->row];
    const double missed = (row->existence - c->detect) / (1.0 - c->detect);
    const double alive_missed = c->p_none * missed;
    struct work_posterior post = { 0 };

    post.existence = alive_missed;
    post.visible =
        alive_missed * row->visible * (1.0 - c->pd) / (1.0 - row->visible * c->pd);
    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++) {
        const struct edge *edge = &w->edges[e];

        post.existence += edge->p;
        post.visible += edge->p;
        if (edge->p > post.best_p) {
            post.best_p = edge->p;
            post.best_obs = edge->obs;
        }
    }
    if (c->edge_count > 0 &&
        !(row->imm.count == 1 && work_path_max(row) == 1 && same_noise(w, c) &&
          update_shared(w, c, alive_missed, row)))
        mix_hypotheses(w, c, alive_missed, row);
    if (post.best_p > 0.0)
        work_note(w, row, &w->meas[post.best_obs], c->ratio_sum);
    work_settle_posterior(w, c, &post);
}

static void fetch_lines(const void *from, size_t size)
{
    for (size_t line = 0; line < size; line += 64)
        __builtin_prefetch((const uint8_t *)from + line, 1);
}

/* Most rows have one Gaussian, and nothing is known of their kind. */
static void fetch_row(const struct tcs_row *row)
{
    fetch_lines(row, offsetof(struct tcs_row, imm.g[1]));
    fetch_lines(&row->confirmed_at, offsetof(struct tcs_row, class_state) - ROW_BACK);
}

/* Asks for what the row of a later candidate needs, in two steps: first the row and its
 * measurements, then, as these tell which, its observations and what most rows have not.
 * A row with many measurements stands among others with the same ones. */
static void fetch(const struct work *w, uint32_t at)
{
    enum { soon = 4, later = 8, few = 2 };

    if (at + later < w->cand_count) {
        const struct cand *c = &w->cands[at + later];

        fetch_row(&row_array_const(w->tracker)[c->row]);
        for (uint32_t e = 0; e < c->edge_count && e < few; e++) {
            const struct meas *m = &w->meas[w->edges[c->edge_first + e].obs];

            fetch_lines(&m->fix, sizeof m->fix);
            fetch_lines(&m->index, 1);
        }
    }
    if (at + soon < w->cand_count) {
        const struct cand *c = &w->cands[at + soon];
        const struct tcs_row *row = &row_array_const(w->tracker)[c->row];

        if (row->imm.count > 1)
            fetch_lines(&row->imm.g[1], (row->imm.count - 1) * sizeof row->imm.g[1]);
        if ((row->flags & ROW_READ) != 0)
            fetch_lines(&row->class_state, sizeof row->class_state);
        for (uint32_t e = 0; e < c->edge_count && e < few; e++)
            fetch_lines(
                &w->look->observations[w->meas[w->edges[c->edge_first + e].obs].index],
                sizeof *w->look->observations);
    }
}

void work_update(struct work *w)
{
    for (uint32_t i = 0; i < w->cand_count; i++) {
        fetch(w, i);
        if (!w->cands[i].done)
            update_row(w, &w->cands[i]);
    }
}

static void start_row(struct work *w, struct tcs_row *row, const struct meas *m)
{
    const double usual_height_m = 60.0;
    const double height_sigma_m = 60.0;
    const double speed2 = w->config->speed_sigma_mps * w->config->speed_sigma_mps;
    struct tcs_gauss g = { 0 };

    g.x[2] = usual_height_m;
    g.P[tcs_packed(2, 2)] = height_sigma_m * height_sigma_m;
    for (int i = 0; i < m->fix.dim; i++) {
        g.x[i] = m->fix.z[i];
        for (int j = 0; j <= i; j++)
            g.P[tcs_packed(i, j)] = m->fix.R[i * (i + 1) / 2 + j];
    }
    for (int i = 3; i < TCS_STATE_DIM; i++)
        g.P[tcs_packed(i, i)] = i < 5 ? speed2 : speed2 / 4.0;
    if (m->has_rate)
        (void)tcs_rate_update(&g, &m->rate);
    tcs_imm_start(&row->imm, &g);
    row->at = w->look->valid_at;
    row->first_at = row->at;
    row->seen_at = row->at;
    row->way_at = row->at;
    memcpy(row->first_m, g.x, sizeof row->first_m);
    memcpy(row->way_from_m, g.x, sizeof row->way_from_m);
}

/* Asks for what the births a little later need: an observation, and a free row. */
static void fetch_birth(struct work *w, uint32_t at)
{
    enum { ahead = 6 };
    const struct tcs_tracker *t = w->tracker;

    if (at + ahead < w->meas_count) {
        const uint32_t index = w->meas[at + ahead].index;

        fetch_lines(&w->look->observations[index], sizeof *w->look->observations);
    }
    const uint32_t row = row_to_come(t, ahead);

    if (row < t->row_max)
        fetch_row(&row_array_const(t)[row]);
}

void work_birth(struct work *w)
{
    const double never = 1e-6;
    /* Where new objects are rare among false reports, a row may fall to an eighth of what
     * it started with before it is given up: one or two misses. */
    const double may_fall = 0.125;
    const double young_drop = 0.01;

    for (uint32_t j = 0; j < w->meas_count; j++) {
        const struct meas *m = &w->meas[j];
        const double existence = m->q_none * m->birth / (m->birth + m->clutter);
        struct tcs_row *row;

        if (m->is_bearing || existence < never)
            continue;
        fetch_birth(w, j);
        row = tcs_row_new(w->tracker);
        if (row == NULL) {
            w->tracker->counts.refused_full++;
            continue;
        }
        w->tracker->counts.started++;
        start_row(w, row, m);
        row->existence = existence;
        row->drop = existence * may_fall < young_drop ? existence * may_fall : young_drop;
        if (work_first_turn(w))
            row->flags |= ROW_AT_START;
        work_note(w, row, m, 0.0);
        work_settle(w, row, &w->look->observations[m->index], 1.0);
    }
}
