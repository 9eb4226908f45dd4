/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CONFIG_SITE_TRANSPORT_H
#define TCS_CONFIG_SITE_TRANSPORT_H

/* site_transport.h -- `mqtt`, `http`, `serial` and `capture` of a feed. */

#include "config/schema.h"
#include "config/site.h"

void tcs_site_read_mqtt_feed(struct tcs_schema_context *context, yaml_node_t *node,
                             struct tcs_feed_site *feed);
void tcs_site_read_http_feed(struct tcs_schema_context *context, yaml_node_t *node,
                             struct tcs_feed_site *feed);
void tcs_site_read_serial_feed(struct tcs_schema_context *context, yaml_node_t *node,
                               struct tcs_feed_site *feed);
void tcs_site_read_capture_feed(struct tcs_schema_context *context, yaml_node_t *node,
                                struct tcs_feed_site *feed);

/* http:// or https:// and a host, without blanks. */
bool tcs_site_is_url(const char *text);

#endif
