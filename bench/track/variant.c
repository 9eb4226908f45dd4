/* SPDX-License-Identifier: Apache-2.0 */
/*
 * variant.c -- the tracker with stages left out, for ablation.py.
 *
 * usage: bench_variant WITHOUT SCENARIO OUT
 *
 * WITHOUT is a sum of enum tcs_without. Writes OUT/est.csv as `tocsin track` does, and
 * OUT/rows.csv: all tracks that can be seen, also those that are hardly believed (for
 * breaks.py).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/scenario.h"
#include "track/timeline.h"
#include "watch/memory.h"

static void report(const struct scenario *s, const struct tcs_timeline *timeline,
                   uint32_t k, struct tcs_track_view *views, FILE *const out[2])
{
    const double te = k * s->eval_period_s + s->eval_offset_s;
    const size_t n = tcs_tracker_view(tcs_timeline_present(timeline), &s->config,
                                      scenario_time(te), views, s->config.track_max);

    for (size_t i = 0; i < n; i++) {
        const struct tcs_track_view *v = &views[i];
        const double z = s->dim == 3 ? v->x.v[2] : 0.0;

        if (scenario_shows(s, v))
            fprintf(out[0], "%u,%llu,%.3f,%.3f,%.3f\n", k, (unsigned long long)v->id,
                    v->x.v[0], v->x.v[1], z);
        fprintf(out[1], "%u,%llu,%.3f,%.3f,%.3f,%.3f,%.3f,%.4f,%d,%.1f\n", k,
                (unsigned long long)v->id, v->x.v[0], v->x.v[1], z, v->x.v[3], v->x.v[4],
                v->existence, v->state != TCS_TRACK_TENTATIVE,
                tcs_span_seconds(tcs_time_since(v->at, v->seen_at)));
    }
}

static void run(const struct scenario *s, struct tcs_timeline *timeline,
                struct tcs_track_view *views, FILE *const out[2])
{
    struct tcs_time now = scenario_time(0.0);
    size_t next = 0;

    tcs_timeline_start(timeline, now);
    fputs("k,id,x,y,z\n", out[0]);
    fputs("k,id,x,y,z,vx,vy,existence,confirmed,unseen_s\n", out[1]);
    for (uint32_t k = 0; k < s->eval_count; k++) {
        const double te = k * s->eval_period_s + s->eval_offset_s;

        for (; next < s->scan_count && s->scans[next].arrive_s <= te + 1e-9; next++) {
            const struct tcs_time arrival = scenario_time(s->scans[next].arrive_s);

            if (tcs_time_compare(arrival, now) > 0)
                now = arrival;
            (void)tcs_timeline_take(timeline, &s->scans[next].look, now);
            tcs_timeline_settle(timeline, now);
        }
        report(s, timeline, k, views, out);
    }
}

static FILE *create(const char *folder, const char *name)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "w");
}

int main(int argc, char **argv)
{
    static struct scenario s;
    struct tcs_timeline timeline;

    if (argc != 4 || !scenario_open(&s, argv[2], NULL))
        return 2;
    s.config.without = (uint32_t)strtoul(argv[1], NULL, 10);
    if (mkdir(argv[3], 0777) != 0 && errno != EEXIST)
        return 3;
    FILE *out[2] = { create(argv[3], "est.csv"), create(argv[3], "rows.csv") };
    void *state = tcs_memory(tcs_timeline_state_size(&s.late, &s.config));
    void *scratch = tcs_memory(tcs_timeline_scratch_size(&s.late, &s.config));
    struct tcs_track_view *views = calloc(s.config.track_max, sizeof *views);
    const bool ready = out[0] != NULL && out[1] != NULL && state != NULL &&
                       scratch != NULL && views != NULL;

    if (ready) {
        tcs_timeline_bind(&timeline, &s.late, &s.config, state, scratch);
        run(&s, &timeline, views, out);
    }
    free(views);
    free(scratch);
    free(state);
    scenario_close(&s);
    return ready && fclose(out[0]) == 0 && fclose(out[1]) == 0 ? 0 : 3;
}
