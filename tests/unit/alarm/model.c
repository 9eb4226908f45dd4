/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole state machine, tried out: from the start, every sequence of DEPTH inputs, and
 * after each input the invariants that must hold on every path. One zone, one sensor.
 */
#include "check.h"
#include "drive.h"

enum { DEPTH = 5 };

enum input {
    THREAT,     /* one comes, for long enough */
    FAR_THREAT, /* one that only approaches */
    EMPTY_SKY,  /* for longer than quiet_s */
    LONG_QUIET, /* for longer than rearm_s */
    SENSOR_OUT,
    SENSOR_BACK,
    CLOCK_JUMP,
    ACT, /* from here on: action kind x alarm */
    INPUT_COUNT = ACT + 6 * 4
};

/* One zone, one sensor: take-cover 1, approach 2, sensor 3, clock 4. */
enum { ONE_COVER = 1, ONE_APPROACH, ONE_SENSOR, ONE_CLOCK };

struct snapshot {
    uint8_t state[4096];
    struct tcs_time now;
    struct tcs_threat threats[2];
    size_t threat_count;
    double silence_s;
};

static struct drive d;
static unsigned long visited;
static uint32_t reached[TCS_ALARM_STATE_COUNT][TCS_ALARM_KIND_COUNT];

static struct snapshot keep(void)
{
    struct snapshot s = { .now = d.now,
                          .threat_count = d.threat_count,
                          .silence_s = d.silence_s[0] };

    memcpy(s.state, d.state, tcs_alarms_size(&d.config));
    memcpy(s.threats, d.threats, sizeof s.threats);
    return s;
}

static void back_to(const struct snapshot *s)
{
    memcpy(d.state, s->state, tcs_alarms_size(&d.config));
    memcpy(d.threats, s->threats, sizeof s->threats);
    d.now = s->now;
    d.threat_count = s->threat_count;
    d.silence_s[0] = s->silence_s;
    d.change_count = 0;
}

/* Two assessments a span: enough for holds and quiet times, which are counted in time. */
static void pass(double seconds)
{
    (void)drive_step(&d);
    d.now = tcs_time_add(d.now, tcs_span_from_seconds(seconds));
    (void)drive_step(&d);
}

/* True: an action was taken. */
static bool feed(int input)
{
    switch (input) {
    case THREAT:
        drive_threat(&d, 0, 1, 0.9, 0.9);
        pass(1.0);
        return false;
    case FAR_THREAT:
        drive_threat(&d, 0, 1, 0.0, 0.9);
        pass(1.0);
        return false;
    case EMPTY_SKY:
        drive_lose_all(&d);
        pass(16.0);
        return false;
    case LONG_QUIET:
        drive_lose_all(&d);
        pass(16.0);
        pass(3700.0);
        return false;
    case SENSOR_OUT:
        d.silence_s[0] = 100.0;
        pass(1.0);
        return false;
    case SENSOR_BACK:
        d.silence_s[0] = 0.0;
        pass(11.0);
        return false;
    case CLOCK_JUMP:
        d.change_count += tcs_alarms_clock_step(drive_alarms(&d), &d.config, d.now, 1.0,
                                                d.changes + d.change_count);
        return false;
    default:
        return drive_act(&d, (enum tcs_action_kind)(1 + (input - ACT) / 4),
                         (uint32_t)(1 + (input - ACT) % 4), 60) == TCS_OK;
    }
}

static bool warned(uint16_t state)
{
    return state == TCS_ALARM_UNACK || state == TCS_ALARM_ACK ||
           state == TCS_ALARM_LATCHED || state == TCS_ALARM_LATCHED_UNACK;
}

static bool needs_ack(uint16_t state)
{
    return state == TCS_ALARM_UNACK || state == TCS_ALARM_LATCHED_UNACK ||
           state == TCS_ALARM_RTN_UNACK;
}

