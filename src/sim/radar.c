/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sim.h"

#include "encode/asterix.h"
#include "num/elem.h"

/* Of a turn; the beam's sectors begin at north. */
enum { SECTORS = 32 };

static const double TURN = 2.0 * TCS_PI;
static const double AMPLITUDE_SIGMA_DB = 2.0;
static const int64_t DAY_NS = 86400 * TCS_NS_PER_S;

static int64_t time_of_day(const struct tcs_sim *sim, const struct tcs_sim_sensor *sensor)
{
    return tcs_sim_sensor_utc(sim, sensor) % DAY_NS;
}

/* What the radar believes its own azimuth reading to be: the site file's rotation is
 * added by the receiver, an error that nobody told is added here. */
static double reported_azimuth(const struct tcs_sim_sensor *sensor, double az_rad)
{
    return tcs_angle_wrap(az_rad - sensor->site->rotation_rad +
                          sensor->truth->rotation_rad);
}

/* dBm at the receiver of an echo of that size (observe/sensor.h: rcs_offset_db). */
static double amplitude(struct tcs_sim_sensor *sensor, double rcs_dbsm, double range_m)
{
    return rcs_dbsm - sensor->site->rcs_offset_db - 40.0 * tcs_log10(range_m / 1000.0) +
           AMPLITUDE_SIGMA_DB * tcs_rand_normal(&sensor->rand);
}

static void add_plot(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                     struct tcs_rae rae, double rcs_dbsm)
{
    const struct tcs_sensor *site = sensor->site;
    /* The radar sits at its height; what it reports is a height above the sea. */
    const double up_m = site->position_m.v[2] + rae.range_m * tcs_sin(rae.el_rad);
    struct tcs_asterix_048 plot = {
        .has = 1u << TCS_048_SOURCE | 1u << TCS_048_TIME | 1u << TCS_048_DESCRIPTOR |
               1u << TCS_048_POLAR,
        .sac = (uint8_t)(sensor->sac_sic >> 8),
        .sic = (uint8_t)(sensor->sac_sic & 0xff),
        .tod_ns = time_of_day(sim, sensor),
        .detection = TCS_048_PSR,
        .rho_m = rae.range_m,
        .theta_rad = reported_azimuth(sensor, rae.az_rad),
    };

    if (site->el_sigma_rad > 0.0) {
        plot.has |= 1u << TCS_048_HEIGHT;
        plot.height_m =
            up_m + sim->site->engine.frame.origin.height_m - sim->site->engine.geoid_m;
    }
    if (site->has_rcs) {
        const double dbm = amplitude(sensor, rcs_dbsm, rae.range_m);

        plot.has |= 1u << TCS_048_PSR_DBM;
        plot.psr_dbm = dbm < -128.0 ? -128.0 : dbm > 127.0 ? 127.0 : dbm;
    }
    /* A plot that the format cannot carry, or for which the datagram has no room, is one
     * that a real radar would not have sent either. */
    if (tcs_asterix_write_048(&sensor->plots, &plot) != TCS_OK)
        sim->lost++;
}

static struct tcs_rae measured(struct tcs_sim_sensor *sensor, struct tcs_rae rae)
{
    const struct tcs_sensor *site = sensor->site;
    const double noise = sensor->truth->noise;

    rae.range_m += noise * site->range_sigma_m * tcs_rand_normal(&sensor->rand);
    rae.az_rad += noise * site->az_sigma_rad * tcs_rand_normal(&sensor->rand);
    rae.el_rad += noise * site->el_sigma_rad * tcs_rand_normal(&sensor->rand);
    return rae;
}

