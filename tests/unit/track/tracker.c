/* SPDX-License-Identifier: Apache-2.0 */
#include "num/elem.h"
#include "num/rand.h"
#include "observe/credible.h"
#include "tracker_bench.h"

enum { VIEWS = 256, OBSERVATIONS = 64 };

static struct tcs_sensor sensors[2];
static struct tcs_track_view views[VIEWS];
static struct tcs_observation seen[OBSERVATIONS];

/* Sensor 0: a radar at the origin that gives east and north; 1: a receiver of claims. */
static int begin(void **state)
{
    memset(sensors, 0, sizeof sensors);
    sensors[0].kind = TCS_SENSOR_RADAR;
    sensors[0].pd_known = true;
    sensors[0].pd = 0.9;
    sensors[0].coverage.range_max_m = 3000.0;
    sensors[0].coverage.az_width_rad = 7.0;
    sensors[0].coverage.el_min_rad = -TCS_PI / 2.0;
    sensors[0].coverage.el_max_rad = TCS_PI / 2.0;
    sensors[1] = sensors[0];
    sensors[1].kind = TCS_SENSOR_ADSB;
    sensors[1].coverage.range_max_m = 5e5;
    set_tracker(sensors, 2, 200, OBSERVATIONS);
    make_tracker();
    return 0;
}

static void place(uint32_t j, double east, double north)
{
    memset(&seen[j], 0, sizeof seen[j]);
    seen[j].kind = TCS_OBS_POSITION_2D;
    seen[j].z[0] = east;
    seen[j].z[1] = north;
    seen[j].sigma[0] = seen[j].sigma[1] = 5.0;
}

static enum tcs_status look(double t_s, uint32_t count)
{
    struct tcs_look l = { 0 };

    l.counts_misses = true;
    l.valid_at = l.seen_at = at(t_s);
    l.coverage = sensors[0].coverage;
    l.clutter_expected = 20.0;
    l.count = count;
    l.observations = seen;
    return tcs_tracker_look(tracker, &config, scratch, &l);
}

static uint32_t doubts; /* of what is said */

static void say(double t_s, uint64_t id, double east, double north, double up)
{
    struct tcs_look l = { 0 };

    memset(&seen[0], 0, sizeof seen[0]);
    seen[0].kind = TCS_OBS_CLAIM;
    seen[0].claim_id = id;
    seen[0].doubts = doubts;
    seen[0].z[0] = east;
    seen[0].z[1] = north;
    seen[0].z[2] = up;
    seen[0].sigma[0] = seen[0].sigma[1] = seen[0].sigma[2] = 10.0;
    l.sensor = 1;
    l.valid_at = l.seen_at = at(t_s);
    l.coverage = sensors[1].coverage;
    l.clutter_expected = 0.0;
    l.count = 1;
    l.observations = seen;
    CHECK_OK(tcs_tracker_look(tracker, &config, scratch, &l));
}

static size_t view(double t_s)
{
    return tcs_tracker_view(tracker, &config, at(t_s), views, VIEWS);
}

static size_t confirmed(double t_s)
{
    const size_t n = view(t_s);
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (views[i].state != TCS_TRACK_TENTATIVE)
            views[kept++] = views[i];
    return kept;
}

/* One object at 10 m/s east, seen each second without error, and 20 false reports. */
static void fly(struct tcs_rand *rand, double t_s)
{
    for (uint32_t j = 1; j <= 20; j++)
        place(j, tcs_rand_between(rand, -2000.0, 2000.0),
              tcs_rand_between(rand, -2000.0, 2000.0));
    place(0, 100.0 + 10.0 * t_s, 200.0);
    CHECK_OK(look(t_s, 21));
}

