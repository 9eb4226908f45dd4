/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of alarms, and how we fare, as messages of RFC 5424. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/view.h"

enum { LOCAL0 = 16, NAME_LEN = 3 * TCS_NAME_LEN };
enum { ALERT = 1, WARNING = 4, NOTICE = 5, INFO = 6 }; /* RFC 5424, 6.2.1 */

static int severity(const struct tcs_alarm_change *change)
{
    const struct tcs_alarm *alarm = &change->alarm;

    if (change->from == alarm->state)
        return INFO; /* only the numbers have changed */
    if (alarm->state != TCS_ALARM_UNACK)
        return NOTICE;
    return alarm->kind == TCS_ALARM_TAKE_COVER ? ALERT : WARNING;
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

/* The header; its length. */
static size_t begin(const struct tcs_site *site, struct tcs_time time, int level,
                    const char *kind, char line[TCS_VIEW_SYSLOG_LEN])
{
    char host[TCS_NAME_LEN + 1];
    char utc[TCS_TIME_TEXT_LEN];

    header_name(site->name, host);
    tcs_utc_text(tcs_time_to_utc(&site->engine.leap, time), utc);
    memcpy(utc + 26, "Z", 2); /* six digits of a second at most */
    return (size_t)snprintf(line, TCS_VIEW_SYSLOG_LEN, "<%d>1 %s %s tocsin - %s",
                            LOCAL0 * 8 + level, utc, host, kind);
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

/* The header and the structured data of a change: their length, below half the line. */
static size_t begin_change(const struct tcs_site *site, struct tcs_time time,
                           const struct tcs_alarm_change *change,
                           char line[TCS_VIEW_SYSLOG_LEN])
{
    const struct tcs_alarm *alarm = &change->alarm;
    const char *kind = tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind);
    char name[NAME_LEN];
    char who[NAME_LEN];
    const size_t len = begin(site, time, severity(change), kind, line);

    escape(tcs_view_alarm_subject(site, alarm), name, sizeof name);
    escape(alarm->who, who, sizeof who);
    return len +
           (size_t)snprintf(line + len, TCS_VIEW_SYSLOG_LEN - len,
                            " [alarm@32473 id=\"%" PRIu32 "\" kind=\"%s\" subject=\"%s\" "
                            "from=\"%s\" state=\"%s\" occurrence=\"%" PRIu32
                            "\" probability=\"%.3f\" who=\"%s\"] ",
                            alarm->id, kind, name,
                            tcs_alarm_state_name((enum tcs_alarm_state)change->from),
                            tcs_alarm_state_name((enum tcs_alarm_state)alarm->state),
                            alarm->occurrence, alarm->probability, who);
}

void tcs_view_syslog(const struct tcs_site *site, struct tcs_time time,
                     const struct tcs_alarm_change *change,
                     char ret_line[TCS_VIEW_SYSLOG_LEN])
{
    const struct tcs_alarm *alarm = &change->alarm;
    size_t len = begin_change(site, time, change, ret_line);

    len += (size_t)snprintf(ret_line + len, TCS_VIEW_SYSLOG_LEN - len,
                            "\xEF\xBB\xBF%s %s: %s",
                            tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind),
                            tcs_view_alarm_subject(site, alarm),
                            tcs_alarm_state_name((enum tcs_alarm_state)alarm->state));
    if (alarm->seconds_left >= 0.0)
        len += (size_t)snprintf(ret_line + len, TCS_VIEW_SYSLOG_LEN - len,
                                ", %.0f s left", alarm->seconds_left);
    if (alarm->why[0] != '\0')
        (void)snprintf(ret_line + len, TCS_VIEW_SYSLOG_LEN - len, ": %s", alarm->why);
    make_utf8(ret_line);
}

void tcs_view_syslog_ocsf(const struct tcs_site *site, struct tcs_time time,
                          const struct tcs_view_picture *picture,
                          const struct tcs_alarm_change *change,
                          char ret_line[TCS_VIEW_SYSLOG_LEN])
{
    const size_t len = begin_change(site, time, change, ret_line);
    json_t *event = tcs_view_ocsf_alarm(site, time, picture, change);
    char *text =
        event != NULL ? json_dumps(event, TCS_VIEW_DUMP | JSON_ENSURE_ASCII) : NULL;

    json_decref(event);
    if (text != NULL && len + strlen(text) < TCS_VIEW_SYSLOG_LEN) {
        memcpy(ret_line + len, text, strlen(text) + 1);
        make_utf8(ret_line);
    } else {
        tcs_view_syslog(site, time, change, ret_line);
    }
    free(text);
}

struct tally {
    uint32_t up;
    uint32_t count;
};

/* Adds the name of what is down, as far as there is room. */
static void count(struct tally *tally, bool up, const char *name, char *down, size_t size)
{
    const size_t len = strlen(down);

    tally->count++;
    tally->up += up;
    if (!up)
        (void)snprintf(down + len, size - len, "%s%s", len > 0 ? ", " : "; down: ", name);
}

void tcs_view_syslog_status(const struct tcs_site *site,
                            const struct tcs_view_health *health,
                            char ret_line[TCS_VIEW_SYSLOG_LEN])
{
    struct tally feeds = { 0, 0 };
    struct tally outputs = { 0, 0 };
    char down[1024] = "";

    for (uint32_t i = 0; i < site->engine.feed_count; i++)
        count(&feeds, health->feed_up[i], site->engine.feeds[i].name, down, sizeof down);
    for (uint32_t i = 0; i < site->sink_count; i++)
        count(&outputs, health->outputs[i].up, site->sinks[i].name, down, sizeof down);
    const size_t len =
        begin(site, health->now, down[0] != '\0' || health->lost > 0 ? WARNING : INFO,
              "status", ret_line);

    (void)snprintf(
        ret_line + len, TCS_VIEW_SYSLOG_LEN - len,
        " [status@32473 mode=\"%s\" tracks=\"%" PRIu64 "\" feeds=\"%" PRIu32
        "\" feeds_up=\"%" PRIu32 "\" outputs=\"%" PRIu32 "\" outputs_up=\"%" PRIu32
        "\" lost=\"%" PRIu64 "\" record_committed=\"%" PRIu64 "\"] \xEF\xBB\xBF%" PRIu32
        " of %" PRIu32 " feeds and %" PRIu32 " of %" PRIu32 " outputs are up, %" PRIu64
        " tracks, %" PRIu64 " events lost%s",
        health->mode, health->track_count, feeds.count, feeds.up, outputs.count,
        outputs.up, health->lost, health->record_committed, feeds.up, feeds.count,
        outputs.up, outputs.count, health->track_count, health->lost, down);
    make_utf8(ret_line);
}
