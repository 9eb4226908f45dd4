/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ASSESS_ASSESS_H
#define TCS_ASSESS_ASSESS_H

/*
 * assess.h -- from tracks to threats: which zone is endangered by which track, when, and
 * how sure. Pure functions of the picture; no state.
 *
 * Each confirmed or coasting track is tried against each zone.
 *
 * Horizon. What enters within cover_s of the zone + reaction_s + margin_s leaves people
 * no more time than they need: that is p_enter. p_approach asks the same for approach_s
 * more, for the operator's earlier alarm.
 *
 * What it may do (fixed points instead of random ones, samples.h; entry is tested with
 * tcs_volume_entry over the polygon):
 *
 * - it flies on, weight 0.65: on its estimated courses (the tracker's mixture of motions:
 *   each gets points by its probability), with the whole uncertainty of position and
 *   velocity. p_approach rests on these alone, since a minute ahead a
 *   manoeuvre leads anywhere; so do the times to entry, when 0.05 or more of them enter.
 *
 * - it manoeuvres, weight 0.35: once, at a moment anywhere in the next 30 s, its
 *   horizontal velocity changes by a normal vector of sigma 3 m/s + 0.35 x speed an axis.
 *   It turns by some 20 degrees (one sigma), flies faster or slower, or leaves its hover.
 *
 * Height. A drone dives on what it attacks, so the way over the ground decides and height
 * only counts when it is more than the object can be expected to give up: below the
 * lowest height on its present trend it may still dive by |N(0, 100 m)| at 15 m/s at
 * most, and above the highest climb by |N(0, 60 m)| at 6 m/s. So 30 m above the ceiling
 * leaves 0.76 of the probability, 100 m 0.32, 200 m 0.05, 300 m 0.003.
 *
 * P(danger) is the sum of the probabilities of multirotor and fixed wing, of unknown
 * times danger_other, and of crewed where that is not believed; with the odds against a
 * bird times bird_odds first. The classes come from an ordinary day, on which most of
 * what flies are birds, and a drone that is taken for one costs more than a bird that is
 * taken for a drone. Rule for claims: nothing
 * that is broadcast makes an object safe. "Crewed" is believed only when witnesses agree
 * with it: a mean radar cross-section of 0 dBsm or more over at least 3 reports, or a
 * speed of 35 m/s or more, on a track that at least one kind of witness sees. Otherwise
 * its probability counts as unknown. A track that only claims support keeps whatever
 * danger it has, but its evidence is none, and without evidence nothing rings.
 *
 * Cost, on one core of 2020's: 300 drones anywhere within 3 km against 32 zones, 0.9 ms;
 * mixed traffic, of which a fifth may be dangerous, 0.2 ms; 300 drones all flying at 32
 * zones that lie together, 20 ms. A track that cannot reach a zone costs 10 ns there.
 */

#include <stddef.h>
#include <stdint.h>

#include "assess/zone.h"
#include "track/track.h"

/* What take-cover may rest on: two independent kinds of witness, or one that saw it long
 * and moving consistently. A broadcast never counts. */
enum tcs_evidence {
    TCS_EVIDENCE_NONE,
    TCS_EVIDENCE_TWO_KINDS, /* two kinds of witness, kind_hits observations of each */
    TCS_EVIDENCE_LONG,      /* seen by witnesses for consistent_s, and straight */
};
const char *
tcs_evidence_name(enum tcs_evidence evidence); /* "none", "two-kinds", "long" */

struct tcs_threat {
    uint64_t track_id;
    uint16_t zone; /* index */
    uint16_t reserved[3];
    double p_exists;    /* the track is a real object */
    double p_danger;    /* the object is dangerous */
    double p_enter;     /* it enters within the zone's horizon, given that it exists */
    double p_approach;  /* the same within approach_s more; never less than p_enter */
    double eta_s;       /* median time to entry, among those that enter; < 0: none does */
    double eta_early_s; /* 10 % quantile */
    uint32_t evidence;  /* enum tcs_evidence */
    uint32_t reserved2;
};

struct tcs_assess_config {
    const struct tcs_zone *zones;
    uint32_t zone_count;
    uint32_t kind_hits;         /* observations that make a kind of witness count: 3 */
    double reaction_s;          /* to hear, understand and begin to move: 5 */
    double margin_s;            /* for what speeds up or was seen late: 10 */
    double approach_s;          /* how much earlier the operator wants to know: 60 */
    double danger_other;        /* of an object of unknown class: 0.7 */
    double bird_odds;           /* weight of everything that is no bird: 8 */
    double consistent_s;        /* one kind of witness must have seen it this long: 15 */
    double consistent_straight; /* and its way must be at least this straight: 0.9 */
};
struct tcs_assess_config tcs_assess_defaults(void);

/* The two parts that a track has by itself. */
double tcs_assess_danger(const struct tcs_assess_config *config,
                         const struct tcs_track_view *view);
enum tcs_evidence tcs_assess_evidence(const struct tcs_assess_config *config,
                                      const struct tcs_track_view *view);

/*
 * Threats with p_approach and p_danger above 0.01, in order of (zone, track id). Returns
 * their number. When there are more than capacity, the least probable are left out. At
 * most TCS_ZONE_MAX zones.
 */
size_t tcs_assess(const struct tcs_assess_config *config,
                  const struct tcs_track_view *views, size_t view_count,
                  struct tcs_threat *ret_threats, size_t capacity);

#endif
