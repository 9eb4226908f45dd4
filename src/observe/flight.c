/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/flight.h"

#include <string.h>

#include "num/elem.h"
#include "observe/claim.h"

_Static_assert(sizeof(struct tcs_flight_row) == 128, "no padding in digested state");

enum { REFUSED_MAX = 4 };

static const double VELOCITY_FRESH_S = 3.0;
static const double DIFFERENCE_FRESH_S = 60.0;
static const double ACCURACY_FRESH_S = 60.0;
static const double VELOCITY_SIGMA_MPS = 5.0; /* when nothing tells it */
static const double REPEATED_S = 0.25; /* positions come twice a second; times are rounded
                                          to 0.1 s */

static struct tcs_flight_row *find(struct tcs_flights *flights,
                                   const struct tcs_flight *flight)
{
    const uint32_t key = flight->address | flight->address_kind << 24 | UINT32_C(1) << 31;
    struct tcs_flight_row *set = flights->rows[flight->address % TCS_FLIGHT_SETS];
    struct tcs_flight_row *oldest = &set[0];

    for (int i = 0; i < TCS_FLIGHT_WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (tcs_time_compare(set[i].heard_at, oldest->heard_at) < 0)
            oldest = &set[i];
    }
    flights->forgotten += oldest->key != 0;
    memset(oldest, 0, sizeof *oldest);
    oldest->key = key;
    oldest->said = TCS_SAID_CREWED;
    return oldest;
}

static bool has(const struct tcs_flight *flight, uint32_t field)
{
    return (flight->has & field) != 0;
}

static bool is_fresh(struct tcs_time at, struct tcs_time now, double limit_s)
{
    return at.tai_ns != 0 && tcs_span_seconds(tcs_time_since(now, at)) <= limit_s;
}

/* All that goes on to hold for the positions after it. */
static void keep(struct tcs_flight_row *row, struct tcs_time now,
                 const struct tcs_flight *flight)
{
    if (has(flight, TCS_FLIGHT_CLASS))
        row->said = flight->said;
    if (has(flight, TCS_FLIGHT_ACCURACY)) {
        row->accuracy_at = now;
        row->horizontal_sigma_m = flight->horizontal_sigma_m;
        row->vertical_sigma_m = flight->vertical_sigma_m;
    }
    if (has(flight, TCS_FLIGHT_VELOCITY_SIGMA))
        row->velocity_sigma_mps = flight->velocity_sigma_mps;
    if (has(flight, TCS_FLIGHT_VELOCITY)) {
        row->velocity_at = now;
        row->east_mps = flight->east_mps;
        row->north_mps = flight->north_mps;
        row->up_mps = flight->up_mps;
    }
    if (has(flight, TCS_FLIGHT_DIFFERENCE)) {
        row->difference_at = now;
        row->difference_m = flight->difference_m;
    }
}

static void put_height(const struct tcs_neck *neck, const struct tcs_flight_row *row,
                       const struct tcs_flight *flight, struct tcs_claim *claim)
{
    if (has(flight, TCS_FLIGHT_HEIGHT)) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = flight->height_m;
    } else if (!has(flight, TCS_FLIGHT_PRESSURE_ALTITUDE)) {
        return;
    } else if (is_fresh(row->difference_at, neck->now, DIFFERENCE_FRESH_S)) {
        claim->height = TCS_HEIGHT_GEOMETRIC;
        claim->position.height_m = flight->pressure_altitude_m + row->difference_m;
    } else {
        claim->height = TCS_HEIGHT_PRESSURE;
        claim->position.height_m = flight->pressure_altitude_m + neck->geoid_m;
    }
}

static void put_accuracy(const struct tcs_neck *neck, const struct tcs_flight_row *row,
                         const struct tcs_flight *flight, struct tcs_claim *claim)
{
    const bool told = is_fresh(row->accuracy_at, neck->now, ACCURACY_FRESH_S);

    claim->horizontal_sigma_m = told && row->horizontal_sigma_m > 0.0
                                    ? row->horizontal_sigma_m
                                    : flight->integrity_sigma_m;
    if (told && claim->height == TCS_HEIGHT_GEOMETRIC)
        claim->vertical_sigma_m = row->vertical_sigma_m;
}

static void give_claim(const struct tcs_flight_row *row, const struct tcs_neck *neck,
                       uint16_t sensor, const struct tcs_flight *flight)
{
    struct tcs_claim claim;

    memset(&claim, 0, sizeof claim);
    claim.id = tcs_claim_identity(TCS_CLAIM_ICAO,
                                  flight->address | (uint64_t)flight->address_kind << 24);
    claim.said = (enum tcs_said_class)row->said;
    claim.at = has(flight, TCS_FLIGHT_STAMPED) ? tcs_neck_stamp(neck, sensor, flight->at)
                                               : flight->at;
    claim.position.lat_rad = flight->place.lat_deg * TCS_RAD_PER_DEG;
    claim.position.lon_rad = flight->place.lon_deg * TCS_RAD_PER_DEG;
    put_height(neck, row, flight, &claim);
    put_accuracy(neck, row, flight, &claim);
    if (is_fresh(row->velocity_at, neck->now, VELOCITY_FRESH_S)) {
        claim.has_velocity = true;
        claim.velocity_mps =
            (struct tcs_vec3) { { row->east_mps, row->north_mps, row->up_mps } };
        claim.velocity_sigma_mps =
            row->velocity_sigma_mps > 0.0 ? row->velocity_sigma_mps : VELOCITY_SIGMA_MPS;
    }
    tcs_claim_give(neck, sensor, &claim);
}

static enum tcs_status take_place(struct tcs_flight_row *row, const struct tcs_neck *neck,
                                  uint16_t sensor, const struct tcs_flight *flight)
{
    const struct tcs_span since = tcs_time_since(flight->at, row->place_at);
    const bool known = row->place_at.tai_ns != 0;

    if (known && has(flight, TCS_FLIGHT_REPEATED) &&
        tcs_fabs(tcs_span_seconds(since)) <= REPEATED_S) {
        neck->counts[sensor].repeated++;
        return TCS_OK;
    }
    if (known && !has(flight, TCS_FLIGHT_CHECKED) &&
        !tcs_cpr_is_reachable(row->place, flight->place, since) &&
        ++row->refused < REFUSED_MAX)
        return TCS_E_IMPOSSIBLE;
    row->refused = 0;
    row->place = flight->place;
    row->place_at = flight->at;
    give_claim(row, neck, sensor, flight);
    return TCS_OK;
}

enum tcs_status tcs_flight_take(struct tcs_flights *flights, const struct tcs_neck *neck,
                                uint16_t sensor, const struct tcs_flight *flight)
{
    struct tcs_flight_row *row = find(flights, flight);
    enum tcs_status status = TCS_OK;

    tcs_neck_heard(neck, sensor);
    row->heard_at = neck->now;
    keep(row, neck->now, flight);
    if (has(flight, TCS_FLIGHT_PLACE) && !has(flight, TCS_FLIGHT_GROUND))
        status = take_place(row, neck, sensor, flight);
    neck->changed(neck->context, row, sizeof *row);
    return status;
}
