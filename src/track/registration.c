/* SPDX-License-Identifier: Apache-2.0 */
#include "track/registration.h"

#include <string.h>

#include "geo/geo.h"
#include "num/elem.h"
#include "track/carrier.h"

/* Where a bearing does not say how far away its object is, errors of place and time are
 * turned into angles as if it were this far. */
static const double NOMINAL_RANGE_M = 300.0;
/* The picture rests on a radar as long as that was heard lately. */
static const double REFERENCE_LASTS_S = 30.0;

/* What errors do to themselves in an hour, one sigma: masts turn, quartz drifts. */
static const double drift_per_hour[REG_KINDS] = {
    [REG_AZ] = 0.1 * TCS_RAD_PER_DEG,
    [REG_EL] = 0.1 * TCS_RAD_PER_DEG,
    [REG_CLOCK] = 0.02,
};

double registration_prior(const struct tcs_sensor *sensor, int kind)
{
    switch (kind) {
    case REG_AZ:
        return sensor->rotation_sigma_rad;
    case REG_EL:
        return sensor->tilt_sigma_rad;
    case REG_CLOCK:
        return sensor->clock_sigma_s;
    default:
        return sensor->place_sigma_m;
    }
}

/* Numbers the unknowns; one sensor alone has nothing to be compared with. */
static uint32_t number_unknowns(const struct tcs_tracker_config *config,
                                int16_t ret_unknown[][REG_KINDS + 1])
{
    uint32_t witnesses = 0;
    uint32_t n = 0;

    for (uint32_t s = 0; s < config->sensor_count; s++)
        witnesses += tcs_sensor_is_witness(config->sensors[s].kind);
    for (uint32_t s = 0; s < config->sensor_count && witnesses > 1; s++) {
        if (!tcs_sensor_is_witness(config->sensors[s].kind))
            continue;
        for (int kind = 0; kind < REG_KINDS; kind++) {
            if (!(registration_prior(&config->sensors[s], kind) > 0.0) ||
                n == REG_UNKNOWNS_MAX)
                continue;
            if (ret_unknown != NULL)
                ret_unknown[s][kind] = (int16_t)n;
            n++;
        }
    }
    return n;
}

/* The parts of the block behind its header. */
double *registration_errors(struct registration *r)
{
    return (double *)(void *)(r + 1);
}

static const double *block(const struct registration *r)
{
    return (const double *)(const void *)(r + 1);
}

double *registration_applied(struct registration *r)
{
    return registration_errors(r) + r->unknowns;
}

double *registration_told(struct registration *r)
{
    return registration_applied(r) + r->unknowns;
}

double *registration_told_var(struct registration *r)
{
    return registration_told(r) + r->unknowns;
}

double *registration_covariance(struct registration *r)
{
    return registration_told_var(r) + r->unknowns;
}

double *registration_remaining(struct registration *r)
{
    return registration_covariance(r) + (size_t)r->unknowns * r->unknowns;
}

struct reg_carrier *registration_carriers(struct registration *r)
{
    return (struct reg_carrier *)(void *)(registration_remaining(r) +
                                          (size_t)r->unknowns * r->unknowns);
}

/* Of one carrier: the errors that its state supposes; six rows of sensitivity to them. */
double *carrier_about(struct registration *r, const struct reg_carrier *carrier)
{
    return (double *)(void *)(registration_carriers(r) + REG_CARRIERS) +
           (size_t)(carrier - registration_carriers(r)) * 7 * r->unknowns;
}

double *carrier_U(struct registration *r, const struct reg_carrier *carrier)
{
    return carrier_about(r, carrier) + r->unknowns;
}

struct reg_votes *registration_votes(struct registration *r, uint32_t sensor)
{
    return (struct reg_votes *)(void *)((double *)(void *)(registration_carriers(r) +
                                                           REG_CARRIERS) +
                                        (size_t)REG_CARRIERS * 7 * r->unknowns) +
           sensor;
}

