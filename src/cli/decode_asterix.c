/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_asterix.c -- `tocsin decode asterix`: one line a record, every item and field
 * with its unit as the specification has it.
 *
 *   {"packet":1,"utc":"...","offset":3,"category":48,"edition":"1.32","valid_utc":"...",
 *    "items":{"I048/010":{"SAC":25,"SIC":201},"I048/140":{"TOD_s":27354.6},...}}
 *
 * With a recorder's framing "recorded_tod_s" is its stamp. A category that is read as
 * another has "read_as". Of category 001, "valid_tod_s" is the time of day completed by
 * the last of category 002 from the same source, or else by the recorder's or capture's
 * stamp.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "cli/decode.h"
#include "decode/asterix/asterix.h"
#include "decode/asterix/framing.h"
#include "decode/asterix/show.h"
#include "decode/asterix/stream.h"
#include "decode/udp.h"
#include "feed/capture.h"

enum {
    FAULTS_SHOWN = 10, /* with their place, on standard error */
    RAW_MAX = 1 << 30, /* octets of a raw file */
    SOURCES_MAX = 64,  /* of category 002 whose time is remembered */
};

/* Where a record stands. */
struct place {
    const struct tcs_capture_packet *packet; /* NULL: not in a capture */
    const struct tcs_asterix_frame *frame;   /* NULL: in no recorder's frame */
    uint64_t offset;                         /* of the blocks, in the packet or file */
};

struct service_time {
    int32_t source;
    int64_t tod_ns;
};

struct job {
    const char *path;
    long port; /* -1: any */
    struct tcs_asterix_set set;
    bool framing_known;
    enum tcs_asterix_framing framing;
    struct tcs_asterix_stream stream;
    struct service_time services[SOURCES_MAX];
    size_t service_count;
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

/* The last time of day that the source sent in category 002. */
static struct service_time *service_of(struct job *job, int32_t source)
{
    for (size_t i = 0; i < job->service_count; i++)
        if (job->services[i].source == source)
            return &job->services[i];
    return NULL;
}

static void remember_service(struct job *job, const struct tcs_asterix_record *record)
{
    const int32_t source = tcs_asterix_source(record);
    struct service_time *service = service_of(job, source);
    int64_t tod_ns = 0;

    if (record->category != 2 || !tcs_asterix_tod(record, &tod_ns))
        return;
    if (service == NULL && job->service_count < SOURCES_MAX)
        service = &job->services[job->service_count++];
    if (service != NULL)
        *service = (struct service_time) { source, tod_ns };
}

static int64_t utc_tod(int64_t utc_ns)
{
    const int64_t day = 86400 * TCS_NS_PER_S;

    return (utc_ns % day + day) % day;
}

/* The time of day of a record, completed when it was sent truncated. */
static bool time_of(struct job *job, const struct place *place,
                    const struct tcs_asterix_record *record, int64_t *ret_tod_ns)
{
    if (record->category != 1)
        return tcs_asterix_tod(record, ret_tod_ns);
    if ((record->has >> TCS_001_TIME & 1) == 0)
        return false;
    const struct service_time *service = service_of(job, tcs_asterix_source(record));
    int64_t reference = 0;

    if (service != NULL)
        reference = service->tod_ns;
    else if (place->frame != NULL && place->frame->has_time)
        reference = place->frame->tod_ns;
    else if (place->packet != NULL)
        reference = utc_tod(place->packet->utc_ns);
    else
        return false;
    *ret_tod_ns = tcs_asterix_complete_tod(record->cat001.truncated_ns, reference);
    return true;
}

static void print_times(struct job *job, const struct place *place,
                        const struct tcs_asterix_record *record)
{
    struct tcs_json *json = &job->json;
    int64_t tod_ns = 0;

    if (!time_of(job, place, record, &tod_ns))
        return;
    if (record->category == 1)
        tcs_json_double(json, "valid_tod_s", (double)tod_ns / 1e9);
    if (place->packet == NULL)
        return;
    const struct tcs_time seen = tcs_time_from_utc(&job->leap, place->packet->utc_ns);

    print_utc(json, "valid_utc",
              tcs_time_to_utc(&job->leap, tcs_time_from_tod(&job->leap, tod_ns, seen)));
}

static void print_record(struct job *job, const struct place *place,
                         const struct tcs_asterix_record *record, const char *impossible)
{
    const struct tcs_asterix_visitor visitor = { job, show_begin, show_value, show_octets,
                                                 show_end };
    struct tcs_json *json = &job->json;

    tcs_json_object(json, NULL);
    if (place->packet != NULL) {
        tcs_json_uint(json, "packet", place->packet->offset + 1);
        print_utc(json, "utc", place->packet->utc_ns);
    }
    tcs_json_uint(json, "offset", place->offset + record->offset);
    if (place->frame != NULL && place->frame->has_time)
        tcs_json_double(json, "recorded_tod_s", (double)place->frame->tod_ns / 1e9);
    tcs_json_uint(json, "category", record->sent_category);
    if (record->category != record->sent_category)
        tcs_json_uint(json, "read_as", record->category);
    tcs_json_text(json, "edition", tcs_asterix_edition_name(record->edition));
    if (impossible == NULL)
        print_times(job, place, record);
    else
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
        snprintf(text, sizeof text, "CAT%03d: %s", record->sent_category, rows[i].text);
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK, text);
    }
}

