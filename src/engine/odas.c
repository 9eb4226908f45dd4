/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odas.c -- the protocol of ODAS: JSON objects one behind the other, in a stream or in
 * datagrams.
 */
#include <string.h>

#include "decode/js_stream.h"
#include "decode/odas.h"
#include "engine/protocol.h"
#include "observe/sound.h"

/* One a feed; all zero is the start state. */
struct odas_framing {
    struct tcs_hop_clock clock;
    struct tcs_js_stream stream;
};
_Static_assert(sizeof(struct odas_framing) ==
                   sizeof(struct tcs_hop_clock) + sizeof(struct tcs_js_stream),
               "no padding in digested state");

static size_t used(const void *framing)
{
    const struct odas_framing *f = framing;

    return offsetof(struct odas_framing, stream.room) + f->stream.have;
}

static void take_object(const struct input *input, struct tcs_bytes object)
{
    struct odas_framing *f = input->framing;
    struct tcs_odas odas;
    uint16_t sensor = 0;
    enum tcs_status status = tcs_odas_read(object, &odas, NULL);

    if (status == TCS_OK && !engine_sensor_of_kind(input, TCS_SENSOR_ACOUSTIC, &sensor))
        status = TCS_E_NOT_FOUND;
    if (status == TCS_OK)
        tcs_sound_take(&f->clock, input->neck, sensor, &odas);
    engine_count(input->counts, status);
}

static void take(struct input *input)
{
    struct odas_framing *f = input->framing;
    const bool whole = input->framing_kind == TCS_FRAMING_DATAGRAM;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes object;

    if (!whole && input->framing_kind != TCS_FRAMING_STREAM) {
        input->counts->foreign++;
        return;
    }
    if (whole)
        memset(&f->stream, 0, offsetof(struct tcs_js_stream, room));
    const uint64_t damaged = f->stream.damaged_count;
    const uint64_t passed = f->stream.passed_count;

    while (tcs_js_stream_next(&f->stream, &rest, &object) == TCS_OK)
        take_object(input, object);
    input->counts->damaged += f->stream.damaged_count - damaged;
    input->counts->damaged += whole && f->stream.have > 0;
    input->counts->foreign += f->stream.passed_count != passed;
}

const struct protocol engine_odas = {
    .framing_size = sizeof(struct odas_framing),
    .take = take,
    .framing_used = used,
};
