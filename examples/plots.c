/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plots.c -- radar plots in, tracks out.
 *
 * Reads a line a scan, "second[,range_m,azimuth_deg,elevation_deg]...", from standard
 * input (plots.csv), and prints the confirmed tracks after each.
 *
 *     cc plots.c $(pkg-config --cflags --libs tocsin) && ./a.out < plots.csv
 */
#include <stdio.h>
#include <stdlib.h>

#include <tocsin/track.h>

enum { MOST = 200 };

static const double RAD = 3.14159265358979323846 / 180.0;

static void print(const struct tocsin_tracker *tracker, int64_t at_ns)
{
    struct tocsin_track tracks[MOST];
    const size_t count = tocsin_tracker_tracks(tracker, at_ns, tracks, MOST);

    for (size_t i = 0; i < count; i++)
        if (tracks[i].state == TOCSIN_TRACK_CONFIRMED)
            printf("%.0f s: track %llu at %.0f m east, %.0f m north, %.0f m up\n",
                   (double)at_ns / 1e9, (unsigned long long)tracks[i].id,
                   tracks[i].position_m[0], tracks[i].position_m[1],
                   tracks[i].position_m[2]);
}

int main(void)
{
    const struct tocsin_sensor radar = { .period_s = 1, .coverage.range_max_m = 3000 };
    const struct tocsin_tracker_options about = { .sensors = &radar, .sensor_count = 1 };
    struct tocsin_tracker *tracker = NULL;
    char line[4000];

    if (tocsin_tracker_open(&about, 1, &tracker) != TOCSIN_OK)
        return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct tocsin_observation plots[MOST] = { 0 };
        struct tocsin_look look = { .observations = plots };
        char *at = line;

        look.valid_ns = (int64_t)(strtod(at, &at) * 1e9);
        for (; *at == ',' && look.observation_count < MOST; look.observation_count++) {
            struct tocsin_observation *plot = &plots[look.observation_count];

            *plot = (struct tocsin_observation) { .kind = TOCSIN_OBS_RAE,
                                                  .sigma = { 5, 0.5 * RAD, 0.5 * RAD } };
            for (int i = 0; i < 3 && *at == ','; i++)
                plot->z[i] = strtod(at + 1, &at) * (i == 0 ? 1.0 : RAD);
        }
        if (tocsin_tracker_look(tracker, &look) == TOCSIN_OK)
            print(tracker, look.valid_ns);
    }
    tocsin_tracker_close(tracker);
    return 0;
}
