/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/monoradar.h"

#include "desk.h"
#include "num/elem.h"

#define HAS(bit) (UINT64_C(1) << (bit))

static struct desk desk;
static struct tcs_assembler assembler;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_RADAR);
    memset(&assembler, 0, sizeof assembler);
    desk.sensor.position_m = (struct tcs_vec3) { { 0.0, 0.0, 20.0 } };
    desk.sensor.range_sigma_m = 6.0;
    desk.sensor.az_sigma_rad = 0.6 * DEG;
    desk.sensor.el_sigma_rad = 0.9 * DEG;
    desk.sensor.period_s = 1.0;
    return 0;
}

/* A primary plot at 1000 m, 30 degrees, 100 m higher than the radar, a quarter of a
 * second before it arrives. */
static struct tcs_asterix_048 plot(void)
{
    return (struct tcs_asterix_048) {
        .has = HAS(TCS_048_SOURCE) | HAS(TCS_048_TIME) | HAS(TCS_048_DESCRIPTOR) |
               HAS(TCS_048_POLAR) | HAS(TCS_048_HEIGHT),
        .detection = TCS_048_PSR,
        .tod_ns = INT64_C(86399250000000),
        .rho_m = 1000.0,
        .theta_rad = 30.0 * DEG,
        .height_m = 160.0,
    };
}

static enum tcs_status take(const struct tcs_asterix_048 *record)
{
    const enum tcs_status status =
        tcs_monoradar_target(&assembler, &desk.neck, 0, record);

    desk_pass(&desk, 0.2);
    tcs_assembler_tick(&assembler, &desk.neck, 0);
    return status;
}

/*
 * sin el = 100 / 1000, less what the earth falls away: 1000 * cos^2 / (2 * 6371 km) or
 * 0.0000785; el = 5.7346 degrees. Sigma: 0.9 degrees; the height's step 7.62 m / sqrt 12
 * = 2.200 m; range 6 m with its step 7.234 / sqrt 12 = 2.088, together 6.353 m. At a
 * ground range of 995.0 m: 2.200 / 995 = 2.211e-3, 0.1 * 6.353 / 995 = 6.4e-4, 0.9 deg =
 * 1.5708e-2: root of squares 1.5876e-2.
 */
static void a_plot_with_height_has_range_azimuth_and_elevation(void **state)
{
    const struct tcs_asterix_048 record = plot();

    CHECK_OK(take(&record));
    CHECK_INT(desk.look_count, 1);
    const struct tcs_observation *obs = desk_last(&desk);

    CHECK_INT(obs->kind, TCS_OBS_RAE);
    CHECK_NEAR(obs->z[0], 1000.0, 0.0, "m");
    CHECK_NEAR(obs->z[1], 30.0 * DEG, 1e-15, "rad");
    CHECK_NEAR(obs->z[2], 5.7347 * DEG, 2e-5 * DEG + 1e-6, "rad");
    CHECK_NEAR(obs->sigma[0], 6.353, 1e-3, "m");
    CHECK_NEAR(obs->sigma[1], 0.6 * DEG, 1e-6, "rad");
    CHECK_NEAR(obs->sigma[2], 1.5876e-2, 1e-5, "rad");
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at) + obs->dt_s, -0.25, 1e-9, "s");
    CHECK_INT(obs->said, TCS_SAID_NOTHING);
    CHECK(!obs->has_rcs && !obs->has_doppler);
}

/* What elevation says of height comes back: over the earth, at any range. */
static void elevation_is_the_inverse_of_height(void **state)
{
    for (int i = 0; i < 200; i++) {
        const double range_m = 200.0 + 500.0 * i;
        const double el = (0.3 + 0.004 * (i % 50)) * DEG * 10.0;
        const struct tcs_rae rae = { range_m, 1.0, el };
        const struct tcs_vec3 at = tcs_enu_from_rae(desk.sensor.position_m, rae);
        struct tcs_asterix_048 record = plot();

        fresh(NULL);
        record.rho_m = range_m;
        record.height_m = tcs_geodetic_from_enu(&desk.frame, at).height_m;
        CHECK_OK(take(&record));
        /* The mean radius differs from the ellipsoid's by 0.5 %: of the fall of r^2 / 2R
         * that is r / 2R * 0.5 % as an angle, 4e-5 at 100 km. */
        CHECK_NEAR(desk_last(&desk)->z[2], el, 1e-6 + 4e-10 * range_m, "rad");
    }
}

