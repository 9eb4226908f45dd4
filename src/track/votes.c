/* SPDX-License-Identifier: Apache-2.0 */
/*
 * votes.c -- who is who in a look, before it is known how the sensor is turned.
 *
 * With a rotation that is off by degrees, the nearest object is often the wrong one, and
 * a filter that begins with a wrong pair stays with it. So each look votes for rotations
 * on a grid, with all ways of pairing at once: the likelihood of a rotation is the
 * product, over the observations, of what carriers and everything else would give there.
 * Votes fade. An observation is a carrier's own if it is so under the rotations that are
 * left.
 */
#include <string.h>

#include "geo/geo.h"
#include "num/elem.h"
#include "track/carrier.h"

static const double FADE_S = 20.0;
/* Looks that follow each other see the same errors: a second of them has one vote. */
static const double VOTE_PER_S = 1.0;

/* Where a sensor should report a carrier, were it not turned. */
struct expected {
    double h[3];
    double var[3]; /* of the carrier and of other sensors' errors */
    double spread; /* of the azimuth, standard deviation */
    uint32_t carrier;
    uint32_t reserved;
};

static double cell_width(double sigma)
{
    return 7.0 * sigma / REG_VOTES;
}

static double cell_rotation(double sigma, int cell)
{
    return cell_width(sigma) * (cell - 0.5 * (REG_VOTES - 1));
}

/* Variance of a number at a carrier but for the sensor's own rotation and noise. */
static double variance_at(struct registration *r, const struct reg_carrier *c,
                          const struct number *m, const struct against *a)
{
    const uint32_t n = r->unknowns;
    const int16_t own = r->unknown[m->sensor][REG_AZ];
    double s[REG_UNKNOWNS_MAX];
    double var = 0.0;

    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            var += a->H[i] * a->H[k] * c->g.P[tcs_packed(i, k)];
    carrier_sensitivity(r, c, m, a, s);
    if (own >= 0)
        s[own] = 0.0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < n; k++)
            var += s[i] * s[k] * registration_covariance(r)[i * n + k];
    return var;
}

/* A look, one of its objects, and what the numbers mean: none of it belongs together. */
/* NOLINTNEXTLINE(readability-function-size) */
static bool expect(struct registration *r, const struct tcs_tracker_config *config,
                   const struct tcs_look *look, uint32_t index, const struct number *form,
                   uint32_t count, struct expected *ret)
{
    const struct reg_carrier *c = &registration_carriers(r)[index];
    const double turned = registration_value(r, look->sensor, REG_AZ);

    ret->carrier = index;
    for (uint32_t i = 0; i < count; i++) {
        struct number m = form[i];
        struct against a;

        m.sensor = look->sensor;
        m.z = 0.0;
        m.late_s = tcs_span_seconds(tcs_time_since(look->valid_at, c->at));
        if (!carrier_compare(r, &config->sensors[look->sensor], c, &m, &a))
            return false;
        ret->h[i] = -a.y - (m.component == COMPONENT_AZ ? turned : 0.0);
        ret->var[i] = variance_at(r, c, &m, &a);
    }
    return true;
}

/*
 * Density of an observation under a carrier for each rotation: a heavy-tailed bell that
 * needs no exponential (Student's with three degrees of freedom) times one for each other
 * number.
 */
static void densities(const struct number *m, uint32_t count, const struct expected *x,
                      double sigma, double ret[REG_VOTES])
{
    const double peak = 0.36755259694786135; /* 2 / (pi sqrt 3) */
    const double cell = cell_width(sigma);
    double others = 0.5; /* roughly: that it is seen at all */
    double az_var = 0.0;
    double off = 0.0;

    for (uint32_t i = 0; i < count; i++) {
        const double var = m[i].var + x->var[i];

        if (m[i].component == COMPONENT_AZ) {
            off = tcs_angle_diff(m[i].z, x->h[i]);
            az_var = var + cell * cell;
            continue;
        }
        const double e = m[i].component == COMPONENT_EL ? tcs_angle_diff(m[i].z, x->h[i])
                                                        : m[i].z - x->h[i];
        const double t = 1.0 + e * e / (3.0 * var);

        others *= peak / (t * t * tcs_sqrt(var));
    }
    for (int b = 0; b < REG_VOTES; b++) {
        const double e = off - cell_rotation(sigma, b);
        const double t = 1.0 + e * e / (3.0 * az_var);

        ret[b] = others * peak / (t * t * tcs_sqrt(az_var));
    }
}

/* One look's table: which carriers could be seen, and what the rest would give. */
struct table {
    struct expected expected[REG_CARRIERS];
    uint32_t count;
    uint32_t numbers;
    double sigma; /* of the rotation, before anything is known */
    double rest;  /* density of everything that no carrier explains */
};

