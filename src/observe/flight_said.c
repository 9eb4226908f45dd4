/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flight_said.c -- UAT frames, SBS lines and readsb's JSON as what flight.h takes.
 */
#include <string.h>

#include "num/elem.h"
#include "observe/aircraft.h"
#include "observe/flight.h"

static const double KT = 1852.0 / 3600.0;
static const double FT = 0.3048;
static const double FTPMIN = 0.3048 / 60.0;

/* Emitter categories: set and number, as "B6" has them. */
static void put_class(char set, char number, struct tcs_flight *flight)
{
    flight->has |= TCS_FLIGHT_CLASS;
    flight->said = TCS_SAID_CREWED;
    if (set == 'B' && number == '6')
        flight->said = TCS_SAID_DRONE;
    else if (set == 'C' && number != '0')
        flight->said = TCS_SAID_NOTHING; /* vehicles and obstacles */
}

static void put_difference(struct tcs_flight *flight)
{
    const uint32_t both = TCS_FLIGHT_HEIGHT | TCS_FLIGHT_PRESSURE_ALTITUDE;

    if ((flight->has & both) != both)
        return;
    flight->has |= TCS_FLIGHT_DIFFERENCE;
    flight->difference_m = flight->height_m - flight->pressure_altitude_m;
}

static void put_course(double speed_kt, double track_deg, struct tcs_flight *flight)
{
    const double track_rad = track_deg * TCS_RAD_PER_DEG;

    flight->has |= TCS_FLIGHT_VELOCITY;
    flight->east_mps = speed_kt * KT * tcs_sin(track_rad);
    flight->north_mps = speed_kt * KT * tcs_cos(track_rad);
}

/* -------------------------------------------------------------------------------- UAT */

static void put_uat_status(const struct tcs_uat *record, struct tcs_flight *flight)
{
    if ((record->valid & TCS_UAT_CATEGORY) != 0)
        put_class((char)('A' + record->category / 8), (char)('0' + record->category % 8),
                  flight);
    flight->has |= TCS_FLIGHT_ACCURACY | TCS_FLIGHT_VELOCITY_SIGMA;
    flight->horizontal_sigma_m = tcs_nacp_sigma_m(record->nac_p);
    flight->vertical_sigma_m = tcs_gva_sigma_m(record->gva); /* 0 before version 2 */
    flight->velocity_sigma_mps = tcs_nacv_sigma_mps(record->nac_v);
}

static void put_uat_state(const struct tcs_uat *record, struct tcs_flight *flight)
{
    const uint32_t both = TCS_UAT_NORTH | TCS_UAT_EAST;

    if ((record->valid & TCS_UAT_POSITION) != 0) {
        flight->has |= TCS_FLIGHT_PLACE;
        flight->place = (struct tcs_cpr_place) { record->lat_deg, record->lon_deg };
        flight->integrity_sigma_m = tcs_nic_sigma_m(record->nic);
    }
    if (record->state > TCS_UAT_SUPERSONIC || record->qualifier == TCS_UAT_VEHICLE ||
        record->qualifier == TCS_UAT_BEACON)
        flight->has |= TCS_FLIGHT_GROUND;
    if ((record->valid & TCS_UAT_BARO_ALTITUDE) != 0) {
        flight->has |= TCS_FLIGHT_PRESSURE_ALTITUDE;
        flight->pressure_altitude_m = record->baro_altitude_ft * FT;
    }
    if ((record->valid & TCS_UAT_GEO_ALTITUDE) != 0) {
        flight->has |= TCS_FLIGHT_HEIGHT;
        flight->height_m = record->geo_altitude_ft * FT;
    }
    put_difference(flight);
    if ((record->valid & both) == both) {
        flight->has |= TCS_FLIGHT_VELOCITY;
        flight->east_mps = record->east_kt * KT;
        flight->north_mps = record->north_kt * KT;
        flight->up_mps = record->vertical_ftpm * FTPMIN; /* 0 when it is not told */
    }
}

struct tcs_flight tcs_flight_uat(const struct tcs_neck *neck,
                                 const struct tcs_uat *record)
{
    const bool is_icao =
        record->qualifier == TCS_UAT_ADSB_ICAO || record->qualifier == TCS_UAT_TISB_ICAO;
    struct tcs_flight flight = { .address = record->address,
                                 .address_kind =
                                     is_icao ? TCS_MODE_S_ICAO : TCS_MODE_S_ANONYMOUS,
                                 .at = neck->now };

    if ((record->elements & TCS_UAT_STATE_VECTOR) != 0)
        put_uat_state(record, &flight);
    if ((record->elements & TCS_UAT_MODE_STATUS) != 0)
        put_uat_status(record, &flight);
    return flight;
}

/* -------------------------------------------------------------------------------- SBS */

struct tcs_flight tcs_flight_sbs(const struct tcs_neck *neck, const struct tcs_sbs *sbs)
{
    const uint32_t place = 1 << TCS_SBS_LAT_DEG | 1 << TCS_SBS_LON_DEG;
    const uint32_t motion = 1 << TCS_SBS_SPEED_KT | 1 << TCS_SBS_TRACK_DEG;
    struct tcs_flight flight = { .address = sbs->address,
                                 .address_kind = sbs->other_address != 0
                                                     ? TCS_MODE_S_ANONYMOUS
                                                     : TCS_MODE_S_ICAO,
                                 .at = neck->now };

