/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds the events of a record to the engine again, and compares what it says now with
 * what it said then. */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "config/site.h"
#include "engine/engine.h"
#include "num/elem.h"
#include "record/record.h"
#include "watch/journal.h"
#include "watch/start.h"

static const char help[] =
    "usage: tocsin replay RECORD [--verify] [--speed X]\n"
    "\n"
    "Feeds the recorded events to the engine again, under the recorded site file. "
    "Prints\n"
    "one JSON object.\n"
    "\n"
    "  --verify    compare every step and state with the digests in the record; the "
    "first\n"
    "              step that differs is named\n"
    "  --speed X   X times real time (1: as it was); without it, as fast as it goes\n"
    "\n"
    "Exit: 0 good, 1 something differs or the record is damaged, 2 wrong use,\n"
    "3 unreadable. Whether the record itself is genuine tells 'tocsin verify'.\n";

/* Digests wait for the entries that they are compared with, which come a second later. */
enum { KEPT = 1 << 16, TEXT_LEN = 256, FAULT_LEN = TEXT_LEN + 64 };

struct replay {
    const char *path;
    bool verify;
    double speed; /* 0: as fast as it goes */
    struct tcs_record_reader *reader;
    uint64_t entry; /* number of the one being taken */

    struct tcs_site *site;
    struct tcs_engine engine;
    void *memory;             /* of the engine; NULL: none yet */
    struct tcs_digest config; /* of the site that it runs under */
    bool in_step;             /* no event is missing since the engine's state was known */
    uint64_t oldest;          /* step whose digest is the first in `kept` */
    uint64_t step;            /* the last one */
    struct tcs_digest *kept;  /* [step % KEPT] */
    struct tcs_digest state_digest;
    uint64_t state_digest_step;
    struct tcs_digest digest;

    struct timespec began;
    struct timespec run_began;
    struct tcs_time first; /* event of this run */
    struct tcs_time last;
    bool any; /* event in this run */

    uint64_t entries, runs, events, refused, withdrawn, gaps, restored;
    uint64_t steps, steps_compared, states_compared;
    uint64_t confirmed, raised, take_cover;
    double event_s;
    bool elem_differs;
    bool differs;
    uint64_t differs_step;
    char fault[FAULT_LEN];
};

static double seconds_since(const struct timespec *began)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) +
           (double)(now.tv_nsec - began->tv_nsec) * 1e-9;
}

/* ---- engines ---- */

/* Adds up what the engine that ends here has seen. */
static void leave_engine(struct replay *replay)
{
    if (replay->memory == NULL)
        return;
    replay->confirmed += tcs_engine_tracker_counts(&replay->engine).confirmed;
    free(replay->memory);
    replay->memory = NULL;
}

static void leave_run(struct replay *replay)
{
    if (replay->any)
        replay->event_s += tcs_span_seconds(tcs_time_since(replay->last, replay->first));
    replay->any = false;
}

static enum tcs_status fail(struct replay *replay, const char *text)
{
    (void)snprintf(replay->fault, sizeof replay->fault, "entry %" PRIu64 ": %s",
                   replay->entry, text);
    return TCS_E_MISMATCH;
}

static enum tcs_status parse_site(struct replay *replay, const struct tcs_start *start)
{
    struct tcs_config_errors *errors = calloc(1, sizeof *errors);
    enum tcs_status status = TCS_E_MEMORY;

    if (errors != NULL)
        status =
            tcs_site_parse(tcs_text_bytes(start->site_text), ".", replay->site, errors);
    free(errors);
    if (status == TCS_E_DAMAGED)
        return fail(replay, "this program does not take the recorded site file");
    replay->site->engine.leap = start->leap;
    return status;
}

static enum tcs_status new_engine(struct replay *replay, const struct tcs_start *start,
                                  struct tcs_time at)
{
    leave_engine(replay);
    const enum tcs_status status = parse_site(replay, start);

    if (status != TCS_OK)
        return status;
    const size_t state =
        (tcs_engine_state_size(&replay->site->engine) + 63) & ~(size_t)63;
    const size_t scratch =
        (tcs_engine_scratch_size(&replay->site->engine) + 63) & ~(size_t)63;

    replay->memory = aligned_alloc(64, state + scratch);
    if (replay->memory == NULL)
        return TCS_E_MEMORY;
    tcs_engine_init(&replay->engine, &replay->site->engine, replay->memory,
                    (uint8_t *)replay->memory + state, at, NULL);
    replay->config = start->config;
    replay->in_step = true;
    replay->step = 0;
    replay->oldest = 1;
    replay->state_digest_step = 0;
    return TCS_OK;
}

