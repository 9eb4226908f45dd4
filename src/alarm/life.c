/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "alarm/state.h"

/* The bucket of calls: alarm.h. */
static const int64_t call_ns = 600 * TCS_NS_PER_S;
static const int64_t calls_max = 9;
static const int64_t calls_kept = 4; /* for approach */
enum { SENSORS_AT_ONCE = 3 };

void tcs_life_fill(struct tcs_alarms *alarms, struct tcs_time now)
{
    const int64_t room = calls_max * call_ns - alarms->calls_ns;
    const int64_t came = tcs_time_since(now, alarms->filled_at).ns;

    if (came > 0)
        alarms->calls_ns += came < room ? came : room;
    alarms->filled_at = now;
}

bool tcs_alarm_take_cover_on(const struct tcs_alarm *alarm)
{
    return alarm->kind == TCS_ALARM_TAKE_COVER &&
           (alarm->state == TCS_ALARM_UNACK || alarm->state == TCS_ALARM_ACK ||
            alarm->state == TCS_ALARM_LATCHED || alarm->state == TCS_ALARM_LATCHED_UNACK);
}

/* How many other alarms of its kind are in one of two states. */
static uint32_t others(const struct tcs_alarms *alarms, const struct tcs_alarm_slot *slot,
                       enum tcs_alarm_state a, enum tcs_alarm_state b)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < alarms->count; i++) {
        const struct tcs_alarm *other = &alarms->slots[i].alarm;

        if (other->kind == slot->alarm.kind && other->id != slot->alarm.id &&
            (other->state == a || other->state == b))
            count++;
    }
    return count;
}

/* A take-cover is on whose threat is there. */
static bool under_attack(const struct tcs_alarms *alarms)
{
    for (uint32_t z = 0; z < alarms->zone_count; z++)
        if (alarms->slots[z].present != 0 &&
            tcs_alarm_take_cover_on(&alarms->slots[z].alarm))
            return true;
    return false;
}

static bool overtaken(const struct tcs_alarms *alarms, const struct tcs_alarm_slot *slot)
{
    return slot->alarm.kind == TCS_ALARM_APPROACH &&
           tcs_alarm_take_cover_on(&alarms->slots[slot->alarm.subject].alarm);
}

static const char overtaken_text[] = "take-cover of this zone is on";

/* Why the operator is not called now; NULL: he is. */
static const char *held(const struct tcs_alarms *alarms,
                        const struct tcs_alarm_slot *slot)
{
    int64_t needed = call_ns;

    switch ((enum tcs_alarm_kind)slot->alarm.kind) {
    case TCS_ALARM_APPROACH:
        if (overtaken(alarms, slot))
            return overtaken_text;
        if (under_attack(alarms))
            return "bundled with the take-cover of another zone";
        if (others(alarms, slot, TCS_ALARM_UNACK, TCS_ALARM_ACK) > 0)
            return "bundled with the approach to another zone";
        break;
    case TCS_ALARM_SENSOR_LOST:
        if (others(alarms, slot, TCS_ALARM_UNACK, TCS_ALARM_RTN_UNACK) >= SENSORS_AT_ONCE)
            return "bundled with other lost sensors";
        needed += calls_kept * call_ns;
        break;
    case TCS_ALARM_CLOCK_STEP:
        needed += calls_kept * call_ns;
        break;
    case TCS_ALARM_TAKE_COVER:
    case TCS_ALARM_KIND_COUNT:
        return NULL;
    }
    return alarms->calls_ns < needed ? "held back: too many calls in the last hour"
                                     : NULL;
}

