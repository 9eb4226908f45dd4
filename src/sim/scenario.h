/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SIM_SCENARIO_H
#define TCS_SIM_SCENARIO_H

/*
 * scenario.h -- what happens in a simulation, from a YAML file (tocsin-scenario(5)).
 *
 * Many numbers may be given as [low, high]: then each run draws its own, by the seed.
 * Lengths in metres in the site's ENU frame, times in seconds from the beginning, angles
 * in degrees in the file and radians here.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "config/schema.h"
#include "config/site.h"
#include "num/mat.h"

/* A number, or what a run draws it from, uniformly. */
struct tcs_draw {
    double low;
    double high;
};

enum {
    TCS_SIM_WAYPOINTS_MAX = 32,
    TCS_SIM_FLYERS_MAX = 256,
    TCS_SIM_FLOCKS_MAX = 32,
    TCS_SIM_SENSORS_MAX = TCS_SENSOR_MAX,
};

enum tcs_flyer_kind { TCS_FLYER_DRONE, TCS_FLYER_AIRCRAFT, TCS_FLYER_BIRD };

/* A drone or a crewed aircraft: along waypoints, or along a recorded trajectory. */
struct tcs_flyer {
    char name[TCS_NAME_LEN];
    enum tcs_flyer_kind kind;
    struct tcs_draw at_s; /* when it takes off or comes in */
    struct tcs_vec3 start_m;
    struct tcs_vec3 waypoints_m[TCS_SIM_WAYPOINTS_MAX]; /* the last is where it goes to */
    uint32_t waypoint_count;
    uint32_t reserved;
    struct tcs_draw speed_mps;
    struct tcs_draw height_m; /* cruising height, ENU up; 0: waypoints' own */
    struct tcs_draw climb_mps;
    struct tcs_draw weave_m; /* amplitude of swerving about its way */
    struct tcs_draw weave_s; /* and its period */
    struct tcs_draw
        ends; /* share of its way after which it is brought down; 0: flies on */
    struct tcs_draw rcs_dbsm;
    bool hostile;       /* what a summary counts as an attacker */
    bool radio;         /* its link can be heard by direction finders */
    char remote_id[24]; /* serial number that it broadcasts; empty: it does not */
    uint32_t icao;      /* ADS-B address; 0: none */
    char callsign[9];
    char recorded[512];  /* CSV: time, lat, lon, height; empty: waypoints */
    bool recorded_moved; /* its first point is moved to start_m */
};

struct tcs_flock {
    uint32_t count;
    uint32_t reserved;
    struct tcs_vec3 center_m;
    double radius_m;
    struct tcs_draw height_m;
    struct tcs_draw speed_mps;
    struct tcs_draw rcs_dbsm;
};

/* What a sensor does otherwise than the site file says. */
struct tcs_sensor_truth {
    char name[TCS_NAME_LEN];
    uint16_t sensor;           /* index in the site */
    double masking_m;          /* sees nothing below this height (ENU up) */
    struct tcs_draw latency_s; /* from observation to delivery */
    double loss;               /* share of messages that never arrive */
    double detection;          /* < 0: as the site file says */
    double clutter;            /* mean a scan; < 0: as the site file says */
    double noise;              /* factor on the error model */
    double rotation_rad;       /* reported azimuth = true + this */
    double clock_s;            /* its stamps run ahead by this */
};

struct tcs_scenario {
    char name[TCS_NAME_LEN];
    char site_path[512]; /* as resolved */
    uint32_t seed;
    uint32_t flyer_count;
    uint32_t flock_count;
    uint32_t sensor_count;
    int64_t start_utc_ns;
    double duration_s;
    double ground_m; /* ENU up */
    struct tcs_flyer flyers[TCS_SIM_FLYERS_MAX];
    struct tcs_flock flocks[TCS_SIM_FLOCKS_MAX];
    struct tcs_sensor_truth
        sensors[TCS_SIM_SENSORS_MAX]; /* of every sensor of the site */
};

/* Reads a scenario and the site that it names. TCS_E_DAMAGED: ret_errors say what is
 * wrong with the scenario (or that its site is not good). TCS_E_IO: errno tells why. On
 * failure what the outputs hold is not defined. */
TCS_NODISCARD enum tcs_status tcs_scenario_load(const char *path,
                                                struct tcs_scenario *ret_scenario,
                                                struct tcs_site *ret_site,
                                                struct tcs_config_errors *ret_errors);

#endif
