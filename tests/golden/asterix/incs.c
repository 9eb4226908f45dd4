/* SPDX-License-Identifier: Apache-2.0 */
/* incs.c -- golden records of categories 015 and 016. */
#include "make.h"

static void configuration(struct tcs_writer *w)
{
    const struct tcs_asterix_016 system = {
        .has = BIT(TCS_016_RECEIVER + 1) - 1,
        .sac = 25,
        .sic = 20,
        .service = 2,
        .message = 2,
        .tod_ns = 72000 * S,
        .period_s = 30,
        .pair = 258,
        .pair_transmitter = 1,
        .pair_receiver = 2,
        .lat_rad = 33.3 * DEG,
        .lon_rad = 44.4 * DEG,
        .height_m = 34.25,
        .transmitter = 1,
        .transmitter_lat_rad = 33.31 * DEG,
        .transmitter_lon_rad = 44.41 * DEG,
        .transmitter_height_m = 80.5,
        .offset_s = -1200e-9,
        .offset_accuracy_s = 40e-9,
        .parallel = 3,
        .receiver = 2,
        .receiver_lat_rad = 33.29 * DEG,
        .receiver_lon_rad = 44.39 * DEG,
        .receiver_height_m = 40,
    };
    const size_t mark = tcs_asterix_block_begin(w, 16);

    must(tcs_asterix_write_016(w, &system));
    tcs_asterix_block_end(w, mark);
}

/* A track with everything that the typed record keeps. */
static struct tcs_asterix_015 everything(void)
{
    return (struct tcs_asterix_015) {
        .has = BIT(TCS_015_ECHO_SNR + 1) - 1,
        .sac = 25,
        .sic = 20,
        .service = 2,
        .message = TCS_015_SENSOR_TRACK,
        .event_driven = 1,
        .statics = TCS_015_MULTISTATIC,
        .taxonomy = TCS_015_REFERENCE,
        .scan_direction = 3,
        .tod_ns = 72000 * S + 250000000,
        .track = 4711,
        .blind = 1,
        .ended_by_user = 1,
        .coasting = 1,
        .tentative = 1,
        .period_s = 0.5,
        .length_m = 0.55,
        .width_m = 0.5,
        .target_height_m = 0.25,
        .orientation_rad = 90 * DEG,
        .object = 300,
        .object_percent = 80,
        .pair = 258,
        .measurement = 1000000,
        .lat_rad = 33.305 * DEG,
        .lon_rad = 44.385 * DEG,
        .sigma_x_m = 4.5,
        .sigma_y_m = 6.25,
        .correlation_xy = -0.25,
        .height_m = 85.5,
        .sigma_height_m = 3.75,
        .vx_mps = -12.5,
        .vy_mps = 7.75,
        .sigma_vx_mps = 0.5,
        .sigma_vy_mps = 0.75,
        .climb_mps = -1.5,
        .sigma_climb_mps = 0.25,
        .range_m = 1500.5,
        .sigma_range_m = 3.5,
        .range_rate_mps = -14.5,
        .sigma_range_rate_mps = 0.5,
        .doppler_mps = -14.25,
        .sigma_doppler_mps = 0.25,
        .azimuth_rad = 300 * DEG,
        .sigma_azimuth_rad = 0.5 * DEG,
        .elevation_rad = 3 * DEG,
        .sigma_elevation_rad = 1 * DEG,
        .echo_db = -100,
        .echo_snr_db = 17,
    };
}

/* Besides: a plot of range, azimuth and elevation, a bearing alone, the end of a track.
 */
void incs(struct tcs_writer *w)
{
    struct tcs_asterix_015 target = everything();
    const uint64_t always = BIT(TCS_015_SOURCE) | BIT(TCS_015_MESSAGE) |
                            BIT(TCS_015_DESCRIPTOR) | BIT(TCS_015_TIME);

    configuration(w);
    const size_t mark = tcs_asterix_block_begin(w, 15);

    must(tcs_asterix_write_015(w, &target));
    target.has = always | BIT(TCS_015_RANGE) | BIT(TCS_015_AZIMUTH) |
                 BIT(TCS_015_ELEVATION) | BIT(TCS_015_DOPPLER);
    target.message = TCS_015_SENSOR_PLOT;
    target.statics = TCS_015_MONOSTATIC;
    target.taxonomy = TCS_015_ACTUAL;
    must(tcs_asterix_write_015(w, &target));
    target.has = always | BIT(TCS_015_AZIMUTH) | BIT(TCS_015_SIGMA_AZIMUTH);
    must(tcs_asterix_write_015(w, &target));
    target.has = always | BIT(TCS_015_TRACK);
    target.message = TCS_015_TRACK_END;
    must(tcs_asterix_write_015(w, &target));
    tcs_asterix_block_end(w, mark);
}