static double rest_density(const struct tcs_look *look, const struct number *form,
                           uint32_t count)
{
    const struct tcs_coverage *c = &look->coverage;
    double volume = c->az_width_rad < 2.0 * TCS_PI ? c->az_width_rad : 2.0 * TCS_PI;

    for (uint32_t i = 0; i < count; i++) {
        if (form[i].component == COMPONENT_EL)
            volume *= c->el_max_rad - c->el_min_rad;
        if (form[i].component == COMPONENT_RANGE)
            volume *= c->range_max_m - c->range_min_m;
    }
    return (0.5 + (look->clutter_expected >= 0.0 ? look->clutter_expected
                                                 : 0.5 * look->count)) /
           volume;
}

static void vote(struct registration *r, const struct tcs_look *look,
                 const struct table *table)
{
    struct reg_votes *votes = registration_votes(r, look->sensor);
    const double dt = tcs_span_seconds(tcs_time_since(look->valid_at, votes->at));
    const double weight = dt * VOTE_PER_S < 1.0 ? dt * VOTE_PER_S : 1.0;
    const double keep = tcs_exp(-dt / FADE_S);
    double said[REG_VOTES];

    if (!(dt > 0.0))
        return;
    for (int b = 0; b < REG_VOTES; b++)
        said[b] = 1.0;
    for (uint32_t j = 0; j < look->count && j < REG_PAIRS_MAX; j++) {
        struct number m[3];
        double sum[REG_VOTES] = { 0.0 };

        (void)carrier_numbers(&look->observations[j], m);
        for (uint32_t i = 0; i < table->count; i++) {
            double f[REG_VOTES];

            densities(m, table->numbers, &table->expected[i], table->sigma, f);
            for (int b = 0; b < REG_VOTES; b++)
                sum[b] += f[b];
        }
        for (int b = 0; b < REG_VOTES; b++)
            said[b] *= 1.0 + sum[b] / table->rest;
    }
    for (int b = 0; b < REG_VOTES; b++)
        votes->log[b] = keep * votes->log[b] + weight * tcs_log(said[b]);
    votes->at = look->valid_at;
}

/* Probability of each rotation. */
static void believed(const struct reg_votes *votes, double sigma, double ret[REG_VOTES])
{
    double most = -1e300;
    double total = 0.0;

    for (int b = 0; b < REG_VOTES; b++) {
        const double x = cell_rotation(sigma, b) / sigma;

        ret[b] = votes->log[b] - 0.5 * x * x;
        most = ret[b] > most ? ret[b] : most;
    }
    for (int b = 0; b < REG_VOTES; b++) {
        ret[b] = tcs_exp(ret[b] - most);
        total += ret[b];
    }
    for (int b = 0; b < REG_VOTES; b++)
        ret[b] /= total;
}

/* Index in the table of the carrier whose own the observation surely is; or count. */
static uint32_t owner(const struct table *table, const struct tcs_observation *obs,
                      const double *p)
{
    const double sure = 0.9;
    struct number m[3];
    double f[REG_CARRIERS][REG_VOTES];
    double sum[REG_VOTES];

    (void)carrier_numbers(obs, m);
    for (int b = 0; b < REG_VOTES; b++)
        sum[b] = table->rest;
    for (uint32_t i = 0; i < table->count; i++) {
        densities(m, table->numbers, &table->expected[i], table->sigma, f[i]);
        for (int b = 0; b < REG_VOTES; b++)
            sum[b] += f[i][b];
    }
    for (uint32_t i = 0; i < table->count; i++) {
        double own = 0.0;

        for (int b = 0; b < REG_VOTES; b++)
            own += p[b] * f[i][b] / sum[b];
        if (own > sure)
            return i;
    }
    return table->count;
}

uint32_t registration_match(struct registration *r,
                            const struct tcs_tracker_config *config,
                            const struct tcs_look *look,
                            struct reg_pair ret_pairs[REG_CARRIERS])
{
    struct number form[3];
    struct table table = { .sigma = config->sensors[look->sensor].rotation_sigma_rad };
    double p[REG_VOTES];
    uint32_t claims[REG_CARRIERS] = { 0 };
    uint32_t obs_of[REG_CARRIERS] = { 0 };
    uint32_t count = 0;

    if (look->count == 0)
        return 0;
    table.numbers = carrier_numbers(&look->observations[0], form);
    for (uint32_t i = 0; i < REG_CARRIERS; i++)
        if (registration_carriers(r)[i].id != 0 &&
            expect(r, config, look, i, form, table.numbers, &table.expected[table.count]))
            table.count++;
    table.rest = rest_density(look, form, table.numbers);
    vote(r, look, &table);
    believed(registration_votes(r, look->sensor), table.sigma, p);
    for (uint32_t j = 0; j < look->count && j < REG_PAIRS_MAX; j++) {
        const uint32_t i = owner(&table, &look->observations[j], p);

        if (i == table.count)
            continue;
        claims[i]++;
        obs_of[i] = j;
    }
    for (uint32_t i = 0; i < table.count; i++)
        if (claims[i] == 1)
            ret_pairs[count++] = (struct reg_pair) {
                .carrier = &registration_carriers(r)[table.expected[i].carrier],
                .obs = obs_of[i],
            };
    return count;
}
