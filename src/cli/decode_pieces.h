/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CLI_DECODE_PIECES_H
#define TCS_CLI_DECODE_PIECES_H

/* decode_pieces.h -- what formats share that are read as octets in pieces. */

#include "base/bytes.h"
#include "base/fault.h"
#include "cli/decode.h"
#include "decode/lines.h"

struct tcs_decode_job {
    const char *path;
    const char *what; /* a record, for messages: "line", "document" */
    struct tcs_tally tally;
    struct tcs_json json;
    uint64_t records; /* of any kind, from 1 */
    unsigned faults_shown;
    struct tcs_lines lines;                                  /* of tcs_decode_lines... */
    void (*line)(struct tcs_decode_job *, struct tcs_bytes); /* ...and who takes them */
};

/* Reads the file at job->path and hands it on in pieces; `end` comes behind the last. The
 * exit code. A format that needs more than a job begins its own with one. */
int tcs_decode_file(struct tcs_decode_job *job,
                    void (*piece)(struct tcs_decode_job *, struct tcs_bytes),
                    void (*end)(struct tcs_decode_job *));

/* The same of FILE, the only argument. */
int tcs_decode_pieces(const struct tcs_decode_format *format, int argc, char **argv,
                      struct tcs_decode_job *job,
                      void (*piece)(struct tcs_decode_job *, struct tcs_bytes),
                      void (*end)(struct tcs_decode_job *));

/* The same, line by line; what is too long for one is counted as damaged. */
int tcs_decode_lines(const struct tcs_decode_format *format, int argc, char **argv,
                     struct tcs_decode_job *job,
                     void (*line)(struct tcs_decode_job *, struct tcs_bytes));

/* A piece and the end of it, for job->line. */
void tcs_decode_lines_piece(struct tcs_decode_job *job, struct tcs_bytes octets);
void tcs_decode_lines_end(struct tcs_decode_job *job);

/* Counts what is wrong with record number job->records; the first few are shown. */
void tcs_decode_fault(struct tcs_decode_job *job, const struct tcs_fault *fault);

/* count times the same. */
void tcs_decode_faults(struct tcs_decode_job *job, enum tcs_tally_kind kind,
                       const char *reason, uint64_t count);

/* A member with a time as text. */
void tcs_decode_time(struct tcs_json *json, const char *key, int64_t utc_ns);

#endif