    if ((sbs->flags & TCS_SBS_GROUND) != 0 || sbs->type == 2)
        flight.has |= TCS_FLIGHT_GROUND;
    if ((sbs->has & place) == place) {
        flight.has |= TCS_FLIGHT_PLACE;
        flight.place = (struct tcs_cpr_place) { sbs->numbers[TCS_SBS_LAT_DEG],
                                                sbs->numbers[TCS_SBS_LON_DEG] };
    }
    if ((sbs->has & 1 << TCS_SBS_ALTITUDE_FT) != 0) {
        flight.has |= TCS_FLIGHT_PRESSURE_ALTITUDE;
        flight.pressure_altitude_m = sbs->numbers[TCS_SBS_ALTITUDE_FT] * FT;
    }
    if ((sbs->has & motion) == motion) {
        put_course(sbs->numbers[TCS_SBS_SPEED_KT], sbs->numbers[TCS_SBS_TRACK_DEG],
                   &flight);
        flight.up_mps = sbs->numbers[TCS_SBS_VERTICAL_FTPM] * FTPMIN;
    }
    return flight;
}

/* ----------------------------------------------------------------------------- readsb */

static bool told(const struct tcs_readsb *readsb, unsigned number)
{
    return (readsb->has >> number & 1) != 0;
}

static void put_readsb_place(const struct tcs_readsb *readsb, struct tcs_flight *flight)
{
    const double *numbers = readsb->numbers;

    if (!told(readsb, TCS_READSB_LAT) || !told(readsb, TCS_READSB_LON))
        return;
    flight->has |= TCS_FLIGHT_PLACE | TCS_FLIGHT_REPEATED;
    flight->place =
        (struct tcs_cpr_place) { numbers[TCS_READSB_LAT], numbers[TCS_READSB_LON] };
    if (told(readsb, TCS_READSB_NIC))
        flight->integrity_sigma_m = tcs_nic_sigma_m((unsigned)numbers[TCS_READSB_NIC]);
}

static void put_readsb_motion(const struct tcs_readsb *readsb, struct tcs_flight *flight)
{
    const double *numbers = readsb->numbers;

    if (told(readsb, TCS_READSB_ALT_BARO)) {
        flight->has |= TCS_FLIGHT_PRESSURE_ALTITUDE;
        flight->pressure_altitude_m = numbers[TCS_READSB_ALT_BARO] * FT;
    }
    if (told(readsb, TCS_READSB_ALT_GEOM)) {
        flight->has |= TCS_FLIGHT_HEIGHT;
        flight->height_m = numbers[TCS_READSB_ALT_GEOM] * FT;
    }
    put_difference(flight);
    if (!told(readsb, TCS_READSB_GS) || !told(readsb, TCS_READSB_TRACK))
        return;
    put_course(numbers[TCS_READSB_GS], numbers[TCS_READSB_TRACK], flight);
    flight->up_mps =
        (told(readsb, TCS_READSB_GEOM_RATE) ? numbers[TCS_READSB_GEOM_RATE]
                                            : numbers[TCS_READSB_BARO_RATE]) *
        FTPMIN;
}

static void put_readsb_quality(const struct tcs_readsb *readsb, struct tcs_flight *flight)
{
    const double *numbers = readsb->numbers;

    if (readsb->category[0] != '\0')
        put_class(readsb->category[0], readsb->category[1], flight);
    if (told(readsb, TCS_READSB_NAC_P)) {
        flight->has |= TCS_FLIGHT_ACCURACY;
        flight->horizontal_sigma_m =
            tcs_nacp_sigma_m((unsigned)numbers[TCS_READSB_NAC_P]);
        flight->vertical_sigma_m = tcs_gva_sigma_m((unsigned)numbers[TCS_READSB_GVA]);
    }
    if (told(readsb, TCS_READSB_NAC_V)) {
        flight->has |= TCS_FLIGHT_VELOCITY_SIGMA;
        flight->velocity_sigma_mps =
            tcs_nacv_sigma_mps((unsigned)numbers[TCS_READSB_NAC_V]);
    }
}

struct tcs_flight tcs_flight_readsb(const struct tcs_neck *neck,
                                    const struct tcs_readsb *readsb)
{
    const double age_s = readsb->numbers[TCS_READSB_SEEN_POS]; /* 0 when it is not told */
    const struct tcs_time written =
        readsb->has_time != 0 ? tcs_time_from_utc(neck->leap, readsb->utc_ns) : neck->now;
    struct tcs_flight flight = {
        .address = readsb->address,
        .address_kind =
            readsb->other_address != 0 ? TCS_MODE_S_ANONYMOUS : TCS_MODE_S_ICAO,
        .at = tcs_time_add(written, tcs_span_from_seconds(-age_s))
    };

    if (readsb->has_time != 0)
        flight.has |= TCS_FLIGHT_STAMPED;
    if (readsb->on_ground != 0)
        flight.has |= TCS_FLIGHT_GROUND;
    put_readsb_place(readsb, &flight);
    put_readsb_motion(readsb, &flight);
    put_readsb_quality(readsb, &flight);
    return flight;
}
