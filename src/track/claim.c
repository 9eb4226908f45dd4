/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.c -- broadcasts: objects that say who they are and where.
 *
 * A claim needs no association: its identity names the row. The first of an identity goes
 * to a row without one that is where the claim says, or starts a row at once. Whether the
 * claim is honest is judged to the right of this room.
 *
 * What is in doubt (observe/credible.h) is shown, but touches nothing that sensors have
 * seen: it neither moves such a row nor gives it its name, and goes to a row of its own.
 */
#include <string.h>

#include "num/chi2.h"
#include "num/elem.h"
#include "observe/credible.h"
#include "track/class.h"
#include "track/work.h"

static const double claimed_existence = 0.98;

static struct tcs_fix fix_of(const struct tcs_observation *obs)
{
    struct tcs_fix fix = { .dim = 3, .dt_s = obs->dt_s };

    for (int i = 0; i < 3; i++) {
        fix.z[i] = obs->z[i];
        fix.R[i * (i + 1) / 2 + i] = obs->sigma[i] * obs->sigma[i];
    }
    return fix;
}

static bool usable(const struct tcs_observation *obs)
{
    for (int i = 0; i < 3; i++)
        if (!(obs->z[i] > -1e9 && obs->z[i] < 1e9) ||
            !(obs->sigma[i] > 0.0 && obs->sigma[i] < 1e6))
            return false;
    return obs->kind == TCS_OBS_CLAIM && obs->claim_id != 0 && obs->dt_s > -1e4 &&
           obs->dt_s < 1e4;
}

/* From the moment of the claim to that of the look, dt_s before it. */
static void move_to_look(struct tcs_gauss *g, double dt_s)
{
    for (int i = 0; i < 3 && (dt_s < 0.0 || dt_s > 0.0); i++) {
        const double speed_var = g->P[tcs_packed(i + 3, i + 3)];

        g->x[i] -= dt_s * g->x[i + 3];
        g->P[tcs_packed(i, i)] += dt_s * dt_s * speed_var;
        g->P[tcs_packed(i + 3, i)] = -dt_s * speed_var;
    }
}

static void fold_velocity(struct tcs_gauss *g, const struct tcs_observation *obs)
{
    const double var = obs->velocity_sigma_mps * obs->velocity_sigma_mps;
    struct tcs_linear linear = { .dim = 3 };
    struct tcs_innovation in;

    if (!obs->has_velocity || !(var > 0.0))
        return;
    for (int i = 0; i < 3; i++) {
        linear.y[i] = obs->velocity_mps.v[i] - g->x[i + 3];
        linear.H[i][i + 3] = 1.0;
        linear.R[i * (i + 1) / 2 + i] = var;
    }
    if (tcs_innovate_linear(g, &linear, &in))
        tcs_gauss_update(g, &in);
}

static void fold(struct tcs_row *row, const struct tcs_observation *obs)
{
    const struct tcs_fix fix = fix_of(obs);
    double p[TCS_IMM_MAX] = { 0 };
    double total = 0.0;

    for (uint32_t k = 0; k < row->imm.count; k++) {
        struct tcs_innovation in;

        if (tcs_innovate_fix(&row->imm.g[k], &fix, &in)) {
            tcs_gauss_update(&row->imm.g[k], &in);
            p[k] = row->imm.p[k] * in.density;
            total += p[k];
        }
        fold_velocity(&row->imm.g[k], obs);
    }
    for (uint32_t k = 0; k < row->imm.count && total > 0.0; k++)
        row->imm.p[k] = p[k] / total;
}

/* Starts the motion anew where the claim says; the label stays. */
static void restart(struct work *w, struct tcs_row *row,
                    const struct tcs_observation *obs)
{
    const double unknown_mps = 100.0; /* drones and aircraft alike */
    const struct tcs_fix fix = fix_of(obs);
    struct tcs_gauss g = { 0 };

    for (int i = 0; i < 3; i++) {
        g.x[i] = fix.z[i];
        g.P[tcs_packed(i, i)] = fix.R[i * (i + 1) / 2 + i];
        g.P[tcs_packed(i + 3, i + 3)] =
            i < 2 ? unknown_mps * unknown_mps : unknown_mps * unknown_mps / 25.0;
    }
    fold_velocity(&g, obs);
    move_to_look(&g, obs->dt_s);
    tcs_imm_start(&row->imm, &g);
    row->at = w->look->valid_at;
}

