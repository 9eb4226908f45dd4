/* SPDX-License-Identifier: Apache-2.0 */
/* A change of an alarm as a line of RFC 5424. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/view.h"

enum { LOCAL0 = 16, NAME_LEN = 3 * TCS_NAME_LEN };

/* RFC 5424, 6.2.1 */
static int severity(const struct tcs_alarm_change *change)
{
    const struct tcs_alarm *alarm = &change->alarm;

    if (change->from == alarm->state)
        return 6; /* informational: only the numbers have changed */
    if (alarm->state != TCS_ALARM_UNACK)
        return 5;                                       /* notice */
    return alarm->kind == TCS_ALARM_TAKE_COVER ? 1 : 4; /* alert, warning */
}

/* Printable ASCII without blanks, as a header field must be. */
static void header_name(const char *text, char ret_name[TCS_NAME_LEN + 1])
{
    size_t len = 0;

    for (; len < TCS_NAME_LEN && text[len] != '\0'; len++)
        ret_name[len] = text[len] > ' ' && text[len] < 0x7f ? text[len] : '-';
    if (len == 0)
        ret_name[len++] = '-';
    ret_name[len] = '\0';
}

/* The value of a parameter: `"`, `\` and `]` behind a backslash. */
static void escape(const char *text, char *ret, size_t size)
{
    size_t len = 0;

    for (; *text != '\0' && len + 2 < size; text++) {
        if (*text == '"' || *text == '\\' || *text == ']')
            ret[len++] = '\\';
        ret[len++] = *text;
    }
    ret[len] = '\0';
}

/* In place: what is cut inside a character, or a control character, becomes `?`. */
static void make_utf8(char *text)
{
    json_t *string = tcs_view_string(text);

    snprintf(text, TCS_VIEW_SYSLOG_LEN, "%s",
             string != NULL ? json_string_value(string) : "");
    json_decref(string);
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ')
            *text = '?';
}

void tcs_view_syslog(const struct tcs_site *site, struct tcs_time time,
                     const struct tcs_alarm_change *change,
                     char ret_line[TCS_VIEW_SYSLOG_LEN])
{
    const struct tcs_alarm *alarm = &change->alarm;
    const char *kind = tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind);
    const char *state = tcs_alarm_state_name((enum tcs_alarm_state)alarm->state);
    const char *subject = tcs_view_alarm_subject(site, alarm);
    char host[TCS_NAME_LEN + 1];
    char utc[TCS_TIME_TEXT_LEN];
    char name[NAME_LEN];
    char who[NAME_LEN];

    header_name(site->name, host);
    escape(subject, name, sizeof name);
    escape(alarm->who, who, sizeof who);
    tcs_utc_text(tcs_time_to_utc(&site->engine.leap, time), utc);
    memcpy(utc + 26, "Z", 2); /* six digits of a second at most */
    int len =
        snprintf(ret_line, TCS_VIEW_SYSLOG_LEN,
                 "<%d>1 %s %s tocsin - %s [alarm@32473 id=\"%" PRIu32 "\" kind=\"%s\" "
                 "subject=\"%s\" from=\"%s\" state=\"%s\" occurrence=\"%" PRIu32
                 "\" probability=\"%.3f\" who=\"%s\"] \xEF\xBB\xBF%s %s: %s",
                 LOCAL0 * 8 + severity(change), utc, host, kind, alarm->id, kind, name,
                 tcs_alarm_state_name((enum tcs_alarm_state)change->from), state,
                 alarm->occurrence, alarm->probability, who, kind, subject, state);

    if (alarm->seconds_left >= 0.0)
        len += snprintf(ret_line + len, TCS_VIEW_SYSLOG_LEN - (size_t)len,
                        ", %.0f s left", alarm->seconds_left);
    if (alarm->why[0] != '\0')
        (void)snprintf(ret_line + len, TCS_VIEW_SYSLOG_LEN - (size_t)len, ": %s",
                       alarm->why);
    make_utf8(ret_line);
}
