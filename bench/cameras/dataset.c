/* SPDX-License-Identifier: Apache-2.0 */
#include "dataset.h"

#include <ctype.h>
#include <dirent.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

enum { PATH_LEN = 4096 };

/* frame x y, or x y frame. Frames are what ascends; in files that were put together out
 * of order, what is whole. */
static bool find_frames(const struct table *t, uint32_t *ret_frame)
{
    const uint32_t tried[] = { 0, 2 };

    for (int whole = 0; whole < 2; whole++)
        for (int i = 0; i < 2; i++)
            if (whole ? table_whole(t, tried[i]) : table_ascends(t, tried[i])) {
                *ret_frame = tried[i];
                return true;
            }
    return false;
}

static int by_frame(const void *a, const void *b)
{
    const struct tcs_sighting *x = a;
    const struct tcs_sighting *y = b;

    return (x->frame > y->frame) - (x->frame < y->frame);
}

/* Nothing seen: noughts, or numbers that no picture has. */
static bool visible(const struct tcs_sighting *s)
{
    return isfinite(s->frame) && isfinite(s->pixel[0]) && isfinite(s->pixel[1]) &&
           !(s->pixel[0] <= 0.0 && s->pixel[1] <= 0.0);
}

static bool read_detections(const char *path, struct camera *camera)
{
    struct table t;
    bool good = table_read(path, &t);
    uint32_t f = 0;
    uint32_t n = 0;

    if (good && !find_frames(&t, &f))
        good = wrong(path, 0, "no column of ascending frame numbers");
    if (good)
        camera->sightings = calloc(t.rows, sizeof *camera->sightings);
    if (camera->sightings == NULL) {
        table_free(&t);
        return good ? wrong(path, 0, "out of memory") : false;
    }
    const uint32_t x = f == 0 ? 1 : 0;

    camera->first_frame = HUGE_VAL;
    camera->last_frame = -HUGE_VAL;
    for (uint32_t i = 0; i < t.rows; i++) {
        const struct tcs_sighting s = {
            table_cell(&t, i, f), { table_cell(&t, i, x), table_cell(&t, i, x + 1) }
        };

        if (isfinite(s.frame)) {
            camera->first_frame = fmin(camera->first_frame, s.frame);
            camera->last_frame = fmax(camera->last_frame, s.frame);
        }
        if (visible(&s))
            camera->sightings[n++] = s;
    }
    table_free(&t);
    qsort(camera->sightings, n, sizeof *camera->sightings, by_frame);
    for (uint32_t i = 0; i < n; i++)
        if (camera->count == 0 ||
            camera->sightings[i].frame > camera->sightings[camera->count - 1].frame)
            camera->sightings[camera->count++] = camera->sightings[i];
    return true;
}

static double element(const json_t *array, size_t i)
{
    const json_t *x = json_array_get(array, i);

    return json_is_number(x) ? json_number_value(x) : (double)NAN;
}

/* The first of several names, as programs for calibration have them. */
static const json_t *named(const json_t *root, const char *const names[3])
{
    const json_t *found = NULL;

    for (int i = 0; i < 3 && found == NULL; i++)
        found = json_object_get(root, names[i]);
    if (json_is_object(found)) /* rows, cols, data */
        found = json_object_get(found, "data");
    return found;
}

/* Of a matrix of three rows, or of nine numbers. */
static double entry(const json_t *matrix, size_t row, size_t column)
{
    return json_is_array(json_array_get(matrix, 0))
               ? element(json_array_get(matrix, row), column)
               : element(matrix, 3 * row + column);
}

