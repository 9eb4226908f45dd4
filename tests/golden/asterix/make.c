/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.c -- writes the golden ASTERIX files NAME.raw into a folder, by the encoders.
 *
 *     golden_asterix FOLDER          what compare.sh compares with the committed files
 *     golden_asterix FOLDER seeds    the same as seeds for tests/fuzz/asterix.c: an octet
 *                                    that chooses editions in front
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "make.h"

void must(enum tcs_status status)
{
    if (status == TCS_OK)
        return;
    fprintf(stderr, "golden_asterix: %s\n", tcs_status_text(status));
    exit(1);
}

static const struct tcs_asterix_edition *edition(uint8_t category, const char *name)
{
    return tcs_asterix_edition_find(category, name);
}

/* One turn of a small radar: north marker, a sector, three plots, a sector. */
static void one_turn(struct tcs_writer *w)
{
    struct tcs_asterix_034 service = {
        .has = BIT(TCS_034_SOURCE) | BIT(TCS_034_TYPE) | BIT(TCS_034_TIME) |
               BIT(TCS_034_ROTATION) | BIT(TCS_034_POSITION) | BIT(TCS_034_STATUS),
        .sac = 25,
        .sic = 7,
        .type = TCS_034_NORTH_MARKER,
        .tod_ns = 72000 * S,
        .rotation_period_s = 1.0,
        .height_m = 180,
        .latitude_rad = 33.3 * DEG,
        .longitude_rad = 44.4 * DEG,
    };
    struct tcs_asterix_048 plot = {
        .has = BIT(TCS_048_SOURCE) | BIT(TCS_048_TIME) | BIT(TCS_048_DESCRIPTOR) |
               BIT(TCS_048_POLAR) | BIT(TCS_048_HEIGHT) | BIT(TCS_048_PSR_DBM) |
               BIT(TCS_048_DOPPLER),
        .sac = 25,
        .sic = 7,
        .detection = TCS_048_PSR,
    };
    size_t mark = tcs_asterix_block_begin(w, 34);

    must(tcs_asterix_write_034(w, &service));
    service.has =
        BIT(TCS_034_SOURCE) | BIT(TCS_034_TYPE) | BIT(TCS_034_TIME) | BIT(TCS_034_SECTOR);
    service.type = TCS_034_SECTOR_CROSSING;
    must(tcs_asterix_write_034(w, &service));
    tcs_asterix_block_end(w, mark);
    mark = tcs_asterix_block_begin(w, 48);
    for (int i = 0; i < 3; i++) {
        plot.tod_ns = 72000 * S + i * 15625000;
        plot.rho_m = 900.0 + 30.0 * i;
        plot.theta_rad = (20.0 + 4.0 * i) * DEG;
        plot.height_m = 60.0 + 5.0 * i;
        plot.psr_dbm = -70.0 - i;
        plot.doppler_mps = -15.0 + i;
        must(tcs_asterix_write_048(w, &plot));
    }
    tcs_asterix_block_end(w, mark);
    mark = tcs_asterix_block_begin(w, 34);
    service.tod_ns = 72000 * S + 31250000;
    service.sector_rad = 45.0 * DEG;
    must(tcs_asterix_write_034(w, &service));
    tcs_asterix_block_end(w, mark);
}

/* Every item of 048 that the typed record keeps. */
static void full_048(struct tcs_writer *w, const char *name)
{
    const struct tcs_asterix_048 track = {
        .has = BIT(TCS_048_FLIGHT_STATUS + 1) - 1,
        .tod_ns = 86399 * S + 992187500, /* the last step before midnight */
        .rho_m = 50000,
        .theta_rad = 6.2,
        .pressure_altitude_m = -60.96,
        .height_m = 1234.44,
        .doppler_mps = -120,
        .raw_doppler_mps = 30,
        .raw_ambiguity_mps = 200,
        .raw_frequency_hz = 9.4e9,
        .ssr_run_rad = 0.02,
        .ssr_dbm = -60,
        .psr_run_rad = 0.03,
        .psr_dbm = -88,
        .psr_ssr_range_m = -100,
        .psr_ssr_azimuth_rad = 0.01,
        .x_m = -40000,
        .y_m = 30000,
        .speed_mps = 110,
        .heading_rad = 1.5,
        .sigma_x_m = 50,
        .sigma_y_m = 60,
        .sigma_speed_mps = 2,
        .sigma_heading_rad = 0.05,
        .warnings = { BIT(TCS_048_WARNING_BIRD) | BIT(TCS_048_WARNING_SLOW), 1 },
        .address = 0x406b90,
        .mode3a = 07000,
        .track = 4095,
        .sac = 25,
        .sic = 201,
        .detection = TCS_048_ROLL_CALL_PSR,
        .simulated = 1,
        .test = 1,
        .ident = 1,
        .monitor = 1,
        .mode3a_invalid = 1,
        .level_garbled = 1,
        .doppler_doubtful = 1,
        .ssr_replies = 12,
        .tentative = 1,
        .track_sensors = 2,
        .manoeuvre = 1,
        .climb = 2,
        .ended = 1,
        .ghost = 1,
        .flight_status = 5,
        .callsign = "EZY85MH",
    };
    const size_t mark = tcs_asterix_block_begin(w, 48);

    must(tcs_asterix_write(w, edition(48, name), &track));
    tcs_asterix_block_end(w, mark);
}

