/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <uv.h>

#include "feed/files.h"
#include "view/view.h"
#include "watch/journal.h"
#include "watch/run.h"
#include "watch/start.h"
#include "watch/station.h"
#include "watch/tracks_file.h"

static const int64_t TICK_NS = TCS_NS_PER_S / 25; /* engine.h: TCS_ENGINE_EVALUATE_NS */
/* After the last event, so that looks still open come to their end. */
static const int64_t TAIL_NS = 2 * TCS_NS_PER_S;
/* Of a longer silence only the beginning and the end are ticked through: by then every
 * track has gone and every shelf has run out, and one wrong stamp must not cost a day. */
static const int64_t SILENCE_NS = 2 * INT64_C(3600) * TCS_NS_PER_S;
static const int64_t SILENCE_END_NS = 60 * TCS_NS_PER_S;
static const uint64_t PROGRESS_EVERY_NS = UINT64_C(500000000);

struct files_run {
    const struct tcs_run_options *options;
    struct tcs_site *site;
    struct tcs_files *files;
    struct tcs_station *station;
    struct tcs_journal *journal;
    FILE *tracks;
    uint64_t ticks;
    uint64_t broken_off; /* files that could not be read to their end */
    uint64_t begun_ns;
    uint64_t shown_ns;
};

static void on_entry(void *context, const struct tcs_entry *entry)
{
    struct files_run *run = context;

    if (run->journal != NULL)
        tcs_journal_put(run->journal, entry);
    if (run->tracks != NULL)
        tcs_tracks_file_put(run->tracks, run->site, entry);
}

static void say(const char *text)
{
    fprintf(stderr, "tocsin: %s\n", text);
}

static bool step(struct files_run *run, const struct tcs_event *event)
{
    const enum tcs_status status = tcs_station_step(run->station, event);

    if (status != TCS_OK)
        say(tcs_status_text(status));
    return status == TCS_OK;
}

/* Time passes up to `until` in ticks. */
static bool tick_to(struct files_run *run, struct tcs_time until)
{
    struct tcs_time now = tcs_engine_now(tcs_station_engine(run->station));
    const struct tcs_time begin = now;
    const bool silence = tcs_time_since(until, begin).ns > SILENCE_NS + SILENCE_END_NS;
    const struct tcs_time resume =
        tcs_time_add(until, (struct tcs_span) { -SILENCE_END_NS });

    while (tcs_time_since(until, now).ns > TICK_NS) {
        if (silence && tcs_time_since(now, begin).ns >= SILENCE_NS &&
            tcs_time_compare(now, resume) < 0)
            now = resume;
        now = tcs_time_add(now, (struct tcs_span) { TICK_NS });
        const struct tcs_event tick = { .kind = TCS_EVENT_TICK,
                                        .feed = 0xffff,
                                        .sequence = run->ticks++,
                                        .arrival = now };

        if (!step(run, &tick))
            return false;
    }
    return true;
}

static void show_progress(struct files_run *run)
{
    const uint64_t now = uv_hrtime();
    uint64_t done = 0;
    uint64_t all = 0;

    if (!run->options->progress || now - run->shown_ns < PROGRESS_EVERY_NS)
        return;
    run->shown_ns = now;
    tcs_files_progress(run->files, &done, &all);
    fprintf(stderr, "\r%3d %%", all == 0 ? 0 : (int)(100 * done / all));
}

static struct tcs_entry start_entry(struct tcs_time at, const char *text)
{
    return (struct tcs_entry) { .kind = TCS_ENTRY_START,
                                .feed = 0xffff,
                                .arrival = at,
                                .payload = tcs_bytes(text, strlen(text)) };
}

static bool open_record(struct files_run *run, struct tcs_bytes site_text,
                        struct tcs_time start)
{
    struct tcs_record_fault fault = { .text = "" };

