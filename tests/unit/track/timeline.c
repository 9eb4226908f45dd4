/* SPDX-License-Identifier: Apache-2.0 */
#include "track/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "num/elem.h"
#include "num/rand.h"

enum { LOOKS = 136, IN_ONE = 8, SHUFFLES = 250 };

/* What came in, in the order of time. */
static struct tcs_look looks[LOOKS];
static struct tcs_observation seen[LOOKS][IN_ONE];
static struct tcs_sensor sensors[3];
static struct tcs_tracker_config config;
static struct tcs_timeline_config late;

struct bench {
    struct tcs_timeline timeline;
    uint8_t *state;
    uint8_t *scratch;
    struct tcs_digest digest;
};

static struct tcs_time at(double s)
{
    return (struct tcs_time) { INT64_C(1000000000000000000) +
                               tcs_span_from_seconds(s).ns };
}

static size_t rounded(size_t size)
{
    return (size + 63) & ~(size_t)63;
}

static void open_bench(struct bench *b, const struct bench *restore)
{
    const size_t state = tcs_timeline_state_size(&late, &config);
    const size_t scratch = tcs_timeline_scratch_size(&late, &config);

    memset(b, 0, sizeof *b);
    b->state = aligned_alloc(64, rounded(state));
    b->scratch = aligned_alloc(64, rounded(scratch));
    CHECK(b->state != NULL && b->scratch != NULL);
    /* Nothing may rest on what was there before. */
    memset(b->state, 0x5a, state);
    memset(b->scratch, 0xa5, scratch < 1 << 20 ? scratch : 1 << 20);
    tcs_timeline_bind(&b->timeline, &late, &config, b->state, b->scratch);
    if (restore == NULL) {
        tcs_timeline_start(&b->timeline, at(0.0));
        return;
    }
    memcpy(b->state, restore->state, state);
    b->digest = restore->digest;
    tcs_timeline_resume(&b->timeline);
}

static void close_bench(struct bench *b)
{
    free(b->state);
    free(b->scratch);
}

static void settle(struct bench *b, struct tcs_time now)
{
    tcs_timeline_settle(&b->timeline, now);
    b->digest = tcs_timeline_digest_changes(&b->timeline, b->digest);
    b->digest = tcs_timeline_digest_progress(&b->timeline, b->digest);
}

static void put(struct tcs_look *look, struct tcs_rand *rand, double east, double north)
{
    struct tcs_observation *obs = &look->observations[look->count++];

    memset(obs, 0, sizeof *obs);
    obs->kind = TCS_OBS_POSITION_2D;
    obs->z[0] = east + 5.0 * tcs_rand_normal(rand);
    obs->z[1] = north + 5.0 * tcs_rand_normal(rand);
    obs->sigma[0] = obs->sigma[1] = 5.0;
}

/* Four looks of a radar a second (clutter not told), four of a microphone at the very
 * same times, and one claim. One object is hidden from 5 s to 9 s, one comes up at 7 s.
 */
static void fill(struct tcs_look *look, struct tcs_rand *rand, int k)
{
    const double t = k / 4.0;

    if (look->sensor == 0) {
        for (int j = 0; j < 4; j++)
            put(look, rand, tcs_rand_between(rand, -900.0, 900.0),
                tcs_rand_between(rand, -900.0, 900.0));
        if (t < 5.0 || t > 9.0)
            put(look, rand, 100.0 + 12.0 * t, 200.0);
        if (t > 7.0)
            put(look, rand, -300.0, 400.0 - 10.0 * t);
    } else if (look->sensor == 1) {
        struct tcs_observation *obs = &look->observations[look->count++];

        memset(obs, 0, sizeof *obs);
        obs->kind = TCS_OBS_AZ;
        obs->z[0] = tcs_atan2(100.0 + 12.0 * t, 200.0);
        obs->sigma[0] = 0.03;
    } else {
        put(look, rand, -500.0 + 20.0 * t, -500.0);
        look->observations[0].kind = TCS_OBS_CLAIM;
        look->observations[0].claim_id = 77;
        look->observations[0].sigma[2] = 10.0;
    }
}

static void make_looks(void)
{
    struct tcs_rand rand = tcs_rand(5, 1);
    int n = 0;

    for (int k = 0; n < LOOKS; k++) {
        for (uint16_t s = 0; s < 3 && n < LOOKS; s++) {
            if (s == 2 && k % 4 != 0)
                continue;
            looks[n] = (struct tcs_look) { .sensor = s,
                                           .counts_misses = s != 2,
                                           .valid_at = at(k / 4.0),
                                           .coverage = sensors[s].coverage,
                                           .clutter_expected = s == 0 ? -1.0 : 0.1,
                                           .observations = seen[n] };
            fill(&looks[n++], &rand, k);
        }
    }
}

