/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CONFIG_SITE_H
#define TCS_CONFIG_SITE_H

/*
 * site.h -- the site file: everything that is particular to one place, in YAML.
 *
 * Read through one table-driven schema; all errors are found in one go, each with
 * file:line:column; unknown keys are errors. Described in tocsin-site(5).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "config/schema.h"
#include "engine/engine.h"

enum tcs_transport {
    TCS_TRANSPORT_UDP,        /* address, port; multicast group joined when it is one */
    TCS_TRANSPORT_TCP_CLIENT, /* connects, and again with back-off */
    TCS_TRANSPORT_TCP_SERVER,
    TCS_TRANSPORT_FILE, /* path; capture, blocks or lines, told by its beginning */
    TCS_TRANSPORT_MQTT, /* address, port, topic; each message is one event */
    /* path is the URL. With a period each answer is one event; without, the answer is a
     * stream that does not end. */
    TCS_TRANSPORT_HTTP,
    TCS_TRANSPORT_SERIAL,  /* path is the device; baud */
    TCS_TRANSPORT_CAPTURE, /* path is the interface that tocsin-capture listens to */
};

/* Rates of serial lines; 0 ends them. */
extern const uint32_t tcs_bauds[];

/* How a feed is reached; the engine's part is engine.feeds[] with the same index. */
struct tcs_feed_site {
    enum tcs_transport transport;
    char address[64]; /* host or group */
    uint16_t port;
    /* FILE, as resolved against the site file's folder; HTTP: the URL; SERIAL: the
     * device; MQTT: the file with the user's password, or empty. */
    char path[512];
    char topic[128]; /* MQTT: filter */
    char user[64];   /* MQTT; empty: none */
    double period_s; /* HTTP; 0: a stream */
    uint32_t baud;   /* SERIAL */
    bool has_date;   /* FILE */
    int64_t
        date_utc_ns; /* FILE: midnight before a recording that tells times of day only */
};

enum tcs_sink_kind {
    TCS_SINK_MQTT,
    TCS_SINK_COMMAND,
    TCS_SINK_ASTERIX,
    TCS_SINK_SAPIENT,
    TCS_SINK_COT,
    TCS_SINK_SYSLOG,
    TCS_SINK_WEBHOOK,
};

/* How COT and SYSLOG get there. */
enum tcs_sink_way { TCS_WAY_UDP, TCS_WAY_TCP, TCS_WAY_TLS };

enum { TCS_FORM_XML, TCS_FORM_TAK };
enum { TCS_MESSAGE_TEXT, TCS_MESSAGE_OCSF };

enum { TCS_PATH_LEN = 256 };

struct tcs_sink_site {
    enum tcs_sink_kind kind;
    char name[TCS_NAME_LEN];
    char address[64]; /* of a host or group; over UDP and for SAPIENT: numeric */
    uint16_t port;
    char topic[128];
    char node[TCS_NODE_ID_LEN]; /* SAPIENT: our identity; empty: from the site's name */
    char command[512]; /* for sh, in the site file's folder; gets the alarm as JSON */
    double period_s;   /* ASTERIX, COT: of a cycle; SYSLOG: of a status; MQTT: of the
                          tracks, 0: not sent */
    uint8_t sac;       /* ASTERIX: ours */
    uint8_t sic;
    char edition[10]; /* ASTERIX: of 062; empty: the latest */
    enum tcs_sink_way way;
    /* TLS: files in PEM. Empty: no certificate of ours; the server's is for the address,
     * a webhook's of the system's authorities.
     */
    char ca[TCS_PATH_LEN];
    char certificate[TCS_PATH_LEN];
    char key[TCS_PATH_LEN];
    char server_name[64];
    int32_t form;                  /* COT: TCS_FORM_ */
    int32_t message;               /* SYSLOG: TCS_MESSAGE_ */
    char url[512];                 /* WEBHOOK */
    char token_file[TCS_PATH_LEN]; /* WEBHOOK; empty: none */
};

enum { TCS_SINK_MAX = 16 };

struct tcs_site {
    char name[TCS_NAME_LEN];
    char folder[512]; /* of the site file */
    struct tcs_engine_config engine;
    struct tcs_feed_site feeds[TCS_FEED_MAX];
    struct tcs_sink_site sinks[TCS_SINK_MAX];
    uint32_t sink_count;
    char api_address[64]; /* default 127.0.0.1 */
    uint16_t api_port;    /* default 8470 */
};

/* Reads and checks `text`. `folder` is what relative paths start from.
 * TCS_OK, TCS_E_DAMAGED (errors filled; *ret_site untouched), TCS_E_MEMORY. */
TCS_NODISCARD enum tcs_status tcs_site_parse(struct tcs_bytes text, const char *folder,
                                             struct tcs_site *ret_site,
                                             struct tcs_config_errors *ret_errors);

/* The same from a file; TCS_E_IO when it cannot be read (errno tells why). With ret_text
 * not NULL, its text goes there, to be freed, when it was good. */
TCS_NODISCARD enum tcs_status tcs_site_load(const char *path, struct tcs_site *ret_site,
                                            struct tcs_config_errors *ret_errors,
                                            uint8_t **ret_text, size_t *ret_len);

#endif
