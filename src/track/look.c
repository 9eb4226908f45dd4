/* SPDX-License-Identifier: Apache-2.0 */
/* look.c -- one look through all its stages. */
#include "num/elem.h"
#include "track/work.h"

size_t tcs_tracker_scratch_size(const struct tcs_tracker_config *config)
{
    return work_size(config);
}

/* What the look taught of its sensor: false reports that nobody explains, and how often
 * sure tracks were seen. Both fade, so that they follow. */
static void learn(struct work *w)
{
    const double fade = 0.98;
    struct tcs_sensor_state *s = &w->tracker->sensors[w->look->sensor];
    double nobody = 0.0;

    for (uint32_t j = 0; j < w->meas_count; j++)
        nobody += w->meas[j].q_none;
    if (w->look->counts_misses) {
        s->clutter_seen = s->clutter_seen * fade + 1.0;
        s->clutter += (nobody - s->clutter) / s->clutter_seen;
    }
    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];
        const struct tcs_row *row = &row_array_const(w->tracker)[c->row];

        if (row->existence * row->visible < 0.9)
            continue;
        s->pd_hit = s->pd_hit * fade + (1.0 - c->p_none);
        s->pd_miss = s->pd_miss * fade + c->p_none;
    }
    s->looked_at = w->look->valid_at;
    s->looks++;
}

static void start_sensor(struct work *w)
{
    struct tcs_tracker *t = w->tracker;
    struct tcs_sensor_state *s = &t->sensors[w->look->sensor];

    if (s->looks == 0) {
        s->pd_hit = 4.0;
        s->pd_miss = 1.0;
        s->clutter = (double)w->look->count;
        s->clutter_seen = 0.5;
        s->looked_at = w->look->valid_at;
    }
}

void work_tidy(struct work *w)
{
    struct tcs_row *rows = row_array(w->tracker);

    for (uint32_t i = 0; i < w->cand_count; i++) {
        struct tcs_row *row = &rows[w->cands[i].row];

        if (row->existence < w->drop)
            row->existence = 0.0;
    }
    tcs_rows_expire(w->tracker);
    tcs_rows_sweep(w->tracker);
}

/* Moves the present on; what was learnt fades. */
static void pass_time(struct tcs_tracker *t, struct tcs_time now)
{
    const double dt = tcs_span_seconds(tcs_time_since(now, t->now));
    const double keep_births = tcs_exp(-dt / BIRTH_FADE_S);
    const double keep_gaps = tcs_exp(-dt / GAP_FADE_S);
    const struct tcs_row *rows = row_array_const(t);
    const uint32_t *alive = alive_rows_const(t);
    double flying = 0.0;

    for (uint32_t i = 0; i < t->alive_count; i++)
        if ((rows[alive[i]].flags & ROW_CONFIRMED) != 0)
            flying += rows[alive[i]].existence;
    t->born *= keep_births;
    t->watched_s = (t->watched_s + dt) * keep_births;
    t->gaps *= keep_gaps;
    t->flown_s = (t->flown_s + dt * flying) * keep_gaps;
    t->now = now;
}

enum tcs_status tcs_tracker_look(struct tcs_tracker *state,
                                 const struct tcs_tracker_config *config, void *scratch,
                                 const struct tcs_look *look)
{
    const uint64_t refused = state->counts.refused_full;
    struct work w;

    if (look->sensor >= config->sensor_count || look->sensor >= TCS_SENSOR_MAX)
        return TCS_E_ARGUMENT;
    w = work_make(config, scratch);
    w.look = look;
    w.sensor = &config->sensors[look->sensor];
    w.tracker = state;
    if (tcs_time_compare(look->valid_at, state->now) > 0)
        pass_time(state, look->valid_at);
    w.ageing = tcs_ageing(state, config);
    state->counts.looks++;
    state->counts.observations += look->count;
    start_sensor(&w);
    work_measure(&w);
    work_gate(&w);
    work_associate(&w);
    work_reassign(&w);
    work_update(&w);
    work_birth(&w);
    work_claims(&w);
    learn(&w);
    work_tidy(&w);
    return state->counts.refused_full == refused ? TCS_OK : TCS_E_FULL;
}
