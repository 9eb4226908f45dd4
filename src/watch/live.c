/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <uv.h>

#include "api/api.h"
#include "base/text.h"
#include "feed/feed.h"
#include "sink/sink.h"
#include "view/view.h"
#include "watch/engine_thread.h"
#include "watch/live_record.h"
#include "watch/publisher.h"
#include "watch/run.h"
#include "watch/tracks_file.h"

enum {
    TICK_MS = 40,     /* engine.h: TCS_ENGINE_EVALUATE_NS */
    PICTURE_MS = 200, /* to clients */
    STATUS_MS = 1000,
};

struct live {
    const struct tcs_run_options *options;
    struct tcs_site *site;
    struct tcs_bytes site_text;
    uv_loop_t loop;
    struct tcs_clock clock;
    struct tcs_feeds *feeds;
    struct tcs_api *api;
    struct tcs_station *station;
    struct tcs_live_record record;
    struct tcs_engine_thread *engine;
    struct tcs_sinks *sinks;
    FILE *tracks;
    uv_async_t wake;
    uv_signal_t interrupt;
    uv_signal_t terminate;
    uv_timer_t tick;
    uv_timer_t pictures;
    uv_timer_t status;
    uv_timer_t deadline;
    const struct tcs_picture *picture; /* the newest; NULL: none yet */
    struct tcs_view_health health;     /* as told last */
    uint64_t events[TCS_FEED_MAX];     /* of each feed, a second ago */
    struct tcs_time last_put;          /* of the last event */
    uint64_t ticks;
    uint64_t steps_of_clock;
    uint64_t deliveries;
    bool stopping;
    struct tcs_publisher publisher;
    struct tcs_time published_at; /* the last picture that was made text... */
    uint64_t requests;            /* ...and how many had been answered until then */
};

static void say(const char *text)
{
    fprintf(stderr, "tocsin: %s\n", text);
}

static int64_t utc(const struct live *live, struct tcs_time time)
{
    return tcs_time_to_utc(&live->site->engine.leap, time);
}

static bool put_event(struct live *live, const struct tcs_event *event)
{
    const struct tcs_entry entry = { .kind = event->kind,
                                     .feed = event->feed,
                                     .sequence = event->sequence,
                                     .arrival = event->arrival,
                                     .payload = event->payload };

    if (!tcs_engine_thread_put(live->engine, &entry, live->clock.last_mono_ns))
        return false;
    live->last_put = event->arrival;
    return true;
}

static bool on_feed_event(void *context, const struct tcs_event *event)
{
    return put_event(context, event);
}

/* Time passes for the engine also when nothing arrives. */
static void on_tick(uv_timer_t *timer)
{
    struct live *live = timer->data;
    const struct tcs_time now = tcs_clock_now(&live->clock);
    const struct tcs_event event = {
        .kind = TCS_EVENT_TICK, .feed = 0xffff, .sequence = live->ticks, .arrival = now
    };

    if (tcs_time_since(now, live->last_put).ns >= TICK_MS * INT64_C(900000) &&
        put_event(live, &event))
        live->ticks++;
}

static void check_clock(struct live *live)
{
    uint8_t payload[8];
    struct tcs_writer w = tcs_writer(payload, sizeof payload);
    int64_t step_ns = 0;

    if (!tcs_clock_stepped(&live->clock, &step_ns))
        return;
    tcs_write_be(&w, (uint64_t)step_ns, 8);
    const struct tcs_event event = { .kind = TCS_EVENT_CLOCK_STEP,
                                     .feed = 0xffff,
                                     .sequence = live->steps_of_clock++,
                                     .arrival = tcs_clock_now(&live->clock),
                                     .payload = tcs_written(&w) };

    fprintf(stderr, "tocsin: the host's clock jumped by %.3f s\n", (double)step_ns / 1e9);
    (void)put_event(live, &event);
}

static void on_action(void *user, uint64_t ticket, const struct tcs_action *action)
{
    struct live *live = user;
    uint8_t room[512];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    tcs_action_write(&w, action);
    const struct tcs_event event = { .kind = TCS_EVENT_ACTION,
                                     .feed = 0xffff,
                                     .sequence = ticket,
                                     .arrival = tcs_clock_now(&live->clock),
                                     .payload = tcs_written(&w) };

    if (w.failed)
        tcs_api_answer(live->api, ticket, TCS_E_ARGUMENT, NULL);
    else if (!put_event(live, &event))
        tcs_api_answer(live->api, ticket, TCS_E_FULL, "too busy");
}

