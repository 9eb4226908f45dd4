/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/target.h"

#include <string.h>

#include "observe/claim.h"

/* When neither the report nor the site file says how good it is. */
static const double UNTOLD_POSITION_M = 30.0;
static const double UNTOLD_HEIGHT_M = 30.0;
static const double UNTOLD_ANGLE_RAD = 5.0 * TCS_RAD_PER_DEG;
static const double UNTOLD_RATE_MPS = 1.0;

static bool has(uint64_t mask, unsigned bit)
{
    return (mask >> bit & 1) != 0;
}

static double sigma(bool is_told, double told, double sensors, double untold)
{
    if (is_told && told > 0.0)
        return told;
    return sensors > 0.0 ? sensors : untold;
}

/* --------------------------------------------------------------------- gathering */

void tcs_gather_flush(struct tcs_gather *gather, const struct tcs_neck *neck)
{
    if (gather->open)
        tcs_neck_give(neck, &gather->look);
    gather->open = false;
}

static void put(struct tcs_gather *gather, const struct tcs_neck *neck, uint16_t sensor,
                struct tcs_time at, const struct tcs_observation *obs)
{
    int64_t away = 0;

    if (gather->open)
        away = tcs_time_since(at, gather->look.valid_at).ns;
    if (gather->open &&
        (gather->look.sensor != sensor || away > TCS_GATHER_SPAN_NS ||
         away < -TCS_GATHER_SPAN_NS || gather->look.count == TCS_NECK_OBSERVATIONS_MAX))
        tcs_gather_flush(gather, neck);
    if (!gather->open) {
        gather->look = tcs_neck_look(neck, sensor, at);
        gather->open = true;
        away = 0;
    }
    gather->look.observations[gather->look.count] = *obs;
    gather->look.observations[gather->look.count++].dt_s =
        tcs_span_seconds((struct tcs_span) { away });
}

/* The time of day that a record may have. */
static struct tcs_time when(const struct tcs_neck *neck, uint16_t sensor, bool is_told,
                            int64_t tod_ns)
{
    return is_told ? tcs_neck_tod(neck, sensor, tod_ns) : neck->now;
}

/* -------------------------------------------------------------------- places */

/* Where a target is, before its height is known. */
struct place {
    bool has_wgs84;
    bool has_cartesian;
    bool has_height;  /* above the ellipsoid */
    bool has_rise;    /* above the sensor */
    bool is_pressure; /* the height is one of the standard atmosphere */
    double lat_rad;
    double lon_rad;
    double x_m;
    double y_m;
    double height_m;
    double rise_m;
    double sigma_m[2];
    double sigma_height_m;
};

static double height_sigma(const struct tcs_sensor *sensor, const struct place *place)
{
    if (place->is_pressure)
        return TCS_PRESSURE_SIGMA_M;
    return sigma(place->sigma_height_m > 0.0, place->sigma_height_m,
                 sensor->height_sigma_m, UNTOLD_HEIGHT_M);
}

/* East and north, and up when there is a height. */
static void put_place(const struct tcs_neck *neck, uint16_t sensor,
                      const struct place *place, struct tcs_observation *obs)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const double site_m = neck->frame->origin.height_m;
    struct tcs_vec3 enu;

    if (place->has_wgs84) {
        enu = tcs_enu_from_geodetic(
            neck->frame, (struct tcs_geodetic) {
                             .lat_rad = place->lat_rad,
                             .lon_rad = place->lon_rad,
                             .height_m = place->has_height ? place->height_m : site_m,
                         });
        if (!place->has_height && place->has_rise)
            enu.v[2] = about->position_m.v[2] + place->rise_m;
    } else {
        enu.v[0] = about->position_m.v[0] + place->x_m;
        enu.v[1] = about->position_m.v[1] + place->y_m;
        enu.v[2] = place->has_rise ? about->position_m.v[2] + place->rise_m
                                   : place->height_m - site_m;
    }
    obs->kind =
        place->has_height || place->has_rise ? TCS_OBS_POSITION : TCS_OBS_POSITION_2D;
    for (int i = 0; i < 2; i++) {
        obs->z[i] = enu.v[i];
        obs->sigma[i] = sigma(place->sigma_m[i] > 0.0, place->sigma_m[i],
                              about->position_sigma_m, UNTOLD_POSITION_M);
    }
    if (obs->kind == TCS_OBS_POSITION) {
        obs->z[2] = enu.v[2];
        obs->sigma[2] = height_sigma(about, place);
    }
}

/* A pressure altitude, when there is nothing better. */
static void take_level(const struct tcs_neck *neck, struct place *place,
                       double pressure_altitude_m)
{
    if (place->has_height || place->has_rise)
        return;
    place->has_height = true;
    place->is_pressure = true;
    place->height_m = pressure_altitude_m + neck->geoid_m;
}

