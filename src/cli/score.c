/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"
#include "score/evaluate.h"
#include "score/pairs.h"
#include "score/scene.h"
#include "score/siap.h"
#include "score/trajectory.h"

static const char help[] =
    "usage: tocsin score SCENARIO OUT [--gamma METRES] [--truths]\n"
    "\n"
    "Compares the estimates in a folder (OUT/est.csv, OUT/timing.csv) with the truth of "
    "a\n"
    "scenario folder and prints one JSON object: GOSPA and OSPA with their parts, "
    "switches\n"
    "and numbers of labels, trajectory GOSPA, SIAP attributes, times. Metres and "
    "seconds;\n"
    "tocsin(1) tells what each is.\n"
    "\n"
    "  --gamma METRES   what a switch costs in trajectory GOSPA (default: a tenth of "
    "the\n"
    "                   scenario's c)\n"
    "  --truths         an array with the life of every true object as well\n";

int tcs_cli_tell_score(const struct tcs_score_fault *fault)
{
    if (fault->line > 0)
        fprintf(stderr, "%s:%u:%u: %s\n", fault->path, fault->line, fault->column,
                fault->what);
    else
        fprintf(stderr, "tocsin: %s: %s\n", fault->path, fault->what);
    return fault->line > 0 ? TCS_EXIT_BAD : TCS_EXIT_IO;
}

struct tcs_bytes tcs_cli_folder_name(const char *path)
{
    size_t end = strlen(path);
    size_t begin;

    while (end > 0 && path[end - 1] == '/')
        end--;
    begin = end;
    while (begin > 0 && path[begin - 1] != '/')
        begin--;
    return tcs_bytes(path + begin, end - begin);
}

static void print_sum(struct tcs_json *json, const struct tcs_score *score, double p)
{
    const struct tcs_score_sum s = tcs_score_sum(score, p);

    tcs_json_uint(json, "scans", score->count);
    tcs_json_double(json, "mean_gospa", s.mean_gospa);
    tcs_json_double(json, "rms_gospa", s.rms_gospa);
    tcs_json_double(json, "rms_loc", s.rms_loc);
    tcs_json_double(json, "rms_missed", s.rms_missed);
    tcs_json_double(json, "rms_false", s.rms_false);
    tcs_json_double(json, "mean_ospa", s.mean_ospa);
    tcs_json_double(json, "n_true", s.n_true);
    tcs_json_double(json, "n_est", s.n_est);
    tcs_json_double(json, "missed_per_scan", s.missed_per_scan);
    tcs_json_double(json, "false_per_scan", s.false_per_scan);
    tcs_json_uint(json, "id_switches", s.id_switches);
    tcs_json_double(json, "ids_per_truth", s.ids_per_truth);
    if (s.loc_rmse >= 0.0)
        tcs_json_double(json, "loc_rmse", s.loc_rmse);
    else
        tcs_json_null(json, "loc_rmse");
    tcs_json_double(json, "track_life", s.track_life);
    tcs_json_double(json, "label_life", s.label_life);
}

static int by_value(const void *a, const void *b)
{
    const double l = *(const double *)a;
    const double r = *(const double *)b;

    return l < r ? -1 : l > r;
}

static void print_times(struct tcs_json *json, double *seconds, size_t count)
{
    double sum = 0.0;

    if (count == 0)
        return;
    qsort(seconds, count, sizeof *seconds, by_value);
    for (size_t i = 0; i < count; i++)
        sum += seconds[i];
    tcs_json_double(json, "ms_mean", 1e3 * sum / (double)count);
    tcs_json_double(json, "ms_median",
                    1e3 * (seconds[(count - 1) / 2] + seconds[count / 2]) / 2.0);
    tcs_json_double(json, "ms_p99", 1e3 * seconds[(size_t)(0.99 * (double)(count - 1))]);
    tcs_json_double(json, "ms_max", 1e3 * seconds[count - 1]);
}

static void print_trajectory(struct tcs_json *json, const struct tcs_scene *scene,
                             double gamma_m, const struct tcs_trajectory_gospa *t)
{
    const double whole = t->localisation + t->missed + t->false_ + t->switches;
    const double n = scene->count;
    const double root = 1.0 / scene->p;

    tcs_json_object(json, "trajectory_gospa");
    tcs_json_double(json, "gamma", gamma_m);
    tcs_json_double(json, "whole", pow(whole, root));
    tcs_json_double(json, "rms", pow(whole / n, root));
    tcs_json_double(json, "rms_loc", pow(t->localisation / n, root));
    tcs_json_double(json, "rms_missed", pow(fmax(t->missed, 0.0) / n, root));
    tcs_json_double(json, "rms_false", pow(fmax(t->false_, 0.0) / n, root));
    tcs_json_double(json, "rms_switch", pow(t->switches / n, root));
    tcs_json_end(json);
}

static void print_ratio(struct tcs_json *json, const char *key, double value)
{
    if (value >= 0.0)
        tcs_json_double(json, key, value);
    else
        tcs_json_null(json, key);
}