static void an_object_among_clutter_gets_one_label_and_keeps_it(void **state)
{
    struct tcs_rand rand = tcs_rand(7, 1);
    uint64_t id = 0;

    for (int t = 0; t < 60; t++) {
        fly(&rand, t);
        if (t < 5)
            continue;
        CHECK_INT(confirmed(t), 1);
        CHECK_NEAR(views[0].x.v[0], 100.0 + 10.0 * t, 15.0, "m");
        CHECK_NEAR(views[0].x.v[1], 200.0, 15.0, "m");
        if (id == 0)
            id = views[0].id;
        CHECK(views[0].id == id);
    }
    CHECK_NEAR(views[0].x.v[3], 10.0, 2.0, "m/s");
    CHECK(views[0].straightness > 0.9);
    CHECK(views[0].kinds_seen == 1u << TCS_SENSOR_RADAR);
    CHECK(views[0].hits[TCS_SENSOR_RADAR] >= 55);
    CHECK_NEAR(views[0].witnessed_s, 59.0, 3.0, "s");
}

static void a_gap_of_ten_seconds_keeps_the_label(void **state)
{
    uint64_t id;

    for (int t = 0; t < 20; t++) {
        place(0, 100.0 + 10.0 * t, 200.0);
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(19.0), 1);
    id = views[0].id;
    for (int t = 20; t < 30; t++)
        CHECK_OK(look(t, 0));
    CHECK_INT(confirmed(29.0), 1);
    CHECK_INT(views[0].state, TCS_TRACK_COASTING);
    for (int t = 30; t < 33; t++) {
        place(0, 100.0 + 10.0 * t, 200.0);
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(32.0), 1);
    CHECK(views[0].id == id);
    CHECK_INT(views[0].state, TCS_TRACK_CONFIRMED);
}

/*
 * 15 m/s, then 6 m/s^2 to the side for 3 s while noise hides it: it is seen straight on
 * twice, and then 27 m beside where it was expected, over four sigma of everything known.
 * Nothing else explains that.
 */
static void who_turns_while_noise_hides_it_keeps_its_label(void **state)
{
    uint64_t id;

    for (int t = 0; t < 22; t++) {
        place(0, 100.0 + 15.0 * t, 200.0);
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(21.0), 1);
    id = views[0].id;
    for (int t = 22; t < 30; t++) {
        place(0, 100.0 + 15.0 * t, 227.0 + 18.0 * (t - 22));
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(29.0), 1);
    CHECK(views[0].id == id);
    CHECK_NEAR(views[0].x.v[4], 18.0, 2.0, "m/s");
}

/*
 * Two plots each look 1.5 km away, one 60 m over the radar, one 700 m: what flies is low.
 * The share of heights falls as 1 / (1 + (off / 100 m)^2), here 42 times, and a step of
 * elevation spans less height up there (cosine, 0.88): 47 times the odds.
 */
static void what_comes_up_low_is_likelier(void **state)
{
    static const double height_m[2] = { 60.0, 700.0 };
    double odds[2] = { 0.0, 0.0 };

    sensors[0].coverage.el_min_rad = -0.05;
    sensors[0].coverage.el_max_rad = 0.8;
    for (int t = 0; t < 2; t++) {
        for (uint32_t j = 0; j < 2; j++) {
            place(j, 1500.0, 0.3 * j + 0.2);
            seen[j].kind = TCS_OBS_RAE;
            seen[j].z[2] = tcs_asin(height_m[j] / 1500.0);
            seen[j].sigma[1] = seen[j].sigma[2] = 0.01;
        }
        CHECK_OK(look(t, 2));
    }
    CHECK_INT(view(1.0), 2);
    for (int i = 0; i < 2; i++)
        odds[views[i].x.v[2] > 400.0] = views[i].existence / (1.0 - views[i].existence);
    CHECK_NEAR(odds[0] / odds[1], 47.0, 10.0, "1");
}

static void what_is_gone_ends(void **state)
{
    for (int t = 0; t < 20; t++) {
        place(0, 100.0 + 10.0 * t, 200.0);
        CHECK_OK(look(t, 1));
    }
    for (int t = 20; t < 45; t++)
        CHECK_OK(look(t, 0));
    CHECK_INT(confirmed(44.0), 0);
    CHECK_INT(tcs_tracker_counts(tracker).ended, 1);
}

/* Ten objects 300 m apart, of which the first `seen_count` are seen. */
static void fly_ten(double t_s, uint32_t seen_count)
{
    for (uint32_t j = 0; j < seen_count; j++)
        place(j, 100.0 + 10.0 * t_s, -1500.0 + 300.0 * j);
    CHECK_OK(look(t_s, seen_count));
}

