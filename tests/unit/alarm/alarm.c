/* SPDX-License-Identifier: Apache-2.0 */
#include "alarm/alarm.h"

#include "check.h"
#include "drive.h"

static struct drive d;

static int fresh(void **state)
{
    drive_init(&d);
    return 0;
}

static enum tcs_alarm_state state_of(uint32_t id)
{
    return (enum tcs_alarm_state)drive_alarm(&d, id)->state;
}

static double seconds_between(struct tcs_time a, struct tcs_time b)
{
    return tcs_span_seconds(tcs_time_since(b, a));
}

static void every_alarm_exists_from_the_start(void **state)
{
    CHECK_INT(tcs_alarms_count(drive_alarms(&d)), 2 * DRIVE_ZONES + DRIVE_SENSORS + 1);
    for (uint32_t id = 1; id <= CLOCK; id++) {
        CHECK_INT(drive_alarm(&d, id)->id, id);
        CHECK_INT(state_of(id), TCS_ALARM_NORMAL);
    }
    CHECK_INT(drive_alarm(&d, COVER + 2)->kind, TCS_ALARM_TAKE_COVER);
    CHECK_INT(drive_alarm(&d, APPROACH + 2)->subject, 2);
    CHECK_INT(drive_alarm(&d, SENSOR)->kind, TCS_ALARM_SENSOR_LOST);
    CHECK_INT(drive_alarm(&d, CLOCK)->kind, TCS_ALARM_CLOCK_STEP);
}

/* Seen at 0.0; the hold of 0.3 s has passed at the fourth assessment, 100 ms apart. */
static void take_cover_rings_after_exactly_its_hold(void **state)
{
    const struct tcs_time begin = d.now;

    drive_threat(&d, 0, 7, 0.5, 0.8);
    for (int i = 0; i < 3; i++) {
        CHECK_INT(drive_step(&d), 0);
        d.now.tai_ns += TCS_NS_PER_S / 10;
    }
    CHECK_INT(drive_step(&d), 1);
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    CHECK_NEAR(seconds_between(begin, drive_alarm(&d, COVER)->raised_at), 0.3, 0.0, "s");
    const struct tcs_alarm *alarm = drive_alarm(&d, COVER);

    CHECK_INT(alarm->occurrence, 1);
    CHECK_INT(alarm->evidence, TCS_EVIDENCE_TWO_KINDS);
    CHECK_NEAR(alarm->probability, 0.5, 1e-12, "1");
    CHECK_NEAR(alarm->seconds_left, 12.0, 0.0, "s");
    CHECK(alarm->tracks[0] == 7 && alarm->tracks[1] == 0);
    CHECK_TEXT(alarm->who, "tocsin");
    CHECK_TEXT(alarm->why, "track 7: 50 % within 23 s; two kinds of witness");
}

/* One nanosecond less than the hold does not ring. */
static void one_noisy_assessment_does_not_ring(void **state)
{
    drive_threat(&d, 0, 7, 0.9, 0.9);
    (void)drive_step(&d);
    d.now.tai_ns += 3 * TCS_NS_PER_S / 10 - 1;
    CHECK_INT(drive_step(&d), 0);
    drive_threat(&d, 0, 7, 0.1, 0.1); /* below half of 0.3: the hold begins anew */
    d.now.tai_ns += TCS_NS_PER_S / 10;
    CHECK_INT(drive_step(&d), 0);
    drive_threat(&d, 0, 7, 0.9, 0.9);
    d.now.tai_ns += TCS_NS_PER_S / 10;
    CHECK_INT(drive_step(&d), 0);
    CHECK_INT(state_of(COVER), TCS_ALARM_NORMAL);
}

static void without_evidence_nothing_rings(void **state)
{
    drive_threat(&d, 0, 7, 0.99, 0.99)->evidence = TCS_EVIDENCE_NONE;
    drive_run(&d, 120.0);
    CHECK_INT(d.change_count, 0);
}

