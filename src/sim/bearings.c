/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/sim.h"

#include "base/text.h"
#include "encode/bearings.h"

/* A direction finder hears radio links, a microphone every rotor, a camera sees what
 * flies. */
static bool perceives(const struct tcs_sim_sensor *sensor, const struct tcs_body *body)
{
    switch (sensor->site->kind) {
    case TCS_SENSOR_RADIO:
        return body->flyer != NULL && body->flyer->radio;
    case TCS_SENSOR_ACOUSTIC:
        return body->kind != TCS_FLYER_BIRD;
    case TCS_SENSOR_CAMERA:
        return true;
    case TCS_SENSOR_RADAR:
    case TCS_SENSOR_REMOTE_ID:
    case TCS_SENSOR_ADSB:
    case TCS_SENSOR_REPORT:
    case TCS_SENSOR_KIND_COUNT:
        break;
    }
    return false;
}

static double degrees(double rad)
{
    return rad / TCS_RAD_PER_DEG;
}

static void add_bearing(struct tcs_sim_sensor *sensor, struct tcs_bearings *line,
                        double az_rad, double el_rad)
{
    const struct tcs_sensor *site = sensor->site;
    struct tcs_bearing *bearing = &line->bearings[line->count];

    if (line->count == TCS_BEARINGS_MAX)
        return;
    *bearing = (struct tcs_bearing) {
        .azimuth_deg = degrees(
            tcs_angle_wrap(az_rad - site->rotation_rad + sensor->truth->rotation_rad)),
    };
    if (site->el_sigma_rad > 0.0 && el_rad > -TCS_PI / 2.0 && el_rad < TCS_PI / 2.0) {
        bearing->valid |= TCS_BEARING_ELEVATION;
        bearing->elevation_deg = degrees(el_rad);
    }
    if (site->kind == TCS_SENSOR_RADIO) {
        bearing->valid |= TCS_BEARING_FREQUENCY;
        bearing->frequency_hz = 2437e6;
    }
    line->count++;
}

static void perceive(struct tcs_sim_sensor *sensor, const struct tcs_body *body,
                     struct tcs_bearings *line)
{
    const struct tcs_sensor *site = sensor->site;
    const double noise = sensor->truth->noise;
    struct tcs_vec3 at = body->position_m;

    /* What is heard now left the drone a while ago. */
    if (site->sound_mps > 0.0) {
        const double range_m = tcs_vec3_norm(tcs_vec3_sub(at, site->position_m));

        at = tcs_vec3_sub(at,
                          tcs_vec3_scale(body->velocity_mps, range_m / site->sound_mps));
    }
    const struct tcs_rae rae = tcs_rae_from_enu(site->position_m, at);

    add_bearing(sensor, line,
                rae.az_rad + noise * site->az_sigma_rad * tcs_rand_normal(&sensor->rand),
                rae.el_rad + noise * site->el_sigma_rad * tcs_rand_normal(&sensor->rand));
}

static void imagine(struct tcs_sim_sensor *sensor, struct tcs_bearings *line)
{
    const struct tcs_coverage *c = &sensor->site->coverage;
    const double mean = sensor->truth->clutter >= 0.0 ? sensor->truth->clutter
                                                      : sensor->site->clutter_per_scan;
    const uint32_t count = tcs_rand_poisson(&sensor->rand, mean);

    for (uint32_t i = 0; i < count; i++) {
        const double az =
            c->az_center_rad + c->az_width_rad * (tcs_rand_uniform(&sensor->rand) - 0.5);
        const double el = tcs_rand_between(&sensor->rand, c->el_min_rad, c->el_max_rad);

        add_bearing(sensor, line, az, el);
    }
}

enum tcs_status tcs_sim_bearings(struct tcs_sim *sim, struct tcs_sim_sensor *sensor)
{
    struct tcs_bearings line = { .utc_ns = tcs_sim_sensor_utc(sim, sensor) };
    uint8_t room[TCS_BEARINGS_LINE_MAX];
    struct tcs_writer w = tcs_writer(room, sizeof room);

    if (sim->world.now_s < sensor->next_s)
        return TCS_OK;
    sensor->next_s += sensor->site->period_s;
    tcs_text_copy(line.sensor, sizeof line.sensor, tcs_text_bytes(sensor->site->name));
    for (uint32_t i = 0; i < sim->world.body_count; i++) {
        const struct tcs_body *body = &sim->world.bodies[i];

        if (perceives(sensor, body) &&
            tcs_rand_uniform(&sensor->rand) < tcs_sim_pd(sensor, body))
            perceive(sensor, body, &line);
    }
    imagine(sensor, &line);
    const enum tcs_status status = tcs_bearings_write(&line, &w);

    return status != TCS_OK ? status : tcs_sim_send(sim, sensor, tcs_written(&w));
}
