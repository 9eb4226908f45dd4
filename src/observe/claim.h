/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_CLAIM_H
#define TCS_OBSERVE_CLAIM_H

/*
 * claim.h -- an object says where it is: any broadcast becomes a look with one claim.
 *
 * A claim has three coordinates. What its height rests on decides how far it is believed:
 *
 *   geometric   above the ellipsoid: the stated accuracy, or the sensor's height sigma
 *   pressure    in the standard atmosphere: TCS_PRESSURE_SIGMA_M more (root of squares).
 *               Pressure at sea level differs from standard by 10 hPa (one sigma) or
 *               85 m, the geoid from the ellipsoid by 30 m or so (-107 to +86 m)
 *   none        drones are taken at 100 +- 150 m above the site, aircraft at
 *               3000 +- 4000 m, vessels at the site's height +- 50 m (water of a river or
 *               the sea): two coordinates in all but form
 *
 * What is in doubt (credible.h) is believed less: the sigmas of its place are divided by
 * its credibility, and of a claim below TCS_CREDIBLE the velocity is not used.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"
#include "geo/geo.h"
#include "observe/neck.h"

#define TCS_PRESSURE_SIGMA_M 90.0

enum tcs_height_kind { TCS_HEIGHT_NONE, TCS_HEIGHT_GEOMETRIC, TCS_HEIGHT_PRESSURE };

struct tcs_claim {
    uint64_t id;     /* tcs_claim_identity */
    uint64_t before; /* by which it went before that was known; 0: none */
    enum tcs_said_class said;
    struct tcs_time at;
    double dt_s; /* when it was there, after `at`: the tracker follows its course */
    struct tcs_geodetic position; /* height_m: 0 with TCS_HEIGHT_NONE */
    enum tcs_height_kind height;
    double horizontal_sigma_m; /* 0: not told, the sensor's */
    double vertical_sigma_m;   /* likewise */
    bool has_velocity;
    struct tcs_vec3 velocity_mps; /* ENU where the object is */
    double velocity_sigma_mps;
    uint32_t doubts; /* reasons, bits of enum tcs_doubt (credible.h); 0: none */
};

/* Kind in the top octet, the low 56 bits of `identity` below; never 0. */
uint64_t tcs_claim_identity(enum tcs_claim_kind kind, uint64_t identity);

/* Whose it is says that it is a vessel: an MMSI, but those of aircraft (111...). */
bool tcs_claim_is_vessel(uint64_t id);

/* The 56 bits for identities that are text or octets: a digest. */
uint64_t tcs_claim_hash(struct tcs_bytes identity);

void tcs_claim_give(const struct tcs_neck *neck, uint16_t sensor,
                    const struct tcs_claim *claim);

/* Speed over ground and track angle (clockwise from north) with a climb rate as ENU. */
struct tcs_vec3 tcs_velocity_enu(double speed_mps, double track_rad, double climb_mps);

#endif
