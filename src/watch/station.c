/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/station.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "view/view.h"
#include "watch/blocks.h"
#include "watch/history.h"
#include "watch/memory.h"
#include "watch/picture.h"

enum {
    DIGESTS_MAX = 4096, /* steps whose digests go into one entry */
    DIGEST_LEN = 16,
    SHARE = 64, /* rows of a picture: 0.03 ms and more */
    TIMINGS = 1000,
};

static const int64_t PICTURE_EVERY_NS = TCS_NS_PER_S;
static const int64_t DIGESTS_EVERY_NS = TCS_NS_PER_S;
static const int64_t STATE_EVERY_NS = 60 * TCS_NS_PER_S;

struct tcs_station {
    struct tcs_site *site;
    struct tcs_engine engine;
    struct tcs_station_hooks hooks;
    struct tcs_output output;
    struct tcs_history *history;
    /* The picture that is being handed on; its rows stay as they are in the engine until
     * the step after the one that shows the next. */
    const struct tcs_track_view *rows;
    size_t row_count;
    size_t handed;
    bool has_more;
    struct tcs_time rows_at;
    struct tcs_packing packing; /* for the record... */
    bool is_packing;            /* ...where it is due */
    void *memory;
    uint8_t *entry; /* where an entry with the state is put together */

    uint8_t digests[8 + DIGESTS_MAX * DIGEST_LEN];
    uint32_t digest_count;
    uint64_t sequence; /* of our own entries */
    struct tcs_time start;
    struct tcs_time digests_at;
    struct tcs_time picture_at;
    struct tcs_time state_at;

    float timings_us[TIMINGS];
    uint32_t timing_count;
};

