/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/json.h"
#include "cli/scenario.h"
#include "filter/imm.h"
#include "track/timeline.h"
#include "watch/memory.h"

static const char help[] =
    "usage: tocsin track SCENARIO OUT [--sensors ID,ID...] [--ahead SECONDS]\n"
    "\n"
    "Runs the tracker over a scenario folder (scenario.json, meas.jsonl) and writes\n"
    "OUT/est.csv (k,id,x,y,z), OUT/timing.csv (k,seconds: tracker step only),\n"
    "OUT/class.csv (k,id,p_drone: of every track in est.csv) and OUT/sensors.csv\n"
    "(t,sensor,az_bias_rad,az_sigma_rad,clock_s,clock_sigma_s: how each sensor errs, as\n"
    "estimated, reported minus true). OUT is made if missing. Truth files are never "
    "read.\n"
    "Scans that come late are put in their place.\n"
    "\n"
    "  --sensors  as if there were no others\n"
    "  --ahead    also OUT/ahead.csv (k,id,p,x,y,xx,xy,yy): where each track will be so\n"
    "             many seconds after k, a mixture of normal distributions, a line each\n"
    "\n"
    "Prints one JSON object: what was late, the digest of the tracks after all scans\n"
    "(equal for equal scans, in whatever order they came), times of a step, and what a\n"
    "digest takes beside it.\n";

struct run {
    struct scenario scenario;
    struct tcs_timeline timeline;
    struct tcs_digest chain;
    void *state;
    void *scratch;
    double *took_s; /* steps, then digests */
    size_t steps;
    struct tcs_time now;
    struct tcs_track_view *views;
    FILE *est;
    FILE *timing;
    FILE *class;
    FILE *sensors;
    FILE *ahead; /* NULL: not asked for */
    double ahead_s;
};

static double clock_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void report_ahead(struct run *run, uint32_t k, uint64_t id, double at_s)
{
    struct tcs_imm g;

    if (!tcs_tracker_ahead(tcs_timeline_present(&run->timeline), &run->scenario.config,
                           id, scenario_time(at_s), &g))
        return;
    for (uint32_t i = 0; i < g.count; i++)
        fprintf(run->ahead, "%u,%llu,%.6f,%.3f,%.3f,%.4f,%.4f,%.4f\n", k,
                (unsigned long long)id, g.p[i], g.g[i].x[0], g.g[i].x[1], g.g[i].P[0],
                g.g[i].P[1], g.g[i].P[2]);
}

static void report(struct run *run, uint32_t k)
{
    const struct scenario *s = &run->scenario;
    const double te = k * s->eval_period_s + s->eval_offset_s;
    const size_t n = tcs_tracker_view(tcs_timeline_present(&run->timeline), &s->config,
                                      scenario_time(te), run->views, s->config.track_max);

    for (size_t i = 0; i < n; i++) {
        const struct tcs_track_view *v = &run->views[i];

        if (!scenario_shows(s, v))
            continue;
        fprintf(run->est, "%u,%llu,%.3f,%.3f,%.3f\n", k, (unsigned long long)v->id,
                v->x.v[0], v->x.v[1], s->dim == 3 ? v->x.v[2] : 0.0);
        fprintf(run->class, "%u,%llu,%.6f\n", k, (unsigned long long)v->id,
                v->class_p[TCS_CLASS_MULTIROTOR] + v->class_p[TCS_CLASS_FIXED_WING]);
        if (run->ahead != NULL)
            report_ahead(run, k, v->id, te + run->ahead_s);
    }
}

static void report_sensors(struct run *run, uint32_t k)
{
    const struct scenario *s = &run->scenario;
    const struct tcs_tracker *tracker = tcs_timeline_present(&run->timeline);

    for (uint32_t i = 0; i < s->sensor_count; i++) {
        const struct tcs_sensor_error e =
            tcs_tracker_sensor_error(tracker, &s->config, i);

        fprintf(run->sensors, "%.3f,%s,%.6f,%.6f,%.4f,%.4f\n",
                k * s->eval_period_s + s->eval_offset_s, s->sensors[i].name, e.az_rad,
                e.az_sigma_rad, e.clock_s, e.clock_sigma_s);
    }
}

