/* SPDX-License-Identifier: Apache-2.0 */
#include "score/scene.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A row as it stands in the file, before it is sorted by index. */
struct row {
    struct tcs_score_place place;
    uint32_t k;
    uint32_t line;
};

struct rows {
    struct row *row;
    size_t count;
    size_t room;
    uint32_t *slots; /* hash of names: who + 1 */
    size_t slot_count;
    char **names;
    uint32_t who_count;
};

static uint64_t hash(struct tcs_bytes text)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (size_t i = 0; i < text.len; i++)
        h = (h ^ text.data[i]) * UINT64_C(0x100000001b3);
    return h ^ h >> 29;
}

static size_t slot_of(const struct rows *rows, struct tcs_bytes text)
{
    size_t at = (size_t)hash(text) & (rows->slot_count - 1);

    while (rows->slots[at] != 0) {
        const char *name = rows->names[rows->slots[at] - 1];

        if (strlen(name) == text.len && memcmp(name, text.data, text.len) == 0)
            break;
        at = (at + 1) & (rows->slot_count - 1);
    }
    return at;
}

static bool grow_names(struct rows *rows)
{
    const size_t count = rows->slot_count == 0 ? 256 : 2 * rows->slot_count;
    uint32_t *slots = calloc(count, sizeof *slots);
    char **names = realloc(rows->names, count / 2 * sizeof *names);

    if (names != NULL)
        rows->names = names;
    if (slots == NULL || names == NULL) {
        free(slots);
        return false;
    }
    free(rows->slots);
    rows->slots = slots;
    rows->slot_count = count;
    for (uint32_t i = 0; i < rows->who_count; i++) {
        const struct tcs_bytes name = tcs_bytes(names[i], strlen(names[i]));

        slots[slot_of(rows, name)] = i + 1;
    }
    return true;
}

/* The number of a name; false without memory. */
static bool who(struct rows *rows, struct tcs_bytes text, uint32_t *ret_who)
{
    size_t at;

    if (2 * (size_t)rows->who_count >= rows->slot_count && !grow_names(rows))
        return false;
    at = slot_of(rows, text);
    if (rows->slots[at] == 0) {
        char *name = malloc(text.len + 1);

        if (name == NULL)
            return false;
        memcpy(name, text.data, text.len);
        name[text.len] = '\0';
        rows->names[rows->who_count++] = name;
        rows->slots[at] = rows->who_count;
    }
    *ret_who = rows->slots[at] - 1;
    return true;
}

static bool grow_rows(struct rows *rows)
{
    const size_t room = rows->room == 0 ? 1024 : 2 * rows->room;
    struct row *row = realloc(rows->row, room * sizeof *row);

    if (row == NULL)
        return false;
    rows->row = row;
    rows->room = room;
    return true;
}

static enum tcs_status read_row(struct tcs_table *table, const size_t column[5],
                                const struct tcs_scene *scene, struct rows *rows)
{
    struct row row = { .line = table->line };
    enum tcs_status status;
    int64_t k = 0;

    status = tcs_table_int(table, column[0], &k);
    for (uint32_t d = 0; d < scene->dim && status == TCS_OK; d++)
        status = tcs_table_double(table, column[2 + d], &row.place.x[d]);
    if (status != TCS_OK)
        return status;
    if (table->fields[column[1]].len == 0)
        return tcs_table_wrong(table, column[1], "has no id");
    if (k < 0 || k >= (int64_t)scene->count)
        return TCS_OK;
    row.k = (uint32_t)k;
    if ((rows->count == rows->room && !grow_rows(rows)) ||
        !who(rows, table->fields[column[1]], &row.place.who))
        return TCS_E_MEMORY;
    rows->row[rows->count++] = row;
    return TCS_OK;
}

static enum tcs_status read_rows(struct tcs_table *table, const struct tcs_scene *scene,
                                 struct rows *rows)
{
    static const char *const names[] = { "k", "id", "x", "y", "z" };
    size_t column[5] = { 0 };
    enum tcs_status status = TCS_OK;

    for (size_t i = 0; i < 2 + scene->dim && status == TCS_OK; i++)
        status = tcs_table_column(table, names[i], &column[i]);
    while (status == TCS_OK) {
        status = tcs_table_next(table);
        if (status == TCS_OK)
            status = read_row(table, column, scene, rows);
    }
    return status == TCS_END ? TCS_OK : status;
}

