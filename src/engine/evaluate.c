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

/* --- a picture --- */

static const struct tcs_tracker *present(const struct tcs_engine *engine)
{
    return tcs_timeline_present(&engine_scratch(engine)->timeline);
}

static void begin_picture(struct tcs_engine *engine)
{
    struct engine_head *head = engine_head(engine);
    struct scratch *s = engine_scratch(engine);

    tcs_timeline_catch_up(&s->timeline, head->now);
    engine_note_tracker(engine);
    head->stage = STAGE_VIEW;
    head->picture_at = head->now;
    head->picture_looks = tcs_tracker_counts(present(engine)).looks;
    head->viewed = 0;
    s->next_count = 0;
}

/* Up to so many rows more. */
static void view_rows(struct tcs_engine *engine, uint32_t more)
{
    struct engine_head *head = engine_head(engine);
    struct scratch *s = engine_scratch(engine);
    const uint32_t left = tcs_tracker_row_count(present(engine)) - head->viewed;
    const uint32_t end = head->viewed + (more < left ? more : left);

    s->next_count +=
        tcs_tracker_view_rows(present(engine), &engine->config->tracker, head->picture_at,
                              head->viewed, end, s->next_views + s->next_count);
    head->viewed = end;
}

void engine_view_again(struct tcs_engine *engine)
{
    struct engine_head *head = engine_head(engine);
    const uint32_t rows = head->viewed;

    if (head->stage != STAGE_VIEW)
        return;
    head->viewed = 0;
    view_rows(engine, rows);
}

static void show_picture(struct tcs_engine *engine)
{
    const struct tcs_engine_config *config = engine->config;
    struct scratch *s = engine_scratch(engine);
    struct tcs_track_view *const before = s->views;

    s->views = s->next_views;
    s->next_views = before;
    s->view_count = s->next_count;
    tcs_labels_name(engine_part(engine, s->layout.labels), engine_head(engine)->now,
                    s->views, s->view_count);
    s->threat_count = tcs_assess(&config->alarm.assess, s->views, s->view_count,
                                 s->threats, s->threat_capacity);
}

static void step_alarms(struct tcs_engine *engine)
{
    const struct tcs_engine_config *config = engine->config;
    struct scratch *s = engine_scratch(engine);
    struct engine_head *head = engine_head(engine);
    struct tcs_alarms *alarms = engine_part(engine, s->layout.alarms);
    double silence_s[TCS_SENSOR_MAX];
    bool clock_wrong[TCS_SENSOR_MAX];

    for (uint32_t i = 0; i < config->sensor_count; i++) {
        silence_s[i] = tcs_engine_sensor_silence(engine, i);
        clock_wrong[i] = tcs_engine_sensor_error(engine, i).clock_wrong;
    }
    const struct tcs_alarm_input input = { s->threats, s->threat_count, silence_s,
                                           clock_wrong };

    s->change_count += tcs_alarms_step(alarms, &config->alarm, head->now, &input,
                                       &s->changes[s->change_count]);
    assert(s->change_count <= CHANGES_MAX);
    head->digest = tcs_alarms_digest(alarms, head->digest);
}

static void finish_picture(struct tcs_engine *engine)
{
    show_picture(engine);
    step_alarms(engine);
    engine_head(engine)->stage = STAGE_DIGEST;
}

static void digest_picture(struct tcs_engine *engine)
{
    struct engine_head *head = engine_head(engine);

    head->digest =
        tcs_timeline_digest_changes(&engine_scratch(engine)->timeline, head->digest);
    head->stage = STAGE_GO_BACK;
}

void engine_evaluate(struct tcs_engine *engine)
{
    begin_picture(engine);
    view_rows(engine, UINT32_MAX);
    finish_picture(engine);
    digest_picture(engine);
}

/* --- in shares --- */

/* Events that are further apart are few: all that follows from one is done at once. */
static const int64_t few_ns = TCS_NS_PER_S / 100;
/* For one row of a picture. */
static const int64_t view_ns = TCS_LOOK_NS / 160;

/* What can wait has the time that goes by, or that of a look where nobody waits, but
 * where events come hard upon each other saves up no more than one look takes: who comes
 * last has all of it before him. */