static int begin(void **state)
{
    static const enum tcs_sensor_kind kinds[3] = { TCS_SENSOR_RADAR, TCS_SENSOR_ACOUSTIC,
                                                   TCS_SENSOR_REMOTE_ID };

    memset(sensors, 0, sizeof sensors);
    for (int s = 0; s < 3; s++) {
        sensors[s].kind = kinds[s];
        sensors[s].pd_known = s != 0;
        sensors[s].pd = 0.9;
        sensors[s].coverage.range_max_m = 3000.0;
        sensors[s].coverage.az_width_rad = 7.0;
        sensors[s].coverage.el_min_rad = -TCS_PI / 2.0;
        sensors[s].coverage.el_max_rad = TCS_PI / 2.0;
    }
    config = tcs_tracker_defaults();
    config.sensors = sensors;
    config.sensor_count = 3;
    config.track_max = 96;
    config.observation_max = IN_ONE;
    late = tcs_timeline_defaults();
    late.look_max = 128;
    late.observation_max = 512;
    make_looks();
    return 0;
}

struct delivery {
    int64_t arrival_ns;
    int look;
};

static int compare(const void *a, const void *b)
{
    const struct delivery *x = a;
    const struct delivery *y = b;

    if (x->arrival_ns != y->arrival_ns)
        return x->arrival_ns < y->arrival_ns ? -1 : 1;
    return x->look - y->look;
}

/* Each look comes up to `most_s` after it was valid. */
static void shuffle(struct delivery *order, struct tcs_rand *rand, double most_s)
{
    for (int i = 0; i < LOOKS; i++) {
        const double delay_s = tcs_rand_between(rand, 0.0, most_s);

        order[i].look = i;
        order[i].arrival_ns =
            looks[i].valid_at.tai_ns + tcs_span_from_seconds(delay_s).ns;
    }
    qsort(order, LOOKS, sizeof *order, compare);
}

static enum tcs_lateness deliver(struct bench *b, const struct delivery *d)
{
    return tcs_timeline_take(&b->timeline, &looks[d->look],
                             (struct tcs_time) { d->arrival_ns });
}

static void run_in_order(struct bench *b)
{
    for (int i = 0; i < LOOKS; i++) {
        CHECK_INT(tcs_timeline_take(&b->timeline, &looks[i], looks[i].valid_at),
                  TCS_LOOK_IN_ORDER);
        settle(b, looks[i].valid_at);
    }
}

static bool same_tracks(const struct bench *a, const struct bench *b)
{
    const struct tcs_tracker *x = tcs_timeline_present(&a->timeline);
    const struct tcs_tracker *y = tcs_timeline_present(&b->timeline);

    /* The whole block, what is not used included. */
    return tcs_tracker_used(x) == tcs_tracker_used(y) &&
           memcmp(x, y, tcs_tracker_state_size(&config)) == 0;
}

/* Births, confirmations, a gap that is linked, clutter that is learnt: nothing of it may
 * depend on the order. Settled after about every third look. */
static void
a_stream_shuffled_within_the_window_ends_in_the_ordered_ones_state(void **state)
{
    struct delivery order[LOOKS];
    struct bench ordered;
    uint64_t moved = 0;

    open_bench(&ordered, NULL);
    run_in_order(&ordered);
    const struct tcs_tracker_counts counts =
        tcs_tracker_counts(tcs_timeline_present(&ordered.timeline));

    CHECK(counts.confirmed >= 3 && counts.looks == LOOKS);
    for (uint64_t seed = 0; seed < SHUFFLES; seed++) {
        struct tcs_rand rand = tcs_rand(seed, 2);
        struct bench b;

        shuffle(order, &rand, seed % 2 == 0 ? 2.0 : 0.3);
        open_bench(&b, NULL);
        for (int i = 0; i < LOOKS; i++) {
            CHECK(deliver(&b, &order[i]) <= TCS_LOOK_LATE);
            if (tcs_rand_u32(&rand) % 3 == 0)
                settle(&b, (struct tcs_time) { order[i].arrival_ns });
        }
        settle(&b, at(100.0));
        CHECK(same_tracks(&b, &ordered));
        moved += tcs_timeline_counts(&b.timeline).late;
        close_bench(&b);
    }
    CHECK(moved > SHUFFLES * LOOKS / 4);
    close_bench(&ordered);
}

