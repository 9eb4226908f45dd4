/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site_transport.h"

#include <string.h>

#include "base/text.h"

enum { MQTT_PORT = 1883 };

static const struct tcs_field mqtt_fields[] = {
    { .key = "broker",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_feed_site, address),
      .size = sizeof((struct tcs_feed_site *)0)->address },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .offset = offsetof(struct tcs_feed_site, port) },
    { .key = "topic",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_feed_site, topic),
      .size = sizeof((struct tcs_feed_site *)0)->topic },
    { .key = "user",
      .type = TCS_FIELD_TEXT,
      .offset = offsetof(struct tcs_feed_site, user),
      .size = sizeof((struct tcs_feed_site *)0)->user },
    { .key = "password_file",
      .type = TCS_FIELD_TEXT,
      .offset = offsetof(struct tcs_feed_site, path),
      .size = sizeof((struct tcs_feed_site *)0)->path },
};

/* MQTT 3.1.1, 4.7.1: + stands for a whole level, # for all levels that are left. */
static bool is_filter(const char *topic)
{
    for (const char *at = topic; *at != '\0'; at++) {
        const bool begins = at == topic || at[-1] == '/';
        const bool ends = at[1] == '\0' || (*at == '+' && at[1] == '/');

        if ((*at == '+' || *at == '#') && !(begins && ends))
            return false;
        if ((unsigned char)*at < 0x20)
            return false;
    }
    return true;
}

static void finish_mqtt(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    const struct tcs_feed_site *feed = target;
    yaml_node_t *topic = tcs_schema_find(context, node, "topic");

    if (topic != NULL && !is_filter(feed->topic))
        tcs_schema_error(context, topic,
                         "'topic' is no filter: + stands for one whole level, # for all "
                         "at the end, as in frigate/+/events or rid/#");
    if (feed->path[0] != '\0' && feed->path[0] != '/')
        tcs_schema_error(context, tcs_schema_find(context, node, "password_file"),
                         "'password_file' must be a whole path, beginning with /");
    if (feed->path[0] != '\0' && feed->user[0] == '\0')
        tcs_schema_error(context, node, "'password_file' needs 'user'");
}

static const struct tcs_schema mqtt_schema = { "'mqtt'", mqtt_fields,
                                               sizeof mqtt_fields / sizeof mqtt_fields[0],
                                               finish_mqtt };

void tcs_site_read_mqtt_feed(struct tcs_schema_context *context, yaml_node_t *node,
                             struct tcs_feed_site *feed)
{
    feed->transport = TCS_TRANSPORT_MQTT;
    feed->port = MQTT_PORT;
    tcs_schema_map(context, node, &mqtt_schema, feed);
}

static const struct tcs_field http_fields[] = {
    { .key = "url",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_feed_site, path),
      .size = sizeof((struct tcs_feed_site *)0)->path },
    { .key = "period_s",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_feed_site, period_s),
      .low = 0.05,
      .high = 3600 },
};

bool tcs_site_is_url(const char *text)
{
    const size_t before = strncmp(text, "http://", 7) == 0    ? 7
                          : strncmp(text, "https://", 8) == 0 ? 8
                                                              : 0;

    return before > 0 && text[before] != '\0' && strchr("/:?#", text[before]) == NULL &&
           strpbrk(text, " \t\"<>") == NULL;
}

static void finish_http(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    const struct tcs_feed_site *feed = target;

    if (feed->path[0] != '\0' && !tcs_site_is_url(feed->path))
        tcs_schema_error(
            context, tcs_schema_find(context, node, "url"),
            "'url' must begin with http:// or https:// and a host, and hold no blanks");
}

static const struct tcs_schema http_schema = { "'http'", http_fields, 2, finish_http };

void tcs_site_read_http_feed(struct tcs_schema_context *context, yaml_node_t *node,
                             struct tcs_feed_site *feed)
{
    feed->transport = TCS_TRANSPORT_HTTP;
    tcs_schema_map(context, node, &http_schema, feed);
}

static const struct tcs_field serial_fields[] = {
    { .key = "device",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_feed_site, path),
      .size = sizeof((struct tcs_feed_site *)0)->path },
    { .key = "baud",
      .type = TCS_FIELD_COUNT,
      .required = true,
      .offset = offsetof(struct tcs_feed_site, baud),
      .low = 1200,
      .high = 921600 },
};

static bool is_baud(uint32_t baud)
{
    for (size_t i = 0; tcs_bauds[i] != 0; i++)
        if (tcs_bauds[i] == baud)
            return true;
    return false;
}

const uint32_t tcs_bauds[] = { 1200,  2400,   4800,   9600,   19200,  38400,
                               57600, 115200, 230400, 460800, 921600, 0 };

static void finish_serial(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    const struct tcs_feed_site *feed = target;
    yaml_node_t *baud = tcs_schema_find(context, node, "baud");

    if (feed->path[0] != '\0' && feed->path[0] != '/')
        tcs_schema_error(context, tcs_schema_find(context, node, "device"),
                         "'device' must be a path, as /dev/ttyUSB0");
    if (baud != NULL && feed->baud != 0 && !is_baud(feed->baud))
        tcs_schema_error(context, baud,
                         "'baud' must be 1200, 2400, 4800, 9600, 19200, 38400, 57600, "
                         "115200, 230400, 460800 or 921600");
}

static const struct tcs_schema serial_schema = { "'serial'", serial_fields, 2,
                                                 finish_serial };

void tcs_site_read_serial_feed(struct tcs_schema_context *context, yaml_node_t *node,
                               struct tcs_feed_site *feed)
{
    feed->transport = TCS_TRANSPORT_SERIAL;
    tcs_schema_map(context, node, &serial_schema, feed);
}

static const struct tcs_field capture_fields[] = {
    { .key = "interface",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_feed_site, path),
      .size = 64 },
};
static const struct tcs_schema capture_schema = { "'capture'", capture_fields, 1, NULL };

void tcs_site_read_capture_feed(struct tcs_schema_context *context, yaml_node_t *node,
                                struct tcs_feed_site *feed)
{
    feed->transport = TCS_TRANSPORT_CAPTURE;
    tcs_schema_map(context, node, &capture_schema, feed);
}
