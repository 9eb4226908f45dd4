/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scenario.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geo.h"

struct tcs_time scenario_time(double t_s)
{
    /* Far from 0, which stands for "never" in places. */
    const int64_t epoch_ns = INT64_C(1000000000) * 1000000000;

    return (struct tcs_time) { epoch_ns + tcs_span_from_seconds(t_s).ns };
}

static const double EVAL_MAX = 1e7;   /* times at which estimates are written */
static const double TIME_MAX_S = 1e8; /* three years */

static double number(const json_t *object, const char *key, double missing)
{
    const json_t *value = json_object_get(object, key);

    return json_is_number(value) ? json_number_value(value) : missing;
}

static double element(const json_t *array, size_t i, double missing)
{
    const json_t *value = json_array_get(array, i);

    return json_is_number(value) ? json_number_value(value) : missing;
}

/* What a fault lies in; all zero: the whole file. Of what is no JSON the line and column
 * are known, of what means nothing the element. */
struct place {
    size_t line;
    int column;
    const char *array;
    size_t element;
};

/* One line on standard error. */
static bool refuse(const char *path, const struct place *place, const char *why)
{
    fprintf(stderr, "tocsin: %s:", path);
    if (place->line > 0)
        fprintf(stderr, "%zu:", place->line);
    if (place->column > 0)
        fprintf(stderr, "%d:", place->column);
    if (place->array != NULL)
        fprintf(stderr, " %s[%zu]:", place->array, place->element);
    fprintf(stderr, " %s\n", why);
    return false;
}

static bool wanted(const char *list, const char *id)
{
    const size_t len = strlen(id);

    if (list == NULL)
        return true;
    for (const char *p = list; p != NULL && *p != '\0';) {
        const char *end = strchr(p, ',');
        const size_t n = end != NULL ? (size_t)(end - p) : strlen(p);

        if (n == len && strncmp(p, id, n) == 0)
            return true;
        p = end != NULL ? end + 1 : NULL;
    }
    return false;
}

static void cover_rectangle(const struct scenario *s, struct tcs_sensor *sensor)
{
    sensor->coverage.is_box = true;
    sensor->coverage.east_min_m = s->area[0][0];
    sensor->coverage.east_max_m = s->area[0][1];
    sensor->coverage.north_min_m = s->area[1][0];
    sensor->coverage.north_max_m = s->area[1][1];
}

/* All objects are within the area, if one is given. */
static double farthest_corner(const struct scenario *s, struct tcs_vec3 from_m)
{
    double farthest = 0.0;

    if (!s->has_area)
        return 1e5;
    for (int corner = 0; corner < 4; corner++) {
        const double d = hypot(s->area[0][corner % 2] - from_m.v[0],
                               s->area[1][corner / 2] - from_m.v[1]);

        farthest = d > farthest ? d : farthest;
    }
    return farthest;
}

/* The region in which clutter of a polar sensor is uniform, and what it sees, differ. */
static double cover_polar(const json_t *region, const json_t *config,
                          struct tcs_sensor *sensor)
{
    const json_t *r = json_object_get(region, "r");
    const json_t *el = json_object_get(region, "el");
    const double low = element(r, 0, 0.0);
    const double high = element(r, 1, 1e5);
    struct tcs_coverage *c = &sensor->coverage;

    c->range_min_m = number(config, "range_min", 0.0);
    c->range_max_m = number(config, "range_max", high);
    return (c->range_max_m - c->range_min_m) / (high - low) *
           (c->el_max_rad - c->el_min_rad) /
           (element(el, 1, TCS_PI / 2.0) - element(el, 0, -TCS_PI / 2.0));
}

static void read_pd_model(const json_t *model, struct tcs_sensor *sensor)
{
    const char *type = json_string_value(json_object_get(model, "type"));

    /* Where the cross-section matters it is taken as that of the reference. */
    if (type == NULL || strcmp(type, "swerling1") != 0)
        return;
    sensor->pd_model = TCS_PD_SWERLING1;
    sensor->pfa = number(model, "pfa", 1e-6);
    sensor->snr_ref = number(model, "snr_ref", 100.0);
    sensor->range_ref_m = number(model, "r_ref", 1000.0);
    sensor->low_el_rad = number(model, "low_el", -TCS_PI);
    sensor->low_el_factor = number(model, "low_el_factor", 1.0);
}

