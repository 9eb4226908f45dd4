/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_ASSESS_SCENE_H
#define TCS_TESTS_ASSESS_SCENE_H

/* scene.h -- one square zone and tracks to try on it. */

#include <string.h>

#include "assess/assess.h"

/* A square of 80 m about (east, north), 0 to 60 m high, 8 s to cover: the horizon of
 * p_enter is 8 + 5 + 10 = 23 s. */
static inline struct tcs_zone scene_zone(double east, double north)
{
    struct tcs_zone zone = { .people = 10, .cover_s = 8.0 };
    const double corner[4][2] = { { -40, -40 }, { 40, -40 }, { 40, 40 }, { -40, 40 } };

    for (int i = 0; i < 4; i++)
        zone.volume.corners_m[i] =
            (struct tcs_vec2) { { east + corner[i][0], north + corner[i][1] } };
    zone.volume.count = 4;
    zone.volume.floor_m = 0.0;
    zone.volume.ceiling_m = 60.0;
    return zone;
}

/* A multirotor that radar and direction finders have seen for 20 s; 5 m and 1.5 m/s. */
static inline struct tcs_track_view scene_track(uint64_t id, struct tcs_vec3 from,
                                                struct tcs_vec3 velocity)
{
    struct tcs_track_view view = { .id = id,
                                   .state = TCS_TRACK_CONFIRMED,
                                   .kinds_seen =
                                       1U << TCS_SENSOR_RADAR | 1U << TCS_SENSOR_RADIO,
                                   .existence = 0.99,
                                   .witnessed_s = 20.0,
                                   .straightness = 0.97 };

    for (int i = 0; i < 3; i++) {
        view.x.v[i] = from.v[i];
        view.x.v[3 + i] = velocity.v[i];
        view.P.m[i][i] = 25.0;
        view.P.m[3 + i][3 + i] = 2.25;
        view.P.m[i][3 + i] = view.P.m[3 + i][i] = 3.0;
    }
    view.hits[TCS_SENSOR_RADAR] = 20;
    view.hits[TCS_SENSOR_RADIO] = 15;
    view.class_p[TCS_CLASS_MULTIROTOR] = 0.9;
    view.class_p[TCS_CLASS_OTHER] = 0.1;
    return view;
}

static inline struct tcs_assess_config scene_config(const struct tcs_zone *zones,
                                                    uint32_t zone_count)
{
    struct tcs_assess_config config = tcs_assess_defaults();

    config.zones = zones;
    config.zone_count = zone_count;
    return config;
}

#endif
