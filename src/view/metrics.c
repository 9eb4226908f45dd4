/* SPDX-License-Identifier: Apache-2.0 */
/*
 * metrics.c -- how the program fares, as OpenMetrics text for Prometheus.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "view/view.h"

struct page {
    char *text;
    size_t len;
    size_t room;
    bool failed;
};

static TCS_PRINTF(2, 3) void put(struct page *page, const char *format, ...)
{
    va_list arguments;
    char line[512];

    va_start(arguments, format);
    const int len = vsnprintf(line, sizeof line, format, arguments);

    va_end(arguments);
    if (len < 0 || (size_t)len >= sizeof line) {
        page->failed = true;
        return;
    }
    if (page->len + (size_t)len + 1 > page->room) {
        const size_t more = page->room * 2 + 4096;
        char *text = realloc(page->text, more);

        if (text == NULL) {
            page->failed = true;
            return;
        }
        page->text = text;
        page->room = more;
    }
    memcpy(page->text + page->len, line, (size_t)len + 1);
    page->len += (size_t)len;
}

/* A label's value: \, " and line feeds are escaped. */
static const char *escaped(const char *name, char room[2 * TCS_NAME_LEN + 1])
{
    size_t len = 0;

    for (; *name != '\0' && len + 2 < 2 * TCS_NAME_LEN; name++) {
        if (*name == '\\' || *name == '"' || *name == '\n')
            room[len++] = '\\';
        room[len++] = *name == '\n' ? 'n' : *name;
    }
    room[len] = '\0';
    return room;
}

/* One family of one number a feed, sensor or output. */
struct family {
    const char *name; /* without _total */
    bool counter;
    const char *unit; /* NULL: none */
    const char *help;
    /* False: not known, so there is no such line. */
    bool (*value)(const struct tcs_view_health *health, uint32_t index, double *ret);
};

static bool feed_up(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    *ret = h->feed_up[i] ? 1.0 : 0.0;
    return true;
}

static bool feed_rate(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    *ret = h->feed_rate_hz[i];
    return true;
}

static bool feed_age(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    if (h->feeds[i].last_at.tai_ns == 0)
        return false;
    *ret = tcs_span_seconds(tcs_time_since(h->now, h->feeds[i].last_at));
    return true;
}

#define COUNT(name, member)                                                              \
    static bool name(const struct tcs_view_health *h, uint32_t i, double *ret)           \
    {                                                                                    \
        *ret = (double)h->member;                                                        \
        return true;                                                                     \
    }

COUNT(feed_events, feeds[i].events)
COUNT(feed_octets, feeds[i].octets)
COUNT(feed_dropped, feed_dropped[i])
COUNT(feed_kernel_dropped, feed_kernel_dropped[i])
COUNT(feed_connects, feed_connects[i])
COUNT(sensor_looks, sensors[i].looks)
COUNT(sensor_observations, sensors[i].observations)
COUNT(sensor_refused, sensors[i].stamps_refused)
COUNT(sensor_late, sensors[i].looks_late)
COUNT(sensor_too_late, sensors[i].looks_too_late)
COUNT(output_delivered, outputs[i].delivered)
COUNT(output_failed, outputs[i].failed)

static bool sensor_silence(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    *ret = h->silence_s[i];
    return h->silence_s[i] >= 0.0;
}

static bool sensor_offset(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    *ret = (double)h->sensors[i].offset_median_ns / 1e9;
    return h->sensors[i].stamps > 0;
}

static bool sensor_offset_least(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    *ret = (double)h->sensors[i].offset_least_ns / 1e9;
    return h->sensors[i].stamps > 0;
}

static bool output_up(const struct tcs_view_health *h, uint32_t i, double *ret)
{
    *ret = h->outputs[i].up ? 1.0 : 0.0;
    return true;
}

