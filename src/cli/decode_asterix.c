/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_asterix.c -- `tocsin decode asterix`: one line a record, every item and field
 * with its unit as the specification has it.
 *
 *   {"packet":1,"utc":"...","offset":3,"category":48,"edition":"1.32","valid_utc":"...",
 *    "items":{"I048/010":{"SAC":25,"SIC":201},"I048/140":{"TOD_s":27354.6},...}}
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "cli/decode.h"
#include "decode/asterix/asterix.h"
#include "decode/asterix/show.h"
#include "decode/udp.h"
#include "feed/capture.h"

enum {
    FAULTS_SHOWN = 10, /* with their place, on standard error */
    RAW_MAX = 1 << 30, /* octets of a raw file */
};

struct job {
    const char *path;
    long port; /* -1: any */
    struct tcs_asterix_set set;
    struct tcs_leap_table leap;
    struct tcs_tally tally;
    struct tcs_json json;
    unsigned faults_shown;
    uint64_t good[256]; /* records by category */
    uint64_t bad[256];  /* damaged or impossible */
};

/* ------------------------------------------------------------------------ one record */

static void show_begin(void *context, const char *name, bool is_list)
{
    struct job *job = context;

    if (is_list)
        tcs_json_array(&job->json, name);
    else
        tcs_json_object(&job->json, name);
}

static void show_end(void *context)
{
    struct job *job = context;

    tcs_json_end(&job->json);
}

static void show_octets(void *context, const char *name, struct tcs_bytes octets)
{
    struct job *job = context;

    tcs_json_hex(&job->json, name, octets);
}

static void show_value(void *context, const struct tcs_asterix_value *value)
{
    struct job *job = context;
    char key[32];

    if (value->is_text) {
        tcs_json_text(&job->json, value->name, value->text);
    } else if (value->is_whole) {
        tcs_json_int(&job->json, value->name, value->whole);
    } else {
        snprintf(key, sizeof key, "%s%s%s", value->name,
                 value->unit[0] != '\0' ? "_" : "", value->unit);
        tcs_json_double(&job->json, key, value->number);
    }
}

static void print_utc(struct tcs_json *json, const char *key, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    tcs_json_text(json, key, text);
}

static void print_record(struct job *job, const struct tcs_capture_packet *packet,
                         const struct tcs_asterix_record *record, const char *impossible)
{
    const struct tcs_asterix_visitor visitor = { job, show_begin, show_value, show_octets,
                                                 show_end };
    struct tcs_json *json = &job->json;
    int64_t tod_ns = 0;

    tcs_json_object(json, NULL);
    if (packet != NULL) {
        tcs_json_uint(json, "packet", packet->offset + 1);
        print_utc(json, "utc", packet->utc_ns);
    }
    tcs_json_uint(json, "offset", record->offset);
    tcs_json_uint(json, "category", record->category);
    tcs_json_text(json, "edition", tcs_asterix_edition_name(record->edition));
    if (packet != NULL && impossible == NULL && tcs_asterix_tod(record, &tod_ns)) {
        const struct tcs_time seen = tcs_time_from_utc(&job->leap, packet->utc_ns);

        print_utc(
            json, "valid_utc",
            tcs_time_to_utc(&job->leap, tcs_time_from_tod(&job->leap, tod_ns, seen)));
    }
    if (impossible != NULL)
        tcs_json_text(json, "impossible", impossible);
    tcs_json_object(json, "items");
    tcs_asterix_show(record, &visitor);
    tcs_json_end(json);
    tcs_json_end(json);
    tcs_json_line(json);
}

static void count_remarks(struct job *job, const struct tcs_asterix_record *record)
{
    static const struct {
        unsigned bit;
        const char *text;
    } rows[] = {
        { TCS_ASTERIX_WITH_SP, "special purpose field skipped" },
        { TCS_ASTERIX_WITH_RE, "reserved expansion field skipped" },
        { TCS_ASTERIX_WITH_NEWER, "parts beyond the edition skipped" },
    };
    char text[TCS_TALLY_REASON_LEN];

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((record->remarks & rows[i].bit) == 0)
            continue;
        snprintf(text, sizeof text, "CAT%03d: %s", record->category, rows[i].text);
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK, text);
    }
}

