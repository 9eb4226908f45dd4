/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/sink.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sink/inside.h"
#include "view/view.h"

struct tcs_sinks {
    uv_loop_t *loop;
    const struct tcs_site *site;
    void (*delivery)(void *context, const struct tcs_delivery *delivery);
    void *context;
    uint32_t count;
    struct tcs_sink *sinks[TCS_SINK_MAX];
    struct zone {
        char *text; /* NULL: none yet */
        struct tcs_alarm_change change;
    } zones[TCS_ZONE_MAX]; /* last change of each take-cover */
};

uv_loop_t *tcs_sinks_loop(struct tcs_sinks *sinks)
{
    return sinks->loop;
}

const struct tcs_site *tcs_sinks_site(const struct tcs_sinks *sinks)
{
    return sinks->site;
}

const char *tcs_sinks_zone_text(const struct tcs_sinks *sinks, uint32_t zone)
{
    return sinks->zones[zone].text;
}

const struct tcs_alarm_change *tcs_sinks_zone_change(const struct tcs_sinks *sinks,
                                                     uint32_t zone)
{
    return sinks->zones[zone].text != NULL ? &sinks->zones[zone].change : NULL;
}

static const struct {
    const char *name;
    struct tcs_sink *(*open)(struct tcs_sinks *sinks, const struct tcs_sink_site *site);
} kinds[] = {
    [TCS_SINK_MQTT] = { "mqtt", tcs_mqtt_open },
    [TCS_SINK_COMMAND] = { "command", tcs_command_open },
    [TCS_SINK_ASTERIX] = { "asterix", tcs_asterix_open },
    [TCS_SINK_SAPIENT] = { "sapient", tcs_sapient_open },
    [TCS_SINK_COT] = { "cot", tcs_cot_open },
    [TCS_SINK_SYSLOG] = { "syslog", tcs_syslog_open },
    [TCS_SINK_WEBHOOK] = { "webhook", tcs_webhook_open },
};

json_t *tcs_delivery_view(const struct tcs_site *site,
                          const struct tcs_delivery *delivery)
{
    const struct tcs_sink_site *sink = &site->sinks[delivery->sink];

    return json_pack(
        "{s:o, s:s, s:I, s:I, s:s, s:b, s:o, s:o, s:o}", "sink",
        tcs_view_string(sink->name), "kind", kinds[sink->kind].name, "alarm",
        (json_int_t)delivery->alarm, "occurrence", (json_int_t)delivery->occurrence,
        "state", tcs_alarm_state_name((enum tcs_alarm_state)delivery->state), "delivered",
        (int)delivery->delivered, "delay_ms", tcs_view_known(delivery->delay_ms),
        "posted_at", tcs_view_time(site, delivery->posted_at), "detail",
        tcs_view_string(delivery->detail));
}

void tcs_sink_trouble(struct tcs_sink *sink, const char *text)
{
    (void)tcs_text_copy(sink->counts.trouble, sizeof sink->counts.trouble,
                        tcs_text_bytes(text));
}

void tcs_sink_lost(struct tcs_sink *sink, const char *why)
{
    sink->counts.posted++;
    sink->counts.failed++;
    tcs_sink_trouble(sink, why);
}

void tcs_sink_report(struct tcs_sink *sink, const struct tcs_sink_item *item,
                     bool delivered, const char *detail)
{
    struct tcs_delivery report = {
        .sink = sink->index,
        .alarm = item->alarm,
        .occurrence = item->occurrence,
        .state = item->state,
        .delivered = delivered,
        .delay_ms = (double)(uv_hrtime() - item->posted_ns) * 1e-6,
        .posted_at = item->posted_at,
    };

    (void)tcs_text_copy(report.detail, sizeof report.detail, tcs_text_bytes(detail));
    if (delivered) {
        sink->counts.delivered++;
        sink->counts.last_ms = report.delay_ms;
    } else {
        sink->counts.failed++;
        tcs_sink_trouble(sink, detail);
    }
    if (sink->sinks->delivery != NULL)
        sink->sinks->delivery(sink->sinks->context, &report);
}

void tcs_sink_finish(struct tcs_sink *sink, size_t index, bool delivered,
                     const char *detail)
{
    tcs_sink_report(sink, tcs_sink_queue_take(&sink->queue, index), delivered, detail);
}

/* Writing to a command that has ended, or to a broker, must not end us. */
static void ignore_broken_pipes(void)
{
    struct sigaction action;

    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
        action.sa_handler = SIG_IGN;
        (void)sigaction(SIGPIPE, &action, NULL);
    }
}

enum tcs_status tcs_sinks_open(uv_loop_t *loop, const struct tcs_site *site,
                               void (*delivery)(void *context,
                                                const struct tcs_delivery *delivery),
                               void *context, struct tcs_sinks **ret_sinks)
{
    struct tcs_sinks *sinks = calloc(1, sizeof *sinks);

    if (sinks == NULL)
        return TCS_E_MEMORY;
    *sinks = (struct tcs_sinks) {
        .loop = loop, .site = site, .delivery = delivery, .context = context
    };
    ignore_broken_pipes();
    for (uint32_t i = 0; i < site->sink_count; i++) {
        const struct tcs_sink_site *row = &site->sinks[i];
        struct tcs_sink *sink = kinds[row->kind].open(sinks, row);

        if (sink == NULL) {
            tcs_sinks_close(sinks);
            (void)uv_run(loop, UV_RUN_NOWAIT);
            tcs_sinks_free(sinks);
            return TCS_E_MEMORY;
        }
        sink->index = i;
        sinks->sinks[sinks->count++] = sink;
    }
    *ret_sinks = sinks;
    return TCS_OK;
}