static const struct family feed_families[] = {
    { "tocsin_feed_up", false, NULL, "Whether the feed is connected.", feed_up },
    { "tocsin_feed_event_rate", false, NULL, "Events a second, lately.", feed_rate },
    { "tocsin_feed_age_seconds", false, "seconds", "Since the last event.", feed_age },
    { "tocsin_feed_events", true, NULL, "Datagrams, messages, pieces.", feed_events },
    { "tocsin_feed_bytes", true, "bytes", "Octets that came in.", feed_octets },
    { "tocsin_feed_dropped", true, NULL, "Events for which there was no room.",
      feed_dropped },
    { "tocsin_feed_kernel_dropped", true, NULL, "Of them, those that the kernel dropped.",
      feed_kernel_dropped },
    { "tocsin_feed_connects", true, NULL, "Times that the feed came up.", feed_connects },
};

static const struct family sensor_families[] = {
    { "tocsin_sensor_silence_seconds", false, "seconds", "Since it was last heard.",
      sensor_silence },
    { "tocsin_sensor_clock_offset_seconds", false, "seconds",
      "Arrival minus its stamps, running median.", sensor_offset },
    { "tocsin_sensor_clock_offset_least_seconds", false, "seconds",
      "Arrival minus its stamps, least lately.", sensor_offset_least },
    { "tocsin_sensor_looks", true, NULL, "Looks handed on.", sensor_looks },
    { "tocsin_sensor_observations", true, NULL, "Observations in them.",
      sensor_observations },
    { "tocsin_sensor_stamps_refused", true, NULL, "Stamps too far from arrival.",
      sensor_refused },
    { "tocsin_sensor_looks_late", true, NULL, "Looks put in their place later.",
      sensor_late },
    { "tocsin_sensor_looks_too_late", true, NULL, "Looks too late to be used.",
      sensor_too_late },
};

static const struct family output_families[] = {
    { "tocsin_output_up", false, NULL, "Whether the output is connected.", output_up },
    { "tocsin_output_delivered", true, NULL, "Messages delivered.", output_delivered },
    { "tocsin_output_failed", true, NULL, "Messages not delivered.", output_failed },
};

static void put_head(struct page *page, const char *name, const char *type,
                     const char *unit, const char *help)
{
    put(page, "# TYPE %s %s\n", name, type);
    if (unit != NULL)
        put(page, "# UNIT %s %s\n", name, unit);
    put(page, "# HELP %s %s\n", name, help);
}

static const char *kind(bool counter)
{
    return counter ? "counter" : "gauge";
}

struct things {
    const char *label;
    uint32_t count;
    const char *(*name)(const struct tcs_site *site, uint32_t index);
};

static void put_family(struct page *page, const struct tcs_site *site,
                       const struct tcs_view_health *health, const struct family *family,
                       const struct things *things)
{
    char room[2 * TCS_NAME_LEN + 1];

    put_head(page, family->name, kind(family->counter), family->unit, family->help);
    for (uint32_t i = 0; i < things->count; i++) {
        double value = 0.0;

        if (family->value(health, i, &value))
            put(page, "%s%s{%s=\"%s\"} %.15g\n", family->name,
                family->counter ? "_total" : "", things->label,
                escaped(things->name(site, i), room), value);
    }
}

static const char *feed_name(const struct tcs_site *site, uint32_t index)
{
    return site->engine.feeds[index].name;
}

static const char *sensor_name(const struct tcs_site *site, uint32_t index)
{
    return site->engine.sensors[index].name;
}

static const char *output_name(const struct tcs_site *site, uint32_t index)
{
    return site->sinks[index].name;
}

