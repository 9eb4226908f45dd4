/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ASSESS_ASSESS_H
#define TCS_ASSESS_ASSESS_H

/*
 * assess.h -- from tracks to threats: which zone is endangered by which track, when, and
 * how sure. Pure functions of the picture; no state.
 *
 * P(enter) integrates the track's position and velocity uncertainty, and what it may
 * still do (turn, climb, descend on the target), over the horizon. P(danger) is the
 * chance that the object is something to fear: not a bird, not a crewed aircraft.
 */

#include <stddef.h>
#include <stdint.h>

#include "assess/zone.h"
#include "track/track.h"

/* What take-cover may rest on: two independent kinds of witness, or one that saw it long
 * and moving consistently. A broadcast alone is never enough. */
enum tcs_evidence {
    TCS_EVIDENCE_NONE,
    TCS_EVIDENCE_TWO_KINDS,
    TCS_EVIDENCE_LONG
};
const char *
tcs_evidence_name(enum tcs_evidence evidence); /* "none", "two-kinds", "long" */

struct tcs_threat {
    uint64_t track_id;
    uint16_t zone; /* index */
    uint16_t reserved[3];
    double p_danger; /* the object is dangerous */
    double
        p_enter;  /* it enters the zone within the zone's horizon, given that it exists */
    double eta_s; /* median time to entry, among those that enter; < 0: none does */
    double eta_early_s; /* 10 % quantile */
    uint32_t evidence;  /* enum tcs_evidence */
    uint32_t reserved2;
};

struct tcs_assess_config {
    const struct tcs_zone *zones;
    uint32_t zone_count;
    double reaction_s; /* added to cover_s */
    double margin_s;
    double consistent_s;        /* one kind of witness must have seen it this long */
    double consistent_straight; /* and its way must be at least this straight */
};
struct tcs_assess_config tcs_assess_defaults(void);

/* Threats with p_enter above 0.01, in order of (zone, track id). Returns their number. */
size_t tcs_assess(const struct tcs_assess_config *config,
                  const struct tcs_track_view *views, size_t view_count,
                  struct tcs_threat *ret_threats, size_t capacity);

#endif