static void the_geoid_lies_between_sea_level_and_ellipsoid(void **state)
{
    struct tcs_asterix_048 record = plot();

    CHECK_OK(take(&record));
    desk.neck.geoid_m = -17.0;
    record.height_m = 177.0;
    CHECK_OK(take(&record));
    CHECK_NEAR(desk.first[1].z[2], desk.first[0].z[2], 1e-15, "rad");
}

static void without_height_there_is_no_elevation(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.has &= ~HAS(TCS_048_HEIGHT);
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RA);
    /* A pressure altitude counts only from what answers, and only if it is sound. */
    record.has |= HAS(TCS_048_LEVEL);
    record.pressure_altitude_m = 160.0;
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RA);
    record.detection = TCS_048_ROLL_CALL_PSR;
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RAE);
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_CREWED);
    /* 90 m and 15 m over 995 m. */
    CHECK_NEAR(desk_last(&desk)->sigma[2], 0.093, 0.001, "rad");
    record.level_garbled = 1;
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RA);
}

/* 25 ft of rounding may put a target that is overhead a little above its own range. */
static void a_height_above_zenith_is_straight_up_or_none(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.rho_m = 100.0;
    record.height_m = 163.0; /* 103 above the radar */
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RAE);
    CHECK_NEAR(desk_last(&desk)->z[2], 90.0 * DEG, 1e-9, "rad");
    record.height_m = 260.0;
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_RA);
}

static void azimuths_are_corrected_by_the_known_rotation(void **state)
{
    struct tcs_asterix_048 record = plot();
    struct tcs_asterix_034 service = { .has = HAS(TCS_034_SOURCE) | HAS(TCS_034_TYPE),
                                       .type = TCS_034_NORTH_MARKER };

    desk.sensor.rotation_rad = -40.0 * DEG;
    CHECK_OK(take(&record));
    CHECK_NEAR(desk_last(&desk)->z[1], 350.0 * DEG, 1e-12, "rad");
    tcs_monoradar_service(&assembler, &desk.neck, 0, &service);
    CHECK_NEAR(assembler.crossing_rad, 320.0 * DEG, 1e-12, "rad");
}

/* -110 dBm + 40 log10(2) + 95 = -2.96 dBsm. */
static void amplitude_becomes_cross_section(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.has |= HAS(TCS_048_PSR_DBM) | HAS(TCS_048_DOPPLER);
    record.psr_dbm = -110.0;
    record.rho_m = 2000.0;
    record.doppler_mps = -12.0;
    CHECK_OK(take(&record));
    CHECK(!desk_last(&desk)->has_rcs); /* the site file gives no offset */
    desk.sensor.has_rcs = true;
    desk.sensor.rcs_offset_db = 95.0;
    desk.sensor.doppler_sigma_mps = 0.4;
    CHECK_OK(take(&record));
    CHECK(desk_last(&desk)->has_rcs && desk_last(&desk)->has_doppler);
    CHECK_NEAR(desk_last(&desk)->rcs_dbsm, -2.9588, 1e-4, "dBsm");
    CHECK_NEAR(desk_last(&desk)->doppler_mps, -12.0, 0.0, "m/s");
    /* 0.4 and 1 / sqrt 12 */
    CHECK_NEAR(desk_last(&desk)->doppler_sigma_mps, 0.4933, 1e-4, "m/s");
}

static void what_is_no_target_is_not_tracked(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.simulated = 1;
    CHECK_INT(take(&record), TCS_E_REFUSED);
    record = plot();
    record.test = 1;
    CHECK_INT(take(&record), TCS_E_REFUSED);
    record = plot();
    record.monitor = 1;
    CHECK_INT(take(&record), TCS_E_REFUSED);
    record = plot();
    record.has &= ~HAS(TCS_048_POLAR);
    CHECK_INT(take(&record), TCS_E_IMPOSSIBLE);
    record = plot();
    record.extended_range = 1;
    CHECK_INT(take(&record), TCS_E_IMPOSSIBLE);
    record = plot();
    record.rho_m = 0.0;
    CHECK_INT(take(&record), TCS_E_IMPOSSIBLE);
    record = plot();
    record.detection = TCS_048_NO_DETECTION; /* a track that the radar coasts */
    CHECK_OK(take(&record));
    CHECK_INT(desk.look_count, 0);
}

/* East 300 m, north 400 m of the radar: 500 m at 36.87 degrees. */
static void a_cartesian_position_will_do(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.has = (record.has & ~HAS(TCS_048_POLAR)) | HAS(TCS_048_CARTESIAN);
    record.x_m = 300.0;
    record.y_m = 400.0;
    CHECK_OK(take(&record));
    CHECK_NEAR(desk_last(&desk)->z[0], 500.0, 1e-9, "m");
    CHECK_NEAR(desk_last(&desk)->z[1], 36.8699 * DEG, 1e-6, "rad");
}

