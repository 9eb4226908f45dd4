/* SPDX-License-Identifier: Apache-2.0 */
#include "track/transport.h"

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

            *cell = tcs_exp(over < cut ? -over : -cut);
        }
    }
}

static double fit_columns(const struct tcs_transport *t)
{
    double off = 0.0;

    for (uint32_t c = 0; c < t->columns; c++) {
        double sum = 0.0;

        for (uint32_t r = 0; r < t->rows; r++)
            sum += t->q[r * t->columns + c] * t->row_scale[r];
        const double had = sum * t->column_scale[c];

        off +=
            had > t->column_mass[c] ? had - t->column_mass[c] : t->column_mass[c] - had;
        t->column_scale[c] = sum > 0.0 ? t->column_mass[c] / sum : 0.0;
    }
    return off;
}

static void fit_rows(const struct tcs_transport *t)
{
    for (uint32_t r = 0; r < t->rows; r++) {
        double sum = 0.0;

        for (uint32_t c = 0; c < t->columns; c++)
            sum += t->q[r * t->columns + c] * t->column_scale[c];
        t->row_scale[r] = sum > 0.0 ? t->row_mass[r] / sum : 0.0;
    }
}

uint32_t tcs_transport_solve(const struct tcs_transport *t)
{
    uint32_t round = 0;
    double total = 0.0;

    kernel(t);
    for (uint32_t r = 0; r < t->rows; r++) {
        t->row_scale[r] = 1.0;
        total += t->row_mass[r];
    }
    for (uint32_t c = 0; c < t->columns; c++)
        t->column_scale[c] = 1.0;
    for (; round < rounds_max; round++) {
        const double off = fit_columns(t);

        fit_rows(t);
        if (round > 0 && off < tolerance * total)
            break;
    }
    for (uint32_t r = 0; r < t->rows; r++)
        for (uint32_t c = 0; c < t->columns; c++)
            t->q[r * t->columns + c] *= t->row_scale[r] * t->column_scale[c];
    return round;
}
