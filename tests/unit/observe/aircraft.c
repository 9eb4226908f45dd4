/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/aircraft.h"

#include "desk.h"
#include "encode/mode_s.h"
#include "num/elem.h"
#include "observe/squitter.h"

#define HAS(bit) (UINT64_C(1) << (bit))

static struct desk desk;
static struct tcs_squitters squitters;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_ADSB);
    memset(&squitters, 0, sizeof squitters);
    desk.sensor.position_sigma_m = 30.0;
    desk.sensor.height_sigma_m = 60.0;
    return 0;
}

/* --- category 021 --- */

static struct tcs_asterix_021 report(void)
{
    return (struct tcs_asterix_021) {
        .has = HAS(TCS_021_SOURCE) | HAS(TCS_021_POSITION) | HAS(TCS_021_ADDRESS) |
               HAS(TCS_021_HEIGHT) | HAS(TCS_021_LEVEL) | HAS(TCS_021_POSITION_TIME),
        .address = 0x406B90,
        .latitude_rad = 33.3 * DEG,
        .longitude_rad = 44.4 * DEG,
        .height_m = 1040.0,
        .pressure_altitude_m = 1100.0,
        .position_tod_ns = INT64_C(86399000000000),
    };
}

static void a_report_is_a_claim(void **state)
{
    const struct tcs_asterix_021 record = report();

    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_CLAIM);
    CHECK_INT(obs->said, TCS_SAID_CREWED);
    CHECK(obs->claim_id == (UINT64_C(1) << 56 | 0x406B90));
    CHECK_NEAR(obs->z[2], 1000.0, 1e-6, "m");
    CHECK_NEAR(obs->sigma[0], 30.0, 0.0, "m");
    CHECK_NEAR(obs->sigma[2], 60.0, 0.0, "m");
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.5, 1e-9, "s");
    CHECK(!desk.looks[0].counts_misses);
}

/* NACp 9: 30 m / 2.4477; NIC 8: 185.2 m / 4; GVA 2: 45 m / 1.96; NACv 2: 3 m/s / 2.4477.
 */
static void stated_quality_becomes_sigmas(void **state)
{
    struct tcs_asterix_021 record = report();

    record.has |=
        HAS(TCS_021_QUALITY) | HAS(TCS_021_GROUND_VECTOR) | HAS(TCS_021_GEO_RATE);
    record.nacp = 9;
    record.nic = 8;
    record.gva = 2;
    record.nacv = 2;
    record.ground_speed_mps = 100.0;
    record.track_angle_rad = 270.0 * DEG;
    record.geo_rate_mps = 5.0;
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_NEAR(desk_last(&desk)->sigma[0], 12.256, 1e-3, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[2], 22.959, 1e-3, "m");
    CHECK(desk_last(&desk)->has_velocity);
    CHECK_NEAR(desk_last(&desk)->velocity_mps.v[0], -100.0, 1e-9, "m/s");
    CHECK_NEAR(desk_last(&desk)->velocity_mps.v[1], 0.0, 1e-9, "m/s");
    CHECK_NEAR(desk_last(&desk)->velocity_mps.v[2], 5.0, 1e-9, "m/s");
    CHECK_NEAR(desk_last(&desk)->velocity_sigma_mps, 1.2256, 1e-3, "m/s");
    record.nacp = 0;
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_NEAR(desk_last(&desk)->sigma[0], 46.3, 1e-3, "m");
    record.speed_exceeds = 1;
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK(!desk_last(&desk)->has_velocity);
}

/* 10 degrees of longitude east, at 33 degrees of latitude, north is turned by 10 sin 33.3
 * or 5.5 degrees and up by 8.3: a climb there is a flight to the east here. */
static void velocity_is_turned_into_the_axes_of_the_site(void **state)
{
    struct tcs_asterix_021 record = report();

    record.has |= HAS(TCS_021_GROUND_VECTOR);
    record.longitude_rad += 10.0 * DEG;
    record.ground_speed_mps = 100.0; /* north */
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_NEAR(desk_last(&desk)->velocity_mps.v[0],
               -100.0 * tcs_sin(33.3 * DEG) * tcs_sin(10.0 * DEG), 0.01, "m/s");
    CHECK_NEAR(tcs_vec3_norm(desk_last(&desk)->velocity_mps), 100.0, 1e-9, "m/s");
}