/* 0.29 each is below 0.3; 1 - 0.71^2 = 0.4959. But twenty times 0.09 add nothing. */
static void several_threats_add_up_and_many_faint_ones_do_not(void **state)
{
    for (uint64_t track = 1; track <= 20; track++)
        drive_threat(&d, 0, track, 0.09, 0.05);
    drive_run(&d, 5.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_NORMAL);
    drive_threat(&d, 0, 30, 0.29, 0.05);
    drive_run(&d, 5.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_NORMAL);
    drive_threat(&d, 0, 31, 0.29, 0.05);
    drive_run(&d, 5.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    CHECK_NEAR(drive_alarm(&d, COVER)->probability, 0.4959, 1e-12, "1");
}

static void zones_that_are_not_endangered_stay_quiet(void **state)
{
    drive_threat(&d, 1, 7, 0.9, 0.9);
    drive_run(&d, 30.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_NORMAL);
    CHECK_INT(state_of(COVER + 1), TCS_ALARM_UNACK);
    CHECK_INT(state_of(COVER + 2), TCS_ALARM_NORMAL);
}

static void further_tracks_join_the_same_occurrence(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, COVER, 0));
    for (uint64_t track = 8; track < 20; track++) {
        drive_threat(&d, 0, track, 0.6, 0.8);
        drive_run(&d, 2.0);
    }
    const struct tcs_alarm *alarm = drive_alarm(&d, COVER);

    CHECK_INT(alarm->state, TCS_ALARM_ACK);
    CHECK_INT(alarm->occurrence, 1);
    for (uint64_t i = 0; i < TCS_ALARM_TRACKS_MAX; i++)
        CHECK(alarm->tracks[i] == 7 + i);
    CHECK_TEXT(alarm->who, "Karim"); /* numbers do not take the name away */
}

/* Two of three are shot down: the places of the lost go to who comes when all are full.
 */
static void the_lost_make_room_for_the_living(void **state)
{
    for (uint64_t track = 1; track <= 8; track++)
        drive_threat(&d, 0, track, 0.6, 0.8);
    drive_run(&d, 2.0);
    drive_lose_all(&d);
    drive_threat(&d, 0, 2, 0.6, 0.8);
    drive_threat(&d, 0, 9, 0.6, 0.8);
    drive_run(&d, 3.0);
    const uint64_t expected[] = { 2, 3, 4, 5, 6, 7, 8, 9 };

    assert_memory_equal(drive_alarm(&d, COVER)->tracks, expected, sizeof expected);
}

static void the_eight_most_probable_are_named(void **state)
{
    for (uint64_t track = 1; track <= 12; track++)
        drive_threat(&d, 0, track, 0.2 + 0.05 * (double)(track * 5 % 12), 0.8);
    drive_threat(&d, 0, 5, 0.9, 0.9)->eta_s = -1.0; /* its time is not known */
    drive_run(&d, 1.0);
    /* 0.90 5; then by 5 x track mod 12: 11 (7), 10 (2), 9 (9), 8 (4), 7 (11), 6 (6),
     * 5 (1). */
    const uint64_t expected[] = { 5, 7, 2, 9, 4, 11, 6, 1 };

    assert_memory_equal(drive_alarm(&d, COVER)->tracks, expected, sizeof expected);
    CHECK_NEAR(drive_alarm(&d, COVER)->seconds_left, 12.0, 0.0, "s");
}

static void numbers_change_at_most_once_a_second(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 1.0);
    d.change_count = 0;
    for (int i = 0; i < 100; i++) {
        drive_threat(&d, 0, 7, 0.6, 0.8)->eta_s = 12.0 - 0.1 * i;
        drive_run(&d, 0.1);
    }
    size_t updates = 0;

    for (size_t i = 0; i < d.change_count; i++) {
        if (d.changes[i].alarm.id != COVER)
            continue;
        CHECK_INT(d.changes[i].from, TCS_ALARM_UNACK);
        updates++;
    }
    CHECK(updates >= 9 && updates <= 10); /* in 10 s */
}

static void unchanged_numbers_are_not_told_again(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    d.change_count = 0;
    drive_run(&d, 60.0);
    CHECK_INT(d.change_count, 0);
}

