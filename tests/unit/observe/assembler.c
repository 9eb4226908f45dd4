/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/assembler.h"

#include <string.h>

#include "check.h"
#include "num/rand.h"

#define DEG TCS_RAD_PER_DEG

enum { LOOKS_MAX = 4096, SEEN_MAX = 8192 };

/* What came out. A plot carries its number as its cross-section. */
struct sink {
    struct tcs_look looks[LOOKS_MAX];
    size_t look_count;
    struct {
        uint32_t number;
        size_t look;
        double az_rad;
        struct tcs_time at;
        struct tcs_time given_at;
    } seen[SEEN_MAX];
    size_t seen_count;
};

static struct sink sink;
static struct tcs_assembler assembler;
static struct tcs_sensor sensor;
static struct tcs_leap_table leap;
static struct tcs_observation scratch[TCS_NECK_OBSERVATIONS_MAX];
static struct tcs_neck neck;
static struct tcs_sensor_counts counts;
static uint32_t next_number;

static void take(void *context, const struct tcs_look *look)
{
    struct sink *to = context;

    CHECK(to->look_count < LOOKS_MAX && to->seen_count + look->count <= SEEN_MAX);
    to->looks[to->look_count] = *look;
    for (uint32_t i = 0; i < look->count; i++) {
        const struct tcs_observation *obs = &look->observations[i];

        to->seen[to->seen_count].number = (uint32_t)obs->rcs_dbsm;
        to->seen[to->seen_count].look = to->look_count;
        to->seen[to->seen_count].az_rad = obs->z[1];
        to->seen[to->seen_count].at =
            tcs_time_add(look->valid_at, tcs_span_from_seconds(obs->dt_s));
        to->seen[to->seen_count].given_at = look->seen_at;
        to->seen_count++;
    }
    to->look_count++;
}

static void changed(void *context, const void *state, size_t len)
{
    CHECK(context == &sink && state == &assembler && len <= sizeof assembler);
}

static struct tcs_time second(double s)
{
    return (struct tcs_time) { INT64_C(1700000000) * TCS_NS_PER_S +
                               tcs_span_from_seconds(s).ns };
}

static int fresh(void **state)
{
    memset(&sink, 0, sizeof sink);
    memset(&assembler, 0, sizeof assembler);
    memset(&counts, 0, sizeof counts);
    sensor = (struct tcs_sensor) {
        .kind = TCS_SENSOR_RADAR,
        .period_s = 1.0,
        .clutter_known = true,
        .clutter_per_scan = 8.0,
        .coverage = { .range_max_m = 3000.0, .az_width_rad = 2.0 * TCS_PI },
    };
    neck = (struct tcs_neck) { .leap = &leap,
                               .sensors = &sensor,
                               .sensor_count = 1,
                               .observations = scratch,
                               .counts = &counts,
                               .take = take,
                               .changed = changed,
                               .context = &sink };
    next_number = 0;
    return 0;
}

static uint32_t plot(double az_deg, double at_s, double now_s)
{
    const struct tcs_plot p = { .at = second(at_s),
                                .range_m = 1000.0,
                                .az_rad = az_deg * DEG,
                                .rcs_dbsm = next_number,
                                .flags = TCS_PLOT_RCS };

    neck.now = second(now_s);
    tcs_assembler_plot(&assembler, &neck, 0, &p);
    return next_number++;
}

static void crossing(double az_deg, double at_s, double now_s)
{
    neck.now = second(now_s);
    tcs_assembler_crossing(&assembler, &neck, 0, az_deg * DEG, second(at_s));
}

static void tick(double now_s)
{
    neck.now = second(now_s);
    tcs_assembler_tick(&assembler, &neck, 0);
}

static bool covers(const struct tcs_look *look, double az_rad)
{
    const double off = tcs_angle_diff(az_rad, look->coverage.az_center_rad);

    return look->counts_misses &&
           (off < 0 ? -off : off) <= look->coverage.az_width_rad / 2.0 + 1e-12;
}

/* Sixteen sectors a turn of one second, plots at 11 and 100 degrees that are reported
 * lag_s after the antenna passed them, before the crossing message of that moment. */