uint32_t registration_count(const struct tcs_tracker_config *config)
{
    return number_unknowns(config, NULL);
}

size_t registration_size(const struct tcs_tracker_config *config)
{
    const size_t n = number_unknowns(config, NULL);
    const size_t carrier = sizeof(struct reg_carrier) + 7 * n * sizeof(double);

    return sizeof(struct registration) +
           (n == 0 ? 0
                   : (4 * n + 2 * n * n) * sizeof(double) + REG_CARRIERS * carrier +
                         config->sensor_count * sizeof(struct reg_votes));
}

void registration_init(struct registration *r, const struct tcs_tracker_config *config,
                       struct tcs_time start)
{
    memset(r, 0, registration_size(config));
    r->at = start;
    for (uint32_t s = 0; s < TCS_SENSOR_MAX; s++)
        for (int kind = 0; kind <= REG_KINDS; kind++)
            r->unknown[s][kind] = REG_NONE;
    r->unknowns = number_unknowns(config, r->unknown);
    for (uint32_t s = 0; s < config->sensor_count; s++)
        for (int kind = 0; kind < REG_KINDS; kind++) {
            const int16_t i = r->unknown[s][kind];
            const double sigma = registration_prior(&config->sensors[s], kind);

            if (i >= 0)
                registration_covariance(r)[(size_t)i * r->unknowns + (size_t)i] =
                    sigma * sigma;
        }
    registration_expect(r);
}

void registration_pass(struct registration *r, const struct tcs_tracker_config *config,
                       struct tcs_time now, uint64_t look)
{
    const double hours = tcs_span_seconds(tcs_time_since(now, r->at)) / 3600.0;

    if (!(hours > 0.0) || r->unknowns == 0)
        return;
    r->at = now;
    r->touched = look;
    for (uint32_t s = 0; s < config->sensor_count; s++)
        for (int kind = 0; kind < REG_KINDS; kind++) {
            const int16_t i = r->unknown[s][kind];
            const double sigma = registration_prior(&config->sensors[s], kind);
            double *var;

            if (i < 0)
                continue;
            var = &registration_covariance(r)[(size_t)i * r->unknowns + (size_t)i];
            if (*var < sigma * sigma)
                *var += hours * drift_per_hour[kind] * drift_per_hour[kind];
        }
}

/* --- what is known --- */

double registration_value(const struct registration *r, uint32_t sensor, int kind)
{
    const int16_t i = r->unknown[sensor][kind];

    return i < 0 ? 0.0 : block(r)[i];
}

/* Covariance of two errors once they are applied. */
static double remaining(const struct registration *r, int16_t i, int16_t j)
{
    const size_t n = r->unknowns;

    return i < 0 || j < 0 ? 0.0 : block(r)[4 * n + n * n + (size_t)i * n + (size_t)j];
}

double registration_applies(const struct registration *r, uint32_t sensor, int kind)
{
    const int16_t i = r->unknown[sensor][kind];

    return i < 0 ? 0.0 : block(r)[r->unknowns + (size_t)i];
}

struct reg_estimate registration_estimate(const struct registration *r,
                                          const struct tcs_tracker_config *config,
                                          uint32_t sensor, int kind)
{
    const int16_t i = r->unknown[sensor][kind];

    if (i < 0)
        return (struct reg_estimate) { 0.0, registration_prior(&config->sensors[sensor],
                                                               kind) };
    return (struct reg_estimate) {
        .value = block(r)[2 * (size_t)r->unknowns + (size_t)i],
        .sigma = tcs_sqrt(block(r)[3 * (size_t)r->unknowns + (size_t)i]),
    };
}