/* What explains a difference, told before it shows. */
static void compare_programs(struct replay *replay, const struct tcs_start *start)
{
    if (!tcs_digest_equal(start->sleef, tcs_elem_digest())) {
        fprintf(stderr,
                "replay: entry %" PRIu64 ": recorded with SLEEF %s, whose functions give "
                "other bits than SLEEF %s here\n",
                replay->entry, start->sleef_version, tcs_elem_version());
        replay->elem_differs = true;
    }
    if (start->layout != TCS_ENGINE_LAYOUT)
        fprintf(stderr,
                "replay: entry %" PRIu64 ": recorded with engine layout %" PRIu32
                " (%s); this program has %d\n",
                replay->entry, start->layout, start->version, TCS_ENGINE_LAYOUT);
}

static enum tcs_status take_start(struct replay *replay, const struct tcs_entry *entry)
{
    struct tcs_start start;
    enum tcs_status status = TCS_OK;

    if (entry->withdrawn || tcs_start_read(entry->payload, &start) != TCS_OK)
        return fail(replay, "the START entry cannot be read");
    leave_run(replay);
    replay->runs++;
    compare_programs(replay, &start);
    if (!start.resume)
        status = new_engine(replay, &start, entry->arrival);
    else if (replay->memory == NULL)
        status = fail(replay, "continues an engine that no entry began");
    else if (!tcs_digest_equal(start.config, replay->config))
        status = fail(replay, "continues the engine under another site file");
    free(start.site_text);
    return status;
}

/* ---- events ---- */

static void keep_pace(struct replay *replay, struct tcs_time arrival)
{
    if (!replay->any) {
        replay->any = true;
        replay->first = arrival;
        (void)clock_gettime(CLOCK_MONOTONIC, &replay->run_began);
    }
    replay->last = arrival;
    if (replay->speed <= 0.0)
        return;
    const double due =
        tcs_span_seconds(tcs_time_since(arrival, replay->first)) / replay->speed;
    const double wait = due - seconds_since(&replay->run_began);

    if (wait > 0.0) {
        const struct timespec pause = { .tv_sec = (time_t)wait,
                                        .tv_nsec =
                                            (long)((wait - (double)(time_t)wait) * 1e9) };

        (void)nanosleep(&pause, NULL);
    }
}

static void count_alarms(struct replay *replay, const struct tcs_output *output)
{
    for (size_t i = 0; i < output->change_count; i++) {
        const struct tcs_alarm_change *change = &output->changes[i];

        if (change->alarm.state != TCS_ALARM_UNACK || change->from == TCS_ALARM_UNACK)
            continue;
        replay->raised++;
        replay->take_cover += change->alarm.kind == TCS_ALARM_TAKE_COVER;
    }
}

static enum tcs_status take_event(struct replay *replay, const struct tcs_entry *entry)
{
    struct tcs_output output;
    const struct tcs_event event = { .kind = entry->kind,
                                     .feed = entry->feed,
                                     .sequence = entry->sequence,
                                     .arrival = entry->arrival,
                                     .payload = entry->payload };

    if (replay->memory == NULL)
        return fail(replay, "an event before any START entry");
    replay->events++;
    if (entry->withdrawn) {
        replay->withdrawn++;
        replay->in_step = false;
        return TCS_OK;
    }
    keep_pace(replay, entry->arrival);
    if (tcs_engine_step(&replay->engine, &event, &output) != TCS_OK) {
        replay->refused++;
        return TCS_OK;
    }
    replay->steps++;
    replay->step = output.step;
    replay->digest = output.digest;
    replay->kept[output.step % KEPT] = output.digest;
    if (output.step - replay->oldest >= KEPT)
        replay->oldest = output.step - KEPT + 1;
    if (output.has_state_digest) {
        replay->state_digest = output.state_digest;
        replay->state_digest_step = output.step;
    }
    count_alarms(replay, &output);
    return TCS_OK;
}

/* ---- comparing ---- */

static enum tcs_status differ(struct replay *replay, uint64_t step, const char *what,
                              struct tcs_digest recorded, struct tcs_digest now)
{
    char texts[2][TCS_DIGEST_TEXT_LEN];
    char text[TEXT_LEN];