static struct tcs_asterix_021 aircraft(void)
{
    return (struct tcs_asterix_021) {
        .tod_ns = 45296 * S,
        .position_tod_ns = 45296 * S,
        .velocity_tod_ns = 45296 * S + 500000000,
        .position_heard_tod_ns = 45296 * S,
        .velocity_heard_tod_ns = 45296 * S,
        .sent_tod_ns = 45297 * S,
        .position_fraction_ns = 250000000,
        .velocity_fraction_ns = 750000000,
        .latitude_rad = -33.9 * DEG,
        .longitude_rad = 18.6 * DEG,
        .fine_latitude_rad = -33.9 * DEG,
        .fine_longitude_rad = 18.6 * DEG,
        .height_m = 1500,
        .pressure_altitude_m = 1524,
        .roll_rad = -0.1,
        .baro_rate_mps = -5,
        .geo_rate_mps = -5,
        .ground_speed_mps = 80,
        .track_angle_rad = 3,
        .turn_rate_radps = 0.05,
        .selected_altitude_m = 3048,
        .final_altitude_m = 914.4,
        .indicated_mps = 75,
        .true_air_speed_mps = 82,
        .magnetic_heading_rad = 3.1,
        .amplitude_dbm = -70,
        .address = 0xabcdef,
        .mode3a = 01234,
        .track = 17,
        .sac = 1,
        .sic = 2,
        .service = 3,
        .receiver = 4,
        .emitter = 10,
        .address_type = 1,
        .altitude_coding = 1,
        .confidence = 1,
        .nacv = 2,
        .nic = 8,
        .nic_baro = 1,
        .sil = 3,
        .nacp = 9,
        .sil_supplement = 1,
        .sda = 2,
        .gva = 1,
        .pic = 9,
        .accuracy = 7,
        .mops_version = 2,
        .link = 2,
        .priority = 1,
        .surveillance = 3,
        .callsign = "ZSHBK",
    };
}

static void full_021(struct tcs_writer *w, const char *name, uint64_t without)
{
    struct tcs_asterix_021 a = aircraft();
    const size_t mark = tcs_asterix_block_begin(w, 21);

    a.has = (BIT(TCS_021_RECEIVER + 1) - 1) & ~without;
    must(tcs_asterix_write(w, edition(21, name), &a));
    tcs_asterix_block_end(w, mark);
}

static void new_021(struct tcs_writer *w)
{
    full_021(w, "2.7", BIT(TCS_021_TIME) | BIT(TCS_021_ACCURACY));
}

/* What the old family lacks of the typed record. */
static const uint64_t without_old =
    BIT(TCS_021_TRACK) | BIT(TCS_021_SERVICE) | BIT(TCS_021_POSITION_TIME) |
    BIT(TCS_021_VELOCITY_TIME) | BIT(TCS_021_POSITION_HEARD) |
    BIT(TCS_021_POSITION_FRACTION) | BIT(TCS_021_VELOCITY_HEARD) |
    BIT(TCS_021_VELOCITY_FRACTION) | BIT(TCS_021_SENT_TIME) | BIT(TCS_021_FINE_POSITION) |
    BIT(TCS_021_QUALITY) | BIT(TCS_021_VERSION) | BIT(TCS_021_STATUS) |
    BIT(TCS_021_TURN_RATE) | BIT(TCS_021_AMPLITUDE) | BIT(TCS_021_RECEIVER);

static void old_021(struct tcs_writer *w)
{
    full_021(w, "0.26", without_old);
}

static void older_021(struct tcs_writer *w)
{
    full_021(w, "0.23", without_old | BIT(TCS_021_MODE3A));
}

static void new_048(struct tcs_writer *w)
{
    full_048(w, "1.32");
}

