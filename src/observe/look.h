/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_LOOK_H
#define TCS_OBSERVE_LOOK_H

/*
 * look.h -- the neck of the hourglass: one look of one sensor, with what it saw.
 *
 * A look is a moment (or a sector of a turn, or one broadcast) together with where the
 * sensor was looking, so that "looked and saw nothing" can count where it looked and
 * nowhere else. To the left of this header are protocols; to the right nothing knows one.
 *
 * Frame: site ENU, metres, radians, azimuth clockwise from true north. Angles are as
 * corrected by the sensor's known rotation.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "num/mat.h"
#include "observe/sensor.h"

enum tcs_observation_kind {
    TCS_OBS_POSITION, /* z: east, north, up       (m)             from the site origin */
    TCS_OBS_POSITION_2D, /* z: east, north        (m)             height not known */
    TCS_OBS_RAE,         /* z: range, azimuth, elevation (m, rad)    from the sensor */
    TCS_OBS_RA,    /* z: range, azimuth            (m, rad)    elevation not known */
    TCS_OBS_AZ,    /* z: azimuth                   (rad)       from the sensor */
    TCS_OBS_AZEL,  /* z: azimuth, elevation        (rad)       from the sensor */
    TCS_OBS_RANGE, /* z: range                     (m)         from the sensor */
    TCS_OBS_CLAIM, /* z: east, north, up           (m)         said by the object itself
                    */
};

enum { TCS_LOOK_OBSERVATIONS_MAX = 4096 };

/* What a sensor or a broadcast says the object is. */
enum tcs_said_class {
    TCS_SAID_NOTHING,
    TCS_SAID_DRONE,
    TCS_SAID_BIRD,
    TCS_SAID_CREWED,
    TCS_SAID_VESSEL, /* afloat, and crewed */
};

struct tcs_observation {
    enum tcs_observation_kind kind;
    enum tcs_said_class said;
    double z[3];
    double sigma[3];   /* one sigma a component, same units; independent */
    double dt_s;       /* this observation's time minus the look's valid_at */
    bool has_velocity; /* claims and tracks of others: velocity, ENU, m/s */
    bool has_doppler;  /* range rate, m/s, positive when moving away */
    bool has_rcs;
    struct tcs_vec3 velocity_mps;
    double velocity_sigma_mps;
    double doppler_mps;
    double doppler_sigma_mps;
    double rcs_dbsm;
    uint64_t claim_id;     /* of the object that claims: never 0 for a claim, else 0 */
    uint64_t claim_before; /* by which it went before that was known; 0: none */
    uint32_t doubts;       /* of a claim: bits of enum tcs_doubt (credible.h) */
};

struct tcs_look {
    uint16_t sensor;    /* index into the registry */
    bool counts_misses; /* silence inside `coverage` is evidence; false for claims */
    bool clock_wrong;   /* its stamps cannot be right: what it sees warns nobody */
    struct tcs_time valid_at;
    struct tcs_time seen_at;
    struct tcs_coverage coverage; /* of this look: a sector, or the sensor's whole */
    double
        clutter_expected; /* mean number of false reports in this look; < 0: not told */
    uint32_t count;
    struct tcs_observation
        *observations; /* count of them, borrowed until the next step */
};

/*
 * 64-bit identities of claims: the kind of broadcast in the top octet, then the 24-bit
 * address (ADS-B), the MMSI (AIS), the system (MAVLink), or 56 bits of a hash of the
 * serial number (Remote ID) or of the text that names it (networks).
 */
enum tcs_claim_kind {
    TCS_CLAIM_ICAO = 1,
    TCS_CLAIM_REMOTE_ID = 2,
    TCS_CLAIM_MMSI = 3,
    TCS_CLAIM_MAVLINK = 4,
    TCS_CLAIM_UID = 5,
    TCS_CLAIM_SYSTEM = 6, /* track of another system: SAC << 24 | SIC << 16 | number */
};

#endif
