/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_frigate.c -- `tocsin decode frigate`: one line a message of frigate/events, as
 * mosquitto_sub writes them, with or without their topic.
 *
 *   {"message":1,"type":"update","id":"...","camera":"front_door","time":"...",
 *    "label":"drone","score":0.79,"top_score":0.96,"box":[424,500,536,712],
 *    "false_positive":false,"stationary":false}
 */
#include "cli/decode_pieces.h"
#include "decode/frigate.h"
#include "decode/js_stream.h"

static struct tcs_js_stream stream;

static void decode_message(struct tcs_decode_job *job, struct tcs_bytes message)
{
    static const char *const types[] = { "", "new", "update", "end" };
    struct tcs_json *json = &job->json;
    struct tcs_frigate event;
    struct tcs_fault fault;

    job->records++;
    if (tcs_frigate_read(message, &event, &fault) != TCS_OK) {
        tcs_decode_fault(job, &fault);
        return;
    }
    tcs_json_object(json, NULL);
    tcs_json_uint(json, "message", job->records);
    tcs_json_text(json, "type", types[event.type]);
    tcs_json_text(json, "id", event.id);
    tcs_json_text(json, "camera", event.camera);
    tcs_decode_time(json, "time", event.utc_ns);
    tcs_json_text(json, "label", event.label);
    tcs_json_double(json, "score", event.score);
    tcs_json_double(json, "top_score", event.top_score);
    tcs_json_array(json, "box");
    tcs_json_double(json, NULL, event.left);
    tcs_json_double(json, NULL, event.top);
    tcs_json_double(json, NULL, event.right);
    tcs_json_double(json, NULL, event.bottom);
    tcs_json_end(json);
    tcs_json_bool(json, "false_positive",
                  (event.flags & TCS_FRIGATE_FALSE_POSITIVE) != 0);
    tcs_json_bool(json, "stationary", (event.flags & TCS_FRIGATE_STATIONARY) != 0);
    tcs_json_end(json);
    tcs_json_line(json);
    job->tally.records++;
}

static void piece(struct tcs_decode_job *job, struct tcs_bytes octets)
{
    struct tcs_bytes message;

    while (tcs_js_stream_next(&stream, &octets, &message) == TCS_OK)
        decode_message(job, message);
}

static void end(struct tcs_decode_job *job)
{
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "message too long", stream.damaged_count);
    tcs_decode_faults(job, TCS_TALLY_DAMAGED, "the file ends inside a message",
                      stream.depth > 0);
}

int tcs_decode_frigate(const struct tcs_decode_format *format, int argc, char **argv)
{
    static struct tcs_decode_job job = { .what = "message" };

    return tcs_decode_pieces(format, argc, argv, &job, piece, end);
}
