/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/elem.h"

static const double GRAVITY = 9.81;
/* Quadratic drag that gives a falling multirotor a terminal speed of about 25 m/s. */
static const double DRAG_PER_M = 9.81 / (25.0 * 25.0);
static const double DRONE_ACCEL = 4.5;    /* m/s^2 */
static const double AIRCRAFT_ACCEL = 3.0; /* m/s^2 */
/* Nearer than this, horizontally, a drone flies straight at its target, whatever its
 * height. */
static const double RUN_IN_M = 110.0;
static const double GUST = 0.4;          /* m/s^2, one sigma in one second */
static const double HEADING_WALK = 0.35; /* rad per square root of a second */

static double draw(struct tcs_rand *rand, struct tcs_draw from)
{
    return tcs_rand_between(rand, from.low, from.high);
}

static double horizontal(struct tcs_vec3 v)
{
    return tcs_sqrt(v.v[0] * v.v[0] + v.v[1] * v.v[1]);
}

static void start_flyer(struct tcs_body *body, const struct tcs_flyer *flyer)
{
    struct tcs_vec3 from = flyer->start_m;

    body->kind = flyer->kind;
    body->flyer = flyer;
    body->position_m = flyer->start_m;
    body->at_s = draw(&body->rand, flyer->at_s);
    body->speed_mps = draw(&body->rand, flyer->speed_mps);
    body->cruises = flyer->height_m.high != 0.0;
    body->height_m = draw(&body->rand, flyer->height_m);
    body->climb_mps = draw(&body->rand, flyer->climb_mps);
    body->weave_m = draw(&body->rand, flyer->weave_m);
    body->weave_s = draw(&body->rand, flyer->weave_s);
    body->weave_phase = tcs_rand_between(&body->rand, 0.0, 2.0 * TCS_PI);
    body->ends = draw(&body->rand, flyer->ends);
    body->rcs_dbsm = draw(&body->rand, flyer->rcs_dbsm);
    body->ended_at_s = -1.0;
    for (uint32_t i = 0; i < flyer->waypoint_count; i++) {
        body->way_all_m += horizontal(tcs_vec3_sub(flyer->waypoints_m[i], from));
        from = flyer->waypoints_m[i];
    }
}

static void start_bird(struct tcs_body *body, const struct tcs_flock *flock)
{
    const double heading = tcs_rand_between(&body->rand, 0.0, 2.0 * TCS_PI);
    const double bearing = tcs_rand_between(&body->rand, 0.0, 2.0 * TCS_PI);
    /* The square root spreads them evenly over the disc. */
    const double away = flock->radius_m * tcs_sqrt(tcs_rand_uniform(&body->rand));

    body->kind = TCS_FLYER_BIRD;
    body->flock = flock;
    body->state = TCS_BODY_FLYING;
    body->speed_mps = draw(&body->rand, flock->speed_mps);
    body->height_m = draw(&body->rand, flock->height_m);
    body->rcs_dbsm = draw(&body->rand, flock->rcs_dbsm);
    body->ended_at_s = -1.0;
    body->position_m =
        (struct tcs_vec3) { { flock->center_m.v[0] + away * tcs_sin(bearing),
                              flock->center_m.v[1] + away * tcs_cos(bearing),
                              body->height_m } };
    body->velocity_mps =
        (struct tcs_vec3) { { body->speed_mps * tcs_sin(heading),
                              body->speed_mps * tcs_cos(heading), 0.0 } };
}

static enum tcs_status open_recorded(struct tcs_body *body, const struct tcs_frame *frame,
                                     char ret_error[256])
{
    const struct tcs_flyer *flyer = body->flyer;

    if (flyer->recorded[0] == '\0')
        return TCS_OK;
    const enum tcs_status status =
        tcs_recorded_open(flyer->recorded, frame, &body->recorded, ret_error);

    if (status == TCS_OK && flyer->recorded_moved)
        tcs_recorded_move(body->recorded, flyer->start_m);
    return status;
}

static uint32_t count_bodies(const struct tcs_scenario *scenario)
{
    uint32_t count = scenario->flyer_count;

    for (uint32_t i = 0; i < scenario->flock_count; i++)
        count += scenario->flocks[i].count;
    return count;
}

