/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bearings.c -- three direction finders, none of which knows a distance.
 *
 * Reads a line a round of one finder, "second,finder[,azimuth_deg]...", from standard
 * input (bearings.csv), and prints the confirmed tracks once a second.
 *
 *     cc bearings.c $(pkg-config --cflags --libs tocsin) && ./a.out < bearings.csv
 */
#include <stdio.h>
#include <stdlib.h>

#include <tocsin/track.h>

enum { MOST = 50 };
static const double RAD = 3.14159265358979323846 / 180.0;

static void print(const struct tocsin_tracker *tracker, int64_t at_ns)
{
    struct tocsin_track tracks[MOST];
    const size_t count = tocsin_tracker_tracks(tracker, at_ns, tracks, MOST);

    for (size_t i = 0; i < count; i++)
        if (tracks[i].state == TOCSIN_TRACK_CONFIRMED)
            printf("%.0f s: track %llu at %.0f m east, %.0f m north\n",
                   (double)at_ns / 1e9, (unsigned long long)tracks[i].id,
                   tracks[i].position_m[0], tracks[i].position_m[1]);
}

int main(void)
{
    const struct tocsin_sensor finders[] = {
        { .kind = TOCSIN_SENSOR_RADIO, .position_m = { 0, 0, 5 }, .period_s = 1 },
        { .kind = TOCSIN_SENSOR_RADIO, .position_m = { 900, 0, 5 }, .period_s = 1 },
        { .kind = TOCSIN_SENSOR_RADIO, .position_m = { 450, 780, 5 }, .period_s = 1 },
    };
    const struct tocsin_tracker_options about = { .sensors = finders, .sensor_count = 3 };
    struct tocsin_tracker *tracker = NULL;
    char line[1000];

    if (tocsin_tracker_open(&about, 1, &tracker) != TOCSIN_OK)
        return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct tocsin_observation heard[MOST] = { 0 };
        struct tocsin_look look = { .observations = heard };
        char *at = line;

        look.valid_ns = (int64_t)(strtod(at, &at) * 1e9);
        look.sensor = (uint32_t)strtoul(at + 1, &at, 10);
        for (; *at == ',' && look.observation_count < MOST; look.observation_count++)
            heard[look.observation_count] =
                (struct tocsin_observation) { .kind = TOCSIN_OBS_AZ,
                                              .z = { strtod(at + 1, &at) * RAD },
                                              .sigma = { 1.5 * RAD } };
        if (tocsin_tracker_look(tracker, &look) == TOCSIN_OK && look.sensor == 0)
            print(tracker, look.valid_ns);
    }
    tocsin_tracker_close(tracker);
    return 0;
}