static void turn(int first_turn, int turns, double lag_s)
{
    static const double az_deg[] = { 11.0, 100.0 };

    for (int i = 16 * first_turn; i < 16 * (first_turn + turns); i++) {
        const double now_s = (i + 1) / 16.0;

        for (size_t j = 0; j < 2; j++) {
            const double due_s = az_deg[j] / 360.0 + lag_s;

            for (int n = first_turn - 1; n < first_turn + turns; n++) {
                if (n + due_s > now_s - 1.0 / 16.0 && n + due_s <= now_s)
                    plot(az_deg[j], n + due_s - lag_s, now_s);
            }
        }
        crossing((i + 1) % 16 * 22.5, now_s, now_s);
    }
}

/* Edges stay two degrees (the least margin) behind the antenna: 5 turns less 2 degrees
 * less the first sector, which only says where the antenna is. */
static void every_azimuth_is_covered_once_a_turn(void **state)
{
    turn(0, 5, 0.0);
    double width = 0.0;
    double edge_rad = 22.5 * DEG;

    for (size_t i = 0; i < sink.look_count; i++) {
        const struct tcs_coverage *c = &sink.looks[i].coverage;

        if (!sink.looks[i].counts_misses)
            continue;
        CHECK_NEAR(tcs_angle_diff(c->az_center_rad - c->az_width_rad / 2.0, edge_rad),
                   0.0, 1e-9, "rad");
        edge_rad = c->az_center_rad + c->az_width_rad / 2.0;
        width += c->az_width_rad;
    }
    CHECK_NEAR(width, (5.0 * 360.0 - 22.5 - 2.0) * DEG, 1e-9, "rad");
    CHECK_INT(sink.seen_count, next_number);
    CHECK_INT(counts.late, 0);
}

/* From 2 degrees before the 15th crossing to 2 before the 16th: 1/16 turn, so 8 / 16
 * false plots; the antenna was at its end 2 degrees or 5.56 ms before the crossing. */
static void a_look_says_what_part_of_the_turn_it_is(void **state)
{
    turn(0, 2, 0.0);
    const struct tcs_look *look = &sink.looks[sink.look_count - 1];

    CHECK(look->counts_misses);
    CHECK_NEAR(look->clutter_expected, 0.5, 1e-12, "1");
    CHECK_NEAR(look->coverage.az_center_rad, (360.0 - 2.0 - 11.25) * DEG, 1e-9, "rad");
    CHECK_NEAR(look->coverage.az_width_rad, 22.5 * DEG, 1e-9, "rad");
    CHECK_NEAR(look->coverage.range_max_m, 3000.0, 0.0, "m");
    CHECK_NEAR(tcs_span_seconds(tcs_time_since(look->valid_at, second(2.0))),
               -2.0 / 360.0, 1e-6, "s");
}

/* Plots one degree short of each crossing: each look ends two degrees from them. */
static void edges_keep_clear_of_plots(void **state)
{
    for (int i = 0; i < 200; i++) {
        const double now_s = i / 16.0;

        plot(i % 16 * 22.5 - 1.0, now_s - 1.0 / 360.0, now_s);
        crossing(i % 16 * 22.5, now_s, now_s);
    }
    for (size_t i = 0; i < sink.look_count; i++) {
        const struct tcs_coverage *c = &sink.looks[i].coverage;
        const double end = c->az_center_rad + c->az_width_rad / 2.0;

        if (!sink.looks[i].counts_misses)
            continue;
        for (size_t j = 0; j < sink.seen_count; j++) {
            const double off = tcs_angle_diff(sink.seen[j].az_rad, end);

            CHECK(off > 1.99 * DEG || off < -1.99 * DEG);
        }
    }
    CHECK(sink.seen_count + 2 >= next_number);
}

static void plots_lie_in_the_coverage_of_their_look(void **state)
{
    for (int lag = 0; lag < 4; lag++) {
        fresh(NULL);
        turn(0, 8, 0.07 * lag);
        CHECK(sink.seen_count + 2 >= next_number);
        for (size_t i = 0; i < sink.seen_count; i++) {
            if (tcs_time_compare(sink.seen[i].at, second(2.0)) > 0)
                CHECK(covers(&sink.looks[sink.seen[i].look], sink.seen[i].az_rad));
        }
    }
}

/* Radar plots 0.2 s behind: each azimuth still counts as looked at once a turn, and none
 * of the two targets is reported as missed by another look of the same turn. */
