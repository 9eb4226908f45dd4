/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_DECODE_H
#define TCS_CLI_DECODE_H

/*
 * decode.h -- `tocsin decode FORMAT FILE`: one file decode_FORMAT.c a format, and a line
 * in the table of decode.c.
 *
 * Every format prints one JSON object a record on standard output and, at the end, its
 * counts on standard error. Damage is counted, not fatal. Exit: 0, also when some of the
 * input was damaged; 1 when nothing could be decoded; 2 wrong use; 3 unreadable input or
 * output that failed.
 */

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"
#include "cli/json.h"

struct tcs_decode_format {
    const char *name;
    const char *arguments; /* for the usage line */
    const char *help;      /* lines for --help: what is read, what options there are */
    /* argv[0] is the name of the format; --help has been dealt with. */
    int (*run)(const struct tcs_decode_format *format, int argc, char **argv);
};

/* The formats, one a decode_NAME.c. */
int tcs_decode_ais(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_asterix(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_frigate(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_kraken(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_mavlink(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_odas(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_onvif(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_cot(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_tak(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_modes(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_remoteid(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_sapient(const struct tcs_decode_format *format, int argc, char **argv);
int tcs_decode_uat(const struct tcs_decode_format *format, int argc, char **argv);

/* "tocsin decode NAME: what", then the usage line, on standard error; gives
 * TCS_EXIT_USAGE. what may be NULL. */
int tcs_decode_usage(const struct tcs_decode_format *format, const char *what);

/* Counts by reason. Reasons are compared as text and copied. */
enum {
    TCS_TALLY_MAX = 64,
    TCS_TALLY_REASON_LEN = 96,
};

enum tcs_tally_kind {
    TCS_TALLY_DAMAGED,
    TCS_TALLY_FOREIGN,
    TCS_TALLY_IMPOSSIBLE,
    TCS_TALLY_REMARK, /* decoded all the same */
    TCS_TALLY_KIND_COUNT,
};

struct tcs_tally_row {
    enum tcs_tally_kind kind;
    char reason[TCS_TALLY_REASON_LEN];
    uint64_t count;
};

struct tcs_tally {
    uint64_t records;                      /* objects printed */
    uint64_t totals[TCS_TALLY_KIND_COUNT]; /* whatever the reason */
    struct tcs_tally_row rows[TCS_TALLY_MAX];
    size_t row_count; /* further reasons are counted in the totals only */
};

void tcs_tally_add(struct tcs_tally *tally, enum tcs_tally_kind kind, const char *reason);

/*
 * The counts, one a line:
 *     records 162
 *     damaged 2
 *       CAT048 I048/250: runs over the record: 2
 *     foreign 0
 *     impossible 0
 */
void tcs_tally_print(const struct tcs_tally *tally, FILE *out);

/* Flushes json, prints the tally to standard error and tells the exit code. */
int tcs_decode_finish(struct tcs_json *json, const struct tcs_tally *tally);

#endif
