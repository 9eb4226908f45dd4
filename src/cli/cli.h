/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_CLI_H
#define TCS_CLI_CLI_H

/*
 * cli.h -- one program, one file a subcommand and a table (main.c).
 *
 * Results go to standard output (JSON lines for streams, one JSON object for summaries),
 * diagnostics and progress to standard error.
 */

#include "base/bytes.h"

enum tcs_exit {
    TCS_EXIT_GOOD = 0,  /* done and good */
    TCS_EXIT_BAD = 1,   /* what was checked is not good */
    TCS_EXIT_USAGE = 2, /* wrong use */
    TCS_EXIT_IO = 3,    /* input unreadable or output failed */
};

/* argv[0] is the subcommand. Each prints its own help for --help. */
struct tcs_command {
    const char *name;
    const char *arguments; /* for the usage line */
    const char *summary;   /* one line */
    int (*run)(int argc, char **argv);
};

/* Says what is wrong with the arguments (NULL: it has been said) and where help is;
 * TCS_EXIT_USAGE. */
int tcs_cli_wrong(const char *command, const char *what);

struct tcs_score_fault;

/* Says what is wrong with a file that is scored, with its place if it has one; the exit
 * code. */
int tcs_cli_tell_score(const struct tcs_score_fault *fault);

/* The name of a folder: what stands behind its last slash, as long as that is something.
 */
struct tcs_bytes tcs_cli_folder_name(const char *path);

int tcs_cmd_check_site(int argc, char **argv);
int tcs_cmd_decode(int argc, char **argv);
int tcs_cmd_plot(int argc, char **argv);
int tcs_cmd_export(int argc, char **argv);
int tcs_cmd_replay(int argc, char **argv);
int tcs_cmd_score(int argc, char **argv);
int tcs_cmd_simulate(int argc, char **argv);
int tcs_cmd_status(int argc, char **argv);
int tcs_cmd_track(int argc, char **argv);
int tcs_cmd_validate(int argc, char **argv);
int tcs_cmd_verify(int argc, char **argv);
int tcs_cmd_run(int argc, char **argv);
int tcs_cmd_version(int argc, char **argv);

#endif
