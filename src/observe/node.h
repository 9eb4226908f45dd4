/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TCS_OBSERVE_NODE_H
#define TCS_OBSERVE_NODE_H

/*
 * node.h -- from SAPIENT messages of sensors to looks: detections with a place or with a
 * range and bearing.
 *
 * Each detection is one look that does not count misses: a node tells what it saw, not
 * where it looked.
 *
 *   location      latitude and longitude (degrees or radians); UTM is not read yet.
 * Errors are in the units of their coordinate; one that would be more than 5 km is taken
 * as metres, because nodes send those rangeBearing  from where the site file says the
 * sensor stands, and turned by its rotation; a north other than the true one needs such a
 * rotation. A node that says in its status that it stands more than 50 m from there is
 * not believed. Without a range: a bearing, of sensors that give those
 *
 * What acts on others (tcs_sapient_effector) is refused with all that it says.
 */

#include <stdint.h>

#include "base/status.h"
#include "decode/sapient.h"
#include "observe/neck.h"

enum { TCS_NODES_MAX = 32 };

struct tcs_node_row {
    char id[36];
    uint32_t refused;   /* 1: it acts on others */
    uint32_t elsewhere; /* 1: does not stand where the site file says */
    uint32_t kph;       /* 1: its speeds are km/h, not m/s */
};

/* Of one feed. No pointers, no padding; all zero is the start. */
struct tcs_nodes {
    uint32_t count;
    uint32_t reserved;
    uint64_t refused_count; /* messages of effectors, and tasks */
    struct tcs_node_row row[TCS_NODES_MAX];
};
_Static_assert(sizeof(struct tcs_nodes) == 16 + TCS_NODES_MAX * 48, "no padding");

/*
 * Any message of the node that speaks for the sensor.
 *
 * Returns  TCS_OK            taken; what only matters to others is passed over
 *          TCS_E_REFUSED     from an effector, a task, or a detection that is a test
 *          TCS_E_IMPOSSIBLE  a place or a time that cannot be
 *          TCS_E_FOREIGN     units that are not read, or a kind that the sensor is not
 *          TCS_E_FULL        more nodes than there is room for
 */
TCS_NODISCARD
enum tcs_status tcs_nodes_take(struct tcs_nodes *nodes, const struct tcs_neck *neck,
                               uint16_t sensor,
                               const tcs_sapient_SapientMessage *message);

/* The class that a tree of names tells: drone, bird, crewed or nothing. */
enum tcs_said_class tcs_node_said(const struct tcs_sapient_classes *classes);

#endif