static struct tcs_row *find(struct work *w, uint64_t claim_id)
{
    struct tcs_row *rows = row_array(w->tracker);
    const uint32_t *alive = alive_rows(w->tracker);

    for (uint32_t i = 0; i < w->tracker->alive_count; i++)
        if (rows[alive[i]].claim_id == claim_id)
            return &rows[alive[i]];
    return NULL;
}

static double seconds(struct tcs_time after, struct tcs_time before)
{
    return tcs_span_seconds(tcs_time_since(after, before));
}

/*
 * Whether the claim is where the row is at the time of the look, within the gate of that
 * level; rows are left as they are. A row that was seen by a sensor without elevation
 * only has a height that was guessed, which says nothing against the one that is claimed.
 */
static bool is_there(struct work *w, const struct tcs_row *row,
                     const struct tcs_observation *obs, enum tcs_chi2_level level,
                     double *ret_d2)
{
    const double height_known_m = 40.0;
    const double farthest_m = 5e3; /* between two looks; spares a prediction */
    const int64_t dt_ns = tcs_time_since(w->look->valid_at, row->at).ns;
    struct tcs_fix fix = fix_of(obs);
    struct tcs_imm imm;
    struct tcs_gauss g;

    if (tcs_fabs(row->last_m[0] - obs->z[0]) > farthest_m ||
        tcs_fabs(row->last_m[1] - obs->z[1]) > farthest_m)
        return false;
    imm = row->imm;
    if (dt_ns > 0)
        tcs_imm_predict(&imm, work_step(w, dt_ns));
    tcs_imm_merged(&imm, &g);
    if (g.P[tcs_packed(2, 2)] > height_known_m * height_known_m)
        fix.dim = 2;
    *ret_d2 = tcs_fix_distance2(&g, &fix);
    return *ret_d2 >= 0.0 && *ret_d2 < tcs_chi2_gate(level, fix.dim);
}

/* Kinds of sensors that have seen the row and give places. */
static uint32_t placed_by(const struct tcs_row *row)
{
    uint32_t kinds = 0;

    for (int kind = 0; kind < TCS_SENSOR_KIND_COUNT; kind++)
        if (row->hits[kind] > 0 && tcs_sensor_is_witness((enum tcs_sensor_kind)kind) &&
            !tcs_sensor_gives_bearings((enum tcs_sensor_kind)kind))
            kinds |= 1u << kind;
    return kinds;
}

/* One object is not seen twice in a turn by sensors of one kind: rows that both are, are
 * two. */
static bool may_be_one(const struct tcs_row *a, const struct tcs_row *b)
{
    const double turn_s = 2.5;
    const double apart_s = seconds(a->witnessed_to, b->witnessed_to);

    return (placed_by(a) & placed_by(b)) == 0 || apart_s > turn_s || apart_s < -turn_s;
}

/* A row without identity that is more likely than not, and where the claim says; with
 * `tagged`, one that may be the same object. */
static struct tcs_row *adopt(struct work *w, const struct tcs_observation *obs,
                             enum tcs_chi2_level level, const struct tcs_row *tagged)
{
    struct tcs_row *rows = row_array(w->tracker);
    const uint32_t *alive = alive_rows(w->tracker);
    struct tcs_row *best = NULL;
    double best_d2 = 0.0;

    for (uint32_t i = 0; i < w->tracker->alive_count; i++) {
        struct tcs_row *row = &rows[alive[i]];
        double d2 = 0.0;

        if (row->claim_id != 0 || row->existence < 0.5 ||
            (tagged != NULL && !may_be_one(tagged, row)) ||
            !is_there(w, row, obs, level, &d2))
            continue;
        if (best == NULL || d2 < best_d2) {
            best_d2 = d2;
            best = row;
        }
    }
    return best;
}

static struct tcs_row *begin(struct work *w, const struct tcs_observation *obs)
{
    struct tcs_row *row = tcs_row_new(w->tracker);

    if (row == NULL) {
        w->tracker->counts.refused_full++;
        return NULL;
    }
    w->tracker->counts.started++;
    restart(w, row, obs);
    row->drop = w->config->drop_existence;
    row->first_at = row->at;
    row->seen_at = row->at;
    row->way_at = row->at;
    memcpy(row->first_m, obs->z, sizeof row->first_m);
    memcpy(row->way_from_m, obs->z, sizeof row->way_from_m);
    return row;
}

