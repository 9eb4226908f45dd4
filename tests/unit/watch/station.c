/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/station.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "watch/journal.h"
#include "watch/picture.h"
#include "watch/resume.h"
#include "watch/start.h"

static struct tcs_site site;
static struct tcs_config_errors errors;
static uint8_t *text;
static size_t text_len;
static char record[64];

static int load(void **state)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/sites/example/site.yaml", getenv("TOCSIN_SOURCE"));
    CHECK_OK(tcs_site_load(path, &site, &errors, &text, &text_len));
    snprintf(record, sizeof record, "/tmp/tocsin-station-XXXXXX");
    return mkdtemp(record) == NULL;
}

static int unload(void **state)
{
    char command[128];

    free(text);
    snprintf(command, sizeof command, "rm -rf '%s'", record);
    return system(command);
}

static const struct tcs_time begin = { INT64_C(1636239637000000000) };

static struct tcs_time at(int64_t ms)
{
    return tcs_time_add(begin, (struct tcs_span) { ms * 1000000 });
}

/* The i-th event: a bearing of a drone that flies by in the north, 10 m/s, from the two
 * direction finders in turn. */
static struct tcs_event event(unsigned i, char *room, size_t size)
{
    char time[TCS_TIME_TEXT_LEN];
    const struct tcs_time now = at(50 * (int64_t)i);

    tcs_utc_text(tcs_time_to_utc(&site.engine.leap, now), time);
    const double east_m = -500.0 + 0.5 * (i % 2000);
    const double azimuth_rad =
        i % 2 == 0 ? atan2(east_m + 450.0, 550.0) : atan2(east_m - 420.0, 520.0);
    const int len = snprintf(room, size,
                             "{\"sensor\":\"df-%s\",\"time\":\"%s\",\"bearings\":["
                             "{\"azimuth_deg\":%.2f}]}\n",
                             i % 2 == 0 ? "west" : "east", time,
                             fmod(azimuth_rad / TCS_RAD_PER_DEG + 360.0, 360.0));

    return (struct tcs_event) { .kind = TCS_EVENT_BYTES,
                                .feed = 1,
                                .sequence = i,
                                .arrival = now,
                                .payload = tcs_bytes(room, (size_t)len) };
}

static void put_entry(void *context, const struct tcs_entry *entry)
{
    tcs_journal_put(context, entry);
}

static void feed(struct tcs_station *station, unsigned from, unsigned to)
{
    char room[256];

    for (unsigned i = from; i < to; i++) {
        const struct tcs_event next = event(i, room, sizeof room);

        CHECK_OK(tcs_station_step(station, &next));
    }
}

static struct tcs_digest state_digest(struct tcs_station *station)
{
    const struct tcs_engine *engine = tcs_station_engine(station);

    return tcs_digest_chain((struct tcs_digest) { 0, 0 }, engine->state,
                            engine->state_size);
}

static struct tcs_journal *open_journal(struct tcs_station *station, bool threaded,
                                        bool resumed)
{
    struct tcs_journal *journal = NULL;
    struct tcs_record_fault fault;

    CHECK_OK(tcs_journal_open(record, &site, threaded, &journal, &fault));
    char *start = tcs_start_text(tcs_bytes(text, text_len), &site,
                                 tcs_engine_state_size(&site.engine), resumed);
    const struct tcs_entry entry = { .kind = TCS_ENTRY_START,
                                     .feed = 0xffff,
                                     .arrival = tcs_station_start(station),
                                     .payload = tcs_bytes(start, strlen(start)) };
    const struct tcs_station_hooks hooks = { .context = journal, .entry = put_entry };

    tcs_journal_put(journal, &entry);
    tcs_station_set_hooks(station, &hooks);
    free(start);
    return journal;
}

static void close_journal(struct tcs_journal *journal)
{
    struct tcs_record_fault fault;

    CHECK_OK(tcs_journal_close(journal, &fault));
}

static struct tcs_station *resume(struct tcs_resume_report *report)
{
    struct tcs_station *station = NULL;
    struct tcs_record_fault fault = { .text = "" };

    CHECK_OK(tcs_resume(record, tcs_bytes(text, text_len), &site, begin, &station, report,
                        &fault));
    return station;
}

/* Three runs in one record: from nothing; from its events alone, as after a crash before
 * the first state was written; and from a state. Each ends with the state of one run
 * through. */
static void a_run_goes_on_where_its_record_ends(void **state)
{
    struct tcs_resume_report report;
    struct tcs_station *through = NULL;
    struct tcs_station *station = resume(&report);

    CHECK(!report.resumed && !report.config_changed);
    CHECK_OK(tcs_station_open(&site, begin, NULL, &through));
    struct tcs_journal *journal = open_journal(station, false, false);

    feed(station, 0, 100);
    feed(through, 0, 100);
    close_journal(journal);
    tcs_station_close(station);

    station = resume(&report);
    CHECK(report.resumed);
    CHECK_INT(report.events, 100);
    CHECK(tcs_digest_equal(state_digest(station), state_digest(through)));
    journal = open_journal(station, true, true);
    feed(station, 100, 2000); /* 95 s: states are written on the way */
    feed(through, 100, 2000);
    close_journal(journal);
    tcs_station_close(station);

    station = resume(&report);
    CHECK(report.resumed && report.events > 0 && report.events < 1900);
    CHECK(tcs_digest_equal(state_digest(station), state_digest(through)));
    CHECK(tcs_time_compare(report.until, at(50 * 1999)) == 0);
    tcs_station_close(station);
    tcs_station_close(through);
}