/* What no encoder of ours writes: SP, RE, BDS registers, message counts, ages. */
static void special(struct tcs_writer *w)
{
    /* clang-format off */
    static const uint8_t octets[] = {
        /* 048: 010, 250 twice, SP of three octets, RE of two */
        0x30, 0x00, 0x1f, 0x81, 0x21, 0x01, 0x06, 0x19, 0x07, 0x02, 0xc0, 0x78, 0x00,
        0x31, 0xbc, 0x00, 0x00, 0x40, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x50,
        0x03, 0xaa, 0xbb, 0x02, 0xcc,
        /* 034: 010, 050 COM PSR SSR MDS, 060 COM, 070 twice */
        0x22, 0x00, 0x14, 0x87, 0x80, 0x19, 0x07, 0x9c, 0x40, 0x60, 0x28, 0x48, 0x80,
        0x80, 0x24, 0x02, 0x08, 0x05, 0x10, 0x07,
        /* 021: 010, 220 WS, 295 AOS */
        0x15, 0x00, 0x10, 0x81, 0x01, 0x01, 0x01, 0x21, 0x02, 0x19, 0x07, 0x80, 0x00,
        0x0c, 0x80, 0x05,
    };
    /* clang-format on */

    tcs_write_bytes(w, octets, sizeof octets);
}

/* Damaged, foreign and impossible, with good records between. */
static void wrong(struct tcs_writer *w)
{
    static const uint8_t octets[] = {
        0x30, 0x00, 0x08, 0x80, 0x19, 0x07, 0x01, 0x01, /* FSPEC runs over the block */
        0x81, 0x00, 0x05, 0x01, 0x02,                   /* category 129 */
        0x30, 0x00, 0x09, 0xc0, 0x19, 0x07, 0xa8, 0xc0, 0x00, /* 86400 s */
        0x22, 0x00, 0x06, 0x80, 0x19, 0x08, 0x15, 0x00, 0x40,
        0x80, 0x19, 0x08, /* block runs over the input */
    };

    tcs_write_bytes(w, octets, sizeof octets);
}

/* A system track with everything that the typed record keeps, and one with little. */
/* NOLINTNEXTLINE(readability-function-size): every member of a record */
static void system_tracks(struct tcs_writer *w)
{
    const struct tcs_asterix_062 full = {
        .has = BIT(TCS_062_SIGMA_CLIMB + 1) - 1,
        .sac = 25,
        .sic = 100,
        .service = 1,
        .tod_ns = 72000 * S,
        .lat_rad = 33.305 * DEG,
        .lon_rad = 44.385 * DEG,
        .x_m = -120.5,
        .y_m = 640,
        .vx_mps = 4.25,
        .vy_mps = -15.5,
        .ax_mps2 = 0.5,
        .ay_mps2 = -1.25,
        .mode3a = 01275,
        .mode3a_garbled = 1,
        .callsign = "TOCSIN1",
        .callsign_source = 1,
        .address = 0x7281A4,
        .aircraft_ident = "YI ABC",
        .emitter = TCS_062_EMITTER_UNMANNED,
        .track = 872,
        .mono = 1,
        .geometric_more_reliable = 1,
        .altitude_source = 2,
        .tentative = 1,
        .begun = 1,
        .coasting = 1,
        .no_ssr = 1,
        .no_mode_s = 1,
        .no_adsb = 1,
        .age_s = 1.25,
        .psr_age_s = 1.25,
        .ssr_age_s = 63.75,
        .mode_s_age_s = 2,
        .adsb_age_s = 0.5,
        .mlat_age_s = 0.25,
        .turn = 1,
        .speed_change = 2,
        .climb = 2,
        .measured_level_m = 2 * 30.48,
        .geometric_altitude_m = 50 * 1.905,
        .barometric_altitude_m = -1 * 7.62,
        .qnh_applied = 1,
        .climb_mps = -100 * 1.905 / 60,
        .length_m = 2,
        .orientation_rad = 45 * DEG,
        .width_m = 1,
        .fleet = 3,
        .sigma_x_m = 4.5,
        .sigma_y_m = 6,
        .covariance_xy_m = -2.5,
        .sigma_lat_rad = 9 * 180 * DEG / 33554432,
        .sigma_lon_rad = 8 * 180 * DEG / 33554432,
        .sigma_geometric_m = 5 * 1.905,
        .sigma_barometric_m = 2 * 7.62,
        .sigma_vx_mps = 0.75,
        .sigma_vy_mps = 1.25,
        .sigma_climb_mps = 20 * 1.905 / 60,
    };
    struct tcs_asterix_062 last = full;
    const size_t mark = tcs_asterix_block_begin(w, 62);

    must(tcs_asterix_write_062(w, &full));
    last.has = BIT(TCS_062_SOURCE) | BIT(TCS_062_TIME) | BIT(TCS_062_TRACK) |
               BIT(TCS_062_STATUS);
    last.ended = 1;
    last.coasting = 0;
    last.no_ssr = 0;
    last.no_mode_s = 0;
    last.no_adsb = 0;
    must(tcs_asterix_write_062(w, &last));
    tcs_asterix_block_end(w, mark);
}

