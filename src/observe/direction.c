/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/direction.h"

#include <string.h>

#include "base/text.h"

_Static_assert((int)TCS_BEARINGS_MAX <= (int)TCS_NECK_OBSERVATIONS_MAX,
               "a look must hold the bearings of a line");
_Static_assert((int)TCS_BEARINGS_SENSOR_LEN == (int)TCS_NAME_LEN,
               "names are compared whole");

/* When neither the line nor the site file says how good a bearing is. */
static const double UNTOLD_SIGMA_RAD = 5.0 * TCS_RAD_PER_DEG;

static enum tcs_said_class said(const struct tcs_bearing *bearing)
{
    switch (bearing->said) {
    case TCS_BEARING_DRONE:
        return TCS_SAID_DRONE;
    case TCS_BEARING_BIRD:
        return TCS_SAID_BIRD;
    case TCS_BEARING_CREWED:
        return TCS_SAID_CREWED;
    default:
        return TCS_SAID_NOTHING;
    }
}

static double sigma(const struct tcs_bearing *bearing, double by_sensor_rad)
{
    if ((bearing->valid & TCS_BEARING_SIGMA) != 0)
        return bearing->sigma_deg * TCS_RAD_PER_DEG;
    return by_sensor_rad > 0.0 ? by_sensor_rad : UNTOLD_SIGMA_RAD;
}

static struct tcs_observation observation(const struct tcs_sensor *sensor,
                                          const struct tcs_bearing *bearing)
{
    struct tcs_observation obs;

    memset(&obs, 0, sizeof obs);
    obs.kind = TCS_OBS_AZ;
    obs.said = said(bearing);
    obs.z[0] =
        tcs_angle_wrap(bearing->azimuth_deg * TCS_RAD_PER_DEG + sensor->rotation_rad);
    obs.sigma[0] = sigma(bearing, sensor->az_sigma_rad);
    if ((bearing->valid & TCS_BEARING_ELEVATION) != 0) {
        obs.kind = TCS_OBS_AZEL;
        obs.z[1] = bearing->elevation_deg * TCS_RAD_PER_DEG;
        obs.sigma[1] = sigma(bearing, sensor->el_sigma_rad);
    }
    return obs;
}

void tcs_direction_give(const struct tcs_neck *neck, uint16_t sensor,
                        const struct tcs_directions *directions)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_look look = tcs_neck_look(neck, sensor, directions->valid_at);

    look.counts_misses = directions->counts_misses;
    look.count = directions->count;
    if (directions->coverage != NULL)
        look.coverage = *directions->coverage;
    for (uint32_t i = 0; i < directions->count; i++)
        look.observations[i] = observation(about, &directions->bearings[i]);
    tcs_neck_give(neck, &look);
}

enum tcs_status tcs_direction_take(const struct tcs_neck *neck, const uint16_t *sensors,
                                   uint32_t sensor_count,
                                   const struct tcs_bearings *bearings)
{
    for (uint32_t i = 0; i < sensor_count; i++) {
        const struct tcs_sensor *about = &neck->sensors[sensors[i]];

        if (!tcs_sensor_gives_bearings(about->kind) ||
            !tcs_bytes_equal(tcs_text_bytes(about->name),
                             tcs_text_bytes(bearings->sensor)))
            continue;
        tcs_neck_heard(neck, sensors[i]);
        const struct tcs_time stamp = tcs_time_from_utc(neck->leap, bearings->utc_ns);
        const struct tcs_directions directions = {
            .valid_at = tcs_neck_stamp(neck, sensors[i], stamp),
            .counts_misses = true,
            .count = bearings->count,
            .bearings = bearings->bearings,
        };

        tcs_direction_give(neck, sensors[i], &directions);
        return TCS_OK;
    }
    return TCS_E_NOT_FOUND;
}
