/* SPDX-License-Identifier: Apache-2.0 */
#include "view/view.h"

#include <stdlib.h>

/* Adds members; false: memory is out. The value is released then. */
static bool add(json_t *object, const char *name, json_t *value)
{
    return json_object_set_new(object, name, value) == 0;
}

static json_t *count(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *offset(const struct tcs_sensor_counts *counts, int64_t offset_ns)
{
    return counts->stamps > 0 ? tcs_view_number((double)offset_ns / 1e9) : json_null();
}

/* Of the sensors that speak on the feed, the one whose stamps are furthest off. */
static json_t *feed_offset(const struct tcs_site *site,
                           const struct tcs_view_health *health, uint32_t index)
{
    const struct tcs_feed_config *feed = &site->engine.feeds[index];
    const struct tcs_sensor_counts *furthest = NULL;

    for (uint16_t i = 0; i < feed->sensor_count; i++) {
        const struct tcs_sensor_counts *c = &health->sensors[feed->sensors[i]];

        if (c->stamps > 0 && (furthest == NULL || llabs(c->offset_median_ns) >
                                                      llabs(furthest->offset_median_ns)))
            furthest = c;
    }
    return furthest != NULL ? offset(furthest, furthest->offset_median_ns) : json_null();
}

/* Microseconds; null: none yet. */
static json_t *delays(const struct tcs_delays *d)
{
    if (d->count == 0)
        return json_null();
    return json_pack("{s:f, s:f, s:f}", "p50",
                     (double)tcs_delays_quantile_ns(d, 0.5) / 1e3, "p99",
                     (double)tcs_delays_quantile_ns(d, 0.99) / 1e3, "max",
                     (double)d->longest_ns / 1e3);
}

static json_t *all_delays(const struct tcs_site *site, const struct tcs_delays *of_feeds)
{
    struct tcs_delays all = { 0 };

    for (uint32_t i = 0; i < site->engine.feed_count; i++)
        tcs_delays_join(&all, &of_feeds[i]);
    return delays(&all);
}

static json_t *feed(const struct tcs_site *site, const struct tcs_view_health *health,
                    uint32_t index)
{
    const struct tcs_feed_counts *c = &health->feeds[index];
    const double age_s = c->last_at.tai_ns == 0
                             ? -1.0
                             : tcs_span_seconds(tcs_time_since(health->now, c->last_at));
    json_t *to = json_object();

    if (add(to, "id", tcs_view_string(site->engine.feeds[index].name)) &&
        add(to, "up", json_boolean(health->feed_up[index])) &&
        add(to, "events", count(c->events)) && add(to, "octets", count(c->octets)) &&
        add(to, "records", count(c->records)) && add(to, "damaged", count(c->damaged)) &&
        add(to, "foreign", count(c->foreign)) &&
        add(to, "impossible", count(c->impossible)) &&
        add(to, "unmapped", count(c->unmapped)) &&
        add(to, "dropped", count(health->feed_dropped[index])) &&
        add(to, "kernel_dropped", count(health->feed_kernel_dropped[index])) &&
        add(to, "connects", count(health->feed_connects[index])) &&
        add(to, "rate_hz", tcs_view_number(health->feed_rate_hz[index])) &&
        add(to, "age_s", tcs_view_known(age_s)) &&
        add(to, "observed_us", delays(&health->observed[index])) &&
        add(to, "delay_us", delays(&health->delays[index])) &&
        add(to, "offset_s", feed_offset(site, health, index)))
        return to;
    json_decref(to);
    return NULL;
}

/* One error of a sensor; null where it is taken as told. */
static json_t *estimate(double error, double sigma, double applied, double unit)
{
    if (!(sigma > 0.0))
        return json_null();
    return json_pack("{s:o, s:o, s:o}", "error", tcs_view_number(error / unit), "sigma",
                     tcs_view_number(sigma / unit), "applied",
                     tcs_view_number(applied / unit));
}

static json_t *registration(const struct tcs_sensor_error *e)
{
    return json_pack(
        "{s:b, s:o, s:o, s:o, s:o, s:o}", "clock_wrong", (int)e->clock_wrong,
        "azimuth_deg",
        estimate(e->az_rad, e->az_sigma_rad, e->az_applied_rad, TCS_RAD_PER_DEG),
        "elevation_deg",
        estimate(e->el_rad, e->el_sigma_rad, e->el_applied_rad, TCS_RAD_PER_DEG),
        "clock_s", estimate(e->clock_s, e->clock_sigma_s, e->clock_applied_s, 1.0),
        "east_m", estimate(e->east_m, e->east_sigma_m, e->east_applied_m, 1.0), "north_m",
        estimate(e->north_m, e->north_sigma_m, e->north_applied_m, 1.0));
}

static json_t *sensor(const struct tcs_site *site, const struct tcs_view_health *health,
                      uint32_t index)
{
    const struct tcs_sensor_counts *c = &health->sensors[index];

    return json_pack(
        "{s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o}", "id",
        tcs_view_string(site->engine.sensors[index].name), "silence_s",
        tcs_view_known(health->silence_s[index]), "looks", (json_int_t)c->looks, "late",
        (json_int_t)c->looks_late, "too_late", (json_int_t)c->looks_too_late, "ahead",
        (json_int_t)c->looks_ahead, "stamps_refused", (json_int_t)c->stamps_refused,
        "registration", registration(&health->errors[index]), "offset_s",
        offset(c, c->offset_median_ns), "offset_least_s", offset(c, c->offset_least_ns));
}

static json_t *output(const struct tcs_site *site, const struct tcs_view_health *health,
                      uint32_t index)
{
    const struct tcs_view_output *o = &health->outputs[index];
    const bool trouble = o->trouble != NULL && o->trouble[0] != '\0';

    return json_pack("{s:o, s:b, s:I, s:I, s:o, s:o}", "id",
                     tcs_view_string(site->sinks[index].name), "up", (int)o->up,
                     "delivered", (json_int_t)o->delivered, "failed",
                     (json_int_t)o->failed, "last_ms", tcs_view_known(o->last_ms),
                     "trouble", trouble ? tcs_view_string(o->trouble) : json_null());
}

json_t *tcs_view_status(const struct tcs_site *site, const struct tcs_view_health *health)
{
    json_t *feeds = json_array();
    json_t *sensors = json_array();
    json_t *outputs = json_array();
    bool whole = true;

    for (uint32_t i = 0; i < site->engine.feed_count; i++)
        whole = tcs_view_append(feeds, feed(site, health, i)) && whole;
    for (uint32_t i = 0; i < site->engine.sensor_count; i++)
        whole = tcs_view_append(sensors, sensor(site, health, i)) && whole;
    for (uint32_t i = 0; i < site->sink_count; i++)
        whole = tcs_view_append(outputs, output(site, health, i)) && whole;
    if (!whole) {
        json_decref(outputs);
        json_decref(feeds);
        json_decref(sensors);
        return NULL;
    }
    return json_pack(
        "{s:o, s:s?, s:{s:I, s:I, s:I, s:o, s:o, s:o}, s:{s:I, s:I, s:o}, s:o, s:o, s:o}",
        "time", tcs_view_time(site, health->now), "mode", health->mode, "engine", "step",
        (json_int_t)health->step, "tracks", (json_int_t)health->track_count, "lost",
        (json_int_t)health->lost, "step_us_p99", tcs_view_known(health->step_us_p99),
        "observed_us", all_delays(site, health->observed), "delay_us",
        all_delays(site, health->delays), "record", "entries",
        (json_int_t)health->record_entries, "committed",
        (json_int_t)health->record_committed, "last_checkpoint",
        tcs_view_time(site, health->last_checkpoint), "feeds", feeds, "sensors", sensors,
        "outputs", outputs);
}