static struct tcs_view_picture shown(const struct tcs_picture *picture)
{
    return (struct tcs_view_picture) { picture->tracks, picture->track_count,
                                       picture->threats, picture->threat_count };
}

static char *on_tracks_geojson(void *user)
{
    const struct live *live = user;

    if (live->picture == NULL)
        return NULL;
    const struct tcs_view_picture picture = shown(live->picture);

    return tcs_view_text(tcs_view_tracks_geojson(live->site, &picture));
}

static void publish(struct live *live, enum tcs_api_document document, struct tcs_time at,
                    json_t *value)
{
    char *text = tcs_view_text(value);

    if (text != NULL)
        (void)tcs_api_publish(live->api, document, utc(live, at), text);
    free(text);
}

static void publish_alarm(struct live *live, struct tcs_time at,
                          const struct tcs_alarm *alarm)
{
    char *text = tcs_view_text(tcs_view_alarm(live->site, alarm));

    if (text != NULL)
        (void)tcs_api_publish_alarm(live->api, alarm->id, utc(live, at), text);
    free(text);
}

/* A line for who watches the terminal or the system's journal. */
static void log_change(const struct live *live, const struct tcs_alarm_change *change)
{
    const struct tcs_alarm *alarm = &change->alarm;
    char time[TCS_TIME_TEXT_LEN];
    const char *subject = "";

    if (alarm->state == change->from)
        return;
    if (alarm->kind == TCS_ALARM_TAKE_COVER || alarm->kind == TCS_ALARM_APPROACH)
        subject = live->site->engine.zones[alarm->subject].name;
    else if (alarm->kind == TCS_ALARM_SENSOR_LOST)
        subject = live->site->engine.sensors[alarm->subject].name;
    tcs_utc_text(utc(live, alarm->changed_at), time);
    fprintf(stderr, "%s %s %s: %s (%s: %s)\n", time,
            tcs_alarm_kind_name((enum tcs_alarm_kind)alarm->kind), subject,
            tcs_alarm_state_name((enum tcs_alarm_state)alarm->state), alarm->who,
            alarm->why);
}

static struct tcs_sink_picture to_sinks(const struct tcs_picture *picture)
{
    return (struct tcs_sink_picture) { picture->at, shown(picture), picture->silence_s };
}

static void post_change(struct live *live, struct tcs_time at,
                        const struct tcs_alarm_change *change)
{
    if (live->picture == NULL) {
        tcs_sinks_post(live->sinks, at, NULL, change);
        return;
    }
    const struct tcs_sink_picture picture = to_sinks(live->picture);

    tcs_sinks_post(live->sinks, at, &picture, change);
}

static void take_change(struct live *live, const struct tcs_entry *news)
{
    struct tcs_alarm_change change;

    memcpy(&change, news->payload.data, sizeof change);
    if (live->sinks != NULL)
        post_change(live, news->arrival, &change);
    if (live->api != NULL)
        publish_alarm(live, news->arrival, &change.alarm);
    log_change(live, &change);
}

static void take_answer(struct live *live, const struct tcs_entry *news)
{
    char why[128];

    (void)tcs_text_copy(why, sizeof why, news->payload);
    tcs_api_answer(live->api, news->sequence, (enum tcs_status)(-(int)news->feed),
                   why[0] != '\0' ? why : NULL);
}

static void take_news(struct live *live)
{
    struct tcs_entry news;

    while (tcs_engine_thread_peek(live->engine, &news)) {
        if (news.kind == TCS_NEWS_ALARM)
            take_change(live, &news);
        else if (news.kind == TCS_NEWS_ACTION && live->api != NULL)
            take_answer(live, &news);
        tcs_engine_thread_pop(live->engine);
    }
}

static void take_picture(struct live *live)
{
    const struct tcs_picture *picture = tcs_engine_thread_picture(live->engine);

    if (picture != NULL)
        live->picture = picture;
}

static void on_wake(uv_async_t *wake)
{
    struct live *live = wake->data;

    take_news(live);
    take_picture(live);
}

/* Text of the picture takes a while to make. While nobody looks on or asks, once a second
 * will do for who comes next. */