/* Each change that was told leads from the state before to the state after. */
static void check_chain(const uint16_t before[5])
{
    uint16_t at[5];

    memcpy(at, before, sizeof at);
    for (size_t i = 0; i < d.change_count; i++) {
        const struct tcs_alarm *alarm = &d.changes[i].alarm;

        CHECK_INT(d.changes[i].from, at[alarm->id]);
        at[alarm->id] = alarm->state;
        CHECK(alarm->who[0] != '\0');
    }
    for (uint32_t id = 1; id <= 4; id++)
        CHECK_INT(at[id], drive_alarm(&d, id)->state); /* nothing is lost */
}

static void check_take_cover(int input, bool acted, uint16_t before)
{
    const uint16_t after = drive_alarm(&d, ONE_COVER)->state;
    const bool human = acted && (input - ACT) % 4 + 1 == ONE_COVER;

    CHECK(after != TCS_ALARM_SHELVED && after != TCS_ALARM_SUPPRESSED &&
          after != TCS_ALARM_RTN_UNACK);
    if (warned(before) && !warned(after))
        CHECK(human); /* no way out without one */
    if (warned(before) && after == TCS_ALARM_NORMAL)
        CHECK_INT(1 + (input - ACT) / 4, TCS_ACTION_ALL_CLEAR);
    if (before == TCS_ALARM_OUT_OF_SERVICE && after != before)
        CHECK(human);
    if (d.threat_count > 0 && input == THREAT)
        CHECK(warned(after) || after == TCS_ALARM_OUT_OF_SERVICE);
    if (needs_ack(before) && !needs_ack(after))
        CHECK(human); /* what nobody has acknowledged stays so */
}

static void check_all(int input, bool acted, const uint16_t before[5])
{
    check_chain(before);
    check_take_cover(input, acted, before[ONE_COVER]);
    for (uint32_t id = 1; id <= 4; id++) {
        const struct tcs_alarm *alarm = drive_alarm(&d, id);
        struct tcs_action ack = { .kind = TCS_ACTION_ACK, .alarm = id, .who = "K" };
        struct tcs_action out = ack;

        reached[alarm->state][alarm->kind]++;
        CHECK((tcs_alarms_refusal(drive_alarms(&d), &ack) == NULL) ==
              needs_ack(alarm->state));
        out.kind = TCS_ACTION_OUT_OF_SERVICE;
        CHECK((tcs_alarms_refusal(drive_alarms(&d), &out) == NULL) ==
              (alarm->state != TCS_ALARM_OUT_OF_SERVICE));
    }
}

static void explore(int depth)
{
    const struct snapshot here = keep();

    for (int input = 0; input < INPUT_COUNT && depth > 0; input++) {
        uint16_t before[5] = { 0 };

        back_to(&here);
        for (uint32_t id = 1; id <= 4; id++)
            before[id] = drive_alarm(&d, id)->state;
        const bool acted = feed(input);

        if (input >= ACT && !acted)
            continue; /* refused: nothing has changed, so nothing new follows */
        visited++;
        check_all(input, acted, before);
        explore(depth - 1);
    }
    back_to(&here);
}

static void no_path_leads_astray(void **state)
{
    drive_init(&d);
    d.config.assess.zone_count = 1;
    d.config.sensor_count = 1;
    CHECK(tcs_alarms_size(&d.config) <= sizeof((struct snapshot *)0)->state);
    tcs_alarms_init(drive_alarms(&d), &d.config);
    explore(DEPTH);
    print_message("%lu transitions\n", visited);
    CHECK(visited > 100000);
    for (int s = 0; s < TCS_ALARM_STATE_COUNT; s++) {
        const bool latched = s == TCS_ALARM_LATCHED || s == TCS_ALARM_LATCHED_UNACK;
        const bool call = s == TCS_ALARM_RTN_UNACK || s == TCS_ALARM_SHELVED;

        /* Every state was reached by every kind that has it, and by no other. */
        CHECK((reached[s][TCS_ALARM_TAKE_COVER] > 0) ==
              (!call && s != TCS_ALARM_SUPPRESSED));
        CHECK((reached[s][TCS_ALARM_APPROACH] > 0) == !latched);
        CHECK((reached[s][TCS_ALARM_SENSOR_LOST] > 0) ==
              (!latched && s != TCS_ALARM_SUPPRESSED));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_path_leads_astray),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
