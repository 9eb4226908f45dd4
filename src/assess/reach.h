/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_ASSESS_REACH_H
#define TCS_ASSESS_REACH_H

/*
 * reach.h -- where an object may be: probability and time to enter a zone, by fixed
 * points (samples.h) over its uncertainty and over what it may still do. The model is
 * described in assess.h.
 */

#include <stdbool.h>
#include <stdint.h>

#include "assess/assess.h"
#include "assess/samples.h"
#include "geo/volume.h"
#include "num/mat.h"

/* A zone, made ready: the circle round its corners is what most points are tried on. */
struct tcs_reach_zone {
    const struct tcs_volume *volume;
    struct tcs_vec2 centre_m;
    double radius_m;
    double enter_s;    /* horizon of p_enter */
    double approach_s; /* horizon of p_approach, from now */
};
struct tcs_reach_zone tcs_reach_zone(const struct tcs_volume *volume, double enter_s,
                                     double more_s);

/* One way that the object may go. */
struct tcs_reach_way {
    struct tcs_vec3 from_m;
    struct tcs_vec3 velocity_mps;
    struct tcs_vec2 turned_mps; /* horizontal velocity after the manoeuvre */
    double freedom;             /* magnitude of a standard normal: dive or climb */
    double turn_s;              /* when it manoeuvres */
};

enum { TCS_REACH_WAYS = TCS_ASSESS_SAMPLES / 2 };

/* The ways of one behaviour, and the box that each sweeps, for a quick no. */
struct tcs_reach_ways {
    struct tcs_reach_way way[TCS_REACH_WAYS];
    double low_m[2][TCS_REACH_WAYS]; /* east, north */
    double high_m[2][TCS_REACH_WAYS];
    bool made;
};

/* A track, made ready. Ways are made when the first zone lies within their reach. */
struct tcs_reach {
    const struct tcs_track_view *view;
    /* How far from the mean the points of all courses lie, in units of their radii:
     * horizontal, both axes together, and vertical. */
    double position_sigma_m;
    double velocity_sigma_mps;
    double up_sigma_m;
    double climb_sigma_mps;
    double manoeuvre_mps; /* sigma of the change of velocity, an axis */
    double approach_s;    /* the longest horizons of all zones */
    double enter_s;
    struct tcs_reach_ways on;
    struct tcs_reach_ways turned;
};
void tcs_reach_begin(struct tcs_reach *reach, const struct tcs_track_view *view,
                     double enter_s, double approach_s);

/* Fills p_enter, p_approach, eta_s and eta_early_s. False, and nothing filled: it cannot
 * get there. */
bool tcs_reach_zone_entry(struct tcs_reach *reach, const struct tcs_reach_zone *zone,
                          struct tcs_threat *threat);

#endif