static bool is_wanted(const struct live *live)
{
    const struct tcs_api_counts counts = tcs_api_counts(live->api);
    const struct tcs_time at = live->picture->at;

    return counts.live > 0 || counts.requests != live->requests ||
           tcs_time_since(at, live->published_at).ns >= TCS_NS_PER_S;
}

static void on_pictures(uv_timer_t *timer)
{
    struct live *live = timer->data;

    if (live->picture == NULL)
        return;
    if (live->sinks != NULL) {
        const struct tcs_sink_picture sent = to_sinks(live->picture);

        tcs_sinks_picture(live->sinks, &sent);
    }
    if (live->api == NULL)
        return;
    if (!is_wanted(live))
        return;
    const struct tcs_view_picture picture = shown(live->picture);

    if (tcs_publisher_take(&live->publisher, &live->loop, live->picture->at, &picture)) {
        live->requests = tcs_api_counts(live->api).requests;
        live->published_at = live->picture->at;
    }
}

static void on_tracks_text(void *user, struct tcs_time at, const char *text)
{
    struct live *live = user;

    if (!live->stopping)
        (void)tcs_api_publish(live->api, TCS_API_TRACKS, utc(live, at), text);
}

static char *on_metrics(void *user)
{
    const struct live *live = user;

    return tcs_view_metrics(live->site, &live->health);
}

/* Once a second; what has come in the last five or so counts. */
static void take_rates(struct live *live, struct tcs_view_health *health)
{
    const double weight = 0.2;

    for (uint32_t i = 0; i < live->site->engine.feed_count; i++) {
        const uint64_t events = health->feeds[i].events;

        health->feed_rate_hz[i] =
            live->health.feed_rate_hz[i] +
            weight * ((double)(events - live->events[i]) - live->health.feed_rate_hz[i]);
        live->events[i] = events;
    }
}

static void publish_status(struct live *live)
{
    struct tcs_view_health health;
    struct tcs_sink_counts outputs[TCS_SINK_MAX];
    const struct tcs_picture *picture = live->picture;

    memset(&health, 0, sizeof health);
    health.now = tcs_clock_now(&live->clock);
    health.mode = live->options->mode != NULL ? live->options->mode : "live";
    health.step_us_p99 = -1.0;
    for (uint32_t i = 0; i < live->site->engine.feed_count && live->feeds != NULL; i++) {
        health.feed_up[i] = tcs_feeds_up(live->feeds, i);
        health.feed_dropped[i] = tcs_feeds_dropped(live->feeds, i);
        health.feed_kernel_dropped[i] = tcs_feeds_kernel_dropped(live->feeds, i);
        health.feed_connects[i] = tcs_feeds_connects(live->feeds, i);
    }
    if (live->engine != NULL)
        health.lost = tcs_engine_thread_lost(live->engine);
    if (picture != NULL) {
        health.step = picture->step;
        health.track_count = picture->track_count;
        health.step_us_p99 = picture->step_us_p99;
        memcpy(health.feeds, picture->feeds, sizeof health.feeds);
        memcpy(health.observed, picture->observed, sizeof health.observed);
        memcpy(health.delays, picture->delays, sizeof health.delays);
        memcpy(health.silence_s, picture->silence_s, sizeof health.silence_s);
        memcpy(health.sensors, picture->sensors, sizeof health.sensors);
        memcpy(health.errors, picture->errors, sizeof health.errors);
    }
    for (uint32_t i = 0; live->sinks != NULL && i < live->site->sink_count; i++) {
        outputs[i] = tcs_sinks_counts(live->sinks, i);
        health.outputs[i] =
            (struct tcs_view_output) { outputs[i].up, outputs[i].delivered,
                                       outputs[i].failed, outputs[i].last_ms,
                                       outputs[i].trouble };
    }
    if (live->record.journal != NULL) {
        const struct tcs_journal_counts counts = tcs_live_record_watch(&live->record);

        health.record_entries = counts.entries;
        health.record_committed = counts.committed;
        if (counts.checkpoint_utc_ns != 0)
            health.last_checkpoint =
                tcs_time_from_utc(&live->site->engine.leap, counts.checkpoint_utc_ns);
    }
    take_rates(live, &health);
    if (live->api != NULL)
        publish(live, TCS_API_STATUS, health.now, tcs_view_status(live->site, &health));
    if (live->sinks != NULL)
        tcs_sinks_status(live->sinks, &health);
    live->health = health;
    /* Their troubles were borrowed. */
    for (uint32_t i = 0; i < TCS_SINK_MAX; i++)
        live->health.outputs[i].trouble = NULL;
}

