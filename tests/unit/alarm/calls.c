/* SPDX-License-Identifier: Apache-2.0 */
/* The alarms that call the operator: approach, lost sensors, the clock. */
#include "check.h"
#include "drive.h"
#include "num/rand.h"

static struct drive d;

static int fresh(void **state)
{
    drive_init(&d);
    drive_run(&d, 0.1);
    return 0;
}

static enum tcs_alarm_state state_of(uint32_t id)
{
    return (enum tcs_alarm_state)drive_alarm(&d, id)->state;
}

/* Condition: >= 0.2 for 1 s; gone: < 0.1 for 15 s. */
static void approach_has_hysteresis_in_height_and_time(void **state)
{
    drive_threat(&d, 0, 7, 0.0, 0.25);
    drive_run(&d, 1.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_NORMAL);
    drive_run(&d, 0.1);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_UNACK);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, APPROACH, 0));
    for (int i = 0; i < 100; i++) {
        drive_threat(&d, 0, 7, 0.0, i % 2 == 0 ? 0.11 : 0.3);
        drive_run(&d, 1.0);
        CHECK_INT(state_of(APPROACH), TCS_ALARM_ACK);
    }
    drive_lose_all(&d);
    drive_run(&d, 15.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_ACK);
    drive_run(&d, 0.1);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_NORMAL);
    CHECK_INT(drive_alarm(&d, APPROACH)->occurrence, 1);
}

static void what_returns_unacknowledged_waits_for_its_acknowledgement(void **state)
{
    drive_threat(&d, 0, 7, 0.0, 0.25);
    drive_run(&d, 2.0);
    drive_lose_all(&d);
    drive_run(&d, 16.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_RTN_UNACK);
    drive_threat(&d, 0, 8, 0.0, 0.25);
    drive_run(&d, 2.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_UNACK);
    CHECK_INT(drive_alarm(&d, APPROACH)->occurrence, 1); /* no second call */
    drive_lose_all(&d);
    drive_run(&d, 1000.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_RTN_UNACK);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, APPROACH, 0));
    CHECK_INT(state_of(APPROACH), TCS_ALARM_NORMAL);
}

static void one_attack_on_three_zones_is_one_call(void **state)
{
    for (uint16_t z = 0; z < 3; z++)
        drive_threat(&d, z, 7, 0.0, 0.25);
    drive_run(&d, 5.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_UNACK);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_SUPPRESSED);
    CHECK_INT(state_of(APPROACH + 2), TCS_ALARM_SUPPRESSED);
    CHECK_TEXT(drive_alarm(&d, APPROACH + 1)->why,
               "bundled with the approach to another zone");
    /* The first zone is no longer approached: the next one is called, none is dropped. */
    drive_threat(&d, 0, 7, 0.0, 0.0);
    drive_run(&d, 16.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_RTN_UNACK);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_UNACK);
    CHECK_INT(state_of(APPROACH + 2), TCS_ALARM_SUPPRESSED);
}

/* In between the thresholds it is not gone, but no reason to call either. */
static void what_has_nearly_gone_is_not_called_any_more(void **state)
{
    drive_threat(&d, 0, 7, 0.0, 0.25);
    drive_threat(&d, 1, 7, 0.0, 0.25);
    drive_run(&d, 5.0);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_SUPPRESSED);
    drive_threat(&d, 0, 7, 0.0, 0.0);
    drive_threat(&d, 1, 7, 0.0, 0.15);
    drive_run(&d, 16.0);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_SUPPRESSED);
    drive_threat(&d, 1, 7, 0.0, 0.25);
    drive_run(&d, 0.1);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_UNACK);
}

static void who_has_a_take_cover_before_him_is_not_called_for_an_approach(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 1.0);
    drive_threat(&d, 1, 7, 0.0, 0.5);
    drive_run(&d, 10.0);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_SUPPRESSED);
    CHECK_TEXT(drive_alarm(&d, APPROACH + 1)->why,
               "bundled with the take-cover of another zone");
    drive_threat(&d, 0, 7, 0.0, 0.0);
    drive_run(&d, 16.0); /* the first zone is latched, the second still approached */
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_UNACK);
}

