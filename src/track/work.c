/* SPDX-License-Identifier: Apache-2.0 */
#include "track/work.h"

#include <string.h>

#include "num/elem.h"
#include "track/class.h"
#include "track/marginals.h"
#include "track/reassign.h"

uint32_t work_edge_max(const struct tcs_tracker_config *config)
{
    return 8 * (config->track_max + RAYS_MAX) + 16 * config->observation_max;
}

/* Hands out parts of a block; with base NULL it only counts. */
struct carve {
    uint8_t *base;
    size_t used;
};

static void *carve(struct carve *c, size_t size)
{
    void *part = c->base != NULL ? c->base + c->used : NULL;

    c->used += align64(size);
    return part;
}

static size_t lay_out(struct work *w, const struct tcs_tracker_config *config,
                      uint8_t *base)
{
    struct carve c = { base, 0 };
    const size_t tracks = config->track_max + (size_t)RAYS_MAX;
    const size_t obs = config->observation_max;
    const size_t edges = work_edge_max(config);

    w->edge_max = work_edge_max(config);
    w->meas = carve(&c, obs * sizeof *w->meas);
    w->places = carve(&c, obs * sizeof *w->places);
    w->keys = carve(&c, 2 * obs * sizeof *w->keys);
    w->cell_first = carve(&c, (2 * obs + 2) * sizeof *w->cell_first);
    w->cands = carve(&c, tracks * sizeof *w->cands);
    w->edges = carve(&c, edges * sizeof *w->edges);
    w->strength_max = config->track_max + RAYS_MAX;
    w->strength = carve(&c, tracks * sizeof(uint32_t));
    w->parent = carve(&c, obs * sizeof(uint32_t));
    w->obs_local = carve(&c, obs * sizeof(uint32_t));
    w->cluster_obs = carve(&c, obs * sizeof(uint32_t));
    w->cluster_obs_first = carve(&c, (obs + 1) * sizeof(uint32_t));
    w->cluster_cand = carve(&c, tracks * sizeof(uint32_t));
    w->cluster_cand_first = carve(&c, (obs + 1) * sizeof(uint32_t));
    w->local_first = carve(&c, (tracks + 1) * sizeof(uint32_t));
    w->local_obs = carve(&c, edges * sizeof(uint32_t));
    w->local_psi = carve(&c, edges * sizeof(double));
    w->local_p = carve(&c, edges * sizeof(double));
    w->local_none = carve(&c, tracks * sizeof(double));
    w->local_q = carve(&c, obs * sizeof(double));
    w->marginals =
        carve(&c, (size_t)tcs_marginals_work(config->track_max + RAYS_MAX,
                                             config->observation_max, w->edge_max));
    w->settle = carve(&c, registration_room(config));
    w->trees = carve(&c, config->sensor_count * sizeof *w->trees);
    w->recent = carve(&c, sizeof *w->recent);
    w->reassign = carve(&c, work_reassign_size());
    return c.used;
}

size_t work_size(const struct tcs_tracker_config *config)
{
    struct work w;

    return lay_out(&w, config, NULL);
}

struct work work_make(const struct tcs_tracker_config *config, void *scratch)
{
    struct work w = { 0 };

    lay_out(&w, config, scratch);
    w.config = config;
    w.model = tcs_motion_model(config);
    return w;
}

const struct tcs_imm_step *work_step(struct work *w, int64_t dt_ns)
{
    if (!w->step_known || w->step_ns != dt_ns) {
        w->step = tcs_imm_step(&w->model, (double)dt_ns * 1e-9);
        w->age = tcs_ageing_step(&w->ageing, (double)dt_ns * 1e-9);
        w->step_ns = dt_ns;
        w->step_known = true;
    }
    return &w->step;
}

void work_predict(struct work *w, struct tcs_row *row)
{
    const int64_t dt_ns = tcs_time_since(w->look->valid_at, row->at).ns;

    row_touch(w->tracker, row);
    if (dt_ns <= 0)
        return;
    tcs_imm_predict(&row->imm, work_step(w, dt_ns));
    if ((row->flags & ROW_CROSSED) != 0)
        work_keep_low(&row->imm);
    tcs_row_age(row, &w->age);
    row->at = w->look->valid_at;
}