/* Each record is counted in exactly one of these. */
static void put_records(struct page *page, const struct tcs_site *site,
                        const struct tcs_view_health *health)
{
    char room[2 * TCS_NAME_LEN + 1];

    put_head(page, "tocsin_feed_records", kind(true), NULL,
             "Records by what became of them.");
    for (uint32_t i = 0; i < site->engine.feed_count; i++) {
        const struct tcs_feed_counts *c = &health->feeds[i];
        const struct {
            const char *name;
            uint64_t count;
        } results[] = { { "decoded", c->records },
                        { "damaged", c->damaged },
                        { "foreign", c->foreign },
                        { "impossible", c->impossible },
                        { "unmapped", c->unmapped } };

        for (size_t j = 0; j < sizeof results / sizeof results[0]; j++)
            put(page,
                "tocsin_feed_records_total{feed=\"%s\",result=\"%s\"} %" PRIu64 "\n",
                escaped(site->engine.feeds[i].name, room), results[j].name,
                results[j].count);
    }
}

/* A decade of the steps has three ends here: 1, 2 and 5. */
static bool is_told(unsigned step)
{
    return step % 10 == 0 || step % 10 == 3 || step % 10 == 7;
}

static void put_delays(struct page *page, const struct tcs_site *site, const char *name,
                       const char *help, const struct tcs_delays *of_feeds)
{
    char room[2 * TCS_NAME_LEN + 1];

    put_head(page, name, "histogram", "seconds", help);
    for (uint32_t i = 0; i < site->engine.feed_count; i++) {
        const struct tcs_delays *d = &of_feeds[i];
        uint64_t below = 0;

        (void)escaped(site->engine.feeds[i].name, room);
        for (unsigned step = 0; step < TCS_DELAYS_ENDS; step++) {
            below += d->counts[step];
            if (is_told(step))
                put(page, "%s_bucket{feed=\"%s\",le=\"%g\"} %" PRIu64 "\n", name, room,
                    (double)tcs_delays_end_ns(step) / 1e9, below);
        }
        put(page, "%s_bucket{feed=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name, room,
            d->count);
        put(page, "%s_count{feed=\"%s\"} %" PRIu64 "\n", name, room, d->count);
        put(page, "%s_sum{feed=\"%s\"} %.15g\n", name, room, (double)d->sum_ns / 1e9);
    }
}

static void put_number(struct page *page, const char *name, bool counter,
                       const char *help, double value)
{
    put_head(page, name, kind(counter), NULL, help);
    put(page, "%s%s %.15g\n", name, counter ? "_total" : "", value);
}

char *tcs_view_metrics(const struct tcs_site *site, const struct tcs_view_health *health)
{
    const struct things feeds = { "feed", site->engine.feed_count, feed_name };
    const struct things sensors = { "sensor", site->engine.sensor_count, sensor_name };
    const struct things outputs = { "output", site->sink_count, output_name };
    struct page page = { 0 };

    for (size_t i = 0; i < sizeof feed_families / sizeof feed_families[0]; i++)
        put_family(&page, site, health, &feed_families[i], &feeds);
    put_records(&page, site, health);
    put_delays(&page, site, "tocsin_feed_observation_delay_seconds",
               "From arrival (UDP: the kernel's stamp) to observations.",
               health->observed);
    put_delays(&page, site, "tocsin_feed_delay_seconds",
               "From arrival (UDP: the kernel's stamp) to the end of the step.",
               health->delays);
    for (size_t i = 0; i < sizeof sensor_families / sizeof sensor_families[0]; i++)
        put_family(&page, site, health, &sensor_families[i], &sensors);
    for (size_t i = 0; i < sizeof output_families / sizeof output_families[0]; i++)
        put_family(&page, site, health, &output_families[i], &outputs);
    put_number(&page, "tocsin_tracks", false, "Tracks in the picture.",
               (double)health->track_count);
    put_number(&page, "tocsin_engine_steps", true, "Steps of the engine.",
               (double)health->step);
    put_number(&page, "tocsin_lost", true,
               "News or events for which a queue had no room.", (double)health->lost);
    put_number(&page, "tocsin_record_entries", true, "Entries in the record.",
               (double)health->record_entries);
    put_number(&page, "tocsin_record_committed", true, "Of them, those acknowledged.",
               (double)health->record_committed);
    put(&page, "# EOF\n");
    if (page.failed) {
        free(page.text);
        return NULL;
    }
    return page.text;
}
