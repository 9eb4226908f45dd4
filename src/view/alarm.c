/* SPDX-License-Identifier: Apache-2.0 */
#include "alarm/alarm.h"

#include <stdio.h>

#include "view/view.h"

const char *tcs_view_alarm_subject(const struct tcs_site *site,
                                   const struct tcs_alarm *alarm)
{
    const struct tcs_engine_config *engine = &site->engine;

    switch ((enum tcs_alarm_kind)alarm->kind) {
    case TCS_ALARM_TAKE_COVER:
    case TCS_ALARM_APPROACH:
        return alarm->subject < engine->zone_count ? engine->zones[alarm->subject].name
                                                   : "";
    case TCS_ALARM_SENSOR_LOST:
        return alarm->subject < engine->sensor_count
                   ? engine->sensors[alarm->subject].name
                   : "";
    case TCS_ALARM_CLOCK_STEP:
    case TCS_ALARM_KIND_COUNT:
        break;
    }
    return "clock";
}

static json_t *tracks(const uint64_t ids[TCS_ALARM_TRACKS_MAX])
{
    json_t *array = json_array();
    char text[24];

    for (int i = 0; i < TCS_ALARM_TRACKS_MAX; i++) {
        if (ids[i] == 0)
            continue;
        snprintf(text, sizeof text, "%llu", (unsigned long long)ids[i]);
        if (!tcs_view_append(array, json_string(text))) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
}

json_t *tcs_view_alarm(const struct tcs_site *site, const struct tcs_alarm *alarm)
{
    return json_pack(
        "{s:I, s:s, s:o, s:s, s:I, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "id",
        (json_int_t)alarm->id, "kind",
        tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind), "subject",
        tcs_view_string(tcs_view_alarm_subject(site, alarm)), "state",
        tcs_alarm_state_name((enum tcs_alarm_state)alarm->state), "occurrence",
        (json_int_t)alarm->occurrence, "raised_at", tcs_view_time(site, alarm->raised_at),
        "changed_at", tcs_view_time(site, alarm->changed_at), "seconds_left",
        tcs_view_known(alarm->seconds_left), "probability",
        tcs_view_number(alarm->probability), "evidence",
        tcs_evidence_name((enum tcs_evidence)alarm->evidence), "tracks",
        tracks(alarm->tracks), "who", tcs_view_string(alarm->who), "why",
        tcs_view_string(alarm->why), "shelved_until",
        tcs_view_time(site, alarm->shelved_until));
}

json_t *tcs_view_alarms(const struct tcs_site *site, const struct tcs_alarms *alarms)
{
    json_t *array = json_array();

    for (size_t i = 0; i < tcs_alarms_count(alarms); i++)
        if (!tcs_view_append(array, tcs_view_alarm(site, tcs_alarms_at(alarms, i)))) {
            json_decref(array);
            return NULL;
        }
    return array;
}

json_t *tcs_view_alarm_change(const struct tcs_site *site, struct tcs_time time,
                              const struct tcs_alarm_change *change)
{
    return json_pack("{s:s, s:o, s:o, s:s, s:o}", "type", "alarm", "time",
                     tcs_view_time(site, time), "site", tcs_view_string(site->name),
                     "from", tcs_alarm_state_name((enum tcs_alarm_state)change->from),
                     "alarm", tcs_view_alarm(site, &change->alarm));
}
