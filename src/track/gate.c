/* SPDX-License-Identifier: Apache-2.0 */
/* gate.c -- which rows a look could have seen, and which pairs are worth weighing. */
#include <string.h>

#include "base/unset.h"
#include "geo/geo.h"
#include "num/chi2.h"
#include "num/elem.h"
#include "observe/credible.h"
#include "track/work.h"

double work_pd_at(const struct work *w, const double mean[3])
{
    const struct tcs_coverage *c = &w->look->coverage;
    const struct tcs_sensor_state *s = &w->tracker->sensors[w->look->sensor];
    const struct tcs_vec3 at = { { mean[0], mean[1], mean[2] } };
    const struct tcs_vec3 way = tcs_vec3_sub(at, w->sensor->position_m);
    double pd = w->sensor->pd;

    if (c->is_box) {
        if (mean[0] < c->east_min_m || mean[0] > c->east_max_m ||
            mean[1] < c->north_min_m || mean[1] > c->north_max_m)
            return 0.0;
    } else if (!tcs_sector_contains(&w->sector, way)) {
        return 0.0;
    }
    if (!w->sensor->pd_known)
        pd = s->pd_hit / (s->pd_hit + s->pd_miss);
    else if (w->sensor->pd_model != TCS_PD_CONSTANT)
        pd = tcs_sector_contains(&w->field, way) ? tcs_sensor_pd_inside(w->sensor, way)
                                                 : 0.0;
    return pd < 0.99 ? pd : 0.99;
}

/*
 * Squared distance up to which a place is weighed. Who has a course is looked for far
 * out: a drone that begins to turn while noise hides it is suddenly where no motion
 * expected it, and if nothing else explains what is seen there, it is better to go there
 * than to lose it. Young rows are many, most are false, and they expect little.
 */
static double gate_of(const struct tcs_imm *imm, int dim)
{
    const double far_out = 2.0;

    return (imm->motions > 1 ? far_out : 1.0) * tcs_chi2_gate(TCS_CHI2_P999, dim);
}

struct box {
    double low[2], high[2];
};

static struct box gate_box(const struct work *w, const struct tcs_row *row,
                           const double mean[3], const double P[6])
{
    const double gate = gate_of(&row->imm, 3);
    TCS_UNSET struct box box;

    for (int i = 0; i < 2; i++) {
        const double var = P[i * (i + 1) / 2 + i] + w->reach_m * w->reach_m;
        double half = tcs_sqrt(gate * var);

        if (w->late_s > 0.0) {
            half += w->late_s * tcs_fabs(row->imm.g[0].x[i + 3]);
            half += 3.0 * w->late_s * tcs_sqrt(row->imm.g[0].P[i == 0 ? 9 : 14]);
        }
        box.low[i] = mean[i] - half;
        box.high[i] = mean[i] + half;
    }
    return box;
}

/* Where the measurements of one strip that lie in a box may stand. */
struct span {
    uint32_t first;
    uint32_t end;
};

/* cell: the one, in each strip, that the western side lies in. It mostly has few
 * measurements, of which some lie west of the box: cheaper to look at than to search. */
static struct span in_strip(const struct work *w, uint32_t strip, uint32_t cell,
                            const struct box *box)
{
    enum { few = 8 };
    const uint32_t *first = w->cell_first + strip * w->strip_cells;
    uint32_t low = first[cell];
    uint32_t high = first[cell + 1];

    while (high - low > few) {
        const uint32_t middle = low + (high - low) / 2;

        if (w->places[middle].z[0] < box->low[0])
            low = middle + 1;
        else
            high = middle;
    }
    return (struct span) { low, first[w->strip_cells] };
}

/* Of a measurement west of the eastern side; without a branch for each side. */
static bool is_in_box(const struct work *w, uint32_t j, const struct box *box)
{
    const double *z = w->places[j].z;

    return ((z[0] >= box->low[0]) & (z[1] >= box->low[1]) & (z[1] <= box->high[1])) != 0;
}

/* How far a sensor that gives no places might still perceive. */
static double reach_of(const struct work *w)
{
    const double beyond = 1.2; /* ranges of its coverage */

    return beyond * w->look->coverage.range_max_m;
}

/* Cheaply, from where a row was: whether it cannot have come into reach, if it flew three
 * times as fast as it is thought to. */
static bool is_far_away(const struct work *w, const struct tcs_row *row, double dt_s)
{
    const double *from = w->sensor->position_m.v;
    const struct tcs_gauss *g = &row->imm.g[0];
    const double east = g->x[0] - from[0];
    const double north = g->x[1] - from[1];
    const double speed_mps =
        tcs_sqrt(g->x[3] * g->x[3] + g->x[4] * g->x[4]) +
        3.0 * tcs_sqrt(g->P[tcs_packed(3, 3)] + g->P[tcs_packed(4, 4)]);
    const double spread_m = tcs_sqrt(g->P[tcs_packed(0, 0)] + g->P[tcs_packed(1, 1)]);
    const double near_m =
        reach_of(w) + 100.0 + 8.0 * spread_m + 3.0 * (dt_s + w->late_s) * speed_mps;

    return east * east + north * north > near_m * near_m;
}

