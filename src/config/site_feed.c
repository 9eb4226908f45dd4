/* SPDX-License-Identifier: Apache-2.0 */
#include "config/site_feed.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "config/site.h"
#include "config/site_transport.h"
#include "decode/asterix/framing.h"

/* A feed lies in two arrays; a row holds both until it is whole. */
struct feed_row {
    struct tcs_feed_config engine;
    struct tcs_feed_site site;
    uint32_t transports; /* how many of udp, tcp, ... were given */
    bool has_sac_sic[TCS_SENSOR_MAX];
    char nodes[TCS_SENSOR_MAX][TCS_NODE_ID_LEN];
    struct tcs_edition_choice editions[TCS_EDITIONS_MAX];
    uint32_t edition_count;
};

/* One entry of `sources`. */
struct source_row {
    char sensor[TCS_NAME_LEN];
    double sac;
    double sic;
    char node[TCS_NODE_ID_LEN];
    struct tcs_edition_choice editions[TCS_EDITIONS_MAX];
    uint32_t edition_count;
};

static const char *const protocol_words[] = { "asterix", "remote-id", "mode-s", "bearing",
                                              "sapient", "kraken",    "odas",   "onvif",
                                              "frigate", "cot",       "uat",    "sbs",
                                              "readsb",  "mavlink",   "ais",    NULL };
static const char *const form_words[] = { "beast", "avr", "hex", NULL };

/* "48=1.27" */
static void read_edition(struct tcs_schema_context *context, yaml_node_t *node,
                         struct source_row *source)
{
    const struct tcs_bytes text = tcs_schema_text(context, node);
    const uint8_t *equals = text.len > 0 ? memchr(text.data, '=', text.len) : NULL;
    const size_t at = equals != NULL ? (size_t)(equals - text.data) : text.len;
    struct tcs_edition_choice choice = { 0 };
    int64_t category = 0;

    if (tcs_text_int(tcs_bytes_part(text, 0, at), &category) != TCS_OK || category < 0 ||
        category > 255 ||
        !tcs_text_copy(choice.edition, sizeof choice.edition,
                       tcs_bytes_part(text, at + 1, text.len)) ||
        !tcs_engine_knows_edition((uint8_t)category, choice.edition)) {
        tcs_schema_error(
            context, node,
            "no edition that is known; write CATEGORY=EDITION as in 48=1.27, "
            "129=205@1.0 or 129=none");
        return;
    }
    choice.category = (uint8_t)category;
    if (source->edition_count == TCS_EDITIONS_MAX)
        tcs_schema_error(context, node, "more than %d editions", TCS_EDITIONS_MAX);
    else
        source->editions[source->edition_count++] = choice;
}

static void read_editions(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "'editions' must be a list, as [48=1.27]");
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++)
        read_edition(context, yaml_document_get_node(context->document, *item), target);
}

void tcs_site_read_uuid(struct tcs_schema_context *context, yaml_node_t *node,
                        char ret_id[TCS_NODE_ID_LEN])
{
    const struct tcs_bytes text = tcs_schema_text(context, node);
    bool good = text.len == TCS_NODE_ID_LEN - 1;

    for (size_t i = 0; good && i < text.len; i++)
        good = i == 8 || i == 13 || i == 18 || i == 23
                   ? text.data[i] == '-'
                   : strchr("0123456789abcdef", text.data[i]) != NULL;
    if (good)
        (void)tcs_text_copy(ret_id, TCS_NODE_ID_LEN, text);
    else
        tcs_schema_error(context, node, "'node' must be a UUID in lower case");
}

static void read_node(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    tcs_site_read_uuid(context, node, ((struct source_row *)target)->node);
}

static const struct tcs_field source_fields[] = {
    { .key = "sensor",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct source_row, sensor),
      .size = TCS_NAME_LEN },
    { .key = "sac",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct source_row, sac),
      .low = 0,
      .high = 255 },
    { .key = "sic",
      .type = TCS_FIELD_NUMBER,
      .offset = offsetof(struct source_row, sic),
      .low = 0,
      .high = 255 },
    { .key = "editions", .type = TCS_FIELD_CUSTOM, .custom = read_editions },
    { .key = "node", .type = TCS_FIELD_CUSTOM, .custom = read_node },
};
static const struct tcs_schema source_schema = { "a source", source_fields, 5, NULL };