static void make_room(struct engine_head *head, int64_t gone_ns, bool at_rest)
{
    const int64_t gone_most_ns = gone_ns < TCS_NS_PER_S ? gone_ns : TCS_NS_PER_S;
    const int64_t new_ns = at_rest ? TCS_LOOK_NS : gone_most_ns;
    const int64_t most_ns = new_ns > TCS_LOOK_NS ? new_ns : TCS_LOOK_NS;

    head->room_ns += new_ns;
    if (head->room_ns > most_ns)
        head->room_ns = most_ns;
}

/* For what is done once a picture: false where there is no room for it yet. */
static bool take_part(struct engine_head *head, bool at_once)
{
    const int64_t part_ns = TCS_LOOK_NS / 2;

    if (!at_once && head->room_ns < part_ns)
        return false;
    head->room_ns -= part_ns;
    return true;
}

static void go_back(struct tcs_engine *engine, bool at_once)
{
    struct engine_head *head = engine_head(engine);
    struct tcs_timeline *timeline = &engine_scratch(engine)->timeline;

    if (tcs_timeline_has_passed_over(timeline)) {
        if (!at_once && head->room_ns < TCS_LOOK_NS)
            return;
        tcs_timeline_go_back(timeline);
        head->room_ns -= TCS_LOOK_NS;
    }
    head->stage = STAGE_LOOKS;
}

/* True when all of it is there. */
static bool view_more(struct tcs_engine *engine, bool at_once)
{
    struct engine_head *head = engine_head(engine);
    const int64_t most_ns = TCS_LOOK_NS / 2;
    const int64_t room_ns = head->room_ns < most_ns ? head->room_ns : most_ns;
    const int64_t rows = room_ns > 0 ? room_ns / view_ns : 0;
    const uint32_t before = head->viewed;

    view_rows(engine, at_once ? UINT32_MAX : (uint32_t)rows);
    head->room_ns -= (head->viewed - before) * view_ns;
    return head->viewed == tcs_tracker_row_count(present(engine));
}

bool engine_go_on(struct tcs_engine *engine)
{
    struct engine_head *head = engine_head(engine);
    struct scratch *s = engine_scratch(engine);
    struct tcs_timeline *timeline = &s->timeline;
    const int64_t gone_ns = tcs_time_since(head->now, s->since).ns;
    const int64_t over_ns = tcs_time_since(head->now, head->evaluate_at).ns;
    const bool at_once = gone_ns >= few_ns || over_ns >= TCS_ENGINE_EVALUATE_NS;
    const struct tcs_time early = tcs_time_add(
        head->evaluate_at, (struct tcs_span) { -TCS_ENGINE_EVALUATE_NS / 10 });

    make_room(head, gone_ns, s->at_rest);
    if (head->stage == STAGE_DIGEST && take_part(head, at_once))
        digest_picture(engine);
    if (head->stage == STAGE_GO_BACK)
        go_back(engine, at_once);
    if (head->stage == STAGE_LOOKS &&
        (over_ns < 0 || (!at_once && tcs_timeline_is_behind(timeline, head->now)))) {
        head->room_ns = tcs_timeline_work(timeline, s->since, head->now,
                                          s->at_rest ? head->now : early, head->room_ns);
        return false;
    }
    /* Where there was no room to keep a look, all that waited has been run. */
    if (head->stage == STAGE_LOOKS ||
        (head->stage == STAGE_VIEW &&
         tcs_tracker_counts(present(engine)).looks != head->picture_looks))
        begin_picture(engine);
    if (head->stage != STAGE_VIEW || !view_more(engine, at_once) ||
        !take_part(head, at_once))
        return false;
    finish_picture(engine);
    return true;
}

bool tcs_engine_has_more(const struct tcs_engine *engine)
{
    const struct engine_head *head = engine_head(engine);
    const struct tcs_timeline *timeline = &engine_scratch(engine)->timeline;
    const bool is_after_picture =
        head->stage == STAGE_DIGEST || head->stage == STAGE_GO_BACK;

    /* The digest of a picture alone goes with the next event. What the tracker does not
     * go back for yet stays passed over while looks are run. */
    return head->stage == STAGE_VIEW ||
           (is_after_picture && tcs_timeline_has_passed_over(timeline)) ||
           tcs_timeline_has_waiting(timeline, head->now) ||
           tcs_time_compare(head->now, head->evaluate_at) >= 0;
}

/* --- by hand --- */

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
