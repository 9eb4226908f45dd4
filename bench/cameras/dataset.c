/* SPDX-License-Identifier: Apache-2.0 */
#include "dataset.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geo.h"

enum { PATH_LEN = 4096, COLUMNS_MAX = 16 };

struct table {
    double *cells; /* rows x columns */
    uint32_t *lines;
    uint32_t rows;
    uint32_t columns;
};

static bool wrong(const char *path, uint32_t line, const char *reason)
{
    fprintf(stderr, "%s:%u: %s\n", path, line, reason);
    return false;
}

/* Numbers of a line; -1 when something else stands in it. */
static int numbers(char *text, double cells[COLUMNS_MAX])
{
    int n = 0;

    for (char *p = text; *p != '\0';) {
        char *end;

        if (strchr(" \t,;\r\n", *p) != NULL) {
            p++;
            continue;
        }
        const double x = strtod(p, &end);

        if (end == p)
            return -1;
        if (n < COLUMNS_MAX)
            cells[n++] = x;
        p = end;
    }
    return n;
}

static bool add_row(struct table *t, const double *cells, uint32_t line, uint32_t *room)
{
    if (t->rows == *room) {
        const uint32_t more = *room == 0 ? 1024 : 2 * *room;
        double *c = realloc(t->cells, sizeof(double) * more * t->columns);

        if (c == NULL)
            return false;
        t->cells = c;
        uint32_t *l = realloc(t->lines, sizeof(uint32_t) * more);

        if (l == NULL)
            return false;
        t->lines = l;
        *room = more;
    }
    memcpy(t->cells + (size_t)t->rows * t->columns, cells, sizeof(double) * t->columns);
    t->lines[t->rows++] = line;
    return true;
}

/* Lines of the same count of numbers; one line of names may stand before them. */
static bool read_table(const char *path, struct table *ret)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    uint32_t line = 0;
    uint32_t room = 0;
    bool good = true;

    memset(ret, 0, sizeof *ret);
    if (file == NULL)
        return wrong(path, 0, strerror(errno));
    while (good && getline(&text, &size, file) > 0) {
        double cells[COLUMNS_MAX];
        const int n = text[0] == '#' ? 0 : numbers(text, cells);

        line++;
        if (n == 0 || (n < 0 && ret->rows == 0))
            continue;
        if (ret->rows == 0)
            ret->columns = (uint32_t)n;
        if (n < 0)
            good = wrong(path, line, "not a number");
        else if ((uint32_t)n != ret->columns || n < 3)
            good = wrong(path, line, "another count of columns than before, or below 3");
        else if (!add_row(ret, cells, line, &room))
            good = wrong(path, line, "out of memory");
    }
    free(text);
    fclose(file);
    if (good && ret->rows < 2)
        good = wrong(path, line, "fewer than two rows");
    return good;
}

static void free_table(struct table *t)
{
    free(t->cells);
    free(t->lines);
}

static double cell(const struct table *t, uint32_t row, uint32_t column)
{
    return t->cells[(size_t)row * t->columns + column];
}

/* Whether a column counts: ascending (a row may be there twice), and whole numbers where
 * they have to be. */
static bool ascends(const struct table *t, uint32_t column, bool whole)
{
    for (uint32_t i = 0; i < t->rows; i++) {
        const double x = cell(t, i, column);

        if (!isfinite(x) || (i > 0 && !(x >= cell(t, i - 1, column))) ||
            (whole && x != floor(x)))
            return false;
    }
    return cell(t, t->rows - 1, column) > cell(t, 0, column);
}

static bool read_detections(const char *path, struct camera *camera)
{
    struct table t;
    bool good = read_table(path, &t);
    uint32_t x = 1;
    uint32_t f = 0;

    if (good && !ascends(&t, 0, true)) {
        x = 0;
        f = 2;
        if (!ascends(&t, 2, true))
            good = wrong(path, t.lines[0], "no column of ascending frame numbers");
    }
    if (good) {
        camera->sightings = calloc(t.rows, sizeof *camera->sightings);
        good = camera->sightings != NULL || wrong(path, 0, "out of memory");
    }
    for (uint32_t i = 0; good && i < t.rows; i++) {
        const struct tcs_sighting s = { cell(&t, i, f),
                                        { cell(&t, i, x), cell(&t, i, x + 1) } };

        if (i == 0)
            camera->first_frame = s.frame;
        camera->last_frame = s.frame;
        if ((camera->count > 0 &&
             !(s.frame > camera->sightings[camera->count - 1].frame)) ||
            !isfinite(s.pixel[0]) || !isfinite(s.pixel[1]) ||
            (s.pixel[0] == 0.0 && s.pixel[1] == 0.0))
            continue;
        camera->sightings[camera->count++] = s;
    }
    free_table(&t);
    return good;
}

