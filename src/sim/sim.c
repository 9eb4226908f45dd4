/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Streams of random numbers: 0 is nobody's, bodies have 1 and up, sensors these. */
static const uint64_t SENSOR_STREAM = UINT64_C(1) << 32;

static void find_feed(const struct tcs_site *site, uint16_t index,
                      struct tcs_sim_sensor *sensor)
{
    sensor->feed = 0xffff;
    for (uint32_t f = 0; f < site->engine.feed_count; f++) {
        const struct tcs_feed_config *feed = &site->engine.feeds[f];

        for (uint16_t i = 0; i < feed->sensor_count; i++)
            if (feed->sensors[i] == index && sensor->feed == 0xffff) {
                sensor->feed = (uint16_t)f;
                sensor->sac_sic = feed->sac_sic[i];
            }
    }
}

enum tcs_status tcs_sim_open(const struct tcs_scenario *scenario,
                             const struct tcs_site *site, struct tcs_sim *ret_sim,
                             char ret_error[256])
{
    struct tcs_sim sim = { .scenario = scenario, .site = site };
    const enum tcs_status status =
        tcs_world_open(scenario, &site->engine.frame, &sim.world, ret_error);

    if (status != TCS_OK)
        return status;
    sim.sensors = calloc(site->engine.sensor_count, sizeof *sim.sensors);
    if (sim.sensors == NULL) {
        tcs_sim_close(&sim);
        return TCS_E_MEMORY;
    }
    for (uint32_t i = 0; i < site->engine.sensor_count; i++) {
        sim.sensors[i].site = &site->engine.sensors[i];
        sim.sensors[i].truth = &scenario->sensors[i];
        sim.sensors[i].rand = tcs_rand(scenario->seed, SENSOR_STREAM + i);
        find_feed(site, (uint16_t)i, &sim.sensors[i]);
        /* Sensors of one kind do not all begin at the same moment. */
        sim.sensors[i].next_s =
            sim.sensors[i].site->period_s * tcs_rand_uniform(&sim.sensors[i].rand);
    }
    *ret_sim = sim;
    return TCS_OK;
}

void tcs_sim_close(struct tcs_sim *sim)
{
    tcs_world_close(&sim->world);
    tcs_post_clear(&sim->post);
    free(sim->sensors);
    sim->sensors = NULL;
}

static enum tcs_status watch(struct tcs_sim *sim, struct tcs_sim_sensor *sensor)
{
    switch (sensor->site->kind) {
    case TCS_SENSOR_RADAR:
        return tcs_sim_radar(sim, sensor);
    case TCS_SENSOR_RADIO:
    case TCS_SENSOR_ACOUSTIC:
    case TCS_SENSOR_CAMERA:
        return tcs_sim_bearings(sim, sensor);
    case TCS_SENSOR_REMOTE_ID:
        return tcs_sim_remote_id(sim, sensor);
    case TCS_SENSOR_ADSB:
        return tcs_sim_ads_b(sim, sensor);
    case TCS_SENSOR_REPORT: /* nothing simulated reports to a network */
    case TCS_SENSOR_KIND_COUNT:
        break;
    }
    return TCS_OK;
}

enum tcs_status tcs_sim_step(struct tcs_sim *sim)
{
    enum tcs_status status = TCS_OK;

    tcs_world_step(&sim->world);
    for (uint32_t i = 0; i < sim->site->engine.sensor_count && status == TCS_OK; i++)
        if (sim->sensors[i].feed != 0xffff)
            status = watch(sim, &sim->sensors[i]);
    return status;
}

enum tcs_status tcs_sim_send(struct tcs_sim *sim, struct tcs_sim_sensor *sensor,
                             struct tcs_bytes octets)
{
    const struct tcs_draw *latency = &sensor->truth->latency_s;
    const double late_s = tcs_rand_between(&sensor->rand, latency->low, latency->high);

    sim->messages++;
    if (tcs_rand_uniform(&sensor->rand) < sensor->truth->loss) {
        sim->lost++;
        return TCS_OK;
    }
    return tcs_post_put(&sim->post, sensor->feed, sim->world.now_s + late_s, octets);
}

bool tcs_sim_visible(const struct tcs_sim_sensor *sensor, const struct tcs_body *body)
{
    return tcs_body_aloft(body) && body->position_m.v[2] >= sensor->truth->masking_m;
}

double tcs_sim_pd(const struct tcs_sim_sensor *sensor, const struct tcs_body *body)
{
    const double pd = tcs_sensor_pd(sensor->site, body->position_m);

    if (!tcs_sim_visible(sensor, body))
        return 0.0;
    return pd > 0.0 && sensor->truth->detection >= 0.0 ? sensor->truth->detection : pd;
}

int64_t tcs_sim_utc(const struct tcs_sim *sim)
{
    return sim->scenario->start_utc_ns + tcs_span_from_seconds(sim->world.now_s).ns;
}

int64_t tcs_sim_sensor_utc(const struct tcs_sim *sim, const struct tcs_sim_sensor *sensor)
{
    return tcs_sim_utc(sim) + tcs_span_from_seconds(sensor->truth->clock_s).ns;
}