static void take_cover_overtakes_the_approach_of_its_zone(void **state)
{
    drive_threat(&d, 0, 7, 0.0, 0.5);
    drive_run(&d, 3.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_UNACK);
    drive_threat(&d, 0, 7, 0.6, 0.9);
    drive_run(&d, 1.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_SUPPRESSED);
    drive_lose_all(&d);
    drive_run(&d, 20.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0));
    CHECK_INT(state_of(APPROACH), TCS_ALARM_NORMAL);
}

static void take_cover_overtakes_also_what_was_seen_or_has_returned(void **state)
{
    drive_threat(&d, 0, 7, 0.0, 0.5);
    drive_run(&d, 3.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, APPROACH, 0));
    drive_threat(&d, 0, 7, 0.6, 0.9);
    drive_run(&d, 1.0);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_SUPPRESSED);
    drive_init(&d);
    drive_threat(&d, 1, 7, 0.0, 0.5);
    drive_run(&d, 3.0);
    drive_lose_all(&d);
    drive_run(&d, 16.0);
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_RTN_UNACK);
    drive_threat(&d, 1, 8, 0.6, 0.0);
    drive_run(&d, 1.0);
    CHECK_INT(state_of(COVER + 1), TCS_ALARM_UNACK); /* this is to be acknowledged now */
    CHECK_INT(state_of(APPROACH + 1), TCS_ALARM_NORMAL);
}

/* Lost after more than 5 s of silence; back when heard for 10 s. */
static void a_sensor_is_lost_and_comes_back(void **state)
{
    d.silence_s[2] = 5.0;
    drive_run(&d, 1.0);
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_NORMAL);
    d.silence_s[2] = 5.1;
    drive_run(&d, 0.1);
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_UNACK);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, SENSOR + 2, 0));
    for (int i = 0; i < 20; i++) { /* it flutters */
        d.silence_s[2] = 0.1;
        drive_run(&d, 9.0);
        d.silence_s[2] = 6.0;
        drive_run(&d, 6.0);
    }
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_ACK);
    CHECK_INT(drive_alarm(&d, SENSOR + 2)->occurrence, 1);
    d.silence_s[2] = 0.1;
    drive_run(&d, 10.2);
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_NORMAL);
}

/* A sensor that is heard with a clock that is wrong is no evidence: that is said. */
static void a_sensor_whose_clock_is_wrong_is_lost_and_says_why(void **state)
{
    d.clock_wrong[2] = true;
    drive_run(&d, 0.1);
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_UNACK);
    CHECK_TEXT(drive_alarm(&d, SENSOR + 2)->why, "its clock is wrong: it is no evidence");
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, SENSOR + 2, 0));
    d.clock_wrong[2] = false;
    drive_run(&d, 9.8);
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_ACK);
    drive_run(&d, 0.4);
    CHECK_INT(state_of(SENSOR + 2), TCS_ALARM_NORMAL);
}

static void a_sensor_that_was_never_heard_is_lost_too(void **state)
{
    d.silence_s[0] = -1.0;
    drive_run(&d, 4.9);
    CHECK_INT(state_of(SENSOR), TCS_ALARM_NORMAL);
    drive_run(&d, 0.2);
    CHECK_INT(state_of(SENSOR), TCS_ALARM_UNACK);
}

static void a_sensor_whose_silence_tells_nothing_is_suppressed_by_design(void **state)
{
    d.config.sensor_lost_s[1] = 0.0;
    tcs_alarms_init(drive_alarms(&d), &d.config);
    d.silence_s[1] = 1e6;
    drive_run(&d, 10.0);
    CHECK_INT(state_of(SENSOR + 1), TCS_ALARM_SUPPRESSED);
    CHECK_OK(drive_act(&d, TCS_ACTION_OUT_OF_SERVICE, SENSOR + 1, 0));
    CHECK_OK(drive_act(&d, TCS_ACTION_IN_SERVICE, SENSOR + 1, 0));
    CHECK_INT(state_of(SENSOR + 1), TCS_ALARM_SUPPRESSED);
}

