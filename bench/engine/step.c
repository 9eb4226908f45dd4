/* SPDX-License-Identifier: Apache-2.0 */
/*
 * step.c -- how long one step of the engine takes.
 *
 *     bench_step SITE [ROUNDS]
 *
 * SITE is a site with file feeds, as `tocsin simulate --files` writes it. Its events, and
 * a tick wherever 40 ms pass without one, are read into memory; then the engine takes
 * them from the beginning ROUNDS times (default 5) and each step is timed, in time of the
 * processor, so that other programs hardly show. A step's time is its median over the
 * rounds; the longest single measurement is printed too. Every other round goes without
 * digests (the linker puts the digest's function here), which tells what they cost: they
 * change nothing but themselves.
 *
 * Floors, measured in the same run: reading the clock twice, copying the state, one
 * digest over the whole state. Prints one JSON line.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config/site.h"
#include "engine/engine.h"
#include "feed/files.h"
#include "track/row.h"

enum { ROUNDS_MAX = 99, GROUPS = 6, FLOOR_ROUNDS = 51 };

static const int64_t TICK_NS = TCS_NS_PER_S / 25;
static const char *const group_names[GROUPS] = { "asterix", "remote-id", "mode-s",
                                                 "bearing", "tick",      "feed" };

struct events {
    struct tcs_event *all;
    size_t count;
    size_t capacity;
};

struct bench {
    struct tcs_site site;
    struct events events;
    uint8_t *state;
    uint8_t *scratch;
    uint8_t *copy;
    size_t state_size;
    uint32_t rounds;
    /* times[(round * count + step)]: ns */
    double *with;
    double *without;
    uint8_t *makes_picture;
    uint8_t *makes_digest;
    uint64_t tracks; /* summed over pictures */
    uint64_t pictures;
    size_t tracks_most;
};

/* ---- digests that can be left out ---- */

/* The linker's --wrap prescribes these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
struct tcs_digest __real_tcs_digest_chain(struct tcs_digest previous, const void *data,
                                          size_t len);
struct tcs_digest __wrap_tcs_digest_chain(struct tcs_digest previous, const void *data,
                                          size_t len);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static bool digests_off;
static uint64_t digest_calls;
static uint64_t digest_octets;

struct tcs_digest __wrap_tcs_digest_chain(struct tcs_digest previous, const void *data,
                                          size_t len)
{
    if (digests_off)
        return previous;
    digest_calls++;
    digest_octets += len;
    return __real_tcs_digest_chain(previous, data, len);
}

/* ---- events ---- */

static void *need(void *memory)
{
    if (memory == NULL) {
        fputs("bench_step: out of memory\n", stderr);
        exit(3);
    }
    return memory;
}

static void append(struct events *events, struct tcs_event event)
{
    uint8_t *copy = need(malloc(event.payload.len + 1));

    if (event.payload.len > 0)
        memcpy(copy, event.payload.data, event.payload.len);
    event.payload = tcs_bytes(copy, event.payload.len);
    if (events->count == events->capacity) {
        events->capacity = events->capacity == 0 ? 4096 : 2 * events->capacity;
        events->all = need(realloc(events->all, events->capacity * sizeof *events->all));
    }
    events->all[events->count++] = event;
}

/* The events as `tocsin run` makes them of the same files. */
static int read_events(struct bench *b)
{
    char error[TCS_FEED_ERROR_LEN] = "";
    struct tcs_files *files = NULL;
    struct tcs_event event;
    enum tcs_status status = tcs_files_open(&b->site, &files, error);
    uint64_t ticks = 0;

    while (status == TCS_OK &&
           (status = tcs_files_next(files, &event, error)) == TCS_OK) {
        struct tcs_time now = b->events.count > 0
                                  ? b->events.all[b->events.count - 1].arrival
                                  : event.arrival;

        while (tcs_time_since(event.arrival, now).ns > TICK_NS) {
            now = tcs_time_add(now, (struct tcs_span) { TICK_NS });
            append(&b->events, (struct tcs_event) { .kind = TCS_EVENT_TICK,
                                                    .feed = 0xffff,
                                                    .sequence = ticks++,
                                                    .arrival = now });
        }
        append(&b->events, event);
    }
    if (status != TCS_END)
        fprintf(stderr, "bench_step: %s\n", error);
    tcs_files_close(files);
    return status == TCS_END && b->events.count > 0 ? 0 : -1;
}