static void print_siap(struct tcs_json *json, const struct tcs_siap *siap)
{
    tcs_json_object(json, "siap");
    print_ratio(json, "completeness", siap->completeness);
    print_ratio(json, "ambiguity", siap->ambiguity);
    print_ratio(json, "spuriousness", siap->spuriousness);
    print_ratio(json, "position_m", siap->position_m);
    print_ratio(json, "track_changes_hz", siap->track_changes_hz);
    print_ratio(json, "longest_track", siap->longest_track);
    tcs_json_end(json);
}

static void print_truths(struct tcs_json *json, const struct tcs_scene *scene,
                         const struct tcs_score *score)
{
    tcs_json_array(json, "truths");
    for (uint32_t i = 0; i < score->truth_who_count; i++) {
        const struct tcs_score_life *life = &score->life[i];

        tcs_json_object(json, NULL);
        tcs_json_text(json, "id", scene->truth.names[i]);
        tcs_json_uint(json, "present", life->present);
        tcs_json_uint(json, "matched", life->matched);
        tcs_json_uint(json, "longest", life->longest);
        tcs_json_uint(json, "ids", life->labels);
        tcs_json_uint(json, "switches", life->switches);
        if (life->matched > 0)
            tcs_json_uint(json, "first_k", life->first);
        else
            tcs_json_null(json, "first_k");
        tcs_json_end(json);
    }
    tcs_json_end(json);
}

struct wish {
    const char *paths[2];
    double gamma_m; /* 0: of the scenario */
    bool truths;
};

/* Everything that is printed. */
struct found {
    struct tcs_score_pairs pairs;
    struct tcs_score score;
    struct tcs_trajectory_gospa trajectory;
    struct tcs_siap siap;
    double *seconds;
    size_t time_count;
};

static int print(const struct wish *wish, const struct tcs_scene *scene, double gamma_m,
                 const struct found *found)
{
    struct tcs_json *json = malloc(sizeof *json);
    bool good;

    if (json == NULL)
        return TCS_EXIT_IO;
    tcs_json_init(json, stdout);
    tcs_json_object(json, NULL);
    tcs_json_bytes(json, "scen", tcs_cli_folder_name(wish->paths[0]));
    tcs_json_bytes(json, "est", tcs_cli_folder_name(wish->paths[1]));
    print_sum(json, &found->score, scene->p);
    print_times(json, found->seconds, found->time_count);
    print_trajectory(json, scene, gamma_m, &found->trajectory);
    print_siap(json, &found->siap);
    if (wish->truths)
        print_truths(json, scene, &found->score);
    tcs_json_end(json);
    tcs_json_line(json);
    good = tcs_json_flush(json);
    free(json);
    return good ? TCS_EXIT_GOOD : TCS_EXIT_IO;
}

static int score(const struct wish *wish)
{
    struct tcs_score_fault fault = { 0 };
    struct tcs_scene scene;
    struct found found = { 0 };
    enum tcs_status status;
    double gamma_m;
    int result = TCS_EXIT_IO;

    if (tcs_scene_open(&scene, wish->paths[0], wish->paths[1], &fault) != TCS_OK)
        return tcs_cli_tell_score(&fault);
    gamma_m = wish->gamma_m > 0.0 ? wish->gamma_m : scene.c_m / 10.0;
    if (tcs_scene_times(wish->paths[1], &found.seconds, &found.time_count, &fault) !=
        TCS_OK) {
        result = tcs_cli_tell_score(&fault);
    } else {
        status = tcs_score_pairs_find(&scene, &found.pairs);
        if (status == TCS_OK)
            status = tcs_score_run(&scene, &found.pairs, &found.score);
        if (status == TCS_OK)
            status = tcs_trajectory_gospa_run(&scene, &found.pairs, gamma_m,
                                              &found.trajectory);
        if (status == TCS_OK)
            status = tcs_siap_run(&scene, &found.pairs, &found.siap);
        if (status == TCS_OK)
            result = print(wish, &scene, gamma_m, &found);
        else
            fprintf(stderr, "tocsin: %s: %s\n", wish->paths[1], tcs_status_text(status));
    }
    free(found.seconds);
    tcs_score_clear(&found.score);
    tcs_score_pairs_clear(&found.pairs);
    tcs_scene_close(&scene);
    return result;
}

int tcs_cmd_score(int argc, char **argv)
{
    struct wish wish = { 0 };
    int n = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (strcmp(argv[i], "--truths") == 0) {
            wish.truths = true;
        } else if (strcmp(argv[i], "--gamma") == 0 && i + 1 < argc) {
            if (tcs_text_double(tcs_text_bytes(argv[++i]), &wish.gamma_m) != TCS_OK ||
                wish.gamma_m <= 0.0 || wish.gamma_m > 1e9)
                return tcs_cli_wrong("score",
                                     "--gamma takes metres, above 0 and at most 1e9");
        } else if (argv[i][0] != '-' && n < 2) {
            wish.paths[n++] = argv[i];
        } else {
            return tcs_cli_wrong("score", "takes SCENARIO and OUT");
        }
    }
    if (n != 2)
        return tcs_cli_wrong("score", "takes SCENARIO and OUT");
    return score(&wish);
}