/*
 * With Pd 0.9 and one end in 100 s, as told, an object that is missed twice is gone with
 * odds of about 2 * 0.01 / 0.1^2 = 2. After half a minute in which none of ten has ended
 * the rate is near 0.005 and less, so that one that is missed twice is still thought to
 * be there; when all ten are missed, one and the same miss means that objects have ended:
 * a look of ten misses has a chance of 1e-10 otherwise.
 */
static void what_a_miss_means_is_learnt_from_all_objects(void **state)
{
    double alone;

    for (int t = 0; t < 30; t++)
        fly_ten(t, 10);
    fly_ten(30.0, 9);
    fly_ten(31.0, 9);
    CHECK_INT(confirmed(31.0), 10);
    alone = 1.0;
    for (int i = 0; i < 10; i++)
        alone = views[i].existence < alone ? views[i].existence : alone;
    CHECK(alone > 0.5);
    for (int t = 32; t < 62; t++)
        fly_ten(t, 10);
    fly_ten(62.0, 0);
    fly_ten(63.0, 0);
    CHECK_INT(confirmed(63.0), 10);
    for (int i = 0; i < 10; i++)
        CHECK(views[i].existence < alone - 0.1);
}

/* 250 m/s, 300 km away, a claim every 5 s with a pause of 20 s. */
static void a_far_aircraft_is_one_track_across_a_pause(void **state)
{
    uint64_t id = 0;

    for (int t = 0; t < 200; t += 5) {
        if (t > 100 && t < 120)
            continue;
        say(t, 0x0100000000406b90u, -3e5 + 250.0 * t, 5e4, 9000.0);
        CHECK_INT(confirmed(t), 1);
        if (id == 0)
            id = views[0].id;
        CHECK(views[0].id == id);
        CHECK(views[0].claim_id == 0x0100000000406b90u);
    }
    CHECK_NEAR(views[0].x.v[3], 250.0, 5.0, "m/s");
    CHECK(views[0].witnessed_s == 0.0);
    CHECK_INT(view(300.0), 0);
}

static void a_radar_that_does_not_see_it_does_not_end_a_claim(void **state)
{
    for (int t = 0; t < 30; t++) {
        if (t % 2 == 0)
            say(t, 0x0200000000000001u, 500.0 + 5.0 * t, 0.0, 50.0);
        CHECK_OK(look(t + 0.5, 0));
        CHECK_INT(confirmed(t + 0.5), 1);
    }
}

/* The claim and the radar's plot are of one object: one track. */
static void a_claim_joins_the_track_that_is_there(void **state)
{
    for (int t = 0; t < 10; t++) {
        place(0, 500.0 + 5.0 * t, 0.0);
        CHECK_OK(look(t, 1));
    }
    for (int t = 10; t < 20; t++) {
        say(t, 0x0200000000000001u, 500.0 + 5.0 * t, 0.0, 50.0);
        place(0, 500.0 + 5.0 * t, 0.0);
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(20.0), 1);
    CHECK(views[0].claim_id == 0x0200000000000001u);
    CHECK(views[0].kinds_seen == (1u << TCS_SENSOR_RADAR | 1u << TCS_SENSOR_ADSB));
}

/* A claim in doubt that follows a track by sensors, and then leads away from it: the
 * track is as it would be without, has no claim and is no more and no less likely; the
 * claim is shown beside it, with the reasons. */
