/* SPDX-License-Identifier: Apache-2.0 */
#include "alarm/alarm.h"

#include <assert.h>
#include <string.h>

#include "alarm/state.h"

/* An update of numbers alone comes at most this often. */
static const int64_t update_ns = TCS_NS_PER_S;

struct tcs_alarm_config tcs_alarm_defaults(void)
{
    return (struct tcs_alarm_config) {
        .assess = tcs_assess_defaults(),
        .take_cover_probability = 0.3,
        .approach_probability = 0.2,
        .hold_s = 0.3,
        .hold_again_s = 0.8,
        .approach_hold_s = 1.0,
        .quiet_s = 15.0,
        .rearm_s = 120.0,
        .sensor_back_s = 10.0,
        .clock_s = 60.0,
    };
}

double tcs_alarm_sensor_lost_s(const struct tcs_sensor *sensor)
{
    const double periods_s = 5.0 * sensor->period_s;

    if (!(sensor->period_s > 0.0))
        return 0.0;
    return periods_s < 5.0 ? 5.0 : periods_s;
}

static uint32_t alarm_count(const struct tcs_alarm_config *config)
{
    return 2 * config->assess.zone_count + config->sensor_count + 1;
}

size_t tcs_alarms_size(const struct tcs_alarm_config *config)
{
    return sizeof(struct tcs_alarms) +
           alarm_count(config) * sizeof(struct tcs_alarm_slot);
}

static void init_slot(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                      enum tcs_alarm_kind kind, uint32_t subject)
{
    slot->alarm.id = (uint32_t)(slot - alarms->slots) + 1;
    slot->alarm.kind = (uint16_t)kind;
    slot->alarm.subject = (uint16_t)subject;
    slot->alarm.state = TCS_ALARM_NORMAL;
    slot->alarm.seconds_left = -1.0;
    tcs_why_text(&slot->alarm, "started");
}

void tcs_alarms_init(struct tcs_alarms *alarms, const struct tcs_alarm_config *config)
{
    assert(config->assess.zone_count <= TCS_ZONE_MAX);
    assert(config->sensor_count <= TCS_SENSOR_MAX);
    memset(alarms, 0, tcs_alarms_size(config));
    alarms->count = alarm_count(config);
    alarms->zone_count = config->assess.zone_count;
    alarms->sensor_count = config->sensor_count;
    for (uint32_t z = 0; z < alarms->zone_count; z++) {
        init_slot(alarms, tcs_slot_take_cover(alarms, z), TCS_ALARM_TAKE_COVER, z);
        init_slot(alarms, tcs_slot_approach(alarms, z), TCS_ALARM_APPROACH, z);
    }
    for (uint32_t s = 0; s < alarms->sensor_count; s++) {
        struct tcs_alarm_slot *slot = tcs_slot_sensor(alarms, s);

        init_slot(alarms, slot, TCS_ALARM_SENSOR_LOST, s);
        if (config->sensor_lost_s[s] > 0.0)
            continue;
        slot->unjudged = 1;
        slot->alarm.state = TCS_ALARM_SUPPRESSED;
        tcs_why_text(&slot->alarm, TCS_WHY_UNJUDGED);
    }
    init_slot(alarms, tcs_slot_clock(alarms), TCS_ALARM_CLOCK_STEP, 0);
}

/* What a call writes its changes to. */
struct changes {
    struct tcs_alarm_change *rows;
    size_t count;
};

static void emit(struct changes *changes, struct tcs_alarm_slot *slot, uint16_t from,
                 struct tcs_time now)
{
    slot->alarm.changed_at = now;
    changes->rows[changes->count++] =
        (struct tcs_alarm_change) { .alarm = slot->alarm, .from = from };
}

/* The first step, or whatever comes before it, starts the clocks. */
static void begin(struct tcs_alarms *alarms, struct tcs_time now)
{
    if (alarms->started == 0) {
        alarms->started = 1;
        alarms->started_at = now;
        alarms->filled_at = (struct tcs_time) { INT64_MIN / 2 }; /* a full bucket */
    }
    tcs_life_fill(alarms, now);
}

