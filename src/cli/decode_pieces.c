/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/decode_pieces.h"

#include <inttypes.h>

#include "base/time.h"
#include "feed/capture.h"

enum { FAULTS_SHOWN = 10 }; /* with their place, on standard error */

void tcs_decode_fault(struct tcs_decode_job *job, const struct tcs_fault *fault)
{
    const enum tcs_tally_kind kind =
        fault->status == TCS_E_FOREIGN || fault->status == TCS_E_REFUSED
            ? TCS_TALLY_FOREIGN
        : fault->status == TCS_E_IMPOSSIBLE ? TCS_TALLY_IMPOSSIBLE
                                            : TCS_TALLY_DAMAGED;

    tcs_tally_add(&job->tally, kind, fault->item);
    if (job->faults_shown == FAULTS_SHOWN)
        return;
    job->faults_shown++;
    fprintf(stderr, "%s: %s %" PRIu64 ": %s at octet %" PRIu32 ": %s\n", job->path,
            job->what, job->records, fault->item, fault->offset,
            tcs_status_text(fault->status));
}

void tcs_decode_faults(struct tcs_decode_job *job, enum tcs_tally_kind kind,
                       const char *reason, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        tcs_tally_add(&job->tally, kind, reason);
}

void tcs_decode_time(struct tcs_json *json, const char *key, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    tcs_json_text(json, key, text);
}

int tcs_decode_file(struct tcs_decode_job *job,
                    void (*piece)(struct tcs_decode_job *, struct tcs_bytes),
                    void (*end)(struct tcs_decode_job *))
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;
    struct tcs_capture_packet packet;
    enum tcs_status status = TCS_END;

    tcs_json_init(&job->json, stdout);
    if (tcs_capture_open(job->path, &capture, why) != TCS_OK) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job->path, why);
        return TCS_EXIT_IO;
    }
    if (tcs_capture_is_packets(capture)) {
        fprintf(stderr, "%s: a capture of packets, not text or octets\n", job->path);
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, "a capture of packets");
        tcs_capture_close(capture);
        return tcs_decode_finish(&job->json, &job->tally);
    }
    const bool live = tcs_capture_is_live(capture);

    while ((status = tcs_capture_next(capture, &packet, why)) == TCS_OK) {
        piece(job, packet.data);
        if (live)
            (void)tcs_json_flush(&job->json); /* that it failed is told at the end */
    }
    tcs_capture_close(capture);
    if (status != TCS_END) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job->path, why);
        return TCS_EXIT_IO;
    }
    end(job);
    return tcs_decode_finish(&job->json, &job->tally);
}

int tcs_decode_pieces(const struct tcs_decode_format *format, int argc, char **argv,
                      struct tcs_decode_job *job,
                      void (*piece)(struct tcs_decode_job *, struct tcs_bytes),
                      void (*end)(struct tcs_decode_job *))
{
    if (argc != 2)
        return tcs_decode_usage(format, argc < 2 ? "no FILE" : argv[2]);
    job->path = argv[1];
    return tcs_decode_file(job, piece, end);
}

void tcs_decode_lines_piece(struct tcs_decode_job *job, struct tcs_bytes octets)
{
    struct tcs_bytes line;

    while (tcs_lines_next(&job->lines, &octets, &line) == TCS_OK)
        job->line(job, line);
}

void tcs_decode_lines_end(struct tcs_decode_job *job)
{
    struct tcs_bytes line;

    if (tcs_lines_last(&job->lines, &line) == TCS_OK)
        job->line(job, line);
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "line too long", job->lines.damaged_count);
}

int tcs_decode_lines(const struct tcs_decode_format *format, int argc, char **argv,
                     struct tcs_decode_job *job,
                     void (*line)(struct tcs_decode_job *, struct tcs_bytes))
{
    job->line = line;
    return tcs_decode_pieces(format, argc, argv, job, tcs_decode_lines_piece,
                             tcs_decode_lines_end);
}