static void a_doubtful_claim_touches_nothing_that_sensors_see(void **state)
{
    const uint64_t name = 0x0200000000000001u;
    double alone[4] = { 0 };
    int with_claim = 0;

    doubts = 1u << TCS_DOUBT_JUMP;
    for (int with = 0; with < 2; with++) {
        end(NULL);
        begin(NULL);
        for (int t = 0; t < 25; t++) {
            if (with == 1 && t > 5)
                say(t, name, 500.0 + 5.0 * t, t < 15 ? 0.0 : 20.0 * (t - 15), 50.0);
            place(0, 500.0 + 5.0 * t, 0.0);
            CHECK_OK(look(t, 1));
        }
        CHECK_INT(confirmed(24.0), 1 + with);
        for (int i = 0; i < 1 + with; i++) {
            if (views[i].claim_id != 0) {
                CHECK_INT(views[i].claim_doubts, doubts);
                CHECK(views[i].witnessed_s == 0.0);
                with_claim++;
                continue;
            }
            CHECK_INT(views[i].claim_doubts, 0);
            CHECK(views[i].kinds_seen == 1u << TCS_SENSOR_RADAR);
            if (with == 0) {
                memcpy(alone, views[i].x.v, sizeof alone - sizeof alone[0]);
                alone[3] = views[i].existence;
            }
            for (int k = 0; k < 2; k++)
                CHECK_NEAR(views[i].x.v[k], alone[k], 5.0, "m");
            CHECK_NEAR(views[i].existence, alone[3], 0.01, "1");
        }
    }
    CHECK_INT(with_claim, 1);
    doubts = 0;
}

/* The broadcast is heard first, 80 m off; the radar starts a track of its own, then the
 * broadcast becomes exact: one track, under the older label. */
static void a_claim_and_a_track_that_meet_become_one(void **state)
{
    uint64_t id;

    say(0.0, 0x0200000000000001u, 500.0, 80.0, 50.0);
    CHECK_INT(confirmed(0.0), 1);
    id = views[0].id;
    for (int t = 1; t < 6; t++) {
        say(t, 0x0200000000000001u, 500.0 + 5.0 * t, 80.0, 50.0);
        place(0, 500.0 + 5.0 * t, 0.0);
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(5.0), 2);
    for (int t = 6; t < 20; t++) {
        say(t, 0x0200000000000001u, 500.0 + 5.0 * t, 0.0, 50.0);
        place(0, 500.0 + 5.0 * t, 0.0);
        CHECK_OK(look(t, 1));
    }
    CHECK_INT(confirmed(19.0), 1);
    CHECK(views[0].id == id);
    CHECK(views[0].claim_id == 0x0200000000000001u);
    CHECK(views[0].kinds_seen == (1u << TCS_SENSOR_RADAR | 1u << TCS_SENSOR_ADSB));
}

/* The radar has seen what broadcasts once; then the broadcasts are led astray, 12 m a
 * second, to 84 m off, and the radar goes on with a track of its own. As soon as they
 * come back it is one track again, although the radar has seen both: not in the same
 * turn. */
static void a_claim_that_was_seen_before_and_a_track_become_one(void **state)
{
    uint64_t id;

    say(0.0, 0x0200000000000001u, 500.0, 0.0, 50.0);
    CHECK_INT(confirmed(0.0), 1);
    id = views[0].id;
    for (int t = 1; t < 20; t++) {
        const double astray = t < 3 ? 0.0 : t < 10 ? 12.0 * (t - 2) : 96.0;

        say(t, 0x0200000000000001u, 500.0 + 5.0 * t, t < 14 ? astray : 0.0, 50.0);
        place(0, 500.0 + 5.0 * t, 0.0);
        CHECK_OK(look(t, 1));
        if (t == 13)
            CHECK_INT(confirmed(t), 2);
    }
    CHECK_INT(confirmed(19.0), 1);
    CHECK(views[0].id == id);
    CHECK(views[0].claim_id == 0x0200000000000001u);
}

/* A radar without elevation guesses 60 +- 60 m for what flies at 400 m: 5.7 sigma. */
static void a_claim_far_above_what_a_flat_radar_guesses_joins_its_track(void **state)
{
    for (int t = 0; t < 10; t++) {
        place(0, 500.0 + 5.0 * t, 0.0);
        CHECK_OK(look(t, 1));
    }
    say(10.0, 0x0200000000000001u, 550.0, 0.0, 400.0);
    CHECK_INT(confirmed(10.0), 1);
    CHECK(views[0].claim_id == 0x0200000000000001u);
    CHECK_NEAR(views[0].x.v[2], 400.0, 20.0, "m");
}

/* Two that fly side by side, both seen in each turn: the claim belongs to one of them. */
static void who_is_seen_beside_a_claim_in_the_same_turn_is_another(void **state)
{
    for (int t = 0; t < 30; t++) {
        place(0, 500.0 + 5.0 * t, 0.0);
        place(1, 500.0 + 5.0 * t, 25.0);
        CHECK_OK(look(t, 2));
        say(t + 0.5, 0x0200000000000001u, 502.5 + 5.0 * t, 8.0, 50.0);
    }
    CHECK_INT(confirmed(29.5), 2);
}