/* A file of other things is passed over, and so is a damaged one, which is told. */
static bool read_calibration(const char *path, const char *name, struct dataset *d)
{
    static const char *const k_names[3] = { "K-matrix", "K", "camera_matrix" };
    static const char *const d_names[3] = { "distCoeff", "dist",
                                            "distortion_coefficients" };
    static const char *const s_names[3] = { "resolution", "image_size", "img_size" };
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    const json_t *k = named(root, k_names);
    const json_t *distortion = named(root, d_names);
    const json_t *size = named(root, s_names);
    struct calibration c = { .fps = json_number_value(json_object_get(root, "fps")) };
    double coefficients[5] = { 0 };

    if (root == NULL)
        wrong(path, error.line > 0 ? (uint32_t)error.line : 0, error.text);
    for (size_t i = 0; i < 5 && i < json_array_size(distortion); i++)
        coefficients[i] = element(distortion, i);
    snprintf(c.name, sizeof c.name, "%.*s", (int)(strlen(name) - 5), name);
    c.lens = (struct tcs_lens) {
        .fx = entry(k, 0, 0),
        .fy = entry(k, 1, 1),
        .cx = entry(k, 0, 2),
        .cy = entry(k, 1, 2),
        .k1 = coefficients[0],
        .k2 = coefficients[1],
        .p1 = coefficients[2],
        .p2 = coefficients[3],
        .k3 = coefficients[4],
        .width = element(size, 0),
        .height = element(size, 1),
    };
    json_decref(root);
    if (k == NULL)
        return true;
    if (!(c.lens.width > 0.0 && c.lens.height > 0.0)) { /* the centre is in the middle */
        c.lens.width = 2.0 * c.lens.cx;
        c.lens.height = 2.0 * c.lens.cy;
    }
    if (!(c.fps > 0.0))
        c.fps = 30.0;
    if (!(c.lens.fx > 0.0 && c.lens.fy > 0.0 && c.lens.width > 0.0 &&
          c.lens.height > 0.0 && isfinite(c.lens.k1 + c.lens.k2 + c.lens.k3) &&
          isfinite(c.lens.p1 + c.lens.p2)))
        return wrong(path, 0, "a matrix that is none: not used") || true;
    if (d->calibration_count == CALIBRATIONS_MAX)
        return wrong(path, 0, "too many calibrations: not used") || true;
    d->calibrations[d->calibration_count++] = c;
    return true;
}

static bool ends_in(const char *name, const char *end)
{
    const size_t n = strlen(name);
    const size_t m = strlen(end);

    return n > m && strcmp(name + n - m, end) == 0;
}

/* Numbers in names by their value: cam10 behind cam9. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    const char *x = (*a)->d_name;
    const char *y = (*b)->d_name;

    while (*x != '\0' && *y != '\0') {
        if (isdigit((unsigned char)*x) && isdigit((unsigned char)*y)) {
            char *x_end;
            char *y_end;
            const unsigned long i = strtoul(x, &x_end, 10);
            const unsigned long k = strtoul(y, &y_end, 10);

            if (i != k)
                return i < k ? -1 : 1;
            x = x_end;
            y = y_end;
            continue;
        }
        if (*x != *y)
            break;
        x++;
        y++;
    }
    return (*x > *y) - (*x < *y);
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

    if (d->camera_count == CAMERAS_MAX)
        return wrong(path, 0, "too many cameras");
    snprintf(c->name, sizeof c->name, "%.*s", (int)(strcspn(name, ".")), name);
    d->camera_count++;
    return read_detections(path, c);
}

static bool read_named_camera(const char *path, const char *name, struct dataset *d)
{
    return strncmp(name, "cam", 3) != 0 || read_camera(path, name, d);
}

static bool read_any_log(const char *path, const char *name, struct dataset *d)
{
    (void)name;
    return d->path.count > 0 || log_read(path, d);
}

void plain_name(const char *name, char ret[NAME_LEN])
{
    size_t n = 0;

    for (const char *p = name; *p != '\0' && n + 1 < NAME_LEN; p++)
        if (isalnum((unsigned char)*p))
            ret[n++] = (char)tolower((unsigned char)*p);
    ret[n] = '\0';
}

/* "cam3 - MAKE", or MAKE alone: of the next camera. Others are passed over, and the file
 * may be missing. */
