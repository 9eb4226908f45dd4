/* SPDX-License-Identifier: Apache-2.0 */
/*
 * variant.c -- the tracker with stages left out, for ablation.py.
 *
 * usage: bench_variant WITHOUT SCENARIO OUT
 *
 * WITHOUT is a sum of enum tcs_without. Writes OUT/est.csv as `tocsin track` does.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/memory.h"
#include "cli/scenario.h"
#include "track/timeline.h"

static bool inside(const struct scenario *s, const double *x)
{
    return !s->has_area || (x[0] >= s->area[0][0] && x[0] <= s->area[0][1] &&
                            x[1] >= s->area[1][0] && x[1] <= s->area[1][1]);
}

static void report(const struct scenario *s, const struct tcs_timeline *timeline,
                   uint32_t k, struct tcs_track_view *views, FILE *est)
{
    const double te = k * s->eval_period_s + s->eval_offset_s;
    const size_t n = tcs_tracker_view(tcs_timeline_present(timeline), &s->config,
                                      scenario_time(te), views, s->config.track_max);

    for (size_t i = 0; i < n; i++)
        if (views[i].existence >= 0.5 && inside(s, views[i].x.v))
            fprintf(est, "%u,%llu,%.3f,%.3f,%.3f\n", k, (unsigned long long)views[i].id,
                    views[i].x.v[0], views[i].x.v[1],
                    s->dim == 3 ? views[i].x.v[2] : 0.0);
}

static void run(const struct scenario *s, struct tcs_timeline *timeline,
                struct tcs_track_view *views, FILE *est)
{
    struct tcs_time now = scenario_time(0.0);
    size_t next = 0;

    tcs_timeline_start(timeline, now);
    fputs("k,id,x,y,z\n", est);
    for (uint32_t k = 0; k < s->eval_count; k++) {
        const double te = k * s->eval_period_s + s->eval_offset_s;

        for (; next < s->scan_count && s->scans[next].arrive_s <= te + 1e-9; next++) {
            const struct tcs_time arrival = scenario_time(s->scans[next].arrive_s);

            if (tcs_time_compare(arrival, now) > 0)
                now = arrival;
            (void)tcs_timeline_take(timeline, &s->scans[next].look, now);
            tcs_timeline_settle(timeline, now);
        }
        report(s, timeline, k, views, est);
    }
}

int main(int argc, char **argv)
{
    static struct scenario s;
    struct tcs_timeline timeline;
    char path[4096];

    if (argc != 4 || !scenario_open(&s, argv[2], NULL))
        return 2;
    s.config.without = (uint32_t)strtoul(argv[1], NULL, 10);
    snprintf(path, sizeof path, "%s/est.csv", argv[3]);
    if (mkdir(argv[3], 0777) != 0 && errno != EEXIST)
        return 3;
    FILE *est = fopen(path, "w");
    void *state = tcs_cli_memory(tcs_timeline_state_size(&s.late, &s.config));
    void *scratch = tcs_cli_memory(tcs_timeline_scratch_size(&s.late, &s.config));
    struct tcs_track_view *views = calloc(s.config.track_max, sizeof *views);
    const bool ready = est != NULL && state != NULL && scratch != NULL && views != NULL;

    if (ready) {
        tcs_timeline_bind(&timeline, &s.late, &s.config, state, scratch);
        run(&s, &timeline, views, est);
    }
    free(views);
    free(scratch);
    free(state);
    scenario_close(&s);
    return ready && fclose(est) == 0 ? 0 : 3;
}
