/* SPDX-License-Identifier: Apache-2.0 */
/* site_output.c -- `outputs` of the site file. */
#include <string.h>

#include <arpa/inet.h>

#include "base/text.h"
#include "config/site.h"
#include "config/site_feed.h"

static const struct tcs_field mqtt_fields[] = {
    { .key = "address",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, address),
      .size = sizeof((struct tcs_sink_site *)0)->address },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, port) },
    { .key = "topic",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, topic),
      .size = sizeof((struct tcs_sink_site *)0)->topic },
};
static const struct tcs_schema mqtt_schema = { "'mqtt'", mqtt_fields, 3, NULL };

static void read_mqtt(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct tcs_sink_site *sink = target;

    tcs_schema_map(context, node, &mqtt_schema, sink);
    sink->kind = TCS_SINK_MQTT;
    if (strpbrk(sink->topic, "+#") != NULL)
        tcs_schema_error(context, node, "'topic' must not hold the wildcards + and #");
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

static const struct tcs_field to_fields[] = {
    { .key = "address",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, address),
      .size = sizeof((struct tcs_sink_site *)0)->address },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, port) },
};
static const struct tcs_schema to_schema = { "'udp'", to_fields, 2, NULL };

/* Numeric only: to ask for a name would take time that a warning may need. */
static void read_to(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct tcs_sink_site *sink = target;
    uint8_t raw[16];

    tcs_schema_map(context, node, &to_schema, sink);
    if (sink->address[0] != '\0' && inet_pton(AF_INET, sink->address, raw) != 1 &&
        inet_pton(AF_INET6, sink->address, raw) != 1)
        tcs_schema_error(context, node, "'address' must be numeric");
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
    { .key = "udp", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_to },
    { .key = "sac", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_sac },
    { .key = "sic", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_sic },
    { .key = "period_s",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct tcs_sink_site, period_s),
      .low = 0.2,
      .high = 60 },
    { .key = "edition",
      .type = TCS_FIELD_TEXT,
      .offset = offsetof(struct tcs_sink_site, edition),
      .size = sizeof((struct tcs_sink_site *)0)->edition },
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
        tcs_schema_error(context, node, "no such edition of category 062");
}

static void read_own_node(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    tcs_site_read_uuid(context, node, ((struct tcs_sink_site *)target)->node);
}

static const struct tcs_field sapient_fields[] = {
    { .key = "address",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, address),
      .size = sizeof((struct tcs_sink_site *)0)->address },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .required = true,
      .offset = offsetof(struct tcs_sink_site, port) },
    { .key = "node", .type = TCS_FIELD_CUSTOM, .custom = read_own_node },
};
static const struct tcs_schema sapient_schema = { "'sapient'", sapient_fields, 3, NULL };

static void read_sapient(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_sink_site *sink = target;
    uint8_t raw[16];

    tcs_schema_map(context, node, &sapient_schema, sink);
    sink->kind = TCS_SINK_SAPIENT;
    if (sink->address[0] != '\0' && inet_pton(AF_INET, sink->address, raw) != 1 &&
        inet_pton(AF_INET6, sink->address, raw) != 1)
        tcs_schema_error(context, node, "'address' must be numeric");
}

static void finish_output(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    static const char *const kinds[] = { "mqtt", "command", "asterix", "sapient" };
    unsigned count = 0;

    (void)target;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        count += tcs_schema_find(context, node, kinds[i]) != NULL;
    if (count != 1)
        tcs_schema_error(context, node,
                         "an output needs one of 'mqtt', 'command', 'asterix' and "
                         "'sapient'");
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
};
static const struct tcs_schema output_schema = { "an output", output_fields, 5,
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