static void read_fov(const json_t *fov, struct tcs_coverage *c)
{
    c->az_center_rad = number(fov, "az_center", 0.0);
    c->az_width_rad = number(fov, "az_width", 2.0 * TCS_PI);
    c->el_min_rad = number(fov, "el_min", -TCS_PI / 2.0);
    c->el_max_rad = number(fov, "el_max", TCS_PI / 2.0);
}

static void read_told(const json_t *ranges, struct tcs_class_told *ret)
{
    for (size_t i = 0; i < 2 && ranges != NULL; i++) {
        ret->dbsm[0][i] = element(json_object_get(ranges, "drone"), i, 0.0);
        ret->dbsm[1][i] = element(json_object_get(ranges, "bird"), i, 0.0);
    }
}

/* How sensors were set up is not told: as in a site file that does not say. */
static void suppose_errors(enum tcs_observation_kind obs, struct tcs_sensor *sensor)
{
    sensor->clock_sigma_s = 0.3;
    if (obs != TCS_OBS_POSITION_2D && obs != TCS_OBS_RANGE)
        sensor->rotation_sigma_rad = 3.0 * TCS_RAD_PER_DEG;
    if (obs == TCS_OBS_RAE || obs == TCS_OBS_AZEL)
        sensor->tilt_sigma_rad = 1.0 * TCS_RAD_PER_DEG;
}

/* NULL, or why not; likewise below. */
static const char *check_rates(const json_t *pd, const json_t *clutter)
{
    if (json_is_number(pd) &&
        !(json_number_value(pd) >= 0.0 && json_number_value(pd) <= 1.0))
        return "the pd of a sensor has to lie from 0 to 1";
    if (json_is_number(clutter) &&
        !(json_number_value(clutter) >= 0.0 && json_number_value(clutter) <= 1e6))
        return "the clutter_per_scan of a sensor has to lie from 0 to 1,000,000";
    return NULL;
}

static const char *read_sensor(struct scenario *s, const json_t *region,
                               const json_t *config)
{
    static const struct {
        const char *type;
        enum tcs_observation_kind obs;
        enum tcs_sensor_kind kind;
    } types[] = {
        { "xy", TCS_OBS_POSITION_2D, TCS_SENSOR_RADAR },
        { "rae", TCS_OBS_RAE, TCS_SENSOR_RADAR },
        { "az", TCS_OBS_AZ, TCS_SENSOR_ACOUSTIC },
        { "azel", TCS_OBS_AZEL, TCS_SENSOR_CAMERA },
        { "r", TCS_OBS_RANGE, TCS_SENSOR_RADIO },
    };
    const uint32_t n = s->sensor_count;
    struct tcs_sensor *sensor = &s->sensors[n];
    const char *id = json_string_value(json_object_get(config, "id"));
    const char *type = json_string_value(json_object_get(config, "type"));
    const json_t *pd = json_object_get(config, "pd");
    const json_t *clutter = json_object_get(config, "clutter_per_scan");
    const json_t *extra = json_array_get(json_object_get(config, "extra"), 0);
    const char *wrong;
    double scale = 1.0;
    size_t t = 0;

    if (n == TCS_SENSOR_MAX)
        return "too many sensors";
    if (id == NULL || type == NULL)
        return "a sensor needs an id and a type";
    if (strlen(id) >= sizeof sensor->name)
        return "the id of a sensor is too long";
    while (t < sizeof types / sizeof types[0] && strcmp(types[t].type, type) != 0)
        t++;
    if (t == sizeof types / sizeof types[0])
        return "the type of a sensor is none of xy, rae, az, azel, r";
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(s->sensors[i].name, id) == 0)
            return "two sensors have the same id";
    if ((wrong = check_rates(pd, clutter)) != NULL)
        return wrong;
    snprintf(sensor->name, sizeof sensor->name, "%s", id);
    sensor->kind = types[t].kind;
    s->kinds[n] = types[t].obs;
    for (size_t i = 0; i < 3; i++) {
        sensor->position_m.v[i] = element(json_object_get(config, "pos"), i, 0.0);
        s->sigma[n][i] = element(json_object_get(config, "sigma"), i, 1.0);
        if (!(s->sigma[n][i] >= 0.0 && s->sigma[n][i] <= 1e6 && s->sigma[n][0] >= 1e-9))
            return "the sigma of a sensor has to lie from 1e-9 to 1,000,000";
    }
    sensor->pd_known = json_is_number(pd);
    sensor->pd = sensor->pd_known ? json_number_value(pd) : 0.8;
    read_fov(json_object_get(config, "fov"), &sensor->coverage);
    sensor->coverage.range_max_m =
        number(config, "range_max", farthest_corner(s, sensor->position_m));
    sensor->sound_mps = number(config, "sound_mps", 0.0);
    if (types[t].obs == TCS_OBS_POSITION_2D)
        cover_rectangle(s, sensor);
    else if (types[t].obs == TCS_OBS_RAE)
        scale = cover_polar(region, config, sensor);
    if (!(sensor->coverage.range_max_m > sensor->coverage.range_min_m))
        return "the range_max of a sensor has to be above its range_min (0 if not told)";
    read_pd_model(json_object_get(config, "pd_model"), sensor);
    suppose_errors(types[t].obs, sensor);
    read_told(json_object_get(config, "rcs_range"), &s->config.told);
    sensor->clutter_known = json_is_number(clutter);
    s->clutter[n] = sensor->clutter_known ? scale * json_number_value(clutter) : -1.0;
    sensor->clutter_per_scan = s->clutter[n];
    s->has_rcs[n] =
        json_is_string(extra) && strcmp(json_string_value(extra), "rcs_dbsm") == 0;
    s->sensor_count++;
    return NULL;
}

