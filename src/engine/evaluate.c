/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/evaluate.h"

#include <assert.h>
#include <string.h>

#include "engine/state.h"
#include "track/labels.h"

/* Room for the changes of one step: an evaluation and one action or clock step. */
enum { CHANGES_MAX = TCS_ALARM_CHANGES_MAX + 1 };

void engine_note_tracker(struct tcs_engine *engine)
{
    struct scratch *s = engine_scratch(engine);
    const struct tcs_tracker *present = tcs_timeline_present(&s->timeline);

    s->tracker_counts = tcs_tracker_counts(present);
    for (uint32_t i = 0; i < engine->config->sensor_count; i++)
        s->errors[i] = tcs_tracker_sensor_error(present, &engine->config->tracker, i);
}

void engine_evaluate(struct tcs_engine *engine)
{
    const struct tcs_engine_config *config = engine->config;
    struct scratch *s = engine_scratch(engine);
    struct engine_head *head = engine_head(engine);
    struct tcs_alarms *alarms = engine_part(engine, s->layout.alarms);
    double silence_s[TCS_SENSOR_MAX];
    bool clock_wrong[TCS_SENSOR_MAX];

    tcs_timeline_catch_up(&s->timeline, head->now);
    engine_note_tracker(engine);
    for (uint32_t i = 0; i < config->sensor_count; i++) {
        silence_s[i] = tcs_engine_sensor_silence(engine, i);
        clock_wrong[i] = tcs_engine_sensor_error(engine, i).clock_wrong;
    }
    s->view_count = tcs_tracker_view(tcs_timeline_present(&s->timeline), &config->tracker,
                                     head->now, s->views, s->view_capacity);
    tcs_labels_name(engine_part(engine, s->layout.labels), head->now, s->views,
                    s->view_count);
    s->threat_count = tcs_assess(&config->alarm.assess, s->views, s->view_count,
                                 s->threats, s->threat_capacity);
    const struct tcs_alarm_input input = { s->threats, s->threat_count, silence_s,
                                           clock_wrong };

    s->change_count += tcs_alarms_step(alarms, &config->alarm, head->now, &input,
                                       &s->changes[s->change_count]);
    assert(s->change_count <= CHANGES_MAX);
    head->digest = tcs_alarms_digest(alarms, head->digest);
    head->digest = tcs_timeline_digest_changes(&s->timeline, head->digest);
    tcs_timeline_go_back(&s->timeline);
}

enum tcs_status engine_act(struct tcs_engine *engine, struct tcs_bytes octets)
{
    struct scratch *s = engine_scratch(engine);
    struct tcs_action action;
    const enum tcs_status status = tcs_action_read(octets, &action);

    if (status != TCS_OK)
        return status;
    const enum tcs_status done =
        tcs_alarms_act(engine_part(engine, s->layout.alarms), &engine->config->alarm,
                       engine_head(engine)->now, &action, &s->changes[s->change_count]);

    if (done == TCS_OK)
        s->change_count++;
    return done;
}

void engine_clock_step(struct tcs_engine *engine, struct tcs_bytes octets)
{
    struct scratch *s = engine_scratch(engine);
    struct tcs_reader r = tcs_reader(octets);
    const struct tcs_span step = { tcs_read_be_signed(&r, 8) };

    s->change_count += tcs_alarms_clock_step(
        engine_part(engine, s->layout.alarms), &engine->config->alarm,
        engine_head(engine)->now, tcs_span_seconds(step), &s->changes[s->change_count]);
}