/* A frame of its own for earth-centred logs; others are local already. */
static void make_local(struct dataset *d)
{
    const struct tcs_vec3 first = d->places[0];

    if (tcs_vec3_norm(first) < 6.0e6)
        return;
    const struct tcs_frame frame = tcs_frame(tcs_geodetic_from_ecef(first));

    for (uint32_t i = 0; i < d->path.count; i++)
        d->places[i] =
            tcs_mat3_vec(&frame.enu_from_ecef, tcs_vec3_sub(d->places[i], first));
}

static bool read_log(const char *path, struct dataset *d)
{
    struct table t;
    bool good = read_table(path, &t);
    uint32_t n = 0;

    if (good) {
        d->at = calloc(t.rows, sizeof *d->at);
        d->places = calloc(t.rows, sizeof *d->places);
        good = (d->at != NULL && d->places != NULL) || wrong(path, 0, "out of memory");
    }
    const bool timed = good && t.columns >= 4 && ascends(&t, 0, false);

    for (uint32_t i = 0; good && i < t.rows; i++) {
        struct tcs_vec3 p;

        for (uint32_t k = 0; k < 3; k++)
            p.v[k] = cell(&t, i, k + timed);
        if (!isfinite(p.v[0]) || !isfinite(p.v[1]) || !isfinite(p.v[2]))
            continue;
        d->at[n] = timed ? cell(&t, i, 0) : i;
        if (n > 0 && !(d->at[n] > d->at[n - 1]))
            continue;
        d->places[n++] = p;
    }
    if (good && n < 2)
        good = wrong(path, 0, "fewer than two places");
    d->path = (struct tcs_path) { d->at, d->places, n, 0 };
    if (good)
        make_local(d);
    free_table(&t);
    return good;
}

static double element(const json_t *array, size_t i)
{
    const json_t *x = json_array_get(array, i);

    return json_is_number(x) ? json_number_value(x) : (double)NAN;
}

static bool read_calibration(const char *path, const char *name, struct dataset *d)
{
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    const json_t *k = json_object_get(root, "K-matrix");
    const json_t *distortion = json_object_get(root, "distCoeff");
    const json_t *size = json_object_get(root, "resolution");
    struct calibration *c = &d->calibrations[d->calibration_count];
    double coefficients[5] = { 0 };

    if (root == NULL)
        return wrong(path, error.line > 0 ? (uint32_t)error.line : 0, error.text);
    if (d->calibration_count == CALIBRATIONS_MAX) {
        json_decref(root);
        return wrong(path, 0, "too many calibrations");
    }
    for (size_t i = 0; i < 5 && i < json_array_size(distortion); i++)
        coefficients[i] = element(distortion, i);
    snprintf(c->name, sizeof c->name, "%.*s", (int)(strlen(name) - 5), name);
    c->fps = json_number_value(json_object_get(root, "fps"));
    c->lens = (struct tcs_lens) {
        .fx = element(json_array_get(k, 0), 0),
        .fy = element(json_array_get(k, 1), 1),
        .cx = element(json_array_get(k, 0), 2),
        .cy = element(json_array_get(k, 1), 2),
        .k1 = coefficients[0],
        .k2 = coefficients[1],
        .p1 = coefficients[2],
        .p2 = coefficients[3],
        .k3 = coefficients[4],
        .width = element(size, 0),
        .height = element(size, 1),
    };
    json_decref(root);
    if (!(c->lens.fx > 0.0 && c->lens.fy > 0.0 && c->lens.width > 0.0 &&
          c->lens.height > 0.0 && isfinite(c->lens.cx + c->lens.cy)))
        return wrong(path, 0, "no K-matrix or resolution");
    if (!(c->fps > 0.0))
        c->fps = 30.0;
    d->calibration_count++;
    return true;
}