/* ------------------------------------------------------------------ category 010 */

enum tcs_status tcs_target_010(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_010 *record)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_observation obs;
    struct place place = {
        .has_wgs84 = has(record->has, TCS_010_WGS84),
        .has_cartesian = has(record->has, TCS_010_CARTESIAN),
        .has_rise = has(record->has, TCS_010_HEIGHT),
        .lat_rad = record->lat_rad,
        .lon_rad = record->lon_rad,
        .x_m = record->x_m,
        .y_m = record->y_m,
        .rise_m = record->height_m,
    };

    if (record->simulated != 0 || record->test != 0 || record->monitor != 0)
        return TCS_E_REFUSED;
    tcs_neck_heard(neck, sensor);
    if (record->message != 1 || record->coasting != 0)
        return TCS_OK;
    memset(&obs, 0, sizeof obs);
    if (has(record->has, TCS_010_SIGMA)) {
        place.sigma_m[0] = record->sigma_x_m;
        place.sigma_m[1] = record->sigma_y_m;
    }
    if (has(record->has, TCS_010_LEVEL) && record->level_invalid == 0 &&
        record->level_garbled == 0)
        take_level(neck, &place, record->pressure_altitude_m);
    if (has(record->has, TCS_010_POLAR) && record->rho_m > 0.0) {
        obs.kind = TCS_OBS_RA;
        obs.z[0] = record->rho_m;
        obs.z[1] = tcs_angle_wrap(record->theta_rad + about->rotation_rad);
        obs.sigma[0] = sigma(false, 0.0, about->range_sigma_m, UNTOLD_POSITION_M);
        obs.sigma[1] = sigma(false, 0.0, about->az_sigma_rad, UNTOLD_ANGLE_RAD);
    } else if (place.has_wgs84 || place.has_cartesian) {
        put_place(neck, sensor, &place, &obs);
    } else {
        return TCS_OK;
    }
    if (record->object == 1 || record->object == 3) /* aircraft, helicopter */
        obs.said = TCS_SAID_CREWED;
    put(gather, neck, sensor,
        when(neck, sensor, has(record->has, TCS_010_TIME), record->tod_ns), &obs);
    return TCS_OK;
}

/* ------------------------------------------------------------------ category 015 */

static void put_angles(const struct tcs_sensor *about,
                       const struct tcs_asterix_015 *record, int at,
                       struct tcs_observation *obs)
{
    obs->z[at] = tcs_angle_wrap(record->azimuth_rad + about->rotation_rad);
    obs->sigma[at] =
        sigma(has(record->has, TCS_015_SIGMA_AZIMUTH), record->sigma_azimuth_rad,
              about->az_sigma_rad, UNTOLD_ANGLE_RAD);
    obs->z[at + 1] = record->elevation_rad;
    obs->sigma[at + 1] =
        sigma(has(record->has, TCS_015_SIGMA_ELEVATION), record->sigma_elevation_rad,
              about->el_sigma_rad, UNTOLD_ANGLE_RAD);
}

/* As seen from the sensor; false when it tells no azimuth. */
static bool put_sensed(const struct tcs_sensor *about,
                       const struct tcs_asterix_015 *record, struct tcs_observation *obs)
{
    const bool has_range = has(record->has, TCS_015_RANGE) && record->range_m > 0.0 &&
                           has(record->has, TCS_015_DESCRIPTOR) &&
                           record->statics == TCS_015_MONOSTATIC;
    const bool has_elevation = has(record->has, TCS_015_ELEVATION);

    if (!has(record->has, TCS_015_AZIMUTH))
        return false;
    put_angles(about, record, has_range ? 1 : 0, obs);
    if (!has_range) {
        obs->kind = has_elevation ? TCS_OBS_AZEL : TCS_OBS_AZ;
    } else {
        obs->kind = has_elevation ? TCS_OBS_RAE : TCS_OBS_RA;
        obs->z[0] = record->range_m;
        obs->sigma[0] =
            sigma(has(record->has, TCS_015_SIGMA_RANGE), record->sigma_range_m,
                  about->range_sigma_m, UNTOLD_POSITION_M);
    }
    if (!has_elevation)
        obs->z[has_range ? 2 : 1] = obs->sigma[has_range ? 2 : 1] = 0.0;
    if (has_range && has(record->has, TCS_015_RANGE_RATE)) {
        obs->has_doppler = true;
        obs->doppler_mps = record->range_rate_mps;
        obs->doppler_sigma_mps = sigma(has(record->has, TCS_015_SIGMA_RANGE_RATE),
                                       record->sigma_range_rate_mps,
                                       about->doppler_sigma_mps, UNTOLD_RATE_MPS);
    }
    return true;
}

