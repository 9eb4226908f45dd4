/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static const struct tcs_command commands[] = {
    { "check-site", "FILE", "tell every error in a site file", tcs_cmd_check_site },
    { "decode", "FORMAT FILE", "print the records of a file as JSON lines",
      tcs_cmd_decode },
    { "export", "RECORD --format F [-o FILE]",
      "write a record's tracks and alarms for other programs", tcs_cmd_export },
    { "plot", "SCENARIO OUT -o FILE", "draw truth, detections, tracks and GOSPA",
      tcs_cmd_plot },
    { "replay", "RECORD [--verify] [--key KEY] [--speed X]",
      "feed a record to the engine again and compare", tcs_cmd_replay },
    { "score", "SCENARIO OUT [OPTIONS]", "compare estimates with the truth of a scenario",
      tcs_cmd_score },
    { "simulate", "SCENARIO [OPTIONS]", "play a scenario in real wire formats",
      tcs_cmd_simulate },
    { "status", "[--url URL] [--json] [--watch]", "tell how a running tocsin fares",
      tcs_cmd_status },
    { "track", "SCENARIO OUT", "run the tracker over a scenario folder", tcs_cmd_track },
    { "validate", "sapient FILE...",
      "tell whether messages keep the rules of an interface", tcs_cmd_validate },
    { "verify", "RECORD", "check a record offline, from its first entry to its last",
      tcs_cmd_verify },
    { "run", "SITE [OPTIONS]", "watch a site", tcs_cmd_run },
    { "version", "", "print the version", tcs_cmd_version },
};

int tcs_cmd_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("tocsin " TCS_VERSION);
    return TCS_EXIT_GOOD;
}

static void usage(FILE *out)
{
    fputs("usage: tocsin SUBCOMMAND [ARGUMENTS]\n\n", out);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        fprintf(out, "  tocsin %s%s%s\n      %s\n", commands[i].name,
                commands[i].arguments[0] != '\0' ? " " : "", commands[i].arguments,
                commands[i].summary);
    fputs("\n'tocsin SUBCOMMAND --help' tells more. Manual: tocsin(1).\n", out);
}

int tcs_cli_wrong(const char *command, const char *what)
{
    if (what != NULL)
        fprintf(stderr, "tocsin %s: %s\n", command, what);
    fprintf(stderr, "'tocsin %s --help' tells more\n", command);
    return TCS_EXIT_USAGE;
}

/* What could not be written was not done, whoever wrote it. */
static int finish(int code)
{
    if ((fflush(stdout) == 0 && ferror(stdout) == 0) || code != TCS_EXIT_GOOD)
        return code;
    perror("tocsin: standard output");
    return TCS_EXIT_IO;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        usage(stderr);
        return TCS_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        usage(stdout);
        return finish(TCS_EXIT_GOOD);
    }
    if (strcmp(argv[1], "--version") == 0)
        return finish(tcs_cmd_version(argc - 1, argv + 1));
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return finish(commands[i].run(argc - 1, argv + 1));
    fprintf(stderr, "tocsin: no subcommand '%s'; 'tocsin --help' lists them\n", argv[1]);
    return TCS_EXIT_USAGE;
}
