/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/time.h"
#include "cli/cli.h"
#include "cli/key.h"
#include "record/record.h"

static const char help[] =
    "usage: tocsin verify RECORD [--key KEY] [--checkpoint FILE]...\n"
    "\n"
    "Checks a record offline: signatures, entries, payloads, tiles, and that every\n"
    "checkpoint is consistent with the next. Prints one JSON object.\n"
    "\n"
    "  --key KEY          the public key to trust: a file like RECORD/key.pub, or the\n"
    "                     text in it. Without it the record's own key is used, which\n"
    "                     an opponent could have replaced.\n"
    "  --checkpoint FILE  a checkpoint (or several in one file) that was kept "
    "elsewhere:\n"
    "                     the record has to contain what it was signed for. Finds a\n"
    "                     record that was cut short, or signed anew.\n"
    "\n"
    "Exit: 0 good, 1 not good (the first bad entry is named), 2 wrong use, 3 "
    "unreadable.\n";

struct arguments {
    const char *record;
    char *key;
    uint8_t *kept;
    size_t kept_len;
};

/* TCS_EXIT_GOOD, or what to exit with. */
static int read_arguments(int argc, char **argv, struct arguments *ret)
{
    for (int i = 1; i < argc; i++) {
        const bool value =
            strcmp(argv[i], "--key") == 0 || strcmp(argv[i], "--checkpoint") == 0;

        if (value && i + 1 == argc) {
            fprintf(stderr, "tocsin verify: %s wants a value\n", argv[i]);
            return TCS_EXIT_USAGE;
        }
        if (value) {
            const bool key = strcmp(argv[i], "--key") == 0 && ret->key == NULL;

            i++;
            if (key ? !tcs_cli_read_key(argv[i], &ret->key)
                    : !tcs_cli_add_file(argv[i], &ret->kept, &ret->kept_len)) {
                fprintf(stderr, "tocsin verify: cannot read %s\n", argv[i]);
                return TCS_EXIT_IO;
            }
        } else if (argv[i][0] == '-' || ret->record != NULL) {
            fprintf(stderr, "tocsin verify: '%s' is not understood; --help tells more\n",
                    argv[i]);
            return TCS_EXIT_USAGE;
        } else {
            ret->record = argv[i];
        }
    }
    if (ret->record == NULL)
        fputs(help, stderr);
    return ret->record == NULL ? TCS_EXIT_USAGE : TCS_EXIT_GOOD;
}

static void show_progress(void *context, uint64_t done, uint64_t all)
{
    (void)context;
    fprintf(stderr, "verify: %" PRIu64 " of %" PRIu64 " entries\n", done, all);
}

static json_t *time_json(const struct tcs_record_report *report, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    if (report->checkpoints == 0)
        return json_null();
    tcs_utc_text(utc_ns, text);
    return json_string(text);
}

static json_t *summary(const struct arguments *arguments, enum tcs_status status,
                       const struct tcs_record_report *report,
                       const struct tcs_record_fault *fault)
{
    json_t *out = json_pack(
        "{s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:b}", "record", arguments->record,
        "ok", status == TCS_OK, "entries", (json_int_t)report->entries, "checkpoints",
        (json_int_t)report->checkpoints, "runs", (json_int_t)report->runs, "withdrawn",
        (json_int_t)report->withdrawn, "beyond_octets", (json_int_t)report->beyond_octets,
        "stray_files", (json_int_t)report->stray_files, "live", report->live);

    json_object_set_new(out, "origin", json_string(report->origin));
    json_object_set_new(out, "root", json_string(report->root_hex));
    json_object_set_new(out, "key_id", json_string(report->key_id));
    json_object_set_new(out, "key", json_string(report->key));
    json_object_set_new(out, "key_from",
                        json_string(arguments->key != NULL ? "given" : "record"));
    json_object_set_new(out, "first_checkpoint_at",
                        time_json(report, report->first_utc_ns));
    json_object_set_new(out, "last_checkpoint_at",
                        time_json(report, report->last_utc_ns));
    if (status != TCS_OK) {
        json_object_set_new(out, "first_bad_entry",
                            fault->entry == UINT64_MAX
                                ? json_null()
                                : json_integer((json_int_t)fault->entry));
        json_object_set_new(out, "fault", json_string(fault->text));
    }
    return out;
}

static int verify(const struct arguments *arguments)
{
    struct tcs_record_fault fault = { .entry = UINT64_MAX };
    struct tcs_record_report report;
    const struct tcs_record_check check = {
        .key = arguments->key,
        .kept = tcs_bytes(arguments->kept, arguments->kept_len),
        .progress = show_progress,
    };
    const enum tcs_status status =
        tcs_record_verify(arguments->record, &check, &report, &fault);
    json_t *out = summary(arguments, status, &report, &fault);
    const int printed = json_dumpf(out, stdout, JSON_COMPACT);

    json_decref(out);
    if (putchar('\n') == EOF || fflush(stdout) != 0 || printed != 0)
        return TCS_EXIT_IO;
    if (status == TCS_OK)
        return TCS_EXIT_GOOD;
    fprintf(stderr, "verify: %s\n", fault.text);
    if (status == TCS_E_ARGUMENT)
        return TCS_EXIT_USAGE;
    return status == TCS_E_MISMATCH ? TCS_EXIT_BAD : TCS_EXIT_IO;
}

int tcs_cmd_verify(int argc, char **argv)
{
    struct arguments arguments = { 0 };

    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(help, stdout);
        return TCS_EXIT_GOOD;
    }
    int code = read_arguments(argc, argv, &arguments);

    if (code == TCS_EXIT_GOOD)
        code = verify(&arguments);
    free(arguments.key);
    free(arguments.kept);
    return code;
}
