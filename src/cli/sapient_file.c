/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/sapient_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/sapient.h"
#include "feed/capture.h"

enum { FILE_MAX = 256 << 20, JSON_OUT_MAX = 4 << 20 };

struct job {
    tcs_sapient_taken *taken;
    void *owner;
    struct tcs_proto_fault fault;
};

static bool read_all(FILE *in, uint8_t **ret_data, size_t *ret_len)
{
    size_t capacity = 1 << 16, len = 0;
    uint8_t *data = malloc(capacity);
    while (data != NULL) {
        len += fread(data + len, 1, capacity - len, in);
        if (len < capacity)
            break;
        capacity *= 2;
        if (capacity > FILE_MAX) {
            errno = EFBIG;
            break;
        }
        uint8_t *more = realloc(data, capacity);
        if (more == NULL)
            break;
        data = more;
    }
    if (data == NULL || len == capacity || ferror(in)) {
        free(data);
        return false;
    }
    *ret_data = data;
    *ret_len = len;
    return true;
}

static void tell(struct job *job, const char *path, const char *rule)
{
    snprintf(job->fault.path, sizeof job->fault.path, "%s", path);
    snprintf(job->fault.rule, sizeof job->fault.rule, "%s", rule);
    job->taken(job->owner, tcs_bytes(NULL, 0), &job->fault);
}

/* ---------------------------------------------------------------------------------- JSON
 */

static struct tcs_bytes skip_space(struct tcs_bytes text)
{
    size_t at = 0;
    if (text.len >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < text.len && strchr(" \t\r\n", text.data[at]) != NULL &&
           text.data[at] != '\0')
        at++;
    return tcs_bytes_part(text, at, text.len - at);
}

static void take_json_value(struct job *job, json_t *value, uint8_t *room)
{
    struct tcs_writer writer = tcs_writer(room, JSON_OUT_MAX);
    if (tcs_proto_from_json(&tcs_sapient_SapientMessage_table, value,
                            tcs_sapient_version_1, &writer, &job->fault))
        job->taken(job->owner, tcs_written(&writer), NULL);
    else
        job->taken(job->owner, tcs_bytes(NULL, 0), &job->fault);
}

/* Line and column of a place in a later document count from the file's beginning. */
static void tell_place(struct job *job, struct tcs_bytes all, struct tcs_bytes rest,
                       const json_error_t *error)
{
    char place[48];
    int line = error->line;
    for (const uint8_t *at = all.data; at < rest.data; at++)
        line += *at == '\n';
    snprintf(place, sizeof place, "%d:%d", line, error->column);
    tell(job, place, error->text);
}

static void take_json(struct job *job, struct tcs_bytes all)
{
    uint8_t *room = malloc(JSON_OUT_MAX);
    struct tcs_bytes rest = skip_space(all);
    while (room != NULL && rest.len > 0) {
        json_error_t error;
        json_t *value =
            json_loadb((const char *)rest.data, rest.len,
                       JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
        if (value == NULL) {
            tell_place(job, all, rest, &error);
            break;
        }
        take_json_value(job, value, room);
        json_decref(value);
        const size_t used = (size_t)error.position;
        rest = skip_space(tcs_bytes_part(rest, used, rest.len - used));
    }
    free(room);
}

/* -------------------------------------------------------------------------------- binary
 */

/* Whether the octets are keys and values to their end. */
static bool is_message(struct tcs_bytes octets)
{
    struct tcs_reader reader = tcs_reader(octets);
    struct tcs_pb_item item;
    enum tcs_status status;
    while ((status = tcs_pb_next(&reader, &item)) == TCS_OK)
        if (item.number > 13)
            return false;
    return status == TCS_END;
}

static void take_stream(struct job *job, struct tcs_bytes octets)
{
    struct tcs_sapient_stream *stream = calloc(1, sizeof *stream);
    struct tcs_bytes message;
    enum tcs_status status = TCS_MORE;
    while (stream != NULL &&
           (status = tcs_sapient_next(stream, &octets, &message)) != TCS_MORE) {
        if (status == TCS_OK)
            job->taken(job->owner, message, NULL);
        else
            tell(job, "(stream)",
                 status == TCS_E_FULL ? "a message longer than 65536 octets"
                                      : "a length that cannot be: the rest is lost");
        if (status == TCS_E_DAMAGED)
            break;
    }
    if (stream != NULL && status == TCS_MORE && !tcs_sapient_at_end(stream))
        tell(job, "(stream)", "ends inside a message");
    free(stream);
}

static void take_all(struct job *job, struct tcs_bytes octets)
{
    const struct tcs_bytes start = skip_space(octets);
    if (start.len > 0 && (start.data[0] == '{' || start.data[0] == '['))
        take_json(job, octets);
    else if (is_message(octets))
        job->taken(job->owner, octets, NULL);
    else
        take_stream(job, octets);
}

const char *tcs_sapient_file(const char *path, tcs_sapient_taken *taken, void *owner)
{
    struct job job = { .taken = taken, .owner = owner };
    const bool standard = strcmp(path, "-") == 0;
    FILE *in = standard ? stdin : fopen(path, "rb");
    uint8_t *data = NULL;
    size_t len = 0;
    if (in == NULL)
        return strerror(errno);
    const bool good = read_all(in, &data, &len);
    const int why = errno;
    if (!standard)
        fclose(in);
    if (!good)
        return strerror(why);
    const struct tcs_bytes octets = tcs_bytes(data, len);
    const char *packed = tcs_capture_packed(octets);
    if (packed == NULL)
        take_all(&job, octets);
    free(data);
    return packed;
}
