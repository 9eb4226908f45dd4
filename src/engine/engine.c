/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include <assert.h>
#include <string.h>

#include "engine/evaluate.h"
#include "engine/protocol.h"
#include "engine/state.h"
#include "observe/assembler.h"
#include "track/labels.h"

enum { NO_FEED = 0xffff };

static struct feed_row *feed_rows(const struct tcs_engine *engine)
{
    return engine_part(engine, engine_scratch(engine)->layout.feeds);
}

static struct tcs_sensor_counts *sensor_counts(const struct tcs_engine *engine)
{
    return engine_part(engine, engine_scratch(engine)->layout.counts);
}

void engine_chain(const struct tcs_engine *engine, const void *data, size_t len)
{
    struct engine_head *head = engine_head(engine);

    head->digest = tcs_digest_chain(head->digest, data, len);
}

/* --- start --- */

static void new_state(struct tcs_engine *engine, struct tcs_time start)
{
    struct scratch *s = engine_scratch(engine);
    struct engine_head *head = engine_head(engine);

    memset(engine->state, 0, engine->state_size);
    head->now = start;
    head->evaluate_at = start;
    head->digest_at = tcs_time_add(start, (struct tcs_span) { TCS_NS_PER_S });
    for (uint32_t i = 0; i < engine->config->feed_count; i++)
        feed_rows(engine)[i].framing = (uint32_t)engine->config->feeds[i].framing;
    tcs_timeline_start(&s->timeline, start);
    tcs_labels_init(engine_part(engine, s->layout.labels),
                    engine->config->tracker.track_max);
    tcs_alarms_init(engine_part(engine, s->layout.alarms), &engine->config->alarm);
}

void tcs_engine_init(struct tcs_engine *engine, struct tcs_engine_config *config,
                     void *state, void *scratch, struct tcs_time start,
                     const void *restore)
{
    assert(((uintptr_t)state & 63) == 0 && ((uintptr_t)scratch & 63) == 0);
    config->tracker = engine_tracker_config(config);
    config->late = engine_late_config(config);
    config->alarm = engine_alarm_config(config);
    engine->config = config;
    engine->state = state;
    engine->state_size = tcs_engine_state_size(config);
    engine->scratch = scratch;
    engine_bind_scratch(engine);
    if (restore == NULL) {
        new_state(engine, start);
    } else {
        memcpy(engine->state, restore, engine->state_size);
        tcs_timeline_resume(&engine_scratch(engine)->timeline);
        engine_view_again(engine);
    }
    engine_note_tracker(engine);
}

/* --- one step --- */

static void take_look(void *context, const struct tcs_look *look)
{
    const struct tcs_engine *engine = context;
    struct scratch *s = engine_scratch(engine);
    const uint16_t feed = s->feed_of_sensor[look->sensor];
    struct tcs_sensor_counts *counts = &sensor_counts(engine)[look->sensor];
    const enum tcs_lateness lateness =
        tcs_timeline_take(&s->timeline, look, engine_head(engine)->now);

    counts->looks_late += lateness == TCS_LOOK_LATE;
    counts->looks_too_late += lateness == TCS_LOOK_TOO_LATE;
    counts->looks_ahead += lateness == TCS_LOOK_AHEAD;
    if (feed != NO_FEED && lateness <= TCS_LOOK_LATE)
        feed_rows(engine)[feed].counts.looks++;
}

static void state_changed(void *context, const void *state, size_t len)
{
    engine_chain(context, state, len);
}

static struct tcs_neck make_neck(struct tcs_engine *engine)
{
    return (struct tcs_neck) {
        .frame = &engine->config->frame,
        .leap = &engine->config->leap,
        .sensors = engine->config->sensors,
        .sensor_count = engine->config->sensor_count,
        .geoid_m = engine->config->geoid_m,
        .now = engine_head(engine)->now,
        .observations = engine_scratch(engine)->observations,
        .counts = sensor_counts(engine),
        .take = take_look,
        .changed = state_changed,
        .context = engine,
    };
}

static bool is_framing(uint8_t octet)
{
    return octet < TCS_FRAMING_COUNT;
}

static bool is_sound(const struct tcs_engine *engine, const struct tcs_event *event)
{
    if (tcs_time_compare(event->arrival, engine_head(engine)->now) < 0)
        return false;
    switch (event->kind) {
    case TCS_EVENT_BYTES:
    case TCS_EVENT_FEED_DOWN:
        return event->feed < engine->config->feed_count;
    case TCS_EVENT_FEED_UP:
        return event->feed < engine->config->feed_count &&
               (event->payload.len == 0 ||
                (event->payload.len == 1 && is_framing(event->payload.data[0])));
    case TCS_EVENT_TICK:
    case TCS_EVENT_ACTION:
        return true;
    case TCS_EVENT_CLOCK_STEP:
        return event->payload.len == 8;
    default:
        return false;
    }
}

