/* SPDX-License-Identifier: Apache-2.0 */
/*
 * settle.c -- what observations are corrected by, what of it remains unknown, and what is
 * told of it.
 *
 * Most sensors are where and as they were set up, and a few are not: each error is either
 * ordinary, with a small part of its prior sigma, or gross, with all of it. The filter
 * takes all of them as gross. Which ones are is found from its outcome: that an error is
 * ordinary is one more measurement of it (0, with the precision that is missing), and the
 * evidence for that has a closed form. So what several sensors say against one is put
 * down to the one, also where the common part of all errors cannot be seen; and where
 * nothing is wrong, next to nothing is corrected.
 *
 * The search begins with none gross and turns over whichever error gains most until none
 * gains; the outcome is the mean over that choice and those that differ from it in one.
 *
 * Source: George, McCulloch, "Variable selection via Gibbs sampling", Journal of the
 * American Statistical Association 88 (1993) 881-889, for the prior.
 */
#include <string.h>

#include "num/elem.h"
#include "track/carrier.h"

/* Sigma of an ordinary error over that of a gross one. */
static const double ORDINARY = 0.1;
/* How many errors are gross. What is applied ought to do no harm where all is well; who
 * is told that a sensor is right ought to be able to rely on it. */
static const double GROSS_APPLIED = 1.0 / 3.0;
static const double GROSS_TOLD = 9.0 / 10.0;
/* A precision that is taken away leaves at least this part. */
static const double LEAST_LEFT = 1e-9;

struct choice {
    double *mean; /* n */
    double *cov;  /* n x n */
    double *rows; /* room for as much */
    uint32_t n;
    uint32_t reserved;
    double log_odds; /* of ordinary against gross, in the prior, over ORDINARY */
    double prior_var[REG_UNKNOWNS_MAX];
    bool gross[REG_UNKNOWNS_MAX];
};

/* The error taken for the other sort: the precision that it gains, and 1 + that times its
 * variance. */
struct turn {
    double precision;
    double left;
};

static struct turn turn_of(const struct choice *c, uint32_t i)
{
    const double missing = (1.0 / (ORDINARY * ORDINARY) - 1.0) / c->prior_var[i];
    const double precision = c->gross[i] ? missing : -missing;

    return (struct turn) { precision, 1.0 + precision * c->cov[i * c->n + i] };
}

/* Log odds of the choice in which this error is of the other sort, against this one. */
static double gain(const struct choice *c, uint32_t i)
{
    const struct turn t = turn_of(c, i);

    if (!(t.left > LEAST_LEFT))
        return -1e9;
    return (c->gross[i] ? c->log_odds : -c->log_odds) - 0.5 * tcs_log(t.left) -
           0.5 * t.precision * c->mean[i] * c->mean[i] / t.left;
}

static void turn_over(struct choice *c, uint32_t i)
{
    const struct turn t = turn_of(c, i);
    const double factor = t.precision / t.left;
    const double m = c->mean[i];
    double row[REG_UNKNOWNS_MAX];

    memcpy(row, &c->cov[i * c->n], c->n * sizeof(double));
    for (uint32_t a = 0; a < c->n; a++) {
        c->mean[a] -= factor * row[a] * m;
        for (uint32_t b = 0; b < c->n; b++)
            c->cov[a * c->n + b] -= factor * row[a] * row[b];
    }
    c->gross[i] = !c->gross[i];
}

static void climb(struct choice *c)
{
    for (uint32_t turns = 0; turns < 2 * c->n; turns++) {
        uint32_t best = c->n;
        double most = 0.0;

        for (uint32_t i = 0; i < c->n; i++) {
            const double g = gain(c, i);

            if (g > most) {
                most = g;
                best = i;
            }
        }
        if (best == c->n)
            return;
        turn_over(c, best);
    }
}

/*
 * The mean over the choice and its neighbours. Turning over error i changes the mean by a
 * multiple of the covariance's row i, and the covariance by a multiple of the square of
 * that row: all of it is sums over rows.
 */
