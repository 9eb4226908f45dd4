/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/scenario.h"
#include "plot/plot.h"
#include "score/pairs.h"
#include "score/scene.h"

static const char help[] = "usage: tocsin plot SCENARIO OUT -o FILE\n"
                           "\n"
                           "Draws a run over a scenario folder: truth, detections and "
                           "tracks (OUT/est.csv) on a\n"
                           "map; GOSPA with its parts, numbers and heights over time.\n"
                           "\n"
                           "  -o FILE   .svg, .png or .pdf\n";

/* A detection in the frame of the scenario. */
static struct tcs_plot_detection place(const struct tcs_observation *obs,
                                       const struct tcs_sensor *sensor)
{
    struct tcs_plot_detection d = { sensor->position_m.v[0], sensor->position_m.v[1], 0.0,
                                    false };

    switch (obs->kind) {
    case TCS_OBS_POSITION:
    case TCS_OBS_POSITION_2D:
    case TCS_OBS_CLAIM:
        d.east_m = obs->z[0];
        d.north_m = obs->z[1];
        break;
    case TCS_OBS_RAE:
    case TCS_OBS_RA:
        d.east_m += obs->z[0] * cos(obs->z[2]) * sin(obs->z[1]);
        d.north_m += obs->z[0] * cos(obs->z[2]) * cos(obs->z[1]);
        break;
    case TCS_OBS_AZ:
    case TCS_OBS_AZEL:
        d.az_rad = obs->z[0];
        d.is_bearing = true;
        break;
    case TCS_OBS_RANGE: /* on a circle: drawn at its middle */
        break;
    }
    return d;
}

/* False without memory. */
static bool collect(const struct scenario *scenario, struct tcs_plot_input *input,
                    struct tcs_plot_detection **ret_detections,
                    struct tcs_plot_sensor **ret_sensors)
{
    size_t count = 0;

    for (size_t i = 0; i < scenario->scan_count; i++)
        count += scenario->scans[i].look.count;
    *ret_detections = calloc(count + 1, sizeof **ret_detections);
    *ret_sensors = calloc((size_t)scenario->sensor_count + 1, sizeof **ret_sensors);
    if (*ret_detections == NULL || *ret_sensors == NULL)
        return false;
    for (size_t i = 0; i < scenario->scan_count; i++) {
        const struct tcs_look *look = &scenario->scans[i].look;

        for (uint32_t j = 0; j < look->count; j++)
            (*ret_detections)[input->detection_count++] =
                place(&look->observations[j], &scenario->sensors[look->sensor]);
    }
    for (uint32_t i = 0; i < scenario->sensor_count; i++) {
        struct tcs_plot_sensor *sensor;

        /* What reports places has none of its own worth showing. */
        if (scenario->kinds[i] == TCS_OBS_POSITION_2D ||
            scenario->kinds[i] == TCS_OBS_POSITION)
            continue;
        sensor = &(*ret_sensors)[input->sensor_count++];
        sensor->east_m = scenario->sensors[i].position_m.v[0];
        sensor->north_m = scenario->sensors[i].position_m.v[1];
        snprintf(sensor->name, sizeof sensor->name, "%s", scenario->sensors[i].name);
    }
    input->detections = *ret_detections;
    input->sensors = *ret_sensors;
    return true;
}

static enum tcs_status draw(const char *const paths[2], const struct tcs_scene *scene,
                            const char *file, enum tcs_plot_format format)
{
    struct tcs_plot_input input = { .scene = scene };
    struct tcs_plot_detection *detections = NULL;
    struct tcs_plot_sensor *sensors = NULL;
    struct tcs_score_pairs pairs = { 0 };
    struct tcs_score score = { 0 };
    struct scenario scenario;
    const struct tcs_bytes names[2] = { tcs_cli_folder_name(paths[0]),
                                        tcs_cli_folder_name(paths[1]) };
    char title[256];
    enum tcs_status status;

    if (!scenario_open(&scenario, paths[0], NULL))
        return TCS_E_DAMAGED;
    snprintf(title, sizeof title, "%.*s, estimates %.*s", (int)names[0].len,
             (const char *)names[0].data, (int)names[1].len, (const char *)names[1].data);
    input.title = title;
    input.score = &score;
    status = collect(&scenario, &input, &detections, &sensors) ? TCS_OK : TCS_E_MEMORY;
    if (status == TCS_OK)
        status = tcs_score_pairs_find(scene, &pairs);
    if (status == TCS_OK)
        status = tcs_score_run(scene, &pairs, &score);
    if (status == TCS_OK)
        status = tcs_plot_write(&input, file, format);
    if (status != TCS_OK)
        fprintf(stderr, "tocsin: %s: %s\n", file, tcs_status_text(status));
    tcs_score_clear(&score);
    tcs_score_pairs_clear(&pairs);
    free(detections);
    free(sensors);
    scenario_close(&scenario);
    return status;
}

int tcs_cmd_plot(int argc, char **argv)
{
    const char *paths[2] = { NULL, NULL };
    const char *file = NULL;
    struct tcs_score_fault fault = { 0 };
    struct tcs_scene scene;
    enum tcs_plot_format format = TCS_PLOT_SVG;
    enum tcs_status status;
    int n = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            file = argv[++i];
        else if (argv[i][0] != '-' && n < 2)
            paths[n++] = argv[i];
        else
            return tcs_cli_wrong("plot", "takes SCENARIO, OUT and -o FILE");
    }
    if (n != 2 || file == NULL)
        return tcs_cli_wrong("plot", "takes SCENARIO, OUT and -o FILE");
    if (!tcs_plot_format_of(file, &format))
        return tcs_cli_wrong("plot", "the name of FILE has to end in .svg, .png or .pdf");
    if (tcs_scene_open(&scene, paths[0], paths[1], &fault) != TCS_OK)
        return tcs_cli_tell_score(&fault);
    status = draw(paths, &scene, file, format);
    tcs_scene_close(&scene);
    return status == TCS_OK ? TCS_EXIT_GOOD : TCS_EXIT_IO;
}
