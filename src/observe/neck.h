/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_NECK_H
#define TCS_OBSERVE_NECK_H

/*
 * neck.h -- what every adapter from records to looks is handed: the site, the moment,
 * and where looks go.
 *
 * A neck lives for one step of the engine. Adapters keep what must last in state blocks
 * of their own (no pointers, no padding, zero is the start), which belong to the caller.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "geo/geo.h"
#include "observe/look.h"
#include "observe/sensor.h"

enum {
    TCS_NECK_OBSERVATIONS_MAX = 512 /* in one look that an adapter makes */
};

/* Counts of a sensor, across feeds. */
struct tcs_sensor_counts {
    uint64_t looks;
    uint64_t observations;
    uint64_t stamps_refused; /* time stamps too far from arrival: arrival was taken */
    uint64_t repeated;       /* broadcasts that said again what had been said */
    uint64_t late;           /* plots whose place had been reported as looked at before */
    uint64_t looks_late;     /* used, but behind looks that came earlier (timeline.h) */
    uint64_t looks_too_late; /* not used: valid before the window */
    uint64_t looks_ahead;    /* not used: valid after it */
    struct tcs_time heard_at;   /* last; 0: never */
    struct tcs_time refused_at; /* last stamp that was refused; 0: never */
    /* Arrival minus stamp, ns: what the way takes and how the clocks differ. */
    uint64_t stamps;          /* seen; 0: nothing is known of the two below */
    int64_t offset_median_ns; /* running: goes a little towards each */
    int64_t offset_least_ns;  /* lately: rises slowly, falls at once */
};

/* Takes a look before the call returns; it is borrowed. */
typedef void tcs_look_take(void *context, const struct tcs_look *look);

/* Is told which lasting state was changed, for the digest of the step. */
typedef void tcs_state_changed(void *context, const void *state, size_t len);

struct tcs_neck {
    const struct tcs_frame *frame;
    const struct tcs_leap_table *leap;
    const struct tcs_sensor *sensors;
    uint32_t sensor_count;
    uint32_t reserved;
    double geoid_m;      /* at the site: height above the ellipsoid minus above the sea */
    struct tcs_time now; /* arrival of the event; seen_at of its looks */
    struct tcs_observation *observations; /* scratch: TCS_NECK_OBSERVATIONS_MAX of them */
    struct tcs_sensor_counts *counts;     /* one a sensor */
    tcs_look_take *take;
    tcs_state_changed *changed;
    void *context; /* of both */
};

/* Hands a look on: fills in seen_at, counts it. */
void tcs_neck_give(const struct tcs_neck *neck, struct tcs_look *look);

/* A look without coverage of its own: silence in it is no evidence. */
struct tcs_look tcs_neck_look(const struct tcs_neck *neck, uint16_t sensor,
                              struct tcs_time valid_at);

/* The sensor was heard just now, whatever it said. */
void tcs_neck_heard(const struct tcs_neck *neck, uint16_t sensor);

/* `stamp` if it lies within the sensor's limit of arrival, otherwise arrival, counted. */
struct tcs_time tcs_neck_stamp(const struct tcs_neck *neck, uint16_t sensor,
                               struct tcs_time stamp);
/* The same for a time of day, ns since midnight UTC. */
struct tcs_time tcs_neck_tod(const struct tcs_neck *neck, uint16_t sensor,
                             int64_t tod_ns);
/* A stamp of the sensor was refused within the last 10 s: its clock is wrong, and looks
 * say so. */
bool tcs_neck_clock_wrong(const struct tcs_sensor_counts *counts, struct tcs_time now);

#endif