/* Pressure altitude alone: sqrt(60^2 + 90^2) = 108.17. */
static void pressure_altitude_is_believed_less(void **state)
{
    struct tcs_asterix_021 record = report();

    record.has &= ~HAS(TCS_021_HEIGHT);
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_NEAR(desk_last(&desk)->z[2], 1060.0, 1e-6, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[2], 108.17, 0.01, "m");
    record.has &= ~HAS(TCS_021_LEVEL);
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_NEAR(desk_last(&desk)->sigma[2], 4000.0, 0.0, "m");
}

static void reports_that_are_none_are_refused(void **state)
{
    struct tcs_asterix_021 record = report();

    record.simulated = 1;
    CHECK_INT(tcs_aircraft_report(&desk.neck, 0, &record), TCS_E_REFUSED);
    record = report();
    record.test = 1;
    CHECK_INT(tcs_aircraft_report(&desk.neck, 0, &record), TCS_E_REFUSED);
    record = report();
    record.cpr_failed = 1;
    CHECK_INT(tcs_aircraft_report(&desk.neck, 0, &record), TCS_E_IMPOSSIBLE);
    record = report();
    record.has &= ~HAS(TCS_021_ADDRESS);
    CHECK_INT(tcs_aircraft_report(&desk.neck, 0, &record), TCS_E_IMPOSSIBLE);
    record = report();
    record.has &= ~HAS(TCS_021_POSITION);
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_INT(desk.look_count, 0);
}

static void drones_and_vehicles_say_so(void **state)
{
    struct tcs_asterix_021 record = report();

    record.has |= HAS(TCS_021_EMITTER) | HAS(TCS_021_DESCRIPTOR);
    record.emitter = 13;
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
    record.emitter = 20;
    record.address_type = 3; /* anonymous: not the aircraft that has this number */
    CHECK_OK(tcs_aircraft_report(&desk.neck, 0, &record));
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_NOTHING);
    CHECK(desk.first[0].claim_id != desk.first[1].claim_id);
}

/* --- extended squitter --- */

static struct tcs_mode_s position(double lat_deg, double lon_deg, unsigned odd)
{
    const struct tcs_cpr_place place = { lat_deg, lon_deg };
    const struct tcs_cpr_half half = tcs_cpr_encode(place, odd);
    struct tcs_mode_s record = { .address = 0x406B90,
                                 .df = 17,
                                 .type_code = 11,
                                 .kind = TCS_MODE_S_AIRBORNE,
                                 .valid = TCS_MODE_S_ALTITUDE };

    record.as.position.altitude_ft = 3000;
    record.as.position.cpr_lat = half.lat;
    record.as.position.cpr_lon = half.lon;
    record.as.position.odd = (uint8_t)odd;
    return record;
}

static struct tcs_mode_s velocity(void)
{
    struct tcs_mode_s record = { .address = 0x406B90,
                                 .df = 17,
                                 .type_code = 19,
                                 .kind = TCS_MODE_S_VELOCITY,
                                 .valid = TCS_MODE_S_GROUND_VELOCITY |
                                          TCS_MODE_S_VERTICAL_RATE |
                                          TCS_MODE_S_GNSS_MINUS_BARO };

    record.as.velocity.east_kt = 100;
    record.as.velocity.north_kt = -50;
    record.as.velocity.vertical_ftpm = 600;
    record.as.velocity.gnss_minus_baro_ft = 200;
    record.as.velocity.nac = 1;
    return record;
}

static void take(struct tcs_mode_s record)
{
    CHECK_OK(tcs_squitter_take(&squitters, &desk.neck, 0, &record));
}

/* 3000 ft = 914.4 m of pressure altitude, 40 m below is the site. One step of CPR is
 * 5.1 m. Type code 11: NIC 8, 46.3 m. */
