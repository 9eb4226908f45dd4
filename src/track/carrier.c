/* SPDX-License-Identifier: Apache-2.0 */
#include "track/carrier.h"

#include <string.h>

#include "filter/bearing.h"
#include "geo/geo.h"
#include "num/elem.h"

/* Sensitivity of a carrier to a sensor's clock, six numbers n apart; NULL: it is told. */
static double *clock_column(struct registration *r, const struct reg_carrier *carrier,
                            uint32_t sensor)
{
    const int16_t k = r->unknown[sensor][REG_CLOCK];

    return k < 0 ? NULL : carrier_U(r, carrier) + k;
}

static double share_of(const double *column, uint32_t n)
{
    double sum = 0.0;

    for (uint32_t i = 0; column != NULL && i < 3; i++)
        sum += tcs_fabs(column[i * n]);
    return sum;
}

struct reg_carrier *registration_find(struct registration *r, uint64_t id)
{
    for (uint32_t i = 0; r->unknowns > 0 && i < REG_CARRIERS; i++)
        if (registration_carriers(r)[i].id == id)
            return &registration_carriers(r)[i];
    return NULL;
}

/*
 * The track's state is where the carrier's measurements are linearised, and tells it
 * next to nothing: it is made of the same observations, errors and all.
 */
struct reg_carrier *registration_start(struct registration *r,
                                       const struct tcs_tracker_config *config,
                                       uint64_t id, const struct tcs_gauss *g,
                                       struct tcs_time at)
{
    const double place_sigma_m = 100.0;
    const double clock_share = 1e-6; /* all alike at first */
    const double speed2 = config->speed_sigma_mps * config->speed_sigma_mps;
    struct reg_carrier *carrier = registration_find(r, 0);

    if (carrier == NULL)
        return NULL;
    memset(carrier, 0, sizeof *carrier);
    carrier->id = id;
    carrier->at = at;
    carrier->seen_at = at;
    memcpy(carrier->g.x, g->x, sizeof g->x);
    for (int i = 0; i < TCS_STATE_DIM; i++)
        carrier->g.P[tcs_packed(i, i)] = i < 3 ? place_sigma_m * place_sigma_m : speed2;
    memcpy(carrier_about(r, carrier), registration_errors(r),
           r->unknowns * sizeof(double));
    memset(carrier_U(r, carrier), 0, 6 * r->unknowns * sizeof(double));
    for (uint32_t s = 0; s < config->sensor_count; s++) {
        double *column = clock_column(r, carrier, s);

        for (uint32_t i = 0; column != NULL && i < 3; i++)
            column[i * r->unknowns] = clock_share;
    }
    return carrier;
}

static void end_carrier(struct registration *r, struct reg_carrier *carrier)
{
    memset(carrier_about(r, carrier), 0, 7 * r->unknowns * sizeof(double));
    memset(carrier, 0, sizeof *carrier);
}

void registration_sweep(struct registration *r)
{
    const double unseen_s = 3.0;

    for (uint32_t i = 0; r->unknowns > 0 && i < REG_CARRIERS; i++) {
        struct reg_carrier *c = &registration_carriers(r)[i];

        if (c->id != 0 && tcs_span_seconds(tcs_time_since(r->at, c->seen_at)) > unseen_s)
            end_carrier(r, c);
    }
}

/* The carrier supposes what is believed now. */
void carrier_rebase(struct registration *r, struct reg_carrier *carrier)
{
    double *about = carrier_about(r, carrier);
    const double *U = carrier_U(r, carrier);

    for (int i = 0; i < TCS_STATE_DIM; i++)
        for (uint32_t k = 0; k < r->unknowns; k++)
            carrier->g.x[i] +=
                U[(uint32_t)i * r->unknowns + k] * (registration_errors(r)[k] - about[k]);
    memcpy(about, registration_errors(r), r->unknowns * sizeof(double));
}