static const char *read_model(struct scenario *s, const json_t *model)
{
    const double q = number(model, "q", 1.0);

    s->config.survival_per_s = number(model, "survival", s->config.survival_per_s);
    s->config.speed_sigma_mps = number(model, "speed_std", s->config.speed_sigma_mps);
    if (!(q >= 0.0 && q <= 1e6))
        return "the q of the model has to lie from 0 to 1,000,000";
    if (!(s->config.survival_per_s > 0.0 && s->config.survival_per_s <= 1.0))
        return "the survival of the model has to be above 0, and 1 at most";
    if (!(s->config.speed_sigma_mps > 0.0 && s->config.speed_sigma_mps <= 1e4))
        return "the speed_std of the model has to be above 0, and 10,000 at most";
    s->config.accel_sigma = sqrt(q);
    return NULL;
}

/* The area of 2-D scenarios, if one is given. */
static const char *read_area(struct scenario *s, const json_t *region)
{
    s->has_area = json_object_get(region, "x") != NULL;
    for (size_t b = 0; s->has_area && b < 2; b++) {
        s->area[0][b] = element(json_object_get(region, "x"), b, 0.0);
        s->area[1][b] = element(json_object_get(region, "y"), b, 0.0);
    }
    for (size_t i = 0; s->has_area && i < 2; i++)
        if (!(s->area[i][0] < s->area[i][1] && s->area[i][0] >= -1e7 &&
              s->area[i][1] <= 1e7))
            return "x and y of the region have to rise, from -10,000,000 to 10,000,000";
    return NULL;
}

static const char *read_times(struct scenario *s, const json_t *root)
{
    const char *order = json_string_value(json_object_get(root, "order"));

    s->by_arrival = order != NULL && strcmp(order, "arrival") == 0;
    s->eval_period_s = number(root, "eval_period", 1.0);
    s->eval_offset_s = number(root, "eval_offset", 0.0);
    s->nscan = number(root, "nscan", 0.0);
    if (!(s->eval_period_s > 0.0))
        return "eval_period has to be above 0";
    if (!(fabs(s->eval_offset_s) <= TIME_MAX_S))
        return "eval_offset has to lie from -100,000,000 to 100,000,000";
    const double count = s->nscan * number(root, "period", 1.0) / s->eval_period_s;

    if (!(count >= 0.5 && count <= EVAL_MAX))
        return "nscan times period over eval_period has to lie from 1 to 10,000,000";
    s->eval_count = (uint32_t)lround(count);
    return NULL;
}

static const char *read_meta(struct scenario *s, const json_t *root, const char *sensors,
                             struct place *ret_place)
{
    const json_t *region = json_object_get(root, "region");
    const double dim = number(root, "dim", 2.0);
    const json_t *config;
    const char *wrong;
    size_t i;

