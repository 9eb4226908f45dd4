/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/flight.h"

#include <string.h>

#include "desk.h"

static struct desk desk;
static struct tcs_flights flights;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_ADSB);
    desk.sensor.position_sigma_m = 50.0;
    desk.sensor.height_sigma_m = 60.0;
    memset(&flights, 0, sizeof flights);
    return 0;
}

static void take(struct tcs_flight flight)
{
    CHECK_OK(tcs_flight_take(&flights, &desk.neck, 0, &flight));
}

/* --- UAT --- */

/* Over the site's origin in latitude and longitude; 1000 ft = 304.8 m, the site is at 40
 * m; 100 kt = 51.444 m/s. */
static struct tcs_uat uat(void)
{
    return (struct tcs_uat) { .address = 0x406b90,
                              .elements = TCS_UAT_STATE_VECTOR,
                              .valid = TCS_UAT_POSITION | TCS_UAT_BARO_ALTITUDE |
                                       TCS_UAT_NORTH | TCS_UAT_EAST |
                                       TCS_UAT_VERTICAL_RATE,
                              .lat_deg = 33.3,
                              .lon_deg = 44.4,
                              .baro_altitude_ft = 1000,
                              .north_kt = 100,
                              .east_kt = -50,
                              .vertical_ftpm = 640,
                              .nic = 8 };
}

static void take_uat(const struct tcs_uat *record)
{
    take(tcs_flight_uat(&desk.neck, record));
}

/* NIC 8: 0.1 NM / 4 = 46.3 m; no NACv: 5 m/s; 640 ft/min = 3.2512 m/s; pressure alone:
 * sqrt(60^2 + 90^2). */
static void a_uat_frame_is_a_claim_now(void **state)
{
    const struct tcs_uat record = uat();

    take_uat(&record);
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), 0.0, 0.0, "s");
    CHECK(obs->claim_id == (UINT64_C(1) << 56 | 0x406b90));
    CHECK_INT(obs->said, TCS_SAID_CREWED);
    CHECK_NEAR(obs->z[0], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[1], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[2], 264.8, 1e-3, "m");
    CHECK_NEAR(obs->sigma[0], 46.3, 1e-3, "m");
    CHECK_NEAR(obs->sigma[2], 108.17, 0.01, "m");
    CHECK(obs->has_velocity);
    CHECK_NEAR(obs->velocity_mps.v[0], -25.722, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[1], 51.444, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], 3.2512, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_sigma_mps, 5.0, 0.0, "m/s");
}

/* Category 14 is unmanned; NACp 10: 10 / 2.4477; GVA 2: 45 / 1.96; NACv 2: 3 / 2.4477.
 * The frames in between, which do not say so, are of the same aircraft. */
static void what_a_mode_status_said_holds_for_a_minute(void **state)
{
    struct tcs_uat record = uat();

    record.elements |= TCS_UAT_MODE_STATUS;
    record.valid |= TCS_UAT_CATEGORY | TCS_UAT_GEO_ALTITUDE;
    record.geo_altitude_ft = 1200;
    record.category = 14;
    record.nac_p = 10;
    record.nac_v = 2;
    record.gva = 2;
    take_uat(&record);
    record = uat();
    desk_pass(&desk, 59.0);
    take_uat(&record);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->said, TCS_SAID_DRONE);
    CHECK_NEAR(obs->sigma[0], 4.0855, 1e-3, "m");
    CHECK_NEAR(obs->sigma[2], 22.959, 1e-3, "m");
    CHECK_NEAR(obs->velocity_sigma_mps, 1.2256, 1e-3, "m/s");
    CHECK_NEAR(obs->z[2], 1200 * 0.3048 - 40.0, 1e-3, "m"); /* by the difference */
    desk_pass(&desk, 2.0);
    take_uat(&record);
    CHECK_NEAR(desk_last(&desk)->sigma[0], 46.3, 1e-3, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[2], 108.17, 0.01, "m");
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE); /* it still is one */
}

