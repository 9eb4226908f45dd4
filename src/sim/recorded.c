/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/recorded.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { COLUMNS_MAX = 64, ERROR_LEN = 256 };

enum field { TIME, LAT, LON, HEIGHT, EAST, NORTH, UP, FIELDS };

static const char *const names[FIELDS] = { "time", "lat",   "lon", "height",
                                           "east", "north", "up" };

struct point {
    double at_s;
    struct tcs_vec3 position_m;
};

struct tcs_recorded {
    struct point *points;
    size_t count;
    size_t capacity;
};

struct table {
    int column[FIELDS]; /* -1: absent */
    const struct tcs_frame *frame;
};

/* Cuts a line at its commas; returns how many cells there are. */
static size_t cut(char *line, struct tcs_bytes cells[COLUMNS_MAX])
{
    size_t count = 0;

    line[strcspn(line, "\r\n")] = '\0';
    for (char *cell = line; cell != NULL && count < COLUMNS_MAX; count++) {
        char *comma = strchr(cell, ',');
        const size_t len = comma == NULL ? strlen(cell) : (size_t)(comma - cell);

        cells[count] = tcs_bytes(cell, len);
        cell = comma == NULL ? NULL : comma + 1;
    }
    return count;
}

static bool read_heading(char *line, struct table *table)
{
    struct tcs_bytes cells[COLUMNS_MAX];
    const size_t count = cut(line, cells);

    for (int f = 0; f < FIELDS; f++) {
        table->column[f] = -1;
        for (size_t i = 0; i < count; i++)
            if (tcs_bytes_equal(cells[i], tcs_text_bytes(names[f])))
                table->column[f] = (int)i;
    }
    const bool geodetic =
        table->column[LAT] >= 0 && table->column[LON] >= 0 && table->column[HEIGHT] >= 0;
    const bool local =
        table->column[EAST] >= 0 && table->column[NORTH] >= 0 && table->column[UP] >= 0;

    return table->column[TIME] >= 0 && (geodetic || local);
}

static bool read_point(char *line, const struct table *table, struct point *ret_point)
{
    struct tcs_bytes cells[COLUMNS_MAX];
    const size_t count = cut(line, cells);
    double v[FIELDS] = { 0.0 };

    for (int f = 0; f < FIELDS; f++)
        if (table->column[f] >= 0 &&
            ((size_t)table->column[f] >= count ||
             tcs_text_double(cells[table->column[f]], &v[f]) != TCS_OK))
            return false;
    ret_point->at_s = v[TIME];
    ret_point->position_m = (struct tcs_vec3) { { v[EAST], v[NORTH], v[UP] } };
    if (table->column[EAST] < 0)
        ret_point->position_m = tcs_enu_from_geodetic(
            table->frame, (struct tcs_geodetic) { v[LAT] * TCS_RAD_PER_DEG,
                                                  v[LON] * TCS_RAD_PER_DEG, v[HEIGHT] });
    return true;
}

static bool append(struct tcs_recorded *recorded, const struct point *point)
{
    if (recorded->count == recorded->capacity) {
        const size_t capacity = recorded->capacity == 0 ? 1024 : 2 * recorded->capacity;
        struct point *larger = realloc(recorded->points, capacity * sizeof *larger);

        if (larger == NULL)
            return false;
        recorded->points = larger;
        recorded->capacity = capacity;
    }
    recorded->points[recorded->count++] = *point;
    return true;
}

static enum tcs_status read_lines(FILE *file, const char *path,
                                  struct tcs_recorded *recorded,
                                  const struct tcs_frame *frame,
                                  char ret_error[ERROR_LEN])
{
    struct table table = { .frame = frame };
    char line[4096];
    struct point point;

    if (fgets(line, sizeof line, file) == NULL || !read_heading(line, &table)) {
        snprintf(ret_error, ERROR_LEN,
                 "%.120s:1: the heading must name time and lat, lon, height or east, "
                 "north, up",
                 path);
        return TCS_E_DAMAGED;
    }
    for (unsigned number = 2; fgets(line, sizeof line, file) != NULL; number++) {
        if (!read_point(line, &table, &point) ||
            (recorded->count > 0 &&
             point.at_s <= recorded->points[recorded->count - 1].at_s)) {
            snprintf(ret_error, ERROR_LEN, "%.150s:%u: no numbers, or time does not grow",
                     path, number);
            return TCS_E_DAMAGED;
        }
        if (!append(recorded, &point))
            return TCS_E_MEMORY;
    }
    if (recorded->count >= 2)
        return TCS_OK;
    snprintf(ret_error, ERROR_LEN, "%.150s: fewer than two points", path);
    return TCS_E_DAMAGED;
}

enum tcs_status tcs_recorded_open(const char *path, const struct tcs_frame *frame,
                                  struct tcs_recorded **ret_recorded,
                                  char ret_error[ERROR_LEN])
{
    struct tcs_recorded *recorded = calloc(1, sizeof *recorded);
    FILE *file = fopen(path, "r");
    enum tcs_status status = TCS_E_IO;

    ret_error[0] = '\0';
    if (recorded == NULL)
        status = TCS_E_MEMORY;
    else if (file == NULL)
        snprintf(ret_error, ERROR_LEN, "%.150s: %s", path, strerror(errno));
    else
        status = read_lines(file, path, recorded, frame, ret_error);
    if (file != NULL)
        fclose(file);
    if (status != TCS_OK) {
        tcs_recorded_close(recorded);
        return status;
    }
    *ret_recorded = recorded;
    return TCS_OK;
}

void tcs_recorded_close(struct tcs_recorded *recorded)
{
    if (recorded == NULL)
        return;
    free(recorded->points);
    free(recorded);
}

void tcs_recorded_move(struct tcs_recorded *recorded, struct tcs_vec3 begin_m)
{
    const struct tcs_vec3 by = tcs_vec3_sub(begin_m, recorded->points[0].position_m);

    for (size_t i = 0; i < recorded->count; i++)
        recorded->points[i].position_m = tcs_vec3_add(recorded->points[i].position_m, by);
}

double tcs_recorded_seconds(const struct tcs_recorded *recorded)
{
    return recorded->points[recorded->count - 1].at_s - recorded->points[0].at_s;
}

void tcs_recorded_at(const struct tcs_recorded *recorded, double after_s,
                     struct tcs_vec3 *ret_position_m, struct tcs_vec3 *ret_velocity_mps)
{
    const double at = recorded->points[0].at_s + after_s;
    size_t low = 0;
    size_t high = recorded->count - 1;

    /* The leg in which `at` lies: points[low].at_s <= at < points[high].at_s. */
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (recorded->points[middle].at_s <= at)
            low = middle;
        else
            high = middle;
    }
    const struct point *a = &recorded->points[low];
    const struct point *b = &recorded->points[high];
    const double leg_s = b->at_s - a->at_s;
    double share = (at - a->at_s) / leg_s;

    share = share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
    const struct tcs_vec3 leg_m = tcs_vec3_sub(b->position_m, a->position_m);

    *ret_position_m = tcs_vec3_add(a->position_m, tcs_vec3_scale(leg_m, share));
    *ret_velocity_mps = tcs_vec3_scale(leg_m, 1.0 / leg_s);
}
