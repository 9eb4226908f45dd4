/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/vehicle.h"

#include "desk.h"
#include "encode/mavlink.h"
#include "observe/claim.h"
#include "observe/credible.h"

static struct desk desk;
static struct tcs_vehicles vehicles;
static struct tcs_broadcast_name known_as; /* by which the system is known */
static struct tcs_mavlink message;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_REPORT);
    desk.sensor.position_sigma_m = 4.0;
    desk.sensor.height_sigma_m = 6.0;
    desk.neck.geoid_m = 10.0;
    memset(&vehicles, 0, sizeof vehicles);
    memset(&known_as, 0, sizeof known_as);
    return 0;
}

static void begin(uint32_t id)
{
    CHECK_OK(tcs_mavlink_begin(id, &message));
    message.system = 7;
}

static void put(const char *name, int64_t value)
{
    CHECK_OK(tcs_mavlink_put(&message, name, value));
}

static void take(void)
{
    tcs_vehicle_take(&vehicles, &desk.neck, 0, known_as, &message);
}

static void heartbeat(int64_t type)
{
    begin(TCS_MAVLINK_HEARTBEAT);
    put("type", type);
    take();
}

/* Over the site (ellipsoid 40 m), 130 m above the sea: 140 m, so 100 m up; to the north
 * at 3 m/s, to the east at 12, down at 1. */
static void position(void)
{
    begin(TCS_MAVLINK_GLOBAL_POSITION_INT);
    put("lat", 333000000);
    put("lon", 444000000);
    put("alt", 130000);
    put("vx", 300);
    put("vy", 1200);
    put("vz", 100);
    take();
}

static void a_position_and_a_type_are_a_claim(void **state)
{
    position();
    CHECK_INT(desk.look_count, 0); /* what it is is not known yet */
    heartbeat(2);
    position();
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), 0.0, 0.0, "s");
    CHECK_INT(obs->kind, TCS_OBS_CLAIM);
    CHECK_INT(obs->said, TCS_SAID_DRONE);
    CHECK(obs->claim_id == ((uint64_t)TCS_CLAIM_MAVLINK << 56 | 7));
    CHECK_NEAR(obs->z[0], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[1], 0.0, 1e-3, "m");
    CHECK_NEAR(obs->z[2], 100.0, 1e-3, "m");
    CHECK_NEAR(obs->sigma[0], 4.0, 0.0, "m");
    CHECK_NEAR(obs->sigma[2], 6.0, 0.0, "m");
    CHECK_NEAR(obs->velocity_mps.v[0], 12.0, 1e-9, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[1], 3.0, 1e-9, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], -1.0, 1e-9, "m/s");
}

/* What it said by Open Drone ID is its name, and what there is to doubt in that is
 * doubted here. */
static void who_said_who_it_is_goes_by_that_name(void **state)
{
    heartbeat(2);
    position();
    CHECK(desk_last(&desk)->claim_before == 0);
    known_as = (struct tcs_broadcast_name) { 0x0200000000000099u, 1U << TCS_DOUBT_JUMP };
    position();
    CHECK(desk_last(&desk)->claim_id == 0x0200000000000099u);
    CHECK(desk_last(&desk)->claim_before == ((uint64_t)TCS_CLAIM_MAVLINK << 56 | 7));
    CHECK_INT(desk_last(&desk)->doubts, 1U << TCS_DOUBT_JUMP);
}

static void the_type_tells_what_it_says_to_be(void **state)
{
    static const int drones[] = { 1,  2,  3,  4,  7,  8,  9,  13, 14, 15, 16, 17, 19,
                                  20, 21, 22, 23, 24, 25, 28, 29, 35, 37, 43, 47 };
    static const int others[] = { 5,  6,  10, 11, 12, 18, 26, 27, 30, 31, 32,
                                  33, 34, 36, 38, 42, 44, 45, 46, 49, 64, 255 };

    for (size_t i = 0; i < sizeof drones / sizeof drones[0]; i++) {
        heartbeat(drones[i]);
        position();
        CHECK_INT(desk.look_count, i + 1);
        CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
    }
    const size_t before = desk.look_count;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        heartbeat(others[i]);
        position();
        CHECK_INT(desk.look_count, before);
    }
    heartbeat(0);
    position();
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_NOTHING);
}

static void its_receiver_tells_how_well_it_knows(void **state)
{
    heartbeat(2);
    begin(TCS_MAVLINK_GPS_RAW_INT);
    put("fix_type", 3);
    put("h_acc", 2500);
    put("v_acc", 300); /* better than a metre is not believed */
    take();
    position();
    CHECK_NEAR(desk_last(&desk)->sigma[0], 2.5, 1e-9, "m");
    CHECK_NEAR(desk_last(&desk)->sigma[2], 1.0, 1e-9, "m");
    desk.neck.now = tcs_time_add(desk.neck.now, tcs_span_from_seconds(10.5));
    position();
    CHECK_NEAR(desk_last(&desk)->sigma[0], 4.0, 1e-9, "m");
    begin(TCS_MAVLINK_GPS_RAW_INT);
    put("fix_type", 2);
    put("h_acc", 2500);
    take();
    position();
    CHECK_NEAR(desk_last(&desk)->sigma[0], 4.0, 1e-9, "m");
}

