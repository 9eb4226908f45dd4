/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_cot.c -- `tocsin decode cot` (events as XML) and `tocsin decode tak` (TAK
 * protocol version 1): one line an event.
 */
#include <inttypes.h>
#include <string.h>

#include "base/time.h"
#include "cli/decode.h"
#include "decode/cot.h"
#include "decode/cot_stream.h"
#include "decode/udp.h"
#include "feed/capture.h"

enum { FAULTS_SHOWN = 10 };

struct job {
    const char *path;
    enum tcs_cot_form wanted;
    uint64_t messages;
    uint64_t octets; /* of streams */
    unsigned faults_shown;
    struct tcs_tally tally;
    struct tcs_json json;
    struct tcs_cot_stream stream;
    struct tcs_cot cot;
};

static void count_fault(struct job *job, const struct tcs_fault *fault)
{
    const enum tcs_tally_kind kind = fault->status == TCS_E_FOREIGN ? TCS_TALLY_FOREIGN
                                     : fault->status == TCS_E_IMPOSSIBLE
                                         ? TCS_TALLY_IMPOSSIBLE
                                         : TCS_TALLY_DAMAGED;

    tcs_tally_add(&job->tally, kind, fault->item);
    if (kind == TCS_TALLY_FOREIGN || job->faults_shown == FAULTS_SHOWN)
        return;
    job->faults_shown++;
    fprintf(stderr, "%s: message %" PRIu64 ": octet %" PRIu32 ": %s: %s\n", job->path,
            job->messages, fault->offset, fault->item, tcs_status_text(fault->status));
}

static void print_time(struct tcs_json *json, const char *name, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    tcs_json_text(json, name, text);
}

static void print_optional(struct tcs_json *json, const char *name, const char *text)
{
    if (text[0] != '\0')
        tcs_json_text(json, name, text);
}

static void print_element(struct tcs_json *json, const struct tcs_cot *cot,
                          const struct tcs_cot_element *element)
{
    tcs_json_object(json, element->name);
    for (size_t i = 0; i < TCS_COT_ELEMENT_FIELDS; i++) {
        const struct tcs_cot_field *field = &element->fields[i];
        const char *from = (const char *)cot + field->offset;
        double number = 0.0;
        uint32_t count = 0;

        if (field->name == NULL)
            break;
        switch ((enum tcs_cot_kind)field->kind) {
        case TCS_COT_KIND_TEXT:
            print_optional(json, field->name, from);
            break;
        case TCS_COT_KIND_UINT:
            memcpy(&count, from, sizeof count);
            tcs_json_uint(json, field->name, count);
            break;
        case TCS_COT_KIND_DOUBLE:
            memcpy(&number, from, sizeof number);
            tcs_json_double(json, field->name, number);
            break;
        }
    }
    tcs_json_end(json);
}

static void print_known(struct tcs_json *json, const struct tcs_cot *cot,
                        const char *name, uint32_t part, double value)
{
    if ((cot->parts & part) != 0)
        tcs_json_double(json, name, value);
}

static void print_event(struct job *job)
{
    struct tcs_json *json = &job->json;
    const struct tcs_cot *cot = &job->cot;

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "message", job->messages);
    tcs_json_text(json, "uid", cot->uid);
    tcs_json_text(json, "type", cot->type);
    print_time(json, "time", cot->time_ns);
    print_time(json, "start", cot->start_ns);
    print_time(json, "stale", cot->stale_ns);
    tcs_json_text(json, "how", cot->how);
    print_optional(json, "access", cot->access);
    print_optional(json, "qos", cot->qos);
    print_optional(json, "opex", cot->opex);
    tcs_json_double(json, "lat_deg", cot->lat_deg);
    tcs_json_double(json, "lon_deg", cot->lon_deg);
    print_known(json, cot, "hae_m", TCS_COT_HAE, cot->hae_m);
    print_known(json, cot, "ce_m", TCS_COT_CE, cot->ce_m);
    print_known(json, cot, "le_m", TCS_COT_LE, cot->le_m);
    for (size_t i = 0; i < TCS_COT_ELEMENTS; i++)
        if ((cot->parts & tcs_cot_elements[i].part) != 0)
            print_element(json, cot, &tcs_cot_elements[i]);
    if (cot->rest_len > 0)
        tcs_json_bytes(json, "detail", tcs_bytes(cot->rest, cot->rest_len));
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