/* ----------------------------------------------------------------------- one datagram */

static void count_fault(struct job *job, const struct place *place,
                        struct tcs_asterix_fault *fault)
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
    fault->offset += place->offset;
    tcs_asterix_fault_text(fault, true, text);
    if (place->packet != NULL)
        fprintf(stderr, "%s: packet %" PRIu64 ": %s\n", job->path,
                place->packet->offset + 1, text);
    else
        fprintf(stderr, "%s: %s\n", job->path, text);
}

/* Gives the offset of the octets of a fault that lost the chain of blocks, or the end. */
static size_t decode_blocks(struct job *job, const struct place *place,
                            struct tcs_bytes blocks)
{
    struct tcs_asterix_input input = tcs_asterix_input(&job->set, blocks);
    struct tcs_asterix_record record;
    struct tcs_asterix_fault fault;
    enum tcs_status status;

    while ((status = tcs_asterix_next(&input, &record, &fault)) != TCS_END) {
        const size_t at = fault.offset;

        if (status != TCS_OK)
            count_fault(job, place, &fault);
        /* As long as no record has fitted, the edition may be another, and what it reads
         * from these octets an invention. */
        if (status == TCS_E_IMPOSSIBLE && job->good[record.sent_category] > 0) {
            char what[TCS_ASTERIX_FAULT_TEXT_LEN];

            tcs_asterix_fault_text(&fault, false, what);
            print_record(job, place, &record, what);
        }
        if (status == TCS_OK) {
            job->tally.records++;
            job->good[record.sent_category]++;
            count_remarks(job, &record);
            print_record(job, place, &record, NULL);
            remember_service(job, &record);
        } else if (status != TCS_E_IMPOSSIBLE && fault.item == NULL &&
                   input.at == blocks.len && fault.len > TCS_ASTERIX_HEADER_LEN) {
            return at;
        }
    }
    return blocks.len;
}

/* A datagram, or a whole file: the framing is that which was given, or the only one in
 * which everything is whole. The first that tells holds for the rest. */
static void find_framing(struct job *job, struct tcs_bytes data)
{
    if (job->framing_known ||
        tcs_asterix_framing_find(data, false, &job->framing) != TCS_OK)
        return;
    job->framing_known = true;
    if (job->framing != TCS_ASTERIX_RAW)
        fprintf(stderr, "%s: framing %s, by what it looks like\n", job->path,
                tcs_asterix_framing_words[job->framing]);
}

/* With framing, gives data.len; without, as decode_blocks. */
static size_t decode_frames(struct job *job, const struct tcs_capture_packet *packet,
                            struct tcs_bytes data)
{
    struct place place = { .packet = packet };
    struct tcs_asterix_frame frame;
    struct tcs_asterix_fault fault;
    struct tcs_bytes rest = data;
    enum tcs_status status = TCS_OK;

    find_framing(job, data);
    if (!job->framing_known || job->framing == TCS_ASTERIX_RAW)
        return decode_blocks(job, &place, data);
    while ((status = tcs_asterix_frame_next(job->framing, &rest, &frame, &fault)) ==
           TCS_OK) {
        place.frame = &frame;
        place.offset = (uint64_t)(frame.blocks.data - data.data);
        (void)decode_blocks(job, &place, frame.blocks);
    }
    if (status == TCS_E_DAMAGED) {
        place = (struct place) { .packet = packet, .offset = data.len - fault.len };
        count_fault(job, &place, &fault);
    }
    return data.len;
}

/* ------------------------------------------------------------- octets without datagrams
 */

/* A pipe, or what is left of a file when the chain of blocks is lost: blocks are looked
 * for. `offset` is that of the first octet of the stream. */
static void decode_stream(struct job *job, uint64_t offset, struct tcs_bytes in)
{
    struct tcs_asterix_stream *stream = &job->stream;
    struct tcs_bytes block;
    struct tcs_asterix_fault fault;
    enum tcs_status status;

    while ((status = tcs_asterix_stream_next(stream, &job->set, &in, &block, &fault)) !=
           TCS_MORE) {
        const uint64_t done =
            stream->block_octets + stream->foreign_octets + stream->lost_octets;
        const struct place place = { .offset = offset + done -
                                               (status == TCS_OK ? block.len : 0) };

        if (status == TCS_OK)
            (void)decode_blocks(job, &place, block);
        else
            count_fault(job, &place, &fault);
    }
}

