/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/target.h"

#include "desk.h"
#include "observe/monoradar.h"
#include "observe/system.h"

#define HAS(bit) (UINT64_C(1) << (bit))

static struct desk desk;
static struct tcs_gather gather;

static int fresh(void **state)
{
    (void)state;
    desk_begin(&desk, TCS_SENSOR_RADAR);
    memset(&gather, 0, sizeof gather);
    desk.sensor.position_m = (struct tcs_vec3) { { 100.0, 200.0, 10.0 } };
    desk.sensor.rotation_rad = 10.0 * DEG;
    desk.sensor.range_sigma_m = 5.0;
    desk.sensor.az_sigma_rad = 1.0 * DEG;
    desk.sensor.el_sigma_rad = 2.0 * DEG;
    desk.sensor.position_sigma_m = 20.0;
    desk.sensor.height_sigma_m = 25.0;
    return 0;
}

static struct tcs_asterix_015 sensed(void)
{
    return (struct tcs_asterix_015) {
        .has = HAS(TCS_015_SOURCE) | HAS(TCS_015_DESCRIPTOR) | HAS(TCS_015_TIME) |
               HAS(TCS_015_RANGE) | HAS(TCS_015_AZIMUTH) | HAS(TCS_015_ELEVATION),
        .message = TCS_015_SENSOR_PLOT,
        .tod_ns = INT64_C(86399000000000), /* half a second ago */
        .range_m = 1500.0,
        .azimuth_rad = 355.0 * DEG,
        .elevation_rad = 3.0 * DEG,
    };
}

/* 355 degrees reported, 10 more by how the sensor stands: 5. */
static void a_sensor_centric_plot_is_range_azimuth_and_elevation(void **state)
{
    struct tcs_asterix_015 record = sensed();

    (void)state;
    record.has |= HAS(TCS_015_SIGMA_AZIMUTH) | HAS(TCS_015_RANGE_RATE);
    record.sigma_azimuth_rad = 0.25 * DEG;
    record.range_rate_mps = -12.0;
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    CHECK_INT(desk.look_count, 0);
    tcs_gather_flush(&gather, &desk.neck);
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_RAE);
    CHECK_NEAR(obs->z[0], 1500.0, 0.0, "m");
    CHECK_NEAR(obs->z[1], 5.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(obs->z[2], 3.0 * DEG, 0.0, "rad");
    CHECK_NEAR(obs->sigma[0], 5.0, 0.0, "m");
    CHECK_NEAR(obs->sigma[1], 0.25 * DEG, 0.0, "rad");
    CHECK_NEAR(obs->sigma[2], 2.0 * DEG, 0.0, "rad");
    CHECK(obs->has_doppler);
    CHECK_NEAR(obs->doppler_mps, -12.0, 0.0, "m/s");
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.5, 1e-9, "s");
    CHECK(!desk.looks[0].counts_misses);
}

static void a_bistatic_range_is_no_distance(void **state)
{
    struct tcs_asterix_015 record = sensed();

    (void)state;
    record.statics = TCS_015_MULTISTATIC;
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    record.has &= ~HAS(TCS_015_ELEVATION);
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    CHECK_INT(desk.look_count, 1);
    CHECK_INT(desk.looks[0].count, 2);
    CHECK_INT(desk.scratch[0].kind, TCS_OBS_AZEL);
    CHECK_NEAR(desk.scratch[0].z[0], 5.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk.scratch[0].z[1], 3.0 * DEG, 0.0, "rad");
    CHECK_INT(desk.scratch[1].kind, TCS_OBS_AZ);
    CHECK_NEAR(desk.scratch[1].z[1], 0.0, 0.0, "rad");
}

static void what_has_no_position_only_shows_that_the_sensor_lives(void **state)
{
    struct tcs_asterix_015 record = sensed();

    (void)state;
    record.has &= ~HAS(TCS_015_AZIMUTH);
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    record = sensed();
    record.message = TCS_015_TRACK_END;
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    CHECK_INT(desk.look_count, 0);
    CHECK_INT(desk.counts.heard_at.tai_ns, desk.neck.now.tai_ns);
    record = sensed();
    record.taxonomy = TCS_015_SIMULATED;
    CHECK_INT(tcs_target_015(&gather, &desk.neck, 0, &record), TCS_E_REFUSED);
}

