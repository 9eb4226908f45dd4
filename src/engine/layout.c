/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "engine/evaluate.h"
#include "engine/protocol.h"
#include "engine/state.h"
#include "track/labels.h"

enum {
    THREATS_MAX = 65536, /* however many tracks and zones there are */
    NO_FEED = 0xffff,
};

/* A sum of parts, each on a multiple of 64. */
static size_t part(size_t *total, size_t size)
{
    const size_t at = *total;

    *total += (size + 63) & ~(size_t)63;
    return at;
}

struct tcs_tracker_config engine_tracker_config(const struct tcs_engine_config *config)
{
    struct tcs_tracker_config tracker = config->tracker;

    tracker.sensors = config->sensors;
    tracker.sensor_count = config->sensor_count;
    if (tracker.observation_max < TCS_NECK_OBSERVATIONS_MAX)
        tracker.observation_max = TCS_NECK_OBSERVATIONS_MAX;
    return tracker;
}

struct tcs_timeline_config engine_late_config(const struct tcs_engine_config *config)
{
    const uint32_t in_one_look = engine_tracker_config(config).observation_max;
    struct tcs_timeline_config late = config->late;

    if (late.window_ns == 0)
        late = tcs_timeline_defaults();
    if (late.observation_max < in_one_look)
        late.observation_max = in_one_look;
    return late;
}

struct tcs_alarm_config engine_alarm_config(const struct tcs_engine_config *config)
{
    struct tcs_alarm_config alarm = config->alarm;

    alarm.assess.zones = config->zones;
    alarm.assess.zone_count = config->zone_count;
    alarm.sensor_count = config->sensor_count;
    for (uint32_t i = 0; i < config->sensor_count; i++) {
        if (!(alarm.sensor_lost_s[i] > 0.0))
            alarm.sensor_lost_s[i] = tcs_alarm_sensor_lost_s(&config->sensors[i]);
    }
    return alarm;
}

struct layout engine_layout(const struct tcs_engine_config *config)
{
    const struct tcs_tracker_config tracker = engine_tracker_config(config);
    const struct tcs_timeline_config late = engine_late_config(config);
    const struct tcs_alarm_config alarm = engine_alarm_config(config);
    struct layout layout;
    size_t total = 0;

    memset(&layout, 0, sizeof layout);
    (void)part(&total, sizeof(struct engine_head));
    layout.feeds = part(&total, config->feed_count * sizeof(struct feed_row));
    layout.counts = part(&total, config->sensor_count * sizeof(struct tcs_sensor_counts));
    for (uint32_t i = 0; i < config->feed_count; i++)
        layout.framings[i] =
            part(&total, engine_protocol(config->feeds[i].protocol)->framing_size);
    for (uint32_t i = 0; i < config->sensor_count; i++) {
        layout.sensor_sizes[i] = engine_sensor_size(config->sensors[i].kind);
        layout.sensors[i] = part(&total, layout.sensor_sizes[i]);
    }
    layout.alarms = part(&total, tcs_alarms_size(&alarm));
    layout.labels = part(&total, tcs_labels_size(tracker.track_max));
    layout.timeline = part(&total, tcs_timeline_state_size(&late, &tracker));
    layout.total = total;
    return layout;
}

size_t tcs_engine_state_size(const struct tcs_engine_config *config)
{
    return engine_layout(config).total;
}

void *engine_sensor_state(const struct tcs_engine *engine, uint32_t sensor)
{
    const struct layout *layout = &engine_scratch(engine)->layout;

    return layout->sensor_sizes[sensor] == 0
               ? NULL
               : engine_part(engine, layout->sensors[sensor]);
}

/* Where the parts of scratch lie. */
struct scratch_layout {
    size_t views;
    size_t next_views;
    size_t threats;
    size_t changes;
    size_t observations;
    size_t timeline;
    size_t total;
    size_t threat_capacity;
};

static struct scratch_layout scratch_layout(const struct tcs_engine_config *config)
{
    const struct tcs_tracker_config tracker = engine_tracker_config(config);
    const struct tcs_timeline_config late = engine_late_config(config);
    const size_t pairs = (size_t)tracker.track_max * config->zone_count;
    struct scratch_layout layout;
    size_t total = 0;

    memset(&layout, 0, sizeof layout);
    layout.threat_capacity = pairs < THREATS_MAX ? pairs : THREATS_MAX;
    (void)part(&total, sizeof(struct scratch));
    layout.views = part(&total, tracker.track_max * sizeof(struct tcs_track_view));
    layout.next_views = part(&total, tracker.track_max * sizeof(struct tcs_track_view));
    layout.threats = part(&total, layout.threat_capacity * sizeof(struct tcs_threat));
    layout.changes =
        part(&total, (TCS_ALARM_CHANGES_MAX + 1) * sizeof(struct tcs_alarm_change));
    layout.observations =
        part(&total, TCS_NECK_OBSERVATIONS_MAX * sizeof(struct tcs_observation));
    layout.timeline = part(&total, tcs_timeline_scratch_size(&late, &tracker));
    layout.total = total;
    return layout;
}

size_t tcs_engine_scratch_size(const struct tcs_engine_config *config)
{
    return scratch_layout(config).total;
}

size_t tcs_engine_scratch_soon(const struct tcs_engine_config *config)
{
    const struct tcs_tracker_config tracker = engine_tracker_config(config);
    const struct tcs_timeline_config late = engine_late_config(config);

    return scratch_layout(config).timeline + tcs_timeline_scratch_soon(&late, &tracker);
}

static void *scratch_part(const struct tcs_engine *engine, size_t offset)
{
    return engine->scratch + offset;
}

static void map_sensors(const struct tcs_engine_config *config, uint16_t *ret_feeds)
{
    for (uint32_t i = 0; i < TCS_SENSOR_MAX; i++)
        ret_feeds[i] = NO_FEED;
    for (uint32_t i = config->feed_count; i-- > 0;) {
        for (uint32_t j = 0; j < config->feeds[i].sensor_count; j++)
            ret_feeds[config->feeds[i].sensors[j]] = (uint16_t)i;
    }
}

/* The latest edition of each category, but for the sources that speak another. */
static void choose_editions(const struct tcs_engine_config *config,
                            struct tcs_asterix_set *set)
{
    tcs_asterix_set_latest(set);
    for (uint32_t i = 0; i < config->edition_count; i++) {
        const struct tcs_edition_choice *choice = &config->editions[i];
        const enum tcs_status status = tcs_asterix_set_choose_source(
            set, choice->category, choice->sac_sic, choice->edition);

        assert(status == TCS_OK); /* the site file was checked for that */
        (void)status;
    }
}

void engine_bind_scratch(struct tcs_engine *engine)
{
    const struct scratch_layout at = scratch_layout(engine->config);
    struct scratch *s = engine_scratch(engine);

    memset(s, 0, sizeof *s);
    s->layout = engine_layout(engine->config);
    choose_editions(engine->config, &s->asterix);
    map_sensors(engine->config, s->feed_of_sensor);
    s->views = scratch_part(engine, at.views);
    s->next_views = scratch_part(engine, at.next_views);
    s->threats = scratch_part(engine, at.threats);
    s->threat_capacity = at.threat_capacity;
    s->changes = scratch_part(engine, at.changes);
    s->observations = scratch_part(engine, at.observations);
    tcs_timeline_bind(&s->timeline, &engine->config->late, &engine->config->tracker,
                      engine_part(engine, s->layout.timeline),
                      scratch_part(engine, at.timeline));
}