/* The input is the first thing that the digest of a step rests on. */
static void chain_input(const struct tcs_engine *engine, const struct tcs_event *event)
{
    uint8_t octets[20];
    struct tcs_writer w = tcs_writer(octets, sizeof octets);

    tcs_write_be(&w, event->kind, 2);
    tcs_write_be(&w, event->feed, 2);
    tcs_write_be(&w, event->sequence, 8);
    tcs_write_be(&w, (uint64_t)event->arrival.tai_ns, 8);
    engine_chain(engine, octets, w.len);
    engine_chain(engine, event->payload.data, event->payload.len);
}

static void *feed_framing(const struct tcs_engine *engine, uint32_t feed)
{
    return engine_part(engine, engine_scratch(engine)->layout.framings[feed]);
}

static void chain_feed(const struct tcs_engine *engine, uint32_t feed)
{
    const struct protocol *protocol =
        engine_protocol(engine->config->feeds[feed].protocol);
    const void *framing = feed_framing(engine, feed);

    engine_chain(engine, &feed_rows(engine)[feed], sizeof(struct feed_row));
    engine_chain(engine, framing, protocol->framing_used(framing));
}

static void take_bytes(struct tcs_engine *engine, const struct tcs_event *event,
                       const struct tcs_neck *neck)
{
    const struct tcs_feed_config *feed = &engine->config->feeds[event->feed];
    struct feed_row *row = &feed_rows(engine)[event->feed];
    struct input input = { .feed = feed,
                           .framing_kind = row->framing,
                           .framing = feed_framing(engine, event->feed),
                           .counts = &row->counts,
                           .neck = neck,
                           .engine = engine,
                           .payload = event->payload };

    row->counts.events++;
    row->counts.octets += event->payload.len;
    row->counts.last_at = event->arrival;
    engine_take(&input);
    chain_feed(engine, event->feed);
}

/* A stream begins anew: half a record of the old connection means nothing now. */
static void begin_framing(struct tcs_engine *engine, const struct tcs_event *event)
{
    const struct tcs_feed_config *feed = &engine->config->feeds[event->feed];

    memset(feed_framing(engine, event->feed), 0,
           engine_protocol(feed->protocol)->framing_size);
    if (event->kind == TCS_EVENT_FEED_UP && event->payload.len == 1)
        feed_rows(engine)[event->feed].framing = event->payload.data[0];
    chain_feed(engine, event->feed);
}

static void tick_assemblers(struct tcs_engine *engine, const struct tcs_neck *neck)
{
    for (uint32_t i = 0; i < engine->config->sensor_count; i++) {
        if (engine->config->sensors[i].kind == TCS_SENSOR_RADAR)
            tcs_assembler_tick(engine_sensor_state(engine, i), neck, (uint16_t)i);
    }
}

static enum tcs_status take_event(struct tcs_engine *engine,
                                  const struct tcs_event *event,
                                  const struct tcs_neck *neck)
{
    switch (event->kind) {
    case TCS_EVENT_BYTES:
        take_bytes(engine, event, neck);
        break;
    case TCS_EVENT_FEED_UP:
    case TCS_EVENT_FEED_DOWN:
        begin_framing(engine, event);
        break;
    case TCS_EVENT_ACTION:
        return engine_act(engine, event->payload);
    case TCS_EVENT_CLOCK_STEP:
        engine_clock_step(engine, event->payload);
        break;
    default: /* a tick: time alone */
        break;
    }
    return TCS_OK;
}

static bool is_due(struct tcs_time now, struct tcs_time *due, int64_t every_ns)
{
    if (tcs_time_compare(now, *due) < 0)
        return false;
    *due = tcs_time_add(now, (struct tcs_span) { every_ns });
    return true;
}

/* The digest of the whole is no part of the state, and is not chained: a step's own
 * digest does not depend on whether somebody looked at everything. */