static void on_status(uv_timer_t *timer)
{
    struct live *live = timer->data;

    check_clock(live);
    publish_status(live);
}

/* What became of a warning belongs into the record. */
static void on_delivery(void *context, const struct tcs_delivery *delivery)
{
    struct live *live = context;
    char *text = tcs_view_text(tcs_delivery_view(live->site, delivery));

    if (text != NULL) {
        const struct tcs_entry entry = { .kind = TCS_ENTRY_DELIVERY,
                                         .feed = 0xffff,
                                         .sequence = live->deliveries++,
                                         .arrival = tcs_clock_now(&live->clock),
                                         .payload = tcs_text_bytes(text) };

        if (!live->stopping && !tcs_engine_thread_put(live->engine, &entry, 0))
            say("no room to record a delivery");
    }
    if (!delivery->delivered)
        fprintf(stderr, "tocsin: output '%s': not delivered: %s\n",
                live->site->sinks[delivery->sink].name, delivery->detail);
    free(text);
}

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void stop(struct live *live)
{
    if (live->stopping)
        return;
    live->stopping = true;
    if (live->feeds != NULL)
        tcs_feeds_close(live->feeds);
    if (live->engine != NULL) {
        tcs_engine_thread_join(live->engine);
        take_news(live);
    }
    if (live->api != NULL)
        tcs_api_close(live->api, NULL, NULL);
    if (live->sinks != NULL)
        tcs_sinks_close(live->sinks);
    close_handle((uv_handle_t *)&live->wake);
    close_handle((uv_handle_t *)&live->interrupt);
    close_handle((uv_handle_t *)&live->terminate);
    close_handle((uv_handle_t *)&live->tick);
    close_handle((uv_handle_t *)&live->pictures);
    close_handle((uv_handle_t *)&live->status);
    close_handle((uv_handle_t *)&live->deadline);
}

static void on_signal(uv_signal_t *signal, int number)
{
    (void)number;
    stop(signal->data);
}

static void on_deadline(uv_timer_t *timer)
{
    stop(timer->data);
}

static void init_handles(struct live *live)
{
    uv_async_init(&live->loop, &live->wake, on_wake);
    uv_signal_init(&live->loop, &live->interrupt);
    uv_signal_init(&live->loop, &live->terminate);
    uv_timer_init(&live->loop, &live->tick);
    uv_timer_init(&live->loop, &live->pictures);
    uv_timer_init(&live->loop, &live->status);
    uv_timer_init(&live->loop, &live->deadline);
    live->wake.data = live->interrupt.data = live->terminate.data = live;
    live->tick.data = live->pictures.data = live->status.data = live->deadline.data =
        live;
}

static void start_handles(struct live *live)
{
    uv_signal_start(&live->interrupt, on_signal, SIGINT);
    uv_signal_start(&live->terminate, on_signal, SIGTERM);
    uv_timer_start(&live->tick, on_tick, TICK_MS, TICK_MS);
    uv_timer_start(&live->pictures, on_pictures, PICTURE_MS, PICTURE_MS);
    uv_timer_start(&live->status, on_status, 0, STATUS_MS);
    if (live->options->seconds > 0.0)
        uv_timer_start(&live->deadline, on_deadline,
                       (uint64_t)(live->options->seconds * 1000.0), 0);
}

static void put_carried(struct live *live)
{
    for (uint32_t i = 0; i < live->record.carried.count; i++) {
        uint8_t room[TCS_ACTION_OCTETS_MAX];
        const struct tcs_event event = {
            .kind = TCS_EVENT_ACTION,
            .feed = 0xffff,
            .arrival = tcs_clock_now(&live->clock),
            .payload = tcs_carry_action(live->record.carried.zones[i], room),
        };

        (void)put_event(live, &event); /* the first ones: there is room */
    }
}

/* So that the reason names the path and not the port. */
static bool is_there(const char *path)
{
    if (path == NULL || access(path, R_OK) == 0)
        return true;
    fprintf(stderr, "tocsin: %s: %s\n", path, strerror(errno));
    return false;
}

