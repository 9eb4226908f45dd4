/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_WORLD_H
#define TCS_SIM_WORLD_H

/*
 * world.h -- the truth of a simulation: bodies that fly, in steps of TCS_WORLD_STEP_S.
 *
 * A drone climbs to its height, follows its waypoints with bounded acceleration, swerves,
 * and dives on the last one; one that is brought down falls and is gone on the ground.
 * Birds wander about their place. A recorded trajectory is followed point by point. The
 * same scenario and seed give the same bits everywhere (num/elem.h, num/rand.h).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "num/mat.h"
#include "num/rand.h"
#include "sim/recorded.h"
#include "sim/scenario.h"

#define TCS_WORLD_STEP_S 0.01

enum tcs_body_state {
    TCS_BODY_WAITING,
    TCS_BODY_CLIMBING,
    TCS_BODY_FLYING,
    TCS_BODY_FALLING, /* brought down */
    TCS_BODY_FALLEN,
    TCS_BODY_ARRIVED, /* at its last waypoint: for an attacker, the impact */
};

struct tcs_body {
    enum tcs_flyer_kind kind;
    enum tcs_body_state state;
    const struct tcs_flyer *flyer; /* NULL: a bird */
    const struct tcs_flock *flock;
    struct tcs_vec3 position_m;
    struct tcs_vec3 velocity_mps;
    double rcs_dbsm;

    /* Drawn at the beginning. */
    double at_s;
    double speed_mps;
    double height_m; /* of cruise */
    bool cruises;    /* at height_m, instead of from waypoint to waypoint */
    double climb_mps;
    double weave_m;
    double weave_s;
    double weave_phase;
    double ends;

    uint32_t waypoint;
    double way_m;      /* flown so far */
    double way_all_m;  /* of all legs */
    double ended_at_s; /* fallen, brought down or arrived; < 0: not yet */
    struct tcs_rand rand;
    struct tcs_recorded *recorded;
};

/* Visible to sensors: in the air and not yet at its end. */
static inline bool tcs_body_aloft(const struct tcs_body *body)
{
    return body->state == TCS_BODY_CLIMBING || body->state == TCS_BODY_FLYING ||
           body->state == TCS_BODY_FALLING;
}

struct tcs_world {
    const struct tcs_scenario *scenario;
    double now_s;
    uint64_t steps;
    uint32_t body_count;
    struct tcs_body *bodies;
};

/* TCS_E_MEMORY; TCS_E_IO, TCS_E_DAMAGED: a recorded trajectory (ret_error says which). */
TCS_NODISCARD enum tcs_status tcs_world_open(const struct tcs_scenario *scenario,
                                             const struct tcs_frame *frame,
                                             struct tcs_world *ret_world,
                                             char ret_error[256]);
/* One step further. */
void tcs_world_step(struct tcs_world *world);
void tcs_world_close(struct tcs_world *world);

const char *tcs_body_name(const struct tcs_world *world, uint32_t body, char room[32]);
const char *tcs_flyer_kind_name(enum tcs_flyer_kind kind);
const char *tcs_body_state_name(enum tcs_body_state state);

#endif
