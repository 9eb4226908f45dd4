/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/site.h"
#include "lib/inside.h"

#include <tocsin/engine.h>

enum { NO_FEED = 0xffff };

struct tocsin_engine {
    struct tcs_site site;
    struct tcs_engine engine;
    struct tcs_output output; /* of the last step */
    uint64_t sequences[TCS_FEED_MAX];
    void *memory;
};

static enum tcs_status parse(struct tocsin_engine *engine, const char *site,
                             size_t site_len, struct tocsin_fault *fault)
{
    struct tcs_config_errors *errors = calloc(1, sizeof *errors);
    enum tcs_status status = TCS_E_MEMORY;

    if (errors != NULL)
        status = tcs_site_parse(tcs_bytes(site, site_len), ".", &engine->site, errors);
    if (status == TCS_E_DAMAGED && errors->count > 0)
        (void)snprintf(fault->text, sizeof fault->text, "%u:%u: %s", errors->rows[0].line,
                       errors->rows[0].column, errors->rows[0].text);
    free(errors);
    return status;
}

static enum tcs_status start(struct tocsin_engine *engine, int64_t start_ns)
{
    struct tcs_engine_config *config = &engine->site.engine;
    const size_t state = lib_align(tcs_engine_state_size(config));
    const size_t scratch = lib_align(tcs_engine_scratch_size(config));
    const struct tcs_event tick = { .kind = TCS_EVENT_TICK,
                                    .feed = NO_FEED,
                                    .arrival = lib_time(start_ns) };

    engine->memory = aligned_alloc(64, state + scratch);
    if (engine->memory == NULL)
        return TCS_E_MEMORY;
    tcs_engine_init(&engine->engine, config, engine->memory,
                    (uint8_t *)engine->memory + state, lib_time(start_ns), NULL);
    return tcs_engine_step(&engine->engine, &tick, &engine->output);
}

enum tocsin_status tocsin_engine_open(const char *site, size_t site_len, int64_t start_ns,
                                      struct tocsin_engine **ret_engine,
                                      struct tocsin_fault *ret_fault)
{
    struct tocsin_fault fault = { .entry = UINT64_MAX };
    struct tocsin_engine *engine = calloc(1, sizeof *engine);
    enum tcs_status status = start_ns > 0 ? TCS_OK : TCS_E_ARGUMENT;

    if (engine == NULL)
        status = TCS_E_MEMORY;
    if (status == TCS_OK)
        status = parse(engine, site, site_len, &fault);
    if (status == TCS_OK) {
        tcs_leap_builtin(&engine->site.engine.leap);
        status = start(engine, start_ns);
    }
    if (status == TCS_OK) {
        *ret_engine = engine;
        return TOCSIN_OK;
    }
    tocsin_engine_close(engine);
    *ret_fault = fault;
    return lib_status(status);
}

void tocsin_engine_close(struct tocsin_engine *engine)
{
    if (engine != NULL)
        free(engine->memory);
    free(engine);
}

int tocsin_engine_feed(const struct tocsin_engine *engine, const char *name)
{
    const struct tcs_engine_config *config = &engine->site.engine;

    for (uint32_t i = 0; i < config->feed_count; i++)
        if (strcmp(config->feeds[i].name, name) == 0)
            return (int)i;
    return -1;
}

enum tocsin_status tocsin_engine_bytes(struct tocsin_engine *engine, int feed,
                                       int64_t arrival_ns, const void *octets,
                                       size_t count)
{
    if (feed < 0 || (uint32_t)feed >= engine->site.engine.feed_count)
        return TOCSIN_E_ARGUMENT;
    const struct tcs_event event = { .kind = TCS_EVENT_BYTES,
                                     .feed = (uint16_t)feed,
                                     .sequence = engine->sequences[feed],
                                     .arrival = lib_time(arrival_ns),
                                     .payload = tcs_bytes(octets, count) };
    const enum tcs_status status =
        tcs_engine_step(&engine->engine, &event, &engine->output);

    if (status == TCS_OK)
        engine->sequences[feed]++;
    return lib_status(status);
}

enum tocsin_status tocsin_engine_tick(struct tocsin_engine *engine, int64_t now_ns)
{
    const struct tcs_event event = { .kind = TCS_EVENT_TICK,
                                     .feed = NO_FEED,
                                     .arrival = lib_time(now_ns) };

    return lib_status(tcs_engine_step(&engine->engine, &event, &engine->output));
}

size_t tocsin_engine_tracks(const struct tocsin_engine *engine,
                            struct tocsin_track *ret_tracks, size_t capacity)
{
    size_t count = 0;

    for (; count < engine->output.track_count && count < capacity; count++)
        lib_track(&engine->output.tracks[count], &ret_tracks[count]);
    return count;
}

static void put_alarm(const struct tcs_engine_config *config,
                      const struct tcs_alarm *from, struct tocsin_alarm *ret)
{
    const char *subject = "";

    _Static_assert((int)TOCSIN_ALARM_TAKE_COVER == (int)TCS_ALARM_TAKE_COVER &&
                       (int)TOCSIN_ALARM_APPROACH == (int)TCS_ALARM_APPROACH &&
                       (int)TOCSIN_ALARM_SENSOR_LOST == (int)TCS_ALARM_SENSOR_LOST &&
                       (int)TOCSIN_ALARM_CLOCK_STEP == (int)TCS_ALARM_CLOCK_STEP,
                   "the numbers of kinds");
    if (from->kind == TCS_ALARM_TAKE_COVER || from->kind == TCS_ALARM_APPROACH)
        subject = config->zones[from->subject].name;
    else if (from->kind == TCS_ALARM_SENSOR_LOST)
        subject = config->sensors[from->subject].name;
    memset(ret, 0, sizeof *ret);
    ret->id = from->id;
    ret->kind = from->kind;
    (void)snprintf(ret->subject, sizeof ret->subject, "%s", subject);
    (void)snprintf(ret->state, sizeof ret->state, "%s",
                   tcs_alarm_state_name((enum tcs_alarm_state)from->state));
    ret->occurrence = from->occurrence;
    ret->raised_ns = from->raised_at.tai_ns;
    ret->seconds_left = from->seconds_left;
    ret->probability = from->probability;
}

size_t tocsin_engine_alarms(const struct tocsin_engine *engine,
                            struct tocsin_alarm *ret_alarms, size_t capacity)
{
    const struct tcs_alarms *alarms = tcs_engine_alarms(&engine->engine);
    const size_t all = tcs_alarms_count(alarms);
    size_t count = 0;

    for (; count < all && count < capacity; count++)
        put_alarm(&engine->site.engine, tcs_alarms_at(alarms, count), &ret_alarms[count]);
    return count;
}
