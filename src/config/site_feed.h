/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CONFIG_SITE_FEED_H
#define TCS_CONFIG_SITE_FEED_H

/* site_feed.h -- `feeds` and `outputs`. Context user and target: the struct tcs_site. */

#include "config/schema.h"
#include "engine/engine.h"

void tcs_site_read_feeds(struct tcs_schema_context *context, yaml_node_t *node,
                         void *target);
void tcs_site_read_outputs(struct tcs_schema_context *context, yaml_node_t *node,
                           void *target);

/* A UUID, 8-4-4-4-12, in lower case as on the wire: of a node of SAPIENT. */
void tcs_site_read_uuid(struct tcs_schema_context *context, yaml_node_t *node,
                        char ret_id[TCS_NODE_ID_LEN]);

#endif
