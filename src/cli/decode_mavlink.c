/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_mavlink.c -- `tocsin decode mavlink`: one line a message that has a layout, with
 * its fields by the names, units and values of the definitions.
 *
 *   {"frame":3,"time":"2024-05-31T16:52:00.000000000Z","version":2,"system":1,
 *    "component":1,"sequence":7,"message":"HEARTBEAT","custom_mode":0,"type":2,...}
 */
#include <inttypes.h>
#include <string.h>

#include "base/time.h"
#include "cli/decode.h"
#include "decode/mavlink.h"
#include "decode/udp.h"
#include "feed/capture.h"

enum { FAULTS_SHOWN = 10, REASON_LEN = 48 };

struct job {
    const char *path;
    uint64_t frames;
    unsigned faults_shown;
    struct tcs_tally tally;
    struct tcs_json json;
    struct tcs_mavlink_stream stream;
};

static void print_time(struct tcs_json *json, const char *key, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    tcs_json_text(json, key, text);
}

/* Text ends with its first zero; octets without a meaning here are hexadecimal. */
static void print_array(struct tcs_json *json, const struct tcs_mavlink_field *field,
                        struct tcs_bytes octets)
{
    const uint8_t *end = memchr(octets.data, 0, octets.len);

    if (field->type != TCS_MAVLINK_CHAR)
        tcs_json_hex(json, field->name, octets);
    else
        tcs_json_bytes(json, field->name,
                       tcs_bytes(octets.data,
                                 end != NULL ? (size_t)(end - octets.data) : octets.len));
}

static void print_field(struct tcs_json *json, const struct tcs_mavlink *m,
                        const struct tcs_mavlink_field *field)
{
    if (field->count > 0)
        print_array(json, field, tcs_mavlink_octets(m, field));
    else if (field->type == TCS_MAVLINK_FLOAT)
        tcs_json_double(json, field->name, tcs_mavlink_real(m, field));
    else if (field->type == TCS_MAVLINK_U64)
        tcs_json_uint(json, field->name, (uint64_t)tcs_mavlink_number(m, field));
    else
        tcs_json_int(json, field->name, tcs_mavlink_number(m, field));
}

static void print_signature(struct tcs_json *json, const struct tcs_mavlink *m)
{
    struct tcs_reader r = tcs_reader(tcs_bytes(m->signature, sizeof m->signature));
    const uint8_t link = tcs_read_u8(&r);
    const int64_t time_ns = (int64_t)tcs_read_le(&r, 6) * 10000;

    tcs_json_object(json, "signature"); /* nobody gave us the key */
    tcs_json_uint(json, "link", link);
    print_time(json, "time", TCS_MAVLINK_EPOCH_UTC_S * TCS_NS_PER_S + time_ns);
    tcs_json_hex(json, "digest", tcs_read_bytes(&r, 6));
    tcs_json_end(json);
}

/* A recording without a clock counts from its start. */
static void print_stamp(struct tcs_json *json, const struct tcs_mavlink *m)
{
    const uint64_t clock_us = UINT64_C(946684800000000);   /* 2000-01-01 */
    const uint64_t beyond_us = UINT64_C(9223372036854775); /* of int64 ns */

    if (m->stamp_us >= clock_us && m->stamp_us < beyond_us)
        print_time(json, "time", (int64_t)m->stamp_us * 1000);
    else
        tcs_json_uint(json, "stamp_us", m->stamp_us);
}

static void print_message(struct job *job, const struct tcs_mavlink *m,
                          const int64_t *captured_ns)
{
    struct tcs_json *json = &job->json;

    tcs_json_object(json, NULL);
    tcs_json_uint(json, "frame", job->frames);
    if (captured_ns != NULL)
        print_time(json, "time", *captured_ns);
    else if (job->stream.form == TCS_MAVLINK_LOG)
        print_stamp(json, m);
    tcs_json_uint(json, "version", m->version);
    tcs_json_uint(json, "system", m->system);
    tcs_json_uint(json, "component", m->component);
    tcs_json_uint(json, "sequence", m->sequence);
    if (m->is_signed != 0)
        print_signature(json, m);
    tcs_json_text(json, "message", m->layout->name);
    for (uint32_t i = 0; i < m->layout->field_count; i++)
        print_field(json, m, &m->layout->fields[i]);
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

static void count_foreign(struct job *job, const struct tcs_mavlink *m)
{
    char reason[REASON_LEN];

    if (m->layout == NULL)
        snprintf(reason, sizeof reason, "message %" PRIu32, m->id);
    else
        snprintf(reason, sizeof reason, "incompat flags 0x%02x", m->incompat_flags);
    tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, reason);
}

