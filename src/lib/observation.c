/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "geo/geo.h"
#include "lib/inside.h"

static const double RANGE_MAX_M = 1e5;

static const enum tcs_sensor_kind sensor_kinds[] = {
    [TOCSIN_SENSOR_RADAR] = TCS_SENSOR_RADAR,
    [TOCSIN_SENSOR_RADIO] = TCS_SENSOR_RADIO,
    [TOCSIN_SENSOR_ACOUSTIC] = TCS_SENSOR_ACOUSTIC,
    [TOCSIN_SENSOR_CAMERA] = TCS_SENSOR_CAMERA,
    [TOCSIN_SENSOR_REMOTE_ID] = TCS_SENSOR_REMOTE_ID,
    [TOCSIN_SENSOR_ADSB] = TCS_SENSOR_ADSB,
    [TOCSIN_SENSOR_REPORT] = TCS_SENSOR_REPORT,
};
enum { SENSOR_KINDS = sizeof sensor_kinds / sizeof sensor_kinds[0] };
_Static_assert(SENSOR_KINDS == TOCSIN_SENSOR_KINDS, "every public kind has one of ours");
_Static_assert((int)TOCSIN_SENSORS_MAX == (int)TCS_SENSOR_MAX, "as many as we take");
_Static_assert((int)TOCSIN_OBSERVATIONS_MAX == (int)TCS_LOOK_OBSERVATIONS_MAX,
               "as many as we take");

/* Of each public kind: ours, how many numbers it has, and which of them is an azimuth. */
static const struct {
    enum tcs_observation_kind kind;
    uint32_t dims;
    int azimuth; /* -1: none */
} observation_kinds[] = {
    [TOCSIN_OBS_POSITION] = { TCS_OBS_POSITION, 3, -1 },
    [TOCSIN_OBS_POSITION_2D] = { TCS_OBS_POSITION_2D, 2, -1 },
    [TOCSIN_OBS_RAE] = { TCS_OBS_RAE, 3, 1 },
    [TOCSIN_OBS_RA] = { TCS_OBS_RA, 2, 1 },
    [TOCSIN_OBS_AZ] = { TCS_OBS_AZ, 1, 0 },
    [TOCSIN_OBS_AZEL] = { TCS_OBS_AZEL, 2, 0 },
    [TOCSIN_OBS_RANGE] = { TCS_OBS_RANGE, 1, -1 },
    [TOCSIN_OBS_CLAIM] = { TCS_OBS_CLAIM, 3, -1 },
};
enum { OBSERVATION_KINDS = sizeof observation_kinds / sizeof observation_kinds[0] };

static const enum tcs_said_class said_classes[] = {
    [TOCSIN_SAID_NOTHING] = TCS_SAID_NOTHING, [TOCSIN_SAID_DRONE] = TCS_SAID_DRONE,
    [TOCSIN_SAID_BIRD] = TCS_SAID_BIRD,       [TOCSIN_SAID_CREWED] = TCS_SAID_CREWED,
    [TOCSIN_SAID_VESSEL] = TCS_SAID_VESSEL,
};
enum { SAID_CLASSES = sizeof said_classes / sizeof said_classes[0] };

enum {
    TOLD_ALL = TOCSIN_TOLD_PD | TOCSIN_TOLD_CLUTTER,
    HAS_ALL = TOCSIN_HAS_VELOCITY | TOCSIN_HAS_DOPPLER | TOCSIN_HAS_RCS,
    LOOK_ALL = TOCSIN_LOOK_NO_MISSES | TOCSIN_LOOK_COVERAGE | TOCSIN_LOOK_CLUTTER,
};

bool lib_zero(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(values[i] >= 0.0 && values[i] <= 0.0))
            return false;
    return true;
}