/* Alarms whose numbers are worth a change: those that somebody looks at. */
static bool shown(const struct tcs_alarm_slot *slot)
{
    return slot->present != 0 &&
           (slot->alarm.state == TCS_ALARM_UNACK || slot->alarm.state == TCS_ALARM_ACK ||
            slot->alarm.state == TCS_ALARM_SUPPRESSED);
}

static void step_zone(struct tcs_alarms *alarms, const struct tcs_alarm_config *config,
                      struct tcs_alarm_slot *slot, struct tcs_time now,
                      const struct tcs_reading *reading, struct changes *changes)
{
    const uint16_t from = slot->alarm.state;

    tcs_condition_zone(slot, config, now, reading);
    if (tcs_life_step(alarms, slot, config, now, reading) ||
        (shown(slot) && tcs_time_since(now, slot->alarm.changed_at).ns >= update_ns &&
         tcs_life_numbers(slot, reading)))
        emit(changes, slot, from, now);
}

/* Sensors and the clock have no reading. */
static void step_plain(struct tcs_alarms *alarms, const struct tcs_alarm_config *config,
                       struct tcs_alarm_slot *slot, struct tcs_time now,
                       struct changes *changes)
{
    const uint16_t from = slot->alarm.state;

    if (tcs_life_step(alarms, slot, config, now, NULL))
        emit(changes, slot, from, now);
}

static void step_sensor(struct tcs_alarms *alarms, const struct tcs_alarm_config *config,
                        uint32_t sensor, const struct tcs_alarm_input *input,
                        struct tcs_time now, struct changes *changes)
{
    struct tcs_alarm_slot *slot = tcs_slot_sensor(alarms, sensor);
    const uint16_t from = slot->alarm.state;
    const double silence_s = input->silence_s[sensor];
    const double up_s = tcs_span_seconds(tcs_time_since(now, alarms->started_at));
    const bool clock_wrong = input->clock_wrong != NULL && input->clock_wrong[sensor];

    if (slot->unjudged == 0)
        tcs_condition_sensor(slot, config, now, silence_s < 0.0 ? up_s : silence_s,
                             clock_wrong);
    if (!tcs_life_step(alarms, slot, config, now, NULL))
        return;
    if (clock_wrong && slot->alarm.state == TCS_ALARM_UNACK)
        tcs_why_text(&slot->alarm, "its clock is wrong: it is no evidence");
    emit(changes, slot, from, now);
}

size_t tcs_alarms_step(struct tcs_alarms *alarms, const struct tcs_alarm_config *config,
                       struct tcs_time now, const struct tcs_alarm_input *input,
                       struct tcs_alarm_change *ret_changes)
{
    struct changes changes = { ret_changes, 0 };

    begin(alarms, now);
    /* Every take-cover before any approach: it decides about these. */
    for (uint32_t i = 0; i < 2 * alarms->zone_count; i++) {
        struct tcs_alarm_slot *slot = &alarms->slots[i];
        struct tcs_reading reading;

        tcs_reading_of(slot, config, input->threats, input->threat_count, &reading);
        step_zone(alarms, config, slot, now, &reading, &changes);
    }
    for (uint32_t s = 0; s < alarms->sensor_count; s++)
        step_sensor(alarms, config, s, input, now, &changes);
    tcs_condition_clock(tcs_slot_clock(alarms), config, now);
    step_plain(alarms, config, tcs_slot_clock(alarms), now, &changes);
    return changes.count;
}

