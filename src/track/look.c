/* SPDX-License-Identifier: Apache-2.0 */
/* look.c -- one look through all its stages. */
#include "num/elem.h"
#include "track/work.h"

size_t tcs_tracker_scratch_size(const struct tcs_tracker_config *config)
{
    return work_size(config);
}

/* How far a row's claim on an observation is to be believed when clutter is counted:
 * false tracks must not explain away the false reports that feed them. */
static double credit(const struct tcs_row *row)
{
    const double hits_for_full = 10.0;
    const double hits = (double)row->hit_count;

    if ((row->flags & ROW_CONFIRMED) == 0)
        return 0.0;
    return row->existence * (hits < hits_for_full ? hits / hits_for_full : 1.0);
}

/* The look was booked as clutter altogether (measure.c); now what tracks explain is taken
 * back. */
static void learn_clutter(struct work *w)
{
    struct clutter *map = &clutter_maps(w->tracker)[w->look->sensor];

    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];
        const double believed = credit(&row_array_const(w->tracker)[c->row]);

        for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
            w->meas[w->edges[e].obs].explained += w->edges[e].p * believed;
    }
    for (uint32_t j = 0; j < w->meas_count; j++) {
        const double explained = w->meas[j].explained;

        clutter_add(map, w->meas[j].place, explained < 1.0 ? -explained : -1.0);
    }
}

/* What the look taught of its sensor: how often sure tracks are seen, fading, so that it
 * follows; and where false reports come from, when that was not told. */
static void learn(struct work *w)
{
    const double fade = 0.98;
    const double sure = 0.5;
    struct tcs_sensor_state *s = &w->tracker->sensors[w->look->sensor];

    if (work_clutter_learnt(w)) {
        learn_clutter(w);
        s->map_touched = w->tracker->counts.looks;
    }
    if (w->look->counts_misses) {
        s->pd_hit *= fade;
        s->pd_miss *= fade;
    }
    for (uint32_t i = 0; i < w->cand_count && w->look->counts_misses; i++) {
        const struct cand *c = &w->cands[i];

        /* As it was before the look: what is missed is no longer sure afterwards. */
        if (c->detect < sure * c->pd)
            continue;
        s->pd_hit += 1.0 - c->p_none;
        /* What was not seen may also be gone, or hidden. */
        s->pd_miss += c->p_none * c->detect * (1.0 / c->pd - 1.0) / (1.0 - c->detect);
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
        s->looked_at = w->look->valid_at;
        s->first_turn_until = tcs_time_add(
            w->look->valid_at, tcs_span_from_seconds(0.99 * w->sensor->period_s));
    }
}

void work_tidy(struct work *w)
{
    struct tcs_row *rows = row_array(w->tracker);

    for (uint32_t i = 0; i < w->cand_count; i++) {
        struct tcs_row *row = &rows[w->cands[i].row];

        if (row->existence < row->drop) {
            row->existence = 0.0;
            row_ends(w->tracker);
        }
    }
    tcs_rows_sweep(w->tracker);
}

/* Moves the present on; what was learnt fades. */
static void pass_time(struct tcs_tracker *t, struct tcs_time now)
{
    const double dt = tcs_span_seconds(tcs_time_since(now, t->now));
    const double since_start = tcs_span_seconds(tcs_time_since(now, t->start));
    const double keep_gaps = tcs_exp(-dt / GAP_FADE_S);
    const struct tcs_row *rows = row_array_const(t);
    const uint32_t *alive = alive_rows_const(t);
    double flying = 0.0;
    double born = 0.0;

    for (uint32_t i = 0; i < t->alive_count; i++) {
        const struct tcs_row *row = &rows[alive[i]];

        row_ask(rows, alive, i, t->alive_count, ROW_FETCH_HEAD);
        if ((row->flags & ROW_CONFIRMED) != 0)
            flying += row->existence;
        if (row->claim_id == 0 && (row->flags & ROW_AT_START) == 0 &&
            tcs_span_seconds(tcs_time_since(now, row->first_at)) <= BIRTH_WINDOW_S)
            born += row->existence;
    }
    t->born = born;
    t->watched_s = since_start < BIRTH_WINDOW_S ? since_start : BIRTH_WINDOW_S;
    t->gaps *= keep_gaps;
    t->flown_s = (t->flown_s + dt * flying) * keep_gaps;
    tcs_ends_fade(t, dt);
    t->now = now;
}

/* The labels that this look may give follow from when and by what the object was first
 * seen, and not from how many others there were: data that comes late, and starts or ends
 * others, leaves them as they are. They rise from look to look, as the order of rows
 * wants it, and stay below 2^53 for four years. */
static void name_births(struct tcs_tracker *t, const struct tcs_look *look)
{
    enum { births_in_a_look = 1024 }; /* more take those of the next */
    const int64_t ms = tcs_time_since(look->valid_at, t->start).ns / 1000000;
    const uint64_t first =
        ((ms > 0 ? (uint64_t)ms : 0) * TCS_SENSOR_MAX + look->sensor) * births_in_a_look +
        1;

    if (first > t->next_id)
        t->next_id = first;
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
    w.tracker = state;
    w.registration = registration_of(state);
    w.corrected = config->sensors[look->sensor];
    registration_place(w.registration, look->sensor, &w.corrected.position_m);
    w.sensor = &w.corrected;
    w.sector = tcs_sector(&look->coverage);
    w.field = tcs_sector(&w.corrected.coverage);
    if (tcs_time_compare(look->valid_at, state->now) > 0)
        pass_time(state, look->valid_at);
    w.ageing = tcs_ageing(state, config);
    state->counts.looks++;
    registration_pass(w.registration, config, state->now, state->counts.looks);
    registration_heard(w.registration, look);
    w.evidence = !look->clock_wrong && !registration_doubts(w.registration, look->sensor);
    state->counts.observations += look->count;
    start_sensor(&w);
    name_births(state, look);
    work_measure(&w);
    work_launches(&w);
    work_gate(&w);
    work_survive(&w);
    work_rays_gate(&w);
    w.cand_count += w.ray_count; /* rows and rays bid for observations alike */
    work_associate(&w);
    w.cand_count -= w.ray_count;
    work_reassign(&w);
    work_update(&w);
    work_rays_update(&w);
    work_learn_survival(&w);
    work_birth(&w);
    work_rays_birth(&w);
    work_rays_places(&w);
    work_claims(&w);
    work_relink(&w);
    work_register(&w);
    learn(&w);
    work_tidy(&w);
    return state->counts.refused_full == refused ? TCS_OK : TCS_E_FULL;
}
