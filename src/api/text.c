/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/inside.h"
#include "base/time.h"

struct tcs_api_text *tcs_api_text_new(size_t len)
{
    struct tcs_api_text *text = calloc(1, sizeof *text + LWS_PRE + len);

    if (text != NULL) {
        text->refs = 1;
        text->len = len;
    }
    return text;
}

struct tcs_api_text *tcs_api_text_ref(struct tcs_api_text *text)
{
    text->refs++;
    return text;
}

void tcs_api_text_unref(struct tcs_api_text *text)
{
    if (text == NULL)
        return;
    assert(text->refs > 0);
    if (--text->refs == 0)
        free(text);
}

/* Octets put together: first with to NULL, to learn the length. */
struct pen {
    uint8_t *to;
    size_t len;
};

static void put(struct pen *pen, const void *data, size_t len)
{
    if (pen->to != NULL)
        memcpy(pen->to + pen->len, data, len);
    pen->len += len;
}

static void put_string(struct pen *pen, const char *string)
{
    put(pen, string, strlen(string));
}

static void put_document(struct pen *pen, const struct tcs_api_text *message)
{
    if (message == NULL)
        put_string(pen, "null");
    else
        put(pen, message->data + LWS_PRE + message->part_at, message->part_len);
}

static void put_time(struct pen *pen, int64_t utc_ns)
{
    char text[TCS_TIME_TEXT_LEN];

    tcs_utc_text(utc_ns, text);
    put_string(pen, "\"time\":\"");
    put_string(pen, text);
    put_string(pen, "\"");
}

struct tcs_api_text *tcs_api_message(const char *type, const char *member, int64_t utc_ns,
                                     const char *json)
{
    struct tcs_api_text *text = NULL;
    struct pen pen = { NULL, 0 };

    for (int pass = 0; pass < 2; pass++) {
        size_t part_at;

        put_string(&pen, "{\"type\":\"");
        put_string(&pen, type);
        put_string(&pen, "\",");
        put_time(&pen, utc_ns);
        put_string(&pen, ",\"");
        put_string(&pen, member);
        put_string(&pen, "\":");
        part_at = pen.len;
        put_string(&pen, json);
        if (text != NULL) {
            text->part_at = part_at;
            text->part_len = pen.len - part_at;
        }
        put_string(&pen, "}");
        if (pass == 0) {
            text = tcs_api_text_new(pen.len);
            if (text == NULL)
                return NULL;
            pen = (struct pen) { tcs_api_text_at(text), 0 };
        }
    }
    return text;
}

struct tcs_api_text *tcs_api_part(const struct tcs_api_text *message)
{
    struct tcs_api_text *text = tcs_api_text_new(message->part_len);

    if (text != NULL)
        memcpy(tcs_api_text_at(text), message->data + LWS_PRE + message->part_at,
               message->part_len);
    return text;
}

static void put_alarms(struct pen *pen, const struct tcs_api *api)
{
    const char *comma = "";

    put_string(pen, "[");
    for (size_t id = 0; id <= TCS_API_ALARMS_MAX; id++) {
        if (api->alarms[id] == NULL)
            continue;
        put_string(pen, comma);
        put_document(pen, api->alarms[id]);
        comma = ",";
    }
    put_string(pen, "]");
}

static void put_state(struct pen *pen, const struct tcs_api *api)
{
    put_string(pen, "{\"type\":\"state\",");
    put_time(pen, api->utc_ns);
    put_string(pen, ",\"site\":");
    put_document(pen, api->documents[TCS_API_SITE]);
    put_string(pen, ",\"tracks\":");
    put_document(pen, api->documents[TCS_API_TRACKS]);
    put_string(pen, ",\"alarms\":");
    put_alarms(pen, api);
    put_string(pen, ",\"status\":");
    put_document(pen, api->documents[TCS_API_STATUS]);
    put_string(pen, "}");
}

static struct tcs_api_text *compose(void (*put_all)(struct pen *, const struct tcs_api *),
                                    const struct tcs_api *api)
{
    struct pen pen = { NULL, 0 };
    struct tcs_api_text *text;

    put_all(&pen, api);
    text = tcs_api_text_new(pen.len);
    if (text == NULL)
        return NULL;
    pen = (struct pen) { tcs_api_text_at(text), 0 };
    put_all(&pen, api);
    return text;
}

struct tcs_api_text *tcs_api_state_text(const struct tcs_api *api)
{
    for (size_t i = 0; i < TCS_API_DOCUMENT_COUNT; i++)
        if (i != TCS_API_ZONES && api->documents[i] == NULL)
            return NULL;
    return compose(put_state, api);
}

struct tcs_api_text *tcs_api_alarms_text(const struct tcs_api *api)
{
    return compose(put_alarms, api);
}