static void a_lagging_radar_does_not_miss_what_it_reports_later(void **state)
{
    turn(0, 10, 0.2);
    for (size_t i = 0; i < sink.look_count; i++) {
        const struct tcs_look *look = &sink.looks[i];
        bool has_11 = false;

        if (tcs_time_compare(look->valid_at, second(3.0)) < 0 ||
            !covers(look, 11.0 * DEG))
            continue;
        for (size_t j = 0; j < sink.seen_count; j++)
            has_11 |= sink.seen[j].look == i &&
                      tcs_angle_diff(sink.seen[j].az_rad, 11.0 * DEG) < 1e-9;
        CHECK(has_11);
    }
}

/* The plot at 5 degrees: after the hold the sector up to 3 degrees behind it is given at
 * once, the edge being put where it is quiet, 2 degrees from the front. */
static void a_plot_waits_no_longer_than_the_hold(void **state)
{
    sensor.az_sigma_rad = 0.6 * DEG; /* a margin of 5 sigmas: 3 degrees */
    turn(0, 2, 0.0);
    const size_t before = sink.seen_count;

    plot(5.0, 2.01, 2.02);
    tick(2.119);
    CHECK_INT(sink.seen_count, before);
    tick(2.121);
    CHECK_INT(sink.seen_count, before + 1);
    const size_t given = sink.look_count - 1;

    CHECK_INT(sink.seen[before].look, given);
    CHECK(covers(&sink.looks[given], 5.0 * DEG));
    CHECK(covers(&sink.looks[given], 7.9 * DEG));
    CHECK(!covers(&sink.looks[given], 8.1 * DEG));
    /* The rest of the sector comes with its crossing; nothing is looked at twice. */
    crossing(22.5, 2.0 + 1.0 / 16.0, 2.13);
    CHECK(covers(&sink.looks[given + 1], 8.1 * DEG));
    CHECK(covers(&sink.looks[given + 1], 19.4 * DEG));
    CHECK(!covers(&sink.looks[given + 1], 7.9 * DEG));
}

/* What comes behind the edge is handed over, but not as something looked at again. */
static void a_late_plot_is_given_without_coverage(void **state)
{
    turn(0, 2, 0.0);
    const size_t before = sink.look_count;

    plot(300.0, 1.9, 2.01); /* covered by the look of the crossing at 315 degrees */
    tick(2.12);
    CHECK_INT(sink.look_count, before + 1);
    CHECK(!sink.looks[before].counts_misses);
    CHECK_NEAR(sink.looks[before].coverage.az_width_rad, 2.0 * TCS_PI, 0.0, "rad");
    CHECK_INT(sink.looks[before].count, 1);
}

static void lost_sector_messages_are_not_misses(void **state)
{
    turn(0, 3, 0.0);
    const size_t before = sink.look_count;

    crossing(90.0, 3.25, 3.25); /* 22.5, 45 and 67.5 never came */
    CHECK_INT(sink.look_count, before);
    CHECK(!covers(&sink.looks[before - 1], 60.0 * DEG));
    crossing(112.5, 3.3125, 3.3125);
    CHECK(covers(&sink.looks[sink.look_count - 1], 100.0 * DEG));
    CHECK(!covers(&sink.looks[sink.look_count - 1], 89.0 * DEG));
}

static void a_crossing_that_was_overtaken_changes_nothing(void **state)
{
    turn(0, 3, 0.0);
    const struct tcs_assembler before = assembler;
    const size_t looks = sink.look_count;

    crossing(337.5, 3.0 - 1.0 / 16.0, 3.01);
    CHECK_INT(sink.look_count, looks);
    CHECK(memcmp(&assembler, &before, sizeof before) == 0);
}

/* A message on its way: what the antenna passed in a sector, and that it passed it. */
struct message {
    double arrival_s;
    int sector;
};

static void deliver(const struct message *message)
{
    const double end_s = (message->sector + 1) / 32.0;

    for (int i = 0; i < 2; i++)
        plot(message->sector % 32 * 11.25 + 3.0 + 5.0 * i,
             end_s - (8.25 - 5.0 * i) / 360.0, message->arrival_s);
    crossing((message->sector + 1) % 32 * 11.25, end_s, message->arrival_s);
    tick(message->arrival_s);
}

