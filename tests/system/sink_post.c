/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_post.c -- the outputs of a site file, told by lines on standard input what to say;
 * what became of it comes on standard output, a JSON line each. For outputs.py.
 *
 *   change ALARM FROM TO   a change of alarm 1, 2, ... (take-cover of zone ALARM - 1), by
 *                          numbers of states
 *   recall ALARM STATE     such a take-cover is on from an earlier run
 *   tracks ID ...          the picture from now on; none: empty
 *   status                 how we fare, to those who tell it
 *   counts                 prints the counts of all outputs
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sink/sink.h"

enum { TRACKS_MAX = 2048, PICTURE_MS = 50 };

static struct {
    uv_loop_t loop;
    struct tcs_site site;
    struct tcs_sinks *sinks;
    uv_poll_t input;
    uv_timer_t timer;
    struct tcs_track_view tracks[TRACKS_MAX];
    size_t track_count;
    char line[65536];
    size_t len;
} post;

static struct tcs_time now(void)
{
    uv_timeval64_t utc;

    uv_gettimeofday(&utc);
    return tcs_time_from_utc(&post.site.engine.leap,
                             utc.tv_sec * TCS_NS_PER_S + (int64_t)utc.tv_usec * 1000);
}

static void print(json_t *value)
{
    json_dumpf(value, stdout, TCS_VIEW_DUMP);
    putchar('\n');
    fflush(stdout);
    json_decref(value);
}

static void on_delivery(void *context, const struct tcs_delivery *delivery)
{
    (void)context;
    print(tcs_delivery_view(&post.site, delivery));
}

static struct tcs_sink_picture picture(void)
{
    for (size_t i = 0; i < post.track_count; i++)
        post.tracks[i].at = now();
    return (struct tcs_sink_picture) {
        .now = now(), .shown = { .tracks = post.tracks, .track_count = post.track_count }
    };
}

static void on_timer(uv_timer_t *timer)
{
    const struct tcs_sink_picture newest = picture();

    (void)timer;
    tcs_sinks_picture(post.sinks, &newest);
}

static struct tcs_alarm take_cover(unsigned alarm, unsigned state)
{
    return (struct tcs_alarm) { .id = alarm,
                                .kind = TCS_ALARM_TAKE_COVER,
                                .subject = (uint16_t)(alarm - 1),
                                .state = (uint16_t)state,
                                .occurrence = 1,
                                .raised_at = now(),
                                .changed_at = now(),
                                .seconds_left = 14.0,
                                .probability = 0.5,
                                .tracks = { 7 },
                                .who = "tocsin",
                                .why = "track 7 <&> \"] caf\xc3\xa9" };
}

static void change(const char *words)
{
    const struct tcs_sink_picture newest = picture();
    struct tcs_alarm_change change = { 0 };
    unsigned alarm = 0, from = 0, to = 0;

    if (sscanf(words, "%u %u %u", &alarm, &from, &to) != 3)
        return;
    change.from = (uint16_t)from;
    change.alarm = take_cover(alarm, to);
    tcs_sinks_post(post.sinks, now(), &newest, &change);
}

static void recall(const char *words)
{
    unsigned alarm = 0, state = 0;

    if (sscanf(words, "%u %u", &alarm, &state) != 2)
        return;
    const struct tcs_alarm known = take_cover(alarm, state);

    tcs_sinks_recall(post.sinks, now(), &known);
}

/* Multirotors in a row, 100 m up, flying north at 15 m/s. */
static void set_tracks(char *words)
{
    char *rest = NULL;

    post.track_count = 0;
    for (char *word = strtok_r(words, " ", &rest);
         word != NULL && post.track_count < TRACKS_MAX;
         word = strtok_r(NULL, " ", &rest)) {
        const double i = (double)post.track_count;
        struct tcs_track_view *track = &post.tracks[post.track_count++];

        *track =
            (struct tcs_track_view) { .id = strtoull(word, NULL, 10),
                                      .state = TCS_TRACK_CONFIRMED,
                                      .existence = 0.99,
                                      .kinds_seen = 1,
                                      .x = { { 10.0 * i, 200.0, 100.0, 0, 15.0, 0 } },
                                      .class_p = { 0.1, 0.8, 0.05, 0.0, 0.05 } };
        for (int k = 0; k < 6; k++)
            track->P.m[k][k] = 9.0;
        track->at = track->seen_at = track->first_at = now();
    }
}

static void tell_status(void)
{
    static struct tcs_view_health health;

    health.now = now();
    health.mode = "live";
    health.track_count = post.track_count;
    health.feed_up[0] = true;
    for (uint32_t i = 0; i < post.site.sink_count; i++)
        health.outputs[i].up = tcs_sinks_counts(post.sinks, i).up;
    tcs_sinks_status(post.sinks, &health);
}

static void print_counts(void)
{
    json_t *all = json_object();

    for (uint32_t i = 0; i < post.site.sink_count; i++) {
        const struct tcs_sink_counts c = tcs_sinks_counts(post.sinks, i);

        json_object_set_new(all, post.site.sinks[i].name,
                            json_pack("{s:b, s:I, s:I, s:I, s:I, s:s}", "up", (int)c.up,
                                      "posted", (json_int_t)c.posted, "delivered",
                                      (json_int_t)c.delivered, "failed",
                                      (json_int_t)c.failed, "connects",
                                      (json_int_t)c.connects, "trouble", c.trouble));
    }
    print(json_pack("{s:o}", "counts", all));
}

static void obey(char *line)
{
    if (strncmp(line, "change ", 7) == 0)
        change(line + 7);
    else if (strncmp(line, "recall ", 7) == 0)
        recall(line + 7);
    else if (strncmp(line, "tracks", 6) == 0)
        set_tracks(line + 6);
    else if (strcmp(line, "status") == 0)
        tell_status();
    else if (strcmp(line, "counts") == 0)
        print_counts();
}

static void on_input(uv_poll_t *poll, int status, int events)
{
    const ssize_t got = read(0, post.line + post.len, sizeof post.line - post.len);
    char *end = NULL;

    (void)status;
    (void)events;
    if (got <= 0) {
        tcs_sinks_close(post.sinks);
        uv_close((uv_handle_t *)poll, NULL);
        uv_close((uv_handle_t *)&post.timer, NULL);
        return;
    }
    post.len += (size_t)got;
    while ((end = memchr(post.line, '\n', post.len)) != NULL) {
        *end++ = '\0';
        obey(post.line);
        post.len -= (size_t)(end - post.line);
        memmove(post.line, end, post.len);
    }
}

int main(int argc, char **argv)
{
    static struct tcs_config_errors errors;

    if (argc != 2 || tcs_site_load(argv[1], &post.site, &errors, NULL, NULL) != TCS_OK) {
        tcs_config_errors_print(argc == 2 ? argv[1] : "", &errors);
        return 2;
    }
    uv_loop_init(&post.loop);
    uv_timer_init(&post.loop, &post.timer);
    uv_poll_init(&post.loop, &post.input, 0);
    if (tcs_sinks_open(&post.loop, &post.site, on_delivery, NULL, &post.sinks) != TCS_OK)
        return 3;
    uv_poll_start(&post.input, UV_READABLE, on_input);
    uv_timer_start(&post.timer, on_timer, PICTURE_MS, PICTURE_MS);
    uv_run(&post.loop, UV_RUN_DEFAULT);
    tcs_sinks_free(post.sinks);
    return uv_loop_close(&post.loop) == 0 ? 0 : 4;
}
