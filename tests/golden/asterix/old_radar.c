/* SPDX-License-Identifier: Apache-2.0 */
/* old_radar.c -- golden records of categories 001, 002 and 240. */
#include "make.h"

static void markers(struct tcs_writer *w)
{
    struct tcs_asterix_002 service = {
        .has = BIT(TCS_002_WINDOW + 1) - 1,
        .sac = 25,
        .sic = 8,
        .type = TCS_002_NORTH_MARKER,
        .tod_ns = 72000 * S,
        .rotation_period_s = 4.5,
        .range_error_m = -3 * 1852.0 / 128,
        .azimuth_error_rad = 5 * 360 * DEG / 16384,
        .window_rho_start_m = 10 * 1852.0 / 128,
        .window_rho_end_m = 400 * 1852.0 / 128,
        .window_theta_start_rad = 30 * DEG,
        .window_theta_end_rad = 60 * DEG,
    };
    const size_t mark = tcs_asterix_block_begin(w, 2);

    must(tcs_asterix_write_002(w, &service));
    service.has =
        BIT(TCS_002_SOURCE) | BIT(TCS_002_TYPE) | BIT(TCS_002_TIME) | BIT(TCS_002_SECTOR);
    service.type = TCS_002_SECTOR_CROSSING;
    service.sector_rad = 45 * DEG;
    must(tcs_asterix_write_002(w, &service));
    tcs_asterix_block_end(w, mark);
}

/* Every item of both profiles that the typed record keeps. 72000 s are 140 turns of 512 s
 * and 320 s. */
static struct tcs_asterix_001 everything(void)
{
    return (struct tcs_asterix_001) {
        .has = BIT(TCS_001_VELOCITY + 1) - 1,
        .sac = 25,
        .sic = 8,
        .track_report = 1,
        .detection = TCS_001_COMBINED,
        .simulated = 1,
        .test = 1,
        .emergency = 3,
        .ident = 1,
        .monitor = 1,
        .warnings = { BIT(6), BIT(64 - 64) },
        .rho_m = 1234 * 1852.0 / 128,
        .theta_rad = 270 * DEG,
        .x_m = -600 * 1852.0 / 64,
        .y_m = 32 * 1852.0 / 64,
        .mode3a = 07600,
        .mode3a_garbled = 1,
        .mode3a_old = 1,
        .pressure_altitude_m = 35 * 7.62,
        .level_invalid = 1,
        .doppler_mps = -2 * 1852.0 / 256,
        .power_dbm = -71,
        .truncated_ns = 320 * S + 500000000,
        .track = 513,
        .tentative = 1,
        .manoeuvre = 1,
        .ghost = 1,
        .ended = 1,
        .speed_mps = 1000 * 1852.0 / 16384,
        .heading_rad = 90 * DEG,
    };
}

/* A plot with everything and one with little. */
void old_plots(struct tcs_writer *w)
{
    const uint64_t tracks_only = BIT(TCS_001_CARTESIAN) | BIT(TCS_001_TRACK) |
                                 BIT(TCS_001_STATUS) | BIT(TCS_001_VELOCITY);
    struct tcs_asterix_001 report = everything();

    markers(w);
    const size_t mark = tcs_asterix_block_begin(w, 1);

    report.track_report = 0;
    report.has &= ~tracks_only;
    must(tcs_asterix_write_001(w, &report));
    report = (struct tcs_asterix_001) {
        .has = BIT(TCS_001_SOURCE) | BIT(TCS_001_DESCRIPTOR) | BIT(TCS_001_POLAR) |
               BIT(TCS_001_TIME),
        .sac = 25,
        .sic = 8,
        .detection = TCS_001_PSR,
        .rho_m = 65 * 1852.0 / 128,
        .theta_rad = 20 * DEG,
        .truncated_ns = 321 * S,
    };
    must(tcs_asterix_write_001(w, &report));
    tcs_asterix_block_end(w, mark);
}

void old_track(struct tcs_writer *w)
{
    const struct tcs_asterix_001 report = everything();

    markers(w);
    const size_t mark = tcs_asterix_block_begin(w, 1);

    must(tcs_asterix_write_001(w, &report));
    tcs_asterix_block_end(w, mark);
}

void final_frames(struct tcs_writer *w)
{
    for (int i = 0; i < 2; i++) {
        const size_t mark =
            tcs_asterix_frame_begin(w, TCS_ASTERIX_FINAL, 72000 * S + i * 20000000);

        markers(w);
        tcs_asterix_frame_end(w, TCS_ASTERIX_FINAL, mark);
    }
}

void oradis_frames(struct tcs_writer *w)
{
    for (int i = 0; i < 2; i++) {
        const size_t mark =
            tcs_asterix_frame_begin(w, TCS_ASTERIX_ORADIS, 72000 * S + i * 1000000);

        if (i == 0)
            markers(w);
        else
            old_plots(w);
        tcs_asterix_frame_end(w, TCS_ASTERIX_ORADIS, mark);
    }
}

/* One azimuth of video, in both forms of header. */
void radar_video(struct tcs_writer *w)
{
    struct tcs_asterix_240 video = {
        .has = BIT(TCS_240_SOURCE) | BIT(TCS_240_MESSAGE) | BIT(TCS_240_RECORD) |
               BIT(TCS_240_NANO) | BIT(TCS_240_RESOLUTION) | BIT(TCS_240_COUNTERS) |
               BIT(TCS_240_VIDEO) | BIT(TCS_240_TIME),
        .sac = 25,
        .sic = 9,
        .message = 2,
        .record = 100000,
        .nano_start_rad = 45 * DEG,
        .nano_end_rad = 45.17578125 * DEG,
        .nano_start_cell = 1,
        .nano_cell_s = 67e-9,
        .resolution = 4,
        .octets = 4,
        .cells = 4,
        .first_cells = 0x00ff8001,
        .tod_ns = 72000 * S,
    };
    const size_t mark = tcs_asterix_block_begin(w, 240);

    must(tcs_asterix_write_240(w, &video));
    video.has ^= BIT(TCS_240_NANO) | BIT(TCS_240_FEMTO);
    video.femto_start_rad = 45.17578125 * DEG;
    video.femto_end_rad = 45.3515625 * DEG;
    video.femto_start_cell = 1;
    video.femto_cell_s = 66712.819e-12;
    must(tcs_asterix_write_240(w, &video));
    tcs_asterix_block_end(w, mark);
}
