/* SPDX-License-Identifier: Apache-2.0 */
/* events.c -- what the outputs send live, a line each: MQTT, OCSF and syslog. */
#include <stdlib.h>

#include "export/inside.h"

static enum tcs_status ocsf_picture(struct tcs_export *x, const struct tcs_site *site,
                                    struct tcs_time time,
                                    const struct tcs_view_picture *picture,
                                    const struct tcs_alarms *alarms)
{
    enum tcs_status status = TCS_OK;

    (void)alarms;
    for (size_t i = 0; status == TCS_OK && i < picture->track_count; i++)
        status = export_json(x, tcs_view_ocsf_track(site, time, picture, i), "\n");
    return status;
}

static enum tcs_status ocsf_change(struct tcs_export *x, const struct tcs_site *site,
                                   struct tcs_time time,
                                   const struct tcs_view_picture *picture,
                                   const struct tcs_alarm_change *change)
{
    return export_json(x, tcs_view_ocsf_alarm(site, time, picture, change), "\n");
}

const struct format export_ocsf = {
    .about = { "ocsf", "OCSF 8001 Drone Flights Activity, JSON lines" },
    .picture = ocsf_picture,
    .change = ocsf_change,
};

static enum tcs_status mqtt_picture(struct tcs_export *x, const struct tcs_site *site,
                                    struct tcs_time time,
                                    const struct tcs_view_picture *picture,
                                    const struct tcs_alarms *alarms)
{
    enum tcs_status status = TCS_OK;

    (void)alarms;
    for (size_t i = 0; status == TCS_OK && i < picture->track_count; i++)
        status = export_json(x, tcs_view_track_message(site, time, picture, i), "\n");
    return status;
}

static enum tcs_status mqtt_change(struct tcs_export *x, const struct tcs_site *site,
                                   struct tcs_time time,
                                   const struct tcs_view_picture *picture,
                                   const struct tcs_alarm_change *change)
{
    (void)picture;
    return export_json(x, tcs_view_alarm_change(site, time, change), "\n");
}

const struct format export_mqtt = {
    .about = { "mqtt", "the messages of MQTT: tracks and changes of alarms, JSON lines" },
    .picture = mqtt_picture,
    .change = mqtt_change,
};

static enum tcs_status syslog_change(struct tcs_export *x, const struct tcs_site *site,
                                     struct tcs_time time,
                                     const struct tcs_view_picture *picture,
                                     const struct tcs_alarm_change *change)
{
    char line[TCS_VIEW_SYSLOG_LEN];

    (void)picture;
    tcs_view_syslog(site, time, change, line);
    return fprintf(x->out, "%s\n", line) < 0 ? TCS_E_IO : TCS_OK;
}

const struct format export_syslog = {
    .about = { "syslog", "RFC 5424, a line a change of an alarm" },
    .change = syslog_change,
};