/* Variance of an error against that of the reference: what makes sensors disagree. */
static double relative_var(const struct registration *r, uint32_t sensor, int kind)
{
    const int16_t i = r->unknown[sensor][kind];
    const int16_t j = r->unknown[r->reference][kind];
    double var;

    if (r->reference_at.tai_ns == 0 || sensor == r->reference)
        return 0.0;
    if (tcs_span_seconds(tcs_time_since(r->at, r->reference_at)) > REFERENCE_LASTS_S)
        return 0.0;
    var = remaining(r, i, i) - 2.0 * remaining(r, i, j) + remaining(r, j, j);
    return var > 0.0 ? var : 0.0;
}

void registration_heard(struct registration *r, const struct tcs_look *look)
{
    const enum tcs_observation_kind kind =
        look->count > 0 ? look->observations[0].kind : TCS_OBS_AZ;
    const bool places = kind == TCS_OBS_RAE || kind == TCS_OBS_RA ||
                        kind == TCS_OBS_POSITION || kind == TCS_OBS_POSITION_2D;
    const bool vacant =
        r->reference_at.tai_ns == 0 || look->sensor <= r->reference ||
        tcs_span_seconds(tcs_time_since(r->at, r->reference_at)) > REFERENCE_LASTS_S;

    if (!places || !vacant || r->unknowns == 0)
        return;
    r->reference = look->sensor;
    r->reference_at = look->valid_at;
}

/* --- putting right --- */

void registration_place(const struct registration *r, uint32_t sensor,
                        struct tcs_vec3 *place_m)
{
    place_m->v[0] += registration_applies(r, sensor, REG_EAST);
    place_m->v[1] += registration_applies(r, sensor, REG_NORTH);
}

static void widen(double *sigma, double more_var)
{
    *sigma = tcs_sqrt(*sigma * *sigma + more_var);
}

static void correct_angles(const struct registration *r, uint32_t sensor,
                           struct tcs_observation *obs, int az, double across_var)
{
    obs->z[az] = tcs_angle_wrap(obs->z[az] - registration_applies(r, sensor, REG_AZ));
    widen(&obs->sigma[az], relative_var(r, sensor, REG_AZ) + across_var);
    if (obs->kind != TCS_OBS_RAE && obs->kind != TCS_OBS_AZEL)
        return;
    obs->z[az + 1] -= registration_applies(r, sensor, REG_EL);
    widen(&obs->sigma[az + 1], relative_var(r, sensor, REG_EL));
}

void registration_correct(const struct registration *r,
                          const struct tcs_tracker_config *config, uint32_t sensor,
                          struct tcs_observation *obs)
{
    const double speed = config->speed_sigma_mps;
    double off_var; /* of the place, horizontally */

    if (r->unknowns == 0 || obs->kind == TCS_OBS_CLAIM)
        return;
    off_var = relative_var(r, sensor, REG_CLOCK) * speed * speed +
              relative_var(r, sensor, REG_EAST) + relative_var(r, sensor, REG_NORTH);
    obs->dt_s -= registration_applies(r, sensor, REG_CLOCK);
    switch (obs->kind) {
    case TCS_OBS_POSITION:
    case TCS_OBS_POSITION_2D:
        obs->z[0] += registration_applies(r, sensor, REG_EAST);
        obs->z[1] += registration_applies(r, sensor, REG_NORTH);
        widen(&obs->sigma[0], off_var);
        widen(&obs->sigma[1], off_var);
        break;
    case TCS_OBS_RAE:
    case TCS_OBS_RA:
        widen(&obs->sigma[0], off_var);
        correct_angles(r, sensor, obs, 1, off_var / (obs->z[0] * obs->z[0]));
        break;
    case TCS_OBS_RANGE:
        widen(&obs->sigma[0], off_var);
        break;
    case TCS_OBS_AZ:
    case TCS_OBS_AZEL:
        correct_angles(r, sensor, obs, 0, off_var / (NOMINAL_RANGE_M * NOMINAL_RANGE_M));
        break;
    case TCS_OBS_CLAIM:
        break;
    }
}
