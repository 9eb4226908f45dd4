/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole engine under random events: octets of any feed, connections that come and go
 * with any framing, actions, ticks. An input is a row of events:
 *
 *   what[1] len[2, big endian] octets[len]
 *     what & 7: 0 to 3 octets of that feed, 4 feed up, 5 feed down, 6 an action, 7 a
 * tick; what >> 3: time that has passed, in steps of 13 ms
 *
 * Every octet that went in is counted, what comes as one record an event is counted as
 * exactly one thing, an event that is refused changes nothing, and a second engine that
 * begins with a snapshot of the first in the middle ends with the same digest.
 */
#include "fuzz.h"
#include "world.h"

enum { STATE_MAX = 2 << 20, SCRATCH_MAX = 96 << 20, EVENTS_MAX = 512 };

static _Alignas(64) uint8_t states[2][STATE_MAX];
static _Alignas(64) uint8_t scratches[2][SCRATCH_MAX];
static struct world world;
static struct tcs_engine_config configs[2];

static struct tcs_engine start(int which, const void *restore)
{
    struct tcs_engine engine;

    configs[which] = world.config;
    FUZZ_CHECK(tcs_engine_state_size(&configs[which]) <= STATE_MAX);
    FUZZ_CHECK(tcs_engine_scratch_size(&configs[which]) <= SCRATCH_MAX);
    tcs_engine_init(&engine, &configs[which], states[which], scratches[which],
                    world.start, restore);
    return engine;
}

static bool next_event(struct tcs_reader *r, struct tcs_time *now, struct tcs_event *ret)
{
    const uint8_t what = tcs_read_u8(r);
    const size_t len = (size_t)tcs_read_be(r, 2);

    if (r->failed)
        return false;
    *ret = (struct tcs_event) { .feed = 0xffff };
    ret->payload = tcs_read_bytes(r, len < tcs_reader_left(r) ? len : tcs_reader_left(r));
    now->tai_ns += (what >> 3) * INT64_C(13000000);
    ret->arrival = *now;
    switch (what & 7) {
    case 4:
    case 5:
        ret->kind = (what & 7) == 4 ? TCS_EVENT_FEED_UP : TCS_EVENT_FEED_DOWN;
        ret->feed = ret->payload.len > 0 ? ret->payload.data[0] & 7 : 0;
        if (ret->payload.len > 0)
            ret->payload = tcs_bytes_part(ret->payload, 1, ret->payload.len - 1);
        break;
    case 6:
        ret->kind = TCS_EVENT_ACTION;
        break;
    case 7:
        ret->kind = TCS_EVENT_TICK;
        break;
    default:
        ret->kind = TCS_EVENT_BYTES;
        ret->feed = what & 7;
    }
    return true;
}

struct sums {
    uint64_t events[WORLD_FEEDS];
    uint64_t octets[WORLD_FEEDS];
    uint64_t steps;
    uint8_t framing[WORLD_FEEDS];
};

static void check_counts(const struct tcs_engine *engine, const struct sums *sums)
{
    for (uint32_t feed = 0; feed < WORLD_FEEDS; feed++) {
        const struct tcs_feed_counts *c = tcs_engine_feed_counts(engine, feed);

        FUZZ_CHECK(c->events == sums->events[feed]);
        FUZZ_CHECK(c->octets == sums->octets[feed]);
    }
    for (uint32_t sensor = 0; sensor < WORLD_SENSORS; sensor++) {
        const struct tcs_sensor_counts *c = tcs_engine_sensor_counts(engine, sensor);

        FUZZ_CHECK(c->looks == 0 || c->heard_at.tai_ns != 0);
    }
}

static uint64_t records_of(const struct tcs_engine *engine, uint32_t feed)
{
    const struct tcs_feed_counts *c = tcs_engine_feed_counts(engine, feed);

    return c->records + c->damaged + c->foreign + c->impossible + c->unmapped;
}

/* Framings in which an event is one record, whatever it holds. */
static bool is_single(uint32_t feed, uint8_t framing)
{
    if (feed == FEED_RID)
        return framing != TCS_FRAMING_STREAM;
    return feed != FEED_RADAR && framing == TCS_FRAMING_LINE;
}

/* The checks are the nesting. NOLINTNEXTLINE(readability-function-size) */
static struct tcs_digest run(struct tcs_engine *engine, const struct tcs_event *events,
                             size_t count, struct sums *sums)
{
    struct tcs_output output = { 0 };

    for (size_t i = 0; i < count; i++) {
        const struct tcs_digest before = output.digest;
        const uint32_t feed = events[i].feed;
        const uint64_t records = feed < WORLD_FEEDS ? records_of(engine, feed) : 0;
        const enum tcs_status status = tcs_engine_step(engine, &events[i], &output);

        if (status != TCS_OK) {
            FUZZ_CHECK(status == TCS_E_ARGUMENT);
            FUZZ_CHECK(tcs_digest_equal(before, output.digest));
            continue;
        }
        sums->steps++;
        FUZZ_CHECK(output.change_count <= TCS_ALARM_CHANGES_MAX + 1);
        if (events[i].kind == TCS_EVENT_FEED_UP && events[i].payload.len == 1)
            sums->framing[feed] = events[i].payload.data[0];
        if (events[i].kind != TCS_EVENT_BYTES)
            continue;
        sums->events[feed]++;
        sums->octets[feed] += events[i].payload.len;
        if (is_single(feed, sums->framing[feed]))
            FUZZ_CHECK(records_of(engine, feed) == records + 1);
    }
    return output.digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tcs_event events[EVENTS_MAX];
    struct tcs_reader r = tcs_reader(tcs_bytes(data, size));
    struct sums sums = { 0 };
    struct sums rest = { 0 };
    size_t count = 0;

    world_site(&world, 1);
    world.config.tracker.track_max = 24;
    world.config.tracker.observation_max = TCS_NECK_OBSERVATIONS_MAX;
    /* So few that the window has to be cut short at times. */
    world.config.late = tcs_timeline_defaults();
    world.config.late.look_max = 12;
    world.config.late.observation_max = TCS_NECK_OBSERVATIONS_MAX;
    for (int feed = 0; feed < WORLD_FEEDS; feed++)
        sums.framing[feed] = (uint8_t)world.config.feeds[feed].framing;
    struct tcs_time now = world.start;

    while (count < EVENTS_MAX && next_event(&r, &now, &events[count]))
        count++;
    struct tcs_engine first = start(0, NULL);

    (void)run(&first, events, count / 2, &sums);
    struct tcs_engine second = start(1, states[0]);

    memcpy(rest.framing, sums.framing, sizeof rest.framing);
    const struct tcs_digest a = run(&first, events + count / 2, count - count / 2, &sums);
    const struct tcs_digest b =
        run(&second, events + count / 2, count - count / 2, &rest);

    FUZZ_CHECK(tcs_digest_equal(a, b));
    FUZZ_CHECK(memcmp(states[0], states[1], first.state_size) == 0);
    check_counts(&first, &sums);
    return 0;
}
