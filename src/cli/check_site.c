/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/site.h"
#include "config/site.h"

static const char help[] =
    "usage: tocsin check-site FILE\n"
    "\n"
    "Reads a site file and tells every error in it, one a line, as FILE:LINE:COLUMN: "
    "what is\n"
    "wrong. A good file gives one JSON object with what is in it on standard output.\n"
    "\n"
    "Exit: 0 good, 1 errors, 2 wrong use, 3 unreadable. The format: tocsin-site(5).\n";

static void print_summary(const struct tcs_site *site)
{
    unsigned people = 0;

    for (uint32_t i = 0; i < site->engine.zone_count; i++)
        people += site->engine.zones[i].people;
    printf("{\"sensors\":%u,\"feeds\":%u,\"zones\":%u,\"people\":%u,\"outputs\":%u}\n",
           site->engine.sensor_count, site->engine.feed_count, site->engine.zone_count,
           people, site->sink_count);
}

enum tcs_exit tcs_cli_tell_load(const char *path, enum tcs_status status,
                                const struct tcs_config_errors *errors)
{
    if (status == TCS_OK)
        return TCS_EXIT_GOOD;
    if (status == TCS_E_DAMAGED) {
        tcs_config_errors_print(path, errors);
        return TCS_EXIT_BAD;
    }
    fprintf(stderr, "tocsin: %s: %s\n", path,
            status == TCS_E_IO     ? strerror(errno)
            : status == TCS_E_FULL ? "the file is too long"
                                   : tcs_status_text(status));
    return TCS_EXIT_IO;
}

enum tcs_exit tcs_cli_load_site(const char *path, struct tcs_site *site,
                                uint8_t **ret_text, size_t *ret_len)
{
    struct tcs_config_errors *errors = calloc(1, sizeof *errors);

    if (errors == NULL)
        return TCS_EXIT_IO;
    const enum tcs_status status = tcs_site_load(path, site, errors, ret_text, ret_len);
    const enum tcs_exit result = tcs_cli_tell_load(path, status, errors);

    free(errors);
    return result;
}

int tcs_cmd_check_site(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return TCS_EXIT_GOOD;
    }
    if (argc != 2 || argv[1][0] == '-') {
        fputs(help, stderr);
        return TCS_EXIT_USAGE;
    }
    struct tcs_site *site = calloc(1, sizeof *site);

    if (site == NULL)
        return TCS_EXIT_IO;
    const enum tcs_exit result = tcs_cli_load_site(argv[1], site, NULL, NULL);

    if (result == TCS_EXIT_GOOD)
        print_summary(site);
    free(site);
    return (int)result;
}