/*
 * That all clocks are off together cannot be seen: a carrier is then v times as much
 * further on, and all agrees as before. The carrier's velocity changes, and a filter that
 * is linearised about one velocity after another would take its own lag for knowledge of
 * the common error (Huang, Mourikis, Roumeliotis, IJRR 29 (2010) 502-528, on what such
 * filters must not learn). So the sensitivities to all clocks are made to sum up to
 * [v 0]; what is missing goes to clocks in proportion to what they have.
 */
static void tie_clocks(struct registration *r, const struct tcs_tracker_config *config,
                       struct reg_carrier *carrier)
{
    const uint32_t n = r->unknowns;
    double weights = 0.0;
    double missing[TCS_STATE_DIM] = { carrier->g.x[3], carrier->g.x[4], carrier->g.x[5] };

    for (uint32_t s = 0; s < config->sensor_count; s++) {
        const double *column = clock_column(r, carrier, s);

        for (uint32_t i = 0; column != NULL && i < TCS_STATE_DIM; i++)
            missing[i] -= column[i * n];
        weights += share_of(column, n);
    }
    for (uint32_t s = 0; s < config->sensor_count && weights > 0.0; s++) {
        double *column = clock_column(r, carrier, s);
        const double share = share_of(column, n) / weights;

        for (uint32_t i = 0; column != NULL && i < TCS_STATE_DIM; i++)
            column[i * n] += missing[i] * share;
    }
}

static void predict(struct registration *r, struct reg_carrier *carrier, double q,
                    struct tcs_time to)
{
    const double dt = tcs_span_seconds(tcs_time_since(to, carrier->at));
    const struct tcs_step step =
        tcs_motion_step((struct tcs_motion) { .q = q, .forget_s = 0.0 }, dt);
    double *U = carrier_U(r, carrier);
    const uint32_t n = r->unknowns;

    if (!(dt > 0.0))
        return;
    tcs_gauss_predict(&carrier->g, &step);
    for (uint32_t k = 0; k < 3 * n; k++) {
        U[k] += step.a * U[3 * n + k];
        U[3 * n + k] *= step.b;
    }
    carrier->at = to;
}

/* False where the number says nothing useful of the place: azimuth nearly overhead. */
bool carrier_compare(const struct registration *r, const struct tcs_sensor *sensor,
                     const struct reg_carrier *carrier, const struct number *m,
                     struct against *ret)
{
    const double steep = 0.1; /* ground range over slant range */
    struct tcs_vec3 from = sensor->position_m;
    double rel[3];
    double g2;
    double r2;

    memset(ret, 0, sizeof *ret);
    from.v[0] += registration_value(r, m->sensor, REG_EAST);
    from.v[1] += registration_value(r, m->sensor, REG_NORTH);
    ret->own = REG_NONE;
    ret->dt_s = m->late_s - registration_value(r, m->sensor, REG_CLOCK);
    for (int i = 0; i < 3; i++)
        rel[i] = carrier->g.x[i] + ret->dt_s * carrier->g.x[i + 3] - from.v[i];
    if (sensor->sound_mps > 0.0) {
        const double delay_s = tcs_sound_delay(rel, carrier->g.x + 3, sensor->sound_mps);

        ret->dt_s -= delay_s;
        for (int i = 0; i < 3; i++)
            rel[i] -= delay_s * carrier->g.x[i + 3];
    }
    g2 = rel[0] * rel[0] + rel[1] * rel[1];
    r2 = g2 + rel[2] * rel[2];
    if (m->component != COMPONENT_PLACE && !(g2 > 1.0 && g2 > steep * steep * r2))
        return false;
    switch (m->component) {
    case COMPONENT_RANGE:
        for (int i = 0; i < 3; i++)
            ret->H[i] = rel[i] / tcs_sqrt(r2);
        ret->y = m->z - tcs_sqrt(r2);
        break;
    case COMPONENT_AZ:
        ret->own = REG_AZ;
        ret->H[0] = rel[1] / g2;
        ret->H[1] = -rel[0] / g2;
        ret->y = tcs_angle_diff(m->z - registration_value(r, m->sensor, REG_AZ),
                                tcs_atan2(rel[0], rel[1]));
        break;
    case COMPONENT_EL:
        ret->own = REG_EL;
        ret->H[0] = -rel[2] * rel[0] / (tcs_sqrt(g2) * r2);
        ret->H[1] = -rel[2] * rel[1] / (tcs_sqrt(g2) * r2);
        ret->H[2] = tcs_sqrt(g2) / r2;
        ret->y = tcs_angle_diff(m->z - registration_value(r, m->sensor, REG_EL),
                                tcs_atan2(rel[2], tcs_sqrt(g2)));
        break;
    case COMPONENT_PLACE:
        ret->H[m->axis] = 1.0;
        ret->y = m->z - sensor->position_m.v[m->axis] - rel[m->axis];
        break;
    }
    return true;
}