    s->config = tcs_tracker_defaults();
    s->near_m = number(json_object_get(root, "gospa"), "c", 100.0);
    s->dim = dim > 2.5 ? 3 : 2;
    if (dim < s->dim || dim > s->dim)
        return "dim has to be 2 or 3";
    if ((wrong = read_times(s, root)) != NULL || (wrong = read_area(s, region)) != NULL ||
        (wrong = read_model(s, json_object_get(root, "model"))) != NULL)
        return wrong;
    json_array_foreach(json_object_get(root, "sensors"), i, config)
    {
        const char *id = json_string_value(json_object_get(config, "id"));

        const char *why =
            id != NULL && !wanted(sensors, id) ? NULL : read_sensor(s, region, config);

        if (why != NULL) {
            *ret_place = (struct place) { .array = "sensors", .element = i };
            return why;
        }
    }
    s->config.sensors = s->sensors;
    s->config.sensor_count = s->sensor_count;
    return s->sensor_count > 0 ? NULL
           : sensors != NULL   ? "none of the sensors that --sensors names is in there"
                               : "no sensor";
}

static int sensor_index(const struct scenario *s, const char *id)
{
    for (uint32_t i = 0; i < s->sensor_count; i++)
        if (strcmp(s->sensors[i].name, id) == 0)
            return (int)i;
    return -1;
}

static bool read_observation(const struct scenario *s, int sensor, const json_t *z,
                             struct tcs_observation *ret)
{
    static const int dims[] = {
        [TCS_OBS_POSITION] = 3, [TCS_OBS_POSITION_2D] = 2, [TCS_OBS_RAE] = 3,
        [TCS_OBS_RA] = 2,       [TCS_OBS_AZ] = 1,          [TCS_OBS_AZEL] = 2,
        [TCS_OBS_RANGE] = 1,    [TCS_OBS_CLAIM] = 3,
    };

    ret->kind = s->kinds[sensor];
    for (int i = 0; i < dims[ret->kind]; i++) {
        if (!json_is_number(json_array_get(z, (size_t)i)))
            return false;
        ret->z[i] = element(z, (size_t)i, 0.0);
        ret->sigma[i] = s->sigma[sensor][i];
    }
    if (s->has_rcs[sensor] && json_is_number(json_array_get(z, 3))) {
        ret->has_rcs = true;
        ret->rcs_dbsm = element(z, 3, 0.0);
    }
    return true;
}

static const char *read_scan(struct scenario *s, const json_t *line, const char *sensors,
                             struct place *place)
{
    struct scenario_scan *scan = &s->scans[s->scan_count];
    const char *id = json_string_value(json_object_get(line, "sensor"));
    const json_t *z = json_object_get(line, "z");
    const int sensor = id != NULL ? sensor_index(s, id) : -1;
    const size_t count = json_array_size(z);

    if (id == NULL || !json_is_number(json_object_get(line, "t")) || !json_is_array(z))
        return "a scan needs a sensor, a t and a z";
    if (sensor < 0)
        return wanted(sensors, id) ? "the scenario has no such sensor" : NULL;
    memset(scan, 0, sizeof *scan);
    scan->k = (uint64_t)number(line, "k", 0.0);
    scan->t_s = number(line, "t", 0.0);
    scan->arrive_s = number(line, "arrive", scan->t_s);
    if (!(fabs(scan->t_s) <= TIME_MAX_S && fabs(scan->arrive_s) <= TIME_MAX_S))
        return "t and arrive have to lie from -100,000,000 to 100,000,000";
    scan->look.sensor = (uint16_t)sensor;
    scan->look.counts_misses = true;
    scan->look.valid_at = scenario_time(scan->t_s);
    scan->look.seen_at = scenario_time(scan->arrive_s);
    scan->look.coverage = s->sensors[sensor].coverage;
    scan->look.clutter_expected = s->clutter[sensor];
    scan->look.count = (uint32_t)count;
    scan->look.observations = calloc(count + 1, sizeof(struct tcs_observation));
    if (scan->look.observations == NULL)
        return "out of memory";
    s->scan_count++; /* from here on its memory is freed with the others' */
    for (size_t i = 0; i < count; i++)
        if (!read_observation(s, sensor, json_array_get(z, i),
                              &scan->look.observations[i])) {
            place->array = "z";
            place->element = i;
            return "a measurement has too few numbers for its sensor";
        }
    if (count > s->observation_most)
        s->observation_most = (uint32_t)count;
    return NULL;
}

