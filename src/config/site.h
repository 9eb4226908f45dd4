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
#include "engine/engine.h"

enum tcs_transport {
    TCS_TRANSPORT_UDP,        /* address, port; multicast group joined when it is one */
    TCS_TRANSPORT_TCP_CLIENT, /* connects, and again with back-off */
    TCS_TRANSPORT_TCP_SERVER,
    TCS_TRANSPORT_FILE, /* path; capture, raw blocks or lines, told by its beginning */
};

/* How a feed is reached; the engine's part is engine.feeds[] with the same index. */
struct tcs_feed_site {
    enum tcs_transport transport;
    char address[64]; /* host or group */
    uint16_t port;
    char path[512];     /* FILE, as resolved against the site file's folder */
    double start_utc_s; /* FILE without time stamps: arrival of its first octet; 0: not
                           given */
};

struct tcs_sink_site {
    enum {
        TCS_SINK_MQTT,
        TCS_SINK_COMMAND
    } kind;
    char name[TCS_NAME_LEN];
    char address[64]; /* MQTT broker */
    uint16_t port;
    char topic[128];
    char command[512]; /* run with the alarm as JSON on its standard input */
};

enum {
    TCS_SINK_MAX = 16
};

struct tcs_site {
    char name[TCS_NAME_LEN];
    struct tcs_engine_config engine;
    struct tcs_feed_site feeds[TCS_FEED_MAX];
    struct tcs_sink_site sinks[TCS_SINK_MAX];
    uint32_t sink_count;
    char api_address[64]; /* default 127.0.0.1 */
    uint16_t api_port;    /* default 8470 */
};

struct tcs_site_error {
    uint32_t line;   /* 1.. */
    uint32_t column; /* 1.. */
    char text[200];  /* what is wrong and what would be right */
};

enum {
    TCS_SITE_ERRORS_MAX = 100
};

struct tcs_site_errors {
    uint32_t count; /* of all; only the first TCS_SITE_ERRORS_MAX are kept */
    struct tcs_site_error rows[TCS_SITE_ERRORS_MAX];
};

/* Reads and checks `text`. `folder` is what relative paths start from.
 * TCS_OK, TCS_E_DAMAGED (errors filled; *ret_site untouched), TCS_E_MEMORY. */
TCS_NODISCARD
enum tcs_status tcs_site_parse(struct tcs_bytes text, const char *folder,
                               struct tcs_site *ret_site,
                               struct tcs_site_errors *ret_errors);

/* The same from a file; TCS_E_IO when it cannot be read (errno tells why). */
TCS_NODISCARD
enum tcs_status tcs_site_load(const char *path, struct tcs_site *ret_site,
                              struct tcs_site_errors *ret_errors);

#endif