static bool among(const uint64_t *ids, uint32_t count, uint64_t id)
{
    for (uint32_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* A new track takes a free place, else that of the first one which is no threat now. */
static bool join(struct tcs_alarm *alarm, const struct tcs_reading *reading, uint64_t id)
{
    const uint32_t last = TCS_ALARM_TRACKS_MAX - 1;

    if (among(alarm->tracks, TCS_ALARM_TRACKS_MAX, id))
        return false;
    for (uint32_t i = 0; i <= last; i++) {
        if (alarm->tracks[i] != 0 &&
            among(reading->tracks, reading->track_count, alarm->tracks[i]))
            continue;
        if (alarm->tracks[i] != 0) {
            if (alarm->tracks[last] == 0)
                continue; /* there is a free place behind */
            memmove(&alarm->tracks[i], &alarm->tracks[i + 1],
                    (last - i) * sizeof alarm->tracks[0]);
            alarm->tracks[last] = id;
            return true;
        }
        alarm->tracks[i] = id;
        return true;
    }
    return false;
}

bool tcs_life_numbers(struct tcs_alarm_slot *slot, const struct tcs_reading *reading)
{
    struct tcs_alarm *alarm = &slot->alarm;
    bool different = alarm->seconds_left != reading->seconds_left ||
                     alarm->probability != reading->probability;

    alarm->seconds_left = reading->seconds_left;
    alarm->probability = reading->probability;
    if (reading->evidence != TCS_EVIDENCE_NONE)
        alarm->evidence = (uint16_t)reading->evidence;
    for (uint32_t i = 0; i < reading->track_count; i++)
        different = join(alarm, reading, reading->tracks[i]) || different;
    return different;
}

static void become(struct tcs_alarm_slot *slot, enum tcs_alarm_state state,
                   const char *why)
{
    slot->alarm.state = (uint16_t)state;
    if (slot->present == 0) {
        slot->alarm.seconds_left = -1.0;
        slot->alarm.probability = 0.0;
    }
    tcs_why_text(&slot->alarm, why);
}

static void raise_alarm(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                        struct tcs_time now)
{
    struct tcs_alarm *alarm = &slot->alarm;

    if (alarm->kind != TCS_ALARM_TAKE_COVER)
        alarms->calls_ns -= call_ns;
    alarm->occurrence++;
    alarm->raised_at = now;
    alarm->evidence = TCS_EVIDENCE_NONE;
    memset(alarm->tracks, 0, sizeof alarm->tracks);
    alarm->probability = 1.0;
    alarm->seconds_left = -1.0;
    become(slot, TCS_ALARM_UNACK, "the condition is there");
}

/* The condition is there: called, unless something holds it. */
static void enter(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                  struct tcs_time now)
{
    const char *reason = held(alarms, slot);

    if (reason == NULL)
        raise_alarm(alarms, slot, now);
    else
        become(slot, TCS_ALARM_SUPPRESSED, reason);
}

void tcs_life_return(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                     struct tcs_time now)
{
    const bool owed = slot->owed != 0;

    slot->owed = 0;
    slot->alarm.shelved_until = (struct tcs_time) { 0 };
    if (slot->unjudged != 0)
        become(slot, TCS_ALARM_SUPPRESSED, TCS_WHY_UNJUDGED);
    else if (slot->present != 0)
        enter(alarms, slot, now);
    else if (owed)
        become(slot, TCS_ALARM_LATCHED_UNACK, "there was an attack meanwhile");
    else
        become(slot, TCS_ALARM_NORMAL, "the condition is not there");
}

/* A latched alarm whose condition is back: the same attack, or a new one. */
static void relapse(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                    const struct tcs_alarm_config *config, struct tcs_time now,
                    enum tcs_alarm_state to)
{
    const int64_t quiet_ns = tcs_time_since(now, slot->gone_at).ns;

    if (quiet_ns >= tcs_span_from_seconds(config->rearm_s).ns)
        raise_alarm(alarms, slot, now);
    else
        become(slot, to, "the same attack goes on");
}

/* Take-cover; the state before is that of the alarm. */
static void step_take_cover(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                            const struct tcs_alarm_config *config, struct tcs_time now)
{
    static const char gone[] = "no threat now; waits for a human's all clear";
    const bool present = slot->present != 0;

    switch ((enum tcs_alarm_state)slot->alarm.state) {
    case TCS_ALARM_NORMAL:
        if (present)
            raise_alarm(alarms, slot, now);
        break;
    case TCS_ALARM_UNACK:
        if (!present)
            become(slot, TCS_ALARM_LATCHED_UNACK, gone);
        break;
    case TCS_ALARM_ACK:
        if (!present)
            become(slot, TCS_ALARM_LATCHED, gone);
        break;
    case TCS_ALARM_LATCHED:
        if (present)
            relapse(alarms, slot, config, now, TCS_ALARM_ACK);
        break;
    case TCS_ALARM_LATCHED_UNACK:
        if (present)
            relapse(alarms, slot, config, now, TCS_ALARM_UNACK);
        break;
    case TCS_ALARM_OUT_OF_SERVICE:
        if (present)
            slot->owed = 1;
        break;
    case TCS_ALARM_RTN_UNACK:
    case TCS_ALARM_SHELVED:
    case TCS_ALARM_SUPPRESSED:
    case TCS_ALARM_STATE_COUNT:
        break; /* no state of take-cover */
    }
}

/* The kinds that call the operator. */
static void step_call(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                      struct tcs_time now)
{
    const bool present = slot->present != 0;

    switch ((enum tcs_alarm_state)slot->alarm.state) {
    case TCS_ALARM_NORMAL:
        if (present)
            enter(alarms, slot, now);
        break;
    case TCS_ALARM_SUPPRESSED:
        if (!present)
            become(slot, TCS_ALARM_NORMAL, "the condition is gone");
        else if (slot->above != 0 && held(alarms, slot) == NULL)
            raise_alarm(alarms, slot, now);
        break;
    case TCS_ALARM_UNACK:
        if (overtaken(alarms, slot))
            become(slot, TCS_ALARM_SUPPRESSED, overtaken_text);
        else if (!present)
            become(slot, TCS_ALARM_RTN_UNACK, "the condition is gone");
        break;
    case TCS_ALARM_ACK:
        if (overtaken(alarms, slot))
            become(slot, TCS_ALARM_SUPPRESSED, overtaken_text);
        else if (!present)
            become(slot, TCS_ALARM_NORMAL, "the condition is gone");
        break;
    case TCS_ALARM_RTN_UNACK:
        if (overtaken(alarms, slot))
            become(slot, TCS_ALARM_SUPPRESSED, overtaken_text);
        else if (present)
            become(slot, TCS_ALARM_UNACK, "the condition is back");
        break;
    case TCS_ALARM_SHELVED:
        if (tcs_time_compare(now, slot->alarm.shelved_until) >= 0)
            tcs_life_return(alarms, slot, now);
        break;
    case TCS_ALARM_OUT_OF_SERVICE:
    case TCS_ALARM_LATCHED:
    case TCS_ALARM_LATCHED_UNACK:
    case TCS_ALARM_STATE_COUNT:
        break;
    }
}

static double horizon_s(const struct tcs_alarm_slot *slot,
                        const struct tcs_alarm_config *config)
{
    const struct tcs_assess_config *assess = &config->assess;
    const double enter_s = assess->zones[slot->alarm.subject].cover_s +
                           assess->reaction_s + assess->margin_s;

    return slot->alarm.kind == TCS_ALARM_TAKE_COVER ? enter_s
                                                    : enter_s + assess->approach_s;
}

bool tcs_life_step(struct tcs_alarms *alarms, struct tcs_alarm_slot *slot,
                   const struct tcs_alarm_config *config, struct tcs_time now,
                   const struct tcs_reading *reading)
{
    const uint16_t state = slot->alarm.state;
    const uint32_t occurrence = slot->alarm.occurrence;

    if (slot->unjudged != 0 && state == TCS_ALARM_SUPPRESSED)
        return false;
    if (slot->alarm.kind == TCS_ALARM_TAKE_COVER)
        step_take_cover(alarms, slot, config, now);
    else
        step_call(alarms, slot, now);
    if (slot->alarm.state == state && slot->alarm.occurrence == occurrence)
        return false;
    if (slot->present == 0 || reading == NULL)
        return true;
    (void)tcs_life_numbers(slot, reading);
    if (slot->alarm.occurrence != occurrence)
        tcs_why_threat(&slot->alarm, reading->track_count, horizon_s(slot, config));
    return true;
}