static void finish(struct tcs_engine *engine, struct tcs_output *ret_output)
{
    struct engine_head *head = engine_head(engine);
    struct scratch *s = engine_scratch(engine);
    const struct tcs_digest none = { 0, 0 };

    head->digest = tcs_timeline_digest_progress(&s->timeline, head->digest);
    ret_output->tracks = s->views;
    ret_output->track_count = s->view_count;
    ret_output->threats = s->threats;
    ret_output->threat_count = s->threat_count;
    ret_output->changes = s->changes;
    ret_output->change_count = s->change_count;
    ret_output->step = head->step;
    ret_output->digest = head->digest;
    ret_output->has_state_digest = is_due(head->now, &head->digest_at, TCS_NS_PER_S);
    if (ret_output->has_state_digest)
        ret_output->state_digest = tcs_timeline_digest(
            &s->timeline, tcs_digest_chain(none, engine->state, s->layout.timeline));
}

enum tcs_status tcs_engine_take(struct tcs_engine *engine, const struct tcs_event *event,
                                struct tcs_output *ret_output)
{
    if (!is_sound(engine, event))
        return TCS_E_ARGUMENT;
    struct engine_head *head = engine_head(engine);
    struct scratch *s = engine_scratch(engine);

    memset(ret_output, 0, sizeof *ret_output);
    s->since = head->now;
    s->by_hand = event->kind == TCS_EVENT_ACTION || event->kind == TCS_EVENT_CLOCK_STEP;
    s->at_rest =
        event->kind == TCS_EVENT_TICK && tcs_time_compare(event->arrival, head->now) == 0;
    s->change_count = 0;
    head->step++;
    head->now = event->arrival;
    chain_input(engine, event);

    const struct tcs_neck neck = make_neck(engine);

    tick_assemblers(engine, &neck);
    ret_output->action = take_event(engine, event, &neck);
    return TCS_OK;
}

void tcs_engine_proceed(struct tcs_engine *engine, struct tcs_output *ret_output)
{
    struct engine_head *head = engine_head(engine);
    const struct scratch *s = engine_scratch(engine);

    if (s->by_hand)
        engine_evaluate(engine);
    ret_output->picture_new = s->by_hand || engine_go_on(engine);
    if (ret_output->picture_new)
        head->evaluate_at =
            tcs_time_add(head->now, (struct tcs_span) { TCS_ENGINE_EVALUATE_NS });
    finish(engine, ret_output);
}

enum tcs_status tcs_engine_step(struct tcs_engine *engine, const struct tcs_event *event,
                                struct tcs_output *ret_output)
{
    const enum tcs_status status = tcs_engine_take(engine, event, ret_output);

    if (status == TCS_OK)
        tcs_engine_proceed(engine, ret_output);
    return status;
}

/* --- what may be asked between steps --- */

const struct tcs_feed_counts *tcs_engine_feed_counts(const struct tcs_engine *engine,
                                                     uint32_t feed)
{
    assert(feed < engine->config->feed_count);
    return &feed_rows(engine)[feed].counts;
}

const struct tcs_sensor_counts *tcs_engine_sensor_counts(const struct tcs_engine *engine,
                                                         uint32_t sensor)
{
    assert(sensor < engine->config->sensor_count);
    return &sensor_counts(engine)[sensor];
}

const struct tcs_alarms *tcs_engine_alarms(const struct tcs_engine *engine)
{
    return engine_part(engine, engine_scratch(engine)->layout.alarms);
}

struct tcs_tracker_counts tcs_engine_tracker_counts(const struct tcs_engine *engine)
{
    return engine_scratch(engine)->tracker_counts;
}

struct tcs_timeline_counts tcs_engine_late_counts(const struct tcs_engine *engine)
{
    return tcs_timeline_counts(&engine_scratch(engine)->timeline);
}

struct tcs_digest tcs_engine_tracks_digest(const struct tcs_engine *engine)
{
    const struct tcs_tracker *present =
        tcs_timeline_present(&engine_scratch(engine)->timeline);
    const struct tcs_digest none = { 0, 0 };

    return tcs_digest_chain(none, present, tcs_tracker_used(present));
}

double tcs_engine_sensor_silence(const struct tcs_engine *engine, uint32_t sensor)
{
    const struct tcs_time heard = tcs_engine_sensor_counts(engine, sensor)->heard_at;

    if (heard.tai_ns == 0)
        return -1.0;
    return tcs_span_seconds(tcs_time_since(engine_head(engine)->now, heard));
}

struct tcs_sensor_error tcs_engine_sensor_error(const struct tcs_engine *engine,
                                                uint32_t sensor)
{
    struct tcs_sensor_error error = engine_scratch(engine)->errors[sensor];

    error.clock_wrong = error.clock_wrong ||
                        tcs_neck_clock_wrong(tcs_engine_sensor_counts(engine, sensor),
                                             engine_head(engine)->now);
    return error;
}

struct tcs_time tcs_engine_now(const struct tcs_engine *engine)
{
    return engine_head(engine)->now;
}
