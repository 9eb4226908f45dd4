/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/aircraft.h"

#include <string.h>

static const double CIRCLE_95 = 2.4477;
static const double INTERVAL_95 = 1.96;
static const double INTEGRITY = 4.0;
static const double NM = 1852.0;
static const double VELOCITY_SIGMA_MPS = 5.0; /* when NACv tells nothing */

enum { /* I021/020, editions 2.x */
       EMITTER_UNMANNED = 13,
       EMITTER_SURFACE = 20, /* and above: vehicles and obstacles */
       ADDRESS_ICAO = 0,
};

double tcs_nacp_sigma_m(unsigned nacp)
{
    static const double bound_m[] = { 0.0,       10.0 * NM, 4.0 * NM, 2.0 * NM,
                                      1.0 * NM,  0.5 * NM,  0.3 * NM, 0.1 * NM,
                                      0.05 * NM, 30.0,      10.0,     3.0 };

    return nacp < sizeof bound_m / sizeof bound_m[0] ? bound_m[nacp] / CIRCLE_95 : 0.0;
}

double tcs_nic_sigma_m(unsigned nic)
{
    static const double bound_m[] = { 0.0,      20.0 * NM, 8.0 * NM, 4.0 * NM,
                                      2.0 * NM, 1.0 * NM,  0.6 * NM, 0.2 * NM,
                                      0.1 * NM, 75.0,      25.0,     7.5 };

    return nic < sizeof bound_m / sizeof bound_m[0] ? bound_m[nic] / INTEGRITY : 0.0;
}

double tcs_nacv_sigma_mps(unsigned nacv)
{
    static const double bound_mps[] = { 0.0, 10.0, 3.0, 1.0, 0.3 };

    return nacv < sizeof bound_mps / sizeof bound_mps[0] ? bound_mps[nacv] / CIRCLE_95
                                                         : 0.0;
}

double tcs_gva_sigma_m(unsigned gva)
{
    static const double bound_m[] = { 0.0, 150.0, 45.0 };

    return gva < sizeof bound_m / sizeof bound_m[0] ? bound_m[gva] / INTERVAL_95 : 0.0;
}

static bool has(const struct tcs_asterix_021 *record, unsigned bit)
{
    return (record->has >> bit & 1) != 0;
}

static enum tcs_said_class said(const struct tcs_asterix_021 *record)
{
    if (has(record, TCS_021_EMITTER) && record->emitter == EMITTER_UNMANNED)
        return TCS_SAID_DRONE;
    if (has(record, TCS_021_EMITTER) && record->emitter >= EMITTER_SURFACE)
        return TCS_SAID_NOTHING;
    return TCS_SAID_CREWED;
}

static double horizontal_sigma(const struct tcs_asterix_021 *record)
{
    if (!has(record, TCS_021_QUALITY))
        return 0.0;
    const double by_accuracy = tcs_nacp_sigma_m(record->nacp);

    return by_accuracy > 0.0 ? by_accuracy : tcs_nic_sigma_m(record->nic);
}

static void put_height(const struct tcs_neck *neck, const struct tcs_asterix_021 *record,
                       struct tcs_claim *claim)
{
    if (has(record, TCS_021_HEIGHT)) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = record->height_m;
        if (has(record, TCS_021_QUALITY))
            claim->vertical_sigma_m = tcs_gva_sigma_m(record->gva);
    } else if (has(record, TCS_021_LEVEL)) {
        claim->height = TCS_HEIGHT_PRESSURE;
        claim->position.height_m = record->pressure_altitude_m + neck->geoid_m;
    }
}

/* Rates and speeds beyond what their field can hold are no velocity. */
static void put_velocity(const struct tcs_asterix_021 *record, struct tcs_claim *claim)
{
    const double sigma =
        has(record, TCS_021_QUALITY) ? tcs_nacv_sigma_mps(record->nacv) : 0.0;
    double climb_mps = 0.0;

    if (!has(record, TCS_021_GROUND_VECTOR) || record->speed_exceeds != 0)
        return;
    if (has(record, TCS_021_GEO_RATE) && record->geo_rate_exceeds == 0)
        climb_mps = record->geo_rate_mps;
    else if (has(record, TCS_021_BARO_RATE) && record->baro_rate_exceeds == 0)
        climb_mps = record->baro_rate_mps;
    claim->has_velocity = true;
    claim->velocity_mps =
        tcs_velocity_enu(record->ground_speed_mps, record->track_angle_rad, climb_mps);
    claim->velocity_sigma_mps = sigma > 0.0 ? sigma : VELOCITY_SIGMA_MPS;
}

static bool found_wrong(const struct tcs_asterix_021 *record)
{
    return record->cpr_failed != 0 || record->position_failed != 0 ||
           record->range_failed != 0 || record->nogo != 0;
}

enum tcs_status tcs_aircraft_report(const struct tcs_neck *neck, uint16_t sensor,
                                    const struct tcs_asterix_021 *record)
{
    struct tcs_claim claim;
    int64_t tod_ns = 0;

    memset(&claim, 0, sizeof claim);
    if (record->simulated != 0 || record->test != 0 || record->monitor != 0)
        return TCS_E_REFUSED;
    if (found_wrong(record) || !has(record, TCS_021_ADDRESS))
        return TCS_E_IMPOSSIBLE;
    tcs_neck_heard(neck, sensor);
    if (!tcs_021_position(record, &claim.position.lat_rad, &claim.position.lon_rad))
        return TCS_OK;
    const uint64_t type =
        has(record, TCS_021_DESCRIPTOR) ? record->address_type : ADDRESS_ICAO;

    claim.id = tcs_claim_identity(TCS_CLAIM_ICAO, record->address | type << 24);
    claim.said = said(record);
    claim.at = tcs_021_position_tod(record, &tod_ns) ? tcs_neck_tod(neck, sensor, tod_ns)
                                                     : neck->now;
    claim.horizontal_sigma_m = horizontal_sigma(record);
    put_height(neck, record, &claim);
    put_velocity(record, &claim);
    tcs_claim_give(neck, sensor, &claim);
    return TCS_OK;
}
