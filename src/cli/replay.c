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
#include "cli/key.h"
#include "cli/rerun.h"
#include "watch/journal.h"

static const char help[] =
    "usage: tocsin replay RECORD [--verify] [--key KEY] [--speed X]\n"
    "\n"
    "Feeds the recorded events to the engine again, under the recorded site file. "
    "Prints\n"
    "one JSON object.\n"
    "\n"
    "  --verify    check the record as 'tocsin verify' does, then compare every step "
    "and\n"
    "              state with the digests in it; the first step that differs is named\n"
    "  --key KEY   the public key to trust, as for 'tocsin verify', which is done "
    "first.\n"
    "              Where events are missing, it is then gone on from the next state in\n"
    "              the record; without a key, what comes after is not compared\n"
    "  --speed X   X times real time (1: as it was); without it, as fast as it goes\n"
    "\n"
    "Exit: 0 good, 1 something differs or the record is damaged, 2 wrong use,\n"
    "3 unreadable. Without a key a record that somebody has made anew is not found "
    "out.\n";

/* Digests wait for the entries that they are compared with, which come a second later. */
enum { KEPT = 1 << 16 };

struct replay {
    struct rerun rerun;
    bool verify;
    char *key;               /* NULL: none is trusted */
    double speed;            /* 0: as fast as it goes */
    uint64_t oldest;         /* step whose digest is the first in `kept` */
    struct tcs_digest *kept; /* [step % KEPT] */
    struct tcs_digest state_digest;
    uint64_t state_digest_step;
    struct tcs_digest digest;
    struct timespec began;
    struct timespec run_began;
    uint64_t steps_compared, states_compared;
    uint64_t raised, take_cover;
    bool differs;
    uint64_t differs_step;
};

static double seconds_since(const struct timespec *began)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) +
           (double)(now.tv_nsec - began->tv_nsec) * 1e-9;
}

/* ---- events ---- */

static enum tcs_status take_begun(void *context, struct rerun *rerun)
{
    struct replay *replay = context;

    (void)rerun;
    replay->oldest = 1;
    replay->state_digest_step = 0;
    return TCS_OK;
}

static void take_restored(void *context, struct rerun *rerun)
{
    ((struct replay *)context)->oldest = rerun->step + 1;
}

