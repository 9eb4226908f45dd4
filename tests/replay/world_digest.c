/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_digest [FILE]: runs a minute of the small world (tests/unit/world.h) through the
 * engine and prints the digests that every build must agree on: of the events themselves,
 * of the last step and of the last state. With FILE, writes the beginning of the events
 * there instead, as an input for the engine's fuzz target (tests/fuzz/engine.c).
 */
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

static struct world world;

static void print(const char *what, struct tcs_digest digest)
{
    char text[TCS_DIGEST_TEXT_LEN];

    tcs_digest_text(digest, text);
    printf("%s %s\n", what, text);
}

static struct tcs_digest digest_of_events(void)
{
    struct tcs_digest digest = { 0, 0 };

    for (size_t i = 0; i < world.event_count; i++) {
        const struct tcs_event *event = &world.events[i];

        digest = tcs_digest_chain(digest, &event->arrival, sizeof event->arrival);
        digest = tcs_digest_chain(digest, event->payload.data, event->payload.len);
    }
    return digest;
}

static int run(void)
{
    static const struct tcs_digest none;
    struct tcs_engine engine;
    struct tcs_output output = { 0 };
    void *state =
        aligned_alloc(64, (tcs_engine_state_size(&world.config) + 63) / 64 * 64);
    void *scratch =
        aligned_alloc(64, (tcs_engine_scratch_size(&world.config) + 63) / 64 * 64);

    if (state == NULL || scratch == NULL)
        return 1;
    tcs_engine_init(&engine, &world.config, state, scratch, world.start, NULL);
    for (size_t i = 0; i < world.event_count; i++) {
        if (tcs_engine_step(&engine, &world.events[i], &output) != TCS_OK)
            return 1;
    }
    print("events", digest_of_events());
    print("steps", output.digest);
    print("state", tcs_digest_chain(none, state, engine.state_size));
    printf("tracks %zu alarms %zu\n", output.track_count,
           tcs_alarms_count(tcs_engine_alarms(&engine)));
    free(state);
    free(scratch);
    return 0;
}

static uint8_t fuzz_what(const struct tcs_event *event)
{
    switch (event->kind) {
    case TCS_EVENT_BYTES:
        return (uint8_t)event->feed;
    case TCS_EVENT_FEED_UP:
        return 4;
    default:
        return 7;
    }
}

static int write_seed(const char *path)
{
    uint8_t octets[4096];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);
    struct tcs_time now = world.start;

    for (size_t i = 0; i < world.event_count; i++) {
        const struct tcs_event *event = &world.events[i];
        const int64_t steps = tcs_time_since(event->arrival, now).ns / 13000000;

        if (w.capacity - w.len < 4 + event->payload.len)
            break;
        now.tai_ns += steps * 13000000;
        tcs_write_u8(&w, (uint8_t)(fuzz_what(event) | steps << 3));
        tcs_write_be(&w, event->payload.len, 2);
        tcs_write_bytes(&w, event->payload.data, event->payload.len);
    }
    FILE *file = fopen(path, "wb");

    if (file == NULL)
        return 1;
    const size_t written = fwrite(octets, 1, w.len, file);

    return fclose(file) == 0 && written == w.len ? 0 : 1;
}

int main(int argc, char **argv)
{
    world_make(&world, 1, 60);
    return argc == 2 ? write_seed(argv[1]) : run();
}
