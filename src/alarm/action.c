/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "alarm/state.h"
#include "base/text.h"

const char *tcs_alarm_kind_name(enum tcs_alarm_kind kind)
{
    switch (kind) {
    case TCS_ALARM_TAKE_COVER:
        return "take-cover";
    case TCS_ALARM_APPROACH:
        return "approach";
    case TCS_ALARM_SENSOR_LOST:
        return "sensor-lost";
    case TCS_ALARM_CLOCK_STEP:
        return "clock-step";
    case TCS_ALARM_KIND_COUNT:
        break;
    }
    return "unknown";
}

const char *tcs_alarm_state_name(enum tcs_alarm_state state)
{
    static const char *const names[TCS_ALARM_STATE_COUNT] = {
        [TCS_ALARM_NORMAL] = "normal",
        [TCS_ALARM_UNACK] = "unacknowledged",
        [TCS_ALARM_ACK] = "acknowledged",
        [TCS_ALARM_RTN_UNACK] = "returned",
        [TCS_ALARM_LATCHED] = "latched",
        [TCS_ALARM_LATCHED_UNACK] = "latched-unacknowledged",
        [TCS_ALARM_SHELVED] = "shelved",
        [TCS_ALARM_SUPPRESSED] = "suppressed",
        [TCS_ALARM_OUT_OF_SERVICE] = "out-of-service",
    };

    return (unsigned)state < TCS_ALARM_STATE_COUNT ? names[state] : "unknown";
}

static void write_text(struct tcs_writer *w, const char *text)
{
    const struct tcs_bytes octets = tcs_text_bytes(text);

    tcs_write_u8(w, (uint8_t)octets.len);
    tcs_write_bytes(w, octets.data, octets.len);
}

void tcs_action_write(struct tcs_writer *w, const struct tcs_action *action)
{
    tcs_write_u8(w, (uint8_t)action->kind);
    tcs_write_be(w, action->alarm, 4);
    tcs_write_be(w, action->seconds, 4);
    write_text(w, action->who);
    write_text(w, action->why);
}

/* Octets of the UTF-8 character at the start of `text`; 0: there is none. Overlong forms,
 * surrogates and what lies beyond U+10FFFF are none (RFC 3629). */
