/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/cli.h"
#include "cli/memory.h"
#include "cli/scenario.h"

static const char help[] =
    "usage: tocsin track SCENARIO OUT [--sensors ID,ID...]\n"
    "\n"
    "Runs the tracker over a scenario folder (scenario.json, meas.jsonl) and writes\n"
    "OUT/est.csv (k,id,x,y,z), OUT/timing.csv (k,seconds: tracker step only) and\n"
    "OUT/class.csv (k,id,p_drone: of every track in est.csv). OUT is made if missing.\n"
    "Truth files are never read.\n";

struct run {
    struct scenario scenario;
    struct tcs_tracker *tracker;
    void *scratch;
    struct tcs_track_view *views;
    FILE *est;
    FILE *timing;
    FILE *class;
};

static double clock_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool inside(const struct scenario *s, const double *x)
{
    return !s->has_area || (x[0] >= s->area[0][0] && x[0] <= s->area[0][1] &&
                            x[1] >= s->area[1][0] && x[1] <= s->area[1][1]);
}

/* What is more likely there than not. */
static void report(struct run *run, uint32_t k)
{
    const struct scenario *s = &run->scenario;
    const double te = k * s->eval_period_s + s->eval_offset_s;
    const size_t n = tcs_tracker_view(run->tracker, &s->config, scenario_time(te),
                                      run->views, s->config.track_max);

    for (size_t i = 0; i < n; i++) {
        const struct tcs_track_view *v = &run->views[i];

        if (v->existence < 0.5 || !inside(s, v->x.v))
            continue;
        fprintf(run->est, "%u,%llu,%.3f,%.3f,%.3f\n", k, (unsigned long long)v->id,
                v->x.v[0], v->x.v[1], s->dim == 3 ? v->x.v[2] : 0.0);
        fprintf(run->class, "%u,%llu,%.6f\n", k, (unsigned long long)v->id,
                v->class_p[TCS_CLASS_MULTIROTOR] + v->class_p[TCS_CLASS_FIXED_WING]);
    }
}

static void run_scans(struct run *run)
{
    const struct scenario *s = &run->scenario;
    size_t next = 0;

    for (uint32_t k = 0; k < s->eval_count; k++) {
        const double te = k * s->eval_period_s + s->eval_offset_s;

        for (; next < s->scan_count && s->scans[next].arrive_s <= te + 1e-9; next++) {
            const double before = clock_s();
            const enum tcs_status status = tcs_tracker_look(
                run->tracker, &s->config, run->scratch, &s->scans[next].look);
            const double took = clock_s() - before;

            if (status < 0 && status != TCS_E_FULL)
                fprintf(stderr, "tocsin: scan %llu: %s\n",
                        (unsigned long long)s->scans[next].k, tcs_status_text(status));
            fprintf(run->timing, "%llu,%.9f\n", (unsigned long long)s->scans[next].k,
                    took);
        }
        report(run, k);
    }
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

static int track(const char *folder, const char *out, const char *sensors)
{
    struct run run = { 0 };
    int exit_code = TCS_EXIT_IO;
    bool good;

    if (!scenario_open(&run.scenario, folder, sensors))
        return TCS_EXIT_IO;
    run.tracker = tcs_cli_memory(tcs_tracker_state_size(&run.scenario.config));
    run.scratch = tcs_cli_memory(tcs_tracker_scratch_size(&run.scenario.config));
    run.views = calloc(run.scenario.config.track_max, sizeof *run.views);
    if (mkdir(out, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "tocsin: %s: %s\n", out, strerror(errno));
    } else if (run.tracker == NULL || run.scratch == NULL || run.views == NULL) {
        fputs("tocsin: out of memory\n", stderr);
    } else {
        run.est = create(out, "est.csv", "k,id,x,y,z\n");
        run.timing = create(out, "timing.csv", "k,seconds\n");
        run.class = create(out, "class.csv", "k,id,p_drone\n");
        if (run.est != NULL && run.timing != NULL && run.class != NULL) {
            tcs_tracker_init(run.tracker, &run.scenario.config, scenario_time(0.0));
            run_scans(&run);
        }
        good = finish(run.est);
        good = finish(run.timing) && good;
        good = finish(run.class) && good;
        exit_code = good ? TCS_EXIT_GOOD : TCS_EXIT_IO;
    }
    free(run.views);
    free(run.scratch);
    free(run.tracker);
    scenario_close(&run.scenario);
    return exit_code;
}

int tcs_cmd_track(int argc, char **argv)
{
    const char *paths[2] = { NULL, NULL };
    const char *sensors = NULL;
    int n = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (strcmp(argv[i], "--sensors") == 0 && i + 1 < argc) {
            sensors = argv[++i];
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
    return track(paths[0], paths[1], sensors);
}
