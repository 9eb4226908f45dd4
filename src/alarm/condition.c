/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "alarm/state.h"

/* Threats below this part of the threshold do not add up: twenty birds are no drone. */
static const double counts_from = 1.0 / 3.0;
/* A condition ends below this part of its threshold. */
static const double ends_below = 0.5;

static bool lasted(struct tcs_time since, struct tcs_time now, double seconds)
{
    return tcs_time_since(now, since).ns >= tcs_span_from_seconds(seconds).ns;
}

/* Puts a track among the most probable ones; ties go to the earlier. */
static void list_track(struct tcs_reading *reading, uint64_t id, double p)
{
    uint32_t at = reading->track_count;

    if (at == TCS_ALARM_TRACKS_MAX) {
        if (!(p > reading->track_p[at - 1]))
            return;
        at--;
    } else {
        reading->track_count++;
    }
    for (; at > 0 && p > reading->track_p[at - 1]; at--) {
        reading->tracks[at] = reading->tracks[at - 1];
        reading->track_p[at] = reading->track_p[at - 1];
    }
    reading->tracks[at] = id;
    reading->track_p[at] = p;
}

static double threshold_of(const struct tcs_alarm_slot *slot,
                           const struct tcs_alarm_config *config)
{
    return slot->alarm.kind == TCS_ALARM_TAKE_COVER ? config->take_cover_probability
                                                    : config->approach_probability;
}

/* Threats of one zone are neighbours: the first of them, by bisection. */
static size_t first_of(const struct tcs_threat *threats, size_t count, uint32_t zone)
{
    size_t low = 0;

    while (low < count) {
        const size_t middle = low + (count - low) / 2;

        if (threats[middle].zone < zone)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

void tcs_reading_of(const struct tcs_alarm_slot *slot,
                    const struct tcs_alarm_config *config,
                    const struct tcs_threat *threats, size_t threat_count,
                    struct tcs_reading *ret_reading)
{
    const uint32_t zone = slot->alarm.subject;
    const bool enter = slot->alarm.kind == TCS_ALARM_TAKE_COVER;
    const double least = counts_from * threshold_of(slot, config);
    double none = 1.0;

    memset(ret_reading, 0, sizeof *ret_reading);
    ret_reading->seconds_left = -1.0;
    for (size_t i = first_of(threats, threat_count, zone);
         i < threat_count && threats[i].zone == zone; i++) {
        const struct tcs_threat *t = &threats[i];
        const double p = t->p_exists * t->p_danger * (enter ? t->p_enter : t->p_approach);

        if (t->evidence == TCS_EVIDENCE_NONE || !(p >= least))
            continue;
        none *= 1.0 - p;
        if (ret_reading->track_count == 0 || p > ret_reading->track_p[0])
            ret_reading->evidence = t->evidence;
        if (t->eta_s >= 0.0 &&
            (ret_reading->seconds_left < 0.0 || t->eta_s < ret_reading->seconds_left))
            ret_reading->seconds_left = t->eta_s;
        list_track(ret_reading, t->track_id, p);
    }
    ret_reading->probability = 1.0 - none;
}

static bool all_cleared(const struct tcs_alarm_slot *slot,
                        const struct tcs_reading *reading)
{
    for (uint32_t i = 0; i < reading->track_count; i++) {
        bool found = false;

        for (int k = 0; k < TCS_ALARM_TRACKS_MAX; k++)
            found = found || slot->cleared[k] == reading->tracks[i];
        if (!found)
            return false;
    }
    return true;
}

static double hold_s(const struct tcs_alarm_slot *slot,
                     const struct tcs_alarm_config *config, struct tcs_time now,
                     const struct tcs_reading *reading)
{
    if (slot->alarm.kind == TCS_ALARM_APPROACH)
        return config->approach_hold_s;
    if (!tcs_never(slot->cleared_at) && !lasted(slot->cleared_at, now, config->rearm_s) &&
        all_cleared(slot, reading))
        return config->hold_again_s;
    return config->hold_s;
}

static void gone(struct tcs_alarm_slot *slot, struct tcs_time now)
{
    slot->present = 0;
    slot->gone_at = now;
}

void tcs_condition_zone(struct tcs_alarm_slot *slot,
                        const struct tcs_alarm_config *config, struct tcs_time now,
                        const struct tcs_reading *reading)
{
    const double threshold = threshold_of(slot, config);
    const bool above = reading->probability >= threshold;

    slot->above = above ? 1 : 0;
    if (above && tcs_never(slot->above_at))
        slot->above_at = now;
    if (reading->probability >= ends_below * threshold) {
        slot->below_at = (struct tcs_time) { 0 };
    } else {
        slot->above_at = (struct tcs_time) { 0 };
        if (tcs_never(slot->below_at))
            slot->below_at = now;
    }
    if (slot->present == 0 && above &&
        lasted(slot->above_at, now, hold_s(slot, config, now, reading)))
        slot->present = 1;
    else if (slot->present != 0 && !tcs_never(slot->below_at) &&
             lasted(slot->below_at, now, config->quiet_s))
        gone(slot, now);
}

void tcs_condition_sensor(struct tcs_alarm_slot *slot,
                          const struct tcs_alarm_config *config, struct tcs_time now,
                          double silence_s, bool clock_wrong)
{
    slot->above =
        clock_wrong || silence_s > config->sensor_lost_s[slot->alarm.subject] ? 1 : 0;
    if (slot->above != 0) {
        slot->below_at = (struct tcs_time) { 0 };
        slot->present = 1;
        return;
    }
    if (tcs_never(slot->below_at))
        slot->below_at = now;
    if (slot->present != 0 && lasted(slot->below_at, now, config->sensor_back_s))
        gone(slot, now);
}

void tcs_condition_clock(struct tcs_alarm_slot *slot,
                         const struct tcs_alarm_config *config, struct tcs_time now)
{
    if (slot->present != 0 && lasted(slot->above_at, now, config->clock_s))
        gone(slot, now);
    slot->above = slot->present;
}