static size_t utf8_len(struct tcs_bytes text)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    const uint8_t first = text.data[0];
    const size_t len = first < 0x80             ? 1
                       : (first & 0xe0) == 0xc0 ? 2
                       : (first & 0xf0) == 0xe0 ? 3
                       : (first & 0xf8) == 0xf0 ? 4
                                                : 0;

    if (len <= 1)
        return len;
    if (len > text.len)
        return 0;
    uint32_t code = first & (0x7fU >> len);

    for (size_t i = 1; i < len; i++) {
        if ((text.data[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (text.data[i] & 0x3fU);
    }
    if (code < least[len] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return 0;
    return len;
}

/* UTF-8 without control characters. */
static bool is_plain(struct tcs_bytes text)
{
    for (size_t at = 0; at < text.len;) {
        const size_t len = utf8_len(tcs_bytes_part(text, at, text.len - at));

        if (len == 0 || text.data[at] < 0x20 || text.data[at] == 0x7f)
            return false;
        at += len;
    }
    return true;
}

static bool read_text(struct tcs_reader *r, char *ret_text, size_t capacity)
{
    const size_t len = tcs_read_u8(r);
    const struct tcs_bytes text = tcs_read_bytes(r, len);

    return is_plain(text) && tcs_text_copy(ret_text, capacity, text);
}

enum tcs_status tcs_action_read(struct tcs_bytes in, struct tcs_action *ret)
{
    struct tcs_reader r = tcs_reader(in);
    struct tcs_action action = { 0 };

    action.kind = tcs_read_u8(&r);
    action.alarm = (uint32_t)tcs_read_be(&r, 4);
    action.seconds = (uint32_t)tcs_read_be(&r, 4);
    const bool who = read_text(&r, action.who, sizeof action.who);
    const bool why = read_text(&r, action.why, sizeof action.why);

    if (r.failed)
        return TCS_E_SHORT;
    if (!who || !why || tcs_reader_left(&r) > 0 || action.kind < TCS_ACTION_ACK ||
        action.kind >= TCS_ACTION_KIND_END)
        return TCS_E_DAMAGED;
    *ret = action;
    return TCS_OK;
}

static bool is_machine(const char who[TCS_WHO_LEN])
{
    return tcs_bytes_equal(tcs_text_bytes(who), tcs_text_bytes("tocsin"));
}

/* The machine is nobody, and so is a blank. */
static bool is_named(const char who[TCS_WHO_LEN])
{
    const struct tcs_bytes name = tcs_text_bytes(who);

    if (is_machine(who))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.data[i] != ' ')
            return true;
    return false;
}

static const char *refuse_shelving(const struct tcs_alarm *alarm,
                                   const struct tcs_action *action)
{
    if (alarm->kind == TCS_ALARM_TAKE_COVER)
        return "take-cover cannot be shelved";
    if (alarm->state == TCS_ALARM_OUT_OF_SERVICE)
        return "it is out of service";
    if (action->seconds == 0 || action->seconds > TCS_SHELVE_MAX_S)
        return "shelving lasts 1 to 3600 seconds";
    return NULL;
}

/* No condition, and nothing on the way to become one. */
static bool is_quiet(const struct tcs_alarm_slot *slot)
{
    return slot->present == 0 && !tcs_never(slot->below_at);
}

static const char *refuse_all_clear(const struct tcs_alarms *alarms,
                                    const struct tcs_alarm_slot *slot)
{
    const struct tcs_alarm *alarm = &slot->alarm;

    if (alarm->kind != TCS_ALARM_TAKE_COVER && alarm->kind != TCS_ALARM_APPROACH)
        return "only a zone can be all clear";
    if (!is_quiet(&alarms->slots[alarm->subject]) ||
        !is_quiet(&alarms->slots[alarms->zone_count + alarm->subject]))
        return "there is a threat, or was one within the last seconds";
    if (!tcs_alarm_take_cover_on(alarm) && alarm->state != TCS_ALARM_RTN_UNACK)
        return "the alarm is not on";
    return NULL;
}

static const char *refuse_carrying(const struct tcs_alarm *alarm,
                                   const struct tcs_action *action)
{
    if (!is_machine(action->who))
        return "nobody but tocsin carries alarms over";
    if (alarm->kind != TCS_ALARM_TAKE_COVER || alarm->state != TCS_ALARM_NORMAL)
        return "only a take-cover that is not on is carried over";
    return NULL;
}

const char *tcs_alarms_refusal(const struct tcs_alarms *alarms,
                               const struct tcs_action *action)
{
    if (action->alarm == 0 || action->alarm > alarms->count)
        return "there is no such alarm";
    const struct tcs_alarm_slot *slot = &alarms->slots[action->alarm - 1];
    const uint16_t state = slot->alarm.state;

    if (action->kind == TCS_ACTION_CARRY)
        return refuse_carrying(&slot->alarm, action);
    if (!is_named(action->who))
        return "nobody is named";
    switch ((enum tcs_action_kind)action->kind) {
    case TCS_ACTION_ACK:
        return state == TCS_ALARM_UNACK || state == TCS_ALARM_RTN_UNACK ||
                       state == TCS_ALARM_LATCHED_UNACK
                   ? NULL
                   : "there is nothing to acknowledge";
    case TCS_ACTION_SHELVE:
        return refuse_shelving(&slot->alarm, action);
    case TCS_ACTION_UNSHELVE:
        return state == TCS_ALARM_SHELVED ? NULL : "it is not shelved";
    case TCS_ACTION_ALL_CLEAR:
        return refuse_all_clear(alarms, slot);
    case TCS_ACTION_OUT_OF_SERVICE:
        return state != TCS_ALARM_OUT_OF_SERVICE ? NULL : "it is out of service already";
    case TCS_ACTION_IN_SERVICE:
        return state == TCS_ALARM_OUT_OF_SERVICE ? NULL : "it is in service";
    case TCS_ACTION_CARRY: /* judged above */
    case TCS_ACTION_KIND_END:
        break;
    }
    return "there is no such action";
}