/* Lost at 0 s, below from then on; the condition is gone 15 s later. */
static void loss_of_all_tracks_latches_and_never_ends_it(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    drive_lose_all(&d);
    drive_run(&d, 15.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    drive_run(&d, 0.1);
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED_UNACK);
    CHECK_NEAR(drive_alarm(&d, COVER)->seconds_left, -1.0, 0.0, "s");
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, COVER, 0));
    drive_run(&d, 7200.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED);
}

static void a_gap_behind_a_building_changes_nothing(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    for (int i = 0; i < 5; i++) {
        drive_lose_all(&d);
        drive_run(&d, 14.0);
        drive_threat(&d, 0, 7, 0.6, 0.8);
        drive_run(&d, 1.0);
        CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    }
    CHECK_INT(drive_alarm(&d, COVER)->occurrence, 1);
}

static void the_third_drone_goes_on_with_the_same_alarm(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, COVER, 0));
    drive_lose_all(&d);
    drive_run(&d, 30.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED);
    drive_threat(&d, 0, 8, 0.6, 0.8);
    drive_run(&d, 1.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_ACK);
    CHECK_INT(drive_alarm(&d, COVER)->occurrence, 1);
    CHECK(drive_alarm(&d, COVER)->tracks[0] == 7);
    CHECK(drive_alarm(&d, COVER)->tracks[1] == 8);
}

/* Forgotten all clear: an hour later people are out again, and it must ring. */
static void a_new_attack_on_a_latched_alarm_rings_anew(void **state)
{
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_ACK, COVER, 0));
    drive_lose_all(&d);
    drive_run(&d, 15.1 + 120.0);
    drive_threat(&d, 0, 99, 0.6, 0.8);
    drive_run(&d, 1.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    CHECK_INT(drive_alarm(&d, COVER)->occurrence, 2);
    CHECK(drive_alarm(&d, COVER)->tracks[0] == 99);
    CHECK(drive_alarm(&d, COVER)->tracks[1] == 0);
}

static void all_clear_is_refused_while_there_is_a_threat(void **state)
{
    struct tcs_action clear = { .kind = TCS_ACTION_ALL_CLEAR,
                                .alarm = COVER,
                                .who = "Karim" };

    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    CHECK_INT(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0), TCS_E_REFUSED);
    CHECK(tcs_alarms_refusal(drive_alarms(&d), &clear) != NULL);
    drive_lose_all(&d);
    drive_run(&d, 10.0); /* still within the quiet time */
    CHECK_INT(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0), TCS_E_REFUSED);
    drive_threat(&d, 0, 8, 0.0, 0.5); /* a third one, still far off */
    drive_run(&d, 10.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED_UNACK);
    CHECK_INT(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0), TCS_E_REFUSED);
    drive_lose_all(&d);
    drive_run(&d, 16.0);
    CHECK(tcs_alarms_refusal(drive_alarms(&d), &clear) == NULL);
    CHECK_OK(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0));
    CHECK_INT(state_of(COVER), TCS_ALARM_NORMAL);
    CHECK_TEXT(drive_alarm(&d, COVER)->who, "Karim");
}

static void only_a_named_human_says_all_clear(void **state)
{
    static const char *const nobody[] = { "", "   ", "tocsin" };
    struct tcs_alarm_change change;

    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    drive_lose_all(&d);
    drive_run(&d, 20.0);
    for (size_t i = 0; i < 3; i++) {
        struct tcs_action action = { .kind = TCS_ACTION_ALL_CLEAR, .alarm = COVER };

        memcpy(action.who, nobody[i], strlen(nobody[i]) + 1);
        CHECK_INT(tcs_alarms_act(drive_alarms(&d), &d.config, d.now, &action, &change),
                  TCS_E_REFUSED);
    }
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED_UNACK);
}