/* Each message takes 20 to 80 ms, so that many overtake another. Hardly a plot comes
 * late, and each azimuth is covered once a turn all the same. */
static void a_network_that_reorders_costs_little(void **state)
{
    struct tcs_rand rand = tcs_rand(11, 3);
    struct message on_the_way[32 * 30];
    const int count = 32 * 30;
    double width = 0.0;

    for (int i = 0; i < count; i++) {
        const struct message message = {
            (i + 1) / 32.0 + tcs_rand_between(&rand, 0.02, 0.08), i
        };
        int j = i;

        for (; j > 0 && on_the_way[j - 1].arrival_s > message.arrival_s; j--)
            on_the_way[j] = on_the_way[j - 1];
        on_the_way[j] = message;
    }
    for (int i = 0; i < count; i++)
        deliver(&on_the_way[i]);
    tick(31.0);
    CHECK_INT(sink.seen_count, next_number);
    CHECK(counts.late < next_number / 100);
    for (size_t i = 0; i < sink.look_count; i++)
        width += sink.looks[i].counts_misses ? sink.looks[i].coverage.az_width_rad : 0.0;
    CHECK_NEAR(width, 30.0 * 2.0 * TCS_PI, 60.0 * DEG, "rad");
}

static void a_radar_that_comes_back_begins_anew(void **state)
{
    turn(0, 3, 0.0);
    const size_t before = sink.look_count;

    turn(40, 2, 0.0);
    for (size_t i = before; i < sink.look_count; i++) {
        if (tcs_time_compare(sink.looks[i].valid_at, second(40.07)) < 0)
            CHECK(!sink.looks[i].counts_misses);
    }
    CHECK(sink.looks[sink.look_count - 1].counts_misses);
}

static void north_markers_alone_cover_whole_turns(void **state)
{
    for (int i = 0; i < 5; i++)
        crossing(0.0, i, i + 0.01);
    CHECK_INT(sink.look_count, 4);
    for (size_t i = 0; i < sink.look_count; i++) {
        CHECK(sink.looks[i].counts_misses);
        CHECK_NEAR(sink.looks[i].coverage.az_width_rad, (i == 0 ? 358.0 : 360.0) * DEG,
                   1e-9, "rad");
    }
}

/* A north marker beside the sector message of the same moment changes nothing. */
static void a_north_marker_beside_a_sector_message_is_harmless(void **state)
{
    for (int i = 0; i <= 80; i++) {
        crossing(i % 16 * 22.5, i / 16.0, i / 16.0);
        if (i % 16 == 0)
            crossing(0.0, i / 16.0, i / 16.0);
    }
    CHECK_INT(sink.look_count, 80);
    for (size_t i = 1; i < sink.look_count; i++)
        CHECK_NEAR(sink.looks[i].coverage.az_width_rad, 22.5 * DEG, 1e-9, "rad");
}

static void a_turning_radar_without_sectors_covers_between_plots(void **state)
{
    /* A plot each 1/20 turn (18 degrees), told at once; flushed by ticks. */
    for (int i = 0; i < 100; i++) {
        plot(i % 20 * 18.0, i / 20.0, i / 20.0);
        tick(i / 20.0 + 0.049);
    }
    double width = 0.0;

    for (size_t i = 0; i < sink.look_count; i++) {
        if (sink.looks[i].counts_misses &&
            tcs_time_compare(sink.looks[i].valid_at, second(3.0)) > 0)
            width += sink.looks[i].coverage.az_width_rad;
    }
    /* A plot every 50 ms, 18 degrees a look: from 3.0056 s (2 degrees behind the plot of
     * 3.0 s) to 4.9056 s there are 38 or 39 of them, as the last are still held. */
    CHECK_NEAR(width, 38.5 * 18.0 * DEG, 9.1 * DEG, "rad");
}

static void plots_in_no_order_count_no_misses(void **state)
{
    struct tcs_rand rand = tcs_rand(7, 1);
    size_t counting = 0;

    for (int i = 0; i < 2000; i++) {
        plot(tcs_rand_between(&rand, 0.0, 360.0), i / 100.0, i / 100.0);
        tick(i / 100.0 + 0.005);
    }
    for (size_t i = 0; i < sink.look_count; i++)
        counting += sink.looks[i].counts_misses;
    CHECK_INT(counting, 0);
}

