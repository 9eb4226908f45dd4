/* SPDX-License-Identifier: Apache-2.0 */
/* register.c -- which tracks carry the registration of sensors, and what it learns. */
#include "track/work.h"

/* Sure of itself, and old enough to have a course. */
static bool can_carry(const struct tcs_row *row)
{
    const double sure = 0.9;
    const uint32_t hits = 6;

    return (row->flags & ROW_CONFIRMED) != 0 && row->existence > sure &&
           row->hit_count >= hits && row->claim_id == 0;
}

/* The observation that is most probably the row's own; NULL: none, or it is doubtful. */
static const struct tcs_observation *own(const struct work *w, const struct cand *c)
{
    const double sure = 0.9;

    for (uint32_t e = c->edge_first; e < c->edge_first + c->edge_count; e++)
        if (w->edges[e].p > sure)
            return &w->look->observations[w->meas[w->edges[e].obs].index];
    return NULL;
}

/* Sensors to which the picture is put right: the tracker knows best what is whose. */
static void follow_tracks(struct work *w, bool learn)
{
    struct registration *r = w->registration;

    for (uint32_t i = 0; i < w->cand_count; i++) {
        const struct cand *c = &w->cands[i];
        const struct tcs_row *row = &row_array_const(w->tracker)[c->row];
        const struct tcs_observation *obs = own(w, c);
        struct reg_carrier *carrier;

        if (obs == NULL || !can_carry(row))
            continue;
        carrier = registration_find(r, row->id);
        if (carrier == NULL) {
            struct tcs_gauss g;

            tcs_imm_merged(&row->imm, &g);
            carrier = registration_start(r, w->config, row->id, &g, row->at);
        }
        if (carrier != NULL && learn)
            registration_learn(r, w->config, carrier, w->look, obs);
    }
}

void work_register(struct work *w)
{
    struct registration *r = w->registration;
    const bool votes = r->unknown[w->look->sensor][REG_AZ] != REG_NONE &&
                       !(r->reference_at.tai_ns != 0 && r->reference == w->look->sensor);
    struct reg_pair pairs[REG_CARRIERS];
    uint32_t count;

    if (r->unknowns == 0 || !tcs_sensor_is_witness(w->sensor->kind))
        return;
    registration_sweep(r);
    follow_tracks(w, !votes);
    count = votes ? registration_match(r, w->config, w->look, pairs) : 0;
    for (uint32_t i = 0; i < count; i++)
        registration_learn(r, w->config, pairs[i].carrier, w->look,
                           &w->look->observations[pairs[i].obs]);
    registration_settle(r, w->config, w->settle);
}