static void see_bodies(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                       double from_rad, double width_rad)
{
    for (uint32_t i = 0; i < sim->world.body_count; i++) {
        const struct tcs_body *body = &sim->world.bodies[i];

        if (!tcs_body_aloft(body))
            continue;
        const struct tcs_rae rae =
            tcs_rae_from_enu(sensor->site->position_m, body->position_m);

        if (tcs_angle_wrap(rae.az_rad - from_rad) >= width_rad ||
            tcs_rand_uniform(&sensor->rand) >= tcs_sim_pd(sensor, body))
            continue;
        const struct tcs_rae seen = measured(sensor, rae);

        if (seen.range_m > 1.0)
            add_plot(sim, sensor, seen, body->rcs_dbsm);
    }
}

static void see_clutter(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                        double from_rad, double width_rad)
{
    const struct tcs_coverage *c = &sensor->site->coverage;
    const double mean = sensor->truth->clutter >= 0.0 ? sensor->truth->clutter
                                                      : sensor->site->clutter_per_scan;
    const uint32_t count = tcs_rand_poisson(&sensor->rand, mean * width_rad / TURN);

    for (uint32_t i = 0; i < count; i++) {
        const struct tcs_rae rae = {
            .range_m = tcs_rand_between(&sensor->rand, c->range_min_m, c->range_max_m),
            .az_rad = from_rad + width_rad * tcs_rand_uniform(&sensor->rand),
            .el_rad = tcs_rand_between(&sensor->rand, c->el_min_rad, c->el_max_rad),
        };
        const double off = tcs_angle_diff(rae.az_rad, c->az_center_rad);

        if (tcs_fabs(off) <= c->az_width_rad / 2.0)
            add_plot(sim, sensor, rae, tcs_rand_between(&sensor->rand, -30.0, 5.0));
    }
}

/* The sector's datagram: what was seen in it, then that it has been left. */
static enum tcs_status end_sector(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                                  uint32_t next)
{
    struct tcs_writer *w = &sensor->plots;
    const struct tcs_asterix_034 crossing = {
        .has = 1u << TCS_034_SOURCE | 1u << TCS_034_TYPE | 1u << TCS_034_TIME |
               1u << TCS_034_SECTOR | 1u << TCS_034_ROTATION,
        .sac = (uint8_t)(sensor->sac_sic >> 8),
        .sic = (uint8_t)(sensor->sac_sic & 0xff),
        .type = next == 0 ? TCS_034_NORTH_MARKER : TCS_034_SECTOR_CROSSING,
        .tod_ns = time_of_day(sim, sensor),
        .sector_rad = TURN * next / SECTORS,
        .rotation_period_s = sensor->site->period_s,
    };

    tcs_asterix_block_end(w, sensor->block);
    const size_t mark = tcs_asterix_block_begin(w, 34);

    if (tcs_asterix_write_034(w, &crossing) != TCS_OK || w->failed)
        return TCS_E_FULL;
    tcs_asterix_block_end(w, mark);
    return tcs_sim_send(sim, sensor, tcs_written(w));
}

static void begin_sector(struct tcs_sim_sensor *sensor)
{
    sensor->plots = tcs_writer(sensor->room, sizeof sensor->room);
    sensor->block = tcs_asterix_block_begin(&sensor->plots, 48);
}

enum tcs_status tcs_sim_radar(struct tcs_sim *sim, struct tcs_sim_sensor *sensor)
{
    const double width_rad = TURN * TCS_WORLD_STEP_S / sensor->site->period_s;
    const double from_rad = sensor->beam_rad;
    enum tcs_status status = TCS_OK;

    if (sensor->plots.data == NULL)
        begin_sector(sensor);
    see_bodies(sim, sensor, from_rad, width_rad);
    see_clutter(sim, sensor, from_rad, width_rad);
    sensor->beam_rad = tcs_angle_wrap(from_rad + width_rad);
    const uint32_t sector = (uint32_t)(sensor->beam_rad / TURN * SECTORS) % SECTORS;

    if (sector != sensor->sector) {
        status = end_sector(sim, sensor, sector);
        sensor->sector = sector;
        begin_sector(sensor);
    }
    return status;
}