/* The same tracks must hold 0.8 s; a track that was not there rings after 0.3 s. */
static void only_the_machine_carries_a_take_cover_over(void **state)
{
    struct tcs_action action = { .kind = TCS_ACTION_CARRY,
                                 .alarm = COVER,
                                 .who = "Amal" };
    struct tcs_alarm_change change;

    CHECK_INT(tcs_alarms_act(drive_alarms(&d), &d.config, d.now, &action, &change),
              TCS_E_REFUSED);
    memcpy(action.who, "tocsin", 7);
    CHECK_OK(tcs_alarms_act(drive_alarms(&d), &d.config, d.now, &action, &change));
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED_UNACK);
    CHECK_INT(drive_alarm(&d, COVER)->occurrence,
              0); /* whoever sounds a siren stays still */
    CHECK_INT(tcs_alarms_act(drive_alarms(&d), &d.config, d.now, &action, &change),
              TCS_E_REFUSED); /* it is on */
    action.alarm = CLOCK;
    CHECK_INT(tcs_alarms_act(drive_alarms(&d), &d.config, d.now, &action, &change),
              TCS_E_REFUSED);
    drive_threat(&d, 0, 7, 0.6, 0.8); /* the next attack rings as ever */
    drive_run(&d, 2.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    CHECK_INT(drive_alarm(&d, COVER)->occurrence, 1);
    drive_lose_all(&d);
    drive_run(&d, 20.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0));
    CHECK_INT(state_of(COVER), TCS_ALARM_NORMAL);
}

static void after_all_clear_the_same_tracks_must_hold_longer(void **state)
{
    for (int again = 0; again < 2; again++) {
        drive_init(&d);
        drive_threat(&d, 0, 7, 0.6, 0.8);
        drive_run(&d, 2.0);
        drive_lose_all(&d);
        drive_run(&d, 20.0);
        CHECK_OK(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0));
        const struct tcs_time begin = d.now;

        drive_threat(&d, 0, again ? 7 : 8, 0.6, 0.8);
        drive_run(&d, 2.0);
        CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
        CHECK_INT(drive_alarm(&d, COVER)->occurrence, 2);
        CHECK_NEAR(seconds_between(begin, drive_alarm(&d, COVER)->raised_at),
                   0.1 + (again ? 0.8 : 0.3), 1e-9, "s");
    }
}

static void take_cover_is_neither_shelved_nor_suppressed(void **state)
{
    CHECK_INT(drive_act(&d, TCS_ACTION_SHELVE, COVER, 60), TCS_E_REFUSED);
    CHECK_INT(drive_act(&d, TCS_ACTION_UNSHELVE, COVER, 60), TCS_E_REFUSED);
}

static void out_of_service_forgets_no_attack(void **state)
{
    /* Taken out while on. */
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_run(&d, 2.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_OUT_OF_SERVICE, COVER, 0));
    drive_lose_all(&d);
    drive_run(&d, 60.0);
    CHECK_OK(drive_act(&d, TCS_ACTION_IN_SERVICE, COVER, 0));
    CHECK_INT(state_of(COVER), TCS_ALARM_LATCHED_UNACK);
    /* Attacked while out. */
    CHECK_OK(drive_act(&d, TCS_ACTION_ALL_CLEAR, COVER, 0));
    CHECK_OK(drive_act(&d, TCS_ACTION_OUT_OF_SERVICE, COVER, 0));
    drive_threat(&d, 0, 8, 0.6, 0.8);
    drive_run(&d, 5.0);
    CHECK_INT(state_of(COVER), TCS_ALARM_OUT_OF_SERVICE);
    CHECK_OK(drive_act(&d, TCS_ACTION_IN_SERVICE, COVER, 0));
    CHECK_INT(state_of(COVER), TCS_ALARM_UNACK);
    CHECK_INT(drive_alarm(&d, COVER)->occurrence, 2);
    /* Nothing happened. */
    CHECK_OK(drive_act(&d, TCS_ACTION_OUT_OF_SERVICE, COVER + 1, 0));
    CHECK_OK(drive_act(&d, TCS_ACTION_IN_SERVICE, COVER + 1, 0));
    CHECK_INT(state_of(COVER + 1), TCS_ALARM_NORMAL);
}