/* How the tracking system and one of its sensors are. */
static void system_status(struct tcs_writer *w)
{
    const struct tcs_asterix_063 sensor = {
        .has = BIT(TCS_063_PSR_ELEVATION + 1) - 1,
        .sac = 25,
        .sic = 100,
        .service = 1,
        .tod_ns = 72000 * S,
        .sensor_sac = 25,
        .sensor_sic = 7,
        .condition = TCS_063_DEGRADED,
        .mode_s_down = 1,
        .overloaded_tx = 1,
        .time_bias_s = -0.035,
        .ssr_range_gain = 3e-5,
        .ssr_range_bias_m = -1852.0 / 128,
        .ssr_azimuth_bias_rad = 12 * 360 * DEG / 65536,
        .psr_range_gain = -2e-5,
        .psr_range_bias_m = 3 * 1852.0 / 128,
        .psr_azimuth_bias_rad = -8 * 360 * DEG / 65536,
        .psr_elevation_bias_rad = 5 * 360 * DEG / 65536,
    };
    const struct tcs_asterix_065 system = {
        .has = BIT(TCS_065_SERVICE_STATUS + 1) - 1,
        .sac = 25,
        .sic = 100,
        .message = TCS_065_STATUS_MESSAGE,
        .service = 1,
        .tod_ns = 72000 * S,
        .batch = 17,
        .no_go = 1,
        .time_invalid = 1,
        .processing = 2,
        .toggle = 1,
        .service_status = 4,
    };
    size_t mark = tcs_asterix_block_begin(w, 63);

    must(tcs_asterix_write_063(w, &sensor));
    tcs_asterix_block_end(w, mark);
    mark = tcs_asterix_block_begin(w, 65);
    must(tcs_asterix_write_065(w, &system));
    tcs_asterix_block_end(w, mark);
}

static void surface_movement(struct tcs_writer *w)
{
    const struct tcs_asterix_010 vehicle = {
        .has = BIT(TCS_010_SIGMA + 1) - 1,
        .sac = 25,
        .sic = 3,
        .message = 1,
        .detection = 3,
        .on_ground = 1,
        .test = 1,
        .object = 2,
        .ident = 1,
        .tod_ns = 72000 * S,
        .lat_rad = 33.262 * DEG,
        .lon_rad = 44.234 * DEG,
        .rho_m = 1210,
        .theta_rad = 90 * DEG,
        .x_m = 1210,
        .y_m = -3,
        .speed_mps = 100 * 1852.0 / 16384,
        .course_rad = 180 * DEG,
        .vx_mps = 0.125,
        .vy_mps = -11.3125,
        .ax_mps2 = 0.0625,
        .ay_mps2 = -0.5,
        .track = 77,
        .manoeuvre = 1,
        .mode3a = 07000,
        .address = 0x7281B5,
        .callsign = "FOLLOW1",
        .fleet = 11,
        .pressure_altitude_m = 30.48,
        .height_m = 3 * 1.905,
        .amplitude = 140,
        .length_m = 6,
        .orientation_rad = 180 * DEG,
        .width_m = 2,
        .sigma_x_m = 1.5,
        .sigma_y_m = 2.25,
        .covariance_xy_m2 = -0.75,
    };
    const size_t mark = tcs_asterix_block_begin(w, 10);

    must(tcs_asterix_write_010(w, &vehicle));
    tcs_asterix_block_end(w, mark);
}

static void multilateration_state(struct tcs_writer *w)
{
    const struct tcs_asterix_019 state = {
        .has = BIT(TCS_019_HEIGHT + 1) - 1,
        .sac = 25,
        .sic = 4,
        .message = 2,
        .tod_ns = 72000 * S,
        .no_go = 1,
        .overloaded = 1,
        .lat_rad = 33.26 * DEG,
        .lon_rad = 44.23 * DEG,
        .height_m = 34.25,
    };
    const size_t mark = tcs_asterix_block_begin(w, 19);

    must(tcs_asterix_write_019(w, &state));
    tcs_asterix_block_end(w, mark);
}

