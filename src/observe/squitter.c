/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/squitter.h"

#include "observe/aircraft.h"

static const double KT = 1852.0 / 3600.0;
static const double FT = 0.3048;

enum {
    TYPE_CODE_SET_B = 3, /* identity: gliders, balloons, unmanned */
    CATEGORY_UNMANNED = 6,
    TYPE_CODE_SET_C = 2, /* surface vehicles and obstacles */
};

static void put_identity(const struct tcs_mode_s *record, struct tcs_flight *flight)
{
    const uint8_t category = record->as.identity.category;

    flight->has |= TCS_FLIGHT_CLASS;
    if (record->type_code == TYPE_CODE_SET_B && category == CATEGORY_UNMANNED)
        flight->said = TCS_SAID_DRONE;
    else if (record->type_code == TYPE_CODE_SET_C && category != 0)
        flight->said = TCS_SAID_NOTHING;
    else
        flight->said = TCS_SAID_CREWED;
}

static void put_velocity(const struct tcs_mode_s *record, struct tcs_flight *flight)
{
    const struct tcs_mode_s_velocity *v = &record->as.velocity;

    if ((record->valid & TCS_MODE_S_GROUND_VELOCITY) != 0) {
        flight->has |= TCS_FLIGHT_VELOCITY | TCS_FLIGHT_VELOCITY_SIGMA;
        flight->east_mps = v->east_kt * KT;
        flight->north_mps = v->north_kt * KT;
        flight->up_mps = (record->valid & TCS_MODE_S_VERTICAL_RATE) != 0
                             ? v->vertical_ftpm * FT / 60.0
                             : 0.0;
        flight->velocity_sigma_mps = tcs_nacv_sigma_mps(v->nac);
    }
    if ((record->valid & TCS_MODE_S_GNSS_MINUS_BARO) != 0) {
        flight->has |= TCS_FLIGHT_DIFFERENCE;
        flight->difference_m = v->gnss_minus_baro_ft * FT;
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

static void put_position(const struct tcs_mode_s *record, struct tcs_flight *flight)
{
    const double altitude_m = record->as.position.altitude_ft * FT;

    flight->has |= TCS_FLIGHT_PLACE | TCS_FLIGHT_CHECKED;
    flight->integrity_sigma_m = sigma_by_type(record->type_code);
    if ((record->valid & TCS_MODE_S_ALTITUDE) == 0)
        return;
    if (record->as.position.gnss_height != 0) {
        flight->has |= TCS_FLIGHT_HEIGHT;
        flight->height_m = altitude_m;
    } else {
        flight->has |= TCS_FLIGHT_PRESSURE_ALTITUDE;
        flight->pressure_altitude_m = altitude_m;
    }
}

enum tcs_status tcs_squitter_take(struct tcs_squitters *squitters,
                                  const struct tcs_neck *neck, uint16_t sensor,
                                  const struct tcs_mode_s *record)
{
    struct tcs_flight flight = { .address = record->address,
                                 .address_kind = record->address_kind,
                                 .at = neck->now };
    enum tcs_status status = TCS_OK;

    if (record->kind == TCS_MODE_S_IDENTITY)
        put_identity(record, &flight);
    else if (record->kind == TCS_MODE_S_VELOCITY)
        put_velocity(record, &flight);
    else if (record->kind == TCS_MODE_S_AIRBORNE)
        status = tcs_cpr_fold(&squitters->cpr, record, neck->now, &flight.place);
    if (record->kind == TCS_MODE_S_AIRBORNE && status == TCS_OK)
        put_position(record, &flight);
    const enum tcs_status taken =
        tcs_flight_take(&squitters->flights, neck, sensor, &flight);

    return status == TCS_E_IMPOSSIBLE ? status : taken;
}