/* Tells the first row that has the index and the name of one before. */
static void tell_twice(const struct rows *rows, struct tcs_score_fault *fault)
{
    for (size_t i = 1; i < rows->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (rows->row[i].k != rows->row[j].k ||
                rows->row[i].place.who != rows->row[j].place.who)
                continue;
            fault->line = rows->row[i].line;
            fault->column = 1;
            snprintf(fault->what, sizeof fault->what, "'%s' is there twice at k = %u",
                     rows->names[rows->row[i].place.who], rows->row[i].k);
            return;
        }
    }
}

/* Sorts by index, in the order of the file within one; nobody may be there twice. */
static enum tcs_status sort_rows(const struct rows *rows, uint32_t count,
                                 struct tcs_score_set *set, struct tcs_score_fault *fault)
{
    uint32_t *seen = calloc((size_t)rows->who_count + 1, sizeof *seen); /* k + 1 */
    uint32_t *at = calloc((size_t)count + 1, sizeof *at);
    enum tcs_status status = TCS_OK;

    set->start = calloc((size_t)count + 1, sizeof *set->start);
    set->place = calloc(rows->count + 1, sizeof *set->place);
    if (seen == NULL || at == NULL || set->start == NULL || set->place == NULL) {
        free(seen);
        free(at);
        return TCS_E_MEMORY;
    }
    for (size_t i = 0; i < rows->count; i++)
        set->start[rows->row[i].k + 1]++;
    for (uint32_t k = 0; k < count; k++)
        set->start[k + 1] += set->start[k];
    memcpy(at, set->start, count * sizeof *at);
    for (size_t i = 0; i < rows->count; i++)
        set->place[at[rows->row[i].k]++] = rows->row[i].place;
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = set->start[k]; i < set->start[k + 1]; i++) {
            if (seen[set->place[i].who] == k + 1)
                status = TCS_E_DAMAGED;
            seen[set->place[i].who] = k + 1;
        }
    }
    if (status != TCS_OK)
        tell_twice(rows, fault);
    free(seen);
    free(at);
    return status;
}

static enum tcs_status read_set(const char *folder, const char *name,
                                const struct tcs_scene *scene, struct tcs_score_set *set,
                                struct tcs_score_fault *fault)
{
    char path[TCS_SCORE_PATH_LEN];
    struct tcs_table table;
    struct rows rows = { 0 };
    enum tcs_status status;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    status = tcs_table_open(&table, path, fault);
    if (status == TCS_OK)
        status = read_rows(&table, scene, &rows);
    if (status == TCS_OK)
        status = sort_rows(&rows, scene->count, set, fault);
    tcs_table_close(&table);
    set->count = scene->count;
    set->place_count = (uint32_t)rows.count;
    set->who_count = rows.who_count;
    set->names = rows.names;
    free(rows.row);
    free(rows.slots);
    if (status == TCS_E_MEMORY)
        tcs_score_tell(fault, path, "out of memory");
    return status;
}

static bool number(const json_t *root, const char *key, double low, double high,
                   double *ret_value)
{
    const json_t *value = json_object_get(root, key);

    if (!json_is_number(value) || json_number_value(value) < low ||
        json_number_value(value) > high)
        return false;
    *ret_value = json_number_value(value);
    return true;
}

static const char *read_meta(const json_t *root, struct tcs_scene *scene)
{
    const json_t *gospa = json_object_get(root, "gospa");
    double dim = 0.0;
    double scans = 0.0;
    double period_s = 0.0;

    if (!number(root, "dim", 2.0, 3.0, &dim) || (dim != 2.0 && dim != 3.0))
        return "'dim' has to be 2 or 3";
    if (!number(root, "nscan", 1.0, 1e9, &scans))
        return "'nscan' has to be a number of at least 1";
    if (!number(root, "period", 1e-6, 1e9, &period_s))
        return "'period' has to be from a millionth of a second to 1e9 s";
    if (!number(root, "eval_period", 1e-6, 1e9, &scene->period_s))
        return "'eval_period' has to be from a millionth of a second to 1e9 s";
    if (!number(gospa, "c", 1e-9, 1e9, &scene->c_m))
        return "'gospa' has to have 'c', from 1e-9 to 1e9 m";
    if (!number(gospa, "p", 1.0, 100.0, &scene->p))
        return "'gospa' has to have 'p', from 1 to 100";
    scans = nearbyint(scans * period_s / scene->period_s);
    if (scans < 1.0 || scans > 1e7)
        return "'nscan' * 'period' / 'eval_period' has to be from 1 to 10 million";
    (void)number(root, "eval_offset", -1e9, 1e9, &scene->offset_s);
    scene->dim = (uint32_t)dim;
    scene->count = (uint32_t)scans;
    return NULL;
}