/* The bare tracker, fed as it comes, ends elsewhere: what is shown above is not free. */
static void without_a_timeline_the_order_matters(void **state)
{
    struct tcs_rand rand = tcs_rand(1, 2);
    struct delivery order[LOOKS];
    struct bench ordered;
    struct tcs_tracker *bare = aligned_alloc(64, tcs_tracker_state_size(&config));
    void *scratch = aligned_alloc(64, rounded(tcs_tracker_scratch_size(&config)));

    CHECK(bare != NULL && scratch != NULL);
    open_bench(&ordered, NULL);
    run_in_order(&ordered);
    tcs_tracker_init(bare, &config, at(0.0));
    shuffle(order, &rand, 2.0);
    for (int i = 0; i < LOOKS; i++)
        CHECK_OK(tcs_tracker_look(bare, &config, scratch, &looks[order[i].look]));
    CHECK(memcmp(bare, tcs_timeline_present(&ordered.timeline), tcs_tracker_used(bare)) !=
          0);
    close_bench(&ordered);
    free(bare);
    free(scratch);
}

/* Late looks are in the picture at once: after each settling, the tracks are those of all
 * that has come in so far, in order. */
static void the_picture_is_the_best_from_what_is_there(void **state)
{
    struct tcs_rand rand = tcs_rand(3, 2);
    struct delivery order[LOOKS];
    struct bench b;

    shuffle(order, &rand, 2.0);
    open_bench(&b, NULL);
    for (int i = 0; i < 60; i++) {
        struct bench so_far;

        (void)deliver(&b, &order[i]);
        settle(&b, (struct tcs_time) { order[i].arrival_ns });
        if (i % 7 != 6)
            continue;
        open_bench(&so_far, NULL);
        for (int l = 0; l < LOOKS; l++)
            for (int d = 0; d <= i; d++)
                if (order[d].look == l)
                    (void)tcs_timeline_take(&so_far.timeline, &looks[l],
                                            looks[l].valid_at);
        settle(&so_far, (struct tcs_time) { order[i].arrival_ns });
        CHECK(same_tracks(&b, &so_far));
        close_bench(&so_far);
    }
    close_bench(&b);
}

/* Of the three objects of fill(), at 8.5 s. */
static bool is_one_of_them(const struct tcs_track_view *view)
{
    static const double places_m[3][2] = { { 202.0, 200.0 },
                                           { -300.0, 315.0 },
                                           { -330.0, -500.0 } };

    for (int i = 0; i < 3; i++)
        if (tcs_fabs(view->x.v[0] - places_m[i][0]) < 60.0 &&
            tcs_fabs(view->x.v[1] - places_m[i][1]) < 60.0)
            return true;
    return false;
}

/* Without the radar's look at 6.75 s, in which four false reports start rows, then with
 * it: what came up at 7.25 s goes on under the label that was shown, as do the others.
 * (False tracks may go: the look tells of false reports.) */
static void a_late_look_that_starts_others_leaves_labels_as_they_are(void **state)
{
    enum { MOST = 96 };
    static struct tcs_track_view before[MOST];
    static struct tcs_track_view after[MOST];
    const struct tcs_time now = at(8.5);
    const struct tcs_look *missing = &looks[0];
    struct bench b;
    uint64_t started;
    size_t n;
    size_t m;
    int new_ones = 0;

    open_bench(&b, NULL);
    for (int i = 0; tcs_time_compare(looks[i].valid_at, now) <= 0; i++)
        if (looks[i].sensor == 0 && tcs_time_compare(looks[i].valid_at, at(6.75)) == 0)
            missing = &looks[i];
        else
            (void)tcs_timeline_take(&b.timeline, &looks[i], now);
    settle(&b, now);
    started = tcs_tracker_counts(tcs_timeline_present(&b.timeline)).started;
    n = tcs_tracker_view(tcs_timeline_present(&b.timeline), &config, now, before, MOST);
    CHECK(missing->sensor == 0 && tcs_time_compare(missing->valid_at, at(6.75)) == 0);
    CHECK_INT(tcs_timeline_take(&b.timeline, missing, now), TCS_LOOK_LATE);
    settle(&b, now);
    CHECK(tcs_tracker_counts(tcs_timeline_present(&b.timeline)).started > started);
    m = tcs_tracker_view(tcs_timeline_present(&b.timeline), &config, now, after, MOST);
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;

        if (before[i].state == TCS_TRACK_TENTATIVE || !is_one_of_them(&before[i]))
            continue;
        while (j < m && after[j].id != before[i].id)
            j++;
        CHECK(j < m);
        CHECK_NEAR(after[j].x.v[0], before[i].x.v[0], 20.0, "m");
        CHECK_NEAR(after[j].x.v[1], before[i].x.v[1], 20.0, "m");
        if (tcs_time_compare(before[i].first_at, missing->valid_at) > 0)
            new_ones++;
    }
    CHECK(new_ones >= 1);
    close_bench(&b);
}

