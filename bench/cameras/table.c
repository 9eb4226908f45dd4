/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UPRIGHT_COLUMNS_MAX = 16, LYING_ROWS_MAX = 8, DAMAGED_SHARE = 100 };

/* The numbers of a line, and room for more. */
struct cells {
    double *x;
    size_t count;
    size_t room;
};

bool wrong(const char *path, uint32_t line, const char *reason)
{
    fprintf(stderr, "%s:%u: %s\n", path, line, reason);
    return false;
}

static bool add(struct cells *c, const double *x, size_t count)
{
    if (count == 0)
        return true;
    if (c->x == NULL || c->count + count > c->room) {
        const size_t room = 2 * (c->count + count) + 64;
        double *more = realloc(c->x, sizeof *more * room);

        if (more == NULL)
            return false;
        c->x = more;
        c->room = room;
    }
    memcpy(c->x + c->count, x, sizeof *x * count);
    c->count += count;
    return true;
}

/* -1 when something else than numbers stands in it, -2 without memory. */
static int numbers(const char *text, struct cells *ret)
{
    ret->count = 0;
    for (const char *p = text; *p != '\0';) {
        char *end;

        if (strchr(" \t,;\r\n", *p) != NULL) {
            p++;
            continue;
        }
        const double x = strtod(p, &end);

        if (end == p)
            return -1;
        if (!add(ret, &x, 1))
            return -2;
        p = end;
    }
    return 0;
}

static bool turn(struct table *t)
{
    const struct table from = *t;
    double *cells = calloc((size_t)from.rows * from.columns, sizeof *cells);

    if (cells == NULL)
        return false;
    for (uint32_t r = 0; r < from.rows; r++)
        for (uint32_t c = 0; c < from.columns; c++)
            cells[(size_t)c * from.rows + r] = table_cell(&from, r, c);
    free(t->cells);
    *t = (struct table) { cells, from.columns, from.rows };
    return true;
}

/* All lines; false without memory. */
static bool read_lines(FILE *file, const char *path, struct table *ret,
                       uint32_t *ret_damaged)
{
    struct cells all = { 0 };
    struct cells one = { 0 };
    char *text = NULL;
    size_t size = 0;
    uint32_t line = 0;
    bool good = true;

    while (good && getline(&text, &size, file) > 0) {
        line++;
        if (text[0] == '#')
            continue;
        const int read = numbers(text, &one);

        good = read > -2;
        if (!good || (read == 0 && one.count == 0) || (read < 0 && ret->rows == 0))
            continue;
        if (ret->rows == 0)
            ret->columns = (uint32_t)one.count;
        if (read < 0 || one.count != ret->columns) {
            if ((*ret_damaged)++ == 0)
                wrong(path, line, read < 0 ? "not a number" : "another count of columns");
            continue;
        }
        good = add(&all, one.x, one.count);
        ret->rows += good;
    }
    free(text);
    free(one.x);
    ret->cells = all.x;
    return good;
}

bool table_read(const char *path, struct table *ret)
{
    FILE *file = fopen(path, "r");
    uint32_t damaged = 0;

    memset(ret, 0, sizeof *ret);
    if (file == NULL)
        return wrong(path, 0, strerror(errno));
    bool good = read_lines(file, path, ret, &damaged);

    fclose(file);
    if (good && ret->cells != NULL && ret->columns > UPRIGHT_COLUMNS_MAX &&
        ret->rows <= LYING_ROWS_MAX)
        good = turn(ret);
    if (!good)
        return wrong(path, 0, "out of memory");
    if (ret->rows < 2)
        return wrong(path, 0, "fewer than two rows");
    if (ret->columns < 3)
        return wrong(path, 0, "fewer than three columns");
    if ((uint64_t)damaged * DAMAGED_SHARE > ret->rows)
        return wrong(path, 0, "too many lines that are not like the first");
    return true;
}

void table_free(struct table *t)
{
    free(t->cells);
}

double table_cell(const struct table *t, uint32_t row, uint32_t column)
{
    return t->cells[(size_t)row * t->columns + column];
}

bool table_ascends(const struct table *t, uint32_t column)
{
    uint32_t falls = 0;

    for (uint32_t i = 0; i < t->rows; i++) {
        const double x = table_cell(t, i, column);

        falls += !isfinite(x) || (i > 0 && x < table_cell(t, i - 1, column));
    }
    return table_cell(t, t->rows - 1, column) > table_cell(t, 0, column) &&
           (uint64_t)falls * DAMAGED_SHARE <= t->rows;
}

bool table_whole(const struct table *t, uint32_t column)
{
    for (uint32_t i = 0; i < t->rows; i++) {
        const double x = table_cell(t, i, column);

        if (!isfinite(x) || x != floor(x))
            return false;
    }
    return true;
}
