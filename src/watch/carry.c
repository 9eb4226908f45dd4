/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/carry.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "watch/resume.h"

static void carry(const struct tcs_site *site, const char *name,
                  struct tcs_carried *carried)
{
    for (uint32_t i = 0; i < site->engine.zone_count; i++)
        if (strcmp(site->engine.zones[i].name, name) == 0) {
            carried->zones[carried->count++] = (uint16_t)i;
            return;
        }
    carried->gone++;
}

static enum tcs_status carry_all(const char *path, const struct tcs_start *before,
                                 struct tcs_site *old, const struct tcs_site *site,
                                 struct tcs_carried *carried)
{
    const struct tcs_bytes text = tcs_text_bytes(before->site_text);
    struct tcs_station *station = NULL;
    struct tcs_resume_report report;
    struct tcs_record_fault fault;
    struct tcs_config_errors errors;

    if (tcs_site_parse(text, ".", old, &errors) != TCS_OK)
        return TCS_E_DAMAGED;
    old->engine.leap = before->leap;
    const enum tcs_status status =
        tcs_resume(path, text, old, (struct tcs_time) { 0 }, &station, &report, &fault);

    if (status != TCS_OK)
        return status;
    const struct tcs_alarms *alarms = tcs_engine_alarms(tcs_station_engine(station));

    for (size_t i = 0; report.resumed && i < tcs_alarms_count(alarms); i++) {
        const struct tcs_alarm *alarm = tcs_alarms_at(alarms, i);

        if (tcs_alarm_take_cover_on(alarm))
            carry(site, old->engine.zones[alarm->subject].name, carried);
    }
    tcs_station_close(station);
    return report.resumed ? TCS_OK : TCS_E_DAMAGED;
}

enum tcs_status tcs_carry_from(const char *path, const struct tcs_start *before,
                               const struct tcs_site *site,
                               struct tcs_carried *ret_carried)
{
    struct tcs_site *old = calloc(1, sizeof *old);
    struct tcs_carried carried = { 0 };

    if (old == NULL)
        return TCS_E_MEMORY;
    const enum tcs_status status = carry_all(path, before, old, site, &carried);

    free(old);
    if (status == TCS_OK)
        *ret_carried = carried;
    return status;
}

struct tcs_bytes tcs_carry_action(uint16_t zone, uint8_t room[TCS_ACTION_OCTETS_MAX])
{
    struct tcs_writer w = tcs_writer(room, TCS_ACTION_OCTETS_MAX);
    const struct tcs_action action = {
        .kind = TCS_ACTION_CARRY,
        .alarm = zone + 1U, /* alarm.h: the order of ids */
        .who = "tocsin",
        .why = "was on before the configuration changed",
    };

    tcs_action_write(&w, &action);
    return tcs_written(&w);
}