static void the_order_of_observations_does_not_matter(void **state)
{
    const size_t size = tcs_tracker_state_size(&config);
    struct tcs_tracker *other = aligned_alloc(64, size);
    struct tcs_rand rand = tcs_rand(3, 1);
    struct tcs_tracker *first = tracker;

    CHECK(other != NULL);
    tcs_tracker_init(other, &config, at(0.0));
    for (int t = 0; t < 30; t++) {
        fly(&rand, t);
        for (uint32_t j = 20; j > 0; j--) {
            const uint32_t k = tcs_rand_u32(&rand) % (j + 1);
            const struct tcs_observation swap = seen[j];

            seen[j] = seen[k];
            seen[k] = swap;
        }
        tracker = other;
        CHECK_OK(look(t, 21));
        tracker = first;
        assert_memory_equal(tracker, other, size);
    }
    free(other);
}

static void a_restored_copy_goes_on_with_the_same_bits(void **state)
{
    const size_t size = tcs_tracker_state_size(&config);
    struct tcs_tracker *copy = aligned_alloc(64, size);
    struct tcs_tracker *later = aligned_alloc(64, size);
    struct tcs_rand rand = tcs_rand(4, 1);
    struct tcs_rand again;
    struct tcs_digest a = { 0 };
    struct tcs_digest b = { 0 };

    CHECK(copy != NULL && later != NULL);
    for (int t = 0; t < 10; t++)
        fly(&rand, t);
    memcpy(copy, tracker, size);
    again = rand;
    for (int t = 10; t < 20; t++) {
        fly(&rand, t);
        a = tcs_tracker_digest(tracker, tcs_tracker_counts(tracker).looks - 1, a);
    }
    memcpy(later, tracker, size);
    memcpy(tracker, copy, size);
    for (int t = 10; t < 20; t++) {
        fly(&again, t);
        b = tcs_tracker_digest(tracker, tcs_tracker_counts(tracker).looks - 1, b);
    }
    assert_memory_equal(tracker, later, size);
    CHECK(tcs_digest_equal(a, b));
    fly(&again, 20.0);
    CHECK(!tcs_digest_equal(tcs_tracker_digest(tracker, 20, a), a));
    free(copy);
    free(later);
}

/* Into a block of anything, and back into a state of another time: octet for octet what
 * was saved; what has ended or begun in between, or come of age, leaves no trace. */
static void what_was_saved_comes_back_octet_for_octet(void **state)
{
    const size_t size = tcs_tracker_state_size(&config);
    struct tcs_tracker *saved = aligned_alloc(64, size);
    struct tcs_tracker *copy = aligned_alloc(64, size);
    struct tcs_rand rand = tcs_rand(8, 1);

    CHECK(saved != NULL && copy != NULL);
    memset(saved, 0xa5, size);
    for (int k = 0; k < 60; k++) {
        if (k % 7 == 3) {
            memcpy(copy, tracker, size);
            tcs_tracker_save(saved, tracker);
        }
        fly(&rand, k);
        if (k % 7 == 5) { /* back by two or three looks, and forward by more */
            tcs_tracker_load(tracker, saved);
            assert_memory_equal(tracker, copy, size);
            fly(&rand, k);
        }
    }
    free(saved);
    free(copy);
}

static void a_full_pool_is_counted_and_the_rest_goes_on(void **state)
{
    enum tcs_status status = TCS_OK;

    config.track_max = 20;
    tcs_tracker_init(tracker, &config, at(0.0));
    for (int t = 0; t < 3; t++) {
        for (uint32_t j = 0; j < OBSERVATIONS; j++)
            place(j, 10.0 * j * (t + 1), 400.0 * t);
        status = look(t, OBSERVATIONS);
    }
    CHECK_INT(status, TCS_E_FULL);
    CHECK(tcs_tracker_counts(tracker).refused_full > 0);
    CHECK(view(2.0) <= 20);
}

