/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/squitter.h"

#include <string.h>

#include "observe/aircraft.h"
#include "observe/claim.h"

_Static_assert(sizeof(struct tcs_squitter_aircraft) == 72,
               "no padding in digested state");

static const double KT = 1852.0 / 3600.0;
static const double FT = 0.3048;
static const double VELOCITY_FRESH_S = 3.0;
static const double DIFFERENCE_FRESH_S = 60.0;
static const double VELOCITY_SIGMA_MPS = 5.0; /* when NACv tells nothing */

enum {
    TYPE_CODE_SET_B = 3, /* identity: gliders, balloons, unmanned */
    CATEGORY_UNMANNED = 6,
    TYPE_CODE_SET_C = 2, /* surface vehicles and obstacles */
};

static struct tcs_squitter_aircraft *find(struct tcs_squitters *squitters,
                                          const struct tcs_mode_s *record)
{
    const uint32_t key =
        record->address | (uint32_t)record->address_kind << 24 | UINT32_C(1) << 31;
    struct tcs_squitter_aircraft *set =
        squitters->aircraft[record->address % TCS_SQUITTER_SETS];
    struct tcs_squitter_aircraft *oldest = &set[0];

    for (int i = 0; i < TCS_SQUITTER_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (tcs_time_compare(set[i].heard_at, oldest->heard_at) < 0)
            oldest = &set[i];
    }
    squitters->forgotten += oldest->key != 0;
    memset(oldest, 0, sizeof *oldest);
    oldest->key = key;
    oldest->said = TCS_SAID_CREWED;
    return oldest;
}

static void take_identity(struct tcs_squitter_aircraft *row,
                          const struct tcs_mode_s *record)
{
    const uint8_t category = record->as.identity.category;

    if (record->type_code == TYPE_CODE_SET_B && category == CATEGORY_UNMANNED)
        row->said = TCS_SAID_DRONE;
    else if (record->type_code == TYPE_CODE_SET_C && category != 0)
        row->said = TCS_SAID_NOTHING;
    else
        row->said = TCS_SAID_CREWED;
}

static void take_velocity(struct tcs_squitter_aircraft *row, const struct tcs_neck *neck,
                          const struct tcs_mode_s *record)
{
    const struct tcs_mode_s_velocity *v = &record->as.velocity;

    if ((record->valid & TCS_MODE_S_GROUND_VELOCITY) != 0) {
        const double sigma = tcs_nacv_sigma_mps(v->nac);

        row->velocity_at = neck->now;
        row->east_mps = v->east_kt * KT;
        row->north_mps = v->north_kt * KT;
        row->up_mps = (record->valid & TCS_MODE_S_VERTICAL_RATE) != 0
                          ? v->vertical_ftpm * FT / 60.0
                          : 0.0;
        row->velocity_sigma_mps = sigma > 0.0 ? sigma : VELOCITY_SIGMA_MPS;
    }
    if ((record->valid & TCS_MODE_S_GNSS_MINUS_BARO) != 0) {
        row->difference_at = neck->now;
        row->difference_m = v->gnss_minus_baro_ft * FT;
    }
}

/* NIC by type code; supplements are not known here, so the larger bound holds. */
static double sigma_by_type(unsigned type_code)
{
    static const uint8_t nic[] = {
        [9] = 11, [10] = 10, [11] = 8, [12] = 7,  [13] = 6,  [14] = 5,
        [15] = 4, [16] = 2,  [17] = 1, [20] = 11, [21] = 10, [22] = 0
    };

    return type_code < sizeof nic ? tcs_nic_sigma_m(nic[type_code]) : 0.0;
}

static bool is_fresh(struct tcs_time at, struct tcs_time now, double limit_s)
{
    return at.tai_ns != 0 && tcs_span_seconds(tcs_time_since(now, at)) <= limit_s;
}

static void put_height(const struct tcs_neck *neck,
                       const struct tcs_squitter_aircraft *row,
                       const struct tcs_mode_s *record, struct tcs_claim *claim)
{
    const double altitude_m = record->as.position.altitude_ft * FT;

    if ((record->valid & TCS_MODE_S_ALTITUDE) == 0)
        return;
    if (record->as.position.gnss_height != 0) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = altitude_m;
    } else if (is_fresh(row->difference_at, neck->now, DIFFERENCE_FRESH_S)) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = altitude_m + row->difference_m;
    } else {
        claim->height = TCS_HEIGHT_PRESSURE;
        claim->position.height_m = altitude_m + neck->geoid_m;
    }
}

static void give_position(const struct tcs_squitter_aircraft *row,
                          const struct tcs_neck *neck, uint16_t sensor,
                          const struct tcs_mode_s *record,
                          const struct tcs_cpr_place *place)
{
    struct tcs_claim claim;

    memset(&claim, 0, sizeof claim);
    claim.id = tcs_claim_identity(TCS_CLAIM_ICAO,
                                  record->address | (uint64_t)record->address_kind << 24);
    claim.said = (enum tcs_said_class)row->said;
    claim.at = neck->now;
    claim.position.lat_rad = place->lat_deg * TCS_RAD_PER_DEG;
    claim.position.lon_rad = place->lon_deg * TCS_RAD_PER_DEG;
    claim.horizontal_sigma_m = sigma_by_type(record->type_code);
    put_height(neck, row, record, &claim);
    if (is_fresh(row->velocity_at, neck->now, VELOCITY_FRESH_S)) {
        claim.has_velocity = true;
        claim.velocity_mps =
            (struct tcs_vec3) { { row->east_mps, row->north_mps, row->up_mps } };
        claim.velocity_sigma_mps = row->velocity_sigma_mps;
    }
    tcs_claim_give(neck, sensor, &claim);
}

static enum tcs_status take_position(struct tcs_squitters *squitters,
                                     const struct tcs_squitter_aircraft *row,
                                     const struct tcs_neck *neck, uint16_t sensor,
                                     const struct tcs_mode_s *record)
{
    struct tcs_cpr_place place;
    const enum tcs_status status =
        tcs_cpr_fold(&squitters->cpr, record, neck->now, &place);

    if (status == TCS_OK)
        give_position(row, neck, sensor, record, &place);
    return status == TCS_E_IMPOSSIBLE ? status : TCS_OK;
}

enum tcs_status tcs_squitter_take(struct tcs_squitters *squitters,
                                  const struct tcs_neck *neck, uint16_t sensor,
                                  const struct tcs_mode_s *record)
{
    struct tcs_squitter_aircraft *row = find(squitters, record);
    enum tcs_status status = TCS_OK;

    tcs_neck_heard(neck, sensor);
    row->heard_at = neck->now;
    if (record->kind == TCS_MODE_S_IDENTITY)
        take_identity(row, record);
    else if (record->kind == TCS_MODE_S_VELOCITY)
        take_velocity(row, neck, record);
    else if (record->kind == TCS_MODE_S_AIRBORNE)
        status = take_position(squitters, row, neck, sensor, record);
    neck->changed(neck->context, row, sizeof *row);
    return status;
}
