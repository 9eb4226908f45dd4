/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/emission.h"

#include <assert.h>
#include <string.h>

#include "observe/direction.h"

static const double WIDTH_PER_SIGMA = 2.3548200450309493; /* 2 sqrt(2 ln 2) */
static const double NS_PER_MS = 1e6;

static struct tcs_bearing bearing(const struct tcs_sensor *about,
                                  const struct tcs_kraken *line)
{
    const double by_sensor_deg = about->az_sigma_rad / TCS_RAD_PER_DEG;
    const double by_width_deg = line->width_deg / WIDTH_PER_SIGMA;
    struct tcs_bearing to;

    memset(&to, 0, sizeof to);
    to.azimuth_deg = line->bearing_deg;
    to.frequency_hz = line->frequency_hz;
    to.level_db = line->power_db;
    to.valid = TCS_BEARING_FREQUENCY | TCS_BEARING_LEVEL;
    if (by_width_deg > by_sensor_deg) {
        to.sigma_deg = by_width_deg;
        to.valid |= TCS_BEARING_SIGMA;
    }
    return to;
}

void tcs_emission_take(struct tcs_emission *emission, const struct tcs_neck *neck,
                       uint16_t sensor, const struct tcs_kraken *const *lines,
                       uint32_t count)
{
    struct tcs_bearing bearings[TCS_EMISSIONS_MAX];

    assert(count >= 1 && count <= TCS_EMISSIONS_MAX);
    tcs_neck_heard(neck, sensor);
    if (lines[0]->utc_ms == emission->last_ms) {
        neck->counts[sensor].repeated++;
        return;
    }
    emission->last_ms = lines[0]->utc_ms;
    for (uint32_t i = 0; i < count; i++)
        bearings[i] = bearing(&neck->sensors[sensor], lines[i]);
    const int64_t middle_ns = lines[0]->utc_ms * INT64_C(1000000) -
                              (int64_t)(lines[0]->latency_ms * NS_PER_MS / 2.0);
    const struct tcs_directions directions = {
        .valid_at =
            tcs_neck_stamp(neck, sensor, tcs_time_from_utc(neck->leap, middle_ns)),
        .count = count,
        .bearings = bearings,
    };

    tcs_direction_give(neck, sensor, &directions);
}