/* Whether a box reaches to where such a sensor might still perceive. */
static bool is_in_reach(const struct work *w, const struct box *box)
{
    const double most_m = reach_of(w);
    double ground2 = 0.0;

    for (int i = 0; i < 2; i++) {
        const double at = w->sensor->position_m.v[i];
        const double off = at < box->low[i]    ? box->low[i] - at
                           : at > box->high[i] ? at - box->high[i]
                                               : 0.0;

        ground2 += off * off;
    }
    return ground2 <= most_m * most_m;
}

/* Whether anything lies in the box, or a direction could be of what does. */
static bool any_in_box(const struct work *w, const struct box *box)
{
    if (w->meas_count == 0)
        return false;
    if (w->meas[0].is_bearing)
        return is_in_reach(w, box);
    const uint32_t cell = work_strip_cell(w, box->low[0]);
    const uint32_t last = work_strip(w, box->high[1]);

    for (uint32_t s = work_strip(w, box->low[1]); s <= last; s++) {
        const struct span span = in_strip(w, s, cell, box);

        for (uint32_t j = span.first; j < span.end && w->places[j].z[0] <= box->high[0];
             j++)
            if (is_in_box(w, j, box))
                return true;
    }
    return false;
}

/* The gates of a row's motions, made anew when the noise of the measurement changes. */
struct gates {
    struct tcs_gate gate[TCS_IMM_MAX];
    double most; /* d2 */
    bool made;
    bool good[TCS_IMM_MAX];
};

static void make_gates(const struct tcs_imm *imm, const struct tcs_fix *fix,
                       struct gates *gates)
{
    for (uint32_t k = 0; k < imm->count; k++) {
        gates->good[k] = tcs_gate_fix(&imm->g[k], fix, &gates->gate[k]);
        if (!gates->good[k])
            gates->gate[k] = (struct tcs_gate) { 0 };
    }
    gates->most = gate_of(imm, fix->dim);
    gates->made = true;
}

/* Density of a measurement under a row's state; 0 outside the gate of every motion. */
static double weigh_fix(const struct work *w, const struct tcs_imm *imm, uint32_t j,
                        struct gates *gates)
{
    TCS_UNSET double density[TCS_IMM_MAX];
    double share[TCS_IMM_MAX] = { 0 };
    uint32_t n = 0;
    double sum = 0.0;

    if (!gates->made || !(w->alike || tcs_gate_fits(&gates->gate[0], &w->meas[j].fix)))
        make_gates(imm, &w->meas[j].fix, gates);
    for (uint32_t k = 0; k < imm->count; k++) {
        const double d2 = tcs_gate_distance2(&gates->gate[k], w->places[j].z);

        density[n] = -0.5 * d2;
        share[n] = imm->p[k] * gates->gate[k].peak;
        n += gates->good[k] && d2 <= gates->most;
    }
    tcs_exp_each(density, n);
    for (uint32_t i = 0; i < n; i++)
        sum += share[i] * density[i];
    return sum;
}

static double weigh_bearing(const struct tcs_imm *imm, const struct meas *m)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < imm->count; k++) {
        TCS_UNSET struct tcs_innovation in;

        if (!work_sense_far(&imm->g[k], m) && work_sense_innovate(&imm->g[k], m, &in) &&
            in.d2 <= tcs_chi2_gate(TCS_CHI2_P999, in.dim))
            sum += imm->p[k] * in.density;
    }
    return sum;
}

static double weigh_rated(const struct tcs_imm *imm, const struct meas *m)
{
    const double gate = tcs_chi2_gate(TCS_CHI2_P999, m->fix.dim + 1);
    double sum = 0.0;

    for (uint32_t k = 0; k < imm->count; k++) {
        struct tcs_gauss g = imm->g[k];
        double density;
        double d2;

        if (work_rated_update(&g, m, &d2, &density) && d2 <= gate)
            sum += imm->p[k] * density;
    }
    return sum;
}

static double weigh(const struct work *w, const struct tcs_imm *imm, uint32_t j,
                    struct gates *gates)
{
    const struct meas *m = &w->meas[j];

    if (w->alike)
        return weigh_fix(w, imm, j, gates);
    if (m->is_bearing)
        return weigh_bearing(imm, m);
    return m->has_rate ? weigh_rated(imm, m) : weigh_fix(w, imm, j, gates);
}

static void try_pair(struct work *w, struct cand *c, const struct tcs_row *row,
                     struct gates *gates, uint32_t j)
{
    double density;

    if (w->edge_count == w->edge_max) {
        w->tracker->counts.refused_pairs++;
        return;
    }
    density = weigh(w, &row->imm, j, gates);
    if (!(density > 0.0))
        return;
    w->edges[w->edge_count] = (struct edge) {
        .obs = j,
        .psi = density / w->places[j].lambda,
    };
    c->ratio_sum += w->edges[w->edge_count++].psi;
    c->edge_count++;
}

