/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SINK_MQTT_TRACKS_H
#define TCS_SINK_MQTT_TRACKS_H

/*
 * mqtt_tracks.h -- the confirmed tracks under TOPIC/track/ID, a retained message each.
 *
 * Sent with QoS 0: the next picture makes good what was lost. The end of a track clears
 * its topic (an empty retained message) with QoS 1, again until that is acknowledged.
 * What an earlier run of ours has left there is asked for at the beginning of a
 * connection, and cleared when it is not in the picture. A picture for which the
 * connection is too slow is left out whole.
 */

#include <mosquitto.h>

#include "sink/inside.h"
#include "sink/shown.h"

struct tcs_mqtt_tracks {
    bool any;
    struct tcs_time last; /* picture sent */
    struct tcs_shown shown;
};

/* Each: a code of libmosquitto. */
int tcs_mqtt_tracks_begin(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                          struct mosquitto *client);
int tcs_mqtt_tracks_picture(struct tcs_mqtt_tracks *tracks, struct tcs_sink *sink,
                            struct mosquitto *client,
                            const struct tcs_sink_picture *picture);
/* Before an orderly end: nothing is left. */
int tcs_mqtt_tracks_end(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                        struct mosquitto *client);

/* For the client's callbacks: a retained message is there; a message was acknowledged. */
void tcs_mqtt_tracks_found(struct tcs_mqtt_tracks *tracks, const struct tcs_sink *sink,
                           const char *topic);
void tcs_mqtt_tracks_acknowledged(struct tcs_mqtt_tracks *tracks, int id);

#endif
