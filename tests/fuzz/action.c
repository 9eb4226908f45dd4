/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Operator actions as octets: what is read is written back the same, and an alarm system
 * that is fed with them keeps its promises.
 */
#include "alarm/alarm.h"
#include "fuzz.h"

static _Alignas(64) uint8_t memory[8192];

/* One zone, one sensor; take-cover is alarm 1. */
static struct tcs_alarms *attacked(struct tcs_alarm_config *config,
                                   const struct tcs_zone *zone, struct tcs_time *now)
{
    struct tcs_alarms *alarms = (struct tcs_alarms *)(void *)memory;
    const struct tcs_threat threat = { .track_id = 7,
                                       .p_exists = 1.0,
                                       .p_danger = 1.0,
                                       .p_enter = 0.9,
                                       .p_approach = 0.9,
                                       .evidence = TCS_EVIDENCE_TWO_KINDS };
    struct tcs_alarm_change changes[TCS_ALARM_CHANGES_MAX];
    const double silence_s[TCS_SENSOR_MAX] = { 0 };
    const struct tcs_alarm_input input = { &threat, 1, silence_s, NULL };

    *config = tcs_alarm_defaults();
    config->assess.zones = zone;
    config->assess.zone_count = 1;
    config->sensor_count = 1;
    FUZZ_CHECK(tcs_alarms_size(config) <= sizeof memory);
    tcs_alarms_init(alarms, config);
    for (int i = 0; i < 2; i++) {
        (void)tcs_alarms_step(alarms, config, *now, &input, changes);
        now->tai_ns += TCS_NS_PER_S;
    }
    return alarms;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct tcs_zone zone;
    struct tcs_action action;
    struct tcs_alarm_config config;
    struct tcs_alarm_change change;
    struct tcs_time now = { TCS_NS_PER_S };
    uint8_t octets[TCS_ACTION_OCTETS_MAX];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    if (tcs_action_read(tcs_bytes(data, size), &action) != TCS_OK)
        return 0;
    tcs_action_write(&w, &action);
    FUZZ_CHECK(!w.failed);
    FUZZ_CHECK(tcs_bytes_equal(tcs_written(&w), tcs_bytes(data, size)));
    struct tcs_alarms *alarms = attacked(&config, &zone, &now);
    const char *refusal = tcs_alarms_refusal(alarms, &action);
    const enum tcs_status status = tcs_alarms_act(alarms, &config, now, &action, &change);

    FUZZ_CHECK((status == TCS_OK) == (refusal == NULL));
    /* The threat is there: nothing but taking it out of service silences it. */
    const uint16_t state = tcs_alarms_at(alarms, 0)->state;

    FUZZ_CHECK(
        state == TCS_ALARM_UNACK || state == TCS_ALARM_ACK ||
        (state == TCS_ALARM_OUT_OF_SERVICE && action.kind == TCS_ACTION_OUT_OF_SERVICE));
    return 0;
}
