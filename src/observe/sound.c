/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/sound.h"

#include <string.h>

#include "observe/direction.h"
#include "observe/pose.h"

enum { LEARN = 32 }; /* messages */

static const double OFF_MAX_NS = 2e9;
/* Of a difference, what corrects the time, and the length of a hop. What came earlier
 * than expected was delayed less than others, and counts more. */
static const double ALPHA_LATE = 0.02;
static const double BETA_LATE = 0.0002; /* alpha^2 / 2 */
static const double EARLY = 8.0;
static const double ACTIVE = 0.5;

_Static_assert((int)TCS_ODAS_SOURCES_MAX <= (int)TCS_BEARINGS_MAX, "a look holds them");

static struct tcs_time begin(struct tcs_hop_clock *clock, uint64_t hop,
                             struct tcs_time arrival)
{
    memset(clock, 0, sizeof *clock);
    clock->first_hop = clock->last_hop = hop;
    clock->first_at = clock->last_at = arrival;
    clock->count = 1;
    return arrival;
}

struct tcs_time tcs_hop_time(struct tcs_hop_clock *clock, uint64_t hop,
                             struct tcs_time arrival)
{
    if (clock->count == 0 || hop <= clock->last_hop)
        return begin(clock, hop, arrival);
    const double hops = (double)(hop - clock->last_hop);

    clock->last_hop = hop;
    if (++clock->count <= LEARN) {
        clock->hop_ns = (double)tcs_time_since(arrival, clock->first_at).ns /
                        (double)(hop - clock->first_hop);
        clock->last_at = arrival;
        return arrival;
    }
    const struct tcs_time expected = tcs_time_add(
        clock->last_at, (struct tcs_span) { (int64_t)(clock->hop_ns * hops) });
    const double off_ns = (double)tcs_time_since(arrival, expected).ns;

    if (off_ns > OFF_MAX_NS || off_ns < -OFF_MAX_NS)
        return begin(clock, hop, arrival);
    const double weight = off_ns < 0.0 ? EARLY : 1.0;

    clock->hop_ns += weight * BETA_LATE * off_ns / hops;
    clock->last_at = tcs_time_add(
        expected, (struct tcs_span) { (int64_t)(weight * ALPHA_LATE * off_ns) });
    /* It cannot have come before it was. */
    return tcs_time_compare(clock->last_at, arrival) > 0 ? arrival : clock->last_at;
}

static struct tcs_bearing bearing(const struct tcs_sensor *about,
                                  const struct tcs_odas_source *source)
{
    const struct tcs_own_axes own = { source->y, source->x, source->z };
    struct tcs_bearing to;
    double az_rad = 0.0, el_rad = 0.0;

    memset(&to, 0, sizeof to);
    tcs_pose_direction(&about->pose, own, &az_rad, &el_rad);
    to.azimuth_deg = az_rad / TCS_RAD_PER_DEG;
    if (about->el_sigma_rad > 0.0) {
        to.elevation_deg = el_rad / TCS_RAD_PER_DEG;
        to.valid = TCS_BEARING_ELEVATION;
    }
    return to;
}

void tcs_sound_take(struct tcs_hop_clock *clock, const struct tcs_neck *neck,
                    uint16_t sensor, const struct tcs_odas *odas)
{
    const struct tcs_sensor *about = &neck->sensors[sensor];
    const double period_s = about->period_s > 0.0 ? about->period_s : TCS_SOUND_PERIOD_S;
    const struct tcs_time at = tcs_hop_time(clock, odas->hop, neck->now);
    struct tcs_bearing bearings[TCS_ODAS_SOURCES_MAX];
    struct tcs_directions directions = { .valid_at = at,
                                         .counts_misses = true,
                                         .bearings = bearings };

    tcs_neck_heard(neck, sensor);
    if (clock->look_at.tai_ns != 0 &&
        tcs_span_seconds(tcs_time_since(at, clock->look_at)) < period_s)
        return;
    clock->look_at = at;
    for (uint32_t i = 0; i < odas->count; i++)
        if (odas->kind == TCS_ODAS_POTENTIALS || odas->sources[i].strength >= ACTIVE)
            bearings[directions.count++] = bearing(about, &odas->sources[i]);
    tcs_direction_give(neck, sensor, &directions);
}