static void lost_sensor_times_follow_the_period(void **state)
{
    struct tcs_sensor sensor = { .period_s = 4.0 };

    CHECK_NEAR(tcs_alarm_sensor_lost_s(&sensor), 20.0, 0.0, "s");
    sensor.period_s = 0.5;
    CHECK_NEAR(tcs_alarm_sensor_lost_s(&sensor), 5.0, 0.0, "s");
    sensor.period_s = 0.0;
    CHECK_NEAR(tcs_alarm_sensor_lost_s(&sensor), 0.0, 0.0, "s");
}

static void a_power_cut_calls_three_times_not_six(void **state)
{
    for (int s = 0; s < DRIVE_SENSORS; s++)
        d.silence_s[s] = 30.0;
    drive_run(&d, 60.0);
    for (uint32_t s = 0; s < DRIVE_SENSORS; s++)
        CHECK_INT(state_of(SENSOR + s), s < 3 ? TCS_ALARM_UNACK : TCS_ALARM_SUPPRESSED);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, SENSOR, 0));
    drive_run(&d, 1.0);
    CHECK_INT(state_of(SENSOR + 3), TCS_ALARM_UNACK);
}

static void shelving_ends_by_itself_to_the_nanosecond(void **state)
{
    d.silence_s[0] = 30.0;
    drive_run(&d, 1.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_SHELVE, SENSOR, 60));
    const struct tcs_time until = drive_alarm(&d, SENSOR)->shelved_until;

    CHECK(until.tai_ns == d.now.tai_ns + 60 * TCS_NS_PER_S);
    d.now.tai_ns = until.tai_ns - 1;
    (void)drive_step(&d);
    CHECK_INT(state_of(SENSOR), TCS_ALARM_SHELVED);
    d.now = until;
    (void)drive_step(&d);
    CHECK_INT(state_of(SENSOR), TCS_ALARM_UNACK);
    CHECK_OK(drive_act(&d, TCS_ACTION_SHELVE, SENSOR, 60));
    d.silence_s[0] = 0.0;
    drive_run(&d, 20.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_UNSHELVE, SENSOR, 0));
    CHECK_INT(state_of(SENSOR), TCS_ALARM_NORMAL);
    CHECK(drive_alarm(&d, SENSOR)->shelved_until.tai_ns == 0);
}

static void a_clock_step_calls_and_says_how_far(void **state)
{
    struct tcs_alarm_change change[1];

    CHECK_INT(tcs_alarms_clock_step(drive_alarms(&d), &d.config, d.now, -1.5, change), 1);
    CHECK_INT(change[0].alarm.state, TCS_ALARM_UNACK);
    CHECK_INT(change[0].from, TCS_ALARM_NORMAL);
    CHECK_TEXT(change[0].alarm.why, "the host's clock jumped by -1500 ms");
    drive_run(&d, 30.0);
    CHECK_INT(tcs_alarms_clock_step(drive_alarms(&d), &d.config, d.now, 0.002, change),
              1);
    CHECK_INT(change[0].from, TCS_ALARM_UNACK);
    CHECK_INT(change[0].alarm.occurrence, 1);
    drive_run(&d, 59.9);
    CHECK_INT(state_of(CLOCK), TCS_ALARM_UNACK);
    drive_run(&d, 0.1);
    CHECK_INT(state_of(CLOCK), TCS_ALARM_RTN_UNACK);
    CHECK_OK(drive_act(&d, TCS_ACTION_OUT_OF_SERVICE, CLOCK, 0));
    CHECK_INT(tcs_alarms_clock_step(drive_alarms(&d), &d.config, d.now, 1.0, change), 0);
}

/* An operator who acknowledges everything at once, and sensors and drones that do their
 * worst for six hours: the calls stay within 10 in any 10 minutes and 9 + 6 an hour. */