/* ----------------------------------------------------------------------- one datagram */

static void count_fault(struct job *job, const struct tcs_capture_packet *packet,
                        const struct tcs_asterix_fault *fault)
{
    char text[TCS_ASTERIX_FAULT_TEXT_LEN];

    tcs_asterix_fault_text(fault, false, text);
    tcs_tally_add(&job->tally,
                  fault->status == TCS_E_DAMAGED   ? TCS_TALLY_DAMAGED
                  : fault->status == TCS_E_FOREIGN ? TCS_TALLY_FOREIGN
                                                   : TCS_TALLY_IMPOSSIBLE,
                  text);
    if (fault->status == TCS_E_FOREIGN)
        return;
    job->bad[fault->category]++;
    if (job->faults_shown == FAULTS_SHOWN)
        return;
    job->faults_shown++;
    tcs_asterix_fault_text(fault, true, text);
    if (packet != NULL)
        fprintf(stderr, "%s: packet %" PRIu64 ": %s\n", job->path, packet->offset + 1,
                text);
    else
        fprintf(stderr, "%s: %s\n", job->path, text);
}

/* packet is NULL for a raw file. */
static void decode_blocks(struct job *job, const struct tcs_capture_packet *packet,
                          struct tcs_bytes blocks)
{
    struct tcs_asterix_input input = tcs_asterix_input(&job->set, blocks);
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    enum tcs_status status;

    while ((status = tcs_asterix_next(&input, &record, &fault)) != TCS_END) {
        if (status != TCS_OK)
            count_fault(job, packet, &fault);
        /* As long as no record has fitted, the edition may be another, and what it reads
         * from these octets an invention. */
        if (status == TCS_E_IMPOSSIBLE && job->good[record.category] > 0) {
            char what[TCS_ASTERIX_FAULT_TEXT_LEN];

            tcs_asterix_fault_text(&fault, false, what);
            print_record(job, packet, &record, what);
        }
        if (status != TCS_OK)
            continue;
        job->tally.records++;
        job->good[record.category]++;
        count_remarks(job, &record);
        print_record(job, packet, &record, NULL);
    }
}

/* -------------------------------------------------------------------------- one file */

static void decode_packet(struct job *job, const struct tcs_capture_packet *packet)
{
    struct tcs_udp udp;
    const enum tcs_status status = tcs_udp_find(packet->link, packet->data, &udp);

    if (status == TCS_OK && (job->port < 0 || udp.destination_port == job->port)) {
        decode_blocks(job, packet, udp.payload);
        return;
    }
    if (status == TCS_E_SHORT || status == TCS_E_DAMAGED) {
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED,
                      status == TCS_E_SHORT ? "packet: cut short, or a fragment"
                                            : "packet: lengths disagree");
        return;
    }
    tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN,
                  status == TCS_OK ? "packet: another UDP port" : "packet: no UDP");
}

static int finish(struct job *job)
{
    for (unsigned category = 0; category < 256; category++)
        if (job->bad[category] > 0 && job->good[category] == 0)
            fprintf(stderr, "CAT%03u: no record fits edition %s: another edition?\n",
                    category, tcs_asterix_edition_name(job->set.by_category[category]));
    return tcs_decode_finish(&job->json, &job->tally);
}

static int decode_packets(struct job *job, struct tcs_capture *capture)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture_packet packet;
    enum tcs_status status;
    const bool live = tcs_capture_is_live(capture);

    while ((status = tcs_capture_next(capture, &packet, why)) == TCS_OK) {
        decode_packet(job, &packet);
        if (live)
            (void)tcs_json_flush(&job->json); /* that it failed is told at the end */
    }
    if (status != TCS_END) {
        fprintf(stderr, "%s: %s\n", job->path, why);
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "the file breaks off");
    }
    return finish(job);
}

