/* SPDX-License-Identifier: Apache-2.0 */
/* site_output.c -- `outputs` of the site file. */
#include <string.h>

#include <arpa/inet.h>

#include "base/text.h"
#include "config/site.h"
#include "config/site_feed.h"
#include "config/site_transport.h"

#define OF(member) offsetof(struct tcs_sink_site, member)
#define TEXT(word, member)                                                               \
    .key = (word), .type = TCS_FIELD_TEXT, .offset = OF(member),                         \
    .size = sizeof((struct tcs_sink_site *)0)->member

static const struct tcs_field to_fields[] = {
    { TEXT("address", address), .required = true },
    { .key = "port", .type = TCS_FIELD_PORT, .required = true, .offset = OF(port) },
};
static const struct tcs_schema to_schema = { "'udp' or 'tcp'", to_fields, 2, NULL };

static void need_path(struct tcs_schema_context *context, yaml_node_t *node,
                      const char *key, const char *path)
{
    if (path[0] != '\0' && path[0] != '/')
        tcs_schema_error(context, tcs_schema_find(context, node, key),
                         "'%s' must be a whole path, beginning with /", key);
}

static const struct tcs_field mqtt_fields[] = {
    { TEXT("address", address), .required = true },
    { .key = "port", .type = TCS_FIELD_PORT, .required = true, .offset = OF(port) },
    { TEXT("topic", topic), .required = true },
    { .key = "tracks_s",
      .type = TCS_FIELD_NUMBER,
      .offset = OF(period_s),
      .low = 0.2,
      .high = 60 },
};

static void finish_mqtt(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    const struct tcs_sink_site *sink = target;

    if (strpbrk(sink->topic, "+#") != NULL)
        tcs_schema_error(context, tcs_schema_find(context, node, "topic"),
                         "'topic' must not hold the wildcards + and #");
}

static const struct tcs_schema mqtt_schema = { "'mqtt'", mqtt_fields, 4, finish_mqtt };

static void read_mqtt(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct tcs_sink_site *sink = target;

    tcs_schema_map(context, node, &mqtt_schema, sink);
    sink->kind = TCS_SINK_MQTT;
}

static void read_command(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_sink_site *sink = target;

    sink->kind = TCS_SINK_COMMAND;
    if (!tcs_text_copy(sink->command, sizeof sink->command,
                       tcs_schema_text(context, node)))
        tcs_schema_error(context, node, "this command is longer than %zu octets",
                         sizeof sink->command - 1);
}

/* Numeric only: to ask for a name would take time that a warning may need. */
static void need_numeric(struct tcs_schema_context *context, yaml_node_t *node,
                         const struct tcs_sink_site *sink)
{
    uint8_t raw[16];

    if (sink->address[0] != '\0' && inet_pton(AF_INET, sink->address, raw) != 1 &&
        inet_pton(AF_INET6, sink->address, raw) != 1)
        tcs_schema_error(context, tcs_schema_find(context, node, "address"),
                         "'address' must be numeric");
}

static void read_udp(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    tcs_schema_map(context, node, &to_schema, target);
    need_numeric(context, node, target);
}

static void read_octet(struct tcs_schema_context *context, yaml_node_t *node, uint8_t *to)
{
    double number = 0.0;

    if (!tcs_schema_number(context, node, 0.0, 255.0, &number))
        return;
    *to = (uint8_t)number;
    if ((double)*to != number)
        tcs_schema_error(context, node, "this must be a whole number");
}

static void read_sac(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    read_octet(context, node, &((struct tcs_sink_site *)target)->sac);
}

static void read_sic(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    read_octet(context, node, &((struct tcs_sink_site *)target)->sic);
}

static const struct tcs_field asterix_fields[] = {
    { .key = "udp", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_udp },
    { .key = "sac", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_sac },
    { .key = "sic", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_sic },
    { .key = "period_s",
      .type = TCS_FIELD_NUMBER,
      .offset = OF(period_s),
      .low = 0.2,
      .high = 60 },
    { TEXT("edition", edition) },
};
static const struct tcs_schema asterix_schema = {
    "'asterix'", asterix_fields, sizeof asterix_fields / sizeof asterix_fields[0], NULL
};

