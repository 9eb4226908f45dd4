/* SPDX-License-Identifier: Apache-2.0 */
#include "observe/sound.h"

#include "desk.h"
#include "observe/emission.h"
#include "random.h"

static struct desk desk;

static int fresh(void **state)
{
    desk_begin(&desk, TCS_SENSOR_ACOUSTIC);
    desk.sensor.az_sigma_rad = 2.0 * DEG;
    desk.sensor.el_sigma_rad = 2.0 * DEG;
    desk.sensor.pose.az_rad = 90.0 * DEG;
    return 0;
}

static void later(int64_t ns)
{
    desk.neck.now = tcs_time_add(desk.neck.now, (struct tcs_span) { ns });
}

/* Hops of 8 ms that arrive 30 ms late and up to 20 ms more. The fit comes to rest f above
 * the least delay, where 8 f^2 = (20 - f)^2: 5.2 ms. Jitter would be 20 / sqrt 12 = 5.8
 * ms; half of that is asked for. */
static void jitter_of_arrival_goes(void **state)
{
    struct tcs_hop_clock clock = { 0 };
    const struct tcs_time start = desk.neck.now;
    uint64_t seed = 4;
    double sum = 0.0, squares = 0.0;
    int count = 0;

    for (int64_t hop = 1000; hop < 6000; hop++) {
        const int64_t sent = (hop - 1000) * 8000000;
        const int64_t late = 30000000 + random_below(&seed, 20000000);
        const struct tcs_time arrival =
            tcs_time_add(start, (struct tcs_span) { sent + late });
        const struct tcs_time at = tcs_hop_time(&clock, (uint64_t)hop, arrival);
        const double off = (double)(tcs_time_since(at, start).ns - sent) / 1e9;

        CHECK(tcs_time_compare(at, arrival) <= 0);
        if (hop < 3000)
            continue;
        sum += off;
        squares += off * off;
        count++;
    }
    const double mean = sum / count;

    CHECK_NEAR(mean, 0.0352, 0.003, "s");
    CHECK_NEAR(squares / count - mean * mean, 0.0, 0.0029 * 0.0029, "s^2");
    CHECK_NEAR(clock.hop_ns, 8e6, 0.05e6, "ns");
}

static void a_counter_that_goes_back_begins_anew(void **state)
{
    struct tcs_hop_clock clock = { 0 };

    for (uint64_t hop = 1; hop < 100; hop++) {
        later(8000000);
        (void)tcs_hop_time(&clock, hop, desk.neck.now);
    }
    later(8000000);
    CHECK(tcs_hop_time(&clock, 5, desk.neck.now).tai_ns == desk.neck.now.tai_ns);
    CHECK_INT((int)clock.count, 1);
}

/* Forward of the array is y; the array looks east: what is ahead lies east, what is to
 * its right (x) south. */
static void vectors_go_through_the_pose(void **state)
{
    struct tcs_hop_clock clock = { 0 };
    struct tcs_odas odas = { .hop = 7, .kind = TCS_ODAS_TRACKS, .count = 2 };

    odas.sources[0] = (struct tcs_odas_source) { .x = 0.6, .z = 0.8, .strength = 0.9 };
    odas.sources[1] = (struct tcs_odas_source) { .y = 1.0, .strength = 0.4 };
    tcs_sound_take(&clock, &desk.neck, 0, &odas);
    CHECK_INT(desk.look_count, 1);
    CHECK_INT(desk.looks[0].count, 1); /* the other one is silent */
    CHECK(desk.looks[0].counts_misses);
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_AZEL);
    CHECK_NEAR(desk_last(&desk)->z[0], 180.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->z[1], 53.130102354155980 * DEG, 1e-12, "rad");
    later(50000000);
    odas.hop = 13;
    tcs_sound_take(&clock, &desk.neck, 0, &odas);
    CHECK_INT(desk.look_count, 1); /* within its period */
    later(60000000);
    odas.hop = 20;
    tcs_sound_take(&clock, &desk.neck, 0, &odas);
    CHECK_INT(desk.look_count, 2);
}

/* 23:59:59.400 with a latency of 200 ms: valid at .300, that is 200 ms before arrival. A
 * lobe of 11.774 degrees is a sigma of 5 degrees. */
static void an_answer_is_one_look_and_said_again_none(void **state)
{
    struct tcs_emission emission = { 0 };
    struct tcs_kraken a = { .utc_ms = INT64_C(1636243199400),
                            .bearing_deg = 30.0,
                            .frequency_hz = 2437e6,
                            .latency_ms = 200.0 };
    struct tcs_kraken b = a;
    const struct tcs_kraken *const lines[] = { &b, &a };

    b.width_deg = 11.7741002251547466;
    desk.sensor.kind = TCS_SENSOR_RADIO;
    desk.sensor.rotation_rad = 15.0 * DEG;
    tcs_emission_take(&emission, &desk.neck, 0, lines, 2);
    tcs_emission_take(&emission, &desk.neck, 0, lines, 2);
    CHECK_INT(desk.look_count, 1);
    CHECK_INT((int)desk.counts.repeated, 1);
    CHECK_INT(desk.looks[0].count, 2);
    CHECK(!desk.looks[0].counts_misses);
    CHECK_NEAR(desk_seconds(&desk, desk.looks[0].valid_at), -0.2, 1e-9, "s");
    CHECK_INT(desk_last(&desk)->kind, TCS_OBS_AZ);
    CHECK_NEAR(desk_last(&desk)->z[0], 45.0 * DEG, 1e-12, "rad");
    CHECK_NEAR(desk_last(&desk)->sigma[0], 5.0 * DEG, 1e-9, "rad");
    a.utc_ms += 500;
    later(500000000);
    tcs_emission_take(&emission, &desk.neck, 0, &lines[1], 1);
    CHECK_INT(desk.look_count, 2);
    CHECK_NEAR(desk_last(&desk)->sigma[0], 2.0 * DEG, 1e-12, "rad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(jitter_of_arrival_goes, fresh),
        cmocka_unit_test_setup(a_counter_that_goes_back_begins_anew, fresh),
        cmocka_unit_test_setup(vectors_go_through_the_pose, fresh),
        cmocka_unit_test_setup(an_answer_is_one_look_and_said_again_none, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