/* A raw file is one sequence of blocks, whatever its size: it is read whole. */
static int decode_raw(struct job *job, struct tcs_capture *capture)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture_packet piece;
    enum tcs_status status = TCS_OK;
    uint8_t *all = NULL;
    size_t len = 0;

    while ((status = tcs_capture_next(capture, &piece, why)) == TCS_OK) {
        if (len + piece.data.len > RAW_MAX) {
            snprintf(why, sizeof why, "larger than %d octets", RAW_MAX);
            break;
        }
        uint8_t *more = realloc(all, len + piece.data.len);

        if (more == NULL) {
            snprintf(why, sizeof why, "out of memory");
            break;
        }
        all = more;
        memcpy(all + len, piece.data.data, piece.data.len);
        len += piece.data.len;
    }
    if (status != TCS_END) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job->path, why);
        free(all);
        return TCS_EXIT_IO;
    }
    decode_blocks(job, NULL, tcs_bytes(all, len));
    free(all);
    return finish(job);
}

/* ------------------------------------------------------------------------- arguments */

/* "48=1.27"; false when there is no such edition. */
static bool choose_edition(struct job *job, const char *text)
{
    const char *equals = strchr(text, '=');
    int64_t category = 0;

    if (equals == NULL ||
        tcs_text_int(tcs_bytes(text, (size_t)(equals - text)), &category) != TCS_OK ||
        category < 0 || category > 255)
        return false;
    return tcs_asterix_set_choose(&job->set, (uint8_t)category, equals + 1) == TCS_OK;
}

static int unknown_edition(const struct tcs_decode_format *format, const char *text)
{
    char what[80];
    const struct tcs_asterix_edition *edition = NULL;

    snprintf(what, sizeof what, "no edition '%.32s'", text);
    const int code = tcs_decode_usage(format, what);

    fputs("editions:", stderr);
    for (size_t i = 0; (edition = tcs_asterix_edition_at(i)) != NULL; i++)
        fprintf(stderr, " %d=%s", tcs_asterix_edition_category(edition),
                tcs_asterix_edition_name(edition));
    fputc('\n', stderr);
    return code;
}

/* TCS_EXIT_GOOD, or what the program is to end with. */
static int read_arguments(struct job *job, const struct tcs_decode_format *format,
                          int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const bool has_value = i + 1 < argc;

        if (strcmp(argv[i], "--edition") == 0 && has_value) {
            if (!choose_edition(job, argv[++i]))
                return unknown_edition(format, argv[i]);
        } else if (strcmp(argv[i], "--port") == 0 && has_value) {
            int64_t port = 0;

            i++;
            if (tcs_text_int(tcs_text_bytes(argv[i]), &port) != TCS_OK || port < 0 ||
                port > 65535)
                return tcs_decode_usage(format, "a port is a number from 0 to 65535");
            job->port = (long)port;
        } else if (job->path == NULL && (argv[i][0] != '-' || argv[i][1] == '\0')) {
            job->path = argv[i];
        } else {
            char what[80];

            snprintf(what, sizeof what, "'%.32s' is %s", argv[i],
                     has_value || argv[i][0] != '-' ? "not understood"
                                                    : "unknown, or wants a value");
            return tcs_decode_usage(format, what);
        }
    }
    return job->path != NULL ? TCS_EXIT_GOOD : tcs_decode_usage(format, "no FILE");
}

int tcs_decode_asterix(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct job job;
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture *capture = NULL;

    job.port = -1;
    tcs_asterix_set_latest(&job.set);
    tcs_leap_builtin(&job.leap);
    tcs_json_init(&job.json, stdout);
    int code = read_arguments(&job, format, argc, argv);

    if (code != TCS_EXIT_GOOD)
        return code;
    if (tcs_capture_open(job.path, &capture, why) != TCS_OK) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job.path, why);
        return TCS_EXIT_IO;
    }
    code = tcs_capture_is_packets(capture) ? decode_packets(&job, capture)
                                           : decode_raw(&job, capture);
    tcs_capture_close(capture);
    return code;
}