static uint32_t find_sensor(const struct tcs_site *site, const char *name)
{
    uint32_t i = 0;

    while (i < site->engine.sensor_count &&
           strcmp(site->engine.sensors[i].name, name) != 0)
        i++;
    return i;
}

static void read_source(struct tcs_schema_context *context, yaml_node_t *node,
                        struct feed_row *row)
{
    const struct tcs_site *site = context->user;
    struct source_row source = { .sac = -1.0, .sic = -1.0 };

    tcs_schema_map(context, node, &source_schema, &source);
    const uint32_t sensor = find_sensor(site, source.sensor);

    if (source.sensor[0] == '\0')
        return;
    if (sensor == site->engine.sensor_count) {
        tcs_schema_error(context, node, "there is no sensor '%s'", source.sensor);
        return;
    }
    if (row->engine.sensor_count == TCS_SENSOR_MAX) {
        tcs_schema_error(context, node, "more than %d sources", TCS_SENSOR_MAX);
        return;
    }
    const uint16_t at = row->engine.sensor_count++;

    row->engine.sensors[at] = (uint16_t)sensor;
    if (source.node[0] != '\0')
        memcpy(row->nodes[at], source.node, sizeof source.node);
    row->has_sac_sic[at] = source.sac >= 0.0 && source.sic >= 0.0;
    if (row->has_sac_sic[at])
        row->engine.sac_sic[at] =
            (uint16_t)((unsigned)source.sac << 8 | (unsigned)source.sic);
    for (uint32_t i = 0; i < source.edition_count; i++) {
        if (row->edition_count == TCS_EDITIONS_MAX) {
            tcs_schema_error(context, node, "more than %d editions", TCS_EDITIONS_MAX);
            return;
        }
        row->editions[row->edition_count] = source.editions[i];
        row->editions[row->edition_count++].sac_sic = row->engine.sac_sic[at];
    }
}

static void read_sources(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "'sources' must be a list");
        return;
    }
    if (node->data.sequence.items.start == node->data.sequence.items.top)
        tcs_schema_error(context, node, "'sources' names no sensor");
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++)
        read_source(context, yaml_document_get_node(context->document, *item), target);
}

static const struct tcs_field udp_fields[] = {
    { .key = "address",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct feed_row, site.address),
      .size = sizeof((struct tcs_feed_site *)0)->address },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .required = true,
      .offset = offsetof(struct feed_row, site.port) },
};
static const struct tcs_schema udp_schema = { "'udp'", udp_fields, 2, NULL };

static void read_udp(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct feed_row *row = target;

    tcs_schema_map(context, node, &udp_schema, row);
    row->site.transport = TCS_TRANSPORT_UDP;
    row->engine.framing = TCS_FRAMING_DATAGRAM;
    row->transports++;
}

static void read_connect(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct feed_row *row = target;

    row->site.transport = TCS_TRANSPORT_TCP_CLIENT;
    if (!tcs_text_copy(row->site.address, sizeof row->site.address,
                       tcs_schema_text(context, node)))
        tcs_schema_error(context, node, "'connect' is too long");
}

static void read_listen(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct feed_row *row = target;

    row->site.transport = TCS_TRANSPORT_TCP_SERVER;
    if (!tcs_text_copy(row->site.address, sizeof row->site.address,
                       tcs_schema_text(context, node)))
        tcs_schema_error(context, node, "'listen' is too long");
}

static void finish_tcp(struct tcs_schema_context *context, yaml_node_t *node,
                       void *target)
{
    (void)target;
    if ((tcs_schema_find(context, node, "connect") != NULL) ==
        (tcs_schema_find(context, node, "listen") != NULL))
        tcs_schema_error(context, node,
                         "'tcp' needs 'connect' or 'listen', and not both");
}

static const struct tcs_field tcp_fields[] = {
    { .key = "connect", .type = TCS_FIELD_CUSTOM, .custom = read_connect },
    { .key = "listen", .type = TCS_FIELD_CUSTOM, .custom = read_listen },
    { .key = "port",
      .type = TCS_FIELD_PORT,
      .required = true,
      .offset = offsetof(struct feed_row, site.port) },
};
static const struct tcs_schema tcp_schema = { "'tcp'", tcp_fields, 3, finish_tcp };