/* Restored anywhere, also between a late look and the settling, it goes on with the same
 * bits and digests. */
static void a_copy_goes_on_with_the_same_bits(void **state)
{
    const size_t size = tcs_timeline_state_size(&late, &config);
    struct delivery order[LOOKS];

    for (uint64_t seed = 0; seed < 40; seed++) {
        struct tcs_rand rand = tcs_rand(seed, 4);
        struct bench live;
        struct bench copy;
        const int cut = (int)(tcs_rand_u32(&rand) % LOOKS);

        shuffle(order, &rand, 2.2);
        open_bench(&live, NULL);
        for (int i = 0; i < LOOKS; i++) {
            const struct tcs_time now = { order[i].arrival_ns };
            const enum tcs_lateness lateness = deliver(&live, &order[i]);

            if (i > cut)
                CHECK_INT(deliver(&copy, &order[i]), lateness);
            if (i % 3 == 0)
                settle(&live, now);
            if (i % 3 == 0 && i > cut)
                settle(&copy, now);
            if (i == cut)
                open_bench(&copy, &live);
            if (i < cut)
                continue;
            CHECK(tcs_digest_equal(live.digest, copy.digest));
            CHECK(memcmp(live.state, copy.state, size) == 0);
        }
        settle(&live, at(100.0));
        settle(&copy, at(100.0));
        CHECK(tcs_digest_equal(live.digest, copy.digest) && same_tracks(&live, &copy));
        close_bench(&live);
        close_bench(&copy);
    }
}

/* As the engine does: shares as looks come in, all that waits once in a while, and then
 * back for what was passed over. */
static void in_shares(struct bench *b, struct tcs_rand *rand, struct tcs_time since,
                      struct tcs_time now)
{
    const struct tcs_time due = { now.tai_ns + 100000000 };

    if (tcs_rand_u32(rand) % 6 != 0) {
        (void)tcs_timeline_work(&b->timeline, since, now, due, 3 * TCS_LOOK_NS);
    } else {
        tcs_timeline_catch_up(&b->timeline, now);
        b->digest = tcs_timeline_digest_changes(&b->timeline, b->digest);
        tcs_timeline_go_back(&b->timeline);
    }
    b->digest = tcs_timeline_digest_progress(&b->timeline, b->digest);
}

/* Restored anywhere in between, a copy goes on with the same bits; and once all has been
 * run, the tracks are those of the ordered stream. */
static void what_is_run_in_shares_ends_in_the_ordered_ones_state(void **state)
{
    const size_t size = tcs_timeline_state_size(&late, &config);
    struct delivery order[LOOKS];
    struct bench ordered;
    uint64_t passed = 0;

    open_bench(&ordered, NULL);
    run_in_order(&ordered);
    for (uint64_t seed = 0; seed < 24; seed++) {
        struct tcs_rand rand = tcs_rand(seed, 5);
        struct bench live;
        struct bench copy;
        const int cut = (int)(tcs_rand_u32(&rand) % (LOOKS - 1));
        struct tcs_time since = at(0.0);

        shuffle(order, &rand, seed % 2 == 0 ? 2.0 : 0.3);
        open_bench(&live, NULL);
        for (int i = 0; i < LOOKS; i++) {
            const struct tcs_time now = { order[i].arrival_ns };
            struct tcs_rand same = rand;

            CHECK(deliver(&live, &order[i]) <= TCS_LOOK_LATE);
            if (i > cut)
                (void)deliver(&copy, &order[i]);
            in_shares(&live, &rand, since, now);
            if (i > cut)
                in_shares(&copy, &same, since, now);
            since = now;
            if (i == cut)
                open_bench(&copy, &live);
            CHECK(i < cut || tcs_digest_equal(live.digest, copy.digest));
            CHECK(i < cut || memcmp(live.state, copy.state, size) == 0);
            CHECK(i < cut || same_tracks(&live, &copy));
        }
        settle(&live, at(100.0));
        settle(&copy, at(100.0));
        CHECK(same_tracks(&live, &ordered) && same_tracks(&copy, &ordered));
        passed += tcs_timeline_counts(&live.timeline).rewinds;
        close_bench(&live);
        close_bench(&copy);
    }
    CHECK(passed > 24 * 4);
    close_bench(&ordered);
}

