/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relink.c -- labels that last: a track that comes up where a lost one could be is that
 * one.
 *
 * Behind a building a drone turns, and comes out where the motion models did not expect
 * it. When a new row is first believed, it is compared with the confirmed rows that have
 * not been seen for a while: what is known of them is where they were and how fast. If
 * one of them could have come here, and that is much likelier than that something new
 * came up within its reach, the new row goes on under the old label.
 */
#include <string.h>

#include "num/elem.h"
#include "track/work.h"

static const double shortest_gap_s = 2.5;
static const double odds_to_link = 2.0;

static double seconds(struct tcs_time after, struct tcs_time before)
{
    return tcs_span_seconds(tcs_time_since(after, before));
}

/*
 * Odds that `young` is `lost` and not something new: the density with which the lost one
 * comes out of hiding here, over that of new objects. Where it could be by now: about
 * half the way that it would have gone straight on, with a spread of 0.6 of that way,
 * which covers everything from standing still to a bend; further than it can fly there is
 * nothing.
 */
static double odds(const struct work *w, const struct tcs_row *lost,
                   const struct tcs_row *young, double births_per_m2_s)
{
    const double two_pi = 6.283185307179586;
    const double longest_gap_s = 20.0;
    const double gap_s = seconds(young->first_at, lost->seen_at);
    const double slack_m = w->reach_m + 5.0;
    const double way = lost->last_speed_mps * gap_s;
    const double spread = 0.6 * way + slack_m;
    double from_last2 = 0.0;
    double from_mean2 = 0.0;

    if (gap_s < shortest_gap_s || gap_s > longest_gap_s)
        return 0.0;
    for (int i = 0; i < 2; i++) {
        const double d = young->first_m[i] - lost->last_m[i];
        const double off = d - 0.5 * gap_s * lost->last_mps[i];

        from_last2 += d * d;
        from_mean2 += off * off;
    }
    if (tcs_sqrt(from_last2) > 1.2 * way + 3.0 * slack_m)
        return 0.0;
    return lost->existence * w->ageing.show_per_s *
           tcs_exp(-0.5 * from_mean2 / (spread * spread)) /
           (two_pi * spread * spread * (births_per_m2_s + 1e-12));
}

/* Adds what one row has been told to another. */
static void add_history(struct tcs_row *to, const struct tcs_row *from)
{
    to->kinds_seen |= from->kinds_seen;
    if (from->witnessed_to.tai_ns != 0) {
        if (to->witnessed_to.tai_ns == 0)
            to->witnessed_from = from->witnessed_from;
        if (tcs_time_compare(from->witnessed_to, to->witnessed_to) > 0)
            to->witnessed_to = from->witnessed_to;
    }
    for (int kind = 0; kind < TCS_SENSOR_KIND_COUNT; kind++)
        to->hits[kind] += from->hits[kind];
    to->hit_count += from->hit_count;
    if (from->rcs_count > 0) {
        const double n = (double)to->rcs_count + (double)from->rcs_count;

        to->rcs_dbsm += (from->rcs_dbsm - to->rcs_dbsm) * from->rcs_count / n;
        to->rcs_count += from->rcs_count;
    }
    tcs_class_join(&to->class_state, &from->class_state);
    to->flags |= from->flags & (ROW_POSITIONED | ROW_READ);
}

/* The old row goes on with the state of the young one. */
static void take_over(struct tcs_row *lost, struct tcs_row *young)
{
    add_history(lost, young);
    lost->at = young->at;
    lost->existence = young->existence;
    lost->visible = young->visible;
    lost->imm = young->imm;
    lost->seen_at = young->seen_at;
    memcpy(lost->last_m, young->last_m, sizeof lost->last_m);
    memcpy(lost->last_mps, young->last_mps, sizeof lost->last_mps);
    lost->last_speed_mps = young->last_speed_mps;
    young->existence = 0.0;
}

struct tcs_row *work_unite(struct tcs_row *stale, struct tcs_row *seen)
{
    if (stale->id < seen->id) {
        take_over(stale, seen);
        return stale;
    }
    add_history(seen, stale);
    stale->existence = 0.0;
    return seen;
}

/* Lists the rows that are lost in w->cluster_cand, which is free by now. */
static uint32_t list_lost(struct work *w)
{
    const struct tcs_tracker *t = w->tracker;
    const struct tcs_row *rows = row_array_const(t);
    const uint32_t *alive = alive_rows_const(t);
    uint32_t count = 0;

    for (uint32_t i = 0; i < t->alive_count; i++) {
        const struct tcs_row *row = &rows[alive[i]];

        row_ask(rows, alive, i, t->alive_count, ROW_FETCH_HEAD);
        if ((row->flags & ROW_CONFIRMED) != 0 && row->existence > 0.0 &&
            seconds(w->look->valid_at, row->seen_at) >= shortest_gap_s)
            w->cluster_cand[count++] = alive[i];
    }
    return count;
}

static void relink(struct work *w, struct tcs_row *young, uint32_t lost_count)
{
    struct tcs_row *rows = row_array(w->tracker);
    const double births = work_birth_rate(w) / work_ground_area(w);
    struct tcs_row *best = NULL;
    double best_odds = odds_to_link;

    for (uint32_t i = 0; i < lost_count; i++) {
        struct tcs_row *lost = &rows[w->cluster_cand[i]];
        const double o = lost != young ? odds(w, lost, young, births) : 0.0;

        if (o > best_odds) {
            best = lost;
            best_odds = o;
        }
    }
    if (best == NULL)
        return;
    w->tracker->gaps += 1.0;
    /* It was thought to be gone, as far as its existence had fallen. */
    w->tracker->ended -= young->existence - best->existence;
    if (!(w->tracker->ended > 0.0))
        w->tracker->ended = 0.0;
    take_over(best, young);
    row_ends(w->tracker);
    row_touch(w->tracker, best);
}

void work_relink(struct work *w)
{
    struct tcs_row *rows = row_array(w->tracker);
    uint32_t lost_count = UINT32_MAX;

    for (uint32_t i = 0; i < w->cand_count; i++) {
        struct tcs_row *row = &rows[w->cands[i].row];

        if ((row->flags & ROW_FRESH) == 0)
            continue;
        row->flags &= ~(uint32_t)ROW_FRESH;
        if (lost_count == UINT32_MAX)
            lost_count = list_lost(w);
        if (row->existence > 0.0 && row->claim_id == 0 &&
            (w->config->without & TCS_WITHOUT_RELINK) == 0)
            relink(w, row, lost_count);
    }
}