/* The origin of the site is at 33.3 44.4, 40 m above the ellipsoid. */
static void a_geodetic_plot_is_a_position_with_or_without_height(void **state)
{
    struct tcs_asterix_015 record = {
        .has = HAS(TCS_015_WGS84) | HAS(TCS_015_HEIGHT) | HAS(TCS_015_SIGMA_XY),
        .message = TCS_015_PLOT,
        .lat_rad = 33.3 * DEG,
        .lon_rad = 44.4 * DEG,
        .height_m = 140.0,
        .sigma_x_m = 3.0,
        .sigma_y_m = 4.0,
    };

    (void)state;
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    record.has &= ~HAS(TCS_015_HEIGHT);
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    CHECK_INT(desk.scratch[0].kind, TCS_OBS_POSITION);
    CHECK_NEAR(desk.scratch[0].z[0], 0.0, 1e-6, "m");
    CHECK_NEAR(desk.scratch[0].z[2], 100.0, 1e-6, "m");
    CHECK_NEAR(desk.scratch[0].sigma[1], 4.0, 0.0, "m");
    CHECK_NEAR(desk.scratch[0].sigma[2], 25.0, 0.0, "m");
    CHECK_INT(desk.scratch[1].kind, TCS_OBS_POSITION_2D);
}

static void reports_of_one_datagram_are_one_look_if_near_in_time(void **state)
{
    struct tcs_asterix_015 record = sensed();

    (void)state;
    for (int i = 0; i < 3; i++) {
        CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
        record.tod_ns -= INT64_C(250000000);
    }
    record.tod_ns -= 2 * TCS_NS_PER_S;
    CHECK_OK(tcs_target_015(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    tcs_gather_flush(&gather, &desk.neck);
    CHECK_INT(desk.look_count, 2);
    CHECK_INT(desk.looks[0].count, 3);
    CHECK_INT(desk.looks[1].count, 1);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.5, 1e-9, "s");
    CHECK_NEAR(desk_seconds(&desk, desk.looks[1].valid_at), -3.25, 1e-9, "s");
}

/* Cartesian coordinates start from where the site file puts the system. */
static void multilateration_gives_positions_of_crewed_aircraft(void **state)
{
    struct tcs_asterix_020 record = {
        .has = HAS(TCS_020_CARTESIAN) | HAS(TCS_020_HEIGHT) | HAS(TCS_020_SIGMA_XY),
        .x_m = 50.0,
        .y_m = -30.0,
        .height_m = 60.0,
        .sigma_x_m = 7.0,
        .sigma_y_m = 8.0,
    };

    (void)state;
    CHECK_OK(tcs_target_020(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_POSITION);
    CHECK_INT(obs->said, TCS_SAID_CREWED);
    CHECK_NEAR(obs->z[0], 150.0, 0.0, "m");
    CHECK_NEAR(obs->z[1], 170.0, 0.0, "m");
    CHECK_NEAR(obs->z[2], 70.0, 0.0, "m");
    CHECK_NEAR(obs->sigma[0], 7.0, 0.0, "m");
    record.monitor = 1;
    CHECK_INT(tcs_target_020(&gather, &desk.neck, 0, &record), TCS_E_REFUSED);
}

static void a_surface_radar_gives_range_and_azimuth(void **state)
{
    struct tcs_asterix_010 record = {
        .has = HAS(TCS_010_MESSAGE) | HAS(TCS_010_POLAR) | HAS(TCS_010_CARTESIAN),
        .message = 1,
        .rho_m = 800.0,
        .theta_rad = 20.0 * DEG,
        .object = 3,
    };

    (void)state;
    CHECK_OK(tcs_target_010(&gather, &desk.neck, 0, &record));
    record.message = 2; /* the start of an update cycle */
    CHECK_OK(tcs_target_010(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    CHECK_INT(desk.looks[0].count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_RA);
    CHECK_NEAR(obs->z[1], 30.0 * DEG, 1e-12, "rad");
    CHECK_INT(obs->said, TCS_SAID_CREWED);
}

static void a_direction_finder_gives_bearings(void **state)
{
    struct tcs_asterix_205 record = {
        .has = HAS(TCS_205_BEARING) | HAS(TCS_205_WGS84),
        .message = 2,
        .bearing_rad = 40.0 * DEG,
    };

    (void)state;
    CHECK_OK(tcs_target_205(&gather, &desk.neck, 0, &record));
    tcs_gather_flush(&gather, &desk.neck);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_AZ);
    CHECK_NEAR(obs->z[0], 50.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(obs->sigma[0], 1.0 * DEG, 0.0, "rad");
}

/* --- system tracks --- */

static struct tcs_asterix_062 system_track(void)
{
    return (struct tcs_asterix_062) {
        .has = HAS(TCS_062_SOURCE) | HAS(TCS_062_TRACK) | HAS(TCS_062_WGS84) |
               HAS(TCS_062_GEOMETRIC) | HAS(TCS_062_VELOCITY) | HAS(TCS_062_SIGMA_XY) |
               HAS(TCS_062_TIME) | HAS(TCS_062_EMITTER),
        .sac = 25,
        .sic = 100,
        .track = 872,
        .lat_rad = 33.3 * DEG,
        .lon_rad = 44.4 * DEG,
        .geometric_altitude_m = 140.0,
        .vx_mps = 3.0,
        .vy_mps = -4.0,
        .sigma_x_m = 6.0,
        .sigma_y_m = 9.0,
        .tod_ns = INT64_C(86399000000000),
        .emitter = TCS_062_EMITTER_UNMANNED,
    };
}

static void a_system_track_is_a_claim_by_name(void **state)
{
    const struct tcs_asterix_062 record = system_track();

    (void)state;
    CHECK_OK(tcs_system_track(&desk.neck, 0, &record));
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_CLAIM);
    CHECK(obs->claim_id ==
          ((uint64_t)TCS_CLAIM_SYSTEM << 56 | 25u << 24 | 100u << 16 | 872));
    CHECK_INT(obs->said, TCS_SAID_DRONE);
    CHECK_NEAR(obs->z[2], 100.0, 1e-6, "m");
    CHECK_NEAR(obs->sigma[0], 9.0, 0.0, "m");
    CHECK(obs->has_velocity);
    CHECK_NEAR(obs->velocity_mps.v[1], -4.0, 1e-6, "m/s");
}

static void a_track_that_nobody_sees_now_is_no_claim(void **state)
{
    struct tcs_asterix_062 record = system_track();

    (void)state;
    record.coasting = 1;
    CHECK_OK(tcs_system_track(&desk.neck, 0, &record));
    record = system_track();
    record.ended = 1;
    CHECK_OK(tcs_system_track(&desk.neck, 0, &record));
    CHECK_INT(desk.look_count, 0);
    record = system_track();
    record.simulated = 1;
    CHECK_INT(tcs_system_track(&desk.neck, 0, &record), TCS_E_REFUSED);
}

/* --- the old categories of a radar --- */

/* 86399.25 s are 168 turns of 512 s and 383.25 s. */
static void an_old_plot_is_completed_in_time_and_assembled(void **state)
{
    static struct tcs_assembler assembler;
    const struct tcs_asterix_002 north = { .has = HAS(TCS_002_TYPE) | HAS(TCS_002_TIME),
                                           .type = TCS_002_NORTH_MARKER,
                                           .tod_ns = INT64_C(86399000000000) };
    const struct tcs_asterix_001 plot = {
        .has = HAS(TCS_001_DESCRIPTOR) | HAS(TCS_001_POLAR) | HAS(TCS_001_TIME),
        .detection = TCS_001_PSR,
        .rho_m = 1000.0,
        .theta_rad = 20.0 * DEG,
        .truncated_ns = INT64_C(383250000000),
    };

    (void)state;
    desk.sensor.period_s = 1.0;
    tcs_monoradar_old_service(&assembler, &desk.neck, 0, &north);
    CHECK_OK(tcs_monoradar_old_target(&assembler, &desk.neck, 0, &plot));
    for (int i = 0; i < 3; i++) { /* the antenna passes */
        struct tcs_asterix_002 sector = north;

        desk_pass(&desk, 0.4);
        sector.has |= HAS(TCS_002_SECTOR);
        sector.type = TCS_002_SECTOR_CROSSING;
        sector.sector_rad = (90.0 + 90.0 * i) * DEG;
        sector.tod_ns = INT64_C(86399250000000) + i * INT64_C(150000000);
        tcs_monoradar_old_service(&assembler, &desk.neck, 0, &sector);
    }
    size_t seen = 0;

    for (size_t i = 0; i < desk.look_count; i++) {
        if (desk.looks[i].count == 0)
            continue;
        CHECK_INT(desk.first[i].kind, TCS_OBS_RA);
        CHECK_NEAR(desk.first[i].z[0], 1000.0, 0.0, "m");
        CHECK_NEAR(desk_seconds(&desk, desk.looks[i].valid_at) + desk.first[i].dt_s,
                   -0.25, 1e-6, "s");
        seen++;
    }
    CHECK_INT(seen, 1);
}

#define TEST(name) cmocka_unit_test_setup(name, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sensor_centric_plot_is_range_azimuth_and_elevation),
        TEST(a_bistatic_range_is_no_distance),
        TEST(what_has_no_position_only_shows_that_the_sensor_lives),
        TEST(a_geodetic_plot_is_a_position_with_or_without_height),
        TEST(reports_of_one_datagram_are_one_look_if_near_in_time),
        TEST(multilateration_gives_positions_of_crewed_aircraft),
        TEST(a_surface_radar_gives_range_and_azimuth),
        TEST(a_direction_finder_gives_bearings),
        TEST(a_system_track_is_a_claim_by_name),
        TEST(a_track_that_nobody_sees_now_is_no_claim),
        TEST(an_old_plot_is_completed_in_time_and_assembled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
