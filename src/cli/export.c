/* SPDX-License-Identifier: Apache-2.0 */
/* What a record holds, in the forms of other programs: its events go through the engine
 * again, so that the picture is the one that was there. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/rerun.h"
#include "export/export.h"

static const char help[] =
    "usage: tocsin export RECORD --format F [-o FILE] [--every S] [--from T] [--to T]\n"
    "\n"
    "Writes the confirmed tracks and the alarms of a record for other programs.\n"
    "\n"
    "  --format F   one of:\n";
static const char help_options[] =
    "  -o FILE      where to; - (the default) is standard output. FILE appears when it "
    "is\n"
    "               whole\n"
    "  --every S    seconds between two pictures; default 1\n"
    "  --from T, --to T\n"
    "               only what lies between, RFC 3339 as in 2026-05-04T10:00:00Z\n"
    "\n"
    "Exit: 0 good, 1 the record is damaged, 2 wrong use, 3 unreadable or output "
    "failed.\n";

struct export
{
    struct rerun rerun;
    struct tcs_export *out;
    int64_t every_ns;
    int64_t from_ns; /* UTC */
    int64_t to_ns;
    bool any_picture;
    struct tcs_time last_picture;
    struct tcs_track_view *shown; /* those that are confirmed */
    size_t shown_capacity;
    uint64_t pictures;
    uint64_t changes;
    bool out_failed; /* what was written, not what was read */
    int out_errno;
    bool progress;
    uint64_t told; /* entries at the last progress */
};

/* To be told apart from what the record gives. */
static enum tcs_status written(struct export *e, enum tcs_status status)
{
    if (status != TCS_OK && !e->out_failed) {
        e->out_failed = true;
        e->out_errno = status == TCS_E_IO ? errno : 0;
    }
    return status;
}

static enum tcs_status take_begun(void *context, struct rerun *rerun)
{
    struct export *e = context;

    return written(e, tcs_export_site(e->out, rerun->site));
}

/* The confirmed tracks of the picture. False: no memory. */
static bool show(struct export *e, const struct tcs_output *output,
                 struct tcs_view_picture *ret)
{
    size_t count = 0;

    if (output->track_count > e->shown_capacity) {
        struct tcs_track_view *more =
            realloc(e->shown, output->track_count * sizeof *more);

        if (more == NULL)
            return false;
        e->shown = more;
        e->shown_capacity = output->track_count;
    }
    for (size_t i = 0; i < output->track_count; i++)
        if (output->tracks[i].state != TCS_TRACK_TENTATIVE)
            e->shown[count++] = output->tracks[i];
    *ret = (struct tcs_view_picture) { .tracks = e->shown,
                                       .track_count = count,
                                       .threats = output->threats,
                                       .threat_count = output->threat_count };
    return true;
}

static bool picture_due(struct export *e, const struct tcs_output *output,
                        struct tcs_time now)
{
    if (!output->picture_new ||
        (e->any_picture && tcs_time_since(now, e->last_picture).ns < e->every_ns))
        return false;
    e->any_picture = true;
    e->last_picture = now;
    return true;
}

static void tell_progress(struct export *e)
{
    if (!e->progress || e->rerun.entries - e->told < 50000)
        return;
    e->told = e->rerun.entries;
    fprintf(stderr, "\r%" PRIu64 " entries, %" PRIu64 " pictures", e->rerun.entries,
            e->pictures);
}

static enum tcs_status take_step(void *context, struct rerun *rerun,
                                 const struct tcs_output *output)
{
    struct export *e = context;
    const struct tcs_time now = tcs_engine_now(&rerun->engine);
    const int64_t utc_ns = tcs_time_to_utc(&rerun->site->engine.leap, now);
    struct tcs_view_picture picture;
    enum tcs_status status = TCS_OK;

    tell_progress(e);
    if (utc_ns < e->from_ns || utc_ns > e->to_ns ||
        (!output->picture_new && output->change_count == 0))
        return TCS_OK;
    if (!show(e, output, &picture))
        return TCS_E_MEMORY;
    if (picture_due(e, output, now)) {
        status = written(e, tcs_export_picture(e->out, rerun->site, now, &picture,
                                               tcs_engine_alarms(&rerun->engine)));
        e->pictures++;
    }
    for (size_t i = 0; i < output->change_count && status == TCS_OK; i++) {
        status = written(e, tcs_export_change(e->out, rerun->site, now, &picture,
                                              &output->changes[i]));
        e->changes++;
    }
    return status;
}