static void read_asterix(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_sink_site *sink = target;

    sink->period_s = 1.0;
    tcs_schema_map(context, node, &asterix_schema, sink);
    sink->kind = TCS_SINK_ASTERIX;
    if (sink->edition[0] != '\0' && (strpbrk(sink->edition, "@n") != NULL ||
                                     !tcs_engine_knows_edition(62, sink->edition)))
        tcs_schema_error(context, tcs_schema_find(context, node, "edition"),
                         "no such edition of category 062");
}

static void read_own_node(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    tcs_site_read_uuid(context, node, ((struct tcs_sink_site *)target)->node);
}

static const struct tcs_field sapient_fields[] = {
    { TEXT("address", address), .required = true },
    { .key = "port", .type = TCS_FIELD_PORT, .required = true, .offset = OF(port) },
    { .key = "node", .type = TCS_FIELD_CUSTOM, .custom = read_own_node },
};
static const struct tcs_schema sapient_schema = { "'sapient'", sapient_fields, 3, NULL };

static void read_sapient(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_sink_site *sink = target;

    tcs_schema_map(context, node, &sapient_schema, sink);
    sink->kind = TCS_SINK_SAPIENT;
    need_numeric(context, node, sink);
}

/* A name or an address, and nothing that would mean more in a URL. */
static void need_host(struct tcs_schema_context *context, yaml_node_t *node,
                      const char *key, const char *host)
{
    if (strpbrk(host, " /?#@[]\\\"<>") != NULL)
        tcs_schema_error(context, tcs_schema_find(context, node, key),
                         "'%s' must be a name or an address alone", key);
}

/* The way of a stream of messages: one of udp, tcp and tls. */
static void read_tcp(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct tcs_sink_site *sink = target;

    tcs_schema_map(context, node, &to_schema, sink);
    need_host(context, node, "address", sink->address);
    sink->way = TCS_WAY_TCP;
}

static const struct tcs_field tls_fields[] = {
    { TEXT("address", address), .required = true },
    { .key = "port", .type = TCS_FIELD_PORT, .required = true, .offset = OF(port) },
    { TEXT("ca", ca), .required = true },
    { TEXT("certificate", certificate) },
    { TEXT("key", key) },
    { TEXT("name", server_name) },
};

static void finish_tls(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    const struct tcs_sink_site *sink = target;

    need_host(context, node, "address", sink->address);
    need_host(context, node, "name", sink->server_name);
    need_path(context, node, "ca", sink->ca);
    need_path(context, node, "certificate", sink->certificate);
    need_path(context, node, "key", sink->key);
    if ((tcs_schema_find(context, node, "certificate") == NULL) !=
        (tcs_schema_find(context, node, "key") == NULL))
        tcs_schema_error(context, node, "'certificate' and 'key' need one another");
}

static const struct tcs_schema tls_schema = { "'tls'", tls_fields,
                                              sizeof tls_fields / sizeof tls_fields[0],
                                              finish_tls };

static void read_tls(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    tcs_schema_map(context, node, &tls_schema, target);
    ((struct tcs_sink_site *)target)->way = TCS_WAY_TLS;
}

static void finish_way(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    const int ways = (tcs_schema_find(context, node, "udp") != NULL) +
                     (tcs_schema_find(context, node, "tcp") != NULL) +
                     (tcs_schema_find(context, node, "tls") != NULL);

    (void)target;
    if (ways != 1)
        tcs_schema_error(context, node, "one of 'udp', 'tcp' and 'tls' is needed");
}

static const char *const forms[] = { "xml", "tak", NULL };

static const struct tcs_field cot_fields[] = {
    { .key = "udp", .type = TCS_FIELD_CUSTOM, .custom = read_udp },
    { .key = "tcp", .type = TCS_FIELD_CUSTOM, .custom = read_tcp },
    { .key = "tls", .type = TCS_FIELD_CUSTOM, .custom = read_tls },
    { .key = "form", .type = TCS_FIELD_CHOICE, .offset = OF(form), .words = forms },
    { .key = "period_s",
      .type = TCS_FIELD_NUMBER,
      .offset = OF(period_s),
      .low = 0.2,
      .high = 10 }, /* an event is stale after 15 */
};
static const struct tcs_schema cot_schema = { "'cot'", cot_fields,
                                              sizeof cot_fields / sizeof cot_fields[0],
                                              finish_way };