    if (run->options->record == NULL)
        return true;
    if (tcs_journal_open(run->options->record, run->site, false, &run->journal, &fault) !=
        TCS_OK) {
        say(fault.text);
        return false;
    }
    if (tcs_journal_counts(run->journal).entries > 0) {
        say("this record has been begun already: files need a record of their own");
        return false;
    }
    char *text = tcs_start_text(site_text, run->site,
                                tcs_engine_state_size(&run->site->engine), false);

    if (text == NULL)
        return false;
    const struct tcs_entry entry = start_entry(start, text);

    tcs_journal_put(run->journal, &entry);
    free(text);
    return true;
}

static bool begin(struct files_run *run, struct tcs_bytes site_text,
                  struct tcs_time start)
{
    const struct tcs_station_hooks hooks = { .context = run, .entry = on_entry };

    if (!open_record(run, site_text, start))
        return false;
    if (run->options->tracks != NULL) {
        run->tracks = fopen(run->options->tracks, "w");
        if (run->tracks == NULL) {
            perror(run->options->tracks);
            return false;
        }
    }
    if (tcs_station_open(run->site, start, NULL, &run->station) != TCS_OK) {
        say("out of memory");
        return false;
    }
    tcs_station_set_hooks(run->station, &hooks);
    return true;
}

static bool feed_all(struct files_run *run, struct tcs_bytes site_text)
{
    char error[TCS_FEED_ERROR_LEN];
    struct tcs_event event;
    enum tcs_status status = TCS_OK;

    while ((status = tcs_files_next(run->files, &event, error)) != TCS_END) {
        if (status != TCS_OK) {
            say(error); /* the other files go on */
            run->broken_off++;
            continue;
        }
        if (run->station == NULL && !begin(run, site_text, event.arrival))
            return false;
        if (!tick_to(run, event.arrival) || !step(run, &event))
            return false;
        show_progress(run);
    }
    if (run->station == NULL) {
        say("the files hold no event at all");
        return false;
    }
    const struct tcs_time end = tcs_engine_now(tcs_station_engine(run->station));

    return tick_to(run, tcs_time_add(end, (struct tcs_span) { TAIL_NS }));
}

static void add_speed(const struct files_run *run, json_t *summary, struct tcs_time start)
{
    const struct tcs_time end = tcs_engine_now(tcs_station_engine(run->station));
    const double event_s = tcs_span_seconds(tcs_time_since(end, start));
    const double wall_s = (double)(uv_hrtime() - run->begun_ns) / 1e9;

    json_object_set_new(summary, "files_broken_off",
                        json_integer((json_int_t)run->broken_off));
    json_object_set_new(summary, "seconds", json_real(event_s));
    json_object_set_new(summary, "faster_than_real_time",
                        json_real(wall_s > 0.0 ? event_s / wall_s : 0.0));
}

static bool end(struct files_run *run)
{
    struct tcs_record_fault fault = { .text = "" };
    bool good = true;

    if (run->station != NULL)
        tcs_station_flush(run->station);
    if (run->journal != NULL) {
        const struct tcs_journal_counts counts = tcs_journal_counts(run->journal);

        if (tcs_journal_close(run->journal, &fault) != TCS_OK || counts.lost > 0) {
            say(fault.text[0] != '\0' ? fault.text : "the record is not whole");
            good = false;
        }
    }
    if (!tcs_tracks_file_close(run->tracks)) {
        perror(run->options->tracks);
        good = false;
    }
    return good;
}

json_t *tcs_run_files(struct tcs_site *site, struct tcs_bytes site_text,
                      const struct tcs_run_options *options)
{
    struct files_run run = { .options = options, .site = site, .begun_ns = uv_hrtime() };
    char error[TCS_FEED_ERROR_LEN];
    json_t *summary = NULL;

    if (tcs_files_open(site, &run.files, error) != TCS_OK) {
        say(error);
        return NULL;
    }
    const bool fed = feed_all(&run, site_text);

    if (options->progress)
        fputs("\r     \r", stderr);
    if (end(&run) && fed) {
        summary = tcs_station_summary(run.station);
        add_speed(&run, summary, tcs_station_start(run.station));
    }
    tcs_station_close(run.station);
    tcs_files_close(run.files);
    return summary;
}