enum tcs_status tcs_world_open(const struct tcs_scenario *scenario,
                               const struct tcs_frame *frame, struct tcs_world *ret_world,
                               char ret_error[256])
{
    struct tcs_world world = { .scenario = scenario,
                               .body_count = count_bodies(scenario) };
    enum tcs_status status = TCS_OK;
    uint32_t at = 0;

    snprintf(ret_error, 256, "out of memory");
    world.bodies = calloc(world.body_count + 1, sizeof *world.bodies);
    if (world.bodies == NULL)
        return TCS_E_MEMORY;
    for (uint32_t i = 0; i < world.body_count; i++)
        world.bodies[i].rand = tcs_rand(scenario->seed, 1 + i);
    for (; at < scenario->flyer_count && status == TCS_OK; at++) {
        start_flyer(&world.bodies[at], &scenario->flyers[at]);
        status = open_recorded(&world.bodies[at], frame, ret_error);
    }
    if (status != TCS_OK) {
        tcs_world_close(&world);
        return status;
    }
    for (uint32_t i = 0; i < scenario->flock_count; i++)
        for (uint32_t k = 0; k < scenario->flocks[i].count; k++)
            start_bird(&world.bodies[at++], &scenario->flocks[i]);
    *ret_world = world;
    return TCS_OK;
}

void tcs_world_close(struct tcs_world *world)
{
    for (uint32_t i = 0; i < world->body_count; i++)
        tcs_recorded_close(world->bodies[i].recorded);
    free(world->bodies);
    world->bodies = NULL;
    world->body_count = 0;
}

static void move(struct tcs_body *body)
{
    for (int i = 0; i < 3; i++)
        body->position_m.v[i] += body->velocity_mps.v[i] * TCS_WORLD_STEP_S;
}

/* Turns the velocity towards what is wanted, no faster than the body can. */
static void accelerate(struct tcs_body *body, struct tcs_vec3 wanted_mps,
                       double accel_max)
{
    struct tcs_vec3 change = tcs_vec3_sub(wanted_mps, body->velocity_mps);
    const double size = tcs_vec3_norm(change);
    const double most = accel_max * TCS_WORLD_STEP_S;

    if (size > most)
        change = tcs_vec3_scale(change, most / size);
    for (int i = 0; i < 3; i++)
        change.v[i] += GUST * tcs_sqrt(TCS_WORLD_STEP_S) * TCS_WORLD_STEP_S *
                       tcs_rand_normal(&body->rand);
    body->velocity_mps = tcs_vec3_add(body->velocity_mps, change);
}

static struct tcs_vec3 target(const struct tcs_body *body)
{
    return body->flyer->waypoints_m[body->waypoint];
}

static bool is_last(const struct tcs_body *body)
{
    return body->waypoint + 1 == body->flyer->waypoint_count;
}

/* Metres up or down a second that bring it to its height. */
static double wanted_climb(const struct tcs_body *body)
{
    const double height = body->cruises ? body->height_m : target(body).v[2];
    const double rise = height - body->position_m.v[2];

    return rise > body->climb_mps    ? body->climb_mps
           : rise < -body->climb_mps ? -body->climb_mps
                                     : rise;
}

static struct tcs_vec3 wanted_velocity(const struct tcs_body *body, double now_s,
                                       struct tcs_vec3 to_m, double away_m)
{
    const double turn = 2.0 * TCS_PI / body->weave_s;
    const double weave = body->weave_m * turn * tcs_cos(turn * now_s + body->weave_phase);
    const double all_m = tcs_vec3_norm(to_m);

    if (is_last(body) && away_m < RUN_IN_M)
        return tcs_vec3_scale(to_m, all_m > 0.0 ? body->speed_mps / all_m : 0.0);
    const double east = to_m.v[0] / away_m;
    const double north = to_m.v[1] / away_m;

    return (struct tcs_vec3) { { body->speed_mps * east + weave * north,
                                 body->speed_mps * north - weave * east,
                                 wanted_climb(body) } };
}

static void end(struct tcs_body *body, enum tcs_body_state state, double now_s)
{
    body->state = state;
    if (body->ended_at_s < 0.0)
        body->ended_at_s = now_s;
}

static void fly(struct tcs_body *body, double now_s, double ground_m)
{
    const struct tcs_vec3 to_m = tcs_vec3_sub(target(body), body->position_m);
    const double away_m = horizontal(to_m);
    const struct tcs_vec3 before = body->position_m;

    accelerate(body, wanted_velocity(body, now_s, to_m, away_m),
               body->kind == TCS_FLYER_AIRCRAFT ? AIRCRAFT_ACCEL : DRONE_ACCEL);
    move(body);
    body->way_m += horizontal(tcs_vec3_sub(body->position_m, before));
    if (!is_last(body)) {
        if (away_m < 8.0 + 0.6 * body->speed_mps)
            body->waypoint++;
    } else if (tcs_vec3_norm(to_m) < 1.0 + 0.2 * body->speed_mps ||
               body->position_m.v[2] < ground_m) {
        end(body, TCS_BODY_ARRIVED, now_s);
    }
    if (body->ends > 0.0 && body->way_m > body->ends * body->way_all_m)
        end(body, TCS_BODY_FALLING, now_s);
}