static void read_cot(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct tcs_sink_site *sink = target;

    sink->period_s = 1.0;
    tcs_schema_map(context, node, &cot_schema, sink);
    sink->kind = TCS_SINK_COT;
}

static const char *const messages[] = { "text", "ocsf", NULL };

static const struct tcs_field syslog_fields[] = {
    { .key = "udp", .type = TCS_FIELD_CUSTOM, .custom = read_udp },
    { .key = "tcp", .type = TCS_FIELD_CUSTOM, .custom = read_tcp },
    { .key = "tls", .type = TCS_FIELD_CUSTOM, .custom = read_tls },
    { .key = "message",
      .type = TCS_FIELD_CHOICE,
      .offset = OF(message),
      .words = messages },
    { .key = "status_s",
      .type = TCS_FIELD_NUMBER,
      .offset = OF(period_s),
      .low = 1,
      .high = 86400 },
};
static const struct tcs_schema syslog_schema = {
    "'syslog'", syslog_fields, sizeof syslog_fields / sizeof syslog_fields[0], finish_way
};

static void read_syslog(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct tcs_sink_site *sink = target;

    sink->period_s = 60.0;
    tcs_schema_map(context, node, &syslog_schema, sink);
    sink->kind = TCS_SINK_SYSLOG;
}

static const struct tcs_field webhook_fields[] = {
    { TEXT("url", url), .required = true },
    { TEXT("token_file", token_file) },
    { TEXT("ca", ca) },
};

static void finish_webhook(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    const struct tcs_sink_site *sink = target;

    if (sink->url[0] != '\0' && !tcs_site_is_url(sink->url))
        tcs_schema_error(
            context, tcs_schema_find(context, node, "url"),
            "'url' must begin with http:// or https:// and a host, and hold no "
            "blanks");
    need_path(context, node, "token_file", sink->token_file);
    need_path(context, node, "ca", sink->ca);
}

static const struct tcs_schema webhook_schema = { "'webhook'", webhook_fields, 3,
                                                  finish_webhook };

static void read_webhook(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    tcs_schema_map(context, node, &webhook_schema, target);
    ((struct tcs_sink_site *)target)->kind = TCS_SINK_WEBHOOK;
}

static void finish_output(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    static const char *const kinds[] = { "mqtt", "command", "asterix", "sapient",
                                         "cot",  "syslog",  "webhook" };
    unsigned count = 0;

    (void)target;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        count += tcs_schema_find(context, node, kinds[i]) != NULL;
    if (count != 1)
        tcs_schema_error(context, node,
                         "an output needs one of 'mqtt', 'command', 'asterix', "
                         "'sapient', 'cot', 'syslog' and 'webhook'");
}

static const struct tcs_field output_fields[] = {
    { .key = "id",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, name),
      .size = TCS_NAME_LEN },
    { .key = "mqtt", .type = TCS_FIELD_CUSTOM, .custom = read_mqtt },
    { .key = "command", .type = TCS_FIELD_CUSTOM, .custom = read_command },
    { .key = "asterix", .type = TCS_FIELD_CUSTOM, .custom = read_asterix },
    { .key = "sapient", .type = TCS_FIELD_CUSTOM, .custom = read_sapient },
    { .key = "cot", .type = TCS_FIELD_CUSTOM, .custom = read_cot },
    { .key = "syslog", .type = TCS_FIELD_CUSTOM, .custom = read_syslog },
    { .key = "webhook", .type = TCS_FIELD_CUSTOM, .custom = read_webhook },
};
static const struct tcs_schema output_schema = { "an output", output_fields,
                                                 sizeof output_fields /
                                                     sizeof output_fields[0],
                                                 finish_output };

void tcs_site_read_outputs(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    struct tcs_site *site = target;

    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "'outputs' must be a list");
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        yaml_node_t *entry = yaml_document_get_node(context->document, *item);

        if (site->sink_count == TCS_SINK_MAX) {
            tcs_schema_error(context, entry, "more than %d outputs", TCS_SINK_MAX);
            return;
        }
        tcs_schema_map(context, entry, &output_schema, &site->sinks[site->sink_count]);
        site->sink_count++;
    }
}