static void actions_on_what_is_not_there_change_nothing(void **state)
{
    static const enum tcs_action_kind kinds[] = { TCS_ACTION_ACK, TCS_ACTION_UNSHELVE,
                                                  TCS_ACTION_ALL_CLEAR,
                                                  TCS_ACTION_IN_SERVICE,
                                                  TCS_ACTION_KIND_END };
    uint8_t before[DRIVE_STATE];

    memcpy(before, d.state, sizeof before);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        CHECK_INT(drive_act(&d, kinds[i], COVER, 10), TCS_E_REFUSED);
    CHECK_INT(drive_act(&d, TCS_ACTION_ALL_CLEAR, CLOCK, 0), TCS_E_REFUSED);
    CHECK_INT(drive_act(&d, TCS_ACTION_SHELVE, CLOCK, 0), TCS_E_REFUSED);
    CHECK_INT(drive_act(&d, TCS_ACTION_SHELVE, CLOCK, 3601), TCS_E_REFUSED);
    CHECK_INT(drive_act(&d, TCS_ACTION_ACK, 0, 0), TCS_E_NOT_FOUND);
    CHECK_INT(drive_act(&d, TCS_ACTION_ACK, CLOCK + 1, 0), TCS_E_NOT_FOUND);
    assert_memory_equal(d.state, before, sizeof before);
}

static void the_state_has_no_holes_and_the_digest_sees_every_octet(void **state)
{
    static struct drive other;
    const struct tcs_digest zero = { 0, 0 };

    memset(other.state, 0xff, sizeof other.state);
    drive_init(&other);
    drive_threat(&d, 0, 7, 0.6, 0.8);
    drive_threat(&other, 0, 7, 0.6, 0.8);
    drive_run(&d, 20.0);
    drive_run(&other, 20.0);
    assert_memory_equal(d.state, other.state, tcs_alarms_size(&d.config));
    const struct tcs_digest digest = tcs_alarms_digest(drive_alarms(&d), zero);

    for (size_t at = 0; at < tcs_alarms_size(&d.config); at++) {
        if (at < 4)
            continue; /* the count itself */
        other.state[at] ^= 1;
        CHECK(!tcs_digest_equal(tcs_alarms_digest(drive_alarms(&other), zero), digest));
        other.state[at] ^= 1;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_alarm_exists_from_the_start, fresh),
        cmocka_unit_test_setup(take_cover_rings_after_exactly_its_hold, fresh),
        cmocka_unit_test_setup(one_noisy_assessment_does_not_ring, fresh),
        cmocka_unit_test_setup(without_evidence_nothing_rings, fresh),
        cmocka_unit_test_setup(several_threats_add_up_and_many_faint_ones_do_not, fresh),
        cmocka_unit_test_setup(zones_that_are_not_endangered_stay_quiet, fresh),
        cmocka_unit_test_setup(further_tracks_join_the_same_occurrence, fresh),
        cmocka_unit_test_setup(the_lost_make_room_for_the_living, fresh),
        cmocka_unit_test_setup(the_eight_most_probable_are_named, fresh),
        cmocka_unit_test_setup(numbers_change_at_most_once_a_second, fresh),
        cmocka_unit_test_setup(unchanged_numbers_are_not_told_again, fresh),
        cmocka_unit_test_setup(loss_of_all_tracks_latches_and_never_ends_it, fresh),
        cmocka_unit_test_setup(a_gap_behind_a_building_changes_nothing, fresh),
        cmocka_unit_test_setup(the_third_drone_goes_on_with_the_same_alarm, fresh),
        cmocka_unit_test_setup(a_new_attack_on_a_latched_alarm_rings_anew, fresh),
        cmocka_unit_test_setup(all_clear_is_refused_while_there_is_a_threat, fresh),
        cmocka_unit_test_setup(only_a_named_human_says_all_clear, fresh),
        cmocka_unit_test_setup(only_the_machine_carries_a_take_cover_over, fresh),
        cmocka_unit_test_setup(after_all_clear_the_same_tracks_must_hold_longer, fresh),
        cmocka_unit_test_setup(take_cover_is_neither_shelved_nor_suppressed, fresh),
        cmocka_unit_test_setup(out_of_service_forgets_no_attack, fresh),
        cmocka_unit_test_setup(actions_on_what_is_not_there_change_nothing, fresh),
        cmocka_unit_test_setup(the_state_has_no_holes_and_the_digest_sees_every_octet,
                               fresh),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
