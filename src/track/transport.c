/* SPDX-License-Identifier: Apache-2.0 */
#include "track/transport.h"

#include <stddef.h>

#include "num/elem.h"

enum { rounds_max = 80 };

static const double tolerance = 1e-4; /* of the total mass */

/* Costs to kernel: exp(-C / tau), each column's cheapest row at 1. */
static void kernel(const struct tcs_transport *t)
{
    const double cut = 500.0;

    for (uint32_t c = 0; c < t->columns; c++) {
        double least = t->q[c];

        for (uint32_t r = 1; r < t->rows; r++)
            if (t->q[r * t->columns + c] < least)
                least = t->q[r * t->columns + c];
        for (uint32_t r = 0; r < t->rows; r++) {
            double *cell = &t->q[r * t->columns + c];
            const double over = (*cell - least) / t->tau;

            *cell = over < cut ? -over : -cut;
        }
    }
    tcs_exp_each(t->q, t->rows * t->columns);
}

/* Returns by how much the column was off its mass. */
static double fit_column(const struct tcs_transport *t, uint32_t c, double sum)
{
    const double mass = t->column_mass[c];
    const double off = sum * t->column_scale[c] - mass;

    t->column_scale[c] = sum > 0.0 ? mass / sum : 0.0;
    return tcs_fabs(off);
}

/* Sums go from first to last, each by itself; four are made side by side. */
enum { beside = 4 };

static inline double fit_some_columns(const struct tcs_transport *t, uint32_t rows,
                                      uint32_t c, uint32_t count)
{
    double sum[beside] = { 0.0 };
    double off = 0.0;

    for (uint32_t r = 0; r < rows; r++) {
        const double *q = t->q + (size_t)r * t->columns + c;

        for (uint32_t k = 0; k < count; k++)
            sum[k] += q[k] * t->row_scale[r];
    }
    for (uint32_t k = 0; k < count; k++)
        off += fit_column(t, c + k, sum[k]);
    return off;
}

static inline double fit_columns(const struct tcs_transport *t, uint32_t rows)
{
    double off = 0.0;
    uint32_t c = 0;

    for (; c + beside <= t->columns; c += beside)
        off += fit_some_columns(t, rows, c, beside);
    for (; c + 2 <= t->columns; c += 2)
        off += fit_some_columns(t, rows, c, 2);
    for (; c < t->columns; c++)
        off += fit_some_columns(t, rows, c, 1);
    return off;
}

static inline void fit_some_rows(const struct tcs_transport *t, uint32_t r,
                                 uint32_t count)
{
    double sum[beside] = { 0.0 };

    for (uint32_t c = 0; c < t->columns; c++)
        for (uint32_t k = 0; k < count; k++)
            sum[k] += t->q[(r + k) * t->columns + c] * t->column_scale[c];
    for (uint32_t k = 0; k < count; k++)
        t->row_scale[r + k] = sum[k] > 0.0 ? t->row_mass[r + k] / sum[k] : 0.0;
}

static inline void fit_rows(const struct tcs_transport *t, uint32_t rows)
{
    uint32_t r = 0;

    for (; r + beside <= rows; r += beside)
        fit_some_rows(t, r, beside);
    if (rows - r == 3)
        fit_some_rows(t, r, 3);
    else if (rows - r == 2)
        fit_some_rows(t, r, 2);
    else if (rows - r == 1)
        fit_some_rows(t, r, 1);
}

/* Written for any number of rows, and compiled for two and three, which most have. */
static inline uint32_t fit(const struct tcs_transport *t, uint32_t rows, double total)
{
    uint32_t round = 0;

    for (; round < rounds_max; round++) {
        const double off = fit_columns(t, rows);

        fit_rows(t, rows);
        if (round > 0 && off < tolerance * total)
            break;
    }
    return round;
}

uint32_t tcs_transport_solve(const struct tcs_transport *t)
{
    double total = 0.0;

    kernel(t);
    for (uint32_t r = 0; r < t->rows; r++) {
        t->row_scale[r] = 1.0;
        total += t->row_mass[r];
    }
    for (uint32_t c = 0; c < t->columns; c++)
        t->column_scale[c] = 1.0;
    const uint32_t round = t->rows == 2   ? fit(t, 2, total)
                           : t->rows == 3 ? fit(t, 3, total)
                                          : fit(t, t->rows, total);

    for (uint32_t r = 0; r < t->rows; r++)
        for (uint32_t c = 0; c < t->columns; c++)
            t->q[r * t->columns + c] *= t->row_scale[r] * t->column_scale[c];
    return round;
}