static void what_does_not_fly_is_heard_only(void **state)
{
    struct tcs_uat record = uat();

    record.state = TCS_UAT_GROUND;
    take_uat(&record);
    record = uat();
    record.qualifier = TCS_UAT_VEHICLE;
    take_uat(&record);
    record.qualifier = TCS_UAT_BEACON;
    take_uat(&record);
    record = uat();
    record.valid &= ~(uint32_t)TCS_UAT_POSITION;
    take_uat(&record);
    CHECK_INT(desk.look_count, 0);
    CHECK(desk.counts.heard_at.tai_ns != 0);
}

static void numbers_of_other_kinds_are_other_aircraft(void **state)
{
    struct tcs_uat record = uat();

    take_uat(&record);
    record.qualifier = TCS_UAT_TISB_TRACK;
    take_uat(&record);
    record.qualifier = TCS_UAT_TISB_ICAO;
    take_uat(&record);
    CHECK(desk.first[0].claim_id != desk.first[1].claim_id);
    CHECK(desk.first[0].claim_id == desk.first[2].claim_id);
}

/* 1.7 degrees are 189 km. Three in a row are refused, the fourth is believed. */
static void an_aircraft_cannot_jump_but_may_begin_anew(void **state)
{
    struct tcs_uat record = uat();

    take_uat(&record);
    record.lat_deg = 35.0;
    for (int i = 0; i < 3; i++) {
        const struct tcs_flight flight = tcs_flight_uat(&desk.neck, &record);

        CHECK_INT(tcs_flight_take(&flights, &desk.neck, 0, &flight), TCS_E_IMPOSSIBLE);
    }
    CHECK_INT(desk.look_count, 1);
    take_uat(&record);
    CHECK_INT(desk.look_count, 2);
}

/* --- SBS --- */

static struct tcs_sbs sbs(uint8_t type, uint32_t has)
{
    return (struct tcs_sbs) { .numbers = { 1000.0, 100.0, 90.0, 33.3, 44.4, -600.0 },
                              .has = has,
                              .address = 0x406b90,
                              .type = type };
}

static void lines_of_an_aircraft_are_put_together(void **state)
{
    const struct tcs_sbs motion = sbs(4, 1 << TCS_SBS_SPEED_KT | 1 << TCS_SBS_TRACK_DEG |
                                             1 << TCS_SBS_VERTICAL_FTPM);
    struct tcs_sbs place = sbs(3, 1 << TCS_SBS_ALTITUDE_FT | 1 << TCS_SBS_LAT_DEG |
                                      1 << TCS_SBS_LON_DEG | TCS_SBS_GROUND);

    take(tcs_flight_sbs(&desk.neck, &motion));
    CHECK_INT(desk.look_count, 0);
    take(tcs_flight_sbs(&desk.neck, &place));
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_NEAR(obs->z[2], 264.8, 1e-3, "m");
    CHECK_NEAR(obs->sigma[0], 50.0, 0.0, "m"); /* the sensor's */
    CHECK_NEAR(obs->velocity_mps.v[0], 51.444, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], -3.048, 1e-3, "m/s");
    place.flags = TCS_SBS_GROUND;
    take(tcs_flight_sbs(&desk.neck, &place));
    place = sbs(2, place.has);
    take(tcs_flight_sbs(&desk.neck, &place));
    CHECK_INT(desk.look_count, 1);
}

/* --- readsb --- */

#define TOLD(number) (UINT64_C(1) << TCS_READSB_##number)

/* Written at 23:59:59.3 UTC, half a second after the position. */
static struct tcs_readsb readsb(void)
{
    struct tcs_readsb r = { .has = TOLD(LAT) | TOLD(LON) | TOLD(ALT_BARO) |
                                   TOLD(ALT_GEOM) | TOLD(GS) | TOLD(TRACK) |
                                   TOLD(GEOM_RATE) | TOLD(NIC) | TOLD(NAC_P) |
                                   TOLD(NAC_V) | TOLD(GVA) | TOLD(SEEN_POS),
                            .utc_ns = INT64_C(1636243199300000000),
                            .has_time = 1,
                            .address = 0x406b90,
                            .category = "B6" };

