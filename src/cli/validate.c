/* SPDX-License-Identifier: Apache-2.0 */
/*
 * validate.c -- `tocsin validate sapient FILE...`: whether messages keep every rule of
 * the interface, one line a file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/sapient_file.h"
#include "decode/sapient.h"

static const char help[] =
    "usage: tocsin validate sapient [--all] [--session] FILE...\n"
    "\n"
    "Checks messages of SAPIENT (BSI Flex 335 v2.0) against every rule of the "
    "interface:\n"
    "mandatory fields, identities, enumerations, ranges, what excludes or needs another\n"
    "field. A file is JSON, one bare message, or messages with their lengths as in a\n"
    "stream; - is standard input. Prints, one line a file,\n"
    "\n"
    "  FILE: valid\n"
    "  FILE: invalid: PATH: RULE        the first that is broken\n"
    "\n"
    "  --all      every rule that is broken, one line each\n"
    "  --session  the files are one session, in order: nodes have to register before "
    "they\n"
    "             report, in the units that they declared; tasks and alerts that are\n"
    "             referred to have to be there\n"
    "\n"
    "Of a file with several messages, PATH begins with the message's number, as in #3.\n"
    "Exit: 0 all valid, 1 any invalid, 2 wrong use, 3 unreadable.\n";

struct job {
    const char *path;
    bool all;
    struct tcs_sapient_session *session; /* NULL: each message on its own */
    unsigned messages;                   /* of this file */
    unsigned findings;
    unsigned printed;
    struct tcs_pb_findings found;
    /* The first finding waits: whether it is numbered shows at the second message. */
    struct tcs_proto_fault first;
    unsigned first_message;
};

static void print_finding(const struct job *job, unsigned message, const char *path,
                          const char *rule)
{
    printf("%s: invalid: ", job->path);
    if (job->messages > 1)
        printf("#%u ", message);
    printf("%s: %s\n", path[0] != '\0' ? path : "(message)", rule);
}

static void add_finding(struct job *job, const char *path, const char *rule)
{
    if (job->findings++ == 0) {
        snprintf(job->first.path, sizeof job->first.path, "%s", path);
        snprintf(job->first.rule, sizeof job->first.rule, "%s", rule);
        job->first_message = job->messages;
    } else if (job->all) {
        print_finding(job, job->messages, path, rule);
    }
}

static void take(void *owner, struct tcs_bytes message,
                 const struct tcs_proto_fault *fault)
{
    struct job *job = owner;
    job->messages++;
    if (fault != NULL) {
        add_finding(job, fault->path, fault->rule);
        return;
    }
    job->found.count = job->found.dropped = 0;
    const bool good = tcs_sapient_check(message, job->session, &job->found);
    for (uint32_t i = 0; i < job->found.count; i++)
        add_finding(job, job->found.finding[i].path, job->found.finding[i].rule);
    if (good && job->session != NULL &&
        tcs_sapient_note(job->session, message) == TCS_E_FULL)
        add_finding(job, "nodeId", "is one node more than a session has room for");
}

static enum tcs_exit check_file(struct job *job)
{
    job->messages = job->findings = 0;
    const char *why = tcs_sapient_file(job->path, take, job);

    if (why != NULL) {
        fprintf(stderr, "tocsin: %s: %s\n", job->path, why);
        return TCS_EXIT_IO;
    }
    if (job->messages == 0)
        add_finding(job, "", "there is none");
    if (job->findings > 0)
        print_finding(job, job->first_message, job->first.path, job->first.rule);
    else
        printf("%s: valid\n", job->path);
    return job->findings > 0 ? TCS_EXIT_BAD : TCS_EXIT_GOOD;
}

static enum tcs_exit check_files(struct job *job, char **paths)
{
    enum tcs_exit worst = TCS_EXIT_GOOD;
    for (; *paths != NULL; paths++) {
        if (strcmp(*paths, "--all") == 0 || strcmp(*paths, "--session") == 0)
            continue;
        job->path = *paths;
        const enum tcs_exit result = check_file(job);
        if (result > worst)
            worst = result;
    }
    if (fflush(stdout) != 0) {
        fputs("tocsin validate: output failed\n", stderr);
        return TCS_EXIT_IO;
    }
    return worst;
}

int tcs_cmd_validate(int argc, char **argv)
{
    static struct job job;
    int files = 0;
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return TCS_EXIT_GOOD;
        }
    if (argc < 2)
        return tcs_cli_wrong("validate", "no format");
    if (strcmp(argv[1], "sapient") != 0)
        return tcs_cli_wrong("validate", "the format is not sapient");
    bool session = false;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--all") == 0)
            job.all = true;
        else if (strcmp(argv[i], "--session") == 0)
            session = true;
        else if (argv[i][0] == '-' && argv[i][1] != '\0')
            return tcs_cli_wrong("validate", "there is no such option");
        else
            files++;
    }
    if (files == 0)
        return tcs_cli_wrong("validate", "no FILE");
    if (session && (job.session = calloc(1, sizeof *job.session)) == NULL)
        return TCS_EXIT_IO;
    const enum tcs_exit result = check_files(&job, argv + 2);
    free(job.session);
    return (int)result;
}
