/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_TESTS_UNIT_ENGINE_BENCH_H
#define TCS_TESTS_UNIT_ENGINE_BENCH_H

/*
 * engine_bench.h -- for tests that step an engine through the events of world.h.
 */

#include <stdlib.h>

#include "check.h"
#include "engine/engine.h"
#include "world.h"

/* Made by main(). */
static struct world world;

/* An engine in memory of its own. */
struct bench {
    struct tcs_engine engine;
    struct tcs_engine_config config;
    void *state;
    void *scratch;
    struct tcs_output output;
};

static inline size_t rounded(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

static inline void open_bench(struct bench *bench, const void *restore)
{
    bench->config = world.config;
    bench->state = aligned_alloc(64, rounded(tcs_engine_state_size(&bench->config)));
    bench->scratch = aligned_alloc(64, rounded(tcs_engine_scratch_size(&bench->config)));
    CHECK(bench->state != NULL && bench->scratch != NULL);
    /* Nothing may rest on what the memory held before. */
    memset(bench->state, 0x5a, tcs_engine_state_size(&bench->config));
    memset(bench->scratch, 0xa5, tcs_engine_scratch_size(&bench->config));
    tcs_engine_init(&bench->engine, &bench->config, bench->state, bench->scratch,
                    world.start, restore);
}

static inline void close_bench(struct bench *bench)
{
    free(bench->state);
    free(bench->scratch);
}

static inline void run(struct bench *bench, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        CHECK_OK(tcs_engine_step(&bench->engine, &world.events[i], &bench->output));
}

static inline double since_start(const struct tcs_event *event)
{
    return tcs_span_seconds(tcs_time_since(event->arrival, world.start));
}

static inline void step_bytes(struct bench *b, uint16_t feed, const void *octets,
                              size_t len)
{
    const struct tcs_event event = { .kind = TCS_EVENT_BYTES,
                                     .feed = feed,
                                     .arrival = tcs_engine_now(&b->engine),
                                     .payload = tcs_bytes(octets, len) };

    CHECK_OK(tcs_engine_step(&b->engine, &event, &b->output));
}

#endif
