/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_BENCH_CAMERAS_TABLE_H
#define TCS_BENCH_CAMERAS_TABLE_H

/*
 * table.h -- lines of numbers, between spaces, tabs, commas or semicolons.
 *
 * Lines that begin with # and those before the first line of numbers are passed over.
 * Later lines that are not numbers, or another count of them, are left out; the first is
 * told on standard error as file:line: reason. One in a hundred may be so.
 */

#include <stdbool.h>
#include <stdint.h>

struct table {
    double *cells; /* rows x columns */
    uint32_t rows;
    uint32_t columns;
};

/* Tells a reason on standard error; false. line 0: the file as a whole. */
bool wrong(const char *path, uint32_t line, const char *reason);

/* At least two rows of at least three columns. A table that lies on its side, with more
 * than 16 columns and at most eight rows, is turned. */
bool table_read(const char *path, struct table *ret);
void table_free(struct table *t);

double table_cell(const struct table *t, uint32_t row, uint32_t column);

/* Whether a column counts: it rises in all, and hardly ever falls. */
bool table_ascends(const struct table *t, uint32_t column);
/* Whether all of a column are whole numbers. */
bool table_whole(const struct table *t, uint32_t column);

#endif