static int finish(struct export *e, enum tcs_status status, const char *path)
{
    const bool read = status == TCS_OK || e->out_failed;

    if (e->progress && e->told > 0)
        fputc('\n', stderr);
    errno = 0;
    const enum tcs_status closed = written(e, tcs_export_close(e->out, status == TCS_OK));

    if (!read) {
        const char *why =
            e->rerun.fault[0] != '\0' ? e->rerun.fault : tcs_status_text(status);

        /* A fault of a file begins with its path. */
        if (strncmp(why, e->rerun.path, strlen(e->rerun.path)) == 0)
            fprintf(stderr, "tocsin export: %s\n", why);
        else
            fprintf(stderr, "tocsin export: %s: %s\n", e->rerun.path, why);
        return rerun_exit(status);
    }
    if (e->out_failed) {
        fprintf(stderr, "tocsin export: %s: %s\n", path,
                e->out_errno != 0 ? strerror(e->out_errno) : tcs_status_text(closed));
        return TCS_EXIT_IO;
    }
    fprintf(stderr, "%" PRIu64 " pictures, %" PRIu64 " changes of alarms\n", e->pictures,
            e->changes);
    return TCS_EXIT_GOOD;
}

static int run(struct export *e, const char *format, const char *path)
{
    static const struct rerun_hooks hooks = { .begun = take_begun, .step = take_step };

    enum tcs_status status = tcs_export_open(format, path, &e->out);

    if (status == TCS_E_NOT_FOUND || status == TCS_E_ARGUMENT)
        return tcs_cli_wrong("export", status == TCS_E_NOT_FOUND
                                           ? "no such format; --help lists them"
                                           : "this format needs -o FILE");
    if (status != TCS_OK) {
        fprintf(stderr, "tocsin export: %s\n", tcs_status_text(status));
        return TCS_EXIT_IO;
    }
    e->rerun.hooks = &hooks;
    e->rerun.context = e;
    status = rerun_all(&e->rerun);
    const int result = finish(e, status, path);

    rerun_close(&e->rerun);
    free(e->shown);
    return result;
}

static void print_help(void)
{
    fputs(help, stdout);
    for (size_t i = 0; i < tcs_export_format_count(); i++) {
        const struct tcs_export_format *format = tcs_export_format_at(i);

        printf("                 %-11s %s\n", format->name, format->what);
    }
    fputs(help_options, stdout);
}

static bool take_seconds(const char *text, int64_t *ret_ns)
{
    double seconds = 0.0;

    if (tcs_text_double(tcs_text_bytes(text), &seconds) != TCS_OK || !(seconds > 0.0) ||
        seconds > 86400.0)
        return false;
    *ret_ns = tcs_span_from_seconds(seconds).ns;
    return true;
}

enum { OPTION_FORMAT = 256, OPTION_EVERY, OPTION_FROM, OPTION_TO };

static const struct option options[] = {
    { "help", no_argument, NULL, 'h' },
    { "format", required_argument, NULL, OPTION_FORMAT },
    { "output", required_argument, NULL, 'o' },
    { "every", required_argument, NULL, OPTION_EVERY },
    { "from", required_argument, NULL, OPTION_FROM },
    { "to", required_argument, NULL, OPTION_TO },
    { NULL, 0, NULL, 0 },
};

/* NULL, or what is wrong; "" when getopt has said it. */
static const char *take_option(struct export *e, int option, const char **format,
                               const char **path)
{
    switch (option) {
    case OPTION_FORMAT:
        *format = optarg;
        return NULL;
    case 'o':
        *path = optarg;
        return NULL;
    case OPTION_EVERY:
        return take_seconds(optarg, &e->every_ns)
                   ? NULL
                   : "--every takes seconds above 0, up to a day";
    case OPTION_FROM:
        return tcs_utc_parse(optarg, &e->from_ns) == TCS_OK
                   ? NULL
                   : "--from takes a time as 2026-05-04T10:00:00Z";
    case OPTION_TO:
        return tcs_utc_parse(optarg, &e->to_ns) == TCS_OK
                   ? NULL
                   : "--to takes a time as 2026-05-04T10:00:00Z";
    default:
        return "";
    }
}

int tcs_cmd_export(int argc, char **argv)
{
    struct export e = { .every_ns = TCS_NS_PER_S,
                        .from_ns = INT64_MIN,
                        .to_ns = INT64_MAX,
                        .progress = isatty(STDERR_FILENO) != 0 };
    const char *format = NULL;
    const char *path = "-";
    int option = 0;

    while ((option = getopt_long(argc, argv, "ho:", options, NULL)) != -1) {
        if (option == 'h') {
            print_help();
            return TCS_EXIT_GOOD;
        }
        const char *wrong = take_option(&e, option, &format, &path);

        if (wrong != NULL)
            return tcs_cli_wrong("export", wrong[0] != '\0' ? wrong : NULL);
    }
    if (optind != argc - 1)
        return tcs_cli_wrong("export", "takes one record");
    if (format == NULL)
        return tcs_cli_wrong("export", "needs --format; --help lists them");
    e.rerun.path = argv[optind];
    return run(&e, format, path);
}