static void labels_are_never_used_twice(void **state)
{
    struct tcs_rand rand = tcs_rand(5, 1);
    uint64_t highest = 0;

    for (int t = 0; t < 100; t++) {
        const uint64_t before = highest;
        size_t n;

        fly(&rand, t % 30); /* it jumps back twice: a new object each time */
        n = view(t);
        for (size_t i = 0; i < n; i++) {
            if (i > 0)
                CHECK(views[i].id > views[i - 1].id);
            if (views[i].id > highest)
                highest = views[i].id;
            /* A label that is new was given out in this look. */
            if (views[i].id > before)
                CHECK(tcs_time_compare(views[i].first_at, at(t % 30 - 30.0)) > 0);
        }
    }
}

/*
 * One drone rises and flies off east; when it is missed once, another is seen where it
 * came from, and from then on both. The first one's speed is known to some 5 m/s by then:
 * the one seen could well be it. But things come up where others came up, so it is a new
 * one, and the label flies on with the first.
 */
static void what_rises_behind_another_gets_a_label_of_its_own(void **state)
{
    static const double first_m[] = { 0, 4, 13, 28, -1, 58, 74, 90, 106, 122 };
    static const double second_m[] = { -1, -1, -1, -1, 2, 1, 4, 14, 36, 50 };
    uint64_t id = 0;

    for (int t = 0; t < 10; t++) {
        uint32_t n = 0;

        for (int i = 0; i < 2; i++) {
            const double along = i == 0 ? first_m[t] : second_m[t];

            if (along < 0.0)
                continue;
            place(n, 1500.0 + along, 300.0);
            seen[n].kind = TCS_OBS_POSITION;
            seen[n].z[2] = 5.0;
            seen[n].sigma[1] = seen[n].sigma[2] = 25.0;
            n++;
        }
        CHECK_OK(look(t, n));
        if (t == 2) {
            CHECK_INT(confirmed(t), 1);
            id = views[0].id;
        }
    }
    CHECK_INT(confirmed(9.0), 2);
    CHECK(views[0].id == id);
    CHECK_NEAR(views[0].x.v[0], 1622.0, 10.0, "m");
    CHECK_NEAR(views[1].x.v[0], 1550.0, 10.0, "m");
}

static void an_unknown_sensor_changes_nothing(void **state)
{
    const size_t size = tcs_tracker_state_size(&config);
    struct tcs_tracker *copy = aligned_alloc(64, size);
    struct tcs_look l = { 0 };

    CHECK(copy != NULL);
    memcpy(copy, tracker, size);
    l.sensor = 2;
    CHECK_INT(tcs_tracker_look(tracker, &config, scratch, &l), TCS_E_ARGUMENT);
    assert_memory_equal(tracker, copy, size);
    free(copy);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(an_object_among_clutter_gets_one_label_and_keeps_it),
        TEST(a_gap_of_ten_seconds_keeps_the_label),
        TEST(what_a_miss_means_is_learnt_from_all_objects),
        TEST(who_turns_while_noise_hides_it_keeps_its_label),
        TEST(what_comes_up_low_is_likelier),
        TEST(what_is_gone_ends),
        TEST(a_far_aircraft_is_one_track_across_a_pause),
        TEST(a_radar_that_does_not_see_it_does_not_end_a_claim),
        TEST(a_claim_joins_the_track_that_is_there),
        TEST(a_doubtful_claim_touches_nothing_that_sensors_see),
        TEST(a_claim_and_a_track_that_meet_become_one),
        TEST(a_claim_that_was_seen_before_and_a_track_become_one),
        TEST(a_claim_far_above_what_a_flat_radar_guesses_joins_its_track),
        TEST(who_is_seen_beside_a_claim_in_the_same_turn_is_another),
        TEST(the_order_of_observations_does_not_matter),
        TEST(a_restored_copy_goes_on_with_the_same_bits),
        TEST(what_was_saved_comes_back_octet_for_octet),
        TEST(a_full_pool_is_counted_and_the_rest_goes_on),
        TEST(labels_are_never_used_twice),
        TEST(what_rises_behind_another_gets_a_label_of_its_own),
        TEST(an_unknown_sensor_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
