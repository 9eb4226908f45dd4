/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include "check.h"
#include "engine_bench.h"

static void tick(struct bench *b, int64_t later_ns)
{
    const struct tcs_event event = {
        .kind = TCS_EVENT_TICK,
        .feed = 0xffff,
        .arrival =
            tcs_time_add(tcs_engine_now(&b->engine), (struct tcs_span) { later_ns }),
    };

    CHECK_OK(tcs_engine_step(&b->engine, &event, &b->output));
}

static struct tcs_digest picture_digest(const struct tcs_output *output)
{
    const struct tcs_digest none = { 0, 0 };

    return tcs_digest_chain(none, output->tracks,
                            output->track_count * sizeof output->tracks[0]);
}

/* 400 aircraft in a grid, each by two squitters. */
static void step_a_crowd(struct bench *b)
{
    enum { SIDE = 20, ROOM = 32768 };
    static uint8_t room[ROOM];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    for (uint32_t i = 0; i < 2 * SIDE * SIDE; i++) {
        const uint32_t column = i / 2 % SIDE;
        const uint32_t row = i / 2 / SIDE;
        const struct tcs_vec3 at_m = { { 200.0 * column - 2000.0, 200.0 * row + 1000.0,
                                         500.0 } };
        const struct tcs_geodetic at = tcs_geodetic_from_enu(&world.config.frame, at_m);
        const struct tcs_cpr_half half = tcs_cpr_encode(
            (struct tcs_cpr_place) { at.lat_rad / WORLD_DEG, at.lon_rad / WORLD_DEG },
            i % 2);
        const struct tcs_mode_s record = {
            .address = 0x400001 + i / 2,
            .df = 17,
            .capability = 5,
            .type_code = 11,
            .kind = TCS_MODE_S_AIRBORNE,
            .valid = TCS_MODE_S_ALTITUDE,
            .as.position = { .altitude_ft = 1700,
                             .cpr_lat = half.lat,
                             .cpr_lon = half.lon,
                             .odd = i % 2 },
        };
        struct tcs_mode_s_frame frame = { .len = TCS_MODE_S_LONG_LEN };
        struct tcs_writer octets = tcs_writer(frame.octets, sizeof frame.octets);

        CHECK_OK(tcs_mode_s_write(&record, &octets));
        CHECK_OK(tcs_beast_write(&frame, &w));
    }
    step_bytes(b, FEED_ADSB, room, w.len);
}

/* Until a picture is made; how many steps that took from the first that could. */
static int tick_to_picture(struct bench *b, struct bench *copy)
{
    const struct tcs_time last = tcs_engine_now(&b->engine);
    const struct tcs_digest before = picture_digest(&b->output);
    int steps = 0;

    for (;;) {
        tick(b, 3000);
        if (steps > 0)
            tick(copy, 3000);
        if (b->output.picture_new)
            return steps;
        if (tcs_time_since(tcs_engine_now(&b->engine), last).ns < TCS_ENGINE_EVALUATE_NS)
            continue;
        CHECK(tcs_digest_equal(picture_digest(&b->output), before));
        if (steps++ == 0)
            open_bench(copy, b->state);
    }
}

/* Where events come within microseconds of each other, a picture of many tracks is made
 * over several steps. Until it is there the one before it is told; a copy that is taken
 * in between goes on with it; and it is there before long. */
static void a_picture_is_made_in_shares(void **state)
{
    const uint32_t track_max = world.config.tracker.track_max;
    struct bench b;
    size_t i = 0;

    world.config.tracker.track_max = 512;
    open_bench(&b, NULL);
    for (; since_start(&world.events[i]) < 20.0; i++)
        run(&b, i, i + 1);
    step_a_crowd(&b);
    tick(&b, TCS_NS_PER_S / 5);
    for (int n = 0; n < 5; n++) {
        struct bench copy;

        CHECK(b.output.track_count >= 400);
        const int steps = tick_to_picture(&b, &copy);

        /* 500 us have been saved up; what is left of 1250 for the rows and 250 for what
         * follows from them comes with 3 us a step. */
        CHECK(steps > 290 && steps < 380);
        CHECK(copy.output.picture_new);
        CHECK(tcs_digest_equal(b.output.digest, copy.output.digest));
        CHECK(tcs_digest_equal(picture_digest(&b.output), picture_digest(&copy.output)));
        CHECK(memcmp(b.state, copy.state, b.engine.state_size) == 0);
        close_bench(&copy);
    }
    close_bench(&b);
    world.config.tracker.track_max = track_max;
}

/* While a picture is being made, so much comes that there is no room to keep it, and
 * looks are run: it is begun anew, and a copy that is taken then makes the same one. */
