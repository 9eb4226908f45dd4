/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sapient.c -- the protocol of SAPIENT: messages of nodes in a stream.
 *
 * A node's identity tells which sensor it is (sources: node in the site file); a source
 * without one stands for every node that is not named. What else passes on the
 * connection, such as acknowledgements to us, counts as a record and says nothing.
 */
#include <string.h>

#include "decode/sapient.h"
#include "engine/protocol.h"
#include "observe/node.h"

struct framing {
    struct tcs_nodes nodes;
    struct tcs_sapient_stream stream;
};

static size_t used(const void *state)
{
    const struct framing *framing = state;
    return offsetof(struct framing, stream) + offsetof(struct tcs_sapient_stream, room) +
           framing->stream.have;
}

static bool sensor_of(const struct input *input, const char *node, uint16_t *ret_sensor)
{
    bool found = false;
    for (uint16_t i = 0; i < input->feed->sensor_count; i++) {
        const char *name = input->engine->config->nodes[input->feed->sensors[i]];
        if (name[0] != '\0' && memcmp(name, node, TCS_NODE_ID_LEN - 1) != 0)
            continue;
        if (!found || name[0] != '\0')
            *ret_sensor = input->feed->sensors[i];
        found = true;
        if (name[0] != '\0')
            break;
    }
    return found;
}

static void take_message(const struct input *input, struct tcs_bytes octets)
{
    struct framing *framing = input->framing;
    tcs_sapient_SapientMessage message;
    uint16_t sensor = 0;
    enum tcs_status status = tcs_sapient_decode(octets, &message, NULL);
    if (status == TCS_OK && (!message.has_timestamp || !message.has_node_id))
        status = TCS_E_DAMAGED;
    if (status == TCS_OK)
        status = sensor_of(input, message.node_id, &sensor)
                     ? tcs_nodes_take(&framing->nodes, input->neck, sensor, &message)
                     : TCS_E_NOT_FOUND;
    engine_count(input->counts, status);
}

static void take(struct input *input)
{
    struct framing *framing = input->framing;
    struct tcs_bytes rest = input->payload, message;
    enum tcs_status status;
    if (input->framing_kind != TCS_FRAMING_STREAM) {
        input->counts->foreign++;
        return;
    }
    while ((status = tcs_sapient_next(&framing->stream, &rest, &message)) != TCS_MORE) {
        if (status == TCS_OK)
            take_message(input, message);
        else
            engine_count(input->counts, status);
        if (status == TCS_E_DAMAGED)
            break;
    }
}

const struct protocol engine_sapient = {
    .framing_size = (sizeof(struct framing) + 7) / 8 * 8,
    .take = take,
    .framing_used = used,
};