static void average(struct choice *c)
{
    const uint32_t n = c->n;
    double weight[REG_UNKNOWNS_MAX];
    double by[REG_UNKNOWNS_MAX];     /* times the row: of the mean */
    double square[REG_UNKNOWNS_MAX]; /* times the row's square: of the second moment */
    double shift[REG_UNKNOWNS_MAX] = { 0.0 };
    double total = 1.0;

    for (uint32_t i = 0; i < n; i++) {
        const struct turn t = turn_of(c, i);
        const double g = gain(c, i);
        const double factor = t.left > LEAST_LEFT ? t.precision / t.left : 0.0;

        weight[i] = tcs_exp(g < 0.0 ? g : 0.0);
        total += weight[i];
        by[i] = -factor * c->mean[i];
        square[i] = by[i] * by[i] - factor;
    }
    memcpy(c->rows, c->cov, (size_t)n * n * sizeof(double));
    for (uint32_t i = 0; i < n; i++) {
        const double *row = c->rows + (size_t)i * n;
        const double w = weight[i] / total;

        for (uint32_t a = 0; a < n; a++) {
            shift[a] += w * by[i] * row[a];
            for (uint32_t b = 0; b < n; b++)
                c->cov[a * n + b] += w * square[i] * row[a] * row[b];
        }
    }
    for (uint32_t a = 0; a < n; a++) {
        c->mean[a] += shift[a];
        for (uint32_t b = 0; b < n; b++)
            c->cov[a * n + b] -= shift[a] * shift[b];
    }
}

/* All are gross, as the filter has it; then none; then as the evidence has it. */
static void choose(struct registration *r, const struct tcs_tracker_config *config,
                   double gross, struct choice *c)
{
    c->n = r->unknowns;
    c->log_odds = tcs_log((1.0 - gross) / gross / ORDINARY);
    memcpy(c->mean, registration_errors(r), c->n * sizeof(double));
    memcpy(c->cov, registration_covariance(r), (size_t)c->n * c->n * sizeof(double));
    for (uint32_t s = 0; s < config->sensor_count; s++)
        for (int kind = 0; kind < REG_KINDS; kind++) {
            const int16_t i = r->unknown[s][kind];
            const double sigma = registration_prior(&config->sensors[s], kind);

            if (i < 0)
                continue;
            c->prior_var[i] = sigma * sigma;
            c->gross[i] = true;
        }
    for (uint32_t i = 0; i < c->n; i++)
        turn_over(c, i);
    climb(c);
    average(c);
}

bool registration_doubts(const struct registration *r, uint32_t sensor)
{
    return (r->doubted >> sensor & 1u) != 0;
}

/*
 * A clock that is clearly wrong (two sigma, a tenth of a second) makes its sensor no
 * evidence until what remains of its error once it is put right is below 0.2 s at two
 * sigma; in doubt it comes from 0.3 s on.
 */
static bool doubtful(struct registration *r, uint32_t sensor)
{
    const double clear_s = 0.1;
    const double limit_s = registration_doubts(r, sensor) ? 0.2 : 0.3;
    const int16_t i = r->unknown[sensor][REG_CLOCK];

    if (i < 0)
        return false;
    const double told = registration_told(r)[i];
    const double sigma = tcs_sqrt(registration_told_var(r)[i]);
    const double left_var =
        registration_remaining(r)[(size_t)i * r->unknowns + (size_t)i];
    const double left = tcs_fabs(told - registration_applied(r)[i]) +
                        2.0 * tcs_sqrt(left_var > 0.0 ? left_var : 0.0);

    return tcs_fabs(told) > clear_s && tcs_fabs(told) > 2.0 * sigma && left > limit_s;
}

static void judge_clocks(struct registration *r, const struct tcs_tracker_config *config)
{
    uint64_t doubted = 0;

    for (uint32_t s = 0; s < config->sensor_count; s++)
        if (doubtful(r, s))
            doubted |= UINT64_C(1) << s;
    r->doubted = doubted;
}

size_t registration_room(const struct tcs_tracker_config *config)
{
    const size_t n = registration_count(config);

    return 2 * n * n * sizeof(double);
}

void registration_settle(struct registration *r, const struct tcs_tracker_config *config,
                         double *room)
{
    const double every_s = 0.2;
    const size_t n = r->unknowns;
    struct choice told = { .mean = registration_told(r),
                           .cov = room,
                           .rows = room + n * n };
    struct choice applied = { .mean = registration_applied(r),
                              .cov = registration_remaining(r),
                              .rows = room };

    if (tcs_span_seconds(tcs_time_since(r->at, r->settled_at)) < every_s)
        return;
    r->settled_at = r->at;
    choose(r, config, GROSS_TOLD, &told);
    for (size_t i = 0; i < n; i++)
        registration_told_var(r)[i] = told.cov[i * n + i];
    choose(r, config, GROSS_APPLIED, &applied);
    judge_clocks(r, config);
}

void registration_expect(struct registration *r)
{
    const size_t n = r->unknowns;

    for (size_t i = 0; i < n; i++) {
        const double var = registration_covariance(r)[i * n + i];
        const double ordinary = ORDINARY * ORDINARY * var;

        registration_told_var(r)[i] = GROSS_TOLD * var + (1.0 - GROSS_TOLD) * ordinary;
        registration_remaining(r)[i * n + i] =
            GROSS_APPLIED * var + (1.0 - GROSS_APPLIED) * ordinary;
    }
}