static void a_picture_is_of_one_instant(void **state)
{
    const struct tcs_engine_config before = world.config;
    struct bench b;
    struct bench copy;

    world.config.tracker.track_max = 512;
    world.config.late = tcs_timeline_defaults();
    world.config.late.look_max = 512;
    open_bench(&b, NULL);
    run(&b, 0, 8);
    step_a_crowd(&b);
    tick(&b, TCS_NS_PER_S / 5);
    CHECK(b.output.track_count >= 400);
    for (int64_t gone = 0; gone < TCS_ENGINE_EVALUATE_NS; gone += 3000)
        tick(&b, 3000);
    CHECK(!b.output.picture_new);
    step_a_crowd(&b);
    CHECK(tcs_engine_late_counts(&b.engine).cut > 0);
    open_bench(&copy, b.state);
    do {
        tick(&b, 3000);
        tick(&copy, 3000);
    } while (!b.output.picture_new);
    CHECK(copy.output.picture_new);
    CHECK(tcs_digest_equal(b.output.digest, copy.output.digest));
    CHECK(tcs_digest_equal(picture_digest(&b.output), picture_digest(&copy.output)));
    for (size_t i = 0; i < b.output.track_count; i++)
        CHECK(b.output.tracks[i].at.tai_ns == b.output.tracks[0].at.tai_ns);
    close_bench(&copy);
    close_bench(&b);
    world.config = before;
}

static void step_late(struct bench *b, size_t i)
{
    struct tcs_event event = world.events[i];

    event.arrival = tcs_engine_now(&b->engine);
    CHECK_OK(tcs_engine_step(&b->engine, &event, &b->output));
}

/* Wherever a state is taken: while looks are run, a picture is made, its digest waits, or
 * the tracker has to go back for bearings that came late. */
static void a_copy_goes_on_from_any_stage(void **state)
{
    const uint32_t track_max = world.config.tracker.track_max;
    size_t late = 0;
    size_t end = 0;
    int pictures = 0;
    struct bench b;
    struct bench copy;

    world.config.tracker.track_max = 512;
    open_bench(&b, NULL);
    for (; since_start(&world.events[end]) < 20.0; end++) {
        late += since_start(&world.events[end]) < 19.0;
        if (end < late || world.events[end].feed != FEED_BEARINGS)
            run(&b, end, end + 1);
    }
    step_a_crowd(&b);
    open_bench(&copy, b.state);
    for (int n = 1; n <= 1000; n++) {
        tick(&b, 200000);
        tick(&copy, 200000);
        for (bool any = n % 100 != 0; !any && late < end; late++) {
            any = world.events[late].feed == FEED_BEARINGS;
            if (any) {
                step_late(&b, late);
                step_late(&copy, late);
            }
        }
        CHECK_INT(copy.output.picture_new, b.output.picture_new);
        CHECK(tcs_digest_equal(b.output.digest, copy.output.digest));
        CHECK(memcmp(b.state, copy.state, b.engine.state_size) == 0);
        pictures += b.output.picture_new;
        if (n % 61 == 0) {
            close_bench(&copy);
            open_bench(&copy, b.state);
        }
    }
    CHECK(pictures > 2);
    CHECK(tcs_engine_late_counts(&b.engine).rewinds > 0);
    close_bench(&copy);
    close_bench(&b);
    world.config.tracker.track_max = track_max;
}

/* Ticks that bring no time, until nothing waits. */
static int rest(struct bench *b, bool *ret_picture)
{
    int steps = 0;

    *ret_picture = false;
    while (tcs_engine_has_more(&b->engine)) {
        CHECK(steps++ < 200);
        tick(b, 0);
        *ret_picture = *ret_picture || b->output.picture_new;
    }
    return steps;
}

/* Where nobody waits no time has to pass, and what comes out is the same. */
static void a_tick_that_brings_no_time_does_a_share(void **state)
{
    const uint32_t track_max = world.config.tracker.track_max;
    struct bench rested;
    struct bench settled;
    bool picture;

    world.config.tracker.track_max = 512;
    open_bench(&rested, NULL);
    open_bench(&settled, NULL);
    tick(&rested, TCS_ENGINE_EVALUATE_NS);
    tick(&settled, TCS_ENGINE_EVALUATE_NS);
    step_a_crowd(&rested);
    step_a_crowd(&settled);
    /* 400 claims, each a thirty-second of a look; some were run in the step itself. */
    CHECK(rest(&rested, &picture) >= 300 / 32 && !picture);
    tick(&rested, TCS_ENGINE_EVALUATE_NS);
    tick(&settled, TCS_ENGINE_EVALUATE_NS);
    rest(&rested, &picture);
    CHECK(rested.output.track_count >= 400);
    CHECK_INT(rested.output.track_count, settled.output.track_count);
    CHECK(tcs_digest_equal(tcs_engine_tracks_digest(&rested.engine),
                           tcs_engine_tracks_digest(&settled.engine)));
    for (int i = 0; i < 5; i++) {
        tick(&rested, 9 * TCS_NS_PER_S / 1000);
        rest(&rested, &picture);
        CHECK(!picture);
    }
    tick(&rested, 9 * TCS_NS_PER_S / 1000);
    CHECK(!rested.output.picture_new && tcs_engine_has_more(&rested.engine));
    CHECK(rest(&rested, &picture) >= 4 && picture); /* a fifth of its rows each */
    close_bench(&settled);
    close_bench(&rested);
    world.config.tracker.track_max = track_max;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_made_in_shares),
        cmocka_unit_test(a_picture_is_of_one_instant),
        cmocka_unit_test(a_copy_goes_on_from_any_stage),
        cmocka_unit_test(a_tick_that_brings_no_time_does_a_share),
    };

    world_make(&world, 1, 21);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
