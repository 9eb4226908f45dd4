/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_CONFIG_SITE_CAMERA_H
#define TCS_CONFIG_SITE_CAMERA_H

/* site_camera.h -- `pose`, `lens` and `pan_tilt` of a sensor. Target: the struct
 * tcs_sensor. */

#include "config/schema.h"

void tcs_site_read_pose(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target);
void tcs_site_read_lens(struct tcs_schema_context *context, yaml_node_t *node,
                        void *target);
/* After the lens. */
void tcs_site_read_pan_tilt(struct tcs_schema_context *context, yaml_node_t *node,
                            void *target);

#endif
