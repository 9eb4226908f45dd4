/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/mqtt_tracks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/view.h"

enum { TOPIC_MAX = 256 };

static void track_topic(const struct tcs_sink *sink, uint64_t id,
                        char ret_topic[TOPIC_MAX])
{
    snprintf(ret_topic, TOPIC_MAX, "%s/track/%" PRIu64, sink->site->topic, id);
}

/* The broker answers with what is retained; what we say ourselves is not wanted back. */
int tcs_mqtt_tracks_begin(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                          struct mosquitto *client)
{
    char topic[TOPIC_MAX];

    for (size_t i = 0; i < tracks->shown.count; i++)
        tracks->shown.tracks[i].ending = 0; /* nobody will acknowledge it any more */
    snprintf(topic, sizeof topic, "%s/track/+", sink->site->topic);
    const int code = mosquitto_subscribe(client, NULL, topic, 0);

    return code == MOSQ_ERR_SUCCESS ? mosquitto_unsubscribe(client, NULL, topic) : code;
}

void tcs_mqtt_tracks_found(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                           const char *topic)
{
    const char *name = strrchr(topic, '/');
    char ours[TOPIC_MAX];
    int64_t id = 0;

    if (name == NULL || tcs_text_int(tcs_text_bytes(name + 1), &id) != TCS_OK || id <= 0)
        return;
    track_topic(sink, (uint64_t)id, ours);
    if (strcmp(topic, ours) == 0)
        tcs_shown_recall(&tracks->shown, (uint64_t)id);
}

void tcs_mqtt_tracks_acknowledged(struct tcs_mqtt_tracks *tracks, int id)
{
    for (size_t i = 0; i < tracks->shown.count; i++)
        if (tracks->shown.tracks[i].ending == id) {
            tcs_shown_forget(&tracks->shown, i);
            return;
        }
}

static int send_track(const struct tcs_sink *sink, struct mosquitto *client,
                      const struct tcs_sink_picture *picture, size_t track)
{
    char *text = tcs_view_text(tcs_view_track_message(
        tcs_sinks_site(sink->sinks), picture->now, &picture->shown, track));
    char topic[TOPIC_MAX];

    if (text == NULL)
        return MOSQ_ERR_NOMEM;
    track_topic(sink, picture->shown.tracks[track].id, topic);
    const int code =
        mosquitto_publish(client, NULL, topic, (int)strlen(text), text, 0, true);

    free(text);
    return code;
}

static int send_ends(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                     struct mosquitto *client)
{
    struct tcs_shown *shown = &tracks->shown;
    int code = MOSQ_ERR_SUCCESS;
    char topic[TOPIC_MAX];

    for (size_t i = tcs_shown_gone(shown, 0);
         i < shown->count && code == MOSQ_ERR_SUCCESS; i = tcs_shown_gone(shown, i + 1)) {
        if (shown->tracks[i].ending != 0)
            continue;
        track_topic(sink, shown->tracks[i].id, topic);
        code =
            mosquitto_publish(client, &shown->tracks[i].ending, topic, 0, NULL, 1, true);
    }
    return code;
}

int tcs_mqtt_tracks_picture(struct tcs_mqtt_tracks *tracks, struct tcs_sink *sink,
                            struct mosquitto *client,
                            const struct tcs_sink_picture *picture)
{
    const double since_s = tcs_span_seconds(tcs_time_since(picture->now, tracks->last));
    int code = MOSQ_ERR_SUCCESS;

    if (tracks->any && since_s >= 0.0 && since_s < sink->site->period_s)
        return code;
    tracks->any = true;
    tracks->last = picture->now;
    if (mosquitto_want_write(client)) {
        tcs_sink_lost(sink, "the broker is too slow for the tracks");
        return code;
    }
    tcs_shown_begin(&tracks->shown);
    for (size_t i = 0; i < picture->shown.track_count && code == MOSQ_ERR_SUCCESS; i++) {
        const struct tcs_track_view *track = &picture->shown.tracks[i];

        if (track->state == TCS_TRACK_TENTATIVE)
            continue;
        if (!tcs_shown_mark(&tracks->shown, track)) {
            tcs_sink_lost(sink, "more tracks than can be shown");
            continue;
        }
        code = send_track(sink, client, picture, i);
        sink->counts.posted++;
        if (code == MOSQ_ERR_SUCCESS)
            sink->counts.delivered++;
        else
            sink->counts.failed++;
    }
    return code == MOSQ_ERR_SUCCESS ? send_ends(tracks, sink, client) : code;
}

/* Nobody waits for an acknowledgement any more, and those with QoS 1 wait for others. */
int tcs_mqtt_tracks_end(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                        struct mosquitto *client)
{
    int code = MOSQ_ERR_SUCCESS;
    char topic[TOPIC_MAX];

    for (size_t i = 0; i < tracks->shown.count && code == MOSQ_ERR_SUCCESS; i++) {
        track_topic(sink, tracks->shown.tracks[i].id, topic);
        code = mosquitto_publish(client, NULL, topic, 0, NULL, 0, true);
    }
    return code;
}
