/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/monoradar.h"

#include <string.h>

#include "num/elem.h"
#include "observe/claim.h"

static const double EARTH_RADIUS_M = 6371008.8;       /* mean; IUGG 1980 */
static const double STEP_SIGMA = 0.28867513459481287; /* 1 / sqrt 12 */
static const double RHO_STEP_M = 1852.0 / 256.0;
static const double THETA_STEP_RAD = 2.0 * TCS_PI / 65536.0;
static const double HEIGHT_STEP_M = 7.62;   /* 25 ft, I048/110 and I048/090 */
static const double LEVEL_SIGMA_M = 15.0;   /* of an encoding altimeter */
static const double DOPPLER_STEP_MPS = 1.0; /* I048/120 CAL */
static const double HEIGHT_SLACK = 0.05;    /* of range: what may stand above zenith */
static const double RANGE_MAX_M = 256 * 1852.0; /* what I048/040 can hold */
static const double OLD_RHO_STEP_M = 1852.0 / 128.0;
static const double OLD_RANGE_MAX_M = 512 * 1852.0; /* I001/040 */

static double root_of_squares(double a, double b)
{
    return tcs_sqrt(a * a + b * b);
}

static bool has(uint64_t mask, unsigned bit)
{
    return (mask >> bit & 1) != 0;
}

void tcs_monoradar_service(struct tcs_assembler *assembler, const struct tcs_neck *neck,
                           uint16_t sensor, const struct tcs_asterix_034 *record)
{
    const double rotation = neck->sensors[sensor].rotation_rad;
    const bool timed = has(record->has, TCS_034_TIME) &&
                       !(has(record->has, TCS_034_STATUS) && record->time_invalid != 0);
    const struct tcs_time at =
        timed ? tcs_neck_tod(neck, sensor, record->tod_ns) : neck->now;

    if (has(record->has, TCS_034_ROTATION) && record->rotation_period_s > 0.0)
        assembler->turn_s = record->rotation_period_s;
    if (record->type == TCS_034_NORTH_MARKER)
        tcs_assembler_crossing(assembler, neck, sensor, rotation, at);
    else if (record->type == TCS_034_SECTOR_CROSSING && has(record->has, TCS_034_SECTOR))
        tcs_assembler_crossing(assembler, neck, sensor, record->sector_rad + rotation,
                               at);
    else
        tcs_neck_heard(neck, sensor);
}

static bool take_polar(const struct tcs_asterix_048 *record, double *ret_range_m,
                       double *ret_az_rad)
{
    if (has(record->has, TCS_048_POLAR)) {
        *ret_range_m = record->rho_m;
        *ret_az_rad = record->theta_rad;
        return record->extended_range == 0;
    }
    if (!has(record->has, TCS_048_CARTESIAN))
        return false;
    *ret_range_m = root_of_squares(record->x_m, record->y_m);
    *ret_az_rad = tcs_angle_wrap(tcs_atan2(record->x_m, record->y_m));
    return true;
}

static bool is_cooperative(const struct tcs_asterix_048 *record)
{
    return has(record->has, TCS_048_DESCRIPTOR) && record->detection != TCS_048_PSR &&
           record->detection != TCS_048_NO_DETECTION;
}

static enum tcs_said_class said(const struct tcs_asterix_048 *record)
{
    if (is_cooperative(record) || tcs_048_warned(record, TCS_048_WARNING_HELICOPTER))
        return TCS_SAID_CREWED;
    if (tcs_048_warned(record, TCS_048_WARNING_BIRD) ||
        tcs_048_warned(record, TCS_048_WARNING_BIRDS))
        return TCS_SAID_BIRD;
    return TCS_SAID_NOTHING;
}

/* Height above the ellipsoid that the report tells, and its sigma without the radar's. */
static bool take_height(const struct tcs_neck *neck, const struct tcs_asterix_048 *record,
                        double *ret_height_m, double *ret_sigma_m)
{
    if (has(record->has, TCS_048_HEIGHT)) {
        *ret_height_m = record->height_m + neck->geoid_m;
        *ret_sigma_m = HEIGHT_STEP_M * STEP_SIGMA;
        return true;
    }
    if (has(record->has, TCS_048_LEVEL) && is_cooperative(record) &&
        record->level_invalid == 0 && record->level_garbled == 0) {
        *ret_height_m = record->pressure_altitude_m + neck->geoid_m;
        *ret_sigma_m = root_of_squares(LEVEL_SIGMA_M, TCS_PRESSURE_SIGMA_M);
        return true;
    }
    return false;
}