static void without_a_place_there_is_no_claim(void **state)
{
    heartbeat(2);
    begin(TCS_MAVLINK_GLOBAL_POSITION_INT);
    take();
    put("lat", INT32_MAX);
    put("lon", INT32_MAX);
    take();
    CHECK_INT(desk.look_count, 0);
}

static void the_vehicle_that_was_silent_longest_makes_room(void **state)
{
    heartbeat(2);
    for (uint32_t i = 0; i < TCS_VEHICLES_MAX; i++) {
        desk.neck.now = tcs_time_add(desk.neck.now, tcs_span_from_seconds(0.1));
        begin(TCS_MAVLINK_HEARTBEAT);
        message.system = (uint8_t)(100 + i);
        take();
    }
    CHECK_INT((int)vehicles.forgotten, 1);
    position(); /* of 7, which is not known any more */
    CHECK_INT(desk.look_count, 0);
}

/* ------------------------------------------------------------------------------ ADS-B */

static void begin_traffic(void)
{
    desk.sensor.kind = TCS_SENSOR_ADSB;
    begin(TCS_MAVLINK_ADSB_VEHICLE);
    put("ICAO_address", 0x3c6dd2);
    put("lat", 333000000);
    put("lon", 444000000);
    put("altitude_type", 1);
    put("altitude", 1030000);
    put("heading", 9000);
    put("hor_velocity", 7000);
    put("ver_velocity", -250);
    put("emitter_type", 1);
    put("tslc", 1);
    put("flags", 1 | 2 | 4 | 8 | 128);
}

static enum tcs_status traffic(void)
{
    return tcs_vehicle_traffic(&desk.neck, 0, &message);
}

static void an_aircraft_that_it_hears_is_a_claim(void **state)
{
    begin_traffic();
    CHECK_OK(traffic());
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -1.0, 1e-9, "s");
    CHECK(obs->claim_id == ((uint64_t)TCS_CLAIM_ICAO << 56 | 0x3c6dd2));
    CHECK_INT(obs->said, TCS_SAID_CREWED);
    CHECK_NEAR(obs->z[2], 1000.0, 1e-3, "m");
    CHECK_NEAR(obs->sigma[2], 6.0, 1e-9, "m");
    CHECK_NEAR(obs->velocity_mps.v[0], 70.0, 1e-9, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[1], 0.0, 1e-9, "m/s");
    CHECK_NEAR(obs->velocity_mps.v[2], -2.5, 1e-9, "m/s");
    put("altitude_type", 0);
    CHECK_OK(traffic());
    CHECK(desk_last(&desk)->sigma[2] > TCS_PRESSURE_SIGMA_M);
}

static void flags_tell_what_is_known(void **state)
{
    begin_traffic();
    put("flags", 1);
    CHECK_OK(traffic());
    CHECK(!desk_last(&desk)->has_velocity);
    CHECK_NEAR(desk_last(&desk)->sigma[2], 4000.0, 1e-9, "m"); /* no height */
    put("flags", 2 | 4 | 8);
    CHECK_OK(traffic());
    CHECK_INT(desk.look_count, 1); /* no place */
    put("flags", 1 | 64);
    CHECK_INT(traffic(), TCS_E_REFUSED);
    put("flags", 1);
    put("emitter_type", 14);
    CHECK_OK(traffic());
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_DRONE);
    put("emitter_type", 18);
    CHECK_OK(traffic());
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_NOTHING);
    put("ICAO_address", 0);
    CHECK_INT(traffic(), TCS_E_IMPOSSIBLE);
    put("ICAO_address", 0x1000000);
    CHECK_INT(traffic(), TCS_E_IMPOSSIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_position_and_a_type_are_a_claim, fresh),
        cmocka_unit_test_setup(who_said_who_it_is_goes_by_that_name, fresh),
        cmocka_unit_test_setup(the_type_tells_what_it_says_to_be, fresh),
        cmocka_unit_test_setup(its_receiver_tells_how_well_it_knows, fresh),
        cmocka_unit_test_setup(without_a_place_there_is_no_claim, fresh),
        cmocka_unit_test_setup(the_vehicle_that_was_silent_longest_makes_room, fresh),
        cmocka_unit_test_setup(an_aircraft_that_it_hears_is_a_claim, fresh),
        cmocka_unit_test_setup(flags_tell_what_is_known, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