static void a_full_assembler_hands_over_and_loses_nothing(void **state)
{
    for (int i = 0; i < 3 * TCS_ASSEMBLER_PLOTS + 1; i++)
        plot(10.0, 0.0, 0.0);
    CHECK_INT(sink.seen_count, 3 * TCS_ASSEMBLER_PLOTS);
    tick(0.2);
    CHECK_INT(sink.seen_count, 3 * TCS_ASSEMBLER_PLOTS + 1);
}

/* Whatever a radar does, each plot comes out once, as it went in, within the hold. */
static void nothing_is_lost_or_duplicated(void **state)
{
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct tcs_rand rand = tcs_rand(seed, 2);
        double arrived_s[600];
        double now_s = 0.0;

        fresh(NULL);
        sensor.period_s = seed % 5 == 0 ? 0.0 : tcs_rand_between(&rand, 0.3, 12.0);
        for (int i = 0; i < 600; i++) {
            const double what = tcs_rand_uniform(&rand);
            const double antenna = sensor.period_s > 0.0
                                       ? now_s / sensor.period_s * 360.0
                                       : tcs_rand_between(&rand, 0.0, 360.0);

            now_s += tcs_rand_between(&rand, 0.0, 0.04);
            if (what < 0.5)
                arrived_s[plot(antenna - tcs_rand_between(&rand, -20.0, 100.0),
                               now_s - tcs_rand_between(&rand, -0.1, 1.0), now_s)] =
                    now_s;
            else if (what < 0.7)
                crossing(antenna, now_s, now_s);
            else if (what < 0.72)
                now_s += 30.0;
            tick(now_s);
        }
        for (int i = 1; i <= 4; i++)
            tick(now_s + 0.03 * i);
        CHECK_INT(sink.seen_count, next_number);
        bool found[600] = { false };

        for (size_t i = 0; i < sink.seen_count; i++) {
            CHECK(!found[sink.seen[i].number]);
            found[sink.seen[i].number] = true;
            /* Held for 0.1 s, seen at the next tick: 0.04 s, or the gap of 30 s. */
            const double held_s =
                tcs_span_seconds(tcs_time_since(sink.seen[i].given_at, second(0.0))) -
                arrived_s[sink.seen[i].number];
            CHECK(held_s <= 0.14 + 1e-6 || held_s > 29.9);
        }
        for (size_t i = 0; i < sink.look_count; i++)
            CHECK(sink.looks[i].count > 0 || sink.looks[i].counts_misses);
    }
}

int main(void)
{
    tcs_leap_builtin(&leap);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_azimuth_is_covered_once_a_turn, fresh),
        cmocka_unit_test_setup(a_look_says_what_part_of_the_turn_it_is, fresh),
        cmocka_unit_test_setup(plots_lie_in_the_coverage_of_their_look, fresh),
        cmocka_unit_test_setup(a_lagging_radar_does_not_miss_what_it_reports_later,
                               fresh),
        cmocka_unit_test_setup(edges_keep_clear_of_plots, fresh),
        cmocka_unit_test_setup(a_late_plot_is_given_without_coverage, fresh),
        cmocka_unit_test_setup(a_plot_waits_no_longer_than_the_hold, fresh),
        cmocka_unit_test_setup(lost_sector_messages_are_not_misses, fresh),
        cmocka_unit_test_setup(a_crossing_that_was_overtaken_changes_nothing, fresh),
        cmocka_unit_test_setup(a_network_that_reorders_costs_little, fresh),
        cmocka_unit_test_setup(a_radar_that_comes_back_begins_anew, fresh),
        cmocka_unit_test_setup(north_markers_alone_cover_whole_turns, fresh),
        cmocka_unit_test_setup(a_north_marker_beside_a_sector_message_is_harmless, fresh),
        cmocka_unit_test_setup(a_turning_radar_without_sectors_covers_between_plots,
                               fresh),
        cmocka_unit_test_setup(plots_in_no_order_count_no_misses, fresh),
        cmocka_unit_test_setup(a_full_assembler_hands_over_and_loses_nothing, fresh),
        cmocka_unit_test_setup(nothing_is_lost_or_duplicated, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