bool lib_finite(const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

static bool coverage(const struct tocsin_coverage *from, struct tcs_coverage *ret)
{
    const double values[] = { from->range_min_m,  from->range_max_m, from->az_center_rad,
                              from->az_width_rad, from->el_min_rad,  from->el_max_rad,
                              from->east_min_m,   from->east_max_m,  from->north_min_m,
                              from->north_max_m };
    const bool all_heights = lib_zero(&values[4], 2);

    if (!lib_finite(values, sizeof values / sizeof values[0]))
        return false;
    memset(ret, 0, sizeof *ret);
    ret->range_min_m = from->range_min_m;
    ret->range_max_m = from->range_max_m > 0.0 ? from->range_max_m : RANGE_MAX_M;
    ret->az_center_rad = from->az_center_rad;
    ret->az_width_rad = from->az_width_rad > 0.0 ? from->az_width_rad : 2.0 * TCS_PI;
    ret->el_min_rad = all_heights ? -TCS_PI / 2.0 : from->el_min_rad;
    ret->el_max_rad = all_heights ? TCS_PI / 2.0 : from->el_max_rad;
    ret->is_box = !lib_zero(&values[6], 4);
    ret->east_min_m = from->east_min_m;
    ret->east_max_m = from->east_max_m;
    ret->north_min_m = from->north_min_m;
    ret->north_max_m = from->north_max_m;
    return from->range_min_m >= 0.0 && ret->range_max_m > ret->range_min_m &&
           from->az_width_rad >= 0.0 && ret->el_max_rad > ret->el_min_rad &&
           (!ret->is_box ||
            (ret->east_max_m > ret->east_min_m && ret->north_max_m > ret->north_min_m));
}

bool lib_sensor(const struct tocsin_sensor *from, struct tcs_sensor *ret_sensor)
{
    const double values[] = { from->position_m[0],
                              from->position_m[1],
                              from->position_m[2],
                              from->rotation_rad,
                              from->pd,
                              from->clutter_per_look,
                              from->period_s };

    memset(ret_sensor, 0, sizeof *ret_sensor);
    if (from->kind >= SENSOR_KINDS || (from->told & ~(uint32_t)TOLD_ALL) != 0 ||
        !lib_finite(values, sizeof values / sizeof values[0]) || from->pd < 0.0 ||
        from->pd > 1.0 || from->clutter_per_look < 0.0 || from->period_s < 0.0 ||
        from->sound_mps < 0.0 ||
        !lib_zero(from->reserved, sizeof from->reserved / sizeof from->reserved[0]))
        return false;
    ret_sensor->kind = sensor_kinds[from->kind];
    memcpy(ret_sensor->position_m.v, from->position_m, sizeof from->position_m);
    ret_sensor->rotation_rad = from->rotation_rad;
    ret_sensor->pd_known = (from->told & TOCSIN_TOLD_PD) != 0;
    ret_sensor->pd = ret_sensor->pd_known ? from->pd : 0.8;
    ret_sensor->clutter_known = (from->told & TOCSIN_TOLD_CLUTTER) != 0;
    ret_sensor->clutter_per_scan =
        ret_sensor->clutter_known ? from->clutter_per_look : -1.0;
    ret_sensor->period_s = from->period_s;
    ret_sensor->sound_mps = from->sound_mps;
    return coverage(&from->coverage, &ret_sensor->coverage);
}

static bool extras(const struct tocsin_observation *from, struct tcs_observation *ret)
{
    ret->has_velocity = (from->has & TOCSIN_HAS_VELOCITY) != 0;
    ret->has_doppler = (from->has & TOCSIN_HAS_DOPPLER) != 0;
    ret->has_rcs = (from->has & TOCSIN_HAS_RCS) != 0;
    if (ret->has_velocity) {
        memcpy(ret->velocity_mps.v, from->velocity_mps, sizeof from->velocity_mps);
        ret->velocity_sigma_mps = from->velocity_sigma_mps;
        if (!lib_finite(from->velocity_mps, 3) || !(from->velocity_sigma_mps > 0.0) ||
            !isfinite(from->velocity_sigma_mps))
            return false;
    }
    if (ret->has_doppler) {
        ret->doppler_mps = from->doppler_mps;
        ret->doppler_sigma_mps = from->doppler_sigma_mps;
        if (!isfinite(from->doppler_mps) || !(from->doppler_sigma_mps > 0.0) ||
            !isfinite(from->doppler_sigma_mps))
            return false;
    }
    if (ret->has_rcs) {
        ret->rcs_dbsm = from->rcs_dbsm;
        if (!isfinite(from->rcs_dbsm))
            return false;
    }
    return true;
}

bool lib_observation(const struct tcs_sensor *sensor,
                     const struct tocsin_observation *from,
                     struct tcs_observation *ret_observation)
{
    memset(ret_observation, 0, sizeof *ret_observation);
    if (from->kind >= OBSERVATION_KINDS || from->said >= SAID_CLASSES ||
        (from->has & ~(uint32_t)HAS_ALL) != 0 || from->reserved != 0 ||
        !lib_zero(from->reserved2, sizeof from->reserved2 / sizeof from->reserved2[0]) ||
        !isfinite(from->dt_s) ||
        (from->kind == TOCSIN_OBS_CLAIM) != (from->claim_id != 0))
        return false;
    ret_observation->kind = observation_kinds[from->kind].kind;
    ret_observation->said = said_classes[from->said];
    ret_observation->dt_s = from->dt_s;
    ret_observation->claim_id = from->claim_id;
    for (uint32_t i = 0; i < observation_kinds[from->kind].dims; i++) {
        if (!isfinite(from->z[i]) || !isfinite(from->sigma[i]) || !(from->sigma[i] > 0.0))
            return false;
        ret_observation->z[i] = from->z[i];
        ret_observation->sigma[i] = from->sigma[i];
    }
    if (observation_kinds[from->kind].azimuth >= 0) {
        double *azimuth_rad = &ret_observation->z[observation_kinds[from->kind].azimuth];

        *azimuth_rad = tcs_angle_wrap(*azimuth_rad + sensor->rotation_rad);
    }
    if ((from->kind == TOCSIN_OBS_RAE || from->kind == TOCSIN_OBS_RA ||
         from->kind == TOCSIN_OBS_RANGE) &&
        !(from->z[0] > 0.0))
        return false;
    return extras(from, ret_observation);
}

bool lib_look(const struct tcs_sensor *sensors, uint32_t sensor_count,
              const struct tocsin_look *from, struct tcs_look *ret_look)
{
    memset(ret_look, 0, sizeof *ret_look);
    if (from->sensor >= sensor_count || (from->flags & ~(uint32_t)LOOK_ALL) != 0 ||
        from->valid_ns <= 0 || from->seen_ns < 0 ||
        (from->observations == NULL && from->observation_count > 0) ||
        !lib_zero(from->reserved, sizeof from->reserved / sizeof from->reserved[0]))
        return false;
    const struct tcs_sensor *sensor = &sensors[from->sensor];

    ret_look->sensor = (uint16_t)from->sensor;
    ret_look->counts_misses =
        (from->flags & TOCSIN_LOOK_NO_MISSES) == 0 && tcs_sensor_is_witness(sensor->kind);
    ret_look->valid_at = lib_time(from->valid_ns);
    ret_look->seen_at = lib_time(from->seen_ns != 0 ? from->seen_ns : from->valid_ns);
    ret_look->coverage = sensor->coverage;
    ret_look->clutter_expected = sensor->clutter_per_scan;
    if ((from->flags & TOCSIN_LOOK_CLUTTER) != 0) {
        ret_look->clutter_expected = from->clutter;
        if (!isfinite(from->clutter) || from->clutter < 0.0)
            return false;
    }
    return (from->flags & TOCSIN_LOOK_COVERAGE) == 0 ||
           coverage(&from->coverage, &ret_look->coverage);
}
