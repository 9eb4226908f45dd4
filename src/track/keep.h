/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_KEEP_H
#define TCS_TRACK_KEEP_H

/*
 * keep.h -- the looks of the last seconds, in their one order. Internal to the room.
 *
 * The order: valid time, then sensor, then what they hold (whatever the order of the
 * observations); it does not depend on which came first. When a look was seen is not
 * kept: nothing may follow from it.
 *
 * A block without pointers or padding; all zero but for the capacities is the start.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "observe/look.h"

struct kept_look {
    struct tcs_time valid_at;
    double clutter_expected;
    double coverage[10];
    uint32_t sensor;
    uint32_t flags;
    uint32_t first; /* observation, from 1; 0: none. Of a free row: the next free one */
    uint32_t count;
};
_Static_assert(sizeof(struct kept_look) == 112, "no padding in state");

struct kept_observation {
    double z[3];
    double sigma[3];
    double dt_s;
    double velocity_mps[3];
    double velocity_sigma_mps;
    double doppler_mps;
    double doppler_sigma_mps;
    double rcs_dbsm;
    uint64_t claim_id;
    uint64_t claim_before;
    uint32_t what; /* kind, said and what is there */
    uint32_t next; /* of the same look, or free; from 1; 0: none */
};
_Static_assert(sizeof(struct kept_observation) == 136, "no padding in state");

struct keep {
    uint32_t look_max;
    uint32_t observation_max;
    uint32_t count;      /* looks in order */
    uint32_t look_fresh; /* rows ever used */
    uint32_t look_free;  /* the first free one of them, from 1; 0: none */
    uint32_t observation_count;
    uint32_t observation_fresh;
    uint32_t observation_free;
};
_Static_assert(sizeof(struct keep) == 32, "no padding in state");

size_t keep_size(uint32_t look_max, uint32_t observation_max);
/* The block is zero beforehand. */
void keep_init(struct keep *keep, uint32_t look_max, uint32_t observation_max);

bool keep_has_room(struct keep *keep, uint32_t observation_count);
/* There is room. Returns the look's place in the order. */
uint32_t keep_insert(struct keep *keep, const struct tcs_look *look);
/* Marks that are kept with a look, and no part of the order: whether it is passed over.
 */
void keep_pass_over(struct keep *keep, uint32_t place);
bool keep_is_passed_over(struct keep *keep, uint32_t place);
/* From `place` on, none is. */
void keep_pass_over_none(struct keep *keep, uint32_t place);
/* The first `count` of the order go. */
void keep_drop(struct keep *keep, uint32_t count);

struct tcs_time keep_valid_at(struct keep *keep, uint32_t place);
/* One claim, and nothing else. */
bool keep_is_claim(struct keep *keep, uint32_t place);
/* How many looks are valid before `time`. */
uint32_t keep_before(struct keep *keep, struct tcs_time time);
/* The look as it was, but for seen_at, which becomes valid_at; its observations are
 * written to the caller's memory. */
struct tcs_look keep_get(struct keep *keep, uint32_t place,
                         struct tcs_observation *ret_observations);

struct tcs_digest keep_digest(struct keep *keep, struct tcs_digest digest);

#endif