static bool room_for_one(struct scenario *s, size_t *room)
{
    if (s->scan_count < *room)
        return true;
    *room = *room == 0 ? 1024 : 2 * *room;
    struct scenario_scan *more = realloc(s->scans, *room * sizeof *s->scans);

    if (more != NULL)
        s->scans = more;
    return more != NULL;
}

static bool read_scans(struct scenario *s, const char *path, const char *sensors)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    size_t room = 0;
    bool good = file != NULL || refuse(path, &(struct place) { 0 }, strerror(errno));
    size_t number = 1;

    for (; good && getline(&text, &size, file) > 0; number++) {
        json_error_t error;
        json_t *line = json_loads(text, 0, &error);
        struct place place = { .line = number,
                               .column = line == NULL ? error.column : 0 };
        const char *why = !room_for_one(s, &room) ? "out of memory"
                          : line != NULL          ? read_scan(s, line, sensors, &place)
                                                  : error.text;

        if (why != NULL)
            good = refuse(path, &place, why);
        json_decref(line);
    }
    free(text);
    if (file != NULL)
        fclose(file);
    if (good && (double)(number - 1) < s->nscan)
        fprintf(stderr, "tocsin: %s: %zu scans; scenario.json says %.0f\n", path,
                number - 1, s->nscan);
    return good;
}

static bool read_scenario(struct scenario *s, const char *path, const char *sensors)
{
    json_error_t error;
    struct place place = { 0 };
    FILE *file = fopen(path, "r");

    if (file == NULL)
        return refuse(path, &place, strerror(errno));
    json_t *root = json_loadf(file, 0, &error);

    fclose(file);
    if (root == NULL) {
        place = (struct place) { .line = (size_t)error.line, .column = error.column };
        return refuse(path, &place, error.text);
    }
    const char *why = read_meta(s, root, sensors, &place);

    json_decref(root);
    return why == NULL || refuse(path, &place, why);
}

/* A name in the list that no sensor has is a slip of the pen. */
static bool all_known(const struct scenario *s, const char *list)
{
    size_t named = 1;

    for (const char *p = list; p != NULL && *p != '\0'; p++)
        named += *p == ',' ? 1 : 0;
    return list == NULL || named == s->sensor_count;
}

bool scenario_open(struct scenario *ret, const char *folder, const char *sensors)
{
    char path[4096];

    memset(ret, 0, sizeof *ret);
    snprintf(path, sizeof path, "%s/scenario.json", folder);
    if (!read_scenario(ret, path, sensors))
        return false;
    if (!all_known(ret, sensors))
        return refuse(path, &(struct place) { 0 },
                      "not every sensor that --sensors names is in there");
    snprintf(path, sizeof path, "%s/meas.jsonl", folder);
    if (!read_scans(ret, path, sensors)) {
        scenario_close(ret);
        return false;
    }
    if (ret->observation_most > ret->config.observation_max)
        ret->config.observation_max = ret->observation_most;
    ret->config.track_max = 1024 + 8 * ret->observation_most;
    ret->late = tcs_timeline_defaults();
    ret->late.observation_max += 8 * ret->config.observation_max;
    if (!ret->by_arrival) /* nothing comes late: a snapshot only where one has to be */
        ret->late.snapshot_ns = ret->late.window_ns;
    else if (ret->config.track_max > 16384) /* they would take gigabytes */
        ret->late.snapshot_ns = TCS_NS_PER_S / 2;
    return true;
}

void scenario_close(struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->scan_count; i++)
        free(scenario->scans[i].look.observations);
    free(scenario->scans);
    scenario->scans = NULL;
    scenario->scan_count = 0;
}

bool scenario_shows(const struct scenario *s, const struct tcs_track_view *view)
{
    const double *x = view->x.v;
    double spread2 = 0.0;

    for (int i = 0; i < s->dim && i < 3; i++)
        spread2 += view->P.m[i][i];
    if (s->has_area && !(x[0] >= s->area[0][0] && x[0] <= s->area[0][1] &&
                         x[1] >= s->area[1][0] && x[1] <= s->area[1][1]))
        return false;
    /* Exact where the place is as uncertain in two directions, and known in the third. */
    return view->existence * (1.0 - exp(-s->near_m * s->near_m / spread2)) >= 0.5;
}
