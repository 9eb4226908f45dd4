/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/site.h"
#include "watch/run.h"

static const char help[] =
    "usage: tocsin run SITE [--record DIR] [--console DIR] [--map FILE] [--tracks FILE]\n"
    "                  [--mode MODE] [--for SECONDS] [--no-api] [--no-outputs] "
    "[--quiet]\n"
    "\n"
    "Watches a site until SIGINT or SIGTERM; with file feeds, runs through them as fast "
    "as it\n"
    "goes. At the end one JSON object on standard output tells what there was.\n"
    "\n"
    "  --record DIR     keep the record in DIR; one that is there already is continued\n"
    "  --console DIR    serve the built console from DIR\n"
    "  --map FILE       serve a PMTiles map to the console\n"
    "  --tracks FILE    write the picture once a second as JSON lines\n"
    "  --mode MODE      what every screen is told this is: live, simulation or drill\n"
    "  --for SECONDS    stop by itself (live feeds)\n"
    "  --no-api         serve neither console nor API\n"
    "  --no-outputs     reach no output, as in a drill\n"
    "  --quiet          no progress display\n"
    "\n"
    "Files never reach the outputs. Exit: 0 good, 1 errors in SITE, 2 wrong use, 3 "
    "input\n"
    "unreadable or output failed.\n";

enum {
    OPTION_HELP = 'h',
    OPTION_RECORD,
    OPTION_CONSOLE,
    OPTION_MAP,
    OPTION_TRACKS,
    OPTION_MODE,
    OPTION_FOR,
    OPTION_NO_API,
    OPTION_NO_OUTPUTS,
    OPTION_QUIET
};

static const struct option long_options[] = {
    { "help", no_argument, NULL, OPTION_HELP },
    { "record", required_argument, NULL, OPTION_RECORD },
    { "console", required_argument, NULL, OPTION_CONSOLE },
    { "map", required_argument, NULL, OPTION_MAP },
    { "tracks", required_argument, NULL, OPTION_TRACKS },
    { "mode", required_argument, NULL, OPTION_MODE },
    { "for", required_argument, NULL, OPTION_FOR },
    { "no-api", no_argument, NULL, OPTION_NO_API },
    { "no-outputs", no_argument, NULL, OPTION_NO_OUTPUTS },
    { "quiet", no_argument, NULL, OPTION_QUIET },
    { NULL, 0, NULL, 0 },
};

static bool take_option(int option, struct tcs_run_options *options)
{
    switch (option) {
    case OPTION_RECORD:
        options->record = optarg;
        return true;
    case OPTION_CONSOLE:
        options->console_dir = optarg;
        return true;
    case OPTION_MAP:
        options->map = optarg;
        return true;
    case OPTION_TRACKS:
        options->tracks = optarg;
        return true;
    case OPTION_MODE:
        options->mode = optarg;
        return strcmp(optarg, "live") == 0 || strcmp(optarg, "simulation") == 0 ||
               strcmp(optarg, "drill") == 0;
    case OPTION_FOR:
        return tcs_text_double(tcs_text_bytes(optarg), &options->seconds) == TCS_OK &&
               options->seconds > 0.0;
    case OPTION_NO_API:
        options->serve = false;
        return true;
    case OPTION_NO_OUTPUTS:
        options->deliver = false;
        return true;
    case OPTION_QUIET:
        options->progress = false;
        return true;
    default:
        return false;
    }
}

/* A mixture of files and live feeds is refused further on, with its reason. */
static bool has_files(const struct tcs_site *site)
{
    for (uint32_t i = 0; i < site->engine.feed_count; i++)
        if (site->feeds[i].transport == TCS_TRANSPORT_FILE)
            return true;
    return false;
}

static int print_summary(json_t *summary)
{
    const int written =
        json_dumpf(summary, stdout, JSON_COMPACT | JSON_REAL_PRECISION(10));

    putchar('\n');
    return written == 0 && fflush(stdout) == 0 ? TCS_EXIT_GOOD : TCS_EXIT_IO;
}

static bool is_drill(const struct tcs_run_options *options)
{
    return options->mode != NULL && strcmp(options->mode, "drill") == 0;
}

static int run_site(const char *path, struct tcs_site *site,
                    const struct tcs_run_options *options)
{
    uint8_t *text = NULL;
    size_t len = 0;
    int result = (int)tcs_cli_load_site(path, site, &text, &len);

    if (result != TCS_EXIT_GOOD)
        return result;
    json_t *summary = has_files(site) ? tcs_run_files(site, tcs_bytes(text, len), options)
                                      : tcs_run_live(site, tcs_bytes(text, len), options);

    free(text);
    if (summary == NULL)
        return TCS_EXIT_IO;
    result = print_summary(summary);
    json_decref(summary);
    return result;
}

int tcs_cmd_run(int argc, char **argv)
{
    struct tcs_run_options options = { .serve = true,
                                       .deliver = true,
                                       .progress = isatty(STDERR_FILENO) != 0 };
    int option = 0;

    while ((option = getopt_long(argc, argv, "h", long_options, NULL)) != -1) {
        if (option == OPTION_HELP) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
        if (!take_option(option, &options))
            return tcs_cli_wrong("run", option == OPTION_FOR
                                            ? "--for takes a number of seconds above 0"
                                            : NULL);
    }
    if (optind != argc - 1)
        return tcs_cli_wrong("run", "takes one site file");
    if (is_drill(&options)) {
        fputs("tocsin: a drill: the outputs are not reached\n", stderr);
        options.deliver = false;
    }
    struct tcs_site *site = calloc(1, sizeof *site);

    if (site == NULL)
        return TCS_EXIT_IO;
    const int result = run_site(argv[optind], site, &options);

    free(site);
    return result;
}
