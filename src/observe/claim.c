/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/claim.h"

#include <string.h>

#include "base/digest.h"
#include "num/elem.h"
#include "observe/credible.h"

static const uint64_t IDENTITY_BITS = (UINT64_C(1) << 56) - 1;

/* Where an object is taken to be that does not say how high it flies. */
struct unknown_height {
    double above_site_m;
    double sigma_m;
};
static const struct unknown_height DRONE = { 100.0, 150.0 };
static const struct unknown_height AIRCRAFT = { 3000.0, 4000.0 };
static const struct unknown_height VESSEL = { 0.0, 50.0 };

/* When neither the claim nor the site file says how far to believe it. */
static const double UNTOLD_HORIZONTAL_M = 30.0;
static const double UNTOLD_VERTICAL_M = 60.0;

uint64_t tcs_claim_identity(enum tcs_claim_kind kind, uint64_t identity)
{
    return (uint64_t)kind << 56 | (identity & IDENTITY_BITS);
}

/* ITU-R M.585: 111MIDaxx are aircraft of search and rescue. */
bool tcs_claim_is_vessel(uint64_t id)
{
    const uint64_t mmsi_per_kind = 1000000;

    return id >> 56 == TCS_CLAIM_MMSI && (id & IDENTITY_BITS) / mmsi_per_kind != 111;
}

uint64_t tcs_claim_hash(struct tcs_bytes identity)
{
    const struct tcs_digest none = { 0, 0 };

    return tcs_digest_chain(none, identity.data, identity.len).low & IDENTITY_BITS;
}

static double root_of_squares(double a, double b)
{
    return tcs_sqrt(a * a + b * b);
}

/* The axes of the place where the object flies are not those of the site. */
static struct tcs_vec3 turn_to_site(const struct tcs_neck *neck,
                                    struct tcs_geodetic place, struct tcs_vec3 velocity)
{
    const struct tcs_frame there = tcs_frame(place);

    return tcs_mat3_vec(&neck->frame->enu_from_ecef,
                        tcs_mat3_tvec(&there.enu_from_ecef, velocity));
}

static double told(double by_claim, double by_sensor, double otherwise)
{
    return by_claim > 0.0 ? by_claim : by_sensor > 0.0 ? by_sensor : otherwise;
}

static double height_sigma(const struct tcs_claim *claim, const struct tcs_sensor *sensor)
{
    const double sigma =
        told(claim->vertical_sigma_m, sensor->height_sigma_m, UNTOLD_VERTICAL_M);

    return claim->height == TCS_HEIGHT_PRESSURE
               ? root_of_squares(sigma, TCS_PRESSURE_SIGMA_M)
               : sigma;
}

void tcs_claim_give(const struct tcs_neck *neck, uint16_t sensor,
                    const struct tcs_claim *claim)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_look look = tcs_neck_look(neck, sensor, claim->at);
    struct tcs_observation *obs = look.observations;
    struct tcs_geodetic position = claim->position;
    const double horizontal =
        told(claim->horizontal_sigma_m, about->position_sigma_m, UNTOLD_HORIZONTAL_M);

    memset(obs, 0, sizeof *obs);
    if (claim->height == TCS_HEIGHT_NONE) {
        const struct unknown_height guess = claim->said == TCS_SAID_DRONE    ? DRONE
                                            : claim->said == TCS_SAID_VESSEL ? VESSEL
                                                                             : AIRCRAFT;

        position.height_m = neck->frame->origin.height_m + guess.above_site_m;
        obs->sigma[2] = guess.sigma_m;
    } else {
        obs->sigma[2] = height_sigma(claim, about);
    }
    const struct tcs_vec3 enu = tcs_enu_from_geodetic(neck->frame, position);

    memcpy(obs->z, enu.v, sizeof obs->z);
    obs->kind = TCS_OBS_CLAIM;
    obs->dt_s = claim->dt_s;
    obs->said = claim->said;
    obs->sigma[0] = horizontal;
    obs->sigma[1] = horizontal;
    obs->doubts = claim->doubts;
    const double credibility = tcs_credibility(claim->doubts);

    for (int i = 0; i < 3; i++)
        obs->sigma[i] /= credibility;
    obs->has_velocity = claim->has_velocity && credibility >= TCS_CREDIBLE;
    if (obs->has_velocity)
        obs->velocity_mps = turn_to_site(neck, position, claim->velocity_mps);
    obs->velocity_sigma_mps = claim->velocity_sigma_mps;
    obs->claim_id = claim->id;
    obs->claim_before = claim->before;
    look.count = 1;
    look.clutter_expected = 0.0;
    tcs_neck_give(neck, &look);
}

struct tcs_vec3 tcs_velocity_enu(double speed_mps, double track_rad, double climb_mps)
{
    return (struct tcs_vec3) { { speed_mps * tcs_sin(track_rad),
                                 speed_mps * tcs_cos(track_rad), climb_mps } };
}
