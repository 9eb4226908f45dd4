/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/system.h"

#include <string.h>

#include "observe/claim.h"

static const double VELOCITY_SIGMA_MPS = 5.0; /* when it tells none */

static bool has(const struct tcs_asterix_062 *record, unsigned bit)
{
    return (record->has >> bit & 1) != 0;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static enum tcs_said_class said(const struct tcs_asterix_062 *record)
{
    if (has(record, TCS_062_EMITTER) && record->emitter == TCS_062_EMITTER_UNMANNED)
        return TCS_SAID_DRONE;
    if (has(record, TCS_062_ADDRESS) || has(record, TCS_062_MODE3A))
        return TCS_SAID_CREWED;
    return TCS_SAID_NOTHING;
}

static void put_height(const struct tcs_neck *neck, const struct tcs_asterix_062 *record,
                       struct tcs_claim *claim)
{
    if (has(record, TCS_062_GEOMETRIC)) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = record->geometric_altitude_m;
        if (has(record, TCS_062_SIGMA_GEOMETRIC))
            claim->vertical_sigma_m = record->sigma_geometric_m;
    } else if (has(record, TCS_062_BAROMETRIC) || has(record, TCS_062_LEVEL)) {
        claim->height = TCS_HEIGHT_PRESSURE;
        claim->position.height_m = neck->geoid_m + (has(record, TCS_062_BAROMETRIC)
                                                        ? record->barometric_altitude_m
                                                        : record->measured_level_m);
    }
}

static bool put_position(const struct tcs_neck *neck, uint16_t sensor,
                         const struct tcs_asterix_062 *record, struct tcs_claim *claim)
{
    struct tcs_vec3 enu = neck->sensors[sensor].position_m;

    if (has(record, TCS_062_WGS84)) {
        claim->position.lat_rad = record->lat_rad;
        claim->position.lon_rad = record->lon_rad;
    } else if (has(record, TCS_062_CARTESIAN)) {
        enu.v[0] += record->x_m;
        enu.v[1] += record->y_m;
        claim->position = tcs_geodetic_from_enu(neck->frame, enu);
        claim->position.height_m = 0.0;
    } else {
        return false;
    }
    if (has(record, TCS_062_SIGMA_XY))
        claim->horizontal_sigma_m = larger(record->sigma_x_m, record->sigma_y_m);
    return true;
}

static void put_velocity(const struct tcs_asterix_062 *record, struct tcs_claim *claim)
{
    if (!has(record, TCS_062_VELOCITY))
        return;
    claim->has_velocity = true;
    claim->velocity_mps.v[0] = record->vx_mps;
    claim->velocity_mps.v[1] = record->vy_mps;
    claim->velocity_mps.v[2] = has(record, TCS_062_CLIMB_RATE) ? record->climb_mps : 0.0;
    claim->velocity_sigma_mps = VELOCITY_SIGMA_MPS;
    if (has(record, TCS_062_SIGMA_VELOCITY))
        claim->velocity_sigma_mps =
            larger(larger(record->sigma_vx_mps, record->sigma_vy_mps), 0.25);
}

enum tcs_status tcs_system_track(const struct tcs_neck *neck, uint16_t sensor,
                                 const struct tcs_asterix_062 *record)
{
    struct tcs_claim claim;

    if (record->simulated != 0)
        return TCS_E_REFUSED;
    if (!has(record, TCS_062_TRACK))
        return TCS_E_IMPOSSIBLE;
    tcs_neck_heard(neck, sensor);
    memset(&claim, 0, sizeof claim);
    if (record->ended != 0 || record->coasting != 0 || record->tentative != 0 ||
        !put_position(neck, sensor, record, &claim))
        return TCS_OK;
    claim.id = tcs_claim_identity(TCS_CLAIM_SYSTEM, (uint64_t)record->sac << 24 |
                                                        (uint64_t)record->sic << 16 |
                                                        record->track);
    claim.said = said(record);
    claim.at = has(record, TCS_062_TIME) ? tcs_neck_tod(neck, sensor, record->tod_ns)
                                         : neck->now;
    put_height(neck, record, &claim);
    put_velocity(record, &claim);
    tcs_claim_give(neck, sensor, &claim);
    return TCS_OK;
}