/* One step: the scan into its place, and everything brought up to now. The digest that
 * the engine makes of each step is no part of it. */
static void step(struct run *run, const struct scenario_scan *scan)
{
    const struct tcs_time arrival = scenario_time(scan->arrive_s);
    const double before = clock_s();

    if (tcs_time_compare(arrival, run->now) > 0)
        run->now = arrival;
    (void)tcs_timeline_take(&run->timeline, &scan->look, run->now);
    tcs_timeline_settle(&run->timeline, run->now);
    const double between = clock_s();

    run->chain = tcs_timeline_digest_changes(&run->timeline, run->chain);
    const double after = clock_s();

    run->took_s[run->steps] = between - before;
    run->took_s[run->scenario.scan_count + run->steps] = after - between;
    run->steps++;
    fprintf(run->timing, "%llu,%.9f\n", (unsigned long long)scan->k, between - before);
}

static void run_scans(struct run *run)
{
    const struct scenario *s = &run->scenario;

    for (uint32_t k = 0; k < s->eval_count; k++) {
        const double te = k * s->eval_period_s + s->eval_offset_s;

        while (run->steps < s->scan_count && s->scans[run->steps].arrive_s <= te + 1e-9)
            step(run, &s->scans[run->steps]);
        report(run, k);
        report_sensors(run, k);
    }
    while (run->steps < s->scan_count)
        step(run, &s->scans[run->steps]);
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void write_times(struct tcs_json *json, const char *key, double *took_s, size_t n)
{
    qsort(took_s, n, sizeof *took_s, compare);
    tcs_json_object(json, key);
    tcs_json_double(json, "median", n > 0 ? 1e3 * took_s[n / 2] : 0.0);
    tcs_json_double(json, "p99", n > 0 ? 1e3 * took_s[n * 99 / 100] : 0.0);
    tcs_json_end(json);
}

/* What a snapshot costs: the second copy, into memory that is there. */
static double copy_s(const struct tcs_tracker *tracks)
{
    const size_t used = tcs_tracker_used(tracks);
    void *copy = malloc(used);
    double took = -1.0;

    for (int i = 0; i < 2 && copy != NULL; i++) {
        const double before = clock_s();

        memcpy(copy, tracks, used);
        took = clock_s() - before;
    }
    free(copy);
    return took;
}

static bool print_summary(struct run *run)
{
    static struct tcs_json json;
    const struct tcs_timeline_counts late = tcs_timeline_counts(&run->timeline);
    const struct tcs_tracker *tracks = tcs_timeline_present(&run->timeline);
    const struct tcs_digest none = { 0, 0 };
    const double before = clock_s();
    const struct tcs_digest digest =
        tcs_digest_chain(none, tracks, tcs_tracker_used(tracks));
    const double took = clock_s() - before;
    char text[TCS_DIGEST_TEXT_LEN];

    tcs_digest_text(digest, text);
    tcs_json_init(&json, stdout);
    tcs_json_object(&json, NULL);
    tcs_json_uint(&json, "scans", run->steps);
    tcs_json_uint(&json, "late", late.late);
    tcs_json_uint(&json, "too_late", late.too_late);
    tcs_json_uint(&json, "ahead", late.ahead);
    tcs_json_uint(&json, "rewinds", late.rewinds);
    tcs_json_uint(&json, "repeated", late.repeated);
    tcs_json_text(&json, "digest", text);
    write_times(&json, "step_ms", run->took_s, run->steps);
    write_times(&json, "digest_ms", run->took_s + run->scenario.scan_count, run->steps);
    tcs_json_uint(&json, "state_octets", tcs_tracker_used(tracks));
    tcs_json_double(&json, "state_digest_ms", 1e3 * took);
    tcs_json_double(&json, "snapshot_ms", 1e3 * copy_s(tracks));
    tcs_json_end(&json);
    tcs_json_line(&json);
    return tcs_json_flush(&json);
}

static FILE *create(const char *folder, const char *name, const char *header)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (file == NULL)
        fprintf(stderr, "tocsin: %s: %s\n", path, strerror(errno));
    else
        fputs(header, file);
    return file;
}