/* What a stream ends with in its buffer is no whole block. told: it belongs to a fault
 * that has been counted. */
static void end_stream(struct job *job, bool told)
{
    const struct tcs_asterix_stream *stream = &job->stream;
    char text[TCS_TALLY_REASON_LEN];
    const unsigned long long left = stream->have - stream->given;

    if (stream->lost_octets > 0) {
        snprintf(text, sizeof text, "%" PRIu64 " octets passed over to find a block",
                 stream->lost_octets);
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK, text);
    }
    if (left > 0 && !told) {
        snprintf(text, sizeof text, "%llu octets at the end are no block", left);
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, text);
    }
}

/* -------------------------------------------------------------------------- one file */

static void decode_packet(struct job *job, const struct tcs_capture_packet *packet)
{
    struct tcs_udp udp;
    const enum tcs_status status = tcs_udp_find(packet->link, packet->data, &udp);

    if (status == TCS_OK && (job->port < 0 || udp.destination_port == job->port)) {
        (void)decode_frames(job, packet, udp.payload);
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
        if (job->bad[category] > 0 && job->good[category] == 0 &&
            job->set.by_category[category] != NULL)
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
    const size_t lost_at = decode_frames(job, NULL, tcs_bytes(all, len));

    if (lost_at < len) {
        job->stream.hunting = 1;
        decode_stream(job, lost_at, tcs_bytes(all + lost_at, len - lost_at));
        end_stream(job, true);
    }
    free(all);
    return finish(job);
}

/* A pipe of blocks: each is printed when it has come. */
static int decode_pipe(struct job *job, struct tcs_capture *capture)
{
    char why[TCS_CAPTURE_ERROR_LEN] = "";
    struct tcs_capture_packet piece;
    enum tcs_status status = TCS_OK;

    while ((status = tcs_capture_next(capture, &piece, why)) == TCS_OK) {
        decode_stream(job, 0, piece.data);
        (void)tcs_json_flush(&job->json); /* that it failed is told at the end */
    }
    if (status != TCS_END)
        fprintf(stderr, "tocsin decode: %s: %s\n", job->path, why);
    end_stream(job, false);
    return finish(job);
}

/* ------------------------------------------------------------------------- arguments */

/* A number of at most 255 up to `end`, which begins what is behind it. */
static bool take_octet(const char **text, char end, uint8_t *ret_octet)
{
    const char *at = strchr(*text, end);
    int64_t number = 0;

    if (at == NULL ||
        tcs_text_int(tcs_bytes(*text, (size_t)(at - *text)), &number) != TCS_OK ||
        number < 0 || number > 255)
        return false;
    *ret_octet = (uint8_t)number;
    *text = at + 1;
    return true;
}

/* "48=1.27" or, for one source, "25/7:48=1.27"; false when there is no such edition. */
static bool choose_edition(struct job *job, const char *text)
{
    uint8_t sac = 0;
    uint8_t sic = 0;
    uint8_t category = 0;

    if (strchr(text, ':') == NULL)
        return take_octet(&text, '=', &category) &&
               tcs_asterix_set_choose(&job->set, category, text) == TCS_OK;
    return take_octet(&text, '/', &sac) && take_octet(&text, ':', &sic) &&
           take_octet(&text, '=', &category) &&
           tcs_asterix_set_choose_source(
               &job->set, category, (uint16_t)((unsigned)sac << 8 | sic), text) == TCS_OK;
}

static bool choose_framing(struct job *job, const char *word)
{
    for (unsigned i = 0; i < TCS_ASTERIX_FRAMING_COUNT; i++)
        if (strcmp(word, tcs_asterix_framing_words[i]) == 0) {
            job->framing = (enum tcs_asterix_framing)i;
            job->framing_known = true;
        }
    return job->framing_known;
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
        } else if (strcmp(argv[i], "--framing") == 0 && has_value) {
            if (!choose_framing(job, argv[++i]))
                return tcs_decode_usage(
                    format, "a framing is raw, final, ioss, ioss-seq or oradis");
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
    const bool blocks = !job.framing_known || job.framing == TCS_ASTERIX_RAW;

    if (tcs_capture_is_packets(capture))
        code = decode_packets(&job, capture);
    else if (blocks && tcs_capture_is_live(capture))
        code = decode_pipe(&job, capture);
    else
        code = decode_raw(&job, capture);
    tcs_capture_close(capture);
    return code;
}