static enum tcs_status read_scenario(const char *folder, struct tcs_scene *scene,
                                     struct tcs_score_fault *fault)
{
    char path[TCS_SCORE_PATH_LEN];
    json_error_t error;
    const char *what;
    json_t *root;

    snprintf(path, sizeof path, "%s/scenario.json", folder);
    root = json_load_file(path, 0, &error);
    if (root == NULL) {
        tcs_score_tell(fault, path, error.text);
        fault->line = error.line > 0 ? (unsigned)error.line : 0;
        fault->column = error.column > 0 ? (unsigned)error.column : 1;
        return error.line > 0 ? TCS_E_DAMAGED : TCS_E_IO;
    }
    what = read_meta(root, scene);
    json_decref(root);
    if (what == NULL)
        return TCS_OK;
    tcs_score_tell(fault, path, what);
    fault->line = fault->column = 1;
    return TCS_E_DAMAGED;
}

enum tcs_status tcs_scene_open(struct tcs_scene *ret_scene, const char *scenario,
                               const char *out, struct tcs_score_fault *ret_fault)
{
    struct tcs_scene scene = { 0 };
    enum tcs_status status = read_scenario(scenario, &scene, ret_fault);

    if (status == TCS_OK)
        status = read_set(scenario, "truth.csv", &scene, &scene.truth, ret_fault);
    if (status == TCS_OK)
        status = read_set(out, "est.csv", &scene, &scene.estimate, ret_fault);
    if (status == TCS_OK)
        *ret_scene = scene;
    else
        tcs_scene_close(&scene);
    return status;
}

static void close_set(struct tcs_score_set *set)
{
    for (uint32_t i = 0; i < set->who_count; i++)
        free(set->names[i]);
    free(set->names);
    free(set->start);
    free(set->place);
}

void tcs_scene_close(struct tcs_scene *scene)
{
    close_set(&scene->truth);
    close_set(&scene->estimate);
    memset(scene, 0, sizeof *scene);
}

static enum tcs_status read_times(struct tcs_table *table, double **ret_seconds,
                                  size_t *ret_count)
{
    double *seconds = NULL;
    size_t room = 0;
    size_t count = 0;
    size_t column = 0;
    enum tcs_status status = tcs_table_column(table, "seconds", &column);

    while (status == TCS_OK) {
        status = tcs_table_next(table);
        if (status != TCS_OK)
            break;
        if (count == room) {
            double *more;

            room = room == 0 ? 1024 : 2 * room;
            more = realloc(seconds, room * sizeof *seconds);
            if (more == NULL) {
                status = TCS_E_MEMORY;
                break;
            }
            seconds = more;
        }
        status = tcs_table_double(table, column, &seconds[count]);
        count++;
    }
    if (status != TCS_END) {
        free(seconds);
        return status;
    }
    *ret_seconds = seconds;
    *ret_count = count;
    return TCS_OK;
}

enum tcs_status tcs_scene_times(const char *out, double **ret_seconds, size_t *ret_count,
                                struct tcs_score_fault *ret_fault)
{
    char path[TCS_SCORE_PATH_LEN];
    struct tcs_table table;
    enum tcs_status status;

    snprintf(path, sizeof path, "%s/timing.csv", out);
    status = tcs_table_open(&table, path, ret_fault);
    if (status == TCS_OK)
        status = read_times(&table, ret_seconds, ret_count);
    tcs_table_close(&table);
    if (status == TCS_E_NOT_FOUND) {
        *ret_seconds = NULL;
        *ret_count = 0;
        return TCS_OK;
    }
    if (status == TCS_E_MEMORY)
        tcs_score_tell(ret_fault, path, "out of memory");
    return status;
}