    r.numbers[TCS_READSB_LAT] = 33.3;
    r.numbers[TCS_READSB_LON] = 44.4;
    r.numbers[TCS_READSB_ALT_BARO] = 1000.0;
    r.numbers[TCS_READSB_ALT_GEOM] = 1200.0;
    r.numbers[TCS_READSB_GS] = 100.0;
    r.numbers[TCS_READSB_TRACK] = 180.0;
    r.numbers[TCS_READSB_GEOM_RATE] = 600.0;
    r.numbers[TCS_READSB_NIC] = 8;
    r.numbers[TCS_READSB_NAC_P] = 10;
    r.numbers[TCS_READSB_NAC_V] = 2;
    r.numbers[TCS_READSB_GVA] = 2;
    r.numbers[TCS_READSB_SEEN_POS] = 0.5;
    return r;
}

static void take_readsb(const struct tcs_readsb *r)
{
    take(tcs_flight_readsb(&desk.neck, r));
}

static void an_aircraft_of_readsb_is_a_claim_of_its_time(void **state)
{
    const struct tcs_readsb r = readsb();

    take_readsb(&r);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.7, 1e-6, "s");
    CHECK_INT(obs->said, TCS_SAID_DRONE);
    CHECK_NEAR(obs->z[2], 1200 * 0.3048 - 40.0, 1e-3, "m");
    CHECK_NEAR(obs->sigma[0], 4.0855, 1e-3, "m");
    CHECK_NEAR(obs->sigma[2], 22.959, 1e-3, "m");
    CHECK_NEAR(obs->velocity_mps.v[1], -51.444, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], 3.048, 1e-3, "m/s");
    CHECK_NEAR(obs->velocity_sigma_mps, 1.2256, 1e-3, "m/s");
}

/* Told again a second later, 1.5 s old, with rounded times; then a new one. */
static void a_position_told_again_is_the_same_one(void **state)
{
    struct tcs_readsb r = readsb();

    take_readsb(&r);
    desk_pass(&desk, 1.0);
    r.utc_ns += INT64_C(1050000000);
    r.numbers[TCS_READSB_SEEN_POS] = 1.5;
    take_readsb(&r);
    CHECK_INT(desk.look_count, 1);
    CHECK_INT(desk.counts.repeated, 1);
    r.numbers[TCS_READSB_SEEN_POS] = 0.9;
    take_readsb(&r);
    CHECK_INT(desk.look_count, 2);
}

static void without_a_time_arrival_counts(void **state)
{
    struct tcs_readsb r = readsb();

    r.has_time = 0;
    r.utc_ns = 0;
    take_readsb(&r);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.5, 1e-9, "s");
    CHECK_INT(desk.counts.stamps, 0);
    r.on_ground = 1;
    desk_pass(&desk, 1.0);
    take_readsb(&r);
    CHECK_INT(desk.look_count, 1);
}

/* Nine aircraft in a set of eight. */
static void the_table_is_bounded(void **state)
{
    for (uint32_t i = 0; i < 9; i++) {
        struct tcs_uat record = uat();

        record.address = 5 + i * TCS_FLIGHT_SETS;
        desk_pass(&desk, 0.1);
        take_uat(&record);
    }
    CHECK_INT(flights.forgotten, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_uat_frame_is_a_claim_now, fresh),
        cmocka_unit_test_setup(what_a_mode_status_said_holds_for_a_minute, fresh),
        cmocka_unit_test_setup(what_does_not_fly_is_heard_only, fresh),
        cmocka_unit_test_setup(numbers_of_other_kinds_are_other_aircraft, fresh),
        cmocka_unit_test_setup(an_aircraft_cannot_jump_but_may_begin_anew, fresh),
        cmocka_unit_test_setup(lines_of_an_aircraft_are_put_together, fresh),
        cmocka_unit_test_setup(an_aircraft_of_readsb_is_a_claim_of_its_time, fresh),
        cmocka_unit_test_setup(a_position_told_again_is_the_same_one, fresh),
        cmocka_unit_test_setup(without_a_time_arrival_counts, fresh),
        cmocka_unit_test_setup(the_table_is_bounded, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