static void print_control(struct job *job, const struct tcs_tak_control *control)
{
    struct tcs_json *json = &job->json;

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "message", job->messages);
    tcs_json_object(json, "control");
    tcs_json_uint(json, "min_version", control->min_version);
    tcs_json_uint(json, "max_version", control->max_version);
    print_optional(json, "uid", control->uid);
    tcs_json_end(json);
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

static void take_message(struct job *job, enum tcs_cot_form form,
                         struct tcs_bytes message)
{
    struct tcs_tak_control control = { .max_version = 0 };
    struct tcs_fault fault = { .item = "" };
    bool has_event = true;

    job->messages++;
    if (form != job->wanted) {
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN,
                      form == TCS_COT_XML ? "XML: tocsin decode cot"
                                          : "TAK protocol: tocsin decode tak");
        return;
    }
    const enum tcs_status status =
        form == TCS_COT_XML
            ? tcs_cot_read(message, &job->cot, &fault)
            : tcs_tak_read(message, &job->cot, &has_event, &control, &fault);

    if (status != TCS_OK)
        count_fault(job, &fault);
    else if (has_event)
        print_event(job);
    else
        print_control(job, &control);
}

/* One whole: a datagram. */
static void take_datagram(struct job *job, struct tcs_bytes octets)
{
    struct tcs_bytes payload;

    if (tcs_tak_mesh(octets, &payload) == TCS_OK)
        take_message(job, TCS_COT_TAK, payload);
    else
        take_message(job, TCS_COT_XML, octets);
}

static void take_piece(struct job *job, const struct tcs_capture_packet *piece)
{
    struct tcs_bytes rest = piece->data;
    struct tcs_bytes message;
    enum tcs_cot_form form = TCS_COT_XML;

    if (piece->offset == 0 && tcs_tak_mesh(piece->data, &message) == TCS_OK) {
        take_datagram(job, piece->data);
        return;
    }
    job->octets += piece->data.len;
    while (tcs_cot_stream_next(&job->stream, &rest, &message, &form) == TCS_OK)
        take_message(job, form, message);
}

static void take_packet(struct job *job, const struct tcs_capture_packet *packet)
{
    struct tcs_udp udp;

    if (tcs_udp_find(packet->link, packet->data, &udp) == TCS_OK)
        take_datagram(job, udp.payload);
    else
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, "no UDP datagram");
}

static int decode(struct job *job, struct tcs_capture *capture)
{
    char why[TCS_CAPTURE_ERROR_LEN];
    struct tcs_capture_packet packet;
    enum tcs_status status;

    while ((status = tcs_capture_next(capture, &packet, why)) == TCS_OK) {
        if (packet.raw)
            take_piece(job, &packet);
        else
            take_packet(job, &packet);
        if (tcs_capture_is_live(capture) && !tcs_json_flush(&job->json))
            break;
    }
    if (status == TCS_E_DAMAGED) {
        fprintf(stderr, "%s: %s\n", job->path, why);
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "capture ends inside a packet");
    }
    for (uint64_t i = 0; i < job->stream.damaged_count + job->stream.xml.damaged_count;
         i++)
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "too long, or cut short");
    if (job->stream.form != 0 && (job->stream.have > 0 || job->stream.xml.depth > 0))
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "ends inside a message");
    else if (job->messages == 0 && job->octets > 0)
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, "no message in it");
    return tcs_decode_finish(&job->json, &job->tally);
}

static int run(const struct tcs_decode_format *format, int argc, char **argv,
               enum tcs_cot_form wanted)
{
    static struct job job;
    struct tcs_capture *capture = NULL;
    char why[TCS_CAPTURE_ERROR_LEN];

    if (argc != 2)
        return tcs_decode_usage(format, "takes one file");
    job.path = argv[1];
    job.wanted = wanted;
    tcs_json_init(&job.json, stdout);
    if (tcs_capture_open(job.path, &capture, why) != TCS_OK) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job.path, why);
        return TCS_EXIT_IO;
    }
    const int code = decode(&job, capture);

    tcs_capture_close(capture);
    return code;
}

int tcs_decode_cot(const struct tcs_decode_format *format, int argc, char **argv)
{
    return run(format, argc, argv, TCS_COT_XML);
}

int tcs_decode_tak(const struct tcs_decode_format *format, int argc, char **argv)
{
    return run(format, argc, argv, TCS_COT_TAK);
}
