/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/site.h"
#include "sim/deliver.h"
#include "sim/truth.h"

static const char help[] =
    "usage: tocsin simulate SCENARIO [--files DIR] [--truth FILE] [--seed N] [--quiet]\n"
    "\n"
    "Plays a scenario: drones, birds and aircraft fly, the sensors of its site watch "
    "them and\n"
    "report in real wire formats. Without --files, live: in real time, from now, over "
    "the\n"
    "sockets that the site file names. At the end one JSON object on standard output "
    "tells how\n"
    "each flyer ended.\n"
    "\n"
    "  --files DIR    as fast as it goes, into captures; DIR/site.yaml is the site with "
    "them as\n"
    "                 its feeds, for 'tocsin run'; DIR/truth.csv and truth.json are the "
    "truth\n"
    "  --truth FILE   live: write the truth there, ten times a second\n"
    "  --seed N       another seed than the scenario's\n"
    "  --quiet        no progress display\n"
    "\n"
    "Exit: 0 good, 1 errors in SCENARIO, 2 wrong use, 3 input unreadable or output "
    "failed.\n"
    "The format: tocsin-scenario(5).\n";

struct options {
    const char *files;
    const char *truth;
    int64_t seed; /* < 0: the scenario's */
    bool progress;
};

enum { OPTION_HELP = 'h', OPTION_FILES, OPTION_TRUTH, OPTION_SEED, OPTION_QUIET };

static const struct option long_options[] = {
    { "help", no_argument, NULL, OPTION_HELP },
    { "files", required_argument, NULL, OPTION_FILES },
    { "truth", required_argument, NULL, OPTION_TRUTH },
    { "seed", required_argument, NULL, OPTION_SEED },
    { "quiet", no_argument, NULL, OPTION_QUIET },
    { NULL, 0, NULL, 0 },
};

static bool take_option(int option, struct options *options)
{
    switch (option) {
    case OPTION_FILES:
        options->files = optarg;
        return true;
    case OPTION_TRUTH:
        options->truth = optarg;
        return true;
    case OPTION_SEED:
        return tcs_text_int(tcs_text_bytes(optarg), &options->seed) == TCS_OK &&
               options->seed >= 0 && options->seed <= UINT32_MAX;
    case OPTION_QUIET:
        options->progress = false;
        return true;
    default:
        return false;
    }
}

static int load(const char *path, struct tcs_scenario *scenario, struct tcs_site *site)
{
    struct tcs_config_errors *errors = calloc(1, sizeof *errors);

    if (errors == NULL)
        return TCS_EXIT_IO;
    const enum tcs_status status = tcs_scenario_load(path, scenario, site, errors);

    const int result = (int)tcs_cli_tell_load(path, status, errors);

    free(errors);
    return result;
}

static enum tcs_status play_live(struct tcs_sim *sim, const struct options *options,
                                 char error[TCS_DELIVER_ERROR_LEN])
{
    FILE *truth = options->truth == NULL ? NULL : fopen(options->truth, "w");

    if (options->truth != NULL && truth == NULL) {
        snprintf(error, TCS_DELIVER_ERROR_LEN, "%.150s: %s", options->truth,
                 strerror(errno));
        return TCS_E_IO;
    }
    const enum tcs_status status = tcs_deliver_live(sim, truth, error);

    if (truth == NULL || fclose(truth) == 0)
        return status;
    snprintf(error, TCS_DELIVER_ERROR_LEN, "%.150s: %s", options->truth, strerror(errno));
    return TCS_E_IO;
}

static int play(struct tcs_sim *sim, const struct options *options)
{
    char error[TCS_DELIVER_ERROR_LEN] = "";
    const enum tcs_status status =
        options->files != NULL
            ? tcs_deliver_files(sim, options->files, options->progress, error)
            : play_live(sim, options, error);

    if (status != TCS_OK) {
        fprintf(stderr, "tocsin: %s\n",
                error[0] != '\0' ? error : tcs_status_text(status));
        return TCS_EXIT_IO;
    }
    json_t *summary = tcs_truth_summary(sim);
    const int written =
        json_dumpf(summary, stdout, JSON_COMPACT | JSON_REAL_PRECISION(9));

    json_decref(summary);
    putchar('\n');
    return written == 0 && fflush(stdout) == 0 ? TCS_EXIT_GOOD : TCS_EXIT_IO;
}

static int simulate(const char *path, struct tcs_scenario *scenario,
                    struct tcs_site *site, const struct options *options)
{
    struct tcs_sim sim;
    char error[256];
    int result = load(path, scenario, site);

    if (result != TCS_EXIT_GOOD)
        return result;
    if (options->seed >= 0)
        scenario->seed = (uint32_t)options->seed;
    if (options->files == NULL)
        scenario->start_utc_ns = (int64_t)time(NULL) * TCS_NS_PER_S;
    if (tcs_sim_open(scenario, site, &sim, error) != TCS_OK) {
        fprintf(stderr, "tocsin: %s\n", error);
        return TCS_EXIT_IO;
    }
    result = play(&sim, options);
    tcs_sim_close(&sim);
    return result;
}

int tcs_cmd_simulate(int argc, char **argv)
{
    struct options options = { .seed = -1, .progress = isatty(STDERR_FILENO) != 0 };
    int option = 0;

    while ((option = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
        if (option == OPTION_HELP) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (!take_option(option, &options))
            return tcs_cli_wrong("simulate",
                                 option == OPTION_SEED
                                     ? "--seed takes a whole number from 0 to 4294967295"
                                     : NULL);
    }
    if (optind != argc - 1)
        return tcs_cli_wrong("simulate", "takes one scenario file");
    struct tcs_scenario *scenario = calloc(1, sizeof *scenario);
    struct tcs_site *site = calloc(1, sizeof *site);
    const int result = scenario != NULL && site != NULL
                           ? simulate(argv[optind], scenario, site, &options)
                           : TCS_EXIT_IO;

    free(scenario);
    free(site);
    return result;
}