static void pairs_of(struct work *w, struct cand *c, const struct tcs_row *row,
                     const struct box *box)
{
    TCS_UNSET struct gates gates;

    gates.made = false;
    c->edge_first = w->edge_count;
    if (w->meas_count == 0)
        return;
    if (w->meas[0].is_bearing) {
        for (uint32_t j = 0; j < w->meas_count; j++)
            try_pair(w, c, row, &gates, j);
        return;
    }
    const uint32_t cell = work_strip_cell(w, box->low[0]);
    const uint32_t last = work_strip(w, box->high[1]);

    for (uint32_t s = work_strip(w, box->low[1]); s <= last; s++) {
        const struct span span = in_strip(w, s, cell, box);

        for (uint32_t j = span.first; j < span.end && w->places[j].z[0] <= box->high[0];
             j++)
            if (is_in_box(w, j, box))
                try_pair(w, c, row, &gates, j);
    }
}

/* What gates look at, close together. */
static void list_places(struct work *w)
{
    for (uint32_t j = 0; j < w->meas_count; j++) {
        const struct meas *m = &w->meas[j];
        struct meas_place *place = &w->places[j];

        *place = (struct meas_place) { .lambda = m->clutter + m->birth };
        if (!m->is_bearing)
            memcpy(place->z, m->fix.z, sizeof place->z);
    }
}

/* Established, and so far inside the coverage that it cannot have flown out: that it is
 * missed says something of how long objects last. Only rectangles end abruptly; elsewhere
 * Pd fades before. */
static bool tells(const struct work *w, const struct tcs_row *row, const struct box *box)
{
    const struct tcs_coverage *c = &w->look->coverage;

    if ((row->flags & ROW_CONFIRMED) == 0)
        return false;
    return !c->is_box || (box->low[0] > c->east_min_m && box->high[0] < c->east_max_m &&
                          box->low[1] > c->north_min_m && box->high[1] < c->north_max_m);
}

/* Known from broadcasts alone so far, and lately. */
static bool claimed_only(const struct work *w, const struct tcs_row *row)
{
    const double lately_s = 30.0;

    return row->claim_id != 0 && row->witnessed_to.tai_ns == 0 &&
           tcs_span_seconds(tcs_time_since(w->look->valid_at, row->claimed_at)) <
               lately_s;
}

/* Known from broadcasts alone that are in doubt: what sensors see is none of its. */
static bool doubtful_only(const struct tcs_row *row)
{
    return row->claim_id != 0 && row->claim_doubts != 0 &&
           row->witnessed_to.tai_ns == 0 &&
           tcs_credibility(row->claim_doubts) < TCS_CREDIBLE;
}

void work_gate(struct work *w)
{
    struct tcs_row *rows = row_array(w->tracker);
    const uint32_t *alive = alive_rows(w->tracker);
    const bool is_new = work_clutter_new(w);

    if (w->meas_count == 0 && !w->look->counts_misses)
        return; /* claims alone: nothing to weigh, and nobody is missed */
    list_places(w);
    for (uint32_t i = 0; i < w->tracker->alive_count; i++) {
        struct tcs_row *row = &rows[alive[i]];
        struct cand *c = &w->cands[w->cand_count];
        const int64_t dt_ns = tcs_time_since(w->look->valid_at, row->at).ns;
        TCS_UNSET double mean[3];
        TCS_UNSET double P[6];
        TCS_UNSET struct box box;
        double pd;

        row_ask(rows, alive, i, w->tracker->alive_count, ROW_FETCH_YOUNG);
        if (doubtful_only(row) ||
            (w->bearings && is_far_away(w, row, dt_ns > 0 ? (double)dt_ns * 1e-9 : 0.0)))
            continue;
        tcs_imm_outlook(&row->imm, work_step(w, dt_ns > 0 ? dt_ns : 0), mean, P);
        box = gate_box(w, row, mean, P);
        if (!w->look->counts_misses && !any_in_box(w, &box))
            continue;
        pd = work_pd_at(w, mean);
        if (!(pd > 0.0) && !any_in_box(w, &box))
            continue;
        if (!(pd > 0.0)) /* at the edge: seen, though it should not have been */
            pd = 0.1;
        if (claimed_only(w, row)) /* not to be seen by sensors is no evidence */
            pd *= 0.1;
        *c = (struct cand) { .row = alive[i], .pd = pd, .p_none = 1.0 };
        if (is_new)
            work_rethink(w, row, pd);
        c->existed = row->existence;
        c->dt_s = dt_ns > 0 ? (double)dt_ns * 1e-9 : 0.0;
        c->tells = dt_ns > 0 && tells(w, row, &box);
        work_predict(w, row);
        c->seen = row->visible * pd;
        pairs_of(w, c, row, &box);
        w->cand_count++;
    }
}