static bool put_geodetic(const struct tcs_neck *neck, uint16_t sensor,
                         const struct tcs_asterix_015 *record,
                         struct tcs_observation *obs)
{
    const bool told = has(record->has, TCS_015_SIGMA_XY);
    const struct place place = {
        .has_wgs84 = has(record->has, TCS_015_WGS84),
        .has_height = has(record->has, TCS_015_HEIGHT),
        .lat_rad = record->lat_rad,
        .lon_rad = record->lon_rad,
        .height_m = record->height_m,
        .sigma_m = { told ? record->sigma_x_m : 0.0, told ? record->sigma_y_m : 0.0 },
        .sigma_height_m =
            has(record->has, TCS_015_SIGMA_HEIGHT) ? record->sigma_height_m : 0.0,
    };

    if (place.has_wgs84)
        put_place(neck, sensor, &place, obs);
    return place.has_wgs84;
}

enum tcs_status tcs_target_015(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_015 *record)
{
    struct tcs_observation obs;

    if (has(record->has, TCS_015_DESCRIPTOR) && record->taxonomy != TCS_015_ACTUAL)
        return TCS_E_REFUSED;
    tcs_neck_heard(neck, sensor);
    if (record->message == TCS_015_TRACK_END ||
        (has(record->has, TCS_015_STATUS) && record->coasting != 0))
        return TCS_OK;
    memset(&obs, 0, sizeof obs);
    if (!put_sensed(&neck->sensors[sensor], record, &obs) &&
        !put_geodetic(neck, sensor, record, &obs))
        return TCS_OK;
    put(gather, neck, sensor,
        when(neck, sensor, has(record->has, TCS_015_TIME), record->tod_ns), &obs);
    return TCS_OK;
}

/* ------------------------------------------------------------------ category 020 */

enum tcs_status tcs_target_020(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_020 *record)
{
    struct tcs_observation obs;
    struct place place = {
        .has_wgs84 = has(record->has, TCS_020_WGS84),
        .has_cartesian = has(record->has, TCS_020_CARTESIAN),
        .has_height = has(record->has, TCS_020_GEOMETRIC),
        .has_rise =
            has(record->has, TCS_020_HEIGHT) && !has(record->has, TCS_020_GEOMETRIC),
        .lat_rad = record->lat_rad,
        .lon_rad = record->lon_rad,
        .x_m = record->x_m,
        .y_m = record->y_m,
        .height_m = record->geometric_altitude_m,
        .rise_m = record->height_m,
    };

    if (record->simulated != 0 || record->test != 0 || record->monitor != 0)
        return TCS_E_REFUSED;
    tcs_neck_heard(neck, sensor);
    if (record->coasting != 0 || (!place.has_wgs84 && !place.has_cartesian))
        return TCS_OK;
    if (has(record->has, TCS_020_SIGMA_XY)) {
        place.sigma_m[0] = record->sigma_x_m;
        place.sigma_m[1] = record->sigma_y_m;
    }
    if (has(record->has, TCS_020_SIGMA_HEIGHT))
        place.sigma_height_m = record->sigma_height_m;
    if (has(record->has, TCS_020_LEVEL) && record->level_invalid == 0 &&
        record->level_garbled == 0)
        take_level(neck, &place, record->pressure_altitude_m);
    memset(&obs, 0, sizeof obs);
    put_place(neck, sensor, &place, &obs);
    obs.said = TCS_SAID_CREWED;
    put(gather, neck, sensor,
        when(neck, sensor, has(record->has, TCS_020_TIME), record->tod_ns), &obs);
    return TCS_OK;
}

/* ------------------------------------------------------------------ category 205 */

enum tcs_status tcs_target_205(struct tcs_gather *gather, const struct tcs_neck *neck,
                               uint16_t sensor, const struct tcs_asterix_205 *record)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_observation obs;
    double bearing_rad = 0.0;

    tcs_neck_heard(neck, sensor);
    if (has(record->has, TCS_205_BEARING))
        bearing_rad = record->bearing_rad;
    else if (has(record->has, TCS_205_LOCAL_BEARING))
        bearing_rad = record->local_bearing_rad;
    else
        return TCS_OK;
    memset(&obs, 0, sizeof obs);
    obs.kind = TCS_OBS_AZ;
    obs.z[0] = tcs_angle_wrap(bearing_rad + about->rotation_rad);
    obs.sigma[0] = sigma(false, 0.0, about->az_sigma_rad, UNTOLD_ANGLE_RAD);
    if (has(record->has, TCS_205_ELEVATION)) {
        obs.kind = TCS_OBS_AZEL;
        obs.z[1] = record->elevation_rad;
        obs.sigma[1] = sigma(false, 0.0, about->el_sigma_rad, UNTOLD_ANGLE_RAD);
    }
    put(gather, neck, sensor,
        when(neck, sensor, has(record->has, TCS_205_TIME), record->tod_ns), &obs);
    return TCS_OK;
}