static bool ends_in(const char *name, const char *end)
{
    const size_t n = strlen(name);
    const size_t m = strlen(end);

    return n > m && strcmp(name + n - m, end) == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Calls read for what is in a folder, in order of names; false when one fails. */
static bool each(const char *folder, const char *end,
                 bool (*read)(const char *path, const char *name, struct dataset *d),
                 struct dataset *d)
{
    struct dirent **list = NULL;
    const int n = scandir(folder, &list, NULL, by_name);
    bool good = true;

    for (int i = 0; i < n; i++) {
        char path[PATH_LEN];

        snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
        if (good && list[i]->d_name[0] != '.' &&
            (end[0] == '\0' || ends_in(list[i]->d_name, end)))
            good = read(path, list[i]->d_name, d);
        free(list[i]);
    }
    free(list);
    return good;
}

static bool read_calibration_folder(const char *path, const char *name, struct dataset *d)
{
    (void)name;
    return each(path, ".json", read_calibration, d);
}

static bool read_camera(const char *path, const char *name, struct dataset *d)
{
    struct camera *c = &d->cameras[d->camera_count];

    if (strncmp(name, "cam", 3) != 0)
        return true;
    if (d->camera_count == CAMERAS_MAX)
        return wrong(path, 0, "too many cameras");
    snprintf(c->name, sizeof c->name, "%.*s", (int)(strlen(name) - 4), name);
    d->camera_count++;
    return read_detections(path, c);
}

static bool read_any_log(const char *path, const char *name, struct dataset *d)
{
    (void)name;
    return d->path.count > 0 || read_log(path, d);
}

/* "cam3 - MAKE"; unknown cameras are passed over, and the file may be missing. */
static bool read_makes(const char *path, struct dataset *d)
{
    FILE *file = fopen(path, "r");
    char text[256];
    uint32_t line = 0;
    bool good = true;

    while (good && file != NULL && fgets(text, sizeof text, file) != NULL) {
        char name[NAME_LEN];
        char make[NAME_LEN];
        const int n = sscanf(text, " %63[^-: \t\r\n] %*[-: \t] %63s", name, make);

        line++;
        if (n == 1)
            good = wrong(path, line, "not: camera - make");
        for (uint32_t i = 0; n == 2 && i < d->camera_count; i++)
            if (strcmp(d->cameras[i].name, name) == 0)
                memcpy(d->cameras[i].make, make, sizeof make);
    }
    if (file != NULL)
        fclose(file);
    return good;
}

bool dataset_open(struct dataset *ret, const char *folder)
{
    static const char *const beside[] = { "calibration", "../calibration" };
    char path[PATH_LEN];
    FILE *rtk;

    memset(ret, 0, sizeof *ret);
    snprintf(path, sizeof path, "%s/detections", folder);
    if (!each(path, ".txt", read_camera, ret))
        return false;
    if (ret->camera_count < 2)
        return wrong(path, 0, "fewer than two cameras");
    snprintf(path, sizeof path, "%s/cameras.txt", folder);
    if (!read_makes(path, ret))
        return false;
    for (size_t i = 0; i < 2 && ret->calibration_count == 0; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, beside[i]);
        if (!each(path, ".json", read_calibration, ret) ||
            (ret->calibration_count == 0 &&
             !each(path, "", read_calibration_folder, ret)))
            return false;
    }
    if (ret->calibration_count == 0)
        return wrong(path, 0, "no calibrations there, nor in the folder itself");
    snprintf(path, sizeof path, "%s/trajectory/rtk.txt", folder);
    rtk = fopen(path, "r");
    if (rtk != NULL) {
        fclose(rtk);
        return read_log(path, ret);
    }
    snprintf(path, sizeof path, "%s/trajectory", folder);
    if (!each(path, ".txt", read_any_log, ret))
        return false;
    return ret->path.count > 0 || wrong(path, 0, "no log of the flight");
}

void dataset_close(struct dataset *dataset)
{
    for (uint32_t i = 0; i < dataset->camera_count; i++)
        free(dataset->cameras[i].sightings);
    free(dataset->at);
    free(dataset->places);
}
