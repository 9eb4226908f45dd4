/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/history.h"

#include <stdlib.h>
#include <string.h>

#include "view/view.h"

struct track_row {
    struct tcs_track_view view; /* as last seen while confirmed */
};

struct tcs_history {
    struct track_row *tracks; /* ascending id */
    struct tcs_alarm *alarms; /* as they were when raised */
    uint32_t track_count;
    uint32_t alarm_count;
    uint64_t tracks_lost;
    uint64_t alarms_lost;
};

enum tcs_status tcs_history_open(struct tcs_history **ret_history)
{
    struct tcs_history *history = calloc(1, sizeof *history);

    if (history == NULL)
        return TCS_E_MEMORY;
    history->tracks = calloc(TCS_HISTORY_TRACKS, sizeof *history->tracks);
    history->alarms = calloc(TCS_HISTORY_ALARMS, sizeof *history->alarms);
    if (history->tracks == NULL || history->alarms == NULL) {
        tcs_history_close(history);
        return TCS_E_MEMORY;
    }
    *ret_history = history;
    return TCS_OK;
}

void tcs_history_close(struct tcs_history *history)
{
    if (history == NULL)
        return;
    free(history->tracks);
    free(history->alarms);
    free(history);
}

/* The row of an id, made in its place when it is new; NULL: no room. */
static struct track_row *track_row(struct tcs_history *history, uint64_t id)
{
    uint32_t low = 0;
    uint32_t high = history->track_count;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (history->tracks[middle].view.id < id)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < history->track_count && history->tracks[low].view.id == id)
        return &history->tracks[low];
    if (history->track_count == TCS_HISTORY_TRACKS) {
        history->tracks_lost++;
        return NULL;
    }
    memmove(&history->tracks[low + 1], &history->tracks[low],
            (history->track_count - low) * sizeof *history->tracks);
    memset(&history->tracks[low], 0, sizeof history->tracks[low]);
    history->track_count++;
    return &history->tracks[low];
}

void tcs_history_tracks_seen(struct tcs_history *history,
                             const struct tcs_track_view *tracks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tracks[i].state == TCS_TRACK_TENTATIVE)
            continue;
        struct track_row *row = track_row(history, tracks[i].id);

        if (row != NULL)
            row->view = tracks[i];
    }
}

void tcs_history_alarms_changed(struct tcs_history *history,
                                const struct tcs_alarm_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct tcs_alarm_change *change = &changes[i];

        if (change->alarm.state != TCS_ALARM_UNACK || change->from == TCS_ALARM_UNACK)
            continue;
        if (history->alarm_count == TCS_HISTORY_ALARMS)
            history->alarms_lost++;
        else
            history->alarms[history->alarm_count++] = change->alarm;
    }
}

json_t *tcs_history_tracks(const struct tcs_history *history, const struct tcs_site *site)
{
    json_t *rows = json_array();

    for (uint32_t i = 0; i < history->track_count; i++) {
        const struct tcs_track_view *view = &history->tracks[i].view;
        const struct tcs_view_picture picture = { view, 1, NULL, 0 };
        json_t *row = tcs_view_track(site, &picture, 0);
        const struct tcs_span seen = tcs_time_since(view->seen_at, view->first_at);

        json_object_set_new(row, "first_at", tcs_view_time(site, view->first_at));
        json_object_set_new(row, "confirmed_at", tcs_view_time(site, view->confirmed_at));
        json_object_set_new(row, "seen_at", tcs_view_time(site, view->seen_at));
        json_object_set_new(row, "seen_s", json_real(tcs_span_seconds(seen)));
        json_object_del(row, "threats");
        json_array_append_new(rows, row);
    }
    return rows;
}

json_t *tcs_history_alarms(const struct tcs_history *history, const struct tcs_site *site)
{
    json_t *rows = json_array();

    for (uint32_t i = 0; i < history->alarm_count; i++)
        json_array_append_new(rows, tcs_view_alarm(site, &history->alarms[i]));
    return rows;
}

struct tcs_time tcs_history_first(const struct tcs_history *history)
{
    struct tcs_time first = { 0 };

    for (uint32_t i = 0; i < history->track_count; i++) {
        const struct tcs_time at = history->tracks[i].view.first_at;

        if (first.tai_ns == 0 || tcs_time_compare(at, first) < 0)
            first = at;
    }
    return first;
}