static void two_halves_make_a_claim(void **state)
{
    take(position(33.31, 44.41, 0));
    CHECK_INT(desk.look_count, 0);
    desk_pass(&desk, 0.5);
    take(position(33.31, 44.41, 1));
    CHECK_INT(desk.look_count, 1);
    const struct tcs_vec3 at = tcs_enu_from_geodetic(
        &desk.frame, (struct tcs_geodetic) { 33.31 * DEG, 44.41 * DEG, 914.4 });
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_CLAIM);
    CHECK(obs->claim_id == (UINT64_C(1) << 56 | 0x406B90));
    CHECK_NEAR(obs->z[0], at.v[0], 6.0, "m");
    CHECK_NEAR(obs->z[1], at.v[1], 6.0, "m");
    CHECK_NEAR(obs->z[2], at.v[2], 0.1, "m");
    CHECK_NEAR(obs->sigma[0], 46.3, 1e-3, "m");
    CHECK_NEAR(obs->sigma[2], 108.17, 0.01, "m");
    CHECK(!obs->has_velocity);
}

/* 100 kt = 51.444 m/s, 600 ft/min = 3.048 m/s; the difference of 200 ft = 60.96 m makes
 * the height a geometric one. NACv 1: 10 / 2.4477. */
static void a_fresh_velocity_goes_with_the_position(void **state)
{
    take(position(33.31, 44.41, 0));
    take(velocity());
    take(position(33.31, 44.41, 1));
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK(obs->has_velocity);
    CHECK_NEAR(obs->velocity_mps.v[0], 51.444, 0.01, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[1], -25.722, 0.01, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], 3.048, 0.02, "m/s");
    CHECK_NEAR(obs->velocity_sigma_mps, 4.0855, 1e-3, "m/s");
    CHECK_NEAR(obs->z[2], 914.4 + 60.96 - 40.0, 0.3, "m");
    CHECK_NEAR(obs->sigma[2], 60.0, 0.0, "m");
    desk_pass(&desk, 3.1);
    take(position(33.31, 44.41, 0));
    CHECK(!desk_last(&desk)->has_velocity);
    CHECK_NEAR(desk_last(&desk)->sigma[2], 60.0, 0.0, "m"); /* the difference holds on */
    desk_pass(&desk, 60.0);
    take(position(33.31, 44.41, 1));
    take(position(33.31, 44.41, 0));
    CHECK_NEAR(desk_last(&desk)->sigma[2], 108.17, 0.01, "m");
}

static void an_aircraft_cannot_jump(void **state)
{
    const struct tcs_mode_s far[] = { position(35.0, 44.41, 0),
                                      position(35.0, 44.41, 1) };

    take(position(33.31, 44.41, 0));
    take(position(33.31, 44.41, 1));
    const size_t before = desk.look_count;
    const enum tcs_status first = tcs_squitter_take(&squitters, &desk.neck, 0, &far[0]);
    const enum tcs_status second = tcs_squitter_take(&squitters, &desk.neck, 0, &far[1]);

    CHECK(first == TCS_E_IMPOSSIBLE || second == TCS_E_IMPOSSIBLE);
    CHECK_INT(desk.look_count, before);
}

static void an_unmanned_aircraft_says_so(void **state)
{
    struct tcs_mode_s identity = {
        .address = 0x406B90, .df = 17, .type_code = 3, .kind = TCS_MODE_S_IDENTITY
    };

    identity.as.identity.category = 6;
    take(identity);
    take(position(33.31, 44.41, 0));
    take(position(33.31, 44.41, 1));
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
}

/* Nine aircraft in a set of eight. */
static void the_table_is_bounded(void **state)
{
    for (uint32_t i = 0; i < 9; i++) {
        struct tcs_mode_s record = velocity();

        record.address = 5 + i * TCS_FLIGHT_SETS;
        desk_pass(&desk, 0.1);
        take(record);
    }
    CHECK_INT(squitters.flights.forgotten, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_report_is_a_claim, fresh),
        cmocka_unit_test_setup(stated_quality_becomes_sigmas, fresh),
        cmocka_unit_test_setup(velocity_is_turned_into_the_axes_of_the_site, fresh),
        cmocka_unit_test_setup(pressure_altitude_is_believed_less, fresh),
        cmocka_unit_test_setup(reports_that_are_none_are_refused, fresh),
        cmocka_unit_test_setup(drones_and_vehicles_say_so, fresh),
        cmocka_unit_test_setup(two_halves_make_a_claim, fresh),
        cmocka_unit_test_setup(a_fresh_velocity_goes_with_the_position, fresh),
        cmocka_unit_test_setup(an_aircraft_cannot_jump, fresh),
        cmocka_unit_test_setup(an_unmanned_aircraft_says_so, fresh),
        cmocka_unit_test_setup(the_table_is_bounded, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