/* The row that had this identity, unless the claim is where it cannot be: then a row that
 * sensors have seen goes on without it. */
static struct tcs_row *tagged(struct work *w, const struct tcs_observation *obs)
{
    const double gate = 3.0 * tcs_chi2_gate(TCS_CHI2_P9999, 3);
    const struct tcs_fix fix = fix_of(obs);
    struct tcs_row *row = find(w, obs->claim_id);

    if (row == NULL)
        return NULL;
    work_predict(w, row);
    {
        struct tcs_gauss g;
        double d2;

        tcs_imm_merged(&row->imm, &g);
        d2 = tcs_fix_distance2(&g, &fix);
        if (d2 >= 0.0 && d2 <= gate) {
            fold(row, obs);
            return row;
        }
    }
    if (row->witnessed_to.tai_ns != 0) {
        row->claim_id = 0;
        row_ends(w->tracker);
        return NULL;
    }
    restart(w, row, obs);
    return row;
}

/* The row that this claim goes to, or NULL when there is no room. */
static struct tcs_row *row_for(struct work *w, const struct tcs_observation *obs)
{
    struct tcs_row *row = tagged(w, obs);

    if (row != NULL) {
        /* Sensors may have found it meanwhile, under another label. What was seen last
         * gives the state. */
        struct tcs_row *seen = adopt(w, obs, TCS_CHI2_P95, row);

        if (seen != NULL) {
            work_predict(w, seen);
            row->claim_id = 0; /* whichever of them stays is given it again below */
            row = tcs_time_compare(seen->witnessed_to, row->witnessed_to) >= 0
                      ? work_unite(row, seen)
                      : work_unite(seen, row);
            row_ends(w->tracker);
        }
    }
    if (row == NULL) {
        row = adopt(w, obs, TCS_CHI2_P99, NULL);
        if (row != NULL) {
            work_predict(w, row);
            fold(row, obs);
        }
    }
    return row != NULL ? row : begin(w, obs);
}

/* The same for a claim in doubt: what sensors have seen goes on without it. */
static struct tcs_row *row_for_doubtful(struct work *w, const struct tcs_observation *obs)
{
    struct tcs_row *row = find(w, obs->claim_id);

    if (row != NULL && row->witnessed_to.tai_ns != 0) {
        row->claim_id = 0;
        row->claim_doubts = 0;
        row_touch(w->tracker, row);
        row_ends(w->tracker);
        row = NULL;
    }
    if (row != NULL)
        row = tagged(w, obs);
    return row != NULL ? row : begin(w, obs);
}

/* What went by another name goes by this one from here on. If something does already, the
 * other has no name, and is taken for the same where sensors would be. */
static void rename_row(struct work *w, const struct tcs_observation *obs)
{
    struct tcs_row *row = obs->claim_before != 0 ? find(w, obs->claim_before) : NULL;

    if (row == NULL)
        return;
    row->claim_id = find(w, obs->claim_id) == NULL ? obs->claim_id : 0;
    row_touch(w->tracker, row);
    row_ends(w->tracker);
}

static void claim(struct work *w, const struct tcs_observation *obs)
{
    rename_row(w, obs);
    struct tcs_row *row = tcs_credibility(obs->doubts) < TCS_CREDIBLE
                              ? row_for_doubtful(w, obs)
                              : row_for(w, obs);

    if (row == NULL)
        return;
    row->claim_id = obs->claim_id;
    row->claim_doubts = obs->doubts;
    row->claimed_at = tcs_time_add(w->look->valid_at, tcs_span_from_seconds(obs->dt_s));
    row_touch(w->tracker, row);
    if (row->existence < claimed_existence)
        row->existence = claimed_existence;
    work_settle(w, row, obs, 1.0);
}

void work_claims(struct work *w)
{
    uint64_t done = 0;

    /* In order of identity, whatever the order in the look; one claim an identity and a
     * look in its own order. */
    for (;;) {
        uint64_t next = UINT64_MAX;

        for (uint32_t j = 0; j < w->look->count; j++) {
            const struct tcs_observation *obs = &w->look->observations[j];

            if (usable(obs) && obs->claim_id > done && obs->claim_id < next)
                next = obs->claim_id;
        }
        if (next == UINT64_MAX)
            return;
        for (uint32_t j = 0; j < w->look->count; j++)
            if (w->look->observations[j].claim_id == next &&
                usable(&w->look->observations[j]))
                claim(w, &w->look->observations[j]);
        done = next;
    }
}