static int64_t cost_ns(int look)
{
    return looks[look].count == 1 && looks[look].observations[0].kind == TCS_OBS_CLAIM
               ? TCS_CLAIM_NS
               : TCS_LOOK_NS;
}

/* 16 looks wait: two in each second until they are due, but no more than there is room
 * for, and what a call leaves the next one does. */
static void a_share_is_that_of_the_time_that_has_gone(void **state)
{
    const int64_t room = 3 * TCS_LOOK_NS;
    const struct tcs_time due = at(10.0);
    struct bench b;

    open_bench(&b, NULL);
    for (int i = 0; i < 16; i++)
        CHECK_INT(tcs_timeline_take(&b.timeline, &looks[i], at(2.0)), TCS_LOOK_IN_ORDER);
    const struct tcs_tracker *present = tcs_timeline_present(&b.timeline);

    CHECK_INT(tcs_timeline_work(&b.timeline, at(2.0), at(2.0), due, room), room);
    CHECK_INT(tcs_tracker_counts(present).looks, 0);
    CHECK_INT(tcs_timeline_work(&b.timeline, at(2.0), at(2.5), due, room),
              2 * TCS_LOOK_NS);
    CHECK_INT(tcs_tracker_counts(present).looks, 1);
    CHECK_INT(tcs_timeline_work(&b.timeline, at(2.5), at(2.5), due, room), room);
    CHECK_INT(tcs_tracker_counts(present).looks, 1);
    const int64_t costs = cost_ns(1) + cost_ns(2) + cost_ns(3);

    CHECK_INT(tcs_timeline_work(&b.timeline, at(2.5), at(4.6), due, costs - 1),
              cost_ns(3) - 1);
    CHECK_INT(tcs_tracker_counts(present).looks, 3);
    CHECK_INT(tcs_timeline_work(&b.timeline, at(4.6), at(4.6), due, cost_ns(3)), 0);
    CHECK_INT(tcs_tracker_counts(present).looks, 4);
    for (int i = 0; i < 9; i++)
        (void)tcs_timeline_work(&b.timeline, at(4.6), at(4.6), due, room);
    CHECK_INT(tcs_tracker_counts(present).looks, 6);
    CHECK(tcs_timeline_is_behind(&b.timeline, at(4.6)));
    tcs_timeline_catch_up(&b.timeline, at(4.6));
    CHECK_INT(tcs_tracker_counts(present).looks, 16);
    CHECK(!tcs_timeline_is_behind(&b.timeline, at(4.6)));
    close_bench(&b);
}

/* Empty looks, 5 ms apart. */
static void take_empty(struct bench *b, double from_s, int count, struct tcs_time now)
{
    struct tcs_look look = looks[1];

    look.count = 0;
    for (int i = 0; i < count; i++) {
        look.valid_at = at(from_s + 0.005 * i);
        (void)tcs_timeline_take(&b->timeline, &look, now);
    }
}

/* 200 looks in a second, and one that is 0.9 s late: it is gone back for. One more, at
 * once: not before 90 others have come, half of what would be run again; then it is. */
static void what_is_always_late_is_not_gone_back_for_each_time(void **state)
{
    const struct tcs_time now = at(1.5);
    struct bench b;

    late.look_max = 512;
    open_bench(&b, NULL);
    take_empty(&b, 0.5, 200, now);
    tcs_timeline_catch_up(&b.timeline, now);
    take_empty(&b, 0.601, 1, now);
    tcs_timeline_go_back(&b.timeline);
    CHECK_INT(tcs_timeline_counts(&b.timeline).rewinds, 1);
    tcs_timeline_catch_up(&b.timeline, now);
    take_empty(&b, 0.602, 1, now);
    tcs_timeline_go_back(&b.timeline);
    CHECK_INT(tcs_timeline_counts(&b.timeline).rewinds, 1);
    take_empty(&b, 1.5, 80, at(1.9));
    tcs_timeline_go_back(&b.timeline);
    CHECK_INT(tcs_timeline_counts(&b.timeline).rewinds, 1);
    take_empty(&b, 1.9, 30, at(2.05));
    tcs_timeline_go_back(&b.timeline);
    CHECK_INT(tcs_timeline_counts(&b.timeline).rewinds, 2);
    tcs_timeline_catch_up(&b.timeline, at(2.05));
    CHECK_INT(tcs_tracker_counts(tcs_timeline_present(&b.timeline)).looks, 312);
    close_bench(&b);
}