size_t tcs_alarms_clock_step(struct tcs_alarms *alarms,
                             const struct tcs_alarm_config *config, struct tcs_time now,
                             double step_s, struct tcs_alarm_change *ret_changes)
{
    struct changes changes = { ret_changes, 0 };
    struct tcs_alarm_slot *slot = tcs_slot_clock(alarms);
    const uint16_t from = slot->alarm.state;

    begin(alarms, now);
    slot->present = 1;
    slot->above = 1;
    slot->above_at = now;
    (void)tcs_life_step(alarms, slot, config, now, NULL);
    if (slot->alarm.state == TCS_ALARM_SHELVED ||
        slot->alarm.state == TCS_ALARM_OUT_OF_SERVICE)
        return 0;
    /* A further step of an alarm that is on is told, and rings no more. */
    tcs_why_number(&slot->alarm, "the host's clock jumped by ",
                   tcs_span_from_seconds(step_s).ns / 1000000, " ms");
    emit(&changes, slot, from, now);
    return changes.count;
}

/* What the alarm becomes by an action that is not refused. */
static void apply(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                  struct tcs_time now, const struct tcs_action *action)
{
    struct tcs_alarm *alarm = &slot->alarm;

    switch ((enum tcs_action_kind)action->kind) {
    case TCS_ACTION_ACK:
        if (alarm->state == TCS_ALARM_LATCHED_UNACK)
            alarm->state = TCS_ALARM_LATCHED;
        else
            alarm->state =
                alarm->state == TCS_ALARM_UNACK ? TCS_ALARM_ACK : TCS_ALARM_NORMAL;
        break;
    case TCS_ACTION_SHELVE:
        alarm->state = TCS_ALARM_SHELVED;
        alarm->shelved_until =
            tcs_time_add(now, (struct tcs_span) { action->seconds * TCS_NS_PER_S });
        break;
    case TCS_ACTION_UNSHELVE:
    case TCS_ACTION_IN_SERVICE:
        tcs_life_return(alarms, slot, now);
        break;
    case TCS_ACTION_ALL_CLEAR:
        alarm->state = TCS_ALARM_NORMAL;
        slot->cleared_at = now;
        memcpy(slot->cleared, alarm->tracks, sizeof slot->cleared);
        break;
    case TCS_ACTION_OUT_OF_SERVICE:
        slot->owed = tcs_alarm_take_cover_on(alarm) ? 1 : 0;
        alarm->state = TCS_ALARM_OUT_OF_SERVICE;
        alarm->shelved_until = (struct tcs_time) { 0 };
        break;
    case TCS_ACTION_CARRY:
        alarm->state = TCS_ALARM_LATCHED_UNACK;
        alarm->seconds_left = -1.0;
        break;
    case TCS_ACTION_KIND_END:
        break;
    }
}

enum tcs_status tcs_alarms_act(struct tcs_alarms *alarms,
                               const struct tcs_alarm_config *config, struct tcs_time now,
                               const struct tcs_action *action,
                               struct tcs_alarm_change *ret_change)
{
    struct changes changes = { ret_change, 0 };

    (void)config;
    if (action->alarm == 0 || action->alarm > alarms->count)
        return TCS_E_NOT_FOUND;
    if (tcs_alarms_refusal(alarms, action) != NULL)
        return TCS_E_REFUSED;
    begin(alarms, now);
    struct tcs_alarm_slot *slot = &alarms->slots[action->alarm - 1];
    const uint16_t from = slot->alarm.state;

    apply(alarms, slot, now, action);
    memcpy(slot->alarm.who, action->who, sizeof slot->alarm.who);
    memcpy(slot->alarm.why, action->why, sizeof slot->alarm.why);
    emit(&changes, slot, from, now);
    return TCS_OK;
}

size_t tcs_alarms_count(const struct tcs_alarms *alarms)
{
    return alarms->count;
}

const struct tcs_alarm *tcs_alarms_at(const struct tcs_alarms *alarms, size_t index)
{
    assert(index < alarms->count);
    return &alarms->slots[index].alarm;
}

struct tcs_digest tcs_alarms_digest(const struct tcs_alarms *alarms,
                                    struct tcs_digest digest)
{
    return tcs_digest_chain(digest, alarms,
                            sizeof *alarms + alarms->count * sizeof alarms->slots[0]);
}
