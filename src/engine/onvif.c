/* SPDX-License-Identifier: Apache-2.0 */
/*
 * onvif.c -- the protocol of cameras with analytics of their own: ONVIF metadata, XML
 * documents in a stream, in parts of a multipart answer or in datagrams.
 */
#include <string.h>

#include "decode/onvif.h"
#include "engine/protocol.h"
#include "observe/camera.h"

static size_t used(const void *framing)
{
    const struct tcs_xml_stream *stream = framing;

    return offsetof(struct tcs_xml_stream, room) + stream->have;
}

static enum tcs_status take_item(const struct input *input,
                                 const struct tcs_onvif_item *item)
{
    uint16_t sensor = 0;

    if (!engine_sensor_of_kind(input, TCS_SENSOR_CAMERA, &sensor))
        return TCS_E_NOT_FOUND;
    struct tcs_camera *camera = engine_sensor_state(input->engine, sensor);

    if (item->kind == TCS_ONVIF_PTZ || item->has_ptz != 0)
        tcs_camera_status(camera, input->neck, sensor, &item->ptz);
    if (item->kind == TCS_ONVIF_FRAME)
        return tcs_camera_frame(camera, input->neck, sensor, &item->frame);
    return TCS_OK;
}

/* One document; each frame and status in it is a record. */
static void take_document(const struct input *input, struct tcs_bytes document)
{
    struct tcs_onvif walk = tcs_onvif(document);
    struct tcs_onvif_item item;
    enum tcs_status status = tcs_onvif_next(&walk, &item, NULL);

    for (; status != TCS_END; status = tcs_onvif_next(&walk, &item, NULL))
        engine_count(input->counts, status == TCS_OK ? take_item(input, &item) : status);
}

static void take(struct input *input)
{
    struct tcs_xml_stream *stream = input->framing;
    const bool whole = input->framing_kind == TCS_FRAMING_DATAGRAM;
    struct tcs_bytes rest = input->payload;
    struct tcs_bytes document;

    if (!whole && input->framing_kind != TCS_FRAMING_STREAM) {
        input->counts->foreign++;
        return;
    }
    if (whole)
        memset(stream, 0, offsetof(struct tcs_xml_stream, room));
    const uint64_t damaged = stream->damaged_count;

    while (tcs_xml_stream_next(stream, &rest, &document) == TCS_OK)
        take_document(input, document);
    input->counts->damaged += stream->damaged_count - damaged;
    input->counts->damaged += whole && stream->depth > 0;
}

const struct protocol engine_onvif = {
    .framing_size = sizeof(struct tcs_xml_stream),
    .take = take,
    .framing_used = used,
};
