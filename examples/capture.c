/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capture.c -- a capture of ASTERIX 034 and 048 in, tracks out.
 *
 * Reads a pcap file; the plots from one north marker to the next are one look.
 *     cc capture.c $(pkg-config --cflags --libs tocsin) && ./a.out < radar.pcap
 */
#include <stdio.h>
#include <tocsin/decode.h>
#include <tocsin/track.h>

enum { MOST = 500 };

static void print(const struct tocsin_tracker *tracker, int64_t now_ns)
{
    struct tocsin_track tracks[MOST];
    const size_t count = tocsin_tracker_tracks(tracker, now_ns, tracks, MOST);

    for (size_t i = 0; i < count; i++)
        if (tracks[i].state == TOCSIN_TRACK_CONFIRMED)
            printf("%.0f s: track %llu at %.0f m east, %.0f m north\n",
                   tocsin_time_to_utc(now_ns) / 1e9, (unsigned long long)tracks[i].id,
                   tracks[i].position_m[0], tracks[i].position_m[1]);
}

int main(void)
{
    const struct tocsin_sensor radar = { .period_s = 1, .coverage.range_max_m = 5000 };
    const struct tocsin_tracker_options about = { .sensors = &radar, .sensor_count = 1 };
    struct tocsin_observation plots[MOST];
    struct tocsin_look look = { .observations = plots };
    struct tocsin_tracker *tracker = NULL;
    struct tocsin_decoder *decoder = NULL;
    struct tocsin_report report;
    unsigned char piece[4096];

    if (tocsin_decoder_open(TOCSIN_INPUT_ASTERIX_PCAP, &decoder) != TOCSIN_OK ||
        tocsin_tracker_open(&about, 1, &tracker) != TOCSIN_OK)
        return 1;
    for (size_t n; (n = fread(piece, 1, sizeof piece, stdin)) > 0;) {
        tocsin_decoder_push(decoder, piece, n, 0);
        while (tocsin_decoder_next(decoder, &report) != TOCSIN_MORE)
            if (report.kind == TOCSIN_REPORT_NORTH) {
                if (look.valid_ns == 0 ||
                    tocsin_tracker_look(tracker, &look) == TOCSIN_OK)
                    print(tracker, report.valid_ns);
                look.observation_count = 0;
                look.valid_ns = report.valid_ns;
            } else if (report.has & TOCSIN_REPORT_RANGE && look.observation_count < MOST)
                plots[look.observation_count++] = (struct tocsin_observation) {
                    .kind = TOCSIN_OBS_RA,
                    .z = { report.range_m, report.az_rad },
                    .sigma = { 10, 0.01 },
                    .dt_s = (double)(report.valid_ns - look.valid_ns) / 1e9
                };
    }
    tocsin_tracker_close(tracker);
    tocsin_decoder_close(decoder);
    return 0;
}
