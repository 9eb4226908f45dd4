/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_sapient.c -- `tocsin decode sapient`: one line a message.
 *
 *   {"message":1,"octets":312,"kind":"detectionReport","invalid":null,"content":{...}}
 *
 * "invalid" is the first rule of the interface that the message breaks, as in
 * "alert.alertId: is mandatory and missing".
 */
#include <stdlib.h>

#include "cli/decode.h"
#include "cli/sapient_file.h"
#include "decode/sapient.h"

struct job {
    struct tcs_tally tally;
    struct tcs_json json;
    uint64_t messages; /* from 1 */
    struct tcs_pb_findings found;
    tcs_sapient_SapientMessage message;
};

/* The JSON name of the content. */
static const char *kind_of(uint32_t which)
{
    const struct tcs_pb_field *field =
        which == 0 ? NULL : tcs_pb_field_find(&tcs_sapient_SapientMessage_table, which);
    return field != NULL ? field->json_name : "none";
}

static void take(void *owner, struct tcs_bytes message,
                 const struct tcs_proto_fault *fault)
{
    struct job *job = owner;
    struct tcs_fault why = { TCS_OK, 0, "" };
    job->messages++;
    if (fault == NULL && message.len == 0) {
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, "an empty message");
        return;
    }
    if (fault != NULL) {
        fprintf(stderr, "message %llu: %s: %s\n", (unsigned long long)job->messages,
                fault->path, fault->rule);
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, fault->rule);
        return;
    }
    const enum tcs_status status = tcs_sapient_decode(message, &job->message, &why);
    if (status != TCS_OK) {
        fprintf(stderr, "message %llu, octet %u: %s: %s\n",
                (unsigned long long)job->messages, why.offset, why.item,
                tcs_status_text(status));
        tcs_tally_add(&job->tally, TCS_TALLY_DAMAGED, why.item);
        return;
    }
    job->found.count = job->found.dropped = 0;
    tcs_json_object(&job->json, NULL);
    tcs_json_uint(&job->json, "message", job->messages);
    tcs_json_uint(&job->json, "octets", message.len);
    tcs_json_text(&job->json, "kind", kind_of(job->message.which_content));
    if (tcs_sapient_check(message, NULL, &job->found)) {
        tcs_json_null(&job->json, "invalid");
    } else {
        char text[TCS_PB_PATH_LEN + 128];
        snprintf(text, sizeof text, "%s: %s", job->found.finding[0].path,
                 job->found.finding[0].rule);
        tcs_json_text(&job->json, "invalid", text);
        tcs_tally_add(&job->tally, TCS_TALLY_REMARK, text);
    }
    tcs_json_object(&job->json, "content");
    tcs_proto_to_json(&tcs_sapient_SapientMessage_table, message, &job->json);
    tcs_json_end(&job->json);
    tcs_json_end(&job->json);
    tcs_json_line(&job->json);
    job->tally.records++;
}

int tcs_decode_sapient(const struct tcs_decode_format *format, int argc, char **argv)
{
    if (argc != 2)
        return tcs_decode_usage(format, argc < 2 ? "no FILE" : argv[2]);
    struct job *job = calloc(1, sizeof *job);
    if (job == NULL)
        return TCS_EXIT_IO;
    tcs_json_init(&job->json, stdout);
    int result = TCS_EXIT_IO;
    const char *why = tcs_sapient_file(argv[1], take, job);
    if (why == NULL)
        result = tcs_decode_finish(&job->json, &job->tally);
    else
        fprintf(stderr, "tocsin decode: %s: %s\n", argv[1], why);
    free(job);
    return result;
}