static size_t aligned(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

enum tcs_status tcs_station_open(struct tcs_site *site, struct tcs_time start,
                                 const void *restore, struct tcs_station **ret_station)
{
    struct tcs_station *station = calloc(1, sizeof *station);

    if (station == NULL)
        return TCS_E_MEMORY;
    const size_t state = aligned(tcs_engine_state_size(&site->engine));
    const size_t scratch = aligned(tcs_engine_scratch_size(&site->engine));

    station->site = site;
    station->memory = tcs_memory(state + scratch);
    station->entry = malloc(8 + tcs_blocks_bound(state));
    if (station->memory == NULL || station->entry == NULL ||
        tcs_history_open(&station->history) != TCS_OK) {
        tcs_station_close(station);
        return TCS_E_MEMORY;
    }
    tcs_engine_init(&station->engine, &site->engine, station->memory,
                    (uint8_t *)station->memory + state, start, restore);
    station->start = station->digests_at = station->picture_at = station->state_at =
        tcs_engine_now(&station->engine);
    *ret_station = station;
    return TCS_OK;
}

void tcs_station_make_ready(struct tcs_station *station)
{
    const struct tcs_engine *engine = &station->engine;

    tcs_memory_ready(engine->state, engine->state_size);
    tcs_memory_ready(engine->scratch, tcs_engine_scratch_soon(engine->config));
    tcs_memory_ready(station->entry, 8 + tcs_blocks_bound(engine->state_size));
}

void tcs_station_close(struct tcs_station *station)
{
    if (station == NULL)
        return;
    tcs_history_close(station->history);
    tcs_packing_free(&station->packing);
    free(station->entry);
    free(station->memory);
    free(station);
}

static void put_entry_of(struct tcs_station *station, uint16_t kind, struct tcs_time at,
                         struct tcs_bytes payload)
{
    const struct tcs_entry entry = { .kind = kind,
                                     .feed = 0xffff,
                                     .sequence = station->sequence++,
                                     .arrival = at,
                                     .payload = payload };

    station->hooks.entry(station->hooks.context, &entry);
}

static void put_entry(struct tcs_station *station, uint16_t kind,
                      struct tcs_bytes payload)
{
    put_entry_of(station, kind, tcs_engine_now(&station->engine), payload);
}

static void put_json(struct tcs_station *station, uint16_t kind, json_t *value)
{
    char *text = tcs_view_text(value);

    if (text != NULL)
        put_entry(station, kind, tcs_bytes(text, strlen(text)));
    free(text);
}

static void write_digest(struct tcs_writer *w, struct tcs_digest digest)
{
    tcs_write_be(w, digest.high, 8);
    tcs_write_be(w, digest.low, 8);
}

static void put_digests(struct tcs_station *station)
{
    if (station->digest_count == 0)
        return;
    const size_t len = 8 + (size_t)station->digest_count * DIGEST_LEN;

    put_entry(station, TCS_ENTRY_DIGESTS, tcs_bytes(station->digests, len));
    station->digest_count = 0;
    station->digests_at = tcs_engine_now(&station->engine);
}

static void note_digest(struct tcs_station *station)
{
    const struct tcs_output *output = &station->output;
    struct tcs_writer w = tcs_writer(station->digests, 8);

    if (station->digest_count == 0)
        tcs_write_be(&w, output->step, 8);
    w = tcs_writer(station->digests + 8 + station->digest_count * DIGEST_LEN, DIGEST_LEN);
    write_digest(&w, output->digest);
    station->digest_count++;
}

static void put_state_digest(struct tcs_station *station)
{
    uint8_t payload[8 + DIGEST_LEN];
    struct tcs_writer w = tcs_writer(payload, sizeof payload);

    tcs_write_be(&w, station->output.step, 8);
    write_digest(&w, station->output.state_digest);
    put_entry(station, TCS_ENTRY_STATE_DIGEST, tcs_written(&w));
}

static void put_state(struct tcs_station *station)
{
    const struct tcs_bytes state =
        tcs_bytes(station->engine.state, station->engine.state_size);
    struct tcs_writer w = tcs_writer(station->entry, 8);

    tcs_write_be(&w, station->output.step, 8);
    const size_t len = tcs_blocks_pack(state, station->entry + 8);

    put_entry(station, TCS_ENTRY_STATE, tcs_bytes(station->entry, 8 + len));
    station->state_at = tcs_engine_now(&station->engine);
}

static bool due(struct tcs_time now, struct tcs_time last, int64_t every_ns)
{
    return tcs_time_since(now, last).ns >= every_ns;
}

/* --- a picture, in shares --- */

static void hand_on(struct tcs_station *station, size_t most)
{
    const size_t left = station->row_count - station->handed;
    const size_t count = left < most ? left : most;
    const size_t first = station->handed;

    station->handed += count;
    station->has_more = station->handed < station->row_count;
    tcs_history_tracks_seen(station->history, station->rows + first, count);
    if (station->hooks.rows != NULL)
        station->hooks.rows(station->hooks.context, station->rows, first, count);
    if (!station->is_packing)
        return;
    tcs_packing_rows(&station->packing, station->rows, first, count);
    if (station->has_more)
        return;
    station->is_packing = false;
    put_entry_of(station, TCS_ENTRY_TRACKS, station->rows_at,
                 tcs_bytes(station->packing.data, station->packing.len));
}

static void begin_picture(struct tcs_station *station)
{
    const struct tcs_output *output = &station->output;
    const struct tcs_view_picture picture = { output->tracks, output->track_count,
                                              output->threats, output->threat_count };
    const struct tcs_time now = tcs_engine_now(&station->engine);

    if (tcs_station_has_more(station))
        hand_on(station, SIZE_MAX);
    station->rows = output->tracks;
    station->row_count = output->track_count;
    station->handed = 0;
    station->has_more = true;
    station->rows_at = now;
    if (station->hooks.picture != NULL)
        station->hooks.picture(station->hooks.context, output);
    if (station->hooks.entry == NULL || !due(now, station->picture_at, PICTURE_EVERY_NS))
        return;
    station->is_packing = tcs_packing_begin(&station->packing, &picture);
    if (station->is_packing) /* or there is no memory now: the next one is tried */
        station->picture_at = now;
}

void tcs_station_hand_on(struct tcs_station *station)
{
    hand_on(station, SHARE);
}

bool tcs_station_has_more(const struct tcs_station *station)
{
    return station->has_more;
}

/* The input first, then what followed from it. */
static void put_entries(struct tcs_station *station, const struct tcs_event *event)
{
    const struct tcs_output *output = &station->output;
    const struct tcs_time now = tcs_engine_now(&station->engine);
    const struct tcs_entry input = { .kind = event->kind,
                                     .feed = event->feed,
                                     .sequence = event->sequence,
                                     .arrival = event->arrival,
                                     .payload = event->payload };

    station->hooks.entry(station->hooks.context, &input);
    note_digest(station);
    for (size_t i = 0; i < output->change_count; i++)
        put_json(station, TCS_ENTRY_ALARM,
                 tcs_view_alarm_change(station->site, now, &output->changes[i]));
    if (station->digest_count == DIGESTS_MAX ||
        due(now, station->digests_at, DIGESTS_EVERY_NS))
        put_digests(station);
    if (output->has_state_digest)
        put_state_digest(station);
    if (due(now, station->state_at, STATE_EVERY_NS))
        put_state(station);
}

void tcs_station_set_hooks(struct tcs_station *station,
                           const struct tcs_station_hooks *hooks)
{
    if (tcs_station_has_more(station))
        hand_on(station, SIZE_MAX);
    station->hooks = *hooks;
    station->digest_count = 0;
}

static double now_us(void)
{
    struct timespec now = { 0, 0 };

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

enum tcs_status tcs_station_step(struct tcs_station *station,
                                 const struct tcs_event *event)
{
    const double begin_us = now_us();
    const enum tcs_status status =
        tcs_engine_take(&station->engine, event, &station->output);

    if (status != TCS_OK)
        return status;
    if (station->hooks.taken != NULL)
        station->hooks.taken(station->hooks.context, event);
    tcs_engine_proceed(&station->engine, &station->output);
    station->timings_us[station->timing_count++ % TIMINGS] = (float)(now_us() - begin_us);
    if (station->hooks.output != NULL)
        station->hooks.output(station->hooks.context, event, &station->output);
    tcs_history_alarms_changed(station->history, station->output.changes,
                               station->output.change_count);
    if (station->hooks.entry != NULL)
        put_entries(station, event);
    if (station->output.picture_new)
        begin_picture(station);
    return TCS_OK;
}

void tcs_station_flush(struct tcs_station *station)
{
    if (tcs_station_has_more(station))
        hand_on(station, SIZE_MAX);
    if (station->hooks.entry == NULL)
        return;
    put_digests(station);
    put_state(station);
}

struct tcs_engine *tcs_station_engine(struct tcs_station *station)
{
    return &station->engine;
}

struct tcs_time tcs_station_start(const struct tcs_station *station)
{
    return station->start;
}

static int compare_floats(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;

    return (x > y) - (x < y);
}

double tcs_station_step_us_p99(const struct tcs_station *station)
{
    float sorted[TIMINGS];

    if (station->timing_count < TIMINGS)
        return -1.0;
    memcpy(sorted, station->timings_us, sizeof sorted);
    qsort(sorted, TIMINGS, sizeof sorted[0], compare_floats);
    return (double)sorted[TIMINGS * 99 / 100];
}

static json_t *feed_summaries(const struct tcs_station *station)
{
    json_t *rows = json_array();

    for (uint32_t i = 0; i < station->site->engine.feed_count; i++) {
        const struct tcs_feed_counts *c = tcs_engine_feed_counts(&station->engine, i);

        json_array_append_new(
            rows,
            json_pack("{s:s,s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "id",
                      station->site->engine.feeds[i].name, "events",
                      (json_int_t)c->events, "octets", (json_int_t)c->octets, "records",
                      (json_int_t)c->records, "looks", (json_int_t)c->looks, "damaged",
                      (json_int_t)c->damaged, "foreign", (json_int_t)c->foreign,
                      "impossible", (json_int_t)c->impossible, "unmapped",
                      (json_int_t)c->unmapped));
    }
    return rows;
}

json_t *tcs_station_summary(const struct tcs_station *station)
{
    char digest[TCS_DIGEST_TEXT_LEN];
    const struct tcs_geodetic *origin = &station->site->engine.frame.origin;

    tcs_digest_text(station->output.digest, digest);
    return json_pack("{s:s,s:[f,f,f],s:I,s:s,s:o,s:o,s:o,s:o}", "site",
                     station->site->name, "origin", origin->lat_rad / TCS_RAD_PER_DEG,
                     origin->lon_rad / TCS_RAD_PER_DEG, origin->height_m, "steps",
                     (json_int_t)station->output.step, "digest", digest,
                     "first_detection",
                     tcs_view_time(station->site, tcs_history_first(station->history)),
                     "tracks", tcs_history_tracks(station->history, station->site),
                     "alarms", tcs_history_alarms(station->history, station->site),
                     "feeds", feed_summaries(station));
}