static void read_tcp(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct feed_row *row = target;

    tcs_schema_map(context, node, &tcp_schema, row);
    row->engine.framing = TCS_FRAMING_STREAM;
    row->transports++;
}

/* Relative paths start from the site file's folder. */
static void read_path(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    const struct tcs_site *site = context->user;
    struct feed_row *row = target;
    const struct tcs_bytes path = tcs_schema_text(context, node);
    char *to = row->site.path;
    const size_t size = sizeof row->site.path;

    if (path.len == 0)
        return;
    const int len =
        path.data[0] == '/'
            ? snprintf(to, size, "%.*s", (int)path.len, (const char *)path.data)
            : snprintf(to, size, "%s/%.*s", site->folder, (int)path.len,
                       (const char *)path.data);

    if (len < 0 || (size_t)len >= size)
        tcs_schema_error(context, node, "this path is longer than %zu octets", size - 1);
}

/* "2026-05-01" */
static void read_date(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct feed_row *row = target;
    const struct tcs_bytes text = tcs_schema_text(context, node);
    char midnight[TCS_TIME_TEXT_LEN];

    snprintf(midnight, sizeof midnight, "%.*sT00:00:00Z",
             (int)(text.len > 10 ? 10 : text.len), (const char *)text.data);
    row->site.has_date =
        text.len == 10 && tcs_utc_parse(midnight, &row->site.date_utc_ns) == TCS_OK;
    if (!row->site.has_date)
        tcs_schema_error(context, node, "'date' must be a day, as 2026-05-01");
}

static const struct tcs_field file_fields[] = {
    { .key = "date", .type = TCS_FIELD_CUSTOM, .custom = read_date },
    { .key = "path", .type = TCS_FIELD_CUSTOM, .required = true, .custom = read_path },
};
static const struct tcs_schema file_schema = { "'file'", file_fields, 2, NULL };

static void read_file(struct tcs_schema_context *context, yaml_node_t *node, void *target)
{
    struct feed_row *row = target;

    tcs_schema_map(context, node, &file_schema, row);
    row->site.transport = TCS_TRANSPORT_FILE;
    row->engine.framing = TCS_FRAMING_STREAM;
    row->transports++;
}

static void read_mqtt_feed(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    struct feed_row *row = target;

    tcs_site_read_mqtt_feed(context, node, &row->site);
    row->engine.framing = TCS_FRAMING_TOPIC;
    row->transports++;
}

static void read_http_feed(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target)
{
    struct feed_row *row = target;

    tcs_site_read_http_feed(context, node, &row->site);
    row->engine.framing =
        row->site.period_s > 0.0 ? TCS_FRAMING_DATAGRAM : TCS_FRAMING_STREAM;
    row->transports++;
}

static void read_serial_feed(struct tcs_schema_context *context, yaml_node_t *node,
                             void *target)
{
    struct feed_row *row = target;

    tcs_site_read_serial_feed(context, node, &row->site);
    row->engine.framing = TCS_FRAMING_STREAM;
    row->transports++;
}

static void read_capture_feed(struct tcs_schema_context *context, yaml_node_t *node,
                              void *target)
{
    struct feed_row *row = target;

    tcs_site_read_capture_feed(context, node, &row->site);
    row->engine.framing = TCS_FRAMING_STREAM;
    row->transports++;
}

static void read_udp_port(struct tcs_schema_context *context, yaml_node_t *node,
                          void *target)
{
    struct feed_row *row = target;
    double port = 0.0;

    if (tcs_schema_number(context, node, 1.0, 65535.0, &port))
        row->engine.udp_port = (uint16_t)port;
}

/* What comes for a kind goes to the only sensor of it. */
static void check_kinds(struct tcs_schema_context *context, yaml_node_t *node,
                        const struct feed_row *row)
{
    const struct tcs_sensor *sensors =
        ((const struct tcs_site *)context->user)->engine.sensors;
    uint32_t seen = 0;

    for (uint16_t i = 0; i < row->engine.sensor_count; i++) {
        const uint32_t kind = UINT32_C(1) << sensors[row->engine.sensors[i]].kind;

        if ((seen & kind) != 0)
            tcs_schema_error(context, node, "a mavlink feed has one sensor of each kind");
        seen |= kind;
    }
}