static void climb(struct tcs_body *body)
{
    const struct tcs_vec3 up = { { 0.0, 0.0, body->climb_mps } };

    accelerate(body, up, DRONE_ACCEL);
    move(body);
    if (body->position_m.v[2] >= body->height_m)
        body->state = TCS_BODY_FLYING;
}

static void fall(struct tcs_body *body, double ground_m)
{
    const double speed = tcs_vec3_norm(body->velocity_mps);

    for (int i = 0; i < 3; i++)
        body->velocity_mps.v[i] -=
            DRAG_PER_M * speed * body->velocity_mps.v[i] * TCS_WORLD_STEP_S;
    body->velocity_mps.v[2] -= GRAVITY * TCS_WORLD_STEP_S;
    move(body);
    if (body->position_m.v[2] <= ground_m)
        body->state = TCS_BODY_FALLEN;
}

/* Heading wanders; beyond its circle the bird turns home. */
static void wander(struct tcs_body *body)
{
    const struct tcs_vec3 home = tcs_vec3_sub(body->flock->center_m, body->position_m);
    double heading = tcs_atan2(body->velocity_mps.v[0], body->velocity_mps.v[1]);

    heading += HEADING_WALK * tcs_sqrt(TCS_WORLD_STEP_S) * tcs_rand_normal(&body->rand);
    if (horizontal(home) > body->flock->radius_m) {
        const double off = tcs_angle_diff(tcs_atan2(home.v[0], home.v[1]), heading);

        heading += 0.8 * off * TCS_WORLD_STEP_S;
    }
    const double rise = 0.2 * (body->height_m - body->position_m.v[2]);

    body->velocity_mps = (struct tcs_vec3) { { body->speed_mps * tcs_sin(heading),
                                               body->speed_mps * tcs_cos(heading),
                                               rise + 0.5 * tcs_sin(0.7 * heading) } };
    move(body);
}

static void follow(struct tcs_body *body, double now_s)
{
    const double after_s = now_s - body->at_s;

    tcs_recorded_at(body->recorded, after_s, &body->position_m, &body->velocity_mps);
    if (after_s >= tcs_recorded_seconds(body->recorded))
        end(body, TCS_BODY_ARRIVED, now_s);
}

static void take_off(struct tcs_body *body, double now_s)
{
    if (now_s < body->at_s)
        return;
    const bool climbs = body->recorded == NULL && body->kind == TCS_FLYER_DRONE &&
                        body->cruises && body->height_m > body->position_m.v[2];

    body->state = climbs ? TCS_BODY_CLIMBING : TCS_BODY_FLYING;
    if (body->kind == TCS_FLYER_AIRCRAFT && body->recorded == NULL) {
        /* It comes in from outside, at its speed already. */
        const struct tcs_vec3 to_m = tcs_vec3_sub(target(body), body->position_m);

        body->velocity_mps = tcs_vec3_scale(to_m, body->speed_mps / tcs_vec3_norm(to_m));
    }
}

static void step_body(struct tcs_body *body, double now_s, double ground_m)
{
    switch (body->state) {
    case TCS_BODY_WAITING:
        take_off(body, now_s);
        break;
    case TCS_BODY_CLIMBING:
        climb(body);
        break;
    case TCS_BODY_FLYING:
        if (body->flock != NULL)
            wander(body);
        else if (body->recorded != NULL)
            follow(body, now_s);
        else
            fly(body, now_s, ground_m);
        break;
    case TCS_BODY_FALLING:
        fall(body, ground_m);
        break;
    case TCS_BODY_FALLEN:
    case TCS_BODY_ARRIVED:
        break;
    }
}

void tcs_world_step(struct tcs_world *world)
{
    world->steps++;
    world->now_s = (double)world->steps * TCS_WORLD_STEP_S;
    for (uint32_t i = 0; i < world->body_count; i++)
        step_body(&world->bodies[i], world->now_s, world->scenario->ground_m);
}

const char *tcs_body_name(const struct tcs_world *world, uint32_t body, char room[32])
{
    if (world->bodies[body].flyer != NULL)
        return world->bodies[body].flyer->name;
    snprintf(room, 32, "bird-%u", body - world->scenario->flyer_count + 1);
    return room;
}

const char *tcs_flyer_kind_name(enum tcs_flyer_kind kind)
{
    static const char *const names[] = { "drone", "aircraft", "bird" };

    return names[kind];
}

const char *tcs_body_state_name(enum tcs_body_state state)
{
    static const char *const names[] = { "waiting", "climbing", "flying",
                                         "falling", "fallen",   "arrived" };

    return names[state];
}