/*
 * From (Re + ht)^2 = (Re + hs)^2 + r^2 + 2 r (Re + hs) sin el. A height that rounding has
 * put a little above zenith is taken as straight up; false when it is further off.
 */
static bool elevation(double sensor_height_m, double height_m, double range_m,
                      double *ret_el_rad)
{
    const double rise_m = height_m - sensor_height_m;
    const double sine = (rise_m * (2.0 * EARTH_RADIUS_M + height_m + sensor_height_m) -
                         range_m * range_m) /
                        (2.0 * range_m * (EARTH_RADIUS_M + sensor_height_m));
    const double most = 1.0 + HEIGHT_SLACK + 2.0 * HEIGHT_STEP_M / range_m;

    if (!(sine <= most && sine >= -most))
        return false;
    *ret_el_rad = tcs_asin(sine > 1.0 ? 1.0 : sine < -1.0 ? -1.0 : sine);
    return true;
}

/* d el = (d h - sin el d r) / (r cos el); near zenith the cosine is kept off zero. */
static double elevation_sigma(const struct tcs_sensor *sensor,
                              const struct tcs_plot *plot, double height_sigma_m)
{
    const double cosine = tcs_cos(plot->el_rad);
    const double ground_m = plot->range_m * (cosine > 0.05 ? cosine : 0.05);
    const double by_height = height_sigma_m / ground_m;
    const double by_range = tcs_sin(plot->el_rad) * plot->sigma[0] / ground_m;

    return root_of_squares(sensor->el_sigma_rad, root_of_squares(by_height, by_range));
}

static void put_elevation(const struct tcs_neck *neck, uint16_t sensor,
                          const struct tcs_asterix_048 *record, struct tcs_plot *plot)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const double sensor_height_m =
        tcs_geodetic_from_enu(neck->frame, about->position_m).height_m;
    double height_m = 0.0;
    double sigma_m = 0.0;

    if (!take_height(neck, record, &height_m, &sigma_m) ||
        !elevation(sensor_height_m, height_m, plot->range_m, &plot->el_rad))
        return;
    plot->flags |= TCS_PLOT_ELEVATION;
    plot->sigma[2] = elevation_sigma(about, plot, sigma_m);
}

static void put_extras(const struct tcs_sensor *sensor,
                       const struct tcs_asterix_048 *record, struct tcs_plot *plot)
{
    if (has(record->has, TCS_048_DOPPLER) && record->doppler_doubtful == 0 &&
        sensor->doppler_sigma_mps > 0.0) {
        plot->flags |= TCS_PLOT_DOPPLER;
        plot->doppler_mps = record->doppler_mps;
        plot->doppler_sigma_mps =
            root_of_squares(sensor->doppler_sigma_mps, DOPPLER_STEP_MPS * STEP_SIGMA);
    }
    if (has(record->has, TCS_048_PSR_DBM) && sensor->has_rcs) {
        plot->flags |= TCS_PLOT_RCS;
        plot->rcs_dbsm = record->psr_dbm + 40.0 * tcs_log10(plot->range_m / 1000.0) +
                         sensor->rcs_offset_db;
    }
}

/* What I048/040 and I001/040 differ in. */
struct grain {
    double rho_step_m;
    double range_max_m;
};