/* What a number is off by, as a function of all errors: H U + D. */
void carrier_sensitivity(struct registration *r, const struct reg_carrier *carrier,
                         const struct number *m, const struct against *a, double *ret_s)
{
    const int16_t *unknown = r->unknown[m->sensor];
    const double *U = carrier_U(r, carrier);
    const uint32_t n = r->unknowns;
    double rate = 0.0;

    for (uint32_t k = 0; k < n; k++) {
        ret_s[k] = 0.0;
        for (uint32_t i = 0; i < 3; i++)
            ret_s[k] += a->H[i] * (U[i * n + k] + a->dt_s * U[(i + 3) * n + k]);
    }
    for (int i = 0; i < 3; i++)
        rate += a->H[i] * carrier->g.x[i + 3];
    if (a->own >= 0 && unknown[a->own] >= 0)
        ret_s[unknown[a->own]] += 1.0;
    if (unknown[REG_CLOCK] >= 0)
        ret_s[unknown[REG_CLOCK]] -= rate;
    for (int i = 0; i < 2; i++)
        if (unknown[REG_EAST + i] >= 0)
            ret_s[unknown[REG_EAST + i]] -= a->H[i];
}

/* b += K y and the covariance of b, for an innovation with sensitivity s to b. */
static void update_errors(struct registration *r, const double *cov_s, double total_var,
                          double y)
{
    const uint32_t n = r->unknowns;
    double *cov = registration_covariance(r);

    for (uint32_t i = 0; i < n; i++) {
        registration_errors(r)[i] += cov_s[i] * y / total_var;
        for (uint32_t k = 0; k < n; k++)
            cov[i * n + k] -= cov_s[i] * cov_s[k] / total_var;
    }
}

/* One number: the carrier given the errors, then the errors, then the carrier again,
 * which supposes them. False: it is none of the carrier's own. */
static bool learn_number(struct registration *r, const struct tcs_sensor *sensor,
                         struct reg_carrier *carrier, const struct number *m)
{
    const double gate = 9.0; /* three sigma */
    /* Objects do not move as the model has it and pairs are not always right, so numbers
     * that follow each other err together: three teach as much of the errors as one.
     * Measured: docs/tracker.md. */
    const double caution = 3.0;
    const uint32_t n = r->unknowns;
    double s[REG_UNKNOWNS_MAX];
    double cov_s[REG_UNKNOWNS_MAX];
    double PH[TCS_STATE_DIM];
    struct against a;
    double var = m->var;
    double total;

