/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/vehicle.h"

#include <string.h>

#include "observe/claim.h"

_Static_assert(sizeof(struct tcs_vehicle) == 40, "no padding in digested state");

static const uint32_t KNOWN = UINT32_C(1) << 31;
static const double ACCURACY_FRESH_S = 10.0;
static const double SIGMA_FLOOR_M = 1.0;
static const double VELOCITY_SIGMA_MPS = 1.0; /* of an autopilot's filter */
static const double TRAFFIC_VELOCITY_SIGMA_MPS = 5.0;

enum { FIX_3D = 3 };

enum { /* ADSB_FLAGS */
       HAS_COORDS = 1,
       HAS_ALTITUDE = 2,
       HAS_HEADING = 4,
       HAS_VELOCITY = 8,
       SIMULATED = 64,
       HAS_VERTICAL_VELOCITY = 128,
};

enum { /* ADSB_EMITTER_TYPE, ADSB_ALTITUDE_TYPE */
       EMITTER_UNMANNED = 14,
       EMITTER_SURFACE = 17, /* and above: vehicles and obstacles */
       ALTITUDE_GEOMETRIC = 1,
};

/* MAV_TYPE */
static const uint64_t GENERIC = UINT64_C(1) << 0;
/* Fixed wings, multirotors, helicopters, airships, balloons, rockets, flapping wings,
 * kites, VTOL, parafoils, parachutes. */
static const uint64_t FLYING =
    UINT64_C(1) << 1 | UINT64_C(1) << 2 | UINT64_C(1) << 3 | UINT64_C(1) << 4 |
    UINT64_C(1) << 7 | UINT64_C(1) << 8 | UINT64_C(1) << 9 | UINT64_C(1) << 13 |
    UINT64_C(1) << 14 | UINT64_C(1) << 15 | UINT64_C(1) << 16 | UINT64_C(1) << 17 |
    UINT64_C(0x7f) << 19 | UINT64_C(1) << 28 | UINT64_C(1) << 29 | UINT64_C(1) << 35 |
    UINT64_C(1) << 37 | UINT64_C(1) << 43 | UINT64_C(1) << 47;

static int64_t number(const struct tcs_mavlink *m, const char *name)
{
    return tcs_mavlink_number(m, tcs_mavlink_field(m->layout, name));
}

static struct tcs_vehicle *find(struct tcs_vehicles *vehicles,
                                const struct tcs_mavlink *message)
{
    const uint32_t key = (uint32_t)message->system << 8 | message->component | KNOWN;
    struct tcs_vehicle *oldest = &vehicles->rows[0];

    for (uint32_t i = 0; i < TCS_VEHICLES_MAX; i++) {
        struct tcs_vehicle *row = &vehicles->rows[i];

        if (row->key == key)
            return row;
        /* A free row was heard at 0, before all others. */
        if (tcs_time_compare(row->heard_at, oldest->heard_at) < 0)
            oldest = row;
    }
    vehicles->forgotten += oldest->key != 0;
    memset(oldest, 0, sizeof *oldest);
    oldest->key = key;
    return oldest;
}

static bool is_of(uint64_t types, uint32_t type)
{
    return type < 64 && (types >> type & 1) != 0;
}

static double sigma(int64_t told_mm)
{
    const double told_m = (double)told_mm * 1e-3;

    return told_mm == 0 ? 0.0 : told_m > SIGMA_FLOOR_M ? told_m : SIGMA_FLOOR_M;
}

/* Version 1 has no uncertainties: they are 0, which is "not known". */
static void take_accuracy(struct tcs_vehicle *row, const struct tcs_neck *neck,
                          const struct tcs_mavlink *message)
{
    if (number(message, "fix_type") < FIX_3D)
        return;
    row->accuracy_at = neck->now;
    row->horizontal_sigma_m = sigma(number(message, "h_acc"));
    row->vertical_sigma_m = sigma(number(message, "v_acc"));
}

static bool put_place(const struct tcs_mavlink *message, struct tcs_claim *claim)
{
    const int64_t lat_e7 = number(message, "lat");
    const int64_t lon_e7 = number(message, "lon");

    if ((lat_e7 == 0 && lon_e7 == 0) || lat_e7 == INT32_MAX)
        return false;
    claim->position.lat_rad = (double)lat_e7 * 1e-7 * TCS_RAD_PER_DEG;
    claim->position.lon_rad = (double)lon_e7 * 1e-7 * TCS_RAD_PER_DEG;
    return true;
}