static void take_frame(struct job *job, enum tcs_status status,
                       const struct tcs_mavlink *m, const struct tcs_fault *fault,
                       const int64_t *captured_ns)
{
    job->frames++;
    if (status == TCS_OK) {
        print_message(job, m, captured_ns);
        return;
    }
    if (status == TCS_E_FOREIGN) {
        count_foreign(job, m);
        return;
    }
    tcs_tally_add(&job->tally,
                  status == TCS_E_IMPOSSIBLE ? TCS_TALLY_IMPOSSIBLE : TCS_TALLY_DAMAGED,
                  fault->item);
    if (job->faults_shown++ < FAULTS_SHOWN)
        fprintf(stderr, "%s: frame %" PRIu64 ": %s: %s\n", job->path, job->frames,
                m->layout->name, fault->item);
}

static void take_octets(struct job *job, struct tcs_mavlink_stream *stream,
                        struct tcs_bytes octets, const int64_t *captured_ns)
{
    struct tcs_mavlink message;
    struct tcs_fault fault = { .item = "" };
    enum tcs_status status;

    while ((status = tcs_mavlink_next(stream, &octets, &message, &fault)) != TCS_MORE)
        take_frame(job, status, &message, &fault, captured_ns);
}

/* The end of what belongs together. */
static void take_end(struct job *job, struct tcs_mavlink_stream *stream,
                     const int64_t *captured_ns)
{
    struct tcs_mavlink message;
    struct tcs_fault fault = { .item = "" };
    enum tcs_status status;

    while ((status = tcs_mavlink_last(stream, &message, &fault)) != TCS_END)
        take_frame(job, status, &message, &fault, captured_ns);
    for (uint64_t i = 0; i < stream->damaged_count; i++)
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "octets that belong to no frame");
}

static void take_packet(struct job *job, const struct tcs_capture_packet *packet)
{
    struct tcs_mavlink_stream stream = { .form = TCS_MAVLINK_RAW };
    struct tcs_udp udp;

    if (tcs_udp_find(packet->link, packet->data, &udp) != TCS_OK) {
        tcs_tally_add(&job->tally, TCS_TALLY_FOREIGN, "no UDP datagram");
        return;
    }
    take_octets(job, &stream, udp.payload, &packet->utc_ns);
    take_end(job, &stream, &packet->utc_ns);
}

static int decode(struct job *job, struct tcs_capture *capture)
{
    char why[TCS_CAPTURE_ERROR_LEN];
    struct tcs_capture_packet packet;
    enum tcs_status status;

    job->stream.form = TCS_MAVLINK_GUESS;
    while ((status = tcs_capture_next(capture, &packet, why)) == TCS_OK) {
        if (packet.raw)
            take_octets(job, &job->stream, packet.data, NULL);
        else
            take_packet(job, &packet);
        if (tcs_capture_is_live(capture) && !tcs_json_flush(&job->json))
            break;
    }
    if (status == TCS_E_DAMAGED) {
        fprintf(stderr, "%s: %s\n", job->path, why);
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "capture ends inside a packet");
    }
    take_end(job, &job->stream, NULL);
    return tcs_decode_finish(&job->json, &job->tally);
}

int tcs_decode_mavlink(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct job job;
    struct tcs_capture *capture = NULL;
    char why[TCS_CAPTURE_ERROR_LEN];

    if (argc != 2)
        return tcs_decode_usage(format, "takes one file");
    job.path = argv[1];
    tcs_json_init(&job.json, stdout);
    if (tcs_capture_open(job.path, &capture, why) != TCS_OK) {
        fprintf(stderr, "tocsin decode: %s: %s\n", job.path, why);
        return TCS_EXIT_IO;
    }
    const int code = decode(&job, capture);

    tcs_capture_close(capture);
    return code;
}