static bool finish(FILE *file)
{
    const bool good = file != NULL && ferror(file) == 0;

    return file != NULL && fclose(file) == 0 && good;
}

static bool prepare(struct run *run)
{
    const struct scenario *s = &run->scenario;

    run->state = tcs_memory(tcs_timeline_state_size(&s->late, &s->config));
    run->scratch = tcs_memory(tcs_timeline_scratch_size(&s->late, &s->config));
    run->views = calloc(s->config.track_max, sizeof *run->views);
    run->took_s = calloc(2 * s->scan_count + 1, sizeof *run->took_s);
    if (run->state == NULL || run->scratch == NULL || run->views == NULL ||
        run->took_s == NULL) {
        fputs("tocsin: out of memory\n", stderr);
        return false;
    }
    run->now = scenario_time(0.0);
    tcs_timeline_bind(&run->timeline, &s->late, &s->config, run->state, run->scratch);
    tcs_timeline_start(&run->timeline, run->now);
    return true;
}

static bool make_folder(const char *path)
{
    struct stat found;

    if (mkdir(path, 0777) == 0 ||
        (errno == EEXIST && stat(path, &found) == 0 && S_ISDIR(found.st_mode)))
        return true;
    fprintf(stderr, "tocsin: %s: %s\n", path,
            errno == EEXIST ? "is not a folder" : strerror(errno));
    return false;
}

static bool run_into(struct run *run, const char *out)
{
    bool good;

    if (!make_folder(out))
        return false;
    run->est = create(out, "est.csv", "k,id,x,y,z\n");
    run->timing = create(out, "timing.csv", "k,seconds\n");
    run->class = create(out, "class.csv", "k,id,p_drone\n");
    run->sensors = create(out, "sensors.csv",
                          "t,sensor,az_bias_rad,az_sigma_rad,clock_s,clock_sigma_s\n");
    if (run->ahead_s > 0.0)
        run->ahead = create(out, "ahead.csv", "k,id,p,x,y,xx,xy,yy\n");
    good = run->est != NULL && run->timing != NULL && run->class != NULL &&
           run->sensors != NULL && (run->ahead != NULL || !(run->ahead_s > 0.0));
    if (good)
        run_scans(run);
    good = finish(run->est) && good;
    good = finish(run->timing) && good;
    good = finish(run->class) && good;
    good = finish(run->sensors) && good;
    good = (run->ahead == NULL || finish(run->ahead)) && good;
    return good && print_summary(run);
}

static int track(const char *folder, const char *out, const char *sensors, double ahead_s)
{
    struct run run = { .ahead_s = ahead_s };

    if (!scenario_open(&run.scenario, folder, sensors))
        return TCS_EXIT_IO;
    const bool good = prepare(&run) && run_into(&run, out);

    free(run.took_s);
    free(run.views);
    free(run.scratch);
    free(run.state);
    scenario_close(&run.scenario);
    return good ? TCS_EXIT_GOOD : TCS_EXIT_IO;
}

int tcs_cmd_track(int argc, char **argv)
{
    const char *paths[2] = { NULL, NULL };
    const char *sensors = NULL;
    double ahead_s = 0.0;
    int n = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (strcmp(argv[i], "--sensors") == 0 && i + 1 < argc) {
            sensors = argv[++i];
        } else if (strcmp(argv[i], "--ahead") == 0 && i + 1 < argc) {
            char *end;

            ahead_s = strtod(argv[++i], &end);
            if (*end != '\0' || !(ahead_s > 0.0 && ahead_s <= 600.0)) {
                fputs("tocsin: --ahead takes seconds, above 0 and at most 600\n", stderr);
                return TCS_EXIT_USAGE;
            }
        } else if (argv[i][0] != '-' && n < 2) {
            paths[n++] = argv[i];
        } else {
            fputs(help, stderr);
            return TCS_EXIT_USAGE;
        }
    }
    if (n != 2) {
        fputs(help, stderr);
        return TCS_EXIT_USAGE;
    }
    return track(paths[0], paths[1], sensors, ahead_s);
}