    tcs_digest_text(recorded, texts[0]);
    tcs_digest_text(now, texts[1]);
    replay->differs = true;
    replay->differs_step = step;
    (void)snprintf(text, sizeof text, "step %" PRIu64 " %s: recorded %s, now %s%s", step,
                   what, texts[0], texts[1],
                   replay->elem_differs ? " (the elementary functions differ)" : "");
    return fail(replay, text);
}

static struct tcs_digest read_digest(struct tcs_reader *r)
{
    struct tcs_digest digest;

    digest.high = tcs_read_be(r, 8);
    digest.low = tcs_read_be(r, 8);
    return digest;
}

static enum tcs_status compare_steps(struct replay *replay, struct tcs_bytes payload)
{
    struct tcs_reader r = tcs_reader(payload);
    uint64_t step = tcs_read_be(&r, 8);

    if (r.failed || tcs_reader_left(&r) % 16 != 0)
        return fail(replay, "not an entry of digests");
    for (; tcs_reader_left(&r) > 0; step++) {
        const struct tcs_digest recorded = read_digest(&r);

        if (step > replay->step)
            return fail(replay, "tells of a step that no event made");
        if (step < replay->oldest)
            continue; /* before the state that was last restored */
        if (!tcs_digest_equal(recorded, replay->kept[step % KEPT]))
            return differ(replay, step, "differs", recorded, replay->kept[step % KEPT]);
        replay->steps_compared++;
    }
    return TCS_OK;
}

static enum tcs_status compare_state_digest(struct replay *replay,
                                            struct tcs_bytes payload)
{
    struct tcs_reader r = tcs_reader(payload);
    const uint64_t step = tcs_read_be(&r, 8);
    const struct tcs_digest recorded = read_digest(&r);

    if (r.failed || tcs_reader_left(&r) != 0)
        return fail(replay, "not an entry of a state's digest");
    if (step != replay->state_digest_step)
        return fail(replay, "tells of the state after another step");
    if (!tcs_digest_equal(recorded, replay->state_digest))
        return differ(replay, step, "leaves another state", recorded,
                      replay->state_digest);
    replay->states_compared++;
    return TCS_OK;
}

/* A whole state: compared, or, after events that are missing, gone on from. */
static enum tcs_status take_state(struct replay *replay, struct tcs_bytes payload)
{
    uint64_t step = 0;
    uint8_t *state = NULL;
    size_t len = 0;
    const struct tcs_digest none = { 0, 0 };
    enum tcs_status status = tcs_journal_unpack_state(payload, &step, &state, &len);

    if (status != TCS_OK)
        return fail(replay, "the state cannot be unpacked");
    if (len != replay->engine.state_size) {
        status = fail(replay, "the state has another size than this program's");
    } else if (!replay->in_step) {
        tcs_engine_init(&replay->engine, &replay->site->engine, replay->memory,
                        replay->engine.scratch, replay->last, state);
        replay->in_step = true;
        replay->restored++;
        replay->step = step;
        replay->oldest = step + 1;
    } else if (replay->verify && memcmp(state, replay->engine.state, len) != 0) {
        status = differ(replay, replay->step, "leaves another state",
                        tcs_digest_chain(none, state, len),
                        tcs_digest_chain(none, replay->engine.state, len));
    } else if (replay->verify) {
        replay->states_compared++;
    }
    free(state);
    return status;
}

static enum tcs_status take_entry(struct replay *replay, const struct tcs_entry *entry)
{
    const bool compare = replay->verify && replay->in_step && !entry->withdrawn;

    if (entry->kind == TCS_ENTRY_START)
        return take_start(replay, entry);
    if (entry->kind >= TCS_EVENT_BYTES && entry->kind <= TCS_EVENT_CLOCK_STEP)
        return take_event(replay, entry);
    if (entry->kind == TCS_ENTRY_GAP) {
        replay->gaps++;
        replay->in_step = false;
    }
    if (entry->kind == TCS_ENTRY_DIGESTS && compare)
        return compare_steps(replay, entry->payload);
    if (entry->kind == TCS_ENTRY_STATE_DIGEST && compare)
        return compare_state_digest(replay, entry->payload);
    if (entry->kind == TCS_ENTRY_STATE && !entry->withdrawn && replay->memory != NULL)
        return take_state(replay, entry->payload);
    return TCS_OK;
}

static enum tcs_status take_all(struct replay *replay)
{
    struct tcs_record_fault fault = { .text = "" };
    struct tcs_entry entry;
    enum tcs_status status = tcs_record_read_open(replay->path, &replay->reader, &fault);