static void the_operator_is_never_called_too_often(void **state)
{
    for (uint64_t seed = 0; seed < 4; seed++) {
        static int64_t calls[4096];
        struct tcs_rand rand = tcs_rand(seed, 5);
        size_t count = 0;

        drive_init(&d);
        for (int second = 0; second < 6 * 3600; second++) {
            for (int s = 0; s < DRIVE_SENSORS; s++)
                if (tcs_rand_u32(&rand) % 20 == 0)
                    d.silence_s[s] = tcs_rand_between(&rand, 0.0, 10.0);
            if (tcs_rand_u32(&rand) % 10 == 0)
                drive_threat(&d, (uint16_t)(tcs_rand_u32(&rand) % 3), 7, 0.0,
                             tcs_rand_uniform(&rand) < 0.5 ? 0.0 : 0.5);
            d.now.tai_ns += TCS_NS_PER_S;
            d.change_count = 0;
            (void)drive_step(&d);
            const size_t changes = d.change_count;

            for (size_t i = 0; i < changes; i++) {
                const struct tcs_alarm *alarm = &d.changes[i].alarm;

                if (alarm->state == TCS_ALARM_UNACK &&
                    alarm->raised_at.tai_ns == d.now.tai_ns)
                    calls[count++] = d.now.tai_ns;
                if (tcs_rand_u32(&rand) % 2 == 0)
                    (void)drive_act(&d, TCS_ACTION_ACK, alarm->id, 0);
            }
        }
        CHECK(count >= 20); /* else this would prove nothing */
        CHECK(count <= 9 + 6 * 6);
        for (size_t i = 10; i < count; i++)
            CHECK(calls[i] - calls[i - 10] >= 600 * TCS_NS_PER_S);
    }
}

/* Sensors have used up what is theirs: an approach still calls at once. */
static void calls_are_kept_for_approach(void **state)
{
    for (int round = 0; round < 12; round++) {
        for (int s = 0; s < DRIVE_SENSORS; s++)
            d.silence_s[s] = round % 2 == 0 ? 30.0 : 0.0;
        drive_run(&d, 11.0);
        for (uint32_t s = 0; s < DRIVE_SENSORS; s++)
            (void)drive_act(&d, TCS_ACTION_ACK, SENSOR + s, 0);
    }
    for (int s = 0; s < DRIVE_SENSORS; s++)
        d.silence_s[s] = 30.0;
    drive_run(&d, 1.0);
    CHECK_INT(state_of(SENSOR), TCS_ALARM_SUPPRESSED);
    drive_threat(&d, 0, 7, 0.0, 0.5);
    drive_run(&d, 1.1);
    CHECK_INT(state_of(APPROACH), TCS_ALARM_UNACK);
    /* Held back, not dropped: ten minutes later there is a call for the sensor. */
    drive_run(&d, 1300.0);
    CHECK_INT(state_of(SENSOR), TCS_ALARM_UNACK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(approach_has_hysteresis_in_height_and_time, fresh),
        cmocka_unit_test_setup(what_returns_unacknowledged_waits_for_its_acknowledgement,
                               fresh),
        cmocka_unit_test_setup(one_attack_on_three_zones_is_one_call, fresh),
        cmocka_unit_test_setup(what_has_nearly_gone_is_not_called_any_more, fresh),
        cmocka_unit_test_setup(
            who_has_a_take_cover_before_him_is_not_called_for_an_approach, fresh),
        cmocka_unit_test_setup(take_cover_overtakes_the_approach_of_its_zone, fresh),
        cmocka_unit_test_setup(take_cover_overtakes_also_what_was_seen_or_has_returned,
                               fresh),
        cmocka_unit_test_setup(a_sensor_is_lost_and_comes_back, fresh),
        cmocka_unit_test_setup(a_sensor_whose_clock_is_wrong_is_lost_and_says_why, fresh),
        cmocka_unit_test_setup(a_sensor_that_was_never_heard_is_lost_too, fresh),
        cmocka_unit_test_setup(
            a_sensor_whose_silence_tells_nothing_is_suppressed_by_design, fresh),
        cmocka_unit_test_setup(lost_sensor_times_follow_the_period, fresh),
        cmocka_unit_test_setup(a_power_cut_calls_three_times_not_six, fresh),
        cmocka_unit_test_setup(shelving_ends_by_itself_to_the_nanosecond, fresh),
        cmocka_unit_test_setup(a_clock_step_calls_and_says_how_far, fresh),
        cmocka_unit_test_setup(the_operator_is_never_called_too_often, fresh),
        cmocka_unit_test_setup(calls_are_kept_for_approach, fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
