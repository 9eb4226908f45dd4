/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/neck.h"

#include <assert.h>
#include <string.h>

static const double STAMP_LIMIT_S = 30.0;

void tcs_neck_give(const struct tcs_neck *neck, struct tcs_look *look)
{
    assert(look->sensor < neck->sensor_count);
    struct tcs_sensor_counts *counts = &neck->counts[look->sensor];

    look->seen_at = neck->now;
    counts->looks++;
    counts->observations += look->count;
    neck->take(neck->context, look);
}

struct tcs_look tcs_neck_look(const struct tcs_neck *neck, uint16_t sensor,
                              struct tcs_time valid_at)
{
    assert(sensor < neck->sensor_count);
    const struct tcs_sensor *about = &neck->sensors[sensor];
    struct tcs_look look;

    memset(&look, 0, sizeof look);
    look.sensor = sensor;
    look.valid_at = valid_at;
    look.seen_at = neck->now;
    look.clock_wrong = tcs_neck_clock_wrong(&neck->counts[sensor], neck->now);
    look.coverage = about->coverage;
    look.clutter_expected = about->clutter_known ? about->clutter_per_scan : -1.0;
    look.observations = neck->observations;
    return look;
}

void tcs_neck_heard(const struct tcs_neck *neck, uint16_t sensor)
{
    assert(sensor < neck->sensor_count);
    neck->counts[sensor].heard_at = neck->now;
}

/* Half of all offsets lie above a median: steps of one size up and down come to rest
 * there. The step follows the distance from the least, which is the spread. */
static void note_offset(struct tcs_sensor_counts *counts, int64_t offset_ns)
{
    const int64_t limit_ns = 86400 * TCS_NS_PER_S;
    const int64_t step_least_ns = 10000;

    if (offset_ns > limit_ns)
        offset_ns = limit_ns;
    if (offset_ns < -limit_ns)
        offset_ns = -limit_ns;
    if (counts->stamps++ == 0) {
        counts->offset_median_ns = counts->offset_least_ns = offset_ns;
        return;
    }
    if (offset_ns < counts->offset_least_ns)
        counts->offset_least_ns = offset_ns;
    else
        counts->offset_least_ns += (offset_ns - counts->offset_least_ns) / 1024;
    const int64_t spread_ns = counts->offset_median_ns - counts->offset_least_ns;
    const int64_t away_ns = offset_ns - counts->offset_median_ns;
    int64_t step_ns = (spread_ns < 0 ? -spread_ns : spread_ns) / 16 + step_least_ns;

    if (away_ns < step_ns && away_ns > -step_ns)
        step_ns = away_ns < 0 ? -away_ns : away_ns;
    counts->offset_median_ns += away_ns < 0 ? -step_ns : step_ns;
}

struct tcs_time tcs_neck_stamp(const struct tcs_neck *neck, uint16_t sensor,
                               struct tcs_time stamp)
{
    assert(sensor < neck->sensor_count);
    const double limit_s = neck->sensors[sensor].stamp_limit_s > 0.0
                               ? neck->sensors[sensor].stamp_limit_s
                               : STAMP_LIMIT_S;
    const double off_s = tcs_span_seconds(tcs_time_since(stamp, neck->now));

    note_offset(&neck->counts[sensor], tcs_time_since(neck->now, stamp).ns);
    if (off_s >= -limit_s && off_s <= limit_s)
        return stamp;
    neck->counts[sensor].stamps_refused++;
    neck->counts[sensor].refused_at = neck->now;
    return neck->now;
}

bool tcs_neck_clock_wrong(const struct tcs_sensor_counts *counts, struct tcs_time now)
{
    const double remembered_s = 10.0;

    return counts->refused_at.tai_ns != 0 &&
           tcs_span_seconds(tcs_time_since(now, counts->refused_at)) <= remembered_s;
}

struct tcs_time tcs_neck_tod(const struct tcs_neck *neck, uint16_t sensor, int64_t tod_ns)
{
    return tcs_neck_stamp(neck, sensor, tcs_time_from_tod(neck->leap, tod_ns, neck->now));
}