    (void)clock_gettime(CLOCK_MONOTONIC, &replay->began);
    for (; status == TCS_OK; replay->entry++) {
        status = tcs_record_next(replay->reader, &entry, &fault);
        if (status == TCS_OK)
            status = take_entry(replay, &entry);
        replay->entries += status == TCS_OK;
    }
    if (status != TCS_END && replay->fault[0] == '\0')
        (void)snprintf(replay->fault, sizeof replay->fault, "%s",
                       fault.text[0] != '\0' ? fault.text : tcs_status_text(status));
    return status == TCS_END ? TCS_OK : status;
}

/* ---- the command ---- */

static bool print_summary(struct replay *replay, bool good)
{
    static struct tcs_json json;
    char digest[TCS_DIGEST_TEXT_LEN];
    const double wall_s = seconds_since(&replay->began);

    tcs_digest_text(replay->digest, digest);
    tcs_json_init(&json, stdout);
    tcs_json_object(&json, NULL);
    tcs_json_text(&json, "record", replay->path);
    tcs_json_bool(&json, "ok", good);
    tcs_json_bool(&json, "verified", good && replay->verify);
    tcs_json_uint(&json, "entries", replay->entries);
    tcs_json_uint(&json, "runs", replay->runs);
    tcs_json_uint(&json, "events", replay->events);
    tcs_json_uint(&json, "refused", replay->refused);
    tcs_json_uint(&json, "steps", replay->steps);
    tcs_json_uint(&json, "steps_compared", replay->steps_compared);
    tcs_json_uint(&json, "states_compared", replay->states_compared);
    tcs_json_uint(&json, "gaps", replay->gaps);
    tcs_json_uint(&json, "withdrawn", replay->withdrawn);
    tcs_json_uint(&json, "restored", replay->restored);
    tcs_json_uint(&json, "tracks_confirmed", replay->confirmed);
    tcs_json_uint(&json, "alarms", replay->raised);
    tcs_json_uint(&json, "take_cover", replay->take_cover);
    tcs_json_text(&json, "digest", digest);
    tcs_json_bool(&json, "elem_equal", !replay->elem_differs);
    tcs_json_double(&json, "seconds", replay->event_s);
    tcs_json_double(&json, "wall_s", wall_s);
    tcs_json_double(&json, "faster_than_real_time",
                    wall_s > 0.0 ? replay->event_s / wall_s : 0.0);
    if (replay->differs)
        tcs_json_uint(&json, "first_different_step", replay->differs_step);
    if (!good)
        tcs_json_text(&json, "fault", replay->fault);
    tcs_json_end(&json);
    tcs_json_line(&json);
    return tcs_json_flush(&json);
}

static int run(struct replay *replay)
{
    enum tcs_status status = TCS_E_MEMORY;

    replay->site = calloc(1, sizeof *replay->site);
    replay->kept = calloc(KEPT, sizeof *replay->kept);
    if (replay->site != NULL && replay->kept != NULL)
        status = take_all(replay);
    leave_run(replay);
    leave_engine(replay);
    tcs_record_read_close(replay->reader);
    free(replay->site);
    free(replay->kept);
    if (status != TCS_OK)
        fprintf(stderr, "replay: %s\n", replay->fault);
    if (!print_summary(replay, status == TCS_OK))
        return TCS_EXIT_IO;
    if (status == TCS_OK)
        return TCS_EXIT_GOOD;
    return status == TCS_E_MISMATCH || status == TCS_E_DAMAGED ? TCS_EXIT_BAD
                                                               : TCS_EXIT_IO;
}

int tcs_cmd_replay(int argc, char **argv)
{
    static const struct option options[] = {
        { "help", no_argument, NULL, 'h' },
        { "verify", no_argument, NULL, 'v' },
        { "speed", required_argument, NULL, 's' },
        { NULL, 0, NULL, 0 },
    };
    struct replay replay = { 0 };
    int option = 0;

    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (option == 'v') {
            replay.verify = true;
        } else if (option != 's' ||
                   tcs_text_double(tcs_text_bytes(optarg), &replay.speed) != TCS_OK ||
                   replay.speed <= 0.0) {
            return tcs_cli_wrong("replay",
                                 option == 's' ? "--speed takes a number above 0" : NULL);
        }
    }
    if (optind != argc - 1)
        return tcs_cli_wrong("replay", "takes one record");
    replay.path = argv[optind];
    return run(&replay);
}
