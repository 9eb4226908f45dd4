/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_ALARM_DRIVE_H
#define TCS_TESTS_ALARM_DRIVE_H

/*
 * drive.h -- an alarm system on a bench: threats and silences are set by hand, time runs
 * in ticks of 100 ms, every change is kept.
 */

#include <string.h>

#include "alarm/alarm.h"
#include "check.h"

enum {
    DRIVE_ZONES = 3,
    DRIVE_SENSORS = 6,
    DRIVE_THREATS = 64,
    DRIVE_CHANGES = 4096,
    DRIVE_STATE = 16384,
    /* ids: take-cover 1..3, approach 4..6, sensors 7..12, clock 13 */
    COVER = 1,
    APPROACH = 4,
    SENSOR = 7,
    CLOCK = 13,
};

struct drive {
    struct tcs_alarm_config config;
    struct tcs_zone zones[DRIVE_ZONES];
    _Alignas(64) uint8_t state[DRIVE_STATE];
    struct tcs_time now;
    struct tcs_threat threats[DRIVE_THREATS];
    size_t threat_count;
    double silence_s[TCS_SENSOR_MAX];
    bool clock_wrong[TCS_SENSOR_MAX];
    struct tcs_alarm_change changes[DRIVE_CHANGES];
    size_t change_count;
};

static inline struct tcs_alarms *drive_alarms(struct drive *d)
{
    return (struct tcs_alarms *)(void *)d->state;
}

static inline void drive_init(struct drive *d)
{
    memset(d, 0, sizeof *d);
    d->config = tcs_alarm_defaults();
    for (int z = 0; z < DRIVE_ZONES; z++)
        d->zones[z].cover_s = 8.0;
    d->config.assess.zones = d->zones;
    d->config.assess.zone_count = DRIVE_ZONES;
    d->config.sensor_count = DRIVE_SENSORS;
    for (int s = 0; s < DRIVE_SENSORS; s++)
        d->config.sensor_lost_s[s] = 5.0;
    d->now.tai_ns = INT64_C(1636239612) * TCS_NS_PER_S;
    assert_true(tcs_alarms_size(&d->config) <= DRIVE_STATE);
    tcs_alarms_init(drive_alarms(d), &d->config);
}

static inline const struct tcs_alarm *drive_alarm(struct drive *d, uint32_t id)
{
    return tcs_alarms_at(drive_alarms(d), id - 1);
}

/* One assessment, now. Returns the number of changes; they are the last ones kept. */
static inline size_t drive_step(struct drive *d)
{
    assert_true(d->change_count + TCS_ALARM_CHANGES_MAX <= DRIVE_CHANGES);
    const struct tcs_alarm_input input = { d->threats, d->threat_count, d->silence_s,
                                           d->clock_wrong };
    const size_t count = tcs_alarms_step(drive_alarms(d), &d->config, d->now, &input,
                                         d->changes + d->change_count);

    d->change_count += count;
    return count;
}

/* Assessments every 100 ms, the last one `seconds` from now. */
static inline void drive_run(struct drive *d, double seconds)
{
    const int64_t end_ns = d->now.tai_ns + tcs_span_from_seconds(seconds).ns;

    while (d->now.tai_ns < end_ns) {
        d->now.tai_ns += TCS_NS_PER_S / 10;
        (void)drive_step(d);
        if (d->change_count > DRIVE_CHANGES / 2)
            d->change_count = 0;
    }
}

/* Adds or replaces the threat of a track to a zone, in order of (zone, track). p is the
 * whole chance to enter; 0 removes it. */
static inline struct tcs_threat *drive_threat(struct drive *d, uint16_t zone,
                                              uint64_t track, double p_enter,
                                              double p_approach)
{
    size_t at = 0;

    while (at < d->threat_count &&
           (d->threats[at].zone < zone ||
            (d->threats[at].zone == zone && d->threats[at].track_id < track)))
        at++;
    if (at == d->threat_count || d->threats[at].zone != zone ||
        d->threats[at].track_id != track) {
        assert_true(d->threat_count < DRIVE_THREATS);
        memmove(&d->threats[at + 1], &d->threats[at],
                (d->threat_count - at) * sizeof d->threats[0]);
        d->threat_count++;
    }
    d->threats[at] = (struct tcs_threat) { .track_id = track,
                                           .zone = zone,
                                           .p_exists = 1.0,
                                           .p_danger = 1.0,
                                           .p_enter = p_enter,
                                           .p_approach = p_approach,
                                           .eta_s = 12.0,
                                           .eta_early_s = 10.0,
                                           .evidence = TCS_EVIDENCE_TWO_KINDS };
    return &d->threats[at];
}

static inline void drive_lose_all(struct drive *d)
{
    d->threat_count = 0;
}

static inline enum tcs_status drive_act(struct drive *d, enum tcs_action_kind kind,
                                        uint32_t alarm, uint32_t seconds)
{
    struct tcs_action action = {
        .kind = (uint16_t)kind, .alarm = alarm, .seconds = seconds, .who = "Karim"
    };
    struct tcs_alarm_change change;
    const bool refused = tcs_alarms_refusal(drive_alarms(d), &action) != NULL;
    const enum tcs_status status =
        tcs_alarms_act(drive_alarms(d), &d->config, d->now, &action, &change);

    assert_true(refused == (status != TCS_OK));
    if (status == TCS_OK)
        d->changes[d->change_count++] = change;
    return status;
}

#endif