static void birds_and_helicopters_are_said_to_be_such(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.has |= HAS(TCS_048_WARNINGS);
    record.warnings[0] = UINT64_C(1) << TCS_048_WARNING_BIRD;
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_BIRD);
    record.warnings[0] = UINT64_C(1) << TCS_048_WARNING_HELICOPTER;
    CHECK_OK(take(&record));
    CHECK_INT(desk_last(&desk)->said, TCS_SAID_CREWED);
}

/* The desk's clock stands half a second before midnight. */
static void times_of_day_hold_across_midnight_and_wrong_ones_do_not(void **state)
{
    struct tcs_asterix_048 record = plot();

    record.tod_ns = INT64_C(250000000); /* a radar whose clock is 0.75 s fast */
    CHECK_OK(take(&record));
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), 0.75, 1e-9, "s");
    CHECK_INT(desk.counts.stamps_refused, 0);
    desk.neck.now = desk_start(&desk);
    record.tod_ns = INT64_C(40) * TCS_NS_PER_S; /* 40.5 s off */
    CHECK_OK(take(&record));
    CHECK_NEAR(desk_seconds(&desk, desk.looks[1].valid_at), 0.0, 1e-9, "s");
    CHECK_INT(desk.counts.stamps_refused, 1);
    desk.neck.now = desk_start(&desk);
    desk.sensor.stamp_limit_s = 60.0;
    CHECK_OK(take(&record));
    CHECK_NEAR(desk_seconds(&desk, desk.looks[2].valid_at), 40.5, 1e-9, "s");
    CHECK_INT(desk.counts.stamps_refused, 1);
}

static void service_messages_move_the_antenna(void **state)
{
    struct tcs_asterix_034 service = {
        .has = HAS(TCS_034_SOURCE) | HAS(TCS_034_TYPE) | HAS(TCS_034_TIME) |
               HAS(TCS_034_SECTOR) | HAS(TCS_034_ROTATION),
        .type = TCS_034_SECTOR_CROSSING,
        .tod_ns = INT64_C(86399000000000),
        .sector_rad = 1.0,
        .rotation_period_s = 2.5,
    };

    tcs_monoradar_service(&assembler, &desk.neck, 0, &service);
    CHECK_NEAR(assembler.crossing_rad, 1.0, 0.0, "rad");
    CHECK_NEAR(assembler.turn_s, 2.5, 0.0, "s");
    CHECK_NEAR(desk_seconds(&desk, assembler.crossing_at), -0.5, 1e-9, "s");
    CHECK(desk.counts.heard_at.tai_ns == desk.neck.now.tai_ns);
    service.has |= HAS(TCS_034_STATUS);
    service.time_invalid = 1; /* then our own clock */
    tcs_monoradar_service(&assembler, &desk.neck, 0, &service);
    CHECK_NEAR(desk_seconds(&desk, assembler.crossing_at), 0.0, 1e-9, "s");
    /* A jamming strobe says that the radar lives, nothing of its antenna. */
    const uint32_t crossings = assembler.crossings;

    service.type = TCS_034_JAMMING_STROBE;
    desk_pass(&desk, 1.0);
    tcs_monoradar_service(&assembler, &desk.neck, 0, &service);
    CHECK_INT(assembler.crossings, crossings);
    CHECK(desk.counts.heard_at.tai_ns == desk.neck.now.tai_ns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_plot_with_height_has_range_azimuth_and_elevation, fresh),
        cmocka_unit_test_setup(elevation_is_the_inverse_of_height, fresh),
        cmocka_unit_test_setup(the_geoid_lies_between_sea_level_and_ellipsoid, fresh),
        cmocka_unit_test_setup(without_height_there_is_no_elevation, fresh),
        cmocka_unit_test_setup(a_height_above_zenith_is_straight_up_or_none, fresh),
        cmocka_unit_test_setup(azimuths_are_corrected_by_the_known_rotation, fresh),
        cmocka_unit_test_setup(amplitude_becomes_cross_section, fresh),
        cmocka_unit_test_setup(what_is_no_target_is_not_tracked, fresh),
        cmocka_unit_test_setup(a_cartesian_position_will_do, fresh),
        cmocka_unit_test_setup(birds_and_helicopters_are_said_to_be_such, fresh),
        cmocka_unit_test_setup(times_of_day_hold_across_midnight_and_wrong_ones_do_not,
                               fresh),
        cmocka_unit_test_setup(service_messages_move_the_antenna, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
