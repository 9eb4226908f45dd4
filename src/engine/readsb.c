/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readsb.c -- the protocol of readsb's JSON: aircraft in lines or documents, in a stream
 * or as answers of a web server.
 */
#include "decode/readsb.h"

#include <string.h>

#include "decode/readsb_stream.h"
#include "engine/protocol.h"
#include "observe/squitter.h"

static size_t used(const void *framing)
{
    const struct tcs_readsb_stream *stream = framing;

    return offsetof(struct tcs_readsb_stream, room) + stream->have;
}

static void take_object(const struct input *input, struct tcs_bytes object,
                        int64_t document_ns)
{
    struct tcs_readsb readsb;
    uint16_t sensor = 0;
    enum tcs_status status = tcs_readsb_read(object, document_ns, &readsb, NULL);

    if (status == TCS_OK && !engine_sensor_of_kind(input, TCS_SENSOR_ADSB, &sensor))
        status = TCS_E_NOT_FOUND;
    if (status == TCS_OK) {
        const struct tcs_flight flight = tcs_flight_readsb(input->neck, &readsb);
        struct tcs_squitters *state = engine_sensor_state(input->engine, sensor);

        status = tcs_flight_take(&state->flights, input->neck, sensor, &flight);
    }
    engine_count(input->counts, status);
}

static void take_pieces(const struct input *input)
{
    struct tcs_readsb_stream *stream = input->framing;
    const bool whole = input->framing_kind == TCS_FRAMING_DATAGRAM;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes object;
    int64_t document_ns = 0;

    if (whole)
        memset(stream, 0, offsetof(struct tcs_readsb_stream, room));
    const uint64_t damaged = stream->damaged_count;
    const uint64_t passed = stream->passed_count;

    while (tcs_readsb_next(stream, &rest, &object, &document_ns) == TCS_OK)
        take_object(input, object, document_ns);
    input->counts->damaged += stream->damaged_count - damaged;
    input->counts->damaged += whole && stream->depth > 0;
    input->counts->foreign += stream->passed_count != passed;
}

static void take(struct input *input)
{
    if (input->framing_kind == TCS_FRAMING_LINE)
        take_object(input, input->payload, 0);
    else if (input->framing_kind == TCS_FRAMING_DATAGRAM ||
             input->framing_kind == TCS_FRAMING_STREAM)
        take_pieces(input);
    else
        input->counts->foreign++;
}

const struct protocol engine_readsb = {
    .framing_size = sizeof(struct tcs_readsb_stream),
    .take = take,
    .framing_used = used,
};