static enum tcs_status take_target(struct tcs_assembler *assembler,
                                   const struct tcs_neck *neck, uint16_t sensor,
                                   const struct tcs_asterix_048 *record,
                                   struct grain grain)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_plot plot;

    memset(&plot, 0, sizeof plot);
    if (record->simulated != 0 || record->test != 0 || record->monitor != 0)
        return TCS_E_REFUSED;
    if (has(record->has, TCS_048_DESCRIPTOR) &&
        record->detection == TCS_048_NO_DETECTION) {
        tcs_neck_heard(neck, sensor);
        return TCS_OK;
    }
    if (!take_polar(record, &plot.range_m, &plot.az_rad) || !(plot.range_m > 0.0) ||
        plot.range_m > grain.range_max_m)
        return TCS_E_IMPOSSIBLE;
    plot.at = has(record->has, TCS_048_TIME) ? tcs_neck_tod(neck, sensor, record->tod_ns)
                                             : neck->now;
    plot.az_rad += about->rotation_rad;
    plot.sigma[0] = root_of_squares(about->range_sigma_m, grain.rho_step_m * STEP_SIGMA);
    plot.sigma[1] = root_of_squares(about->az_sigma_rad, THETA_STEP_RAD * STEP_SIGMA);
    plot.said = (uint32_t)said(record);
    put_elevation(neck, sensor, record, &plot);
    put_extras(about, record, &plot);
    tcs_assembler_plot(assembler, neck, sensor, &plot);
    return TCS_OK;
}

enum tcs_status tcs_monoradar_target(struct tcs_assembler *assembler,
                                     const struct tcs_neck *neck, uint16_t sensor,
                                     const struct tcs_asterix_048 *record)
{
    return take_target(assembler, neck, sensor, record,
                       (struct grain) { RHO_STEP_M, RANGE_MAX_M });
}

static uint64_t moved(uint64_t mask, unsigned from, unsigned to)
{
    return (mask >> from & 1) << to;
}

/* In the terms of the newer category. Power and Doppler are left out: the old ones have
 * no step that would tell anything of a drone. */
static struct tcs_asterix_048 renewed(const struct tcs_asterix_001 *old)
{
    static const uint8_t detection[] = { TCS_048_NO_DETECTION, TCS_048_PSR, TCS_048_SSR,
                                         TCS_048_SSR_PSR };

    return (struct tcs_asterix_048) {
        .has = moved(old->has, TCS_001_DESCRIPTOR, TCS_048_DESCRIPTOR) |
               moved(old->has, TCS_001_POLAR, TCS_048_POLAR) |
               moved(old->has, TCS_001_CARTESIAN, TCS_048_CARTESIAN) |
               moved(old->has, TCS_001_LEVEL, TCS_048_LEVEL),
        .rho_m = old->rho_m,
        .theta_rad = old->theta_rad,
        .x_m = old->x_m,
        .y_m = old->y_m,
        .pressure_altitude_m = old->pressure_altitude_m,
        .level_invalid = old->level_invalid,
        .level_garbled = old->level_garbled,
        .detection = detection[old->detection],
        .simulated = old->simulated,
        .test = old->test,
        .monitor = old->monitor,
    };
}

static int64_t tod_now(const struct tcs_neck *neck)
{
    const int64_t day = INT64_C(86400) * TCS_NS_PER_S;

    return tcs_time_to_utc(neck->leap, neck->now) % day;
}

enum tcs_status tcs_monoradar_old_target(struct tcs_assembler *assembler,
                                         const struct tcs_neck *neck, uint16_t sensor,
                                         const struct tcs_asterix_001 *record)
{
    struct tcs_asterix_048 target = renewed(record);

    if (has(record->has, TCS_001_TIME)) {
        target.has |= UINT64_C(1) << TCS_048_TIME;
        target.tod_ns = tcs_asterix_complete_tod(record->truncated_ns, tod_now(neck));
    }
    return take_target(assembler, neck, sensor, &target,
                       (struct grain) { OLD_RHO_STEP_M, OLD_RANGE_MAX_M });
}

void tcs_monoradar_old_service(struct tcs_assembler *assembler,
                               const struct tcs_neck *neck, uint16_t sensor,
                               const struct tcs_asterix_002 *record)
{
    const struct tcs_asterix_034 service = {
        .has = moved(record->has, TCS_002_TIME, TCS_034_TIME) |
               moved(record->has, TCS_002_SECTOR, TCS_034_SECTOR) |
               moved(record->has, TCS_002_ROTATION, TCS_034_ROTATION),
        .tod_ns = record->tod_ns,
        .sector_rad = record->sector_rad,
        .rotation_period_s = record->rotation_period_s,
        .type = record->type == TCS_002_NORTH_MARKER      ? TCS_034_NORTH_MARKER
                : record->type == TCS_002_SECTOR_CROSSING ? TCS_034_SECTOR_CROSSING
                                                          : 0,
    };

    tcs_monoradar_service(assembler, neck, sensor, &service);
}