static void another_configuration_begins_anew(void **state)
{
    struct tcs_resume_report report;
    struct tcs_station *station = NULL;
    struct tcs_record_fault fault = { .text = "" };

    text[text_len - 1] = ' ';
    CHECK_OK(tcs_resume(record, tcs_bytes(text, text_len), &site, begin, &station,
                        &report, &fault));
    text[text_len - 1] = '\n';
    CHECK(!report.resumed && report.config_changed);
    CHECK_INT(tcs_engine_now(tcs_station_engine(station)).tai_ns == begin.tai_ns, 1);
    tcs_station_close(station);
}

static void a_start_entry_tells_all_that_a_replay_needs(void **state)
{
    char *payload = tcs_start_text(tcs_bytes(text, text_len), &site, 1234, true);
    struct tcs_start start;

    assert_non_null(payload);
    CHECK_OK(tcs_start_read(tcs_bytes(payload, strlen(payload)), &start));
    CHECK(start.resume && start.state_size == 1234 && start.layout == TCS_ENGINE_LAYOUT);
    CHECK(strlen(start.site_text) == text_len &&
          memcmp(start.site_text, text, text_len) == 0);
    CHECK_INT(start.leap.count, site.engine.leap.count);
    CHECK(start.leap.rows[3].utc_s == site.engine.leap.rows[3].utc_s);
    CHECK(tcs_digest_equal(
        start.config, tcs_start_config(tcs_bytes(text, text_len), &site.engine.leap)));
    free(start.site_text);
    CHECK_INT(tcs_start_read(tcs_bytes(payload, strlen(payload) - 1), &start),
              TCS_E_DAMAGED);
    CHECK_INT(tcs_start_read(tcs_bytes("{}", 2), &start), TCS_E_DAMAGED);
    free(payload);
}

/* What the hooks of a station have said. */
struct heard {
    struct tcs_track_view tracks[64];
    size_t expected; /* of the picture... */
    size_t count;    /* ...and how many of its rows have come */
    size_t pictures;
    size_t whole;
    size_t entries;     /* pictures for the record... */
    size_t with_tracks; /* ...and how many of those there was something in */
};

static void hear_picture(void *context, const struct tcs_output *output)
{
    struct heard *heard = context;

    CHECK_INT(heard->count, heard->expected); /* all of the one before */
    heard->expected = output->track_count;
    heard->count = 0;
    heard->pictures++;
}

static void hear_rows(void *context, const struct tcs_track_view *tracks, size_t first,
                      size_t count)
{
    struct heard *heard = context;

    CHECK_INT(first, heard->count);
    CHECK(first + count <= heard->expected && heard->expected <= 64);
    memcpy(heard->tracks + first, tracks + first, count * sizeof *tracks);
    heard->count += count;
    heard->whole += heard->count == heard->expected;
}

static void hear_entry(void *context, const struct tcs_entry *entry)
{
    struct heard *heard = context;

    if (entry->kind != TCS_ENTRY_TRACKS)
        return;
    heard->entries++;
    const struct tcs_view_picture all = { heard->tracks, heard->count, NULL, 0 };
    struct tcs_packing packing = { .data = NULL };

    CHECK_INT(heard->count, heard->expected);
    CHECK(tcs_packing_begin(&packing, &all));
    tcs_packing_rows(&packing, heard->tracks, 0, heard->count);
    CHECK(entry->payload.len >= packing.len); /* there may be threats */
    CHECK(memcmp(entry->payload.data, packing.data, packing.len) == 0);
    tcs_packing_free(&packing);
    heard->with_tracks += heard->count > 0;
}

/* Also of one that nobody comes for before the next is there. */
static void the_tracks_of_every_picture_go_out(void **state)
{
    struct tcs_station *station = NULL;
    struct heard heard = { .count = 0 };
    const struct tcs_station_hooks hooks = {
        .context = &heard, .entry = hear_entry, .picture = hear_picture, .rows = hear_rows
    };

    CHECK_OK(tcs_station_open(&site, begin, NULL, &station));
    tcs_station_set_hooks(station, &hooks);
    for (unsigned i = 0; i < 600; i++) {
        feed(station, i, i + 1);
        if (i % 3 == 0)
            while (tcs_station_has_more(station))
                tcs_station_hand_on(station);
    }
    tcs_station_flush(station);
    CHECK(!tcs_station_has_more(station));
    CHECK(heard.pictures > 400 && heard.whole == heard.pictures);
    CHECK(heard.entries >= 29 && heard.entries <= 31); /* in 30 s */
    CHECK(heard.with_tracks > 20);
    tcs_station_close(station);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_goes_on_where_its_record_ends),
        cmocka_unit_test(another_configuration_begins_anew),
        cmocka_unit_test(a_start_entry_tells_all_that_a_replay_needs),
        cmocka_unit_test(the_tracks_of_every_picture_go_out),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
