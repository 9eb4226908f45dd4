/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_OBSERVE_DESK_H
#define TCS_TESTS_OBSERVE_DESK_H

/*
 * desk.h -- a neck on a desk: a site with one sensor, and every look that comes out.
 */

#include <string.h>

#include "check.h"
#include "observe/neck.h"

#define DEG TCS_RAD_PER_DEG

enum { DESK_LOOKS_MAX = 64 };

struct desk {
    struct tcs_frame frame;
    struct tcs_leap_table leap;
    struct tcs_sensor sensor;
    struct tcs_sensor_counts counts;
    struct tcs_observation scratch[TCS_NECK_OBSERVATIONS_MAX];
    struct tcs_neck neck;
    struct tcs_look looks[DESK_LOOKS_MAX];
    struct tcs_observation first[DESK_LOOKS_MAX]; /* observation of each look */
    size_t look_count;
    size_t changed_octets;
};

static inline void desk_take(void *context, const struct tcs_look *look)
{
    struct desk *desk = context;

    CHECK(desk->look_count < DESK_LOOKS_MAX);
    desk->looks[desk->look_count] = *look;
    if (look->count > 0)
        desk->first[desk->look_count] = look->observations[0];
    desk->look_count++;
}

static inline void desk_changed(void *context, const void *state, size_t len)
{
    struct desk *desk = context;

    CHECK(state != NULL && len > 0);
    desk->changed_octets += len;
}

/* 2021-11-06T23:59:59.500Z, half a second before midnight. */
static inline struct tcs_time desk_start(const struct desk *desk)
{
    return tcs_time_from_utc(&desk->leap, INT64_C(1636243199500000000));
}

static inline void desk_begin(struct desk *desk, enum tcs_sensor_kind kind)
{
    memset(desk, 0, sizeof *desk);
    tcs_leap_builtin(&desk->leap);
    desk->frame = tcs_frame((struct tcs_geodetic) { 33.3 * DEG, 44.4 * DEG, 40.0 });
    desk->sensor.kind = kind;
    desk->sensor.coverage.range_max_m = 5000.0;
    desk->sensor.coverage.az_width_rad = 2.0 * TCS_PI;
    desk->neck = (struct tcs_neck) { .frame = &desk->frame,
                                     .leap = &desk->leap,
                                     .sensors = &desk->sensor,
                                     .sensor_count = 1,
                                     .now = desk_start(desk),
                                     .observations = desk->scratch,
                                     .counts = &desk->counts,
                                     .take = desk_take,
                                     .changed = desk_changed,
                                     .context = desk };
}

static inline void desk_pass(struct desk *desk, double s)
{
    desk->neck.now = tcs_time_add(desk->neck.now, tcs_span_from_seconds(s));
}

static inline const struct tcs_observation *desk_last(const struct desk *desk)
{
    CHECK(desk->look_count > 0);
    return &desk->first[desk->look_count - 1];
}

static inline double desk_seconds(const struct desk *desk, struct tcs_time at)
{
    return tcs_span_seconds(tcs_time_since(at, desk_start(desk)));
}

#endif