/* What a protocol needs of the sensors that speak it. */
static void check_sensors(struct tcs_schema_context *context, yaml_node_t *node,
                          const struct feed_row *row)
{
    const struct tcs_site *site = context->user;
    const enum tcs_protocol protocol = row->engine.protocol;
    const bool aircraft = protocol == TCS_PROTOCOL_UAT || protocol == TCS_PROTOCOL_SBS ||
                          protocol == TCS_PROTOCOL_READSB;
    const bool boxes = protocol == TCS_PROTOCOL_ONVIF || protocol == TCS_PROTOCOL_FRIGATE;

    for (uint16_t i = 0; i < row->engine.sensor_count; i++) {
        const struct tcs_sensor *sensor = &site->engine.sensors[row->engine.sensors[i]];

        if (protocol == TCS_PROTOCOL_KRAKEN && sensor->kind != TCS_SENSOR_RADIO)
            tcs_schema_error(context, node, "kraken is spoken by radio sensors only");
        if (protocol == TCS_PROTOCOL_ODAS && sensor->kind != TCS_SENSOR_ACOUSTIC)
            tcs_schema_error(context, node, "odas is spoken by acoustic sensors only");
        if (aircraft && sensor->kind != TCS_SENSOR_ADSB)
            tcs_schema_error(context, node, "%s is spoken by ads-b sensors only",
                             protocol_words[protocol]);
        if (protocol == TCS_PROTOCOL_AIS && sensor->kind != TCS_SENSOR_REPORT)
            tcs_schema_error(context, node, "ais is spoken by report sensors only");
        if (protocol == TCS_PROTOCOL_MAVLINK && tcs_sensor_is_witness(sensor->kind))
            tcs_schema_error(context, node,
                             "mavlink is spoken by report, remote-id and ads-b sensors "
                             "only");
        if (boxes && sensor->kind != TCS_SENSOR_CAMERA)
            tcs_schema_error(context, node, "%s is spoken by cameras only",
                             protocol_words[protocol]);
        else if (boxes && sensor->optics.width == 0.0)
            tcs_schema_error(context, node,
                             "sensor '%s' needs 'pose' and 'lens' for boxes to have a "
                             "direction",
                             sensor->name);
    }
}

static void finish_feed(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target)
{
    struct feed_row *row = target;

    check_sensors(context, node, row);
    if (row->engine.protocol == TCS_PROTOCOL_MAVLINK)
        check_kinds(context, node, row);
    if (row->engine.protocol != TCS_PROTOCOL_MODES &&
        tcs_schema_find(context, node, "form") != NULL)
        tcs_schema_error(context, node, "'form' is for mode-s");
    /* Documents of any length: read as a stream, an answer may be several events. */
    if (row->engine.protocol == TCS_PROTOCOL_READSB &&
        row->site.transport == TCS_TRANSPORT_HTTP)
        row->engine.framing = TCS_FRAMING_STREAM;
    if (row->transports != 1)
        tcs_schema_error(context, node,
                         "a feed needs one of 'udp', 'tcp', 'mqtt', 'http', 'serial', "
                         "'capture' and 'file'");
    if (row->engine.protocol == TCS_PROTOCOL_ASTERIX)
        for (uint16_t i = 0; i < row->engine.sensor_count; i++)
            if (!row->has_sac_sic[i])
                tcs_schema_error(context, node,
                                 "an asterix source needs 'sac' and 'sic', 0 to 255");
    if (row->engine.envelope != TCS_ASTERIX_RAW &&
        (row->engine.protocol != TCS_PROTOCOL_ASTERIX ||
         (row->engine.framing == TCS_FRAMING_STREAM &&
          row->site.transport != TCS_TRANSPORT_FILE)))
        tcs_schema_error(context, node,
                         "'framing' is for asterix in datagrams and files only");
    if (row->site.transport == TCS_TRANSPORT_CAPTURE &&
        row->engine.protocol != TCS_PROTOCOL_REMOTE_ID)
        tcs_schema_error(context, node, "'capture' is for remote-id");
    if (row->engine.protocol != TCS_PROTOCOL_ASTERIX && row->edition_count > 0)
        tcs_schema_error(context, node, "'editions' are for asterix sources only");
}