static int group_of(const struct bench *b, const struct tcs_event *event)
{
    if (event->kind == TCS_EVENT_TICK)
        return 4;
    if (event->kind != TCS_EVENT_BYTES)
        return 5;
    const enum tcs_protocol protocol = b->site.engine.feeds[event->feed].protocol;

    if (protocol <= TCS_PROTOCOL_BEARING)
        return (int)protocol;
    return 5;
}

/* ---- measuring ---- */

static double now_ns(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void one_round(struct bench *b, double *ret_ns)
{
    struct tcs_engine engine;
    struct tcs_output output;

    tcs_engine_init(&engine, &b->site.engine, b->state, b->scratch,
                    b->events.all[0].arrival, NULL);
    b->tracks = b->pictures = 0;
    for (size_t i = 0; i < b->events.count; i++) {
        const double from = now_ns();
        const enum tcs_status status =
            tcs_engine_step(&engine, &b->events.all[i], &output);

        ret_ns[i] = now_ns() - from;
        if (status != TCS_OK) {
            fprintf(stderr, "bench_step: step %zu: %s\n", i, tcs_status_text(status));
            exit(3);
        }
        b->makes_picture[i] = output.picture_new;
        b->makes_digest[i] = output.has_state_digest;
        if (output.picture_new) {
            b->pictures++;
            b->tracks += output.track_count;
            if (output.track_count > b->tracks_most)
                b->tracks_most = output.track_count;
        }
    }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double part(double *values, size_t count, double share)
{
    if (count == 0)
        return 0.0;
    qsort(values, count, sizeof *values, by_value);
    return values[(size_t)(share * (double)(count - 1))];
}

/* Every step's median over the rounds, into the first row; returns the longest of all. */
static double settle(const struct bench *b, double *times)
{
    double most = 0.0;
    double column[ROUNDS_MAX];

    for (size_t i = 0; i < b->events.count; i++) {
        for (uint32_t r = 0; r < b->rounds; r++) {
            column[r] = times[r * b->events.count + i];
            most = column[r] > most ? column[r] : most;
        }
        times[i] = part(column, b->rounds, 0.5);
    }
    return most;
}

enum floor { FLOOR_CLOCK, FLOOR_COPY, FLOOR_DIGEST };

static double measure_floor(struct bench *b, enum floor what)
{
    double times[FLOOR_ROUNDS];
    struct tcs_digest digest = { 0, 0 };

    for (int i = 0; i < FLOOR_ROUNDS; i++) {
        const double from = now_ns();

        if (what == FLOOR_COPY)
            memcpy(b->copy, b->state, b->state_size);
        if (what == FLOOR_DIGEST)
            digest = __real_tcs_digest_chain(digest, b->copy, b->state_size);
        times[i] = now_ns() - from;
        b->state[0] ^= b->copy[b->state_size / 2] ^ (uint8_t)digest.low; /* all is used */
    }
    return part(times, FLOOR_ROUNDS, 0.5);
}

/* ---- the report ---- */

typedef bool (*choice)(const struct bench *b, size_t step, int group);

static bool of_all(const struct bench *b, size_t step, int group)
{
    (void)b, (void)step, (void)group;
    return true;
}

static bool of_group(const struct bench *b, size_t step, int group)
{
    return group_of(b, &b->events.all[step]) == group;
}

static bool of_picture(const struct bench *b, size_t step, int group)
{
    (void)group;
    return b->makes_picture[step] != 0;
}

static bool of_state_digest(const struct bench *b, size_t step, int group)
{
    (void)group;
    return b->makes_digest[step] != 0;
}

static void print_row(const struct bench *b, const char *name, choice chosen, int group)
{
    double *times = need(malloc(2 * b->events.count * sizeof *times));
    double *digests = times + b->events.count;
    size_t count = 0;

    for (size_t i = 0; i < b->events.count; i++) {
        if (!chosen(b, i, group))
            continue;
        digests[count] = b->with[i] - b->without[i];
        times[count++] = b->with[i];
    }
    printf("\"%s\":{\"steps\":%zu,\"median_us\":%.2f,\"p99_us\":%.2f,\"max_us\":%.2f,"
           "\"digest_median_us\":%.2f}",
           name, count, part(times, count, 0.5) / 1e3, part(times, count, 0.99) / 1e3,
           part(times, count, 1.0) / 1e3, part(digests, count, 0.5) / 1e3);
    free(times);
}

static double sum(const double *values, size_t count)
{
    double total = 0.0;

    for (size_t i = 0; i < count; i++)
        total += values[i];
    return total;
}

static void report(struct bench *b)
{
    const size_t count = b->events.count;

    assert(b->rounds > 0 && count > 0);
    const double event_s = tcs_span_seconds(
        tcs_time_since(b->events.all[count - 1].arrival, b->events.all[0].arrival));
    const double longest = settle(b, b->with);

    (void)settle(b, b->without);
    const double with_s = sum(b->with, count) / 1e9;
    size_t slowest = 0;

    for (size_t i = 0; i < count; i++)
        slowest = b->with[i] > b->with[slowest] ? i : slowest;

    printf("{\"bench\":\"engine step\",\"rounds\":%" PRIu32
           ",\"event_s\":%.1f,\"engine_s\":%.4f,\"engine_s_without_digests\":%.4f,"
           "\"load_of_a_core\":%.5f,\"longest_single_us\":%.1f,\"digest_calls\":%" PRIu64
           ",\"digest_octets_per_step\":%.0f,\"tracks_mean\":%.1f,\"tracks_most\":%zu,",
           b->rounds, event_s, with_s, sum(b->without, count) / 1e9, with_s / event_s,
           longest / 1e3, digest_calls / b->rounds,
           (double)digest_octets / (double)b->rounds / (double)count,
           b->pictures > 0 ? (double)b->tracks / (double)b->pictures : 0.0,
           b->tracks_most);
    printf("\"slowest_step\":%zu,\"slowest_at_s\":%.3f,\"slowest_event\":\"%s\",",
           slowest + 1,
           tcs_span_seconds(
               tcs_time_since(b->events.all[slowest].arrival, b->events.all[0].arrival)),
           group_names[group_of(b, &b->events.all[slowest])]);
    print_row(b, "all", of_all, 0);
    for (int g = 0; g < GROUPS; g++) {
        putchar(',');
        print_row(b, group_names[g], of_group, g);
    }
    putchar(',');
    print_row(b, "with picture", of_picture, 0);
    putchar(',');
    print_row(b, "with state digest", of_state_digest, 0);
    printf(",\"floor_clock_us\":%.3f,\"floor_copy_state_us\":%.1f,"
           "\"floor_digest_state_us\":%.1f,",
           measure_floor(b, FLOOR_CLOCK) / 1e3, measure_floor(b, FLOOR_COPY) / 1e3,
           measure_floor(b, FLOOR_DIGEST) / 1e3);
    printf("\"octets_per_track\":%zu,\"tracker_state_octets\":%zu,\"state_octets\":%zu,"
           "\"scratch_octets\":%zu,\"track_max\":%" PRIu32
           ",\"state_octets_per_track\":%.0f}\n",
           sizeof(struct tcs_row), tcs_tracker_state_size(&b->site.engine.tracker),
           b->state_size, tcs_engine_scratch_size(&b->site.engine),
           b->site.engine.tracker.track_max,
           (double)b->state_size / (double)b->site.engine.tracker.track_max);
}

static size_t whole(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

static int measure(struct bench *b)
{
    if (read_events(b) != 0)
        return 3;
    const size_t cells = b->events.count * b->rounds;

    b->state_size = tcs_engine_state_size(&b->site.engine);
    b->state = need(aligned_alloc(64, whole(b->state_size)));
    b->copy = need(aligned_alloc(64, whole(b->state_size)));
    b->scratch = need(aligned_alloc(64, whole(tcs_engine_scratch_size(&b->site.engine))));
    b->with = need(calloc(2 * cells, sizeof *b->with));
    b->without = b->with + cells;
    b->makes_picture = need(calloc(2, b->events.count));
    b->makes_digest = b->makes_picture + b->events.count;
    memset(b->copy, 0, b->state_size); /* its pages exist before anything is timed */
    memset(b->scratch, 0, tcs_engine_scratch_size(&b->site.engine));
    digests_off = true;
    one_round(b, b->without); /* to warm up */
    for (uint32_t r = 0; r < b->rounds; r++) {
        digests_off = true;
        one_round(b, b->without + r * b->events.count);
        digests_off = false;
        one_round(b, b->with + r * b->events.count);
    }
    report(b);
    return 0;
}

int main(int argc, char **argv)
{
    static struct bench b;
    static struct tcs_config_errors errors;
    const long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 5;

    if (argc < 2 || argc > 3 || rounds < 1 || rounds > ROUNDS_MAX) {
        fputs("usage: bench_step SITE [ROUNDS]\n", stderr);
        return 2;
    }
    b.rounds = (uint32_t)rounds;
    if (tcs_site_load(argv[1], &b.site, &errors, NULL, NULL) != TCS_OK) {
        fprintf(stderr, "bench_step: %s: see tocsin check-site\n", argv[1]);
        return 3;
    }
    return measure(&b);
}
