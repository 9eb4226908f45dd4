/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TRACK_REGISTRATION_H
#define TCS_TRACK_REGISTRATION_H

/*
 * registration.h -- how each sensor is turned, displaced and late, estimated from objects
 * that several sensors see, with what remains unknown; and observations corrected by it.
 *
 *   reported azimuth   = true + az      reported elevation = true + el       (rad)
 *   time stamp         = true + clock                                        (s)
 *   place of sensor    = told + east, north                                  (m)
 *
 * Of each sensor those are estimated whose prior sigma (observe/sensor.h) is not 0.
 *
 * Up to REG_CARRIERS confirmed tracks carry the estimate. Each carrier has a Kalman
 * filter of its own over position and velocity that takes the sensors as they are now
 * believed to be, and the sensitivity U of its state to the errors of all sensors; one
 * filter over all errors takes the carriers' innovations, whose sensitivity is H U + D.
 * Together they are the joint filter over objects and errors (exactly so were the
 * measurements linear): what two sensors share, and what nobody can know, such as the
 * rotation of all of them or the time that all clocks are off together, stays uncertain.
 *
 * Sources: Friedland, "Treatment of bias in recursive filtering", IEEE TAC 14 (1969)
 * 359-367; Lin, Bar-Shalom, Kirubarajan, "Multisensor-multitarget bias estimation for
 * general asynchronous sensors", IEEE TAES 41 (2005) 899-921.
 *
 * Which of the errors are worth correcting: settle.c.
 *
 * Internal to the room. The block has no pointers or padding; sized by the configuration.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filter/gauss.h"
#include "observe/look.h"
#include "track/tracker.h"

enum {
    REG_AZ,
    REG_EL,
    REG_CLOCK,
    REG_EAST,
    REG_NORTH,
    REG_KINDS,
};
enum {
    REG_CARRIERS = 16,
    REG_VOTES = 48, /* cells of rotation over seven sigma of the prior */
    REG_PAIRS_MAX = 32,
    /* Unknowns of all sensors together; those of sensors for which there is no room are
     * taken to be 0, with their prior sigma. */
    REG_UNKNOWNS_MAX = 96,
    REG_NONE = -1,
};

struct reg_carrier {
    uint64_t id; /* of the track; 0: free */
    struct tcs_time at;
    struct tcs_time seen_at;
    uint64_t sensors;   /* that have seen it, a bit each */
    uint64_t rejected;  /* measurements in a row that were none of its own */
    struct tcs_gauss g; /* given that the errors are `about` */
};
_Static_assert(sizeof(struct reg_carrier) == 8 * (5 + 27), "no padding");

/* What a sensor's looks of late say of its rotation, whoever saw whom: log likelihood. */
struct reg_votes {
    struct tcs_time at;
    double log[REG_VOTES];
};

struct registration {
    struct tcs_time at;
    struct tcs_time reference_at; /* when it was last heard; 0: there is none */
    uint32_t reference;           /* sensor to which the others are put right */
    uint32_t unknowns;
    struct tcs_time settled_at;
    uint64_t doubted; /* sensors whose clock is found to be wrong, a bit each */
    uint64_t touched; /* number of the look that changed it last */
    int16_t unknown[TCS_SENSOR_MAX][REG_KINDS + 1]; /* REG_NONE: taken as told */
};
_Static_assert(sizeof(struct registration) == 8 * 6 + 2 * TCS_SENSOR_MAX * 6,
               "no padding");

size_t registration_size(const struct tcs_tracker_config *config);
void registration_init(struct registration *r, const struct tcs_tracker_config *config,
                       struct tcs_time start);

/* Errors drift while time passes. */
void registration_pass(struct registration *r, const struct tcs_tracker_config *config,
                       struct tcs_time now, uint64_t look);

/* What one error of one sensor is corrected by. */
double registration_applies(const struct registration *r, uint32_t sensor, int kind);
/* Estimate and sigma of one error of one sensor; what is taken as told has its prior. */
struct reg_estimate {
    double value;
    double sigma;
};
struct reg_estimate registration_estimate(const struct registration *r,
                                          const struct tcs_tracker_config *config,
                                          uint32_t sensor, int kind);

/* The sensor's clock is found to be wrong, and by how much is not yet known well enough
 * for its stamps to be put right. */
bool registration_doubts(const struct registration *r, uint32_t sensor);

/* The sensor's place, and an observation's numbers, as they ought to be. What remains
 * unknown relative to the sensor that the picture rests on goes into the sigmas. */
void registration_place(const struct registration *r, uint32_t sensor,
                        struct tcs_vec3 *place_m);
void registration_correct(const struct registration *r,
                          const struct tcs_tracker_config *config, uint32_t sensor,
                          struct tcs_observation *obs);

/* A look that gives places has been heard. */
void registration_heard(struct registration *r, const struct tcs_look *look);

/* The carrier of a track; NULL: none. */
struct reg_carrier *registration_find(struct registration *r, uint64_t id);
/* Makes a track a carrier, if there is room: g is its state at the time. */
struct reg_carrier *registration_start(struct registration *r,
                                       const struct tcs_tracker_config *config,
                                       uint64_t id, const struct tcs_gauss *g,
                                       struct tcs_time at);
/* Who is who in a look, sure pairs only, whatever the sensor's rotation. */
struct reg_pair {
    struct reg_carrier *carrier;
    uint32_t obs; /* in the look */
    uint32_t reserved;
};
uint32_t registration_match(struct registration *r,
                            const struct tcs_tracker_config *config,
                            const struct tcs_look *look,
                            struct reg_pair ret_pairs[REG_CARRIERS]);

/* The carrier's track is the one that the look's observation is of. */
void registration_learn(struct registration *r, const struct tcs_tracker_config *config,
                        struct reg_carrier *carrier, const struct tcs_look *look,
                        const struct tcs_observation *obs);
/* Decides what observations are corrected by from now on, and what is told; room: of
 * that many octets, aligned. */
size_t registration_room(const struct tcs_tracker_config *config);
void registration_settle(struct registration *r, const struct tcs_tracker_config *config,
                         double *room);
/* Frees carriers that have not been seen for a while. */
void registration_sweep(struct registration *r);

#endif
