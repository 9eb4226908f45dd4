/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_SCENARIO_H
#define TCS_CLI_SCENARIO_H

/*
 * scenario.h -- tracker scenarios in the neutral format (docs/tracker.md), as looks.
 *
 * scenario.json and meas.jsonl are read; truth files are never opened.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "observe/look.h"
#include "observe/sensor.h"
#include "track/timeline.h"
#include "track/tracker.h"

enum { SCENARIO_ID_LEN = 32 };

struct scenario_scan {
    uint64_t k; /* index in the file */
    double t_s;
    double arrive_s;
    struct tcs_look look;
};

struct scenario {
    int dim;
    double nscan; /* scans in the file, as scenario.json says */
    uint32_t eval_count;
    double eval_period_s;
    double eval_offset_s;
    bool by_arrival; /* scans come in the order in which they were delivered */
    bool has_area;   /* estimates outside of it are not of interest */
    double area[2][2];
    double near_m; /* the score's c: farther away than that, an estimate is of nothing */
    uint32_t sensor_count;
    struct tcs_sensor sensors[TCS_SENSOR_MAX];
    enum tcs_observation_kind kinds[TCS_SENSOR_MAX];
    double sigma[TCS_SENSOR_MAX][3];
    double clutter[TCS_SENSOR_MAX]; /* in the coverage; < 0: not told */
    bool has_rcs[TCS_SENSOR_MAX];
    struct tcs_tracker_config config;
    struct tcs_timeline_config late;
    struct scenario_scan *scans;
    size_t scan_count;
    uint32_t observation_most; /* in one scan */
};

/* Second 0 of a scenario. */
struct tcs_time scenario_time(double t_s);

/* Reads the folder; sensors is a comma-separated list or NULL for all. False, with the
 * reason on standard error, when it cannot be read. */
bool scenario_open(struct scenario *ret, const char *folder, const char *sensors);
void scenario_close(struct scenario *scenario);

/* Whether a track belongs among the estimates: within the area, and more likely than not
 * there is an object within near_m of its place. */
bool scenario_shows(const struct scenario *s, const struct tcs_track_view *view);

#endif