    if (!carrier_compare(r, sensor, carrier, m, &a))
        return true;
    for (int i = 0; i < TCS_STATE_DIM; i++) {
        PH[i] = 0.0;
        for (int k = 0; k < 3; k++)
            PH[i] += (carrier->g.P[tcs_packed(i, k)] +
                      a.dt_s * carrier->g.P[tcs_packed(i, k + 3)]) *
                     a.H[k];
    }
    for (int k = 0; k < 3; k++)
        var += a.H[k] * (PH[k] + a.dt_s * PH[k + 3]);
    carrier_sensitivity(r, carrier, m, &a, s);
    total = var;
    for (uint32_t i = 0; i < n; i++) {
        cov_s[i] = 0.0;
        for (uint32_t k = 0; k < n; k++)
            cov_s[i] += registration_covariance(r)[i * n + k] * s[k];
        total += s[i] * cov_s[i];
    }
    if (!(a.y * a.y <= gate * total))
        return false;
    for (int i = 0; i < TCS_STATE_DIM; i++) {
        double *U = carrier_U(r, carrier) + (uint32_t)i * n;

        carrier->g.x[i] += PH[i] / var * a.y;
        for (int k = 0; k <= i; k++)
            carrier->g.P[tcs_packed(i, k)] -= PH[i] * PH[k] / var;
        for (uint32_t k = 0; k < n; k++)
            U[k] -= PH[i] / var * s[k];
    }
    update_errors(r, cov_s, total + (caution - 1.0) * var, a.y);
    carrier_rebase(r, carrier);
    return true;
}

uint32_t carrier_numbers(const struct tcs_observation *obs, struct number *ret)
{
    static const struct {
        uint32_t count;
        enum component component[3];
    } forms[] = {
        [TCS_OBS_POSITION] = { 3, { COMPONENT_PLACE, COMPONENT_PLACE, COMPONENT_PLACE } },
        [TCS_OBS_POSITION_2D] = { 2, { COMPONENT_PLACE, COMPONENT_PLACE } },
        [TCS_OBS_RAE] = { 3, { COMPONENT_RANGE, COMPONENT_AZ, COMPONENT_EL } },
        [TCS_OBS_RA] = { 2, { COMPONENT_RANGE, COMPONENT_AZ } },
        [TCS_OBS_AZ] = { 1, { COMPONENT_AZ } },
        [TCS_OBS_AZEL] = { 2, { COMPONENT_AZ, COMPONENT_EL } },
        [TCS_OBS_RANGE] = { 1, { COMPONENT_RANGE } },
        [TCS_OBS_CLAIM] = { 0 },
    };
    const uint32_t count = forms[obs->kind].count;

    for (uint32_t i = 0; i < count; i++) {
        ret[i].component = forms[obs->kind].component[i];
        ret[i].axis = (int)i;
        ret[i].z = obs->z[i];
        ret[i].var = obs->sigma[i] * obs->sigma[i];
    }
    return count;
}

void registration_learn(struct registration *r, const struct tcs_tracker_config *config,
                        struct reg_carrier *carrier, const struct tcs_look *look,
                        const struct tcs_observation *obs)
{
    const uint64_t rejected_max = 5;
    /* Most of a flight is straighter than the expected noise, and a filter that takes it
     * for wilder than it is follows its own errors: its velocity then tells of clocks
     * what is not so (0.1 to 0.4 s with 8 to 32 times as much). */
    const double q = config->accel_sigma * config->accel_sigma / 8.0;
    struct number numbers[3];
    const uint32_t count = carrier_numbers(obs, numbers);
    double late_s;
    bool good = true;

    carrier_rebase(r, carrier);
    predict(r, carrier, q, look->valid_at);
    late_s = tcs_span_seconds(tcs_time_since(look->valid_at, carrier->at)) + obs->dt_s;
    for (uint32_t i = 0; i < count; i++) {
        numbers[i].sensor = look->sensor;
        numbers[i].late_s = late_s;
        tie_clocks(r, config, carrier);
        good =
            learn_number(r, &config->sensors[look->sensor], carrier, &numbers[i]) && good;
    }
    if (good) {
        carrier->seen_at = carrier->at;
        carrier->sensors |= UINT64_C(1) << look->sensor;
        carrier->rejected = 0;
    } else if (++carrier->rejected == rejected_max) {
        end_carrier(r, carrier);
    }
}