static bool open_api(struct live *live)
{
    const struct tcs_api_config config = { .address = live->site->api_address,
                                           .port = live->site->api_port,
                                           .console_dir = live->options->console_dir,
                                           .map_path = live->options->map,
                                           .user = live,
                                           .action = on_action,
                                           .tracks_geojson = on_tracks_geojson,
                                           .metrics = on_metrics };

    if (!live->options->serve)
        return true;
    if (!is_there(live->options->console_dir) || !is_there(live->options->map))
        return false;
    if (tcs_api_open(&live->loop, &config, &live->api) != TCS_OK) {
        fprintf(stderr, "tocsin: cannot serve on %s port %u: ", live->site->api_address,
                live->site->api_port);
        perror(NULL);
        return false;
    }
    const struct tcs_time now = tcs_clock_now(&live->clock);
    const struct tcs_alarms *alarms =
        tcs_engine_alarms(tcs_station_engine(live->station));

    publish(live, TCS_API_SITE, now, tcs_view_site(live->site));
    publish(live, TCS_API_ZONES, now, tcs_view_zones_geojson(live->site));
    publish(live, TCS_API_TRACKS, now, json_array());
    for (size_t i = 0; i < tcs_alarms_count(alarms); i++)
        publish_alarm(live, now, tcs_alarms_at(alarms, i));
    publish_status(live);
    fprintf(stderr, "tocsin: console at http://%s:%u/\n", live->site->api_address,
            tcs_api_port(live->api));
    return true;
}

/* While nobody else has the engine. */
static bool open_sinks(struct live *live)
{
    const struct tcs_alarms *alarms =
        tcs_engine_alarms(tcs_station_engine(live->station));

    if (!live->options->deliver)
        return true;
    if (tcs_sinks_open(&live->loop, live->site, on_delivery, live, &live->sinks) !=
        TCS_OK) {
        say("cannot open the outputs");
        return false;
    }
    for (size_t i = 0; i < tcs_alarms_count(alarms); i++)
        tcs_sinks_recall(live->sinks, tcs_clock_now(&live->clock),
                         tcs_alarms_at(alarms, i));
    return true;
}

static bool open_feeds(struct live *live)
{
    char error[TCS_FEED_ERROR_LEN];

    if (tcs_feeds_open(&live->loop, live->site, &live->clock, on_feed_event, live,
                       &live->feeds, error) == TCS_OK)
        return true;
    say(error);
    return false;
}

/* In the order of dependence; what fails leaves the rest to stop(). */
static bool open_all(struct live *live)
{
    if (!tcs_live_record_open(&live->record, live->options->record, live->site,
                              live->site_text, &live->clock, &live->station) ||
        !open_api(live) || !open_sinks(live))
        return false;
    if (live->options->tracks != NULL) {
        live->tracks = fopen(live->options->tracks, "w");
        if (live->tracks == NULL) {
            perror(live->options->tracks);
            return false;
        }
    }
    if (tcs_engine_thread_start(live->station, live->site, live->record.journal,
                                live->tracks, &live->wake, &live->engine) != TCS_OK) {
        say("out of memory");
        return false;
    }
    put_carried(live);
    if (!open_feeds(live))
        return false;
    start_handles(live);
    return true;
}

json_t *tcs_run_live(struct tcs_site *site, struct tcs_bytes site_text,
                     const struct tcs_run_options *options)
{
    struct live live = { .options = options, .site = site, .site_text = site_text };
    json_t *summary = NULL;

    if (uv_loop_init(&live.loop) != 0) {
        say("cannot make an event loop");
        return NULL;
    }
    init_handles(&live);
    live.publisher =
        (struct tcs_publisher) { .site = site, .done = on_tracks_text, .user = &live };
    const bool opened = open_all(&live);

    if (!opened)
        stop(&live);
    uv_run(&live.loop, UV_RUN_DEFAULT);
    uv_loop_close(&live.loop);
    if (live.feeds != NULL)
        tcs_feeds_free(live.feeds);
    bool whole = tcs_live_record_close(&live.record);

    if (!tcs_tracks_file_close(live.tracks)) {
        perror(options->tracks);
        whole = false;
    }
    if (opened)
        summary = tcs_station_summary(live.station);
    tcs_publisher_close(&live.publisher);
    if (live.sinks != NULL)
        tcs_sinks_free(live.sinks);
    if (live.engine != NULL)
        tcs_engine_thread_free(live.engine);
    tcs_station_close(live.station);
    if (!whole) {
        json_decref(summary);
        return NULL;
    }
    return summary;
}