static enum tcs_status keep_pace(void *context, struct rerun *rerun,
                                 const struct tcs_event *event)
{
    struct replay *replay = context;

    if (replay->speed <= 0.0)
        return TCS_OK;
    if (tcs_time_compare(event->arrival, rerun->first) == 0)
        (void)clock_gettime(CLOCK_MONOTONIC, &replay->run_began);
    const double due =
        tcs_span_seconds(tcs_time_since(event->arrival, rerun->first)) / replay->speed;
    const double wait = due - seconds_since(&replay->run_began);

    if (wait > 0.0) {
        const struct timespec pause = { .tv_sec = (time_t)wait,
                                        .tv_nsec =
                                            (long)((wait - (double)(time_t)wait) * 1e9) };

        (void)nanosleep(&pause, NULL);
    }
    return TCS_OK;
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

static enum tcs_status take_step(void *context, struct rerun *rerun,
                                 const struct tcs_output *output)
{
    struct replay *replay = context;

    (void)rerun;
    replay->digest = output->digest;
    replay->kept[output->step % KEPT] = output->digest;
    if (output->step - replay->oldest >= KEPT)
        replay->oldest = output->step - KEPT + 1;
    if (output->has_state_digest) {
        replay->state_digest = output->state_digest;
        replay->state_digest_step = output->step;
    }
    count_alarms(replay, output);
    return TCS_OK;
}

/* ---- comparing ---- */

static enum tcs_status differ(struct replay *replay, uint64_t step, const char *what,
                              struct tcs_digest recorded, struct tcs_digest now)
{
    char texts[2][TCS_DIGEST_TEXT_LEN];
    char text[RERUN_TEXT_LEN];

    tcs_digest_text(recorded, texts[0]);
    tcs_digest_text(now, texts[1]);
    replay->differs = true;
    replay->differs_step = step;
    (void)snprintf(text, sizeof text, "step %" PRIu64 " %s: recorded %s, now %s%s", step,
                   what, texts[0], texts[1],
                   replay->rerun.elem_differs ? " (the elementary functions differ)"
                                              : "");
    return rerun_fail(&replay->rerun, text);
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
        return rerun_fail(&replay->rerun, "not an entry of digests");
    for (; tcs_reader_left(&r) > 0; step++) {
        const struct tcs_digest recorded = read_digest(&r);

        if (step > replay->rerun.step)
            return rerun_fail(&replay->rerun, "tells of a step that no event made");
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
        return rerun_fail(&replay->rerun, "not an entry of a state's digest");
    if (step != replay->state_digest_step)
        return rerun_fail(&replay->rerun, "tells of the state after another step");
    if (!tcs_digest_equal(recorded, replay->state_digest))
        return differ(replay, step, "leaves another state", recorded,
                      replay->state_digest);
    replay->states_compared++;
    return TCS_OK;
}

static enum tcs_status compare_state(struct replay *replay, struct tcs_bytes payload)
{
    const struct tcs_engine *engine = &replay->rerun.engine;
    const struct tcs_digest none = { 0, 0 };
    enum tcs_status status = TCS_OK;
    uint64_t step = 0;
    uint8_t *state = NULL;
    size_t len = 0;

    if (tcs_journal_unpack_state(payload, &step, &state, &len) != TCS_OK)
        return rerun_fail(&replay->rerun, "the state cannot be unpacked");
    if (len != engine->state_size)
        status =
            rerun_fail(&replay->rerun, "the state has another size than this program's");
    else if (memcmp(state, engine->state, len) != 0)
        status = differ(replay, replay->rerun.step, "leaves another state",
                        tcs_digest_chain(none, state, len),
                        tcs_digest_chain(none, engine->state, len));
    else
        replay->states_compared++;
    free(state);
    return status;
}

static enum tcs_status take_entry(void *context, struct rerun *rerun,
                                  const struct tcs_entry *entry)
{
    struct replay *replay = context;

    (void)rerun;
    if (!replay->verify)
        return TCS_OK;
    if (entry->kind == TCS_ENTRY_DIGESTS)
        return compare_steps(replay, entry->payload);
    if (entry->kind == TCS_ENTRY_STATE_DIGEST)
        return compare_state_digest(replay, entry->payload);
    if (entry->kind == TCS_ENTRY_STATE)
        return compare_state(replay, entry->payload);
    return TCS_OK;
}

/* ---- the command ---- */

/* Events are missing and no state behind them was trusted: what follows was compared with
 * nothing. */
static bool lost_its_way(const struct replay *replay)
{
    return replay->rerun.gaps + replay->rerun.withdrawn > 0 && !replay->rerun.trusted;
}

static bool print_summary(struct replay *replay, bool good)
{
    static struct tcs_json json;
    char digest[TCS_DIGEST_TEXT_LEN];
    const double wall_s = seconds_since(&replay->began);

    tcs_digest_text(replay->digest, digest);
    tcs_json_init(&json, stdout);
    tcs_json_object(&json, NULL);
    tcs_json_text(&json, "record", replay->rerun.path);
    tcs_json_bool(&json, "ok", good);
    tcs_json_bool(&json, "verified", good && replay->verify && !lost_its_way(replay));
    tcs_json_uint(&json, "entries", replay->rerun.entries);
    tcs_json_uint(&json, "runs", replay->rerun.runs);
    tcs_json_uint(&json, "events", replay->rerun.events);
    tcs_json_uint(&json, "refused", replay->rerun.refused);
    tcs_json_uint(&json, "steps", replay->rerun.steps);
    tcs_json_uint(&json, "steps_compared", replay->steps_compared);
    tcs_json_uint(&json, "states_compared", replay->states_compared);
    tcs_json_uint(&json, "gaps", replay->rerun.gaps);
    tcs_json_uint(&json, "withdrawn", replay->rerun.withdrawn);
    tcs_json_uint(&json, "restored", replay->rerun.restored);
    tcs_json_uint(&json, "tracks_confirmed", replay->rerun.confirmed);
    tcs_json_uint(&json, "alarms", replay->raised);
    tcs_json_uint(&json, "take_cover", replay->take_cover);
    tcs_json_text(&json, "digest", digest);
    tcs_json_bool(&json, "elem_equal", !replay->rerun.elem_differs);
    tcs_json_double(&json, "seconds", replay->rerun.event_s);
    tcs_json_double(&json, "wall_s", wall_s);
    tcs_json_double(&json, "faster_than_real_time",
                    wall_s > 0.0 ? replay->rerun.event_s / wall_s : 0.0);
    if (replay->differs)
        tcs_json_uint(&json, "first_different_step", replay->differs_step);
    if (!good)
        tcs_json_text(&json, "fault", replay->rerun.fault);
    tcs_json_end(&json);
    tcs_json_line(&json);
    return tcs_json_flush(&json);
}

/* For whoever asks whether it is good, one that is not is not replayed at all. */
static enum tcs_status check_record(struct replay *replay)
{
    struct tcs_record_fault fault = { .entry = UINT64_MAX };
    struct tcs_record_report report;
    const struct tcs_record_check check = { .key = replay->key };
    enum tcs_status status = TCS_OK;

    if (replay->key != NULL || replay->verify)
        status = tcs_record_verify(replay->rerun.path, &check, &report, &fault);
    if (status != TCS_OK)
        (void)tcs_text_copy(replay->rerun.fault, sizeof replay->rerun.fault,
                            tcs_text_bytes(fault.text));
    replay->rerun.trusted = replay->key != NULL && status == TCS_OK;
    return status;
}

static int run(struct replay *replay)
{
    static const struct rerun_hooks hooks = { .begun = take_begun,
                                              .event = keep_pace,
                                              .step = take_step,
                                              .entry = take_entry,
                                              .restored = take_restored };
    enum tcs_status status = TCS_E_MEMORY;

    replay->rerun.hooks = &hooks;
    replay->rerun.context = replay;
    replay->kept = calloc(KEPT, sizeof *replay->kept);
    (void)clock_gettime(CLOCK_MONOTONIC, &replay->began);
    if (replay->kept != NULL)
        status = check_record(replay);
    if (status == TCS_OK)
        status = rerun_all(&replay->rerun);
    rerun_close(&replay->rerun);
    free(replay->kept);
    if (status != TCS_OK)
        fprintf(stderr, "replay: %s\n", replay->rerun.fault);
    else if (replay->verify && lost_its_way(replay))
        fputs("replay: events are missing; what comes after them was not compared "
              "(--key)\n",
              stderr);
    if (!print_summary(replay, status == TCS_OK))
        return TCS_EXIT_IO;
    return rerun_exit(status);
}

/* TCS_EXIT_GOOD, or what to exit with. */
static int take_option(struct replay *replay, int option)
{
    if (option == 'v') {
        replay->verify = true;
        return TCS_EXIT_GOOD;
    }
    if (option == 'k' && replay->key == NULL) {
        if (tcs_cli_read_key(optarg, &replay->key))
            return TCS_EXIT_GOOD;
        fprintf(stderr, "tocsin replay: cannot read %s\n", optarg);
        return TCS_EXIT_IO;
    }
    if (option == 's' &&
        tcs_text_double(tcs_text_bytes(optarg), &replay->speed) == TCS_OK &&
        replay->speed > 0.0)
        return TCS_EXIT_GOOD;
    return tcs_cli_wrong("replay", option == 's'   ? "--speed takes a number above 0"
                                   : option == 'k' ? "--key is given twice"
                                                   : NULL);
}

int tcs_cmd_replay(int argc, char **argv)
{
    static const struct option options[] = {
        { "help", no_argument, NULL, 'h' },
        { "verify", no_argument, NULL, 'v' },
        { "key", required_argument, NULL, 'k' },
        { "speed", required_argument, NULL, 's' },
        { NULL, 0, NULL, 0 },
    };
    struct replay replay = { 0 };
    int code = TCS_EXIT_GOOD;
    int option = 0;

    while (code == TCS_EXIT_GOOD &&
           (option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            free(replay.key);
            return TCS_EXIT_GOOD;
        }
        code = take_option(&replay, option);
    }
    if (code == TCS_EXIT_GOOD && optind != argc - 1)
        code = tcs_cli_wrong("replay", "takes one record");
    if (code == TCS_EXIT_GOOD) {
        replay.rerun.path = argv[optind];
        code = run(&replay);
    }
    free(replay.key);
    return code;
}