static void read_makes(const char *path, struct dataset *d)
{
    FILE *file = fopen(path, "r");
    char text[256];
    uint32_t next = 0;

    while (file != NULL && fgets(text, sizeof text, file) != NULL) {
        char plain[NAME_LEN];
        size_t used = 0;
        uint32_t camera = CAMERAS_MAX;

        plain_name(text, plain);
        if (plain[0] == '\0' || text[0] == '#')
            continue;
        for (uint32_t i = 0; i < d->camera_count; i++) {
            char name[NAME_LEN];

            plain_name(d->cameras[i].name, name);
            const size_t n = strlen(name);

            /* cam1 is not the beginning of cam10. */
            if (strncmp(plain, name, n) == 0 && n > used &&
                !(isdigit((unsigned char)text[n]) &&
                  isdigit((unsigned char)text[n - 1]))) {
                used = n;
                camera = i;
            }
        }
        if (camera == CAMERAS_MAX && strncmp(plain, "cam", 3) != 0)
            camera = next;
        if (camera < d->camera_count)
            memcpy(d->cameras[camera].make, plain + used, sizeof plain - used);
        next++;
    }
    if (file != NULL)
        fclose(file);
}

static bool read_cameras(const char *folder, struct dataset *d)
{
    static const char *const ends[] = { ".txt", ".csv" };
    char path[PATH_LEN];

    snprintf(path, sizeof path, "%s/detections", folder);
    for (size_t i = 0; i < 2 && d->camera_count == 0; i++)
        if (!each(path, ends[i], read_named_camera, d) ||
            (d->camera_count == 0 && !each(path, ends[i], read_camera, d)))
            return false;
    if (d->camera_count < 2)
        return wrong(path, 0, "fewer than two cameras");
    snprintf(path, sizeof path, "%s/cameras.txt", folder);
    read_makes(path, d);
    return true;
}

static bool read_calibrations(const char *folder, struct dataset *d)
{
    static const char *const beside[] = { "calibration", "../calibration",
                                          "../../calibration" };
    char path[PATH_LEN];

    for (size_t i = 0; i < 3 && d->calibration_count == 0; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, beside[i]);
        if (!each(path, ".json", read_calibration, d) ||
            !each(path, "", read_calibration_folder, d))
            return false;
    }
    snprintf(path, sizeof path, "%s/calibration", folder);
    return d->calibration_count > 0 ||
           wrong(path, 0, "no calibrations there, nor beside the folder");
}

static bool read_flight(const char *folder, struct dataset *d)
{
    static const char *const places[][2] = { { "trajectory", ".txt" },
                                             { "trajectory", ".csv" },
                                             { "pose", ".txt" } };
    char path[PATH_LEN];
    FILE *rtk;

    snprintf(path, sizeof path, "%s/trajectory/rtk.txt", folder);
    rtk = fopen(path, "r");
    if (rtk != NULL) {
        fclose(rtk);
        return log_read(path, d);
    }
    for (size_t i = 0; i < sizeof places / sizeof places[0] && d->path.count == 0; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, places[i][0]);
        if (!each(path, places[i][1], read_any_log, d))
            return false;
    }
    snprintf(path, sizeof path, "%s/trajectory", folder);
    return d->path.count > 0 || wrong(path, 0, "no log of the flight");
}

bool dataset_open(struct dataset *ret, const char *folder)
{
    memset(ret, 0, sizeof *ret);
    return read_cameras(folder, ret) && read_calibrations(folder, ret) &&
           read_flight(folder, ret);
}

void dataset_close(struct dataset *dataset)
{
    for (uint32_t i = 0; i < dataset->camera_count; i++)
        free(dataset->cameras[i].sightings);
    free(dataset->at);
    free(dataset->places);
}