static double length3(const double *a, const double *b)
{
    double sum = 0.0;

    for (int i = 0; i < 3; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return tcs_sqrt(sum);
}

static void book(struct work *w, struct tcs_row *row, const double *x,
                 const struct tcs_observation *obs, double weight)
{
    enum { hits_for_motion = 5 };
    const double height_known_m = 40.0; /* a radar without elevation knows none */
    const enum tcs_sensor_kind kind = w->sensor->kind;
    const struct tcs_time at =
        tcs_time_add(w->look->valid_at, tcs_span_from_seconds(obs->dt_s));
    struct tcs_class_evidence evidence = { 0 };

    evidence.at = at;
    evidence.weight = weight;
    if (row->hit_count >= hits_for_motion &&
        tcs_class_motion_due(&row->class_state, at)) {
        struct tcs_gauss g;

        tcs_imm_merged(&row->imm, &g);
        evidence.has_motion = 1;
        memcpy(evidence.velocity_mps, x + 3, sizeof evidence.velocity_mps);
        evidence.has_height = g.P[tcs_packed(2, 2)] < height_known_m * height_known_m;
        evidence.height_m = x[2];
    }
    evidence.has_rcs = obs->has_rcs;
    evidence.rcs_dbsm = obs->rcs_dbsm;
    evidence.said = obs->said;
    if (evidence.has_motion || evidence.has_rcs || evidence.said != TCS_SAID_NOTHING) {
        row->flags |= ROW_READ;
        tcs_class_add(&row->class_state, &w->config->told, &evidence);
    }
    if (weight < 0.5) /* who it belongs to is a guess */
        return;
    work_lone_book(w, row, obs);
    row->hits[kind] += w->evidence;
    row->hit_count++;
    row->kinds_seen |= 1u << kind;
    if (obs->kind != TCS_OBS_AZ && obs->kind != TCS_OBS_AZEL &&
        obs->kind != TCS_OBS_RANGE)
        row->flags |= ROW_POSITIONED;
    if ((row->flags & ROW_CONFIRMED) != 0)
        w->tracker->gaps += row->reappeared;
    row->reappeared = 0.0;
    memcpy(row->last_m, x, sizeof row->last_m);
    memcpy(row->last_mps, x + 3, sizeof row->last_mps);
    row->last_speed_mps = tcs_sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
    if (tcs_time_compare(at, row->seen_at) > 0)
        row->seen_at = at;
    if (w->evidence && tcs_sensor_is_witness(kind)) {
        if (row->witnessed_to.tai_ns == 0)
            row->witnessed_from = at;
        if (tcs_time_compare(at, row->witnessed_to) > 0)
            row->witnessed_to = at;
    }
    if (obs->has_rcs) {
        row->rcs_count++;
        row->rcs_dbsm += (obs->rcs_dbsm - row->rcs_dbsm) / row->rcs_count;
    }
}

void work_settle(struct work *w, struct tcs_row *row, const struct tcs_observation *obs,
                 double weight)
{
    enum {
        hits_to_confirm = 3,
        hits_of_age = 4 /* before, velocity is too uncertain to tell motions apart */
    };
    const double step_s = 1.0;
    const bool way_due = tcs_span_seconds(tcs_time_since(row->at, row->way_at)) >= step_s;
    double x[TCS_STATE_DIM];

    if (obs != NULL || way_due)
        tcs_imm_mean(&row->imm, x);
    if (obs != NULL)
        book(w, row, x, obs, weight);
    if (row->imm.motions == 1 && w->model.count > 1 && row->existence >= 0.5 &&
        row->hit_count >= hits_of_age)
        tcs_imm_come_of_age(&row->imm, &w->model);
    if (row->existence >= 0.5 && (row->flags & ROW_BELIEVED) == 0) {
        row->flags |= ROW_BELIEVED | ROW_FRESH;
    }
    if ((row->flags & (ROW_CONFIRMED | ROW_POSITIONED)) == ROW_POSITIONED &&
        (row->existence >= w->config->confirm_existence ||
         (row->existence >= 0.5 && row->hit_count >= hits_to_confirm))) {
        row->flags |= ROW_CONFIRMED;
        row->confirmed_at = row->at;
        row->drop = w->config->drop_existence;
        w->tracker->counts.confirmed++;
    }
    if (!way_due)
        return;
    row->way_m += length3(x, row->way_from_m);
    memcpy(row->way_from_m, x, sizeof row->way_from_m);
    row->way_at = row->at;
}
