/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_TRACKER_BENCH_H
#define TCS_TESTS_TRACKER_BENCH_H

/*
 * tracker_bench.h -- a tracker in memory of its own, for tests that hand it looks.
 */

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "track/tracker.h"

static struct tcs_tracker_config config;
static struct tcs_tracker *tracker;
static void *scratch;

static struct tcs_time at(double s)
{
    return (struct tcs_time) { INT64_C(1000000000000000000) +
                               tcs_span_from_seconds(s).ns };
}

/* The defaults, with these sensors. */
static void set_tracker(const struct tcs_sensor *sensors, uint32_t count,
                        uint32_t track_max, uint32_t observation_max)
{
    config = tcs_tracker_defaults();
    config.sensors = sensors;
    config.sensor_count = count;
    config.track_max = track_max;
    config.observation_max = observation_max;
}

/* As it is configured then. */
static void make_tracker(void)
{
    tracker = aligned_alloc(64, tcs_tracker_state_size(&config));
    scratch = aligned_alloc(64, (tcs_tracker_scratch_size(&config) + 63) & ~(size_t)63);
    CHECK(tracker != NULL && scratch != NULL);
    tcs_tracker_init(tracker, &config, at(0.0));
}

static int end(void **state)
{
    free(tracker);
    free(scratch);
    tracker = NULL;
    scratch = NULL;
    return 0;
}

/* All round and at all elevations. */
static inline struct tcs_coverage all_round(double range_m)
{
    return (struct tcs_coverage) {
        .range_max_m = range_m, .az_width_rad = 7.0, .el_min_rad = -2.0, .el_max_rad = 2.0
    };
}

/* A square east and north of the origin. */
static inline struct tcs_coverage square(double side_m)
{
    struct tcs_coverage coverage = all_round(1.5 * side_m);

    coverage.is_box = true;
    coverage.east_max_m = coverage.north_max_m = side_m;
    return coverage;
}

#endif