static const struct tcs_field feed_fields[] = {
    { .key = "id",
      .type = TCS_FIELD_TEXT,
      .required = true,
      .offset = offsetof(struct feed_row, engine.name),
      .size = TCS_NAME_LEN },
    { .key = "protocol",
      .type = TCS_FIELD_CHOICE,
      .required = true,
      .offset = offsetof(struct feed_row, engine.protocol),
      .words = protocol_words },
    { .key = "form",
      .type = TCS_FIELD_CHOICE,
      .offset = offsetof(struct feed_row, engine.modes_form),
      .words = form_words },
    { .key = "framing",
      .type = TCS_FIELD_CHOICE,
      .offset = offsetof(struct feed_row, engine.envelope),
      .words = tcs_asterix_framing_words },
    { .key = "sources",
      .type = TCS_FIELD_CUSTOM,
      .required = true,
      .custom = read_sources },
    { .key = "udp", .type = TCS_FIELD_CUSTOM, .custom = read_udp },
    { .key = "tcp", .type = TCS_FIELD_CUSTOM, .custom = read_tcp },
    { .key = "mqtt", .type = TCS_FIELD_CUSTOM, .custom = read_mqtt_feed },
    { .key = "http", .type = TCS_FIELD_CUSTOM, .custom = read_http_feed },
    { .key = "serial", .type = TCS_FIELD_CUSTOM, .custom = read_serial_feed },
    { .key = "capture", .type = TCS_FIELD_CUSTOM, .custom = read_capture_feed },
    { .key = "file", .type = TCS_FIELD_CUSTOM, .custom = read_file },
    { .key = "captured_port", .type = TCS_FIELD_CUSTOM, .custom = read_udp_port },
};
static const struct tcs_schema feed_schema = { "a feed", feed_fields,
                                               sizeof feed_fields / sizeof feed_fields[0],
                                               finish_feed };

static void keep_nodes(const struct feed_row *row, struct tcs_engine_config *engine)
{
    for (uint16_t i = 0; i < row->engine.sensor_count; i++)
        if (row->nodes[i][0] != '\0')
            memcpy(engine->nodes[row->engine.sensors[i]], row->nodes[i], TCS_NODE_ID_LEN);
}

static void keep_editions(struct tcs_schema_context *context, yaml_node_t *node,
                          const struct feed_row *row, struct tcs_engine_config *engine)
{
    for (uint32_t i = 0; i < row->edition_count; i++) {
        if (engine->edition_count == TCS_EDITIONS_MAX) {
            tcs_schema_error(context, node, "more than %d editions in all",
                             TCS_EDITIONS_MAX);
            return;
        }
        engine->editions[engine->edition_count++] = row->editions[i];
    }
}

static bool listens(const struct tcs_feed_site *feed)
{
    return feed->transport == TCS_TRANSPORT_UDP ||
           feed->transport == TCS_TRANSPORT_TCP_SERVER;
}

/* With the feeds before it. */
static void compare_feeds(struct tcs_schema_context *context, yaml_node_t *entry,
                          const struct feed_row *row)
{
    const struct tcs_site *site = context->user;

    for (uint32_t i = 0; i < site->engine.feed_count; i++) {
        const struct tcs_feed_site *other = &site->feeds[i];

        if (strcmp(site->engine.feeds[i].name, row->engine.name) == 0)
            tcs_schema_error(context, entry, "there are two feeds '%s'",
                             row->engine.name);
        if (listens(&row->site) && other->transport == row->site.transport &&
            other->port == row->site.port && row->site.port != 0 &&
            strcmp(other->address, row->site.address) == 0)
            tcs_schema_error(context, entry,
                             "feed '%s' has this address and port already",
                             site->engine.feeds[i].name);
    }
}

void tcs_site_read_feeds(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target)
{
    struct tcs_site *site = target;

    if (node->type != YAML_SEQUENCE_NODE) {
        tcs_schema_error(context, node, "'feeds' must be a list");
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++) {
        yaml_node_t *entry = yaml_document_get_node(context->document, *item);
        struct feed_row row;

        if (site->engine.feed_count == TCS_FEED_MAX) {
            tcs_schema_error(context, entry, "more than %d feeds", TCS_FEED_MAX);
            return;
        }
        memset(&row, 0, sizeof row);
        tcs_schema_map(context, entry, &feed_schema, &row);
        compare_feeds(context, entry, &row);
        site->engine.feeds[site->engine.feed_count] = row.engine;
        site->feeds[site->engine.feed_count] = row.site;
        site->engine.feed_count++;
        keep_nodes(&row, &site->engine);
        keep_editions(context, entry, &row, &site->engine);
    }
}