static void give_position(const struct tcs_vehicle *row, const struct tcs_neck *neck,
                          uint16_t sensor, struct tcs_broadcast_name name,
                          const struct tcs_mavlink *message)
{
    const uint32_t type = row->type & ~KNOWN;
    struct tcs_claim claim;

    memset(&claim, 0, sizeof claim);
    if ((row->type & KNOWN) == 0 || !is_of(FLYING | GENERIC, type) ||
        !put_place(message, &claim))
        return;
    claim.id = tcs_claim_identity(TCS_CLAIM_MAVLINK, message->system);
    if (name.claim_id != 0) {
        claim.before = claim.id;
        claim.id = name.claim_id;
        claim.doubts = name.doubts;
    }
    claim.said = is_of(FLYING, type) ? TCS_SAID_DRONE : TCS_SAID_NOTHING;
    claim.at = neck->now;
    claim.height = TCS_HEIGHT_GEOMETRIC;
    claim.position.height_m = (double)number(message, "alt") * 1e-3 + neck->geoid_m;
    if (tcs_span_seconds(tcs_time_since(neck->now, row->accuracy_at)) <=
        ACCURACY_FRESH_S) {
        claim.horizontal_sigma_m = row->horizontal_sigma_m;
        claim.vertical_sigma_m = row->vertical_sigma_m;
    }
    claim.has_velocity = true;
    claim.velocity_mps = (struct tcs_vec3) { { (double)number(message, "vy") * 0.01,
                                               (double)number(message, "vx") * 0.01,
                                               (double)number(message, "vz") * -0.01 } };
    claim.velocity_sigma_mps = VELOCITY_SIGMA_MPS;
    tcs_claim_give(neck, sensor, &claim);
}

void tcs_vehicle_take(struct tcs_vehicles *vehicles, const struct tcs_neck *neck,
                      uint16_t sensor, struct tcs_broadcast_name name,
                      const struct tcs_mavlink *message)
{
    struct tcs_vehicle *row = find(vehicles, message);

    tcs_neck_heard(neck, sensor);
    row->heard_at = neck->now;
    if (message->id == TCS_MAVLINK_HEARTBEAT)
        row->type = (uint32_t)number(message, "type") | KNOWN;
    else if (message->id == TCS_MAVLINK_GPS_RAW_INT)
        take_accuracy(row, neck, message);
    else
        give_position(row, neck, sensor, name, message);
    neck->changed(neck->context, row, sizeof *row);
}

/* ----------------------------------------------------------------------------- ADS-B */

static enum tcs_said_class said(int64_t emitter)
{
    if (emitter == EMITTER_UNMANNED)
        return TCS_SAID_DRONE;
    return emitter >= EMITTER_SURFACE ? TCS_SAID_NOTHING : TCS_SAID_CREWED;
}

static void put_traffic_velocity(const struct tcs_mavlink *message, int64_t flags,
                                 struct tcs_claim *claim)
{
    const int64_t needed = HAS_HEADING | HAS_VELOCITY;
    const double climb_mps = (flags & HAS_VERTICAL_VELOCITY) != 0
                                 ? (double)number(message, "ver_velocity") * 0.01
                                 : 0.0;

    if ((flags & needed) != needed)
        return;
    claim->has_velocity = true;
    claim->velocity_mps = tcs_velocity_enu(
        (double)number(message, "hor_velocity") * 0.01,
        (double)number(message, "heading") * 0.01 * TCS_RAD_PER_DEG, climb_mps);
    claim->velocity_sigma_mps = TRAFFIC_VELOCITY_SIGMA_MPS;
}

enum tcs_status tcs_vehicle_traffic(const struct tcs_neck *neck, uint16_t sensor,
                                    const struct tcs_mavlink *message)
{
    const int64_t flags = number(message, "flags");
    const int64_t address = number(message, "ICAO_address");
    struct tcs_claim claim;

    if ((flags & SIMULATED) != 0)
        return TCS_E_REFUSED;
    if (address == 0 || address > 0xffffff)
        return TCS_E_IMPOSSIBLE;
    tcs_neck_heard(neck, sensor);
    memset(&claim, 0, sizeof claim);
    if ((flags & HAS_COORDS) == 0 || !put_place(message, &claim))
        return TCS_OK;
    claim.id = tcs_claim_identity(TCS_CLAIM_ICAO, (uint64_t)address);
    claim.said = said(number(message, "emitter_type"));
    claim.at = tcs_time_add(
        neck->now, (struct tcs_span) { -number(message, "tslc") * TCS_NS_PER_S });
    if ((flags & HAS_ALTITUDE) != 0) {
        claim.height = number(message, "altitude_type") == ALTITUDE_GEOMETRIC
                           ? TCS_HEIGHT_GEOMETRIC
                           : TCS_HEIGHT_PRESSURE;
        claim.position.height_m =
            (double)number(message, "altitude") * 1e-3 + neck->geoid_m;
    }
    put_traffic_velocity(message, flags, &claim);
    tcs_claim_give(neck, sensor, &claim);
    return TCS_OK;
}