/* Into the queue of one sink, with room made if need be. */
static void enqueue(struct tcs_sink *sink, const struct tcs_sink_item *item)
{
    struct tcs_sink_queue *queue = &sink->queue;

    if (sink->pump == NULL || (item->only_numbers && sink->states_only))
        return;
    sink->counts.posted++;
    if (item->only_numbers) {
        const size_t older = tcs_sink_queue_find_update(queue, item->alarm);

        if (older < queue->count) {
            (void)tcs_sink_queue_take(queue, older);
            sink->counts.replaced++;
        }
    }
    if (queue->count == TCS_SINK_QUEUE_MAX) {
        sink->counts.dropped++;
        tcs_sink_finish(sink, tcs_sink_queue_victim(queue), false, "queue full");
    }
    *tcs_sink_queue_add(queue) = *item;
    sink->pump(sink);
}

static bool fill(struct tcs_sink_item *item, const struct tcs_sinks *sinks,
                 struct tcs_time now, const struct tcs_alarm_change *change)
{
    const struct tcs_alarm *alarm = &change->alarm;
    char *text = tcs_view_text(tcs_view_alarm_change(sinks->site, now, change));
    const size_t len = text == NULL ? 0 : strlen(text);

    *item = (struct tcs_sink_item) {
        .posted_at = now,
        .posted_ns = uv_hrtime(),
        .alarm = alarm->id,
        .occurrence = alarm->occurrence,
        .kind = alarm->kind,
        .subject = alarm->subject,
        .state = alarm->state,
        .only_numbers = change->from == alarm->state,
        .len = (uint16_t)len,
    };
    if (len > 0 && len < sizeof item->text)
        memcpy(item->text, text, len);
    free(text);
    return len > 0 && len < sizeof item->text;
}

/* In the form of a sink that has one of its own. */
static void enqueue_own(struct tcs_sink *sink, struct tcs_sink_item item,
                        const struct tcs_sink_picture *picture,
                        const struct tcs_alarm_change *change)
{
    item.len = (uint16_t)sink->write(sink, item.posted_at, picture, change, item.text);
    if (item.len > 0)
        enqueue(sink, &item);
}

void tcs_sinks_recall(struct tcs_sinks *sinks, struct tcs_time now,
                      const struct tcs_alarm *alarm)
{
    const struct tcs_alarm_change change = { .alarm = *alarm, .from = alarm->state };

    if (alarm->kind != TCS_ALARM_TAKE_COVER || alarm->subject >= TCS_ZONE_MAX ||
        !tcs_alarm_take_cover_on(alarm))
        return;
    struct zone *zone = &sinks->zones[alarm->subject];

    free(zone->text);
    *zone =
        (struct zone) { tcs_view_text(tcs_view_alarm_change(sinks->site, now, &change)),
                        change };
}

void tcs_sinks_post(struct tcs_sinks *sinks, struct tcs_time now,
                    const struct tcs_sink_picture *picture,
                    const struct tcs_alarm_change *change)
{
    struct tcs_sink_item item;

    if (!fill(&item, sinks, now, change))
        return; /* out of memory: the next update comes within a second */
    if (item.kind == TCS_ALARM_TAKE_COVER && item.subject < TCS_ZONE_MAX) {
        free(sinks->zones[item.subject].text);
        sinks->zones[item.subject] = (struct zone) { strdup(item.text), *change };
    }
    for (uint32_t i = 0; i < sinks->count; i++)
        if (sinks->sinks[i]->write != NULL)
            enqueue_own(sinks->sinks[i], item, picture, change);
        else
            enqueue(sinks->sinks[i], &item);
}

void tcs_sinks_status(struct tcs_sinks *sinks, const struct tcs_view_health *health)
{
    for (uint32_t i = 0; i < sinks->count; i++)
        if (sinks->sinks[i]->status != NULL)
            sinks->sinks[i]->status(sinks->sinks[i], health);
}

void tcs_sinks_picture(struct tcs_sinks *sinks, const struct tcs_sink_picture *picture)
{
    for (uint32_t i = 0; i < sinks->count; i++)
        if (sinks->sinks[i]->picture != NULL)
            sinks->sinks[i]->picture(sinks->sinks[i], picture);
}

struct tcs_sink_counts tcs_sinks_counts(const struct tcs_sinks *sinks, uint32_t sink)
{
    return sinks->sinks[sink]->counts;
}

void tcs_sinks_close(struct tcs_sinks *sinks)
{
    for (uint32_t i = 0; i < sinks->count; i++) {
        struct tcs_sink *sink = sinks->sinks[i];

        sink->close(sink);
        while (sink->queue.count > 0)
            tcs_sink_finish(sink, 0, false, "closing");
    }
}

void tcs_sinks_free(struct tcs_sinks *sinks)
{
    if (sinks == NULL)
        return;
    for (uint32_t i = 0; i < sinks->count; i++)
        sinks->sinks[i]->free(sinks->sinks[i]);
    for (uint32_t z = 0; z < TCS_ZONE_MAX; z++)
        free(sinks->zones[z].text);
    free(sinks);
}