static void multilateration(struct tcs_writer *w)
{
    const struct tcs_asterix_020 arrival = {
        .has = BIT(TCS_020_SIGMA_HEIGHT + 1) - 1,
        .sac = 25,
        .sic = 4,
        .by_mode_s = 1,
        .simulated = 1,
        .tod_ns = 72000 * S,
        .lat_rad = 33.27 * DEG,
        .lon_rad = 44.25 * DEG,
        .x_m = 2110.5,
        .y_m = -903.5,
        .track = 1234,
        .coasting = 1,
        .mode3a = 01000,
        .mode3a_garbled = 1,
        .vx_mps = 71.25,
        .vy_mps = -3.5,
        .ax_mps2 = -0.75,
        .pressure_altitude_m = 22 * 7.62,
        .address = 0x7281A4,
        .callsign = "IAW901",
        .height_m = 90 * 1.905,
        .geometric_altitude_m = 100 * 1.905,
        .fleet = 0,
        .sigma_x_m = 7.5,
        .sigma_y_m = 9.25,
        .correlation_xy = 0.5,
        .sigma_height_m = 12.5,
    };
    const size_t mark = tcs_asterix_block_begin(w, 20);

    must(tcs_asterix_write_020(w, &arrival));
    tcs_asterix_block_end(w, mark);
}

static void ground_station(struct tcs_writer *w)
{
    const struct tcs_asterix_023 ground = {
        .has = BIT(TCS_023_RANGE + 1) - 1,
        .sac = 25,
        .sic = 9,
        .report = 1,
        .service = 1,
        .service_type = 2,
        .tod_ns = 72000 * S,
        .overloaded = 1,
        .status = 4,
        .range_m = 100 * 1852.0,
    };
    const size_t mark = tcs_asterix_block_begin(w, 23);

    must(tcs_asterix_write_023(w, &ground));
    tcs_asterix_block_end(w, mark);
}

/* An airport's surface movement radar, its multilateration and the state of that, and of
 * an ADS-B ground station. */
static void airport(struct tcs_writer *w)
{
    surface_movement(w);
    multilateration_state(w);
    multilateration(w);
    ground_station(w);
}

/* The bearing of a radio direction finder. */
static void direction_finder(struct tcs_writer *w)
{
    const struct tcs_asterix_205 bearing = {
        .has = BIT(TCS_205_ELEVATION + 1) - 1,
        .sac = 25,
        .sic = 12,
        .service = 1,
        .message = 2,
        .tod_ns = 72000 * S,
        .report = 200,
        .channel = "2437.00",
        .lat_rad = 33.301 * DEG,
        .lon_rad = 44.38 * DEG,
        .x_m = -210.5,
        .y_m = 77,
        .local_bearing_rad = 299.99 * DEG,
        .bearing_rad = 12.34 * DEG,
        .quality = 200,
        .uncertainty_m = 300,
        .track = 872,
        .sensor = 2,
        .level_dbuv = -12.34,
        .signal_quality = 99,
        .elevation_rad = -1.25 * DEG,
    };
    const size_t mark = tcs_asterix_block_begin(w, 205);

    must(tcs_asterix_write_205(w, &bearing));
    tcs_asterix_block_end(w, mark);
}

static const struct {
    const char *name;
    void (*write)(struct tcs_writer *w);
    uint8_t editions; /* for the seed: tests/fuzz/asterix.c */
} files[] = {
    { "turn", one_turn, 0 },
    { "cat048", new_048, 0 },
    { "cat021", new_021, 0 },
    { "cat021_0.26", old_021, 2 },
    { "cat021_0.23", older_021, 3 },
    { "special", special, 0 },
    { "wrong", wrong, 0 },
    { "cat062", system_tracks, 0 },
    { "cat063_065", system_status, 0 },
    { "airport", airport, 0 },
    { "cat205", direction_finder, 0 },
    { "cat001_002", old_plots, 0 },
    { "cat001_track", old_track, 0 },
    { "cat015_016", incs, 0 },
    { "framing_final", final_frames, 0 },
    { "framing_oradis", oradis_frames, 0 },
    { "cat240", radar_video, 0 },
};

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: golden_asterix FOLDER [seeds]\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        uint8_t room[2048];
        char path[4096];
        struct tcs_writer w = tcs_writer(room, sizeof room);

        if (argc > 2)
            tcs_write_u8(&w, files[i].editions);
        files[i].write(&w);
        snprintf(path, sizeof path, "%s/%s%s", argv[1], files[i].name,
                 argc > 2 ? "" : ".raw");
        FILE *out = w.failed ? NULL : fopen(path, "wb");

        if (out == NULL || fwrite(room, 1, w.len, out) != w.len || fclose(out) != 0) {
            fprintf(stderr, "golden_asterix: cannot write %s\n", path);
            return 1;
        }
    }
    return 0;
}