/* The window is 2 s: 2.0 s late is used, a nanosecond more is not; likewise ahead. */
static void what_lies_outside_the_window_is_counted_and_not_used(void **state)
{
    const struct tcs_time now = looks[LOOKS - 1].valid_at;
    struct tcs_look stray = looks[0];
    struct bench with;
    struct bench without;

    open_bench(&with, NULL);
    open_bench(&without, NULL);
    run_in_order(&with);
    run_in_order(&without);
    stray.valid_at.tai_ns = now.tai_ns - late.window_ns - 1;
    CHECK_INT(tcs_timeline_take(&with.timeline, &stray, now), TCS_LOOK_TOO_LATE);
    stray.valid_at.tai_ns = now.tai_ns + late.window_ns + 1;
    CHECK_INT(tcs_timeline_take(&with.timeline, &stray, now), TCS_LOOK_AHEAD);
    settle(&with, now);
    CHECK(same_tracks(&with, &without));
    CHECK_INT(tcs_timeline_counts(&with.timeline).too_late, 1);
    CHECK_INT(tcs_timeline_counts(&with.timeline).ahead, 1);
    CHECK_INT(tcs_timeline_counts(&with.timeline).late, 0);
    stray.valid_at.tai_ns = now.tai_ns - late.window_ns;
    CHECK_INT(tcs_timeline_take(&with.timeline, &stray, now), TCS_LOOK_LATE);
    /* Ahead of time: waits, and is taken half a second before its time has come. */
    stray.valid_at.tai_ns = now.tai_ns + late.window_ns;
    CHECK_INT(tcs_timeline_take(&with.timeline, &stray, now), TCS_LOOK_IN_ORDER);
    settle(&with, now);
    CHECK_INT(tcs_tracker_counts(tcs_timeline_present(&with.timeline)).looks, LOOKS + 1);
    settle(&with, (struct tcs_time) { stray.valid_at.tai_ns - TCS_AHEAD_NS });
    CHECK_INT(tcs_tracker_counts(tcs_timeline_present(&with.timeline)).looks, LOOKS + 2);
    close_bench(&with);
    close_bench(&without);
}

/* Room for 10 looks of 9 a second: an ordered stream goes on unharmed, the window is cut
 * short, and that is counted. */
static void without_room_the_window_becomes_shorter(void **state)
{
    struct bench narrow;
    struct bench wide;

    open_bench(&wide, NULL);
    run_in_order(&wide);
    late.look_max = 10;
    open_bench(&narrow, NULL);
    run_in_order(&narrow);
    CHECK(same_tracks(&narrow, &wide));
    CHECK(tcs_timeline_counts(&narrow.timeline).cut > 0);
    CHECK_INT(tcs_timeline_counts(&wide.timeline).cut, 0);
    /* What was final is not gone back to: 1.9 s ago is too late now. */
    struct tcs_look stray = looks[0];

    stray.valid_at.tai_ns = looks[LOOKS - 1].valid_at.tai_ns - 1900000000;
    CHECK_INT(tcs_timeline_take(&narrow.timeline, &stray, looks[LOOKS - 1].valid_at),
              TCS_LOOK_TOO_LATE);
    close_bench(&narrow);
    close_bench(&wide);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin)
    const struct CMUnitTest tests[] = {
        TEST(a_stream_shuffled_within_the_window_ends_in_the_ordered_ones_state),
        TEST(without_a_timeline_the_order_matters),
        TEST(the_picture_is_the_best_from_what_is_there),
        TEST(a_copy_goes_on_with_the_same_bits),
        TEST(what_is_run_in_shares_ends_in_the_ordered_ones_state),
        TEST(a_share_is_that_of_the_time_that_has_gone),
        TEST(what_is_always_late_is_not_gone_back_for_each_time),
        TEST(a_late_look_that_starts_others_leaves_labels_as_they_are),
        TEST(what_lies_outside_the_window_is_counted_and_not_used),
        TEST(without_room_the_window_becomes_shorter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
