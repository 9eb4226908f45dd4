/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frigate.c -- the protocol of Frigate: messages of its topic frigate/events. The camera
 * that one names is the sensor of that name.
 */
#include "decode/frigate.h"
#include "base/text.h"
#include "engine/protocol.h"
#include "observe/camera.h"

/* Each message is whole. */
struct frigate_framing {
    uint64_t nothing;
};

static size_t used(const void *framing)
{
    (void)framing;
    return 0;
}

static enum tcs_status take_event(const struct input *input,
                                  const struct tcs_frigate *event)
{
    for (uint16_t i = 0; i < input->feed->sensor_count; i++) {
        const uint16_t sensor = input->feed->sensors[i];
        const struct tcs_sensor *about = &input->neck->sensors[sensor];

        if (about->kind == TCS_SENSOR_CAMERA &&
            tcs_bytes_equal(tcs_text_bytes(about->name), tcs_text_bytes(event->camera)))
            return tcs_camera_event(engine_sensor_state(input->engine, sensor),
                                    input->neck, sensor, event);
    }
    return TCS_E_NOT_FOUND;
}

static void take(struct input *input)
{
    struct tcs_frigate event;
    enum tcs_status status = TCS_E_FOREIGN;

    /* Other topics of Frigate's have words and pictures for payloads. */
    if (input->framing_kind == TCS_FRAMING_DATAGRAM ||
        input->framing_kind == TCS_FRAMING_LINE) {
        if (input->payload.len > 0 && input->payload.data[0] == '{')
            status = tcs_frigate_read(input->payload, &event, NULL);
        if (status == TCS_OK)
            status = take_event(input, &event);
    }
    engine_count(input->counts, status);
}

const struct protocol engine_frigate = {
    .framing_size = sizeof(struct frigate_framing),
    .take = take,
    .framing_used = used,
};
