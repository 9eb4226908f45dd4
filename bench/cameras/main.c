/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "follow.h"

enum { GOOD = 0, NOT_SURVEYED = 1, USAGE = 2, UNREADABLE = 3 };

/* Cameras are surveyed from so much of the flight; the rest is scored. */
static const double share = 0.4;
static const double within_m = 5.0;

static const char help[] =
    "usage: bench/multicam DATASET_DIR\n"
    "\n"
    "Surveys the cameras of a multi-view data set from the first 40 % of the flight and\n"
    "its log, then follows the drone over the rest by bearings alone. One JSON object "
    "on\n"
    "standard output, what was estimated on standard error (docs/multicam.md).\n"
    "Exit: 0 good, 1 fewer than two cameras could be surveyed, 2 wrong use, 3 a file\n"
    "cannot be read.\n";

static void tell(const struct dataset *d, const struct survey *survey)
{
    fprintf(stderr,
            "log: %u rows, %.4f of its time units a second; flight %.1f to %.1f, "
            "surveyed up to %.1f\n",
            d->path.count, survey->log_per_s, survey->from, survey->to, survey->split);
    for (uint32_t i = 0; i < d->camera_count; i++) {
        const struct camera *c = &d->cameras[i];
        const struct surveyed *s = &survey->cameras[i];
        const struct tcs_survey_camera *k = &s->camera;

        if (s->calibration == 0 && k->clock.rate == 0.0) {
            fprintf(stderr, "%s: not found in the log\n", c->name);
            continue;
        }
        const uint32_t after = s->first + s->count;

        fprintf(stderr,
                "%s: %s%s%s; at %.2f %.2f %.2f (sigma %.3f m); %.4f fps, shift %.3f s, "
                "readout %.2f frames; %u sightings, residual %.2f px (%.2f mrad), 0.9 "
                "ahead %.2f px; rest: median %.2f, 0.9 %.2f px; told %.2f mrad%s\n",
                c->name, d->calibrations[s->calibration].name,
                s->with_readout ? ", readout" : "", s->with_lens ? ", lens" : "",
                k->stance.position_m.v[0], k->stance.position_m.v[1],
                k->stance.position_m.v[2], s->fit.position_sigma_m,
                survey->log_per_s / k->clock.rate,
                (tcs_survey_log_time(k, 0.0, 0.0) - survey->from) / survey->log_per_s,
                k->clock.readout, s->count, s->fit.sigma_px,
                1e3 * s->fit.sigma_px / k->lens.fx, s->ahead_px,
                error_quantile(d, k, c->sightings + after, c->count - after, 0.5),
                error_quantile(d, k, c->sightings + after, c->count - after, 0.9),
                1e3 * s->sigma_rad, s->usable ? "" : "; NOT USED");
    }
}

static void number(const char *name, double x, const char *end)
{
    if (isfinite(x))
        printf("\"%s\": %.4g%s", name, x, end);
    else
        printf("\"%s\": null%s", name, end);
}

static void print(const struct dataset *d, uint32_t usable, const struct score *s)
{
    putchar('{');
    number("median_m", s->median_m, ", ");
    number("p95_m", s->p95_m, ", ");
    number("continuity", s->rows > 0 ? s->followed / (double)s->rows : (double)NAN, ", ");
    number("ids", s->ids, ", ");
    number("within_m", s->within_m, ", ");
    number("continuity_two_cameras",
           s->rows_two > 0 ? s->followed_two / (double)s->rows_two : (double)NAN, ", ");
    number("more_tracks", s->more_tracks, ", ");
    number("triangulation_median_m", s->triangulation_median_m, ", ");
    number("triangulation_p95_m", s->triangulation_p95_m, ", ");
    number("triangulation_share",
           s->rows > 0 ? s->triangulated / (double)s->rows : (double)NAN, ", ");
    number("rows", s->rows, ", ");
    number("cameras", d->camera_count, ", ");
    number("cameras_used", usable, ", ");
    number("looks", (double)s->looks, ", ");
    number("looks_refused", (double)s->refused, ", ");
    number("us_per_look", s->us_per_look, "}\n");
}

int main(int argc, char **argv)
{
    static struct dataset dataset;
    static struct survey survey;
    struct score score = { .within_m = within_m,
                           .median_m = (double)NAN,
                           .p95_m = (double)NAN,
                           .triangulation_median_m = (double)NAN,
                           .triangulation_p95_m = (double)NAN };
    int exit_code = GOOD;

    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return GOOD;
    }
    if (argc != 2 || argv[1][0] == '-') {
        fputs(help, stderr);
        return USAGE;
    }
    if (!dataset_open(&dataset, argv[1])) {
        dataset_close(&dataset);
        return UNREADABLE;
    }
    const uint32_t usable = calibrate(&dataset, share, &survey);

    tell(&dataset, &survey);
    if (usable < 2) {
        fputs("fewer than two cameras could be surveyed\n", stderr);
        exit_code = NOT_SURVEYED;
    } else if (!triangulate(&dataset, &survey, &score) ||
               !follow(&dataset, &survey, &score)) {
        fputs("out of memory\n", stderr);
        exit_code = UNREADABLE;
    }
    print(&dataset, usable, &score);
    dataset_close(&dataset);
    return exit_code;
}
