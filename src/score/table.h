/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_SCORE_TABLE_H
#define TCS_SCORE_TABLE_H

/*
 * table.h -- files of comma-separated values: a line of names, then rows. Columns are
 * found by their names. No quotes. The first thing that is wrong is told with its line
 * and column.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/bytes.h"
#include "base/status.h"

enum {
    TCS_TABLE_COLUMN_MAX = 32, /* of a file */
    TCS_SCORE_WHAT_LEN = 160,
    TCS_SCORE_PATH_LEN = 4096,
};

/* What is wrong in which file, and where: from 1, column in octets; 0: the file as such.
 */
struct tcs_score_fault {
    char path[TCS_SCORE_PATH_LEN];
    char what[TCS_SCORE_WHAT_LEN];
    unsigned line;
    unsigned column;
};

struct tcs_table {
    FILE *file;
    struct tcs_score_fault *fault;
    char *text; /* the line */
    size_t text_size;
    unsigned line;
    size_t column_count;
    char *header;
    const char *names[TCS_TABLE_COLUMN_MAX];
    struct tcs_bytes fields[TCS_TABLE_COLUMN_MAX]; /* of the row, into text */
};

/* TCS_E_NOT_FOUND: there is no such file; TCS_E_IO; TCS_E_DAMAGED: no line of names.
 * Failures are told in fault. Close in any case. */
TCS_NODISCARD enum tcs_status tcs_table_open(struct tcs_table *table, const char *path,
                                             struct tcs_score_fault *fault);
void tcs_table_close(struct tcs_table *table);

/* The column of that name; TCS_E_DAMAGED, told, when there is none. */
TCS_NODISCARD enum tcs_status tcs_table_column(struct tcs_table *table, const char *name,
                                               size_t *ret_column);

/* The next row that is not empty; TCS_END behind the last. */
TCS_NODISCARD enum tcs_status tcs_table_next(struct tcs_table *table);

/* A field of the row as a number. */
TCS_NODISCARD enum tcs_status tcs_table_double(struct tcs_table *table, size_t column,
                                               double *ret_value);
TCS_NODISCARD enum tcs_status tcs_table_int(struct tcs_table *table, size_t column,
                                            int64_t *ret_value);

/* Tells that a field is wrong; returns TCS_E_DAMAGED. */
enum tcs_status tcs_table_wrong(struct tcs_table *table, size_t column, const char *what);

/* Fills in a fault. */
void tcs_score_tell(struct tcs_score_fault *fault, const char *path, const char *what);

#endif
