/* SPDX-License-Identifier: Apache-2.0 */
/* register.c -- which tracks carry the registration of sensors, and what it learns. */
#include <string.h>

#include "num/elem.h"
#include "track/carrier.h"
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

/* How far what a sensor sees at a place, flying like this, is moved by a change of what
 * its observations are corrected by. */
static void moved_by(const struct registration *r, const double *was, uint32_t sensor,
                     const double from_row[6], double ret_d[3])
{
    double change[REG_KINDS];

    for (int kind = 0; kind < REG_KINDS; kind++) {
        const int16_t i = r->unknown[sensor][kind];

        change[kind] =
            i < 0 ? 0.0 : registration_applies(r, sensor, kind) - was[(size_t)i];
    }
    const double ground = tcs_sqrt(from_row[0] * from_row[0] + from_row[1] * from_row[1]);

    ret_d[0] = -change[REG_AZ] * from_row[1] + change[REG_EAST] +
               change[REG_CLOCK] * from_row[3];
    ret_d[1] = change[REG_AZ] * from_row[0] + change[REG_NORTH] +
               change[REG_CLOCK] * from_row[4];
    ret_d[2] = -change[REG_EL] * ground + change[REG_CLOCK] * from_row[5];
}

static double square(const double d[3])
{
    return d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
}

/* The most that any kind of sensor that has had the row is moved. */
static double most_moved(const struct work *w, const double *was,
                         const struct tcs_row *row, double ret_d[3])
{
    double x[TCS_STATE_DIM];
    double most = 0.0;

    tcs_imm_mean(&row->imm, x);
    for (uint32_t s = 0; s < w->config->sensor_count; s++) {
        const struct tcs_sensor *sensor = &w->config->sensors[s];
        double from[TCS_STATE_DIM];
        double d[3];

        if ((row->kinds_seen & 1u << sensor->kind) == 0)
            continue;
        for (int i = 0; i < TCS_STATE_DIM; i++)
            from[i] = x[i] - (i < 3 ? sensor->position_m.v[i] : 0.0);
        moved_by(w->registration, was, s, from, d);
        if (square(d) > most) {
            most = square(d);
            memcpy(ret_d, d, sizeof d);
        }
    }
    return most;
}

/*
 * When it is found that it is another sensor that is turned, everything moves at once.
 * What is known of a row was learnt with the earlier corrections: it is no better than
 * the change. Otherwise the sensors that see sharply would find it gone, and start it
 * anew under another label.
 */
static void follow_corrections(struct work *w, const double *was)
{
    const double clear = 2.0; /* sigma of what is known */
    struct tcs_row *rows = row_array(w->tracker);
    const uint32_t *alive = alive_rows(w->tracker);

    for (uint32_t n = 0; n < w->tracker->alive_count; n++) {
        struct tcs_row *row = &rows[alive[n]];
        double d[3] = { 0.0 };

        if ((row->flags & ROW_BELIEVED) == 0 || !(row->existence > 0.0))
            continue;
        const double most = most_moved(w, was, row, d);
        double along = 0.0; /* variance in this direction, times its square */

        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                along += d[i] * d[j] * row->imm.g[0].P[tcs_packed(i, j)];
        if (!(most * most > clear * clear * along))
            continue;
        for (uint32_t k = 0; k < row->imm.count; k++)
            for (int i = 0; i < 3; i++)
                for (int j = 0; j <= i; j++)
                    row->imm.g[k].P[tcs_packed(i, j)] += d[i] * d[j];
        row_touch(w->tracker, row);
    }
}

void work_register(struct work *w)
{
    double was[REG_UNKNOWNS_MAX];
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
    memcpy(was, registration_applied(r), r->unknowns * sizeof was[0]);
    registration_settle(r, w->config, w->settle);
    if (memcmp(was, registration_applied(r), r->unknowns * sizeof was[0]) != 0)
        follow_corrections(w, was);
}
